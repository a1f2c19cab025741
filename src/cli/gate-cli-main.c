// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-cli.h"

#include "gate-cli-prompt.h"
#include "gate-cli-style.h"
#include "gate-cli-subverb.h"
#include "gate-cli-verbs.h"
#include "gate-config.h"
#include "gate-secret.h"

#include <glib-unix.h>
#include <glib/gi18n.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define INTERRUPTED_TWICE 130

/**
 * gate_cli_find_verb:
 * @name: a word
 *
 * Returns: (nullable): the verb of that name
 */
const GateCliVerb *
gate_cli_find_verb (const char *name)
{
  for (gsize i = 0; gate_cli_verbs[i]; i++)
    if (strcmp (gate_cli_verbs[i]->name, name) == 0)
      return gate_cli_verbs[i];
  return NULL;
}

static void
print_help (void)
{
  g_print ("%s\n  gatehousectl %s\n\n%s\n", _("Usage:"), _("VERB [ARGUMENT…] [OPTION…]"),
           _("Connects services to your assistant, project by project, with every credential in the system keyring."));
  g_print ("\n%s\n", _("Verbs:"));
  for (gsize i = 0; gate_cli_verbs[i]; i++)
    if (gate_cli_verbs[i]->summary)
      g_print ("  %-12s %s\n", gate_cli_verbs[i]->name, _(gate_cli_verbs[i]->summary));
  g_print ("\n%s\n", _("Options of every verb: --json, --project NAME, --yes, --no-color, --help. More: gatehousectl VERB --help."));
  g_print ("%s\n", _("Exit codes: 0 done, 1 failed, 2 wrong use, 3 a layer is off (the message says which and what to do)."));
}

static gboolean
was_interrupted (gpointer user_data)
{
  GateCli *cli = user_data;

  gate_cli_prompt_reset ();
  if (g_cancellable_is_cancelled (cli->cancellable))
    _exit (INTERRUPTED_TWICE);
  g_cancellable_cancel (cli->cancellable);
  return G_SOURCE_CONTINUE;
}

static int
no_such_verb (GateCli    *cli,
              const char *word)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) names = g_ptr_array_new ();

  for (gsize i = 0; gate_cli_verbs[i]; i++)
    if (gate_cli_verbs[i]->summary)
      g_ptr_array_add (names, (gpointer) gate_cli_verbs[i]->name);
  g_ptr_array_add (names, NULL);
  const char *nearest = gate_cli_nearest (word, (const char * const *) names->pdata);
  if (nearest)
    gate_cli_usage_error (&error, _("There is no verb “%s”. Did you mean “%s”?"), word, nearest);
  else
    gate_cli_usage_error (&error, _("There is no verb “%s”."), word);
  return gate_cli_fail (cli, error);
}

/* The exit of every path: what the hub holds (sessions, local servers) ends in good order. */
static void
close_hub (GateCli *cli)
{
  g_autoptr(GAsyncResult) result = NULL;

  if (!cli->hub)
    return;
  gate_hub_close_async (cli->hub, NULL, gate_cli_keep_result, &result);
  gate_cli_wait (cli, &result);
  gate_hub_close_finish (cli->hub, result, NULL);
}

/* Also where the words cannot be parsed, so that scripts can read why. */
static gboolean
wants_json (char **words)
{
  for (char **word = words; *word && strcmp (*word, "--") != 0; word++)
    if (strcmp (*word, "--json") == 0)
      return TRUE;
  return FALSE;
}

