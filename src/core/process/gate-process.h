// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <gio/gio.h>

#include "gate-sandbox.h"

G_BEGIN_DECLS

#define GATE_TYPE_PROCESS (gate_process_get_type ())

/**
 * GateProcess:
 *
 * A local program run under our watchdog (`gatehouse-watchdog`): argv only, never a shell; a minimal environment (exactly the
 * given variables, and HOME, LOGNAME, PATH, SHELL, TERM, USER, LANG where they are set and do not start with "()"); a process
 * group of its own. The watchdog is the subreaper of everything below and sees our pipe end, so that no process outlives us,
 * kill -9 and grandchildren included. Standard error is kept as a log of the last lines.
 *
 * Signals: `exited` (once: everything below has ended), `log-line` (one line of standard error, without its line feed).
 */
G_DECLARE_FINAL_TYPE (GateProcess, gate_process, GATE, PROCESS, GObject)

void           gate_process_spawn_async     (const char * const   *argv,
                                             const char * const   *environment,
                                             const char           *working_directory,
                                             GateSandbox          *sandbox,
                                             GCancellable         *cancellable,
                                             GAsyncReadyCallback   callback,
                                             gpointer              user_data);
GateProcess   *gate_process_spawn_finish    (GAsyncResult         *result,
                                             GError              **error) G_GNUC_WARN_UNUSED_RESULT;
GOutputStream *gate_process_get_stdin       (GateProcess          *self);
GInputStream  *gate_process_get_stdout      (GateProcess          *self);
gboolean       gate_process_get_exited      (GateProcess          *self);
char          *gate_process_describe_exit   (GateProcess          *self) G_GNUC_WARN_UNUSED_RESULT;
char          *gate_process_dup_log         (GateProcess          *self) G_GNUC_WARN_UNUSED_RESULT;
/* Closes standard input, waits, SIGTERM, waits, SIGKILL to the whole tree; ends when everything is gone. */
void           gate_process_stop_async      (GateProcess          *self,
                                             GCancellable         *cancellable,
                                             GAsyncReadyCallback   callback,
                                             gpointer              user_data);
gboolean       gate_process_stop_finish     (GateProcess          *self,
                                             GAsyncResult         *result,
                                             GError              **error);

G_END_DECLS
