// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-account-row.h"
#include "gate-app-test.h"
#include "gate-customize-window.h"
#include "gate-hub-account-private.h"
#include "gate-projects-dialog.h"
#include "gate-test.h"
#include "gate-undo.h"

#include <string.h>

#define ADDRESS "https://notes.example.com/mcp"

static GtkApplication *application;

/* The window over a real hub: settings, entries and files of a home of the test's own. */
typedef struct {
  GateSession         *session;
  GateCustomizeWindow *window;
  gboolean             removes_notes; /* the connector is gone at the end */
} Fixture;

static GateHub *
hub_of (Fixture *fixture)
{
  return gate_session_get_hub (fixture->session);
}

static gboolean
try_to_add (Fixture    *fixture,
            const char *id,
            const char *address)
{
  g_autofree char *text = g_strdup_printf ("{\"type\":\"http\",\"url\":\"%s\",\"extra\":[1]}", address);
  g_autoptr(JsonNode) entry = json_from_string (text, NULL);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(GateHubConnector) connector = NULL;

  gate_hub_add_connector_async (hub_of (fixture), id, entry, FALSE, NULL, gate_test_keep_result, &result);
  gate_test_wait (result);
  connector = gate_hub_add_connector_finish (hub_of (fixture), result, NULL, &error);
  return connector != NULL;
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr(GateInteraction) interaction = gate_interaction_new_nobody ();

  fixture->session = gate_session_new (interaction);
  gate_session_open (fixture->session);
  gate_test_wait_until (!gate_session_get_opening (fixture->session));
  g_assert_cmpstr (gate_session_get_error_message (fixture->session), ==, NULL);
  g_assert_true (try_to_add (fixture, "notes", ADDRESS));
  fixture->window = gate_customize_window_new (application, fixture->session);
  gate_customize_window_set_project (fixture->window, NULL);
  gtk_window_present (GTK_WINDOW (fixture->window));
}

static gboolean
is_in_file (const char *id)
{
  g_autofree char *path = g_build_filename (g_get_user_config_dir (), "gatehouse", "mcp.json", NULL);
  g_autofree char *text = NULL;

  return g_file_get_contents (path, &text, NULL, NULL) && strstr (text, id);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *config = g_build_filename (g_get_user_config_dir (), "gatehouse", "mcp.json", NULL);

  g_object_add_weak_pointer (G_OBJECT (fixture->window), (gpointer *) &fixture->window);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  gate_test_wait_until (!fixture->window);
  gate_session_close_async (fixture->session, gate_test_keep_result, &result);
  gate_test_wait (result);
  gate_session_close_finish (fixture->session, result, &error);
  g_assert_no_error (error);
  g_clear_object (&result);
  gate_test_finalize (fixture->session);
  if (fixture->removes_notes)
    g_assert_false (is_in_file ("notes"));
  g_unlink (config);
}

static gboolean
is_listed (Fixture    *fixture,
           const char *id)
{
  GListModel *connectors = gate_hub_get_connectors (hub_of (fixture));

  for (guint i = 0; i < g_list_model_get_n_items (connectors); i++)
    {
      g_autoptr(GateHubConnector) connector = g_list_model_get_item (connectors, i);

      if (strcmp (gate_hub_connector_get_id (connector), id) == 0)
        return TRUE;
    }
  return FALSE;
}

static gboolean
shows_text (GtkWidget  *widget,
            const char *text)
{
  const char *shown = GTK_IS_LABEL (widget) ? gtk_label_get_text (GTK_LABEL (widget))
                      : GTK_IS_INSCRIPTION (widget) ? gtk_inscription_get_text (GTK_INSCRIPTION (widget)) : NULL;

  if (g_strcmp0 (shown, text) == 0 && gtk_widget_get_mapped (widget))
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child; child = gtk_widget_get_next_sibling (child))
    if (shows_text (child, text))
      return TRUE;
  return FALSE;
}

#define wait_for_text(fixture, text) gate_test_wait_until (shows_text (GTK_WIDGET ((fixture)->window), (text)))

