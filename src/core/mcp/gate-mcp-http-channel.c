// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-mcp-http-channel.h"

#include "gate-error.h"
#include "gate-json.h"
#include "gate-task.h"

/* The authorizer bounds its own attempts; this is the wall behind it. */
#define ATTEMPT_LIMIT 10
#define SAME_ORIGIN_REDIRECTS 3
#define CHUNK_SIZE (64u * 1024)
/* How much, and how long, a body that nobody wants is read, so that its connection can be used again. */
#define DRAIN_LIMIT (64u * 1024)
#define DRAIN_MS 2000

struct _GateMcpHttpChannel {
  GObject         parent_instance;

  GateHttp       *http;
  GateAuthorizer *authorizer; /* (nullable) */
};

G_DEFINE_FINAL_TYPE (GateMcpHttpChannel, gate_mcp_http_channel, G_TYPE_OBJECT)

enum { SIGNAL_HELD, N_SIGNALS };

static guint signals[N_SIGNALS];

static void
gate_mcp_http_channel_dispose (GObject *object)
{
  GateMcpHttpChannel *self = GATE_MCP_HTTP_CHANNEL (object);

  g_clear_object (&self->http);
  g_clear_object (&self->authorizer);
  G_OBJECT_CLASS (gate_mcp_http_channel_parent_class)->dispose (object);
}

static void
gate_mcp_http_channel_class_init (GateMcpHttpChannelClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = gate_mcp_http_channel_dispose;
  signals[SIGNAL_HELD] = g_signal_new ("held", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                       G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
}

static void
gate_mcp_http_channel_init (GateMcpHttpChannel *self)
{
}

/**
 * gate_mcp_http_channel_new:
 * @http: where requests are made
 * @authorizer: (nullable): what puts credentials on them
 *
 * Returns: (transfer full): a channel
 */
GateMcpHttpChannel *
gate_mcp_http_channel_new (GateHttp       *http,
                           GateAuthorizer *authorizer)
{
  GateMcpHttpChannel *self = g_object_new (GATE_TYPE_MCP_HTTP_CHANNEL, NULL);

  self->http = g_object_ref (http);
  self->authorizer = authorizer ? g_object_ref (authorizer) : NULL;
  return self;
}

/**
 * gate_mcp_http_channel_get_http:
 * @self: a channel
 *
 * Returns: (transfer none): where its requests are made
 */
GateHttp *
gate_mcp_http_channel_get_http (GateMcpHttpChannel *self)
{
  return self->http;
}

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
  char             *method;
  GUri             *uri;
  char            **headers;
  GBytes           *body;
  char             *operation;
  guint             timeout_ms;
  gboolean          as_stream;
  gboolean          is_quiet;

  SoupMessage      *message;  /* of this attempt */
  guint             n_attempts;
} SendData;

GATE_DEFINE_DATA (SendData, send_data)

static void
send_data_clear (SendData *self)
{
  g_free (self->method);
  g_clear_pointer (&self->uri, g_uri_unref);
  g_strfreev (self->headers);
  g_clear_pointer (&self->body, g_bytes_unref);
  g_free (self->operation);
  g_clear_object (&self->message);
}

static void attempt (GTask *task);

