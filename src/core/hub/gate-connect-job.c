// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-connect-job.h"

#include "gate-error.h"
#include "gate-hub-private.h"
#include "gate-i18n.h"
#include "gate-json.h"
#include "gate-sample-starter.h"

#include <string.h>

struct _GateConnectJob {
  GateJob         parent_instance;

  GateHub        *hub;
  char           *connector;
  char           *account;   /* (nullable) */
  GateHubProject *project;   /* (nullable) */
  gboolean        read_only;
  gboolean        again;
  gboolean        test;
  GateConnector  *trial;     /* (owned) (nullable): is tested without being added */

  GateLink       *link;
  gboolean        asking;    /* the person may be asked because of it */
  gint64          started_at;
  gint64          connected_at;
  guint           n_tools;
  char           *protocol;
  char           *scopes;
  gboolean        persisted;
  GError         *keyring_error;
  double          elapsed;
};

G_DEFINE_FINAL_TYPE (GateConnectJob, gate_connect_job, GATE_TYPE_JOB)

static void
stop_asking (GateConnectJob *self)
{
  if (self->asking)
    {
      gate_link_end_asking (self->link);
      gate_sign_in_set_again (gate_link_get_sign_in (self->link), FALSE);
      gate_sign_in_set_project (gate_link_get_sign_in (self->link), NULL);
    }
  self->asking = FALSE;
}

static void
end_job (GTask  *task,
         GError *error)
{
  GateConnectJob *self = g_task_get_source_object (task);

  stop_asking (self);
  /* Nothing of a trial goes on when its result is there. */
  if (self->trial && self->link)
    gate_link_close_async (self->link, NULL, NULL, NULL);
  if (error)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
  g_object_unref (task);
}

static void
did_activate (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  GError *error = NULL;

  gate_hub_set_active_finish (GATE_HUB (source), result, &error);
  end_job (user_data, error);
}

static void
activate (GTask *task)
{
  GateConnectJob *self = g_task_get_source_object (task);

  if (!self->project)
    end_job (task, NULL);
  else
    gate_hub_set_active_async (self->hub, self->project, self->connector, self->account, TRUE, g_task_get_cancellable (task),
                               did_activate, task);
}

static void
got_status (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  GTask *task = user_data;
  GateConnectJob *self = g_task_get_source_object (task);
  g_autoptr(GError) error = NULL;
  g_autoptr(GateSignInStatus) status = gate_sign_in_status_finish (GATE_SIGN_IN (source), result, &error);

  if (status)
    self->scopes = g_strdup (status->scopes);
  self->persisted = gate_sign_in_get_persisted (GATE_SIGN_IN (source));
  if (!self->persisted)
    {
      const GError *why = gate_sign_in_get_keyring_error (GATE_SIGN_IN (source));
      self->keyring_error = why ? g_error_copy (why) : g_steal_pointer (&error);
    }
  if (!self->test)
    gate_usage_log_note (self->hub->usage, self->connector, gate_link_get_account (self->link), "", GATE_USAGE_SIGN_IN);
  activate (task);
}

static void
did_list (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  GTask *task = user_data;
  GateConnectJob *self = g_task_get_source_object (task);
  GError *error = NULL;
  g_autoptr(GPtrArray) tools = gate_mcp_client_list_finish (GATE_MCP_CLIENT (source), result, &error);

  if (!tools)
    {
      end_job (task, error);
      return;
    }
  self->n_tools = tools->len;
  self->protocol = g_strdup (gate_mcp_client_get_protocol_version (GATE_MCP_CLIENT (source)));
  self->elapsed = (double) (g_get_monotonic_time () - (self->test ? self->started_at : self->connected_at)) / 1000.0;
  gate_sign_in_status_async (gate_link_get_sign_in (self->link), g_task_get_cancellable (task), got_status, task);
}

static void
did_ensure (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  GTask *task = user_data;
  GateConnectJob *self = g_task_get_source_object (task);
  GError *error = NULL;
  GateMcpClient *client = gate_link_ensure_finish (GATE_LINK (source), result, &error);

  if (!client)
    {
      end_job (task, error);
      return;
    }
  self->connected_at = g_get_monotonic_time ();
  gate_job_report (GATE_JOB (self), -1, _("Listing its tools"));
  gate_mcp_client_list_async (client, GATE_MCP_LIST_TOOLS, TRUE, g_task_get_cancellable (task), did_list, task);
}

static void
did_begin (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  GTask *task = user_data;
  GateConnectJob *self = g_task_get_source_object (task);
  GError *error = NULL;

  if (!gate_sign_in_begin_finish (GATE_SIGN_IN (source), result, &error))
    {
      end_job (task, error);
      return;
    }
  gate_job_report (GATE_JOB (self), -1, _("Connecting"));
  gate_link_ensure_async (self->link, FALSE, g_task_get_cancellable (task), did_ensure, task);
}

