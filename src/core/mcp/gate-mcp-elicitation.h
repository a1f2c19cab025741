// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-mcp-host.h"

G_BEGIN_DECLS

/* elicitation/create, both modes. Private to the room. */
void      gate_mcp_elicit_async  (GateMcpHost          *host,
                                  JsonObject           *params,
                                  GHashTable           *visited,
                                  GCancellable         *cancellable,
                                  GAsyncReadyCallback   callback,
                                  gpointer              user_data);
JsonNode *gate_mcp_elicit_finish (GAsyncResult         *result,
                                  GError              **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
