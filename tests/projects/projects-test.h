// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-error.h"
#include "gate-projects.h"
#include "gate-test.h"

static inline GateProjects *
projects_test_open (void)
{
  g_autoptr(GError) error = NULL;
  GateProjects *projects = gate_projects_new (&error);

  g_assert_no_error (error);
  return projects;
}

static inline GateProject *
projects_test_create (GateProjects  *projects,
                      const char    *name,
                      GError       **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  gate_projects_create_async (projects, name, NULL, NULL, NULL, gate_test_keep_result, &result);
  gate_test_wait (result);
  return gate_projects_create_finish (projects, result, error);
}

static inline gboolean
projects_test_set_active (GateProject  *project,
                          const char   *connector,
                          const char   *account,
                          gboolean      active,
                          GError      **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  gate_project_set_active_async (project, connector, account, active, NULL, gate_test_keep_result, &result);
  gate_test_wait (result);
  return gate_project_set_active_finish (project, result, error);
}

static inline gboolean
projects_test_set_text (GateProject  *project,
                        const char   *key,
                        const char   *text,
                        GError      **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  gate_project_set_text_async (project, key, text, NULL, gate_test_keep_result, &result);
  gate_test_wait (result);
  return gate_project_set_text_finish (project, result, error);
}

/* Starts one of the changes of GateProjects that return nothing but success, and waits for it. */
#define PROJECTS_TEST_CHANGE(projects, error, call, ...) \
  ({ \
    g_autoptr(GAsyncResult) change_result = NULL; \
    call (projects, __VA_ARGS__, NULL, gate_test_keep_result, &change_result); \
    gate_test_wait (change_result); \
    gate_projects_change_finish (projects, change_result, error); \
  })

static inline char *
projects_test_ids (GateProjects *projects)
{
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (projects)); i++)
    {
      g_autoptr(GateProject) project = g_list_model_get_item (G_LIST_MODEL (projects), i);
      g_string_append_printf (text, "%s%s", i ? " " : "", gate_project_get_name (project));
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}
