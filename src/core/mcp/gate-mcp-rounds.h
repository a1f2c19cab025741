// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-mcp-host.h"

G_BEGIN_DECLS

/* The answers to all that a result asks for (multi-round requests, tasks). Private to the room. */
void        gate_mcp_rounds_answer_async  (GateMcpHost          *host,
                                           JsonObject           *requests,
                                           GHashTable           *visited,
                                           GCancellable         *cancellable,
                                           GAsyncReadyCallback   callback,
                                           gpointer              user_data);
JsonObject *gate_mcp_rounds_answer_finish (GateMcpHost          *host,
                                           GAsyncResult         *result,
                                           GError              **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
