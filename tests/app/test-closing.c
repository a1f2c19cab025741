// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-app-test.h"
#include "gate-confirm.h"
#include "gate-customize-window.h"
#include "gate-error.h"
#include "gate-hub-item-private.h"
#include "gate-import-dialog.h"
#include "gate-inspector-window.h"
#include "gate-lock.h"
#include "gate-name-dialog.h"
#include "gate-project-dialog.h"
#include "gate-window.h"

#include <string.h>

static GtkApplication *application;

/* Windows over a real hub; whatever was closed while work went on is gone at the end, and the work was done. */
typedef struct {
  GateSession         *session;
  GateWindow          *window;
  GateCustomizeWindow *customize;
} Fixture;

static GateHub *
hub_of (Fixture *fixture)
{
  return gate_session_get_hub (fixture->session);
}

static void
add_connector (Fixture *fixture)
{
  g_autoptr(JsonNode) entry = json_from_string ("{\"type\":\"http\",\"url\":\"https://notes.invalid/mcp\"}", NULL);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(GateHubConnector) connector = NULL;

  gate_hub_add_connector_async (hub_of (fixture), "notes", entry, FALSE, NULL, gate_test_keep_result, &result);
  gate_test_wait (result);
  connector = gate_hub_add_connector_finish (hub_of (fixture), result, NULL, &error);
  g_assert_no_error (error);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr(GateInteraction) interaction = gate_interaction_new_nobody ();

  gate_test_do_without_notifications ();
  fixture->session = gate_session_new (interaction);
  gate_session_open (fixture->session);
  gate_test_wait_until (!gate_session_get_opening (fixture->session));
  add_connector (fixture);
  fixture->window = gate_window_new (application, fixture->session);
  g_object_add_weak_pointer (G_OBJECT (fixture->window), (gpointer *) &fixture->window);
  gtk_window_present (GTK_WINDOW (fixture->window));
  fixture->customize = gate_customize_window_new (application, fixture->session);
  g_object_add_weak_pointer (G_OBJECT (fixture->customize), (gpointer *) &fixture->customize);
  gate_customize_window_set_project (fixture->customize, NULL);
  gtk_window_present (GTK_WINDOW (fixture->customize));
  gate_test_settle ();
}

static void
close_window (gpointer window)
{
  if (window)
    gtk_window_close (window);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autofree char *config = g_build_filename (g_get_user_config_dir (), "gatehouse", "mcp.json", NULL);

  close_window (fixture->customize);
  close_window (fixture->window);
  gate_test_wait_until (!fixture->customize && !fixture->window);
  gate_session_close_async (fixture->session, gate_test_keep_result, &result);
  gate_test_wait (result);
  g_clear_object (&result);
  gate_test_finalize (fixture->session);
  g_unlink (config);
}

/* The dialog of a type that stands now; NULL when there is none. */
static GtkWindow *
find_dialog (GType type)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr(GtkWindow) window = g_list_model_get_item (windows, i);

      if (g_type_is_a (G_OBJECT_TYPE (window), type))
        return window;
    }
  return NULL;
}

/* Whoever waits for an answer is told that there is none. */
static void
test_question (Fixture       *fixture,
               gconstpointer  data)
{
  g_autoptr(GAsyncResult) answer = NULL;
  g_autoptr(GAsyncResult) name = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *text = NULL;

  gate_confirm_async (GTK_WIDGET (fixture->customize), "Sure?", "Really?", "_Yes", FALSE, NULL, gate_test_keep_result, &answer);
  gate_name_dialog_ask_async (GTK_WIDGET (fixture->customize), "Name", "Why", NULL, "_Yes", NULL, gate_test_keep_result, &name);
  gate_test_settle ();
  gtk_window_close (GTK_WINDOW (fixture->customize));
  gate_test_wait (answer);
  gate_test_wait (name);
  g_assert_false (gate_confirm_finish (answer, NULL));
  text = gate_name_dialog_ask_finish (name, &error);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  gate_test_wait_until (!find_dialog (ADW_TYPE_MESSAGE_DIALOG));
}

