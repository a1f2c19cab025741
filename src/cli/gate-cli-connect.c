// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-cli-json.h"
#include "gate-cli-verbs.h"
#include "gate-connect-job.h"
#include "gate-disconnect-job.h"
#include "gate-text.h"

#include <glib/gi18n.h>
#include <string.h>

static char *option_account;
static gboolean option_new_account;
static gboolean option_read_only;
static gboolean option_no_browser;
static gboolean option_off;

static const GOptionEntry connect_options[] = {
  { "account", 'a', 0, G_OPTION_ARG_STRING, &option_account, N_("One of the connector’s accounts"), N_("ACCOUNT") },
  { "new-account", 0, 0, G_OPTION_ARG_NONE, &option_new_account, N_("Sign in to another account, labelled as --account says"), NULL },
  { "read-only", 0, 0, G_OPTION_ARG_NONE, &option_read_only, N_("Ask for reading only"), NULL },
  { "no-browser", 0, 0, G_OPTION_ARG_NONE, &option_no_browser, N_("Print the address and take the redirect address pasted back"), NULL },
  { "off", 0, 0, G_OPTION_ARG_NONE, &option_off, N_("Do not turn it on in the project"), NULL },
  G_OPTION_ENTRY_NULL,
};

static const GOptionEntry disconnect_options[] = {
  { "account", 'a', 0, G_OPTION_ARG_STRING, &option_account, N_("One of the connector’s accounts"), N_("ACCOUNT") },
  G_OPTION_ENTRY_NULL,
};

static gboolean
add_account (GateCli     *cli,
             const char  *connector,
             char       **account,
             GError     **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  if (!option_account)
    {
      gate_cli_usage_error (error, _("Give the new account a label with --account."));
      return FALSE;
    }
  gate_hub_add_account_async (cli->hub, connector, option_account, cli->cancellable, gate_cli_keep_result, &result);
  gate_cli_wait (cli, &result);
  *account = gate_hub_add_account_finish (cli->hub, result, error);
  return *account != NULL;
}

static void
print_connected (GateCli        *cli,
                 const char     *connector,
                 const char     *account,
                 GateHubProject *project,
                 GateConnectJob *job)
{
  if (cli->json)
    {
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "connector", connector);
      json_object_set_string_member (object, "account", account ? account : "");
      gate_cli_json_string (object, "project", project ? gate_hub_project_get_id (project) : NULL);
      json_object_set_int_member (object, "tools", gate_connect_job_get_n_tools (job));
      gate_cli_json_string (object, "protocol", gate_connect_job_get_protocol (job));
      gate_cli_json_string (object, "scopes", gate_connect_job_get_scopes (job));
      json_object_set_boolean_member (object, "persisted", gate_connect_job_get_persisted (job));
      json_object_set_int_member (object, "milliseconds", (gint64) (gate_connect_job_get_elapsed (job) + 0.5));
      gate_cli_print_json (gate_cli_json_object (object));
      return;
    }

  guint n_tools = gate_connect_job_get_n_tools (job);
  gate_cli_say (cli, ngettext ("Connected to %s: %u tool.", "Connected to %s: %u tools.", n_tools), connector, n_tools);
  if (gate_connect_job_get_scopes (job))
    {
      g_autofree char *scopes = gate_text_make_visible (gate_connect_job_get_scopes (job), GATE_TEXT_LINE);
      gate_cli_say (cli, _("Granted: %s"), scopes);
    }
  if (project)
    gate_cli_say (cli, _("It is on in the project %s. See: gatehousectl tools"), gate_hub_project_get_label (project));
}

