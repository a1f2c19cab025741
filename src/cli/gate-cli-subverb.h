// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-cli.h"

G_BEGIN_DECLS

/**
 * GateCliSubverb:
 * @name: the word after the verb
 * @least: how many arguments it takes at least
 * @most: how many at the most, -1: any number
 * @run: does it; sets the error when it returns %FALSE
 *
 * A row of a verb's own table, which ends with a row without a name.
 */
typedef struct _GateCliSubverb {
  const char *name;
  int         least;
  int         most;
  gboolean  (*run) (GateCli  *cli,
                    int       argc,
                    char    **argv,
                    GError  **error);
} GateCliSubverb;

/* Finds the row (the first one when there is no word), checks the count, opens the hub, runs, tells errors. */
int   gate_cli_run_subverb   (GateCli               *cli,
                              const GateCliSubverb  *table,
                              int                    argc,
                              char                 **argv);
/* What was probably meant, or NULL. */
const char *gate_cli_nearest (const char            *word,
                              const char * const    *candidates);

G_END_DECLS
