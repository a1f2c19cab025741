// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-cli-subverb.h"
#include "gate-cli-verbs.h"
#include "gate-list-job.h"
#include "gate-text.h"

#include <string.h>

/* What the shells' completion asks for: one candidate a line. Never a network request: only what is on disk. */

static void
print_verbs (void)
{
  for (gsize i = 0; gate_cli_verbs[i]; i++)
    if (gate_cli_verbs[i]->summary)
      g_print ("%s\n", gate_cli_verbs[i]->name);
}

static void
print_options (const char *verb_name)
{
  const GateCliVerb *verb = gate_cli_find_verb (verb_name);

  for (const GOptionEntry *entry = verb ? verb->options : NULL; entry && entry->long_name; entry++)
    g_print ("--%s\n", entry->long_name);
  g_print ("--json\n--project\n--yes\n--no-color\n--help\n");
}

static void
print_subverbs (const char *verb_name)
{
  const GateCliVerb *verb = gate_cli_find_verb (verb_name);

  for (const GateCliSubverb *row = verb ? verb->subverbs : NULL; row && row->name; row++)
    g_print ("%s\n", row->name);
}

static void
print_projects (GateCli *cli)
{
  GListModel *projects = gate_hub_get_projects (cli->hub);

  for (guint i = 0; i < g_list_model_get_n_items (projects); i++)
    {
      g_autoptr(GateHubProject) project = g_list_model_get_item (projects, i);
      g_print ("%s\n", gate_hub_project_get_label (project));
    }
}

static void
print_connectors (GateCli *cli)
{
  GListModel *connectors = gate_hub_get_connectors (cli->hub);

  for (guint i = 0; i < g_list_model_get_n_items (connectors); i++)
    {
      g_autoptr(GateHubConnector) connector = g_list_model_get_item (connectors, i);
      g_print ("%s\n", gate_hub_connector_get_id (connector));
    }
}

/* What the connectors that are on listed the last time. */
static void
print_items (GateCli         *cli,
             GateHubItemKind  kinds)
{
  GateHubProject *project = gate_cli_get_project (cli, NULL);
  g_autoptr(GateJob) job = project ? gate_list_job_new (cli->hub, project, kinds, NULL, NULL, FALSE) : NULL;

  if (!job)
    return;
  gate_list_job_set_offline (GATE_LIST_JOB (job), TRUE);
  if (!gate_cli_run_job (cli, job, NULL))
    return;
  GPtrArray *items = gate_list_job_get_items (GATE_LIST_JOB (job));
  for (guint i = 0; i < items->len; i++)
    if (gate_text_is_plain (gate_hub_item_get_full_name (items->pdata[i])))
      g_print ("%s\n", gate_hub_item_get_full_name (items->pdata[i]));
}

static void
print_directory (GateCli *cli)
{
  GateDirectory *directory = gate_hub_get_directory (cli->hub);
  g_autoptr(GAsyncResult) result = NULL;

  gate_directory_search_async (directory, NULL, NULL, 0, cli->cancellable, gate_cli_keep_result, &result);
  gate_cli_wait (cli, &result);
  g_autoptr(GListModel) list = gate_directory_search_finish (directory, result, NULL, NULL);
  for (guint i = 0; list && i < g_list_model_get_n_items (list); i++)
    {
      g_autoptr(GateDirectoryEntry) entry = g_list_model_get_item (list, i);
      g_print ("%s\n", gate_directory_entry_get_id (entry));
    }
}

static void
print_categories (void)
{
  for (const char *const *id = gate_directory_category_list_ids (); *id; id++)
    g_print ("%s\n", *id);
}

static int
run (GateCli  *cli,
     int       argc,
     char    **argv)
{
  if (argc == 0 || strcmp (argv[0], "verbs") == 0)
    print_verbs ();
  else if (strcmp (argv[0], "options") == 0 && argc > 1)
    print_options (argv[1]);
  else if (strcmp (argv[0], "subverbs") == 0 && argc > 1)
    print_subverbs (argv[1]);
  else if (strcmp (argv[0], "categories") == 0)
    print_categories ();
  else if (!gate_cli_open (cli, NULL))
    return GATE_EXIT_FAILED;
  else if (strcmp (argv[0], "projects") == 0)
    print_projects (cli);
  else if (strcmp (argv[0], "connectors") == 0)
    print_connectors (cli);
  else if (strcmp (argv[0], "tools") == 0)
    print_items (cli, GATE_HUB_ITEM_TOOL);
  else if (strcmp (argv[0], "prompts") == 0)
    print_items (cli, GATE_HUB_ITEM_PROMPT);
  else if (strcmp (argv[0], "resources") == 0)
    print_items (cli, GATE_HUB_ITEM_RESOURCE);
  else if (strcmp (argv[0], "services") == 0)
    print_directory (cli);
  return GATE_EXIT_DONE;
}

/* Without a summary it stands in no list. */
const GateCliVerb gate_cli_verb_complete = {
  .name = "complete",
  .run = run,
};
