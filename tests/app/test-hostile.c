// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-add-page.h"
#include "gate-app-test.h"
#include "gate-customize-window.h"
#include "gate-window.h"

#include <string.h>

/* Markup that is none, a mnemonic, a format, what turns the direction round, and what is not seen. */
#define HOSTILE "<b>a & _b</a> %s %n \u202egnirts\u202c\u200b"
#define SHOWN "<b>a & _b</a> %s %n \\u{202E}gnirts\\u{202C}\\u{200B}"
/* A project's name has nothing that is not seen. */
#define PROJECT "<b>a & _b</a> %s %n"

static GtkApplication *application;

/* The windows over a real hub in which everything that others name has such a name. */
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
  const char *text = "{\"type\":\"http\",\"url\":\"https://notes.invalid/mcp?a=1&b=c\",\"gatehouse\":{\"label\":\"" HOSTILE "\"}}";
  g_autoptr(JsonNode) entry = json_from_string (text, NULL);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(GateHubConnector) connector = NULL;

  gate_hub_add_connector_async (hub_of (fixture), "notes", entry, FALSE, NULL, gate_test_keep_result, &result);
  gate_test_wait (result);
  connector = gate_hub_add_connector_finish (hub_of (fixture), result, NULL, &error);
  g_assert_no_error (error);
}

static void
add_project (Fixture *fixture)
{
  g_autoptr(GAsyncResult) created = NULL;
  g_autoptr(GAsyncResult) updated = NULL;
  g_autoptr(GAsyncResult) active = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(GateHubProject) project = NULL;

  gate_hub_create_project_async (hub_of (fixture), PROJECT, "/tmp/<b>a & b", NULL, gate_test_keep_result, &created);
  gate_test_wait (created);
  project = gate_hub_create_project_finish (hub_of (fixture), created, &error);
  g_assert_no_error (error);
  gate_hub_update_project_async (hub_of (fixture), project, NULL, NULL, PROJECT, NULL, gate_test_keep_result, &updated);
  gate_test_wait (updated);
  gate_hub_set_active_async (hub_of (fixture), project, "notes", NULL, TRUE, NULL, gate_test_keep_result, &active);
  gate_test_wait (active);
  gate_window_select_project (fixture->window, project);
  gate_customize_window_set_project (fixture->customize, project);
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
  fixture->window = gate_window_new (application, fixture->session);
  g_object_add_weak_pointer (G_OBJECT (fixture->window), (gpointer *) &fixture->window);
  fixture->customize = gate_customize_window_new (application, fixture->session);
  g_object_add_weak_pointer (G_OBJECT (fixture->customize), (gpointer *) &fixture->customize);
  gate_customize_window_set_project (fixture->customize, NULL);
  add_connector (fixture);
  add_project (fixture);
  gtk_window_present (GTK_WINDOW (fixture->window));
  gtk_window_present (GTK_WINDOW (fixture->customize));
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autofree char *config = g_build_filename (g_get_user_config_dir (), "gatehouse", "mcp.json", NULL);

  gtk_window_close (GTK_WINDOW (fixture->customize));
  gtk_window_close (GTK_WINDOW (fixture->window));
  gate_test_wait_until (!fixture->customize && !fixture->window);
  gate_session_close_async (fixture->session, gate_test_keep_result, &result);
  gate_test_wait (result);
  g_clear_object (&result);
  gate_test_finalize (fixture->session);
  g_unlink (config);
}

static GtkWidget *
dialog_with (const char *text)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr(GtkWindow) window = g_list_model_get_item (windows, i);

      if (gtk_window_get_transient_for (window) && gate_test_find_label (GTK_WIDGET (window), text))
        return GTK_WIDGET (window);
    }
  return NULL;
}

#define wait_for(where, text) gate_test_wait_until (gate_test_find_label (GTK_WIDGET (where), (text)))

static void
test_main_window (Fixture       *fixture,
                  gconstpointer  data)
{
  wait_for (fixture->window, PROJECT);
  wait_for (fixture->window, SHOWN);
  wait_for (fixture->window, "/tmp/<b>a & b");
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.panel-shown", NULL);
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.show-tools", NULL);
  wait_for (fixture->window, "My Tools");
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.back", NULL);
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.palette", NULL);
  gate_test_wait_until (dialog_with (SHOWN));
  gtk_window_close (GTK_WINDOW (dialog_with (SHOWN)));
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.edit-project", NULL);
  gate_test_wait_until (dialog_with ("/tmp/<b>a & b"));
  gtk_window_close (GTK_WINDOW (dialog_with ("/tmp/<b>a & b")));
}

