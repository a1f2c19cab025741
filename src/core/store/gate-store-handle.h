// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * GateStoreHandle:
 *
 * An open database, seen from the thread of its [class@Gate.Store]. Statements are written with `?1`, `?2` … and take their
 * values from GATE_VALUES(): no text is ever made part of a statement.
 */
typedef struct _GateStoreHandle GateStoreHandle;

/**
 * GateStoreRow:
 *
 * One row of a result, valid while the row function runs.
 */
typedef struct _GateStoreRow GateStoreRow;

/**
 * GateStoreValue:
 * @is_text: which of the members counts
 * @text: (nullable): a text, %NULL is NULL
 * @number: a number
 *
 * A value of a statement. Write GATE_TEXT() or GATE_INT().
 */
typedef struct {
  gboolean    is_text;
  const char *text;
  gint64      number;
} GateStoreValue;

#define GATE_TEXT(value) { .is_text = TRUE, .text = (value) }
#define GATE_INT(value) { .is_text = FALSE, .number = (value) }
#define GATE_VALUES(...) \
  ((const GateStoreValue[]) { __VA_ARGS__ }), (sizeof ((const GateStoreValue[]) { __VA_ARGS__ }) / sizeof (GateStoreValue))
#define GATE_NO_VALUES NULL, 0

/**
 * GateStoreRowFunc:
 * @row: the row
 * @user_data: as given
 *
 * Returns: %TRUE to go on with the next row
 */
typedef gboolean (*GateStoreRowFunc) (GateStoreRow *row,
                                      gpointer      user_data);

gboolean    gate_store_handle_exec  (GateStoreHandle       *self,
                                     const char            *sql,
                                     const GateStoreValue  *values,
                                     gsize                  n_values,
                                     GError               **error);
gboolean    gate_store_handle_query (GateStoreHandle       *self,
                                     const char            *sql,
                                     const GateStoreValue  *values,
                                     gsize                  n_values,
                                     GateStoreRowFunc       func,
                                     gpointer               user_data,
                                     GError               **error);
const char *gate_store_row_text     (GateStoreRow          *row,
                                     guint                  column);
gint64      gate_store_row_int      (GateStoreRow          *row,
                                     guint                  column);

G_END_DECLS
