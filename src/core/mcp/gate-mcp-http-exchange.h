// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-mcp-http-transport-private.h"

G_BEGIN_DECLS

/* One POST and what comes of it. Private to the room. */
void     gate_mcp_http_exchange_async  (GateMcpHttpTransport  *transport,
                                        GateRpcMessage        *message,
                                        GateMcpEnvelope       *envelope,
                                        GCancellable          *cancellable,
                                        GAsyncReadyCallback    callback,
                                        gpointer               user_data);
gboolean gate_mcp_http_exchange_finish (GateMcpHttpTransport  *transport,
                                        GAsyncResult          *result,
                                        GError               **error);

G_END_DECLS