/* Names that nothing has change nothing. */
static void
test_pages (Fixture       *fixture,
            gconstpointer  data)
{
  wait_for_text (fixture, "Your Connectors");
  gate_customize_window_show_page (fixture->window, "no-such-page");
  wait_for_text (fixture, "Your Connectors");
  gate_customize_window_show_connector (fixture->window, "no-such-connector");
  wait_for_text (fixture, "Your Connectors");
  gate_customize_window_show_page (fixture->window, "plugins");
  wait_for_text (fixture, "No Plugins Yet");
  gate_customize_window_show_page (fixture->window, "health");
  wait_for_text (fixture, "This Computer");
  gate_customize_window_show_connector (fixture->window, "notes");
  wait_for_text (fixture, ADDRESS);
  wait_for_text (fixture, "Remote server");
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.back", NULL));
  wait_for_text (fixture, "Your Connectors");
}

static void
test_directory (Fixture       *fixture,
                gconstpointer  data)
{
  wait_for_text (fixture, "Directory");
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->window), "customize.show-entry", "s", "slack"));
  wait_for_text (fixture, "Read Only at First");
  g_assert_true (shows_text (GTK_WIDGET (fixture->window), "Before You Connect It"));
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.back", NULL));
  wait_for_text (fixture, "Directory");
}

static void
count (guint *n)
{
  (*n)++;
}

/* Return that was pressed twice on a remedy opens nothing while that is under way. */
static void
test_busy_row (Fixture       *fixture,
               gconstpointer  data)
{
  g_autoptr(GateHubAccount) account = gate_hub_account_new (gate_hub_find_connector (hub_of (fixture), "notes", NULL), "");
  GtkWidget *window = gtk_window_new ();
  GtkWidget *list = gtk_list_box_new ();
  GtkWidget *row = gate_account_row_new (account);
  guint n = 0;

  gtk_list_box_append (GTK_LIST_BOX (list), row);
  gtk_window_set_child (GTK_WINDOW (window), list);
  g_signal_connect_swapped (list, "row-activated", G_CALLBACK (count), &n);
  gate_account_row_set_busy (GATE_ACCOUNT_ROW (row), "Signing in…");
  gtk_widget_activate (row);
  g_assert_cmpuint (n, ==, 0);
  gate_account_row_set_busy (GATE_ACCOUNT_ROW (row), NULL);
  gtk_widget_activate (row);
  g_assert_cmpuint (n, ==, 1);
  gtk_window_destroy (GTK_WINDOW (window));
}

/* Return that comes before what was typed is found opens that, not what was found before. */
static void
test_in_a_hurry (Fixture       *fixture,
                 gconstpointer  data)
{
  GtkWidget *page = gate_test_find_widget (GTK_WIDGET (fixture->window), g_type_from_name ("GateConnectorsPage"));
  GtkWidget *entry = gate_test_find_widget (page, GTK_TYPE_SEARCH_ENTRY);

  wait_for_text (fixture, "Directory");
  gtk_editable_set_text (GTK_EDITABLE (entry), "git");
  wait_for_text (fixture, "GitHub");
  gtk_editable_set_text (GTK_EDITABLE (entry), "slack");
  g_signal_emit_by_name (entry, "activate");
  wait_for_text (fixture, "Before You Connect It");
  g_assert_cmpstr (gtk_window_get_title (GTK_WINDOW (fixture->window)), ==, "Slack");
}

/* Out of sight, back, and gone only when it cannot be taken back any more. */
static void
test_remove (Fixture       *fixture,
             gconstpointer  data)
{
  GateUndo *undo = gate_session_get_undo (fixture->session);

  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "customize.remove", "s", "no-such-connector");
  g_assert_null (gate_undo_get_title (undo));
  gate_customize_window_show_connector (fixture->window, "notes");
  wait_for_text (fixture, ADDRESS);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->window), "customize.remove", "s", "notes"));
  g_assert_false (is_listed (fixture, "notes"));
  g_assert_true (is_in_file ("notes"));
  g_assert_cmpstr (gate_undo_get_title (undo), ==, "“notes” removed");
  /* Its page is gone with it. */
  gate_test_wait_until (!shows_text (GTK_WIDGET (fixture->window), ADDRESS));
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.undo", NULL));
  g_assert_true (is_listed (fixture, "notes"));
  g_assert_null (gate_undo_get_title (undo));

  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->window), "customize.remove", "s", "notes"));
  gate_undo_commit (undo);
  gate_test_wait_until (!is_in_file ("notes"));
  g_assert_false (is_listed (fixture, "notes"));
  /* One of the same name is a new one. */
  gate_test_wait_until (try_to_add (fixture, "notes", ADDRESS));
  g_assert_true (is_listed (fixture, "notes"));
}

