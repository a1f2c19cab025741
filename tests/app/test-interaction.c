// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-app-interaction.h"
#include "gate-app-question.h"
#include "gate-app-test.h"
#include "gate-question-dialog.h"

typedef struct {
  GtkApplication     *application;
  GateAppInteraction *interaction;
  GtkWidget          *window;
} Fixture;

/* One for all tests: a registered one is the only one of its process. */
static GtkApplication *the_application;

static void
open_window (Fixture *fixture)
{
  fixture->window = gtk_application_window_new (fixture->application);
  gtk_window_present (GTK_WINDOW (fixture->window));
  gate_test_wait_until (gtk_window_is_active (GTK_WINDOW (fixture->window)));
  gate_test_settle ();
}

static Fixture *current;

/* As the application does it: the action of the notifications. */
static void
show_questions (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       user_data)
{
  open_window (current);
  gate_app_interaction_show (current->interaction);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  current = fixture;
  fixture->application = the_application;
  fixture->interaction = gate_app_interaction_new (fixture->application);
  open_window (fixture);
}

static void
close_window (Fixture *fixture)
{
  if (fixture->window)
    gtk_window_destroy (GTK_WINDOW (fixture->window));
  fixture->window = NULL;
  gate_test_settle ();
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  close_window (fixture);
  gate_app_interaction_cancel_all (fixture->interaction);
  gate_test_settle ();
  gate_test_finalize (fixture->interaction);
}

/* A notification service on the private bus: the titles of what it shows, by their numbers. */
static GHashTable *notifications;
static guint last_number;

static void
on_call (GDBusConnection       *connection,
         const char            *sender,
         const char            *path,
         const char            *interface,
         const char            *method,
         GVariant              *parameters,
         GDBusMethodInvocation *invocation,
         gpointer               user_data)
{
  guint number;

  if (g_strcmp0 (method, "Notify") == 0)
    {
      g_autofree char *title = NULL;

      g_variant_get_child (parameters, 1, "u", &number);
      g_variant_get_child (parameters, 3, "s", &title);
      number = number > 0 ? number : ++last_number;
      g_hash_table_insert (notifications, GUINT_TO_POINTER (number), g_steal_pointer (&title));
      g_dbus_method_invocation_return_value (invocation, g_variant_new ("(u)", number));
      return;
    }
  g_variant_get_child (parameters, 0, "u", &number);
  g_hash_table_remove (notifications, GUINT_TO_POINTER (number));
  g_dbus_method_invocation_return_value (invocation, NULL);
}

static void
serve_notifications (GDBusConnection *connection)
{
  static const char xml[] =
    "<node><interface name='org.freedesktop.Notifications'>"
    "<method name='Notify'><arg type='s'/><arg type='u'/><arg type='s'/><arg type='s'/><arg type='s'/><arg type='as'/>"
    "<arg type='a{sv}'/><arg type='i'/><arg type='u' direction='out'/></method>"
    "<method name='CloseNotification'><arg type='u'/></method>"
    "<signal name='ActionInvoked'><arg type='u'/><arg type='s'/></signal>"
    "</interface></node>";
  static const GDBusInterfaceVTable vtable = { on_call, NULL, NULL, { 0 } };
  g_autoptr(GDBusNodeInfo) node = g_dbus_node_info_new_for_xml (xml, NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(GVariant) reply = NULL;

  notifications = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  g_dbus_connection_register_object (connection, "/org/freedesktop/Notifications", node->interfaces[0], &vtable, NULL, NULL, &error);
  g_assert_no_error (error);
  reply = g_dbus_connection_call_sync (connection, "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", "RequestName",
                                       g_variant_new ("(su)", "org.freedesktop.Notifications", 0), NULL, 0, -1, NULL, &error);
  g_assert_no_error (error);
}

/* GLib takes back only what it has the number of: that is on its way, and here when a later answer is. */
static void
know_numbers (void)
{
  g_autoptr(GVariant) reply
    = g_dbus_connection_call_sync (g_application_get_dbus_connection (G_APPLICATION (the_application)), "org.freedesktop.DBus", "/",
                                   "org.freedesktop.DBus", "GetId", NULL, NULL, 0, -1, NULL, NULL);

  g_assert_nonnull (reply);
  gate_test_settle ();
}

static guint
find_notification (const char *title)
{
  GHashTableIter iter;
  gpointer number, each;

  g_hash_table_iter_init (&iter, notifications);
  while (g_hash_table_iter_next (&iter, &number, &each))
    if (g_strcmp0 (each, title) == 0)
      return GPOINTER_TO_UINT (number);
  return 0;
}

/* The dialog of a question with a title, where it is shown. */
static GateQuestionDialog *
dialog_of (const char *title)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr(GtkWidget) each = g_list_model_get_item (windows, i);

      if (GATE_IS_QUESTION_DIALOG (each) &&
          g_strcmp0 (gate_question_get_title (gate_question_dialog_get_question (GATE_QUESTION_DIALOG (each))), title) == 0)
        return GATE_QUESTION_DIALOG (each);
    }
  return NULL;
}

