// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-error.h"
#include "gate-mcp-items.h"
#include "mcp-test.h"

#include <string.h>

static GateMcpTool *
tool_from (const char *text)
{
  g_autoptr(JsonNode) node = mcp_test_json (text);
  g_autoptr(GError) error = NULL;
  GateMcpTool *tool = gate_mcp_tool_new_from_json (node, &error);

  g_assert_no_error (error);
  return tool;
}

static void
test_tools_refused (void)
{
  g_autofree char *long_name = g_strnfill (129, 'x');
  g_autofree char *long_tool = g_strdup_printf ("{'name':'%s','inputSchema':{}}", long_name);
  const char *cases[] = {
    "[]", "'tool'", "{}", "{'name':5,'inputSchema':{}}", "{'name':'','inputSchema':{}}", "{'name':'a b','inputSchema':{}}",
    "{'name':'a\\u202eb','inputSchema':{}}", "{'name':'a\\u001b[1m','inputSchema':{}}", "{'name':'a'}", "{'name':'a','inputSchema':[]}",
    "{'name':'a','inputSchema':null}", long_tool,
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(JsonNode) node = mcp_test_json (cases[i]);
      g_autoptr(GError) error = NULL;

      g_test_message ("%.60s", cases[i]);
      g_assert_null (gate_mcp_tool_new_from_json (node, &error));
      g_assert_true (gate_error_matches (error, GATE_ERROR_PROTOCOL));
    }
}

