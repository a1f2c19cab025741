// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-access-words.h"
#include "gate-app-test.h"
#include "gate-config.h"
#include "gate-directory-words.h"
#include "gate-finding-row.h"
#include "gate-health-report.h"
#include "gate-name-dialog.h"
#include "gate-row-feeder.h"
#include "gate-row-layout.h"
#include "gate-toast.h"

#include <string.h>

/* What must not be in a report, and what must stay. */
static void
test_redact (void)
{
  static const struct {
    const char *text;
    const char *gone;
    const char *stays;
  } cases[] = {
    { "at https://mail.example.com/mcp?access_token=hunter2 it failed", "hunter2", "https://mail.example.com/mcp" },
    { "at https://mail.example.com/mcp#id_token=hunter2", "hunter2", "https://mail.example.com/mcp" },
    { "HTTPS://Someone:hunter2@mail.example.com/", "hunter2", "mail.example.com" },
    { "“http://a@127.0.0.1:8080/x?y=hunter2” said no", "hunter2", "said no" },
    { "nothing to hide? not here", "https://", "nothing to hide? not here" },
  };
  g_autofree char *path = g_build_filename (g_get_home_dir (), "notes", "mcp.json", NULL);
  g_autofree char *in_home = gate_health_redact (path);
  g_autofree char *elsewhere = g_strdup_printf ("/media/%s/stick", g_get_user_name ());
  g_autofree char *on_stick = gate_health_redact (elsewhere);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *redacted = gate_health_redact (cases[i].text);

      g_test_message ("%s: %s", cases[i].text, redacted);
      g_assert_null (strstr (redacted, cases[i].gone));
      g_assert_nonnull (strstr (redacted, cases[i].stays));
    }
  g_assert_cmpstr (in_home, ==, "~/notes/mcp.json");
  if (strlen (g_get_user_name ()) >= 3)
    g_assert_cmpstr (on_stick, ==, "/media/…/stick");
}

static void
test_report (void)
{
  g_autoptr(GPtrArray) findings = g_ptr_array_new_with_free_func (g_object_unref);
  g_autofree char *path = g_build_filename (g_get_home_dir (), "mcp.json", NULL);
  g_autofree char *report = NULL;

  g_ptr_array_add (findings, gate_finding_new ("system", GATE_LAYER_SIGNED_IN, GATE_FINDING_WARNING, path, "Move it.", NULL));
  g_ptr_array_add (findings, gate_finding_new ("notion", GATE_LAYER_NETWORK, GATE_FINDING_FAILED,
                                               "https://a.example/?code=hunter2 said no", NULL, NULL));
  report = gate_health_report (findings);
  g_test_message ("%s", report);
  g_assert_null (strstr (report, g_get_home_dir ()));
  g_assert_null (strstr (report, "hunter2"));
  g_assert_nonnull (strstr (report, "Gatehouse " GATE_VERSION));
  g_assert_nonnull (strstr (report, "\nsystem\n"));
  g_assert_nonnull (strstr (report, "    Move it.\n"));
  g_assert_nonnull (strstr (report, "failed (network): https://a.example/?… said no"));
}

static GtkWidget *
find_button (GtkWidget *widget)
{
  if (GTK_IS_BUTTON (widget))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_button (child);

      if (found)
        return found;
    }
  return NULL;
}

