// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-mcp-http-listener.h"

#include "gate-mcp-event-pump.h"
#include "gate-mcp-http-transport-private.h"

#define HEAD_TIMEOUT_MS 60000
#define RETRY_MS 1000
#define RETRY_LIMIT_MS 60000
/* A stream that breaks so often in a row, soon and without an event, is not worth another try. */
#define FAILURE_LIMIT 5
#define SOON_USEC (10 * G_USEC_PER_SEC)

struct _GateMcpHttpListener {
  GObject               parent_instance;

  GateMcpHttpTransport *transport;   /* (unowned): it stops us before it goes */
  GateMcpEventPump     *pump;
  GCancellable         *cancellable;
  GateMcpHttpReply     *reply;       /* (nullable): the stream that is open */
  gint64                opened_at;
  guint                 n_failures;
  guint                 timer;
};

G_DEFINE_FINAL_TYPE (GateMcpHttpListener, gate_mcp_http_listener, G_TYPE_OBJECT)

static void
gate_mcp_http_listener_dispose (GObject *object)
{
  GateMcpHttpListener *self = GATE_MCP_HTTP_LISTENER (object);

  gate_mcp_http_listener_stop (self);
  g_clear_pointer (&self->reply, gate_mcp_http_reply_free);
  g_clear_object (&self->pump);
  g_clear_object (&self->cancellable);
  G_OBJECT_CLASS (gate_mcp_http_listener_parent_class)->dispose (object);
}

static void
gate_mcp_http_listener_class_init (GateMcpHttpListenerClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = gate_mcp_http_listener_dispose;
}

static void
gate_mcp_http_listener_init (GateMcpHttpListener *self)
{
  self->pump = gate_mcp_event_pump_new ();
  self->cancellable = g_cancellable_new ();
}

/**
 * gate_mcp_http_listener_new:
 * @transport: whose stream it is
 *
 * Returns: (transfer full): a listener that is not started
 */
GateMcpHttpListener *
gate_mcp_http_listener_new (GateMcpHttpTransport *transport)
{
  GateMcpHttpListener *self = g_object_new (GATE_TYPE_MCP_HTTP_LISTENER, NULL);

  self->transport = transport;
  return self;
}

/**
 * gate_mcp_http_listener_stop:
 * @self: a listener
 *
 * Closes the stream for good.
 */
void
gate_mcp_http_listener_stop (GateMcpHttpListener *self)
{
  g_clear_handle_id (&self->timer, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  self->transport = NULL;
}

static gboolean
on_retry_time (gpointer user_data)
{
  GateMcpHttpListener *self = user_data;

  self->timer = 0;
  gate_mcp_http_listener_start (self);
  return G_SOURCE_REMOVE;
}

static void
start_later (GateMcpHttpListener *self)
{
  int asked = gate_mcp_event_pump_get_retry (self->pump);
  guint wait = asked >= 0 ? (guint) MIN (asked, RETRY_LIMIT_MS) : RETRY_MS;

  if (self->n_failures >= FAILURE_LIMIT)
    {
      g_debug ("The server’s stream of notifications broke %u times in a row, and is left closed", self->n_failures);
      return;
    }
  if (self->n_failures > 0)
    wait = MIN (MAX (wait, (guint) RETRY_MS << (self->n_failures - 1)), RETRY_LIMIT_MS);
  self->timer = g_timeout_add (wait, on_retry_time, self);
}

static void
on_event (const char   *type,
          GBytes       *text,
          GPtrArray    *messages,
          const GError *error,
          gpointer      user_data)
{
  GateMcpHttpListener *self = user_data;

  if (!self->transport || !g_str_equal (type, "message"))
    return;
  if (!messages)
    {
      g_debug ("An event that is no message was passed over: %s", error->message);
      return;
    }
  gate_mcp_transport_show_traffic (GATE_MCP_TRANSPORT (self->transport), FALSE, text);
  gate_mcp_transport_deliver (GATE_MCP_TRANSPORT (self->transport), messages);
}

static void
did_run (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(GateMcpHttpListener) self = user_data;

  gate_mcp_event_pump_run_finish (self->pump, result, NULL);
  g_clear_pointer (&self->reply, gate_mcp_http_reply_free);
  /* What stands between us and a quiet server closes what is idle; that is no failure. */
  if (gate_mcp_event_pump_get_n_events (self->pump) > 0 || g_get_monotonic_time () - self->opened_at >= SOON_USEC)
    self->n_failures = 0;
  else
    self->n_failures++;
  if (self->transport)
    start_later (self);
}

/* Refusals of the moment. A token that has expired is renewed for the requests that people make. */
static gboolean
may_pass (guint status)
{
  return status == 401 || status == 408 || status == 429 || status >= 500;
}

static void
did_open (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GateMcpHttpListener) self = user_data;
  g_autoptr(GateMcpHttpReply) reply = gate_mcp_http_channel_send_finish (GATE_MCP_HTTP_CHANNEL (source), result, NULL);
  guint status = reply ? gate_mcp_http_reply_status (reply) : 0;

  if (!self->transport)
    return;
  if (status == SOUP_STATUS_OK && g_ascii_strcasecmp (gate_mcp_http_reply_type (reply), "text/event-stream") == 0)
    {
      self->reply = g_steal_pointer (&reply);
      self->opened_at = g_get_monotonic_time ();
      gate_mcp_event_pump_run_async (self->pump, self->reply, on_event, self, self->cancellable, did_run, g_object_ref (self));
    }
  else if (gate_mcp_http_transport_lost_session (self->transport, status, NULL))
    {
      g_autoptr(GError) error = gate_mcp_http_transport_forget (self->transport);
    }
  else if (!reply || may_pass (status))
    {
      self->n_failures++;
      start_later (self);
      gate_mcp_transport_report_unheard (GATE_MCP_TRANSPORT (self->transport));
    }
}

/**
 * gate_mcp_http_listener_start:
 * @self: a listener
 *
 * Opens the stream, or opens it again where it broke.
 */
void
gate_mcp_http_listener_start (GateMcpHttpListener *self)
{
  g_auto(GStrv) headers = NULL;

  if (!self->transport || g_cancellable_is_cancelled (self->cancellable))
    return;
  headers = gate_mcp_http_transport_dup_headers (self->transport, NULL, NULL, gate_mcp_event_pump_get_last_event_id (self->pump));

  const GateMcpHttpRequest request = {
    .method = "GET", .uri = gate_mcp_http_transport_get_uri (self->transport), .headers = (const char *const *) headers,
    .operation = "listen", .timeout_ms = HEAD_TIMEOUT_MS, .as_stream = TRUE, .is_quiet = TRUE,
  };
  gate_mcp_http_channel_send_async (gate_mcp_http_transport_get_channel (self->transport), &request, self->cancellable, did_open,
                                    g_object_ref (self));
}
