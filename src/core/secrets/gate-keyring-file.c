// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-keyring-file.h"

#include "gate-error.h"
#include "gate-secret-schema.h"

struct _GateKeyringFile {
  GObject parent_instance;
};

static void gate_keyring_file_iface_init (GateKeyringInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (GateKeyringFile, gate_keyring_file, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (GATE_TYPE_KEYRING, gate_keyring_file_iface_init))

/* libsecret has one backend for the process, which reads the file when it is made and never again, is not safe from several
 * threads, and is leaked when it is used twice. So each operation drops it, gets a new one, and is alone while it lasts: the only
 * way to see what another process wrote. */
static GMutex backend_mutex;

static GMutexLocker *
begin (void)
{
  GMutexLocker *locker = g_mutex_locker_new (&backend_mutex);

  secret_service_disconnect ();
  return locker;
}

static void
tell (GError       **error,
      const GError  *cause,
      GCancellable  *cancellable)
{
  /* The portal says "cancelled" and "failed" for a prompt that was closed. */
  gboolean closed = g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_CANCELLED) && !g_cancellable_is_cancelled (cancellable);

  if (closed || g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_FAILED))
    gate_keyring_set_dismissed (error);
  else if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT)
           || g_error_matches (cause, G_DBUS_ERROR, G_DBUS_ERROR_SERVICE_UNKNOWN)
           || g_error_matches (cause, G_DBUS_ERROR, G_DBUS_ERROR_UNKNOWN_METHOD))
    gate_keyring_set_absent (error, "the Secret portal, which has the key of the encrypted file, does not answer");
  else
    gate_keyring_set_failed (error, cause);
}

static gboolean
put (const GateSecretKey  *key,
     const char           *label,
     GateSecret           *secret,
     GCancellable         *cancellable,
     GError              **error)
{
  g_autoptr(GMutexLocker) locker = begin ();
  g_autoptr(GHashTable) attributes = gate_secret_schema_attributes (key, TRUE);

  return secret_password_storev_sync (gate_secret_schema_get (), attributes, SECRET_COLLECTION_DEFAULT, label,
                                      gate_secret_peek (secret), cancellable, error);
}

static GateSecret *
get (const GateSecretKey  *key,
     gboolean              exact,
     GCancellable         *cancellable,
     GError              **error)
{
  g_autoptr(GMutexLocker) locker = begin ();
  g_autoptr(GHashTable) attributes = gate_secret_schema_attributes (key, exact);
  g_autoptr(SecretValue) value = secret_password_lookupv_binary_sync (gate_secret_schema_get (), attributes, cancellable, error);
  gsize size;

  if (!value)
    return NULL;
  const char *text = secret_value_get (value, &size);
  return gate_secret_new_take (g_strndup (text, size));
}

/* Opens the file, which is all that can be asked about it. */
static gboolean
try_to_open (GCancellable  *cancellable,
             GError       **error)
{
  static const GateSecretKey any = { .kind = "" };
  g_autoptr(GError) local_error = NULL;
  g_autoptr(GateSecret) secret = get (&any, TRUE, cancellable, &local_error);

  if (local_error)
    tell (error, local_error, cancellable);
  return local_error == NULL;
}

static GateSecret *
gate_keyring_file_lookup (GateKeyring          *keyring,
                          const GateSecretKey  *key,
                          gboolean              exact,
                          gboolean              fresh,
                          GCancellable         *cancellable,
                          GError              **error)
{
  g_autoptr(GError) local_error = NULL;
  GateSecret *secret = get (key, exact, cancellable, &local_error);

  if (local_error)
    tell (error, local_error, cancellable);
  return secret;
}

static gboolean
gate_keyring_file_store (GateKeyring          *keyring,
                         const GateSecretKey  *key,
                         const char           *label,
                         GateSecret           *secret,
                         GCancellable         *cancellable,
                         GError              **error)
{
  g_autoptr(GError) local_error = NULL;

  if (put (key, label, secret, cancellable, &local_error))
    return TRUE;
  gate_keyring_set_failed (error, local_error);
  return FALSE;
}

static gboolean
gate_keyring_file_clear (GateKeyring          *keyring,
                         const GateSecretKey  *key,
                         GCancellable         *cancellable,
                         GError              **error)
{
  g_autoptr(GMutexLocker) locker = begin ();
  g_autoptr(GHashTable) attributes = gate_secret_schema_attributes (key, FALSE);
  g_autoptr(GError) local_error = NULL;

  /* FALSE without an error: nothing matched. */
  secret_password_clearv_sync (gate_secret_schema_get (), attributes, cancellable, &local_error);
  if (local_error)
    tell (error, local_error, cancellable);
  return local_error == NULL;
}

static gboolean
gate_keyring_file_get_state (GateKeyring      *keyring,
                             GateSecretState  *state,
                             GCancellable     *cancellable,
                             GError          **error)
{
  g_autoptr(GError) local_error = NULL;

  if (try_to_open (cancellable, &local_error))
    *state = GATE_SECRET_STATE_FILE;
  else if (gate_error_matches (local_error, GATE_ERROR_KEYRING_DISMISSED))
    *state = GATE_SECRET_STATE_LOCKED;
  else if (gate_error_matches (local_error, GATE_ERROR_KEYRING_ABSENT))
    *state = GATE_SECRET_STATE_ABSENT;
  else
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  return TRUE;
}

static gboolean
gate_keyring_file_unlock (GateKeyring   *keyring,
                          GCancellable  *cancellable,
                          GError       **error)
{
  return try_to_open (cancellable, error);
}

static gboolean
gate_keyring_file_is_shared (GateKeyring *keyring)
{
  return TRUE;
}

static void
gate_keyring_file_iface_init (GateKeyringInterface *iface)
{
  iface->lookup = gate_keyring_file_lookup;
  iface->store = gate_keyring_file_store;
  iface->clear = gate_keyring_file_clear;
  iface->get_state = gate_keyring_file_get_state;
  iface->unlock = gate_keyring_file_unlock;
  iface->is_shared = gate_keyring_file_is_shared;
}

static void
gate_keyring_file_class_init (GateKeyringFileClass *klass)
{
}

static void
gate_keyring_file_init (GateKeyringFile *self)
{
}

/**
 * gate_keyring_file_new:
 *
 * Returns: (transfer full): the encrypted file; it is not opened yet
 */
GateKeyring *
gate_keyring_file_new (void)
{
  return g_object_new (GATE_TYPE_KEYRING_FILE, NULL);
}