/* A command that no action does gives no button; the others ask for exactly what the command says. */
static void
test_remedies (void)
{
  static const struct {
    GateFindingState  state;
    const char       *command;
    const char       *action; /* (nullable) */
    const char       *target;
  } cases[] = {
    { GATE_FINDING_FAILED, NULL, NULL, NULL },
    { GATE_FINDING_FAILED, "", NULL, NULL },
    { GATE_FINDING_FAILED, "gatehousectl", NULL, NULL },
    { GATE_FINDING_FAILED, "gatehousectl tools", NULL, NULL },
    { GATE_FINDING_FAILED, "gatehousectl connectother notion", NULL, NULL },
    { GATE_FINDING_OK, "gatehousectl connect notion", NULL, NULL },
    { GATE_FINDING_FAILED, "gatehousectl connect notion", "customize.connect", "('notion', '')" },
    { GATE_FINDING_FAILED, "gatehousectl connect notion --account work --project q4", "customize.connect", "('notion', 'work')" },
    { GATE_FINDING_FAILED, "gatehousectl activate notion --account work", "customize.activate", "('notion', 'work')" },
    { GATE_FINDING_WARNING, "gatehousectl connector secure notion", "customize.secure", "'notion'" },
    { GATE_FINDING_WARNING, "gatehousectl connector list", "win.page", "'connectors'" },
    { GATE_FINDING_FAILED, "gatehousectl connector add", "win.page", "'connectors'" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GateFinding) finding = gate_finding_new ("notion", GATE_LAYER_SIGNED_IN, cases[i].state, "It <failed>", NULL,
                                                         cases[i].command);
      GtkWidget *row = g_object_ref_sink (gate_finding_row_new (finding));
      GtkWidget *button = find_button (row);
      g_autofree char *target = NULL;

      g_test_message ("%s", cases[i].command ? cases[i].command : "-");
      g_assert_cmpint (button != NULL, ==, cases[i].action != NULL);
      g_assert_cmpstr (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)), ==, "It <failed>");
      if (button)
        {
          target = g_variant_print (gtk_actionable_get_action_target_value (GTK_ACTIONABLE (button)), FALSE);
          g_assert_cmpstr (gtk_actionable_get_action_name (GTK_ACTIONABLE (button)), ==, cases[i].action);
          g_assert_cmpstr (target, ==, cases[i].target);
        }
      g_assert_finalize_object (row);
    }
}

static GtkWidget *
create_row (gpointer item,
            gpointer user_data)
{
  return gtk_label_new (gtk_string_object_get_string (item));
}

static guint
count_rows (GtkListBox *list)
{
  guint n = 0;

  while (gtk_list_box_get_row_at_index (list, (int) n))
    n++;
  return n;
}

static void
test_feeder (void)
{
  GtkListBox *list = g_object_ref_sink (GTK_LIST_BOX (gtk_list_box_new ()));
  g_autoptr(GtkStringList) strings = gtk_string_list_new (NULL);
  GateRowFeeder *feeder;

  for (guint i = 0; i < 100; i++)
    gtk_string_list_append (strings, "row");
  feeder = gate_row_feeder_new (list, G_LIST_MODEL (strings), create_row, NULL);
  g_assert_cmpuint (count_rows (list), <=, 30);
  gate_test_wait_until (count_rows (list) == 100);
  gate_row_feeder_again (feeder);
  g_assert_cmpuint (count_rows (list), <=, 30);
  gtk_string_list_append (strings, "one more");
  gate_test_wait_until (count_rows (list) == 101);
  gate_row_feeder_stop (feeder);
  g_assert_cmpuint (count_rows (list), ==, 0);
  gate_row_feeder_stop (feeder);
  g_assert_finalize_object (feeder);
  g_assert_finalize_object (list);
}

/* In a window that scrolls, rows are made for the next screens only, and more when the person comes near. */
static void
test_feeder_scrolls (void)
{
  GtkWidget *window = gtk_window_new ();
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkListBox *list = GTK_LIST_BOX (gtk_list_box_new ());
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scrolled));
  g_autoptr(GtkStringList) strings = gtk_string_list_new (NULL);
  g_autoptr(GateRowFeeder) feeder = NULL;

  for (guint i = 0; i < 500; i++)
    gtk_string_list_append (strings, "row");
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), GTK_WIDGET (list));
  gtk_window_set_child (GTK_WINDOW (window), scrolled);
  gtk_window_set_default_size (GTK_WINDOW (window), 200, 200);
  feeder = gate_row_feeder_new (list, G_LIST_MODEL (strings), create_row, NULL);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (count_rows (list), <=, 30);
  gtk_window_present (GTK_WINDOW (window));
  gate_test_wait_until (gtk_adjustment_get_upper (adjustment) > 2 * gtk_adjustment_get_page_size (adjustment) &&
                        gtk_adjustment_get_page_size (adjustment) > 0);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (count_rows (list), <, 250);
  for (guint n = count_rows (list); n < 500; n = count_rows (list))
    gate_test_wait_until ((gtk_adjustment_set_value (adjustment, gtk_adjustment_get_upper (adjustment)), count_rows (list) > n));
  gate_row_feeder_stop (feeder);
  gtk_window_destroy (GTK_WINDOW (window));
}

