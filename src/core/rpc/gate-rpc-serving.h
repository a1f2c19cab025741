// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-rpc-peer.h"

G_BEGIN_DECLS

/**
 * GateRpcServing:
 *
 * The other side's requests that a peer is working on: the half of [class@Gate.RpcPeer] that answers. Private to the room.
 */
typedef struct _GateRpcServing GateRpcServing;

typedef void (*GateRpcServingSendFunc) (GateRpcMessage *message,
                                        gpointer        user_data);

GateRpcServing *gate_rpc_serving_new         (GateRpcServingSendFunc  send,
                                              gpointer                user_data) G_GNUC_WARN_UNUSED_RESULT;
void            gate_rpc_serving_close       (GateRpcServing         *self);
void            gate_rpc_serving_set_methods (GateRpcServing         *self,
                                              const GateRpcMethod    *methods,
                                              gpointer                user_data);
void            gate_rpc_serving_begin       (GateRpcServing         *self,
                                              GateRpcMessage         *request);
gboolean        gate_rpc_serving_cancel      (GateRpcServing         *self,
                                              JsonNode               *id);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GateRpcServing, gate_rpc_serving_close)

G_END_DECLS
