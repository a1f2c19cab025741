// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-keyring-memory.h"

#include "gate-secret-schema.h"

typedef struct {
  char       *members[GATE_SECRET_KEY_N_MEMBERS];
  GateSecret *secret;
} Item;

struct _GateKeyringMemory {
  GObject    parent_instance;

  GMutex     mutex;
  GPtrArray *items; /* (element-type Item) (owned) */
};

static void gate_keyring_memory_iface_init (GateKeyringInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (GateKeyringMemory, gate_keyring_memory, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (GATE_TYPE_KEYRING, gate_keyring_memory_iface_init))

static void
item_free (Item *item)
{
  for (guint i = 0; i < GATE_SECRET_KEY_N_MEMBERS; i++)
    g_free (item->members[i]);
  gate_secret_unref (item->secret);
  g_free (item);
}

static Item *
item_new (const GateSecretKey *key,
          GateSecret          *secret)
{
  const char *members[GATE_SECRET_KEY_N_MEMBERS];
  Item *item = g_new0 (Item, 1);

  gate_secret_key_get_members (key, members);
  for (guint i = 0; i < GATE_SECRET_KEY_N_MEMBERS; i++)
    item->members[i] = g_strdup (members[i] ? members[i] : "");
  item->secret = gate_secret_ref (secret);
  return item;
}

static gboolean
item_matches (const Item          *item,
              const GateSecretKey *key,
              gboolean             exact)
{
  const char *members[GATE_SECRET_KEY_N_MEMBERS];

  gate_secret_key_get_members (key, members);
  for (guint i = 0; i < GATE_SECRET_KEY_N_MEMBERS; i++)
    if ((members[i] || exact) && g_strcmp0 (members[i] ? members[i] : "", item->members[i]) != 0)
      return FALSE;
  return TRUE;
}

static void
remove_matches (GateKeyringMemory   *self,
                const GateSecretKey *key,
                gboolean             exact)
{
  for (guint i = self->items->len; i > 0; i--)
    if (item_matches (self->items->pdata[i - 1], key, exact))
      g_ptr_array_remove_index (self->items, i - 1);
}

static GateSecret *
gate_keyring_memory_lookup (GateKeyring          *keyring,
                            const GateSecretKey  *key,
                            gboolean              exact,
                            gboolean              fresh,
                            GCancellable         *cancellable,
                            GError              **error)
{
  GateKeyringMemory *self = GATE_KEYRING_MEMORY (keyring);
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  for (guint i = 0; i < self->items->len; i++)
    {
      Item *item = self->items->pdata[i];
      if (item_matches (item, key, exact))
        return gate_secret_ref (item->secret);
    }
  return NULL;
}

static gboolean
gate_keyring_memory_store (GateKeyring          *keyring,
                           const GateSecretKey  *key,
                           const char           *label,
                           GateSecret           *secret,
                           GCancellable         *cancellable,
                           GError              **error)
{
  GateKeyringMemory *self = GATE_KEYRING_MEMORY (keyring);
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  remove_matches (self, key, TRUE);
  g_ptr_array_add (self->items, item_new (key, secret));
  return TRUE;
}

static gboolean
gate_keyring_memory_clear (GateKeyring          *keyring,
                           const GateSecretKey  *key,
                           GCancellable         *cancellable,
                           GError              **error)
{
  GateKeyringMemory *self = GATE_KEYRING_MEMORY (keyring);
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  remove_matches (self, key, FALSE);
  return TRUE;
}

static gboolean
gate_keyring_memory_get_state (GateKeyring      *keyring,
                               GateSecretState  *state,
                               GCancellable     *cancellable,
                               GError          **error)
{
  *state = GATE_SECRET_STATE_MEMORY;
  return TRUE;
}

static gboolean
gate_keyring_memory_unlock (GateKeyring   *keyring,
                            GCancellable  *cancellable,
                            GError       **error)
{
  return TRUE;
}

static gboolean
gate_keyring_memory_is_shared (GateKeyring *keyring)
{
  return FALSE;
}

static void
gate_keyring_memory_iface_init (GateKeyringInterface *iface)
{
  iface->lookup = gate_keyring_memory_lookup;
  iface->store = gate_keyring_memory_store;
  iface->clear = gate_keyring_memory_clear;
  iface->get_state = gate_keyring_memory_get_state;
  iface->unlock = gate_keyring_memory_unlock;
  iface->is_shared = gate_keyring_memory_is_shared;
}

static void
gate_keyring_memory_finalize (GObject *object)
{
  GateKeyringMemory *self = GATE_KEYRING_MEMORY (object);

  g_ptr_array_unref (self->items);
  g_mutex_clear (&self->mutex);
  G_OBJECT_CLASS (gate_keyring_memory_parent_class)->finalize (object);
}

static void
gate_keyring_memory_class_init (GateKeyringMemoryClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = gate_keyring_memory_finalize;
}

static void
gate_keyring_memory_init (GateKeyringMemory *self)
{
  g_mutex_init (&self->mutex);
  self->items = g_ptr_array_new_with_free_func ((GDestroyNotify) item_free);
}

/**
 * gate_keyring_memory_new:
 *
 * Returns: (transfer full): an empty keyring
 */
GateKeyring *
gate_keyring_memory_new (void)
{
  return g_object_new (GATE_TYPE_KEYRING_MEMORY, NULL);
}
