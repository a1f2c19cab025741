// SPDX-License-Identifier: GPL-3.0-or-later
// What an administrator locked with dconf.
#include "projects-test.h"

#include <glib/gstdio.h>
#include <string.h>

static void
write_file (const char *folder,
            const char *name,
            const char *content)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *parent = g_path_get_dirname (path);
  g_autoptr(GError) error = NULL;

  g_assert_cmpint (g_mkdir_with_parents (parent, 0700), ==, 0);
  g_file_set_contents (path, content, -1, &error);
  g_assert_no_error (error);
}

/* A profile with a database of the administrator's below the person's own. */
static void
install_profile (const char *folder)
{
  g_autofree char *database = g_build_filename (folder, "admin", NULL);
  g_autofree char *keys = g_build_filename (folder, "keys", NULL);
  g_autofree char *profile = g_build_filename (folder, "profile", NULL);
  g_autofree char *text = g_strdup_printf ("user-db:user\nfile-db:%s\n", database);
  const char *argv[] = { "dconf", "compile", database, keys, NULL };
  g_autoptr(GError) error = NULL;
  int status;

  write_file (folder, "profile", text);
  write_file (keys, "gatehouse",
              "[io/github/gatehouse/Gatehouse]\n"
              "default-active=['notion']\n"
              "locked-off-connectors=['slack']\n"
              "[io/github/gatehouse/Gatehouse/projects/default]\n"
              "instructions='Be careful.'\n");
  write_file (keys, "locks/gatehouse",
              "/io/github/gatehouse/Gatehouse/default-active\n"
              "/io/github/gatehouse/Gatehouse/locked-off-connectors\n"
              "/io/github/gatehouse/Gatehouse/projects/default/instructions\n");
  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, &status, &error);
  g_assert_no_error (error);
  g_assert_cmpint (status, ==, 0);
  g_setenv ("DCONF_PROFILE", profile, TRUE);
}

static void
assert_locked (const GError *error,
               const char   *key)
{
  g_assert_error (error, GATE_ERROR, GATE_ERROR_LOCKED_BY_ADMIN);
  g_assert_nonnull (strstr (error->message, key));
  g_assert_nonnull (gate_error_get_remedy (error));
  g_assert_cmpint (gate_error_get_layer (error), !=, GATE_LAYER_NONE);
}

static void
test_locks (void)
{
  g_autoptr(GateProjects) projects = projects_test_open ();
  GateProject *project = gate_projects_lookup (projects, "default");
  g_autoptr(GError) text_error = NULL;
  g_autoptr(GError) active_error = NULL;
  g_autoptr(GError) default_error = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_cmpstr (gate_settings_get_place (gate_projects_get_settings (projects)), ==, "dconf");
  g_assert_false (gate_project_is_writable (project, "instructions"));
  g_assert_true (gate_project_is_writable (project, "name"));
  g_assert_false (gate_projects_is_writable (projects, "default-active"));
  g_assert_true (gate_projects_is_writable (projects, "projects"));
  g_assert_cmpstr (gate_project_get_instructions (project), ==, "Be careful.");

  g_assert_false (projects_test_set_text (project, "instructions", "Do as you like.", &text_error));
  assert_locked (text_error, "instructions");
  g_assert_cmpstr (gate_project_get_instructions (project), ==, "Be careful.");
  g_assert_false (projects_test_set_active (project, "slack", NULL, TRUE, &active_error));
  assert_locked (active_error, "locked-off-connectors");
  g_assert_false (PROJECTS_TEST_CHANGE (projects, &default_error, gate_projects_set_default_active_async, "jira", NULL, TRUE));
  assert_locked (default_error, "default-active");

  /* What is not locked works; what the administrator wants on is on in a new project and may be turned off there. */
  g_autoptr(GateProject) fresh = projects_test_create (projects, "Fresh", &error);
  g_assert_no_error (error);
  g_assert_true (gate_project_is_active (fresh, "notion", NULL));
  g_assert_true (projects_test_set_active (fresh, "notion", NULL, FALSE, NULL));
  g_assert_false (gate_project_is_active (fresh, "notion", NULL));
  g_assert_true (gate_projects_is_locked_off (projects, "slack", "any"));
  g_assert_true (projects_test_set_text (project, "name", "Mine", NULL));
  g_assert_cmpstr (gate_project_get_name (project), ==, "Mine");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  install_profile (g_getenv ("GATE_TEST_SESSION"));
  g_test_add_func ("/projects/locks", test_locks);
  return g_test_run ();
}
