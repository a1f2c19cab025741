// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-mcp-transport.h"
#include "gate-sandbox.h"
#include "gate-secret-mask.h"

G_BEGIN_DECLS

#define GATE_TYPE_MCP_STDIO_TRANSPORT (gate_mcp_stdio_transport_get_type ())

/**
 * GateMcpStdioTransport:
 *
 * Carries messages to a local process: one line of JSON each, over its standard input and output. Private to the room.
 */
G_DECLARE_FINAL_TYPE (GateMcpStdioTransport, gate_mcp_stdio_transport, GATE, MCP_STDIO_TRANSPORT, GObject)

GateMcpTransport *gate_mcp_stdio_transport_new (const char *const *argv,
                                                const char *const *environment,
                                                const char        *directory,
                                                GateSandbox       *sandbox,
                                                GateSecretMask    *mask) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
