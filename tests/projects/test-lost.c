// SPDX-License-Identifier: GPL-3.0-or-later
// A session bus, but no dconf service that could be started: GSettings only warns, we tell.
#include "projects-test.h"

#include <glib/gstdio.h>
#include <string.h>

static void
remove_service (void)
{
  g_autofree char *path = g_build_filename (g_getenv ("GATE_TEST_SESSION"), "services", "ca.desrt.dconf.service", NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(GDBusConnection) bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpint (g_unlink (path), ==, 0);
  g_autoptr(GVariant) reply = g_dbus_connection_call_sync (bus, "org.freedesktop.DBus", "/org/freedesktop/DBus",
                                                           "org.freedesktop.DBus", "ReloadConfig", NULL, NULL,
                                                           G_DBUS_CALL_FLAGS_NONE, -1, NULL, &error);
  g_assert_no_error (error);
}

static void
test_lost (void)
{
  g_autoptr(GateProjects) projects = projects_test_open ();
  GateProject *project = gate_projects_lookup (projects, "default");
  g_autoptr(GError) active_error = NULL;
  g_autoptr(GError) create_error = NULL;

  g_assert_cmpstr (gate_settings_get_place (gate_projects_get_settings (projects)), ==, "dconf");
  g_assert_false (projects_test_set_active (project, "notion", NULL, TRUE, &active_error));
  g_assert_error (active_error, GATE_ERROR, GATE_ERROR_FAILED);
  g_assert_nonnull (strstr (active_error->message, "could not be kept"));
  g_assert_nonnull (gate_error_get_remedy (active_error));
  g_assert_null (projects_test_create (projects, "New", &create_error));
  g_assert_error (create_error, GATE_ERROR, GATE_ERROR_FAILED);
  gate_test_wait_until (!gate_project_is_active (project, "notion", NULL));
  gate_test_wait_until (g_list_model_get_n_items (G_LIST_MODEL (projects)) == 1);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  /* dconf's own warning is what happens here. */
  g_log_set_always_fatal (G_LOG_FATAL_MASK | G_LOG_LEVEL_CRITICAL);
  remove_service ();
  g_test_add_func ("/projects/lost", test_lost);
  return g_test_run ();
}
