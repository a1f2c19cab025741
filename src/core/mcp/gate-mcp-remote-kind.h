// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * GateMcpRemoteKind:
 * @GATE_MCP_REMOTE_AUTO: Streamable HTTP, modern then legacy, then HTTP+SSE
 * @GATE_MCP_REMOTE_SSE: HTTP+SSE of 2024-11-05 only
 */
typedef enum {
  GATE_MCP_REMOTE_AUTO,
  GATE_MCP_REMOTE_SSE,
} GateMcpRemoteKind;

G_END_DECLS
