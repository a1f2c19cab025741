// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-secret-store.h"

#include "gate-keyring-choice.h"
#include "gate-keyring-memory.h"
#include "gate-secret-schema.h"
#include "gate-secret-watch.h"
#include "gate-task.h"
#include "gate-worker.h"

/* Lookups wait for D-Bus, changes for the lock, a prompt for the person. */
#define N_READERS 4
#define N_WRITERS 1
#define N_PROMPTERS 1

struct _GateSecretStore {
  GObject      parent_instance;

  GMutex       mutex;
  GateKeyring *keyring; /* (owned) (nullable): chosen once, in a worker */
  GateWorker  *readers; /* (owned) */
  GateWorker  *writer; /* (owned) */
  GateWorker  *prompter; /* (owned) */
};

/* What a worker needs; the members that an operation does not need are zero. */
typedef struct {
  char       *members[GATE_SECRET_KEY_N_MEMBERS + 1];
  gboolean    exact;
  gboolean    fresh;
  char       *label;
  GateSecret *secret;
} Work;

G_DEFINE_FINAL_TYPE (GateSecretStore, gate_secret_store, G_TYPE_OBJECT)
GATE_DEFINE_DATA (Work, work)

static void
work_clear (Work *self)
{
  for (guint i = 0; i < GATE_SECRET_KEY_N_MEMBERS; i++)
    g_free (self->members[i]);
  g_free (self->label);
  g_clear_pointer (&self->secret, gate_secret_unref);
}

static GateSecretKey
work_key (const Work *self)
{
  return gate_secret_key_from_members ((const char * const *) self->members);
}

static Work *
attach_work (GTask               *task,
             const GateSecretKey *key)
{
  const char *members[GATE_SECRET_KEY_N_MEMBERS] = { NULL };
  Work *work = work_new ();

  if (key)
    gate_secret_key_get_members (key, members);
  for (guint i = 0; i < GATE_SECRET_KEY_N_MEMBERS; i++)
    work->members[i] = g_strdup (members[i]);
  work_attach (task, work);
  return work;
}

static GateKeyring *
get_keyring (GTask *task)
{
  GateSecretStore *self = g_task_get_source_object (task);
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  if (!self->keyring)
    self->keyring = gate_keyring_choose (g_task_get_cancellable (task));
  return self->keyring;
}