static guint
count_dialogs (void)
{
  GListModel *windows = gtk_window_get_toplevels ();
  guint n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr(GtkWidget) each = g_list_model_get_item (windows, i);
      n += GATE_IS_QUESTION_DIALOG (each);
    }
  return n;
}

static void
ask (Fixture           *fixture,
     GateQuestionKind   kind,
     const char        *title,
     GCancellable      *cancellable,
     GAsyncResult     **result)
{
  g_autoptr(GateQuestion) question = gate_question_new (kind, title);

  *result = NULL;
  if (kind == GATE_QUESTION_SIGN_IN)
    gate_question_set_url (question, "https://accounts.example/authorize?x=1");
  gate_interaction_ask_async (GATE_INTERACTION (fixture->interaction), question, cancellable, gate_test_keep_result, result);
}

static void
assert_answer (Fixture       *fixture,
               GAsyncResult **result,
               const char    *choice)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GateAnswer) answer = NULL;

  gate_test_wait (*result);
  answer = gate_interaction_ask_finish (GATE_INTERACTION (fixture->interaction), *result, &error);
  g_clear_object (result);
  if (choice)
    {
      g_assert_no_error (error);
      g_assert_cmpstr (gate_answer_get_choice (answer), ==, choice);
    }
  else
    {
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_assert_null (answer);
    }
}

static void
assert_n_open (Fixture *fixture,
               guint    n)
{
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->interaction)), ==, n);
}

static void
test_cancelled_before (Fixture       *fixture,
                       gconstpointer  data)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  GAsyncResult *result;

  g_cancellable_cancel (cancellable);
  ask (fixture, GATE_QUESTION_CONFIRM, "Late", cancellable, &result);
  assert_n_open (fixture, 0);
  assert_answer (fixture, &result, NULL);
  gate_test_settle ();
  g_assert_cmpuint (count_dialogs (), ==, 0);
}

static void
test_cancelled (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr(GCancellable) first = g_cancellable_new (), second = g_cancellable_new ();
  GAsyncResult *results[2];

  ask (fixture, GATE_QUESTION_CONFIRM, "Shown", first, &results[0]);
  ask (fixture, GATE_QUESTION_CONFIRM, "Queued", second, &results[1]);
  gate_test_wait_until (dialog_of ("Shown"));
  g_assert_null (dialog_of ("Queued"));

  /* A queued one goes without a trace. */
  g_cancellable_cancel (second);
  assert_answer (fixture, &results[1], NULL);
  assert_n_open (fixture, 1);
  g_assert_nonnull (dialog_of ("Shown"));

  g_cancellable_cancel (first);
  assert_answer (fixture, &results[0], NULL);
  gate_test_settle ();
  assert_n_open (fixture, 0);
  g_assert_cmpuint (count_dialogs (), ==, 0);
}

