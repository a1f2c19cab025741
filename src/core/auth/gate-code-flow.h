// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-dpop-session.h"
#include "gate-oauth-discovery.h"
#include "gate-token-set.h"

G_BEGIN_DECLS

/**
 * GateCodeFlow:
 * @service: the resource and its authorization server
 * @scope: (nullable): scopes to ask for
 * @previous: (nullable): the sign-in as it was
 * @dpop: (nullable): the key to bind tokens to
 *
 * What a sign-in in the browser is about. Borrowed.
 */
typedef struct {
  GateOauthService *service;
  const char       *scope;
  GateTokenSet     *previous;
  GateDpopSession  *dpop;
} GateCodeFlow;

void          gate_code_flow_async  (GateSignInContext    *context,
                                     const GateCodeFlow   *flow,
                                     GCancellable         *cancellable,
                                     GAsyncReadyCallback   callback,
                                     gpointer              user_data);
GateTokenSet *gate_code_flow_finish (GateSignInContext    *context,
                                     GAsyncResult         *result,
                                     GError              **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
