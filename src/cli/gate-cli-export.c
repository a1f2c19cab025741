// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-cli-json.h"
#include "gate-cli-verbs.h"
#include "gate-file.h"

#include <glib/gi18n.h>

static char *option_output;

static const GOptionEntry options[] = {
  { "output", 'o', 0, G_OPTION_ARG_FILENAME, &option_output, N_("The file to write; without it, standard output"), N_("FILE") },
  G_OPTION_ENTRY_NULL,
};

static int
run (GateCli  *cli,
     int       argc,
     char    **argv)
{
  g_autoptr(GError) error = NULL;

  if (!gate_cli_open (cli, &error))
    return gate_cli_fail (cli, error);
  g_autoptr(JsonNode) document = gate_hub_export (cli->hub, argc > 0 ? (const char * const *) argv : NULL, &error);
  if (!document)
    return gate_cli_fail (cli, error);
  if (!option_output)
    {
      gate_cli_print_json (g_steal_pointer (&document));
      return GATE_EXIT_DONE;
    }

  g_autofree char *text = json_to_string (document, TRUE);
  g_autofree char *content = g_strconcat (text, "\n", NULL);
  if (!gate_file_write (option_output, content, -1, &error))
    return gate_cli_fail (cli, error);
  if (cli->json)
    {
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "file", option_output);
      gate_cli_print_json (gate_cli_json_object (object));
    }
  gate_cli_say (cli, _("Wrote %s. It holds no secret: they stay in this keyring."), option_output);
  return GATE_EXIT_DONE;
}

const GateCliVerb gate_cli_verb_export = {
  .name = "export",
  .arguments = N_("[CONNECTOR…]"),
  .summary = N_("Write connectors in the .mcp.json form, without their secrets"),
  .options = options,
  .run = run,
};
