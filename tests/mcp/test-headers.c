// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-error.h"
#include "gate-mcp-headers.h"
#include "mcp-test.h"

static void
test_encode (void)
{
  static const struct {
    const char *value;
    const char *expected;
  } cases[] = {
    { "", "" }, { "us-west1", "us-west1" }, { "a b", "a b" }, { "~!", "~!" }, { " a", "=?base64?IGE=?=" }, { "a ", "=?base64?YSA=?=" },
    { " ", "=?base64?IA==?=" }, { "a\tb", "=?base64?YQli?=" }, { "a\r\nX: y", "=?base64?YQ0KWDogeQ==?=" }, { "ä", "=?base64?w6Q=?=" },
    { "=?base64?YQ==?=", "=?base64?PT9iYXNlNjQ/WVE9PT89?=" }, { "=?base64?", "=?base64?" }, { "\x7f", "=?base64?fw==?=" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *found = gate_mcp_headers_encode (cases[i].value);

      g_assert_cmpstr (found, ==, cases[i].expected);
    }
}

static void
test_check (void)
{
  static const struct {
    const char *properties;
    gboolean    is_right;
  } cases[] = {
    { "{'a':{'type':'string','x-mcp-header':''}}", FALSE },
    { "{'a':{'type':'string','x-mcp-header':5}}", FALSE },
    { "{'a':{'type':'string','x-mcp-header':null}}", FALSE },
    { "{'a':{'type':'string','x-mcp-header':'a b'}}", FALSE },
    { "{'a':{'type':'string','x-mcp-header':'a:b'}}", FALSE },
    { "{'a':{'type':'string','x-mcp-header':'a\\r\\nb'}}", FALSE },
    { "{'a':{'type':'string','x-mcp-header':'ä'}}", FALSE },
    { "{'a':{'type':'string','x-mcp-header':'Re'},'b':{'type':'string','x-mcp-header':'rE'}}", FALSE },
    { "{'a':{'type':'number','x-mcp-header':'A'}}", FALSE },
    { "{'a':{'type':'object','x-mcp-header':'A'}}", FALSE },
    { "{'a':{'type':'array','x-mcp-header':'A'}}", FALSE },
    { "{'a':{'type':'null','x-mcp-header':'A'}}", FALSE },
    { "{'a':{'x-mcp-header':'A'}}", FALSE },
    { "{'a':{'type':['string','null'],'x-mcp-header':'A'}}", FALSE },
    { "{'a':{'type':'array','items':{'type':'string','x-mcp-header':'A'}}}", FALSE },
    { "{'a':{'type':'array','items':[{'type':'string','x-mcp-header':'A'}]}}", FALSE },
    { "{'a':{'anyOf':[{'type':'string','x-mcp-header':'A'}]}}", FALSE },
    { "{'a':{'additionalProperties':{'type':'string','x-mcp-header':'A'}}}", FALSE },
    { "{'a':{'$defs':{'d':{'type':'string','x-mcp-header':'A'}}}}", FALSE },
    { "{'a':{'if':{'properties':{'b':{'type':'string','x-mcp-header':'A'}}}}}", FALSE },
    { "{}", TRUE },
    { "{'a':{'type':'string','x-mcp-header':'Region'},'b':{'type':'integer','x-mcp-header':'N'},'c':{'type':'boolean','x-mcp-header':'B'}}",
      TRUE },
    { "{'a':{'type':'object','properties':{'b':{'type':'string','x-mcp-header':'Deep'}}}}", TRUE },
    { "{'x-mcp-header':{'type':'object'}}", TRUE },
    { "{'a':{'default':{'x-mcp-header':''},'enum':[{'x-mcp-header':5}]}}", TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = g_strdup_printf ("{'type':'object','properties':%s}", cases[i].properties);
      g_autoptr(JsonNode) schema = mcp_test_json (text);
      g_autoptr(GError) error = NULL;

      g_test_message ("%s", cases[i].properties);
      g_assert_cmpint (gate_mcp_headers_check_tool (schema, &error), ==, cases[i].is_right);
      g_assert_true (cases[i].is_right || gate_error_matches (error, GATE_ERROR_PROTOCOL));
    }

  g_autoptr(JsonNode) root = mcp_test_json ("{'type':'string','x-mcp-header':'A'}");
  g_assert_false (gate_mcp_headers_check_tool (root, NULL));
}

static void
test_call (void)
{
  g_autoptr(JsonNode) schema = mcp_test_json (
    "{'type':'object','properties':{'region':{'type':'string','x-mcp-header':'Region'},'n':{'type':'integer','x-mcp-header':'Num'},"
    "'f':{'type':'boolean','x-mcp-header':'Flag'},'e':{'type':'string','x-mcp-header':'Empty'},'u':{'type':'string','x-mcp-header':'Uni'},"
    "'z':{'type':'string','x-mcp-header':'Null'},'m':{'type':'string','x-mcp-header':'Missing'},'plain':{'type':'string'},"
    "'deep':{'type':'object','properties':{'er':{'type':'string','x-mcp-header':'Deeper'}}}}}");
  g_autoptr(JsonNode) arguments = mcp_test_json (
    "{'region':'us','n':-42,'f':false,'e':'','u':'ä','z':null,'plain':'p','deep':{'er':'d'}}");
  g_auto(GStrv) headers = gate_mcp_headers_for_call (schema, json_node_get_object (arguments));
  g_auto(GStrv) none = gate_mcp_headers_for_call (schema, NULL);

  g_assert_cmpstrv (headers, ((const char *const[]) { "Mcp-Param-Region", "us", "Mcp-Param-Num", "-42", "Mcp-Param-Flag", "false",
                                                      "Mcp-Param-Empty", "", "Mcp-Param-Uni", "=?base64?w6Q=?=", "Mcp-Param-Deeper", "d",
                                                      NULL }));
  g_assert_cmpuint (g_strv_length (none), ==, 0);
}

static void
test_name (void)
{
  g_autoptr(JsonNode) params = mcp_test_json ("{'name':'n','uri':'u','taskId':'t'}");
  JsonObject *object = json_node_get_object (params);

  g_assert_cmpstr (gate_mcp_headers_find_name ("tools/call", object), ==, "n");
  g_assert_cmpstr (gate_mcp_headers_find_name ("prompts/get", object), ==, "n");
  g_assert_cmpstr (gate_mcp_headers_find_name ("resources/read", object), ==, "u");
  g_assert_cmpstr (gate_mcp_headers_find_name ("tasks/cancel", object), ==, "t");
  g_assert_null (gate_mcp_headers_find_name ("tools/list", object));
  g_assert_null (gate_mcp_headers_find_name ("tools/call", NULL));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/mcp/headers/check", test_check);
  g_test_add_func ("/mcp/headers/encode", test_encode);
  g_test_add_func ("/mcp/headers/call", test_call);
  g_test_add_func ("/mcp/headers/name", test_name);
  return g_test_run ();
}
