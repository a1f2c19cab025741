// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-mcp-http-exchange.h"

#include "gate-error.h"
#include "gate-i18n.h"
#include "gate-json.h"
#include "gate-mcp-event-pump.h"
#include "gate-mcp-headers.h"
#include "gate-task.h"

#include <string.h>

#define ACCEPTED "application/json, text/event-stream"
#define NOTIFY_TIMEOUT_MS 60000
/* After how long to come back for the rest of an answer, where the server does not say. */
#define RETRY_MS 1000
#define RETRY_LIMIT_MS 60000
#define SHORTEST_RETRY_MS 100u
#define FAILURE_LIMIT 5
/* How long a stream may stay open behind the answer, so that its connection can be used again. */
#define LINGER_MS 2000

/* A POST and its answer, which may be spread over several streams. */
typedef struct {
  GateRpcMessage   *message;
  GateMcpEnvelope  *envelope;    /* (nullable) */
  const char       *key;         /* (nullable): the key of the request's id, in message */
  GateMcpHttpReply *reply;       /* (nullable): the answer that is being read */
  GateMcpEventPump *pump;
  GError           *stream_error; /* (nullable): what an event was, when it was no message */
  gboolean          was_taken;   /* the answer had begun */
  gboolean          is_answered;
  guint             n_failures;  /* in a row: streams that gave nothing */
  GSource          *linger;      /* (nullable) */
} ExchangeData;

GATE_DEFINE_DATA (ExchangeData, exchange_data)

static void
stop_linger (ExchangeData *data)
{
  if (data->linger)
    g_source_destroy (data->linger);
  g_clear_pointer (&data->linger, g_source_unref);
}

static void
exchange_data_clear (ExchangeData *self)
{
  stop_linger (self);
  g_clear_pointer (&self->message, gate_rpc_message_unref);
  g_clear_object (&self->envelope);
  g_clear_pointer (&self->reply, gate_mcp_http_reply_free);
  g_clear_object (&self->pump);
  g_clear_error (&self->stream_error);
}

static GateMcpTransport *
transport_of (GTask *task)
{
  return GATE_MCP_TRANSPORT (g_task_get_source_object (task));
}

static void
fail (GTask  *task,
      GError *error)
{
  g_task_return_error (task, error);
  g_object_unref (task);
}

static void
succeed (GTask *task)
{
  g_task_return_boolean (task, TRUE);
  g_object_unref (task);
}

static GError *
unanswered_error (void)
{
  return gate_error_new (GATE_ERROR_PROTOCOL, GATE_LAYER_SERVICE, _("Report it to the makers of the server."),
                         _("The server ended its answer without answering the request."));
}

/* Whether the server or the network ended the stream cannot be told apart. */
static GError *
broken_error (void)
{
  return gate_error_new (GATE_ERROR_UNAVAILABLE, GATE_LAYER_SERVICE, _("Try again; whether the server did what was asked is not known."),
                         _("The connection ended before the server had answered."));
}

static gboolean
end_linger (gpointer user_data)
{
  g_cancellable_cancel (user_data);
  return G_SOURCE_REMOVE;
}

/* Hands messages on; notes whether the one that is waited for was among them. */
static void
deliver (GTask     *task,
         GPtrArray *messages)
{
  ExchangeData *data = exchange_data_of (task);

  for (guint i = 0; data->key && i < messages->len; i++)
    if (gate_rpc_message_is_answer (messages->pdata[i])
        && g_strcmp0 (gate_rpc_message_get_id_key (messages->pdata[i]), data->key) == 0)
      data->is_answered = TRUE;
  gate_mcp_transport_deliver (transport_of (task), messages);
}

/* An error in the body of a refusal answers this request, even where the server could not read its id. */
static gboolean
deliver_failure (GTask     *task,
                 GPtrArray *messages)
{
  ExchangeData *data = exchange_data_of (task);
  GateRpcMessage *failure = messages->len == 1 ? messages->pdata[0] : NULL;
  const char *key = failure ? gate_rpc_message_get_id_key (failure) : NULL;

  if (!failure || gate_rpc_message_get_kind (failure) != GATE_RPC_FAILURE || (key && !g_str_equal (key, data->key)))
    return FALSE;

  JsonNode *details = gate_rpc_message_get_error_data (failure);
  g_autoptr(GPtrArray) own = g_ptr_array_new_with_free_func ((GDestroyNotify) gate_rpc_message_unref);
  g_ptr_array_add (own, gate_rpc_message_new_failure (gate_rpc_message_get_id (data->message), gate_rpc_message_get_error_code (failure),
                                                      gate_rpc_message_get_error_text (failure),
                                                      details ? json_node_copy (details) : NULL));
  deliver (task, own);
  return TRUE;
}

