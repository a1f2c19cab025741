// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-connector-store.h"

#include "gate-connector-store-private.h"
#include "gate-json.h"
#include "gate-mcp-file.h"
#include "gate-task.h"

static void
did_change (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GError) error = NULL;
  GateMcpChange *change = NULL;
  g_autoptr(JsonNode) root = gate_mcp_file_run_finish (result, &change, &error);

  if (!root)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  gate_connector_store_take_root (g_task_get_source_object (task), root);
  g_task_return_pointer (task, change, (GDestroyNotify) gate_mcp_change_free);
}

static void
start_change (GateConnectorStore  *self,
              GateMcpChange       *change,
              GCancellable        *cancellable,
              GAsyncReadyCallback  callback,
              gpointer             user_data,
              gpointer             tag)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, tag);
  gate_mcp_file_run_async (gate_connector_store_get_path (self), change, cancellable, did_change, task);
}

static GateMcpChange *
finish_change (GateConnectorStore  *self,
               GAsyncResult        *result,
               GError             **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * gate_connector_store_put_async:
 * @self: a store
 * @mode: whether it may, must or must not be there
 * @name: its name, or the id of an existing one
 * @entry: the entry, an object
 * @position: where a new one goes, -1 for the end
 * @cancellable: (nullable): ends it
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Adds or replaces an entry. It is checked first: a wrong one is never written.
 */
void
gate_connector_store_put_async (GateConnectorStore     *self,
                                GateConnectorStoreMode  mode,
                                const char             *name,
                                JsonNode               *entry,
                                int                     position,
                                GCancellable           *cancellable,
                                GAsyncReadyCallback     callback,
                                gpointer                user_data)
{
  static const GateMcpChangeKind kinds[] = {
    [GATE_CONNECTOR_STORE_ADD] = GATE_MCP_CHANGE_ADD,
    [GATE_CONNECTOR_STORE_REPLACE] = GATE_MCP_CHANGE_REPLACE,
    [GATE_CONNECTOR_STORE_PUT] = GATE_MCP_CHANGE_PUT,
  };
  g_autoptr(GError) error = NULL;
  g_autoptr(GateConnector) connector = gate_connector_new_from_json (name, entry, GATE_CONNECTOR_ORIGIN_USER, &error);

  if (!connector)
    {
      g_task_report_error (self, callback, user_data, gate_connector_store_put_async, g_steal_pointer (&error));
      return;
    }

  GateMcpChange *change = gate_mcp_change_new (kinds[mode], name);
  change->entry = gate_json_keep (entry);
  change->position = position < 0 ? G_MAXUINT : (guint) position;
  start_change (self, change, cancellable, callback, user_data, gate_connector_store_put_async);
}

/**
 * gate_connector_store_put_finish:
 * @self: a store
 * @result: the result
 * @error: set to %GATE_ERROR_INVALID, %GATE_ERROR_EXISTS, %GATE_ERROR_NOT_FOUND, %GATE_ERROR_TIMED_OUT or %GATE_ERROR_FAILED
 *
 * Returns: (transfer full) (nullable): the connector, which is in the list now
 */
GateConnector *
gate_connector_store_put_finish (GateConnectorStore  *self,
                                 GAsyncResult        *result,
                                 GError             **error)
{
  g_autoptr(GateMcpChange) change = finish_change (self, result, error);
  if (!change)
    return NULL;
  return gate_connector_new_from_json (change->name, change->entry, GATE_CONNECTOR_ORIGIN_USER, error);
}

/**
 * gate_connector_store_remove_async:
 * @self: a store
 * @id: the connector's id
 * @expected: (nullable): the entry as it was when its removal was decided; %NULL: whatever it is
 * @cancellable: (nullable): ends it
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Removes an entry. One that another process put in its place meanwhile is not removed.
 */
void
gate_connector_store_remove_async (GateConnectorStore  *self,
                                   const char          *id,
                                   JsonNode            *expected,
                                   GCancellable        *cancellable,
                                   GAsyncReadyCallback  callback,
                                   gpointer             user_data)
{
  GateMcpChange *change = gate_mcp_change_new (GATE_MCP_CHANGE_REMOVE, id);

  change->expected = expected ? gate_json_keep (expected) : NULL;
  start_change (self, change, cancellable, callback, user_data, gate_connector_store_remove_async);
}

/**
 * gate_connector_store_remove_finish:
 * @self: a store
 * @result: the result
 * @name: (out) (optional) (transfer full): the entry's name in the file
 * @position: (out) (optional): where it was
 * @error: set to %GATE_ERROR_NOT_FOUND, %GATE_ERROR_INVALID, %GATE_ERROR_TIMED_OUT or %GATE_ERROR_FAILED
 *
 * Returns: (transfer full) (nullable): the entry that was removed
 */
JsonNode *
gate_connector_store_remove_finish (GateConnectorStore  *self,
                                    GAsyncResult        *result,
                                    char               **name,
                                    int                 *position,
                                    GError             **error)
{
  g_autoptr(GateMcpChange) change = finish_change (self, result, error);
  if (!change)
    return NULL;
  if (name)
    *name = g_strdup (change->name);
  if (position)
    *position = (int) change->position;
  return json_node_ref (change->entry);
}

/**
 * gate_connector_store_add_account_async:
 * @self: a store
 * @id: the connector's id
 * @label: what people call the account: "Work", "Client A"
 * @cancellable: (nullable): ends it
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Adds an account to a connector.
 */
void
gate_connector_store_add_account_async (GateConnectorStore  *self,
                                        const char          *id,
                                        const char          *label,
                                        GCancellable        *cancellable,
                                        GAsyncReadyCallback  callback,
                                        gpointer             user_data)
{
  GateMcpChange *change = gate_mcp_change_new (GATE_MCP_CHANGE_ADD_ACCOUNT, id);

  change->label = g_strdup (label);
  start_change (self, change, cancellable, callback, user_data, gate_connector_store_add_account_async);
}

/**
 * gate_connector_store_add_account_finish:
 * @self: a store
 * @result: the result
 * @error: set as for [method@Gate.ConnectorStore.remove_finish]
 *
 * Returns: (transfer full) (nullable): the new account's id
 */
char *
gate_connector_store_add_account_finish (GateConnectorStore  *self,
                                         GAsyncResult        *result,
                                         GError             **error)
{
  g_autoptr(GateMcpChange) change = finish_change (self, result, error);
  return change ? g_strdup (change->account) : NULL;
}

/**
 * gate_connector_store_remove_account_async:
 * @self: a store
 * @id: the connector's id
 * @account: the account's id
 * @cancellable: (nullable): ends it
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Removes an account of a connector.
 */
void
gate_connector_store_remove_account_async (GateConnectorStore  *self,
                                           const char          *id,
                                           const char          *account,
                                           GCancellable        *cancellable,
                                           GAsyncReadyCallback  callback,
                                           gpointer             user_data)
{
  GateMcpChange *change = gate_mcp_change_new (GATE_MCP_CHANGE_REMOVE_ACCOUNT, id);

  change->account = g_strdup (account);
  start_change (self, change, cancellable, callback, user_data, gate_connector_store_remove_account_async);
}

/**
 * gate_connector_store_remove_account_finish:
 * @self: a store
 * @result: the result
 * @error: set as for [method@Gate.ConnectorStore.remove_finish]
 *
 * Returns: %TRUE when it is gone
 */
gboolean
gate_connector_store_remove_account_finish (GateConnectorStore  *self,
                                            GAsyncResult        *result,
                                            GError             **error)
{
  g_autoptr(GateMcpChange) change = finish_change (self, result, error);
  return change != NULL;
}

/**
 * gate_connector_store_rename_account_async:
 * @self: a store
 * @id: the connector's id
 * @account: the account's id, "" for the first
 * @label: what people call it
 * @cancellable: (nullable): ends it
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Gives an account another label. Its id, and with it the names of its tools, stay.
 */
void
gate_connector_store_rename_account_async (GateConnectorStore  *self,
                                           const char          *id,
                                           const char          *account,
                                           const char          *label,
                                           GCancellable        *cancellable,
                                           GAsyncReadyCallback  callback,
                                           gpointer             user_data)
{
  GateMcpChange *change = gate_mcp_change_new (GATE_MCP_CHANGE_RENAME_ACCOUNT, id);

  change->account = g_strdup (account);
  change->label = g_strdup (label);
  start_change (self, change, cancellable, callback, user_data, gate_connector_store_rename_account_async);
}

/**
 * gate_connector_store_rename_account_finish:
 * @self: a store
 * @result: the result
 * @error: set as for [method@Gate.ConnectorStore.remove_finish]
 *
 * Returns: %TRUE when it is so called
 */
gboolean
gate_connector_store_rename_account_finish (GateConnectorStore  *self,
                                            GAsyncResult        *result,
                                            GError             **error)
{
  g_autoptr(GateMcpChange) change = finish_change (self, result, error);
  return change != NULL;
}
