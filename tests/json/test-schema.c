// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-error.h"
#include "gate-json-schema.h"
#include "gate-test.h"

#include <string.h>

#define HASH_7 "\"$schema\":\"http://json-schema.org/draft-07/schema#\""

static JsonNode *
parse (const char *text)
{
  g_autoptr(GError) error = NULL;
  JsonNode *node = gate_json_parse_value (text, -1, GATE_JSON_MESSAGE_LIMIT, &error);

  g_assert_no_error (error);
  return node;
}

static GateJsonSchema *
schema_of (const char  *text,
           GError     **error)
{
  g_autoptr(JsonNode) node = parse (text);

  return gate_json_schema_new (node, error);
}

static const struct {
  const char *schema;
  GateError   code;
  const char *message;
} bad_schemas[] = {
  /* Other dialects. */
  { "{\"$schema\":\"http://json-schema.org/draft-04/schema#\"}", GATE_ERROR_UNSUPPORTED,
    "The schema is written in “http://json-schema.org/draft-04/schema#”; only JSON Schema draft-07 and 2020-12 are supported" },
  { "{\"$schema\":\"http://json-schema.org/draft-06/schema#\"}", GATE_ERROR_UNSUPPORTED, NULL },
  { "{\"$schema\":\"https://json-schema.org/draft/2019-09/schema\"}", GATE_ERROR_UNSUPPORTED, NULL },
  { "{\"$schema\":\"https://json-schema.org/draft/2020-12/schema#foo\"}", GATE_ERROR_UNSUPPORTED, NULL },
  { "{\"$schema\":\"https://example.com/own\"}", GATE_ERROR_UNSUPPORTED, NULL },
  { "{\"$schema\":\"\"}", GATE_ERROR_UNSUPPORTED, NULL },
  { "{\"$defs\":{\"a\":{\"$id\":\"https://example.com/a\",\"$schema\":\"urn:own\"}}}", GATE_ERROR_UNSUPPORTED, NULL },
  /* References out of the document. */
  { "{\"$ref\":\"https://example.com/schema.json\"}", GATE_ERROR_UNSUPPORTED,
    "The schema refers to “https://example.com/schema.json”, which is not in it; a schema is never fetched from elsewhere" },
  { "{\"$ref\":\"file:///etc/passwd\"}", GATE_ERROR_UNSUPPORTED, NULL },
  { "{\"$ref\":\"other.json\"}", GATE_ERROR_UNSUPPORTED, NULL },
  { "{\"$ref\":\"other.json#/a\"}", GATE_ERROR_UNSUPPORTED, NULL },
  { "{\"$dynamicRef\":\"https://example.com/x#meta\"}", GATE_ERROR_UNSUPPORTED, NULL },
  { "{\"properties\":{\"a\":{\"items\":{\"not\":{\"$ref\":\"urn:x\"}}}}}", GATE_ERROR_UNSUPPORTED, NULL },
  { "{" HASH_7 ",\"$ref\":\"https://json-schema.org/draft/2019-09/schema\"}", GATE_ERROR_UNSUPPORTED, NULL },
  /* References to nothing. */
  { "{\"$ref\":\"#/$defs/a\"}", GATE_ERROR_INVALID, "The schema refers to “#/$defs/a”, which is not there" },
  { "{\"$ref\":\"#a\"}", GATE_ERROR_INVALID, NULL },
  { "{\"$ref\":\"#%ff\"}", GATE_ERROR_INVALID, NULL },
  { "{\"$ref\":\"#/enum/00\",\"enum\":[{}]}", GATE_ERROR_INVALID, NULL },
  { "{\"$ref\":\"#/enum/1\",\"enum\":[{}]}", GATE_ERROR_INVALID, NULL },
  { "{\"$ref\":\"#/enum/-1\",\"enum\":[{}]}", GATE_ERROR_INVALID, NULL },
  { "{\"$ref\":\"#/const/a\",\"const\":5}", GATE_ERROR_INVALID, NULL },
  { "{\"$ref\":\"#/const\",\"const\":5}", GATE_ERROR_INVALID,
    "The schema is not valid at “/const”: a schema was expected: an object, true or false" },
  { "{\"$ref\":5}", GATE_ERROR_INVALID, "The schema is not valid at “/$ref”: a reference was expected" },
  /* Names. */
  { "{\"$id\":\"https://example.com/a#b\"}", GATE_ERROR_INVALID, "The schema is not valid: “$id” must not have a fragment" },
  { "{\"$defs\":{\"a\":{\"$anchor\":\"x\"},\"b\":{\"$anchor\":\"x\"}}}", GATE_ERROR_INVALID, NULL },
  { "{\"$defs\":{\"a\":{\"$id\":\"a:b\"},\"b\":{\"$id\":\"a:b\"}}}", GATE_ERROR_INVALID, NULL },
  { "{\"$id\":\"http://[\"}", GATE_ERROR_INVALID, "The schema is not valid: “$id” is not an address" },
  /* Values of the wrong kind. */
  { "5", GATE_ERROR_INVALID, "The schema is not valid: a schema was expected: an object, true or false" },
  { "[]", GATE_ERROR_INVALID, NULL },
  { "null", GATE_ERROR_INVALID, NULL },
  { "{\"type\":\"text\"}", GATE_ERROR_INVALID,
    "The schema is not valid at “/type”: the name of a type, or a list of them, was expected" },
  { "{\"type\":[]}", GATE_ERROR_INVALID, NULL },
  { "{\"type\":[\"string\",1]}", GATE_ERROR_INVALID, NULL },
  { "{\"type\":null}", GATE_ERROR_INVALID, NULL },
  { "{\"enum\":\"a\"}", GATE_ERROR_INVALID, "The schema is not valid at “/enum”: an array was expected" },
  { "{\"minimum\":\"1\"}", GATE_ERROR_INVALID, "The schema is not valid at “/minimum”: a number was expected" },
  { "{\"exclusiveMinimum\":true}", GATE_ERROR_INVALID, NULL },
  { "{\"multipleOf\":0}", GATE_ERROR_INVALID, "The schema is not valid at “/multipleOf”: a number above 0 was expected" },
  { "{\"multipleOf\":-2}", GATE_ERROR_INVALID, NULL },
  { "{\"minLength\":-1}", GATE_ERROR_INVALID,
    "The schema is not valid at “/minLength”: a whole number of at least 0 was expected" },
  { "{\"maxItems\":1.5}", GATE_ERROR_INVALID, NULL },
  { "{\"uniqueItems\":1}", GATE_ERROR_INVALID, "The schema is not valid at “/uniqueItems”: true or false was expected" },
  { "{\"required\":true}", GATE_ERROR_INVALID, "The schema is not valid at “/required”: an array of strings was expected" },
  { "{\"required\":[1]}", GATE_ERROR_INVALID, NULL },
  { "{\"dependentRequired\":{\"a\":\"b\"}}", GATE_ERROR_INVALID, NULL },
  { "{\"properties\":[]}", GATE_ERROR_INVALID, "The schema is not valid at “/properties”: an object was expected" },
  { "{\"properties\":{\"a/b~\":7}}", GATE_ERROR_INVALID,
    "The schema is not valid at “/properties/a~1b~0”: a schema was expected: an object, true or false" },
  { "{\"allOf\":{}}", GATE_ERROR_INVALID, "The schema is not valid at “/allOf”: an array of schemas was expected" },
  { "{\"anyOf\":[{},{\"not\":1}]}", GATE_ERROR_INVALID,
    "The schema is not valid at “/anyOf/1/not”: a schema was expected: an object, true or false" },
  { "{\"prefixItems\":{}}", GATE_ERROR_INVALID, NULL },
  { "{\"items\":\"string\"}", GATE_ERROR_INVALID, NULL },
  { "{\"dependencies\":{\"a\":1}}", GATE_ERROR_INVALID, NULL },
  { "{\"pattern\":1}", GATE_ERROR_INVALID, "The schema is not valid at “/pattern”: a pattern was expected" },
  /* Patterns. */
  { "{\"pattern\":\"(\"}", GATE_ERROR_UNSUPPORTED, NULL },
  { "{\"patternProperties\":{\"[\":{}}}", GATE_ERROR_UNSUPPORTED, NULL },
};