static void
test_closed (Fixture       *fixture,
             gconstpointer  data)
{
  static const struct {
    GateQuestionKind  kind;
    const char       *choice; /* NULL: cancelled */
  } cases[] = {
    { GATE_QUESTION_SIGN_IN, NULL },
    { GATE_QUESTION_FIELDS, NULL },
    { GATE_QUESTION_ELICIT_FORM, GATE_CHOICE_CANCEL },
    { GATE_QUESTION_ELICIT_URL, GATE_CHOICE_CANCEL },
    { GATE_QUESTION_SAMPLE, GATE_CHOICE_CANCEL },
    { GATE_QUESTION_APPROVE_COMMAND, GATE_CHOICE_CANCEL },
    { GATE_QUESTION_APPROVE_TOOL, GATE_CHOICE_CANCEL },
    { GATE_QUESTION_CONFIRM, GATE_CHOICE_CANCEL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      GAsyncResult *result;

      ask (fixture, cases[i].kind, "Close me", NULL, &result);
      gate_test_wait_until (dialog_of ("Close me"));
      gtk_window_close (GTK_WINDOW (dialog_of ("Close me")));
      assert_answer (fixture, &result, cases[i].choice);
      g_assert_null (dialog_of ("Close me"));
      assert_n_open (fixture, 0);
    }
}

static void
test_order (Fixture       *fixture,
            gconstpointer  data)
{
  static const char *const titles[] = { "First", "Second", "Third" };
  static const char *const places[] = { "1 of 3", "1 of 2", "" };
  GAsyncResult *results[3];

  for (guint i = 0; i < 3; i++)
    ask (fixture, GATE_QUESTION_CONFIRM, titles[i], NULL, &results[i]);
  assert_n_open (fixture, 3);
  for (guint i = 0; i < 3; i++)
    {
      GtkWidget *title;
      g_autoptr(GateAppQuestion) open = NULL;

      gate_test_wait_until (dialog_of (titles[i]));
      gate_test_settle ();
      g_assert_cmpuint (count_dialogs (), ==, 1);
      title = gate_test_find_widget (GTK_WIDGET (dialog_of (titles[i])), ADW_TYPE_WINDOW_TITLE);
      g_assert_cmpstr (adw_window_title_get_subtitle (ADW_WINDOW_TITLE (title)), ==, places[i]);
      open = g_list_model_get_item (G_LIST_MODEL (fixture->interaction), 0);
      g_assert_cmpstr (gate_question_get_title (gate_app_question_get_question (open)), ==, titles[i]);
      gate_question_dialog_answer (dialog_of (titles[i]), titles[i], NULL);
      assert_answer (fixture, &results[i], titles[i]);
      assert_n_open (fixture, 2 - i);
    }
}

/* One answer only: a second one, of a hand that is too quick, is nobody's. */
static void
test_answered_twice (Fixture       *fixture,
                     gconstpointer  data)
{
  GAsyncResult *result;
  g_autoptr(GateQuestionDialog) dialog = NULL;

  ask (fixture, GATE_QUESTION_CONFIRM, "Twice", NULL, &result);
  gate_test_wait_until (dialog_of ("Twice"));
  dialog = g_object_ref (dialog_of ("Twice"));
  gate_question_dialog_answer (dialog, "one", NULL);
  gate_question_dialog_answer (dialog, "two", NULL);
  assert_answer (fixture, &result, "one");
}

static void
test_waiting (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  GAsyncResult *sign_in, *other, *last;

  ask (fixture, GATE_QUESTION_SIGN_IN, "Sign in", cancellable, &sign_in);
  ask (fixture, GATE_QUESTION_CONFIRM, "Other", NULL, &other);
  gate_test_wait_until (dialog_of ("Sign in"));
  gate_test_settle ();
  g_assert_null (dialog_of ("Other"));

  /* The browser is open: the next one is asked meanwhile, and the window can be used. */
  gate_question_dialog_set_waiting (dialog_of ("Sign in"), TRUE);
  gate_test_wait_until (dialog_of ("Other"));
  g_assert_false (gtk_window_get_modal (GTK_WINDOW (dialog_of ("Sign in"))));
  g_assert_true (gtk_window_get_modal (GTK_WINDOW (dialog_of ("Other"))));
  gate_question_dialog_answer (dialog_of ("Other"), "yes", NULL);
  assert_answer (fixture, &other, "yes");
  g_assert_nonnull (dialog_of ("Sign in"));

  /* It came back by itself. */
  ask (fixture, GATE_QUESTION_CONFIRM, "Last", NULL, &last);
  g_cancellable_cancel (cancellable);
  assert_answer (fixture, &sign_in, NULL);
  gate_test_wait_until (dialog_of ("Last"));
  g_assert_null (dialog_of ("Sign in"));
  gate_question_dialog_answer (dialog_of ("Last"), "yes", NULL);
  assert_answer (fixture, &last, "yes");
}

/* The window goes, the questions stay; the next window has them, in the state in which they were. */
static void
test_window_closed (Fixture       *fixture,
                    gconstpointer  data)
{
  GAsyncResult *sign_in, *other;

  ask (fixture, GATE_QUESTION_SIGN_IN, "Sign in", NULL, &sign_in);
  gate_test_wait_until (dialog_of ("Sign in"));
  gate_question_dialog_set_waiting (dialog_of ("Sign in"), TRUE);
  ask (fixture, GATE_QUESTION_CONFIRM, "Other", NULL, &other);
  gate_test_wait_until (dialog_of ("Other"));

  close_window (fixture);
  g_assert_cmpuint (count_dialogs (), ==, 0);
  assert_n_open (fixture, 2);
  g_assert_null (sign_in);
  g_assert_null (other);

  open_window (fixture);
  gate_test_wait_until (dialog_of ("Sign in") && dialog_of ("Other"));
  g_assert_true (gate_question_dialog_get_waiting (dialog_of ("Sign in")));
  gate_question_dialog_answer (dialog_of ("Other"), "yes", NULL);
  assert_answer (fixture, &other, "yes");
  gate_question_dialog_answer (dialog_of ("Sign in"), GATE_CHOICE_ACCEPT, NULL);
  assert_answer (fixture, &sign_in, GATE_CHOICE_ACCEPT);
}

static void
test_no_window (Fixture       *fixture,
                gconstpointer  data)
{
  GAsyncResult *result;

  close_window (fixture);
  ask (fixture, GATE_QUESTION_CONFIRM, "Nobody there", NULL, &result);
  gate_test_wait_until (find_notification ("Nobody there"));
  g_assert_cmpuint (count_dialogs (), ==, 0);
  assert_n_open (fixture, 1);

  /* The person comes back by themselves: the notification has done its work. */
  know_numbers ();
  open_window (fixture);
  gate_test_wait_until (dialog_of ("Nobody there"));
  gate_test_wait_until (!find_notification ("Nobody there"));
  gate_question_dialog_answer (dialog_of ("Nobody there"), "here", NULL);
  assert_answer (fixture, &result, "here");
}

/* The person chooses the notification, which then goes by itself. */
static void
test_chosen (Fixture       *fixture,
             gconstpointer  data)
{
  GAsyncResult *result;
  guint number;

  close_window (fixture);
  ask (fixture, GATE_QUESTION_CONFIRM, "Choose me", NULL, &result);
  gate_test_wait_until (find_notification ("Choose me"));
  know_numbers ();
  number = find_notification ("Choose me");
  g_hash_table_remove (notifications, GUINT_TO_POINTER (number));
  g_dbus_connection_emit_signal (g_application_get_dbus_connection (G_APPLICATION (the_application)), NULL, "/org/freedesktop/Notifications",
                                 "org.freedesktop.Notifications", "ActionInvoked", g_variant_new ("(us)", number, "default"), NULL);
  gate_test_wait_until (fixture->window && dialog_of ("Choose me"));
  gate_question_dialog_answer (dialog_of ("Choose me"), "here", NULL);
  assert_answer (fixture, &result, "here");
}

/* Who answered elsewhere, or cancelled, finds no notification of it. */
static void
test_withdrawn (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  GAsyncResult *results[2];

  close_window (fixture);
  ask (fixture, GATE_QUESTION_CONFIRM, "Taken back", cancellable, &results[0]);
  ask (fixture, GATE_QUESTION_CONFIRM, "Stays", NULL, &results[1]);
  gate_test_wait_until (find_notification ("Taken back") && find_notification ("Stays"));
  know_numbers ();
  g_cancellable_cancel (cancellable);
  assert_answer (fixture, &results[0], NULL);
  gate_test_wait_until (!find_notification ("Taken back"));
  g_assert_cmpuint (find_notification ("Stays"), !=, 0);
  gate_app_interaction_cancel_all (fixture->interaction);
  assert_answer (fixture, &results[1], NULL);
  gate_test_wait_until (!find_notification ("Stays"));
}

static void
test_cancel_all (Fixture       *fixture,
                 gconstpointer  data)
{
  GAsyncResult *results[3];

  for (guint i = 0; i < 3; i++)
    ask (fixture, i == 0 ? GATE_QUESTION_SIGN_IN : GATE_QUESTION_CONFIRM, "One of many", NULL, &results[i]);
  gate_test_wait_until (dialog_of ("One of many"));
  gate_app_interaction_cancel_all (fixture->interaction);
  for (guint i = 0; i < 3; i++)
    assert_answer (fixture, &results[i], NULL);
  assert_n_open (fixture, 0);
  g_assert_cmpuint (count_dialogs (), ==, 0);
}

/* Who asks after the end is told so, and never waits. */
static void
test_after_the_end (void)
{
  GtkApplication *application = GTK_APPLICATION (adw_application_new ("io.github.gatehouse.Test", G_APPLICATION_NON_UNIQUE));
  Fixture fixture = { application, gate_app_interaction_new (application), NULL };
  GAsyncResult *result;

  gate_test_finalize (application);
  ask (&fixture, GATE_QUESTION_CONFIRM, "Too late", NULL, &result);
  assert_answer (&fixture, &result, NULL);
  gate_test_finalize (fixture.interaction);
}

static void
test_capabilities (Fixture       *fixture,
                   gconstpointer  data)
{
  g_assert_cmpint (gate_interaction_get_capabilities (GATE_INTERACTION (fixture->interaction)), ==,
                   GATE_INTERACTION_FORMS | GATE_INTERACTION_URLS | GATE_INTERACTION_SAMPLING | GATE_INTERACTION_CHOICES);
}

#define ADD(path, function) g_test_add ("/app/interaction/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  static const GActionEntry actions[] = { { "show-questions", show_questions, NULL, NULL, NULL, { 0 } } };

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  adw_init ();
  the_application = GTK_APPLICATION (adw_application_new ("io.github.gatehouse.Test", G_APPLICATION_NON_UNIQUE));
  g_assert_true (g_application_register (G_APPLICATION (the_application), NULL, NULL));
  g_action_map_add_action_entries (G_ACTION_MAP (the_application), actions, G_N_ELEMENTS (actions), NULL);
  serve_notifications (g_application_get_dbus_connection (G_APPLICATION (the_application)));
  g_test_add_func ("/app/interaction/after-the-end", test_after_the_end);
  ADD ("cancelled-before", test_cancelled_before);
  ADD ("cancelled", test_cancelled);
  ADD ("closed", test_closed);
  ADD ("order", test_order);
  ADD ("answered-twice", test_answered_twice);
  ADD ("waiting", test_waiting);
  ADD ("window-closed", test_window_closed);
  ADD ("no-window", test_no_window);
  ADD ("chosen", test_chosen);
  ADD ("withdrawn", test_withdrawn);
  ADD ("cancel-all", test_cancel_all);
  ADD ("capabilities", test_capabilities);
  return g_test_run ();
}