/* What was removed last is gone when the program is: closing makes it final and waits for it. */
static void
test_remove_at_end (Fixture       *fixture,
                    gconstpointer  data)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->window), "customize.remove", "s", "notes"));
  g_assert_true (is_in_file ("notes"));
  fixture->removes_notes = TRUE;
}

static gboolean
set_read_only (Fixture    *fixture,
               const char *id,
               gboolean    read_only)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  gate_hub_set_read_only_async (hub_of (fixture), id, read_only, NULL, gate_test_keep_result, &result);
  gate_test_wait (result);
  return gate_hub_set_read_only_finish (hub_of (fixture), result, &error);
}

static void
test_read_only (Fixture       *fixture,
                gconstpointer  data)
{
  gboolean locked = TRUE;

  g_assert_false (set_read_only (fixture, "no-such-connector", TRUE));
  g_assert_false (gate_hub_get_read_only (hub_of (fixture), "notes", &locked));
  g_assert_false (locked);
  g_assert_true (set_read_only (fixture, "notes", TRUE));
  g_assert_true (gate_hub_get_read_only (hub_of (fixture), "notes", &locked));
  g_assert_false (locked);
  /* What the entry says besides stays. */
  g_assert_true (is_in_file ("extra"));
  g_assert_true (is_in_file ("readOnly"));
  g_assert_true (set_read_only (fixture, "notes", FALSE));
  g_assert_false (gate_hub_get_read_only (hub_of (fixture), "notes", NULL));
}

/* What the old entry's server says while the entry changes is not taken for the new one's. */
static void
test_changed_while_asked (Fixture       *fixture,
                          gconstpointer  data)
{
  g_autoptr(GateHubAccount) account = gate_hub_account_new (gate_hub_find_connector (hub_of (fixture), "notes", NULL), "");

  gate_hub_account_set_listing (account);
  g_assert_true (set_read_only (fixture, "notes", TRUE));
  gate_hub_account_set_connector (account, gate_hub_find_connector (hub_of (fixture), "notes", NULL));
  g_assert_cmpint (gate_hub_account_get_phase (account), ==, GATE_ACCOUNT_PHASE_LISTING);
  g_assert_true (gate_hub_account_take_stale (account));
}

static GtkEventController *
find_drop_target (GtkWidget *widget)
{
  g_autoptr(GListModel) controllers = gtk_widget_observe_controllers (widget);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr(GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_DROP_TARGET (controller))
        return controller;
    }
  return NULL;
}

static GtkWidget *
find_page (GtkWidget *widget)
{
  GtkWidget *found = strcmp (G_OBJECT_TYPE_NAME (widget), "GateAddPage") == 0 ? widget : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child && !found; child = gtk_widget_get_next_sibling (child))
    found = find_page (child);
  return found;
}

static GtkWindow *
find_import (void)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr(GtkWindow) window = g_list_model_get_item (windows, i);

      if (strcmp (G_OBJECT_TYPE_NAME (window), "GateImportDialog") == 0)
        return window;
    }
  return NULL;
}

/* A file that is dropped is looked into, and nothing is added before somebody says so. */
static void
test_drop (Fixture       *fixture,
           gconstpointer  data)
{
  g_autofree char *path = g_build_filename (g_get_user_config_dir (), "dropped.json", NULL);
  g_autoptr(GFile) file = g_file_new_for_path (path);
  g_auto(GValue) value = G_VALUE_INIT;
  gboolean taken = FALSE;

  g_assert_true (g_file_set_contents (path, "{\"mcpServers\":{\"dropped\":{\"url\":\"https://dropped.example.com/mcp\"}}}", -1, NULL));
  g_value_init (&value, GDK_TYPE_FILE_LIST);
  g_value_take_boxed (&value, gdk_file_list_new_from_array (&file, 1));
  gate_customize_window_show_page (fixture->window, "add");
  g_signal_emit_by_name (find_drop_target (find_page (GTK_WIDGET (fixture->window))), "drop", &value, 0., 0., &taken);
  g_assert_true (taken);
  gate_test_wait_until (find_import () && shows_text (GTK_WIDGET (find_import ()), "dropped"));
  g_assert_false (is_listed (fixture, "dropped"));
  gtk_window_close (find_import ());
  g_unlink (path);
}

