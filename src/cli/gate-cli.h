// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <json-glib/json-glib.h>

#include "gate-error.h"
#include "gate-hub.h"
#include "gate-job.h"

G_BEGIN_DECLS

/* Exit codes (design §5). */
#define GATE_EXIT_DONE 0
#define GATE_EXIT_FAILED 1
#define GATE_EXIT_USAGE 2
#define GATE_EXIT_LAYER_OFF 3

/**
 * GateCli:
 *
 * What every verb works with: the shared options, the terminal, the hub.
 */
typedef struct {
  gboolean         json;
  gboolean         yes;
  gboolean         no_browser;
  gboolean         sign_in;
  gboolean         no_color;
  int              code; /* what a subverb ends with although it did its work: a part of it could not be done */
  gboolean         connects;
  char            *project;
  gboolean         stdout_is_terminal;
  gboolean         stderr_is_terminal;
  gboolean         stdin_is_terminal;
  GateInteraction *interaction;
  GateHub         *hub;
  GCancellable    *cancellable;
} GateCli;

/**
 * GateCliVerb:
 * @name: the verb
 * @arguments: (nullable): what follows it, for the help
 * @summary: one line
 * @help: (nullable): more, for `--help`
 * @options: (nullable): its own options, beside those of every verb
 * @subverbs: (nullable): the words that may follow it, a table that ends with a row without a name
 * @connects: whether it talks to services, so that what is needed for that is begun early
 * @run: (nullable): does it, where it has no @subverbs; @argv starts after the verb and its options are taken out
 *
 * A row of the command table.
 */
typedef struct _GateCliVerb GateCliVerb;
struct _GateCliVerb {
  const char          *name;
  const char          *arguments;
  const char          *summary;
  const char          *help;
  const GOptionEntry  *options;
  const struct _GateCliSubverb *subverbs;
  gboolean             connects;
  int                (*run) (GateCli  *cli,
                             int       argc,
                             char    **argv);
};

/* Opens the hub once. */
gboolean          gate_cli_open          (GateCli               *self,
                                          GError               **error);
/* Runs the main loop until the result of an async function is there; interrupts cancel. */
void              gate_cli_wait          (GateCli               *self,
                                          GAsyncResult         **result);
void              gate_cli_keep_result   (GObject               *source,
                                          GAsyncResult          *result,
                                          gpointer               user_data);
/* Runs a job with its progress on standard error. */
gboolean          gate_cli_run_job       (GateCli               *self,
                                          GateJob               *job,
                                          GError               **error);
GateHubProject   *gate_cli_get_project   (GateCli               *self,
                                          GError               **error);
GateHubProject   *gate_cli_find_project  (GateCli               *self,
                                          const char            *name,
                                          GError               **error);
/* Tells an error on standard error (or as JSON on standard output) and gives the exit code that it means. */
int               gate_cli_fail          (GateCli               *self,
                                          const GError          *error);
int               gate_cli_exit_code     (const GError          *error);
void              gate_cli_usage_error   (GError               **error,
                                          const char            *format,
                                          ...) G_GNUC_PRINTF (2, 3);
/* A sentence on standard output, in colour on a terminal; nothing with --json. */
void              gate_cli_say           (GateCli               *self,
                                          const char            *format,
                                          ...) G_GNUC_PRINTF (2, 3);
void              gate_cli_note          (GateCli               *self,
                                          const char            *format,
                                          ...) G_GNUC_PRINTF (2, 3);
/* Prints a JSON value and takes it over. */
void              gate_cli_print_json    (JsonNode              *node);
JsonNode         *gate_cli_error_to_json (const GError          *error) G_GNUC_WARN_UNUSED_RESULT;
guint             gate_cli_get_columns   (GateCli               *self);

const GateCliVerb *gate_cli_find_verb    (const char            *name);
int                gate_cli_main         (int                    argc,
                                          char                 **argv);

G_END_DECLS
