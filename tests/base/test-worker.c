// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-worker.h"

#include "gate-task.h"
#include "gate-test.h"

#define N_TASKS 200

static GThread *main_thread;
static GPtrArray *order;

static void
note (GTask        *task,
      gpointer      source,
      gpointer      task_data,
      GCancellable *cancellable)
{
  g_assert_true (g_thread_self () != main_thread);
  g_ptr_array_add (order, task_data);
  g_task_return_boolean (task, TRUE);
}

static void
count (GObject      *source,
       GAsyncResult *result,
       gpointer      user_data)
{
  guint *n = user_data;

  g_assert_true (g_thread_self () == main_thread);
  g_assert_true (g_task_propagate_boolean (G_TASK (result), NULL));
  (*n)++;
}

static void
test_order (void)
{
  g_autoptr(GateWorker) worker = gate_worker_new (1);
  guint n = 0;

  order = g_ptr_array_new ();
  for (guint i = 0; i < N_TASKS; i++)
    {
      g_autoptr(GTask) task = gate_task_new (NULL, NULL, count, &n, test_order);

      g_task_set_task_data (task, GUINT_TO_POINTER (i), NULL);
      gate_worker_run (worker, task, note);
    }
  gate_test_wait_until (n == N_TASKS);
  g_assert_cmpuint (order->len, ==, N_TASKS);
  for (guint i = 0; i < N_TASKS; i++)
    g_assert_cmpuint (GPOINTER_TO_UINT (order->pdata[i]), ==, i);
  g_ptr_array_unref (order);
}

static void
succeed (GTask        *task,
         gpointer      source,
         gpointer      task_data,
         GCancellable *cancellable)
{
  g_task_return_boolean (task, TRUE);
}

static void
on_gone (gpointer  data,
         GObject  *where_it_was)
{
  guint *n = data;

  g_assert_true (g_thread_self () == main_thread);
  (*n)++;
}

/* Neither a task nor what it belongs to ever goes in the worker's thread. */
static void
test_where_things_end (void)
{
  g_autoptr(GateWorker) worker = gate_worker_new (4);
  guint n_done = 0;
  guint n_gone = 0;

  for (guint i = 0; i < N_TASKS; i++)
    {
      g_autoptr(GObject) source = g_object_new (G_TYPE_OBJECT, NULL);
      g_autoptr(GTask) task = gate_task_new (source, NULL, count, &n_done, test_where_things_end);

      g_object_weak_ref (source, on_gone, &n_gone);
      g_object_weak_ref (G_OBJECT (task), on_gone, &n_gone);
      gate_worker_run (worker, task, succeed);
    }
  gate_test_wait_until (n_done == N_TASKS);
  g_assert_cmpuint (n_gone, ==, 2 * N_TASKS);
}

static void
test_freed_early (void)
{
  GateWorker *worker = gate_worker_new (1);
  guint n = 0;

  for (guint i = 0; i < N_TASKS; i++)
    {
      g_autoptr(GTask) task = gate_task_new (NULL, NULL, count, &n, test_freed_early);
      gate_worker_run (worker, task, succeed);
    }
  gate_worker_free (worker);
  gate_worker_free (NULL);
  gate_test_wait_until (n == N_TASKS);
}

static gboolean
end_wait (gpointer user_data)
{
  gboolean *ended = user_data;

  *ended = TRUE;
  return G_SOURCE_REMOVE;
}

static void
test_own_context (void)
{
  GMainContext *context = g_main_context_new ();
  gboolean ended = FALSE;
  gboolean late = FALSE;
  g_autoptr(GSource) source = g_timeout_source_new (1);
  g_autoptr(GSource) left = g_idle_source_new ();

  g_source_set_callback (source, end_wait, &ended, NULL);
  g_source_attach (source, context);
  gate_worker_wait (context, &ended);
  g_assert_true (ended);
  g_source_set_callback (left, end_wait, &late, NULL);
  g_source_attach (left, context);
  gate_worker_free_context (context);
  g_assert_true (late);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  main_thread = g_thread_self ();
  g_test_add_func ("/base/worker/order", test_order);
  g_test_add_func ("/base/worker/where-things-end", test_where_things_end);
  g_test_add_func ("/base/worker/freed-early", test_freed_early);
  g_test_add_func ("/base/worker/own-context", test_own_context);
  return g_test_run ();
}
