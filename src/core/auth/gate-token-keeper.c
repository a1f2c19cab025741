// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-token-keeper.h"

#include "gate-address.h"
#include "gate-error.h"
#include "gate-lock.h"
#include "gate-oauth-error.h"
#include "gate-task.h"

/* Longer than the one who has the lock can take: a discovery and a request to the token endpoint. */
#define LOCK_TIMEOUT_MS 120000

struct _GateTokenKeeper {
  GObject            parent_instance;

  GateSignInContext *context;
  GateRenewal        renewal;
  gpointer           owner; /* (unowned) */
  GateTokenSet      *tokens; /* (nullable) */
  gboolean           doubtful; /* new in this process, and not yet taken by the server */
  GPtrArray         *waiting; /* (element-type GTask) (nullable): who waits for the renewal that is under way */
};

/* A renewal, or the keeping of new tokens. */
typedef struct {
  GateTokenSet *stale;
  GateTokenSet *fresh;
  GateLock     *lock;
  GError       *error;
  GObject      *owner; /* alive while its work is under way */
} KeepData;

G_DEFINE_FINAL_TYPE (GateTokenKeeper, gate_token_keeper, G_TYPE_OBJECT)
GATE_DEFINE_DATA (KeepData, keep_data)

static void
keep_data_clear (KeepData *self)
{
  gate_token_set_unref (self->stale);
  gate_token_set_unref (self->fresh);
  gate_lock_release (self->lock);
  g_clear_error (&self->error);
  g_clear_object (&self->owner);
}

static void
gate_token_keeper_finalize (GObject *object)
{
  GateTokenKeeper *self = GATE_TOKEN_KEEPER (object);

  g_clear_object (&self->context);
  gate_token_set_unref (self->tokens);
  g_clear_pointer (&self->waiting, g_ptr_array_unref);
  G_OBJECT_CLASS (gate_token_keeper_parent_class)->finalize (object);
}

static void
gate_token_keeper_class_init (GateTokenKeeperClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = gate_token_keeper_finalize;
}

static void
gate_token_keeper_init (GateTokenKeeper *self)
{
}

/**
 * gate_token_keeper_new:
 * @context: the sign-in
 * @renewal: how to renew
 * @owner: (unowned): for @renewal; outlives the keeper's work
 *
 * Returns: (transfer full): a keeper that knows no tokens yet
 */
GateTokenKeeper *
gate_token_keeper_new (GateSignInContext *context,
                       const GateRenewal *renewal,
                       gpointer           owner)
{
  GateTokenKeeper *self = g_object_new (GATE_TYPE_TOKEN_KEEPER, NULL);

  self->context = g_object_ref (context);
  self->renewal = *renewal;
  self->owner = owner;
  return self;
}

/**
 * gate_token_keeper_get:
 * @self: a keeper
 *
 * Returns: (transfer none) (nullable): the tokens that are known now
 */
GateTokenSet *
gate_token_keeper_get (GateTokenKeeper *self)
{
  return self->tokens;
}

static void
set_tokens (GateTokenKeeper *self,
            GateTokenSet    *tokens)
{
  if (!gate_token_set_same_access (self->tokens, tokens))
    self->doubtful = FALSE;
  if (tokens)
    gate_token_set_ref (tokens);
  gate_token_set_unref (self->tokens);
  self->tokens = tokens;
}

/**
 * gate_token_keeper_note_accepted:
 * @self: a keeper
 *
 * Remembers that the server has taken the access token, so that a refusal later on means that it has expired.
 */
void
gate_token_keeper_note_accepted (GateTokenKeeper *self)
{
  self->doubtful = FALSE;
}

/**
 * gate_token_keeper_is_doubtful:
 * @self: a keeper
 *
 * Returns: %TRUE when the access token was got by this process and the server has not taken it yet
 */
gboolean
gate_token_keeper_is_doubtful (GateTokenKeeper *self)
{
  return self->doubtful;
}

/**
 * gate_token_keeper_drop:
 * @self: a keeper
 *
 * Forgets what is known in this process; the keyring is not touched.
 */
void
gate_token_keeper_drop (GateTokenKeeper *self)
{
  set_tokens (self, NULL);
}

/* --- Loading --- */

/* The entry's address may have been changed since: tokens for another resource are not for this one. */
static gboolean
fits (GateTokenKeeper *self,
      GateTokenSet    *tokens)
{
  g_autoptr(GUri) resource = gate_address_parse (tokens->resource, NULL);
  return resource && self->context->address && gate_address_covers (resource, self->context->address);
}

