// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-error.h"
#include "gate-form.h"
#include "gate-json.h"
#include "gate-test.h"

#include <math.h>
#include <string.h>

static JsonNode *
parse (const char *text)
{
  g_autoptr(GError) error = NULL;
  JsonNode *node = gate_json_parse_value (text, -1, GATE_JSON_DOCUMENT_LIMIT, &error);

  g_assert_no_error (error);
  return node;
}

static GateFormField *
field_of (GateForm     *form,
          const char   *name,
          GateFormType  type,
          gboolean      required)
{
  g_autoptr(GateFormField) field = gate_form_field_new (name, type, NULL, NULL, required);

  gate_form_append (form, field);
  return gate_form_find_field (form, name);
}

/* One field of each type, with limits. */
static GateForm *
make_form (void)
{
  GateForm *form = gate_form_new ();
  g_autoptr(GateFormField) titled = gate_form_field_new ("titled", GATE_FORM_TEXT, "Shown \x1b title", "About it", FALSE);
  g_autoptr(JsonNode) fallback = parse ("\"two\"");

  field_of (form, "text", GATE_FORM_TEXT, TRUE);
  g_object_set (field_of (form, "short", GATE_FORM_TEXT, FALSE), "min-length", 2, "max-length", 4, NULL);
  g_object_set (field_of (form, "some", GATE_FORM_MULTILINE, FALSE), "min-length", 1, NULL);
  g_object_set (field_of (form, "email", GATE_FORM_TEXT, FALSE), "format", "email", NULL);
  g_object_set (field_of (form, "uri", GATE_FORM_TEXT, FALSE), "format", "uri", NULL);
  g_object_set (field_of (form, "date", GATE_FORM_TEXT, FALSE), "format", "date", NULL);
  g_object_set (field_of (form, "when", GATE_FORM_TEXT, FALSE), "format", "date-time", NULL);
  g_object_set (field_of (form, "odd", GATE_FORM_TEXT, FALSE), "format", "hostname", NULL);
  field_of (form, "secret", GATE_FORM_SECRET, FALSE);
  g_object_set (field_of (form, "number", GATE_FORM_NUMBER, FALSE), "minimum", -0.5, "maximum", 10.0, NULL);
  g_object_set (field_of (form, "integer", GATE_FORM_INTEGER, FALSE), "minimum", 0.0, NULL);
  field_of (form, "boolean", GATE_FORM_BOOLEAN, FALSE);
  GateFormField *choice = field_of (form, "choice", GATE_FORM_CHOICE, FALSE);
  gate_form_field_add_option (choice, "one", "The First");
  gate_form_field_add_option (choice, "two", NULL);
  gate_form_field_add_option (choice, "2", "Zwei");
  gate_form_field_set_default (choice, fallback);
  GateFormField *choices = field_of (form, "choices", GATE_FORM_CHOICES, FALSE);
  gate_form_field_add_option (choices, "red", "Rot");
  gate_form_field_add_option (choices, "green", "Grün");
  gate_form_field_add_option (choices, "blue", "Blau");
  g_object_set (choices, "min-items", 1, "max-items", 2, NULL);
  field_of (form, "file", GATE_FORM_FILE, FALSE);
  field_of (form, "directory", GATE_FORM_DIRECTORY, FALSE);
  field_of (form, "json", GATE_FORM_JSON, FALSE);
  gate_form_append (form, titled);
  return form;
}

