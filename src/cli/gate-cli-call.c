// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-call-job.h"
#include "gate-cli-content.h"
#include "gate-cli-verbs.h"
#include "gate-file.h"
#include "gate-hub-arguments.h"

#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>

#define ARGUMENTS_LIMIT (4 * 1024 * 1024)

static char *option_arguments;
static char *option_output;
static gboolean option_sign_in;

static const GOptionEntry options[] = {
  { "arguments", 'A', 0, G_OPTION_ARG_STRING, &option_arguments, N_("The arguments as a JSON object, @FILE, or - for standard input"), N_("JSON") },
  { "output", 'o', 0, G_OPTION_ARG_FILENAME, &option_output, N_("Where to save an image or another binary result"), N_("FILE") },
  { "sign-in", 0, 0, G_OPTION_ARG_NONE, &option_sign_in, N_("Sign in where needed, and without a keyring for this command only"), NULL },
  G_OPTION_ENTRY_NULL,
};

static GBytes *
read_standard_input (GError **error)
{
  g_autoptr(GByteArray) data = g_byte_array_new ();
  guint8 buffer[16384];
  gsize n;

  while ((n = fread (buffer, 1, sizeof buffer, stdin)) > 0)
    {
      if (data->len + n > ARGUMENTS_LIMIT)
        {
          gate_cli_usage_error (error, _("The arguments are larger than 4 MiB."));
          return NULL;
        }
      g_byte_array_append (data, buffer, (guint) n);
    }
  return g_byte_array_free_to_bytes (g_steal_pointer (&data));
}

static JsonNode *
read_arguments (const char  *text,
                GError     **error)
{
  g_autoptr(GBytes) content = NULL;

  if (strcmp (text, "-") == 0)
    content = read_standard_input (error);
  else if (text[0] == '@')
    content = gate_file_read (text + 1, ARGUMENTS_LIMIT, error);
  else
    content = g_bytes_new (text, strlen (text));
  if (!content)
    return NULL;

  gsize size;
  const char *data = g_bytes_get_data (content, &size);
  JsonNode *node = gate_hub_parse_object (data, (gssize) size, error);
  if (!node)
    g_prefix_error (error, "%s: ", _("The arguments"));
  return node;
}

static gboolean
is_tool_error (JsonNode *result)
{
  JsonNode *node = json_object_get_member (json_node_get_object (result), "isError");
  return node && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_BOOLEAN && json_node_get_boolean (node);
}

static int
show (GateCli   *cli,
      JsonNode  *result,
      GError   **error)
{
  if (cli->json)
    gate_cli_print_json (json_node_copy (result));
  else if (!gate_cli_show_result (cli, result, option_output, error))
    return GATE_EXIT_FAILED;
  if (!is_tool_error (result))
    return GATE_EXIT_DONE;
  if (!cli->json)
    gate_cli_note (cli, "%s", _("The tool itself says that it failed; that is the service’s answer, not a fault of the connection."));
  return GATE_EXIT_FAILED;
}

static int
run (GateCli  *cli,
     int       argc,
     char    **argv)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) arguments = NULL;
  GateHubProject *project = NULL;

  cli->sign_in = option_sign_in;
  if (argc < 1)
    gate_cli_usage_error (&error, _("Name a tool; gatehousectl tools lists them."));
  else if (option_arguments && argc > 1)
    gate_cli_usage_error (&error, _("Give either --arguments or key=value, not both."));
  else if (option_arguments)
    arguments = read_arguments (option_arguments, &error);
  if (error || !gate_cli_open (cli, &error) || !(project = gate_cli_get_project (cli, &error)))
    return gate_cli_fail (cli, error);

  g_autoptr(GateJob) job = gate_call_job_new (cli->hub, project, argv[0], arguments ? json_node_get_object (arguments) : NULL, cli->yes);
  if (!arguments)
    gate_call_job_set_words (GATE_CALL_JOB (job), (const char * const *) argv + 1);
  if (!gate_cli_run_job (cli, job, &error))
    {
      if (gate_error_matches (error, GATE_ERROR_ASK_NEEDED))
        gate_error_set_remedy (error, _("Run the command in a terminal to be asked, or give --yes."));
      return gate_cli_fail (cli, error);
    }
  const char *warning = gate_call_job_get_warning (GATE_CALL_JOB (job));
  if (warning)
    g_printerr ("%s\n", warning);
  int code = show (cli, gate_call_job_get_result (GATE_CALL_JOB (job)), &error);
  return error ? gate_cli_fail (cli, error) : code;
}

const GateCliVerb gate_cli_verb_call = {
  .name = "call",
  .arguments = N_("TOOL [KEY=VALUE…]"),
  .summary = N_("Call a tool"),
  .help = N_("KEY=VALUE is typed by the tool’s schema; KEY:=JSON gives any JSON value. Everything is checked before it is sent.\n"
             "A tool that writes asks first, unless --yes is given."),
  .options = options,
  .connects = TRUE,
  .run = run,
};
