// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-rpc-call.h"

G_BEGIN_DECLS

#define GATE_TYPE_RPC_PEER (gate_rpc_peer_get_type ())

/**
 * GateRpcPeer:
 *
 * One end of a JSON-RPC conversation, without a transport: it knows which requests wait for an answer and until when, matches
 * answers and progress to them, and hands the other side's requests to their handlers. Its owner carries the messages.
 *
 * Everything happens in the main context of the thread that made it.
 */
G_DECLARE_FINAL_TYPE (GateRpcPeer, gate_rpc_peer, GATE, RPC_PEER, GObject)

/**
 * GateRpcPeerFunctions:
 * @send: carry this message; @context is that of the request, %NULL for notifications and answers
 * @abandon: (nullable): nobody waits for the request @id any more (@reason: a sentence for the other side)
 * @answered: (nullable): the answer to a request has come, and is about to be given to who made it
 * @notified: (nullable): the other side sent a notification that the peer does not handle itself
 *
 * What the owner of a peer does for it.
 */
typedef struct {
  void (*send)     (GateRpcPeer    *self,
                    GateRpcMessage *message,
                    GObject        *context,
                    gpointer        user_data);
  void (*abandon)  (GateRpcPeer    *self,
                    JsonNode       *id,
                    GObject        *context,
                    const char     *reason,
                    gpointer        user_data);
  void (*answered) (GateRpcPeer    *self,
                    GateRpcMessage *answer,
                    GObject        *context,
                    gpointer        user_data);
  void (*notified) (GateRpcPeer    *self,
                    const char     *method,
                    JsonObject     *params,
                    gpointer        user_data);
} GateRpcPeerFunctions;

/**
 * GateRpcProgressFunc:
 * @progress: how far, growing
 * @total: of how much, or NaN
 * @message: (nullable): the other side's words
 * @user_data: the data of the request's options
 */
typedef void (*GateRpcProgressFunc) (double      progress,
                                     double      total,
                                     const char *message,
                                     gpointer    user_data);

/**
 * GateRpcOptions:
 * @timeout_ms: how long to wait without a sign of life, in milliseconds; 0: for ever
 * @total_ms: how long to wait in all, progress or not; 0: for ever
 * @ask_progress: whether to ask for progress
 * @progress: (nullable): who is told of it; called only before the request's callback
 * @progress_data: its data
 * @context: (nullable): handed to send and abandon
 *
 * How to make a request. A zeroed struct waits for ever.
 */
typedef struct {
  guint                timeout_ms;
  guint                total_ms;
  gboolean             ask_progress;
  GateRpcProgressFunc  progress;
  gpointer             progress_data;
  GObject             *context;
} GateRpcOptions;

/**
 * GateRpcMethodFunc:
 * @call: the request to answer, at once or later
 * @user_data: the data of the method
 */
typedef void (*GateRpcMethodFunc) (GateRpcCall *call,
                                   gpointer     user_data);

/**
 * GateRpcMethod:
 * @name: the method
 * @function: what answers it
 *
 * A row of the table of methods that the other side may call; the table ends with a %NULL name.
 */
typedef struct {
  const char        *name;
  GateRpcMethodFunc  function;
} GateRpcMethod;

GateRpcPeer *gate_rpc_peer_new            (const GateRpcPeerFunctions  *functions,
                                           gpointer                     user_data) G_GNUC_WARN_UNUSED_RESULT;
void         gate_rpc_peer_set_methods    (GateRpcPeer                 *self,
                                           const GateRpcMethod         *methods,
                                           gpointer                     user_data);
void         gate_rpc_peer_request_async  (GateRpcPeer                 *self,
                                           const char                  *method,
                                           JsonObject                  *params,
                                           const GateRpcOptions        *options,
                                           GCancellable                *cancellable,
                                           GAsyncReadyCallback          callback,
                                           gpointer                     user_data);
JsonNode    *gate_rpc_peer_request_finish (GateRpcPeer                 *self,
                                           GAsyncResult                *result,
                                           GError                     **error) G_GNUC_WARN_UNUSED_RESULT;
void         gate_rpc_peer_notify         (GateRpcPeer                 *self,
                                           const char                  *method,
                                           JsonObject                  *params);
gboolean     gate_rpc_peer_receive        (GateRpcPeer                 *self,
                                           GateRpcMessage              *message);
gboolean     gate_rpc_peer_is_pending     (GateRpcPeer                 *self,
                                           JsonNode                    *id);
void         gate_rpc_peer_fail           (GateRpcPeer                 *self,
                                           JsonNode                    *id,
                                           const GError                *error);
gboolean     gate_rpc_peer_fail_only      (GateRpcPeer                 *self,
                                           const GError                *error);
void         gate_rpc_peer_close          (GateRpcPeer                 *self,
                                           const GError                *error);
gint64       gate_rpc_peer_get_time       (GateRpcPeer                 *self);
void         gate_rpc_peer_hold           (GateRpcPeer                 *self);
void         gate_rpc_peer_release        (GateRpcPeer                 *self);

G_END_DECLS
