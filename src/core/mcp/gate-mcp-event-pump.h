// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-mcp-http-channel.h"
#include "gate-rpc-message-list.h"

G_BEGIN_DECLS

#define GATE_TYPE_MCP_EVENT_PUMP (gate_mcp_event_pump_get_type ())

/**
 * GateMcpEventPump:
 *
 * Reads the messages of one event stream to its end, in order. Private to the room.
 */
G_DECLARE_FINAL_TYPE (GateMcpEventPump, gate_mcp_event_pump, GATE, MCP_EVENT_PUMP, GObject)

/**
 * GateMcpEventPumpFunc:
 * @type: the event's type, "message" mostly
 * @text: its data
 * @messages: (nullable) (element-type GateRpcMessage): what a "message" event holds
 * @error: (nullable): why it holds none
 * @user_data: the data of the pump's user
 *
 * Takes one event; events without data are not handed on.
 */
typedef void (*GateMcpEventPumpFunc) (const char   *type,
                                      GBytes       *text,
                                      GPtrArray    *messages,
                                      const GError *error,
                                      gpointer      user_data);

GateMcpEventPump *gate_mcp_event_pump_new               (void) G_GNUC_WARN_UNUSED_RESULT;
void              gate_mcp_event_pump_run_async         (GateMcpEventPump      *self,
                                                         GateMcpHttpReply      *reply,
                                                         GateMcpEventPumpFunc   function,
                                                         gpointer               function_data,
                                                         GCancellable          *cancellable,
                                                         GAsyncReadyCallback    callback,
                                                         gpointer               user_data);
gboolean          gate_mcp_event_pump_run_finish        (GateMcpEventPump      *self,
                                                         GAsyncResult          *result,
                                                         GError               **error);
const char       *gate_mcp_event_pump_get_last_event_id (GateMcpEventPump      *self);
int               gate_mcp_event_pump_get_retry         (GateMcpEventPump      *self);
guint             gate_mcp_event_pump_get_n_events      (GateMcpEventPump      *self);

G_END_DECLS
