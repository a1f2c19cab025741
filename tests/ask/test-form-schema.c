// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-error.h"
#include "gate-form.h"
#include "gate-json.h"
#include "gate-test.h"

static GateForm *
form_of (const char  *schema,
         GError     **error)
{
  g_autoptr(JsonNode) node = gate_json_parse (schema, -1, GATE_JSON_DOCUMENT_LIMIT, NULL);

  g_assert_nonnull (node);
  return gate_form_new_from_schema (node, error);
}

/* Every kind of property that an elicitation may have (revision 2025-11-25), and those of real tools. */
static const struct {
  const char   *property;
  GateFormType  type;
  const char   *written;
} properties[] = {
  { "{\"type\":\"string\"}", GATE_FORM_TEXT, "{\"name\":\"p\",\"type\":\"text\"}" },
  { "{\"type\":\"string\",\"title\":\"T\",\"description\":\"D\",\"minLength\":1,\"maxLength\":50,\"pattern\":\"^a\",\"forma"
    "t\":\"email\","
    "\"default\":\"a@b.c\"}", GATE_FORM_TEXT,
    "{\"name\":\"p\",\"type\":\"text\",\"title\":\"T\",\"description\":\"D\",\"default\":\"a@b.c\",\"format\":\"email\","
    "\"pattern\":\"^a\",\"minLength\":1,\"maxLength\":50}" },
  { "{\"type\":\"number\",\"minimum\":0,\"maximum\":100,\"default\":50}", GATE_FORM_NUMBER,
    "{\"name\":\"p\",\"type\":\"number\",\"default\":50,\"minimum\":0.0,\"maximum\":100.0}" },
  { "{\"type\":\"integer\",\"default\":0}", GATE_FORM_INTEGER, "{\"name\":\"p\",\"type\":\"integer\",\"default\":0}" },
  { "{\"type\":\"boolean\",\"default\":false}", GATE_FORM_BOOLEAN, "{\"name\":\"p\",\"type\":\"boolean\",\"default\":false}" },
  { "{\"type\":\"string\",\"enum\":[\"a\",\"b\"],\"default\":\"b\"}", GATE_FORM_CHOICE,
    "{\"name\":\"p\",\"type\":\"choice\",\"default\":\"b\",\"options\":[{\"value\":\"a\",\"title\":\"a\"},{\"value\":\"b\""
    ",\"title\":\"b\"}]}" },
  { "{\"type\":\"string\",\"enum\":[\"a\",\"b\"],\"enumNames\":[\"A\"]}", GATE_FORM_CHOICE,
    "{\"name\":\"p\",\"type\":\"choice\",\"options\":[{\"value\":\"a\",\"title\":\"A\"},{\"value\":\"b\",\"title\":\"b\"}]}" },
  { "{\"type\":\"string\",\"oneOf\":[{\"const\":\"a\",\"title\":\"A\"},{\"const\":\"b\"}]}", GATE_FORM_CHOICE,
    "{\"name\":\"p\",\"type\":\"choice\",\"options\":[{\"value\":\"a\",\"title\":\"A\"},{\"value\":\"b\",\"title\":\"b\"}]}" },
  { "{\"enum\":[\"a\"]}", GATE_FORM_CHOICE,
    "{\"name\":\"p\",\"type\":\"choice\",\"options\":[{\"value\":\"a\",\"title\":\"a\"}]}" },
  { "{\"type\":\"array\",\"items\":{\"type\":\"string\",\"enum\":[\"a\"]},\"minItems\":1,\"maxItems\":2,\"default\":[\"a\"]}",
    GATE_FORM_CHOICES, "{\"name\":\"p\",\"type\":\"choices\",\"default\":[\"a\"],\"options\":[{\"value\":\"a\",\"title\":\"a\"}],"
    "\"minItems\":1,\"maxItems\":2}" },
  { "{\"type\":\"array\",\"items\":{\"anyOf\":[{\"const\":\"a\",\"title\":\"A\"}]}}", GATE_FORM_CHOICES,
    "{\"name\":\"p\",\"type\":\"choices\",\"options\":[{\"value\":\"a\",\"title\":\"A\"}]}" },
  { "{\"type\":[\"string\",\"null\"]}", GATE_FORM_TEXT, "{\"name\":\"p\",\"type\":\"text\",\"nullable\":true}" },
  { "{\"type\":[\"null\",\"integer\"],\"minimum\":1}", GATE_FORM_INTEGER,
    "{\"name\":\"p\",\"type\":\"integer\",\"nullable\":true,\"minimum\":1.0}" },
  { "{\"anyOf\":[{\"type\":\"string\",\"maxLength\":3},{\"type\":\"null\"}],\"default\":null,\"title\":\"T\"}", GATE_FORM_TEXT,
    "{\"name\":\"p\",\"type\":\"text\",\"title\":\"T\",\"nullable\":true,\"maxLength\":3}" },
  /* Too free for a control. */
  { "{}", GATE_FORM_JSON, "{\"name\":\"p\",\"type\":\"json\"}" },
  { "true", GATE_FORM_JSON, "{\"name\":\"p\",\"type\":\"json\"}" },
  { "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"string\"}}}", GATE_FORM_JSON, "{\"name\":\"p\",\"type\":\"json\"}" },
  { "{\"type\":\"array\",\"items\":{\"type\":\"string\"}}", GATE_FORM_JSON, "{\"name\":\"p\",\"type\":\"json\"}" },
  { "{\"type\":\"array\"}", GATE_FORM_JSON, "{\"name\":\"p\",\"type\":\"json\"}" },
  { "{\"enum\":[1,2]}", GATE_FORM_JSON, "{\"name\":\"p\",\"type\":\"json\"}" },
  { "{\"type\":\"integer\",\"enum\":[1,2]}", GATE_FORM_JSON, "{\"name\":\"p\",\"type\":\"json\"}" },
  { "{\"type\":\"string\",\"enum\":[]}", GATE_FORM_JSON, "{\"name\":\"p\",\"type\":\"json\"}" },
  { "{\"type\":[\"string\",\"integer\"]}", GATE_FORM_JSON, "{\"name\":\"p\",\"type\":\"json\"}" },
  { "{\"anyOf\":[{\"type\":\"string\"},{\"type\":\"integer\"}]}", GATE_FORM_JSON, "{\"name\":\"p\",\"type\":\"json\"}" },
  { "{\"const\":\"a\"}", GATE_FORM_JSON, "{\"name\":\"p\",\"type\":\"json\"}" },
  { "{\"type\":\"null\"}", GATE_FORM_JSON, "{\"name\":\"p\",\"type\":\"json\"}" },
};

