// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-sign-in-context.h"

G_BEGIN_DECLS

void    gate_metadata_fetch_async  (GateSignInContext    *context,
                                    const char * const   *addresses,
                                    gboolean              unguarded,
                                    GCancellable         *cancellable,
                                    GAsyncReadyCallback   callback,
                                    gpointer              user_data);
GBytes *gate_metadata_fetch_finish (GateSignInContext    *context,
                                    GAsyncResult         *result,
                                    GError              **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
