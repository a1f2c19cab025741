// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-cli-connector-add.h"
#include "gate-cli-json.h"
#include "gate-cli-subverb.h"
#include "gate-cli-table.h"
#include "gate-cli-verbs.h"
#include "gate-connect-job.h"
#include "gate-layers-job.h"
#include "gate-text.h"

#include <glib/gi18n.h>
#include <string.h>

static const struct {
  const char   *state;
  const char   *title;
  GateCliStyle  style;
} sign_in_states[] = {
  { "not-needed", N_("not needed"), GATE_CLI_PLAIN },
  { "unknown", N_("none kept"), GATE_CLI_PLAIN },
  { "signed-in", N_("signed in"), GATE_CLI_GOOD },
  { "signed-out", N_("signed out"), GATE_CLI_WARNING },
  { "expired", N_("expired"), GATE_CLI_WARNING },
  { "keyring-locked", N_("keyring locked"), GATE_CLI_BAD },
  { "keyring-absent", N_("no keyring"), GATE_CLI_BAD },
};

static const struct {
  const char *kind;
  const char *title;
} sign_in_kinds[] = {
  { "auto", N_("as the service asks") },
  { "none", N_("none") },
  { "oauth", N_("OAuth, in the browser") },
  { "headers", N_("API key or headers") },
  { "fields", N_("named fields") },
  { "certificate", N_("client certificate") },
  { "helper", N_("a program that gives headers") },
};

static const char *
sign_in_title (const char   *state,
               GateCliStyle *style)
{
  for (gsize i = 0; i < G_N_ELEMENTS (sign_in_states); i++)
    if (strcmp (sign_in_states[i].state, state) == 0)
      {
        *style = sign_in_states[i].style;
        return _(sign_in_states[i].title);
      }
  return state;
}

static const char *
kind_title (const char *kind)
{
  for (gsize i = 0; i < G_N_ELEMENTS (sign_in_kinds); i++)
    if (strcmp (sign_in_kinds[i].kind, kind) == 0)
      return _(sign_in_kinds[i].title);
  return kind;
}

static GateLayersJob *
look_up_layers (GateCli     *cli,
                const char  *connector,
                GError     **error)
{
  GateHubProject *project = gate_cli_get_project (cli, error);

  if (!project)
    return NULL;
  g_autoptr(GateJob) job = gate_layers_job_new (cli->hub, project, connector);
  if (!gate_cli_run_job (cli, job, error))
    return NULL;
  return GATE_LAYERS_JOB (g_steal_pointer (&job));
}

static JsonObject *
layers_to_json (const GateLayers *layers,
                GateHubConnector *connector)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "connector", layers->connector);
  json_object_set_string_member (object, "account", layers->account);
  json_object_set_string_member (object, "label", gate_hub_connector_get_label (connector));
  json_object_set_string_member (object, "kind", gate_hub_connector_get_kind (connector));
  json_object_set_string_member (object, "origin", gate_hub_connector_get_origin (connector));
  json_object_set_string_member (object, "target", gate_hub_connector_get_target (connector));
  json_object_set_boolean_member (object, "installed", TRUE);
  json_object_set_boolean_member (object, "active", layers->active);
  json_object_set_boolean_member (object, "lockedOff", layers->locked_off);
  json_object_set_string_member (object, "signIn", layers->sign_in);
  gate_cli_json_string (object, "issuer", layers->issuer);
  gate_cli_json_string (object, "scopes", layers->scopes);
  json_object_set_int_member (object, "expires", layers->expires);
  json_object_set_boolean_member (object, "canRefresh", layers->can_refresh);
  json_object_set_int_member (object, "lastUsed", layers->last_used);
  json_object_set_boolean_member (object, "unused", gate_layers_are_unused (layers));
  return object;
}

static gboolean
print_layers_json (GateCli        *cli,
                   GateLayersJob  *job,
                   GError        **error)
{
  g_autoptr(JsonArray) array = json_array_new ();

  for (guint i = 0; i < gate_layers_job_get_n_layers (job); i++)
    {
      const GateLayers *layers = gate_layers_job_get_layers (job, i);
      GateHubConnector *connector = gate_hub_find_connector (cli->hub, layers->connector, error);

      if (!connector)
        return FALSE;
      json_array_add_object_element (array, layers_to_json (layers, connector));
    }
  gate_cli_print_json (gate_cli_json_array (g_steal_pointer (&array)));
  return TRUE;
}

