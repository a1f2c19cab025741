// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-process-private.h"

#include "gate-task.h"

#include <errno.h>
#include <sys/socket.h>

/* How long a server may take to end by itself once its standard input is closed, as in the MCP SDKs. */
#define CLOSE_GRACE_MS 2000

/* The watchdog takes a byte as the order to end everything: SIGTERM, two seconds, SIGKILL. */
static gboolean
lose_patience (gpointer user_data)
{
  GateProcess *self = user_data;

  self->patience = 0;
  if (self->control && send (self->control_fd, "s", 1, MSG_NOSIGNAL | MSG_DONTWAIT) < 0)
    g_debug ("The watchdog of %s takes no orders: %s", self->name, g_strerror (errno));
  return G_SOURCE_REMOVE;
}

static void
did_close_stdin (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr(GateProcess) self = gate_process_weak_steal (user_data);
  g_autoptr(GError) error = NULL;

  /* A write that is still under way keeps the stream open; then there is no use in waiting. */
  if (!g_output_stream_close_finish (G_OUTPUT_STREAM (source), result, &error) && self && self->patience)
    {
      g_source_remove (self->patience);
      lose_patience (self);
    }
}

static gboolean
on_stop_cancelled (GCancellable *cancellable,
                   gpointer      user_data)
{
  GTask *task = user_data;
  GateProcess *self = g_task_get_source_object (task);
  guint index;

  if (g_ptr_array_find (self->stops, task, &index))
    {
      g_autoptr(GTask) stop = g_ptr_array_steal_index (self->stops, index);
      g_task_return_error_if_cancelled (stop);
    }
  return G_SOURCE_REMOVE;
}

static void
destroy_source (gpointer source)
{
  g_source_destroy (source);
  g_source_unref (source);
}

/**
 * gate_process_stop_async:
 * @self: a process
 * @cancellable: (nullable): ends the waiting, not the stopping
 * @callback: called when everything has ended
 * @user_data: for @callback
 *
 * Stops a process: closes its standard input, waits two seconds, sends SIGTERM to everything that it started, waits two seconds,
 * and kills what is left (MCP, lifecycle, shutdown of stdio).
 */
void
gate_process_stop_async (GateProcess         *self,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  g_return_if_fail (GATE_IS_PROCESS (self));

  g_autoptr(GTask) task = gate_task_new (self, cancellable, callback, user_data, gate_process_stop_async);
  if (g_task_return_error_if_cancelled (task))
    return;
  if (self->exited)
    {
      g_task_return_boolean (task, TRUE);
      return;
    }
  if (cancellable)
    {
      GSource *source = g_cancellable_source_new (cancellable);

      g_source_set_callback (source, G_SOURCE_FUNC (on_stop_cancelled), task, NULL);
      g_source_attach (source, g_main_context_get_thread_default ());
      g_task_set_task_data (task, source, destroy_source);
    }
  g_ptr_array_add (self->stops, g_steal_pointer (&task));
  if (self->stopping)
    return;

  self->stopping = TRUE;
  self->stopped = self->status < 0 && self->signal == 0;
  self->patience = g_timeout_add (CLOSE_GRACE_MS, lose_patience, self);
  g_output_stream_close_async (self->stdin_stream, G_PRIORITY_DEFAULT, NULL, did_close_stdin, gate_process_weak_new (self));
}

/**
 * gate_process_stop_finish:
 * @self: a process
 * @result: the result
 * @error: set to %G_IO_ERROR_CANCELLED
 *
 * Returns: %TRUE when everything has ended
 */
gboolean
gate_process_stop_finish (GateProcess   *self,
                          GAsyncResult  *result,
                          GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}
