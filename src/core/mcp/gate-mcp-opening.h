// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-mcp-connection.h"

G_BEGIN_DECLS

/* Opens a connection: finds the era, shakes hands. Private to the room. */
void     gate_mcp_opening_async  (GateMcpConnection    *connection,
                                  GateMcpEra            hint,
                                  GCancellable         *cancellable,
                                  GAsyncReadyCallback   callback,
                                  gpointer              user_data);
gboolean gate_mcp_opening_finish (GateMcpConnection    *connection,
                                  GAsyncResult         *result,
                                  GError              **error);

G_END_DECLS
