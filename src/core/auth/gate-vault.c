// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-vault.h"

#include "gate-error.h"
#include "gate-task.h"

#define N_MEMBERS 5

struct _GateVault {
  GObject          parent_instance;

  GateSecretStore *secrets;
  GPtrArray       *items; /* (element-type Item): what the keyring did not take */
  GError          *error; /* (nullable): why */
  gboolean         dismissed; /* the person does not want to unlock the keyring */
};

/* A key with members of its own, and what is kept under it in memory. */
typedef struct {
  char       *members[N_MEMBERS];
  GateSecret *secret;
} Item;

typedef struct {
  Item           *item;
  GateVaultFlags  flags;
  char           *label;
} VaultData;

G_DEFINE_FINAL_TYPE (GateVault, gate_vault, G_TYPE_OBJECT)
GATE_DEFINE_DATA (VaultData, vault_data)

static void
item_free (Item *item)
{
  for (guint i = 0; i < N_MEMBERS; i++)
    g_free (item->members[i]);
  g_clear_pointer (&item->secret, gate_secret_unref);
  g_free (item);
}

static Item *
item_new (const GateSecretKey *key,
          GateSecret          *secret)
{
  const char *members[N_MEMBERS] = { key->kind, key->issuer, key->resource, key->account, key->name };
  Item *item = g_new0 (Item, 1);

  for (guint i = 0; i < N_MEMBERS; i++)
    item->members[i] = g_strdup (members[i]);
  item->secret = secret ? gate_secret_ref (secret) : NULL;
  return item;
}

static GateSecretKey
item_key (const Item *item)
{
  return (GateSecretKey) { item->members[0], item->members[1], item->members[2], item->members[3], item->members[4] };
}

static gboolean
item_matches (const Item *item,
              const Item *wanted,
              gboolean    exact)
{
  for (guint i = 0; i < N_MEMBERS; i++)
    {
      const char *have = item->members[i] ? item->members[i] : "", *want = wanted->members[i];

      if ((want || exact) && g_strcmp0 (have, want ? want : "") != 0)
        return FALSE;
    }
  return TRUE;
}

static void
vault_data_clear (VaultData *self)
{
  g_clear_pointer (&self->item, item_free);
  g_free (self->label);
}

static void
gate_vault_finalize (GObject *object)
{
  GateVault *self = GATE_VAULT (object);

  g_clear_object (&self->secrets);
  g_ptr_array_unref (self->items);
  g_clear_error (&self->error);
  G_OBJECT_CLASS (gate_vault_parent_class)->finalize (object);
}

static void
gate_vault_class_init (GateVaultClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = gate_vault_finalize;
}

static void
gate_vault_init (GateVault *self)
{
  self->items = g_ptr_array_new_with_free_func ((GDestroyNotify) item_free);
}

/**
 * gate_vault_new:
 * @secrets: the keyring
 *
 * Returns: (transfer full): a vault with nothing in memory
 */
GateVault *
gate_vault_new (GateSecretStore *secrets)
{
  GateVault *self = g_object_new (GATE_TYPE_VAULT, NULL);

  self->secrets = g_object_ref (secrets);
  return self;
}

/**
 * gate_vault_has_kept_all:
 * @self: a vault
 *
 * Returns: %FALSE while something lives in this process only
 */
gboolean
gate_vault_has_kept_all (GateVault *self)
{
  return self->items->len == 0;
}

/**
 * gate_vault_get_error:
 * @self: a vault
 *
 * Returns: (transfer none) (nullable): why the keyring did not take something
 */
const GError *
gate_vault_get_error (GateVault *self)
{
  return self->error;
}

/**
 * gate_vault_error_is_keyring:
 * @error: (nullable): an error
 *
 * Returns: %TRUE when the keyring is locked, absent, or its prompt was dismissed
 */
gboolean
gate_vault_error_is_keyring (const GError *error)
{
  return gate_error_matches (error, GATE_ERROR_KEYRING_LOCKED) || gate_error_matches (error, GATE_ERROR_KEYRING_ABSENT)
         || gate_error_matches (error, GATE_ERROR_KEYRING_DISMISSED);
}

static void
remove_from_memory (GateVault  *self,
                    const Item *wanted,
                    gboolean    exact)
{
  for (guint i = self->items->len; i > 0; i--)
    if (item_matches (g_ptr_array_index (self->items, i - 1), wanted, exact))
      g_ptr_array_remove_index (self->items, i - 1);
}

static void look (GTask *task);

static void
did_unlock (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GateVault *self = g_task_get_source_object (task);
  g_autoptr(GError) error = NULL;

  if (gate_secret_store_unlock_finish (GATE_SECRET_STORE (source), result, &error))
    {
      vault_data_of (task)->flags &= ~GATE_VAULT_UNLOCK;
      look (task);
      return;
    }
  self->dismissed = gate_error_matches (error, GATE_ERROR_KEYRING_DISMISSED);
  g_task_return_error (task, g_steal_pointer (&error));
}

