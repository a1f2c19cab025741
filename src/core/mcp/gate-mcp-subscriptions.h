// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-mcp-keeper.h"

G_BEGIN_DECLS

#define GATE_TYPE_MCP_SUBSCRIPTIONS (gate_mcp_subscriptions_get_type ())

/**
 * GateMcpSubscriptions:
 *
 * What is to be told when it changes: the lists and some resources. In the legacy era the server is told each resource; in the
 * modern one a request stays open (subscriptions/listen) that says all of it, and is made anew when it breaks or when what is
 * wanted changes. Private to the room.
 */
G_DECLARE_FINAL_TYPE (GateMcpSubscriptions, gate_mcp_subscriptions, GATE, MCP_SUBSCRIPTIONS, GObject)

GateMcpSubscriptions *gate_mcp_subscriptions_new           (GateMcpKeeper         *keeper) G_GNUC_WARN_UNUSED_RESULT;
void                  gate_mcp_subscriptions_stop          (GateMcpSubscriptions  *self);
void                  gate_mcp_subscriptions_wake          (GateMcpSubscriptions  *self);
void                  gate_mcp_subscriptions_set_watch     (GateMcpSubscriptions  *self,
                                                            gboolean               watch);
gboolean              gate_mcp_subscriptions_take          (GateMcpSubscriptions  *self,
                                                            const char            *method,
                                                            JsonObject            *params);
void                  gate_mcp_subscriptions_change_async  (GateMcpSubscriptions  *self,
                                                            const char            *uri,
                                                            gboolean               subscribe,
                                                            GCancellable          *cancellable,
                                                            GAsyncReadyCallback    callback,
                                                            gpointer               user_data);
gboolean              gate_mcp_subscriptions_change_finish (GateMcpSubscriptions  *self,
                                                            GAsyncResult          *result,
                                                            GError               **error);

G_END_DECLS
