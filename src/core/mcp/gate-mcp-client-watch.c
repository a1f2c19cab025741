// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-mcp-client-private.h"

#include "gate-error.h"
#include "gate-i18n.h"
#include "gate-property.h"
#include "gate-task.h"

static const char *const log_levels[] = { "debug", "info", "notice", "warning", "error", "critical", "alert", "emergency", NULL };

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

/* logging/setLevel, with the level that is wanted. */
static void
send_level (GateMcpClient       *self,
            GCancellable        *cancellable,
            GAsyncReadyCallback  callback,
            gpointer             user_data)
{
  g_autoptr(JsonObject) params = json_object_new ();
  const GateMcpOperation operation = { .method = "logging/setLevel", .params = params, .is_safe = TRUE };

  json_object_set_string_member (params, "level", self->log_level);
  gate_mcp_operation_run_async (self->keeper, &operation, cancellable, callback, user_data);
}

static void
did_repeat_level (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GateMcpOutcome) outcome = gate_mcp_operation_run_finish (GATE_MCP_KEEPER (source), result, &error);

  if (!outcome)
    g_debug ("The log level could not be set again: %s", error->message);
}

/**
 * gate_mcp_client_repeat_log_level:
 * @self: a client that has just been connected again
 *
 * Tells a legacy server, which forgot it with the session, from which level on to log. Nothing happens where none was wanted.
 */
void
gate_mcp_client_repeat_log_level (GateMcpClient *self)
{
  if (self->log_level && gate_mcp_client_get_era (self) == GATE_MCP_ERA_LEGACY && gate_mcp_client_has_capability (self, "logging"))
    send_level (self, NULL, did_repeat_level, NULL);
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

  if (!connection)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  gate_mcp_connection_set_log_level (connection, self->log_level);
  if (gate_mcp_connection_get_era (connection) == GATE_MCP_ERA_MODERN || !self->log_level)
    g_task_return_boolean (task, TRUE);
  else
    send_level (self, cancellable, did_set_level, g_steal_pointer (&task));
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
      g_task_return_error (task, gate_error_new (GATE_ERROR_INVALID, GATE_LAYER_NONE, _("Give one of debug, info, notice, warning, error, "
                                                   "critical, alert and emergency."), _("There is no log level “%s”."), level));
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
