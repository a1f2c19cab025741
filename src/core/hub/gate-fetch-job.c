// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-fetch-job.h"

#include "gate-error.h"
#include "gate-hub-arguments.h"
#include "gate-hub-private.h"
#include "gate-i18n.h"
#include "gate-judge.h"
#include "gate-roster.h"

#include <string.h>

struct _GateFetchJob {
  GateJob          parent_instance;

  GateHub         *hub;
  GateHubProject  *project;
  gboolean         is_prompt;
  char            *connector; /* (nullable) */
  char            *account;   /* (nullable) */
  char            *name;      /* the resource's URI, or the prompt's full name */
  JsonObject      *arguments; /* (nullable) */
  char           **words;     /* (nullable) */

  GPtrArray       *links;     /* (element-type GateLink): where it may be, not yet asked from index on */
  guint            index;
  GPtrArray       *rosters;   /* (element-type GateRoster) */
  GateLink        *asked;     /* (owned) (nullable): the one that was asked for it */
  GError          *failure;   /* (nullable): of the first connector that could not be asked */
  JsonNode        *result;
};

G_DEFINE_FINAL_TYPE (GateFetchJob, gate_fetch_job, GATE_TYPE_JOB)

static void
free_roster (gpointer data)
{
  gate_roster_unref (data);
}

static void
end_job (GTask  *task,
         GError *error)
{
  if (error)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
  g_object_unref (task);
}

/* It may be that the person must sign in for it, and wants to. */
static void
begin_asking (GateFetchJob *self,
              GateLink     *link)
{
  g_set_object (&self->asked, link);
  if (self->hub->flags & GATE_HUB_CALLS_SIGN_IN)
    gate_link_begin_asking (link);
}

static void
end_asking (GateFetchJob *self,
            const GError *error)
{
  if (self->hub->flags & GATE_HUB_CALLS_SIGN_IN)
    gate_link_end_asking (self->asked);
  gate_hub_note_failure (self->hub, self->asked, error);
}

static void
did_read (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  GateFetchJob *self = g_task_get_source_object (user_data);
  GError *error = NULL;

  self->result = gate_mcp_client_read_resource_finish (GATE_MCP_CLIENT (source), result, &error);
  end_asking (self, error);
  end_job (user_data, error);
}

static void
did_get (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  GateFetchJob *self = g_task_get_source_object (user_data);
  GError *error = NULL;

  self->result = gate_mcp_client_get_prompt_finish (GATE_MCP_CLIENT (source), result, &error);
  end_asking (self, error);
  end_job (user_data, error);
}

static void
fetch_from (GTask    *task,
            GateLink *link)
{
  GateFetchJob *self = g_task_get_source_object (task);

  g_free (self->connector);
  self->connector = g_strdup (gate_connector_get_id (gate_link_get_connector (link)));
  gate_job_report (GATE_JOB (self), -1, _("Reading…"));
  gate_usage_log_note (self->hub->usage, self->connector, gate_link_get_account (link), gate_hub_project_get_id (self->project),
                       GATE_USAGE_RESOURCE);
  begin_asking (self, link);
  gate_mcp_client_read_resource_async (gate_link_get_client (link), self->name, g_task_get_cancellable (task), did_read, task);
}

static gboolean
roster_has_uri (GateRoster *roster,
                const char *uri)
{
  for (guint i = 0; i < roster->objects->len; i++)
    {
      GObject *object = roster->objects->pdata[i];

      if (GATE_IS_MCP_RESOURCE (object) && strcmp (gate_mcp_resource_get_uri (GATE_MCP_RESOURCE (object)), uri) == 0)
        return TRUE;
      if (!GATE_IS_MCP_TEMPLATE (object))
        continue;

      /* A template's literal beginning is enough to choose a server by; whether the address is there is the server's to say. */
      const char *template = gate_mcp_template_get_uri_template (GATE_MCP_TEMPLATE (object));
      gsize literal = strcspn (template, "{");
      if (literal > 0 && strncmp (template, uri, literal) == 0)
        return TRUE;
    }
  return FALSE;
}

