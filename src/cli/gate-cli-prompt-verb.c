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
static gboolean option_refresh;

static const GOptionEntry options[] = {
  { "connector", 'c', 0, G_OPTION_ARG_STRING, &option_connector, N_("Only this connector (list)"), N_("CONNECTOR") },
  { "refresh", 0, 0, G_OPTION_ARG_NONE, &option_refresh, N_("Ask the services anew (list)"), NULL },
  G_OPTION_ENTRY_NULL,
};

static char *
describe_arguments (GateHubItem *item)
{
  g_autoptr(GateForm) form = gate_hub_item_dup_form (item, NULL);
  GString *text = g_string_new (NULL);

  for (guint i = 0; form && i < gate_form_get_n_fields (form); i++)
    {
      GateFormField *field = gate_form_get_field (form, i);
      gboolean required = gate_form_field_get_required (field);

      g_string_append_printf (text, "%s%s%s=…%s", i > 0 ? " " : "", required ? "" : "[", gate_form_field_get_name (field), required ? "" : "]");
    }
  return g_string_free (text, FALSE);
}

static void
print_as_json (GateListJob *job)
{
  JsonObject *object = json_object_new ();
  JsonArray *prompts = json_array_new ();
  GPtrArray *items = gate_list_job_get_items (job);

  for (guint i = 0; i < items->len; i++)
    json_array_add_element (prompts, gate_cli_item_to_json (items->pdata[i]));
  json_object_set_array_member (object, "prompts", prompts);
  json_object_set_array_member (object, "failures", gate_cli_list_failures_to_json (job));
  gate_cli_print_json (gate_cli_json_object (object));
}

static gboolean
list_prompts (GateCli  *cli,
              int       argc,
              char    **argv,
              GError  **error)
{
  static const char *const titles[] = { "PROMPT", "ARGUMENTS", "WHAT IT IS FOR", NULL };
  GateHubProject *project = gate_cli_get_project (cli, error);
  g_autoptr(GateListJob) job = project ? gate_cli_list (cli, project, GATE_HUB_ITEM_PROMPT, option_connector, NULL, option_refresh, error)
                                       : NULL;

  if (!job)
    return FALSE;
  if (cli->json)
    {
      print_as_json (job);
      cli->code = gate_cli_list_failures (cli, job);
      return TRUE;
    }

  g_autoptr(GateCliTable) table = gate_cli_table_new (cli, titles, 2);
  GPtrArray *items = gate_list_job_get_items (job);
  for (guint i = 0; i < items->len; i++)
    {
      const char *description = gate_hub_item_get_description (items->pdata[i]);
      g_autofree char *arguments = describe_arguments (items->pdata[i]);

      gate_cli_table_add (table, gate_hub_item_get_full_name (items->pdata[i]), arguments,
                          description ? description : gate_hub_item_get_title (items->pdata[i]), NULL);
    }
  if (items->len > 0)
    gate_cli_table_print (table);
  else
    gate_cli_say (cli, _("No prompts."));
  cli->code = gate_cli_list_failures (cli, job);
  return TRUE;
}

static gboolean
get_prompt (GateCli  *cli,
            int       argc,
            char    **argv,
            GError  **error)
{
  GateHubProject *project = gate_cli_get_project (cli, error);

  if (!project)
    return FALSE;
  g_autoptr(GateJob) job = gate_fetch_job_new_prompt (cli->hub, project, argv[0], NULL);
  gate_fetch_job_set_words (GATE_FETCH_JOB (job), (const char * const *) argv + 1);
  if (!gate_cli_run_job (cli, job, error))
    return FALSE;
  if (cli->json)
    gate_cli_print_json (json_node_copy (gate_fetch_job_get_result (GATE_FETCH_JOB (job))));
  else
    gate_cli_show_prompt (cli, gate_fetch_job_get_result (GATE_FETCH_JOB (job)));
  return TRUE;
}

static const GateCliSubverb subverbs[] = {
  { "list", 0, 0, list_prompts },
  { "get", 1, -1, get_prompt },
  { NULL, 0, 0, NULL },
};

const GateCliVerb gate_cli_verb_prompt = {
  .name = "prompt",
  .arguments = N_("[list | get PROMPT [KEY=VALUE…]]"),
  .summary = N_("List prompts and get one filled in"),
  .options = options,
  .subverbs = subverbs,
  .connects = TRUE,
};
