// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-rpc-message.h"

G_BEGIN_DECLS

/* One message, or the messages of a batch (2025-03-26): an array of GateRpcMessage. */
GPtrArray *gate_rpc_message_list_from_json    (JsonNode             *node,
                                               GError              **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean   gate_rpc_message_list_is_small     (GBytes               *text);
GPtrArray *gate_rpc_message_list_parse        (GBytes               *text,
                                               GError              **error) G_GNUC_WARN_UNUSED_RESULT;
void       gate_rpc_message_list_parse_async  (GBytes               *text,
                                               GCancellable         *cancellable,
                                               GAsyncReadyCallback   callback,
                                               gpointer              user_data);
GPtrArray *gate_rpc_message_list_parse_finish (GAsyncResult         *result,
                                               GError              **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
