// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-cli-json.h"
#include "gate-cli-listing.h"
#include "gate-cli-table.h"
#include "gate-cli-verbs.h"
#include "gate-text.h"

#include <glib/gi18n.h>
#include <string.h>

static char *option_account;
static gboolean option_refresh;
static gboolean option_schema;
static gboolean option_sign_in;
static char **option_allow;
static char **option_ask;
static char **option_block;
static char **option_reset;
static gboolean option_allow_read;

static const GOptionEntry options[] = {
  { "account", 'a', 0, G_OPTION_ARG_STRING, &option_account, N_("One of the connector’s accounts"), N_("ACCOUNT") },
  { "refresh", 0, 0, G_OPTION_ARG_NONE, &option_refresh, N_("Ask the services anew"), NULL },
  { "schema", 0, 0, G_OPTION_ARG_NONE, &option_schema, N_("Show the arguments too"), NULL },
  { "sign-in", 0, 0, G_OPTION_ARG_NONE, &option_sign_in, N_("Sign in where needed, and without a keyring for this command only"), NULL },
  { "allow", 0, 0, G_OPTION_ARG_STRING_ARRAY, &option_allow, N_("Always allow a tool in the project"), N_("TOOL") },
  { "ask", 0, 0, G_OPTION_ARG_STRING_ARRAY, &option_ask, N_("Ask before each call of a tool"), N_("TOOL") },
  { "block", 0, 0, G_OPTION_ARG_STRING_ARRAY, &option_block, N_("Block a tool in the project"), N_("TOOL") },
  { "reset", 0, 0, G_OPTION_ARG_STRING_ARRAY, &option_reset, N_("Go back to the default for a tool"), N_("TOOL") },
  { "allow-read-only", 0, 0, G_OPTION_ARG_NONE, &option_allow_read, N_("Always allow every tool that says it only reads"), NULL },
  G_OPTION_ENTRY_NULL,
};

static const struct {
  const char   *decision;
  const char   *title;
  GateCliStyle  style;
} decisions[] = {
  { "allow", N_("allowed"), GATE_CLI_GOOD },
  { "ask", N_("asks"), GATE_CLI_PLAIN },
  { "review", N_("changed"), GATE_CLI_WARNING },
  { "block", N_("blocked"), GATE_CLI_BAD },
};

static void
add_row (GateCliTable *table,
         GateHubItem  *item)
{
  const char *decision = gate_hub_item_get_decision (item);
  const char *title = decision;
  GateCliStyle style = GATE_CLI_PLAIN;

  for (gsize i = 0; i < G_N_ELEMENTS (decisions); i++)
    if (g_strcmp0 (decisions[i].decision, decision) == 0)
      {
        title = _(decisions[i].title);
        style = decisions[i].style;
      }
  /* Whatever policy says, a tool of a server that cannot be reached cannot be called. */
  if (gate_hub_item_get_as_of (item) > 0)
    {
      title = _("not now");
      style = GATE_CLI_DIM;
    }
  gate_cli_table_add (table, gate_hub_item_get_full_name (item), gate_hub_item_get_group (item), title ? title : "",
                      gate_hub_item_get_description (item) ? gate_hub_item_get_description (item) : gate_hub_item_get_title (item), NULL);
  gate_cli_table_style (table, 2, style);
}

static void
print_schema (GateHubItem *item)
{
  JsonNode *source = gate_hub_item_get_source (item);
  JsonNode *schema = json_object_get_member (json_node_get_object (source), "inputSchema");

  if (!schema)
    return;
  g_autofree char *text = json_to_string (schema, TRUE);
  g_autofree char *name = gate_text_make_visible (gate_hub_item_get_full_name (item), GATE_TEXT_LINE);
  g_autofree char *visible = gate_text_make_visible (text, GATE_TEXT_BLOCK);
  g_print ("\n%s\n%s\n", name, visible);
}

static void
print_as_json (GateListJob *job)
{
  JsonObject *object = json_object_new ();
  JsonArray *tools = json_array_new ();
  GPtrArray *items = gate_list_job_get_items (job);

  for (guint i = 0; i < items->len; i++)
    json_array_add_element (tools, gate_cli_item_to_json (items->pdata[i]));
  json_object_set_array_member (object, "tools", tools);
  json_object_set_array_member (object, "failures", gate_cli_list_failures_to_json (job));
  gate_cli_json_strv (object, "notes", gate_list_job_get_notes (job));
  gate_cli_print_json (gate_cli_json_object (object));
}

static void
print_warnings (GateCli     *cli,
                GateHubItem *item)
{
  g_autofree char *name = gate_text_make_visible (gate_hub_item_get_full_name (item), GATE_TEXT_LINE);
  g_auto(GStrv) warnings = gate_hub_item_dup_warnings (item);

  for (char **warning = warnings; *warning; warning++)
    gate_cli_note (cli, _("Caution, %s: %s"), name, *warning);
}

static void
print_as_table (GateCli     *cli,
                GateListJob *job)
{
  static const char *const titles[] = { "TOOL", "CLAIMS", "POLICY", "WHAT IT DOES", NULL };
  g_autoptr(GateCliTable) table = gate_cli_table_new (cli, titles, 3);
  GPtrArray *items = gate_list_job_get_items (job);

  for (guint i = 0; i < items->len; i++)
    add_row (table, items->pdata[i]);
  if (items->len > 0)
    gate_cli_table_print (table);
  else if (gate_list_job_get_n_failures (job) == 0)
    gate_cli_say (cli, _("No tools: nothing is on in this project. See: gatehousectl connector list"));
  for (guint i = 0; option_schema && i < items->len; i++)
    print_schema (items->pdata[i]);
  for (guint i = 0; i < items->len; i++)
    print_warnings (cli, items->pdata[i]);
  for (const char * const *note = gate_list_job_get_notes (job); note && *note; note++)
    {
      g_autofree char *visible = gate_text_make_visible (*note, GATE_TEXT_LINE);
      gate_cli_note (cli, "%s", visible);
    }
}

