// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-cli-listing.h"

#include "gate-cli-json.h"

#include <glib/gi18n.h>
#include <string.h>

/* A list of a thousand tools is a hundred thousand small pieces of memory: the end of the process frees them at once. */
static void
keep_until_exit (GPtrArray *items)
{
  static GPtrArray *kept;

  if (!kept)
    kept = g_ptr_array_new ();
  g_ptr_array_add (kept, g_ptr_array_ref (items));
}

/**
 * gate_cli_list:
 * @cli: the command line, with an open hub
 * @project: a project
 * @kinds: what to list
 * @connector: (nullable): only this one
 * @account: (nullable): only this one of its accounts
 * @refresh: whether to ask the services anew
 * @error: set to what the job met
 *
 * Returns: (transfer full) (nullable): the job that has listed
 */
GateListJob *
gate_cli_list (GateCli          *cli,
               GateHubProject   *project,
               GateHubItemKind   kinds,
               const char       *connector,
               const char       *account,
               gboolean          refresh,
               GError          **error)
{
  g_autoptr(GateJob) job = gate_list_job_new (cli->hub, project, kinds, connector, account, refresh);

  if (!gate_cli_run_job (cli, job, error))
    return NULL;
  keep_until_exit (gate_list_job_get_items (GATE_LIST_JOB (job)));
  return GATE_LIST_JOB (g_steal_pointer (&job));
}

/* Once for each connector of which there is only what is remembered. */
static void
note_remembered (GateCli   *cli,
                 GPtrArray *items)
{
  const char *last = "", *last_account = "";

  for (guint i = 0; i < items->len; i++)
    {
      const char *connector = gate_hub_item_get_connector (items->pdata[i]), *account = gate_hub_item_get_account (items->pdata[i]);
      gint64 as_of = gate_hub_item_get_as_of (items->pdata[i]);

      if (as_of == 0 || (strcmp (connector, last) == 0 && strcmp (account, last_account) == 0))
        continue;
      g_autoptr(GDateTime) when = g_date_time_new_from_unix_local (as_of);
      g_autofree char *text = when ? g_date_time_format (when, "%x %X") : g_strdup ("–");
      gate_cli_note (cli, _("%s%s%s: this is its list as of %s; it cannot be used now."), connector, *account ? "/" : "", account, text);
      last = connector;
      last_account = account;
    }
}

/**
 * gate_cli_list_failures:
 * @cli: the command line
 * @job: a job that has listed
 *
 * Tells, for people, which connectors could not be listed and why, and how old it is where their last list is shown instead.
 *
 * Returns: the exit code that follows: the highest of theirs
 */
int
gate_cli_list_failures (GateCli     *cli,
                        GateListJob *job)
{
  int code = GATE_EXIT_DONE;

  if (!cli->json)
    note_remembered (cli, gate_list_job_get_items (job));
  for (guint i = 0; i < gate_list_job_get_n_failures (job); i++)
    {
      const char *connector, *account;
      const GError *failure = gate_list_job_get_failure (job, i, &connector, &account);

      if (!cli->json)
        {
          g_printerr ("%s%s%s: ", connector, *account ? "/" : "", account);
          gate_cli_fail (cli, failure);
        }
      code = MAX (code, gate_cli_exit_code (failure));
    }
  return code;
}

/**
 * gate_cli_list_failures_to_json:
 * @job: a job that has listed
 *
 * Returns: (transfer full): `[{"connector", "account", "error"}]`
 */
JsonArray *
gate_cli_list_failures_to_json (GateListJob *job)
{
  JsonArray *failures = json_array_new ();

  for (guint i = 0; i < gate_list_job_get_n_failures (job); i++)
    {
      const char *connector, *account;
      const GError *failure = gate_list_job_get_failure (job, i, &connector, &account);
      JsonObject *row = json_object_new ();

      json_object_set_string_member (row, "connector", connector);
      json_object_set_string_member (row, "account", account);
      json_object_set_member (row, "error", gate_cli_error_to_json (failure));
      json_array_add_object_element (failures, row);
    }
  return failures;
}

/**
 * gate_cli_item_to_json:
 * @item: a tool, resource, template or prompt
 *
 * Returns: (transfer full): `{"name", "connector", "account", "group", "decision", "reason", "warnings", "definition"}`; the definition is
 *   as the server sent it, and warnings are there only where its texts are suspicious
 */
JsonNode *
gate_cli_item_to_json (GateHubItem *item)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "name", gate_hub_item_get_full_name (item));
  json_object_set_string_member (object, "connector", gate_hub_item_get_connector (item));
  json_object_set_string_member (object, "account", gate_hub_item_get_account (item));
  if (gate_hub_item_get_as_of (item) > 0)
    json_object_set_int_member (object, "asOf", gate_hub_item_get_as_of (item));
  if (gate_hub_item_get_kind (item) == GATE_HUB_ITEM_TOOL)
    {
      gate_cli_json_string (object, "group", gate_hub_item_get_group (item));
      gate_cli_json_string (object, "decision", gate_hub_item_get_decision (item));
      gate_cli_json_string (object, "reason", gate_hub_item_get_reason (item));
      g_auto(GStrv) warnings = gate_hub_item_dup_warnings (item);
      if (*warnings)
        gate_cli_json_strv (object, "warnings", (const char * const *) warnings);
    }
  json_object_set_member (object, "definition", json_node_copy (gate_hub_item_get_source (item)));
  return gate_cli_json_object (object);
}
