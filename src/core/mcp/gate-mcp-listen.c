// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-mcp-listen.h"

#include "gate-error.h"
#include "gate-i18n.h"
#include "gate-json.h"

#define SUBSCRIPTION_ID "io.modelcontextprotocol/subscriptionId"
#define ACKNOWLEDGED "notifications/subscriptions/acknowledged"

struct _GateMcpListen {
  GObject             parent_instance;

  GateMcpConnection  *connection;
  GateMcpEnvelope    *envelope;
  JsonObject         *wanted;      /* the filter */
  char              **uris;        /* (nullable): the resources that the server honours, once acknowledged */
  GCancellable       *cancellable;
  guint               ack_timer;
  gboolean            is_stopped;
};

G_DEFINE_FINAL_TYPE (GateMcpListen, gate_mcp_listen, G_TYPE_OBJECT)

enum { SIGNAL_ACKNOWLEDGED, SIGNAL_ENDED, N_SIGNALS };

static guint signals[N_SIGNALS];

static void
gate_mcp_listen_finalize (GObject *object)
{
  GateMcpListen *self = GATE_MCP_LISTEN (object);

  g_clear_handle_id (&self->ack_timer, g_source_remove);
  g_clear_object (&self->connection);
  g_clear_object (&self->envelope);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->wanted, json_object_unref);
  g_strfreev (self->uris);
  G_OBJECT_CLASS (gate_mcp_listen_parent_class)->finalize (object);
}

static void
gate_mcp_listen_class_init (GateMcpListenClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = gate_mcp_listen_finalize;
  signals[SIGNAL_ACKNOWLEDGED] = g_signal_new ("acknowledged", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                               G_TYPE_NONE, 0);
  signals[SIGNAL_ENDED] = g_signal_new ("ended", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                        G_TYPE_NONE, 1, G_TYPE_ERROR);
}

static void
gate_mcp_listen_init (GateMcpListen *self)
{
  self->envelope = gate_mcp_envelope_new (NULL);
  self->cancellable = g_cancellable_new ();
}

/**
 * gate_mcp_listen_new:
 * @connection: a connection of the modern era
 * @wanted: what to be told of: the `notifications` of subscriptions/listen
 *
 * Returns: (transfer full): a request that is not sent yet
 */
GateMcpListen *
gate_mcp_listen_new (GateMcpConnection *connection,
                     JsonObject        *wanted)
{
  GateMcpListen *self = g_object_new (GATE_TYPE_MCP_LISTEN, NULL);

  self->connection = g_object_ref (connection);
  self->wanted = json_object_ref (wanted);
  return self;
}

/**
 * gate_mcp_listen_stop:
 * @self: a request
 *
 * Ends it from our side.
 */
void
gate_mcp_listen_stop (GateMcpListen *self)
{
  self->is_stopped = TRUE;
  g_clear_handle_id (&self->ack_timer, g_source_remove);
  g_cancellable_cancel (self->cancellable);
}

static void
end (GateMcpListen *self,
     const GError  *error)
{
  g_autoptr(GateMcpListen) kept = g_object_ref (self);

  if (self->is_stopped)
    return;
  gate_mcp_listen_stop (self);
  g_signal_emit (self, signals[SIGNAL_ENDED], 0, error);
}

static gboolean
on_ack_timer (gpointer user_data)
{
  GateMcpListen *self = user_data;
  g_autoptr(GError) error = gate_error_new (GATE_ERROR_TIMED_OUT, GATE_LAYER_SERVICE, _("Refresh by hand where you need to."),
                                            _("The server did not confirm that it will tell of changes."));

  self->ack_timer = 0;
  end (self, error);
  return G_SOURCE_REMOVE;
}

static void
did_end (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(GateMcpListen) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) node = gate_mcp_connection_request_finish (GATE_MCP_CONNECTION (source), result, &error);

  if (node)
    error = gate_error_new (GATE_ERROR_UNAVAILABLE, GATE_LAYER_SERVICE, _("Refresh by hand where you need to."),
                            _("The server does not tell of changes any more."));
  end (self, error);
}

/**
 * gate_mcp_listen_start:
 * @self: a new request
 *
 * Sends it. It stays open until one side ends it; only the acknowledgement has a time limit.
 */
void
gate_mcp_listen_start (GateMcpListen *self)
{
  g_autoptr(JsonObject) params = json_object_new ();
  const GateMcpRequest request = { .method = "subscriptions/listen", .params = params, .envelope = self->envelope };

  json_object_set_object_member (params, "notifications", json_object_ref (self->wanted));
  self->ack_timer = g_timeout_add (gate_mcp_connection_get_limits (self->connection)->connect_ms, on_ack_timer, self);
  gate_mcp_connection_request_async (self->connection, &request, self->cancellable, did_end, g_object_ref (self));
}

static gboolean
is_ours (GateMcpListen *self,
         JsonObject    *params)
{
  JsonNode *id = gate_json_get (gate_json_get_object (params, "_meta"), SUBSCRIPTION_ID);

  return id && self->envelope->id && gate_json_equal (id, self->envelope->id);
}

/**
 * gate_mcp_listen_take:
 * @self: a request
 * @method: a notification's method
 * @params: (nullable): its parameters
 *
 * Returns: %TRUE when the notification belongs to this request
 */
gboolean
gate_mcp_listen_take (GateMcpListen *self,
                      const char    *method,
                      JsonObject    *params)
{
  if (self->is_stopped || !is_ours (self, params))
    return FALSE;
  if (g_str_equal (method, ACKNOWLEDGED) && self->ack_timer)
    {
      g_clear_handle_id (&self->ack_timer, g_source_remove);
      self->uris = gate_json_get_strv (gate_json_get_object (params, "notifications"), "resourceSubscriptions");
      g_signal_emit (self, signals[SIGNAL_ACKNOWLEDGED], 0);
    }
  return TRUE;
}

/**
 * gate_mcp_listen_honours:
 * @self: a request that was acknowledged
 * @uri: the address of a resource
 *
 * Returns: %TRUE when the server will tell of its changes
 */
gboolean
gate_mcp_listen_honours (GateMcpListen *self,
                         const char    *uri)
{
  return self->uris && g_strv_contains ((const char *const *) self->uris, uri);
}