/* A list that is read anew keeps the focus where it was; so does one of which the last row goes. */
static void
test_feeder_focus (void)
{
  static const char * const three[] = { "row", "row", "row", NULL };
  static const char * const two[] = { "row", "row", NULL };
  GtkWidget *window = gtk_window_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkListBox *list = GTK_LIST_BOX (gtk_list_box_new ());
  g_autoptr(GtkStringList) strings = gtk_string_list_new (three);
  g_autoptr(GateRowFeeder) feeder = gate_row_feeder_new (list, G_LIST_MODEL (strings), create_row, NULL);

  gtk_box_append (GTK_BOX (box), gtk_button_new_with_label ("The first"));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (list));
  gtk_window_set_child (GTK_WINDOW (window), box);
  gtk_window_present (GTK_WINDOW (window));
  gate_test_settle ();
  gtk_widget_grab_focus (GTK_WIDGET (gtk_list_box_get_row_at_index (list, 1)));
  gtk_string_list_splice (strings, 0, 3, three);
  gate_test_settle ();
  g_assert_true (gtk_window_get_focus (GTK_WINDOW (window)) == GTK_WIDGET (gtk_list_box_get_row_at_index (list, 1)));
  gtk_widget_grab_focus (GTK_WIDGET (gtk_list_box_get_row_at_index (list, 2)));
  gtk_string_list_splice (strings, 0, 3, two);
  gate_test_settle ();
  g_assert_true (gtk_window_get_focus (GTK_WINDOW (window)) == GTK_WIDGET (gtk_list_box_get_row_at_index (list, 1)));
  gate_row_feeder_stop (feeder);
  gtk_window_destroy (GTK_WINDOW (window));
}

/* A feeder that goes while it is not done leaves no source behind. */
static void
test_feeder_goes (void)
{
  GtkListBox *list = g_object_ref_sink (GTK_LIST_BOX (gtk_list_box_new ()));
  g_autoptr(GtkStringList) strings = gtk_string_list_new (NULL);
  GateRowFeeder *feeder;

  for (guint i = 0; i < 100; i++)
    gtk_string_list_append (strings, "row");
  feeder = gate_row_feeder_new (list, G_LIST_MODEL (strings), create_row, NULL);
  g_assert_finalize_object (feeder);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (count_rows (list), ==, 0);
  g_assert_finalize_object (list);
}