static void
test_properties (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (properties); i++)
    {
      g_autofree char *schema = g_strdup_printf ("{\"type\":\"object\",\"properties\":{\"p\":%s}}", properties[i].property);
      g_autoptr(GError) error = NULL;
      g_autoptr(GateForm) form = form_of (schema, &error);

      g_test_message ("%s", properties[i].property);
      g_assert_no_error (error);
      g_assert_cmpuint (gate_form_get_n_fields (form), ==, 1);
      GateFormField *field = gate_form_get_field (form, 0);
      g_assert_cmpint (gate_form_field_get_field_type (field), ==, properties[i].type);
      g_assert_false (gate_form_field_get_required (field));
      g_autoptr(JsonNode) node = gate_form_to_json (form);
      JsonArray *fields = gate_json_get_array (gate_json_node_object (node), "fields");
      g_autofree char *written = gate_json_to_text (json_array_get_element (fields, 0));
      g_assert_cmpstr (written, ==, properties[i].written);
    }
}

/* A default that the property itself does not allow is left out. */
static void
test_bad_defaults (void)
{
  static const char *const cases[] = {
    "{\"type\":\"string\",\"default\":1}", "{\"type\":\"string\",\"default\":null}", "{\"type\":\"integer\",\"default\":\"1\"}",
    "{\"type\":\"integer\",\"default\":1.5}", "{\"type\":\"string\",\"enum\":[\"a\"],\"default\":\"b\"}",
    "{\"type\":\"number\",\"minimum\":5,\"default\":1}", "{\"type\":\"boolean\",\"default\":\"true\"}",
    "{\"type\":\"string\",\"format\":\"email\",\"default\":\"nobody\"}",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *schema = g_strdup_printf ("{\"type\":\"object\",\"properties\":{\"p\":%s}}", cases[i]);
      g_autoptr(GateForm) form = form_of (schema, NULL);

      g_assert_null (gate_form_field_get_default (gate_form_get_field (form, 0)));
    }
}

static void
test_refused (void)
{
  static const char *const cases[] = {
    "[]", "{\"type\":\"string\"}", "{\"type\":\"array\",\"items\":{}}", "{\"properties\":[]}", "{\"properties\":{\"a\":1}}",
    "{\"properties\":{\"a\":{\"$ref\":\"#/nowhere\"}}}",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_null (form_of (cases[i], &error));
      g_assert_error (error, GATE_ERROR, GATE_ERROR_INVALID);
    }
}

static void
test_required (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GateForm) form = form_of ("{\"type\":\"object\",\"required\":[\"z\"],\"properties\":{"
                                      "\"z\":{\"type\":\"string\"},\"a\":{\"type\":\"integer\",\"default\":3}}}", &error);
  g_autoptr(GateForm) bare = form_of ("{\"type\":\"object\"}", &error);

  g_assert_no_error (error);
  g_assert_cmpuint (gate_form_get_n_fields (bare), ==, 0);
  g_assert_true (gate_form_validate (bare, NULL, NULL));
  g_assert_cmpstr (gate_form_field_get_name (gate_form_get_field (form, 0)), ==, "z");
  g_assert_true (gate_form_field_get_required (gate_form_get_field (form, 0)));
  g_assert_false (gate_form_field_get_required (gate_form_get_field (form, 1)));
  g_autoptr(JsonObject) values = gate_form_fill_defaults (form, NULL);
  g_assert_false (gate_form_validate (form, values, &error));
  g_assert_cmpstr (error->message, ==, "“z” is needed");
  json_object_set_string_member (values, "z", "");
  g_assert_true (gate_form_validate (form, values, NULL));
  g_assert_cmpint (gate_json_get_int (values, "a", 0), ==, 3);
}