static int
connect_one (GateCli     *cli,
             const char  *connector,
             GError     **error)
{
  GateHubProject *project = option_off ? NULL : gate_cli_get_project (cli, error);
  g_autofree char *new_account = NULL;

  if (!option_off && !project)
    return GATE_EXIT_FAILED;
  if (option_new_account && !add_account (cli, connector, &new_account, error))
    return GATE_EXIT_FAILED;

  const char *account = new_account ? new_account : option_account;
  g_autoptr(GateJob) job = gate_connect_job_new (cli->hub, connector, account, project, option_read_only);
  if (!gate_cli_run_job (cli, job, error))
    return GATE_EXIT_FAILED;

  GateConnectJob *connect_job = GATE_CONNECT_JOB (job);
  print_connected (cli, connector, account, project, connect_job);
  if (gate_connect_job_get_persisted (connect_job))
    return GATE_EXIT_DONE;
  const GError *reason = gate_connect_job_get_keyring_error (connect_job);
  gate_cli_note (cli, "%s %s", _("The sign-in was not kept: it ends with this command, and nothing was written."),
                 reason ? reason->message : "");
  if (reason && gate_error_get_terminal_remedy (reason))
    gate_cli_note (cli, "%s", gate_error_get_terminal_remedy (reason));
  return GATE_EXIT_LAYER_OFF;
}

static gboolean
check_can_ask (GateCli     *cli,
               const char  *connector,
               GError     **error)
{
  if (strcmp (connector, "sample") != 0 && !gate_hub_find_connector (cli->hub, connector, error))
    return FALSE;
  if (cli->stdin_is_terminal || cli->yes)
    return TRUE;
  gate_error_set (error, GATE_ERROR_ASK_NEEDED, GATE_LAYER_NONE,
                  _("Run the command in a terminal, or give --yes: it may open your browser then."),
                  _("Connecting may have to ask you something, and nobody can be asked here."));
  return FALSE;
}

static int
run_connect (GateCli  *cli,
             int       argc,
             char    **argv)
{
  g_autoptr(GError) error = NULL;

  cli->no_browser = option_no_browser;
  if (argc != 1)
    gate_cli_usage_error (&error, _("Name one connector."));
  if (error || !gate_cli_open (cli, &error) || !check_can_ask (cli, argv[0], &error))
    return gate_cli_fail (cli, error);
  int code = connect_one (cli, argv[0], &error);
  return error ? gate_cli_fail (cli, error) : code;
}

static int
run_disconnect (GateCli  *cli,
                int       argc,
                char    **argv)
{
  g_autoptr(GError) error = NULL;

  if (argc != 1)
    gate_cli_usage_error (&error, _("Name one connector."));
  if (error || !gate_cli_open (cli, &error))
    return gate_cli_fail (cli, error);

  g_autoptr(GateJob) job = gate_disconnect_job_new (cli->hub, argv[0], option_account);
  if (!gate_cli_run_job (cli, job, &error))
    return gate_cli_fail (cli, error);
  gboolean revoked = gate_disconnect_job_get_revoked (GATE_DISCONNECT_JOB (job));
  if (cli->json)
    {
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "connector", argv[0]);
      json_object_set_string_member (object, "account", option_account ? option_account : "");
      json_object_set_boolean_member (object, "revoked", revoked);
      gate_cli_print_json (gate_cli_json_object (object));
    }
  gate_cli_say (cli, revoked ? _("Disconnected from %s; the service revoked the access.")
                             : _("Disconnected from %s; its credentials are forgotten here."), argv[0]);
  return GATE_EXIT_DONE;
}

const GateCliVerb gate_cli_verb_connect = {
  .name = "connect",
  .arguments = N_("CONNECTOR"),
  .summary = N_("Sign in to a connector and turn it on"),
  .help = N_("“sample” is the Sample Workspace, which needs no account and no network.\n"
             "Where there is no keyring the sign-in ends with this command, nothing is written, and the exit code is 3."),
  .options = connect_options,
  .connects = TRUE,
  .run = run_connect,
};

const GateCliVerb gate_cli_verb_disconnect = {
  .name = "disconnect",
  .arguments = N_("CONNECTOR"),
  .summary = N_("Revoke and forget a connector’s credentials"),
  .options = disconnect_options,
  .run = run_disconnect,
};
