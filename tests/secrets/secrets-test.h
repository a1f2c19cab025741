// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-error.h"
#include "gate-secret-store.h"
#include "gate-test.h"

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

/* Asks the Secret Service for something that the library does not offer: "Lock", "Unlock" … */
static inline void
secrets_test_lock (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GDBusConnection) bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, &error);

  g_assert_no_error (error);
  g_autoptr(GVariant) reply = g_dbus_connection_call_sync (
    bus, "org.freedesktop.secrets", "/org/freedesktop/secrets", "org.freedesktop.Secret.Service", "Lock",
    g_variant_new_parsed ("([objectpath '/org/freedesktop/secrets/collection/login'],)"), NULL, G_DBUS_CALL_FLAGS_NONE, -1, NULL,
    &error);
  g_assert_no_error (error);
}
