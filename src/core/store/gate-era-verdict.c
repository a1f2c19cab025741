// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-era-verdict.h"

#include "gate-table.h"

static const GateColumn columns[] = {
  GATE_COLUMN (GateEraVerdict, subject, TEXT),
  GATE_COLUMN (GateEraVerdict, era, TEXT),
  GATE_COLUMN (GateEraVerdict, version, TEXT),
  GATE_COLUMN (GateEraVerdict, at, INT),
};

static void
free_record (gpointer record)
{
  gate_era_verdict_free (record);
}

static const GateTable table = {
  .name = "verdicts",
  .record_size = sizeof (GateEraVerdict),
  .free_record = free_record,
  .columns = columns,
  .n_columns = G_N_ELEMENTS (columns),
  .n_key_columns = 1,
};

/**
 * gate_era_verdict_copy:
 * @self: a verdict
 *
 * Returns: (transfer full): a copy
 */
GateEraVerdict *
gate_era_verdict_copy (const GateEraVerdict *self)
{
  return gate_table_record_copy (&table, self);
}

/**
 * gate_era_verdict_free:
 * @self: (transfer full) (nullable): a verdict
 *
 * Frees it.
 */
void
gate_era_verdict_free (GateEraVerdict *self)
{
  gate_table_record_free (&table, self);
}

/**
 * gate_era_verdict_lookup_async:
 * @state: the store of gate_state_store_new()
 * @subject: the server's address or fingerprint
 * @cancellable: (nullable): ends it
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Looks up what is known about a server.
 */
void
gate_era_verdict_lookup_async (GateStore           *state,
                           const char          *subject,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  GateEraVerdict match = { .subject = (char *) subject };

  gate_table_find_async (&table, state, &match, cancellable, callback, user_data);
}

/**
 * gate_era_verdict_lookup_finish:
 * @state: the store
 * @result: the result
 * @error: as for [method@Gate.Store.run_finish]
 *
 * Returns: (transfer full) (nullable): the verdict, or %NULL without an error when nothing is known
 */
GateEraVerdict *
gate_era_verdict_lookup_finish (GateStore     *state,
                            GAsyncResult  *result,
                            GError       **error)
{
  return gate_table_first_finish (state, result, error);
}

/**
 * gate_era_verdict_save_async:
 * @state: the store of gate_state_store_new()
 * @verdict: what was found out; `at` 0 is now
 * @cancellable: (nullable): ends it
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Keeps what was found out about a server.
 */
void
gate_era_verdict_save_async (GateStore           *state,
                         const GateEraVerdict   *verdict,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  GPtrArray *records = g_ptr_array_new_with_free_func (table.free_record);
  GateEraVerdict *copy = gate_era_verdict_copy (verdict);

  if (copy->at == 0)
    copy->at = g_get_real_time ();
  g_ptr_array_add (records, copy);
  gate_table_save_async (&table, state, records, cancellable, callback, user_data);
}

/**
 * gate_era_verdict_save_finish:
 * @state: the store
 * @result: the result
 * @error: as for [method@Gate.Store.run_finish]
 *
 * Returns: %TRUE when it is kept
 */
gboolean
gate_era_verdict_save_finish (GateStore     *state,
                          GAsyncResult  *result,
                          GError       **error)
{
  return gate_store_run_finish (state, result, NULL, error);
}

/**
 * gate_era_verdict_forget_async:
 * @state: the store of gate_state_store_new()
 * @subject: (nullable): the server's address or fingerprint, %NULL for all
 * @cancellable: (nullable): ends it
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Forgets what is known, so that the server is probed again.
 */
void
gate_era_verdict_forget_async (GateStore           *state,
                           const char          *subject,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  GateEraVerdict match = { .subject = (char *) subject };

  gate_table_remove_async (&table, state, &match, cancellable, callback, user_data);
}

/**
 * gate_era_verdict_forget_finish:
 * @state: the store
 * @result: the result
 * @error: as for [method@Gate.Store.run_finish]
 *
 * Returns: %TRUE when nothing is known any more
 */
gboolean
gate_era_verdict_forget_finish (GateStore     *state,
                            GAsyncResult  *result,
                            GError       **error)
{
  return gate_store_run_finish (state, result, NULL, error);
}
