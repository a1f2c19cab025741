// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-mcp-client-private.h"

#include "gate-error.h"
#include "gate-json.h"
#include "gate-task.h"

#define COMPLETION_LIMIT 100

static char **
read_values (JsonNode *result)
{
  JsonObject *completion = gate_json_get_object (gate_json_node_object (result), "completion");
  g_auto(GStrv) values = gate_json_get_strv (completion, "values");
  GStrv bounded = g_new0 (char *, COMPLETION_LIMIT + 1);

  for (guint i = 0; values && values[i] && i < COMPLETION_LIMIT; i++)
    bounded[i] = g_strdup (values[i]);
  return bounded;
}

static void
did_complete (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GateMcpOutcome) outcome = gate_mcp_operation_run_finish (GATE_MCP_KEEPER (source), result, &error);

  if (outcome)
    g_task_return_pointer (task, read_values (outcome->result), (GDestroyNotify) g_strfreev);
  else if (gate_error_matches (error, GATE_ERROR_UNSUPPORTED))
    g_task_return_pointer (task, g_new0 (char *, 1), (GDestroyNotify) g_strfreev);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static JsonObject *
make_completion (gboolean    is_prompt,
                 const char *reference,
                 const char *argument,
                 const char *value,
                 JsonObject *context)
{
  JsonObject *params = json_object_new ();
  JsonObject *ref = json_object_new ();
  JsonObject *asked = json_object_new ();

  json_object_set_string_member (ref, "type", is_prompt ? "ref/prompt" : "ref/resource");
  json_object_set_string_member (ref, is_prompt ? "name" : "uri", reference);
  json_object_set_object_member (params, "ref", ref);
  json_object_set_string_member (asked, "name", argument);
  json_object_set_string_member (asked, "value", value);
  json_object_set_object_member (params, "argument", asked);
  if (context)
    {
      JsonObject *chosen = json_object_new ();

      json_object_set_object_member (chosen, "arguments", json_object_ref (context));
      json_object_set_object_member (params, "context", chosen);
    }
  return params;
}

/**
 * gate_mcp_client_complete_async:
 * @self: a client
 * @is_prompt: whether the argument is of a prompt, or of a template
 * @reference: the prompt's name, or the template
 * @argument: the argument's name
 * @value: what was typed so far
 * @context: (nullable): the arguments that were chosen already
 * @cancellable: (nullable): to give up
 * @callback: what to call when done
 * @user_data: its data
 *
 * Asks for values that an argument may have. A server that cannot say has none.
 */
void
gate_mcp_client_complete_async (GateMcpClient       *self,
                                gboolean             is_prompt,
                                const char          *reference,
                                const char          *argument,
                                const char          *value,
                                JsonObject          *context,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  g_return_if_fail (GATE_IS_MCP_CLIENT (self) && reference != NULL && argument != NULL && value != NULL);

  GTask *task = gate_task_new (self, cancellable, callback, user_data, gate_mcp_client_complete_async);
  g_autoptr(JsonObject) params = make_completion (is_prompt, reference, argument, value, context);
  const GateMcpOperation operation = { .method = "completion/complete", .params = params, .is_safe = TRUE };

  gate_mcp_operation_run_async (self->keeper, &operation, cancellable, did_complete, task);
}

/**
 * gate_mcp_client_complete_finish:
 * @self: a client
 * @result: the result given to the callback
 * @error: return location for an error
 *
 * Returns: (transfer full): at most 100 values
 */
char **
gate_mcp_client_complete_finish (GateMcpClient  *self,
                                 GAsyncResult   *result,
                                 GError        **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