static void
test_words (void)
{
  static const struct {
    const char *text;
    const char *capital;
  } cases[] = { { "", "" }, { "a", "A" }, { "signed in", "Signed in" }, { "éa", "Éa" }, { "Já", "Já" } };
  g_autofree char *never = gate_access_words_expires (0);
  g_autofree char *past = gate_access_words_expires (1);
  g_autofree char *soon = gate_access_words_expires (g_get_real_time () / G_USEC_PER_SEC + 90);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *capital = gate_access_words_capitalize (cases[i].text);

      g_assert_cmpstr (capital, ==, cases[i].capital);
    }
  g_assert_null (never);
  g_assert_nonnull (strstr (past, "Has passed"));
  g_assert_nonnull (strstr (soon, "2 minutes"));
  g_assert_cmpstr (gate_access_words_decision (NULL), ==, "");
  g_assert_cmpstr (gate_access_words_decision ("no such"), ==, "");
  g_assert_cmpstr (gate_access_words_decision ("block"), ==, "Blocked");
  g_assert_cmpstr (gate_access_words_group ("destructive"), ==, "Changes or Deletes");
  g_assert_null (gate_directory_words_sign_in (NULL));
  g_assert_cmpstr (gate_directory_words_sign_in ("oauth"), ==, "In your browser");
  for (int effort = GATE_DIRECTORY_AT_ONCE; effort <= GATE_DIRECTORY_UNVERIFIED; effort++)
    {
      g_assert_true ((gate_directory_words_effort (effort) == NULL) == (effort == GATE_DIRECTORY_UNVERIFIED));
      g_assert_cmpint (*gate_directory_words_takes (effort), !=, '\0');
    }
}

static GtkWidget *
find_editable (GtkWidget *widget)
{
  if (GTK_IS_EDITABLE (widget))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_editable (child);

      if (found)
        return found;
    }
  return NULL;
}

static GtkWindow *
only_window (void)
{
  g_autoptr(GtkWindow) window = g_list_model_get_item (gtk_window_get_toplevels (), 0);

  g_assert_cmpuint (g_list_model_get_n_items (gtk_window_get_toplevels ()), ==, 1);
  return window;
}

static GtkWindow *
ask (GAsyncResult **result)
{
  GtkWidget *near = g_object_ref_sink (gtk_label_new (NULL));

  gate_name_dialog_ask_async (near, "Title", "Why", NULL, "_Add", NULL, gate_test_keep_result, result);
  g_object_unref (near);
  return only_window ();
}

static void
test_name_dialog (void)
{
  g_autoptr(GAsyncResult) closed = NULL;
  g_autoptr(GAsyncResult) named = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *none = NULL;
  g_autofree char *name = NULL;
  GtkWindow *dialog = ask (&closed);

  gtk_window_close (dialog);
  gate_test_wait (closed);
  none = gate_name_dialog_ask_finish (closed, &error);
  g_assert_null (none);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  gate_test_wait_until (g_list_model_get_n_items (gtk_window_get_toplevels ()) == 0);

  dialog = ask (&named);
  /* No name is no answer. */
  gtk_editable_set_text (GTK_EDITABLE (find_editable (GTK_WIDGET (dialog))), "  ");
  gtk_widget_activate_action (GTK_WIDGET (dialog), "dialog.accept", NULL);
  g_assert_null (named);
  gtk_editable_set_text (GTK_EDITABLE (find_editable (GTK_WIDGET (dialog))), " Client A ");
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (dialog), "dialog.accept", NULL));
  gate_test_wait (named);
  name = gate_name_dialog_ask_finish (named, &error);
  g_assert_cmpstr (name, ==, "Client A");
  gate_test_wait_until (g_list_model_get_n_items (gtk_window_get_toplevels ()) == 0);
}

