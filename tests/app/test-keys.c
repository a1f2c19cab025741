// SPDX-License-Identifier: GPL-3.0-or-later
/* Every key that works is in the window of shortcuts, and nothing else is; in no window does one mnemonic stand for two things. */
#include "gate-app-test.h"
#include "gate-application.h"
#include "gate-approval-dialog.h"
#include "gate-config.h"
#include "gate-confirm.h"
#include "gate-connector-page.h"
#include "gate-connector-row.h"
#include "gate-customize-window.h"
#include "gate-form-dialog.h"
#include "gate-hub-item-private.h"
#include "gate-import-dialog.h"
#include "gate-inspector-window.h"
#include "gate-item-row.h"
#include "gate-log-dialog.h"
#include "gate-mcp-tool.h"
#include "gate-name-dialog.h"
#include "gate-palette.h"
#include "gate-preferences-window.h"
#include "gate-project-dialog.h"
#include "gate-project-row.h"
#include "gate-projects-dialog.h"
#include "gate-result-view.h"
#include "gate-review-dialog.h"
#include "gate-sample-dialog.h"
#include "gate-service-row.h"
#include "gate-services-dialog.h"
#include "gate-sign-in-dialog.h"
#include "gate-task.h"
#include "gate-window.h"

#include <glib/gi18n.h>
#include <string.h>

#define OVERLAY GATE_RESOURCE_PATH "/help-overlay.ui"

static GtkApplication *application;

/* What the overlay lists: actions, and keys that belong to none. */
typedef struct {
  GHashTable *actions;
  GHashTable *keys; /* as GTK writes them */
  GHashTable *done; /* the keys of our classes that do something */
} Overlay;

static char *
normal (const char *accelerator)
{
  guint key = 0;
  GdkModifierType modifiers = 0;

  gtk_accelerator_parse (accelerator, &key, &modifiers);
  return key ? gtk_accelerator_name (key, modifiers) : NULL;
}

static void
add_keys (Overlay    *overlay,
          const char *accelerators)
{
  g_auto(GStrv) each = g_strsplit (accelerators, " ", -1);

  for (guint i = 0; each[i]; i++)
    {
      char *dots = strstr (each[i], "...");

      /* “<Alt>1...4” is four of them. */
      for (char c = dots ? dots[-1] : '\0'; dots && c <= dots[3]; c++)
        {
          g_autofree char *one = g_strndup (each[i], dots - each[i]);

          one[strlen (one) - 1] = c;
          g_hash_table_add (overlay->keys, normal (one));
        }
      if (!dots)
        {
          g_assert_nonnull (normal (each[i]));
          g_hash_table_add (overlay->keys, normal (each[i]));
        }
    }
}

static void
read_overlay (Overlay *overlay)
{
  g_autoptr(GtkBuilder) builder = gtk_builder_new_from_resource (OVERLAY);
  g_autoptr(GSList) objects = gtk_builder_get_objects (builder);

  overlay->actions = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  overlay->keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  overlay->done = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (GSList *each = objects; each; each = each->next)
    {
      g_autofree char *action = NULL;
      g_autofree char *keys = NULL;
      g_autofree char *title = NULL;

      if (!GTK_IS_SHORTCUTS_SHORTCUT (each->data))
        continue;
      g_object_get (each->data, "action-name", &action, "accelerator", &keys, "title", &title, NULL);
      g_test_message ("%s: %s%s", title, action ? action : "", keys ? keys : "");
      g_assert_true ((action && *action) != (keys && *keys));
      if (action && *action)
        g_assert_true (g_hash_table_add (overlay->actions, g_steal_pointer (&action)));
      else
        add_keys (overlay, keys);
    }
  gtk_window_destroy (GTK_WINDOW (gtk_builder_get_object (builder, "help_overlay")));
}

static void
clear_overlay (Overlay *overlay)
{
  g_hash_table_unref (overlay->actions);
  g_hash_table_unref (overlay->keys);
  g_hash_table_unref (overlay->done);
}

