// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-dpop-session.h"
#include "gate-oauth-client.h"
#include "gate-sign-in-context.h"
#include "gate-urlencoded.h"

G_BEGIN_DECLS

/**
 * GateOauthPost:
 * @server: the authorization server
 * @endpoint: which of its endpoints
 * @client: who we are there
 * @form: what to send, without what authenticates the client
 * @dpop: (nullable): the key that the token is to be bound to
 * @unguarded: whether the endpoint was configured, so that it may be on a private network though the MCP server is public
 *
 * One request to an endpoint that takes forms and authenticates clients: token or revocation. Borrowed.
 */
typedef struct {
  GateServerMetadata *server;
  const char         *endpoint;
  GateOauthClient    *client;
  GateUrlencoded     *form;
  GateDpopSession    *dpop;
  gboolean            unguarded;
} GateOauthPost;

void      gate_oauth_post_async  (GateSignInContext    *context,
                                  const GateOauthPost  *post,
                                  GCancellable         *cancellable,
                                  GAsyncReadyCallback   callback,
                                  gpointer              user_data);
JsonNode *gate_oauth_post_finish (GateSignInContext    *context,
                                  GAsyncResult         *result,
                                  GError              **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