static void
test_schemas_refused (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (bad_schemas); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(GateJsonSchema) schema = schema_of (bad_schemas[i].schema, &error);

      g_test_message ("%s", bad_schemas[i].schema);
      g_assert_null (schema);
      g_assert_error (error, GATE_ERROR, (int) bad_schemas[i].code);
      if (bad_schemas[i].message)
        g_assert_cmpstr (error->message, ==, bad_schemas[i].message);
    }
}

static const struct {
  const char *schema;
  const char *instance;
  const char *message; /* (nullable): %NULL where the value is valid */
} verdicts[] = {
  { "true", "1", NULL },
  { "false", "1", "The value is not allowed here" },
  { "{\"type\":\"object\"}", "[]", "The value must be an object" },
  { "{\"type\":[\"string\",\"integer\"]}", "1.5", "The value must be of one of the types: string, integer" },
  { "{\"items\":{\"type\":\"string\"}}", "[\"a\",1]", "“/1” must be a string" },
  { "{\"items\":{\"items\":{\"type\":\"null\"}}}", "[[],[null,0]]", "“/1/1” must be null" },
  { "{\"properties\":{\"a/b~c\":{\"properties\":{\"d\":{\"maximum\":3}}}}}", "{\"a/b~c\":{\"d\":4}}",
    "“/a~1b~0c/d” must be at most 3" },
  { "{\"properties\":{\"a\\u001b[0m\":false}}", "{\"a\\u001b[0m\":4}", "“/a\\x1b[0m” is not allowed here" },
  { "{\"minimum\":2.50}", "1", "The value must be at least 2.5" },
  { "{\"exclusiveMinimum\":2}", "2", "The value must be more than 2" },
  { "{\"exclusiveMaximum\":2}", "2.0", "The value must be less than 2" },
  { "{\"maximum\":9007199254740992}", "9007199254740993", "The value must be at most 9007199254740992" },
  { "{\"minimum\":9007199254740993}", "9007199254740992.0", "The value must be at least 9007199254740993" },
  { "{\"maximum\":9223372036854775807}", "9223372036854775807.0", "The value must be at most 9223372036854775807" },
  { "{\"multipleOf\":0.1}", "0.35", "The value must be a multiple of 0.1" },
  { "{\"multipleOf\":0.1}", "0.3", NULL },
  { "{\"multipleOf\":0.01}", "4.35", NULL },
  { "{\"multipleOf\":1e-7}", "9007199254740993", NULL },
  { "{\"multipleOf\":3}", "9007199254740993", NULL },
  { "{\"multipleOf\":3}", "9007199254740994", "The value must be a multiple of 3" },
  { "{\"multipleOf\":7}", "-9223372036854775808", "The value must be a multiple of 7" },
  { "{\"multipleOf\":2}", "-9223372036854775808", NULL },
  { "{\"multipleOf\":1e300}", "5", "The value must be a multiple of 1e+300" },
  { "{\"multipleOf\":1e300}", "0", NULL },
  { "{\"multipleOf\":5e-324}", "1e308", NULL },
  { "{\"minLength\":2}", "\"é\"", "The value must have at least 2 characters" },
  { "{\"maxLength\":1}", "\"😀\"", NULL },
  { "{\"maxLength\":1}", "\"ab\"", "The value must have at most 1 characters" },
  { "{\"pattern\":\"^a+$\"}", "\"ab\"", "The value must match the pattern “^a+$”" },
  { "{\"enum\":[1,\"two\"]}", "3", "The value must be one of [1,\"two\"]" },
  { "{\"const\":{\"a\":1}}", "{}", "The value must be {\"a\":1}" },
  { "{\"minItems\":2}", "[1]", "The value must have at least 2 items" },
  { "{\"maxItems\":0}", "[1]", "The value must have at most 0 items" },
  { "{\"uniqueItems\":true}", "[1,{\"a\":[1]},{\"a\":[1.0]}]", "The value must not have the same item twice" },
  { "{\"uniqueItems\":true}", "[1152921504606846976,1152921504606847000]", NULL },
  { "{\"uniqueItems\":true}", "[1152921504606846976,1152921504606846976.0]", "The value must not have the same item twice" },
  { "{\"contains\":{\"const\":1}}", "[2]", "The value must have at least 1 items of a certain kind" },
  { "{\"contains\":{\"const\":1},\"maxContains\":1}", "[1,1]", "The value must have at most 1 items of a certain kind" },
  { "{\"required\":[\"a\",\"b\"]}", "{\"a\":1}", "The value must have a member “b”" },
  { "{\"dependentRequired\":{\"a\":[\"b\"]}}", "{\"a\":1}", "The value must have a member “b” beside “a”" },
  { "{\"dependencies\":{\"a\":[\"b\"]}}", "{\"a\":1}", "The value must have a member “b” beside “a”" },
  { "{\"minProperties\":1}", "{}", "The value must have at least 1 members" },
  { "{\"maxProperties\":1}", "{\"a\":1,\"b\":2}", "The value must have at most 1 members" },
  { "{\"additionalProperties\":false,\"properties\":{\"a\":{}}}", "{\"a\":1,\"b\":2}", "The value must not have a member “b”" },
  { "{\"additionalProperties\":{\"type\":\"null\"}}", "{\"b\":2}", "“/b” must be null" },
  { "{\"unevaluatedProperties\":false}", "{\"b\":2}", "The value must not have a member “b”" },
  { "{\"unevaluatedItems\":false}", "[1]", "“/0” is not allowed here" },
  { "{\"propertyNames\":{\"maxLength\":1}}", "{\"ab\":2}", "The value must not have a member with the name “ab”" },
  { "{\"anyOf\":[{\"type\":\"string\"},{\"type\":\"null\"}]}", "1", "The value is none of the alternatives that are allowed" },
  { "{\"oneOf\":[{\"type\":\"string\"},{\"minLength\":1}]}", "\"a\"",
    "The value is several of the alternatives of which only one is allowed" },
  { "{\"not\":{\"type\":\"string\"}}", "\"a\"", "The value is what is not allowed here" },
  { "{\"if\":{\"type\":\"string\"},\"then\":{\"minLength\":1},\"else\":{\"type\":\"null\"}}", "1", "The value must be null" },
  { "{\"$ref\":\"#/$defs/a\",\"$defs\":{\"a\":{\"type\":\"null\"}}}", "1", "The value must be null" },
  /* format says something about a value, it does not check it. */
  { "{\"format\":\"email\"}", "\"nobody\"", NULL },
  /* What older schemas have, where they do not say what they are. */
  { "{\"items\":[{\"type\":\"string\"}],\"additionalItems\":false}", "[1]", "“/0” must be a string" },
  { "{\"items\":[{\"type\":\"string\"}],\"additionalItems\":false}", "[\"a\",1]", "“/1” is not allowed here" },
  { "{\"definitions\":{\"a\":{\"type\":\"null\"}},\"properties\":{\"p\":{\"$ref\":\"#/definitions/a\"}}}", "{\"p\":1}",
    "“/p” must be null" },
  /* draft-07 has no keywords of 2020-12, and nothing beside a reference. */
  { "{" HASH_7 ",\"prefixItems\":[false],\"unevaluatedItems\":false,\"dependentRequired\":{\"a\":[\"b\"]}}", "[1]", NULL },
  { "{" HASH_7 ",\"$ref\":\"#/definitions/a\",\"type\":\"null\",\"definitions\":{\"a\":true}}", "1", NULL },
  { "{" HASH_7 ",\"$ref\":\"#/definitions/a\",\"definitions\":{\"a\":{\"type\":\"null\"}}}", "1", "The value must be null" },
  { "{" HASH_7 ",\"$ref\":\"http://localhost/a#/definitions/r\",\"definitions\":{\"u\":{\"$id\":\"http://localhost/a\",\"def"
    "initions\":{"
    "\"r\":{\"$ref\":\"#foo\"},\"A\":{\"$id\":\"#foo\",\"type\":\"integer\"}}}}}", "1.5", "The value must be a whole number" },
};