static gboolean
may_hold_failure (guint status)
{
  return status >= 400 && status != 401 && status != 403 && status != 407 && status != 429 && status != 503;
}

static void
got_refusal (GTask  *task,
             GBytes *body)
{
  ExchangeData *data = exchange_data_of (task);
  GateMcpHttpTransport *transport = g_task_get_source_object (task);
  guint status = gate_mcp_http_reply_status (data->reply);
  gboolean is_initialize = g_strcmp0 (gate_rpc_message_get_method (data->message), "initialize") == 0;
  g_autoptr(GPtrArray) messages = NULL;

  if (!is_initialize && gate_mcp_http_transport_lost_session (transport, status, body))
    {
      /* What the server has taken may have been done: it is not for us to ask for it again. */
      if (data->envelope)
        data->envelope->was_forgotten = !data->was_taken;
      fail (task, gate_mcp_http_transport_forget (transport));
      return;
    }
  gate_mcp_transport_show_traffic (GATE_MCP_TRANSPORT (transport), FALSE, body);
  if (data->key && may_hold_failure (status))
    messages = gate_rpc_message_list_parse (body, NULL);
  if (messages && deliver_failure (task, messages))
    succeed (task);
  else
    fail (task, gate_http_error_for (data->reply->message, body));
}

/* Nobody waits for the reasons why a notification or an answer is refused, which might never end. */
static void
refuse_unanswered (GTask *task)
{
  ExchangeData *data = exchange_data_of (task);
  GateMcpHttpTransport *transport = g_task_get_source_object (task);
  gboolean is_lost = gate_mcp_http_transport_lost_session (transport, gate_mcp_http_reply_status (data->reply), NULL);
  GError *error = is_lost ? gate_mcp_http_transport_forget (transport) : gate_http_error_for (data->reply->message, NULL);

  gate_mcp_http_reply_drain (g_steal_pointer (&data->reply));
  fail (task, error);
}

static void
did_read_refusal (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  ExchangeData *data = exchange_data_of (task);
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) body = gate_mcp_http_reply_read_finish (result, &error);

  if (g_task_return_error_if_cancelled (task))
    return;
  if (body)
    got_refusal (g_steal_pointer (&task), body);
  else
    g_task_return_error (task, gate_http_error_for (data->reply->message, NULL));
}

static void
did_parse_body (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  ExchangeData *data = exchange_data_of (task);
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) messages = gate_rpc_message_list_parse_finish (result, &error);

  if (g_task_return_error_if_cancelled (task))
    return;
  if (messages)
    deliver (task, messages);
  if (!messages)
    g_task_return_error (task, gate_error_new (GATE_ERROR_PROTOCOL, GATE_LAYER_SERVICE, _("Check the address; if it is right, report it to "
                                                 "the makers of the server."), _("The server’s answer is no message: %s"), error->message));
  else if (data->is_answered)
    g_task_return_boolean (task, TRUE);
  else if (!deliver_failure (task, messages))
    g_task_return_error (task, unanswered_error ());
  else
    g_task_return_boolean (task, TRUE);
}

static void
did_read_body (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GCancellable *cancellable = g_task_get_cancellable (task);
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) body = gate_mcp_http_reply_read_finish (result, &error);

  if (!body)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  gate_mcp_transport_show_traffic (transport_of (task), FALSE, body);
  gate_rpc_message_list_parse_async (body, cancellable, did_parse_body, g_steal_pointer (&task));
}

static void
on_event (const char   *type,
          GBytes       *text,
          GPtrArray    *messages,
          const GError *error,
          gpointer      user_data)
{
  GTask *task = user_data;
  ExchangeData *data = exchange_data_of (task);

  if (!g_str_equal (type, "message"))
    return;
  if (messages)
    {
      gate_mcp_transport_show_traffic (transport_of (task), FALSE, text);
      deliver (task, messages);
    }
  else if (!data->stream_error)
    {
      /* It can only have been meant for this request, which then waits for nothing. */
      data->stream_error = gate_error_new (GATE_ERROR_PROTOCOL, GATE_LAYER_SERVICE, _("Report it to the makers of the server."),
                                           _("The server sent an event that is no message: %s"), error->message);
      g_cancellable_cancel (g_task_get_cancellable (task));
    }
  if (data->is_answered && !data->linger)
    {
      data->linger = g_timeout_source_new (LINGER_MS);
      g_source_set_callback (data->linger, end_linger, g_object_ref (g_task_get_cancellable (task)), g_object_unref);
      g_source_attach (data->linger, g_task_get_context (task));
    }
}

static void resume (GTask *task);

static gboolean
on_retry_time (gpointer user_data)
{
  resume (user_data);
  return G_SOURCE_REMOVE;
}

