// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * GateWorker:
 *
 * Threads of an object's own for tasks that wait long, for a lock, a disk or a person. The pool that g_task_run_in_thread() uses is
 * shared by everything in the process, GIO's own file operations too: what waits there makes these wait, and may wait for them.
 */
typedef struct _GateWorker GateWorker;

GateWorker *gate_worker_new  (guint            n_threads) G_GNUC_WARN_UNUSED_RESULT;
void        gate_worker_run  (GateWorker      *self,
                              GTask           *task,
                              GTaskThreadFunc  func);
void        gate_worker_free (GateWorker      *self);

/* In a worker, for a library that answers through a main context: one of the worker's own, never the program's. */
void        gate_worker_wait         (GMainContext   *context,
                                      const gboolean *ended);
void        gate_worker_free_context (GMainContext   *context);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GateWorker, gate_worker_free)

G_END_DECLS
