// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-list-job.h"

#include "gate-error.h"
#include "gate-hub-private.h"
#include "gate-i18n.h"
#include "gate-judge.h"
#include "gate-roster.h"

typedef struct {
  char   *connector;
  char   *account;
  GError *error;
} Failure;

struct _GateListJob {
  GateJob          parent_instance;

  GateHub         *hub;
  GateHubProject  *project;
  GateHubItemKind  kinds;
  char            *connector; /* (nullable) */
  char            *account;   /* (nullable) */
  gboolean         refresh;
  gboolean         offline;

  guint            n_links;
  guint            n_pending;
  GPtrArray       *rosters;  /* (element-type GateRoster) in the order of the links; NULL where it failed */
  GPtrArray       *failures; /* (element-type Failure) */
  GPtrArray       *items;    /* (element-type GateHubItem) */
  char           **notes;
};

G_DEFINE_FINAL_TYPE (GateListJob, gate_list_job, GATE_TYPE_JOB)

typedef struct {
  GTask    *task;
  GateLink *link;
  guint     index;
} Listing;

static void
failure_free (gpointer data)
{
  Failure *failure = data;

  g_free (failure->connector);
  g_free (failure->account);
  g_error_free (failure->error);
  g_free (failure);
}

static void
free_roster (gpointer data)
{
  gate_roster_unref (data);
}

static void
finish_listing (GateListJob *self,
                GTask       *task)
{
  g_autoptr(GPtrArray) rosters = g_ptr_array_new ();
  g_autoptr(GStrvBuilder) notes = g_strv_builder_new ();

  for (guint i = 0; i < self->rosters->len; i++)
    {
      GateRoster *roster = self->rosters->pdata[i];

      if (!roster)
        continue;
      g_ptr_array_add (rosters, roster);
      if (roster->notes)
        g_strv_builder_addv (notes, (const char **) roster->notes);
    }
  self->notes = g_strv_builder_end (notes);
  self->items = gate_judge_items (self->hub, self->project, rosters);
  if (!g_task_return_error_if_cancelled (task))
    g_task_return_boolean (task, TRUE);
}

/* Counted from one: the last to finish, be it the starting itself, ends the job. */
static void
finish_one (GateListJob *self,
            GTask       *task)
{
  if (--self->n_pending == 0)
    finish_listing (self, task);
  else if (self->n_links > 1)
    gate_job_report (GATE_JOB (self), 1.0 - (double) self->n_pending / self->n_links, NULL);
}

static void
end_listing (Listing *listing)
{
  g_autoptr(GTask) task = listing->task;

  g_object_unref (listing->link);
  g_free (listing);
  finish_one (g_task_get_source_object (task), task);
}

static void
did_recall (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  Listing *listing = user_data;
  GateListJob *self = g_task_get_source_object (listing->task);

  self->rosters->pdata[listing->index] = gate_roster_recall_finish (result, NULL);
  end_listing (listing);
}

static void
recall (Listing *listing)
{
  GateListJob *self = g_task_get_source_object (listing->task);

  gate_roster_recall_async (listing->link, self->hub->state, self->kinds, g_task_get_cancellable (listing->task), did_recall, listing);
}

static void
got_roster (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  Listing *listing = user_data;
  GateListJob *self = g_task_get_source_object (listing->task);
  GError *error = NULL;
  GateRoster *roster = gate_roster_take_finish (result, &error);

  if (roster)
    {
      self->rosters->pdata[listing->index] = roster;
      end_listing (listing);
      return;
    }

  /* What a server that cannot be reached listed before is worth knowing; what one lists that wants a sign-in is not for everybody. */
  gboolean away = gate_error_get_layer (error) == GATE_LAYER_NETWORK || gate_error_get_layer (error) == GATE_LAYER_SERVICE;
  Failure *failure = g_new0 (Failure, 1);
  failure->connector = g_strdup (gate_connector_get_id (gate_link_get_connector (listing->link)));
  failure->account = g_strdup (gate_link_get_account (listing->link));
  failure->error = error;
  g_ptr_array_add (self->failures, failure);
  if (away)
    recall (listing);
  else
    end_listing (listing);
}

static void
gate_list_job_run (GateJob *job,
                   GTask   *task)
{
  GateListJob *self = GATE_LIST_JOB (job);
  GError *error = NULL;
  g_autoptr(GPtrArray) links = gate_hub_dup_links (self->hub, self->project, self->connector, self->account, &error);

  if (!links)
    {
      g_task_return_error (task, error);
      return;
    }
  self->n_links = links->len;
  self->n_pending = 1;
  g_ptr_array_set_size (self->rosters, (int) links->len);
  for (guint i = 0; i < links->len; i++)
    {
      Listing *listing = g_new0 (Listing, 1);

      listing->task = g_object_ref (task);
      listing->link = g_object_ref (links->pdata[i]);
      listing->index = i;
      self->n_pending++;
      if (self->offline)
        recall (listing);
      else
        gate_roster_take_async (listing->link, self->hub->state, self->kinds, self->refresh, gate_hub_is_interactive (self->hub),
                                g_task_get_cancellable (task), got_roster, listing);
    }
  finish_one (self, task);
}

