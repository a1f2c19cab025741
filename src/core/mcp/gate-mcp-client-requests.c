// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-mcp-client-private.h"

#include "gate-error.h"
#include "gate-i18n.h"
#include "gate-json.h"
#include "gate-task.h"

/* A request whose result is given as it came, once it has the member that makes it what it is. */
typedef struct {
  char *member;  /* an array */
  char *key;     /* (nullable): what the result may be kept under */
  char *context;
} ReadData;

GATE_DEFINE_DATA (ReadData, read_data)

static void
read_data_clear (ReadData *self)
{
  g_free (self->member);
  g_free (self->key);
  g_free (self->context);
}

static void
keep (GateMcpClient  *self,
      ReadData       *data,
      GateMcpOutcome *outcome)
{
  JsonObject *object = json_node_get_object (outcome->result);
  gboolean is_private = g_strcmp0 (gate_json_get_string (object, "cacheScope"), "public") != 0;
  g_autofree char *context = gate_mcp_client_dup_context (self);

  if (data->key && !outcome->had_rounds && gate_mcp_client_get_era (self) == GATE_MCP_ERA_MODERN && g_str_equal (context, data->context))
    gate_mcp_cache_store (self->cache, data->key, is_private ? context : NULL, gate_json_get_int (object, "ttlMs", 0),
                          outcome->received, JSON_TYPE_NODE, outcome->result);
}

static void
did_read (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  ReadData *data = read_data_of (task);
  g_autoptr(GError) error = NULL;
  g_autoptr(GateMcpOutcome) outcome = gate_mcp_operation_run_finish (GATE_MCP_KEEPER (source), result, &error);

  if (!outcome)
    g_task_return_error (task, g_steal_pointer (&error));
  else if (!gate_json_get_array (json_node_get_object (outcome->result), data->member))
    g_task_return_error (task, gate_error_new (GATE_ERROR_PROTOCOL, GATE_LAYER_SERVICE, _("Report it to the makers of the server."),
                                               _("The server’s answer has no “%s”."), data->member));
  else
    {
      keep (g_task_get_source_object (task), data, outcome);
      g_task_return_pointer (task, g_steal_pointer (&outcome->result), (GDestroyNotify) json_node_unref);
    }
}

static ReadData *
attach_read (GTask      *task,
             const char *member,
             const char *key)
{
  ReadData *data = read_data_new ();

  data->member = g_strdup (member);
  data->key = g_strdup (key);
  data->context = gate_mcp_client_dup_context (g_task_get_source_object (task));
  read_data_attach (task, data);
  return data;
}

/**
 * gate_mcp_client_read_resource_async:
 * @self: a client
 * @uri: the resource's address
 * @cancellable: (nullable): to give up
 * @callback: what to call when done
 * @user_data: its data
 *
 * Reads a resource, or uses the last answer where the server allows it.
 */
void
gate_mcp_client_read_resource_async (GateMcpClient       *self,
                                     const char          *uri,
                                     GCancellable        *cancellable,
                                     GAsyncReadyCallback  callback,
                                     gpointer             user_data)
{
  g_return_if_fail (GATE_IS_MCP_CLIENT (self) && uri != NULL);

  g_autoptr(GTask) task = gate_task_new (self, cancellable, callback, user_data, gate_mcp_client_read_resource_async);
  g_autofree char *key = g_strconcat ("resources/read ", uri, NULL);
  ReadData *data = attach_read (task, "contents", key);
  JsonNode *known = gate_mcp_cache_lookup (self->cache, key, data->context);
  g_autoptr(JsonObject) params = json_object_new ();
  const GateMcpOperation operation = { .method = "resources/read", .params = params, .is_safe = TRUE };

  if (known)
    {
      g_task_return_pointer (task, json_node_copy (known), (GDestroyNotify) json_node_unref);
      return;
    }
  json_object_set_string_member (params, "uri", uri);
  gate_mcp_operation_run_async (self->keeper, &operation, cancellable, did_read, g_steal_pointer (&task));
}

/**
 * gate_mcp_client_read_resource_finish:
 * @self: a client
 * @result: the result given to the callback
 * @error: return location for an error
 *
 * Returns: (transfer full): the ReadResourceResult
 */
JsonNode *
gate_mcp_client_read_resource_finish (GateMcpClient  *self,
                                      GAsyncResult   *result,
                                      GError        **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

static gboolean
are_strings (JsonObject  *arguments,
             GError     **error)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;

  if (!arguments)
    return TRUE;
  json_object_iter_init (&iter, arguments);
  while (json_object_iter_next (&iter, &name, &value))
    if (!gate_json_node_string (value))
      {
        gate_error_set (error, GATE_ERROR_INVALID, GATE_LAYER_NONE, _("Give it as a text; nothing was sent."),
                        _("The argument “%s” of a prompt must be a text."), name);
        return FALSE;
      }
  return TRUE;
}

/**
 * gate_mcp_client_get_prompt_async:
 * @self: a client
 * @name: the prompt's name
 * @arguments: (nullable): its arguments, all texts
 * @cancellable: (nullable): to give up
 * @callback: what to call when done
 * @user_data: its data
 *
 * Gets a prompt.
 */
void
gate_mcp_client_get_prompt_async (GateMcpClient       *self,
                                  const char          *name,
                                  JsonObject          *arguments,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data)
{
  g_return_if_fail (GATE_IS_MCP_CLIENT (self) && name != NULL);

  g_autoptr(GTask) task = gate_task_new (self, cancellable, callback, user_data, gate_mcp_client_get_prompt_async);
  g_autoptr(JsonObject) params = json_object_new ();
  g_autoptr(GError) error = NULL;
  const GateMcpOperation operation = { .method = "prompts/get", .params = params, .is_safe = TRUE };

  if (!are_strings (arguments, &error))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  attach_read (task, "messages", NULL);
  json_object_set_string_member (params, "name", name);
  if (arguments)
    json_object_set_object_member (params, "arguments", json_object_ref (arguments));
  gate_mcp_operation_run_async (self->keeper, &operation, cancellable, did_read, g_steal_pointer (&task));
}

/**
 * gate_mcp_client_get_prompt_finish:
 * @self: a client
 * @result: the result given to the callback
 * @error: return location for an error
 *
 * Returns: (transfer full): the GetPromptResult
 */
JsonNode *
gate_mcp_client_get_prompt_finish (GateMcpClient  *self,
                                   GAsyncResult   *result,
                                   GError        **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