static void
add_layers_row (GateCli          *cli,
                GateCliTable     *table,
                const GateLayers *layers)
{
  GateHubConnector *connector = gate_hub_find_connector (cli->hub, layers->connector, NULL);
  g_autofree char *name = *layers->account ? g_strdup_printf ("%s/%s", layers->connector, layers->account) : g_strdup (layers->connector);
  GateCliStyle style = GATE_CLI_PLAIN;
  const char *title = sign_in_title (layers->sign_in, &style);

  gate_cli_table_add (table, name, layers->locked_off ? _("locked off") : layers->active ? _("on") : _("off"), title,
                      connector ? gate_hub_connector_get_target (connector) : "", NULL);
  gate_cli_table_style (table, 1, layers->active ? GATE_CLI_GOOD : GATE_CLI_DIM);
  gate_cli_table_style (table, 2, style);
}

static gboolean
list_connectors (GateCli  *cli,
                 int       argc,
                 char    **argv,
                 GError  **error)
{
  static const char *const titles[] = { "CONNECTOR", "PROJECT", "SIGN-IN", "TARGET", NULL };
  g_autoptr(GateLayersJob) job = look_up_layers (cli, NULL, error);

  if (!job)
    return FALSE;
  if (cli->json)
    return print_layers_json (cli, job, error);

  g_autoptr(GateCliTable) table = gate_cli_table_new (cli, titles, 3);
  for (guint i = 0; i < gate_layers_job_get_n_layers (job); i++)
    add_layers_row (cli, table, gate_layers_job_get_layers (job, i));
  if (gate_cli_table_size (table) > 0)
    gate_cli_table_print (table);
  else
    gate_cli_say (cli, _("No connectors yet. Try: gatehousectl connect sample"));
  return TRUE;
}

static void
say_layers (GateCli          *cli,
            const GateLayers *layers)
{
  GateCliStyle style = GATE_CLI_PLAIN;

  if (*layers->account)
    gate_cli_say (cli, "%s: %s", _("Account"), layers->account);
  gate_cli_say (cli, "  %s: %s", _("Layer 1, installed"), _("yes"));
  gate_cli_say (cli, "  %s: %s", _("Layer 2, on in the project"), layers->locked_off ? _("locked off by the administrator")
                                                                  : layers->active ? _("yes") : _("no"));
  gate_cli_say (cli, "  %s: %s", _("Layer 3, signed in"), sign_in_title (layers->sign_in, &style));
  if (layers->issuer)
    {
      g_autofree char *issuer = gate_text_make_visible (layers->issuer, GATE_TEXT_LINE);
      gate_cli_say (cli, "  %s: %s", _("Account server"), issuer);
    }
  if (layers->scopes)
    {
      g_autofree char *scopes = gate_text_make_visible (layers->scopes, GATE_TEXT_LINE);
      gate_cli_say (cli, "  %s: %s", _("Granted"), scopes);
    }
  if (layers->expires > 0)
    {
      g_autoptr(GDateTime) when = g_date_time_new_from_unix_local (layers->expires);
      g_autofree char *text = when ? g_date_time_format (when, "%x %X") : g_strdup ("–");
      gate_cli_say (cli, "  %s: %s%s", _("Expires"), text, layers->can_refresh ? _(" (refreshed without you)") : "");
    }
  if (layers->idle_since > 0)
    {
      g_autoptr(GDateTime) when = layers->last_used > 0 ? g_date_time_new_from_unix_local (layers->last_used) : NULL;
      g_autofree char *text = when ? g_date_time_format (when, "%x") : g_strdup (_("never"));
      gate_cli_say (cli, "  %s: %s", _("Last used"), text);
    }
  if (gate_layers_are_unused (layers))
    gate_cli_say (cli, _("  Access that nobody uses is best given back: gatehousectl disconnect %s%s%s"), layers->connector,
                  *layers->account ? " --account " : "", layers->account);
}

