// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-mcp-http-transport-private.h"

#include "gate-error.h"
#include "gate-i18n.h"
#include "gate-mcp-headers.h"
#include "gate-mcp-http-exchange.h"
#include "gate-mcp-http-listener.h"
#include "gate-property.h"
#include "gate-task.h"

#include <string.h>

#define DELETE_TIMEOUT_MS 5000
#define SESSION_ID_LIMIT 4096

struct _GateMcpHttpTransport {
  GObject               parent_instance;

  GateMcpHttpChannel   *channel;
  GUri                 *uri;
  guint                 total_ms;
  GateMcpEra            era;
  char                 *version;     /* (nullable): once agreed on, or while probing */
  char                 *session_id;  /* (nullable) */
  GPtrArray            *running;     /* (element-type GCancellable): the exchanges under way */
  GateMcpHttpListener  *listener;    /* (nullable) */
  gboolean              is_closed;
};

static void gate_mcp_http_transport_iface_init (GateMcpTransportInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (GateMcpHttpTransport, gate_mcp_http_transport, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (GATE_TYPE_MCP_TRANSPORT, gate_mcp_http_transport_iface_init))

/* Breaks everything off that is under way. */
static void
stop (GateMcpHttpTransport *self)
{
  g_autoptr(GPtrArray) running = g_steal_pointer (&self->running);

  self->is_closed = TRUE;
  self->running = g_ptr_array_new_with_free_func (g_object_unref);
  if (self->listener)
    gate_mcp_http_listener_stop (self->listener);
  for (guint i = 0; i < running->len; i++)
    g_cancellable_cancel (running->pdata[i]);
}

static void
gate_mcp_http_transport_dispose (GObject *object)
{
  GateMcpHttpTransport *self = GATE_MCP_HTTP_TRANSPORT (object);

  stop (self);
  g_clear_object (&self->listener);
  g_clear_object (&self->channel);
  G_OBJECT_CLASS (gate_mcp_http_transport_parent_class)->dispose (object);
}

static void
gate_mcp_http_transport_finalize (GObject *object)
{
  GateMcpHttpTransport *self = GATE_MCP_HTTP_TRANSPORT (object);

  g_clear_pointer (&self->running, g_ptr_array_unref);
  g_clear_pointer (&self->uri, g_uri_unref);
  g_free (self->version);
  g_free (self->session_id);
  G_OBJECT_CLASS (gate_mcp_http_transport_parent_class)->finalize (object);
}

static void
gate_mcp_http_transport_class_init (GateMcpHttpTransportClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = gate_mcp_http_transport_dispose;
  G_OBJECT_CLASS (klass)->finalize = gate_mcp_http_transport_finalize;
}

static void
gate_mcp_http_transport_init (GateMcpHttpTransport *self)
{
  self->running = g_ptr_array_new_with_free_func (g_object_unref);
}

static void
on_held (GateMcpHttpChannel   *channel,
         gboolean              held,
         GateMcpHttpTransport *self)
{
  gate_mcp_transport_report_hold (GATE_MCP_TRANSPORT (self), held);
}

/**
 * gate_mcp_http_transport_new:
 * @http: where requests are made
 * @uri: the server's endpoint
 * @authorizer: (nullable): what puts credentials on requests
 * @mask: (nullable): the secrets among those credentials
 * @total_ms: the longest that anything may take, in milliseconds
 *
 * Returns: (transfer full): a transport
 */
GateMcpTransport *
gate_mcp_http_transport_new (GateHttp       *http,
                             GUri           *uri,
                             GateAuthorizer *authorizer,
                             GateSecretMask *mask,
                             guint           total_ms)
{
  GateMcpHttpTransport *self = g_object_new (GATE_TYPE_MCP_HTTP_TRANSPORT, NULL);

  self->channel = gate_mcp_http_channel_new (http, authorizer, mask);
  self->uri = g_uri_ref (uri);
  self->total_ms = total_ms;
  g_signal_connect_object (self->channel, "held", G_CALLBACK (on_held), self, G_CONNECT_DEFAULT);
  return GATE_MCP_TRANSPORT (self);
}

/**
 * gate_mcp_http_transport_get_channel:
 * @self: a transport
 *
 * Returns: (transfer none): what sends its requests
 */
GateMcpHttpChannel *
gate_mcp_http_transport_get_channel (GateMcpHttpTransport *self)
{
  return self->channel;
}

/**
 * gate_mcp_http_transport_get_uri:
 * @self: a transport
 *
 * Returns: (transfer none): the server’s endpoint
 */
GUri *
gate_mcp_http_transport_get_uri (GateMcpHttpTransport *self)
{
  return self->uri;
}

/**
 * gate_mcp_http_transport_get_era:
 * @self: a transport
 *
 * Returns: whose rules hold
 */
GateMcpEra
gate_mcp_http_transport_get_era (GateMcpHttpTransport *self)
{
  return self->era;
}

/**
 * gate_mcp_http_transport_get_total_ms:
 * @self: a transport
 *
 * Returns: the longest that anything may take, in milliseconds
 */
guint
gate_mcp_http_transport_get_total_ms (GateMcpHttpTransport *self)
{
  return self->total_ms;
}

/**
 * gate_mcp_http_transport_is_closed:
 * @self: a transport
 *
 * Returns: %TRUE when it was closed or its session lost
 */
gboolean
gate_mcp_http_transport_is_closed (GateMcpHttpTransport *self)
{
  return self->is_closed;
}

static void
add_header (GPtrArray  *headers,
            const char *name,
            const char *value)
{
  if (!value)
    return;
  g_ptr_array_add (headers, g_strdup (name));
  g_ptr_array_add (headers, g_strdup (value));
}

static void
add_modern_headers (GPtrArray       *headers,
                    GateRpcMessage  *message,
                    GateMcpEnvelope *envelope)
{
  const char *method = gate_rpc_message_get_method (message);
  const char *name = method ? gate_mcp_headers_find_name (method, gate_rpc_message_get_params (message)) : NULL;
  g_autofree char *encoded = name ? gate_mcp_headers_encode (name) : NULL;

  add_header (headers, "Mcp-Method", method);
  add_header (headers, "Mcp-Name", encoded);
  for (guint i = 0; envelope && envelope->headers && envelope->headers[i]; i += 2)
    add_header (headers, envelope->headers[i], envelope->headers[i + 1]);
}

/*
 * The headers of a request: of a POST with a message, of a GET (no message) that opens or resumes a stream. The session belongs to
 * the legacy era, the repeated parts of the body to the modern one.
 */
char **
gate_mcp_http_transport_dup_headers (GateMcpHttpTransport *self,
                                     GateRpcMessage       *message,
                                     GateMcpEnvelope      *envelope,
                                     const char           *last_event_id)
{
  GPtrArray *headers = g_ptr_array_new ();
  const char *method = message ? gate_rpc_message_get_method (message) : NULL;

  add_header (headers, "Accept", message ? "application/json, text/event-stream" : "text/event-stream");
  if (g_strcmp0 (method, "initialize") != 0)
    {
      add_header (headers, "MCP-Protocol-Version", self->version);
      add_header (headers, "Mcp-Session-Id", self->era == GATE_MCP_ERA_MODERN ? NULL : self->session_id);
    }
  add_header (headers, "Last-Event-ID", last_event_id);
  if (message && self->era == GATE_MCP_ERA_MODERN)
    add_modern_headers (headers, message, envelope);
  g_ptr_array_add (headers, NULL);
  return (char **) g_ptr_array_free (headers, FALSE);
}

/* Keeps the session that the answer to initialize names: visible ASCII, or it is not taken. */
void
gate_mcp_http_transport_take_session (GateMcpHttpTransport *self,
                                      GateMcpHttpReply     *reply)
{
  const char *session_id = gate_mcp_http_reply_header (reply, "Mcp-Session-Id");

  if (!session_id || !*session_id || strlen (session_id) > SESSION_ID_LIMIT)
    return;
  for (const char *at = session_id; *at; at++)
    if (*at < 0x21 || *at > 0x7e)
      return;
  gate_set_str (&self->session_id, session_id);
}

/* 404 says that the session is gone; some servers say 400 and speak of the session. */
gboolean
gate_mcp_http_transport_lost_session (GateMcpHttpTransport *self,
                                      guint                 status,
                                      GBytes               *body)
{
  gsize size = 0;
  const char *data = body ? g_bytes_get_data (body, &size) : NULL;

  if (!self->session_id || self->era == GATE_MCP_ERA_MODERN)
    return FALSE;
  if (status == SOUP_STATUS_NOT_FOUND)
    return TRUE;
  if (status != SOUP_STATUS_BAD_REQUEST || !data)
    return FALSE;

  g_autofree char *text = g_ascii_strdown (data, (gssize) MIN (size, 4096));
  return g_strstr_len (text, -1, "session") != NULL;
}

/* The session is gone: tells it once, and gives the error for the request that found out. */
GError *
gate_mcp_http_transport_forget (GateMcpHttpTransport *self)
{
  g_autoptr(GError) error = gate_error_new (GATE_ERROR_UNAVAILABLE, GATE_LAYER_SERVICE, _("Connect again."),
                                            _("The server has ended the session."));

  if (!self->is_closed)
    {
      g_clear_pointer (&self->session_id, g_free);
      stop (self);
      gate_mcp_transport_report_loss (GATE_MCP_TRANSPORT (self), error);
    }
  return g_steal_pointer (&error);
}

static void
gate_mcp_http_transport_start_async (GateMcpTransport    *transport,
                                     guint                timeout_ms,
                                     GCancellable        *cancellable,
                                     GAsyncReadyCallback  callback,
                                     gpointer             user_data)
{
  g_autoptr(GTask) task = gate_task_new (transport, cancellable, callback, user_data, gate_mcp_http_transport_start_async);

  g_task_return_boolean (task, TRUE);
}

static void
did_exchange (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GateMcpHttpTransport *self = g_task_get_source_object (task);
  g_autoptr(GError) error = NULL;
  gboolean carried = gate_mcp_http_exchange_finish (self, result, &error);

  g_ptr_array_remove_fast (self->running, g_task_get_task_data (task));
  if (carried)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
gate_mcp_http_transport_send_async (GateMcpTransport    *transport,
                                    GateRpcMessage      *message,
                                    GateMcpEnvelope     *envelope,
                                    GAsyncReadyCallback  callback,
                                    gpointer             user_data)
{
  GateMcpHttpTransport *self = GATE_MCP_HTTP_TRANSPORT (transport);
  GTask *task = gate_task_new (self, NULL, callback, user_data, gate_mcp_http_transport_send_async);
  GCancellable *cancellable = envelope ? g_object_ref (envelope->cancellable) : g_cancellable_new ();

  g_task_set_task_data (task, cancellable, g_object_unref);
  if (self->is_closed)
    g_cancellable_cancel (cancellable);
  g_ptr_array_add (self->running, g_object_ref (cancellable));
  gate_mcp_http_exchange_async (self, message, envelope, cancellable, did_exchange, task);
}

static void
did_delete (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GateMcpHttpReply) reply = gate_mcp_http_channel_send_finish (GATE_MCP_HTTP_CHANNEL (source), result, NULL);

  /* A server need not let its sessions be ended (405); whatever it says, ours is over. */
  g_task_return_boolean (task, TRUE);
}

static void
gate_mcp_http_transport_close_async (GateMcpTransport    *transport,
                                     GCancellable        *cancellable,
                                     GAsyncReadyCallback  callback,
                                     gpointer             user_data)
{
  GateMcpHttpTransport *self = GATE_MCP_HTTP_TRANSPORT (transport);
  g_autoptr(GTask) task = gate_task_new (self, cancellable, callback, user_data, gate_mcp_http_transport_close_async);
  gboolean was_closed = self->is_closed;

  stop (self);
  if (was_closed || !self->session_id || self->era == GATE_MCP_ERA_MODERN)
    {
      g_task_return_boolean (task, TRUE);
      return;
    }

  g_auto(GStrv) headers = gate_mcp_http_transport_dup_headers (self, NULL, NULL, NULL);
  const GateMcpHttpRequest request = {
    .method = "DELETE", .uri = self->uri, .headers = (const char *const *) headers, .operation = "end the session",
    .timeout_ms = DELETE_TIMEOUT_MS, .is_quiet = TRUE,
  };
  gate_mcp_http_channel_send_async (self->channel, &request, cancellable, did_delete, g_steal_pointer (&task));
}

static void
gate_mcp_http_transport_set_protocol (GateMcpTransport *transport,
                                      GateMcpEra        era,
                                      const char       *version)
{
  GateMcpHttpTransport *self = GATE_MCP_HTTP_TRANSPORT (transport);

  self->era = era;
  gate_set_str (&self->version, version);
}

static void
gate_mcp_http_transport_listen (GateMcpTransport *transport)
{
  GateMcpHttpTransport *self = GATE_MCP_HTTP_TRANSPORT (transport);

  if (self->listener || self->is_closed || self->era == GATE_MCP_ERA_MODERN)
    return;
  self->listener = gate_mcp_http_listener_new (self);
  gate_mcp_http_listener_start (self->listener);
}

static gboolean
gate_mcp_http_transport_is_http (GateMcpTransport *transport)
{
  return TRUE;
}

static void
gate_mcp_http_transport_iface_init (GateMcpTransportInterface *iface)
{
  iface->start_async = gate_mcp_http_transport_start_async;
  iface->send_async = gate_mcp_http_transport_send_async;
  iface->close_async = gate_mcp_http_transport_close_async;
  iface->set_protocol = gate_mcp_http_transport_set_protocol;
  iface->listen = gate_mcp_http_transport_listen;
  iface->is_http = gate_mcp_http_transport_is_http;
}
