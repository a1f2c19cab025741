// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-json-number.h"
#include "gate-json.h"
#include "gate-test.h"

#include <math.h>
#include <string.h>

/* The table of RFC 8785 appendix B, and the ends of each way of writing. */
static const struct {
  guint64     bits;
  const char *text;
} numbers[] = {
  { 0x0000000000000000, "0" },
  { 0x8000000000000000, "0" },
  { 0x0000000000000001, "5e-324" },
  { 0x8000000000000001, "-5e-324" },
  { 0x7fefffffffffffff, "1.7976931348623157e+308" },
  { 0xffefffffffffffff, "-1.7976931348623157e+308" },
  { 0x4340000000000000, "9007199254740992" },
  { 0xc340000000000000, "-9007199254740992" },
  { 0x4430000000000000, "295147905179352830000" },
  { 0x44b52d02c7e14af5, "9.999999999999997e+22" },
  { 0x44b52d02c7e14af6, "1e+23" },
  { 0x44b52d02c7e14af7, "1.0000000000000001e+23" },
  { 0x444b1ae4d6e2ef4e, "999999999999999700000" },
  { 0x444b1ae4d6e2ef4f, "999999999999999900000" },
  { 0x444b1ae4d6e2ef50, "1e+21" },
  { 0x3eb0c6f7a0b5ed8c, "9.999999999999997e-7" },
  { 0x3eb0c6f7a0b5ed8d, "0.000001" },
  { 0x41b3de4355555553, "333333333.3333332" },
  { 0x41b3de4355555554, "333333333.33333325" },
  { 0x41b3de4355555555, "333333333.3333333" },
  { 0x41b3de4355555556, "333333333.3333334" },
  { 0x41b3de4355555557, "333333333.33333343" },
  { 0xbecbf647612f3696, "-0.0000033333333333333333" },
  { 0x43143ff3c1cb0959, "1424953923781206.2" },
  /* 2⁻⁴⁴: the nearest decimal of 16 digits is another double, the next one up is this. */
  { 0x3d30000000000000, "5.684341886080802e-14" },
  { 0x0010000000000000, "2.2250738585072014e-308" },
  { 0x000fffffffffffff, "2.225073858507201e-308" },
  { 0x3fb999999999999a, "0.1" },
  { 0x3fd3333333333334, "0.30000000000000004" },
  { 0x4059000000000000, "100" },
  { 0x3ff8000000000000, "1.5" },
};

static void
test_numbers (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      char text[GATE_JSON_NUMBER_SIZE];
      double value;

      memcpy (&value, &numbers[i].bits, sizeof value);
      g_assert_cmpstr (gate_json_number_format (value, text), ==, numbers[i].text);
      g_assert_cmpfloat (g_ascii_strtod (text, NULL), ==, value);
    }
}

/* Every power of two, with its neighbours: each is read back as itself. */
static void
test_powers (void)
{
  for (int exponent = -1074; exponent < 1024; exponent++)
    {
      double power = ldexp (1, exponent);
      double values[] = { power, nextafter (power, 0), nextafter (power, HUGE_VAL), -power };

      for (gsize i = 0; i < G_N_ELEMENTS (values); i++)
        {
          char text[GATE_JSON_NUMBER_SIZE];

          if (!isfinite (values[i]))
            continue;
          g_assert_cmpfloat (g_ascii_strtod (gate_json_number_format (values[i], text), NULL), ==, values[i]);
          g_assert_cmpuint (strlen (text), <, 26);
        }
    }
}

