// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-access.h"
#include "gate-app-test.h"
#include "gate-approval-dialog.h"
#include "gate-ask-words.h"
#include "gate-form-dialog.h"
#include "gate-sample-dialog.h"
#include "gate-sign-in-dialog.h"

#include <string.h>

typedef struct {
  GateQuestionDialog *dialog;
  GateAnswer         *answer; /* (owned) (nullable) */
} Shown;

static void
keep_answer (Shown      *shown,
             GateAnswer *answer)
{
  g_assert_null (shown->answer);
  shown->answer = g_object_ref (answer);
}

static void
show (Shown              *shown,
      GateQuestionDialog *dialog)
{
  shown->answer = NULL;
  g_set_weak_pointer (&shown->dialog, dialog);
  g_signal_connect_swapped (dialog, "answered", G_CALLBACK (keep_answer), shown);
  gtk_window_present (GTK_WINDOW (dialog));
  gate_test_settle ();
  gate_test_check_mnemonics (dialog, G_OBJECT_TYPE_NAME (dialog));
}

static void
end (Shown *shown)
{
  if (shown->dialog)
    gtk_window_destroy (GTK_WINDOW (shown->dialog));
  gate_test_settle ();
  g_assert_null (shown->dialog);
  g_clear_object (&shown->answer);
}

static void
click (Shown      *shown,
       const char *label)
{
  GtkWidget *button = gate_test_find_button (GTK_WIDGET (shown->dialog), label);

  g_assert_nonnull (button);
  g_assert_true (gtk_widget_is_sensitive (button));
  g_signal_emit_by_name (button, "clicked");
}

static GateQuestion *
approval (void)
{
  GateQuestion *question = gate_question_new (GATE_QUESTION_APPROVE_TOOL, "Call This Tool?");

  gate_question_set_connector (question, "Sample <b>&</b>");
  gate_question_set_account (question, "Work");
  gate_question_set_client (question, "editor");
  gate_question_set_body (question, "It writes.");
  gate_question_add_detail (question, NULL, "Tool", "sample__create");
  gate_question_add_detail (question, NULL, "In its own words", "makes\nthings \xe2\x80\xae" "and more");
  gate_question_add_detail (question, GATE_DETAIL_ARGUMENTS, "Arguments", "{\n  \"a\": \"\x1b[31m\"\n}");
  gate_question_add_choice (question, GATE_CHOICE_ONCE, "Call It Now");
  gate_question_add_choice (question, GATE_CHOICE_PROJECT, "Always Allow It in This Project");
  gate_question_add_choice (question, GATE_CHOICE_DECLINE, "Do Not Call It");
  return question;
}

/* No key that is on its way to another window approves anything. */
static void
test_no_accident (void)
{
  g_autoptr(GateQuestion) question = approval ();
  Shown shown = { 0 };
  GtkWidget *focus;

  show (&shown, gate_approval_dialog_new (question));
  focus = gtk_window_get_focus (GTK_WINDOW (shown.dialog));
  g_assert_nonnull (focus);
  g_assert_false (GTK_IS_BUTTON (focus));
  g_assert_null (gtk_window_get_default_widget (GTK_WINDOW (shown.dialog)));
  gtk_widget_activate (focus);
  gtk_widget_activate_default (focus);
  gate_test_settle ();
  g_assert_null (shown.answer);
  end (&shown);
}

static void
test_approval (void)
{
  static const struct {
    const char *label;
    const char *choice;
  } cases[] = {
    { "Call It Now", GATE_CHOICE_ONCE },
    { "Always Allow It in This Project", GATE_CHOICE_PROJECT },
    { "Do Not Call It", GATE_CHOICE_DECLINE },
    { "Cancel", GATE_CHOICE_CANCEL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GateQuestion) question = approval ();
      Shown shown = { 0 };
      GtkWidget *pane;

      show (&shown, gate_approval_dialog_new (question));
      g_assert_nonnull (gate_test_find_label (GTK_WIDGET (shown.dialog), "Sample <b>&</b>, account Work, asked by editor"));
      g_assert_nonnull (gate_test_find_label (GTK_WIDGET (shown.dialog), "sample__create"));
      g_assert_nonnull (gate_test_find_label (GTK_WIDGET (shown.dialog), "In its own words"));
      pane = gate_test_find_widget (GTK_WIDGET (shown.dialog), GTK_TYPE_TEXT_VIEW);
      g_assert_false (gtk_text_view_get_editable (GTK_TEXT_VIEW (pane)));
      if (strcmp (cases[i].choice, GATE_CHOICE_CANCEL) == 0)
        gtk_window_close (GTK_WINDOW (shown.dialog));
      else
        click (&shown, cases[i].label);
      g_assert_cmpstr (gate_answer_get_choice (shown.answer), ==, cases[i].choice);
      end (&shown);
    }
}