/* What went wrong is told over another window, or where there is none any more, not at all. */
static void
test_error (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr(GtkWidget) gone = g_object_ref (GTK_WIDGET (fixture->customize));
  g_autoptr(GError) error = gate_error_new (GATE_ERROR_INVALID, GATE_LAYER_NONE, NULL, "It is <b>wrong & bad");
  g_autoptr(GAsyncResult) answer = NULL;
  g_autoptr(GError) no_answer = NULL;

  gtk_window_close (GTK_WINDOW (gone));
  gate_confirm_tell_error (gone, "Nothing Was Done", error);
  gate_test_settle ();
  g_assert_nonnull (gate_test_find_label (GTK_WIDGET (find_dialog (ADW_TYPE_MESSAGE_DIALOG)), "It is <b>wrong & bad"));
  g_assert_true (gtk_window_get_transient_for (find_dialog (ADW_TYPE_MESSAGE_DIALOG)) == GTK_WINDOW (fixture->window));
  gtk_window_close (GTK_WINDOW (fixture->window));
  gate_test_wait_until (!find_dialog (ADW_TYPE_MESSAGE_DIALOG));
  gate_confirm_tell_error (gone, "Nothing Was Done", error);
  gate_confirm_async (gone, "Sure?", "Really?", "_Yes", FALSE, NULL, gate_test_keep_result, &answer);
  gate_test_wait (answer);
  g_assert_false (gate_confirm_finish (answer, &no_answer));
  g_assert_error (no_answer, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_null (find_dialog (ADW_TYPE_MESSAGE_DIALOG));
}

/* The buttons stay on the screen, whatever is told. */
static void
test_long_text (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr(GString) text = g_string_new ("These:\n");
  g_autoptr(GAsyncResult) answer = NULL;
  GtkWidget *dialog;
  int height;

  for (guint i = 0; i < 500; i++)
    g_string_append_printf (text, "\ntool %u", i);
  gate_confirm_async (GTK_WIDGET (fixture->window), "Sure?", text->str, "_Yes", FALSE, NULL, gate_test_keep_result, &answer);
  dialog = GTK_WIDGET (find_dialog (ADW_TYPE_MESSAGE_DIALOG));
  gtk_widget_measure (dialog, GTK_ORIENTATION_VERTICAL, 360, NULL, &height, NULL, NULL);
  g_assert_cmpint (height, <, 600);
  g_assert_nonnull (gate_test_find_label (dialog, "These:"));
  g_assert_null (gate_test_find_label (dialog, "tool 1"));
  gtk_window_close (GTK_WINDOW (dialog));
  gate_test_wait (answer);
  g_assert_false (gate_confirm_finish (answer, NULL));
}

static gboolean
has_project (Fixture    *fixture,
             const char *name,
             const char *instructions)
{
  GateHubProject *project = gate_hub_find_project (hub_of (fixture), name, NULL);

  return project && g_strcmp0 (gate_hub_project_get_instructions (project), instructions) == 0;
}

static GtkWidget *
open_project_dialog (Fixture    *fixture,
                     const char *name)
{
  GtkWidget *dialog;

  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.new-project", NULL));
  dialog = GTK_WIDGET (find_dialog (g_type_from_name ("GateProjectDialog")));
  gtk_editable_set_text (GTK_EDITABLE (gate_test_find_widget (dialog, ADW_TYPE_ENTRY_ROW)), name);
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (gate_test_find_widget (dialog, GTK_TYPE_TEXT_VIEW))),
                            "Be brief.", -1);
  return dialog;
}

/* Saved is saved, with all that was written. */
static void
test_project_dialog (Fixture       *fixture,
                     gconstpointer  data)
{
  GtkWidget *dialog = open_project_dialog (fixture, "Q4 <b>report & more");

  g_object_add_weak_pointer (G_OBJECT (dialog), (gpointer *) &dialog);
  g_assert_true (gtk_widget_activate_action (dialog, "dialog.accept", NULL));
  gtk_window_close (GTK_WINDOW (dialog));
  gate_test_wait_until (has_project (fixture, "Q4 <b>report & more", "Be brief."));
  gate_test_wait_until (!dialog);
}

static void
test_import_dialog (Fixture       *fixture,
                    gconstpointer  data)
{
  GtkWindow *dialog = gate_import_dialog_new (hub_of (fixture), NULL, NULL, "{\"mcpServers\":{\"b\":{\"url\":\"https://b.invalid/\"}}}");

  g_object_add_weak_pointer (G_OBJECT (dialog), (gpointer *) &dialog);
  gtk_window_present (dialog);
  gtk_window_close (dialog);
  gate_test_wait_until (!dialog);
}

