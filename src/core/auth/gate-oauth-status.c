// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-oauth-private.h"

#include "gate-error.h"
#include "gate-task.h"

/* --- Beginning --- */

/**
 * gate_oauth_begin:
 * @method: a sign-in by OAuth
 * @task: (transfer full): ends with %TRUE, or with an error
 *
 * Asks for what the settings refer to and the keyring does not have: a client secret, a key, an identity token. All else waits for
 * the server's challenge.
 */
void
gate_oauth_begin (GateSignInMethod *method,
                  GTask            *task)
{
  gate_field_values_begin (GATE_OAUTH (method)->secrets, task);
}

/* --- Status --- */

static GateSignInState
state_of (GateOauth    *self,
          GateTokenSet *tokens)
{
  if (gate_oauth_needs_nobody (self))
    return GATE_SIGN_IN_STATE_SIGNED_IN;
  if (!tokens)
    return GATE_SIGN_IN_STATE_SIGNED_OUT;
  if (!tokens->access_token)
    return GATE_SIGN_IN_STATE_EXPIRED;
  if (gate_token_set_has_expired (tokens, g_get_real_time () / G_USEC_PER_SEC) && !tokens->refresh_token)
    return GATE_SIGN_IN_STATE_EXPIRED;
  return GATE_SIGN_IN_STATE_SIGNED_IN;
}

static GateSignInStatus *
describe (GateOauth *self)
{
  GateTokenSet *tokens = gate_token_keeper_get (self->keeper);
  GateSignInStatus *status = gate_sign_in_status_new ();

  status->state = state_of (self, tokens);
  if (!tokens)
    return status;
  status->issuer = g_strdup (tokens->issuer);
  status->client_id = g_strdup (tokens->client_id);
  status->scopes = g_strdup (tokens->scope);
  status->expires = tokens->expires_at;
  status->signed_in_at = tokens->signed_in_at;
  status->can_refresh = tokens->refresh_token != NULL;
  return status;
}

static void
did_load_status (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GateOauth *self = g_task_get_source_object (task);
  g_autoptr(GError) error = NULL;
  GateSignInStatus *status;

  if (!gate_token_keeper_load_finish (GATE_TOKEN_KEEPER (source), result, &error) && !gate_vault_error_is_keyring (error))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  status = describe (self);
  if (error && status->state != GATE_SIGN_IN_STATE_SIGNED_IN)
    status->state = gate_sign_in_state_for_error (error);
  g_task_return_pointer (task, status, (GDestroyNotify) gate_sign_in_status_free);
}

/* Whom no person signs in for: what was configured is there, or not. */
static void
did_load_settings (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GateOauth *self = g_task_get_source_object (task);
  g_autoptr(GError) error = NULL;

  if (gate_field_values_load_finish (GATE_FIELD_VALUES (source), result, &error) && gate_field_values_check (self->secrets, &error))
    {
      gate_token_keeper_load_async (self->keeper, GATE_VAULT_FRESH, g_task_get_cancellable (task), did_load_status, g_object_ref (task));
      return;
    }

  GateSignInStatus *status = gate_sign_in_status_new ();
  status->state = gate_sign_in_state_for_error (error);
  g_task_return_pointer (task, status, (GDestroyNotify) gate_sign_in_status_free);
}

/**
 * gate_oauth_get_status:
 * @method: a sign-in by OAuth
 * @task: (transfer full): ends with a #GateSignInStatus
 *
 * Tells what the keyring has of it.
 */
void
gate_oauth_get_status (GateSignInMethod *method,
                       GTask            *task)
{
  GateOauth *self = GATE_OAUTH (method);

  gate_field_values_drop (self->secrets);
  if (gate_oauth_needs_nobody (self))
    gate_field_values_load_async (self->secrets, g_task_get_cancellable (task), did_load_settings, task);
  else
    gate_token_keeper_load_async (self->keeper, GATE_VAULT_FRESH, g_task_get_cancellable (task), did_load_status, task);
}
