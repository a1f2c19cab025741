// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-hub-account.h"

#include <string.h>

static GateAccountRemedy
remedy_of_error (const GError *error)
{
  if (gate_error_matches (error, GATE_ERROR_CHANGED) || gate_error_matches (error, GATE_ERROR_ASK_NEEDED) ||
      gate_error_matches (error, GATE_ERROR_REFUSED))
    return GATE_ACCOUNT_REMEDY_REVIEW;
  if (gate_error_matches (error, GATE_ERROR_KEYRING_LOCKED) || gate_error_matches (error, GATE_ERROR_KEYRING_DISMISSED))
    return GATE_ACCOUNT_REMEDY_UNLOCK;
  if (gate_error_matches (error, GATE_ERROR_KEYRING_ABSENT))
    return GATE_ACCOUNT_REMEDY_GET_KEYRING;
  if (gate_error_matches (error, GATE_ERROR_SIGN_IN_NEEDED))
    return GATE_ACCOUNT_REMEDY_SIGN_IN;
  if (gate_error_get_layer (error) == GATE_LAYER_SIGNED_IN)
    return GATE_ACCOUNT_REMEDY_SIGN_IN_AGAIN;
  return GATE_ACCOUNT_REMEDY_RETRY;
}

static GateAccountRemedy
remedy_of_off (GateHubAccount *self)
{
  if (gate_hub_account_get_locked (self))
    return GATE_ACCOUNT_REMEDY_ASK_ADMINISTRATOR;
  return g_strcmp0 (gate_hub_account_get_sign_in (self), "unknown") == 0 ? GATE_ACCOUNT_REMEDY_CONNECT : GATE_ACCOUNT_REMEDY_TURN_ON;
}

/* Nobody runs a program on this computer unasked. */
static gboolean
waits_to_be_started (GateHubAccount *self)
{
  return gate_hub_account_get_phase (self) == GATE_ACCOUNT_PHASE_UNKNOWN
         && strcmp (gate_hub_connector_get_kind (gate_hub_account_get_connector (self)), "stdio") == 0;
}

/**
 * gate_hub_account_get_remedy:
 * @self: an account
 *
 * Walks the layers in the order of diagnosis: on, signed in, then what the service said last.
 *
 * Returns: what to do about the first that is off
 */
GateAccountRemedy
gate_hub_account_get_remedy (GateHubAccount *self)
{
  static const struct {
    const char        *sign_in;
    GateAccountRemedy  remedy;
  } remedies[] = {
    { "signed-out", GATE_ACCOUNT_REMEDY_SIGN_IN },
    { "expired", GATE_ACCOUNT_REMEDY_SIGN_IN_AGAIN },
    { "keyring-locked", GATE_ACCOUNT_REMEDY_UNLOCK },
    { "keyring-absent", GATE_ACCOUNT_REMEDY_GET_KEYRING },
  };

  g_return_val_if_fail (GATE_IS_HUB_ACCOUNT (self), GATE_ACCOUNT_REMEDY_NONE);

  const char *sign_in = gate_hub_account_get_sign_in (self);
  const GError *error = gate_hub_account_get_error (self);
  if (!gate_hub_account_get_active (self))
    return remedy_of_off (self);
  if (!sign_in)
    return GATE_ACCOUNT_REMEDY_WAIT;
  if (!error && strcmp (sign_in, "unknown") == 0)
    return GATE_ACCOUNT_REMEDY_WAIT;
  for (guint i = 0; i < G_N_ELEMENTS (remedies); i++)
    if (strcmp (sign_in, remedies[i].sign_in) == 0)
      return remedies[i].remedy;
  if (!error)
    return waits_to_be_started (self) ? GATE_ACCOUNT_REMEDY_START : GATE_ACCOUNT_REMEDY_NONE;

  GateAccountRemedy remedy = remedy_of_error (error);
  gboolean refused = remedy == GATE_ACCOUNT_REMEDY_SIGN_IN && strcmp (sign_in, "signed-in") == 0;
  return refused ? GATE_ACCOUNT_REMEDY_SIGN_IN_AGAIN : remedy;
}
