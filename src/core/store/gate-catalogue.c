// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-catalogue.h"

#include "gate-error.h"
#include "gate-i18n.h"
#include "gate-table.h"

#include <string.h>

static const GateColumn columns[] = {
  GATE_COLUMN (GateCatalogue, connector, TEXT),
  GATE_COLUMN (GateCatalogue, account, TEXT),
  GATE_COLUMN (GateCatalogue, kind, TEXT),
  GATE_COLUMN (GateCatalogue, text, TEXT),
  GATE_COLUMN (GateCatalogue, scope, TEXT),
  GATE_COLUMN (GateCatalogue, as_of, INT),
  GATE_COLUMN (GateCatalogue, ttl, INT),
};

static void
free_record (gpointer record)
{
  gate_catalogue_free (record);
}

static const GateTable table = {
  .name = "catalogues",
  .record_size = sizeof (GateCatalogue),
  .free_record = free_record,
  .columns = columns,
  .n_columns = G_N_ELEMENTS (columns),
  .n_key_columns = 3,
};

/**
 * gate_catalogue_copy:
 * @self: a catalogue
 *
 * Returns: (transfer full): a copy
 */
GateCatalogue *
gate_catalogue_copy (const GateCatalogue *self)
{
  return gate_table_record_copy (&table, self);
}

/**
 * gate_catalogue_free:
 * @self: (transfer full) (nullable): a catalogue
 *
 * Frees it.
 */
void
gate_catalogue_free (GateCatalogue *self)
{
  gate_table_record_free (&table, self);
}

/* The newest lists that fit together into the limit stay; the one that was just saved is the newest. */
static gboolean
save_work (GateStoreHandle  *handle,
           gpointer          data,
           GCancellable     *cancellable,
           GError          **error)
{
  const GateCatalogue *catalogue = data;

  if (catalogue->text && strlen (catalogue->text) > GATE_CATALOGUE_LIMIT)
    {
      gate_error_set (error, GATE_ERROR_TOO_LARGE, GATE_LAYER_NONE, NULL,
                      _("A list of more than %u bytes is not cached"), GATE_CATALOGUE_LIMIT);
      return FALSE;
    }
  return gate_table_save (&table, handle, catalogue, error)
         && gate_store_handle_exec (handle,
                                    "DELETE FROM catalogues WHERE rowid IN ("
                                    "  SELECT id FROM ("
                                    "    SELECT rowid AS id, sum (size) OVER (ORDER BY as_of DESC, rowid DESC) AS total"
                                    "    FROM catalogues) WHERE total > ?1)",
                                    GATE_VALUES (GATE_INT (GATE_CATALOGUE_TOTAL_LIMIT)), error);
}

/**
 * gate_catalogue_lookup_async:
 * @cache: the store of gate_cache_store_new()
 * @connector: the connector's id
 * @account: (nullable): the account's id
 * @kind: what is listed
 * @cancellable: (nullable): ends it
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Looks up a list as the server last gave it. Whether it is too old, or was for another scope, is the caller's to judge.
 */
void
gate_catalogue_lookup_async (GateStore           *cache,
                             const char          *connector,
                             const char          *account,
                             const char          *kind,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  GateCatalogue match = { .connector = (char *) connector, .account = (char *) (account ? account : ""), .kind = (char *) kind };

  gate_table_find_async (&table, cache, &match, cancellable, callback, user_data);
}

/**
 * gate_catalogue_lookup_finish:
 * @cache: the store
 * @result: the result
 * @error: as for [method@Gate.Store.run_finish]
 *
 * Returns: (transfer full) (nullable): the list, or %NULL without an error when none is kept
 */
GateCatalogue *
gate_catalogue_lookup_finish (GateStore     *cache,
                              GAsyncResult  *result,
                              GError       **error)
{
  return gate_table_first_finish (cache, result, error);
}

/**
 * gate_catalogue_save_async:
 * @cache: the store of gate_cache_store_new()
 * @catalogue: the list; `as_of` 0 is now
 * @cancellable: (nullable): ends it
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Keeps a list. The oldest others go when all together are more than %GATE_CATALOGUE_TOTAL_LIMIT bytes.
 */
void
gate_catalogue_save_async (GateStore           *cache,
                           const GateCatalogue *catalogue,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  GateCatalogue *copy = gate_catalogue_copy (catalogue);
  if (copy->as_of == 0)
    copy->as_of = g_get_real_time ();
  gate_store_run_async (cache, GATE_STORE_WRITE, save_work, copy, free_record, cancellable, callback, user_data);
}

/**
 * gate_catalogue_save_finish:
 * @cache: the store
 * @result: the result
 * @error: set to %GATE_ERROR_TOO_LARGE, or as for [method@Gate.Store.run_finish]
 *
 * Returns: %TRUE when it is kept
 */
gboolean
gate_catalogue_save_finish (GateStore     *cache,
                            GAsyncResult  *result,
                            GError       **error)
{
  return gate_store_run_finish (cache, result, NULL, error);
}

/**
 * gate_catalogue_forget_async:
 * @cache: the store of gate_cache_store_new()
 * @connector: (nullable): the connector's id, %NULL for all
 * @account: (nullable): the account's id, %NULL for all
 * @kind: (nullable): what is listed, %NULL for all
 * @cancellable: (nullable): ends it
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Forgets lists: what another account could see must not be shown.
 */
void
gate_catalogue_forget_async (GateStore           *cache,
                             const char          *connector,
                             const char          *account,
                             const char          *kind,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  GateCatalogue match = { .connector = (char *) connector, .account = (char *) account, .kind = (char *) kind };

  gate_table_remove_async (&table, cache, &match, cancellable, callback, user_data);
}

/**
 * gate_catalogue_forget_finish:
 * @cache: the store
 * @result: the result
 * @error: as for [method@Gate.Store.run_finish]
 *
 * Returns: %TRUE when none that match are left
 */
gboolean
gate_catalogue_forget_finish (GateStore     *cache,
                              GAsyncResult  *result,
                              GError       **error)
{
  return gate_store_run_finish (cache, result, NULL, error);
}
