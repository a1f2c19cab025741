// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-lock.h"
#include "gate-oauth-private.h"

G_BEGIN_DECLS

/* A challenge, and what is found out while it is answered. */
typedef struct {
  char             *operation;
  gboolean          forbidden; /* 403: the scopes do not suffice */
  gboolean          wants_dpop;
  char             *metadata_address; /* (nullable) */
  char             *scope; /* (nullable): the challenge's */
  char             *wanted_scope; /* (nullable): what to ask for */
  GateSecret       *used; /* (nullable): the token that was refused */
  GateTokenSet     *current; /* (nullable): the tokens that were known when its turn came */
  GateOauthService *service;
  GateLock         *ask_lock;
} GateOauthChallenge;

GateOauthChallenge *gate_oauth_challenge_of         (GTask               *task);
gboolean            gate_oauth_challenge_is_settled (GateOauth           *self,
                                                     GateOauthChallenge  *challenge);
void                gate_oauth_challenge_end        (GTask               *task);
void                gate_oauth_challenge_fail       (GTask               *task,
                                                     GError              *error);
void                gate_oauth_authorize            (GTask               *task);
GError             *gate_oauth_sign_in_needed       (GTask               *task) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
