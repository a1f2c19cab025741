// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-mcp-client-private.h"

#include "gate-error.h"
#include "gate-i18n.h"
#include "gate-json.h"
#include "gate-mcp-headers.h"
#include "gate-task.h"

#define HEADER_MISMATCH (-32020)

typedef struct {
  GateMcpTool         *tool;
  JsonObject          *arguments;
  GateMcpProgressFunc  progress;
  gpointer             progress_data;
  GDestroyNotify       progress_destroy;
  gboolean             was_refreshed; /* the tool was looked up again after its headers were wrong */
} CallData;

GATE_DEFINE_DATA (CallData, call_data)

static void
call_data_clear (CallData *self)
{
  g_clear_object (&self->tool);
  g_clear_pointer (&self->arguments, json_object_unref);
  if (self->progress_destroy)
    self->progress_destroy (self->progress_data);
}

static void call (GTask *task);

static void
did_list (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  CallData *data = call_data_of (task);
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) tools = gate_mcp_client_list_finish (GATE_MCP_CLIENT (source), result, &error);
  GateMcpTool *found = NULL;

  for (guint i = 0; tools && i < tools->len && !found; i++)
    if (g_str_equal (gate_mcp_tool_get_name (tools->pdata[i]), gate_mcp_tool_get_name (data->tool)))
      found = tools->pdata[i];
  if (!tools)
    g_task_return_error (task, g_steal_pointer (&error));
  else if (!found)
    g_task_return_error (task, gate_error_new (GATE_ERROR_NOT_FOUND, GATE_LAYER_SERVICE, _("Choose another tool."),
                                               _("The server does not offer the tool “%s” any more."), gate_mcp_tool_get_name (data->tool)));
  else if (!gate_mcp_tool_check_arguments (found, data->arguments, &error))
    g_task_return_error (task, g_steal_pointer (&error));
  else
    {
      g_set_object (&data->tool, found);
      call (g_steal_pointer (&task));
    }
}

static void
did_call (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GateMcpClient *self = g_task_get_source_object (task);
  CallData *data = call_data_of (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  g_autoptr(GError) error = NULL;
  g_autoptr(GateMcpOutcome) outcome = gate_mcp_operation_run_finish (GATE_MCP_KEEPER (source), result, &error);

  if (outcome && gate_mcp_tool_check_result (data->tool, outcome->result, &error))
    g_task_return_pointer (task, g_steal_pointer (&outcome->result), (GDestroyNotify) json_node_unref);
  else if (gate_error_get_service_code (error) == HEADER_MISMATCH && !data->was_refreshed)
    {
      /* The tool has changed since it was listed: once more, by its new schema (2026-07-28, Streamable HTTP). */
      data->was_refreshed = TRUE;
      gate_mcp_client_list_async (self, GATE_MCP_LIST_TOOLS, TRUE, cancellable, did_list, g_steal_pointer (&task));
    }
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
call (GTask *task)
{
  GateMcpClient *self = g_task_get_source_object (task);
  CallData *data = call_data_of (task);
  g_autoptr(JsonObject) params = json_object_new ();
  g_auto(GStrv) headers = gate_mcp_headers_for_call (gate_mcp_tool_get_input_schema (data->tool), data->arguments);
  const GateMcpOperation operation = {
    .method = "tools/call", .params = params, .headers = (const char *const *) headers,
    .is_safe = gate_mcp_tool_get_idempotent (data->tool),
    .as_task = g_str_equal (gate_mcp_tool_get_task_support (data->tool), "required"),
    .progress = data->progress, .progress_data = data->progress_data,
  };

  json_object_set_string_member (params, "name", gate_mcp_tool_get_name (data->tool));
  json_object_set_object_member (params, "arguments", json_object_ref (data->arguments));
  gate_mcp_operation_run_async (self->keeper, &operation, g_task_get_cancellable (task), did_call, task);
}

/**
 * gate_mcp_client_call_tool_async:
 * @self: a client
 * @tool: one of its tools
 * @arguments: (nullable): what to call it with
 * @progress: (nullable): who is told of progress
 * @progress_data: its data
 * @progress_destroy: (nullable): how to free the data
 * @cancellable: (nullable): to give up; the server is told
 * @callback: what to call when done
 * @user_data: its data
 *
 * Calls a tool. The arguments are checked against its input schema before anything is sent. Questions of the server, multi-round
 * requests and tasks are carried through. A call whose answer was lost is made again only where the tool says that this does no harm.
 */
void
gate_mcp_client_call_tool_async (GateMcpClient       *self,
                                 GateMcpTool         *tool,
                                 JsonObject          *arguments,
                                 GateMcpProgressFunc  progress,
                                 gpointer             progress_data,
                                 GDestroyNotify       progress_destroy,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  g_return_if_fail (GATE_IS_MCP_CLIENT (self) && GATE_IS_MCP_TOOL (tool));

  g_autoptr(GTask) task = gate_task_new (self, cancellable, callback, user_data, gate_mcp_client_call_tool_async);
  CallData *data = call_data_new ();
  g_autoptr(GError) error = NULL;

  data->tool = g_object_ref (tool);
  data->arguments = arguments ? json_object_ref (arguments) : json_object_new ();
  data->progress = progress;
  data->progress_data = progress_data;
  data->progress_destroy = progress_destroy;
  call_data_attach (task, data);
  if (gate_mcp_tool_check_arguments (tool, data->arguments, &error))
    call (g_steal_pointer (&task));
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/**
 * gate_mcp_client_call_tool_finish:
 * @self: a client
 * @result: the result given to the callback
 * @error: return location for an error
 *
 * Sets %GATE_ERROR_INVALID (the arguments; nothing was sent), %GATE_ERROR_UNSUPPORTED (a schema that cannot be checked),
 * %GATE_ERROR_SERVICE with the server's code and data, %GATE_ERROR_PROTOCOL, %GATE_ERROR_SERVER_EXITED, %GATE_ERROR_TIMED_OUT,
 * %GATE_ERROR_REFUSED, network errors, and what the authorizer and the interaction end with.
 *
 * Returns: (transfer full): the CallToolResult as it came, which may say `isError`
 */
JsonNode *
gate_mcp_client_call_tool_finish (GateMcpClient  *self,
                                  GAsyncResult   *result,
                                  GError        **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
