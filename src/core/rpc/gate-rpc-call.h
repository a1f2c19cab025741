// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-rpc-message.h"

G_BEGIN_DECLS

#define GATE_TYPE_RPC_CALL (gate_rpc_call_get_type ())

/**
 * GateRpcCall:
 *
 * A request of the other side that waits for our answer. It is answered once; one that is dropped without an answer is answered
 * with an internal error, and one that the other side cancelled is not answered any more.
 */
G_DECLARE_FINAL_TYPE (GateRpcCall, gate_rpc_call, GATE, RPC_CALL, GObject)

/**
 * GateRpcAnswerFunc:
 * @answer: a response or a failure, or a notification about the call
 * @is_last: %TRUE for the answer, %FALSE for a notification before it
 * @user_data: the data of the one who made the call
 *
 * Where a call sends what it has to say.
 */
typedef void (*GateRpcAnswerFunc) (GateRpcCall    *call,
                                   GateRpcMessage *answer,
                                   gboolean        is_last,
                                   gpointer        user_data);

GateRpcCall  *gate_rpc_call_new             (GateRpcMessage    *request,
                                             GateRpcAnswerFunc  answer,
                                             gpointer           user_data,
                                             GDestroyNotify     destroy) G_GNUC_WARN_UNUSED_RESULT;
const char   *gate_rpc_call_get_method      (GateRpcCall       *self);
JsonNode     *gate_rpc_call_get_id          (GateRpcCall       *self);
JsonObject   *gate_rpc_call_get_params      (GateRpcCall       *self);
GCancellable *gate_rpc_call_get_cancellable (GateRpcCall       *self);
void          gate_rpc_call_cancel          (GateRpcCall       *self);
void          gate_rpc_call_return          (GateRpcCall       *self,
                                             JsonNode          *result);
void          gate_rpc_call_fail            (GateRpcCall       *self,
                                             gint64             code,
                                             const char        *text,
                                             JsonNode          *data);
void          gate_rpc_call_fail_with       (GateRpcCall       *self,
                                             const GError      *error);
void          gate_rpc_call_progress        (GateRpcCall       *self,
                                             double             progress,
                                             double             total,
                                             const char        *message);

G_END_DECLS