static void
did_look (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GateVault *self = g_task_get_source_object (task);
  VaultData *data = vault_data_of (task);
  GateSecretStore *secrets = GATE_SECRET_STORE (source);
  g_autoptr(GError) error = NULL;
  GateSecret *secret = data->flags & GATE_VAULT_EXACT ? gate_secret_store_lookup_finish (secrets, result, &error)
                                                      : gate_secret_store_find_finish (secrets, result, &error);

  if (gate_error_matches (error, GATE_ERROR_KEYRING_LOCKED) && data->flags & GATE_VAULT_UNLOCK && !self->dismissed)
    gate_secret_store_unlock_async (secrets, g_task_get_cancellable (task), did_unlock, g_object_ref (task));
  else if (error)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_pointer (task, secret, (GDestroyNotify) gate_secret_unref);
}

static void
look (GTask *task)
{
  GateVault *self = g_task_get_source_object (task);
  VaultData *data = vault_data_of (task);
  GateSecretKey key = item_key (data->item);
  gboolean fresh = (data->flags & GATE_VAULT_FRESH) != 0;

  (data->flags & GATE_VAULT_EXACT ? gate_secret_store_lookup_async : gate_secret_store_find_async)
    (self->secrets, &key, fresh, g_task_get_cancellable (task), did_look, g_object_ref (task));
}

static VaultData *
attach (GTask               *task,
        const GateSecretKey *key,
        GateSecret          *secret)
{
  VaultData *data = vault_data_new ();

  data->item = item_new (key, secret);
  vault_data_attach (task, data);
  return data;
}

/**
 * gate_vault_look_async:
 * @self: a vault
 * @key: which secret
 * @flags: how to look
 * @cancellable: (nullable): ends it
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Looks for a secret: what is in memory is newer than what the keyring has.
 */
void
gate_vault_look_async (GateVault           *self,
                       const GateSecretKey *key,
                       GateVaultFlags       flags,
                       GCancellable        *cancellable,
                       GAsyncReadyCallback  callback,
                       gpointer             user_data)
{
  g_autoptr(GTask) task = gate_task_new (self, cancellable, callback, user_data, gate_vault_look_async);
  VaultData *data = attach (task, key, NULL);

  data->flags = flags;
  for (guint i = 0; i < self->items->len; i++)
    {
      Item *item = g_ptr_array_index (self->items, i);

      if (item_matches (item, data->item, (flags & GATE_VAULT_EXACT) != 0))
        {
          g_task_return_pointer (task, gate_secret_ref (item->secret), (GDestroyNotify) gate_secret_unref);
          return;
        }
    }
  look (task);
}

/**
 * gate_vault_look_finish:
 * @self: a vault
 * @result: the result
 * @error: as for gate_secret_store_lookup_finish()
 *
 * Returns: (transfer full) (nullable): the secret, or %NULL without an error when there is none
 */
GateSecret *
gate_vault_look_finish (GateVault     *self,
                        GAsyncResult  *result,
                        GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
did_keep (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GateVault *self = g_task_get_source_object (task);
  VaultData *data = vault_data_of (task);
  g_autoptr(GError) error = NULL;

  remove_from_memory (self, data->item, TRUE);
  if (gate_secret_store_store_finish (GATE_SECRET_STORE (source), result, &error))
    {
      g_task_return_boolean (task, TRUE);
      return;
    }
  g_info ("A secret of kind “%s” is kept in this process only: %s", data->item->members[0], error->message);
  g_ptr_array_add (self->items, g_steal_pointer (&data->item));
  g_clear_error (&self->error);
  self->error = g_steal_pointer (&error);
  g_task_return_boolean (task, FALSE);
}

/**
 * gate_vault_keep_async:
 * @self: a vault
 * @key: under what; members that are %NULL stand for ""
 * @label: what people read in Passwords and Keys
 * @secret: what to keep
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Keeps a secret in the keyring, else in memory. Cannot be cancelled: a token that a server has just rotated must not get lost.
 */
void
gate_vault_keep_async (GateVault           *self,
                       const GateSecretKey *key,
                       const char          *label,
                       GateSecret          *secret,
                       GAsyncReadyCallback  callback,
                       gpointer             user_data)
{
  GTask *task = gate_task_new (self, NULL, callback, user_data, gate_vault_keep_async);

  attach (task, key, secret);
  gate_secret_store_store_async (self->secrets, key, label, secret, NULL, did_keep, task);
}

/**
 * gate_vault_keep_finish:
 * @self: a vault
 * @result: the result
 *
 * Returns: %TRUE when the keyring has it, %FALSE when only this process has
 */
gboolean
gate_vault_keep_finish (GateVault    *self,
                        GAsyncResult *result)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), NULL);
}

static void
did_forget (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GError) error = NULL;

  if (gate_secret_store_clear_finish (GATE_SECRET_STORE (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/**
 * gate_vault_forget_async:
 * @self: a vault
 * @key: which secrets; members that are %NULL stand for anything
 * @cancellable: (nullable): ends it
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Removes secrets from memory and from the keyring.
 */
void
gate_vault_forget_async (GateVault           *self,
                         const GateSecretKey *key,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  GTask *task = gate_task_new (self, cancellable, callback, user_data, gate_vault_forget_async);

  remove_from_memory (self, attach (task, key, NULL)->item, FALSE);
  gate_secret_store_clear_async (self->secrets, key, cancellable, did_forget, task);
}

/**
 * gate_vault_forget_finish:
 * @self: a vault
 * @result: the result
 * @error: as for gate_secret_store_clear_finish()
 *
 * Returns: %TRUE when the keyring has none of them any more
 */
gboolean
gate_vault_forget_finish (GateVault     *self,
                          GAsyncResult  *result,
                          GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}