/* What was written into mcp.json by hand: it is told of, and left as it is until the person says otherwise. */
static void
note_entry (GateCli          *cli,
            GateHubConnector *connector)
{
  g_auto(GStrv) exposed = gate_hub_connector_dup_exposed (connector);

  for (char **where = exposed; *where; where++)
    gate_cli_note (cli, _("Attention: a secret stands in mcp.json, where any program can read it: %s"), *where);
  if (*exposed)
    gate_cli_note (cli, _("  Move it to the keyring: gatehousectl connector secure %s"), gate_hub_connector_get_id (connector));
  for (const char * const *warning = gate_hub_connector_get_warnings (connector); warning && *warning; warning++)
    gate_cli_note (cli, _("Attention: %s"), *warning);
}

static gboolean
show_connector (GateCli  *cli,
                int       argc,
                char    **argv,
                GError  **error)
{
  GateHubConnector *connector = gate_hub_find_connector (cli->hub, argv[0], error);
  g_autoptr(GateLayersJob) job = connector ? look_up_layers (cli, argv[0], error) : NULL;

  if (!job)
    return FALSE;
  if (cli->json)
    {
      JsonObject *object = json_object_new ();
      JsonArray *accounts = json_array_new ();

      for (guint i = 0; i < gate_layers_job_get_n_layers (job); i++)
        json_array_add_object_element (accounts, layers_to_json (gate_layers_job_get_layers (job, i), connector));
      json_object_set_array_member (object, "accounts", accounts);
      json_object_set_member (object, "entry", json_node_copy (gate_hub_connector_get_source (connector)));
      g_auto(GStrv) exposed = gate_hub_connector_dup_exposed (connector);
      gate_cli_json_strv (object, "exposed", (const char * const *) exposed);
      gate_cli_json_strv (object, "warnings", gate_hub_connector_get_warnings (connector));
      gate_cli_print_json (gate_cli_json_object (object));
      return TRUE;
    }
  g_autofree char *label = gate_text_make_visible (gate_hub_connector_get_label (connector), GATE_TEXT_LINE);
  g_autofree char *target = gate_text_make_visible (gate_hub_connector_get_target (connector), GATE_TEXT_LINE);
  gate_cli_say (cli, "%s (%s)", label, argv[0]);
  gate_cli_say (cli, "  %s: %s", gate_hub_connector_get_kind (connector), target);
  gate_cli_say (cli, "  %s: %s", _("Kind of sign-in"), kind_title (gate_hub_connector_get_sign_in_kind (connector)));
  for (guint i = 0; i < gate_layers_job_get_n_layers (job); i++)
    say_layers (cli, gate_layers_job_get_layers (job, i));
  note_entry (cli, connector);
  return TRUE;
}

static gboolean
add_connector (GateCli  *cli,
               int       argc,
               char    **argv,
               GError  **error)
{
  gboolean separated = argc > 1 && strcmp (argv[1], "--") == 0;
  g_autoptr(JsonNode) entry = gate_cli_connector_entry (argc - (separated ? 2 : 1), argv + (separated ? 2 : 1), error);
  g_autoptr(GAsyncResult) result = NULL;
  g_auto(GStrv) moved = NULL;

  if (!entry)
    return FALSE;
  gate_hub_add_connector_async (cli->hub, argv[0], entry, gate_cli_connector_wants_replace (), cli->cancellable, gate_cli_keep_result,
                                &result);
  gate_cli_wait (cli, &result);
  g_autoptr(GateHubConnector) connector = gate_hub_add_connector_finish (cli->hub, result, &moved, error);
  if (!connector)
    return FALSE;
  if (cli->json)
    {
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "connector", gate_hub_connector_get_id (connector));
      gate_cli_json_strv (object, "secrets", (const char * const *) moved);
      gate_cli_print_json (gate_cli_json_object (object));
    }
  for (char **where = moved; where && *where; where++)
    gate_cli_note (cli, _("A secret was moved to the keyring (%s)."), *where);
  gate_cli_say (cli, _("Added %s. Next: gatehousectl connect %s"), argv[0], gate_hub_connector_get_id (connector));
  return TRUE;
}

