// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-pin.h"

#include "gate-table.h"

static const GateColumn columns[] = {
  GATE_COLUMN (GatePin, connector, TEXT),
  GATE_COLUMN (GatePin, account, TEXT),
  GATE_COLUMN (GatePin, tool, TEXT),
  GATE_COLUMN (GatePin, digest, TEXT),
  GATE_COLUMN (GatePin, definition, TEXT),
  GATE_COLUMN (GatePin, at, INT),
};

static void
free_record (gpointer record)
{
  gate_pin_free (record);
}

static const GateTable table = {
  .name = "pins",
  .record_size = sizeof (GatePin),
  .free_record = free_record,
  .columns = columns,
  .n_columns = G_N_ELEMENTS (columns),
  .n_key_columns = 3,
};

/**
 * gate_pin_copy:
 * @self: a pin
 *
 * Returns: (transfer full): a copy
 */
GatePin *
gate_pin_copy (const GatePin *self)
{
  return gate_table_record_copy (&table, self);
}

/**
 * gate_pin_free:
 * @self: (transfer full) (nullable): a pin
 *
 * Frees it.
 */
void
gate_pin_free (GatePin *self)
{
  gate_table_record_free (&table, self);
}

/**
 * gate_pin_list_async:
 * @state: the store of gate_state_store_new()
 * @connector: (nullable): the connector's id
 * @account: (nullable): the account's id, "" for the only one, %NULL for all
 * @tool: (nullable): the tool's name, %NULL for all
 * @cancellable: (nullable): ends it
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Finds the definitions that the person knows.
 */
void
gate_pin_list_async (GateStore           *state,
                     const char          *connector,
                     const char          *account,
                     const char          *tool,
                     GCancellable        *cancellable,
                     GAsyncReadyCallback  callback,
                     gpointer             user_data)
{
  GatePin match = { .connector = (char *) connector, .account = (char *) account, .tool = (char *) tool };

  gate_table_find_async (&table, state, &match, cancellable, callback, user_data);
}

/**
 * gate_pin_list_finish:
 * @state: the store
 * @result: the result
 * @error: as for [method@Gate.Store.run_finish]
 *
 * Returns: (transfer full) (nullable) (element-type GatePin): the pins; empty when there are none
 */
GPtrArray *
gate_pin_list_finish (GateStore     *state,
                      GAsyncResult  *result,
                      GError       **error)
{
  return gate_table_find_finish (state, result, error);
}

/**
 * gate_pin_save_async:
 * @state: the store of gate_state_store_new()
 * @pins: (element-type GatePin): what to remember, copied; `at` 0 is now
 * @cancellable: (nullable): ends it
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Pins definitions, all or none.
 */
void
gate_pin_save_async (GateStore           *state,
                     GPtrArray           *pins,
                     GCancellable        *cancellable,
                     GAsyncReadyCallback  callback,
                     gpointer             user_data)
{
  GPtrArray *records = g_ptr_array_new_with_free_func (table.free_record);

  for (guint i = 0; i < pins->len; i++)
    {
      GatePin *copy = gate_pin_copy (pins->pdata[i]);

      if (copy->at == 0)
        copy->at = g_get_real_time ();
      g_ptr_array_add (records, copy);
    }
  gate_table_save_async (&table, state, records, cancellable, callback, user_data);
}

/**
 * gate_pin_save_finish:
 * @state: the store
 * @result: the result
 * @error: as for [method@Gate.Store.run_finish]
 *
 * Returns: %TRUE when all are pinned
 */
gboolean
gate_pin_save_finish (GateStore     *state,
                      GAsyncResult  *result,
                      GError       **error)
{
  return gate_store_run_finish (state, result, NULL, error);
}

/**
 * gate_pin_forget_async:
 * @state: the store of gate_state_store_new()
 * @connector: (nullable): the connector's id
 * @account: (nullable): the account's id, "" for the only one, %NULL for all
 * @tool: (nullable): the tool's name, %NULL for all
 * @cancellable: (nullable): ends it
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Forgets pins.
 */
void
gate_pin_forget_async (GateStore           *state,
                       const char          *connector,
                       const char          *account,
                       const char          *tool,
                       GCancellable        *cancellable,
                       GAsyncReadyCallback  callback,
                       gpointer             user_data)
{
  GatePin match = { .connector = (char *) connector, .account = (char *) account, .tool = (char *) tool };

  gate_table_remove_async (&table, state, &match, cancellable, callback, user_data);
}

/**
 * gate_pin_forget_finish:
 * @state: the store
 * @result: the result
 * @error: as for [method@Gate.Store.run_finish]
 *
 * Returns: %TRUE when none that match are left
 */
gboolean
gate_pin_forget_finish (GateStore     *state,
                        GAsyncResult  *result,
                        GError       **error)
{
  return gate_store_run_finish (state, result, NULL, error);
}
