// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-mcp-sse-transport.h"

#include "gate-error.h"
#include "gate-i18n.h"
#include "gate-mcp-event-pump.h"
#include "gate-mcp-headers.h"
#include "gate-property.h"
#include "gate-task.h"

#define POST_TIMEOUT_MS 60000

struct _GateMcpSseTransport {
  GObject             parent_instance;

  GateMcpHttpChannel *channel;
  GUri               *uri;
  GUri               *endpoint;    /* (nullable): until the server has named it */
  char               *version;     /* (nullable) */
  GateMcpEventPump   *pump;
  GateMcpHttpReply   *reply;       /* (nullable): the stream */
  GCancellable       *cancellable; /* ends the stream */
  GTask              *starting;    /* (nullable): until the endpoint is known */
  GSource            *start_source; /* (nullable): of the cancellable of the start */
  guint               start_timer;
  guint               start_ms;
  gboolean            is_closed;
};

static void gate_mcp_sse_transport_iface_init (GateMcpTransportInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (GateMcpSseTransport, gate_mcp_sse_transport, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (GATE_TYPE_MCP_TRANSPORT, gate_mcp_sse_transport_iface_init))

static void
gate_mcp_sse_transport_dispose (GObject *object)
{
  GateMcpSseTransport *self = GATE_MCP_SSE_TRANSPORT (object);

  self->is_closed = TRUE;
  g_clear_handle_id (&self->start_timer, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_clear_pointer (&self->reply, gate_mcp_http_reply_free);
  g_clear_object (&self->pump);
  g_clear_object (&self->channel);
  G_OBJECT_CLASS (gate_mcp_sse_transport_parent_class)->dispose (object);
}

static void
gate_mcp_sse_transport_finalize (GObject *object)
{
  GateMcpSseTransport *self = GATE_MCP_SSE_TRANSPORT (object);

  g_clear_pointer (&self->uri, g_uri_unref);
  g_clear_pointer (&self->endpoint, g_uri_unref);
  g_clear_object (&self->cancellable);
  g_free (self->version);
  G_OBJECT_CLASS (gate_mcp_sse_transport_parent_class)->finalize (object);
}

static void
gate_mcp_sse_transport_class_init (GateMcpSseTransportClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = gate_mcp_sse_transport_dispose;
  G_OBJECT_CLASS (klass)->finalize = gate_mcp_sse_transport_finalize;
}

static void
gate_mcp_sse_transport_init (GateMcpSseTransport *self)
{
  self->pump = gate_mcp_event_pump_new ();
  self->cancellable = g_cancellable_new ();
}

/* Ends the start, with an error or, where that is NULL, well. */
static void
end_start (GateMcpSseTransport *self,
           GError              *error)
{
  g_autoptr(GTask) task = g_steal_pointer (&self->starting);

  g_clear_handle_id (&self->start_timer, g_source_remove);
  if (self->start_source)
    g_source_destroy (self->start_source);
  g_clear_pointer (&self->start_source, g_source_unref);
  if (!task)
    {
      g_clear_error (&error);
      return;
    }
  if (error)
    {
      self->is_closed = TRUE;
      g_cancellable_cancel (self->cancellable);
      g_task_return_error (task, error);
    }
  else
    g_task_return_boolean (task, TRUE);
}

static gboolean
on_start_timer (gpointer user_data)
{
  GateMcpSseTransport *self = user_data;

  self->start_timer = 0;
  end_start (self, gate_error_new (GATE_ERROR_TIMED_OUT, GATE_LAYER_SERVICE, _("Check the address; if it is right, try again later."),
                                   _("The server opened an event stream, but did not say where to send messages.")));
  return G_SOURCE_REMOVE;
}

static gboolean
on_start_cancelled (GCancellable *cancellable,
                    gpointer      user_data)
{
  g_autoptr(GateMcpSseTransport) self = g_object_ref (user_data);

  end_start (self, g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, _("The connection was given up")));
  return G_SOURCE_REMOVE;
}

/* The time that a person needs to sign in does not count. */
static void
on_held (GateMcpHttpChannel  *channel,
         gboolean             held,
         GateMcpSseTransport *self)
{
  g_clear_handle_id (&self->start_timer, g_source_remove);
  if (!held && self->starting)
    self->start_timer = g_timeout_add (self->start_ms, on_start_timer, self);
  gate_mcp_transport_report_hold (GATE_MCP_TRANSPORT (self), held);
}

/**
 * gate_mcp_sse_transport_new:
 * @http: where requests are made
 * @uri: the address of the event stream
 * @authorizer: (nullable): what puts credentials on requests
 * @mask: (nullable): the secrets among those credentials
 *
 * Returns: (transfer full): a transport that is not started
 */
GateMcpTransport *
gate_mcp_sse_transport_new (GateHttp       *http,
                            GUri           *uri,
                            GateAuthorizer *authorizer,
                            GateSecretMask *mask)
{
  GateMcpSseTransport *self = g_object_new (GATE_TYPE_MCP_SSE_TRANSPORT, NULL);

  self->channel = gate_mcp_http_channel_new (http, authorizer, mask);
  self->uri = g_uri_ref (uri);
  g_signal_connect_object (self->channel, "held", G_CALLBACK (on_held), self, G_CONNECT_DEFAULT);
  return GATE_MCP_TRANSPORT (self);
}

/* The endpoint may stand in no other place than the stream: credentials go there. */
static void
take_endpoint (GateMcpSseTransport *self,
               GBytes              *text)
{
  gsize size;
  const char *data = g_bytes_get_data (text, &size);
  g_autofree char *reference = g_strndup (data, size);
  g_autoptr(GUri) endpoint = g_uri_parse_relative (self->uri, g_strstrip (reference), G_URI_FLAGS_ENCODED, NULL);

  if (self->endpoint)
    return;
  if (!endpoint || !gate_address_same_origin (self->uri, endpoint))
    {
      end_start (self, gate_error_new (GATE_ERROR_UNTRUSTED, GATE_LAYER_SERVICE, _("Do not use this server; report it to who runs it."),
                                       _("The server wants messages sent to another place than its own address; nothing was sent.")));
      return;
    }
  self->endpoint = g_steal_pointer (&endpoint);
  end_start (self, NULL);
}

static void
on_event (const char   *type,
          GBytes       *text,
          GPtrArray    *messages,
          const GError *error,
          gpointer      user_data)
{
  GateMcpSseTransport *self = user_data;
  GateMcpTransport *transport = GATE_MCP_TRANSPORT (self);

  if (self->is_closed)
    return;
  if (g_str_equal (type, "endpoint"))
    take_endpoint (self, text);
  else if (messages)
    {
      gate_mcp_transport_show_traffic (transport, FALSE, text);
      gate_mcp_transport_deliver (transport, messages);
    }
  else if (error)
    {
      g_autoptr(GError) junk = gate_error_new (GATE_ERROR_PROTOCOL, GATE_LAYER_SERVICE, _("Report it to the makers of the server."),
                                               _("The server sent an event that is no message: %s"), error->message);

      gate_mcp_transport_report_junk (transport, junk);
    }
}

static void
did_run (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(GateMcpSseTransport) self = user_data;
  g_autoptr(GError) error = NULL;

  if (gate_mcp_event_pump_run_finish (GATE_MCP_EVENT_PUMP (source), result, &error))
    error = gate_error_new (GATE_ERROR_UNAVAILABLE, GATE_LAYER_SERVICE, _("Connect again."), _("The server closed the connection."));
  g_clear_pointer (&self->reply, gate_mcp_http_reply_free);
  if (self->starting)
    end_start (self, g_steal_pointer (&error));
  else if (!self->is_closed)
    {
      self->is_closed = TRUE;
      gate_mcp_transport_report_loss (GATE_MCP_TRANSPORT (self), error);
    }
}

static void
did_open (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GateMcpSseTransport) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GateMcpHttpReply) reply = gate_mcp_http_channel_send_finish (GATE_MCP_HTTP_CHANNEL (source), result, &error);

  if (!self->starting)
    return;
  if (!reply)
    end_start (self, g_steal_pointer (&error));
  else if (gate_mcp_http_reply_status (reply) != SOUP_STATUS_OK)
    end_start (self, gate_http_error_for (reply->message, NULL));
  else if (!gate_http_check_content (gate_mcp_http_channel_get_http (self->channel), reply->message, "text/event-stream", &error))
    end_start (self, g_steal_pointer (&error));
  else
    {
      self->reply = g_steal_pointer (&reply);
      gate_mcp_event_pump_run_async (self->pump, self->reply, on_event, self, self->cancellable, did_run, g_object_ref (self));
    }
}

