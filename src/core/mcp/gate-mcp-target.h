// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-mcp-http-transport.h"
#include "gate-mcp-remote-kind.h"
#include "gate-sandbox.h"
#include "gate-secret-mask.h"

G_BEGIN_DECLS

#define GATE_TYPE_MCP_TARGET (gate_mcp_target_get_type ())

/**
 * GateMcpTarget:
 *
 * Which server to connect to, and how: a program to run, or an address. Private to the room.
 */
G_DECLARE_FINAL_TYPE (GateMcpTarget, gate_mcp_target, GATE, MCP_TARGET, GObject)

GateMcpTarget    *gate_mcp_target_new_remote       (GateHttp           *http,
                                                    const char         *address,
                                                    GateMcpRemoteKind   kind,
                                                    GateAuthorizer     *authorizer) G_GNUC_WARN_UNUSED_RESULT;
GateMcpTarget    *gate_mcp_target_new_local        (const char *const  *argv,
                                                    const char *const  *environment,
                                                    const char         *directory,
                                                    GateSandbox        *sandbox) G_GNUC_WARN_UNUSED_RESULT;
gboolean          gate_mcp_target_is_local         (GateMcpTarget      *self);
GateMcpRemoteKind gate_mcp_target_get_kind         (GateMcpTarget      *self);
void              gate_mcp_target_set_mask         (GateMcpTarget      *self,
                                                    GateSecretMask     *mask);
char             *gate_mcp_target_dup_context      (GateMcpTarget      *self) G_GNUC_WARN_UNUSED_RESULT;
GateMcpTransport *gate_mcp_target_create_transport (GateMcpTarget      *self,
                                                    GateMcpRemoteKind   kind,
                                                    guint               total_ms,
                                                    GError            **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
