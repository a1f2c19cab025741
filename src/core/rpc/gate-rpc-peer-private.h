// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-rpc-peer.h"
#include "gate-rpc-serving.h"

G_BEGIN_DECLS

struct _GateRpcPeer {
  GObject                parent_instance;

  GateRpcPeerFunctions   functions;
  gpointer               user_data;
  GateRpcServing        *serving;
  GHashTable            *pending;    /* (element-type utf8 Pending): by the key of the id, owned */
  gint64                 first_id;
  gint64                 next_id;
  GSource               *timer;      /* ready at the next deadline */
  guint                  holds;
  gint64                 held_since;
  gint64                 held_in_all;
  GError                *closed;     /* (nullable): why it takes no more requests */
};

/* A request that waits. Its times are those of gate_rpc_peer_get_time(). */
typedef struct {
  GateRpcPeer    *peer;          /* (unowned) */
  GTask          *task;
  JsonNode       *id;
  char           *method;
  GateRpcOptions  options;       /* its context owned */
  gint64          last_sign;
  gint64          begun;
  GSource        *cancel_source; /* (nullable) */
} GateRpcPending;

/* Between the halves of a peer: the requests in flight, and what comes in. */
GateRpcPending *gate_rpc_peer_steal   (GateRpcPeer    *self,
                                       const char     *key);
GateRpcPending *gate_rpc_peer_find    (GateRpcPeer    *self);
void            gate_rpc_peer_rearm   (GateRpcPeer    *self);
void            gate_rpc_pending_free (GateRpcPending *self);

G_END_DECLS
