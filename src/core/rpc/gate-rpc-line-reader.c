// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-rpc-line-reader.h"

#include "gate-error.h"
#include "gate-i18n.h"
#include "gate-rpc-line-buffer.h"
#include "gate-task.h"

#define CHUNK_SIZE (64u * 1024)

struct _GateRpcLineReader {
  GObject            parent_instance;

  GInputStream      *stream;
  GateRpcLineBuffer *buffer;
  gboolean           at_end;
};

G_DEFINE_FINAL_TYPE (GateRpcLineReader, gate_rpc_line_reader, G_TYPE_OBJECT)

static void
gate_rpc_line_reader_dispose (GObject *object)
{
  GateRpcLineReader *self = GATE_RPC_LINE_READER (object);

  g_clear_object (&self->stream);
  g_clear_pointer (&self->buffer, gate_rpc_line_buffer_free);
  G_OBJECT_CLASS (gate_rpc_line_reader_parent_class)->dispose (object);
}

static void
gate_rpc_line_reader_class_init (GateRpcLineReaderClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = gate_rpc_line_reader_dispose;
}

static void
gate_rpc_line_reader_init (GateRpcLineReader *self)
{
}

/**
 * gate_rpc_line_reader_new:
 * @stream: where to read
 * @limit: the most bytes of one line
 *
 * Returns: (transfer full): a reader
 */
GateRpcLineReader *
gate_rpc_line_reader_new (GInputStream *stream,
                          gsize         limit)
{
  g_return_val_if_fail (G_IS_INPUT_STREAM (stream), NULL);

  GateRpcLineReader *self = g_object_new (GATE_TYPE_RPC_LINE_READER, NULL);
  self->stream = g_object_ref (stream);
  self->buffer = gate_rpc_line_buffer_new (limit);
  return self;
}

static void read_more (GTask *task);

/* Returns what the buffer holds, or reads on. */
static void
continue_reading (GTask *task)
{
  GateRpcLineReader *self = g_task_get_source_object (task);
  g_autoptr(GError) error = NULL;
  GBytes *line = gate_rpc_line_buffer_take (self->buffer, &error);

  if (!line && !error && self->at_end)
    line = gate_rpc_line_buffer_take_rest (self->buffer);
  if (error)
    g_task_return_error (task, g_steal_pointer (&error));
  else if (line || self->at_end)
    g_task_return_pointer (task, line, (GDestroyNotify) g_bytes_unref);
  else
    {
      read_more (task);
      return;
    }
  g_object_unref (task);
}

static void
did_read (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GateRpcLineReader *self = g_task_get_source_object (task);
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) chunk = g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result, &error);
  gsize size = 0;

  if (chunk)
    {
      const void *data = g_bytes_get_data (chunk, &size);

      self->at_end = size == 0;
      gate_rpc_line_buffer_append (self->buffer, data, size, &error);
    }
  if (error)
    g_task_return_error (task, gate_error_from_gio (error, _("Could not read from the server")));
  else
    continue_reading (g_steal_pointer (&task));
}

static void
read_more (GTask *task)
{
  GateRpcLineReader *self = g_task_get_source_object (task);

  g_input_stream_read_bytes_async (self->stream, CHUNK_SIZE, g_task_get_priority (task), g_task_get_cancellable (task), did_read, task);
}

/**
 * gate_rpc_line_reader_read_async:
 * @self: a reader; no other reading may be under way
 * @cancellable: (nullable): to stop waiting
 * @callback: what to call when done
 * @user_data: its data
 *
 * Reads the next line.
 */
void
gate_rpc_line_reader_read_async (GateRpcLineReader   *self,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  g_return_if_fail (GATE_IS_RPC_LINE_READER (self));
  continue_reading (gate_task_new (self, cancellable, callback, user_data, gate_rpc_line_reader_read_async));
}

/**
 * gate_rpc_line_reader_read_finish:
 * @self: a reader
 * @result: the result given to the callback
 * @error: return location for an error
 *
 * Sets %GATE_ERROR_TOO_LARGE where a line is longer than the limit (nothing can be read any more then), and network errors.
 *
 * Returns: (transfer full) (nullable): the line without its line feed; %NULL without an error at the end of the stream. A last line
 *   that was cut off is given as it is
 */
GBytes *
gate_rpc_line_reader_read_finish (GateRpcLineReader  *self,
                                  GAsyncResult       *result,
                                  GError            **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
