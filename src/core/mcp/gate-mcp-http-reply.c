// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-mcp-http-reply.h"

#include "gate-error.h"
#include "gate-http.h"
#include "gate-i18n.h"
#include "gate-json-mask.h"
#include "gate-task.h"

#define CHUNK_SIZE (64u * 1024)
/* How much, and how long, a body that nobody wants is read, so that its connection can be used again. */
#define DRAIN_LIMIT (64u * 1024)
#define DRAIN_MS 2000

/**
 * gate_mcp_http_reply_free:
 * @self: (transfer full) (nullable): a reply; a stream that was not read to its end is broken off
 */
void
gate_mcp_http_reply_free (GateMcpHttpReply *self)
{
  if (!self)
    return;
  g_clear_object (&self->stream);
  g_clear_object (&self->message);
  g_clear_pointer (&self->body, g_bytes_unref);
  g_clear_object (&self->mask);
  g_free (self);
}

/**
 * gate_mcp_http_reply_status:
 * @self: a reply
 *
 * Returns: its HTTP status
 */
guint
gate_mcp_http_reply_status (GateMcpHttpReply *self)
{
  return soup_message_get_status (self->message);
}

/**
 * gate_mcp_http_reply_type:
 * @self: a reply
 *
 * Returns: the media type of its body, without parameters, "" where there is none
 */
const char *
gate_mcp_http_reply_type (GateMcpHttpReply *self)
{
  const char *type = soup_message_headers_get_content_type (soup_message_get_response_headers (self->message), NULL);

  return type ? type : "";
}

/**
 * gate_mcp_http_reply_header:
 * @self: a reply
 * @name: the name of a header
 *
 * Returns: (nullable): its value
 */
const char *
gate_mcp_http_reply_header (GateMcpHttpReply *self,
                            const char       *name)
{
  return soup_message_headers_get_one (soup_message_get_response_headers (self->message), name);
}

typedef struct {
  SoupMessage    *message;
  GInputStream   *stream;
  GateSecretMask *mask; /* (nullable) */
  GByteArray     *bytes;
  gsize           limit;
} ReadData;

GATE_DEFINE_DATA (ReadData, read_data)

static void
read_data_clear (ReadData *self)
{
  g_clear_object (&self->message);
  g_clear_object (&self->stream);
  g_clear_object (&self->mask);
  g_clear_pointer (&self->bytes, g_byte_array_unref);
}

static void
return_body (GTask *task)
{
  ReadData *data = read_data_of (task);
  g_autoptr(GBytes) body = g_byte_array_free_to_bytes (g_steal_pointer (&data->bytes));

  g_task_return_pointer (task, gate_json_mask (body, data->mask), (GDestroyNotify) g_bytes_unref);
}

static void
got_chunk (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  ReadData *data = read_data_of (task);
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) chunk = g_input_stream_read_bytes_finish (data->stream, result, &error);
  gsize size = chunk ? g_bytes_get_size (chunk) : 0;

  if (!chunk)
    g_task_return_error (task, gate_http_explain (data->message, error));
  else if (size == 0)
    return_body (task);
  else if (data->bytes->len + size > data->limit)
    {
      g_autofree char *limit = g_strdup_printf ("%" G_GSIZE_FORMAT, data->limit);

      g_task_return_error (task, gate_error_new (GATE_ERROR_TOO_LARGE, GATE_LAYER_SERVICE, _("Report it to the makers of the server."),
                                                 _("The server sent an answer of more than %s bytes."), limit));
    }
  else
    {
      g_byte_array_append (data->bytes, g_bytes_get_data (chunk, NULL), (guint) size);
      g_input_stream_read_bytes_async (data->stream, CHUNK_SIZE, G_PRIORITY_DEFAULT, g_task_get_cancellable (task), got_chunk, task);
      g_steal_pointer (&task);
    }
}

/**
 * gate_mcp_http_reply_read_async:
 * @reply: a reply with a stream
 * @limit: the most bytes to accept
 * @cancellable: (nullable): to give up; the time limit is the caller's
 * @callback: what to call when done
 * @user_data: its data
 *
 * Reads the rest of an answer. Credentials that the server repeats are taken out of it.
 */
void
gate_mcp_http_reply_read_async (GateMcpHttpReply    *reply,
                                gsize                limit,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  GTask *task = gate_task_new (NULL, cancellable, callback, user_data, gate_mcp_http_reply_read_async);
  ReadData *data = read_data_new ();

  data->message = g_object_ref (reply->message);
  data->stream = g_object_ref (reply->stream);
  data->mask = reply->mask ? g_object_ref (reply->mask) : NULL;
  data->bytes = g_byte_array_new ();
  data->limit = limit;
  read_data_attach (task, data);
  g_input_stream_read_bytes_async (data->stream, CHUNK_SIZE, G_PRIORITY_DEFAULT, cancellable, got_chunk, task);
}

/**
 * gate_mcp_http_reply_read_finish:
 * @result: the result given to the callback
 * @error: return location for an error
 *
 * Sets %GATE_ERROR_TOO_LARGE and network errors.
 *
 * Returns: (transfer full): the body
 */
GBytes *
gate_mcp_http_reply_read_finish (GAsyncResult  *result,
                                 GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* A body that is read for the sake of its connection. */
typedef struct {
  GateMcpHttpReply *reply;
  GCancellable     *cancellable;
  guint             timer;
} Drain;

static gboolean
on_drain_timer (gpointer user_data)
{
  Drain *drain = user_data;

  drain->timer = 0;
  g_cancellable_cancel (drain->cancellable);
  return G_SOURCE_REMOVE;
}

static void
did_drain (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autofree Drain *drain = user_data;
  g_autoptr(GBytes) body = gate_mcp_http_reply_read_finish (result, NULL);

  g_clear_handle_id (&drain->timer, g_source_remove);
  g_object_unref (drain->cancellable);
  gate_mcp_http_reply_free (drain->reply);
}

/**
 * gate_mcp_http_reply_drain:
 * @self: (transfer full): a reply whose body nobody wants
 *
 * Reads what little a body mostly holds, in the background, so that the connection can carry the next request.
 */
void
gate_mcp_http_reply_drain (GateMcpHttpReply *self)
{
  Drain *drain;

  if (!self->stream)
    {
      gate_mcp_http_reply_free (self);
      return;
    }
  drain = g_new0 (Drain, 1);
  drain->reply = self;
  drain->cancellable = g_cancellable_new ();
  drain->timer = g_timeout_add (DRAIN_MS, on_drain_timer, drain);
  gate_mcp_http_reply_read_async (self, DRAIN_LIMIT, drain->cancellable, did_drain, drain);
}
