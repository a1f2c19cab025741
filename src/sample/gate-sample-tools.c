// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-sample-tools.h"

#include "gate-json-schema.h"
#include "gate-sample-result.h"
#include "gate-sample-scope.h"
#include "gate-sample-tool-functions.h"

#define LIST_TTL_MS (5 * 60 * 1000)

typedef struct {
  const char         *name;
  guint               scopes;
  GateSampleToolFunc  function;
} Tool;

static const Tool tools[] = {
  { "list_invoices", GATE_SAMPLE_SCOPE_INVOICES_READ, gate_sample_tool_list_invoices },
  { "get_invoice", GATE_SAMPLE_SCOPE_INVOICES_READ, gate_sample_tool_get_invoice },
  { "update_invoice_status", GATE_SAMPLE_SCOPE_INVOICES_WRITE, gate_sample_tool_update_invoice_status },
  { "search_notes", GATE_SAMPLE_SCOPE_NOTES_READ, gate_sample_tool_search_notes },
  { "read_note", GATE_SAMPLE_SCOPE_NOTES_READ, gate_sample_tool_read_note },
  { "create_note", GATE_SAMPLE_SCOPE_NOTES_WRITE, gate_sample_tool_create_note },
  { "delete_note", GATE_SAMPLE_SCOPE_NOTES_WRITE, gate_sample_tool_delete_note },
  { "generate_report", GATE_SAMPLE_SCOPE_INVOICES_READ, gate_sample_tool_generate_report },
  { "plan_meeting", GATE_SAMPLE_SCOPE_NONE, gate_sample_tool_plan_meeting },
  { "open_terms", GATE_SAMPLE_SCOPE_NONE, gate_sample_tool_open_terms },
  { "sticky_note", GATE_SAMPLE_SCOPE_NONE, gate_sample_tool_sticky_note },
  { "change_definition", GATE_SAMPLE_SCOPE_NONE, gate_sample_tool_change_definition },
  { "show_chart", GATE_SAMPLE_SCOPE_INVOICES_READ, gate_sample_tool_show_chart },
};

static const Tool *
find_tool (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (tools); i++)
    if (g_str_equal (tools[i].name, name))
      return &tools[i];
  return NULL;
}

/**
 * gate_sample_tools_list:
 * @workspace: what is offered
 * @call: a `tools/list` request
 *
 * Lists the tools, all on one page.
 */
void
gate_sample_tools_list (GateSampleWorkspace *workspace,
                        GateSampleCall      *call)
{
  JsonObject *params = gate_sample_call_get_params (call);
  JsonObject *result = NULL;

  if (params && gate_json_get_string (params, "cursor"))
    {
      gate_sample_call_return_error (call, GATE_SAMPLE_CODE_PARAMS, "There is no such page of tools");
      return;
    }
  result = json_object_new ();
  json_object_set_array_member (result, "tools", gate_sample_workspace_list_tools (workspace));
  gate_sample_call_return_cached (call, result, LIST_TTL_MS);
}

/* Since 2025-11-25 wrong arguments are told to the model, which can correct them. */
static void
refuse_arguments (GateSampleCall *call,
                  const char     *text)
{
  if (g_strcmp0 (gate_sample_call_get_version (call), "2025-11-25") >= 0)
    gate_sample_result_fail (call, text);
  else
    gate_sample_call_return_error (call, GATE_SAMPLE_CODE_PARAMS, "%s", text);
}

static gboolean
check_arguments (GateSampleWorkspace  *workspace,
                 const char           *name,
                 JsonNode             *arguments,
                 GError              **error)
{
  JsonNode *definition = gate_json_get (gate_sample_workspace_find_tool (workspace, name), "inputSchema");
  g_autoptr(GateJsonSchema) schema = gate_json_schema_new (definition, error);

  return schema && gate_json_schema_validate (schema, arguments, error);
}

/**
 * gate_sample_tools_call:
 * @workspace: what is offered
 * @call: a `tools/call` request
 *
 * Calls a tool, when the sign-in allows it and its schema the arguments.
 */
void
gate_sample_tools_call (GateSampleWorkspace *workspace,
                        GateSampleCall      *call)
{
  JsonObject *params = gate_sample_call_get_params (call);
  const char *name = params ? gate_json_get_string (params, "name") : NULL;
  const Tool *tool = name ? find_tool (name) : NULL;
  JsonNode *given = params ? gate_json_get (params, "arguments") : NULL;
  g_autoptr(JsonNode) arguments = given ? json_node_copy (given) : gate_json_take_object (json_object_new ());
  g_autoptr(GError) error = NULL;

  if (!tool)
    gate_sample_call_return_error (call, GATE_SAMPLE_CODE_PARAMS, "There is no such tool");
  else if (!gate_json_node_object (arguments))
    gate_sample_call_return_error (call, GATE_SAMPLE_CODE_PARAMS, "The arguments have to be an object");
  else if (!gate_sample_call_require (call, tool->scopes))
    return;
  else if (!check_arguments (workspace, name, arguments, &error))
    refuse_arguments (call, error->message);
  else
    tool->function (workspace, call, json_node_get_object (arguments));
}
