// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-sign-in-context.h"

G_BEGIN_DECLS

void     gate_helper_approval_async  (GateSignInContext    *context,
                                      const char * const   *argv,
                                      GCancellable         *cancellable,
                                      GAsyncReadyCallback   callback,
                                      gpointer              user_data);
gboolean gate_helper_approval_finish (GateSignInContext    *context,
                                      GAsyncResult         *result,
                                      GError              **error);

G_END_DECLS
