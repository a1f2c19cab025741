// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-loopback-listener.h"
#include "gate-oauth-client.h"
#include "gate-sign-in-context.h"
#include "gate-token-set.h"

G_BEGIN_DECLS

void             gate_oauth_choose_client_async  (GateSignInContext     *context,
                                                  GateServerMetadata    *server,
                                                  GateTokenSet          *previous,
                                                  GCancellable          *cancellable,
                                                  GAsyncReadyCallback    callback,
                                                  gpointer               user_data);
GateOauthClient *gate_oauth_choose_client_finish (GateSignInContext     *context,
                                                  GAsyncResult          *result,
                                                  GateLoopbackListener **listener,
                                                  GError               **error) G_GNUC_WARN_UNUSED_RESULT;
/* The client of a sign-in that exists: to refresh and to revoke. Asks nobody, registers nothing. */
void             gate_oauth_recall_client_async  (GateSignInContext     *context,
                                                  const char            *issuer,
                                                  const char            *client_id,
                                                  GCancellable          *cancellable,
                                                  GAsyncReadyCallback    callback,
                                                  gpointer               user_data);
GateOauthClient *gate_oauth_recall_client_finish (GateSignInContext     *context,
                                                  GAsyncResult          *result,
                                                  GError               **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean         gate_oauth_client_is_document   (GateSignInContext     *context,
                                                  const char            *client_id);

G_END_DECLS