static void
did_challenge (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GateMcpHttpChannel *self = g_task_get_source_object (task);
  g_autoptr(GError) error = NULL;
  gboolean again = gate_authorizer_challenge_finish (GATE_AUTHORIZER (source), result, &error);

  g_signal_emit (self, signals[SIGNAL_HELD], 0, FALSE);
  if (again)
    attempt (g_steal_pointer (&task));
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/* Returns the reply, or lets the authorizer look at a refusal. */
static void
take_reply (GTask            *task,
            GateMcpHttpReply *reply)
{
  GateMcpHttpChannel *self = g_task_get_source_object (task);
  SendData *data = send_data_of (task);
  guint status = gate_mcp_http_reply_status (reply);

  if (self->authorizer && !data->is_quiet && (status == 401 || status == 403) && data->n_attempts < ATTEMPT_LIMIT)
    {
      gate_mcp_http_reply_drain (reply);
      g_signal_emit (self, signals[SIGNAL_HELD], 0, TRUE);
      gate_authorizer_challenge_async (self->authorizer, data->message, data->operation, g_task_get_cancellable (task),
                                       did_challenge, task);
      return;
    }
  g_task_return_pointer (task, reply, (GDestroyNotify) gate_mcp_http_reply_free);
  g_object_unref (task);
}

static void
did_open (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  SendData *data = send_data_of (task);
  g_autoptr(GError) error = NULL;
  g_autoptr(GInputStream) stream = gate_http_open_finish (GATE_HTTP (source), result, &error);

  if (!stream)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  GateMcpHttpReply *reply = g_new0 (GateMcpHttpReply, 1);
  reply->message = g_object_ref (data->message);
  reply->stream = g_steal_pointer (&stream);
  take_reply (g_steal_pointer (&task), reply);
}

static void
did_send (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  SendData *data = send_data_of (task);
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) body = gate_http_send_finish (GATE_HTTP (source), result, &error);

  if (!body)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  GateMcpHttpReply *reply = g_new0 (GateMcpHttpReply, 1);
  reply->message = g_object_ref (data->message);
  reply->body = g_steal_pointer (&body);
  take_reply (g_steal_pointer (&task), reply);
}

static void
send_message (GTask *task)
{
  GateMcpHttpChannel *self = g_task_get_source_object (task);
  SendData *data = send_data_of (task);
  const GateHttpOptions options = { .timeout_ms = data->timeout_ms, .max_redirects = SAME_ORIGIN_REDIRECTS };

  if (data->as_stream)
    gate_http_open_async (self->http, data->message, &options, g_task_get_cancellable (task), did_open, task);
  else
    gate_http_send_async (self->http, data->message, &options, g_task_get_cancellable (task), did_send, task);
}

