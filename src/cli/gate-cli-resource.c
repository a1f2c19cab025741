// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-cli-content.h"
#include "gate-cli-json.h"
#include "gate-cli-listing.h"
#include "gate-cli-subverb.h"
#include "gate-cli-table.h"
#include "gate-cli-verbs.h"
#include "gate-fetch-job.h"

#include <glib/gi18n.h>

static char *option_connector;
static char *option_account;
static char *option_output;
static gboolean option_refresh;

static const GOptionEntry options[] = {
  { "connector", 'c', 0, G_OPTION_ARG_STRING, &option_connector, N_("Only this connector"), N_("CONNECTOR") },
  { "account", 'a', 0, G_OPTION_ARG_STRING, &option_account, N_("One of the connector’s accounts"), N_("ACCOUNT") },
  { "output", 'o', 0, G_OPTION_ARG_FILENAME, &option_output, N_("Where to save it (read)"), N_("FILE") },
  { "refresh", 0, 0, G_OPTION_ARG_NONE, &option_refresh, N_("Ask the services anew (list)"), NULL },
  G_OPTION_ENTRY_NULL,
};

static void
print_as_json (GateListJob *job)
{
  JsonObject *object = json_object_new ();
  JsonArray *resources = json_array_new (), *templates = json_array_new ();
  GPtrArray *items = gate_list_job_get_items (job);

  for (guint i = 0; i < items->len; i++)
    json_array_add_element (gate_hub_item_get_kind (items->pdata[i]) == GATE_HUB_ITEM_TEMPLATE ? templates : resources,
                            gate_cli_item_to_json (items->pdata[i]));
  json_object_set_array_member (object, "resources", resources);
  json_object_set_array_member (object, "templates", templates);
  json_object_set_array_member (object, "failures", gate_cli_list_failures_to_json (job));
  gate_cli_print_json (gate_cli_json_object (object));
}

static gboolean
list_resources (GateCli  *cli,
                int       argc,
                char    **argv,
                GError  **error)
{
  static const char *const titles[] = { "CONNECTOR", "ADDRESS", "KIND", "NAME", NULL };
  GateHubProject *project = gate_cli_get_project (cli, error);
  g_autoptr(GateListJob) job = project ? gate_cli_list (cli, project, GATE_HUB_ITEM_RESOURCE | GATE_HUB_ITEM_TEMPLATE, option_connector,
                                                        option_account, option_refresh, error) : NULL;

  if (!job)
    return FALSE;
  if (cli->json)
    {
      print_as_json (job);
      cli->code = gate_cli_list_failures (cli, job);
      return TRUE;
    }

  g_autoptr(GateCliTable) table = gate_cli_table_new (cli, titles, 3);
  GPtrArray *items = gate_list_job_get_items (job);
  for (guint i = 0; i < items->len; i++)
    {
      const char *mime_type = gate_hub_item_get_mime_type (items->pdata[i]);
      gboolean template = gate_hub_item_get_kind (items->pdata[i]) == GATE_HUB_ITEM_TEMPLATE;

      gate_cli_table_add (table, gate_hub_item_get_connector (items->pdata[i]), gate_hub_item_get_name (items->pdata[i]),
                          template ? _("template") : mime_type ? mime_type : "", gate_hub_item_get_title (items->pdata[i]), NULL);
    }
  if (items->len > 0)
    gate_cli_table_print (table);
  else
    gate_cli_say (cli, _("No resources."));
  cli->code = gate_cli_list_failures (cli, job);
  return TRUE;
}

static gboolean
read_resource (GateCli  *cli,
               int       argc,
               char    **argv,
               GError  **error)
{
  GateHubProject *project = gate_cli_get_project (cli, error);

  if (!project)
    return FALSE;
  g_autoptr(GateJob) job = gate_fetch_job_new_resource (cli->hub, project, option_connector, option_account, argv[0]);
  if (!gate_cli_run_job (cli, job, error))
    return FALSE;

  JsonNode *result = gate_fetch_job_get_result (GATE_FETCH_JOB (job));
  if (cli->json)
    {
      gate_cli_print_json (json_node_copy (result));
      return TRUE;
    }
  return gate_cli_show_resource (cli, result, option_output, error);
}

static const GateCliSubverb subverbs[] = {
  { "list", 0, 0, list_resources },
  { "read", 1, 1, read_resource },
  { NULL, 0, 0, NULL },
};

const GateCliVerb gate_cli_verb_resource = {
  .name = "resource",
  .arguments = N_("[list | read ADDRESS]"),
  .summary = N_("List and read resources"),
  .options = options,
  .subverbs = subverbs,
  .connects = TRUE,
};
