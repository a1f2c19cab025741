// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-mcp-json.h"

G_BEGIN_DECLS

void      gate_mcp_file_run_async  (const char           *path,
                                    GateMcpChange        *change,
                                    GCancellable         *cancellable,
                                    GAsyncReadyCallback   callback,
                                    gpointer              user_data);
JsonNode *gate_mcp_file_run_finish (GAsyncResult         *result,
                                    GateMcpChange       **change,
                                    GError              **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