static void
gate_mcp_sse_transport_start_async (GateMcpTransport    *transport,
                                    guint                timeout_ms,
                                    GCancellable        *cancellable,
                                    GAsyncReadyCallback  callback,
                                    gpointer             user_data)
{
  static const char *const headers[] = { "Accept", "text/event-stream", NULL };
  GateMcpSseTransport *self = GATE_MCP_SSE_TRANSPORT (transport);
  const GateMcpHttpRequest request = {
    .method = "GET", .uri = self->uri, .headers = headers, .operation = "connect", .timeout_ms = timeout_ms, .as_stream = TRUE,
  };

  self->starting = gate_task_new (self, cancellable, callback, user_data, gate_mcp_sse_transport_start_async);
  if (cancellable)
    self->start_source = g_cancellable_source_new (cancellable);
  if (self->start_source)
    {
      g_source_set_callback (self->start_source, G_SOURCE_FUNC (on_start_cancelled), self, NULL);
      g_source_attach (self->start_source, g_task_get_context (self->starting));
    }
  self->start_ms = timeout_ms;
  self->start_timer = g_timeout_add (timeout_ms, on_start_timer, self);
  gate_mcp_http_channel_send_async (self->channel, &request, self->cancellable, did_open, g_object_ref (self));
}

static void
did_post (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GateMcpHttpReply) reply = gate_mcp_http_channel_send_finish (GATE_MCP_HTTP_CHANNEL (source), result, &error);

  if (!reply)
    g_task_return_error (task, g_steal_pointer (&error));
  else if (!SOUP_STATUS_IS_SUCCESSFUL (gate_mcp_http_reply_status (reply)))
    g_task_return_error (task, gate_http_error_for (reply->message, reply->body));
  else
    g_task_return_boolean (task, TRUE);
}