/* The name of the project that it is turned on in; NULL where it is on already. */
static const char *
get_new_project (GateConnectJob *self)
{
  if (!self->project || gate_hub_project_is_active (self->project, self->connector, self->account))
    return NULL;
  return gate_hub_project_get_label (self->project);
}

static void
start_link (GTask *task)
{
  GateConnectJob *self = g_task_get_source_object (task);
  GError *error = NULL;
  GateLink *link = self->trial ? gate_hub_new_trial_link (self->hub, self->trial)
                               : gate_hub_get_link (self->hub, self->project, self->connector, self->account, &error);

  if (!link)
    {
      end_job (task, error);
      return;
    }
  self->link = self->trial ? link : g_object_ref (link);
  self->started_at = g_get_monotonic_time ();
  if (self->test)
    {
      gate_link_ensure_async (link, FALSE, g_task_get_cancellable (task), did_ensure, task);
      return;
    }
  self->asking = TRUE;
  gate_link_begin_asking (link);
  gate_sign_in_set_again (gate_link_get_sign_in (link), self->again);
  gate_sign_in_set_project (gate_link_get_sign_in (link), get_new_project (self));
  gate_sign_in_set_read_only (gate_link_get_sign_in (link), self->read_only || gate_hub_get_read_only (self->hub, self->connector, NULL));
  gate_sign_in_begin_async (gate_link_get_sign_in (link), g_task_get_cancellable (task), did_begin, task);
}

static void
did_add_sample (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  GTask *task = user_data;
  GError *error = NULL;
  g_autoptr(GateHubConnector) connector = gate_hub_add_connector_finish (GATE_HUB (source), result, NULL, &error);

  if (connector)
    start_link (task);
  else
    end_job (task, error);
}

static void
did_start_sample (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  GTask *task = user_data;
  GateConnectJob *self = g_task_get_source_object (task);
  GError *error = NULL;
  g_autofree char *address = gate_sample_start_finish (result, &error);

  if (!address)
    {
      end_job (task, error);
      return;
    }

  JsonObject *entry = json_object_new ();
  JsonObject *own = json_object_new ();
  json_object_set_string_member (entry, "type", "http");
  json_object_set_string_member (entry, "url", address);
  json_object_set_string_member (own, "label", _("Sample Workspace"));
  json_object_set_boolean_member (own, "sample", TRUE);
  json_object_set_object_member (entry, "gatehouse", own);
  g_autoptr(JsonNode) node = gate_json_take_object (entry);
  gate_hub_add_connector_async (self->hub, GATE_SAMPLE_ID, node, FALSE, g_task_get_cancellable (task), did_add_sample, task);
}

static void
gate_connect_job_run (GateJob *job,
                      GTask   *task)
{
  GateConnectJob *self = GATE_CONNECT_JOB (job);

  g_object_ref (task);
  if (strcmp (self->connector, GATE_SAMPLE_ID) == 0 && !self->test && !gate_hub_find_connector (self->hub, GATE_SAMPLE_ID, NULL))
    {
      gate_job_report (job, -1, _("Starting Sample Workspace"));
      gate_sample_start_async (g_task_get_cancellable (task), did_start_sample, task);
    }
  else
    start_link (task);
}

static void
gate_connect_job_dispose (GObject *object)
{
  GateConnectJob *self = GATE_CONNECT_JOB (object);

  g_clear_object (&self->hub);
  g_clear_object (&self->project);
  g_clear_object (&self->link);
  g_clear_object (&self->trial);
  g_clear_pointer (&self->connector, g_free);
  g_clear_pointer (&self->account, g_free);
  g_clear_pointer (&self->protocol, g_free);
  g_clear_pointer (&self->scopes, g_free);
  g_clear_error (&self->keyring_error);
  G_OBJECT_CLASS (gate_connect_job_parent_class)->dispose (object);
}

static void
gate_connect_job_class_init (GateConnectJobClass *klass)
{
  GATE_JOB_CLASS (klass)->run = gate_connect_job_run;
  G_OBJECT_CLASS (klass)->dispose = gate_connect_job_dispose;
}

static void
gate_connect_job_init (GateConnectJob *self)
{
  self->persisted = TRUE;
}

/**
 * gate_connect_job_new:
 * @hub: an open hub
 * @connector: a connector's id; `sample` is added where it is missing
 * @account: (nullable): one of its accounts
 * @project: (nullable): where to turn it on
 * @read_only: whether to ask for reading only
 *
 * Returns: (transfer full): a job that has not run
 */
