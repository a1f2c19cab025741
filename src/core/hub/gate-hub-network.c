// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-hub-private.h"

#include "gate-error.h"
#include "gate-hub-connector-private.h"

#include <string.h>

/* No id has it. */
#define KEY_DIVIDER '\n'

/**
 * gate_hub_make_key:
 * @connector: a connector's id
 * @account: the account's id, "" for the first
 *
 * Returns: (transfer full): the name of an account in tables
 */
char *
gate_hub_make_key (const char *connector,
                   const char *account)
{
  return g_strdup_printf ("%s%c%s", connector, KEY_DIVIDER, account);
}

/**
 * gate_hub_get_key_account:
 * @key: what gate_hub_make_key() made
 *
 * Returns: (transfer none): the account's id in it
 */
const char *
gate_hub_get_key_account (const char *key)
{
  return strchr (key, KEY_DIVIDER) + 1;
}

/**
 * gate_hub_dup_key_connector:
 * @key: what gate_hub_make_key() made
 *
 * Returns: (transfer full): the connector's id in it
 */
char *
gate_hub_dup_key_connector (const char *key)
{
  return g_strndup (key, (gsize) (strchr (key, KEY_DIVIDER) - key));
}

static void
try_again (const char *key,
           gpointer    user_data)
{
  g_autofree char *connector = gate_hub_dup_key_connector (key);

  g_signal_emit_by_name (user_data, "try-again", connector, gate_hub_get_key_account (key));
}

static gboolean
needs_network (const char *key,
               gpointer    user_data)
{
  g_autofree char *id = gate_hub_dup_key_connector (key);
  GateHubConnector *connector = gate_hub_find_any (user_data, id, NULL);

  return connector && gate_hub_connector_needs_network (connector);
}

static void
network_changed (GateHub  *self,
                 gboolean  available)
{
  if (self->offline == !available)
    return;
  self->offline = !available;
  g_signal_emit_by_name (self, "network-changed", available);
}

/* Not before somebody wants to know: it asks other programs. */
static void
watch_network (GateHub *self)
{
  if (self->monitor)
    return;
  self->monitor = g_object_ref (g_network_monitor_get_default ());
  self->offline = !g_network_monitor_get_network_available (self->monitor);
  self->retries = gate_retry_plan_new (self->monitor, try_again, needs_network, self);
  g_signal_connect_object (self->monitor, "network-changed", G_CALLBACK (network_changed), self, G_CONNECT_SWAPPED);
}

/**
 * gate_hub_get_retries:
 * @self: an open hub
 *
 * Returns: (transfer none): when accounts that failed are asked again
 */
GateRetryPlan *
gate_hub_get_retries (GateHub *self)
{
  watch_network (self);
  return self->retries;
}

/**
 * gate_hub_is_offline:
 * @self: an open hub
 *
 * Returns: %TRUE when this computer is in no network, as far as it knows
 */
gboolean
gate_hub_is_offline (GateHub *self)
{
  watch_network (self);
  return self->offline;
}

/**
 * gate_hub_note_failure:
 * @self: an open hub
 * @link: a link
 * @error: (nullable): what went wrong with what was asked of it
 *
 * A server of the older era cannot tell that it goes, nor that it does not take the sign-in any more: who was asking has found it out,
 * and all who look at it are told.
 */
void
gate_hub_note_failure (GateHub      *self,
                       GateLink     *link,
                       const GError *error)
{
  static const GateError codes[] = { GATE_ERROR_NETWORK, GATE_ERROR_TIMED_OUT, GATE_ERROR_UNAVAILABLE, GATE_ERROR_SIGN_IN_NEEDED };

  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    if (gate_error_matches (error, codes[i]))
      gate_hub_tell_offer_changed (self, gate_connector_get_id (gate_link_get_connector (link)), gate_link_get_account (link), TRUE);
}
