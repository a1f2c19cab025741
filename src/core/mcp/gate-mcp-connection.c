// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-mcp-connection-private.h"

#include "gate-error.h"
#include "gate-i18n.h"
#include "gate-json.h"
#include "gate-task.h"

#define META "io.modelcontextprotocol/"

G_DEFINE_FINAL_TYPE (GateMcpConnection, gate_mcp_connection, G_TYPE_OBJECT)

enum { SIGNAL_NOTIFICATION, SIGNAL_LOST, SIGNAL_UNHEARD, SIGNAL_TRAFFIC, N_SIGNALS };

static guint signals[N_SIGNALS];

static void
detach (GateMcpConnection *self)
{
  if (self->transport)
    g_signal_handlers_disconnect_by_data (self->transport, self);
  g_clear_object (&self->transport);
}

static void
gate_mcp_connection_dispose (GObject *object)
{
  GateMcpConnection *self = GATE_MCP_CONNECTION (object);

  detach (self);
  g_clear_object (&self->peer);
  g_clear_object (&self->host);
  g_clear_object (&self->target);
  G_OBJECT_CLASS (gate_mcp_connection_parent_class)->dispose (object);
}

static void
gate_mcp_connection_finalize (GObject *object)
{
  GateMcpConnection *self = GATE_MCP_CONNECTION (object);

  g_clear_pointer (&self->server_info, json_object_unref);
  g_clear_pointer (&self->capabilities, json_object_unref);
  g_free (self->version);
  g_free (self->instructions);
  g_free (self->log_level);
  g_clear_error (&self->early_loss);
  G_OBJECT_CLASS (gate_mcp_connection_parent_class)->finalize (object);
}

static void
gate_mcp_connection_class_init (GateMcpConnectionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = gate_mcp_connection_dispose;
  object_class->finalize = gate_mcp_connection_finalize;
  signals[SIGNAL_NOTIFICATION] = g_signal_new ("notification", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                               G_TYPE_NONE, 2, G_TYPE_STRING, JSON_TYPE_OBJECT);
  signals[SIGNAL_LOST] = g_signal_new ("lost", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                       G_TYPE_NONE, 1, G_TYPE_ERROR);
  signals[SIGNAL_UNHEARD] = g_signal_new ("unheard", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                          G_TYPE_NONE, 0);
  signals[SIGNAL_TRAFFIC] = g_signal_new ("traffic", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                          G_TYPE_NONE, 2, G_TYPE_BOOLEAN, G_TYPE_BYTES);
}

static void
gate_mcp_connection_init (GateMcpConnection *self)
{
  self->capabilities = json_object_new ();
}

/* A message on its way: for the answer to what went wrong with it. */
typedef struct {
  GateMcpConnection *self; /* (owned) */
  JsonNode          *id;   /* (owned) (nullable): of a request */
} Sending;

static void
did_send (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autofree Sending *sending = user_data;
  g_autoptr(GateMcpConnection) self = sending->self;
  g_autoptr(JsonNode) id = sending->id;
  g_autoptr(GError) error = NULL;

  if (gate_mcp_transport_send_finish (GATE_MCP_TRANSPORT (source), result, &error))
    return;
  if (id)
    gate_rpc_peer_fail (self->peer, id, error);
  else
    g_debug ("A message could not be delivered: %s", error->message);
}

static void
send_message (GateRpcPeer    *peer,
              GateRpcMessage *message,
              GObject        *context,
              gpointer        user_data)
{
  GateMcpConnection *self = user_data;
  GateMcpEnvelope *envelope = context ? GATE_MCP_ENVELOPE (context) : NULL;
  JsonNode *id = envelope ? gate_rpc_message_get_id (message) : NULL;
  Sending *sending;

  if (!self->transport)
    return;
  if (envelope && !envelope->id)
    envelope->id = json_node_copy (id);
  sending = g_new (Sending, 1);
  sending->self = g_object_ref (self);
  sending->id = id ? json_node_copy (id) : NULL;
  gate_mcp_transport_send_async (self->transport, message, envelope, did_send, sending);
}

