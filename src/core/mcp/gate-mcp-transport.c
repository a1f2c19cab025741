// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-mcp-transport.h"

G_DEFINE_INTERFACE (GateMcpTransport, gate_mcp_transport, G_TYPE_OBJECT)

enum { SIGNAL_MESSAGE, SIGNAL_JUNK, SIGNAL_LOST, SIGNAL_UNHEARD, SIGNAL_HELD, SIGNAL_TRAFFIC, N_SIGNALS };

static guint signals[N_SIGNALS];

static void
gate_mcp_transport_default_init (GateMcpTransportInterface *iface)
{
  signals[SIGNAL_MESSAGE] = g_signal_new ("message", G_TYPE_FROM_INTERFACE (iface), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                          G_TYPE_NONE, 1, GATE_TYPE_RPC_MESSAGE);
  signals[SIGNAL_JUNK] = g_signal_new ("junk", G_TYPE_FROM_INTERFACE (iface), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                       G_TYPE_NONE, 1, G_TYPE_ERROR);
  signals[SIGNAL_LOST] = g_signal_new ("lost", G_TYPE_FROM_INTERFACE (iface), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                       G_TYPE_NONE, 1, G_TYPE_ERROR);
  signals[SIGNAL_UNHEARD] = g_signal_new ("unheard", G_TYPE_FROM_INTERFACE (iface), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                          G_TYPE_NONE, 0);
  signals[SIGNAL_HELD] = g_signal_new ("held", G_TYPE_FROM_INTERFACE (iface), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                       G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
  signals[SIGNAL_TRAFFIC] = g_signal_new ("traffic", G_TYPE_FROM_INTERFACE (iface), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                          G_TYPE_NONE, 2, G_TYPE_BOOLEAN, G_TYPE_BYTES);
}

/**
 * gate_mcp_transport_start_async:
 * @self: a transport, new
 * @timeout_ms: how long it may take, in milliseconds
 * @cancellable: (nullable): to stop
 * @callback: what to call when done
 * @user_data: its data
 *
 * Gets ready to carry messages: starts the process, opens the stream.
 */
void
gate_mcp_transport_start_async (GateMcpTransport    *self,
                                guint                timeout_ms,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  GATE_MCP_TRANSPORT_GET_IFACE (self)->start_async (self, timeout_ms, cancellable, callback, user_data);
}

/**
 * gate_mcp_transport_start_finish:
 * @self: a transport
 * @result: the result given to the callback
 * @error: return location for an error
 *
 * Returns: %TRUE when it is ready
 */
gboolean
gate_mcp_transport_start_finish (GateMcpTransport  *self,
                                 GAsyncResult      *result,
                                 GError           **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * gate_mcp_transport_send_async:
 * @self: a transport that was started
 * @message: what to carry
 * @envelope: (nullable): what goes beside it; its cancellable ends the carrying
 * @callback: what to call when done
 * @user_data: its data
 *
 * Carries a message. Done is: written, for a process; for HTTP and a request, when its answer has come or cannot come any more.
 */
void
gate_mcp_transport_send_async (GateMcpTransport    *self,
                               GateRpcMessage      *message,
                               GateMcpEnvelope     *envelope,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  GATE_MCP_TRANSPORT_GET_IFACE (self)->send_async (self, message, envelope, callback, user_data);
}

/**
 * gate_mcp_transport_send_finish:
 * @self: a transport
 * @result: the result given to the callback
 * @error: return location for an error
 *
 * Returns: %FALSE when the message, or its answer, could not be carried
 */
gboolean
gate_mcp_transport_send_finish (GateMcpTransport  *self,
                                GAsyncResult      *result,
                                GError           **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * gate_mcp_transport_close_async:
 * @self: a transport
 * @cancellable: (nullable): to stop waiting
 * @callback: what to call when done
 * @user_data: its data
 *
 * Ends the session and everything that runs for it.
 */
void
gate_mcp_transport_close_async (GateMcpTransport    *self,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  GATE_MCP_TRANSPORT_GET_IFACE (self)->close_async (self, cancellable, callback, user_data);
}

/**
 * gate_mcp_transport_close_finish:
 * @self: a transport
 * @result: the result given to the callback
 * @error: return location for an error
 *
 * Returns: %TRUE when nothing is left of it
 */
gboolean
gate_mcp_transport_close_finish (GateMcpTransport  *self,
                                 GAsyncResult      *result,
                                 GError           **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * gate_mcp_transport_set_protocol:
 * @self: a transport
 * @era: the era
 * @version: (nullable): the version; %NULL before one was agreed on
 *
 * Says which rules hold from now on.
 */
void
gate_mcp_transport_set_protocol (GateMcpTransport *self,
                                 GateMcpEra        era,
                                 const char       *version)
{
  GateMcpTransportInterface *iface = GATE_MCP_TRANSPORT_GET_IFACE (self);

  if (iface->set_protocol)
    iface->set_protocol (self, era, version);
}

/**
 * gate_mcp_transport_listen:
 * @self: a transport whose handshake is done
 *
 * Opens the way for what the server says of its own accord, where that is not open anyway.
 */
void
gate_mcp_transport_listen (GateMcpTransport *self)
{
  GateMcpTransportInterface *iface = GATE_MCP_TRANSPORT_GET_IFACE (self);

  if (iface->listen)
    iface->listen (self);
}

/**
 * gate_mcp_transport_is_http:
 * @self: a transport
 *
 * Returns: %TRUE for Streamable HTTP
 */
gboolean
gate_mcp_transport_is_http (GateMcpTransport *self)
{
  GateMcpTransportInterface *iface = GATE_MCP_TRANSPORT_GET_IFACE (self);

  return iface->is_http && iface->is_http (self);
}

/**
 * gate_mcp_transport_dup_log:
 * @self: a transport
 *
 * Returns: (transfer full) (nullable): the last lines that a local server wrote to its standard error
 */
char *
gate_mcp_transport_dup_log (GateMcpTransport *self)
{
  GateMcpTransportInterface *iface = GATE_MCP_TRANSPORT_GET_IFACE (self);

  return iface->dup_log ? iface->dup_log (self) : NULL;
}

/**
 * gate_mcp_transport_deliver:
 * @self: a transport
 * @messages: (element-type GateRpcMessage): what came, in order
 *
 * Hands messages on.
 */
void
gate_mcp_transport_deliver (GateMcpTransport *self,
                            GPtrArray        *messages)
{
  for (guint i = 0; i < messages->len; i++)
    g_signal_emit (self, signals[SIGNAL_MESSAGE], 0, messages->pdata[i]);
}

/**
 * gate_mcp_transport_report_junk:
 * @self: a transport
 * @error: what was wrong with it
 */
void
gate_mcp_transport_report_junk (GateMcpTransport *self,
                                const GError     *error)
{
  g_signal_emit (self, signals[SIGNAL_JUNK], 0, error);
}

/**
 * gate_mcp_transport_report_loss:
 * @self: a transport
 * @error: why nothing can be carried any more
 */
void
gate_mcp_transport_report_loss (GateMcpTransport *self,
                                const GError     *error)
{
  g_signal_emit (self, signals[SIGNAL_LOST], 0, error);
}

/**
 * gate_mcp_transport_report_unheard:
 * @self: a transport
 *
 * For implementations: the server could not be listened to just now. It may be away, or a token may have expired.
 */
void
gate_mcp_transport_report_unheard (GateMcpTransport *self)
{
  g_signal_emit (self, signals[SIGNAL_UNHEARD], 0);
}

/**
 * gate_mcp_transport_report_hold:
 * @self: a transport
 * @held: %TRUE when a person may be asked from now on, %FALSE when that is over; they come in pairs
 */
void
gate_mcp_transport_report_hold (GateMcpTransport *self,
                                gboolean          held)
{
  g_signal_emit (self, signals[SIGNAL_HELD], 0, held);
}

/**
 * gate_mcp_transport_show_traffic:
 * @self: a transport
 * @outgoing: which way it went
 * @text: the text of a message
 *
 * Shows a message to who listens.
 */
void
gate_mcp_transport_show_traffic (GateMcpTransport *self,
                                 gboolean          outgoing,
                                 GBytes           *text)
{
  g_signal_emit (self, signals[SIGNAL_TRAFFIC], 0, outgoing, text);
}
