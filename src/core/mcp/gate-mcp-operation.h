// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-mcp-keeper.h"

G_BEGIN_DECLS

/**
 * GateMcpOperation:
 * @method: what to call
 * @params: (nullable): its parameters
 * @headers: (nullable): headers beside it, name, value, …
 * @is_safe: whether it may be made again when the connection was lost before the answer
 * @is_patient: whether the answer may take all the time there is, without a sign of life
 * @as_task: whether a legacy server that can is to make a task of it
 * @progress: (nullable): who is told of progress
 * @progress_data: its data
 *
 * What a caller wants done, whatever it takes: rounds of questions, tasks, visits, a new session. Private to the room.
 */
typedef struct {
  const char          *method;
  JsonObject          *params;
  const char *const   *headers;
  gboolean             is_safe;
  gboolean             is_patient;
  gboolean             as_task;
  GateRpcProgressFunc  progress;
  gpointer             progress_data;
} GateMcpOperation;

/**
 * GateMcpOutcome:
 * @result: an object
 * @received: how many bytes it took
 * @had_rounds: whether questions were answered on the way, so that the result is for this call only
 *
 * How an operation ended.
 */
typedef struct {
  JsonNode *result;
  gsize     received;
  gboolean  had_rounds;
} GateMcpOutcome;

void            gate_mcp_outcome_free         (GateMcpOutcome          *self);
void            gate_mcp_operation_run_async  (GateMcpKeeper           *keeper,
                                               const GateMcpOperation  *operation,
                                               GCancellable            *cancellable,
                                               GAsyncReadyCallback      callback,
                                               gpointer                 user_data);
GateMcpOutcome *gate_mcp_operation_run_finish (GateMcpKeeper           *keeper,
                                               GAsyncResult            *result,
                                               GError                 **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GateMcpOutcome, gate_mcp_outcome_free)

G_END_DECLS
