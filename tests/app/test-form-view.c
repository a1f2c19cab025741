// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-app-test.h"

#include "gate-error.h"
#include "gate-form-view.h"
#include "gate-json.h"

#include <string.h>

static GateForm *
form_of (GateFormType  type,
         gboolean      required,
         const char   *fallback)
{
  GateForm *form = gate_form_new ();
  g_autoptr(GateFormField) field = gate_form_field_new ("field", type, "The Field", "What it is for", required);
  g_autoptr(JsonNode) node = fallback ? gate_json_parse_value (fallback, -1, GATE_JSON_METADATA_LIMIT, NULL) : NULL;

  if (type == GATE_FORM_CHOICE || type == GATE_FORM_CHOICES)
    {
      gate_form_field_add_option (field, "r", "Red");
      gate_form_field_add_option (field, "g", "Green");
      gate_form_field_add_option (field, "b", NULL);
    }
  if (node)
    gate_form_field_set_default (field, node);
  gate_form_append (form, field);
  return form;
}

static GateFormView *
view_of (GateFormType  type,
         gboolean      required,
         const char   *fallback)
{
  g_autoptr(GateForm) form = form_of (type, required, fallback);

  return g_object_ref_sink (GATE_FORM_VIEW (gate_form_view_new (form)));
}

/* As a person would: into whatever takes text. */
static void
type_text (GateFormView *view,
           const char   *text)
{
  GtkWidget *pane = gate_test_find_widget (GTK_WIDGET (view), GTK_TYPE_TEXT_VIEW);
  GtkWidget *entry = gate_test_find_widget (GTK_WIDGET (view), GTK_TYPE_EDITABLE);

  if (pane)
    gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (pane)), text, -1);
  else
    gtk_editable_set_text (GTK_EDITABLE (entry), text);
}

static void
assert_fault (GateFormView *view,
              const char   *message)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonObject) values = gate_form_view_get_values (view, &error);

  g_assert_null (values);
  g_assert_nonnull (error);
  g_assert_true (error->domain == GATE_ERROR);
  g_assert_false (gate_form_view_get_valid (view));
  g_assert_false (gate_form_view_show_faults (view));
  g_assert_nonnull (gate_test_find_label (GTK_WIDGET (view), message));
}

static char *
values_text (GateFormView *view)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonObject) values = gate_form_view_get_values (view, &error);
  g_autoptr(JsonNode) node = NULL;

  g_assert_no_error (error);
  g_assert_true (gate_form_view_get_valid (view));
  node = gate_json_from_object (values);
  return gate_json_to_text (node);
}

static void
assert_values (GateFormView *view,
               const char   *expected)
{
  g_autofree char *text = values_text (view);

  g_assert_cmpstr (text, ==, expected);
}

static void
set_values (GateFormView *view,
            const char   *text)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) node = gate_json_parse (text, -1, GATE_JSON_METADATA_LIMIT, &error);

  g_assert_no_error (error);
  gate_form_view_set_values (view, json_node_get_object (node));
}

static void
test_needed (void)
{
  static const GateFormType types[] = {
    GATE_FORM_TEXT, GATE_FORM_MULTILINE, GATE_FORM_SECRET, GATE_FORM_NUMBER, GATE_FORM_INTEGER,
    GATE_FORM_CHOICE, GATE_FORM_FILE, GATE_FORM_DIRECTORY, GATE_FORM_JSON,
  };

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      GateFormView *view = view_of (types[i], TRUE, NULL);

      /* Nothing is told before the person was there. */
      g_assert_false (gate_form_view_get_valid (view));
      g_assert_null (gate_test_find_label (GTK_WIDGET (view), "needed"));
      g_assert_nonnull (gate_test_find_label (GTK_WIDGET (view), "The Field (required)"));
      assert_fault (view, "A value is needed here.");
      gate_test_finalize (view);
    }
}

