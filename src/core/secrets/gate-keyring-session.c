// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-keyring-session.h"

#include "gate-i18n.h"
#include "gate-keyring.h"
#include "gate-worker.h"

struct _GateKeyringSession {
  GDBusConnection *bus; /* (owned): kept, so that nobody connects again while it lives */
  GMainContext    *context; /* (owned): where the service's signals go, never run while it lives */
  SecretService   *service; /* (owned) */
};

/**
 * gate_keyring_session_is_possible: (skip)
 * @cancellable: (nullable): ends the wait
 *
 * Returns: %TRUE when a Secret Service runs or can be started
 */
gboolean
gate_keyring_session_is_possible (GCancellable *cancellable)
{
  static const char *const lists[] = { "ListNames", "ListActivatableNames" };
  g_autoptr(GDBusConnection) bus = g_bus_get_sync (G_BUS_TYPE_SESSION, cancellable, NULL);

  for (guint i = 0; bus && i < G_N_ELEMENTS (lists); i++)
    {
      g_autoptr(GVariant) reply = g_dbus_connection_call_sync (bus, "org.freedesktop.DBus", "/org/freedesktop/DBus",
                                                               "org.freedesktop.DBus", lists[i], NULL, G_VARIANT_TYPE ("(as)"),
                                                               G_DBUS_CALL_FLAGS_NONE, -1, cancellable, NULL);
      g_autofree const char **names = NULL;

      if (reply)
        g_variant_get (reply, "(^a&s)", &names);
      if (names && g_strv_contains (names, GATE_SECRET_SERVICE_NAME))
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_absence (const GError *error)
{
  static const GDBusError codes[] = {
    G_DBUS_ERROR_SERVICE_UNKNOWN, G_DBUS_ERROR_NAME_HAS_NO_OWNER, G_DBUS_ERROR_SPAWN_EXEC_FAILED,
    G_DBUS_ERROR_SPAWN_FORK_FAILED, G_DBUS_ERROR_SPAWN_CHILD_EXITED, G_DBUS_ERROR_SPAWN_CHILD_SIGNALED,
    G_DBUS_ERROR_SPAWN_FAILED, G_DBUS_ERROR_SPAWN_SERVICE_NOT_FOUND, G_DBUS_ERROR_SPAWN_FILE_INVALID,
    G_DBUS_ERROR_SPAWN_SERVICE_INVALID, G_DBUS_ERROR_DISCONNECTED,
  };

  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    if (g_error_matches (error, G_DBUS_ERROR, (int) codes[i]))
      return TRUE;
  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CLOSED);
}

/**
 * gate_keyring_session_tell: (skip)
 * @error: (out) (optional): where to put it
 * @cause: what libsecret or D-Bus said
 *
 * Tells an error of the Secret Service in our terms.
 */
void
gate_keyring_session_tell (GError       **error,
                           const GError  *cause)
{
  if (is_absence (cause))
    gate_keyring_set_absent (error, _("no Secret Service runs on the session bus, and none can be started"));
  else
    gate_keyring_set_failed (error, cause);
}

static GDBusConnection *
get_bus (GCancellable  *cancellable,
         GError       **error)
{
  g_autoptr(GError) local_error = NULL;
  GDBusConnection *bus = g_bus_get_sync (G_BUS_TYPE_SESSION, cancellable, &local_error);

  if (bus)
    return bus;
  if (g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_propagate_error (error, g_steal_pointer (&local_error));
  else
    gate_keyring_set_absent (error, _("there is no session bus (is this a desktop session?)"));
  return NULL;
}

static void
session_clear (gpointer data)
{
  GateKeyringSession *self = data;

  g_clear_object (&self->service);
  gate_worker_free_context (self->context);
  g_clear_object (&self->bus);
}

/**
 * gate_keyring_session_open: (skip)
 * @cancellable: (nullable): ends the wait
 * @error: set to %GATE_ERROR_KEYRING_ABSENT, %GATE_ERROR_TIMED_OUT, %GATE_ERROR_FAILED or %G_IO_ERROR_CANCELLED
 *
 * Opens a session. Not libsecret's shared service, which is bound to the context of whoever asked first and warns about signals
 * that come while the daemon starts; and not secret_password_…(), which chooses a backend by itself: here the service, and only
 * it, is meant. To be kept, because the daemon keeps a session until its client leaves the bus, and closing one closes others.
 *
 * Returns: (transfer full) (nullable): the session
 */
GateKeyringSession *
gate_keyring_session_open (GCancellable  *cancellable,
                           GError       **error)
{
  g_autoptr(GDBusConnection) bus = get_bus (cancellable, error);
  g_autoptr(GError) local_error = NULL;

  if (!bus)
    return NULL;

  g_autoptr(GateKeyringSession) self = g_atomic_rc_box_new0 (GateKeyringSession);
  self->bus = g_steal_pointer (&bus);
  self->context = g_main_context_new ();
  g_main_context_push_thread_default (self->context);
  self->service = secret_service_open_sync (SECRET_TYPE_SERVICE, GATE_SECRET_SERVICE_NAME, SECRET_SERVICE_OPEN_SESSION,
                                            cancellable, &local_error);
  g_main_context_pop_thread_default (self->context);
  if (self->service)
    return g_steal_pointer (&self);
  gate_keyring_session_tell (error, local_error);
  return NULL;
}

/**
 * gate_keyring_session_ref: (skip)
 * @self: a session
 *
 * Returns: (transfer full): the same, counted once more
 */
GateKeyringSession *
gate_keyring_session_ref (GateKeyringSession *self)
{
  return g_atomic_rc_box_acquire (self);
}

/**
 * gate_keyring_session_unref: (skip)
 * @self: (transfer full): a session
 *
 * Drops a reference.
 */
void
gate_keyring_session_unref (GateKeyringSession *self)
{
  g_atomic_rc_box_release_full (self, session_clear);
}

/**
 * gate_keyring_session_get_service: (skip)
 * @self: a session
 *
 * Returns: (transfer none): the service, which may be used from several threads
 */
SecretService *
gate_keyring_session_get_service (GateKeyringSession *self)
{
  return self->service;
}
