// SPDX-License-Identifier: GPL-3.0-or-later
// Fifty processes store at once, on the Secret Service and in libsecret's file: all is kept.
#include "secrets-test.h"

#include <sys/wait.h>

#define N_PROCESSES 50

static int
run_child (const char *name)
{
  g_autoptr(GateSecretStore) store = gate_secret_store_new ();
  const GateSecretKey key = { .kind = "field", .name = name };
  g_autoptr(GError) error = NULL;

  if (secrets_test_store (store, &key, name, &error))
    return 0;
  g_printerr ("%s: %s\n", name, error->message);
  return 1;
}

static void
test_all_kept (gconstpointer user_data)
{
  const char *program = user_data;
  GPid pids[N_PROCESSES];
  static const GateSecretKey first = { .kind = "field", .name = "n0" };
  g_autoptr(GateSecretStore) store = gate_secret_store_new ();

  /* Known to this process before the others change it. */
  secrets_test_assert_kept (store, &first, NULL);
  for (guint i = 0; i < N_PROCESSES; i++)
    {
      g_autofree char *name = g_strdup_printf ("n%u", i);
      const char *argv[] = { program, "--child", name, NULL };
      g_autoptr(GError) error = NULL;

      g_spawn_async (NULL, (char **) argv, NULL, G_SPAWN_DO_NOT_REAP_CHILD, NULL, NULL, &pids[i], &error);
      g_assert_no_error (error);
    }
  for (guint i = 0; i < N_PROCESSES; i++)
    {
      int status;

      g_assert_cmpint (waitpid (pids[i], &status, 0), ==, pids[i]);
      g_assert_cmpint (status, ==, 0);
    }
  for (guint i = 0; i < N_PROCESSES; i++)
    {
      g_autofree char *name = g_strdup_printf ("n%u", i);
      const GateSecretKey key = { .kind = "field", .name = name };

      secrets_test_assert_kept (store, &key, name);
    }
}

int
main (int   argc,
      char *argv[])
{
  if (argc == 3 && g_str_equal (argv[1], "--child"))
    return run_child (argv[2]);
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/secrets/processes", argv[0], test_all_kept);
  return g_test_run ();
}
