// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * GateProcessFiles:
 *
 * The pipes of the standard streams and the control socket of a watchdog: our ends, and its ends; and the file without a
 * name that hands it the variables of its program.
 */
typedef struct {
  int stdin_ours;
  int stdin_theirs;
  int stdout_ours;
  int stdout_theirs;
  int stderr_ours;
  int stderr_theirs;
  int control_ours;
  int control_theirs;
  int environment;
} GateProcessFiles;

#define GATE_PROCESS_FILES_INIT { -1, -1, -1, -1, -1, -1, -1, -1, -1 }

gboolean     gate_process_files_open           (GateProcessFiles    *self,
                                                GError             **error);
void         gate_process_files_clear          (GateProcessFiles    *self);
GSubprocess *gate_process_files_start_watchdog (GateProcessFiles    *self,
                                                const char * const  *argv,
                                                char               **environment,
                                                const char          *working_directory,
                                                GError             **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (GateProcessFiles, gate_process_files_clear)

G_END_DECLS
