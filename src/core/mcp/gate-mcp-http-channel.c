// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-mcp-http-channel.h"

#include "gate-json-mask.h"
#include "gate-task.h"

/* The authorizer bounds its own attempts; this is the wall behind it. */
#define ATTEMPT_LIMIT 10
#define SAME_ORIGIN_REDIRECTS 3

struct _GateMcpHttpChannel {
  GObject         parent_instance;

  GateHttp       *http;
  GateAuthorizer *authorizer; /* (nullable) */
  GateSecretMask *mask;       /* (nullable) */
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
  g_clear_object (&self->mask);
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
 * @mask: (nullable): the secrets among those credentials, to be taken out of answers
 *
 * Returns: (transfer full): a channel
 */
GateMcpHttpChannel *
gate_mcp_http_channel_new (GateHttp       *http,
                           GateAuthorizer *authorizer,
                           GateSecretMask *mask)
{
  GateMcpHttpChannel *self = g_object_new (GATE_TYPE_MCP_HTTP_CHANNEL, NULL);

  self->http = g_object_ref (http);
  self->authorizer = authorizer ? g_object_ref (authorizer) : NULL;
  self->mask = mask ? g_object_ref (mask) : NULL;
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

static GateMcpHttpReply *
new_reply (GTask *task)
{
  GateMcpHttpChannel *self = g_task_get_source_object (task);
  GateMcpHttpReply *reply = g_new0 (GateMcpHttpReply, 1);

  reply->message = g_object_ref (send_data_of (task)->message);
  reply->mask = self->mask ? g_object_ref (self->mask) : NULL;
  return reply;
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
  g_autoptr(GError) error = NULL;
  g_autoptr(GInputStream) stream = gate_http_open_finish (GATE_HTTP (source), result, &error);

  if (!stream)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  GateMcpHttpReply *reply = new_reply (task);
  reply->stream = g_steal_pointer (&stream);
  take_reply (g_steal_pointer (&task), reply);
}

static void
did_send (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) body = gate_http_send_finish (GATE_HTTP (source), result, &error);

  if (!body)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  GateMcpHttpReply *reply = new_reply (task);
  reply->body = gate_json_mask (body, reply->mask);
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
