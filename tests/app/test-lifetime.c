// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-add-link-dialog.h"
#include "gate-app-test.h"
#include "gate-approval-dialog.h"
#include "gate-confirm.h"
#include "gate-customize-window.h"
#include "gate-form-dialog.h"
#include "gate-hub-item-private.h"
#include "gate-import-dialog.h"
#include "gate-inspector-window.h"
#include "gate-log-dialog.h"
#include "gate-name-dialog.h"
#include "gate-preferences-window.h"
#include "gate-sample-dialog.h"
#include "gate-sign-in-dialog.h"
#include "gate-window.h"

#include <malloc.h>
#include <string.h>

/* In the first of them caches fill; what each one of the others leaves behind, at most, on the average. */
#define ROUNDS_FIRST 8
#define ROUNDS 40
#define BYTES_MAX (48 * 1024)

/* What opens one window or dialog over the main window; it is closed by whoever calls. */
typedef struct {
  const char *name;
  void      (*open) (void);
} Case;

static GtkApplication *application;
static GateSession *session;
static GtkWidget *main_window;
static GHashTable *alive; /* (element-type GObject utf8): what was seen in windows, and where */

static GateHub *
hub (void)
{
  return gate_session_get_hub (session);
}

static void
ignore (GObject      *source,
        GAsyncResult *result,
        gpointer      user_data)
{
}

static void
was_finalized (gpointer  user_data,
               GObject  *object)
{
  g_hash_table_remove (alive, object);
}

/* What it is and where: the types up to the window; what stays is looked for by it. */
static char *
describe (gpointer object)
{
  GtkWidget *widget = GTK_IS_EVENT_CONTROLLER (object) ? gtk_event_controller_get_widget (object) : object;
  GString *text = g_string_new (G_OBJECT_TYPE_NAME (object));

  for (; widget; widget = gtk_widget_get_parent (widget))
    g_string_append_printf (text, " < %s", G_OBJECT_TYPE_NAME (widget));
  return g_string_free (text, FALSE);
}

static void
watch (gpointer object)
{
  if (g_hash_table_contains (alive, object))
    return;
  g_hash_table_insert (alive, object, describe (object));
  g_object_weak_ref (object, was_finalized, NULL);
}

/* A widget, what listens to its keys, and all that is in it. The window of tooltips is GTK's own, and serves all windows. */
static void
watch_all (GtkWidget *widget)
{
  g_autoptr(GListModel) controllers = gtk_widget_observe_controllers (widget);

  if (strcmp (G_OBJECT_TYPE_NAME (widget), "GtkTooltipWindow") == 0)
    return;
  watch (widget);
  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr(GObject) controller = g_list_model_get_item (controllers, i);

      watch (controller);
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child; child = gtk_widget_get_next_sibling (child))
    watch_all (child);
}

static GtkWindow *
find_other (void)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr(GtkWindow) window = g_list_model_get_item (windows, i);

      if (GTK_WIDGET (window) != main_window)
        return window;
    }
  return NULL;
}

static void
act (const char *action)
{
  g_assert_true (gtk_widget_activate_action (main_window, action, NULL));
}

static void
present (GtkWindow *window)
{
  gtk_window_set_transient_for (window, GTK_WINDOW (main_window));
  gtk_window_present (window);
}

static void
open_window (void)
{
  gtk_window_present (GTK_WINDOW (gate_window_new (application, session)));
}

/* Health is first: its check ends while its button has the focus, and another page is shown. */
static void
open_customize (void)
{
  static const char *const pages[] = { "health", "plugins", "connectors", "add" };
  GateCustomizeWindow *window = gate_customize_window_new (application, session);

  gate_customize_window_set_project (window, NULL);
  gtk_window_present (GTK_WINDOW (window));
  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      gate_customize_window_show_page (window, pages[i]);
      gate_test_settle ();
    }
  gate_customize_window_show_connector (window, "notes");
}

static void
open_entry (void)
{
  GateCustomizeWindow *window = gate_customize_window_new (application, session);

  gate_customize_window_set_project (window, NULL);
  gtk_window_present (GTK_WINDOW (window));
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (window), "customize.show-entry", "s", "slack"));
  gate_test_wait_until (gate_test_find_label (GTK_WIDGET (window), "Before You Connect It"));
}

static void
open_new_project (void)
{
  act ("win.new-project");
}

static void
open_edit_project (void)
{
  act ("win.edit-project");
}

static void
open_palette (void)
{
  act ("win.palette");
}

static void
open_import (void)
{
  present (gate_import_dialog_new (hub (), NULL, NULL, "{\"mcpServers\":{\"b\":{\"url\":\"https://b.invalid/\"}}}"));
  gate_test_wait_until (gate_test_find_label (GTK_WIDGET (find_other ()), "https://b.invalid/"));
}

static void
open_confirm (void)
{
  gate_confirm_async (main_window, "Sure?", "Really?", "_Yes", FALSE, NULL, ignore, NULL);
}

static void
open_name (void)
{
  gate_name_dialog_ask_async (main_window, "Name", "Why", NULL, "_Add", NULL, ignore, NULL);
}

static void
open_log (void)
{
  gate_log_dialog_present (main_window, "Notes", "one\ntwo\n");
}

static void
open_preferences (void)
{
  present (gate_preferences_window_new (hub ()));
}

static void
open_link (void)
{
  gate_add_link_dialog_run (main_window, hub (), "gatehouse://add?id=slack", g_free, NULL);
  gate_test_wait_until (find_other ());
}