static void
test_tool_groups (void)
{
  static const struct {
    const char       *annotations;
    GateMcpToolGroup  group;
    gboolean          has_annotations;
    gboolean          is_idempotent;
  } cases[] = {
    { "null", GATE_MCP_TOOL_WRITE, FALSE, FALSE },
    { "{}", GATE_MCP_TOOL_WRITE, FALSE, FALSE },
    { "{'title':'T'}", GATE_MCP_TOOL_WRITE, FALSE, FALSE },
    { "{'readOnlyHint':'true'}", GATE_MCP_TOOL_WRITE, FALSE, FALSE },
    { "{'readOnlyHint':1}", GATE_MCP_TOOL_WRITE, FALSE, FALSE },
    { "{'readOnlyHint':true}", GATE_MCP_TOOL_READ, TRUE, TRUE },
    { "{'readOnlyHint':true,'destructiveHint':true}", GATE_MCP_TOOL_READ, TRUE, TRUE },
    { "{'readOnlyHint':false}", GATE_MCP_TOOL_DESTRUCTIVE, TRUE, FALSE },
    { "{'destructiveHint':true}", GATE_MCP_TOOL_DESTRUCTIVE, TRUE, FALSE },
    { "{'destructiveHint':false}", GATE_MCP_TOOL_WRITE, TRUE, FALSE },
    { "{'readOnlyHint':false,'destructiveHint':false,'idempotentHint':true}", GATE_MCP_TOOL_WRITE, TRUE, TRUE },
    { "{'openWorldHint':false}", GATE_MCP_TOOL_WRITE, TRUE, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = g_strdup_printf ("{'name':'t','inputSchema':{},'annotations':%s}", cases[i].annotations);
      g_autoptr(GateMcpTool) tool = tool_from (text);

      g_test_message ("%s", cases[i].annotations);
      g_assert_cmpint (gate_mcp_tool_get_group (tool), ==, cases[i].group);
      g_assert_cmpint (gate_mcp_tool_get_has_annotations (tool), ==, cases[i].has_annotations);
      g_assert_cmpint (gate_mcp_tool_get_idempotent (tool), ==, cases[i].is_idempotent);
    }
}

static void
test_tool_texts (void)
{
  g_autoptr(GateMcpTool) bare = tool_from ("{'name':'n','inputSchema':{}}");
  g_autoptr(GateMcpTool) annotated = tool_from ("{'name':'n','inputSchema':{},'annotations':{'title':'A','openWorldHint':false},'title':''}");
  g_autoptr(GateMcpTool) full
    = tool_from ("{'name':'n','title':'T','description':'D','inputSchema':{'$schema':'x','x':1},'outputSchema':true,"
                 "'annotations':{'title':'A'},'execution':{'taskSupport':'required'},'icons':[{'src':'data:,'}],"
                 "'_meta':{'ui':{'visibility':['app']}}}");

  g_assert_cmpstr (gate_mcp_tool_get_display_name (bare), ==, "n");
  g_assert_cmpstr (gate_mcp_tool_get_display_name (annotated), ==, "A");
  g_assert_cmpstr (gate_mcp_tool_get_display_name (full), ==, "T");
  g_assert_cmpstr (gate_mcp_tool_get_description (full), ==, "D");
  g_assert_cmpstr (gate_mcp_tool_get_task_support (bare), ==, "forbidden");
  g_assert_cmpstr (gate_mcp_tool_get_task_support (full), ==, "required");
  g_assert_true (gate_mcp_tool_get_open_world (bare));
  g_assert_false (gate_mcp_tool_get_open_world (annotated));
  g_assert_true (gate_mcp_tool_get_for_model (bare));
  g_assert_false (gate_mcp_tool_get_for_model (full));
  g_assert_null (gate_mcp_tool_get_output_schema (bare));
  g_assert_nonnull (gate_mcp_tool_get_output_schema (full));
  g_autofree char *schema = gate_json_to_text (gate_mcp_tool_get_input_schema (full));
  g_assert_cmpstr (schema, ==, "{\"$schema\":\"x\",\"x\":1}");
}

/* A tool is the same before and after, to the digit: its digest must not change. */
static void
test_tool_packed (void)
{
  static const char *const tools[] = {
    "{'name':'n','inputSchema':{}}",
    "{'name':'n','title':'T','description':'\\u0001\\ud83d\\ude00 \\\\ / \\u2028','inputSchema':{'type':'object','properties':{'\\u00e9':{'type':'string'}}}}",
    "{'name':'n','inputSchema':{'minimum':-9223372036854775808,'maximum':18446744073709551616,'multipleOf':0.1,'x':[1e300,-0.0,1.0,5e-324]}}",
    "{'name':'n','inputSchema':{'a':[[[[[[[[[[]]]]]]]]]],'b':null,'c':true},'annotations':{'readOnlyHint':true},'_meta':{'x':{}}}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (tools); i++)
    {
      g_autoptr(GateMcpTool) tool = tool_from (tools[i]);
      const char *name = gate_mcp_tool_get_name (tool);
      g_autofree char *before = gate_json_to_canonical (gate_mcp_tool_get_source (tool));
      g_autofree char *text = gate_json_to_text (gate_mcp_tool_get_source (tool));
      g_autofree char *description = g_strdup (gate_mcp_tool_get_description (tool));
      GateMcpToolGroup group = gate_mcp_tool_get_group (tool);

      g_test_message ("%s", tools[i]);
      g_assert_true (gate_mcp_tool_check_arguments (tool, NULL, NULL));
      gate_mcp_tool_pack (tool);
      gate_mcp_tool_pack (tool);
      g_assert_true (gate_mcp_tool_get_name (tool) == name);
      g_assert_cmpint (gate_mcp_tool_get_group (tool), ==, group);
      g_assert_cmpstr (gate_mcp_tool_get_description (tool), ==, description);
      g_autofree char *after = gate_json_to_canonical (gate_mcp_tool_get_source (tool));
      g_autofree char *text_after = gate_json_to_text (gate_mcp_tool_get_source (tool));
      g_assert_cmpstr (after, ==, before);
      g_assert_cmpstr (text_after, ==, text);
      g_assert_true (gate_mcp_tool_check_arguments (tool, NULL, NULL));
    }
}

static void
test_tool_arguments (void)
{
  g_autoptr(GateMcpTool) tool = tool_from ("{'name':'add','inputSchema':{'type':'object','required':['a'],"
                                           "'properties':{'a':{'type':'number'},'b':{'type':'string'}}}}");
  g_autoptr(GateMcpTool) strange = tool_from ("{'name':'x','inputSchema':{'$schema':'http://example.com/own','type':'object'}}");
  g_autoptr(GateMcpTool) external = tool_from ("{'name':'x','inputSchema':{'$ref':'https://example.com/schema.json'}}");
  static const struct {
    const char *arguments;
    const char *names; /* (nullable): what the message must name */
  } cases[] = {
    { "{'a':1}", NULL }, { "{'a':1.5,'b':'x','c':[]}", NULL }, { "{}", "a" }, { "{'a':'1'}", "a" }, { "{'a':1,'b':2}", "b" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(JsonNode) node = mcp_test_json (cases[i].arguments);
      g_autoptr(GError) error = NULL;

      g_assert_cmpint (gate_mcp_tool_check_arguments (tool, json_node_get_object (node), &error), ==, !cases[i].names);
      if (cases[i].names)
        {
          g_assert_true (gate_error_matches (error, GATE_ERROR_INVALID));
          g_assert_nonnull (strstr (error->message, cases[i].names));
        }
    }
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_false (gate_mcp_tool_check_arguments (i ? strange : external, NULL, &error));
      g_assert_true (gate_error_matches (error, GATE_ERROR_UNSUPPORTED));
    }
}

static void
test_tool_results (void)
{
  g_autoptr(GateMcpTool) plain = tool_from ("{'name':'t','inputSchema':{}}");
  g_autoptr(GateMcpTool) typed = tool_from ("{'name':'t','inputSchema':{},'outputSchema':{'type':'object','required':['n'],"
                                            "'properties':{'n':{'type':'integer'}}}}");
  static const struct {
    const char *result;
    gboolean    is_for_plain;
    gboolean    is_for_typed;
  } cases[] = {
    { "[]", FALSE, FALSE },
    { "{'content':'text'}", FALSE, FALSE },
    { "{'content':[]}", TRUE, FALSE },
    { "{'content':[],'structuredContent':{'n':1}}", TRUE, TRUE },
    { "{'content':[],'structuredContent':{'n':'1'}}", TRUE, FALSE },
    { "{'content':[],'structuredContent':[]}", TRUE, FALSE },
    { "{'structuredContent':{'n':1}}", TRUE, TRUE },
    { "{'content':[],'isError':true}", TRUE, TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(JsonNode) node = mcp_test_json (cases[i].result);
      g_autoptr(GError) plain_error = NULL;
      g_autoptr(GError) typed_error = NULL;

      g_test_message ("%s", cases[i].result);
      g_assert_cmpint (gate_mcp_tool_check_result (plain, node, &plain_error), ==, cases[i].is_for_plain);
      g_assert_cmpint (gate_mcp_tool_check_result (typed, node, &typed_error), ==, cases[i].is_for_typed);
      g_assert_true (cases[i].is_for_typed || gate_error_matches (typed_error, GATE_ERROR_PROTOCOL));
    }
}

static void
test_others (void)
{
  g_autoptr(JsonNode) prompt_node = mcp_test_json ("{'name':'p','arguments':[{'name':'a','required':true,'description':'d'},7]}");
  g_autoptr(GateMcpPrompt) prompt = gate_mcp_prompt_new_from_json (prompt_node, NULL);
  g_autoptr(JsonNode) resource_node = mcp_test_json ("{'uri':'file:///x','name':'x','title':'X','size':7,'mimeType':'text/plain'}");
  g_autoptr(GateMcpResource) resource = gate_mcp_resource_new_from_json (resource_node, NULL);
  g_autoptr(JsonNode) template_node = mcp_test_json ("{'uriTemplate':'file:///{a}/{b}{?a,c}','name':'x'}");
  g_autoptr(GateMcpTemplate) template = gate_mcp_template_new_from_json (template_node, NULL);
  g_autoptr(GError) error = NULL;

  g_assert_cmpuint (gate_mcp_prompt_get_n_arguments (prompt), ==, 2);
  g_assert_cmpstr (gate_mcp_prompt_get_argument_name (prompt, 0), ==, "a");
  g_assert_cmpstr (gate_mcp_prompt_get_argument_description (prompt, 0), ==, "d");
  g_assert_true (gate_mcp_prompt_get_argument_required (prompt, 0));
  g_assert_null (gate_mcp_prompt_get_argument_name (prompt, 1));
  g_assert_null (gate_mcp_prompt_get_argument_name (prompt, 2));
  g_assert_false (gate_mcp_prompt_get_argument_required (prompt, 99));
  g_assert_cmpstr (gate_mcp_resource_get_display_name (resource), ==, "X");
  g_assert_cmpint (gate_mcp_resource_get_size (resource), ==, 7);
  g_auto(GStrv) variables = gate_mcp_template_dup_variables (template);
  g_assert_cmpstrv (variables, ((const char *const[]) { "a", "b", "c", NULL }));
  g_assert_null (gate_mcp_resource_new_from_json (prompt_node, &error));
  g_assert_true (gate_error_matches (error, GATE_ERROR_PROTOCOL));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/mcp/items/tools-refused", test_tools_refused);
  g_test_add_func ("/mcp/items/tool-groups", test_tool_groups);
  g_test_add_func ("/mcp/items/tool-texts", test_tool_texts);
  g_test_add_func ("/mcp/items/tool-packed", test_tool_packed);
  g_test_add_func ("/mcp/items/tool-arguments", test_tool_arguments);
  g_test_add_func ("/mcp/items/tool-results", test_tool_results);
  g_test_add_func ("/mcp/items/others", test_others);
  return g_test_run ();
}
