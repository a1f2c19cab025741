// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-oauth-private.h"

#include "gate-error.h"
#include "gate-i18n.h"
#include "gate-task.h"

typedef struct {
  char           *issuer;
  gboolean        create;
  GateSigningKey *key;
} DpopData;

GATE_DEFINE_DATA (DpopData, dpop_data)

static void
dpop_data_clear (DpopData *self)
{
  g_free (self->issuer);
  g_clear_object (&self->key);
}

static void
use_key (GTask          *task,
         GateSigningKey *key)
{
  GateOauth *self = g_task_get_source_object (task);

  g_clear_object (&self->dpop);
  self->dpop = gate_dpop_session_new (key);
  g_task_return_boolean (task, TRUE);
}

static void
did_keep (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;

  gate_vault_keep_finish (GATE_VAULT (source), result);
  use_key (task, dpop_data_of (task)->key);
}

static void
create_key (GTask *task)
{
  GateOauth *self = g_task_get_source_object (task);
  DpopData *data = dpop_data_of (task);
  GateSecretKey name = gate_sign_in_context_key (self->context, "dpop-key", data->issuer, NULL);
  g_autofree char *label = gate_sign_in_context_dup_label (self->context, _("key of the sign-in"));
  g_autoptr(GError) error = NULL;

  data->key = gate_signing_key_generate (&error);
  g_autoptr(GateSecret) pem = data->key ? gate_signing_key_dup_pem (data->key, &error) : NULL;
  if (pem)
    gate_vault_keep_async (self->context->vault, &name, label, pem, did_keep, g_object_ref (task));
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
got_key (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  DpopData *data = dpop_data_of (task);
  g_autoptr(GError) error = NULL;
  g_autoptr(GateSecret) pem = gate_vault_look_finish (GATE_VAULT (source), result, &error);
  g_autoptr(GateSigningKey) key = pem ? gate_signing_key_new_from_pem (pem, &error) : NULL;

  if (key)
    use_key (task, key);
  else if (data->create && (!error || gate_vault_error_is_keyring (error) || pem))
    create_key (task);
  else if (error)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_error (task, gate_error_new (GATE_ERROR_SIGN_IN_NEEDED, GATE_LAYER_SIGNED_IN, _("Sign in again."),
                                               _("The key that the sign-in is bound to is missing")));
}

/**
 * gate_oauth_load_dpop_async:
 * @self: a sign-in by OAuth
 * @issuer: the authorization server
 * @create: whether to make a key when there is none
 * @cancellable: (nullable): ends it
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Gets the key that tokens of this authorization server are bound to.
 */
void
gate_oauth_load_dpop_async (GateOauth           *self,
                            const char          *issuer,
                            gboolean             create,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  g_autoptr(GTask) task = gate_task_new (self, cancellable, callback, user_data, gate_oauth_load_dpop_async);
  GateSecretKey name = gate_sign_in_context_key (self->context, "dpop-key", issuer, NULL);
  DpopData *data = dpop_data_new ();

  dpop_data_attach (task, data);
  data->issuer = g_strdup (issuer);
  data->create = create;
  gate_vault_look_async (self->context->vault, &name, GATE_VAULT_EXACT, cancellable, got_key, g_steal_pointer (&task));
}

/**
 * gate_oauth_load_dpop_finish:
 * @self: a sign-in by OAuth
 * @result: the result
 * @error: set to %GATE_ERROR_SIGN_IN_NEEDED when the key is missing, or as the keyring tells it
 *
 * Returns: %TRUE when the key is there
 */
gboolean
gate_oauth_load_dpop_finish (GateOauth     *self,
                             GAsyncResult  *result,
                             GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}
