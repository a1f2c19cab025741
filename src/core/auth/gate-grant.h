// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-dpop-session.h"
#include "gate-server-metadata.h"
#include "gate-sign-in-context.h"
#include "gate-token-set.h"

G_BEGIN_DECLS

/**
 * GateGrant:
 * @server: the authorization server
 * @resource: the resource
 * @scope: (nullable): scopes to ask for; a refresh asks for none
 * @previous: (nullable): the sign-in as it is
 * @dpop: (nullable): the key to bind tokens to
 *
 * A way to tokens without the person, which the connector's kind of sign-in decides. Borrowed.
 */
typedef struct {
  GateServerMetadata *server;
  const char         *resource;
  const char         *scope;
  GateTokenSet       *previous;
  GateDpopSession    *dpop;
} GateGrant;

gboolean      gate_grant_is_possible (GateSignInContext    *context,
                                      GateTokenSet         *previous);
void          gate_grant_async       (GateSignInContext    *context,
                                      const GateGrant      *grant,
                                      GCancellable         *cancellable,
                                      GAsyncReadyCallback   callback,
                                      gpointer              user_data);
GateTokenSet *gate_grant_finish      (GateSignInContext    *context,
                                      GAsyncResult         *result,
                                      GError              **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