/* Waits as long as the server asked for, before it is asked for the rest of the answer. */
static void
resume_later (GTask *task)
{
  ExchangeData *data = exchange_data_of (task);
  int asked = gate_mcp_event_pump_get_retry (data->pump);
  guint wait = asked >= 0 ? (guint) MIN (asked, RETRY_LIMIT_MS) : RETRY_MS;

  wait = MIN (MAX (wait, SHORTEST_RETRY_MS << MIN (data->n_failures, 16)), RETRY_LIMIT_MS);

  g_autoptr(GSource) timer = g_timeout_source_new (wait);
  g_source_set_callback (timer, on_retry_time, task, NULL);
  g_source_attach (timer, g_task_get_context (task));
}

/* A stream has ended. Before the answer that is a break in the legacy era, to be mended with Last-Event-ID, and a loss otherwise. */
static void
did_run_stream (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  ExchangeData *data = exchange_data_of (task);
  g_autoptr(GError) error = NULL;
  gboolean ended = gate_mcp_event_pump_run_finish (data->pump, result, &error);

  stop_linger (data);
  g_clear_pointer (&data->reply, gate_mcp_http_reply_free);
  data->n_failures = gate_mcp_event_pump_get_n_events (data->pump) > 0 ? 0 : data->n_failures + 1;
  if (data->stream_error)
    {
      g_task_set_check_cancellable (task, FALSE);
      g_task_return_error (task, g_steal_pointer (&data->stream_error));
    }
  else if (data->is_answered || !data->key)
    {
      g_task_set_check_cancellable (task, FALSE);
      g_task_return_boolean (task, TRUE);
    }
  else if (g_task_return_error_if_cancelled (task))
    return;
  else if (gate_mcp_http_transport_get_era (g_task_get_source_object (task)) == GATE_MCP_ERA_LEGACY
           && gate_mcp_event_pump_get_last_event_id (data->pump) && !gate_error_matches (error, GATE_ERROR_TOO_LARGE))
    resume_later (g_steal_pointer (&task));
  else
    {
      if (data->envelope)
        data->envelope->was_broken = ended || gate_error_matches (error, GATE_ERROR_NETWORK);
      g_task_return_error (task, ended ? broken_error () : g_steal_pointer (&error));
    }
}

static void
read_stream (GTask *task)
{
  ExchangeData *data = exchange_data_of (task);

  data->was_taken = TRUE;
  gate_mcp_event_pump_run_async (data->pump, data->reply, on_event, task, g_task_get_cancellable (task), did_run_stream, task);
}

