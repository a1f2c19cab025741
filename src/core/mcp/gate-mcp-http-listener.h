// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-mcp-http-transport.h"

G_BEGIN_DECLS

#define GATE_TYPE_MCP_HTTP_LISTENER (gate_mcp_http_listener_get_type ())

/**
 * GateMcpHttpListener:
 *
 * The GET stream of the legacy era, on which a server says what belongs to no request. A server need not offer it; a broken one is
 * resumed. Private to the room.
 */
G_DECLARE_FINAL_TYPE (GateMcpHttpListener, gate_mcp_http_listener, GATE, MCP_HTTP_LISTENER, GObject)

GateMcpHttpListener *gate_mcp_http_listener_new   (GateMcpHttpTransport *transport) G_GNUC_WARN_UNUSED_RESULT;
void                 gate_mcp_http_listener_start (GateMcpHttpListener  *self);
void                 gate_mcp_http_listener_stop  (GateMcpHttpListener  *self);

G_END_DECLS
