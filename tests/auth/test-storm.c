// SPDX-License-Identifier: GPL-3.0-or-later
// Many processes share one sign-in whose access token has just expired; refresh tokens rotate, and one that comes twice ends the
// whole family. Everybody has to work, by one refresh, without a browser.
#include "auth-test.h"

#include <string.h>
#include <unistd.h>

#define STORMS 7

static const char *client_path;

typedef struct {
  guint running;
  guint good;
} Storm;

static void
did_end (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  Storm *storm = user_data;
  g_autoptr(GError) error = NULL;

  storm->good += g_subprocess_wait_check_finish (G_SUBPROCESS (source), result, &error);
  storm->running--;
}

static GSubprocess *
spawn (AuthTestServer *server,
       const char     *option)
{
  const char *argv[] = { client_path, server->address, option, NULL };
  g_autoptr(GError) error = NULL;
  GSubprocess *process = g_subprocess_newv (argv, G_SUBPROCESS_FLAGS_STDIN_PIPE, &error);

  g_assert_no_error (error);
  return process;
}

static void
release (GSubprocess *process)
{
  g_autoptr(GError) error = NULL;

  g_output_stream_write_all (g_subprocess_get_stdin_pipe (process), "g", 1, NULL, NULL, &error);
  g_assert_no_error (error);
}

/* All are started and wait; then all are let go at once. */
static void
run_storm (AuthTestServer *server,
           guint           count)
{
  g_autoptr(GPtrArray) processes = g_ptr_array_new_with_free_func (g_object_unref);
  Storm storm = { count, 0 };

  for (guint i = 0; i < count; i++)
    {
      g_ptr_array_add (processes, spawn (server, NULL));
      g_subprocess_wait_check_async (g_ptr_array_index (processes, i), NULL, did_end, &storm);
    }
  for (guint i = 0; i < count; i++)
    release (g_ptr_array_index (processes, i));
  gate_test_wait_until (storm.running == 0);
  g_assert_cmpuint (storm.good, ==, count);
}

static void
sign_in (AuthTestServer *server)
{
  g_autoptr(GSubprocess) process = spawn (server, "--sign-in");
  Storm storm = { 1, 0 };

  g_subprocess_wait_check_async (process, NULL, did_end, &storm);
  release (process);
  gate_test_wait_until (storm.running == 0);
  g_assert_cmpuint (storm.good, ==, 1);
}

static void
test_storm (gconstpointer data)
{
  guint count = GPOINTER_TO_UINT (data);
  g_autoptr(AuthTestServer) server = auth_test_server_new ();

  sign_in (server);
  g_assert_cmpuint (server->n_authorize, ==, 1);
  for (guint i = 0; i < STORMS; i++)
    {
      gint64 start = g_get_monotonic_time ();

      auth_test_server_expire (server);
      server->n_refresh = 0;
      server->n_calls = 0;
      run_storm (server, count);
      g_assert_cmpuint (server->n_refresh, ==, 1);
      g_assert_cmpuint (server->n_reuse, ==, 0);
      g_assert_cmpuint (server->n_authorize, ==, 1);
      g_assert_cmpuint (server->n_register, ==, 1);
      g_test_message ("storm %u of %u processes: %u calls, 1 refresh, %" G_GINT64_FORMAT " ms", i + 1, count, server->n_calls,
                      (g_get_monotonic_time () - start) / 1000);
    }
}

/* Nobody has signed in yet, and several are asked for at once: one browser. */
static void
test_first_sign_in (void)
{
  g_autoptr(AuthTestServer) server = auth_test_server_new ();
  g_autoptr(GPtrArray) processes = g_ptr_array_new_with_free_func (g_object_unref);
  Storm storm = { 5, 0 };

  for (guint i = 0; i < 5; i++)
    {
      g_ptr_array_add (processes, spawn (server, "--sign-in"));
      g_subprocess_wait_check_async (g_ptr_array_index (processes, i), NULL, did_end, &storm);
    }
  for (guint i = 0; i < 5; i++)
    release (g_ptr_array_index (processes, i));
  gate_test_wait_until (storm.running == 0);
  /* The others end with 2, for they opened no window; all the same their call was taken. */
  g_assert_cmpuint (storm.good, ==, 1);
  g_assert_cmpuint (server->n_authorize, ==, 1);
  g_assert_cmpuint (server->n_token, ==, 1);
  /* Who came late had a token from the start. */
  g_assert_cmpuint (server->n_calls, >=, 6);
  g_assert_cmpuint (server->n_calls, <=, 10);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  client_path = g_getenv ("AUTH_STORM_CLIENT");
  g_assert_nonnull (client_path);
  g_test_add_func ("/auth/storm/first-sign-in", test_first_sign_in);
  g_test_add_data_func ("/auth/storm/5", GUINT_TO_POINTER (5), test_storm);
  g_test_add_data_func ("/auth/storm/50", GUINT_TO_POINTER (50), test_storm);
  return g_test_run ();
}
