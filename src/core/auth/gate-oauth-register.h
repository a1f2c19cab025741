// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-oauth-client.h"
#include "gate-sign-in-context.h"

G_BEGIN_DECLS

void             gate_oauth_register_async  (GateSignInContext    *context,
                                             GateServerMetadata   *server,
                                             const char           *redirect_uri,
                                             GCancellable         *cancellable,
                                             GAsyncReadyCallback   callback,
                                             gpointer              user_data);
GateOauthClient *gate_oauth_register_finish (GateSignInContext    *context,
                                             GAsyncResult         *result,
                                             GError              **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
