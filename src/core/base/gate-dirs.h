// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *gate_dirs_config  (const char *name) G_GNUC_WARN_UNUSED_RESULT;
char *gate_dirs_state   (const char *name) G_GNUC_WARN_UNUSED_RESULT;
char *gate_dirs_cache   (const char *name) G_GNUC_WARN_UNUSED_RESULT;
char *gate_dirs_data    (const char *name) G_GNUC_WARN_UNUSED_RESULT;
char *gate_dirs_libexec (const char *name) G_GNUC_WARN_UNUSED_RESULT;

gboolean gate_dirs_in_flatpak (void);

G_END_DECLS