static const struct {
  const char *name;
  const char *value;
  const char *message;
} bad_values[] = {
  { "text", NULL, "“text” is needed" },
  { "text", "1", "“text” must be a text" },
  { "text", "null", "“text” must be a text" },
  { "short", "\"a\"", "“short” must have at least 2 characters" },
  { "short", "\"é\"", "“short” must have at least 2 characters" },
  { "short", "\"abcde\"", "“short” must have at most 4 characters" },
  { "some", "\"\"", "“some” must not be empty" },
  { "email", "\"ada\"", "“email” must be an e-mail address, like ada@example.com" },
  { "email", "\"@example.com\"", NULL },
  { "email", "\"ada@\"", NULL },
  { "email", "\"a b@example.com\"", NULL },
  { "email", "\"a@b@example.com\"", NULL },
  { "email", "\"a@example.com\\nBcc: b@example.com\"", NULL },
  { "email", "\"<a@example.com>\"", NULL },
  { "email", "\"a..b@example.com\"", NULL },
  { "email", "\"a@example.com.\"", NULL },
  { "uri", "\"example\"", "“uri” must be an address, like https://example.com/" },
  { "uri", "\"/path\"", NULL },
  { "uri", "\"https://exa mple.com/\"", NULL },
  { "date", "\"2026-02-29\"", "“date” must be a date, like 2026-07-28" },
  { "date", "\"2026-13-01\"", NULL },
  { "date", "\"0000-01-01\"", NULL },
  { "date", "\"2026-1-1\"", NULL },
  { "date", "\"2026-01-01x\"", NULL },
  { "date", "\"28.7.2026\"", NULL },
  { "when", "\"2026-07-28\"", "“when” must be a date and time, like 2026-07-28T14:30:00Z" },
  { "when", "\"2026-07-28T14:30:00\"", NULL },
  { "when", "\"2026-07-28 14:30:00Z\"", NULL },
  { "when", "\"2026-07-28T24:00:00Z\"", NULL },
  { "when", "\"2026-07-28T14:60:00Z\"", NULL },
  { "when", "\"2026-07-28T14:30:61Z\"", NULL },
  { "when", "\"2026-07-28T14:30:00.Z\"", NULL },
  { "when", "\"2026-07-28T14:30:00+2:00\"", NULL },
  { "when", "\"2026-07-28T14:30:00+24:00\"", NULL },
  { "when", "\"2026-07-28T14:30:00Zx\"", NULL },
  { "secret", "5", "“secret” must be a text" },
  { "number", "\"5\"", "“number” must be a number" },
  { "number", "true", "“number” must be a number" },
  { "number", "-0.75", "“number” must be at least -0.5" },
  { "number", "10.5", "“number” must be at most 10" },
  { "integer", "1.5", "“integer” must be a whole number" },
  { "integer", "-1", "“integer” must be at least 0" },
  { "boolean", "1", "“boolean” must be true or false" },
  { "boolean", "\"true\"", "“boolean” must be true or false" },
  { "choice", "\"three\"", "“choice” must be one of: one, two, 2" },
  { "choice", "2", NULL },
  { "choices", "\"red\"", "“choices” must be a list of choices" },
  { "choices", "[\"red\",\"pink\"]", "“choices” must be one of: red, green, blue" },
  { "choices", "[]", "“choices” must have at least 1 choice" },
  { "choices", "[\"red\",\"green\",\"blue\"]", "“choices” must have at most 2 choices" },
  { "file", "\"\"", "“file” must be the path of a file" },
  { "directory", "7", "“directory” must be the path of a folder" },
  { "titled", "7", "“Shown \\x1b title” must be a text" },
};

static void
test_values_refused (void)
{
  g_autoptr(GateForm) form = make_form ();

  for (gsize i = 0; i < G_N_ELEMENTS (bad_values); i++)
    {
      g_autoptr(JsonNode) value = bad_values[i].value ? parse (bad_values[i].value) : NULL;
      g_autoptr(GError) error = NULL;

      g_test_message ("%s %s", bad_values[i].name, bad_values[i].value);
      g_assert_false (gate_form_field_validate (gate_form_find_field (form, bad_values[i].name), value, &error));
      g_assert_error (error, GATE_ERROR, GATE_ERROR_INVALID);
      if (bad_values[i].message)
        g_assert_cmpstr (error->message, ==, bad_values[i].message);
    }
}

static void
test_values_accepted (void)
{
  static const char *const cases[][2] = {
    { "text", "\"\"" }, { "short", "\"ab\"" }, { "short", "\"éééé\"" }, { "short", NULL }, { "email", "\"ada@example.com\"" },
    { "email", "\"ada+tag@localhost\"" }, { "uri", "\"https://example.com/a?b#c\"" }, { "uri", "\"urn:isbn:1\"" },
    { "date", "\"2024-02-29\"" }, { "when", "\"2026-07-28T14:30:00Z\"" }, { "when", "\"2026-07-28t14:30:60.123+05:30\"" },
    { "odd", "\"any thing\"" }, { "number", "-0.5" }, { "number", "10" }, { "integer", "0" }, { "integer", "3.0" },
    { "boolean", "false" }, { "choice", "\"two\"" }, { "choices", "[\"red\",\"blue\"]" }, { "file", "\"/tmp/x\"" },
    { "json", "{\"a\":[1]}" }, { "json", "null" },
  };
  g_autoptr(GateForm) form = make_form ();

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(JsonNode) value = cases[i][1] ? parse (cases[i][1]) : NULL;
      g_autoptr(GError) error = NULL;

      gate_form_field_validate (gate_form_find_field (form, cases[i][0]), value, &error);
      g_assert_no_error (error);
    }
}

