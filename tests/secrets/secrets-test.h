// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-error.h"
#include "gate-secret-store.h"
#include "gate-test.h"

#include <signal.h>
#include <string.h>

/* The five operations, each waited for. */

static inline GateSecret *
secrets_test_lookup (GateSecretStore      *store,
                     const GateSecretKey  *key,
                     gboolean              fresh,
                     GError              **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  gate_secret_store_lookup_async (store, key, fresh, NULL, gate_test_keep_result, &result);
  gate_test_wait (result);
  return gate_secret_store_lookup_finish (store, result, error);
}

static inline gboolean
secrets_test_store (GateSecretStore      *store,
                    const GateSecretKey  *key,
                    const char           *text,
                    GError              **error)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GateSecret) secret = gate_secret_new (text);

  gate_secret_store_store_async (store, key, "Gatehouse: Test", secret, NULL, gate_test_keep_result, &result);
  gate_test_wait (result);
  return gate_secret_store_store_finish (store, result, error);
}

static inline gboolean
secrets_test_clear (GateSecretStore      *store,
                    const GateSecretKey  *key,
                    GError              **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  gate_secret_store_clear_async (store, key, NULL, gate_test_keep_result, &result);
  gate_test_wait (result);
  return gate_secret_store_clear_finish (store, result, error);
}

static inline gboolean
secrets_test_unlock (GateSecretStore  *store,
                     GError          **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  gate_secret_store_unlock_async (store, NULL, gate_test_keep_result, &result);
  gate_test_wait (result);
  return gate_secret_store_unlock_finish (store, result, error);
}

static inline GateSecretState
secrets_test_state (GateSecretStore *store)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  GateSecretState state;

  gate_secret_store_state_async (store, NULL, gate_test_keep_result, &result);
  gate_test_wait (result);
  gate_secret_store_state_finish (store, result, &state, &error);
  g_assert_no_error (error);
  return state;
}

/* What is kept under a key is exactly this text, or nothing. */
static inline void
secrets_test_assert_kept (GateSecretStore     *store,
                          const GateSecretKey *key,
                          const char          *text)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GateSecret) secret = secrets_test_lookup (store, key, TRUE, &error);

  g_assert_no_error (error);
  g_assert_true (g_strcmp0 (gate_secret_peek (secret), text) == 0);
}

/* An error with a remedy. */
#define secrets_test_assert_error(error, code) \
  G_STMT_START { \
    g_assert_error (error, GATE_ERROR, (int) (code)); \
    g_assert_nonnull (gate_error_get_remedy (error)); \
    g_assert_cmpint (gate_error_get_layer (error), ==, GATE_LAYER_SIGNED_IN); \
  } G_STMT_END

static inline GVariant *
secrets_test_call (const char         *name,
                   const char         *path,
                   const char         *interface,
                   const char         *method,
                   GVariant           *arguments)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GDBusConnection) bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, &error);

  g_assert_no_error (error);
  GVariant *reply = g_dbus_connection_call_sync (bus, name, path, interface, method, arguments, NULL, G_DBUS_CALL_FLAGS_NONE, -1,
                                                 NULL, &error);
  g_assert_no_error (error);
  return reply;
}

#define SECRETS_TEST_NAME "org.freedesktop.secrets"
#define SECRETS_TEST_PATH "/org/freedesktop/secrets"
#define SECRETS_TEST_COLLECTION SECRETS_TEST_PATH "/collection/login"

static inline void
secrets_test_lock (void)
{
  g_autoptr(GVariant) reply = secrets_test_call (SECRETS_TEST_NAME, SECRETS_TEST_PATH, "org.freedesktop.Secret.Service", "Lock",
                                                 g_variant_new_parsed ("([%o],)", SECRETS_TEST_COLLECTION));
}

/* What the login does; no prompt. */
static inline void
secrets_test_unlock_with_password (void)
{
  const char *password = g_getenv ("GATE_TEST_KEYRING_PASSWORD");
  const char *session;
  g_autoptr(GVariant) opened = secrets_test_call (SECRETS_TEST_NAME, SECRETS_TEST_PATH, "org.freedesktop.Secret.Service",
                                                  "OpenSession", g_variant_new_parsed ("('plain', <''>)"));

  g_variant_get (opened, "(v&o)", NULL, &session);
  g_autoptr(GVariant) unlocked = secrets_test_call (
    SECRETS_TEST_NAME, SECRETS_TEST_PATH, "org.gnome.keyring.InternalUnsupportedGuiltRiddenInterface", "UnlockWithMasterPassword",
    g_variant_new ("(o(o@ay@ays))", SECRETS_TEST_COLLECTION, session, g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, "", 0, 1),
                   g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, password, strlen (password), 1), "text/plain"));
}

static inline gboolean
secrets_test_has_daemon (void)
{
  gboolean has;
  g_autoptr(GVariant) reply = secrets_test_call ("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus",
                                                 "NameHasOwner", g_variant_new ("(s)", SECRETS_TEST_NAME));

  g_variant_get (reply, "(b)", &has);
  return has;
}

static inline void
secrets_test_end_daemon (void)
{
  guint32 pid;
  g_autoptr(GVariant) reply = secrets_test_call ("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus",
                                                 "GetConnectionUnixProcessID", g_variant_new ("(s)", SECRETS_TEST_NAME));

  g_variant_get (reply, "(u)", &pid);
  g_assert_cmpint (kill ((pid_t) pid, SIGTERM), ==, 0);
  while (secrets_test_has_daemon ())
    g_usleep (5000);
}

/* A new one over the same files, locked. */
static inline GSubprocess *
secrets_test_start_daemon (void)
{
  g_autofree char *directory = g_build_filename (g_getenv ("GATE_TEST_SESSION"), "run", "keyring-again", NULL);
  g_autofree char *option = g_strconcat ("--control-directory=", directory, NULL);
  g_autoptr(GError) error = NULL;
  GSubprocess *daemon = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_SILENCE, &error,
                                          "gnome-keyring-daemon", "--foreground", "--components=secrets", option, NULL);

  g_assert_no_error (error);
  while (!secrets_test_has_daemon ())
    g_usleep (5000);
  return daemon;
}
