// SPDX-License-Identifier: GPL-3.0-or-later
// A program that could not keep settings says so at its start. Each case is a process of its own: GSettings chooses once.
#include "projects-test.h"

#include <glib/gstdio.h>
#include <string.h>

typedef struct {
  const char *name;
  const char *backend;
  const char *allow_memory;
  const char *schemas;
  const char *message;
} Case;

/* The session has no bus. */
static const Case cases[] = {
  { "dconf-without-bus", "dconf", "1", NULL, "session bus" },
  { "memory", "memory", NULL, NULL, "memory" },
  { "memory-not-quite-allowed", "memory", "yes", NULL, "memory" },
  { "null", "null", NULL, NULL, "memory" },
  { "no-schema", "memory", "1", "/nonexistent", "schema" },
};

static void
set_or_unset (const char *name,
              const char *value)
{
  if (value)
    g_setenv (name, value, TRUE);
  else
    g_unsetenv (name);
}

static void
test_refused (gconstpointer user_data)
{
  const Case *this = user_data;

  if (g_test_subprocess ())
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(GateProjects) projects = gate_projects_new (&error);

      g_assert_null (projects);
      g_assert_error (error, GATE_ERROR, GATE_ERROR_FAILED);
      g_assert_nonnull (strstr (error->message, this->message));
      g_assert_nonnull (gate_error_get_remedy (error));
      return;
    }
  set_or_unset ("GSETTINGS_BACKEND", this->backend);
  set_or_unset ("GATE_ALLOW_MEMORY_SETTINGS", this->allow_memory);
  g_autofree char *schemas = g_strdup (g_getenv ("GSETTINGS_SCHEMA_DIR"));
  if (this->schemas)
    g_setenv ("GSETTINGS_SCHEMA_DIR", this->schemas, TRUE);
  g_test_trap_subprocess (NULL, 0, 0);
  set_or_unset ("GSETTINGS_SCHEMA_DIR", schemas);
  g_test_trap_assert_passed ();
}

/* A disk that takes nothing: the change fails, nobody is told that it was made, and the file is as before. */
static void
test_not_kept (void)
{
  if (g_test_subprocess ())
    {
      g_autofree char *folder = g_build_filename (g_get_user_config_dir (), "glib-2.0", "settings", NULL);
      g_autofree char *file = g_build_filename (folder, "keyfile", NULL);
      g_autoptr(GError) error = NULL;
      g_autoptr(GError) file_error = NULL;
      g_autofree char *content = NULL;

      g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
      g_file_set_contents (file, "this is [no key file\n", -1, &file_error);
      g_assert_no_error (file_error);

      g_autoptr(GateProjects) projects = projects_test_open ();
      GateProject *project = gate_projects_lookup (projects, "default");
      g_assert_false (projects_test_set_active (project, "notion", NULL, TRUE, &error));
      g_assert_error (error, GATE_ERROR, GATE_ERROR_FAILED);
      g_assert_nonnull (strstr (error->message, file));
      gate_test_wait_until (!gate_project_is_active (project, "notion", NULL));
      g_file_get_contents (file, &content, NULL, &file_error);
      g_assert_no_error (file_error);
      g_assert_cmpstr (content, ==, "this is [no key file\n");

      /* Mended, it works again. */
      g_file_set_contents (file, "# mine\n[org/example/Other]\nkey='value'\n", -1, &file_error);
      g_assert_no_error (file_error);
      g_assert_true (projects_test_set_active (project, "notion", NULL, TRUE, NULL));
      g_assert_true (gate_project_is_active (project, "notion", NULL));
      g_clear_pointer (&content, g_free);
      g_file_get_contents (file, &content, NULL, &file_error);
      g_assert_true (g_str_has_prefix (content, "# mine\n"));
      g_assert_nonnull (strstr (content, "[org/example/Other]\nkey='value'\n"));
      g_assert_nonnull (strstr (content, "active-connectors=['notion']"));
      return;
    }
  g_setenv ("GSETTINGS_BACKEND", "keyfile", TRUE);
  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_passed ();
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/projects/start/", cases[i].name, NULL);
      g_test_add_data_func (path, &cases[i], test_refused);
    }
  g_test_add_func ("/projects/start/not-kept", test_not_kept);
  return g_test_run ();
}
