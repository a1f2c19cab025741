// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-authorizer.h"
#include "gate-http.h"
#include "gate-mcp-transport.h"
#include "gate-secret-mask.h"

G_BEGIN_DECLS

#define GATE_TYPE_MCP_HTTP_TRANSPORT (gate_mcp_http_transport_get_type ())

/**
 * GateMcpHttpTransport:
 *
 * Carries messages over Streamable HTTP, by the rules of 2025-03-26 … 2025-11-25 (sessions, resumption, a GET stream) or of
 * 2026-07-28 (stateless, headers that repeat the body). Private to the room.
 */
G_DECLARE_FINAL_TYPE (GateMcpHttpTransport, gate_mcp_http_transport, GATE, MCP_HTTP_TRANSPORT, GObject)

GateMcpTransport *gate_mcp_http_transport_new (GateHttp       *http,
                                               GUri           *uri,
                                               GateAuthorizer *authorizer,
                                               GateSecretMask *mask,
                                               guint           total_ms) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