/* The row of a list that a screen reader calls so. */
static gboolean
has_row (GtkWidget  *widget,
         const char *name)
{
  if (GTK_IS_LIST_BOX_ROW (widget))
    {
      g_autofree char *fault = gtk_test_accessible_check_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, name);

      if (!fault)
        return TRUE;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child; child = gtk_widget_get_next_sibling (child))
    if (has_row (child, name))
      return TRUE;
  return FALSE;
}

/* What it is called with is a list for people; what is long is whole at a key, and so is what is sent, exactly. */
static void
test_arguments (void)
{
  static const char sent[] = "{\"to\": {\"city\": \"Wi\\u202een\"}, \"sure\": true, \"note\": \"%s\"}";
  g_autoptr(GateQuestion) question = gate_question_new (GATE_QUESTION_APPROVE_TOOL, "Call This Tool?");
  g_autofree char *note = g_strnfill (3000, 'n');
  g_autofree char *json = g_strdup_printf (sent, note);
  GtkWidget *dialog, *pane, *as_json;
  Shown shown = { 0 };

  gate_question_add_detail (question, GATE_DETAIL_ARGUMENTS, "Argumente", json);
  gate_question_add_choice (question, GATE_CHOICE_ONCE, "Call It Now");
  show (&shown, gate_approval_dialog_new (question));
  dialog = GTK_WIDGET (shown.dialog);
  g_assert_true (has_row (dialog, "to: 1 value"));
  g_assert_true (has_row (dialog, "to › city: Wi\\u{202E}en"));
  g_assert_true (has_row (dialog, "sure: yes"));
  g_assert_null (gate_test_find_widget (dialog, GTK_TYPE_TEXT_VIEW));
  g_assert_null (gate_test_find_label (dialog, note));

  click (&shown, "Show the Whole Text (3000 Characters)");
  gate_test_settle ();
  pane = gate_test_find_widget (dialog, GTK_TYPE_TEXT_VIEW);
  g_assert_cmpint (gtk_text_buffer_get_char_count (gtk_text_view_get_buffer (GTK_TEXT_VIEW (pane))), ==, 3000);
  g_assert_true (gtk_window_get_focus (GTK_WINDOW (dialog)) == pane);

  as_json = gate_test_find_button (dialog, "As JSON");
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (as_json), TRUE);
  gate_test_settle ();
  g_assert_nonnull (gate_test_find_label (dialog, "Arguments as JSON"));
  g_assert_false (gtk_widget_get_mapped (pane));
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (as_json), FALSE);
  gate_test_settle ();
  g_assert_true (gtk_widget_get_mapped (pane));
  g_assert_null (shown.answer);
  end (&shown);
}

/* Every text of others that a dialog has somewhere. */
static void
collect (GtkWidget *widget,
         GString   *texts)
{
  if (GTK_IS_LABEL (widget))
    g_string_append_printf (texts, "%s\n", gtk_label_get_text (GTK_LABEL (widget)));
  if (GTK_IS_TEXT_VIEW (widget))
    {
      g_autofree char *text = NULL;

      g_object_get (gtk_text_view_get_buffer (GTK_TEXT_VIEW (widget)), "text", &text, NULL);
      g_string_append_printf (texts, "%s\n", text);
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child; child = gtk_widget_get_next_sibling (child))
    collect (child, texts);
}

static GateQuestion *
question_of (GateQuestionKind  kind,
             const char       *text)
{
  GateQuestion *question = gate_question_new (kind, text);
  g_autoptr(GateForm) form = gate_form_new ();
  g_autoptr(GateFormField) field = gate_form_field_new ("name", GATE_FORM_TEXT, text, text, TRUE);

  gate_form_append (form, field);
  gate_question_set_connector (question, text);
  gate_question_set_account (question, text);
  gate_question_set_client (question, text);
  gate_question_set_body (question, text);
  gate_question_set_url (question, "https://accounts.example:8443/authorize?x=1");
  gate_question_set_form (question, form);
  gate_question_set_deadline (question, g_get_real_time () / G_USEC_PER_SEC + 300);
  gate_question_add_detail (question, NULL, text, text);
  gate_question_add_detail (question, GATE_DETAIL_ARGUMENTS, "Arguments", text);
  gate_question_add_choice (question, "x", text);
  return question;
}

