// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-cli-table.h"

#include "gate-text.h"

#define GAP 2
#define NARROWEST 8
#define CHUNK 16384
/* Where the flexible column would get less than this, it gets a line of its own. */
#define READABLE 16
#define INDENT 4

typedef struct {
  char         **cells;
  GateCliStyle  *styles;
} Row;

struct _GateCliTable {
  GateCli   *cli;
  char     **titles;
  guint      n_columns;
  guint      flexible;
  GPtrArray *rows;
};

static void
row_free (gpointer data)
{
  Row *row = data;

  g_strfreev (row->cells);
  g_free (row->styles);
  g_free (row);
}

/**
 * gate_cli_table_new:
 * @cli: the command line
 * @titles: (array zero-terminated=1): the columns' titles
 * @flexible: the column that is cut when the terminal is narrow
 *
 * Returns: (transfer full): an empty table
 */
GateCliTable *
gate_cli_table_new (GateCli            *cli,
                    const char * const *titles,
                    guint               flexible)
{
  GateCliTable *self = g_new0 (GateCliTable, 1);

  self->cli = cli;
  self->titles = g_strdupv ((char **) titles);
  self->n_columns = g_strv_length (self->titles);
  self->flexible = flexible;
  self->rows = g_ptr_array_new_with_free_func (row_free);
  return self;
}

/**
 * gate_cli_table_add:
 * @self: a table
 * @...: a text for each column, in order; then %NULL
 *
 * Adds a row. Missing cells are empty.
 */
void
gate_cli_table_add (GateCliTable *self,
                    ...)
{
  Row *row = g_new0 (Row, 1);
  va_list args;

  row->cells = g_new0 (char *, self->n_columns + 1);
  row->styles = g_new0 (GateCliStyle, self->n_columns);
  va_start (args, self);
  const char *text = va_arg (args, const char *);
  for (guint i = 0; i < self->n_columns; i++)
    {
      row->cells[i] = gate_text_make_visible (text ? text : "", GATE_TEXT_LINE);
      if (text)
        text = va_arg (args, const char *);
    }
  va_end (args);
  g_ptr_array_add (self->rows, row);
}

/**
 * gate_cli_table_style:
 * @self: a table with a row
 * @column: a column
 * @style: what the last row's cell there is
 */
void
gate_cli_table_style (GateCliTable *self,
                      guint         column,
                      GateCliStyle  style)
{
  Row *row = self->rows->pdata[self->rows->len - 1];

  g_return_if_fail (column < self->n_columns);
  row->styles[column] = style;
}

/**
 * gate_cli_table_size:
 * @self: a table
 *
 * Returns: how many rows there are
 */
guint
gate_cli_table_size (GateCliTable *self)
{
  return self->rows->len;
}

/* Returns: %FALSE where the columns do not fit beside each other in a readable way */
static gboolean
measure (GateCliTable *self,
         guint        *widths)
{
  guint total = 0;

  for (guint column = 0; column < self->n_columns; column++)
    {
      widths[column] = gate_cli_width (self->titles[column]);
      for (guint i = 0; i < self->rows->len; i++)
        widths[column] = MAX (widths[column], gate_cli_width (((Row *) self->rows->pdata[i])->cells[column]));
      total += widths[column] + (column > 0 ? GAP : 0);
    }

  /* The others are names to be typed and copied: they are never cut. */
  guint available = gate_cli_get_columns (self->cli);
  guint wanted = widths[self->flexible];
  while (total > available && widths[self->flexible] > NARROWEST)
    {
      widths[self->flexible]--;
      total--;
    }
  return total <= available && widths[self->flexible] >= MIN (wanted, READABLE);
}

static gboolean
has_more (char  **cells,
          guint   column)
{
  for (char **cell = cells + column + 1; *cell; cell++)
    if (**cell)
      return TRUE;
  return FALSE;
}

