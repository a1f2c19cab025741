// SPDX-License-Identifier: GPL-3.0-or-later
// Ten processes change the same lists at once; nothing is lost, and a process that only watches sees it all.
#include "projects-test.h"

#include <sys/wait.h>

#define N_PROCESSES 10
#define N_EACH 10

static int
run_child (const char *number)
{
  g_autoptr(GateProjects) projects = projects_test_open ();
  GateProject *project = gate_projects_lookup (projects, "default");

  for (guint i = 0; i < N_EACH; i++)
    {
      g_autofree char *connector = g_strdup_printf ("c-%s-%u", number, i);
      g_autoptr(GError) error = NULL;

      if (!projects_test_set_active (project, connector, NULL, TRUE, &error))
        {
          g_printerr ("%s: %s\n", connector, error->message);
          return 1;
        }
    }
  g_autofree char *name = g_strdup_printf ("Project %s", number);
  g_autoptr(GateProject) created = projects_test_create (projects, name, NULL);
  return created ? 0 : 1;
}

static void
assert_complete (GateProject *project)
{
  for (guint i = 0; i < N_PROCESSES; i++)
    for (guint j = 0; j < N_EACH; j++)
      {
        g_autofree char *connector = g_strdup_printf ("c-%u-%u", i, j);
        g_assert_true (gate_project_is_active (project, connector, NULL));
      }
}

static void
test_appends (gconstpointer user_data)
{
  const char *program = user_data;
  g_autoptr(GateProjects) watching = projects_test_open ();
  GateProject *watched = gate_projects_lookup (watching, "default");
  GPid pids[N_PROCESSES];

  for (guint i = 0; i < N_PROCESSES; i++)
    {
      g_autofree char *number = g_strdup_printf ("%u", i);
      const char *argv[] = { program, "--child", number, NULL };
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

  g_autoptr(GateProjects) projects = projects_test_open ();
  GateProject *project = gate_projects_lookup (projects, "default");
  g_assert_cmpuint (g_strv_length ((char **) gate_project_get_active_connectors (project)), ==, N_PROCESSES * N_EACH);
  assert_complete (project);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (projects)), ==, N_PROCESSES + 1);

  /* The one that was open all the time is told. */
  gate_test_wait_until (g_strv_length ((char **) gate_project_get_active_connectors (watched)) == N_PROCESSES * N_EACH
                        && g_list_model_get_n_items (G_LIST_MODEL (watching)) == N_PROCESSES + 1);
  assert_complete (watched);
}

int
main (int   argc,
      char *argv[])
{
  if (argc == 3 && g_str_equal (argv[1], "--child"))
    return run_child (argv[2]);
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/projects/processes/appends", argv[0], test_appends);
  return g_test_run ();
}
