// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-cli-subverb.h"

#include <glib/gi18n.h>
#include <string.h>

static guint
distance (const char *a,
          const char *b)
{
  gsize length_a = strlen (a), length_b = strlen (b);
  g_autofree guint *row = g_new (guint, length_b + 1);

  for (gsize j = 0; j <= length_b; j++)
    row[j] = (guint) j;
  for (gsize i = 1; i <= length_a; i++)
    {
      guint diagonal = row[0];

      row[0] = (guint) i;
      for (gsize j = 1; j <= length_b; j++)
        {
          guint above = row[j];
          guint replaced = diagonal + (a[i - 1] != b[j - 1]);

          row[j] = MIN (MIN (row[j] + 1, row[j - 1] + 1), replaced);
          diagonal = above;
        }
    }
  return row[length_b];
}

/**
 * gate_cli_nearest:
 * @word: what was typed
 * @candidates: (array zero-terminated=1): what there is
 *
 * Returns: (transfer none) (nullable): the candidate that was probably meant, by edit distance
 */
const char *
gate_cli_nearest (const char         *word,
                  const char * const *candidates)
{
  const char *nearest = NULL;
  guint best = 3;

  if (strlen (word) > 64)
    return NULL;
  for (guint i = 0; candidates[i]; i++)
    {
      guint d = distance (word, candidates[i]);

      if (d < best || (strlen (word) > 2 && g_str_has_prefix (candidates[i], word)))
        {
          best = MIN (d, best);
          nearest = candidates[i];
        }
    }
  return nearest;
}

static const GateCliSubverb *
find_subverb (const GateCliSubverb  *table,
              const char            *name,
              GError               **error)
{
  g_autoptr(GPtrArray) names = g_ptr_array_new ();

  for (gsize i = 0; table[i].name; i++)
    {
      if (strcmp (table[i].name, name) == 0)
        return &table[i];
      g_ptr_array_add (names, (gpointer) table[i].name);
    }
  g_ptr_array_add (names, NULL);

  const char *nearest = gate_cli_nearest (name, (const char * const *) names->pdata);
  g_autofree char *all = g_strjoinv (", ", (char **) names->pdata);
  if (nearest)
    gate_cli_usage_error (error, _("There is no “%s” here. Did you mean “%s”?"), name, nearest);
  else
    gate_cli_usage_error (error, _("There is no “%s” here. There are: %s."), name, all);
  return NULL;
}

/**
 * gate_cli_run_subverb:
 * @cli: the command line
 * @table: the verb's own table
 * @argc: how many words follow the verb
 * @argv: the words
 *
 * Returns: the exit code
 */
int
gate_cli_run_subverb (GateCli              *cli,
                      const GateCliSubverb *table,
                      int                   argc,
                      char                **argv)
{
  g_autoptr(GError) error = NULL;
  const GateCliSubverb *row = argc > 0 ? find_subverb (table, argv[0], &error) : &table[0];
  int n_arguments = MAX (argc - 1, 0);

  if (!row)
    return gate_cli_fail (cli, error);
  if (n_arguments < row->least)
    gate_cli_usage_error (&error, ngettext ("“%s” needs %d argument.", "“%s” needs %d arguments.", (gulong) row->least), row->name, row->least);
  else if (row->most >= 0 && n_arguments > row->most)
    gate_cli_usage_error (&error, _("“%s” does not take “%s”."), row->name, argv[1 + row->most]);
  if (error || !gate_cli_open (cli, &error) || !row->run (cli, n_arguments, argv + 1, &error))
    return gate_cli_fail (cli, error);
  return cli->code;
}
