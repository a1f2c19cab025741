// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-layers-job.h"

#include "gate-error.h"

#include "gate-hub-private.h"
#include "gate-i18n.h"
#include "gate-usage.h"
#include "gate-usage-log.h"

#include <string.h>

struct _GateLayersJob {
  GateJob         parent_instance;

  GateHub        *hub;
  GateHubProject *project;
  char           *connector; /* (nullable) */
  GHashTable     *only;      /* (nullable) (element-type utf8) */
  guint           n_pending;
  GPtrArray      *layers;    /* (element-type GateLayers) */
};

G_DEFINE_FINAL_TYPE (GateLayersJob, gate_layers_job, GATE_TYPE_JOB)

typedef struct {
  GTask      *task;
  GateLayers *layers; /* (not owned): the job's */
} Inspection;

static void
layers_free (gpointer data)
{
  GateLayers *layers = data;

  g_free (layers->connector);
  g_free (layers->account);
  g_free (layers->issuer);
  g_free (layers->scopes);
  g_free (layers);
}

static void
got_usage (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GateLayersJob *self = g_task_get_source_object (task);
  GError *error = NULL;
  g_autoptr(GPtrArray) usage = gate_usage_list_finish (GATE_STORE (source), result, &error);

  if (!usage)
    {
      g_task_return_error (task, error);
      return;
    }
  for (guint i = 0; i < usage->len; i++)
    {
      const GateUsage *row = usage->pdata[i];

      for (guint j = 0; j < self->layers->len; j++)
        {
          GateLayers *layers = self->layers->pdata[j];

          if (g_strcmp0 (row->connector, layers->connector) == 0 && g_strcmp0 (row->account, layers->account) == 0)
            {
              if (strcmp (row->tool, GATE_USAGE_SIGN_IN) != 0)
                layers->last_used = MAX (layers->last_used, row->at / G_USEC_PER_SEC);
              layers->idle_since = MAX (layers->idle_since, row->at / G_USEC_PER_SEC);
            }
        }
    }
  g_task_return_boolean (task, TRUE);
}

static void
finish_one (GTask *task)
{
  GateLayersJob *self = g_task_get_source_object (task);
  const GateUsage all = { NULL };

  if (--self->n_pending == 0)
    gate_usage_list_async (self->hub->state, &all, g_task_get_cancellable (task), got_usage, g_object_ref (task));
}

/* A keyring that cannot tell is a state, not a failure of the job. */
static const char *
state_from_error (const GError *error)
{
  if (gate_error_matches (error, GATE_ERROR_KEYRING_LOCKED) || gate_error_matches (error, GATE_ERROR_KEYRING_DISMISSED))
    return gate_sign_in_state_to_string (GATE_SIGN_IN_STATE_KEYRING_LOCKED);
  if (gate_error_matches (error, GATE_ERROR_KEYRING_ABSENT))
    return gate_sign_in_state_to_string (GATE_SIGN_IN_STATE_KEYRING_ABSENT);
  return gate_sign_in_state_to_string (GATE_SIGN_IN_STATE_SIGNED_OUT);
}

static void
got_status (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autofree Inspection *inspection = user_data;
  g_autoptr(GTask) task = inspection->task;
  GateLayers *layers = inspection->layers;
  g_autoptr(GError) error = NULL;
  g_autoptr(GateSignInStatus) status = gate_sign_in_status_finish (GATE_SIGN_IN (source), result, &error);

  layers->sign_in = status ? gate_sign_in_state_to_string (status->state) : state_from_error (error);
  if (status)
    {
      layers->issuer = g_strdup (status->issuer);
      layers->scopes = g_strdup (status->scopes);
      layers->expires = status->expires;
      layers->can_refresh = status->can_refresh;
      layers->signed_in_at = status->signed_in_at;
    }
  finish_one (task);
}

static gboolean
inspect (GTask             *task,
         GateHubConnector  *connector,
         const char        *account,
         GError           **error)
{
  GateLayersJob *self = g_task_get_source_object (task);
  const char *id = gate_hub_connector_get_id (connector);
  GateLink *link = gate_hub_get_link (self->hub, self->project, id, account, error);

  if (!link)
    return FALSE;

  GateLayers *layers = g_new0 (GateLayers, 1);
  Inspection *inspection = g_new0 (Inspection, 1);
  layers->connector = g_strdup (id);
  layers->account = g_strdup (account);
  layers->active = gate_hub_project_is_active (self->project, id, account);
  layers->locked_off = gate_hub_is_locked_off (self->hub, id);
  layers->sign_in = gate_sign_in_state_to_string (GATE_SIGN_IN_STATE_SIGNED_OUT);
  g_ptr_array_add (self->layers, layers);
  inspection->task = g_object_ref (task);
  inspection->layers = layers;
  self->n_pending++;
  gate_sign_in_status_async (gate_link_get_sign_in (link), g_task_get_cancellable (task), got_status, inspection);
  return TRUE;
}