static gboolean
remove_connector (GateCli  *cli,
                  int       argc,
                  char    **argv,
                  GError  **error)
{
  GateHubConnector *connector = gate_hub_find_connector (cli->hub, argv[0], error);
  g_autoptr(GAsyncResult) result = NULL;

  if (!connector)
    return FALSE;
  g_autoptr(JsonNode) shown = json_node_copy (gate_hub_connector_get_source (connector));
  gate_hub_remove_connector_async (cli->hub, argv[0], cli->cancellable, gate_cli_keep_result, &result);
  gate_cli_wait (cli, &result);
  g_autoptr(JsonNode) entry = gate_hub_remove_connector_finish (cli->hub, result, error);
  if (!entry)
    return FALSE;
  if (cli->json)
    {
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "connector", argv[0]);
      json_object_set_member (object, "entry", g_steal_pointer (&shown));
      gate_cli_print_json (gate_cli_json_object (object));
    }
  gate_cli_say (cli, _("Removed %s; its credentials are forgotten."), argv[0]);
  return TRUE;
}

static gboolean
secure_connector (GateCli  *cli,
                  int       argc,
                  char    **argv,
                  GError  **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  gate_hub_secure_connector_async (cli->hub, argv[0], cli->cancellable, gate_cli_keep_result, &result);
  gate_cli_wait (cli, &result);
  g_auto(GStrv) moved = gate_hub_secure_connector_finish (cli->hub, result, error);
  if (!moved)
    return FALSE;
  if (cli->json)
    {
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "connector", argv[0]);
      gate_cli_json_strv (object, "secrets", (const char * const *) moved);
      gate_cli_print_json (gate_cli_json_object (object));
    }
  for (char **where = moved; *where; where++)
    gate_cli_say (cli, _("Moved to the keyring: %s"), *where);
  if (!*moved)
    gate_cli_say (cli, _("No secret of %s stands in mcp.json."), argv[0]);
  return TRUE;
}

static gboolean
test_connector (GateCli  *cli,
                int       argc,
                char    **argv,
                GError  **error)
{
  g_autoptr(GateJob) job = gate_connect_job_new_test (cli->hub, argv[0], NULL);

  if (!gate_cli_run_job (cli, job, error))
    return FALSE;
  GateConnectJob *connect_job = GATE_CONNECT_JOB (job);
  if (cli->json)
    {
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "connector", argv[0]);
      gate_cli_json_string (object, "protocol", gate_connect_job_get_protocol (connect_job));
      json_object_set_int_member (object, "tools", gate_connect_job_get_n_tools (connect_job));
      json_object_set_int_member (object, "milliseconds", (gint64) (gate_connect_job_get_elapsed (connect_job) + 0.5));
      gate_cli_print_json (gate_cli_json_object (object));
    }
  gate_cli_say (cli, ngettext ("%s answers: protocol %s, %u tool, %.0f ms.", "%s answers: protocol %s, %u tools, %.0f ms.",
                               gate_connect_job_get_n_tools (connect_job)),
                argv[0], gate_connect_job_get_protocol (connect_job), gate_connect_job_get_n_tools (connect_job),
                gate_connect_job_get_elapsed (connect_job));
  return TRUE;
}

static const GateCliSubverb subverbs[] = {
  { "list", 0, 0, list_connectors },
  { "show", 1, 1, show_connector },
  { "add", 1, -1, add_connector },
  { "remove", 1, 1, remove_connector },
  { "test", 1, 1, test_connector },
  { "secure", 1, 1, secure_connector },
  { NULL, 0, 0, NULL },
};

const GateCliVerb gate_cli_verb_connector = {
  .name = "connector",
  .arguments = N_("[list | show NAME | add NAME ADDRESS | add NAME -- COMMAND… | remove NAME | test NAME | secure NAME]"),
  .summary = N_("List, show, add, remove, test and secure connectors"),
  .help = N_("Secrets in headers, variables and --client-secret-file go to the keyring, never to a file.\n"
             "“secure” moves secrets there that were written into mcp.json by hand."),
  .options = gate_cli_connector_options,
  .subverbs = subverbs,
};