static GateQuestionDialog *(*const creators[]) (GateQuestion *question) = {
  [GATE_QUESTION_SIGN_IN] = gate_sign_in_dialog_new,
  [GATE_QUESTION_FIELDS] = gate_form_dialog_new,
  [GATE_QUESTION_ELICIT_FORM] = gate_form_dialog_new,
  [GATE_QUESTION_ELICIT_URL] = gate_sign_in_dialog_new,
  [GATE_QUESTION_SAMPLE] = gate_sample_dialog_new,
  [GATE_QUESTION_APPROVE_COMMAND] = gate_approval_dialog_new,
  [GATE_QUESTION_APPROVE_TOOL] = gate_approval_dialog_new,
  [GATE_QUESTION_CONFIRM] = gate_approval_dialog_new,
};

static void
test_hostile (void)
{
  g_autofree char *endless = g_strnfill (100000, 'w');
  const char *const texts[] = { "<b>\xe2\x80\xae\x1b[31m%s_%n\xe2\x80\x8b</b>", "", endless };

  for (guint kind = 0; kind < G_N_ELEMENTS (creators); kind++)
    for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
      {
        g_autoptr(GateQuestion) question = question_of ((GateQuestionKind) kind, texts[i]);
        g_autoptr(GString) all = g_string_new (NULL);
        Shown shown = { 0 };

        show (&shown, creators[kind](question));
        collect (GTK_WIDGET (shown.dialog), all);
        g_assert_null (strstr (all->str, "\xe2\x80\xae"));
        g_assert_null (strchr (all->str, '\x1b'));
        end (&shown);
      }
}

static gboolean
has_name (GtkWidget *widget)
{
  static const GtkAccessibleProperty property = GTK_ACCESSIBLE_PROPERTY_LABEL;
  GtkWidget *label = GTK_IS_BUTTON (widget) || GTK_IS_EXPANDER (widget) ? gate_test_find_widget (widget, GTK_TYPE_LABEL) : NULL;

  return gtk_test_accessible_has_property (GTK_ACCESSIBLE (widget), property) || (label && *gtk_label_get_text (GTK_LABEL (label)));
}

/* What can have the focus, or be pressed, says what it is. */
static void
assert_names (GtkWidget *widget)
{
  gboolean is_control = GTK_IS_BUTTON (widget) || GTK_IS_TEXT_VIEW (widget) || GTK_IS_TEXT (widget) || GTK_IS_SWITCH (widget) ||
                        GTK_IS_EXPANDER (widget) || GTK_IS_LIST_BOX_ROW (widget) || GTK_IS_CHECK_BUTTON (widget);

  if (is_control && gtk_widget_get_visible (widget) && !ADW_IS_PREFERENCES_ROW (widget) && !has_name (widget))
    g_error ("A %s has no name", G_OBJECT_TYPE_NAME (widget));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child; child = gtk_widget_get_next_sibling (child))
    assert_names (child);
}

static void
test_names (void)
{
  for (guint kind = 0; kind < G_N_ELEMENTS (creators); kind++)
    {
      g_autoptr(GateQuestion) question = question_of ((GateQuestionKind) kind, "Some words");
      Shown shown = { 0 };

      show (&shown, creators[kind](question));
      g_assert_cmpstr (gtk_window_get_title (GTK_WINDOW (shown.dialog)), !=, "");
      assert_names (GTK_WIDGET (shown.dialog));
      gate_question_dialog_set_waiting (shown.dialog, TRUE);
      assert_names (GTK_WIDGET (shown.dialog));
      end (&shown);
    }
}

static GateQuestion *
sign_in_at (const char *url)
{
  GateQuestion *question = gate_question_new (GATE_QUESTION_SIGN_IN, "Sign in to Notes");

  gate_question_set_connector (question, "Notes");
  gate_question_set_url (question, url);
  gate_question_set_deadline (question, g_get_real_time () / G_USEC_PER_SEC + 300);
  /* The labels are in the person's language: nothing depends on them. */
  gate_question_add_detail (question, GATE_DETAIL_ACCOUNT_SERVER, "Konto-Server", "accounts.example");
  gate_question_add_detail (question, GATE_DETAIL_SCOPES, "Möchte lesen", "notes.read files.read");
  gate_question_add_detail (question, GATE_DETAIL_STAYS, "Asks to stay signed in", "offline_access");
  return question;
}

static void
test_bad_addresses (void)
{
  static const char *const urls[] = { "", "file:///etc/passwd", "javascript:alert(1)", "gatehouse://add", "http://", "nonsense" };

  for (guint i = 0; i < G_N_ELEMENTS (urls); i++)
    {
      g_autoptr(GateQuestion) question = sign_in_at (urls[i]);
      Shown shown = { 0 };

      show (&shown, gate_sign_in_dialog_new (question));
      g_assert_false (gtk_widget_is_sensitive (gate_test_find_button (GTK_WIDGET (shown.dialog), "Open Browser")));
      end (&shown);
    }
}

