// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-server-metadata.h"
#include "gate-sign-in-context.h"

G_BEGIN_DECLS

void    gate_endpoint_consent_async  (GateSignInContext    *context,
                                      GateServerMetadata   *server,
                                      const char * const   *confirmed,
                                      GCancellable         *cancellable,
                                      GAsyncReadyCallback   callback,
                                      gpointer              user_data);
char  **gate_endpoint_consent_finish (GateSignInContext    *context,
                                      GAsyncResult         *result,
                                      GError              **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