static void
test_messages (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (verdicts); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(GateJsonSchema) schema = schema_of (verdicts[i].schema, &error);

      g_assert_no_error (error);
      g_test_message ("%s %s", verdicts[i].schema, verdicts[i].instance);
      g_autoptr(JsonNode) instance = parse (verdicts[i].instance);
      g_assert_true (gate_json_schema_validate (schema, instance, &error) == (verdicts[i].message == NULL));
      if (!verdicts[i].message)
        {
          g_assert_no_error (error);
          continue;
        }
      g_assert_error (error, GATE_ERROR, GATE_ERROR_INVALID);
      g_assert_cmpstr (error->message, ==, verdicts[i].message);
      /* And without an error to fill in. */
      g_assert_false (gate_json_schema_validate (schema, instance, NULL));
    }
}

/* Work that would never end, or not soon: given up, also where failure would be success. */
static void
test_bounds (void)
{
  static const char *const instance = "[[[[[[[[[[[[1,2,3,4,5,6,7,8,9],1],1],1],1],1],1],1],1],1],1],\"aaaaaaaaaaaaaaaaaaaaaa"
                                      "aaaaaaaaaaaaaaaaaaaaaab\"]";
  static const char *const schemas[] = {
    "{\"$ref\":\"#\"}",
    "{\"not\":{\"$ref\":\"#\"}}",
    "{\"$defs\":{\"a\":{\"$ref\":\"#/$defs/b\"},\"b\":{\"allOf\":[{\"$ref\":\"#/$defs/a\"}]}},\"anyOf\":[true,{\"$ref\":\"#/"
    "$defs/a\"}],"
    "\"unevaluatedItems\":false}",
    "{\"anyOf\":[{\"$ref\":\"#\"},{\"$ref\":\"#\"}]}",
    "{\"if\":{\"$ref\":\"#\"},\"then\":true,\"else\":true}",
    "{\"contains\":{\"$ref\":\"#/$defs/loop\"},\"minContains\":0,\"$defs\":{\"loop\":{\"not\":{\"$ref\":\"#/$defs/loop\"}}}}",
    "{\"$dynamicAnchor\":\"a\",\"$dynamicRef\":\"#a\"}",
    /* A pattern that searches in vain for years. */
    "{\"items\":{\"pattern\":\"^(a+)+$\"}}",
    "{\"not\":{\"items\":{\"pattern\":\"^(a|aa)+$\"}}}",
    "{\"items\":{\"pattern\":\"^(([a-z])+.)+[A-Z]([a-z])+$\"}}",
    /* Twice as much at each level. */
    "{\"$defs\":{\"d\":{\"allOf\":[{\"items\":{\"$ref\":\"#/$defs/d\"}},{\"items\":{\"$ref\":\"#/$defs/d\"}},{\"items\":{\"$"
    "ref\":\"#/$defs/d\"}},"
    "{\"items\":{\"$ref\":\"#/$defs/d\"}}]}},\"$ref\":\"#/$defs/d\"}",
  };
  g_autoptr(JsonNode) node = parse (instance);

  for (gsize i = 0; i < G_N_ELEMENTS (schemas); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(GateJsonSchema) schema = schema_of (schemas[i], &error);

      g_test_message ("%s", schemas[i]);
      g_assert_no_error (error);
      g_assert_false (gate_json_schema_validate (schema, node, &error));
      g_assert_error (error, GATE_ERROR, GATE_ERROR_TOO_LARGE);
    }
}

