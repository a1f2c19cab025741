// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-store.h"

G_BEGIN_DECLS

/* What is noted in place of a tool: signing in, which is no use but what it is counted from; reading a resource; getting a prompt. */
#define GATE_USAGE_SIGN_IN  ""
#define GATE_USAGE_RESOURCE "resources/read"
#define GATE_USAGE_PROMPT   "prompts/get"

#define GATE_TYPE_USAGE_LOG (gate_usage_log_get_type ())

/**
 * GateUsageLog:
 *
 * Notes which tools are used, without a call waiting for it: uses are counted here and written together, a second later or when the hub
 * is closed. Private to the hub.
 */
G_DECLARE_FINAL_TYPE (GateUsageLog, gate_usage_log, GATE, USAGE_LOG, GObject)

GateUsageLog *gate_usage_log_new          (GateStore            *state) G_GNUC_WARN_UNUSED_RESULT;
void          gate_usage_log_note         (GateUsageLog         *self,
                                           const char           *connector,
                                           const char           *account,
                                           const char           *project,
                                           const char           *tool);
/* Ends when everything that was noted is written. */
void          gate_usage_log_flush_async  (GateUsageLog         *self,
                                           GAsyncReadyCallback   callback,
                                           gpointer              user_data);
gboolean      gate_usage_log_flush_finish (GateUsageLog         *self,
                                           GAsyncResult         *result,
                                           GError              **error);

G_END_DECLS