static void
return_success (GTask  *task,
                GError *error)
{
  if (error)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

static void
lookup_in_thread (GTask        *task,
                  gpointer      source,
                  gpointer      task_data,
                  GCancellable *cancellable)
{
  Work *work = task_data;
  GateSecretKey key = work_key (work);
  g_autoptr(GError) error = NULL;
  GateSecret *secret = gate_keyring_lookup (get_keyring (task), &key, work->exact, work->fresh, cancellable, &error);

  if (error)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_pointer (task, secret, (GDestroyNotify) gate_secret_unref);
}

static void
tell_others (GTask *task)
{
  if (!gate_secret_store_is_in_memory (g_task_get_source_object (task)))
    gate_secret_watch_touch ();
}

static void
store_in_thread (GTask        *task,
                 gpointer      source,
                 gpointer      task_data,
                 GCancellable *cancellable)
{
  Work *work = task_data;
  GateSecretKey key = work_key (work);
  GError *error = NULL;

  if (gate_keyring_store (get_keyring (task), &key, work->label, work->secret, cancellable, &error))
    tell_others (task);
  return_success (task, error);
}

static void
clear_in_thread (GTask        *task,
                 gpointer      source,
                 gpointer      task_data,
                 GCancellable *cancellable)
{
  GateSecretKey key = work_key (task_data);
  GError *error = NULL;

  if (gate_keyring_clear (get_keyring (task), &key, cancellable, &error))
    tell_others (task);
  return_success (task, error);
}

static void
state_in_thread (GTask        *task,
                 gpointer      source,
                 gpointer      task_data,
                 GCancellable *cancellable)
{
  GateSecretState state = GATE_SECRET_STATE_ABSENT;
  g_autoptr(GError) error = NULL;

  if (gate_keyring_get_state (get_keyring (task), &state, cancellable, &error))
    g_task_return_int (task, state);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
unlock_in_thread (GTask        *task,
                  gpointer      source,
                  gpointer      task_data,
                  GCancellable *cancellable)
{
  GError *error = NULL;

  gate_keyring_unlock (get_keyring (task), cancellable, &error);
  return_success (task, error);
}

static void
open_in_thread (GTask        *task,
                gpointer      source,
                gpointer      task_data,
                GCancellable *cancellable)
{
  GError *error = NULL;

  gate_keyring_open (get_keyring (task), cancellable, &error);
  return_success (task, error);
}

static void
gate_secret_store_finalize (GObject *object)
{
  GateSecretStore *self = GATE_SECRET_STORE (object);

  g_clear_pointer (&self->readers, gate_worker_free);
  g_clear_pointer (&self->writer, gate_worker_free);
  g_clear_pointer (&self->prompter, gate_worker_free);
  g_clear_object (&self->keyring);
  g_mutex_clear (&self->mutex);
  G_OBJECT_CLASS (gate_secret_store_parent_class)->finalize (object);
}

static void
gate_secret_store_class_init (GateSecretStoreClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = gate_secret_store_finalize;
}

static void
gate_secret_store_init (GateSecretStore *self)
{
  g_mutex_init (&self->mutex);
  self->readers = gate_worker_new (N_READERS);
  self->writer = gate_worker_new (N_WRITERS);
  self->prompter = gate_worker_new (N_PROMPTERS);
}

/**
 * gate_secret_store_new:
 *
 * The keyring of the person's session. Nothing is asked of it yet.
 *
 * Returns: (transfer full): a store
 */
GateSecretStore *
gate_secret_store_new (void)
{
  return g_object_new (GATE_TYPE_SECRET_STORE, NULL);
}

/**
 * gate_secret_store_new_in_memory:
 *
 * A store for this process only: the choice of a person whose machine has no keyring.
 *
 * Returns: (transfer full): a store
 */
GateSecretStore *
gate_secret_store_new_in_memory (void)
{
  return gate_secret_store_new_for_keyring (gate_keyring_memory_new ());
}

/**
 * gate_secret_store_new_for_keyring: (skip)
 * @keyring: (transfer full): where to keep secrets
 *
 * Returns: (transfer full): a store
 */
GateSecretStore *
gate_secret_store_new_for_keyring (GateKeyring *keyring)
{
  GateSecretStore *self = gate_secret_store_new ();

  self->keyring = keyring;
  return self;
}

/**
 * gate_secret_store_is_in_memory:
 * @self: a store
 *
 * Returns: %TRUE when nothing outlives this process
 */
gboolean
gate_secret_store_is_in_memory (GateSecretStore *self)
{
  g_return_val_if_fail (GATE_IS_SECRET_STORE (self), FALSE);

  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  return GATE_IS_KEYRING_MEMORY (self->keyring);
}

/**
 * gate_secret_store_open_async:
 * @self: a store
 * @cancellable: (nullable): ends the wait
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Does ahead what the first lookup would have to: a session with the Secret Service takes several milliseconds, of which the
 * caller makes use. Never prompts.
 */
void
gate_secret_store_open_async (GateSecretStore     *self,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  g_return_if_fail (GATE_IS_SECRET_STORE (self));

  g_autoptr(GTask) task = gate_task_new (self, cancellable, callback, user_data, gate_secret_store_open_async);
  attach_work (task, NULL);
  gate_worker_run (self->readers, task, open_in_thread);
}

/**
 * gate_secret_store_open_finish:
 * @self: a store
 * @result: the result
 * @error: as for [method@Gate.SecretStore.lookup_finish]
 *
 * Returns: %TRUE when the keyring can be reached
 */
gboolean
gate_secret_store_open_finish (GateSecretStore  *self,
                               GAsyncResult     *result,
                               GError          **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
look (GateSecretStore     *self,
      const GateSecretKey *key,
      gboolean             exact,
      gboolean             fresh,
      GTask               *task)
{
  Work *work = attach_work (task, key);

  work->exact = exact;
  work->fresh = fresh;
  gate_worker_run (self->readers, task, lookup_in_thread);
}

/**
 * gate_secret_store_lookup_async:
 * @self: a store
 * @key: which secret; members that are %NULL stand for ""
 * @fresh: read past every cache, because another process may have written
 * @cancellable: (nullable): ends the wait
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Looks a secret up. Never prompts: a locked keyring is an error, which [method@Gate.SecretStore.unlock_async] mends.
 */
void
gate_secret_store_lookup_async (GateSecretStore      *self,
                                const GateSecretKey  *key,
                                gboolean              fresh,
                                GCancellable         *cancellable,
                                GAsyncReadyCallback   callback,
                                gpointer              user_data)
{
  g_return_if_fail (GATE_IS_SECRET_STORE (self));
  g_return_if_fail (key != NULL && key->kind != NULL);

  g_autoptr(GTask) task = gate_task_new (self, cancellable, callback, user_data, gate_secret_store_lookup_async);
  look (self, key, TRUE, fresh, task);
}

/**
 * gate_secret_store_lookup_finish:
 * @self: a store
 * @result: the result
 * @error: set to %GATE_ERROR_KEYRING_LOCKED, %GATE_ERROR_KEYRING_ABSENT, %GATE_ERROR_KEYRING_DISMISSED (the Secret portal's own
 *   prompt), %GATE_ERROR_INVALID, %GATE_ERROR_TIMED_OUT, %GATE_ERROR_FAILED or %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable): the secret, or %NULL without an error when none is kept under this key
 */
GateSecret *
gate_secret_store_lookup_finish (GateSecretStore  *self,
                                 GAsyncResult     *result,
                                 GError          **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * gate_secret_store_find_async:
 * @self: a store
 * @key: which secret; members that are %NULL stand for anything, unlike "" which stands for a member that was %NULL
 * @fresh: read past every cache, because another process may have written
 * @cancellable: (nullable): ends the wait
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Looks a secret up of which not everything is known, say the issuer; where several match, one of them, the newest where the
 * keyring can tell. Never prompts.
 */
void
gate_secret_store_find_async (GateSecretStore      *self,
                              const GateSecretKey  *key,
                              gboolean              fresh,
                              GCancellable         *cancellable,
                              GAsyncReadyCallback   callback,
                              gpointer              user_data)
{
  g_return_if_fail (GATE_IS_SECRET_STORE (self));
  g_return_if_fail (key != NULL && key->kind != NULL);

  g_autoptr(GTask) task = gate_task_new (self, cancellable, callback, user_data, gate_secret_store_find_async);
  look (self, key, FALSE, fresh, task);
}

/**
 * gate_secret_store_find_finish:
 * @self: a store
 * @result: the result
 * @error: as for [method@Gate.SecretStore.lookup_finish]
 *
 * Returns: (transfer full) (nullable): the secret, or %NULL without an error when nothing matches
 */
GateSecret *
gate_secret_store_find_finish (GateSecretStore  *self,
                               GAsyncResult     *result,
                               GError          **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * gate_secret_store_store_async:
 * @self: a store
 * @key: under what to keep it; members that are %NULL stand for ""
 * @label: what people read in Passwords and Keys: "Gatehouse: Notion (Work), sign-in"
 * @secret: what to keep
 * @cancellable: (nullable): ends the wait, until the secret is being written
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Keeps a secret in the place of the one under the same key, and reads it back. Never prompts.
 */
void
gate_secret_store_store_async (GateSecretStore      *self,
                               const GateSecretKey  *key,
                               const char           *label,
                               GateSecret           *secret,
                               GCancellable         *cancellable,
                               GAsyncReadyCallback   callback,
                               gpointer              user_data)
{
  g_return_if_fail (GATE_IS_SECRET_STORE (self));
  g_return_if_fail (key != NULL && key->kind != NULL);
  g_return_if_fail (label != NULL && secret != NULL);

  g_autoptr(GTask) task = gate_task_new (self, cancellable, callback, user_data, gate_secret_store_store_async);
  Work *work = attach_work (task, key);
  work->label = g_utf8_make_valid (label, -1);
  work->secret = gate_secret_ref (secret);
  /* A store that was cancelled after the fact is still told as done: the caller must know what is in the keyring. */
  g_task_set_check_cancellable (task, FALSE);
  gate_worker_run (self->writer, task, store_in_thread);
}

/**
 * gate_secret_store_store_finish:
 * @self: a store
 * @result: the result
 * @error: as for [method@Gate.SecretStore.lookup_finish], or %GATE_ERROR_TOO_LARGE when the keyring cut the secret short; then
 *   the old one is in place again
 *
 * Returns: %TRUE when the keyring has it
 */
gboolean
gate_secret_store_store_finish (GateSecretStore  *self,
                                GAsyncResult     *result,
                                GError          **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * gate_secret_store_clear_async:
 * @self: a store
 * @key: what to remove: all that match its members that are not %NULL
 * @cancellable: (nullable): ends the wait
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Removes secrets: one, or all of a connector, or all of ours. Never prompts; when one that matches is locked none is removed.
 */
void
gate_secret_store_clear_async (GateSecretStore      *self,
                               const GateSecretKey  *key,
                               GCancellable         *cancellable,
                               GAsyncReadyCallback   callback,
                               gpointer              user_data)
{
  g_return_if_fail (GATE_IS_SECRET_STORE (self));
  g_return_if_fail (key != NULL);

  g_autoptr(GTask) task = gate_task_new (self, cancellable, callback, user_data, gate_secret_store_clear_async);
  attach_work (task, key);
  gate_worker_run (self->writer, task, clear_in_thread);
}

/**
 * gate_secret_store_clear_finish:
 * @self: a store
 * @result: the result
 * @error: as for [method@Gate.SecretStore.lookup_finish]
 *
 * Returns: %TRUE when nothing that matches is left, also when there never was
 */
gboolean
gate_secret_store_clear_finish (GateSecretStore  *self,
                                GAsyncResult     *result,
                                GError          **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * gate_secret_store_state_async:
 * @self: a store
 * @cancellable: (nullable): ends the wait
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Asks what kind of keyring there is and whether it is unlocked. Never prompts.
 */
void
gate_secret_store_state_async (GateSecretStore     *self,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  g_return_if_fail (GATE_IS_SECRET_STORE (self));

  g_autoptr(GTask) task = gate_task_new (self, cancellable, callback, user_data, gate_secret_store_state_async);
  gate_worker_run (self->readers, task, state_in_thread);
}

/**
 * gate_secret_store_state_finish:
 * @self: a store
 * @result: the result
 * @state: (out): where to put the state
 * @error: set to %GATE_ERROR_TIMED_OUT, %GATE_ERROR_FAILED or %G_IO_ERROR_CANCELLED
 *
 * Returns: %TRUE when the state is known; that nothing answers is a state
 */
gboolean
gate_secret_store_state_finish (GateSecretStore  *self,
                                GAsyncResult     *result,
                                GateSecretState  *state,
                                GError          **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  GError *local_error = NULL;
  gssize value = g_task_propagate_int (G_TASK (result), &local_error);
  if (local_error)
    {
      g_propagate_error (error, local_error);
      return FALSE;
    }
  *state = (GateSecretState) value;
  return TRUE;
}

/**
 * gate_secret_store_unlock_async:
 * @self: a store
 * @cancellable: (nullable): ends the wait; a prompt that is open is left to the person
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Lets the keyring ask the person to unlock it (or to make one, where there is none yet), and waits for the answer. The only
 * thing here that prompts.
 */
void
gate_secret_store_unlock_async (GateSecretStore     *self,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  g_return_if_fail (GATE_IS_SECRET_STORE (self));

  g_autoptr(GTask) task = gate_task_new (self, cancellable, callback, user_data, gate_secret_store_unlock_async);
  gate_worker_run (self->prompter, task, unlock_in_thread);
}

/**
 * gate_secret_store_unlock_finish:
 * @self: a store
 * @result: the result
 * @error: set to %GATE_ERROR_KEYRING_DISMISSED when the prompt was closed or could not be shown, or as for
 *   [method@Gate.SecretStore.lookup_finish]
 *
 * Returns: %TRUE when the keyring is unlocked
 */
gboolean
gate_secret_store_unlock_finish (GateSecretStore  *self,
                                 GAsyncResult     *result,
                                 GError          **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}