static void
test_customize_window (Fixture       *fixture,
                       gconstpointer  data)
{
  wait_for (fixture->customize, SHOWN);
  wait_for (fixture->customize, "As they stand in the project “" PROJECT "”");
  gate_customize_window_show_connector (fixture->customize, "notes");
  wait_for (fixture->customize, "On in “" PROJECT "”");
  wait_for (fixture->customize, "https://notes.invalid/mcp?a=1&b=c");
  wait_for (fixture->customize, "What you choose applies to the project “" PROJECT "”.");
  gate_customize_window_show_page (fixture->customize, "health");
  wait_for (fixture->customize, "What is on in the project “" PROJECT "”");
}

/* What others named can be removed, and that is told by its name, in both windows. */
static void
test_undo (Fixture       *fixture,
           gconstpointer  data)
{
  gtk_widget_activate_action (GTK_WIDGET (fixture->customize), "customize.remove", "s", "notes");
  wait_for (fixture->customize, "“" SHOWN "” removed");
  wait_for (fixture->window, "“" SHOWN "” removed");
  gtk_widget_activate_action (GTK_WIDGET (fixture->customize), "win.undo", NULL);
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.tell", "s", SHOWN);
  gtk_widget_activate_action (GTK_WIDGET (fixture->customize), "win.tell", "s", SHOWN);
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.delete-project", NULL);
  g_assert_cmpstr (gate_undo_get_title (gate_session_get_undo (fixture->session)), ==, "“" PROJECT "” deleted");
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.undo", NULL);
}

static void
test_questions (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr(GAsyncResult) result = NULL;
  GateHubProject *project = gate_hub_get_current_project (hub_of (fixture));

  gate_hub_set_active_async (hub_of (fixture), project, "notes", NULL, FALSE, NULL, gate_test_keep_result, &result);
  gate_test_wait (result);
  gtk_widget_activate_action (GTK_WIDGET (fixture->customize), "customize.connect", "(ss)", "notes", "");
  gate_test_wait_until (dialog_with (SHOWN));
  gtk_window_close (GTK_WINDOW (dialog_with (SHOWN)));
  gtk_widget_activate_action (GTK_WIDGET (fixture->customize), "customize.disconnect", "(ss)", "notes", "");
  gate_test_wait_until (dialog_with ("Disconnect “" SHOWN "”?"));
  gtk_window_close (GTK_WINDOW (dialog_with ("Disconnect “" SHOWN "”?")));
}

/* What instructions on the web say to paste may be anything: it is told what is wrong with it. */
static void
test_pasted (Fixture       *fixture,
             gconstpointer  data)
{
  static const struct {
    const char *line;
    const char *told;
  } cases[] = {
    { "claude mcp add-json odd '[]'", "The Text Could Not Be Read" },
    { "claude mcp add-json odd '{\"command\":[1]}'", "odd" },
    { "claude mcp add-json odd '{\"command\":\"a\",\"args\":\"b\"}'", "odd" },
    { "claude mcp add-json odd '{\"command\":\"a\",\"args\":[1,null]}'", "odd" },
    { "claude mcp add-json odd '{\"type\":\"http\",\"url\":{}}'", "odd" },
  };
  GtkWidget *page;
  GObject *view;

  gate_customize_window_show_page (fixture->customize, "add");
  page = gate_test_find_widget (GTK_WIDGET (fixture->customize), GATE_TYPE_ADD_PAGE);
  view = gtk_widget_get_template_child (page, GATE_TYPE_ADD_PAGE, "pasted");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s", cases[i].line);
      gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (view)), cases[i].line, -1);
      g_assert_true (gtk_widget_activate_action (page, "add.read", NULL));
      gate_test_wait_until (dialog_with (cases[i].told));
      gtk_window_close (GTK_WINDOW (dialog_with (cases[i].told)));
      gate_test_wait_until (!dialog_with (cases[i].told));
    }
}

int
main (int    argc,
      char **argv)
{
  g_autoptr(GError) error = NULL;
  int status;

  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  application = GTK_APPLICATION (adw_application_new ("org.example.Hostile", G_APPLICATION_NON_UNIQUE));
  g_application_register (G_APPLICATION (application), NULL, &error);
  g_assert_no_error (error);
#define add(name, function) g_test_add ("/app/hostile/" name, Fixture, NULL, set_up, function, tear_down)
  add ("main-window", test_main_window);
  add ("customize-window", test_customize_window);
  add ("undo", test_undo);
  add ("questions", test_questions);
  add ("pasted", test_pasted);
  status = g_test_run ();
  g_object_unref (application);
  return status;
}
