// SPDX-License-Identifier: GPL-3.0-or-later
// Projects and what is on in them; run on each place that settings may be in.
#include "projects-test.h"

#include <string.h>

static void
assert_names (GateProjects *projects,
              const char   *names)
{
  g_autofree char *actual = projects_test_ids (projects);
  g_assert_cmpstr (actual, ==, names);
}

/* Back to nothing but the default project. */
static void
delete_all (GateProjects *projects)
{
  while (g_list_model_get_n_items (G_LIST_MODEL (projects)) > 1)
    {
      g_autoptr(GateProject) project = g_list_model_get_item (G_LIST_MODEL (projects), 1);
      g_autoptr(GateProject) first = g_list_model_get_item (G_LIST_MODEL (projects), 0);
      GateProject *victim = g_str_equal (gate_project_get_id (project), "default") ? first : project;

      g_assert_true (PROJECTS_TEST_CHANGE (projects, NULL, gate_projects_delete_async, gate_project_get_id (victim)));
    }
  assert_names (projects, "Default");
}

static void
test_refusals (void)
{
  g_autoptr(GateProjects) projects = projects_test_open ();
  GateProject *project = gate_projects_lookup (projects, "default");
  g_autofree char *long_name = g_strnfill (201, 'x');
  g_autofree char *long_text = g_strnfill (65537, 'x');
  const char *names[] = { "", " ", " x", "a\nb", "a\xe2\x80\xae" "b", "\xff", long_name };
  const struct {
    const char *key;
    const char *text;
  } texts[] = {
    { "name", "" }, { "folder", "relative/path" }, { "folder", "\xff" }, { "instructions", long_text },
  };
  static const char *const tools[] = { "notion__search", NULL };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_null (projects_test_create (projects, names[i], &error));
      g_assert_error (error, GATE_ERROR, GATE_ERROR_INVALID);
    }
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_false (projects_test_set_text (project, texts[i].key, texts[i].text, &error));
      g_assert_error (error, GATE_ERROR, GATE_ERROR_INVALID);
    }

  g_autoptr(GError) delete_error = NULL;
  g_autoptr(GError) missing_error = NULL;
  g_autoptr(GError) move_error = NULL;
  g_autoptr(GError) current_error = NULL;
  g_autoptr(GError) find_error = NULL;
  g_autoptr(GError) choice_error = NULL;
  g_assert_false (PROJECTS_TEST_CHANGE (projects, &delete_error, gate_projects_delete_async, "default"));
  g_assert_error (delete_error, GATE_ERROR, GATE_ERROR_INVALID);
  g_assert_false (PROJECTS_TEST_CHANGE (projects, &missing_error, gate_projects_delete_async, "missing"));
  g_assert_error (missing_error, GATE_ERROR, GATE_ERROR_NOT_FOUND);
  g_assert_false (PROJECTS_TEST_CHANGE (projects, &move_error, gate_projects_move_async, "missing", 0));
  g_assert_error (move_error, GATE_ERROR, GATE_ERROR_NOT_FOUND);
  g_assert_false (PROJECTS_TEST_CHANGE (projects, &current_error, gate_projects_set_current_async, "missing"));
  g_assert_error (current_error, GATE_ERROR, GATE_ERROR_NOT_FOUND);
  g_assert_false (PROJECTS_TEST_CHANGE (projects, &choice_error, gate_projects_set_tool_choices_async, tools, "perhaps"));
  g_assert_error (choice_error, GATE_ERROR, GATE_ERROR_INVALID);
  g_assert_null (gate_projects_find (projects, "missing", &find_error));
  g_assert_error (find_error, GATE_ERROR, GATE_ERROR_NOT_FOUND);
  assert_names (projects, "Default");
}

