// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-cli-json.h"
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
                  JsonArray   *done,
                  GError     **error)
{
  GateHubProject *project = gate_cli_get_project (cli, error);
  g_autoptr(GAsyncResult) result = NULL;

  if (!project)
    return FALSE;
  gate_hub_set_active_async (cli->hub, project, connector, option_account, active, cli->cancellable, gate_cli_keep_result, &result);
  gate_cli_wait (cli, &result);
  if (!gate_hub_set_active_finish (cli->hub, result, error))
    return FALSE;

  JsonObject *object = json_object_new ();
  json_object_set_string_member (object, "project", gate_hub_project_get_id (project));
  json_object_set_string_member (object, "connector", connector);
  json_object_set_string_member (object, "account", option_account ? option_account : "");
  json_object_set_boolean_member (object, "active", active);
  json_array_add_object_element (done, object);
  gate_cli_say (cli, active ? _("%s is on in %s.") : _("%s is off in %s."), connector, gate_hub_project_get_label (project));
  return TRUE;
}

static int
run (GateCli   *cli,
     int        argc,
     char     **argv,
     gboolean   active)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonArray) done = json_array_new ();

  if (argc == 0)
    gate_cli_usage_error (&error, _("Name at least one connector."));
  if (error || !gate_cli_open (cli, &error))
    return gate_cli_fail (cli, error);

  /* A name that is wrong is told before anything is switched. */
  for (int i = 0; i < argc; i++)
    if (!gate_hub_find_connector (cli->hub, argv[i], &error))
      return gate_cli_fail (cli, error);
  for (int i = 0; i < argc; i++)
    if (!switch_connector (cli, argv[i], active, done, &error))
      return gate_cli_fail (cli, error);
  if (cli->json)
    gate_cli_print_json (gate_cli_json_array (g_steal_pointer (&done)));
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
