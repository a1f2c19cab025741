// SPDX-License-Identifier: GPL-3.0-or-later
#include "auth-test.h"

static void
assert_works (AuthTest *test)
{
  g_autoptr(GError) error = NULL;

  auth_test_call (test, &error);
  g_assert_no_error (error);
}

static void
test_first_sign_in (void)
{
  g_autoptr(AuthTest) test = auth_test_new (NULL, NULL);

  test->server->challenge_scope = "records.read";
  test->server->resource_scopes = "records.read records.write";
  assert_works (test);
  g_assert_cmpuint (test->face->n_windows, ==, 1);
  g_assert_cmpuint (test->server->n_register, ==, 1);
  g_assert_cmpuint (test->server->n_token, ==, 1);
  g_assert_cmpuint (test->server->n_resource_metadata + test->server->n_server_metadata, ==, 2);
  g_assert_cmpstr (test->server->last_scope, ==, "records.read");
  g_assert_cmpstr (test->server->last_resource, ==, test->server->address);
  g_assert_cmpstr (test->server->last_token_resource, ==, test->server->address);

  assert_works (test);
  auth_test_restart (test, FALSE);
  assert_works (test);
  g_assert_cmpuint (test->face->n_windows, ==, 1);
  g_assert_cmpuint (test->server->n_token, ==, 1);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/auth/flow/first-sign-in", test_first_sign_in);
  return g_test_run ();
}