static const struct {
  const char *name;
  const char *text;
  const char *value;
} typed[] = {
  { "text", " as it is ", "\" as it is \"" },
  { "text", "17", "\"17\"" },
  { "text", "", "\"\"" },
  { "text", "\xff", NULL },
  { "short", "x", NULL },
  { "number", " 2.5 ", "2.5" },
  { "number", "7", "7" },
  { "number", "2,5", NULL },
  { "number", "", NULL },
  { "number", "0x10", NULL },
  { "number", "nan", NULL },
  { "number", "1e999", NULL },
  { "number", "11", NULL },
  { "integer", "12", "12" },
  { "integer", "1.5", NULL },
  { "integer", "twelve", NULL },
  { "boolean", "Yes", "true" },
  { "boolean", "y", "true" },
  { "boolean", "on", "true" },
  { "boolean", "1", "true" },
  { "boolean", "TRUE", "true" },
  { "boolean", "no", "false" },
  { "boolean", "0", "false" },
  { "boolean", "maybe", NULL },
  { "boolean", "", NULL },
  { "choice", "two", "\"two\"" },
  { "choice", " two ", "\"two\"" },
  { "choice", "the first", "\"one\"" },
  { "choice", "ONE", "\"one\"" },
  { "choice", "zwei", "\"2\"" },
  { "choice", "2", "\"2\"" },
  { "choice", "three", NULL },
  { "choices", "red", "[\"red\"]" },
  { "choices", "rot, GRÜN", "[\"red\",\"green\"]" },
  { "choices", "[\"blue\"]", "[\"blue\"]" },
  { "choices", "[\"blue\"", NULL },
  { "choices", "red,pink", NULL },
  { "choices", "", NULL },
  { "json", "{\"a\":1}", "{\"a\":1}" },
  { "json", "5", "5" },
  { "json", "word", "\"word\"" },
  { "json", "{word", NULL },
  { "json", "[1,", NULL },
  { "absent", "x", NULL },
};

static void
test_parse (void)
{
  g_autoptr(GateForm) form = make_form ();

  for (gsize i = 0; i < G_N_ELEMENTS (typed); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(JsonNode) value = gate_form_parse_value (form, typed[i].name, typed[i].text, &error);
      g_autofree char *written = value ? gate_json_to_text (value) : NULL;

      g_test_message ("case %" G_GSIZE_FORMAT ": %s", i, typed[i].name);
      g_assert_cmpstr (written, ==, typed[i].value);
      if (!value)
        g_assert_error (error, GATE_ERROR, (strcmp (typed[i].name, "absent") == 0 ? GATE_ERROR_NOT_FOUND : GATE_ERROR_INVALID));
    }
}

static void
test_form (void)
{
  g_autoptr(GateForm) form = make_form ();
  g_autoptr(JsonNode) empty = parse ("{}");
  g_autoptr(JsonNode) given = parse ("{\"text\":\"t\",\"choice\":\"one\",\"other\":1}");
  g_autoptr(GError) error = NULL;

  g_assert_false (gate_form_validate (form, NULL, &error));
  g_assert_cmpstr (error->message, ==, "“text” is needed");
  g_clear_error (&error);
  g_assert_false (gate_form_validate (form, json_node_get_object (empty), NULL));
  g_assert_true (gate_form_validate (form, json_node_get_object (given), &error));
  g_assert_no_error (error);

  g_autoptr(JsonObject) filled = gate_form_fill_defaults (form, NULL);
  g_assert_cmpuint (json_object_get_size (filled), ==, 1);
  g_assert_cmpstr (gate_json_get_string (filled, "choice"), ==, "two");
  g_autoptr(JsonObject) kept = gate_form_fill_defaults (form, json_node_get_object (given));
  g_assert_cmpstr (gate_json_get_string (kept, "choice"), ==, "one");
  g_assert_cmpint (gate_json_get_int (kept, "other", 0), ==, 1);
  json_object_set_int_member (kept, "new", 1);
  g_assert_false (json_object_has_member (json_node_get_object (given), "new"));
}

