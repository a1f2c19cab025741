// SPDX-License-Identifier: GPL-3.0-or-later
// A keyring that is locked, and one that was restarted. Nothing here may prompt: there is no display, and nothing that could.
#include "secrets-test.h"

static const GateSecretKey known = { .kind = "tokens", .issuer = "https://as.example" };
static const GateSecretKey unknown = { .kind = "tokens", .issuer = "https://other.example" };

static void
test_locked (void)
{
  static const GateSecretKey all_tokens = { .kind = "tokens" };
  g_autoptr(GateSecretStore) store = gate_secret_store_new ();
  g_autoptr(GError) lookup_error = NULL;
  g_autoptr(GError) store_error = NULL;
  g_autoptr(GError) new_error = NULL;
  g_autoptr(GError) clear_error = NULL;
  g_autoptr(GError) unlock_error = NULL;

  g_assert_cmpint (secrets_test_state (store), ==, GATE_SECRET_STATE_AVAILABLE);
  g_assert_true (secrets_test_store (store, &known, "canary", NULL));
  secrets_test_lock ();
  g_assert_cmpint (secrets_test_state (store), ==, GATE_SECRET_STATE_LOCKED);

  g_assert_null (secrets_test_lookup (store, &known, TRUE, &lookup_error));
  secrets_test_assert_error (lookup_error, GATE_ERROR_KEYRING_LOCKED);
  g_assert_false (secrets_test_store (store, &known, "other", &store_error));
  secrets_test_assert_error (store_error, GATE_ERROR_KEYRING_LOCKED);
  g_assert_false (secrets_test_store (store, &unknown, "other", &new_error));
  secrets_test_assert_error (new_error, GATE_ERROR_KEYRING_LOCKED);
  g_assert_false (secrets_test_clear (store, &all_tokens, &clear_error));
  secrets_test_assert_error (clear_error, GATE_ERROR_KEYRING_LOCKED);

  /* This keyring shows what it has while it is locked: absent is absent. */
  secrets_test_assert_kept (store, &unknown, NULL);

  /* Nobody can be asked. */
  g_assert_false (secrets_test_unlock (store, &unlock_error));
  secrets_test_assert_error (unlock_error, GATE_ERROR_KEYRING_DISMISSED);

  secrets_test_unlock_with_password ();
  g_assert_cmpint (secrets_test_state (store), ==, GATE_SECRET_STATE_AVAILABLE);
  secrets_test_assert_kept (store, &known, "canary");
  secrets_test_assert_kept (store, &unknown, NULL);
  g_assert_true (secrets_test_unlock (store, NULL));
  g_assert_true (secrets_test_clear (store, &all_tokens, NULL));
  secrets_test_assert_kept (store, &known, NULL);
}

/* Whether a locked keyring without any item hides some cannot be known. */
static void
test_locked_and_empty (void)
{
  g_autoptr(GateSecretStore) store = gate_secret_store_new ();
  g_autoptr(GError) error = NULL;

  secrets_test_assert_kept (store, &known, NULL);
  secrets_test_lock ();
  g_assert_null (secrets_test_lookup (store, &known, TRUE, &error));
  secrets_test_assert_error (error, GATE_ERROR_KEYRING_LOCKED);
  secrets_test_unlock_with_password ();
  secrets_test_assert_kept (store, &known, NULL);
}

/* The daemon ends and a new one starts: it has never been unlocked, and knows none of our sessions. */
static void
test_restarted (void)
{
  g_autoptr(GateSecretStore) store = gate_secret_store_new ();
  g_autoptr(GError) gone_error = NULL;
  g_autoptr(GError) locked_error = NULL;

  g_assert_true (secrets_test_store (store, &known, "canary", NULL));
  secrets_test_end_daemon ();
  g_assert_null (secrets_test_lookup (store, &known, TRUE, &gone_error));
  secrets_test_assert_error (gone_error, GATE_ERROR_KEYRING_ABSENT);
  g_assert_cmpint (secrets_test_state (store), ==, GATE_SECRET_STATE_ABSENT);

  g_autoptr(GSubprocess) daemon = secrets_test_start_daemon ();
  g_assert_cmpint (secrets_test_state (store), ==, GATE_SECRET_STATE_LOCKED);
  g_assert_null (secrets_test_lookup (store, &known, TRUE, &locked_error));
  secrets_test_assert_error (locked_error, GATE_ERROR_KEYRING_LOCKED);
  secrets_test_unlock_with_password ();
  secrets_test_assert_kept (store, &known, "canary");
  g_assert_true (secrets_test_store (store, &known, "new", NULL));
  secrets_test_assert_kept (store, &known, "new");

  /* And once more without a look in between: the store's own session is stale. */
  secrets_test_end_daemon ();
  g_autoptr(GSubprocess) next = secrets_test_start_daemon ();
  secrets_test_unlock_with_password ();
  secrets_test_assert_kept (store, &known, "new");
  g_subprocess_send_signal (next, SIGTERM);
  g_assert_true (g_subprocess_wait (next, NULL, NULL));
}

/* A person who has no keyring yet: storing would prompt for a new password, so it waits for the unlocking. */
static void
test_none_yet (void)
{
  g_autofree char *folder = g_build_filename (g_get_user_data_dir (), "keyrings", NULL);
  const char *argv[] = { "rm", "-r", folder, NULL };
  g_autoptr(GateSecretStore) store = gate_secret_store_new ();
  g_autoptr(GError) store_error = NULL;
  g_autoptr(GError) unlock_error = NULL;

  g_assert_true (g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL, NULL));
  g_autoptr(GSubprocess) daemon = secrets_test_start_daemon ();
  g_assert_cmpint (secrets_test_state (store), ==, GATE_SECRET_STATE_LOCKED);
  secrets_test_assert_kept (store, &known, NULL);
  g_assert_false (secrets_test_store (store, &known, "x", &store_error));
  secrets_test_assert_error (store_error, GATE_ERROR_KEYRING_LOCKED);
  g_assert_false (secrets_test_unlock (store, &unlock_error));
  secrets_test_assert_error (unlock_error, GATE_ERROR_KEYRING_DISMISSED);
  g_subprocess_send_signal (daemon, SIGTERM);
  g_assert_true (g_subprocess_wait (daemon, NULL, NULL));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/secrets/locked", test_locked);
  g_test_add_func ("/secrets/locked-and-empty", test_locked_and_empty);
  g_test_add_func ("/secrets/restarted", test_restarted);
  g_test_add_func ("/secrets/none-yet", test_none_yet);
  return g_test_run ();
}