/* Closed while it imports. */
static void
test_import (Fixture       *fixture,
             gconstpointer  data)
{
  GtkWindow *dialog = gate_import_dialog_new (hub_of (fixture), NULL, NULL, "{\"mcpServers\":{\"b\":{\"url\":\"https://b.invalid/\"}}}");

  g_object_add_weak_pointer (G_OBJECT (dialog), (gpointer *) &dialog);
  gtk_window_present (dialog);
  gate_test_wait_until (gate_test_find_label (GTK_WIDGET (dialog), "https://b.invalid/"));
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (dialog), "dialog.accept", NULL));
  gtk_window_close (dialog);
  gate_test_wait_until (!dialog);
}

static void
fill_in (GtkWidget  *page,
         const char *title,
         const char *text)
{
  if (ADW_IS_ENTRY_ROW (page) && strcmp (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (page)), title) == 0)
    gtk_editable_set_text (GTK_EDITABLE (page), text);
  for (GtkWidget *child = gtk_widget_get_first_child (page); child; child = gtk_widget_get_next_sibling (child))
    fill_in (child, title, text);
}

/* The trial connection ends with the window. */
static void
test_add_page (Fixture       *fixture,
               gconstpointer  data)
{
  GtkWidget *page;

  gate_customize_window_show_page (fixture->customize, "add");
  page = gate_test_find_widget (GTK_WIDGET (fixture->customize), g_type_from_name ("GateAddPage"));
  fill_in (page, "Name", "Trial");
  fill_in (page, "Address", "https://trial.invalid/mcp");
  g_assert_true (gtk_widget_activate_action (page, "add.test", NULL));
  gtk_window_close (GTK_WINDOW (fixture->customize));
  gate_test_wait_until (!fixture->customize);
}

/* A sign-in goes on without its window; what changes meanwhile finds nothing to change there. */
static void
test_sign_in (Fixture       *fixture,
              gconstpointer  data)
{
  GateHubProject *project = gate_hub_get_current_project (hub_of (fixture));
  GateUndo *undo = gate_session_get_undo (fixture->session);
  g_autoptr(GAsyncResult) result = NULL;
  GtkWidget *dialog;

  gate_hub_set_active_async (hub_of (fixture), project, "notes", NULL, TRUE, NULL, gate_test_keep_result, &result);
  gate_test_wait (result);
  gate_customize_window_show_connector (fixture->customize, "notes");
  gate_test_settle ();
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->customize), "customize.connect", "(ss)", "notes", ""));
  gtk_window_close (GTK_WINDOW (fixture->customize));
  g_assert_nonnull (fixture->customize);
  dialog = open_project_dialog (fixture, "Other");
  g_assert_true (gtk_widget_activate_action (dialog, "dialog.accept", NULL));
  gate_test_wait_until (has_project (fixture, "Other", "Be brief."));
  gate_test_wait_until (strcmp (gtk_window_get_title (GTK_WINDOW (fixture->window)), "Other") == 0);
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.delete-project", NULL);
  gate_test_wait_until (gate_undo_get_title (undo));
  gate_undo_undo (undo);
  gate_test_wait_until (!fixture->customize);
}

/* A deletion is made final by the window that closes; what follows finds it gone. */
static void
test_deletion (Fixture       *fixture,
               gconstpointer  data)
{
  GateUndo *undo = gate_session_get_undo (fixture->session);
  GtkWidget *dialog = open_project_dialog (fixture, "Third");

  g_assert_true (gtk_widget_activate_action (dialog, "dialog.accept", NULL));
  gate_test_wait_until (has_project (fixture, "Third", "Be brief."));
  gate_test_wait_until (strcmp (gtk_window_get_title (GTK_WINDOW (fixture->window)), "Third") == 0);
  gate_test_settle ();
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.delete-project", NULL);
  gate_test_wait_until (gate_undo_get_title (undo));
  gtk_window_close (GTK_WINDOW (fixture->window));
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->customize), "customize.remove", "s", "notes"));
  gate_undo_undo (undo);
  gate_test_wait_until (!gate_hub_find_project (hub_of (fixture), "Third", NULL));
  gate_test_wait_until (!fixture->window);
}

static GateHubProject *
create_project (Fixture    *fixture,
                const char *name)
{
  g_autoptr(GAsyncResult) result = NULL;

  gate_hub_create_project_async (hub_of (fixture), name, NULL, NULL, gate_test_keep_result, &result);
  gate_test_wait (result);
  return gate_hub_create_project_finish (hub_of (fixture), result, NULL);
}

static void
delete_project (Fixture        *fixture,
                GateHubProject *project)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  gate_hub_delete_project_async (hub_of (fixture), project, NULL, gate_test_keep_result, &result);
  gate_test_wait (result);
  gate_hub_delete_project_finish (hub_of (fixture), result, &error);
  g_assert_no_error (error);
}