static gboolean
is_wanted (GateLayersJob    *self,
           GateHubConnector *connector,
           const char       *account)
{
  g_autofree char *key = self->only ? gate_hub_make_key (gate_hub_connector_get_id (connector), account) : NULL;

  return !key || g_hash_table_contains (self->only, key);
}

static gboolean
inspect_accounts (GTask             *task,
                  GateHubConnector  *connector,
                  GError           **error)
{
  GateLayersJob *self = g_task_get_source_object (task);

  for (const char * const *account = gate_hub_connector_get_accounts (connector); *account; account++)
    if (is_wanted (self, connector, *account) && !inspect (task, connector, *account, error))
      return FALSE;
  return TRUE;
}

static gboolean
inspect_all (GTask    *task,
             GError  **error)
{
  GateLayersJob *self = g_task_get_source_object (task);
  GListModel *connectors = gate_hub_get_connectors (self->hub);

  if (self->connector)
    {
      GateHubConnector *connector = gate_hub_find_connector (self->hub, self->connector, error);
      return connector && inspect_accounts (task, connector, error);
    }
  for (guint i = 0; i < g_list_model_get_n_items (connectors); i++)
    {
      g_autoptr(GateHubConnector) connector = g_list_model_get_item (connectors, i);

      if (!inspect_accounts (task, connector, error))
        return FALSE;
    }
  return TRUE;
}

static void
gate_layers_job_run (GateJob *job,
                     GTask   *task)
{
  GateLayersJob *self = GATE_LAYERS_JOB (job);
  GError *error = NULL;

  self->n_pending = 1;
  if (inspect_all (task, &error))
    finish_one (task);
  else
    g_task_return_error (task, error);
}

static void
gate_layers_job_dispose (GObject *object)
{
  GateLayersJob *self = GATE_LAYERS_JOB (object);

  g_clear_object (&self->hub);
  g_clear_object (&self->project);
  g_clear_pointer (&self->connector, g_free);
  g_clear_pointer (&self->only, g_hash_table_unref);
  g_clear_pointer (&self->layers, g_ptr_array_unref);
  G_OBJECT_CLASS (gate_layers_job_parent_class)->dispose (object);
}

static void
gate_layers_job_class_init (GateLayersJobClass *klass)
{
  GATE_JOB_CLASS (klass)->run = gate_layers_job_run;
  G_OBJECT_CLASS (klass)->dispose = gate_layers_job_dispose;
}

static void
gate_layers_job_init (GateLayersJob *self)
{
  self->layers = g_ptr_array_new_with_free_func (layers_free);
}

/**
 * gate_layers_are_unused:
 * @layers: of an account
 *
 * Returns: whether it is signed in though nothing was used for %GATE_UNUSED_DAYS days
 */
gboolean
gate_layers_are_unused (const GateLayers *layers)
{
  gint64 limit = g_get_real_time () / G_USEC_PER_SEC - (gint64) GATE_UNUSED_DAYS * 24 * 60 * 60;

  return strcmp (layers->sign_in, gate_sign_in_state_to_string (GATE_SIGN_IN_STATE_SIGNED_IN)) == 0 && layers->idle_since > 0 &&
         layers->idle_since < limit;
}

/**
 * gate_layers_job_new:
 * @hub: an open hub
 * @project: a project
 * @connector: (nullable): only this one
 *
 * Returns: (transfer full): a job that has not run
 */
GateJob *
gate_layers_job_new (GateHub        *hub,
                     GateHubProject *project,
                     const char     *connector)
{
  GateLayersJob *self = g_object_new (GATE_TYPE_LAYERS_JOB, NULL);

  self->hub = g_object_ref (hub);
  self->project = g_object_ref (project);
  self->connector = g_strdup (connector);
  gate_job_set_title (GATE_JOB (self), _("Looking up the layers"));
  return GATE_JOB (self);
}

/**
 * gate_layers_job_set_only:
 * @self: a job that has not run
 * @keys: (nullable) (element-type utf8): of accounts, as gate_hub_make_key() writes them
 *
 * Leaves out all others.
 */
void
gate_layers_job_set_only (GateLayersJob *self,
                          GHashTable    *keys)
{
  g_return_if_fail (GATE_IS_LAYERS_JOB (self));
  g_clear_pointer (&self->only, g_hash_table_unref);
  self->only = keys ? g_hash_table_ref (keys) : NULL;
}

/**
 * gate_layers_job_get_n_layers:
 * @self: a job that has run
 *
 * Returns: how many accounts of connectors there are
 */
guint
gate_layers_job_get_n_layers (GateLayersJob *self)
{
  g_return_val_if_fail (GATE_IS_LAYERS_JOB (self), 0);
  return self->layers->len;
}

/**
 * gate_layers_job_get_layers:
 * @self: a job that has run
 * @index: which one
 *
 * Returns: (transfer none): its three layers
 */
const GateLayers *
gate_layers_job_get_layers (GateLayersJob *self,
                            guint          index)
{
  g_return_val_if_fail (GATE_IS_LAYERS_JOB (self) && index < self->layers->len, NULL);
  return self->layers->pdata[index];
}
