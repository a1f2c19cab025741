// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-cli-verbs.h"

#include <glib/gi18n.h>

static char *option_account;

static const GOptionEntry options[] = {
  { "account", 'a', 0, G_OPTION_ARG_STRING, &option_account, N_("One of the connector’s accounts"), N_("ACCOUNT") },
  G_OPTION_ENTRY_NULL,
};

static gboolean
switch_connector (GateCli     *cli,
                  const char  *connector,
                  gboolean     active,
                  GError     **error)
{
  GateHubProject *project = gate_cli_get_project (cli, error);
  g_autoptr(GAsyncResult) result = NULL;

  if (!project || !gate_hub_find_connector (cli->hub, connector, error))
    return FALSE;
  gate_hub_set_active_async (cli->hub, project, connector, option_account, active, cli->cancellable, gate_cli_keep_result, &result);
  gate_cli_wait (cli, &result);
  if (!gate_hub_set_active_finish (cli->hub, result, error))
    return FALSE;

  if (cli->json)
    {
      JsonObject *object = json_object_new ();
      JsonNode *node = json_node_new (JSON_NODE_OBJECT);

      json_object_set_string_member (object, "project", gate_hub_project_get_id (project));
      json_object_set_string_member (object, "connector", connector);
      json_object_set_string_member (object, "account", option_account ? option_account : "");
      json_object_set_boolean_member (object, "active", active);
      json_node_take_object (node, object);
      gate_cli_print_json (node);
    }
  else
    gate_cli_say (cli, active ? _("%s is on in %s.") : _("%s is off in %s."), connector, gate_hub_project_get_name (project));
  return TRUE;
}

static int
run (GateCli   *cli,
     int        argc,
     char     **argv,
     gboolean   active)
{
  g_autoptr(GError) error = NULL;

  if (argc == 0)
    gate_cli_usage_error (&error, _("Name at least one connector."));
  if (error || !gate_cli_open (cli, &error))
    return gate_cli_fail (cli, error);
  for (int i = 0; i < argc; i++)
    if (!switch_connector (cli, argv[i], active, &error))
      return gate_cli_fail (cli, error);
  return GATE_EXIT_DONE;
}

static int
run_activate (GateCli  *cli,
              int       argc,
              char    **argv)
{
  return run (cli, argc, argv, TRUE);
}

static int
run_deactivate (GateCli  *cli,
                int       argc,
                char    **argv)
{
  return run (cli, argc, argv, FALSE);
}

const GateCliVerb gate_cli_verb_activate = {
  .name = "activate",
  .arguments = N_("CONNECTOR…"),
  .summary = N_("Turn connectors on in a project"),
  .options = options,
  .run = run_activate,
};

const GateCliVerb gate_cli_verb_deactivate = {
  .name = "deactivate",
  .arguments = N_("CONNECTOR…"),
  .summary = N_("Turn connectors off in a project"),
  .options = options,
  .run = run_deactivate,
};
