// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * GateRetryFunc:
 * @key: what failed
 * @user_data: the data
 *
 * Called when it is time to try again.
 */
typedef void (*GateRetryFunc) (const char *key,
                               gpointer    user_data);

/**
 * GateRetryNeedFunc:
 * @key: what failed
 * @user_data: the data
 *
 * Returns: %TRUE when it is of no use to try it without a network
 */
typedef gboolean (*GateRetryNeedFunc) (const char *key,
                                       gpointer    user_data);

/**
 * GateRetryPlan:
 *
 * When to try again what failed: each time a little later, not without the network that it needs, and at once when that comes back.
 */
typedef struct _GateRetryPlan GateRetryPlan;

GateRetryPlan *gate_retry_plan_new       (GNetworkMonitor   *monitor,
                                          GateRetryFunc      retry,
                                          GateRetryNeedFunc  needs_network,
                                          gpointer           user_data) G_GNUC_WARN_UNUSED_RESULT;
void           gate_retry_plan_free      (GateRetryPlan     *self);
/* seconds: what the service asks to wait at least, 0: nothing. What waits already was told by another before. */
void           gate_retry_plan_failed    (GateRetryPlan     *self,
                                          const char        *key,
                                          guint              seconds);
void           gate_retry_plan_succeeded (GateRetryPlan     *self,
                                          const char        *key);
/* TRUE while it waits for its time, or for the network. */
gboolean       gate_retry_plan_waits     (GateRetryPlan     *self,
                                          const char        *key);
void           gate_retry_plan_hurry     (GateRetryPlan     *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GateRetryPlan, gate_retry_plan_free)

G_END_DECLS
