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

/**
 * GateMcpTaskCall:
 * @form: by which rules the task was made
 * @created: the task as the server described it
 * @visited: (element-type utf8 utf8): the addresses that were visited for the same call before; added to
 * @connection: the connection over which the task was made
 * @token: (nullable): the progress token of the call, which stays valid for as long as the task lives
 * @progress: (nullable): who is told of progress
 * @progress_data: its data
 *
 * A call that the server has turned into a task.
 */
typedef struct {
  GateMcpTaskForm      form;
  JsonObject          *created;
  GHashTable          *visited;
  GateMcpConnection   *connection;
  JsonNode            *token;
  GateRpcProgressFunc  progress;
  gpointer             progress_data;
} GateMcpTaskCall;

/* Waits for the end of a task that a call was turned into. Private to the room. */
void      gate_mcp_task_wait_async  (GateMcpKeeper         *keeper,
                                     const GateMcpTaskCall *call,
                                     GCancellable          *cancellable,
                                     GAsyncReadyCallback    callback,
                                     gpointer               user_data);
JsonNode *gate_mcp_task_wait_finish (GateMcpKeeper         *keeper,
                                     GAsyncResult          *result,
                                     GError               **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
