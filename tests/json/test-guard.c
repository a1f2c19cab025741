// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-error.h"
#include "gate-json.h"
#include "gate-test.h"

#include <string.h>

#define TEXT(literal) (literal), sizeof (literal) - 1

typedef struct {
  const char *text;
  gsize       size;
  const char *complaint;
} BadCase;

static const BadCase bad_cases[] = {
  /* Roots. */
  { TEXT (""), "it is empty" },
  { TEXT (" \t\r\n"), "it is empty" },
  { TEXT ("null"), "an object or an array was expected" },
  { TEXT ("true"), "an object or an array was expected" },
  { TEXT ("\"text\""), "an object or an array was expected" },
  { TEXT ("17"), "an object or an array was expected" },
  { TEXT ("{}{}"), "more text after the end" },
  { TEXT ("{} []"), "more text after the end" },
  { TEXT ("[] x"), "more text after the end" },
  { TEXT ("[]]"), "more text after the end" },
  { TEXT ("{}\0"), "more text after the end" },
  { TEXT ("\xef\xbb\xbf{}"), "byte order mark" },
  { TEXT ("\xff\xfe{\0}\0"), "an object or an array was expected" },
  { TEXT ("{\0}\0"), "name of a member was expected" },
  /* What json-glib alone would take. */
  { TEXT ("var x = {};"), "an object or an array was expected" },
  { TEXT ("['x']"), "a value was expected" },
  { TEXT ("{'x':1}"), "name of a member was expected" },
  { TEXT ("{x:1}"), "name of a member was expected" },
  { TEXT ("/* c */ []"), "an object or an array was expected" },
  { TEXT ("[1 // c\n]"), "a comma or “]” was expected" },
  { TEXT ("[] # c"), "more text after the end" },
  { TEXT ("[1,]"), "a value was expected" },
  { TEXT ("[,1]"), "a value was expected" },
  { TEXT ("[1,,2]"), "a value was expected" },
  { TEXT ("[1 2]"), "a comma or “]” was expected" },
  { TEXT ("{\"a\":1,}"), "name of a member was expected" },
  { TEXT ("{\"a\":1 \"b\":2}"), "a comma or “}” was expected" },
  { TEXT ("{\"a\",1}"), "a colon was expected" },
  { TEXT ("{\"a\"}"), "a colon was expected" },
  { TEXT ("{\"a\":}"), "a value was expected" },
  { TEXT ("{1:2}"), "name of a member was expected" },
  { TEXT ("{null:2}"), "name of a member was expected" },
  { TEXT ("{]"), "name of a member was expected" },
  { TEXT ("[}"), "a value was expected" },
  { TEXT ("[1}"), "a comma or “]” was expected" },
  { TEXT ("{\"a\":1]"), "a comma or “}” was expected" },
  /* Words. */
  { TEXT ("[True]"), "a value was expected" },
  { TEXT ("[NULL]"), "a value was expected" },
  { TEXT ("[nul]"), "a value was expected" },
  { TEXT ("[nullx]"), "a comma or “]” was expected" },
  { TEXT ("[undefined]"), "a value was expected" },
  { TEXT ("[NaN]"), "a value was expected" },
  { TEXT ("[Infinity]"), "a value was expected" },
  { TEXT ("[-Infinity]"), "a digit was expected" },
  { TEXT ("[-NaN]"), "a digit was expected" },
  /* Numbers. */
  { TEXT ("[01]"), "begins with 0" },
  { TEXT ("[-01]"), "begins with 0" },
  { TEXT ("[00]"), "begins with 0" },
  { TEXT ("[0x10]"), "a comma or “]” was expected" },
  { TEXT ("[+1]"), "a value was expected" },
  { TEXT ("[.5]"), "a value was expected" },
  { TEXT ("[-.5]"), "a digit was expected" },
  { TEXT ("[-]"), "a digit was expected" },
  { TEXT ("[--1]"), "a digit was expected" },
  { TEXT ("[1.]"), "a digit was expected" },
  { TEXT ("[1.e5]"), "a digit was expected" },
  { TEXT ("[1e]"), "a digit was expected" },
  { TEXT ("[1e+]"), "a digit was expected" },
  { TEXT ("[1e1.5]"), "a comma or “]” was expected" },
  { TEXT ("[1.2.3]"), "a comma or “]” was expected" },
  { TEXT ("[1_000]"), "a comma or “]” was expected" },
  { TEXT ("[1e400]"), "a number is too large" },
  { TEXT ("[-1e400]"), "a number is too large" },
  { TEXT ("[1.8e308]"), "a number is too large" },
  { TEXT ("[1e99999999999999999999]"), "a number is too large" },
  /* Strings. */
  { TEXT ("[\"]"), "a string is not closed" },
  { TEXT ("[\"a\\"), "a string is not closed" },
  { TEXT ("[\"a\\\"]"), "a string is not closed" },
  { TEXT ("[\"a\nb\"]"), "control character" },
  { TEXT ("[\"a\tb\"]"), "control character" },
  { TEXT ("[\"a\0b\"]"), "control character" },
  { TEXT ("[\"\x1f\"]"), "control character" },
  { TEXT ("[\"\\x41\"]"), "does not escape" },
  { TEXT ("[\"\\'\"]"), "does not escape" },
  { TEXT ("[\"\\0\"]"), "does not escape" },
  { TEXT ("[\"\\\0\"]"), "does not escape" },
  { TEXT ("[\"\\\n\"]"), "does not escape" },
  { TEXT ("[\"\\U0041\"]"), "does not escape" },
  { TEXT ("[\"\\u004\"]"), "four hexadecimal digits" },
  { TEXT ("[\"\\u00g0\"]"), "four hexadecimal digits" },
  { TEXT ("[\"\\u+041\"]"), "four hexadecimal digits" },
  { TEXT ("[\"\\u00"), "four hexadecimal digits" },
  { TEXT ("[\"x\\u0000y\"]"), "U+0000" },
  { TEXT ("{\"x\\u0000y\":1}"), "U+0000" },
  { TEXT ("[\"\\ud800\"]"), "without the second" },
  { TEXT ("[\"\\uD83D\\u0041\"]"), "without the second" },
  { TEXT ("[\"\\ud83d\\ud83d\"]"), "without the second" },
  { TEXT ("[\"\\ud83dx\"]"), "without the second" },
  { TEXT ("[\"\\ud83d\\n\"]"), "without the second" },
  { TEXT ("[\"\\ud83d\\ude\"]"), "without the second" },
  { TEXT ("[\"\\ude00\"]"), "without the first" },
  { TEXT ("[\"\\ude00\\ud83d\"]"), "without the first" },
  /* UTF-8. */
  { TEXT ("[\"\x80\"]"), "not UTF-8" },
  { TEXT ("[\"\xc3\"]"), "not UTF-8" },
  { TEXT ("[\"\xc3"), "not UTF-8" },
  { TEXT ("[\"\xe2\x82"), "not UTF-8" },
  { TEXT ("[\"\xe2\x82\"]"), "not UTF-8" },
  { TEXT ("[\"\xc0\xaf\"]"), "not UTF-8" },
  { TEXT ("[\"\xe0\x80\xaf\"]"), "not UTF-8" },
  { TEXT ("[\"\xed\xa0\xbd\xed\xb8\x80\"]"), "not UTF-8" },
  { TEXT ("[\"\xf4\x90\x80\x80\"]"), "not UTF-8" },
  { TEXT ("[\"\xf8\x88\x80\x80\x80\"]"), "not UTF-8" },
  { TEXT ("[\"\xff\"]"), "not UTF-8" },
  { TEXT ("{\"\xff\":1}"), "not UTF-8" },
  { TEXT ("[\xc2\xa0]"), "a value was expected" },
  { TEXT ("[\f]"), "a value was expected" },
  { TEXT ("\xe2\x80\xa8[]"), "an object or an array was expected" },
  /* Half a text. */
  { TEXT ("{"), "ends in the middle" },
  { TEXT ("["), "ends in the middle" },
  { TEXT ("[1"), "ends in the middle" },
  { TEXT ("[1,"), "ends in the middle" },
  { TEXT ("{\"a\""), "a colon was expected" },
  { TEXT ("{\"a\":"), "ends in the middle" },
  { TEXT ("{\"a\":1"), "ends in the middle" },
  { TEXT ("{\"a\":1,"), "ends in the middle" },
  { TEXT ("[tru"), "a value was expected" },
  { TEXT ("[-"), "a digit was expected" },
};

