// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-secret-watch.h"

#include "gate-dirs.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

#define STAMP "credentials.changed"
/* Milliseconds: a sign-in stores several secrets in a row. */
#define GATHER 100

struct _GateSecretWatch {
  GObject          parent_instance;

  GFileMonitor    *monitor;      /* (owned) (nullable) */
  GDBusConnection *bus;          /* (owned) (nullable) */
  guint            subscription; /* to what the service tells */
  guint            owner;        /* to its coming and going */
  GCancellable    *cancellable;
  guint            timeout;
};

static guint changed_signal;

G_DEFINE_FINAL_TYPE (GateSecretWatch, gate_secret_watch, G_TYPE_OBJECT)

static gboolean
tell (gpointer user_data)
{
  GateSecretWatch *self = user_data;

  self->timeout = 0;
  g_signal_emit (self, changed_signal, 0);
  return G_SOURCE_REMOVE;
}

static void
tell_soon (GateSecretWatch *self)
{
  if (self->timeout == 0)
    self->timeout = g_timeout_add (GATHER, tell, self);
}

static void
on_service_signal (GDBusConnection *bus,
                   const char      *sender,
                   const char      *path,
                   const char      *interface,
                   const char      *name,
                   GVariant        *parameters,
                   gpointer         user_data)
{
  tell_soon (user_data);
}

static void
got_bus (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(GateSecretWatch) self = user_data;
  g_autoptr(GDBusConnection) bus = g_bus_get_finish (result, NULL);

  /* Without a bus there is no service to be locked; who asks for a secret is told so then. */
  if (!bus || g_cancellable_is_cancelled (self->cancellable))
    return;
  self->bus = g_steal_pointer (&bus);
  self->subscription = g_dbus_connection_signal_subscribe (self->bus, "org.freedesktop.secrets", "org.freedesktop.Secret.Service", NULL,
                                                           NULL, NULL, G_DBUS_SIGNAL_FLAGS_NONE, on_service_signal, self, NULL);
  self->owner = g_dbus_connection_signal_subscribe (self->bus, "org.freedesktop.DBus", "org.freedesktop.DBus", "NameOwnerChanged",
                                                    "/org/freedesktop/DBus", "org.freedesktop.secrets", G_DBUS_SIGNAL_FLAGS_NONE,
                                                    on_service_signal, self, NULL);
}

static void
gate_secret_watch_dispose (GObject *object)
{
  GateSecretWatch *self = GATE_SECRET_WATCH (object);

  g_cancellable_cancel (self->cancellable);
  if (self->monitor)
    {
      g_signal_handlers_disconnect_by_data (self->monitor, self);
      g_file_monitor_cancel (self->monitor);
      g_clear_object (&self->monitor);
    }
  if (self->subscription != 0)
    g_dbus_connection_signal_unsubscribe (self->bus, self->subscription);
  if (self->owner != 0)
    g_dbus_connection_signal_unsubscribe (self->bus, self->owner);
  self->subscription = self->owner = 0;
  g_clear_object (&self->bus);
  g_clear_handle_id (&self->timeout, g_source_remove);
  G_OBJECT_CLASS (gate_secret_watch_parent_class)->dispose (object);
}

static void
gate_secret_watch_finalize (GObject *object)
{
  g_object_unref (GATE_SECRET_WATCH (object)->cancellable);
  G_OBJECT_CLASS (gate_secret_watch_parent_class)->finalize (object);
}

static void
gate_secret_watch_class_init (GateSecretWatchClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = gate_secret_watch_dispose;
  G_OBJECT_CLASS (klass)->finalize = gate_secret_watch_finalize;

  /**
   * GateSecretWatch::changed:
   *
   * The keyring may hold something else than before.
   */
  changed_signal = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
gate_secret_watch_init (GateSecretWatch *self)
{
  g_autofree char *path = gate_dirs_state (STAMP);
  g_autoptr(GFile) file = g_file_new_for_path (path);

  self->cancellable = g_cancellable_new ();
  self->monitor = g_file_monitor_file (file, G_FILE_MONITOR_NONE, NULL, NULL);
  if (self->monitor)
    g_signal_connect_swapped (self->monitor, "changed", G_CALLBACK (tell_soon), self);
  g_bus_get (G_BUS_TYPE_SESSION, self->cancellable, got_bus, g_object_ref (self));
}

/**
 * gate_secret_watch_new:
 *
 * Returns: (transfer full): a watch over the keyring, on the thread's main context
 */
GateSecretWatch *
gate_secret_watch_new (void)
{
  return g_object_new (GATE_TYPE_SECRET_WATCH, NULL);
}

/**
 * gate_secret_watch_touch:
 *
 * Tells all processes of ours that watch that the keyring was changed. What cannot be told is not worth an error: the others look it
 * up when they need it.
 */
void
gate_secret_watch_touch (void)
{
  g_autofree char *path = gate_dirs_state (STAMP);
  g_autofree char *folder = g_path_get_dirname (path);
  int fd;

  g_mkdir_with_parents (folder, 0700);
  fd = open (path, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (fd < 0)
    return;
  futimens (fd, NULL);
  close (fd);
}
