// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-worker.h"

struct _GateWorker {
  GThreadPool *pool; /* (owned) */
};

typedef struct {
  GTask           *task; /* (unowned): see on_completed() */
  GTaskThreadFunc  func;
} Job;

static void
run_job (gpointer data,
         gpointer user_data)
{
  Job *job = data;
  GTask *task = job->task;

  /* Once it has returned the task, the thread has no part in it any more. */
  job->func (task, g_task_get_source_object (task), g_task_get_task_data (task), g_task_get_cancellable (task));
  g_free (job);
}

/* The reference that keeps the task through the work is dropped where the callback was called, so that neither the task nor its
 * source object is ever finalized in the thread. */
static void
on_completed (GTask *task)
{
  g_object_unref (task);
}

/**
 * gate_worker_new:
 * @n_threads: how many tasks may run at once; with one, tasks run one after the other in the order in which they were given
 *
 * Returns: (transfer full): a worker; its threads start when there is something to do
 */
GateWorker *
gate_worker_new (guint n_threads)
{
  GateWorker *self = g_new0 (GateWorker, 1);

  self->pool = g_thread_pool_new (run_job, NULL, (int) n_threads, FALSE, NULL);
  return self;
}

/**
 * gate_worker_run:
 * @self: a worker
 * @task: the task, which @func ends with one of the g_task_return functions
 * @func: runs in a thread of the worker
 *
 * Does what g_task_run_in_thread() does, in a thread of our own. The task's data must share nothing with the main context. After
 * @func has returned the task it must not touch the task, its source or its data again.
 */
void
gate_worker_run (GateWorker      *self,
                 GTask           *task,
                 GTaskThreadFunc  func)
{
  Job *job = g_new0 (Job, 1);

  job->task = task;
  job->func = func;
  g_object_ref (task);
  g_signal_connect (task, "notify::completed", G_CALLBACK (on_completed), NULL);
  g_thread_pool_push (self->pool, job, NULL);
}

/**
 * gate_worker_wait:
 * @context: a context of this worker's own
 * @ended: set by what runs in @context
 *
 * Runs a context until something in it sets @ended. The one place where a context is run that is not a program's or a test's.
 */
void
gate_worker_wait (GMainContext   *context,
                  const gboolean *ended)
{
  g_return_if_fail (context != NULL && context != g_main_context_default ());

  while (!*ended)
    g_main_context_iteration (context, TRUE);
}

/**
 * gate_worker_free_context:
 * @context: (transfer full): a context of a worker's own
 *
 * Frees a context in which D-Bus proxies or subscriptions were made that are gone by now. What they left to be freed in it is
 * freed.
 */
void
gate_worker_free_context (GMainContext *context)
{
  g_return_if_fail (context != NULL && context != g_main_context_default ());

  while (g_main_context_iteration (context, FALSE))
    ;
  g_main_context_unref (context);
}

/**
 * gate_worker_free:
 * @self: (transfer full) (nullable): a worker
 *
 * Lets the worker go. What was given to it before is still done. May be called from one of its own threads.
 */
void
gate_worker_free (GateWorker *self)
{
  if (!self)
    return;
  g_thread_pool_free (self->pool, FALSE, FALSE);
  g_free (self);
}
