// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-token-keeper-private.h"

#include "gate-error.h"
#include "gate-i18n.h"
#include "gate-oauth-error.h"
#include "gate-task.h"

/* One renewal, for all who wait. */
typedef struct {
  GateTokenSet *stale;
  GateTokenSet *fresh;
  GateLock     *lock;
  GError       *error;
  GObject      *owner; /* alive while its work is under way */
} RenewalData;

GATE_DEFINE_DATA (RenewalData, renewal_data)

static void
renewal_data_clear (RenewalData *self)
{
  gate_token_set_unref (self->stale);
  gate_token_set_unref (self->fresh);
  gate_lock_release (self->lock);
  g_clear_error (&self->error);
  g_clear_object (&self->owner);
}

static void
end_renewal (GTask  *flight,
             GError *error)
{
  GateTokenKeeper *self = g_task_get_source_object (flight);
  g_autoptr(GPtrArray) waiting = g_steal_pointer (&self->waiting);
  g_autoptr(GError) owned = error;

  g_clear_pointer (&renewal_data_of (flight)->lock, gate_lock_release);
  for (guint i = 0; i < waiting->len; i++)
    if (owned)
      g_task_return_error (g_ptr_array_index (waiting, i), g_error_copy (owned));
    else
      g_task_return_boolean (g_ptr_array_index (waiting, i), TRUE);
  g_task_return_boolean (flight, TRUE);
}

static void
did_keep_ended (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr(GTask) flight = user_data;

  gate_vault_keep_finish (GATE_VAULT (source), result);
  end_renewal (flight, g_steal_pointer (&renewal_data_of (flight)->error));
}

static gboolean
is_usable (GateTokenSet *tokens)
{
  return tokens && !gate_token_set_is_due (tokens, g_get_real_time () / G_USEC_PER_SEC);
}

/* Refused: has another process, which does not share our lock (in a sandbox with a state folder of its own), been faster? */
static void
got_last_look (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr(GTask) flight = user_data;
  GateTokenKeeper *self = g_task_get_source_object (flight);
  RenewalData *data = renewal_data_of (flight);
  g_autoptr(GateTokenSet) found = gate_token_keeper_look_finish (self, result, NULL);

  if (is_usable (found) && !gate_token_set_same_access (found, data->fresh))
    {
      gate_token_keeper_set (self, found);
      end_renewal (flight, NULL);
      return;
    }

  g_autoptr(GateTokenSet) ended = gate_token_set_new_ended (data->fresh);
  gate_token_keeper_write (self, ended, did_keep_ended, flight);
}

/* What ends a sign-in. When a client of the person's own is refused it is set up wrong, and they can put that right. */
static gboolean
ends_sign_in (GateTokenKeeper *self,
              const GError    *error)
{
  if (gate_oauth_error_is (error, "invalid_grant"))
    return TRUE;
  return !self->context->settings->client_id
         && (gate_oauth_error_is (error, "invalid_client") || gate_oauth_error_is (error, "unauthorized_client"));
}

static void
did_keep_renewed (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr(GTask) flight = user_data;

  gate_vault_keep_finish (GATE_VAULT (source), result);
  end_renewal (flight, NULL);
}

static void
did_renew (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) flight = user_data;
  GateTokenKeeper *self = g_task_get_source_object (flight);
  RenewalData *data = renewal_data_of (flight);
  g_autoptr(GError) error = NULL;
  g_autoptr(GateTokenSet) renewed = self->renewal.finish (self->owner, result, &error);

  if (renewed)
    gate_token_keeper_write (self, renewed, did_keep_renewed, flight);
  else if (data->fresh->refresh_token && ends_sign_in (self, error))
    {
      data->error = g_steal_pointer (&error);
      gate_token_keeper_look (self, GATE_VAULT_FRESH, got_last_look, flight);
    }
  else
    end_renewal (flight, g_steal_pointer (&error));
}

static void
got_fresh (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) flight = user_data;
  GateTokenKeeper *self = g_task_get_source_object (flight);
  RenewalData *data = renewal_data_of (flight);
  GError *error = NULL;

  data->fresh = gate_token_keeper_look_finish (self, result, &error);
  if (error)
    {
      end_renewal (flight, error);
      return;
    }

  gate_token_keeper_set (self, data->fresh);
  if (is_usable (data->fresh) && !gate_token_set_same_access (data->fresh, data->stale))
    end_renewal (flight, NULL);
  else if (!data->fresh || !data->fresh->access_token)
    {
      gate_sign_in_context_set_needed (self->context, &error, data->fresh ? _("The sign-in has ended: the account server did not renew it") : NULL);
      end_renewal (flight, error);
    }
  else
    self->renewal.start (self->owner, data->fresh, did_renew, g_steal_pointer (&flight));
}

static void
got_lock (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GTask) flight = user_data;
  GateTokenKeeper *self = g_task_get_source_object (flight);
  GateVaultFlags flags = GATE_VAULT_FRESH | (self->context->interactive ? GATE_VAULT_UNLOCK : 0);
  GError *error = NULL;

  renewal_data_of (flight)->lock = gate_lock_take_finish (result, &error);
  if (error)
    end_renewal (flight, error);
  else
    gate_token_keeper_look (self, flags, got_fresh, flight);
}

/**
 * gate_token_keeper_renew_async:
 * @self: a keeper
 * @stale: the tokens that do not work any more
 * @cancellable: (nullable): ends the caller's wait; the renewal itself goes on, for its answer must not get lost
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Renews the tokens, once for all who ask at the same time.
 */
void
gate_token_keeper_renew_async (GateTokenKeeper     *self,
                               GateTokenSet        *stale,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  g_autoptr(GTask) task = gate_task_new (self, cancellable, callback, user_data, gate_token_keeper_renew_async);
  g_autofree char *name = NULL;

  if (!gate_token_set_same_access (self->tokens, stale) && is_usable (self->tokens))
    {
      g_task_return_boolean (task, TRUE);
      return;
    }
  if (self->waiting)
    {
      g_ptr_array_add (self->waiting, g_steal_pointer (&task));
      return;
    }

  GTask *flight = gate_task_new (self, NULL, NULL, NULL, gate_token_keeper_renew_async);
  RenewalData *data = renewal_data_new ();
  renewal_data_attach (flight, data);
  data->stale = gate_token_set_ref (stale);
  data->owner = g_object_ref (self->owner);
  self->waiting = g_ptr_array_new_with_free_func (g_object_unref);
  g_ptr_array_add (self->waiting, g_steal_pointer (&task));
  name = gate_sign_in_context_dup_lock (self->context, "sign-in");
  gate_lock_take_async (name, GATE_TOKEN_LOCK_TIMEOUT_MS, NULL, got_lock, flight);
}

/**
 * gate_token_keeper_renew_finish:
 * @self: a keeper
 * @result: the result
 * @error: set to %GATE_ERROR_SIGN_IN_NEEDED when the server refused, or as the renewal, the lock and the keyring tell it; then the
 *   tokens are kept as they were
 *
 * Returns: %TRUE when gate_token_keeper_get() has tokens that are new
 */
gboolean
gate_token_keeper_renew_finish (GateTokenKeeper  *self,
                                GAsyncResult     *result,
                                GError          **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}
