// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-json.h"
#include "gate-test.h"

static JsonNode *
parse (const char *text)
{
  g_autoptr(GError) error = NULL;
  JsonNode *node = gate_json_parse_value (text, -1, GATE_JSON_DOCUMENT_LIMIT, &error);

  g_assert_no_error (error);
  return node;
}

static const char *const sample =
  "{\"s\":\"text\",\"e\":\"\",\"i\":7,\"d\":2.5,\"w\":3.0,\"t\":true,\"f\":false,\"n\":null,\"o\":{\"x\":1},\"a\":[1],"
  "\"v\":[\"p\",\"q\"],\"m\":[\"p\",1],\"z\":[],\"huge\":1e300}";

static const char *const all_names[] = { "s", "e", "i", "d", "w", "t", "f", "n", "o", "a", "v", "m", "z", "huge", "absent" };

static void
test_strings (void)
{
  g_autoptr(JsonNode) node = parse (sample);
  JsonObject *object = gate_json_node_object (node);

  g_assert_cmpstr (gate_json_get_string (object, "s"), ==, "text");
  g_assert_cmpstr (gate_json_get_string (object, "e"), ==, "");
  for (gsize i = 2; i < G_N_ELEMENTS (all_names); i++)
    g_assert_null (gate_json_get_string (object, all_names[i]));
}

static void
test_numbers (void)
{
  g_autoptr(JsonNode) node = parse (sample);
  JsonObject *object = gate_json_node_object (node);

  g_assert_cmpint (gate_json_get_int (object, "i", -1), ==, 7);
  g_assert_cmpint (gate_json_get_int (object, "w", -1), ==, 3);
  g_assert_cmpint (gate_json_get_int (object, "d", -1), ==, -1);
  g_assert_cmpint (gate_json_get_int (object, "huge", -1), ==, -1);
  g_assert_cmpint (gate_json_get_int (object, "t", -1), ==, -1);
  g_assert_cmpint (gate_json_get_int (object, "s", -1), ==, -1);
  g_assert_cmpint (gate_json_get_int (object, "n", -1), ==, -1);
  g_assert_cmpint (gate_json_get_int (object, "absent", -1), ==, -1);
  g_assert_cmpfloat (gate_json_get_double (object, "i", -1), ==, 7);
  g_assert_cmpfloat (gate_json_get_double (object, "d", -1), ==, 2.5);
  g_assert_cmpfloat (gate_json_get_double (object, "s", -1), ==, -1);
  g_assert_cmpfloat (gate_json_get_double (object, "t", -1), ==, -1);
  g_assert_cmpfloat (gate_json_get_double (object, "absent", -1), ==, -1);
  g_assert_true (gate_json_node_is_integer (gate_json_get (object, "huge")));
  g_assert_false (gate_json_node_is_integer (gate_json_get (object, "d")));
  g_assert_false (gate_json_node_is_number (gate_json_get (object, "t")));
  g_assert_false (gate_json_node_is_number (NULL));
}

static void
test_containers (void)
{
  g_autoptr(JsonNode) node = parse (sample);
  JsonObject *object = gate_json_node_object (node);

  g_assert_nonnull (gate_json_get_object (object, "o"));
  g_assert_null (gate_json_get_object (object, "a"));
  g_assert_null (gate_json_get_object (object, "n"));
  g_assert_null (gate_json_get_object (object, "absent"));
  g_assert_nonnull (gate_json_get_array (object, "a"));
  g_assert_null (gate_json_get_array (object, "o"));
  g_assert_null (gate_json_get_array (object, "absent"));
  g_assert_true (JSON_NODE_HOLDS_NULL (gate_json_get (object, "n")));
  g_assert_null (gate_json_get (object, "absent"));
  g_assert_true (gate_json_get_boolean (object, "t", FALSE));
  g_assert_false (gate_json_get_boolean (object, "f", TRUE));
  g_assert_true (gate_json_get_boolean (object, "i", TRUE));
  g_assert_false (gate_json_get_boolean (object, "absent", FALSE));
}

static void
test_strv (void)
{
  g_autoptr(JsonNode) node = parse (sample);
  JsonObject *object = gate_json_node_object (node);
  g_auto(GStrv) two = gate_json_get_strv (object, "v");
  g_auto(GStrv) none = gate_json_get_strv (object, "z");
  const char *const expected[] = { "p", "q", NULL };

  g_assert_cmpstrv (two, expected);
  g_assert_nonnull (none);
  g_assert_null (none[0]);
  g_assert_null (gate_json_get_strv (object, "m"));
  g_assert_null (gate_json_get_strv (object, "s"));
  g_assert_null (gate_json_get_strv (object, "absent"));
}