static void
look (GateTokenKeeper     *self,
      GateVaultFlags       flags,
      GCancellable        *cancellable,
      GAsyncReadyCallback  callback,
      GTask               *task)
{
  GateSecretKey key = gate_sign_in_context_key (self->context, "tokens", NULL, NULL);
  gate_vault_look_async (self->context->vault, &key, flags, cancellable, callback, g_object_ref (task));
}

/* A record that cannot be read is as good as none: signing in writes a new one. */
static GateTokenSet *
finish_look_for_any (GateTokenKeeper  *self,
                     GAsyncResult     *result,
                     GError          **error)
{
  g_autoptr(GateSecret) record = gate_vault_look_finish (self->context->vault, result, error);
  g_autoptr(GError) local = NULL;
  GateTokenSet *tokens = record ? gate_token_set_new_from_secret (record, &local) : NULL;

  if (local)
    g_info ("%s", local->message);
  return tokens;
}

static GateTokenSet *
finish_look (GateTokenKeeper  *self,
             GAsyncResult     *result,
             GError          **error)
{
  g_autoptr(GateTokenSet) tokens = finish_look_for_any (self, result, error);

  return tokens && fits (self, tokens) ? g_steal_pointer (&tokens) : NULL;
}

static void
did_load (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GateTokenKeeper *self = g_task_get_source_object (task);
  g_autoptr(GError) error = NULL;
  g_autoptr(GateTokenSet) tokens = finish_look (self, result, &error);

  if (error)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  set_tokens (self, tokens);
  g_task_return_boolean (task, TRUE);
}

/**
 * gate_token_keeper_load_async:
 * @self: a keeper
 * @flags: how to look
 * @cancellable: (nullable): ends it
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Reads the tokens from the keyring.
 */
void
gate_token_keeper_load_async (GateTokenKeeper     *self,
                              GateVaultFlags       flags,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  g_autoptr(GTask) task = gate_task_new (self, cancellable, callback, user_data, gate_token_keeper_load_async);
  look (self, flags, cancellable, did_load, task);
}

/**
 * gate_token_keeper_load_finish:
 * @self: a keeper
 * @result: the result
 * @error: as the keyring tells it
 *
 * Returns: %TRUE when it was read; gate_token_keeper_get() then says what was there
 */
gboolean
gate_token_keeper_load_finish (GateTokenKeeper  *self,
                               GAsyncResult     *result,
                               GError          **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

/* --- Keeping --- */

static void
write_tokens (GateTokenKeeper     *self,
              GateTokenSet        *tokens,
              GAsyncReadyCallback  callback,
              GTask               *task)
{
  GateSecretKey key = gate_sign_in_context_key (self->context, "tokens", tokens->issuer, tokens->resource);
  g_autoptr(GateSecret) record = gate_token_set_to_secret (tokens);
  g_autofree char *label = gate_sign_in_context_dup_label (self->context, "sign-in");

  set_tokens (self, tokens);
  self->doubtful = tokens->access_token != NULL;
  gate_vault_keep_async (self->context->vault, &key, label, record, callback, g_object_ref (task));
}

static void
did_forget_old (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GError) error = NULL;

  if (!gate_vault_forget_finish (GATE_VAULT (source), result, &error))
    g_debug ("An old sign-in could not be removed: %s", error->message);
  g_clear_pointer (&keep_data_of (task)->lock, gate_lock_release);
  g_task_return_boolean (task, TRUE);
}

/* A service that moved to another account server or address, or names its resource otherwise, leaves an item under the old key. */
static void
did_keep (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GateTokenKeeper *self = g_task_get_source_object (task);
  KeepData *data = keep_data_of (task);
  GateTokenSet *old = data->stale, *new = data->fresh;
  gboolean moved = old && (g_strcmp0 (old->issuer, new->issuer) != 0 || g_strcmp0 (old->resource, new->resource) != 0);

  if (gate_vault_keep_finish (GATE_VAULT (source), result) && moved)
    {
      GateSecretKey key = gate_sign_in_context_key (self->context, "tokens", old->issuer, old->resource);
      gate_vault_forget_async (self->context->vault, &key, NULL, did_forget_old, g_object_ref (task));
      return;
    }
  g_clear_pointer (&data->lock, gate_lock_release);
  g_task_return_boolean (task, TRUE);
}

static void
got_old (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GateTokenKeeper *self = g_task_get_source_object (task);
  KeepData *data = keep_data_of (task);

  data->stale = finish_look_for_any (self, result, NULL);
  write_tokens (self, data->fresh, did_keep, task);
}

