// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * GateRetryFunc:
 * @object: what failed
 * @user_data: the data
 *
 * Called when it is time to try again.
 */
typedef void (*GateRetryFunc) (GObject  *object,
                               gpointer  user_data);

/**
 * GateRetryPlan:
 *
 * When to try again what failed: each time a little later, and at once when the network comes back.
 */
typedef struct _GateRetryPlan GateRetryPlan;

GateRetryPlan *gate_retry_plan_new       (GateRetryFunc  retry,
                                          gpointer       user_data) G_GNUC_WARN_UNUSED_RESULT;
void           gate_retry_plan_free      (GateRetryPlan *self);
/* seconds: what the service asks to wait at least, 0: nothing. */
void           gate_retry_plan_failed    (GateRetryPlan *self,
                                          GObject       *object,
                                          guint          seconds);
void           gate_retry_plan_succeeded (GateRetryPlan *self,
                                          GObject       *object);
/* TRUE while it waits for its time. */
gboolean       gate_retry_plan_waits     (GateRetryPlan *self,
                                          GObject       *object);
void           gate_retry_plan_hurry     (GateRetryPlan *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GateRetryPlan, gate_retry_plan_free)

G_END_DECLS