static void
test_refused (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (bad_cases); i++)
    {
      const BadCase *test = &bad_cases[i];
      g_autoptr(GError) error = NULL;
      g_autoptr(GError) parse_error = NULL;
      /* A copy of the exact size, so that a sanitizer sees a step too far. */
      g_autofree char *copy = g_memdup2 (test->text, test->size);

      g_test_message ("case %" G_GSIZE_FORMAT ": %s", i, test->complaint);
      g_assert_false (gate_json_check (copy, test->size, GATE_JSON_DOCUMENT_LIMIT, &error));
      g_assert_error (error, GATE_ERROR, GATE_ERROR_INVALID);
      g_assert_nonnull (strstr (error->message, test->complaint));
      g_assert_null (gate_json_parse (test->size > 0 ? copy : "", (gssize) test->size, GATE_JSON_DOCUMENT_LIMIT, &parse_error));
      g_assert_cmpstr (parse_error->message, ==, error->message);
    }
}

static const struct {
  const char *text;
  const char *written;
} good_cases[] = {
  { "{}", "{}" },
  { " [ ] ", "[]" },
  { "\r\n\t{ \"a\" : [ 1 , 2 ] }\n", "{\"a\":[1,2]}" },
  { "[true,false,null]", "[true,false,null]" },
  { "[0,-0,1,-1,10,1234567890]", "[0,0,1,-1,10,1234567890]" },
  { "[9223372036854775807,-9223372036854775808]", "[9223372036854775807,-9223372036854775808]" },
  { "[0.5,-0.5,1.0,0.0,1e3,1E3,1e+3,1e-3,1.25E-3]", "[0.5,-0.5,1.0,0.0,1000.0,1000.0,1000.0,0.001,0.00125]" },
  { "[1.7976931348623157e308,5e-324,1e-400]", "[1.7976931348623157e+308,5e-324,0.0]" },
  { "[18446744073709551616.0]", "[18446744073709552000.0]" },
  { "[9223372036854775808,-9223372036854775809]", "[9223372036854776000.0,-9223372036854776000.0]" },
  { "[18446744073709551616,-99999999999999999999]", "[18446744073709552000.0,-100000000000000000000.0]" },
  { "[9223372036854775806,-9223372036854775807,1234567890123456789]", "[9223372036854775806,-9223372036854775807,1234567890123456789]" },
  { "[\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"]", "[\"\\\"\\\\/\\b\\f\\n\\r\\t\"]" },
  { "[\"\\u0041\\u00e9\\u20AC\\ud83d\\uDE00\"]", "[\"Aé€😀\"]" },
  { "[\"\\u0001\\u001f\\u007f\\u2028\"]", "[\"\\u0001\\u001f\x7f\xe2\x80\xa8\"]" },
  { "[\"é€😀\xf4\x8f\xbf\xbf\xef\xbf\xbf\"]", "[\"é€😀\xf4\x8f\xbf\xbf\xef\xbf\xbf\"]" },
  { "[\"// no comment /* none */ '\"]", "[\"// no comment /* none */ '\"]" },
  { "{\"\":1,\" \":2,\"a.b\":3,\"$ref\":4}", "{\"\":1,\" \":2,\"a.b\":3,\"$ref\":4}" },
  { "{\"z\":1,\"a\":2,\"m\":3}", "{\"z\":1,\"a\":2,\"m\":3}" },
  { "{\"a\":1,\"a\":2}", "{\"a\":2}" },
  { "{\"\\u0061\":1,\"a\":{}}", "{\"a\":{}}" },
  { "{\"a\":{\"x\":[1]},\"b\":[{}],\"a\":[2,{\"y\":3}],\"c\":4}", "{\"a\":[2,{\"y\":3}],\"b\":[{}],\"c\":4}" },
  { "{\"a\\n\":\"\\u00e9\\\\\",\"\\\"\":{\"b\":\"\"}}", "{\"a\\n\":\"é\\\\\",\"\\\"\":{\"b\":\"\"}}" },
  { "[[],[[]],{\"a\":{}}]", "[[],[[]],{\"a\":{}}]" },
};