static void
test_too_large (void)
{
  g_autoptr(GString) text = g_string_new ("{\"anyOf\":[true");
  g_autoptr(GError) error = NULL;

  for (guint i = 0; i < 100000; i++)
    g_string_append (text, ",true");
  g_string_append (text, "]}");
  g_assert_null (schema_of (text->str, &error));
  g_assert_error (error, GATE_ERROR, GATE_ERROR_TOO_LARGE);
}

/* A value of a megabyte is no trouble. */
static void
test_large_instance (void)
{
  g_autoptr(GateJsonSchema) schema = schema_of ("{\"type\":\"array\",\"uniqueItems\":true,\"items\":{\"type\":\"object\",\"r"
                                                "equired\":[\"id\"],"
                                                "\"properties\":{\"id\":{\"type\":\"string\",\"pattern\":\"^id-[0-9]+$\"}},"
                                                "\"additionalProperties\":false}}", NULL);
  g_autoptr(GString) text = g_string_new ("[{\"id\":\"id-0\"}");
  g_autoptr(GError) error = NULL;

  for (guint i = 1; i < 40000; i++)
    g_string_append_printf (text, ",{\"id\":\"id-%u\"}", i);
  g_string_append_c (text, ']');
  g_autoptr(JsonNode) node = parse (text->str);
  gate_json_schema_validate (schema, node, &error);
  g_assert_no_error (error);
}