static void
gate_list_job_dispose (GObject *object)
{
  GateListJob *self = GATE_LIST_JOB (object);

  g_clear_object (&self->hub);
  g_clear_object (&self->project);
  g_clear_pointer (&self->rosters, g_ptr_array_unref);
  g_clear_pointer (&self->failures, g_ptr_array_unref);
  g_clear_pointer (&self->items, g_ptr_array_unref);
  g_clear_pointer (&self->notes, g_strfreev);
  g_clear_pointer (&self->connector, g_free);
  g_clear_pointer (&self->account, g_free);
  G_OBJECT_CLASS (gate_list_job_parent_class)->dispose (object);
}

static void
gate_list_job_class_init (GateListJobClass *klass)
{
  GATE_JOB_CLASS (klass)->run = gate_list_job_run;
  G_OBJECT_CLASS (klass)->dispose = gate_list_job_dispose;
}

static void
gate_list_job_init (GateListJob *self)
{
  self->rosters = g_ptr_array_new_with_free_func (free_roster);
  self->failures = g_ptr_array_new_with_free_func (failure_free);
}

/**
 * gate_list_job_new:
 * @hub: an open hub
 * @project: a project
 * @kinds: what to list
 * @connector: (nullable): only this one, whether it is on or not; %NULL: all that are on
 * @account: (nullable): only this one of its accounts
 * @refresh: whether to ask past the cache
 *
 * Returns: (transfer full): a job that has not run
 */
GateJob *
gate_list_job_new (GateHub         *hub,
                   GateHubProject  *project,
                   GateHubItemKind  kinds,
                   const char      *connector,
                   const char      *account,
                   gboolean         refresh)
{
  GateListJob *self = g_object_new (GATE_TYPE_LIST_JOB, NULL);

  self->hub = g_object_ref (hub);
  self->project = g_object_ref (project);
  self->kinds = kinds;
  self->connector = g_strdup (connector);
  self->account = g_strdup (account);
  self->refresh = refresh;
  gate_job_set_title (GATE_JOB (self), _("Listing"));
  return GATE_JOB (self);
}

/**
 * gate_list_job_set_offline:
 * @self: a job that has not run
 * @offline: whether to give only what is remembered of the last time
 *
 * With it nothing is connected, nobody is asked, and what is not remembered is left out without a failure.
 */
void
gate_list_job_set_offline (GateListJob *self,
                           gboolean     offline)
{
  g_return_if_fail (GATE_IS_LIST_JOB (self));
  self->offline = offline;
}

/**
 * gate_list_job_get_items:
 * @self: a job that has run
 *
 * Returns: (transfer none) (element-type GateHubItem): what there is, by connector and as the server lists
 */
GPtrArray *
gate_list_job_get_items (GateListJob *self)
{
  g_return_val_if_fail (GATE_IS_LIST_JOB (self), NULL);
  return self->items;
}

/**
 * gate_list_job_get_n_failures:
 * @self: a job that has run
 *
 * Returns: how many connectors could not be listed
 */
guint
gate_list_job_get_n_failures (GateListJob *self)
{
  g_return_val_if_fail (GATE_IS_LIST_JOB (self), 0);
  return self->failures->len;
}

/**
 * gate_list_job_get_failure:
 * @self: a job that has run
 * @index: which one
 * @connector: (out) (optional) (transfer none): the connector's id
 * @account: (out) (optional) (transfer none): the account's id
 *
 * Returns: (transfer none): why it could not be listed
 */
const GError *
gate_list_job_get_failure (GateListJob  *self,
                           guint         index,
                           const char  **connector,
                           const char  **account)
{
  g_return_val_if_fail (GATE_IS_LIST_JOB (self) && index < self->failures->len, NULL);
  const Failure *failure = self->failures->pdata[index];

  if (connector)
    *connector = failure->connector;
  if (account)
    *account = failure->account;
  return failure->error;
}

/**
 * gate_list_job_get_notes:
 * @self: a job that has run
 *
 * Returns: (transfer none) (array zero-terminated=1): sentences about tools that were left out
 */
const char * const *
gate_list_job_get_notes (GateListJob *self)
{
  g_return_val_if_fail (GATE_IS_LIST_JOB (self), NULL);
  return (const char * const *) self->notes;
}