GateJob *
gate_connect_job_new (GateHub        *hub,
                      const char     *connector,
                      const char     *account,
                      GateHubProject *project,
                      gboolean        read_only)
{
  GateConnectJob *self = g_object_new (GATE_TYPE_CONNECT_JOB, NULL);

  self->hub = g_object_ref (hub);
  self->connector = g_strdup (connector);
  self->account = g_strdup (account);
  self->project = project ? g_object_ref (project) : NULL;
  self->read_only = read_only;
  gate_job_set_title (GATE_JOB (self), _("Connecting"));
  return GATE_JOB (self);
}

/**
 * gate_connect_job_new_test:
 * @hub: an open hub
 * @connector: a connector's id
 * @account: (nullable): one of its accounts
 *
 * Connects with what is there, asks nobody to sign in, and changes nothing.
 *
 * Returns: (transfer full): a job that has not run
 */
GateJob *
gate_connect_job_new_test (GateHub    *hub,
                           const char *connector,
                           const char *account)
{
  GateJob *job = gate_connect_job_new (hub, connector, account, NULL, FALSE);

  GATE_CONNECT_JOB (job)->test = TRUE;
  gate_job_set_title (job, _("Testing the connection"));
  return job;
}

/**
 * gate_connect_job_new_trial:
 * @hub: an open hub
 * @id: what the connector would be called
 * @entry: the entry, with its secrets still in it
 * @error: set to %GATE_ERROR_INVALID: why it could not be added either
 *
 * Tests an entry without adding it: nothing is written, and its secrets stay in memory.
 *
 * Returns: (transfer full) (nullable): a job that has not run
 */
GateJob *
gate_connect_job_new_trial (GateHub     *hub,
                            const char  *id,
                            JsonNode    *entry,
                            GError     **error)
{
  g_autoptr(GateConnector) connector = gate_hub_check_entry (hub, id, entry, FALSE, error);
  GateJob *job;

  if (!connector)
    return NULL;
  job = gate_connect_job_new_test (hub, id, NULL);
  GATE_CONNECT_JOB (job)->trial = g_steal_pointer (&connector);
  return job;
}

/**
 * gate_connect_job_set_again:
 * @self: a job that has not run
 * @again: whether to sign in also where a sign-in still works
 *
 * For a sign-in that is about to end and that nothing renews. The old one stands until there is a new one.
 */
void
gate_connect_job_set_again (GateConnectJob *self,
                            gboolean        again)
{
  g_return_if_fail (GATE_IS_CONNECT_JOB (self));
  self->again = again;
}

/**
 * gate_connect_job_get_n_tools:
 * @self: a job that has run
 *
 * Returns: how many tools the server lists
 */
guint
gate_connect_job_get_n_tools (GateConnectJob *self)
{
  g_return_val_if_fail (GATE_IS_CONNECT_JOB (self), 0);
  return self->n_tools;
}

/**
 * gate_connect_job_get_protocol:
 * @self: a job that has run
 *
 * Returns: (nullable): the MCP revision that was agreed on, "2025-11-25"
 */
const char *
gate_connect_job_get_protocol (GateConnectJob *self)
{
  g_return_val_if_fail (GATE_IS_CONNECT_JOB (self), NULL);
  return self->protocol;
}

/**
 * gate_connect_job_get_scopes:
 * @self: a job that has run
 *
 * Returns: (nullable): the scopes that were granted, separated by spaces
 */
const char *
gate_connect_job_get_scopes (GateConnectJob *self)
{
  g_return_val_if_fail (GATE_IS_CONNECT_JOB (self), NULL);
  return self->scopes;
}

/**
 * gate_connect_job_get_persisted:
 * @self: a job that has run
 *
 * Returns: %FALSE when the sign-in could not be kept in a keyring and ends with this process
 */
gboolean
gate_connect_job_get_persisted (GateConnectJob *self)
{
  g_return_val_if_fail (GATE_IS_CONNECT_JOB (self), FALSE);
  return self->persisted;
}

/**
 * gate_connect_job_get_keyring_error:
 * @self: a job that has run
 *
 * Returns: (transfer none) (nullable): why the sign-in could not be kept
 */
const GError *
gate_connect_job_get_keyring_error (GateConnectJob *self)
{
  g_return_val_if_fail (GATE_IS_CONNECT_JOB (self), NULL);
  return self->keyring_error;
}

/**
 * gate_connect_job_get_elapsed:
 * @self: a job that has run
 *
 * Returns: milliseconds: of a test, connecting and listing; else listing alone, since the rest waited for the person
 */
double
gate_connect_job_get_elapsed (GateConnectJob *self)
{
  g_return_val_if_fail (GATE_IS_CONNECT_JOB (self), 0);
  return self->elapsed;
}