static int
run_verb (GateCli            *cli,
          const GateCliVerb  *verb,
          char              **words)
{
  const GOptionEntry common[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &cli->json, N_("Print the result as JSON"), NULL },
    { "project", 'p', 0, G_OPTION_ARG_STRING, &cli->project, N_("The project (its name or id); without it, the default one"), N_("NAME") },
    { "yes", 'y', 0, G_OPTION_ARG_NONE, &cli->yes, N_("Agree beforehand to what would be asked; never overrides a block"), NULL },
    { "no-color", 0, 0, G_OPTION_ARG_NONE, &cli->no_color, N_("No colour, even on a terminal"), NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr(GError) error = NULL;
  g_autofree char *usage = g_strconcat (verb->name, verb->arguments ? " " : NULL, verb->arguments, NULL);
  g_autoptr(GOptionContext) context = g_option_context_new (usage);

  if (verb->summary)
    g_option_context_set_summary (context, _(verb->summary));
  if (verb->help)
    g_option_context_set_description (context, _(verb->help));
  g_option_context_set_translation_domain (context, GETTEXT_PACKAGE);
  if (verb->options)
    g_option_context_add_main_entries (context, verb->options, GETTEXT_PACKAGE);
  g_option_context_add_main_entries (context, common, GETTEXT_PACKAGE);
  gboolean json = wants_json (words);
  if (!g_option_context_parse_strv (context, &words, &error))
    {
      cli->json = json;
      g_strfreev (words);
      return gate_cli_fail (cli, error);
    }

  cli->connects = verb->connects;
  int argc = (int) g_strv_length (words) - 1;
  int code = verb->subverbs ? gate_cli_run_subverb (cli, verb->subverbs, argc, words + 1) : verb->run (cli, argc, words + 1);
  g_strfreev (words);
  return code;
}

/* The words without the verb: "gatehousectl", then all the others in order. */
static char **
take_verb_out (int    argc,
               char **argv,
               int    at)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();

  for (int i = 0; i < argc; i++)
    if (i != at)
      g_strv_builder_add (builder, argv[i]);
  return g_strv_builder_end (builder);
}

static int
find_verb_word (int    argc,
                char **argv)
{
  for (int i = 1; i < argc; i++)
    {
      if (strcmp (argv[i], "--") == 0)
        return 0;
      if (strcmp (argv[i], "-p") == 0 || strcmp (argv[i], "--project") == 0)
        i++;
      else if (argv[i][0] != '-')
        return i;
    }
  return 0;
}

/**
 * gate_cli_main:
 * @argc: how many words
 * @argv: the words, the program's name first
 *
 * The whole program.
 *
 * Returns: the exit code
 */
int
gate_cli_main (int    argc,
               char **argv)
{
  GateCli cli = { .stdin_is_terminal = isatty (STDIN_FILENO), .stdout_is_terminal = isatty (STDOUT_FILENO),
                  .stderr_is_terminal = isatty (STDERR_FILENO) };
  const char *uninstalled = g_getenv ("GATE_LOCALEDIR"); /* the build directory's, in tests */

  gate_secret_forbid_core_dumps ();
  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, uninstalled ? uninstalled : GATE_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  g_set_prgname ("gatehousectl");

  if (argc == 2 && strcmp (argv[1], "--version") == 0)
    {
      g_print ("gatehousectl %s\n", GATE_VERSION);
      return GATE_EXIT_DONE;
    }
  int at = find_verb_word (argc, argv);
  if (at == 0 || strcmp (argv[at], "help") == 0)
    {
      gboolean asked = argc > 1 && (at > 0 || strcmp (argv[1], "--help") == 0 || strcmp (argv[1], "-h") == 0);

      print_help ();
      return asked ? GATE_EXIT_DONE : GATE_EXIT_USAGE;
    }

  const GateCliVerb *verb = gate_cli_find_verb (argv[at]);
  if (!verb)
    {
      cli.json = wants_json (argv);
      return no_such_verb (&cli, argv[at]);
    }

  cli.cancellable = g_cancellable_new ();
  guint interrupt = g_unix_signal_add (SIGINT, was_interrupted, &cli);
  guint terminate = g_unix_signal_add (SIGTERM, was_interrupted, &cli);
  int code = run_verb (&cli, verb, take_verb_out (argc, argv, at));
  close_hub (&cli);
  g_source_remove (interrupt);
  g_source_remove (terminate);
  g_clear_object (&cli.hub);
  g_clear_object (&cli.interaction);
  g_clear_object (&cli.cancellable);
  g_free (cli.project);
  return code;
}
