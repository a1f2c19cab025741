// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <gio/gio.h>
#include <sys/stat.h>

G_BEGIN_DECLS

/* Which state of a file was read. */
typedef struct {
  ino_t           inode;
  off_t           size;
  struct timespec modified;
} GateFileIdentity;

GateFileIdentity  gate_file_identity_of      (const char              *path);
gboolean          gate_file_identity_equal   (const GateFileIdentity  *a,
                                              const GateFileIdentity  *b);

/* The text of a settings file: (element-type utf8 utf8), paths of keys and their values in GVariant's form. */
GHashTable       *gate_settings_text_new_map (void) G_GNUC_WARN_UNUSED_RESULT;
GHashTable       *gate_settings_text_map     (GKeyFile                *key_file) G_GNUC_WARN_UNUSED_RESULT;
GKeyFile         *gate_settings_text_load    (const char              *path,
                                              GError                 **error) G_GNUC_WARN_UNUSED_RESULT;
/* changes: (element-type utf8 GVariant): by path; NULL is a reset. */
void              gate_settings_text_apply   (GKeyFile                *key_file,
                                              GHashTable              *changes);

G_END_DECLS
