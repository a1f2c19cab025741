// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-cli-json.h"
#include "gate-cli-style.h"
#include "gate-cli-verbs.h"
#include "gate-diagnose-job.h"
#include "gate-text.h"

#include <glib/gi18n.h>
#include <string.h>

static char *option_tool;

static const GOptionEntry options[] = {
  { "tool", 't', 0, G_OPTION_ARG_STRING, &option_tool, N_("The tool that is missed"), N_("TOOL") },
  G_OPTION_ENTRY_NULL,
};

static const struct {
  const char   *mark;
  const char   *word;
  GateCliStyle  style;
} marks[] = {
  [GATE_FINDING_OK] = { "✓", N_("ok"), GATE_CLI_GOOD },
  [GATE_FINDING_FAILED] = { "✗", N_("failed"), GATE_CLI_BAD },
  [GATE_FINDING_WARNING] = { "!", N_("attention"), GATE_CLI_WARNING },
  [GATE_FINDING_SKIPPED] = { "·", N_("not checked"), GATE_CLI_DIM },
};

static JsonNode *
findings_to_json (GPtrArray *findings)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < findings->len; i++)
    {
      GateFinding *finding = findings->pdata[i];
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "subject", gate_finding_get_subject (finding));
      json_object_set_string_member (object, "layer", gate_layer_to_string (gate_finding_get_layer (finding)));
      json_object_set_string_member (object, "state", gate_finding_state_to_string (gate_finding_get_state (finding)));
      json_object_set_string_member (object, "message", gate_finding_get_message (finding));
      gate_cli_json_string (object, "remedy", gate_finding_get_remedy (finding));
      gate_cli_json_string (object, "command", gate_finding_get_command (finding));
      json_array_add_object_element (array, object);
    }
  return gate_cli_json_array (array);
}

static void
print_finding (GateCli     *cli,
               GateFinding *finding,
               const char **subject)
{
  gboolean color = gate_cli_use_color (cli, cli->stdout_is_terminal);
  GateFindingState state = gate_finding_get_state (finding);
  g_autofree char *mark = gate_cli_styled (color, marks[state].style, marks[state].mark);
  g_autofree char *message = gate_text_make_visible (gate_finding_get_message (finding), GATE_TEXT_LINE);

  if (g_strcmp0 (*subject, gate_finding_get_subject (finding)) != 0)
    {
      g_autofree char *strong = gate_cli_styled (color, GATE_CLI_STRONG, gate_finding_get_subject (finding));
      g_print ("%s%s\n", *subject ? "\n" : "", strong);
      *subject = gate_finding_get_subject (finding);
    }
  g_autofree char *sentence = g_strdup_printf ("%s: %s", _(marks[state].word), message);
  g_autofree char *broken = cli->stdout_is_terminal ? gate_cli_wrap (sentence, gate_cli_get_columns (cli), 4) : g_strdup (sentence);
  g_print ("  %s %s\n", mark, broken);
  if (gate_finding_get_remedy (finding))
    {
      g_autofree char *remedy = gate_text_make_visible (gate_finding_get_remedy (finding), GATE_TEXT_BLOCK);
      g_autofree char *wrapped = cli->stdout_is_terminal ? gate_cli_wrap (remedy, gate_cli_get_columns (cli), 6) : g_strdup (remedy);
      g_print ("      %s\n", wrapped);
    }
  if (gate_finding_get_command (finding))
    g_print ("      $ %s\n", gate_finding_get_command (finding));
}

static int
exit_code_of (GPtrArray *findings)
{
  for (guint i = 0; i < findings->len; i++)
    {
      GateLayer layer = gate_finding_get_layer (findings->pdata[i]);

      if (gate_finding_get_state (findings->pdata[i]) != GATE_FINDING_FAILED)
        continue;
      return layer == GATE_LAYER_INSTALLED || layer == GATE_LAYER_ACTIVE || layer == GATE_LAYER_SIGNED_IN ? GATE_EXIT_LAYER_OFF
                                                                                                         : GATE_EXIT_FAILED;
    }
  return GATE_EXIT_DONE;
}

static int
run (GateCli  *cli,
     int       argc,
     char    **argv)
{
  g_autoptr(GError) error = NULL;
  GateHubProject *project = NULL;

  if (argc > 1)
    gate_cli_usage_error (&error, _("Name one connector, or none for all that are on."));
  if (error || !gate_cli_open (cli, &error) || !(project = gate_cli_get_project (cli, &error)))
    return gate_cli_fail (cli, error);

  g_autoptr(GateJob) job = gate_diagnose_job_new (cli->hub, project, argc > 0 ? argv[0] : NULL, option_tool);
  if (!gate_cli_run_job (cli, job, &error))
    return gate_cli_fail (cli, error);
  GPtrArray *findings = gate_diagnose_job_get_findings (GATE_DIAGNOSE_JOB (job));
  const char *subject = NULL;
  if (cli->json)
    gate_cli_print_json (findings_to_json (findings));
  for (guint i = 0; !cli->json && i < findings->len; i++)
    print_finding (cli, findings->pdata[i], &subject);
  return exit_code_of (findings);
}

const GateCliVerb gate_cli_verb_doctor = {
  .name = "doctor",
  .arguments = N_("[CONNECTOR]"),
  .summary = N_("Find out which layer is off, and what to do"),
  .help = N_("Walks installed → on → signed in → service → network and stops at the first that fails."),
  .options = options,
  .connects = TRUE,
  .run = run,
};
