// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-retry-plan.h"

#define FIRST_SECONDS 2u
#define LAST_SECONDS 300u

struct _GateRetryPlan {
  GateRetryFunc      retry;
  GateRetryNeedFunc  needs_network;
  gpointer           user_data;
  GNetworkMonitor   *monitor;
  GHashTable        *entries; /* (element-type utf8 Entry) */
};

typedef struct {
  GateRetryPlan *plan;
  char          *key;
  guint          n_failures; /* in a row */
  guint          timer;      /* 0 while it is being tried */
  gboolean       held;       /* its time has come, and the network is not there */
} Entry;

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  g_clear_handle_id (&entry->timer, g_source_remove);
  g_free (entry->key);
  g_free (entry);
}

static gboolean
on_timer (gpointer user_data)
{
  Entry *entry = user_data;
  GateRetryPlan *plan = entry->plan;
  g_autofree char *key = g_strdup (entry->key);

  entry->timer = 0;
  entry->held = !g_network_monitor_get_network_available (plan->monitor) && plan->needs_network (key, plan->user_data);
  if (!entry->held)
    plan->retry (key, plan->user_data);
  return G_SOURCE_REMOVE;
}

static void
network_changed (GateRetryPlan *self,
                 gboolean       available)
{
  if (available)
    gate_retry_plan_hurry (self);
}

/**
 * gate_retry_plan_new:
 * @monitor: what knows whether there is a network
 * @retry: called when it is time
 * @needs_network: called to know what waits for the network
 * @user_data: for both
 *
 * Returns: (transfer full): a plan without anything to do
 */
GateRetryPlan *
gate_retry_plan_new (GNetworkMonitor   *monitor,
                     GateRetryFunc      retry,
                     GateRetryNeedFunc  needs_network,
                     gpointer           user_data)
{
  GateRetryPlan *self = g_new0 (GateRetryPlan, 1);

  self->retry = retry;
  self->needs_network = needs_network;
  self->user_data = user_data;
  self->monitor = g_object_ref (monitor);
  self->entries = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, entry_free);
  g_signal_connect_swapped (self->monitor, "network-changed", G_CALLBACK (network_changed), self);
  return self;
}

/**
 * gate_retry_plan_free:
 * @self: (transfer full) (nullable): a plan
 *
 * Gives up all that was planned.
 */
void
gate_retry_plan_free (GateRetryPlan *self)
{
  if (!self)
    return;
  g_signal_handlers_disconnect_by_data (self->monitor, self);
  g_object_unref (self->monitor);
  g_hash_table_unref (self->entries);
  g_free (self);
}

/**
 * gate_retry_plan_failed:
 * @self: a plan
 * @key: what failed
 * @seconds: what the service asks to wait at least, 0 where it does not
 *
 * Plans the next try: after two seconds at first, then after twice as long each time, at most five minutes. Who tells of the same
 * failure once more changes nothing, unless the service asks to wait.
 */
void
gate_retry_plan_failed (GateRetryPlan *self,
                        const char    *key,
                        guint          seconds)
{
  Entry *entry = g_hash_table_lookup (self->entries, key);
  guint pause;

  if (gate_retry_plan_waits (self, key) && (seconds == 0 || entry->held))
    return;
  if (!entry)
    {
      entry = g_new0 (Entry, 1);
      entry->plan = self;
      entry->key = g_strdup (key);
      g_hash_table_insert (self->entries, entry->key, entry);
    }
  pause = MIN (FIRST_SECONDS << MIN (entry->n_failures, 10), LAST_SECONDS);
  if (entry->timer == 0)
    entry->n_failures++;
  g_clear_handle_id (&entry->timer, g_source_remove);
  entry->timer = g_timeout_add_seconds (MAX (pause, MIN (seconds, G_MAXINT)), on_timer, entry);
}

/**
 * gate_retry_plan_succeeded:
 * @self: a plan
 * @key: what need not be tried again
 *
 * Takes it out of the plan.
 */
void
gate_retry_plan_succeeded (GateRetryPlan *self,
                           const char    *key)
{
  g_hash_table_remove (self->entries, key);
}

/**
 * gate_retry_plan_waits:
 * @self: a plan
 * @key: what may have failed
 *
 * Returns: %TRUE when it is to be tried again later, or with a network
 */
gboolean
gate_retry_plan_waits (GateRetryPlan *self,
                       const char    *key)
{
  const Entry *entry = g_hash_table_lookup (self->entries, key);

  return entry && (entry->timer != 0 || entry->held);
}

/**
 * gate_retry_plan_hurry:
 * @self: a plan
 *
 * Tries at once what would be tried later.
 */
void
gate_retry_plan_hurry (GateRetryPlan *self)
{
  g_autoptr(GList) entries = g_hash_table_get_values (self->entries);

  for (GList *each = entries; each; each = each->next)
    {
      Entry *entry = each->data;

      if (entry->timer == 0 && !entry->held)
        continue;
      entry->held = FALSE;
      g_clear_handle_id (&entry->timer, g_source_remove);
      entry->timer = g_idle_add (on_timer, entry);
    }
}
