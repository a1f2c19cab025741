// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-hub.h"

G_BEGIN_DECLS

/* Whom its findings are about. */
#define GATE_SYSTEM_SUBJECT "system"

void       gate_system_check_async  (GateHub              *hub,
                                     const char           *connector,
                                     gboolean              local,
                                     GCancellable         *cancellable,
                                     GAsyncReadyCallback   callback,
                                     gpointer              user_data);
/* (element-type GateFinding) */
GPtrArray *gate_system_check_finish (GateHub              *hub,
                                     GAsyncResult         *result,
                                     GError              **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
