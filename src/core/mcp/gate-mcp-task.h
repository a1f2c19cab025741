// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-mcp-keeper.h"

G_BEGIN_DECLS

/**
 * GateMcpTaskForm:
 * @GATE_MCP_TASK_CORE: tasks of 2025-11-25: tasks/get, tasks/result
 * @GATE_MCP_TASK_EXTENSION: the extension io.modelcontextprotocol/tasks: tasks/get, tasks/update
 */
typedef enum {
  GATE_MCP_TASK_CORE,
  GATE_MCP_TASK_EXTENSION,
} GateMcpTaskForm;

/* Waits for the end of a task that a call was turned into. Private to the room. */
void      gate_mcp_task_wait_async  (GateMcpKeeper        *keeper,
                                     GateMcpTaskForm       form,
                                     JsonObject           *created,
                                     GHashTable           *visited,
                                     GCancellable         *cancellable,
                                     GAsyncReadyCallback   callback,
                                     gpointer              user_data);
JsonNode *gate_mcp_task_wait_finish (GateMcpKeeper        *keeper,
                                     GAsyncResult         *result,
                                     GError              **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
