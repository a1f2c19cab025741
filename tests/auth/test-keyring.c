// SPDX-License-Identifier: GPL-3.0-or-later
// With the session's own keyring: locked, absent, there. Which one, the first argument says.
#include "auth-test.h"

#include "gate-dirs.h"

#include <string.h>

static void
assert_fails (AuthTest  *test,
              GateError  code)
{
  g_autoptr(GError) error = NULL;

  g_assert_false (auth_test_call (test, &error));
  g_assert_error (error, GATE_ERROR, (int) code);
  g_assert_cmpint (gate_error_get_layer (error), ==, GATE_LAYER_SIGNED_IN);
  g_assert_nonnull (gate_error_get_remedy (error));
}

static GateSignInState
state_of (AuthTest *test)
{
  g_autoptr(GAsyncResult) result = NULL;

  gate_sign_in_status_async (test->sign_in, NULL, gate_test_keep_result, &result);
  gate_test_wait (result);
  g_autoptr(GateSignInStatus) status = gate_sign_in_status_finish (test->sign_in, result, NULL);
  return status->state;
}

/* Nothing of ours is in any file: only locks, and those are empty. */
static void
assert_no_files (const char *path)
{
  g_autoptr(GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir && (name = g_dir_read_name (dir)))
    {
      g_autofree char *child = g_build_filename (path, name, NULL);
      g_autofree char *content = NULL;
      gsize size = 0;

      if (g_file_test (child, G_FILE_TEST_IS_DIR))
        assert_no_files (child);
      else if (g_file_get_contents (child, &content, &size, NULL))
        g_assert_cmpuint (size, ==, 0);
    }
}

static void
test_unusable (gconstpointer data)
{
  gboolean locked = GPOINTER_TO_INT (data);
  g_autoptr(AuthTest) test = auth_test_new ("\"kind\":\"oauth\"", gate_secret_store_new ());
  g_autofree char *state = gate_dirs_state ("");
  const GError *why;

  /* Nobody to ask: the reason is the keyring, not the sign-in. */
  gate_sign_in_set_interactive (test->sign_in, FALSE);
  assert_fails (test, locked ? GATE_ERROR_KEYRING_LOCKED : GATE_ERROR_KEYRING_ABSENT);
  g_assert_cmpint (state_of (test), ==, locked ? GATE_SIGN_IN_STATE_KEYRING_LOCKED : GATE_SIGN_IN_STATE_KEYRING_ABSENT);

  if (locked)
    return;

  /* The person signs in all the same: for this process, and that is said. */
  gate_sign_in_set_interactive (test->sign_in, TRUE);
  g_assert_true (auth_test_call (test, NULL));
  g_assert_false (gate_sign_in_get_persisted (test->sign_in));
  why = gate_sign_in_get_keyring_error (test->sign_in);
  g_assert_error ((GError *) why, GATE_ERROR, (int) GATE_ERROR_KEYRING_ABSENT);
  g_assert_cmpint (state_of (test), ==, GATE_SIGN_IN_STATE_SIGNED_IN);
  auth_test_server_expire (test->server);
  g_assert_true (auth_test_call (test, NULL));
  g_assert_cmpuint (test->server->n_refresh, ==, 1);
  g_assert_cmpuint (test->face->n_windows, ==, 1);
  assert_no_files (state);
}

static void
test_usable (void)
{
  g_autoptr(AuthTest) test = auth_test_new ("\"kind\":\"oauth\"", gate_secret_store_new ());
  g_autofree char *state = gate_dirs_state ("");

  g_assert_cmpint (state_of (test), ==, GATE_SIGN_IN_STATE_SIGNED_OUT);
  g_assert_true (auth_test_call (test, NULL));
  g_assert_true (gate_sign_in_get_persisted (test->sign_in));
  auth_test_restart (test, FALSE);
  g_assert_true (auth_test_call (test, NULL));
  g_assert_cmpint (state_of (test), ==, GATE_SIGN_IN_STATE_SIGNED_IN);
  g_assert_cmpuint (test->face->n_windows, ==, 1);
  assert_no_files (state);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (argc, ==, 2);
  if (strcmp (argv[1], "usable") == 0)
    g_test_add_func ("/auth/keyring/usable", test_usable);
  else
    g_test_add_data_func ("/auth/keyring/unusable", GINT_TO_POINTER (strcmp (argv[1], "locked") == 0), test_unusable);
  return g_test_run ();
}