static void
test_list (void)
{
  g_autoptr(GateProjects) projects = projects_test_open ();
  g_autoptr(GateProjects) other = projects_test_open ();
  g_autoptr(GError) error = NULL;
  g_autoptr(GError) taken_error = NULL;
  g_autoptr(GError) gone_error = NULL;

  assert_names (projects, "Default");
  g_autoptr(GateProject) report = projects_test_create (projects, "Q4 Report: Größe", &error);
  g_assert_no_error (error);
  g_assert_true (g_str_has_prefix (gate_project_get_id (report), "q4-report-"));
  g_autoptr(GateProject) audit = projects_test_create (projects, "監査", &error);
  g_assert_no_error (error);
  g_assert_true (g_str_has_prefix (gate_project_get_id (audit), "project-"));
  assert_names (projects, "Default Q4 Report: Größe 監査");

  g_assert_null (projects_test_create (projects, "Q4 REPORT: GRÖSSE", &taken_error));
  g_assert_error (taken_error, GATE_ERROR, GATE_ERROR_EXISTS);
  g_assert_true (gate_projects_find (projects, "q4 report: grösse", NULL) == report);
  g_assert_true (gate_projects_find (projects, gate_project_get_id (audit), NULL) == audit);

  g_assert_true (PROJECTS_TEST_CHANGE (projects, NULL, gate_projects_move_async, gate_project_get_id (audit), 0));
  assert_names (projects, "監査 Default Q4 Report: Größe");
  g_assert_true (PROJECTS_TEST_CHANGE (projects, NULL, gate_projects_move_async, "default", 99));
  assert_names (projects, "監査 Q4 Report: Größe Default");
  g_assert_true (gate_projects_lookup (projects, gate_project_get_id (audit)) == audit);

  g_assert_true (PROJECTS_TEST_CHANGE (projects, NULL, gate_projects_set_current_async, gate_project_get_id (audit)));
  g_assert_true (gate_projects_get_current (projects) == audit);
  g_assert_true (PROJECTS_TEST_CHANGE (projects, NULL, gate_projects_delete_async, gate_project_get_id (audit)));
  g_assert_cmpstr (gate_project_get_id (gate_projects_get_current (projects)), ==, "default");
  g_assert_false (projects_test_set_active (audit, "notion", NULL, TRUE, &gone_error));
  g_assert_error (gone_error, GATE_ERROR, GATE_ERROR_NOT_FOUND);

  g_assert_true (projects_test_set_text (report, "name", "Report", NULL));
  g_assert_true (projects_test_set_text (report, "folder", "/tmp/x", NULL));
  g_assert_true (projects_test_set_text (report, "instructions", "Be\nbrief.", NULL));
  g_assert_cmpstr (gate_project_get_name (report), ==, "Report");
  g_assert_cmpstr (gate_project_get_folder (report), ==, "/tmp/x");
  g_assert_cmpstr (gate_project_get_instructions (report), ==, "Be\nbrief.");

  /* Another list over the same settings follows; in memory there is no other. */
  if (!g_str_equal (gate_settings_get_place (gate_projects_get_settings (projects)), "memory"))
    gate_test_wait_until (g_list_model_get_n_items (G_LIST_MODEL (other)) == 2
                          && gate_projects_find (other, "report", NULL)
                          && g_str_equal (gate_project_get_instructions (gate_projects_find (other, "report", NULL)), "Be\nbrief."));
  delete_all (projects);
}

static void
count_changes (GListModel *model,
               guint       position,
               guint       removed,
               guint       added,
               gpointer    user_data)
{
  guint *counts = user_data;

  counts[0] += removed;
  counts[1] += added;
}

static void
test_items_changed (void)
{
  g_autoptr(GateProjects) projects = projects_test_open ();
  guint counts[2] = { 0, 0 };

  g_signal_connect (projects, "items-changed", G_CALLBACK (count_changes), counts);
  g_autoptr(GateProject) a = projects_test_create (projects, "A", NULL);
  g_autoptr(GateProject) b = projects_test_create (projects, "B", NULL);
  g_assert_cmpuint (counts[0], ==, 0);
  g_assert_cmpuint (counts[1], ==, 2);
  g_assert_true (PROJECTS_TEST_CHANGE (projects, NULL, gate_projects_delete_async, gate_project_get_id (a)));
  g_assert_cmpuint (counts[0], ==, 1);
  g_assert_cmpuint (counts[1], ==, 2);
  delete_all (projects);
}

static void
count_notify (GObject    *object,
              GParamSpec *pspec,
              gpointer    user_data)
{
  guint *count = user_data;
  (*count)++;
}