static void
test_no_object (void)
{
  g_assert_null (gate_json_get (NULL, "x"));
  g_assert_null (gate_json_get_string (NULL, "x"));
  g_assert_null (gate_json_get_object (NULL, "x"));
  g_assert_null (gate_json_get_array (NULL, "x"));
  g_assert_null (gate_json_get_strv (NULL, "x"));
  g_assert_true (gate_json_get_boolean (NULL, "x", TRUE));
  g_assert_cmpint (gate_json_get_int (NULL, "x", 5), ==, 5);
  g_assert_null (gate_json_node_object (NULL));
  g_assert_null (gate_json_node_string (NULL));
}

static void
test_wrap (void)
{
  JsonObject *object = json_object_new ();
  g_autoptr(JsonNode) owner = gate_json_take_object (object);
  g_autoptr(JsonNode) other = gate_json_from_object (object);
  g_autoptr(JsonNode) empty = gate_json_from_object (NULL);
  g_autoptr(JsonNode) array = gate_json_take_array (json_array_new ());
  g_autofree char *text = NULL;

  json_object_set_int_member (object, "x", 1);
  text = gate_json_to_text (other);
  g_assert_cmpstr (text, ==, "{\"x\":1}");
  g_assert_cmpuint (json_object_get_size (gate_json_node_object (empty)), ==, 0);
  g_assert_true (JSON_NODE_HOLDS_ARRAY (array));
}

static void
test_equal (void)
{
  static const struct {
    const char *a;
    const char *b;
    gboolean    equal;
  } cases[] = {
    { "1", "1.0", TRUE },
    { "1", "1.5", FALSE },
    { "0", "-0.0", TRUE },
    { "0", "false", FALSE },
    { "1", "true", FALSE },
    { "1", "\"1\"", FALSE },
    { "null", "false", FALSE },
    { "null", "0", FALSE },
    { "null", "null", TRUE },
    { "\"a\"", "\"\\u0061\"", TRUE },
    { "\"a\"", "\"A\"", FALSE },
    { "\"é\"", "\"e\\u0301\"", FALSE },
    { "9007199254740993", "9007199254740992.0", FALSE },
    { "9007199254740992", "9007199254740992.0", TRUE },
    { "9223372036854775807", "9223372036854775808.0", FALSE },
    { "-9223372036854775808", "-9223372036854775808.0", TRUE },
    { "9223372036854775807", "9223372036854775806", FALSE },
    { "1e300", "1e300", TRUE },
    { "{\"a\":1,\"b\":[1,2]}", "{\"b\":[1.0,2],\"a\":1}", TRUE },
    { "{\"a\":1}", "{\"a\":1,\"b\":null}", FALSE },
    { "{\"a\":1}", "{\"b\":1}", FALSE },
    { "{\"a\":null}", "{}", FALSE },
    { "[1,2]", "[2,1]", FALSE },
    { "[1]", "[1,1]", FALSE },
    { "[]", "{}", FALSE },
    { "[[]]", "[[]]", TRUE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(JsonNode) a = parse (cases[i].a);
      g_autoptr(JsonNode) b = parse (cases[i].b);

      g_test_message ("%s %s", cases[i].a, cases[i].b);
      g_assert_true (gate_json_equal (a, b) == cases[i].equal);
      g_assert_true (gate_json_equal (b, a) == cases[i].equal);
      g_assert_true (gate_json_equal (a, a));
    }
}

static void
test_copy (void)
{
  g_autoptr(JsonNode) node = parse (sample);
  g_autoptr(JsonNode) kept = gate_json_keep (node);
  g_autoptr(JsonNode) again = gate_json_keep (kept);
  g_autoptr(JsonNode) copy = gate_json_copy (kept);
  g_autofree char *before = gate_json_to_text (node);

  json_object_set_int_member (gate_json_get_object (gate_json_node_object (node), "o"), "x", 2);
  g_assert_true (json_node_is_immutable (kept));
  g_assert_true (again == kept);
  g_assert_false (json_node_is_immutable (copy));
  g_assert_false (gate_json_equal (node, kept));
  g_assert_true (gate_json_equal (copy, kept));
  json_array_add_int_element (gate_json_get_array (gate_json_node_object (copy), "a"), 2);
  g_autofree char *after = gate_json_to_text (kept);
  g_assert_cmpstr (after, ==, before);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/json/values/strings", test_strings);
  g_test_add_func ("/json/values/numbers", test_numbers);
  g_test_add_func ("/json/values/containers", test_containers);
  g_test_add_func ("/json/values/strv", test_strv);
  g_test_add_func ("/json/values/no-object", test_no_object);
  g_test_add_func ("/json/values/wrap", test_wrap);
  g_test_add_func ("/json/values/equal", test_equal);
  g_test_add_func ("/json/values/copy", test_copy);
  return g_test_run ();
}
