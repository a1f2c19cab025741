// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-authorizer.h"
#include "gate-http.h"
#include "gate-mcp-transport.h"
#include "gate-secret-mask.h"

G_BEGIN_DECLS

#define GATE_TYPE_MCP_SSE_TRANSPORT (gate_mcp_sse_transport_get_type ())

/**
 * GateMcpSseTransport:
 *
 * Carries messages by the HTTP+SSE rules of 2024-11-05: one event stream for everything that the server says, and an endpoint that
 * the stream names for everything that we say. Private to the room.
 */
G_DECLARE_FINAL_TYPE (GateMcpSseTransport, gate_mcp_sse_transport, GATE, MCP_SSE_TRANSPORT, GObject)

GateMcpTransport *gate_mcp_sse_transport_new (GateHttp       *http,
                                              GUri           *uri,
                                              GateAuthorizer *authorizer,
                                              GateSecretMask *mask) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