static void
got_lock_to_keep (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GError) error = NULL;

  /* Without the lock they are kept all the same: the person has just signed in. */
  keep_data_of (task)->lock = gate_lock_take_finish (result, &error);
  if (error)
    g_info ("%s", error->message);
  look (g_task_get_source_object (task), GATE_VAULT_FRESH, NULL, got_old, task);
}

/**
 * gate_token_keeper_keep_async:
 * @self: a keeper
 * @tokens: new tokens, from a sign-in
 * @cancellable: (nullable): not looked at once the tokens are being written
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Keeps the tokens of a new sign-in in the place of the old ones, under the lock.
 */
void
gate_token_keeper_keep_async (GateTokenKeeper     *self,
                              GateTokenSet        *tokens,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  g_autoptr(GTask) task = gate_task_new (self, NULL, callback, user_data, gate_token_keeper_keep_async);
  g_autofree char *name = gate_sign_in_context_dup_lock (self->context, "sign-in");
  KeepData *data = keep_data_new ();

  keep_data_attach (task, data);
  data->fresh = gate_token_set_ref (tokens);
  gate_lock_take_async (name, LOCK_TIMEOUT_MS, NULL, got_lock_to_keep, g_steal_pointer (&task));
}

/**
 * gate_token_keeper_keep_finish:
 * @self: a keeper
 * @result: the result
 * @error: never set: what the keyring does not take stays in this process, and the vault says why
 *
 * Returns: %TRUE
 */
gboolean
gate_token_keeper_keep_finish (GateTokenKeeper  *self,
                               GAsyncResult     *result,
                               GError          **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

/* --- Renewing --- */

static void
end_renewal (GTask  *flight,
             GError *error)
{
  GateTokenKeeper *self = g_task_get_source_object (flight);
  g_autoptr(GPtrArray) waiting = g_steal_pointer (&self->waiting);
  g_autoptr(GError) owned = error;

  g_clear_pointer (&keep_data_of (flight)->lock, gate_lock_release);
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
  end_renewal (flight, g_steal_pointer (&keep_data_of (flight)->error));
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
  KeepData *data = keep_data_of (flight);
  g_autoptr(GateTokenSet) found = finish_look (self, result, NULL);

  if (is_usable (found) && !gate_token_set_same_access (found, data->fresh))
    {
      set_tokens (self, found);
      end_renewal (flight, NULL);
      return;
    }

  g_autoptr(GateTokenSet) ended = gate_token_set_new_ended (data->fresh);
  write_tokens (self, ended, did_keep_ended, flight);
}

static gboolean
is_refusal (const GError *error)
{
  return gate_oauth_error_is (error, "invalid_grant") || gate_oauth_error_is (error, "invalid_client")
         || gate_oauth_error_is (error, "unauthorized_client");
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
  KeepData *data = keep_data_of (flight);
  g_autoptr(GError) error = NULL;
  g_autoptr(GateTokenSet) renewed = self->renewal.finish (self->owner, result, &error);

  if (renewed)
    write_tokens (self, renewed, did_keep_renewed, flight);
  else if (data->fresh->refresh_token && is_refusal (error))
    {
      data->error = g_steal_pointer (&error);
      look (self, GATE_VAULT_FRESH, NULL, got_last_look, flight);
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
  KeepData *data = keep_data_of (flight);
  GError *error = NULL;

  data->fresh = finish_look (self, result, &error);
  if (error)
    {
      end_renewal (flight, error);
      return;
    }

  set_tokens (self, data->fresh);
  if (is_usable (data->fresh) && !gate_token_set_same_access (data->fresh, data->stale))
    end_renewal (flight, NULL);
  else if (!data->fresh || !data->fresh->access_token)
    {
      gate_sign_in_context_set_needed (self->context, &error, data->fresh ? "The sign-in has ended: the account server did not renew it" : NULL);
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

  keep_data_of (flight)->lock = gate_lock_take_finish (result, &error);
  if (error)
    end_renewal (flight, error);
  else
    look (self, flags, NULL, got_fresh, flight);
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
  KeepData *data = keep_data_new ();
  keep_data_attach (flight, data);
  data->stale = gate_token_set_ref (stale);
  data->owner = g_object_ref (self->owner);
  self->waiting = g_ptr_array_new_with_free_func (g_object_unref);
  g_ptr_array_add (self->waiting, g_steal_pointer (&task));
  name = gate_sign_in_context_dup_lock (self->context, "sign-in");
  gate_lock_take_async (name, LOCK_TIMEOUT_MS, NULL, got_lock, flight);
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