static void
test_wrong (void)
{
  static const struct {
    GateFormType  type;
    const char   *text;
    const char   *message;
  } cases[] = {
    { GATE_FORM_NUMBER, "abc", "must be a number" },
    { GATE_FORM_NUMBER, "1e", "must be a number" },
    { GATE_FORM_NUMBER, "0x10", "must be a number" },
    { GATE_FORM_NUMBER, "NaN", "must be a number" },
    { GATE_FORM_INTEGER, "1.5", "whole number" },
    { GATE_FORM_INTEGER, "seven", "whole number" },
    { GATE_FORM_INTEGER, "--1", "whole number" },
    { GATE_FORM_JSON, "{\"a\":", "must be JSON" },
    { GATE_FORM_JSON, "[1,]", "must be JSON" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      GateFormView *view = view_of (cases[i].type, FALSE, NULL);

      assert_values (view, "{}");
      type_text (view, cases[i].text);
      assert_fault (view, cases[i].message);
      /* It goes as soon as it is mended. */
      type_text (view, "");
      assert_values (view, "{}");
      g_assert_null (gate_test_find_label (GTK_WIDGET (view), cases[i].message));
      gate_test_finalize (view);
    }
}

static void
test_limits (void)
{
  static const char schema[] =
    "{\"type\":\"object\",\"properties\":{\"n\":{\"type\":\"integer\",\"minimum\":1,\"maximum\":9}},\"required\":[\"n\"]}";
  g_autoptr(JsonNode) node = gate_json_parse (schema, -1, GATE_JSON_METADATA_LIMIT, NULL);
  g_autoptr(GateForm) form = gate_form_new_from_schema (node, NULL);
  GateFormView *view = g_object_ref_sink (GATE_FORM_VIEW (gate_form_view_new (form)));

  type_text (view, "0");
  assert_fault (view, "at least 1");
  type_text (view, "10");
  assert_fault (view, "at most 9");
  type_text (view, " 9 ");
  assert_values (view, "{\"n\":9}");
  gate_test_finalize (view);
}

/* The fields are right, and the whole is not. */
static void
test_whole (void)
{
  static const char schema[] =
    "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"string\"},\"b\":{\"type\":\"string\"}},\"minProperties\":1}";
  g_autoptr(JsonNode) node = gate_json_parse (schema, -1, GATE_JSON_METADATA_LIMIT, NULL);
  g_autoptr(GateForm) form = gate_form_new_from_schema (node, NULL);
  GateFormView *view = g_object_ref_sink (GATE_FORM_VIEW (gate_form_view_new (form)));
  GtkWidget *fault;

  g_assert_false (gate_form_view_get_valid (view));
  g_assert_false (gate_form_view_show_faults (view));
  fault = gtk_widget_get_last_child (GTK_WIDGET (view));
  g_assert_true (gtk_widget_get_visible (fault));
  type_text (view, "x");
  assert_values (view, "{\"a\":\"x\"}");
  g_assert_false (gtk_widget_get_visible (fault));
  gate_test_finalize (view);
}

static void
test_values (void)
{
  static const struct {
    GateFormType  type;
    const char   *values;
  } cases[] = {
    { GATE_FORM_TEXT, "{\"field\":\"x\"}" },
    { GATE_FORM_TEXT, "{\"field\":\"<b>ä</b> & 'q' _u\"}" },
    { GATE_FORM_TEXT, "{\"field\":\" spaces \"}" },
    { GATE_FORM_MULTILINE, "{\"field\":\"a\\nb\\n\"}" },
    { GATE_FORM_SECRET, "{\"field\":\"s3cret\"}" },
    { GATE_FORM_NUMBER, "{\"field\":0.1}" },
    { GATE_FORM_NUMBER, "{\"field\":-7}" },
    { GATE_FORM_INTEGER, "{\"field\":9007199254740993}" },
    { GATE_FORM_INTEGER, "{\"field\":9223372036854775807}" },
    { GATE_FORM_INTEGER, "{\"field\":-9223372036854775808}" },
    { GATE_FORM_BOOLEAN, "{\"field\":true}" },
    { GATE_FORM_BOOLEAN, "{\"field\":false}" },
    { GATE_FORM_CHOICE, "{\"field\":\"g\"}" },
    { GATE_FORM_CHOICE, "{\"field\":\"b\"}" },
    { GATE_FORM_CHOICES, "{\"field\":[\"r\"]}" },
    { GATE_FORM_CHOICES, "{\"field\":[\"r\",\"b\"]}" },
    { GATE_FORM_FILE, "{\"field\":\"/tmp/a b\"}" },
    { GATE_FORM_DIRECTORY, "{\"field\":\"/tmp\"}" },
    { GATE_FORM_JSON, "{\"field\":{\"a\":[1,2,{\"b\":null}]}}" },
    { GATE_FORM_JSON, "{\"field\":[]}" },
    { GATE_FORM_JSON, "{\"field\":\"word\"}" },
    { GATE_FORM_JSON, "{\"field\":3}" },
    { GATE_FORM_JSON, "{\"field\":true}" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    for (int required = 0; required < 2; required++)
      {
        GateFormView *view = view_of (cases[i].type, required, NULL);

        set_values (view, cases[i].values);
        assert_values (view, cases[i].values);
        /* Left out again. */
        set_values (view, "{}");
        if (!required)
          assert_values (view, "{}");
        set_values (view, "{\"field\":null}");
        if (!required)
          assert_values (view, "{}");
        gate_test_finalize (view);
      }
}

/* A value of another type cannot be shown: it is left out, and nothing breaks. */
static void
test_strange_values (void)
{
  static const char *const values[] = {
    "{\"field\":[1,{\"a\":2}]}", "{\"field\":{}}", "{\"field\":\"zzz\"}", "{\"field\":4}", "{\"field\":true}", "{\"field\":[]}",
  };

  for (int type = GATE_FORM_TEXT; type <= GATE_FORM_JSON; type++)
    for (guint i = 0; i < G_N_ELEMENTS (values); i++)
      {
        GateFormView *view = view_of ((GateFormType) type, FALSE, NULL);
        g_autoptr(JsonObject) read = NULL;

        set_values (view, values[i]);
        read = gate_form_view_get_values (view, NULL);
        g_assert_true (read != NULL || !gate_form_view_get_valid (view));
        gate_test_finalize (view);
      }
}

static void
test_defaults (void)
{
  static const struct {
    GateFormType  type;
    const char   *fallback;
    const char   *values;
  } cases[] = {
    { GATE_FORM_TEXT, "\"x\"", "{\"field\":\"x\"}" },
    { GATE_FORM_INTEGER, "5", "{\"field\":5}" },
    { GATE_FORM_BOOLEAN, "true", "{\"field\":true}" },
    { GATE_FORM_BOOLEAN, NULL, "{}" },
    { GATE_FORM_CHOICE, "\"r\"", "{\"field\":\"r\"}" },
    { GATE_FORM_CHOICES, "[\"g\"]", "{\"field\":[\"g\"]}" },
    { GATE_FORM_JSON, "{\"a\":1}", "{\"field\":{\"a\":1}}" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      GateFormView *view = view_of (cases[i].type, FALSE, cases[i].fallback);

      assert_values (view, cases[i].values);
      gate_test_finalize (view);
    }
}

static void
test_three_states (void)
{
  GateFormView *view = view_of (GATE_FORM_BOOLEAN, FALSE, NULL);
  GtkWidget *combo = gate_test_find_widget (GTK_WIDGET (view), ADW_TYPE_COMBO_ROW);

  g_assert_nonnull (combo);
  adw_combo_row_set_selected (ADW_COMBO_ROW (combo), 1);
  assert_values (view, "{\"field\":true}");
  adw_combo_row_set_selected (ADW_COMBO_ROW (combo), 2);
  assert_values (view, "{\"field\":false}");
  adw_combo_row_set_selected (ADW_COMBO_ROW (combo), 0);
  assert_values (view, "{}");
  gate_test_finalize (view);

  /* Where there is a state to begin with there are two. */
  view = view_of (GATE_FORM_BOOLEAN, TRUE, NULL);
  g_assert_nonnull (gate_test_find_widget (GTK_WIDGET (view), GTK_TYPE_SWITCH));
  assert_values (view, "{\"field\":false}");
  gate_test_finalize (view);
}

static void
test_others (void)
{
  GateFormView *view = view_of (GATE_FORM_TEXT, FALSE, NULL);

  set_values (view, "{\"field\":\"a\",\"other\":{\"deep\":[1]}}");
  type_text (view, "b");
  assert_values (view, "{\"other\":{\"deep\":[1]},\"field\":\"b\"}");
  set_values (view, "{}");
  assert_values (view, "{}");
  gate_test_finalize (view);
}

static void
press (GateFormView *view,
       guint         key)
{
  GtkWidget *row = gate_test_find_widget (GTK_WIDGET (view), ADW_TYPE_ENTRY_ROW);
  g_autoptr(GListModel) controllers = gtk_widget_observe_controllers (row);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr(GtkEventController) each = g_list_model_get_item (controllers, i);
      gboolean taken;

      if (GTK_IS_EVENT_CONTROLLER_KEY (each) && gtk_event_controller_get_propagation_phase (each) == GTK_PHASE_CAPTURE)
        g_signal_emit_by_name (each, "key-pressed", key, 0, 0, &taken);
    }
}

static void
test_counting (void)
{
  static const struct {
    const char *before;
    guint       key;
    const char *after;
  } cases[] = {
    { "", GDK_KEY_Up, "{\"field\":1}" },
    { "0", GDK_KEY_Down, "{\"field\":-1}" },
    { "9007199254740992", GDK_KEY_Up, "{\"field\":9007199254740993}" },
    { "9223372036854775807", GDK_KEY_Up, "{\"field\":9223372036854775807}" },
    { "-9223372036854775808", GDK_KEY_Down, "{\"field\":-9223372036854775808}" },
    { "7", GDK_KEY_a, "{\"field\":7}" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      GateFormView *view = view_of (GATE_FORM_INTEGER, FALSE, NULL);

      type_text (view, cases[i].before);
      press (view, cases[i].key);
      assert_values (view, cases[i].after);
      gate_test_finalize (view);
    }
}

static void
count_up (guint *counter)
{
  (*counter)++;
}

static void
test_signals (void)
{
  GateFormView *view = view_of (GATE_FORM_TEXT, TRUE, NULL);
  guint changed = 0, valid = 0;

  g_signal_connect_swapped (view, "changed", G_CALLBACK (count_up), &changed);
  g_signal_connect_swapped (view, "notify::valid", G_CALLBACK (count_up), &valid);
  set_values (view, "{\"field\":\"a\"}");
  g_assert_cmpuint (changed, ==, 0);
  g_assert_cmpuint (valid, ==, 1);
  type_text (view, "b");
  g_assert_cmpuint (changed, >, 0);
  g_assert_true (gate_form_view_get_valid (view));
  valid = 0;
  type_text (view, "");
  g_assert_cmpuint (valid, ==, 1);
  g_assert_false (gate_form_view_get_valid (view));
  gate_test_finalize (view);
}

static void
test_hostile (void)
{
  g_autofree char *endless = g_strnfill (20000, 'x');

  for (int type = GATE_FORM_TEXT; type <= GATE_FORM_JSON; type++)
    {
      g_autoptr(GateForm) form = gate_form_new ();
      g_autoptr(GateFormField) marked
        = gate_form_field_new ("a", (GateFormType) type, "<b>bold</b> & \xe2\x80\xae_back", "<a href='x'>\x1b[31m</a>", TRUE);
      g_autoptr(GateFormField) wide = gate_form_field_new (endless, (GateFormType) type, NULL, endless, FALSE);
      GateFormView *view;
      GtkWidget *label;

      gate_form_field_add_option (marked, "<i>", "<i>\xe2\x80\x8b</i>");
      gate_form_field_add_option (wide, endless, endless);
      gate_form_append (form, marked);
      gate_form_append (form, wide);
      view = g_object_ref_sink (GATE_FORM_VIEW (gate_form_view_new (form)));
      /* No markup is taken, nothing turns the line around. */
      g_assert_nonnull (gate_test_find_label (GTK_WIDGET (view), "<b>bold</b> &"));
      g_assert_null (gate_test_find_label (GTK_WIDGET (view), "\xe2\x80\xae"));
      g_assert_null (gate_test_find_label (GTK_WIDGET (view), "\x1b"));
      label = gate_test_find_label (GTK_WIDGET (view), "xxxxxxxxxx");
      g_assert_nonnull (label);
      g_assert_cmpuint (strlen (gtk_label_get_text (GTK_LABEL (label))), <, 3000);
      gate_test_finalize (view);
    }
}

static void
test_accessible (void)
{
  GateFormView *view = view_of (GATE_FORM_TEXT, TRUE, NULL);
  GtkWidget *text = gate_test_find_widget (GTK_WIDGET (view), GTK_TYPE_TEXT);

  gtk_test_accessible_assert_property (text, GTK_ACCESSIBLE_PROPERTY_LABEL, "The Field (required)");
  gtk_test_accessible_assert_property (text, GTK_ACCESSIBLE_PROPERTY_REQUIRED, TRUE);
  gtk_test_accessible_assert_property (text, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, "What it is for");
  gtk_test_accessible_assert_state (text, GTK_ACCESSIBLE_STATE_INVALID, GTK_ACCESSIBLE_INVALID_FALSE);
  g_assert_false (gate_form_view_show_faults (view));
  gtk_test_accessible_assert_state (text, GTK_ACCESSIBLE_STATE_INVALID, GTK_ACCESSIBLE_INVALID_TRUE);
  gtk_test_accessible_assert_property (text, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, "A value is needed here. What it is for");
  gate_test_finalize (view);

  view = view_of (GATE_FORM_CHOICES, FALSE, NULL);
  text = gate_test_find_widget (GTK_WIDGET (view), GTK_TYPE_CHECK_BUTTON);
  gtk_test_accessible_assert_property (text, GTK_ACCESSIBLE_PROPERTY_LABEL, "Red");
  gate_test_finalize (view);
}

/* The form in a window: the first field that is wrong gets the focus. */
static void
test_focus (void)
{
  g_autoptr(GateForm) form = gate_form_new ();
  g_autoptr(GateFormField) first = gate_form_field_new ("first", GATE_FORM_TEXT, NULL, NULL, FALSE);
  g_autoptr(GateFormField) second = gate_form_field_new ("second", GATE_FORM_CHOICES, NULL, NULL, FALSE);
  g_autoptr(GateFormField) third = gate_form_field_new ("third", GATE_FORM_TEXT, NULL, NULL, TRUE);
  GtkWidget *window = gtk_window_new (), *view, *focus;

  gate_form_append (form, first);
  gate_form_append (form, second);
  gate_form_append (form, third);
  view = gate_form_view_new (form);
  gtk_window_set_child (GTK_WINDOW (window), view);
  gtk_window_present (GTK_WINDOW (window));
  gtk_widget_grab_focus (view);
  focus = gtk_window_get_focus (GTK_WINDOW (window));
  g_assert_true (gtk_widget_is_ancestor (focus, gtk_widget_get_first_child (view)));
  g_assert_false (gate_form_view_show_faults (GATE_FORM_VIEW (view)));
  focus = gtk_window_get_focus (GTK_WINDOW (window));
  g_assert_true (gtk_widget_is_ancestor (focus, gtk_widget_get_prev_sibling (gtk_widget_get_last_child (view))));
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_another_form (void)
{
  GateFormView *view = view_of (GATE_FORM_TEXT, TRUE, NULL);
  g_autoptr(GateForm) other = form_of (GATE_FORM_INTEGER, FALSE, "3");

  g_assert_false (gate_form_view_get_valid (view));
  gate_form_view_set_form (view, other);
  g_assert_true (gate_form_view_get_form (view) == other);
  assert_values (view, "{\"field\":3}");
  gate_form_view_set_form (view, NULL);
  assert_values (view, "{}");
  gate_test_finalize (view);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  adw_init ();
  g_test_add_func ("/app/form-view/needed", test_needed);
  g_test_add_func ("/app/form-view/wrong", test_wrong);
  g_test_add_func ("/app/form-view/limits", test_limits);
  g_test_add_func ("/app/form-view/whole", test_whole);
  g_test_add_func ("/app/form-view/hostile", test_hostile);
  g_test_add_func ("/app/form-view/strange-values", test_strange_values);
  g_test_add_func ("/app/form-view/values", test_values);
  g_test_add_func ("/app/form-view/defaults", test_defaults);
  g_test_add_func ("/app/form-view/three-states", test_three_states);
  g_test_add_func ("/app/form-view/others", test_others);
  g_test_add_func ("/app/form-view/counting", test_counting);
  g_test_add_func ("/app/form-view/signals", test_signals);
  g_test_add_func ("/app/form-view/accessible", test_accessible);
  g_test_add_func ("/app/form-view/focus", test_focus);
  g_test_add_func ("/app/form-view/another-form", test_another_form);
  return g_test_run ();
}