/* What another process deletes while the deletion can be taken back is deleted, and no fault. */
static void
test_deleted_elsewhere (Fixture       *fixture,
                        gconstpointer  data)
{
  GateUndo *undo = gate_session_get_undo (fixture->session);
  g_autoptr(GateHubProject) project = create_project (fixture, "Third");

  gate_window_select_project (fixture->window, project);
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.delete-project", NULL);
  g_assert_nonnull (gate_undo_get_title (undo));
  delete_project (fixture, project);
  gate_undo_commit (undo);
  /* It stays until the deletion has ended. */
  gtk_window_close (GTK_WINDOW (fixture->window));
  gate_test_wait_until (!fixture->window);
  g_assert_null (find_dialog (ADW_TYPE_MESSAGE_DIALOG));
}

/* The end waits for what was deleted last, also where another process is changing settings just then. */
static void
test_deleted_at_end (Fixture       *fixture,
                     gconstpointer  data)
{
  g_autoptr(GateHubProject) project = create_project (fixture, "Third");
  g_autoptr(GAsyncResult) closed = NULL;
  g_autoptr(GError) error = NULL;
  GateLock *lock = gate_lock_take_sync ("settings", 60000, NULL, &error);

  g_assert_no_error (error);
  gate_window_select_project (fixture->window, project);
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.delete-project", NULL);
  gtk_window_close (GTK_WINDOW (fixture->window));
  gate_session_close_async (fixture->session, gate_test_keep_result, &closed);
  gate_test_settle ();
  g_assert_null (closed);
  gate_lock_release (g_steal_pointer (&lock));
  gate_test_wait (closed);
  g_assert_null (gate_hub_find_project (hub_of (fixture), "Third", NULL));
}

/* Where a search finds nothing there is nothing to go back to; that is no fault. */
static void
test_back (Fixture       *fixture,
           gconstpointer  data)
{
  GtkWidget *leaflet = gate_test_find_widget (GTK_WIDGET (fixture->window), ADW_TYPE_LEAFLET);
  GtkWidget *entry;

  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 360, 500);
  gate_test_wait_until (adw_leaflet_get_folded (ADW_LEAFLET (leaflet)));
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.search", NULL));
  entry = gtk_widget_get_ancestor (gtk_window_get_focus (GTK_WINDOW (fixture->window)), GTK_TYPE_SEARCH_ENTRY);
  gtk_editable_set_text (GTK_EDITABLE (entry), "no such project");
  g_assert_null (gate_test_find_widget (GTK_WIDGET (fixture->window), g_type_from_name ("GateProjectRow")));
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.back", NULL));
}

/* The call is cancelled with the window. */
static void
test_inspector (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr(JsonNode) node = json_from_string ("{\"name\":\"find\",\"inputSchema\":{\"type\":\"object\"}}", NULL);
  g_autoptr(GateMcpTool) tool = gate_mcp_tool_new_from_json (node, NULL);
  g_autoptr(GateHubItem) item = gate_hub_item_new ("notes", "", "notes__find", G_OBJECT (tool));
  GtkWindow *window = gate_inspector_window_new (hub_of (fixture), gate_hub_get_current_project (hub_of (fixture)), item);

  g_object_add_weak_pointer (G_OBJECT (window), (gpointer *) &window);
  gtk_window_present (window);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (window), "inspector.run", NULL));
  gtk_window_close (window);
  gate_test_wait_until (!window);
}

int
main (int    argc,
      char **argv)
{
  g_autoptr(GError) error = NULL;
  int status;

  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  application = GTK_APPLICATION (adw_application_new ("org.example.Closing", G_APPLICATION_NON_UNIQUE));
  g_application_register (G_APPLICATION (application), NULL, &error);
  g_assert_no_error (error);
#define add(name, function) g_test_add ("/app/closing/" name, Fixture, NULL, set_up, function, tear_down)
  add ("question", test_question);
  add ("error", test_error);
  add ("long-text", test_long_text);
  add ("project-dialog", test_project_dialog);
  add ("import-dialog", test_import_dialog);
  add ("import", test_import);
  add ("add-page", test_add_page);
  add ("sign-in", test_sign_in);
  add ("deletion", test_deletion);
  add ("deleted-elsewhere", test_deleted_elsewhere);
  add ("deleted-at-end", test_deleted_at_end);
  add ("back", test_back);
  add ("inspector", test_inspector);
  status = g_test_run ();
  g_object_unref (application);
  return status;
}
