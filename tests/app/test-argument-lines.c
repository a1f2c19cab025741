// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-argument-lines.h"

#include "gate-test.h"

/* A line each: depth, path, name, text; words of ours in angle brackets. */
static char *
flatten (const char *json,
         guint      *n_left)
{
  g_autoptr(JsonNode) node = json_from_string (json, NULL);
  g_autoptr(GPtrArray) lines = gate_argument_lines_new (json_node_get_object (node), n_left);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < lines->len; i++)
    {
      GateArgumentLine *line = lines->pdata[i];

      g_string_append_printf (text, "%u|%s|%s|%s%s%s;", line->depth, line->path ? line->path : "", line->name, line->is_word ? "<" : "",
                              line->text, line->is_word ? ">" : "");
    }
  return g_string_free (text, FALSE);
}

static void
test_values (void)
{
  static const struct {
    const char *json;
    const char *lines;
  } cases[] = {
    /* What is made to look like something else. */
    { "{\"a\": \"x\\u202ey\"}", "0||a|x\\u{202E}y;" },
    { "{\"a\\nb\": \"\\u001b[31m\"}", "0||a b|\\x1b[31m;" },
    { "{\"a\": \"yes\", \"b\": true, \"c\": \"\", \"d\": null, \"e\": \"nothing\"}",
      "0||a|yes;0||b|<yes>;0||c|<empty>;0||d|<nothing>;0||e|nothing;" },
    { "{\"a\": [\"x\", \"y\\n• z\"]}", "0||a|<2 values>;1|a|1|x;1|a|2|y\n• z;" },
    { "{\"a\": -0.5, \"b\": 9007199254740993}", "0||a|-0.5;0||b|9007199254740993;" },
    /* What is usual. */
    { "{}", "" },
    { "{\"z\": 1, \"a\": \"two\"}", "0||z|1;0||a|two;" },
    { "{\"a\": [\"x\", 2, true]}", "0||a|• x\n• 2\n• yes;" },
    { "{\"a\": [], \"b\": {}}", "0||a|<empty>;0||b|<empty>;" },
    { "{\"to\": {\"city\": \"Wien\", \"who\": [{\"name\": \"Jo\"}]}}",
      "0||to|<2 values>;1|to|city|Wien;1|to|who|<1 value>;2|to › who|1|<1 value>;3|to › who › 1|name|Jo;" },
    { "{\"a\": {\"b\": {\"c\": {\"d\": {\"e\": {\"f\": 1}}}}}}",
      "0||a|<1 value>;1|a|b|<1 value>;2|a › b|c|<1 value>;3|a › b › c|d|<1 value>;4|a › b › c › d|e|{\n  \"f\": 1\n};" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      guint n_left;
      g_autofree char *lines = flatten (cases[i].json, &n_left);

      g_assert_cmpstr (lines, ==, cases[i].lines);
      g_assert_cmpuint (n_left, ==, 0);
    }
}

/* However much there is, the list is bounded, and what is left out is counted. */
static void
test_many (void)
{
  g_autoptr(JsonObject) object = json_object_new ();
  g_autoptr(GPtrArray) lines = NULL;
  guint n_left;

  for (guint i = 0; i < 5000; i++)
    {
      g_autofree char *name = g_strdup_printf ("n%u", i);
      json_object_set_int_member (object, name, i);
    }
  lines = gate_argument_lines_new (object, &n_left);
  g_assert_cmpuint (lines->len, >=, 50);
  g_assert_cmpuint (lines->len, <=, 200);
  g_assert_cmpuint (lines->len + n_left, ==, 5000);
}

static void
test_long (void)
{
  static const struct {
    const char *part;
    guint       times;
    gboolean    folded;
    guint       lines; /* that are seen of it */
  } cases[] = {
    { "word ", 10, FALSE, 1 },
    { "word ", 200, TRUE, 1 },
    { "\xf0\x9f\x98\x80", 1000, TRUE, 1 },
    { "line\n", 6, FALSE, 1 },
    { "line\n", 40, TRUE, 6 },
    { "\n", 5000, TRUE, 6 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(JsonObject) object = json_object_new ();
      g_autoptr(GString) text = g_string_new (NULL);
      g_autoptr(GPtrArray) lines = NULL;
      g_autofree char *start = NULL;
      guint n_left;

      for (guint j = 0; j < cases[i].times; j++)
        g_string_append (text, cases[i].part);
      json_object_set_string_member (object, "a", text->str);
      lines = gate_argument_lines_new (object, &n_left);
      /* The whole is there. */
      g_assert_cmpstr (((GateArgumentLine *) lines->pdata[0])->text, ==, text->str);
      start = gate_argument_line_dup_start (lines->pdata[0]);
      g_assert_cmpint (start != NULL, ==, cases[i].folded);
      if (!start)
        continue;
      g_assert_true (g_str_has_suffix (start, "…"));
      g_assert_cmpint (g_utf8_strlen (start, -1), <, 300);
      g_auto(GStrv) parts = g_strsplit (start, "\n", -1);
      g_assert_cmpuint (g_strv_length (parts), ==, cases[i].lines);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/app/argument-lines/values", test_values);
  g_test_add_func ("/app/argument-lines/many", test_many);
  g_test_add_func ("/app/argument-lines/long", test_long);
  return g_test_run ();
}