static GtkWidget *
find_strong (GtkWidget *root)
{
  GtkWidget *found = GTK_IS_LABEL (root) && gtk_widget_has_css_class (root, "title-4") ? root : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (root); child && !found; child = gtk_widget_get_next_sibling (child))
    found = find_strong (child);
  return found;
}

static void
test_hosts (void)
{
  static const struct {
    const char *url;
    const char *shown;
    const char *letters; /* NULL: it is called as it reads */
  } cases[] = {
    { "https://accounts.example/authorize?state=1", "accounts.example", NULL },
    { "https://accounts.example:8443/authorize", "accounts.example:8443", NULL },
    { "https://good.example@evil.example/", "evil.example", NULL },
    { "https://xn--80ak6aa92e.example/", "xn--80ak6aa92e.example", "аррӏе" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GateQuestion) question = sign_in_at (cases[i].url);
      Shown shown = { 0 };
      GtkWidget *label;

      show (&shown, gate_sign_in_dialog_new (question));
      label = find_strong (GTK_WIDGET (shown.dialog));
      g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (label)), ==, cases[i].shown);
      g_assert_true ((gate_test_find_label (GTK_WIDGET (shown.dialog), "look at each letter") != NULL) == (cases[i].letters != NULL));
      if (cases[i].letters)
        g_assert_nonnull (gate_test_find_label (GTK_WIDGET (shown.dialog), cases[i].letters));
      g_assert_nonnull (gate_test_find_label (GTK_WIDGET (shown.dialog), "notes.read, files.read"));
      g_assert_nonnull (gate_test_find_label (GTK_WIDGET (shown.dialog), "Asks to stay signed in"));
      g_assert_null (gate_test_find_label (GTK_WIDGET (shown.dialog), "offline_access"));
      end (&shown);
    }
}

/* Here is no browser at all: it is said, and the address can be pasted; a bad one is not taken. */
static void
test_no_browser (void)
{
  g_autoptr(GateQuestion) question = sign_in_at ("https://accounts.example/authorize");
  Shown shown = { 0 };
  GtkWidget *entry;

  show (&shown, gate_sign_in_dialog_new (question));
  click (&shown, "Open Browser");
  g_assert_true (gate_question_dialog_get_waiting (shown.dialog));
  gate_test_wait_until (gate_test_find_label (GTK_WIDGET (shown.dialog), "No browser could be opened"));
  g_assert_nonnull (gate_test_find_label (GTK_WIDGET (shown.dialog), "5 minutes left"));
  click (&shown, "Copy Link");
  g_assert_nonnull (gate_test_find_label (GTK_WIDGET (shown.dialog), "Link Copied"));
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (gate_test_find_button (GTK_WIDGET (shown.dialog), "Paste Address")), TRUE);
  entry = gate_test_find_widget (GTK_WIDGET (shown.dialog), ADW_TYPE_ENTRY_ROW);
  gtk_editable_set_text (GTK_EDITABLE (entry), "not an address");
  g_signal_emit_by_name (entry, "apply");
  g_assert_null (shown.answer);
  g_assert_nonnull (gate_test_find_label (GTK_WIDGET (shown.dialog), "not a complete address"));
  gtk_editable_set_text (GTK_EDITABLE (entry), "  http://127.0.0.1:4000/callback?code=x&state=y ");
  g_signal_emit_by_name (entry, "apply");
  g_assert_true (gate_answer_is (shown.answer, GATE_CHOICE_ACCEPT));
  g_assert_cmpstr (gate_answer_get_string (shown.answer, "redirect"), ==, "http://127.0.0.1:4000/callback?code=x&state=y");
  end (&shown);
}

/* The dialog may go while the browser is being opened. */
static void
test_gone_while_opening (void)
{
  g_autoptr(GateQuestion) question = sign_in_at ("https://accounts.example/authorize");
  Shown shown = { 0 };

  show (&shown, gate_sign_in_dialog_new (question));
  click (&shown, "Open Browser");
  gtk_window_destroy (GTK_WINDOW (shown.dialog));
  gate_test_wait_until (!shown.dialog);
  end (&shown);
}

