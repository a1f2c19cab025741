// SPDX-License-Identifier: GPL-3.0-or-later
// No Secret Service: none on the bus, no bus (with-session --no-keyring, --no-bus), or a file without a key.
#include "secrets-test.h"

static void
test_absent (void)
{
  static const GateSecretKey key = { .kind = "tokens" };
  g_autoptr(GateSecretStore) store = gate_secret_store_new ();

  g_assert_cmpint (secrets_test_state (store), ==, GATE_SECRET_STATE_ABSENT);
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr(GError) lookup_error = NULL;
      g_autoptr(GError) store_error = NULL;
      g_autoptr(GError) clear_error = NULL;
      g_autoptr(GError) unlock_error = NULL;

      g_assert_null (secrets_test_lookup (store, &key, i == 1, &lookup_error));
      secrets_test_assert_error (lookup_error, GATE_ERROR_KEYRING_ABSENT);
      g_assert_false (secrets_test_store (store, &key, "canary-4711", &store_error));
      secrets_test_assert_error (store_error, GATE_ERROR_KEYRING_ABSENT);
      g_assert_false (secrets_test_clear (store, &key, &clear_error));
      secrets_test_assert_error (clear_error, GATE_ERROR_KEYRING_ABSENT);
      g_assert_false (secrets_test_unlock (store, &unlock_error));
      secrets_test_assert_error (unlock_error, GATE_ERROR_KEYRING_ABSENT);
    }

  /* Nothing was written elsewhere instead. */
  const char *argv[] = { "grep", "-rl", "canary-4711", g_getenv ("GATE_TEST_SESSION"), NULL };
  g_autofree char *output = NULL;
  g_assert_true (g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &output, NULL, NULL, NULL));
  g_assert_cmpstr (output, ==, "");
}

/* The choice of a person who has no keyring. */
static void
test_session_only (void)
{
  static const GateSecretKey key = { .kind = "tokens" };
  g_autoptr(GateSecretStore) store = gate_secret_store_new_in_memory ();

  g_assert_true (secrets_test_store (store, &key, "text", NULL));
  secrets_test_assert_kept (store, &key, "text");
}

static void
test_file_without_key (void)
{
  if (g_test_subprocess ())
    {
      test_absent ();
      return;
    }
  g_setenv ("SECRET_BACKEND", "file", TRUE);
  g_test_trap_subprocess (NULL, 0, 0);
  g_unsetenv ("SECRET_BACKEND");
  g_test_trap_assert_passed ();
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/secrets/absent", test_absent);
  g_test_add_func ("/secrets/absent/session-only", test_session_only);
  g_test_add_func ("/secrets/absent/file-without-key", test_file_without_key);
  return g_test_run ();
}