static void
test_accepted (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (good_cases); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autofree char *copy = g_memdup2 (good_cases[i].text, strlen (good_cases[i].text));
      g_autoptr(JsonNode) node = gate_json_parse (copy, (gssize) strlen (good_cases[i].text), GATE_JSON_DOCUMENT_LIMIT, &error);

      g_assert_no_error (error);
      g_autofree char *written = gate_json_to_text (node);
      g_assert_cmpstr (written, ==, good_cases[i].written);
    }
}

static void
test_place (void)
{
  g_autoptr(GError) error = NULL;

  g_assert_null (gate_json_parse ("{\n  \"é\": 1,\n  \"é\" 2\n}", -1, GATE_JSON_DOCUMENT_LIMIT, &error));
  g_assert_cmpstr (error->message, ==,
                   "The JSON text is not valid at line 3, column 7: a colon was expected after the name of a member");
}

static void
test_size (void)
{
  g_autoptr(GError) error = NULL;

  g_assert_true (gate_json_check ("[123]", 5, 5, NULL));
  g_assert_false (gate_json_check ("[1234]", 6, 5, &error));
  g_assert_error (error, GATE_ERROR, GATE_ERROR_TOO_LARGE);
  g_assert_cmpstr (error->message, ==, "The JSON text has 6 bytes, more than the 5 that are allowed");
  /* A text that is too large is not even looked at. */
  g_clear_error (&error);
  g_assert_false (gate_json_check (NULL, 0, 0, &error));
  g_assert_error (error, GATE_ERROR, GATE_ERROR_INVALID);
}

