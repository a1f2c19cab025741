// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-sign-in-context.h"
#include "gate-token-set.h"

G_BEGIN_DECLS

#define GATE_TYPE_TOKEN_KEEPER (gate_token_keeper_get_type ())

/**
 * GateTokenKeeper:
 *
 * Keeps the tokens of one sign-in, and renews them once however many ask at once: within the process by joining what is under way,
 * across processes by the lock: take it, read anew, use what another has renewed, else renew, keep, read back, release.
 */
G_DECLARE_FINAL_TYPE (GateTokenKeeper, gate_token_keeper, GATE, TOKEN_KEEPER, GObject)

/**
 * GateRenewal:
 * @start: asks the server for new tokens in the place of @tokens
 * @finish: ends that
 *
 * How tokens are renewed; its owner says it.
 */
typedef struct {
  void          (*start)  (gpointer              owner,
                           GateTokenSet         *tokens,
                           GAsyncReadyCallback   callback,
                           gpointer              user_data);
  GateTokenSet *(*finish) (gpointer              owner,
                           GAsyncResult         *result,
                           GError              **error);
} GateRenewal;

/* owner: (unowned): outlives the keeper. */
GateTokenKeeper *gate_token_keeper_new           (GateSignInContext     *context,
                                                  const GateRenewal     *renewal,
                                                  gpointer               owner) G_GNUC_WARN_UNUSED_RESULT;
/* What is known now; NULL when nothing is, or nothing was loaded yet. Look at access_token: an ended sign-in has none. */
GateTokenSet    *gate_token_keeper_get           (GateTokenKeeper       *self);
void             gate_token_keeper_load_async    (GateTokenKeeper       *self,
                                                  GateVaultFlags         flags,
                                                  GCancellable          *cancellable,
                                                  GAsyncReadyCallback    callback,
                                                  gpointer               user_data);
gboolean         gate_token_keeper_load_finish   (GateTokenKeeper       *self,
                                                  GAsyncResult          *result,
                                                  GError               **error);
void             gate_token_keeper_renew_async   (GateTokenKeeper       *self,
                                                  GateTokenSet          *stale,
                                                  GCancellable          *cancellable,
                                                  GAsyncReadyCallback    callback,
                                                  gpointer               user_data);
gboolean         gate_token_keeper_renew_finish  (GateTokenKeeper       *self,
                                                  GAsyncResult          *result,
                                                  GError               **error);
void             gate_token_keeper_keep_async    (GateTokenKeeper       *self,
                                                  GateTokenSet          *tokens,
                                                  GCancellable          *cancellable,
                                                  GAsyncReadyCallback    callback,
                                                  gpointer               user_data);
gboolean         gate_token_keeper_keep_finish   (GateTokenKeeper       *self,
                                                  GAsyncResult          *result,
                                                  GError               **error);
/* New tokens that the server has not taken yet: when it refuses them, renewing once more is of no use. */
void             gate_token_keeper_note_accepted (GateTokenKeeper       *self);
gboolean         gate_token_keeper_is_doubtful   (GateTokenKeeper       *self);
void             gate_token_keeper_drop          (GateTokenKeeper       *self);

G_END_DECLS
