// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-mcp-client-private.h"

#include "gate-error.h"
#include "gate-json.h"
#include "gate-property.h"
#include "gate-task.h"

#define COMPLETION_LIMIT 100

static const char *const log_levels[] = { "debug", "info", "notice", "warning", "error", "critical", "alert", "emergency", NULL };

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
    g_task_return_error (task, gate_error_new (GATE_ERROR_PROTOCOL, GATE_LAYER_SERVICE, "Report it to the makers of the server.",
                                               "The server’s answer has no ‘%s’.", data->member));
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
        gate_error_set (error, GATE_ERROR_INVALID, GATE_LAYER_NONE, "Give it as a text; nothing was sent.",
                        "The argument ‘%s’ of a prompt must be a text.", name);
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

static void
did_subscribe (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GError) error = NULL;

  if (gate_mcp_subscriptions_change_finish (GATE_MCP_SUBSCRIPTIONS (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/**
 * gate_mcp_client_subscribe_async:
 * @self: a client
 * @uri: the resource's address
 * @subscribe: whether to be told of its changes, or not any more
 * @cancellable: (nullable): to stop waiting
 * @callback: what to call when done
 * @user_data: its data
 *
 * Subscribes to a resource; the signal `resource-updated` tells of changes. It lasts over reconnections.
 */
void
gate_mcp_client_subscribe_async (GateMcpClient       *self,
                                 const char          *uri,
                                 gboolean             subscribe,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  g_return_if_fail (GATE_IS_MCP_CLIENT (self) && uri != NULL);

  GTask *task = gate_task_new (self, cancellable, callback, user_data, gate_mcp_client_subscribe_async);
  gate_mcp_subscriptions_change_async (self->subscriptions, uri, subscribe, cancellable, did_subscribe, task);
}

/**
 * gate_mcp_client_subscribe_finish:
 * @self: a client
 * @result: the result given to the callback
 * @error: return location for an error
 *
 * Sets %GATE_ERROR_UNSUPPORTED where the server cannot tell.
 *
 * Returns: %TRUE when the server knows
 */
gboolean
gate_mcp_client_subscribe_finish (GateMcpClient  *self,
                                  GAsyncResult   *result,
                                  GError        **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
did_set_level (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GateMcpOutcome) outcome = gate_mcp_operation_run_finish (GATE_MCP_KEEPER (source), result, &error);

  if (outcome)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
did_ensure (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GateMcpClient *self = g_task_get_source_object (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  g_autoptr(GError) error = NULL;
  g_autoptr(GateMcpConnection) connection = gate_mcp_keeper_ensure_finish (GATE_MCP_KEEPER (source), result, &error);
  g_autoptr(JsonObject) params = json_object_new ();
  const GateMcpOperation operation = { .method = "logging/setLevel", .params = params, .is_safe = TRUE };

  if (!connection)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  gate_mcp_connection_set_log_level (connection, self->log_level);
  if (gate_mcp_connection_get_era (connection) == GATE_MCP_ERA_MODERN || !self->log_level)
    g_task_return_boolean (task, TRUE);
  else
    {
      json_object_set_string_member (params, "level", self->log_level);
      gate_mcp_operation_run_async (self->keeper, &operation, cancellable, did_set_level, g_steal_pointer (&task));
    }
}

/**
 * gate_mcp_client_set_log_level_async:
 * @self: a client
 * @level: (nullable): "debug" … "emergency"; %NULL: none, which a legacy server cannot be told
 * @cancellable: (nullable): to give up
 * @callback: what to call when done
 * @user_data: its data
 *
 * Asks for log messages from a level on; the signal `log` gives them.
 */
void
gate_mcp_client_set_log_level_async (GateMcpClient       *self,
                                     const char          *level,
                                     GCancellable        *cancellable,
                                     GAsyncReadyCallback  callback,
                                     gpointer             user_data)
{
  g_return_if_fail (GATE_IS_MCP_CLIENT (self));

  g_autoptr(GTask) task = gate_task_new (self, cancellable, callback, user_data, gate_mcp_client_set_log_level_async);
  if (level && !g_strv_contains (log_levels, level))
    {
      g_task_return_error (task, gate_error_new (GATE_ERROR_INVALID, GATE_LAYER_NONE, "Give one of debug, info, notice, warning, error, "
                                                 "critical, alert and emergency.", "There is no log level ‘%s’.", level));
      return;
    }
  gate_set_str (&self->log_level, level);
  gate_mcp_keeper_ensure_async (self->keeper, FALSE, cancellable, did_ensure, g_steal_pointer (&task));
}

/**
 * gate_mcp_client_set_log_level_finish:
 * @self: a client
 * @result: the result given to the callback
 * @error: return location for an error
 *
 * Returns: %TRUE when the server knows
 */
gboolean
gate_mcp_client_set_log_level_finish (GateMcpClient  *self,
                                      GAsyncResult   *result,
                                      GError        **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}