/* Nobody waits for an answer any more: a stateless server sees its stream close, any other is told. */
static void
abandon (GateRpcPeer *peer,
         JsonNode    *id,
         GObject     *context,
         const char  *reason,
         gpointer     user_data)
{
  GateMcpConnection *self = user_data;
  GateMcpEnvelope *envelope = GATE_MCP_ENVELOPE (context);

  if (!envelope->is_silent && !(self->era == GATE_MCP_ERA_MODERN && gate_mcp_connection_is_http (self)))
    {
      g_autoptr(JsonObject) params = json_object_new ();

      json_object_set_member (params, "requestId", json_node_copy (id));
      json_object_set_string_member (params, "reason", reason);
      gate_rpc_peer_notify (peer, "notifications/cancelled", params);
    }
  g_cancellable_cancel (envelope->cancellable);
}

static void
note_answer (GateRpcPeer    *peer,
             GateRpcMessage *answer,
             GObject        *context,
             gpointer        user_data)
{
  GATE_MCP_ENVELOPE (context)->received = gate_rpc_message_get_size (answer);
}

/* In the modern era a server may end a subscription, which is a request of ours, by cancelling it. */
static void
take_cancelled (GateMcpConnection *self,
                JsonObject        *params)
{
  JsonNode *id = gate_json_get (params, "requestId");
  g_autoptr(GError) error = NULL;

  if (self->era != GATE_MCP_ERA_MODERN || !id || !(gate_json_node_is_int64 (id) || gate_json_node_string (id)))
    return;
  error = gate_error_new (GATE_ERROR_UNAVAILABLE, GATE_LAYER_SERVICE, _("Try again."), _("The server ended the subscription."));
  gate_rpc_peer_fail (self->peer, id, error);
}

static void
take_notification (GateRpcPeer *peer,
                   const char  *method,
                   JsonObject  *params,
                   gpointer     user_data)
{
  g_autoptr(GateMcpConnection) self = g_object_ref (user_data);

  if (g_str_equal (method, "notifications/cancelled"))
    take_cancelled (self, params);
  else if (g_str_equal (method, "notifications/elicitation/complete"))
    {
      const char *id = gate_json_get_string (params, "elicitationId");

      if (id)
        gate_mcp_host_elicitation_ended (self->host, id);
    }
  else
    g_signal_emit (self, signals[SIGNAL_NOTIFICATION], 0, method, params);
}

static void
answer_ping (GateRpcCall *call,
             gpointer     user_data)
{
  gate_rpc_call_return (call, gate_json_take_object (json_object_new ()));
}

typedef struct {
  GateRpcPeer *peer; /* (owned): held */
  GateRpcCall *call; /* (owned) */
} Asking;

static void
did_answer (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autofree Asking *asking = user_data;
  g_autoptr(GateRpcPeer) peer = asking->peer;
  g_autoptr(GateRpcCall) call = asking->call;
  g_autoptr(GError) error = NULL;
  JsonNode *answer = gate_mcp_host_answer_finish (GATE_MCP_HOST (source), result, &error);

  gate_rpc_peer_release (peer);
  if (answer)
    gate_rpc_call_return (call, answer);
  else
    gate_rpc_call_fail_with (call, error);
}

/* A legacy server asks. While the person thinks, no time limit of ours runs: the request that made the server ask waits with them. */
static void
ask_host (GateRpcCall *call,
          gpointer     user_data)
{
  GateMcpConnection *self = user_data;
  Asking *asking = g_new (Asking, 1);

  asking->peer = g_object_ref (self->peer);
  asking->call = g_object_ref (call);
  gate_rpc_peer_hold (self->peer);
  gate_mcp_host_answer_async (self->host, gate_rpc_call_get_method (call), gate_rpc_call_get_params (call), NULL,
                              gate_rpc_call_get_cancellable (call), did_answer, asking);
}

static const GateRpcMethod methods[] = {
  { "ping", answer_ping },
  { "roots/list", ask_host },
  { "sampling/createMessage", ask_host },
  { "elicitation/create", ask_host },
  { NULL },
};

/**
 * gate_mcp_connection_new:
 * @target: which server
 * @host: who answers the server
 * @limits: resolved limits
 *
 * Returns: (transfer full): a connection that is not open yet
 */
GateMcpConnection *
gate_mcp_connection_new (GateMcpTarget       *target,
                         GateMcpHost         *host,
                         const GateMcpLimits *limits)
{
  static const GateRpcPeerFunctions functions = {
    .send = send_message, .abandon = abandon, .answered = note_answer, .notified = take_notification,
  };
  GateMcpConnection *self = g_object_new (GATE_TYPE_MCP_CONNECTION, NULL);

  self->target = g_object_ref (target);
  self->host = g_object_ref (host);
  self->limits = *limits;
  self->peer = gate_rpc_peer_new (&functions, self);
  gate_rpc_peer_set_methods (self->peer, methods, self);
  return self;
}

