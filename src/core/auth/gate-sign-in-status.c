// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-sign-in-status.h"

#include "gate-error.h"

/**
 * gate_sign_in_status_new:
 *
 * Returns: (transfer full): a status that says that no sign-in is needed
 */
GateSignInStatus *
gate_sign_in_status_new (void)
{
  return g_new0 (GateSignInStatus, 1);
}

/**
 * gate_sign_in_status_free:
 * @self: (transfer full) (nullable): a status
 *
 * Frees a status.
 */
void
gate_sign_in_status_free (GateSignInStatus *self)
{
  if (!self)
    return;
  g_free (self->issuer);
  g_free (self->client_id);
  g_free (self->scopes);
  g_free (self);
}

/**
 * gate_sign_in_state_to_string:
 * @state: a state
 *
 * Returns: its stable name in `--json` output, "signed-in"
 */
const char *
gate_sign_in_state_to_string (GateSignInState state)
{
  static const char *const names[] = {
    [GATE_SIGN_IN_STATE_NOT_NEEDED] = "not-needed",
    [GATE_SIGN_IN_STATE_UNKNOWN] = "unknown",
    [GATE_SIGN_IN_STATE_SIGNED_IN] = "signed-in",
    [GATE_SIGN_IN_STATE_SIGNED_OUT] = "signed-out",
    [GATE_SIGN_IN_STATE_EXPIRED] = "expired",
    [GATE_SIGN_IN_STATE_KEYRING_LOCKED] = "keyring-locked",
    [GATE_SIGN_IN_STATE_KEYRING_ABSENT] = "keyring-absent",
  };

  g_return_val_if_fail ((guint) state < G_N_ELEMENTS (names), "not-needed");
  return names[state];
}

/**
 * gate_sign_in_state_for_error:
 * @error: why credentials could not be had
 *
 * Returns: the state that this is
 */
GateSignInState
gate_sign_in_state_for_error (const GError *error)
{
  if (gate_error_matches (error, GATE_ERROR_CREDENTIAL_EXPIRED))
    return GATE_SIGN_IN_STATE_EXPIRED;
  if (gate_error_matches (error, GATE_ERROR_KEYRING_ABSENT))
    return GATE_SIGN_IN_STATE_KEYRING_ABSENT;
  if (gate_error_matches (error, GATE_ERROR_KEYRING_LOCKED) || gate_error_matches (error, GATE_ERROR_KEYRING_DISMISSED))
    return GATE_SIGN_IN_STATE_KEYRING_LOCKED;
  return GATE_SIGN_IN_STATE_SIGNED_OUT;
}