/* Many lines at once: g_print() makes a system call each time. */
static void
print_chunk (GString *out,
             gsize    least)
{
  if (out->len < least)
    return;
  g_print ("%s", out->str);
  g_string_truncate (out, 0);
}

static void
append_cells (GateCliTable        *self,
              GString             *out,
              char               **cells,
              const GateCliStyle  *styles,
              const guint         *widths,
              gboolean             color)
{
  for (guint column = 0; column < self->n_columns; column++)
    {
      g_autofree char *fitted = gate_cli_fit (cells[column], MAX (widths[column], 1));
      g_autofree char *styled = gate_cli_styled (color, styles ? styles[column] : GATE_CLI_STRONG, fitted);

      g_string_append (out, styled);
      if (has_more (cells, column))
        g_string_append_printf (out, "%*s", (int) (widths[column] - gate_cli_width (fitted) + GAP), "");
    }
  g_string_append_c (out, '\n');
}

/* One row as two lines or more: what is short beside each other as far as it fits, and the flexible cell below, cut to one line. */
static void
append_stacked (GateCliTable *self,
                GString      *out,
                Row          *row,
                gboolean      color)
{
  guint available = gate_cli_get_columns (self->cli), at = 0;
  g_autofree char *fitted = gate_cli_fit (row->cells[self->flexible], available - INDENT);

  for (guint column = 0; column < self->n_columns; column++)
    {
      guint width = gate_cli_width (row->cells[column]);
      g_autofree char *styled = gate_cli_styled (color, column == 0 ? GATE_CLI_STRONG : row->styles[column], row->cells[column]);

      if (column == self->flexible || width == 0)
        continue;
      if (at > 0 && at + GAP + width > available)
        {
          g_string_append_printf (out, "\n%*s", INDENT, "");
          at = INDENT;
        }
      else if (at > 0)
        {
          g_string_append_printf (out, "%*s", GAP, "");
          at += GAP;
        }
      g_string_append (out, styled);
      at += width;
    }
  g_string_append_c (out, '\n');
  if (*fitted)
    g_string_append_printf (out, "%*s%s\n", INDENT, "", fitted);
}

static void
append_plain (GateCliTable *self,
              GString      *out)
{
  for (guint i = 0; i < self->rows->len; i++)
    {
      char **cells = ((Row *) self->rows->pdata[i])->cells;

      for (guint column = 0; column < self->n_columns; column++)
        {
          g_string_append (out, cells[column]);
          g_string_append_c (out, column + 1 < self->n_columns ? '\t' : '\n');
        }
      print_chunk (out, CHUNK);
    }
}

static void
append_fitted (GateCliTable *self,
               GString      *out)
{
  g_autofree guint *widths = g_new0 (guint, self->n_columns);
  gboolean color = gate_cli_use_color (self->cli, TRUE);

  gboolean fits = measure (self, widths);
  if (fits)
    append_cells (self, out, self->titles, NULL, widths, color);
  for (guint i = 0; i < self->rows->len; i++)
    {
      Row *row = self->rows->pdata[i];

      if (fits)
        append_cells (self, out, row->cells, row->styles, widths, color);
      else
        append_stacked (self, out, row, color);
      print_chunk (out, CHUNK);
    }
}

/**
 * gate_cli_table_print:
 * @self: a table
 *
 * Prints the table on standard output: as columns where they fit the terminal, else row by row; to a pipe with tabs, whole.
 */
void
gate_cli_table_print (GateCliTable *self)
{
  g_autoptr(GString) out = g_string_new (NULL);

  if (self->cli->stdout_is_terminal)
    append_fitted (self, out);
  else
    append_plain (self, out);
  print_chunk (out, 0);
}

/**
 * gate_cli_table_free:
 * @self: (transfer full) (nullable): a table
 */
void
gate_cli_table_free (GateCliTable *self)
{
  if (!self)
    return;
  g_strfreev (self->titles);
  g_ptr_array_unref (self->rows);
  g_free (self);
}
