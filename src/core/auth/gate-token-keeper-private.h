// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-lock.h"
#include "gate-token-keeper.h"

G_BEGIN_DECLS

/* Longer than the one who has the lock can take: a discovery and a request to the token endpoint. */
#define GATE_TOKEN_LOCK_TIMEOUT_MS 120000

struct _GateTokenKeeper {
  GObject            parent_instance;

  GateSignInContext *context;
  GateRenewal        renewal;
  gpointer           owner; /* (unowned) */
  GateTokenSet      *tokens; /* (nullable) */
  gboolean           doubtful; /* new in this process, and not yet taken by the server */
  GPtrArray         *waiting; /* (element-type GTask) (nullable): who waits for the renewal that is under way */
};

void          gate_token_keeper_set          (GateTokenKeeper      *self,
                                              GateTokenSet         *tokens);
void          gate_token_keeper_look         (GateTokenKeeper      *self,
                                              GateVaultFlags        flags,
                                              GAsyncReadyCallback   callback,
                                              GTask                *task);
GateTokenSet *gate_token_keeper_look_finish  (GateTokenKeeper      *self,
                                              GAsyncResult         *result,
                                              GError              **error) G_GNUC_WARN_UNUSED_RESULT;
void          gate_token_keeper_write        (GateTokenKeeper      *self,
                                              GateTokenSet         *tokens,
                                              GAsyncReadyCallback   callback,
                                              GTask                *task);

G_END_DECLS