static void
on_message (GateMcpTransport  *transport,
            GateRpcMessage    *message,
            GateMcpConnection *self)
{
  g_autoptr(GError) error = NULL;

  /* A stateless server asks in its results, and is never answered otherwise. */
  if (self->era == GATE_MCP_ERA_MODERN && gate_rpc_message_get_kind (message) == GATE_RPC_REQUEST)
    {
      g_debug ("A request of a stateless server was ignored: %s", gate_rpc_message_get_method (message));
      return;
    }
  if (gate_rpc_peer_receive (self->peer, message) || gate_mcp_transport_is_http (transport))
    return;
  error = gate_error_new (GATE_ERROR_PROTOCOL, GATE_LAYER_SERVICE, _("Report it to the makers of the server."),
                          _("The server answered a request that was never made."));
  gate_rpc_peer_fail_only (self->peer, error);
}

static void
on_junk (GateMcpTransport  *transport,
         const GError      *error,
         GateMcpConnection *self)
{
  gate_rpc_peer_fail_only (self->peer, error);
}

static void
on_lost (GateMcpTransport  *transport,
         const GError      *error,
         GateMcpConnection *self)
{
  g_autoptr(GateMcpConnection) kept = g_object_ref (self);

  if (!self->is_open)
    {
      g_clear_error (&self->early_loss);
      self->early_loss = g_error_copy (error);
      gate_rpc_peer_fail_only (self->peer, error);
      return;
    }
  /* Told first, so that who is waiting and tries again meets a keeper that knows. */
  self->is_lost = TRUE;
  g_signal_emit (self, signals[SIGNAL_LOST], 0, error);
  gate_rpc_peer_close (self->peer, error);
}

static void
on_unheard (GateMcpTransport  *transport,
            GateMcpConnection *self)
{
  g_signal_emit (self, signals[SIGNAL_UNHEARD], 0);
}

static void
on_held (GateMcpTransport  *transport,
         gboolean           held,
         GateMcpConnection *self)
{
  if (held)
    gate_rpc_peer_hold (self->peer);
  else
    gate_rpc_peer_release (self->peer);
}

static void
on_traffic (GateMcpTransport  *transport,
            gboolean           outgoing,
            GBytes            *text,
            GateMcpConnection *self)
{
  g_signal_emit (self, signals[SIGNAL_TRAFFIC], 0, outgoing, text);
}

/**
 * gate_mcp_connection_attach:
 * @self: a connection that is being opened
 * @transport: what carries its messages from now on
 */
void
gate_mcp_connection_attach (GateMcpConnection *self,
                            GateMcpTransport  *transport)
{
  detach (self);
  g_clear_error (&self->early_loss);
  self->transport = g_object_ref (transport);
  g_signal_connect (transport, "message", G_CALLBACK (on_message), self);
  g_signal_connect (transport, "junk", G_CALLBACK (on_junk), self);
  g_signal_connect (transport, "lost", G_CALLBACK (on_lost), self);
  g_signal_connect (transport, "unheard", G_CALLBACK (on_unheard), self);
  g_signal_connect (transport, "held", G_CALLBACK (on_held), self);
  g_signal_connect (transport, "traffic", G_CALLBACK (on_traffic), self);
}

/**
 * gate_mcp_connection_set_open:
 * @self: a connection whose handshake is done
 * @error: return location for an error
 *
 * From now on a loss is told.
 *
 * Returns: %FALSE when the transport was lost in the meantime
 */
gboolean
gate_mcp_connection_set_open (GateMcpConnection  *self,
                              GError            **error)
{
  if (self->early_loss)
    {
      g_propagate_error (error, g_steal_pointer (&self->early_loss));
      return FALSE;
    }
  self->is_open = TRUE;
  return TRUE;
}

/**
 * gate_mcp_connection_is_broken:
 * @self: a connection that is being opened
 *
 * Returns: %TRUE when its transport was lost, so that only another one can go on
 */
gboolean
gate_mcp_connection_is_broken (GateMcpConnection *self)
{
  return self->early_loss != NULL;
}