/* A row in a window of a width; where its button is against its text. */
static void
check_row (int              width,
           GtkTextDirection direction,
           gboolean         below)
{
  GtkWindow *window = GTK_WINDOW (gtk_window_new ());
  GtkWidget *list = gtk_list_box_new ();
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *button = gtk_button_new_with_label ("Needs approval");
  GtkWidget *text;
  graphene_rect_t of_text, of_button, of_row;
  gboolean from_right = direction == GTK_TEXT_DIR_RTL;

  gtk_widget_set_default_direction (direction);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), "List the invoices of this year and the next");
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gate_row_layout_use (ADW_ACTION_ROW (row));
  gtk_list_box_append (GTK_LIST_BOX (list), row);
  gtk_window_set_child (window, list);
  gtk_window_set_default_size (window, width, 200);
  gtk_window_present (window);
  gate_test_wait_until (gtk_widget_get_mapped (button) && gtk_widget_get_width (button) > 0);
  text = gate_test_find_label (row, "List the invoices of this year and the next");
  g_assert_true (gtk_widget_compute_bounds (text, row, &of_text) && gtk_widget_compute_bounds (button, row, &of_button) &&
                 gtk_widget_compute_bounds (row, row, &of_row));
  g_test_message ("%d: text at %g,%g %gx%g, button at %g,%g %gx%g", width, of_text.origin.x, of_text.origin.y, of_text.size.width,
                  of_text.size.height, of_button.origin.x, of_button.origin.y, of_button.size.width, of_button.size.height);
  g_assert_true (graphene_rect_contains_rect (&of_row, &of_text) && graphene_rect_contains_rect (&of_row, &of_button));
  g_assert_false (graphene_rect_intersection (&of_text, &of_button, NULL));
  g_assert_cmpint (of_button.origin.y >= of_text.origin.y + of_text.size.height, ==, below);
  /* It ends where the row ends, and begins where it begins. */
  g_assert_cmpfloat (from_right ? of_button.origin.x : of_row.size.width - of_button.origin.x - of_button.size.width, <, 24);
  g_assert_cmpfloat (from_right ? of_row.size.width - of_text.origin.x - of_text.size.width : of_text.origin.x, <, 24);
  gtk_window_destroy (window);
  gtk_widget_set_default_direction (GTK_TEXT_DIR_LTR);
}

static void
test_row_layout (void)
{
  check_row (700, GTK_TEXT_DIR_LTR, FALSE);
  check_row (260, GTK_TEXT_DIR_LTR, TRUE);
  check_row (700, GTK_TEXT_DIR_RTL, FALSE);
  check_row (260, GTK_TEXT_DIR_RTL, TRUE);
}

static gboolean
is_shown (GtkWidget  *overlay,
          const char *text)
{
  GtkWidget *label = gate_test_find_label (overlay, text);

  return label && gtk_widget_get_mapped (label);
}

/* Who takes back at once what was just offered makes a toast go that still comes up in place of another. */
static void
test_toast_in_a_hurry (void)
{
  GtkWidget *window = gtk_window_new ();
  GtkWidget *overlay = adw_toast_overlay_new ();
  gboolean animated;

  g_object_get (gtk_settings_get_default (), "gtk-enable-animations", &animated, NULL);
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", TRUE, NULL);
  gtk_window_set_child (GTK_WINDOW (window), overlay);
  gtk_window_present (GTK_WINDOW (window));
  gate_test_wait_until (gtk_widget_get_mapped (overlay));
  gate_toast_offer (ADW_TOAST_OVERLAY (overlay), "one");
  gate_test_wait_until (is_shown (overlay, "one"));
  gate_toast_offer (ADW_TOAST_OVERLAY (overlay), "two");
  gate_test_wait_until (is_shown (overlay, "two"));
  gate_toast_offer (ADW_TOAST_OVERLAY (overlay), NULL);
  gate_test_wait_until (!is_shown (overlay, "two"));
  gtk_window_destroy (GTK_WINDOW (window));
  gate_test_settle ();
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", animated, NULL);
}

int
main (int    argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/app/customize/redact", test_redact);
  g_test_add_func ("/app/customize/report", test_report);
  g_test_add_func ("/app/customize/remedies", test_remedies);
  g_test_add_func ("/app/customize/feeder", test_feeder);
  g_test_add_func ("/app/customize/feeder-focus", test_feeder_focus);
  g_test_add_func ("/app/customize/feeder-goes", test_feeder_goes);
  g_test_add_func ("/app/customize/feeder-scrolls", test_feeder_scrolls);
  g_test_add_func ("/app/customize/row-layout", test_row_layout);
  g_test_add_func ("/app/customize/words", test_words);
  g_test_add_func ("/app/customize/name-dialog", test_name_dialog);
  g_test_add_func ("/app/customize/toast-in-a-hurry", test_toast_in_a_hurry);
  return g_test_run ();
}