/* The keys of the application. */
static void
test_actions (void)
{
  g_auto(GStrv) actions = gtk_application_list_action_descriptions (application);
  Overlay overlay;

  read_overlay (&overlay);
  g_assert_cmpuint (g_strv_length (actions), >, 10);
  for (guint i = 0; actions[i]; i++)
    if (!g_hash_table_remove (overlay.actions, actions[i]))
      g_error ("The window of shortcuts does not list %s", actions[i]);
  if (g_hash_table_size (overlay.actions) > 0)
    g_error ("The window of shortcuts lists what no key does");
  clear_overlay (&overlay);
}

/* Keys that a class of widgets has, by what its parent has not. */
static GHashTable *
keys_of (GtkWidget *widget)
{
  GHashTable *keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr(GListModel) controllers = gtk_widget_observe_controllers (widget);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr(GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (!GTK_IS_SHORTCUT_CONTROLLER (controller))
        continue;
      for (guint j = 0; j < g_list_model_get_n_items (G_LIST_MODEL (controller)); j++)
        {
          g_autoptr(GtkShortcut) shortcut = g_list_model_get_item (G_LIST_MODEL (controller), j);
          GtkShortcutTrigger *trigger = gtk_shortcut_get_trigger (shortcut);

          if (GTK_IS_KEYVAL_TRIGGER (trigger))
            g_hash_table_add (keys, gtk_accelerator_name (gtk_keyval_trigger_get_keyval (GTK_KEYVAL_TRIGGER (trigger)),
                                                          gtk_keyval_trigger_get_modifiers (GTK_KEYVAL_TRIGGER (trigger))));
        }
    }
  return keys;
}

static void
check_bindings (Overlay   *overlay,
                GtkWidget *widget,
                GtkWidget *plain)
{
  g_autoptr(GHashTable) own = keys_of (widget);
  g_autoptr(GHashTable) inherited = keys_of (plain);
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, own);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    {
      g_hash_table_add (overlay->done, g_strdup (key));
      /* The keypad's Enter is Return. */
      if (!g_hash_table_contains (inherited, key) && !strstr (key, "Enter") && !g_hash_table_contains (overlay->keys, key))
        g_error ("The window of shortcuts does not list %s of %s", (char *) key, G_OBJECT_TYPE_NAME (widget));
    }
}

/* The keys of rows, pages and windows. */
static void
test_bindings (void)
{
  const struct {
    GType type;
    GType plain;
  } rows[] = {
    { GATE_TYPE_PROJECT_ROW, GTK_TYPE_LIST_BOX_ROW },
    { GATE_TYPE_CONNECTOR_ROW, GTK_TYPE_LIST_BOX_ROW },
    { GATE_TYPE_ITEM_ROW, ADW_TYPE_ACTION_ROW },
    { GATE_TYPE_CONNECTOR_PAGE, ADW_TYPE_BIN },
    { GATE_TYPE_INSPECTOR_WINDOW, ADW_TYPE_WINDOW },
    { GATE_TYPE_CUSTOMIZE_WINDOW, ADW_TYPE_APPLICATION_WINDOW },
    { GATE_TYPE_WINDOW, ADW_TYPE_APPLICATION_WINDOW },
  };
  g_autoptr(GateInteraction) interaction = gate_interaction_new_nobody ();
  g_autoptr(GateSession) session = gate_session_new (interaction);
  Overlay overlay;
  GHashTableIter iter;
  gpointer key;

  read_overlay (&overlay);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      gboolean window = g_type_is_a (rows[i].type, GTK_TYPE_APPLICATION_WINDOW);
      GtkWidget *widget = window ? g_object_new (rows[i].type, "session", session, NULL) : g_object_new (rows[i].type, NULL);
      GtkWidget *plain = g_object_new (rows[i].plain, NULL);

      check_bindings (&overlay, widget, plain);
      if (GTK_IS_WINDOW (widget))
        {
          gtk_window_destroy (GTK_WINDOW (widget));
          gtk_window_destroy (GTK_WINDOW (plain));
        }
      else
        {
          g_object_unref (g_object_ref_sink (widget));
          g_object_unref (g_object_ref_sink (plain));
        }
    }
  g_hash_table_iter_init (&iter, overlay.keys);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    if (!g_hash_table_contains (overlay.done, key))
      g_error ("The window of shortcuts lists %s, which does nothing", (char *) key);
  clear_overlay (&overlay);
}

