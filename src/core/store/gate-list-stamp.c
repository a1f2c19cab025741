// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-list-stamp.h"

#include "gate-table.h"

static const GateColumn columns[] = {
  GATE_COLUMN (GateListStamp, connector, TEXT),
  GATE_COLUMN (GateListStamp, account, TEXT),
  GATE_COLUMN (GateListStamp, kind, TEXT),
  GATE_COLUMN (GateListStamp, scope, TEXT),
  GATE_COLUMN (GateListStamp, place, INT),
  GATE_COLUMN (GateListStamp, count, INT),
  GATE_COLUMN (GateListStamp, at, INT),
};

static void
free_record (gpointer record)
{
  gate_list_stamp_free (record);
}

static const GateTable table = {
  .name = "stamps",
  .record_size = sizeof (GateListStamp),
  .free_record = free_record,
  .columns = columns,
  .n_columns = G_N_ELEMENTS (columns),
  .n_key_columns = 3,
};

/**
 * gate_list_stamp_copy:
 * @self: a stamp
 *
 * Returns: (transfer full): a copy
 */
GateListStamp *
gate_list_stamp_copy (const GateListStamp *self)
{
  return gate_table_record_copy (&table, self);
}

/**
 * gate_list_stamp_free:
 * @self: (transfer full) (nullable): a stamp
 *
 * Frees it.
 */
void
gate_list_stamp_free (GateListStamp *self)
{
  gate_table_record_free (&table, self);
}

/**
 * gate_list_stamp_lookup_async:
 * @state: the store of gate_state_store_new()
 * @connector: the connector's id
 * @account: the account's id, "" for the first
 * @kind: what is listed
 * @cancellable: (nullable): ends it
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Looks up when a list was last put into the cache.
 */
void
gate_list_stamp_lookup_async (GateStore           *state,
                              const char          *connector,
                              const char          *account,
                              const char          *kind,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  GateListStamp match = { .connector = (char *) connector, .account = (char *) account, .kind = (char *) kind };

  gate_table_find_async (&table, state, &match, cancellable, callback, user_data);
}

/**
 * gate_list_stamp_lookup_finish:
 * @state: the store
 * @result: the result
 * @error: as for [method@Gate.Store.run_finish]
 *
 * Returns: (transfer full) (nullable): the stamp, or %NULL without an error when there is none
 */
GateListStamp *
gate_list_stamp_lookup_finish (GateStore     *state,
                               GAsyncResult  *result,
                               GError       **error)
{
  return gate_table_first_finish (state, result, error);
}

/**
 * gate_list_stamp_save_async:
 * @state: the store of gate_state_store_new()
 * @stamp: what was written; `at` 0 is now
 * @cancellable: (nullable): ends it
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Notes that a list is in the cache. To be called after it is.
 */
void
gate_list_stamp_save_async (GateStore           *state,
                            const GateListStamp *stamp,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  GPtrArray *records = g_ptr_array_new_with_free_func (table.free_record);
  GateListStamp *copy = gate_list_stamp_copy (stamp);

  if (copy->at == 0)
    copy->at = g_get_real_time ();
  g_ptr_array_add (records, copy);
  gate_table_save_async (&table, state, records, cancellable, callback, user_data);
}

/**
 * gate_list_stamp_save_finish:
 * @state: the store
 * @result: the result
 * @error: as for [method@Gate.Store.run_finish]
 *
 * Returns: %TRUE when it is kept
 */
gboolean
gate_list_stamp_save_finish (GateStore     *state,
                             GAsyncResult  *result,
                             GError       **error)
{
  return gate_store_run_finish (state, result, NULL, error);
}

/**
 * gate_list_stamp_forget_async:
 * @state: the store of gate_state_store_new()
 * @connector: (nullable): the connector's id, %NULL for all
 * @account: (nullable): the account's id, %NULL for all
 * @cancellable: (nullable): ends it
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Forgets stamps, so that the next list is written.
 */
void
gate_list_stamp_forget_async (GateStore           *state,
                              const char          *connector,
                              const char          *account,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  GateListStamp match = { .connector = (char *) connector, .account = (char *) account };

  gate_table_remove_async (&table, state, &match, cancellable, callback, user_data);
}

/**
 * gate_list_stamp_forget_finish:
 * @state: the store
 * @result: the result
 * @error: as for [method@Gate.Store.run_finish]
 *
 * Returns: %TRUE when none that match are left
 */
gboolean
gate_list_stamp_forget_finish (GateStore     *state,
                               GAsyncResult  *result,
                               GError       **error)
{
  return gate_store_run_finish (state, result, NULL, error);
}