static void
test_nullable (void)
{
  g_autoptr(GateForm) form = form_of ("{\"type\":\"object\",\"required\":[\"n\"],\"properties\":{"
                                      "\"n\":{\"type\":[\"string\",\"null\"]},\"s\":{\"type\":\"string\"}}}", NULL);
  g_autoptr(JsonNode) null = json_node_new (JSON_NODE_NULL);

  g_assert_true (gate_form_field_validate (gate_form_find_field (form, "n"), null, NULL));
  g_assert_false (gate_form_field_validate (gate_form_find_field (form, "n"), NULL, NULL));
  g_assert_false (gate_form_field_validate (gate_form_find_field (form, "s"), null, NULL));
}

static void
test_unsupported (void)
{
  g_autoptr(GError) error = NULL;

  g_assert_null (form_of ("{\"properties\":{\"a\":{\"$ref\":\"https://example.com/a\"}}}", &error));
  g_assert_error (error, GATE_ERROR, GATE_ERROR_UNSUPPORTED);
}

/* What a control does not show, the schema still asks for. */
static void
test_schema_has_last_word (void)
{
  static const char *const source =
    "{\"type\":\"object\",\"additionalProperties\":false,\"dependentRequired\":{\"n\":[\"p\"]},\"$defs\":{\"tag\":{\"type\""
    ":\"string\"}},"
    "\"properties\":{\"n\":{\"type\":\"integer\",\"multipleOf\":5},\"p\":{\"type\":\"string\",\"pattern\":\"^[a-z]+$\"},"
    "\"tags\":{\"type\":\"array\",\"items\":{\"$ref\":\"#/$defs/tag\"},\"default\":[1]},"
    "\"any\":{\"anyOf\":[{\"type\":\"string\"},{\"type\":\"object\"}]}}}";
  static const struct {
    const char *name;
    const char *text;
    const char *value;
    const char *message;
  } cases[] = {
    { "n", "10", "10", NULL },
    { "n", "7", NULL, "“/n” must be a multiple of 5" },
    { "p", "abc", "\"abc\"", NULL },
    { "p", "a1", NULL, "“p” must match the pattern “^[a-z]+$”" },
    { "tags", "[\"a\",\"b\"]", "[\"a\",\"b\"]", NULL },
    { "tags", "[\"a\",2]", NULL, "“/tags/1” must be a string" },
    { "tags", "word", NULL, "“tags” must be JSON: The JSON text is not valid at line 1, column 1: a value was expected" },
    /* Text where JSON is not allowed, but text is. */
    { "any", "17", "\"17\"", NULL },
    { "any", "null", "\"null\"", NULL },
    { "any", "a word", "\"a word\"", NULL },
    { "any", "{\"a\":1}", "{\"a\":1}", NULL },
    { "any", "[1]", NULL, "“/any” is none of the alternatives that are allowed" },
  };
  g_autoptr(GateForm) original = form_of (source, NULL);
  g_autoptr(JsonNode) node = gate_form_to_json (original);
  g_autoptr(GError) error = NULL;
  g_autoptr(GateForm) copy = gate_form_new_from_json (node, &error);
  GateForm *forms[] = { original, copy };

  g_assert_no_error (error);
  g_assert_null (gate_form_field_get_default (gate_form_find_field (copy, "tags")));
  for (gsize i = 0; i < G_N_ELEMENTS (cases) * 2; i++)
    {
      g_autoptr(JsonNode) value = gate_form_parse_value (forms[i % 2], cases[i / 2].name, cases[i / 2].text, &error);
      g_autofree char *written = value ? gate_json_to_text (value) : NULL;

      g_assert_cmpstr (written, ==, cases[i / 2].value);
      g_assert_cmpstr (error ? error->message : NULL, ==, cases[i / 2].message);
      g_clear_error (&error);
    }
  g_autoptr(JsonObject) values = json_object_new ();
  g_assert_true (gate_form_validate (copy, values, NULL));
  json_object_set_int_member (values, "n", 5);
  g_assert_false (gate_form_validate (copy, values, &error));
  g_assert_cmpstr (error->message, ==, "The value must have a member “p” beside “n”");
  g_clear_error (&error);
  json_object_set_string_member (values, "p", "a");
  g_assert_true (gate_form_validate (copy, values, NULL));
  json_object_set_string_member (values, "typo", "a");
  g_assert_false (gate_form_validate (copy, values, &error));
  g_assert_cmpstr (error->message, ==, "The value must not have a member “typo”");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/ask/form-schema/refused", test_refused);
  g_test_add_func ("/ask/form-schema/properties", test_properties);
  g_test_add_func ("/ask/form-schema/bad-defaults", test_bad_defaults);
  g_test_add_func ("/ask/form-schema/required", test_required);
  g_test_add_func ("/ask/form-schema/nullable", test_nullable);
  g_test_add_func ("/ask/form-schema/unsupported", test_unsupported);
  g_test_add_func ("/ask/form-schema/schema-has-last-word", test_schema_has_last_word);
  return g_test_run ();
}