#define wait_for(window, text) gate_test_wait_until (gate_test_find_label (GTK_WIDGET (window), (text)) && \
                                                     gtk_widget_get_mapped (gate_test_find_label (GTK_WIDGET (window), (text))))

static GateSession *
open_session (GateInteraction *interaction)
{
  GateSession *session = gate_session_new (interaction);

  gate_session_open (session);
  gate_test_wait_until (!gate_session_get_opening (session));
  g_assert_cmpstr (gate_session_get_error_message (session), ==, NULL);
  return session;
}

static void
close_session (GateSession *session)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  gate_session_close_async (session, gate_test_keep_result, &result);
  gate_test_wait (result);
  gate_session_close_finish (session, result, &error);
  g_assert_no_error (error);
  g_object_unref (session);
}

static void
add_connector (GateSession *session,
               const char  *id,
               const char  *entry)
{
  g_autoptr(JsonNode) node = json_from_string (entry, NULL);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(GateHubConnector) connector = NULL;

  gate_hub_add_connector_async (gate_session_get_hub (session), id, node, FALSE, NULL, gate_test_keep_result, &result);
  gate_test_wait (result);
  connector = gate_hub_add_connector_finish (gate_session_get_hub (session), result, NULL, &error);
  g_assert_no_error (error);
}

static void
close_window (gpointer window)
{
  g_object_add_weak_pointer (window, &window);
  gtk_window_destroy (window);
  gate_test_wait_until (!window);
}

/* The window of plugins and connectors, page by page. */
static void
test_customize (void)
{
  g_autoptr(GateInteraction) interaction = gate_interaction_new_nobody ();
  GateSession *session = open_session (interaction);
  GateCustomizeWindow *window;

  add_connector (session, "notes", "{\"type\":\"http\",\"url\":\"https://notes.example.com/mcp\"}");
  add_connector (session, "local", "{\"command\":\"true\"}");
  window = gate_customize_window_new (application, session);
  gate_customize_window_set_project (window, NULL);
  gtk_window_present (GTK_WINDOW (window));
  wait_for (window, _("Your Connectors"));
  gate_test_check_mnemonics (window, "connectors");
  gate_customize_window_show_page (window, "plugins");
  wait_for (window, _("No Plugins Yet"));
  gate_test_check_mnemonics (window, "plugins");
  gate_customize_window_show_page (window, "add");
  wait_for (window, _("Claude Desktop"));
  gate_test_check_mnemonics (window, "add");
  gate_customize_window_show_page (window, "health");
  wait_for (window, _("This Computer"));
  gate_test_check_mnemonics (window, "health");
  gate_customize_window_show_connector (window, "notes");
  wait_for (window, _("Remote server"));
  gate_test_check_mnemonics (window, "connector");
  gate_customize_window_show_connector (window, "local");
  wait_for (window, _("Log"));
  gate_test_check_mnemonics (window, "local connector");
  gtk_widget_activate_action (GTK_WIDGET (window), "customize.show-entry", "s", "notion");
  wait_for (window, _("Read Only at First"));
  gate_test_check_mnemonics (window, "entry");
  close_window (window);
  close_session (session);
}

