// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-token-keeper-private.h"

#include "gate-address.h"
#include "gate-error.h"
#include "gate-lock.h"
#include "gate-task.h"

/* The keeping of new tokens. */
typedef struct {
  GateTokenSet *old; /* (nullable): what was kept before */
  GateTokenSet *new;
  GateLock     *lock;
} KeepData;

G_DEFINE_FINAL_TYPE (GateTokenKeeper, gate_token_keeper, G_TYPE_OBJECT)
GATE_DEFINE_DATA (KeepData, keep_data)

static void
keep_data_clear (KeepData *self)
{
  gate_token_set_unref (self->old);
  gate_token_set_unref (self->new);
  gate_lock_release (self->lock);
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
mask_tokens (GateTokenKeeper *self,
             GateTokenSet    *tokens)
{
  gate_secret_mask_add (self->context->mask, tokens->access_token);
  gate_secret_mask_add (self->context->mask, tokens->refresh_token);
}

/* Takes what is known now. */
void
gate_token_keeper_set (GateTokenKeeper *self,
                       GateTokenSet    *tokens)
{
  if (!gate_token_set_same_access (self->tokens, tokens))
    self->doubtful = FALSE;
  if (tokens)
    {
      mask_tokens (self, tokens);
      gate_token_set_ref (tokens);
    }
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
  gate_token_keeper_set (self, NULL);
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

/* Looks in the keyring, on the way to ending a task. */
void
gate_token_keeper_look (GateTokenKeeper     *self,
                        GateVaultFlags       flags,
                        GAsyncReadyCallback  callback,
                        GTask               *task)
{
  GateSecretKey key = gate_sign_in_context_key (self->context, "tokens", NULL, NULL);
  gate_vault_look_async (self->context->vault, &key, flags, g_task_get_cancellable (task), callback, g_object_ref (task));
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

/* What was found, where it is for this connector's address. */
GateTokenSet *
gate_token_keeper_look_finish (GateTokenKeeper  *self,
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
  g_autoptr(GateTokenSet) tokens = gate_token_keeper_look_finish (self, result, &error);

  if (error)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  /* A renewal that began meanwhile knows better. */
  if (!self->waiting)
    gate_token_keeper_set (self, tokens);
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
  gate_token_keeper_look (self, flags, did_load, task);
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

/* Takes new tokens, and keeps them. */
void
gate_token_keeper_write (GateTokenKeeper     *self,
                         GateTokenSet        *tokens,
                         GAsyncReadyCallback  callback,
                         GTask               *task)
{
  GateSecretKey key = gate_sign_in_context_key (self->context, "tokens", tokens->issuer, tokens->resource);
  g_autoptr(GateSecret) record = gate_token_set_to_secret (tokens);
  g_autofree char *label = gate_sign_in_context_dup_label (self->context, "sign-in");

  gate_token_keeper_set (self, tokens);
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
  GateTokenSet *old = data->old, *new = data->new;
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

  data->old = finish_look_for_any (self, result, NULL);
  gate_token_keeper_write (self, data->new, did_keep, task);
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
  gate_token_keeper_look (g_task_get_source_object (task), GATE_VAULT_FRESH, got_old, task);
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
  data->new = gate_token_set_ref (tokens);
  gate_lock_take_async (name, GATE_TOKEN_LOCK_TIMEOUT_MS, NULL, got_lock_to_keep, g_steal_pointer (&task));
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