static void
test_list_model (void)
{
  g_autoptr(GateForm) form = make_form ();
  g_autoptr(GateFormField) last = NULL;
  guint n = gate_form_get_n_fields (form);

  g_assert_true (g_list_model_get_item_type (G_LIST_MODEL (form)) == GATE_TYPE_FORM_FIELD);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (form)), ==, n);
  g_assert_null (g_list_model_get_item (G_LIST_MODEL (form), n));
  last = g_list_model_get_item (G_LIST_MODEL (form), n - 1);
  g_assert_cmpstr (gate_form_field_get_name (last), ==, "titled");
  g_assert_cmpstr (gate_form_field_get_title (last), ==, "Shown \x1b title");
  g_assert_cmpstr (gate_form_field_get_description (last), ==, "About it");
  g_assert_cmpstr (gate_form_field_get_title (gate_form_get_field (form, 0)), ==, "text");
  g_clear_object (&last);
  gate_test_finalize (form);
}

static void
test_properties (void)
{
  g_autoptr(GateFormField) field = gate_form_field_new ("f", GATE_FORM_NUMBER, "T", "D", TRUE);
  g_autoptr(JsonNode) value = parse ("5");
  g_autoptr(JsonNode) fallback = NULL;
  g_autofree char *name = NULL;
  g_autofree char *format = NULL;
  GateFormType type;
  double minimum;
  double maximum;
  int min_length;
  gboolean required;

  g_object_set (field, "minimum", 0.0, "format", "email", "default", value, NULL);
  g_object_get (field, "name", &name, "type", &type, "minimum", &minimum, "maximum", &maximum, "min-length", &min_length,
                "required", &required, "format", &format, "default", &fallback, NULL);
  g_assert_cmpstr (name, ==, "f");
  g_assert_cmpint (type, ==, GATE_FORM_NUMBER);
  g_assert_cmpfloat (minimum, ==, 0);
  g_assert_true (isnan (maximum));
  g_assert_cmpint (min_length, ==, -1);
  g_assert_true (required);
  g_assert_cmpstr (format, ==, "email");
  g_assert_true (gate_json_equal (fallback, value));
}

static void
test_json (void)
{
  g_autoptr(GateForm) form = make_form ();
  g_autoptr(JsonNode) node = gate_form_to_json (form);
  g_autoptr(GError) error = NULL;
  g_autoptr(GateForm) copy = gate_form_new_from_json (node, &error);

  g_assert_no_error (error);
  g_autoptr(JsonNode) again = gate_form_to_json (copy);
  g_autofree char *text = gate_json_to_text (node);
  g_autofree char *again_text = gate_json_to_text (again);
  g_assert_cmpstr (again_text, ==, text);
  g_assert_nonnull (strstr (text, "{\"name\":\"number\",\"type\":\"number\",\"minimum\":-0.5,\"maximum\":10.0}"));
  g_assert_nonnull (strstr (text, "{\"name\":\"integer\",\"type\":\"integer\",\"minimum\":0.0}"));
  g_assert_nonnull (strstr (text, "\"minItems\":1,\"maxItems\":2"));
}

static void
test_bad_json (void)
{
  static const char *const cases[] = {
    "[]", "{}", "{\"fields\":{}}", "{\"fields\":[1]}", "{\"fields\":[{}]}", "{\"fields\":[{\"name\":\"a\"}]}",
    "{\"fields\":[{\"name\":\"a\",\"type\":\"alien\"}]}", "{\"fields\":[{\"name\":1,\"type\":\"text\"}]}",
    "{\"fields\":[{\"name\":\"a\",\"type\":\"choice\",\"options\":[1]}]}",
    "{\"fields\":[{\"name\":\"a\",\"type\":\"choice\",\"options\":[{\"title\":\"x\"}]}]}",
    "{\"fields\":[{\"name\":\"a\",\"type\":\"choice\",\"options\":{}}]}",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(JsonNode) node = parse (cases[i]);
      g_autoptr(GError) error = NULL;

      g_assert_null (gate_form_new_from_json (node, &error));
      g_assert_error (error, GATE_ERROR, GATE_ERROR_INVALID);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/ask/form/values-refused", test_values_refused);
  g_test_add_func ("/ask/form/values-accepted", test_values_accepted);
  g_test_add_func ("/ask/form/parse", test_parse);
  g_test_add_func ("/ask/form/form", test_form);
  g_test_add_func ("/ask/form/list-model", test_list_model);
  g_test_add_func ("/ask/form/properties", test_properties);
  g_test_add_func ("/ask/form/json", test_json);
  g_test_add_func ("/ask/form/bad-json", test_bad_json);
  return g_test_run ();
}
