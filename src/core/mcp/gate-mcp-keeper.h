// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-mcp-connection.h"

G_BEGIN_DECLS

#define GATE_TYPE_MCP_KEEPER (gate_mcp_keeper_get_type ())

/**
 * GateMcpKeeper:
 *
 * Keeps at most one connection to one server: opens it when it is first needed, once for all who need it, and again when it was
 * lost; a server that dies again and again is left alone after a while. Private to the room.
 *
 * Signals: `opened (GateMcpConnection)`; `lost (GError)`; `traffic (outgoing, GBytes)`.
 */
G_DECLARE_FINAL_TYPE (GateMcpKeeper, gate_mcp_keeper, GATE, MCP_KEEPER, GObject)

GateMcpKeeper     *gate_mcp_keeper_new            (GateMcpTarget        *target,
                                                   GateMcpHost          *host) G_GNUC_WARN_UNUSED_RESULT;
void               gate_mcp_keeper_set_limits     (GateMcpKeeper        *self,
                                                   const GateMcpLimits  *limits);
const GateMcpLimits *gate_mcp_keeper_get_limits   (GateMcpKeeper        *self);
void               gate_mcp_keeper_set_hint       (GateMcpKeeper        *self,
                                                   GateMcpEra            hint);
GateMcpHost       *gate_mcp_keeper_get_host       (GateMcpKeeper        *self);
GateMcpConnection *gate_mcp_keeper_get_connection (GateMcpKeeper        *self);
char              *gate_mcp_keeper_dup_log        (GateMcpKeeper        *self) G_GNUC_WARN_UNUSED_RESULT;
void               gate_mcp_keeper_ensure_async   (GateMcpKeeper        *self,
                                                   gboolean              at_once,
                                                   GCancellable         *cancellable,
                                                   GAsyncReadyCallback   callback,
                                                   gpointer              user_data);
GateMcpConnection *gate_mcp_keeper_ensure_finish  (GateMcpKeeper        *self,
                                                   GAsyncResult         *result,
                                                   GError              **error) G_GNUC_WARN_UNUSED_RESULT;
void               gate_mcp_keeper_drop           (GateMcpKeeper        *self,
                                                   GateMcpConnection    *connection);
void               gate_mcp_keeper_close_async    (GateMcpKeeper        *self,
                                                   GCancellable         *cancellable,
                                                   GAsyncReadyCallback   callback,
                                                   gpointer              user_data);
gboolean           gate_mcp_keeper_close_finish   (GateMcpKeeper        *self,
                                                   GAsyncResult         *result,
                                                   GError              **error);

G_END_DECLS