static void
test_visit (void)
{
  g_autoptr(GateQuestion) question = question_of (GATE_QUESTION_ELICIT_URL, "Notes");
  Shown shown = { 0 };

  show (&shown, gate_sign_in_dialog_new (question));
  g_assert_nonnull (gate_test_find_label (GTK_WIDGET (shown.dialog), "In the Words of the Server"));
  click (&shown, "Decline");
  g_assert_true (gate_answer_is (shown.answer, GATE_CHOICE_DECLINE));
  end (&shown);

  show (&shown, gate_sign_in_dialog_new (question));
  click (&shown, "Open Browser");
  gate_test_wait_until (gate_test_find_label (GTK_WIDGET (shown.dialog), "No browser could be opened"));
  g_assert_null (shown.answer);
  click (&shown, "I Opened It");
  g_assert_true (gate_answer_is (shown.answer, GATE_CHOICE_ACCEPT));
  end (&shown);
}

static void
test_form (void)
{
  g_autoptr(GateQuestion) question = question_of (GATE_QUESTION_ELICIT_FORM, "Notes");
  Shown shown = { 0 };
  GtkWidget *entry;

  show (&shown, gate_form_dialog_new (question));
  g_assert_nonnull (gate_test_find_label (GTK_WIDGET (shown.dialog), "In the Words of the Server"));
  g_assert_nonnull (gate_test_find_label (GTK_WIDGET (shown.dialog), "give no password"));
  click (&shown, "Send");
  g_assert_null (shown.answer);
  g_assert_nonnull (gate_test_find_label (GTK_WIDGET (shown.dialog), "A value is needed here."));
  entry = gate_test_find_widget (GTK_WIDGET (shown.dialog), GTK_TYPE_EDITABLE);
  gtk_editable_set_text (GTK_EDITABLE (entry), "Ada");
  click (&shown, "Send");
  g_assert_true (gate_answer_is (shown.answer, GATE_CHOICE_ACCEPT));
  g_assert_cmpstr (gate_answer_get_string (shown.answer, "name"), ==, "Ada");
  end (&shown);

  show (&shown, gate_form_dialog_new (question));
  click (&shown, "Decline");
  g_assert_true (gate_answer_is (shown.answer, GATE_CHOICE_DECLINE));
  end (&shown);
}

static void
test_sample (void)
{
  g_autoptr(GateQuestion) question = question_of (GATE_QUESTION_SAMPLE, "Notes");
  Shown shown = { 0 };
  GtkWidget *focus;

  show (&shown, gate_sample_dialog_new (question));
  focus = gtk_window_get_focus (GTK_WINDOW (shown.dialog));
  g_assert_true (GTK_IS_TEXT_VIEW (focus));
  g_assert_false (gtk_widget_is_sensitive (gate_test_find_button (GTK_WIDGET (shown.dialog), "Send")));
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (focus)), "An answer\nof two lines", -1);
  click (&shown, "Send");
  g_assert_true (gate_answer_is (shown.answer, GATE_CHOICE_ACCEPT));
  g_assert_cmpstr (gate_answer_get_string (shown.answer, "text"), ==, "An answer\nof two lines");
  end (&shown);

  show (&shown, gate_sample_dialog_new (question));
  click (&shown, "Decline");
  g_assert_true (gate_answer_is (shown.answer, GATE_CHOICE_DECLINE));
  end (&shown);
}

static void
test_time_left (void)
{
  static const struct {
    gint64      seconds;
    const char *words;
  } cases[] = {
    { G_MININT64, NULL }, { -1, NULL }, { 0, NULL }, { 1, "1 second left" }, { 59, "59 seconds left" }, { 60, "1 minute left" },
    { 61, "2 minutes left" }, { 300, "5 minutes left" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *words = gate_ask_words_time_left (cases[i].seconds);
      g_assert_cmpstr (words, ==, cases[i].words);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  adw_init ();
  gate_access_start ();
  g_test_add_func ("/app/question-dialogs/no-accident", test_no_accident);
  g_test_add_func ("/app/question-dialogs/bad-addresses", test_bad_addresses);
  g_test_add_func ("/app/question-dialogs/hostile", test_hostile);
  g_test_add_func ("/app/question-dialogs/gone-while-opening", test_gone_while_opening);
  g_test_add_func ("/app/question-dialogs/no-browser", test_no_browser);
  g_test_add_func ("/app/question-dialogs/approval", test_approval);
  g_test_add_func ("/app/question-dialogs/arguments", test_arguments);
  g_test_add_func ("/app/question-dialogs/names", test_names);
  g_test_add_func ("/app/question-dialogs/hosts", test_hosts);
  g_test_add_func ("/app/question-dialogs/visit", test_visit);
  g_test_add_func ("/app/question-dialogs/form", test_form);
  g_test_add_func ("/app/question-dialogs/sample", test_sample);
  g_test_add_func ("/app/question-dialogs/time-left", test_time_left);
  return g_test_run ();
}
