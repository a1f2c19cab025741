// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-keyring-file.h"

#include "gate-error.h"
#include "gate-i18n.h"
#include "gate-secret-schema.h"
#include "gate-text.h"
#include "gate-worker.h"

/* As long as a sign-in: the portal may ask the person for the password of their keyring. */
#define TIME_LIMIT_MS (5 * 60 * 1000)

struct _GateKeyringFile {
  GObject parent_instance;

  guint   time_limit_ms;
};

static void gate_keyring_file_iface_init (GateKeyringInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (GateKeyringFile, gate_keyring_file, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (GATE_TYPE_KEYRING, gate_keyring_file_iface_init))

/* libsecret has one backend for the process, which reads the file when it is made and never again, is not safe from several
 * threads, and is leaked when it is used twice. So each operation drops it, gets a new one, and is alone while it lasts: the only
 * way to see what another process wrote. */
static GMutex backend_mutex;

/* What libsecret does. While it waits for the portal it waits until the end of time, and whoever cancels it is stopped for good: libsecret
 * lets go of its cancellable in its own handler. So it gets none. When the caller has enough of it, or the portal was asked for too long, it
 * is abandoned: nobody runs its context any more, and it stays as it is. */
typedef struct {
  GMainContext *context;
  GSource      *given;   /* (nullable): the caller's */
  GSource      *limit;
  guint         limit_ms;
  GAsyncResult *result;  /* (nullable): NULL until it has ended */
  gboolean      late;
  gboolean      over;    /* it has ended, or is abandoned */
} Operation;

static gboolean
on_given_up (GCancellable *cancellable,
             gpointer      user_data)
{
  Operation *operation = user_data;

  operation->over = TRUE;
  return G_SOURCE_REMOVE;
}

static gboolean
on_late (gpointer user_data)
{
  Operation *operation = user_data;

  operation->late = TRUE;
  operation->over = TRUE;
  return G_SOURCE_REMOVE;
}

static void
on_ended (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  Operation *operation = user_data;

  operation->result = g_object_ref (result);
  operation->over = TRUE;
}

static void
begin (Operation       *operation,
       GateKeyringFile *self,
       GCancellable    *cancellable)
{
  g_mutex_lock (&backend_mutex);
  secret_service_disconnect ();
  *operation = (Operation) { .context = g_main_context_new (), .limit_ms = self->time_limit_ms };
  g_main_context_push_thread_default (operation->context);
  operation->limit = g_timeout_source_new (operation->limit_ms);
  g_source_set_callback (operation->limit, on_late, operation, NULL);
  g_source_attach (operation->limit, operation->context);
  if (!cancellable)
    return;
  operation->given = g_cancellable_source_new (cancellable);
  g_source_set_callback (operation->given, G_SOURCE_FUNC (on_given_up), operation, NULL);
  g_source_attach (operation->given, operation->context);
}

static void
end_source (GSource *source)
{
  if (!source)
    return;
  g_source_destroy (source);
  g_source_unref (source);
}

static void
end (Operation *operation)
{
  end_source (operation->limit);
  end_source (operation->given);
  g_main_context_pop_thread_default (operation->context);
  if (operation->result)
    gate_worker_free_context (operation->context);
  else
    g_main_context_unref (operation->context);
  g_clear_object (&operation->result);
  g_mutex_unlock (&backend_mutex);
}

/* Whether it ended by itself, so that there is a result. */
static gboolean
wait_for (Operation  *operation,
          GError    **error)
{
  gate_worker_wait (operation->context, &operation->over);
  if (operation->result)
    return TRUE;
  if (!operation->late)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "Cancelled");
      return FALSE;
    }
  g_autofree char *duration = gate_text_duration (operation->limit_ms / 1000);
  gate_error_set (error, GATE_ERROR_TIMED_OUT, GATE_LAYER_SIGNED_IN,
                  _("Look whether your desktop asks for the password of your keyring; answer it, and try again."),
                  _("The Secret portal, which has the key of the encrypted file, did not answer in %s"), duration);
  return FALSE;
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
    gate_keyring_set_absent (error, _("the Secret portal, which has the key of the encrypted file, does not answer"));
  else
    gate_keyring_set_failed (error, cause);
}

static gboolean
put (GateKeyringFile      *self,
     const GateSecretKey  *key,
     const char           *label,
     GateSecret           *secret,
     GCancellable         *cancellable,
     GError              **error)
{
  g_autoptr(GHashTable) attributes = gate_secret_schema_attributes (key, TRUE);
  Operation operation;

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  begin (&operation, self, cancellable);
  secret_password_storev (gate_secret_schema_get (), attributes, SECRET_COLLECTION_DEFAULT, label, gate_secret_peek (secret),
                          NULL, on_ended, &operation);
  gboolean done = wait_for (&operation, error) && secret_password_store_finish (operation.result, error);
  end (&operation);
  return done;
}

static GateSecret *
get (GateKeyringFile      *self,
     const GateSecretKey  *key,
     gboolean              exact,
     GCancellable         *cancellable,
     GError              **error)
{
  g_autoptr(GHashTable) attributes = gate_secret_schema_attributes (key, exact);
  Operation operation;
  gsize size;

  begin (&operation, self, cancellable);
  secret_password_lookupv (gate_secret_schema_get (), attributes, NULL, on_ended, &operation);
  g_autoptr(SecretValue) value = wait_for (&operation, error) ? secret_password_lookup_binary_finish (operation.result, error) : NULL;
  end (&operation);
  if (!value)
    return NULL;
  const char *text = secret_value_get (value, &size);
  return gate_secret_new_take (g_strndup (text, size));
}

/* Opens the file, which is all that can be asked about it. */
static gboolean
try_to_open (GateKeyring   *keyring,
             GCancellable  *cancellable,
             GError       **error)
{
  static const GateSecretKey any = { .kind = "" };
  g_autoptr(GError) local_error = NULL;
  g_autoptr(GateSecret) secret = get (GATE_KEYRING_FILE (keyring), &any, TRUE, cancellable, &local_error);

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
  GateSecret *secret = get (GATE_KEYRING_FILE (keyring), key, exact, cancellable, &local_error);

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

  if (put (GATE_KEYRING_FILE (keyring), key, label, secret, cancellable, &local_error))
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
  g_autoptr(GHashTable) attributes = gate_secret_schema_attributes (key, FALSE);
  g_autoptr(GError) local_error = NULL;
  Operation operation;

  begin (&operation, GATE_KEYRING_FILE (keyring), cancellable);
  secret_password_clearv (gate_secret_schema_get (), attributes, NULL, on_ended, &operation);
  /* FALSE without an error: nothing matched. */
  if (wait_for (&operation, &local_error))
    secret_password_clear_finish (operation.result, &local_error);
  end (&operation);
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

  if (try_to_open (keyring, cancellable, &local_error))
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
  return try_to_open (keyring, cancellable, error);
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
  self->time_limit_ms = TIME_LIMIT_MS;
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

/**
 * gate_keyring_file_set_time_limit:
 * @self: the encrypted file
 * @milliseconds: how long its key may take to come, 5 minutes unless set
 *
 * Sets the time limit, for tests.
 */
void
gate_keyring_file_set_time_limit (GateKeyringFile *self,
                                  guint            milliseconds)
{
  g_return_if_fail (GATE_IS_KEYRING_FILE (self));
  self->time_limit_ms = milliseconds;
}