static void
test_main_window (void)
{
  g_autoptr(GateInteraction) interaction = gate_interaction_new_nobody ();
  GateSession *session = open_session (interaction);
  GateHub *hub = gate_session_get_hub (session);
  GateWindow *window = gate_window_new (application, session);
  GtkWindow *dialogs[] = { gate_project_dialog_new (hub, NULL), gate_project_dialog_new (hub, gate_hub_get_current_project (hub)),
                           gate_preferences_window_new (hub) };

  gtk_window_present (GTK_WINDOW (window));
  wait_for (window, _("Projects"));
  gate_test_settle ();
  gate_test_check_mnemonics (window, "main window");
  gtk_widget_activate_action (GTK_WIDGET (window), "win.panel-shown", NULL);
  wait_for (window, _("On or off in this project"));
  gate_test_check_mnemonics (window, "panel");
  gtk_widget_activate_action (GTK_WIDGET (window), "win.show-tools", NULL);
  wait_for (window, _("My Tools"));
  gate_test_check_mnemonics (window, "tools");
  for (guint i = 0; i < G_N_ELEMENTS (dialogs); i++)
    {
      gtk_window_present (dialogs[i]);
      gate_test_settle ();
      gate_test_check_mnemonics (dialogs[i], G_OBJECT_TYPE_NAME (dialogs[i]));
      close_window (dialogs[i]);
    }
  close_window (window);
  close_session (session);
}

/* The dialog of a type that stands open. */
static GtkWidget *
find_dialog (GType type)
{
  g_autoptr(GList) toplevels = gtk_window_list_toplevels ();

  for (GList *each = toplevels; each; each = each->next)
    if (g_type_is_a (G_OBJECT_TYPE (each->data), type) && gtk_widget_get_mapped (each->data))
      return each->data;
  return NULL;
}

static void
check_dialog (GType type)
{
  gate_test_wait_until (find_dialog (type));
  gate_test_settle ();
  gate_test_check_mnemonics (find_dialog (type), g_type_name (type));
}

static void
close_dialog (GType type)
{
  check_dialog (type);
  gtk_window_destroy (GTK_WINDOW (find_dialog (type)));
  gate_test_wait_until (!find_dialog (type));
}

/* What asks, over the main window. */
static void
test_dialogs (void)
{
  g_autoptr(GateInteraction) interaction = gate_interaction_new_nobody ();
  GateSession *session = open_session (interaction);
  GateHub *hub = gate_session_get_hub (session);
  GateWindow *window = gate_window_new (application, session);
  GtkWidget *near = GTK_WIDGET (window);
  GtkWindow *import = gate_import_dialog_new (hub, NULL, NULL, "{\"mcpServers\":{\"notes\":{\"url\":\"https://notes.example.com/mcp\"}}}");
  g_autoptr(GAsyncResult) named = NULL;
  g_autoptr(GAsyncResult) chosen = NULL;
  g_autoptr(GAsyncResult) confirmed = NULL;

  gtk_window_present (GTK_WINDOW (window));
  wait_for (window, _("Projects"));
  gtk_widget_activate_action (near, "win.palette", NULL);
  close_dialog (GATE_TYPE_PALETTE);
  gtk_window_present (import);
  wait_for (import, "notes");
  close_dialog (GATE_TYPE_IMPORT_DIALOG);
  gate_log_dialog_present (near, "notes", "one\ntwo");
  close_dialog (GATE_TYPE_LOG_DIALOG);
  gate_name_dialog_ask_async (near, _("Add Account"), "why", NULL, _("_Add"), NULL, gate_test_keep_result, &named);
  close_dialog (GATE_TYPE_NAME_DIALOG);
  gate_projects_dialog_choose_async (near, hub, "notes", NULL, NULL, gate_test_keep_result, &chosen);
  close_dialog (GATE_TYPE_PROJECTS_DIALOG);
  gate_confirm_async (near, "heading", "body", _("_Disconnect"), TRUE, NULL, gate_test_keep_result, &confirmed);
  close_dialog (ADW_TYPE_MESSAGE_DIALOG);
  gate_test_wait (named);
  gate_test_wait (chosen);
  gate_test_wait (confirmed);
  g_assert_null (gate_name_dialog_ask_finish (named, NULL));
  g_assert_null (gate_projects_dialog_choose_finish (chosen, NULL));
  g_assert_false (gate_confirm_finish (confirmed, NULL));
  close_window (window);
  close_session (session);
}

