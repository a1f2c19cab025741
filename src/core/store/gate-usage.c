// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-usage.h"

#include "gate-table.h"

static const GateColumn columns[] = {
  GATE_COLUMN (GateUsage, connector, TEXT),
  GATE_COLUMN (GateUsage, account, TEXT),
  GATE_COLUMN (GateUsage, project, TEXT),
  GATE_COLUMN (GateUsage, tool, TEXT),
  GATE_COLUMN (GateUsage, at, INT),
  GATE_COLUMN (GateUsage, calls, INT),
};

static void
free_record (gpointer record)
{
  gate_usage_free (record);
}

static const GateTable table = {
  .name = "usage",
  .record_size = sizeof (GateUsage),
  .free_record = free_record,
  .columns = columns,
  .n_columns = G_N_ELEMENTS (columns),
  .n_key_columns = 4,
};

/**
 * gate_usage_copy:
 * @self: a use
 *
 * Returns: (transfer full): a copy
 */
GateUsage *
gate_usage_copy (const GateUsage *self)
{
  return gate_table_record_copy (&table, self);
}

/**
 * gate_usage_free:
 * @self: (transfer full) (nullable): a use
 *
 * Frees it.
 */
void
gate_usage_free (GateUsage *self)
{
  gate_table_record_free (&table, self);
}

static gboolean
touch_work (GateStoreHandle  *handle,
            gpointer          data,
            GCancellable     *cancellable,
            GError          **error)
{
  const GateUsage *use = data;

  return gate_store_handle_exec (handle,
                                 "INSERT INTO usage (connector, account, project, tool, at, calls) VALUES (?1, ?2, ?3, ?4, ?5, ?6)"
                                 " ON CONFLICT DO UPDATE SET at = max (at, excluded.at), calls = calls + excluded.calls",
                                 GATE_VALUES (GATE_TEXT (use->connector), GATE_TEXT (use->account), GATE_TEXT (use->project),
                                              GATE_TEXT (use->tool), GATE_INT (use->at), GATE_INT (use->calls)),
                                 error);
}

/**
 * gate_usage_touch_async:
 * @state: the store of gate_state_store_new()
 * @connector: the connector's id
 * @account: (nullable): the account's id
 * @project: (nullable): the project's id
 * @tool: (nullable): the tool's name
 * @calls: how often
 * @cancellable: (nullable): ends it
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Notes that a tool was used until now.
 */
void
gate_usage_touch_async (GateStore           *state,
                        const char          *connector,
                        const char          *account,
                        const char          *project,
                        const char          *tool,
                        guint                calls,
                        GCancellable        *cancellable,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data)
{
  GateUsage *use = g_new0 (GateUsage, 1);

  use->connector = g_strdup (connector);
  use->account = g_strdup (account ? account : "");
  use->project = g_strdup (project ? project : "");
  use->tool = g_strdup (tool ? tool : "");
  use->at = g_get_real_time ();
  use->calls = calls;
  gate_store_run_async (state, GATE_STORE_WRITE, touch_work, use, free_record, cancellable, callback, user_data);
}

/**
 * gate_usage_touch_finish:
 * @state: the store
 * @result: the result
 * @error: as for [method@Gate.Store.run_finish]
 *
 * Returns: %TRUE when it is noted
 */
gboolean
gate_usage_touch_finish (GateStore     *state,
                         GAsyncResult  *result,
                         GError       **error)
{
  return gate_store_run_finish (state, result, NULL, error);
}

/**
 * gate_usage_list_async:
 * @state: the store of gate_state_store_new()
 * @match: members of the key that are %NULL may be anything
 * @cancellable: (nullable): ends it
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Finds all uses that match.
 */
void
gate_usage_list_async (GateStore           *state,
                       const GateUsage     *match,
                       GCancellable        *cancellable,
                       GAsyncReadyCallback  callback,
                       gpointer             user_data)
{
  gate_table_find_async (&table, state, match, cancellable, callback, user_data);
}

/**
 * gate_usage_list_finish:
 * @state: the store
 * @result: the result
 * @error: as for [method@Gate.Store.run_finish]
 *
 * Returns: (transfer full) (nullable) (element-type GateUsage): the uses; empty when there are none
 */
GPtrArray *
gate_usage_list_finish (GateStore     *state,
                        GAsyncResult  *result,
                        GError       **error)
{
  return gate_table_find_finish (state, result, error);
}

/**
 * gate_usage_forget_async:
 * @state: the store of gate_state_store_new()
 * @match: members of the key that are %NULL may be anything
 * @cancellable: (nullable): ends it
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Forgets all uses that match.
 */
void
gate_usage_forget_async (GateStore           *state,
                         const GateUsage     *match,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  gate_table_remove_async (&table, state, match, cancellable, callback, user_data);
}

/**
 * gate_usage_forget_finish:
 * @state: the store
 * @result: the result
 * @error: as for [method@Gate.Store.run_finish]
 *
 * Returns: %TRUE when none that match are left
 */
gboolean
gate_usage_forget_finish (GateStore     *state,
                          GAsyncResult  *result,
                          GError       **error)
{
  return gate_store_run_finish (state, result, NULL, error);
}