static void
test_recursion (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GateJsonSchema) schema = schema_of ("{\"$id\":\"https://example.com/tree\",\"type\":\"object\",\"required\":[\""
                                                "v\"],\"properties\":{"
                                                "\"v\":{\"type\":\"integer\"},\"next\":{\"anyOf\":[{\"$ref\":\"tree\"},{\"ty"
                                                "pe\":\"null\"}]}}}",
                                                &error);
  g_autoptr(GString) text = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < GATE_JSON_MAX_DEPTH; i++)
    g_string_append (text, "{\"v\":1,\"next\":");
  g_string_append (text, "null");
  for (guint i = 0; i < GATE_JSON_MAX_DEPTH; i++)
    g_string_append_c (text, '}');
  g_autoptr(JsonNode) node = parse (text->str);
  gate_json_schema_validate (schema, node, &error);
  g_assert_no_error (error);
}

static void
test_source (void)
{
  g_autoptr(JsonNode) node = parse ("{\"type\":\"object\",\"x-own\":[1,{\"$ref\":\"nowhere\"}],\"properties\":{\"a\":{\"typ"
                                    "e\":\"null\"}}}");
  g_autofree char *before = gate_json_to_text (node);
  g_autoptr(GError) error = NULL;
  g_autoptr(GateJsonSchema) schema = gate_json_schema_new (node, &error);
  g_autoptr(JsonNode) number = parse ("1");
  g_autoptr(JsonNode) null = parse ("null");

  g_assert_no_error (error);
  json_object_remove_member (json_node_get_object (node), "properties");
  g_autofree char *after = gate_json_to_text (gate_json_schema_get_source (schema));
  g_assert_cmpstr (after, ==, before);
  g_assert_true (gate_json_schema_validate_member (schema, "a", null, NULL));
  g_assert_true (gate_json_schema_validate_member (schema, "b", number, NULL));
  g_assert_false (gate_json_schema_validate_member (schema, "a", number, &error));
  g_assert_cmpstr (error->message, ==, "“/a” must be null");
  g_clear_pointer (&node, json_node_unref);
  gate_test_finalize (schema);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/json/schema/refused", test_schemas_refused);
  g_test_add_func ("/json/schema/messages", test_messages);
  g_test_add_func ("/json/schema/bounds", test_bounds);
  g_test_add_func ("/json/schema/too-large", test_too_large);
  g_test_add_func ("/json/schema/large-instance", test_large_instance);
  g_test_add_func ("/json/schema/recursion", test_recursion);
  g_test_add_func ("/json/schema/source", test_source);
  return g_test_run ();
}
