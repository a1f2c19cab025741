// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

char       *gate_program_find        (const char          *name,
                                      const char          *path,
                                      const char          *working_directory,
                                      GError             **error) G_GNUC_WARN_UNUSED_RESULT;
GError     *gate_program_new_failure (const char          *program,
                                      int                  number) G_GNUC_WARN_UNUSED_RESULT;
char      **gate_program_environment (const char * const  *given,
                                      GError             **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean    gate_program_allowed     (GError             **error);
/* The command with which a person lets a sandbox start programs on the host. */
const char *gate_program_override    (void);
/* The whole command: inside a Flatpak it starts the program on the host. */
char      **gate_program_place       (const char * const  *argv,
                                      const char          *path,
                                      const char          *working_directory,
                                      GError             **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