static void
test_activation (void)
{
  g_autoptr(GateProjects) projects = projects_test_open ();
  GateProject *project = gate_projects_lookup (projects, "default");
  guint count = 0;

  g_assert_false (gate_project_is_active (project, "notion", NULL));
  gulong handler = g_signal_connect (project, "notify::active-connectors", G_CALLBACK (count_notify), &count);
  g_assert_true (projects_test_set_active (project, "notion", NULL, TRUE, NULL));
  g_assert_true (projects_test_set_active (project, "notion", "", TRUE, NULL));
  g_assert_cmpuint (count, ==, 1);
  g_assert_true (projects_test_set_active (project, "notion", "work", TRUE, NULL));
  g_assert_true (projects_test_set_active (project, "notionally", NULL, TRUE, NULL));
  g_assert_true (gate_project_is_active (project, "notion", NULL));
  g_assert_true (gate_project_is_active (project, "notion", "work"));
  g_assert_false (gate_project_is_active (project, "notion", "home"));
  g_assert_true (projects_test_set_active (project, "notion", NULL, FALSE, NULL));
  g_assert_false (gate_project_is_active (project, "notion", NULL));
  g_assert_true (gate_project_is_active (project, "notion", "work"));
  g_assert_cmpuint (count, ==, 4);
  g_signal_handler_disconnect (project, handler);

  g_autoptr(GAsyncResult) result = NULL;
  gate_project_set_plugin_active_async (project, "sales@market", TRUE, NULL, gate_test_keep_result, &result);
  gate_test_wait (result);
  g_assert_true (gate_project_set_plugin_active_finish (project, result, NULL));
  g_assert_true (gate_project_is_plugin_active (project, "sales@market"));
  g_assert_false (gate_project_is_plugin_active (project, "sales"));

  static const char *const accounts[] = { "work", NULL };
  g_assert_true (PROJECTS_TEST_CHANGE (projects, NULL, gate_projects_set_read_only_async, "notion", TRUE));
  g_assert_true (gate_projects_is_read_only (projects, "notion"));
  g_assert_true (PROJECTS_TEST_CHANGE (projects, NULL, gate_projects_forget_connector_async, "notion", accounts));
  g_assert_false (gate_projects_is_read_only (projects, "notion"));
  g_assert_false (gate_project_is_active (project, "notion", "work"));
  g_assert_true (gate_project_is_active (project, "notionally", NULL));
  g_assert_true (projects_test_set_active (project, "notionally", NULL, FALSE, NULL));
}

static void
test_new_projects (void)
{
  g_autoptr(GateProjects) projects = projects_test_open ();
  GateProject *first = gate_projects_lookup (projects, GATE_PROJECT_DEFAULT_ID);

  g_assert_true (PROJECTS_TEST_CHANGE (projects, NULL, gate_projects_set_default_active_async, "notion", NULL, TRUE));
  g_assert_false (gate_project_is_active (first, "notion", NULL));
  g_assert_true (PROJECTS_TEST_CHANGE (projects, NULL, gate_projects_set_default_active_async, "slack", "work", TRUE));
  g_assert_true (gate_projects_is_default_active (projects, "slack", "work"));
  g_assert_false (gate_projects_is_default_active (projects, "slack", NULL));

  g_autoptr(GateProject) fresh = projects_test_create (projects, "Fresh", NULL);
  g_assert_true (gate_project_is_active (fresh, "notion", NULL));
  g_assert_true (gate_project_is_active (fresh, "slack", "work"));

  /* What comes later is on in later projects only, and what was turned off stays off. */
  g_assert_true (PROJECTS_TEST_CHANGE (projects, NULL, gate_projects_set_default_active_async, "jira", NULL, TRUE));
  g_assert_false (gate_project_is_active (fresh, "jira", NULL));
  g_assert_true (projects_test_set_active (fresh, "notion", NULL, FALSE, NULL));
  g_assert_true (projects_test_set_active (fresh, "slack", "work", FALSE, NULL));
  g_assert_cmpuint (g_strv_length ((char **) gate_project_get_active_connectors (fresh)), ==, 0);

  g_assert_true (PROJECTS_TEST_CHANGE (projects, NULL, gate_projects_set_default_active_async, "notion", NULL, FALSE));
  g_assert_true (PROJECTS_TEST_CHANGE (projects, NULL, gate_projects_set_default_active_async, "slack", "work", FALSE));
  g_assert_true (PROJECTS_TEST_CHANGE (projects, NULL, gate_projects_set_default_active_async, "jira", NULL, FALSE));
  delete_all (projects);
}

static gboolean
set_choices (GateProject        *project,
             const char * const *tools,
             const char         *choice)
{
  g_autoptr(GAsyncResult) result = NULL;

  gate_project_set_tool_choices_async (project, tools, choice, NULL, gate_test_keep_result, &result);
  gate_test_wait (result);
  return gate_project_set_tool_choices_finish (project, result, NULL);
}

static void
test_tool_choices (void)
{
  g_autoptr(GateProjects) projects = projects_test_open ();
  GateProject *project = gate_projects_lookup (projects, "default");
  static const char *const reading[] = { "notion__search", "notion__read", "notion_work__read", NULL };
  static const char *const one[] = { "notion__read", NULL };

  g_assert_null (gate_project_get_tool_choice (project, "notion__read"));
  g_assert_true (PROJECTS_TEST_CHANGE (projects, NULL, gate_projects_set_tool_choices_async, one, "block"));
  g_assert_cmpstr (gate_project_get_tool_choice (project, "notion__read"), ==, "block");
  g_assert_true (set_choices (project, reading, "allow"));
  g_assert_cmpstr (gate_project_get_tool_choice (project, "notion__read"), ==, "allow");
  g_assert_cmpstr (gate_project_get_tool_choice (project, "notion__search"), ==, "allow");
  g_assert_true (set_choices (project, one, "ask"));
  g_assert_cmpstr (gate_project_get_tool_choice (project, "notion__read"), ==, "ask");
  g_assert_cmpstr (gate_project_get_tool_choice (project, "notion__search"), ==, "allow");
  g_assert_true (set_choices (project, one, NULL));
  g_assert_cmpstr (gate_project_get_tool_choice (project, "notion__read"), ==, "block");

  static const char *const accounts[] = { "work", NULL };
  g_assert_true (PROJECTS_TEST_CHANGE (projects, NULL, gate_projects_forget_connector_async, "notion", accounts));
  g_assert_null (gate_project_get_tool_choice (project, "notion__read"));
  g_assert_null (gate_project_get_tool_choice (project, "notion__search"));
  g_assert_null (gate_project_get_tool_choice (project, "notion_work__read"));
}