static void
did_prepare (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GateMcpHttpChannel *self = g_task_get_source_object (task);
  g_autoptr(GError) error = NULL;
  gboolean ready = gate_authorizer_prepare_finish (GATE_AUTHORIZER (source), result, &error);

  g_signal_emit (self, signals[SIGNAL_HELD], 0, FALSE);
  if (ready)
    send_message (g_steal_pointer (&task));
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static SoupMessage *
make_message (SendData *data)
{
  SoupMessage *message = soup_message_new_from_uri (data->method, data->uri);
  SoupMessageHeaders *headers = soup_message_get_request_headers (message);

  for (guint i = 0; data->headers && data->headers[i]; i += 2)
    soup_message_headers_replace (headers, data->headers[i], data->headers[i + 1]);
  if (data->body)
    gate_http_set_body (message, "application/json", data->body);
  return message;
}

/* Each attempt is a new message: credentials and proofs are made anew. */
static void
attempt (GTask *task)
{
  GateMcpHttpChannel *self = g_task_get_source_object (task);
  SendData *data = send_data_of (task);

  data->n_attempts++;
  g_clear_object (&data->message);
  data->message = make_message (data);
  if (!self->authorizer)
    {
      send_message (task);
      return;
    }
  g_signal_emit (self, signals[SIGNAL_HELD], 0, TRUE);
  gate_authorizer_prepare_async (self->authorizer, data->message, data->body, g_task_get_cancellable (task), did_prepare, task);
}

/**
 * gate_mcp_http_channel_send_async:
 * @self: a channel
 * @request: what to send
 * @cancellable: (nullable): to give up
 * @callback: what to call when done
 * @user_data: its data
 *
 * Sends a request, as often as the authorizer says that another attempt is worth it.
 */
void
gate_mcp_http_channel_send_async (GateMcpHttpChannel       *self,
                                  const GateMcpHttpRequest *request,
                                  GCancellable             *cancellable,
                                  GAsyncReadyCallback       callback,
                                  gpointer                  user_data)
{
  GTask *task = gate_task_new (self, cancellable, callback, user_data, gate_mcp_http_channel_send_async);
  SendData *data = send_data_new ();

  data->method = g_strdup (request->method);
  data->uri = g_uri_ref (request->uri);
  data->headers = g_strdupv ((char **) request->headers);
  data->body = request->body ? g_bytes_ref (request->body) : NULL;
  data->operation = g_strdup (request->operation);
  data->timeout_ms = request->timeout_ms;
  data->as_stream = request->as_stream;
  data->is_quiet = request->is_quiet;
  send_data_attach (task, data);
  attempt (task);
}

/**
 * gate_mcp_http_channel_send_finish:
 * @self: a channel
 * @result: the result given to the callback
 * @error: return location for an error
 *
 * Sets network errors, and what the authorizer ends with.
 *
 * Returns: (transfer full): the answer, whatever its status
 */
GateMcpHttpReply *
gate_mcp_http_channel_send_finish (GateMcpHttpChannel  *self,
                                   GAsyncResult        *result,
                                   GError             **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

typedef struct {
  SoupMessage  *message;
  GInputStream *stream;
  GByteArray   *bytes;
  gsize         limit;
} ReadData;

GATE_DEFINE_DATA (ReadData, read_data)

static void
read_data_clear (ReadData *self)
{
  g_clear_object (&self->message);
  g_clear_object (&self->stream);
  g_clear_pointer (&self->bytes, g_byte_array_unref);
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
    g_task_return_pointer (task, g_byte_array_free_to_bytes (g_steal_pointer (&data->bytes)), (GDestroyNotify) g_bytes_unref);
  else if (data->bytes->len + size > data->limit)
    g_task_return_error (task, gate_error_new (GATE_ERROR_TOO_LARGE, GATE_LAYER_SERVICE, "Report it to the makers of the server.",
                                               "The server sent an answer of more than %" G_GSIZE_FORMAT " bytes.", data->limit));
  else
    {
      g_byte_array_append (data->bytes, g_bytes_get_data (chunk, NULL), (guint) size);
      g_input_stream_read_bytes_async (data->stream, CHUNK_SIZE, G_PRIORITY_DEFAULT, g_task_get_cancellable (task), got_chunk, task);
      g_steal_pointer (&task);
    }
}

/**
 * gate_mcp_http_read_body_async:
 * @reply: a reply with a stream
 * @limit: the most bytes to accept
 * @cancellable: (nullable): to give up; the time limit is the caller's
 * @callback: what to call when done
 * @user_data: its data
 *
 * Reads the rest of an answer.
 */
void
gate_mcp_http_read_body_async (GateMcpHttpReply    *reply,
                               gsize                limit,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  GTask *task = gate_task_new (NULL, cancellable, callback, user_data, gate_mcp_http_read_body_async);
  ReadData *data = read_data_new ();

  data->message = g_object_ref (reply->message);
  data->stream = g_object_ref (reply->stream);
  data->bytes = g_byte_array_new ();
  data->limit = limit;
  read_data_attach (task, data);
  g_input_stream_read_bytes_async (data->stream, CHUNK_SIZE, G_PRIORITY_DEFAULT, cancellable, got_chunk, task);
}

/**
 * gate_mcp_http_read_body_finish:
 * @result: the result given to the callback
 * @error: return location for an error
 *
 * Sets %GATE_ERROR_TOO_LARGE and network errors.
 *
 * Returns: (transfer full): the body
 */
GBytes *
gate_mcp_http_read_body_finish (GAsyncResult  *result,
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
  g_autoptr(GBytes) body = gate_mcp_http_read_body_finish (result, NULL);

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
  gate_mcp_http_read_body_async (self, DRAIN_LIMIT, drain->cancellable, did_drain, drain);
}