static char *
nest (const char *opening,
      const char *middle,
      const char *closing,
      gsize       levels)
{
  GString *text = g_string_new (NULL);

  for (gsize i = 0; i < levels; i++)
    g_string_append (text, opening);
  g_string_append (text, middle);
  for (gsize i = 0; i < levels; i++)
    g_string_append (text, closing);
  return g_string_free (text, FALSE);
}

static void
test_depth (void)
{
  static const struct {
    const char *opening;
    const char *middle;
    const char *closing;
    gsize       levels;
    gboolean    fits;
  } cases[] = {
    { "[", "", "]", GATE_JSON_MAX_DEPTH, TRUE },
    { "[", "1", "]", GATE_JSON_MAX_DEPTH, TRUE },
    { "{\"a\":", "{}", "}", GATE_JSON_MAX_DEPTH - 1, TRUE },
    { "[", "", "]", GATE_JSON_MAX_DEPTH + 1, FALSE },
    { "{\"a\":", "{}", "}", GATE_JSON_MAX_DEPTH, FALSE },
    { "[{\"a\":", "1", "}]", GATE_JSON_MAX_DEPTH / 2 + 1, FALSE },
    { "[", "", "", 1000000, FALSE },
    { "{\"a\":", "", "", 1000000, FALSE },
    { "[", "", "]", 1000000, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = nest (cases[i].opening, cases[i].middle, cases[i].closing, cases[i].levels);
      g_autoptr(GError) error = NULL;
      g_autoptr(JsonNode) node = gate_json_parse (text, -1, GATE_JSON_MESSAGE_LIMIT, &error);

      g_assert_true ((node != NULL) == cases[i].fits);
      if (!cases[i].fits)
        g_assert_error (error, GATE_ERROR, GATE_ERROR_TOO_LARGE);
    }
}

/* Brackets in strings do not nest, and the depth goes down again. */
static void
test_width (void)
{
  g_autofree char *text = nest ("[[\"[[[{{{\"],", "1", "]", 60);
  g_autofree char *many = nest ("[],", "", "", 100000);
  g_autofree char *wide = g_strdup_printf ("[%s[]]", many);
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) node = gate_json_parse (text, -1, GATE_JSON_MESSAGE_LIMIT, &error);

  g_assert_no_error (error);
  g_clear_pointer (&node, json_node_unref);
  node = gate_json_parse (wide, -1, GATE_JSON_MESSAGE_LIMIT, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (json_array_get_length (json_node_get_array (node)), ==, 100001);
}

static void
test_long_number (void)
{
  g_autofree char *fits = nest ("", "[0.", "1", 0);
  g_autofree char *digits = nest ("1", "", "", 1000);
  g_autofree char *long_fraction = g_strdup_printf ("%s%s]", fits, digits);
  g_autofree char *too_long = g_strdup_printf ("%s%s%s]", fits, digits, digits);
  g_autofree char *long_integer = g_strdup_printf ("[%s]", digits);
  g_autoptr(GError) error = NULL;

  g_assert_true (gate_json_check (long_fraction, strlen (long_fraction), GATE_JSON_DOCUMENT_LIMIT, &error));
  g_assert_no_error (error);
  g_assert_false (gate_json_check (too_long, strlen (too_long), GATE_JSON_DOCUMENT_LIMIT, NULL));
  g_assert_false (gate_json_check (long_integer, strlen (long_integer), GATE_JSON_DOCUMENT_LIMIT, NULL));
}

static void
test_any_value (void)
{
  static const struct {
    const char *text;
    const char *written;
  } cases[] = {
    { "null", "null" }, { " true ", "true" }, { "false", "false" }, { "-5", "-5" }, { "2.5", "2.5" }, { "\"x\"", "\"x\"" },
    { "-9223372036854775808", "-9223372036854775808" }, { "[]", "[]" }, { "{}", "{}" }, { "\"\\u00e9\"", "\"é\"" },
    { "", NULL }, { "nul", NULL }, { "1 2", NULL }, { "\"x", NULL }, { "x", NULL }, { "'x'", NULL }, { "true false", NULL },
    { "1e999", NULL }, { "//", NULL }, { "var x", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(JsonNode) node = gate_json_parse_value (cases[i].text, -1, GATE_JSON_DOCUMENT_LIMIT, &error);
      g_autofree char *written = node ? gate_json_to_text (node) : NULL;

      g_assert_cmpstr (written, ==, cases[i].written);
      if (!node)
        g_assert_error (error, GATE_ERROR, GATE_ERROR_INVALID);
    }
}

static void
test_async (void)
{
  g_autofree char *items = nest ("{\"a\":[1,2.5,\"x\"]},", "", "", 50000);
  g_autofree char *large = g_strdup_printf ("[%s{}]", items);
  const char *texts[] = { "[1]", large };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr(GBytes) bytes = g_bytes_new (texts[i], strlen (texts[i]));
      g_autoptr(GBytes) bad = g_bytes_new (texts[i], strlen (texts[i]) - 1);
      g_autoptr(GAsyncResult) result = NULL;
      g_autoptr(GAsyncResult) bad_result = NULL;
      g_autoptr(GAsyncResult) large_result = NULL;
      g_autoptr(GError) error = NULL;

      gate_json_parse_async (bytes, GATE_JSON_MESSAGE_LIMIT, NULL, gate_test_keep_result, &result);
      gate_json_parse_async (bad, GATE_JSON_MESSAGE_LIMIT, NULL, gate_test_keep_result, &bad_result);
      gate_json_parse_async (bytes, 2, NULL, gate_test_keep_result, &large_result);
      g_assert_null (result);
      gate_test_wait (result);
      g_autoptr(JsonNode) node = gate_json_parse_finish (result, &error);
      g_assert_no_error (error);
      g_autofree char *written = gate_json_to_text (node);
      g_assert_cmpstr (written, ==, texts[i]);

      gate_test_wait (bad_result);
      g_assert_null (gate_json_parse_finish (bad_result, &error));
      g_assert_error (error, GATE_ERROR, GATE_ERROR_INVALID);
      g_clear_error (&error);
      gate_test_wait (large_result);
      g_assert_null (gate_json_parse_finish (large_result, &error));
      g_assert_error (error, GATE_ERROR, GATE_ERROR_TOO_LARGE);
    }
}

static void
test_async_cancelled (void)
{
  g_autoptr(GBytes) bytes = g_bytes_new_static ("[1]", 3);
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  g_cancellable_cancel (cancellable);
  gate_json_parse_async (bytes, GATE_JSON_MESSAGE_LIMIT, cancellable, gate_test_keep_result, &result);
  gate_test_wait (result);
  g_assert_null (gate_json_parse_finish (result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/json/guard/refused", test_refused);
  g_test_add_func ("/json/guard/accepted", test_accepted);
  g_test_add_func ("/json/guard/place", test_place);
  g_test_add_func ("/json/guard/size", test_size);
  g_test_add_func ("/json/guard/depth", test_depth);
  g_test_add_func ("/json/guard/width", test_width);
  g_test_add_func ("/json/guard/long-number", test_long_number);
  g_test_add_func ("/json/guard/any-value", test_any_value);
  g_test_add_func ("/json/guard/async", test_async);
  g_test_add_func ("/json/guard/async-cancelled", test_async_cancelled);
  return g_test_run ();
}