/* Every request of the modern era says who asks, and what they can do. */
static JsonObject *
with_meta (GateMcpConnection *self,
           JsonObject        *params)
{
  JsonObject *copy = gate_rpc_copy_object (params);
  JsonObject *meta = gate_rpc_copy_object (gate_json_get_object (copy, "_meta"));

  json_object_set_string_member (meta, META "protocolVersion", self->version);
  json_object_set_object_member (meta, META "clientInfo", gate_mcp_connection_dup_client_info (self));
  json_object_set_object_member (meta, META "clientCapabilities", gate_mcp_connection_dup_declaration (self));
  if (self->log_level)
    json_object_set_string_member (meta, META "logLevel", self->log_level);
  json_object_set_object_member (copy, "_meta", meta);
  return copy;
}

static void
did_request (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GError) error = NULL;
  JsonNode *node = gate_rpc_peer_request_finish (GATE_RPC_PEER (source), result, &error);

  if (node)
    g_task_return_pointer (task, node, (GDestroyNotify) json_node_unref);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/**
 * gate_mcp_connection_request_async:
 * @self: a connection
 * @request: what to ask
 * @cancellable: (nullable): to give up
 * @callback: what to call when done
 * @user_data: its data
 *
 * Makes one request, with what the era adds to it.
 */
void
gate_mcp_connection_request_async (GateMcpConnection    *self,
                                   const GateMcpRequest *request,
                                   GCancellable         *cancellable,
                                   GAsyncReadyCallback   callback,
                                   gpointer              user_data)
{
  GTask *task = gate_task_new (self, cancellable, callback, user_data, gate_mcp_connection_request_async);
  g_autoptr(GateMcpEnvelope) envelope = request->envelope ? g_object_ref (request->envelope) : gate_mcp_envelope_new (NULL);
  g_autoptr(JsonObject) params = self->era == GATE_MCP_ERA_MODERN ? with_meta (self, request->params)
                                 : request->params                ? json_object_ref (request->params)
                                                                  : NULL;
  const GateRpcOptions options = {
    .timeout_ms = request->timeout_ms, .total_ms = request->total_ms, .ask_progress = request->ask_progress,
    .progress = request->progress, .progress_data = request->progress_data, .context = G_OBJECT (envelope),
  };

  gate_rpc_peer_request_async (self->peer, request->method, params, &options, cancellable, did_request, task);
}

/**
 * gate_mcp_connection_request_finish:
 * @self: a connection
 * @result: the result given to the callback
 * @error: return location for an error
 *
 * Returns: (transfer full): the result
 */
JsonNode *
gate_mcp_connection_request_finish (GateMcpConnection  *self,
                                    GAsyncResult       *result,
                                    GError            **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * gate_mcp_connection_notify:
 * @self: a connection
 * @method: what happened
 * @params: (nullable): more about it
 */
void
gate_mcp_connection_notify (GateMcpConnection *self,
                            const char        *method,
                            JsonObject        *params)
{
  gate_rpc_peer_notify (self->peer, method, params);
}

static void
did_close (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GError) error = NULL;

  if (gate_mcp_transport_close_finish (GATE_MCP_TRANSPORT (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/**
 * gate_mcp_connection_close_async:
 * @self: a connection
 * @cancellable: (nullable): to stop waiting
 * @callback: (nullable): what to call when done
 * @user_data: its data
 *
 * Ends the connection; what is under way ends as cancelled.
 */
void
gate_mcp_connection_close_async (GateMcpConnection   *self,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  g_autoptr(GTask) task = gate_task_new (self, cancellable, callback, user_data, gate_mcp_connection_close_async);
  g_autoptr(GError) why = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, _("The connection was closed"));

  self->is_lost = TRUE;
  gate_rpc_peer_close (self->peer, why);
  if (self->transport)
    gate_mcp_transport_close_async (self->transport, cancellable, did_close, g_steal_pointer (&task));
  else
    g_task_return_boolean (task, TRUE);
}

/**
 * gate_mcp_connection_close_finish:
 * @self: a connection
 * @result: the result given to the callback
 * @error: return location for an error
 *
 * Returns: %TRUE when nothing is left of it
 */
gboolean
gate_mcp_connection_close_finish (GateMcpConnection  *self,
                                  GAsyncResult       *result,
                                  GError            **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * gate_mcp_connection_listen:
 * @self: an open connection
 *
 * Opens the way for what a legacy server says of its own accord.
 */
void
gate_mcp_connection_listen (GateMcpConnection *self)
{
  if (self->transport)
    gate_mcp_transport_listen (self->transport);
}
