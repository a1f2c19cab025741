// SPDX-License-Identifier: GPL-3.0-or-later
// One of many processes that share a sign-in: storm-client ADDRESS. Waits for a line on its standard input, calls, and ends with 0
// when the server took the call. With --sign-in it first has the person sign in.
#include "auth-test.h"

#include <string.h>
#include <unistd.h>

int
main (int    argc,
      char **argv)
{
  gboolean sign_in = argc > 2 && strcmp (argv[2], "--sign-in") == 0;
  AuthTestServer server = { .address = argv[1] };
  g_autoptr(GError) error = NULL;
  char go;

  g_assert_cmpint (argc, >=, 2);
  AuthTest *test = auth_test_new_for (&server, NULL, gate_secret_store_new ());
  gate_sign_in_set_interactive (test->sign_in, sign_in);

  /* A browser that must not be opened: a window would show in the server's count of authorization requests. */
  g_assert_cmpint (read (STDIN_FILENO, &go, 1), ==, 1);
  if (!auth_test_call (test, &error))
    {
      g_printerr ("%s\n", error ? error->message : "not taken");
      return 1;
    }
  return test->face->n_windows == (sign_in ? 1 : 0) && gate_sign_in_get_persisted (test->sign_in) ? 0 : 2;
}