static void
gate_mcp_sse_transport_send_async (GateMcpTransport    *transport,
                                   GateRpcMessage      *message,
                                   GateMcpEnvelope     *envelope,
                                   GAsyncReadyCallback  callback,
                                   gpointer             user_data)
{
  GateMcpSseTransport *self = GATE_MCP_SSE_TRANSPORT (transport);
  GTask *task = gate_task_new (self, NULL, callback, user_data, gate_mcp_sse_transport_send_async);
  g_autoptr(GBytes) body = gate_rpc_message_to_bytes (message);
  const char *method = gate_rpc_message_get_method (message);
  const char *name = method ? gate_mcp_headers_find_name (method, gate_rpc_message_get_params (message)) : NULL;
  g_autofree char *operation = g_strconcat (method ? method : "answer", name ? " " : NULL, name, NULL);
  const char *headers[] = { "Accept", "application/json", self->version ? "MCP-Protocol-Version" : NULL, self->version, NULL };

  gate_mcp_transport_show_traffic (transport, TRUE, body);
  const GateMcpHttpRequest request = {
    .method = "POST", .uri = self->endpoint, .headers = headers, .body = body, .operation = operation, .timeout_ms = POST_TIMEOUT_MS,
  };
  gate_mcp_http_channel_send_async (self->channel, &request, envelope ? envelope->cancellable : NULL, did_post, task);
}

static void
gate_mcp_sse_transport_close_async (GateMcpTransport    *transport,
                                    GCancellable        *cancellable,
                                    GAsyncReadyCallback  callback,
                                    gpointer             user_data)
{
  GateMcpSseTransport *self = GATE_MCP_SSE_TRANSPORT (transport);
  g_autoptr(GTask) task = gate_task_new (self, cancellable, callback, user_data, gate_mcp_sse_transport_close_async);

  self->is_closed = TRUE;
  g_cancellable_cancel (self->cancellable);
  g_task_return_boolean (task, TRUE);
}

static void
gate_mcp_sse_transport_set_protocol (GateMcpTransport *transport,
                                     GateMcpEra        era,
                                     const char       *version)
{
  gate_set_str (&GATE_MCP_SSE_TRANSPORT (transport)->version, version);
}

static void
gate_mcp_sse_transport_iface_init (GateMcpTransportInterface *iface)
{
  iface->start_async = gate_mcp_sse_transport_start_async;
  iface->send_async = gate_mcp_sse_transport_send_async;
  iface->close_async = gate_mcp_sse_transport_close_async;
  iface->set_protocol = gate_mcp_sse_transport_set_protocol;
}
