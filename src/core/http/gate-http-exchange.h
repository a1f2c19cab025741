// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-http.h"

G_BEGIN_DECLS

/* Sends @message on behalf of @task, whose source is a GateHttp, and returns from the task a GBytes (@whole) or a GInputStream. */
void gate_http_exchange_run (GTask                 *task,
                             SoupMessage           *message,
                             const GateHttpOptions *options,
                             gboolean               whole);

G_END_DECLS