static void
test_canonical (void)
{
  static const struct {
    const char *text;
    const char *canonical;
  } cases[] = {
    { "{\"b\":1.0,\"a\":[ ]}", "{\"a\":[],\"b\":1}" },
    /* RFC 8785 §3.2.2. */
    { "{\"numbers\":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001],"
      "\"string\":\"\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\\"\\/\",\"literals\":[null,true,false]}",
      "{\"literals\":[null,true,false],\"numbers\":[333333333.3333333,1e+30,4.5,0.002,1e-27],"
      "\"string\":\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}" },
    /* RFC 8785 §3.2.3: by UTF-16 code units. */
    { "{\"\\u20ac\":\"Euro Sign\",\"\\r\":\"Carriage Return\",\"\\ufb33\":\"Hebrew Letter Dalet With Dagesh\",\"1\":\"One\","
      "\"\\ud83d\\ude00\":\"Emoji: Grinning Face\",\"\\u0080\":\"Control\",\"\\u00f6\":\"Latin Small Letter O With Diaeresis\"}",
      "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\xc2\x80\":\"Control\",\"ö\":\"Latin Small Letter O With Diaeresis\","
      "\"€\":\"Euro Sign\",\"😀\":\"Emoji: Grinning Face\",\"\xef\xac\xb3\":\"Hebrew Letter Dalet With Dagesh\"}" },
    { "{\"a\":1,\"\":2,\"aa\":3}", "{\"\":2,\"a\":1,\"aa\":3}" },
    { "[9007199254740993,9223372036854775807,1e20,-0.0]", "[9007199254740993,9223372036854775807,100000000000000000000,0]" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(JsonNode) node = gate_json_parse (cases[i].text, -1, GATE_JSON_DOCUMENT_LIMIT, NULL);
      g_autofree char *canonical = gate_json_to_canonical (node);

      g_assert_cmpstr (canonical, ==, cases[i].canonical);
    }
}

static void
test_pretty (void)
{
  g_autoptr(JsonNode) node = gate_json_parse ("{\"a\":[1,2.0,{}],\"b\":{\"c\":[]},\"d\":\"x\\ny\"}", -1, GATE_JSON_DOCUMENT_LIMIT, NULL);
  g_autofree char *text = gate_json_to_pretty_text (node);

  g_assert_cmpstr (text, ==,
                   "{\n"
                   "  \"a\": [\n"
                   "    1,\n"
                   "    2.0,\n"
                   "    {}\n"
                   "  ],\n"
                   "  \"b\": {\n"
                   "    \"c\": []\n"
                   "  },\n"
                   "  \"d\": \"x\\ny\"\n"
                   "}");
}

/* What no parser makes, but code might. */
static void
test_odd_nodes (void)
{
  JsonObject *object = json_object_new ();
  g_autoptr(JsonNode) node = gate_json_take_object (object);
  g_autofree char *text = NULL;

  json_object_set_double_member (object, "nan", NAN);
  json_object_set_double_member (object, "infinite", -INFINITY);
  json_object_set_string_member (object, "bytes", "a\xff""b");
  json_object_set_string_member (object, "none", NULL);
  json_object_set_null_member (object, "null");
  text = gate_json_to_text (node);
  g_assert_cmpstr (text, ==, "{\"nan\":null,\"infinite\":null,\"bytes\":\"a\xef\xbf\xbd" "b\",\"none\":null,\"null\":null}");
  g_assert_true (gate_json_check (text, strlen (text), GATE_JSON_DOCUMENT_LIMIT, NULL));
}

static void
test_every_character (void)
{
  g_autoptr(GString) all = g_string_new (NULL);
  JsonArray *array = json_array_new ();
  g_autoptr(JsonNode) node = gate_json_take_array (array);
  g_autoptr(GError) error = NULL;

  for (gunichar c = 1; c < 0x3000; c++)
    g_string_append_unichar (all, c);
  g_string_append_unichar (all, 0x10ffff);
  json_array_add_string_element (array, all->str);
  g_autofree char *text = gate_json_to_text (node);
  g_assert_null (strchr (text, '\n'));
  g_autoptr(JsonNode) again = gate_json_parse (text, -1, GATE_JSON_DOCUMENT_LIMIT, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (json_array_get_string_element (json_node_get_array (again), 0), ==, all->str);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/json/writer/numbers", test_numbers);
  g_test_add_func ("/json/writer/powers", test_powers);
  g_test_add_func ("/json/writer/canonical", test_canonical);
  g_test_add_func ("/json/writer/pretty", test_pretty);
  g_test_add_func ("/json/writer/odd-nodes", test_odd_nodes);
  g_test_add_func ("/json/writer/every-character", test_every_character);
  return g_test_run ();
}