/* Which services: the choice, and what they need. */
static void
test_services (void)
{
  g_autoptr(GateInteraction) interaction = gate_interaction_new_nobody ();
  GateSession *session = open_session (interaction);
  GateWindow *window = gate_window_new (application, session);
  GtkWidget *dialog, *row;

  gtk_window_present (GTK_WINDOW (window));
  wait_for (window, _("Projects"));
  gate_services_dialog_present (GTK_WIDGET (window), gate_session_get_hub (session),
                                gate_hub_get_current_project (gate_session_get_hub (session)));
  gate_test_wait_until (find_dialog (GATE_TYPE_SERVICES_DIALOG));
  dialog = find_dialog (GATE_TYPE_SERVICES_DIALOG);
  gate_test_wait_until (gate_test_find_widget (dialog, GATE_TYPE_SERVICE_ROW));
  check_dialog (GATE_TYPE_SERVICES_DIALOG);
  row = gate_test_find_widget (dialog, GATE_TYPE_SERVICE_ROW);
  g_signal_emit_by_name (row, "activate");
  gtk_widget_activate_action (dialog, "services.next", NULL);
  wait_for (dialog, _("What They Need"));
  close_dialog (GATE_TYPE_SERVICES_DIALOG);
  close_window (window);
  close_session (session);
}

static void
check_question (GateQuestionDialog *dialog)
{
  gtk_window_present (GTK_WINDOW (dialog));
  close_dialog (G_OBJECT_TYPE (dialog));
}

/* What a sign-in and a server ask. */
static void
test_questions (void)
{
  g_autoptr(GateQuestion) question = gate_question_new (GATE_QUESTION_SIGN_IN, "Sign in to Notes");
  g_autoptr(GateQuestion) form = gate_question_new (GATE_QUESTION_ELICIT_FORM, "When?");
  g_autoptr(GateQuestion) sample = gate_question_new (GATE_QUESTION_SAMPLE, "Write");
  g_autoptr(GateQuestion) call = gate_question_new (GATE_QUESTION_APPROVE_TOOL, _("Call This Tool?"));
  g_autoptr(GateQuestion) run = gate_question_new (GATE_QUESTION_APPROVE_COMMAND, _("Run This Program on Your Computer?"));
  g_autoptr(GateQuestion) plain = gate_question_new (GATE_QUESTION_APPROVE_TOOL, _("Call This Tool?"));
  g_auto(GStrv) parts = NULL;
  g_autofree char *open = NULL;
  GateQuestionDialog *waiting;

  gate_question_set_connector (question, "Notes");
  gate_question_set_url (question, "https://accounts.example/authorize");
  gate_question_set_deadline (question, g_get_real_time () / G_USEC_PER_SEC + 300);
  check_question (gate_sign_in_dialog_new (question));
  check_question (gate_form_dialog_new (form));
  check_question (gate_sample_dialog_new (sample));
  gate_question_add_detail (call, GATE_DETAIL_ARGUMENTS, _("Arguments"), "{\"title\":\"Call the bank\"}");
  gate_question_add_choice (call, GATE_CHOICE_ONCE, _("Call It Now"));
  gate_question_add_choice (call, GATE_CHOICE_PROJECT, _("Always Allow It in This Project"));
  gate_question_add_choice (call, GATE_CHOICE_ALWAYS, _("Always Allow It in Every Project"));
  gate_question_add_choice (call, GATE_CHOICE_DECLINE, _("Do Not Call It"));
  check_question (gate_approval_dialog_new (call));
  gate_question_add_choice (run, GATE_CHOICE_ALWAYS, _("Run It, and Remember Until It Changes"));
  gate_question_add_choice (run, GATE_CHOICE_ONCE, _("Run It Once"));
  gate_question_add_choice (run, GATE_CHOICE_DECLINE, _("Do Not Run It"));
  check_question (gate_approval_dialog_new (run));
  check_question (gate_approval_dialog_new (plain));
  /* No browser is there to be opened, which is said, and the link can be copied. */
  waiting = gate_sign_in_dialog_new (question);
  gtk_window_present (GTK_WINDOW (waiting));
  gate_test_settle ();
  parts = g_strsplit (_("_Open Browser"), "_", -1);
  open = g_strjoinv ("", parts);
  g_signal_emit_by_name (gate_test_find_button (GTK_WIDGET (waiting), open), "clicked");
  gate_test_wait_until (gate_question_dialog_get_waiting (waiting));
  close_dialog (GATE_TYPE_SIGN_IN_DIALOG);
}

