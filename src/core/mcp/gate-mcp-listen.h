// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-mcp-connection.h"

G_BEGIN_DECLS

#define GATE_TYPE_MCP_LISTEN (gate_mcp_listen_get_type ())

/**
 * GateMcpListen:
 *
 * One subscriptions/listen request of the modern era, from its sending to its end. Private to the room.
 *
 * Signals: `acknowledged`: once; `ended (GError)`: once, with what it ended with, unless it was stopped.
 */
G_DECLARE_FINAL_TYPE (GateMcpListen, gate_mcp_listen, GATE, MCP_LISTEN, GObject)

GateMcpListen *gate_mcp_listen_new       (GateMcpConnection *connection,
                                          JsonObject        *wanted) G_GNUC_WARN_UNUSED_RESULT;
void           gate_mcp_listen_start     (GateMcpListen     *self);
void           gate_mcp_listen_stop      (GateMcpListen     *self);
gboolean       gate_mcp_listen_take      (GateMcpListen     *self,
                                          const char        *method,
                                          JsonObject        *params);
gboolean       gate_mcp_listen_honours   (GateMcpListen     *self,
                                          const char        *uri);

G_END_DECLS
