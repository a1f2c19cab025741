// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-store.h"

G_BEGIN_DECLS

/**
 * GateColumnType:
 *
 * What a column holds. In the record: `char *` or `gint64`.
 */
typedef enum {
  GATE_COLUMN_TEXT,
  GATE_COLUMN_INT,
} GateColumnType;

/**
 * GateColumn:
 * @name: the column's name
 * @type: what it holds
 * @offset: where it stands in the record
 */
typedef struct {
  const char     *name;
  GateColumnType  type;
  gsize           offset;
} GateColumn;

#define GATE_COLUMN(Record, member, column_type) { #member, GATE_COLUMN_##column_type, G_STRUCT_OFFSET (Record, member) }

/**
 * GateTable:
 * @name: the table's name
 * @record_size: the size of the record struct
 * @free_record: frees a record: calls gate_table_record_free()
 * @columns: its columns, those of the primary key first
 * @n_columns: how many
 * @n_key_columns: how many of them are the primary key; all of these are texts
 *
 * A table whose rows are C structs: find, save, remove without SQL. Texts that are %NULL are kept as "".
 */
typedef struct {
  const char       *name;
  gsize             record_size;
  GDestroyNotify    free_record;
  const GateColumn *columns;
  guint             n_columns;
  guint             n_key_columns;
} GateTable;

gpointer   gate_table_record_copy  (const GateTable      *table,
                                    gconstpointer         record) G_GNUC_WARN_UNUSED_RESULT;
void       gate_table_record_free  (const GateTable      *table,
                                    gpointer              record);

/* In the store's thread. match: a record; its key texts that are not NULL must be equal, those that are NULL may be anything. */
gboolean   gate_table_find         (const GateTable      *table,
                                    GateStoreHandle      *handle,
                                    gconstpointer         match,
                                    GPtrArray            *records,
                                    GError              **error);
gboolean   gate_table_save         (const GateTable      *table,
                                    GateStoreHandle      *handle,
                                    gconstpointer         record,
                                    GError              **error);
gboolean   gate_table_remove       (const GateTable      *table,
                                    GateStoreHandle      *handle,
                                    gconstpointer         match,
                                    GError              **error);

/* From the main context; the source of the results is the store. records: (transfer full), saved all or none. */
void       gate_table_find_async   (const GateTable      *table,
                                    GateStore            *store,
                                    gconstpointer         match,
                                    GCancellable         *cancellable,
                                    GAsyncReadyCallback   callback,
                                    gpointer              user_data);
GPtrArray *gate_table_find_finish  (GateStore            *store,
                                    GAsyncResult         *result,
                                    GError              **error) G_GNUC_WARN_UNUSED_RESULT;
gpointer   gate_table_first_finish (GateStore            *store,
                                    GAsyncResult         *result,
                                    GError              **error) G_GNUC_WARN_UNUSED_RESULT;
void       gate_table_save_async   (const GateTable      *table,
                                    GateStore            *store,
                                    GPtrArray            *records,
                                    GCancellable         *cancellable,
                                    GAsyncReadyCallback   callback,
                                    gpointer              user_data);
void       gate_table_remove_async (const GateTable      *table,
                                    GateStore            *store,
                                    gconstpointer         match,
                                    GCancellable         *cancellable,
                                    GAsyncReadyCallback   callback,
                                    gpointer              user_data);

G_END_DECLS
