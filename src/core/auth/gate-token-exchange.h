// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-sign-in-context.h"

G_BEGIN_DECLS

void        gate_subject_token_async   (GateSignInContext    *context,
                                        GCancellable         *cancellable,
                                        GAsyncReadyCallback   callback,
                                        gpointer              user_data);
GateSecret *gate_subject_token_finish  (GateSignInContext    *context,
                                        GAsyncResult         *result,
                                        GError              **error) G_GNUC_WARN_UNUSED_RESULT;
void        gate_token_exchange_async  (GateSignInContext    *context,
                                        GateSecret           *subject,
                                        const char           *audience,
                                        const char           *resource,
                                        const char           *scope,
                                        GCancellable         *cancellable,
                                        GAsyncReadyCallback   callback,
                                        gpointer              user_data);
GateSecret *gate_token_exchange_finish (GateSignInContext    *context,
                                        GAsyncResult         *result,
                                        GError              **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