/* A tool that is tried out, with what it answered, and one that changed. */
static void
test_tool (void)
{
  g_autoptr(GateInteraction) interaction = gate_interaction_new_nobody ();
  GateSession *session = open_session (interaction);
  GateHub *hub = gate_session_get_hub (session);
  GateWindow *window = gate_window_new (application, session);
  g_autoptr(GateProjectView) view = gate_project_view_new (hub, gate_hub_get_current_project (hub));
  g_autoptr(JsonNode) node = json_from_string ("{\"name\":\"find\",\"inputSchema\":{\"type\":\"object\","
                                               "\"properties\":{\"word\":{\"type\":\"string\"}}}}", NULL);
  g_autoptr(JsonNode) result = json_from_string ("{\"content\":[{\"type\":\"text\",\"text\":\"one\"}],"
                                                 "\"structuredContent\":{\"rows\":[{\"a\":1},{\"a\":2}]}}", NULL);
  g_autoptr(GateMcpTool) tool = gate_mcp_tool_new_from_json (node, NULL);
  g_autoptr(GateHubItem) item = gate_hub_item_new ("notes", "", "notes__find", G_OBJECT (tool));
  g_autoptr(GPtrArray) items = g_ptr_array_new ();
  GtkWindow *inspector = gate_inspector_window_new (hub, gate_hub_get_current_project (hub), item);

  gtk_window_present (inspector);
  gate_result_view_show_result (GATE_RESULT_VIEW (gate_test_find_widget (GTK_WIDGET (inspector), GATE_TYPE_RESULT_VIEW)), result);
  gate_test_wait_until (gtk_widget_get_mapped (GTK_WIDGET (inspector)));
  close_dialog (GATE_TYPE_INSPECTOR_WINDOW);
  gtk_window_present (GTK_WINDOW (window));
  wait_for (window, _("Projects"));
  g_ptr_array_add (items, item);
  gate_review_dialog_present (GTK_WIDGET (window), view, "Notes", items);
  close_dialog (GATE_TYPE_REVIEW_DIALOG);
  close_window (window);
  close_session (session);
}

int
main (int    argc,
      char **argv)
{
  g_autoptr(GError) error = NULL;

  gtk_test_init (&argc, &argv, NULL);
  gate_test_speak ();
  g_assert_cmpint (strcmp (g_getenv ("LANGUAGE"), "C") == 0, ==, strcmp (_("Projects"), "Projects") == 0);
  adw_init ();
  /* What goes would be there for a while beside what comes. */
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
  application = GTK_APPLICATION (gate_application_new ());
  g_application_register (G_APPLICATION (application), NULL, &error);
  g_assert_no_error (error);
  g_test_add_func ("/app/keys/actions", test_actions);
  g_test_add_func ("/app/keys/bindings", test_bindings);
  g_test_add_func ("/app/keys/customize", test_customize);
  g_test_add_func ("/app/keys/main-window", test_main_window);
  g_test_add_func ("/app/keys/dialogs", test_dialogs);
  g_test_add_func ("/app/keys/services", test_services);
  g_test_add_func ("/app/keys/questions", test_questions);
  g_test_add_func ("/app/keys/tool", test_tool);
  return g_test_run ();
}
