// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-table.h"

#include "gate-task.h"

#define MAX_COLUMNS 16

/* What one find, save or remove needs and brings. */
typedef struct {
  const GateTable *table;
  gpointer         match; /* (owned) (nullable) */
  GPtrArray       *records; /* (owned) (nullable) */
} TableWork;

GATE_DEFINE_DATA (TableWork, table_work)

static char **
text_of (const GateColumn *column,
         gconstpointer     record)
{
  return (char **) ((char *) record + column->offset);
}

static gint64 *
number_of (const GateColumn *column,
           gconstpointer     record)
{
  return (gint64 *) ((char *) record + column->offset);
}

/**
 * gate_table_record_copy:
 * @table: a table
 * @record: one of its records
 *
 * Returns: (transfer full): a copy; %NULL texts stay %NULL
 */
gpointer
gate_table_record_copy (const GateTable *table,
                        gconstpointer    record)
{
  gpointer copy = g_malloc0 (table->record_size);

  for (guint i = 0; i < table->n_columns; i++)
    if (table->columns[i].type == GATE_COLUMN_TEXT)
      *text_of (&table->columns[i], copy) = g_strdup (*text_of (&table->columns[i], record));
    else
      *number_of (&table->columns[i], copy) = *number_of (&table->columns[i], record);
  return copy;
}

/**
 * gate_table_record_free:
 * @table: a table
 * @record: (transfer full) (nullable): one of its records
 *
 * Frees a record.
 */
void
gate_table_record_free (const GateTable *table,
                        gpointer         record)
{
  if (!record)
    return;
  for (guint i = 0; i < table->n_columns; i++)
    if (table->columns[i].type == GATE_COLUMN_TEXT)
      g_free (*text_of (&table->columns[i], record));
  g_free (record);
}

static void
table_work_clear (TableWork *self)
{
  gate_table_record_free (self->table, self->match);
  g_clear_pointer (&self->records, g_ptr_array_unref);
}

static void
append_names (GString         *sql,
              const GateTable *table,
              guint            from,
              guint            to,
              const char      *suffix)
{
  for (guint i = from; i < to; i++)
    g_string_append_printf (sql, "%s%s%s", i > from ? ", " : "", table->columns[i].name, suffix);
}

/* The names of tables and columns are literals of ours; everything else is bound. */
static gsize
append_condition (GString         *sql,
                  const GateTable *table,
                  gconstpointer    match,
                  GateStoreValue  *values)
{
  gsize n = 0;

  for (guint i = 0; i < table->n_key_columns; i++)
    {
      const char *text = *text_of (&table->columns[i], match);

      if (!text)
        continue;
      values[n] = (GateStoreValue) GATE_TEXT (text);
      n++;
      g_string_append_printf (sql, " %s %s = ?%" G_GSIZE_FORMAT, n == 1 ? "WHERE" : "AND", table->columns[i].name, n);
    }
  return n;
}

typedef struct {
  const GateTable *table;
  GPtrArray       *records;
} Reading;

static gboolean
read_row (GateStoreRow *row,
          gpointer      user_data)
{
  Reading *reading = user_data;
  gpointer record = g_malloc0 (reading->table->record_size);

  for (guint i = 0; i < reading->table->n_columns; i++)
    if (reading->table->columns[i].type == GATE_COLUMN_TEXT)
      *text_of (&reading->table->columns[i], record) = g_strdup (gate_store_row_text (row, i));
    else
      *number_of (&reading->table->columns[i], record) = gate_store_row_int (row, i);
  g_ptr_array_add (reading->records, record);
  return TRUE;
}

/**
 * gate_table_find:
 * @table: a table
 * @handle: a database
 * @match: a record; the texts of its key that are not %NULL must be equal
 * @records: where to add the records that match, in the order of their keys
 * @error: as for gate_store_handle_query()
 *
 * Finds records, in the store's thread.
 *
 * Returns: %TRUE also when there are none
 */
gboolean
gate_table_find (const GateTable  *table,
                 GateStoreHandle  *handle,
                 gconstpointer     match,
                 GPtrArray        *records,
                 GError          **error)
{
  g_autoptr(GString) sql = g_string_new ("SELECT ");
  GateStoreValue values[MAX_COLUMNS];
  Reading reading = { table, records };

  append_names (sql, table, 0, table->n_columns, "");
  g_string_append_printf (sql, " FROM %s", table->name);
  gsize n = append_condition (sql, table, match, values);
  g_string_append (sql, " ORDER BY ");
  append_names (sql, table, 0, table->n_key_columns, "");
  return gate_store_handle_query (handle, sql->str, values, n, read_row, &reading, error);
}

/**
 * gate_table_save:
 * @table: a table
 * @handle: a database, in a transaction that writes
 * @record: what to save, in the place of the record with the same key
 * @error: as for gate_store_handle_query()
 *
 * Saves a record, in the store's thread.
 *
 * Returns: %TRUE when it is saved
 */
gboolean
gate_table_save (const GateTable  *table,
                 GateStoreHandle  *handle,
                 gconstpointer     record,
                 GError          **error)
{
  g_autoptr(GString) sql = g_string_new (NULL);
  GateStoreValue values[MAX_COLUMNS];

  g_string_printf (sql, "INSERT OR REPLACE INTO %s (", table->name);
  append_names (sql, table, 0, table->n_columns, "");
  g_string_append (sql, ") VALUES (");
  for (guint i = 0; i < table->n_columns; i++)
    {
      const GateColumn *column = &table->columns[i];
      const char *text = column->type == GATE_COLUMN_TEXT ? *text_of (column, record) : NULL;

      values[i] = column->type == GATE_COLUMN_TEXT ? (GateStoreValue) GATE_TEXT (text ? text : "")
                                                   : (GateStoreValue) GATE_INT (*number_of (column, record));
      g_string_append_printf (sql, "%s?%u", i > 0 ? ", " : "", i + 1);
    }
  g_string_append (sql, ")");
  return gate_store_handle_exec (handle, sql->str, values, table->n_columns, error);
}

