// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-mcp-host.h"

G_BEGIN_DECLS

/* The visits that error -32042 asks for before a call is made again. Private to the room. */
void     gate_mcp_visit_async  (GateMcpHost          *host,
                                JsonArray            *elicitations,
                                GHashTable           *visited,
                                GCancellable         *cancellable,
                                GAsyncReadyCallback   callback,
                                gpointer              user_data);
gboolean gate_mcp_visit_finish (GateMcpHost          *host,
                                GAsyncResult         *result,
                                GError              **error);

G_END_DECLS