static GError *
new_unknown (GateFetchJob *self)
{
  GError *error = self->is_prompt ? gate_error_new (GATE_ERROR_NOT_FOUND, GATE_LAYER_NONE, _("Look at the list of the prompts."),
                                                    _("No connector that is on in this project has a prompt “%s”"), self->name)
                                  : gate_error_new (GATE_ERROR_NOT_FOUND, GATE_LAYER_NONE, _("Look at the list of the resources."),
                                                    _("No connector that is on in this project has the resource “%s”"), self->name);

  gate_error_set_terminal_remedy (error, self->is_prompt ? _("See: gatehousectl prompt list") : _("See: gatehousectl resource list"));
  return error;
}

static void
find_prompt (GTask *task)
{
  GateFetchJob *self = g_task_get_source_object (task);
  g_autoptr(GPtrArray) items = gate_judge_items (self->hub, self->project, self->rosters);
  GError *error = NULL;

  for (guint i = 0; i < items->len; i++)
    {
      GateHubItem *item = items->pdata[i];

      if (strcmp (gate_hub_item_get_full_name (item), self->name) != 0)
        continue;
      if (self->words)
        self->arguments = gate_hub_parse_arguments (item, (const char * const *) self->words, &error);
      g_autoptr(GateForm) form = error ? NULL : gate_hub_item_dup_form (item, &error);
      GateLink *link = error ? NULL : gate_hub_get_link (self->hub, self->project, gate_hub_item_get_connector (item),
                                                         gate_hub_item_get_account (item), &error);
      if (!link || !gate_form_validate (form, self->arguments, &error))
        {
          end_job (task, error);
          return;
        }
      self->connector = g_strdup (gate_hub_item_get_connector (item));
      gate_usage_log_note (self->hub->usage, self->connector, gate_link_get_account (link), gate_hub_project_get_id (self->project),
                           GATE_USAGE_PROMPT);
      begin_asking (self, link);
      gate_mcp_client_get_prompt_async (gate_link_get_client (link), gate_hub_item_get_name (item), self->arguments,
                                        g_task_get_cancellable (task), did_get, task);
      return;
    }
  end_job (task, self->failure ? g_steal_pointer (&self->failure)
                               : new_unknown (self));
}

static void ask_next (GTask *task);

static void
got_roster (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  GTask *task = user_data;
  GateFetchJob *self = g_task_get_source_object (task);
  g_autoptr(GError) error = NULL;
  GateRoster *roster = gate_roster_take_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      end_job (task, g_steal_pointer (&error));
      return;
    }
  gate_hub_note_failure (self->hub, self->links->pdata[self->index], error);
  if (roster)
    g_ptr_array_add (self->rosters, roster);
  else if (!self->failure)
    self->failure = g_steal_pointer (&error);
  if (roster && !self->is_prompt && roster_has_uri (roster, self->name))
    {
      fetch_from (task, roster->link);
      return;
    }
  self->index++;
  ask_next (task);
}

/* One server after the other: the first that has the address is asked, and no other learns of it. */
static void
ask_next (GTask *task)
{
  GateFetchJob *self = g_task_get_source_object (task);
  GateHubItemKind kinds = self->is_prompt ? GATE_HUB_ITEM_PROMPT : GATE_HUB_ITEM_RESOURCE | GATE_HUB_ITEM_TEMPLATE;

  if (self->index < self->links->len)
    gate_roster_take_async (self->links->pdata[self->index], self->hub->state, kinds, FALSE, gate_hub_is_interactive (self->hub),
                            g_task_get_cancellable (task), got_roster, task);
  else if (self->is_prompt)
    find_prompt (task);
  else if (self->connector && self->rosters->len > 0)
    fetch_from (task, ((GateRoster *) self->rosters->pdata[0])->link);
  else
    end_job (task, self->failure ? g_steal_pointer (&self->failure)
                                 : new_unknown (self));
}