static gboolean
drop_text (Fixture    *fixture,
           const char *text)
{
  g_auto(GValue) value = G_VALUE_INIT;
  gboolean taken = FALSE;

  g_value_init (&value, G_TYPE_STRING);
  g_value_set_string (&value, text);
  g_signal_emit_by_name (find_drop_target (find_page (GTK_WIDGET (fixture->window))), "drop", &value, 0., 0., &taken);
  return taken;
}

static gboolean
holds_text (GtkWidget  *widget,
            const char *text)
{
  if (GTK_IS_EDITABLE (widget) && strcmp (gtk_editable_get_text (GTK_EDITABLE (widget)), text) == 0)
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child; child = gtk_widget_get_next_sibling (child))
    if (holds_text (child, text))
      return TRUE;
  return FALSE;
}

/* A text that is dropped is read as one that is pasted: a link and a command fill the form, a document is looked into. */
static void
test_drop_text (Fixture       *fixture,
                gconstpointer  data)
{
  GtkWidget *page;

  gate_customize_window_show_page (fixture->window, "add");
  page = find_page (GTK_WIDGET (fixture->window));
  g_assert_false (drop_text (fixture, " \n\t"));
  g_assert_true (drop_text (fixture, "https://dropped.example.com/mcp\n"));
  g_assert_true (holds_text (page, "https://dropped.example.com/mcp"));
  g_assert_true (drop_text (fixture, "claude mcp add --transport http second https://second.example.com/mcp"));
  g_assert_true (holds_text (page, "second") && holds_text (page, "https://second.example.com/mcp"));
  g_assert_null (find_import ());
  g_assert_true (drop_text (fixture, "{\"mcpServers\":{\"third\":{\"url\":\"https://third.example.com/mcp\"}}}"));
  gate_test_wait_until (find_import () && shows_text (GTK_WIDGET (find_import ()), "third"));
  g_assert_false (is_listed (fixture, "third"));
  gtk_window_close (find_import ());
}

static GtkWindow *
find_dialog (void)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr(GtkWindow) window = g_list_model_get_item (windows, i);

      if (GATE_IS_PROJECTS_DIALOG (window))
        return window;
    }
  return NULL;
}

/* Who closes the question has chosen nothing, and nothing is connected. */
static void
test_projects_dialog (Fixture       *fixture,
                      gconstpointer  data)
{
  g_autoptr(GAsyncResult) closed = NULL;
  g_autoptr(GAsyncResult) accepted = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) none = NULL;
  g_autoptr(GPtrArray) projects = NULL;
  GateHubProject *project = gate_hub_get_current_project (hub_of (fixture));

  gate_projects_dialog_choose_async (GTK_WIDGET (fixture->window), hub_of (fixture), "<Notes>", NULL, NULL, gate_test_keep_result,
                                     &closed);
  gtk_window_close (find_dialog ());
  gate_test_wait (closed);
  none = gate_projects_dialog_choose_finish (closed, &error);
  g_assert_null (none);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  gate_test_wait_until (!find_dialog ());

  gate_projects_dialog_choose_async (GTK_WIDGET (fixture->window), hub_of (fixture), "Notes", project, NULL, gate_test_keep_result,
                                     &accepted);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (find_dialog ()), "dialog.accept", NULL));
  gate_test_wait (accepted);
  projects = gate_projects_dialog_choose_finish (accepted, NULL);
  g_assert_nonnull (projects);
  g_assert_cmpuint (projects->len, ==, 1);
  g_assert_true (projects->pdata[0] == project);
  gate_test_wait_until (!find_dialog ());
}

int
main (int    argc,
      char **argv)
{
  g_autoptr(GError) error = NULL;
  int status;

  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  application = GTK_APPLICATION (adw_application_new ("org.example.Customize", G_APPLICATION_NON_UNIQUE));
  g_application_register (G_APPLICATION (application), NULL, &error);
  g_assert_no_error (error);
#define add(name, function) g_test_add ("/app/customize-window/" name, Fixture, NULL, set_up, function, tear_down)
  add ("pages", test_pages);
  add ("directory", test_directory);
  add ("busy-row", test_busy_row);
  add ("in-a-hurry", test_in_a_hurry);
  add ("remove", test_remove);
  add ("remove-at-end", test_remove_at_end);
  add ("read-only", test_read_only);
  add ("changed-while-asked", test_changed_while_asked);
  add ("drop", test_drop);
  add ("drop-text", test_drop_text);
  add ("projects-dialog", test_projects_dialog);
  status = g_test_run ();
  g_object_unref (application);
  return status;
}