static void
did_resume (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  ExchangeData *data = exchange_data_of (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  g_autoptr(GError) error = NULL;

  data->reply = gate_mcp_http_channel_send_finish (GATE_MCP_HTTP_CHANNEL (source), result, &error);
  if (g_task_return_error_if_cancelled (task))
    return;
  if (!data->reply && ++data->n_failures < FAILURE_LIMIT)
    resume_later (g_steal_pointer (&task));
  else if (!data->reply)
    g_task_return_error (task, g_steal_pointer (&error));
  else if (gate_mcp_http_reply_status (data->reply) == SOUP_STATUS_OK
           && g_ascii_strcasecmp (gate_mcp_http_reply_type (data->reply), "text/event-stream") == 0)
    read_stream (g_steal_pointer (&task));
  else
    gate_mcp_http_reply_read_async (data->reply, GATE_JSON_DOCUMENT_LIMIT, cancellable, did_read_refusal, g_steal_pointer (&task));
}

/* Asks for the rest of the answer. */
static void
resume (GTask *task)
{
  GateMcpHttpTransport *transport = g_task_get_source_object (task);
  ExchangeData *data = exchange_data_of (task);
  g_auto(GStrv) headers = NULL;

  if (g_task_return_error_if_cancelled (task))
    {
      g_object_unref (task);
      return;
    }
  headers = gate_mcp_http_transport_dup_headers (transport, NULL, NULL, gate_mcp_event_pump_get_last_event_id (data->pump));

  const GateMcpHttpRequest request = {
    .method = "GET", .uri = gate_mcp_http_transport_get_uri (transport), .headers = (const char *const *) headers,
    .operation = "resume", .timeout_ms = gate_mcp_http_transport_get_total_ms (transport), .as_stream = TRUE,
  };
  gate_mcp_http_channel_send_async (gate_mcp_http_transport_get_channel (transport), &request, g_task_get_cancellable (task),
                                    did_resume, task);
}

static void
take_success (GTask *task)
{
  GateMcpHttpTransport *transport = g_task_get_source_object (task);
  ExchangeData *data = exchange_data_of (task);
  const char *type = gate_mcp_http_reply_type (data->reply);
  GateHttp *http = gate_mcp_http_channel_get_http (gate_mcp_http_transport_get_channel (transport));
  GError *error = NULL;

  if (g_strcmp0 (gate_rpc_message_get_method (data->message), "initialize") == 0)
    gate_mcp_http_transport_take_session (transport, data->reply);
  if (!data->key)
    {
      gate_mcp_http_reply_drain (g_steal_pointer (&data->reply));
      succeed (task);
    }
  else if (g_ascii_strcasecmp (type, "text/event-stream") == 0)
    read_stream (task);
  else if (gate_mcp_http_reply_status (data->reply) != SOUP_STATUS_OK)
    fail (task, unanswered_error ());
  else if (!gate_http_check_content (http, data->reply->message, ACCEPTED, &error))
    fail (task, error);
  else
    gate_mcp_http_reply_read_async (data->reply, GATE_JSON_MESSAGE_LIMIT, g_task_get_cancellable (task), did_read_body, task);
}

static void
did_post (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  ExchangeData *data = exchange_data_of (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  g_autoptr(GError) error = NULL;

  data->reply = gate_mcp_http_channel_send_finish (GATE_MCP_HTTP_CHANNEL (source), result, &error);
  if (!data->reply)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  if (data->envelope)
    data->envelope->status = gate_mcp_http_reply_status (data->reply);
  if (SOUP_STATUS_IS_SUCCESSFUL (gate_mcp_http_reply_status (data->reply)))
    take_success (g_steal_pointer (&task));
  else if (!data->key)
    refuse_unanswered (g_steal_pointer (&task));
  else
    gate_mcp_http_reply_read_async (data->reply, GATE_JSON_DOCUMENT_LIMIT, cancellable, did_read_refusal, g_steal_pointer (&task));
}

/* What attempts are counted for: "tools/call add_numbers". */
static char *
dup_operation (GateRpcMessage *message)
{
  const char *method = gate_rpc_message_get_method (message);
  const char *name = method ? gate_mcp_headers_find_name (method, gate_rpc_message_get_params (message)) : NULL;

  if (!method)
    return g_strdup ("answer");
  return name ? g_strconcat (method, " ", name, NULL) : g_strdup (method);
}

/**
 * gate_mcp_http_exchange_async:
 * @transport: whose rules hold
 * @message: what to post
 * @envelope: (nullable): what goes beside a request
 * @cancellable: to break it off, which closes the stream of the answer
 * @callback: what to call when done
 * @user_data: its data
 *
 * Posts a message. For a request it goes on until its answer has been delivered, through as many streams as that takes.
 */
void
gate_mcp_http_exchange_async (GateMcpHttpTransport *transport,
                              GateRpcMessage       *message,
                              GateMcpEnvelope      *envelope,
                              GCancellable         *cancellable,
                              GAsyncReadyCallback   callback,
                              gpointer              user_data)
{
  GTask *task = gate_task_new (transport, cancellable, callback, user_data, gate_mcp_http_exchange_async);
  ExchangeData *data = exchange_data_new ();
  gboolean is_request = gate_rpc_message_get_kind (message) == GATE_RPC_REQUEST;
  g_auto(GStrv) headers = gate_mcp_http_transport_dup_headers (transport, message, envelope, NULL);
  g_autofree char *operation = dup_operation (message);
  g_autoptr(GBytes) body = gate_rpc_message_to_bytes (message);

  data->message = gate_rpc_message_ref (message);
  data->envelope = envelope ? g_object_ref (envelope) : NULL;
  data->key = is_request ? gate_rpc_message_get_id_key (message) : NULL;
  data->pump = gate_mcp_event_pump_new ();
  exchange_data_attach (task, data);

  const GateMcpHttpRequest request = {
    .method = "POST", .uri = gate_mcp_http_transport_get_uri (transport), .headers = (const char *const *) headers, .body = body,
    .operation = operation, .as_stream = TRUE,
    .timeout_ms = is_request ? gate_mcp_http_transport_get_total_ms (transport) : NOTIFY_TIMEOUT_MS,
  };
  gate_mcp_transport_show_traffic (GATE_MCP_TRANSPORT (transport), TRUE, body);
  gate_mcp_http_channel_send_async (gate_mcp_http_transport_get_channel (transport), &request, cancellable, did_post, task);
}

/**
 * gate_mcp_http_exchange_finish:
 * @transport: whose rules hold
 * @result: the result given to the callback
 * @error: return location for an error
 *
 * Returns: %TRUE when the message was taken and, for a request, its answer delivered
 */
gboolean
gate_mcp_http_exchange_finish (GateMcpHttpTransport  *transport,
                               GAsyncResult          *result,
                               GError               **error)
{
  g_return_val_if_fail (g_task_is_valid (result, transport), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}
