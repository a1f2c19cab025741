// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-hub.h"

G_BEGIN_DECLS

/* Looks for accounts that are signed in and that nobody uses, in whatever project. connector: (nullable): all. */
void       gate_unused_check_async  (GateHub              *hub,
                                     GateHubProject       *project,
                                     const char           *connector,
                                     GCancellable         *cancellable,
                                     GAsyncReadyCallback   callback,
                                     gpointer              user_data);
/* (element-type GateFinding) */
GPtrArray *gate_unused_check_finish (GateHub              *hub,
                                     GAsyncResult         *result,
                                     GError              **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