static void
open_inspector (void)
{
  g_autoptr(JsonNode) node = json_from_string ("{\"name\":\"find\",\"inputSchema\":{\"type\":\"object\",\"properties\":{"
                                               "\"a\":{\"type\":\"string\"},\"b\":{\"enum\":[\"x\",\"y\"]},\"c\":{\"type\":\"boolean\"}}}}", NULL);
  g_autoptr(GateMcpTool) tool = gate_mcp_tool_new_from_json (node, NULL);
  g_autoptr(GateHubItem) item = gate_hub_item_new ("notes", "", "notes__find", G_OBJECT (tool));

  present (gate_inspector_window_new (hub (), gate_hub_get_current_project (hub ()), item));
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (find_other ()), "inspector.run", NULL));
}

static void
ask (GateQuestionKind    kind,
     GateQuestionDialog *(*create) (GateQuestion *question))
{
  g_autoptr(GateQuestion) question = gate_question_new (kind, "Do it?");
  g_autoptr(GateForm) form = gate_form_new ();

  gate_question_set_connector (question, "Notes");
  gate_question_set_body (question, "It asks.");
  gate_question_set_url (question, "https://accounts.example/authorize?a=1");
  gate_question_set_form (question, form);
  gate_question_add_detail (question, GATE_DETAIL_ACCOUNT_SERVER, "Account server", "accounts.example");
  gate_question_add_detail (question, GATE_DETAIL_ARGUMENTS, "Arguments", "{}");
  present (GTK_WINDOW (create (question)));
}

static void
open_sign_in (void)
{
  ask (GATE_QUESTION_SIGN_IN, gate_sign_in_dialog_new);
  gate_question_dialog_set_waiting (GATE_QUESTION_DIALOG (find_other ()), TRUE);
}

static void
open_form (void)
{
  ask (GATE_QUESTION_ELICIT_FORM, gate_form_dialog_new);
}

static void
open_sample (void)
{
  ask (GATE_QUESTION_SAMPLE, gate_sample_dialog_new);
}

static void
open_approval (void)
{
  ask (GATE_QUESTION_APPROVE_TOOL, gate_approval_dialog_new);
}

static void
show_and_close (const Case *each)
{
  each->open ();
  gate_test_settle ();
  g_assert_nonnull (find_other ());
  watch_all (GTK_WIDGET (find_other ()));
  gtk_window_close (find_other ());
  gate_test_wait_until (!find_other ());
  gate_test_settle ();
}

static void
tell_alive (void)
{
  GHashTableIter iter;
  gpointer name;

  g_hash_table_iter_init (&iter, alive);
  while (g_hash_table_iter_next (&iter, NULL, &name))
    g_test_message ("still there: %s", (const char *) name);
}

static void
test_case (gconstpointer data)
{
  const Case *each = data;
  gsize before = 0;
  gssize left;

  for (guint i = 0; i < ROUNDS; i++)
    {
      if (i == ROUNDS_FIRST)
        before = mallinfo2 ().uordblks;
      show_and_close (each);
      if (g_hash_table_size (alive) > 0)
        tell_alive ();
      gate_test_wait_until (g_hash_table_size (alive) == 0);
    }
  left = ((gssize) mallinfo2 ().uordblks - (gssize) before) / (ROUNDS - ROUNDS_FIRST);
  g_test_message ("%s leaves %zd bytes", each->name, left);
  if (!g_getenv ("ASAN_OPTIONS"))
    g_assert_cmpint (left, <, BYTES_MAX);
}

static void
add_connector (void)
{
  g_autoptr(JsonNode) entry = json_from_string ("{\"type\":\"http\",\"url\":\"https://notes.invalid/mcp\"}", NULL);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(GateHubConnector) connector = NULL;

  gate_hub_add_connector_async (hub (), "notes", entry, FALSE, NULL, gate_test_keep_result, &result);
  gate_test_wait (result);
  connector = gate_hub_add_connector_finish (hub (), result, NULL, &error);
  g_assert_no_error (error);
}

static void
begin (void)
{
  g_autoptr(GateInteraction) interaction = gate_interaction_new_nobody ();
  g_autoptr(GError) error = NULL;

  adw_init ();
  application = GTK_APPLICATION (adw_application_new ("org.example.Lifetime", G_APPLICATION_NON_UNIQUE));
  g_application_register (G_APPLICATION (application), NULL, &error);
  g_assert_no_error (error);
  alive = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  session = gate_session_new (interaction);
  gate_session_open (session);
  gate_test_wait_until (!gate_session_get_opening (session));
  add_connector ();
  main_window = GTK_WIDGET (gate_window_new (application, session));
  gtk_window_present (GTK_WINDOW (main_window));
  gate_test_settle ();
}

static void
end (void)
{
  g_autoptr(GAsyncResult) result = NULL;

  g_object_add_weak_pointer (G_OBJECT (main_window), (gpointer *) &main_window);
  gtk_window_close (GTK_WINDOW (main_window));
  gate_test_wait_until (!main_window);
  gate_session_close_async (session, gate_test_keep_result, &result);
  gate_test_wait (result);
  g_clear_object (&result);
  gate_test_finalize (session);
  g_hash_table_unref (alive);
  g_object_unref (application);
}

int
main (int    argc,
      char **argv)
{
  static const Case cases[] = {
    { "main-window", open_window },
    { "customize-window", open_customize },
    { "service", open_entry },
    { "new-project", open_new_project },
    { "edit-project", open_edit_project },
    { "palette", open_palette },
    { "import", open_import },
    { "confirm", open_confirm },
    { "name", open_name },
    { "log", open_log },
    { "preferences", open_preferences },
    { "link", open_link },
    { "inspector", open_inspector },
    { "sign-in", open_sign_in },
    { "form", open_form },
    { "sample", open_sample },
    { "approval", open_approval },
  };
  int status;

  gtk_test_init (&argc, &argv, NULL);
  begin ();
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/app/lifetime/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  status = g_test_run ();
  end ();
  return status;
}