static void
gate_fetch_job_run (GateJob *job,
                    GTask   *task)
{
  GateFetchJob *self = GATE_FETCH_JOB (job);
  GError *error = NULL;

  if (self->connector && !gate_hub_check_active (self->hub, self->project, self->connector, self->account, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  self->links = self->is_prompt ? gate_judge_candidates (self->hub, self->project, self->name, &error)
                                : gate_hub_dup_links (self->hub, self->project, self->connector, self->account, &error);
  if (!self->links)
    g_task_return_error (task, error);
  else
    ask_next (g_object_ref (task));
}

static void
gate_fetch_job_dispose (GObject *object)
{
  GateFetchJob *self = GATE_FETCH_JOB (object);

  g_clear_object (&self->hub);
  g_clear_object (&self->project);
  g_clear_pointer (&self->links, g_ptr_array_unref);
  g_clear_pointer (&self->rosters, g_ptr_array_unref);
  g_clear_object (&self->asked);
  g_clear_pointer (&self->arguments, json_object_unref);
  g_clear_pointer (&self->words, g_strfreev);
  g_clear_pointer (&self->result, json_node_unref);
  g_clear_pointer (&self->connector, g_free);
  g_clear_pointer (&self->account, g_free);
  g_clear_pointer (&self->name, g_free);
  g_clear_error (&self->failure);
  G_OBJECT_CLASS (gate_fetch_job_parent_class)->dispose (object);
}

static void
gate_fetch_job_class_init (GateFetchJobClass *klass)
{
  GATE_JOB_CLASS (klass)->run = gate_fetch_job_run;
  G_OBJECT_CLASS (klass)->dispose = gate_fetch_job_dispose;
}

static void
gate_fetch_job_init (GateFetchJob *self)
{
  self->rosters = g_ptr_array_new_with_free_func (free_roster);
}

/**
 * gate_fetch_job_new_resource:
 * @hub: an open hub
 * @project: a project
 * @connector: (nullable): whose it is; %NULL: of the first that is on and lists it
 * @account: (nullable): one of its accounts
 * @uri: the resource's address
 *
 * Returns: (transfer full): a job that has not run
 */
GateJob *
gate_fetch_job_new_resource (GateHub        *hub,
                             GateHubProject *project,
                             const char     *connector,
                             const char     *account,
                             const char     *uri)
{
  GateFetchJob *self = g_object_new (GATE_TYPE_FETCH_JOB, NULL);

  self->hub = g_object_ref (hub);
  self->project = g_object_ref (project);
  self->connector = g_strdup (connector);
  self->account = g_strdup (account);
  self->name = g_strdup (uri);
  gate_job_set_title (GATE_JOB (self), _("Reading a resource"));
  return GATE_JOB (self);
}

/**
 * gate_fetch_job_new_prompt:
 * @hub: an open hub
 * @project: a project
 * @full_name: `connector__prompt`
 * @arguments: (nullable): its arguments, strings
 *
 * Returns: (transfer full): a job that has not run
 */
GateJob *
gate_fetch_job_new_prompt (GateHub        *hub,
                           GateHubProject *project,
                           const char     *full_name,
                           JsonObject     *arguments)
{
  GateFetchJob *self = g_object_new (GATE_TYPE_FETCH_JOB, NULL);

  self->hub = g_object_ref (hub);
  self->project = g_object_ref (project);
  self->is_prompt = TRUE;
  self->name = g_strdup (full_name);
  self->arguments = arguments ? json_object_ref (arguments) : json_object_new ();
  gate_job_set_title (GATE_JOB (self), _("Getting a prompt"));
  return GATE_JOB (self);
}

/**
 * gate_fetch_job_set_words:
 * @self: a job that has not run
 * @words: (array zero-terminated=1): "key=value" words, instead of arguments
 */
void
gate_fetch_job_set_words (GateFetchJob       *self,
                          const char * const *words)
{
  g_return_if_fail (GATE_IS_FETCH_JOB (self));
  g_strfreev (self->words);
  self->words = g_strdupv ((char **) words);
  g_clear_pointer (&self->arguments, json_object_unref);
}

/**
 * gate_fetch_job_get_result:
 * @self: a job that has run
 *
 * Returns: (transfer none): the ReadResourceResult or GetPromptResult
 */
JsonNode *
gate_fetch_job_get_result (GateFetchJob *self)
{
  g_return_val_if_fail (GATE_IS_FETCH_JOB (self), NULL);
  return self->result;
}

/**
 * gate_fetch_job_get_connector:
 * @self: a job that has run
 *
 * Returns: (nullable): the connector that answered
 */
const char *
gate_fetch_job_get_connector (GateFetchJob *self)
{
  g_return_val_if_fail (GATE_IS_FETCH_JOB (self), NULL);
  return self->connector;
}
