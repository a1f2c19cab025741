// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#define G_SETTINGS_ENABLE_BACKEND
#include <gio/gio.h>
#include <gio/gsettingsbackend.h>

G_BEGIN_DECLS

#define GATE_TYPE_SETTINGS_FILE (gate_settings_file_get_type ())

/**
 * GateSettingsFile:
 *
 * A GSettings backend for the key file that GLib's own backend uses, and for no file at all. Unlike that one it may be used from
 * several threads and several processes: every read sees the file as it is, every write is done in a thread of its own under a
 * lock, after reading the file again, so that nothing that another process wrote is lost. Until a write is on disk, readers in
 * this process see it as done.
 */
G_DECLARE_FINAL_TYPE (GateSettingsFile, gate_settings_file, GATE, SETTINGS_FILE, GSettingsBackend)

/* path: NULL keeps everything in memory. system_directory: where `defaults` and `locks` of the administrator are, or NULL. */
GSettingsBackend *gate_settings_file_new         (const char       *path,
                                                  const char       *system_directory) G_GNUC_WARN_UNUSED_RESULT;
char             *gate_settings_file_dup_problem (GateSettingsFile *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