static gboolean
set_choice (GateCli         *cli,
            GateHubProject  *project,
            const char      *tool,
            const char      *choice,
            GError         **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  gate_hub_set_tool_choice_async (cli->hub, project, tool, choice, cli->cancellable, gate_cli_keep_result, &result);
  gate_cli_wait (cli, &result);
  return gate_hub_set_tool_choice_finish (cli->hub, result, error);
}

static gboolean
is_listed (GateListJob *job,
           const char  *tool)
{
  GPtrArray *items = gate_list_job_get_items (job);

  for (guint i = 0; i < items->len; i++)
    if (strcmp (gate_hub_item_get_full_name (items->pdata[i]), tool) == 0)
      return TRUE;
  return FALSE;
}

/* Whether it may be a tool of a connector that cannot be asked now. */
static gboolean
may_be_there (GateListJob *job,
              const char  *tool)
{
  for (guint i = 0; i < gate_list_job_get_n_failures (job); i++)
    {
      const char *connector, *account;

      gate_list_job_get_failure (job, i, &connector, &account);
      if (g_str_has_prefix (tool, connector) && tool[strlen (connector)] == '_')
        return TRUE;
    }
  return FALSE;
}

/* Every name is looked at before anything is kept. What is to be forgotten need not be there any more. */
static gboolean
check_names (GateListJob  *job,
             GError      **error)
{
  char **const lists[] = { option_allow, option_ask, option_block };

  for (gsize i = 0; i < G_N_ELEMENTS (lists); i++)
    for (char **tool = lists[i]; tool && *tool; tool++)
      if (!is_listed (job, *tool) && !may_be_there (job, *tool))
        {
          gate_error_set (error, GATE_ERROR_NOT_FOUND, GATE_LAYER_NONE,
                          _("gatehousectl tools lists what is on in the project; gatehousectl tools CONNECTOR lists one that is off."),
                          _("There is no tool “%s” in the list."), *tool);
          return FALSE;
        }
  return TRUE;
}

static gboolean
has_choices (void)
{
  return option_allow || option_ask || option_block || option_reset;
}

static gboolean
set_choices (GateCli         *cli,
             GateHubProject  *project,
             GateListJob     *job,
             GError         **error)
{
  const struct { char **tools; const char *choice; } rows[] = {
    { option_allow, "allow" }, { option_ask, "ask" }, { option_block, "block" }, { option_reset, NULL },
  };

  if (!check_names (job, error))
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    for (char **tool = rows[i].tools; tool && *tool; tool++)
      if (!set_choice (cli, project, *tool, rows[i].choice, error))
        return FALSE;
  return TRUE;
}

/* Every one is named: approval in one step is still approval of each. */
static gboolean
allow_read_only (GateCli         *cli,
                 GateHubProject  *project,
                 GateListJob     *job,
                 GError         **error)
{
  GPtrArray *items = gate_list_job_get_items (job);

  for (guint i = 0; i < items->len; i++)
    {
      if (g_strcmp0 (gate_hub_item_get_group (items->pdata[i]), "read") != 0)
        continue;
      if (!set_choice (cli, project, gate_hub_item_get_full_name (items->pdata[i]), "allow", error))
        return FALSE;
      gate_cli_note (cli, _("Always allowed in %s: %s"), gate_hub_project_get_label (project),
                     gate_hub_item_get_full_name (items->pdata[i]));
    }
  return TRUE;
}

static int
run (GateCli  *cli,
     int       argc,
     char    **argv)
{
  g_autoptr(GError) error = NULL;
  GateHubProject *project = NULL;

  cli->sign_in = option_sign_in;
  if (argc > 1)
    gate_cli_usage_error (&error, _("Name one connector, or none for all that are on."));
  if (error || !gate_cli_open (cli, &error) || !(project = gate_cli_get_project (cli, &error)))
    return gate_cli_fail (cli, error);

  const char *connector = argc > 0 ? argv[0] : NULL;
  g_autoptr(GateListJob) job = gate_cli_list (cli, project, GATE_HUB_ITEM_TOOL, connector, option_account, option_refresh, &error);
  if (!job || !set_choices (cli, project, job, &error) || (option_allow_read && !allow_read_only (cli, project, job, &error)))
    return gate_cli_fail (cli, error);
  if (has_choices () || option_allow_read)
    {
      /* The list again, judged by what was chosen just now. */
      g_clear_object (&job);
      job = gate_cli_list (cli, project, GATE_HUB_ITEM_TOOL, connector, option_account, FALSE, &error);
      if (!job)
        return gate_cli_fail (cli, error);
    }
  if (cli->json)
    print_as_json (job);
  else
    print_as_table (cli, job);


  /* What was chosen is kept, whatever another connector does. */
  int failed = gate_cli_list_failures (cli, job);
  return has_choices () ? GATE_EXIT_DONE : failed;
}

const GateCliVerb gate_cli_verb_tools = {
  .name = "tools",
  .arguments = N_("[CONNECTOR]"),
  .summary = N_("List the tools that a project has, by name, with what each is for"),
  .help = N_("The column CLAIMS is what the service says of its tool: read, write or destructive. POLICY is what happens at a call."),
  .options = options,
  .connects = TRUE,
  .run = run,
};
