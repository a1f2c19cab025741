// SPDX-License-Identifier: GPL-3.0-or-later
// A Secret portal that takes every call and answers none, as one whose prompt nobody sees (with-session --no-keyring).
#include "gate-keyring-file.h"

#include "secrets-test.h"

#define PORTAL "org.freedesktop.portal.Desktop"
#define PORTAL_PATH "/org/freedesktop/portal/desktop"
#define REQUEST_PATH "/org/freedesktop/portal/desktop/request/1_1/gatehouse"

static const char interfaces[] =
  "<node>"
  "  <interface name='org.freedesktop.portal.Secret'>"
  "    <method name='RetrieveSecret'>"
  "      <arg type='h' direction='in'/><arg type='a{sv}' direction='in'/><arg type='o' direction='out'/>"
  "    </method>"
  "    <property name='version' type='u' access='read'/>"
  "  </interface>"
  "</node>";

typedef struct {
  GThread         *thread;
  GMainContext    *context;
  GMainLoop       *loop;
  GDBusConnection *bus;
  guint            object;
  guint            name;
  int              n_asked; /* (atomic) */
} Portal;

static void
on_call (GDBusConnection       *bus,
         const char            *sender,
         const char            *path,
         const char            *interface,
         const char            *method,
         GVariant              *parameters,
         GDBusMethodInvocation *invocation,
         gpointer               user_data)
{
  Portal *portal = user_data;

  g_atomic_int_inc (&portal->n_asked);
  g_dbus_method_invocation_return_value (invocation, g_variant_new ("(o)", REQUEST_PATH));
}

static GVariant *
on_property (GDBusConnection  *bus,
             const char       *sender,
             const char       *path,
             const char       *interface,
             const char       *property,
             GError          **error,
             gpointer          user_data)
{
  return g_variant_new_uint32 (1);
}

static gpointer
serve (gpointer user_data)
{
  Portal *portal = user_data;

  g_main_context_push_thread_default (portal->context);
  g_main_loop_run (portal->loop);
  g_main_context_pop_thread_default (portal->context);
  return NULL;
}

static void
start (Portal *portal)
{
  static const GDBusInterfaceVTable table = { .method_call = on_call, .get_property = on_property };
  g_autoptr(GDBusNodeInfo) info = g_dbus_node_info_new_for_xml (interfaces, NULL);
  g_autofree char *address = g_dbus_address_get_for_bus_sync (G_BUS_TYPE_SESSION, NULL, NULL);
  g_autoptr(GVariant) owned = NULL;

  portal->context = g_main_context_new ();
  portal->loop = g_main_loop_new (portal->context, FALSE);
  g_main_context_push_thread_default (portal->context);
  portal->bus = g_dbus_connection_new_for_address_sync (address, G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT |
                                                        G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION, NULL, NULL, NULL);
  g_assert_nonnull (portal->bus);
  portal->object = g_dbus_connection_register_object (portal->bus, PORTAL_PATH, info->interfaces[0], &table, portal, NULL, NULL);
  owned = g_dbus_connection_call_sync (portal->bus, "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", "RequestName",
                                       g_variant_new ("(su)", PORTAL, 4u), NULL, G_DBUS_CALL_FLAGS_NONE, -1, NULL, NULL);
  g_assert_nonnull (owned);
  g_main_context_pop_thread_default (portal->context);
  portal->thread = g_thread_new ("portal", serve, portal);
}

static void
stop (Portal *portal)
{
  g_main_loop_quit (portal->loop);
  g_thread_join (portal->thread);
  g_dbus_connection_unregister_object (portal->bus, portal->object);
  g_assert_true (g_dbus_connection_close_sync (portal->bus, NULL, NULL));
  g_clear_object (&portal->bus);
  g_main_loop_unref (portal->loop);
  g_main_context_unref (portal->context);
}

/* Each operation ends at the limit, says so, and leaves the next one to be asked. */
static void
test_silent (void)
{
  static const GateSecretKey key = { .kind = "tokens" };
  g_autoptr(GateKeyring) keyring = gate_keyring_file_new ();
  g_autoptr(GateSecret) secret = gate_secret_new ("text");
  GateSecretState state;
  Portal portal = { 0 };

  start (&portal);
  gate_keyring_file_set_time_limit (GATE_KEYRING_FILE (keyring), 100);
  for (guint i = 0; i < 4; i++)
    {
      g_autoptr(GError) error = NULL;

      switch (i)
        {
        case 0:
          g_assert_null (gate_keyring_lookup (keyring, &key, TRUE, TRUE, NULL, &error));
          break;
        case 1:
          g_assert_false (gate_keyring_store (keyring, &key, "Gatehouse: Test", secret, NULL, &error));
          break;
        case 2:
          g_assert_false (gate_keyring_clear (keyring, &key, NULL, &error));
          break;
        case 3:
        default:
          g_assert_false (gate_keyring_get_state (keyring, &state, NULL, &error));
          break;
        }
      secrets_test_assert_error (error, GATE_ERROR_TIMED_OUT);
      g_assert_nonnull (strstr (error->message, "did not answer in"));
    }
  stop (&portal);
}

static gpointer
cancel_when_asked (gpointer user_data)
{
  gpointer *data = user_data;

  while (g_atomic_int_get (&((Portal *) data[0])->n_asked) == 0)
    g_thread_yield ();
  g_cancellable_cancel (data[1]);
  return NULL;
}

/* Who does not want to wait any more is not told of a limit. */
static void
test_cancelled (void)
{
  static const GateSecretKey key = { .kind = "tokens" };
  g_autoptr(GateKeyring) keyring = gate_keyring_file_new ();
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GError) error = NULL;
  Portal portal = { 0 };
  gpointer data[] = { &portal, cancellable };

  start (&portal);
  GThread *thread = g_thread_new ("cancel", cancel_when_asked, data);
  g_assert_null (gate_keyring_lookup (keyring, &key, TRUE, TRUE, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_thread_join (thread);
  stop (&portal);
}

int
main (int   argc,
      char *argv[])
{
  /* What makes libsecret ask the portal. */
  g_setenv ("SNAP_NAME", "gatehouse", TRUE);
  g_unsetenv ("SECRET_FILE_TEST_PATH");
  g_unsetenv ("SECRET_FILE_TEST_PASSWORD");
  g_setenv ("SECRET_BACKEND", "file", TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/secrets/portal/silent", test_silent);
  g_test_add_func ("/secrets/portal/cancelled", test_cancelled);
  return g_test_run ();
}
