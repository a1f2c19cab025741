// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-cli-json.h"
#include "gate-cli-table.h"
#include "gate-cli-verbs.h"
#include "gate-import-job.h"

#include <glib/gi18n.h>
#include <string.h>

static const char *const clients[] = { "claude-desktop", "claude-code", "vscode", "cursor", "mcp-json", NULL };

static char *option_from;
static char **option_only;
static gboolean option_replace;
static gboolean option_dry_run;

static const GOptionEntry options[] = {
  { "from", 0, 0, G_OPTION_ARG_STRING, &option_from, N_("claude-desktop, claude-code, vscode, cursor or mcp-json"), N_("CLIENT") },
  { "only", 0, 0, G_OPTION_ARG_STRING_ARRAY, &option_only, N_("Take only this entry (may be repeated)"), N_("NAME") },
  { "replace", 0, 0, G_OPTION_ARG_NONE, &option_replace, N_("Replace entries that are here already"), NULL },
  { "dry-run", 0, 0, G_OPTION_ARG_NONE, &option_dry_run, N_("Only say what would be done"), NULL },
  G_OPTION_ENTRY_NULL,
};

static void
print_as_json (GateImportJob *job)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < gate_import_job_get_n_entries (job); i++)
    {
      const GateImportedEntry *entry = gate_import_job_get_entry (job, i);
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "connector", entry->id);
      gate_cli_json_string (object, "target", entry->target);
      gate_cli_json_string (object, "source", entry->source);
      json_object_set_string_member (object, "outcome", entry->outcome);
      gate_cli_json_string (object, "problem", entry->problem);
      gate_cli_json_strv (object, "secrets", (const char * const *) entry->secrets);
      json_array_add_object_element (array, object);
    }
  gate_cli_print_json (gate_cli_json_array (array));
}

static const char *
note_of (const GateImportedEntry *entry)
{
  if (strcmp (entry->outcome, "exists") == 0)
    return _("It is in your list already; --replace takes this one instead.");
  return entry->problem ? entry->problem : "";
}

static void
print_as_table (GateCli       *cli,
                GateImportJob *job)
{
  static const char *const titles[] = { "CONNECTOR", "OUTCOME", "TARGET", "NOTE", NULL };
  g_autoptr(GateCliTable) table = gate_cli_table_new (cli, titles, 2);

  for (guint i = 0; i < gate_import_job_get_n_entries (job); i++)
    {
      const GateImportedEntry *entry = gate_import_job_get_entry (job, i);
      gboolean refused = strcmp (entry->outcome, "refused") == 0;

      gate_cli_table_add (table, entry->id, entry->outcome, entry->target ? entry->target : "", note_of (entry), NULL);
      gate_cli_table_style (table, 1, refused ? GATE_CLI_BAD : GATE_CLI_PLAIN);
    }
  if (gate_cli_table_size (table) > 0)
    gate_cli_table_print (table);
  else
    gate_cli_say (cli, _("There is nothing to import."));
  for (guint i = 0; i < gate_import_job_get_n_entries (job); i++)
    {
      const GateImportedEntry *entry = gate_import_job_get_entry (job, i);

      for (char **secret = entry->secrets; secret && *secret; secret++)
        gate_cli_note (cli, option_dry_run ? _("%s: a secret would be moved to the keyring (%s).")
                                           : _("%s: a secret was moved to the keyring (%s)."), entry->id, *secret);
    }
}

static int
run (GateCli  *cli,
     int       argc,
     char    **argv)
{
  g_autoptr(GError) error = NULL;
  const char *client = option_from;
  const char *path = argc > 0 ? argv[0] : NULL;

  if (!client && path && g_strv_contains (clients, path))
    {
      client = path;
      path = NULL;
    }
  if (argc > 1)
    gate_cli_usage_error (&error, _("Name one client or one file."));
  else if (!client && !path)
    gate_cli_usage_error (&error, _("Name a client (claude-desktop, claude-code, vscode, cursor) or a file."));
  else if (client && !g_strv_contains (clients, client))
    gate_cli_usage_error (&error, _("There is no client “%s”; there are claude-desktop, claude-code, vscode, cursor and mcp-json."), client);
  if (error || !gate_cli_open (cli, &error))
    return gate_cli_fail (cli, error);

  g_autoptr(GateJob) job = gate_import_job_new (cli->hub, client, path, (const char * const *) option_only, option_replace, option_dry_run);
  if (!gate_cli_run_job (cli, job, &error))
    return gate_cli_fail (cli, error);
  if (cli->json)
    print_as_json (GATE_IMPORT_JOB (job));
  else
    print_as_table (cli, GATE_IMPORT_JOB (job));
  return GATE_EXIT_DONE;
}

const GateCliVerb gate_cli_verb_import = {
  .name = "import",
  .arguments = N_("CLIENT | FILE"),
  .summary = N_("Take over connectors of Claude Desktop, Claude Code, VS Code, Cursor or a .mcp.json file"),
  .help = N_("Secrets found there go to the keyring and are reported. Nothing is run and nothing is turned on."),
  .options = options,
  .run = run,
};