static void
test_locked_off (void)
{
  g_autoptr(GateProjects) projects = projects_test_open ();
  GateProject *project = gate_projects_lookup (projects, "default");
  GSettings *root = gate_settings_get_root (gate_projects_get_settings (projects));
  static const char *const locked[] = { "notion", "slack/work", NULL };
  g_autoptr(GError) error = NULL;

  g_assert_true (projects_test_set_active (project, "notion", "home", TRUE, NULL));
  g_assert_true (projects_test_set_active (project, "slack", NULL, TRUE, NULL));
  g_assert_true (g_settings_set_strv (root, "locked-off-connectors", locked));
  gate_test_wait_until (!gate_project_is_active (project, "notion", "home"));
  g_assert_true (gate_project_is_active (project, "slack", NULL));
  g_assert_true (gate_projects_is_locked_off (projects, "notion", NULL));
  g_assert_true (gate_projects_is_locked_off (projects, "notion", "any"));
  g_assert_true (gate_projects_is_locked_off (projects, "slack", "work"));
  g_assert_false (gate_projects_is_locked_off (projects, "slack", NULL));

  g_assert_false (projects_test_set_active (project, "notion", NULL, TRUE, &error));
  g_assert_error (error, GATE_ERROR, GATE_ERROR_LOCKED_BY_ADMIN);
  g_assert_nonnull (strstr (error->message, "locked-off-connectors"));

  g_settings_reset (root, "locked-off-connectors");
  gate_settings_flush (gate_projects_get_settings (projects));
  gate_test_wait_until (gate_project_is_active (project, "notion", "home"));
  g_assert_true (projects_test_set_active (project, "notion", "home", FALSE, NULL));
  g_assert_true (projects_test_set_active (project, "slack", NULL, FALSE, NULL));
}

/* What a person or a program wrote into the settings by hand. */
static void
test_strange_values (void)
{
  g_autoptr(GateProjects) projects = projects_test_open ();
  GSettings *root = gate_settings_get_root (gate_projects_get_settings (projects));
  static const char *const ids[] = { "a", "../etc", "", "A B", "a", "x/y", "b", NULL };

  g_assert_true (g_settings_set_strv (root, "projects", ids));
  gate_test_wait_until (g_list_model_get_n_items (G_LIST_MODEL (projects)) == 3);
  assert_names (projects, "Default a b");
  g_settings_reset (root, "projects");
  gate_test_wait_until (g_list_model_get_n_items (G_LIST_MODEL (projects)) == 1);
  gate_settings_flush (gate_projects_get_settings (projects));
}

static void
test_cancelled (void)
{
  g_autoptr(GateProjects) projects = projects_test_open ();
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  gate_projects_create_async (projects, "Never", NULL, NULL, cancellable, gate_test_keep_result, &result);
  g_cancellable_cancel (cancellable);
  gate_test_wait (result);
  g_autoptr(GateProject) project = gate_projects_create_finish (projects, result, &error);
  /* Cancelled in time, or too late. */
  if (project)
    delete_all (projects);
  else
    g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_finalize (void)
{
  GateProjects *projects = projects_test_open ();
  GateProject *project = projects_test_create (projects, "A", NULL);

  delete_all (projects);
  gate_test_finalize (project);
  gate_test_finalize (projects);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/projects/refusals", test_refusals);
  g_test_add_func ("/projects/list", test_list);
  g_test_add_func ("/projects/items-changed", test_items_changed);
  g_test_add_func ("/projects/activation", test_activation);
  g_test_add_func ("/projects/new-projects", test_new_projects);
  g_test_add_func ("/projects/tool-choices", test_tool_choices);
  g_test_add_func ("/projects/locked-off", test_locked_off);
  g_test_add_func ("/projects/strange-values", test_strange_values);
  g_test_add_func ("/projects/cancelled", test_cancelled);
  g_test_add_func ("/projects/finalize", test_finalize);
  return g_test_run ();
}