/**
 * gate_table_remove:
 * @table: a table
 * @handle: a database, in a transaction that writes
 * @match: a record; the texts of its key that are not %NULL must be equal
 * @error: as for gate_store_handle_query()
 *
 * Removes records, in the store's thread.
 *
 * Returns: %TRUE when none that match are left
 */
gboolean
gate_table_remove (const GateTable  *table,
                   GateStoreHandle  *handle,
                   gconstpointer     match,
                   GError          **error)
{
  g_autoptr(GString) sql = g_string_new (NULL);
  GateStoreValue values[MAX_COLUMNS];

  g_string_printf (sql, "DELETE FROM %s", table->name);
  gsize n = append_condition (sql, table, match, values);
  return gate_store_handle_exec (handle, sql->str, values, n, error);
}

static gboolean
find_work (GateStoreHandle  *handle,
           gpointer          data,
           GCancellable     *cancellable,
           GError          **error)
{
  TableWork *work = data;

  g_ptr_array_set_size (work->records, 0);
  return gate_table_find (work->table, handle, work->match, work->records, error);
}

static gboolean
save_work (GateStoreHandle  *handle,
           gpointer          data,
           GCancellable     *cancellable,
           GError          **error)
{
  TableWork *work = data;

  for (guint i = 0; i < work->records->len; i++)
    if (!gate_table_save (work->table, handle, work->records->pdata[i], error))
      return FALSE;
  return TRUE;
}

static gboolean
remove_work (GateStoreHandle  *handle,
             gpointer          data,
             GCancellable     *cancellable,
             GError          **error)
{
  TableWork *work = data;

  return gate_table_remove (work->table, handle, work->match, error);
}

/**
 * gate_table_find_async:
 * @table: a table
 * @store: where it is
 * @match: a record; the texts of its key that are not %NULL must be equal
 * @cancellable: (nullable): ends it
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Finds records.
 */
void
gate_table_find_async (const GateTable      *table,
                       GateStore            *store,
                       gconstpointer         match,
                       GCancellable         *cancellable,
                       GAsyncReadyCallback   callback,
                       gpointer              user_data)
{
  TableWork *work = table_work_new ();

  work->table = table;
  work->match = gate_table_record_copy (table, match);
  work->records = g_ptr_array_new_with_free_func (table->free_record);
  gate_store_run_async (store, GATE_STORE_READ, find_work, work, (GDestroyNotify) table_work_free, cancellable, callback,
                        user_data);
}

/**
 * gate_table_find_finish:
 * @store: a store
 * @result: the result
 * @error: as for [method@Gate.Store.run_finish]
 *
 * Returns: (transfer full) (nullable): the records, in the order of their keys; empty when none match
 */
GPtrArray *
gate_table_find_finish (GateStore     *store,
                        GAsyncResult  *result,
                        GError       **error)
{
  gpointer data;

  if (!gate_store_run_finish (store, result, &data, error))
    return NULL;
  return g_steal_pointer (&((TableWork *) data)->records);
}

/**
 * gate_table_first_finish:
 * @store: a store
 * @result: the result of gate_table_find_async()
 * @error: as for [method@Gate.Store.run_finish]
 *
 * Returns: (transfer full) (nullable): the first record, or %NULL without an error when none match
 */
gpointer
gate_table_first_finish (GateStore     *store,
                         GAsyncResult  *result,
                         GError       **error)
{
  g_autoptr(GPtrArray) records = gate_table_find_finish (store, result, error);

  return records && records->len > 0 ? g_ptr_array_steal_index (records, 0) : NULL;
}

/**
 * gate_table_save_async:
 * @table: a table
 * @store: where it is
 * @records: (transfer full): what to save, all or none
 * @cancellable: (nullable): ends it
 * @callback: called with the result, for [method@Gate.Store.run_finish]
 * @user_data: for @callback
 *
 * Saves records.
 */
void
gate_table_save_async (const GateTable      *table,
                       GateStore            *store,
                       GPtrArray            *records,
                       GCancellable         *cancellable,
                       GAsyncReadyCallback   callback,
                       gpointer              user_data)
{
  TableWork *work = table_work_new ();

  work->table = table;
  work->records = records;
  gate_store_run_async (store, GATE_STORE_WRITE, save_work, work, (GDestroyNotify) table_work_free, cancellable, callback,
                        user_data);
}

/**
 * gate_table_remove_async:
 * @table: a table
 * @store: where it is
 * @match: a record; the texts of its key that are not %NULL must be equal
 * @cancellable: (nullable): ends it
 * @callback: called with the result, for [method@Gate.Store.run_finish]
 * @user_data: for @callback
 *
 * Removes records.
 */
void
gate_table_remove_async (const GateTable      *table,
                         GateStore            *store,
                         gconstpointer         match,
                         GCancellable         *cancellable,
                         GAsyncReadyCallback   callback,
                         gpointer              user_data)
{
  TableWork *work = table_work_new ();

  work->table = table;
  work->match = gate_table_record_copy (table, match);
  gate_store_run_async (store, GATE_STORE_WRITE, remove_work, work, (GDestroyNotify) table_work_free, cancellable, callback,
                        user_data);
}
