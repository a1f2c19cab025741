// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-authorization-request.h"
#include "gate-loopback-listener.h"
#include "gate-sign-in-context.h"

G_BEGIN_DECLS

void  gate_browser_visit_async  (GateSignInContext         *context,
                                 GateQuestion              *question,
                                 GateAuthorizationRequest  *request,
                                 GateLoopbackListener      *listener,
                                 GCancellable              *cancellable,
                                 GAsyncReadyCallback        callback,
                                 gpointer                   user_data);
char *gate_browser_visit_finish (GateSignInContext         *context,
                                 GAsyncResult              *result,
                                 GError                   **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
