// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-import-job.h"

#include "gate-error.h"
#include "gate-hub-private.h"
#include "gate-i18n.h"
#include "gate-import.h"
#include "gate-secret-mover.h"

#include <string.h>

/* What stands in messages in the place of a file. */
#define PASTED _("pasted text")

struct _GateImportJob {
  GateJob     parent_instance;

  GateHub    *hub;
  char       *client;     /* (nullable) */
  char       *path;       /* (nullable) */
  char       *text;       /* (nullable): in the file's place */
  char      **only;       /* (nullable) */
  gboolean    replace;
  gboolean    dry_run;

  GPtrArray  *candidates; /* (element-type GateImportCandidate) */
  guint       index;
  gboolean    exists;     /* the candidate at index is in the list already */
  GPtrArray  *entries;    /* (element-type GateImportedEntry) */
};

G_DEFINE_FINAL_TYPE (GateImportJob, gate_import_job, GATE_TYPE_JOB)

static void
entry_free (gpointer data)
{
  GateImportedEntry *entry = data;

  g_free (entry->id);
  g_free (entry->target);
  g_free (entry->source);
  g_free (entry->outcome);
  g_free (entry->problem);
  g_strfreev (entry->secrets);
  g_free (entry);
}

static void
fail (GTask  *task,
      GError *error)
{
  g_task_return_error (task, error);
  g_object_unref (task);
}

static char *
describe_rest (const GateImportCandidate *candidate)
{
  g_autoptr(GPtrArray) sentences = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; candidate->inputs && i < candidate->inputs->len; i++)
    {
      const GateImportInput *input = candidate->inputs->pdata[i];
      g_ptr_array_add (sentences, g_strdup_printf (_("“%s” will be asked for when you connect."), input->name));
    }
  for (guint i = 0; candidate->notes && candidate->notes[i]; i++)
    g_ptr_array_add (sentences, g_strdup (candidate->notes[i]));
  if (sentences->len == 0)
    return NULL;
  g_ptr_array_add (sentences, NULL);
  return g_strjoinv (" ", (char **) sentences->pdata);
}

static char **
places_of_secrets (const GateImportCandidate *candidate)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; candidate->secrets && i < candidate->secrets->len; i++)
    g_strv_builder_add (builder, ((GateFoundSecret *) candidate->secrets->pdata[i])->where);
  return g_strv_builder_end (builder);
}

static void
add_outcome (GateImportJob             *self,
             const GateImportCandidate *candidate,
             const char                *outcome,
             const char                *problem)
{
  GateImportedEntry *entry = g_new0 (GateImportedEntry, 1);
  gboolean taken = strcmp (outcome, "added") == 0 || strcmp (outcome, "replaced") == 0;

  entry->id = g_strdup (candidate->id ? candidate->id : candidate->name);
  entry->target = candidate->connector ? gate_connector_dup_target (candidate->connector) : NULL;
  entry->source = g_strdup (candidate->source);
  entry->outcome = g_strdup (outcome);
  entry->problem = problem ? g_strdup (problem) : describe_rest (candidate);
  entry->secrets = taken ? places_of_secrets (candidate) : NULL;
  g_ptr_array_add (self->entries, entry);
}

static void take_next (GTask *task);

static void
did_put (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  GTask *task = user_data;
  GateImportJob *self = g_task_get_source_object (task);
  const GateImportCandidate *candidate = self->candidates->pdata[self->index];
  GError *error = NULL;
  g_autoptr(GateConnector) connector = gate_connector_store_put_finish (GATE_CONNECTOR_STORE (source), result, &error);

  if (!connector)
    {
      fail (task, error);
      return;
    }
  add_outcome (self, candidate, self->exists ? "replaced" : "added", NULL);
  self->index++;
  take_next (task);
}

static void
did_keep (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  GTask *task = user_data;
  GateImportJob *self = g_task_get_source_object (task);
  const GateImportCandidate *candidate = self->candidates->pdata[self->index];
  GError *error = NULL;

  if (!gate_secret_mover_keep_finish (result, &error))
    {
      fail (task, error);
      return;
    }
  gate_connector_store_put_async (self->hub->connectors, self->replace ? GATE_CONNECTOR_STORE_PUT : GATE_CONNECTOR_STORE_ADD, candidate->id,
                                  candidate->entry, -1, g_task_get_cancellable (task), did_put, task);
}

/* Says what becomes of a candidate without taking it; FALSE where it is to be taken. */
static gboolean
settle (GateImportJob             *self,
        const GateImportCandidate *candidate)
{
  gboolean exists = candidate->id && gate_hub_find_any (self->hub, candidate->id, NULL);

  if (self->only && !g_strv_contains ((const char * const *) self->only, candidate->name)
      && !(candidate->id && g_strv_contains ((const char * const *) self->only, candidate->id)))
    return TRUE;
  if (!candidate->connector)
    add_outcome (self, candidate, "refused", candidate->problem);
  else if (exists && !self->replace)
    add_outcome (self, candidate, "exists", _("It is in your list already."));
  else if (self->dry_run)
    add_outcome (self, candidate, exists ? "replaced" : "added", NULL);
  else
    return FALSE;
  return TRUE;
}

static void
take_next (GTask *task)
{
  GateImportJob *self = g_task_get_source_object (task);

  while (self->index < self->candidates->len && settle (self, self->candidates->pdata[self->index]))
    self->index++;
  if (self->index == self->candidates->len)
    {
      g_task_return_boolean (task, TRUE);
      g_object_unref (task);
      return;
    }

  const GateImportCandidate *candidate = self->candidates->pdata[self->index];
  self->exists = gate_hub_find_any (self->hub, candidate->id, NULL) != NULL;
  gate_job_report (GATE_JOB (self), (double) self->index / self->candidates->len, candidate->name);
  gate_secret_mover_keep_async (self->hub->secrets, candidate->id, gate_connector_get_label (candidate->connector), candidate->secrets,
                                g_task_get_cancellable (task), did_keep, task);
}

static void
did_read (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  GTask *task = user_data;
  GateImportJob *self = g_task_get_source_object (task);
  GError *error = NULL;

  self->candidates = gate_import_read_finish (result, &error);
  if (self->candidates)
    take_next (task);
  else
    fail (task, error);
}

static void
gate_import_job_run (GateJob *job,
                     GTask   *task)
{
  GateImportJob *self = GATE_IMPORT_JOB (job);
  GError *error = NULL;

  gate_hub_note_change (self->hub, task);
  if (!self->text)
    {
      gate_import_read_async (self->client, self->path, g_task_get_cancellable (task), did_read, g_object_ref (task));
      return;
    }
  self->candidates = gate_import_parse (self->client, PASTED, self->text, -1, &error);
  if (self->candidates)
    take_next (g_object_ref (task));
  else
    fail (g_object_ref (task), error);
}

static void
gate_import_job_dispose (GObject *object)
{
  GateImportJob *self = GATE_IMPORT_JOB (object);

  g_clear_object (&self->hub);
  g_clear_pointer (&self->client, g_free);
  g_clear_pointer (&self->path, g_free);
  g_clear_pointer (&self->text, g_free);
  g_clear_pointer (&self->only, g_strfreev);
  g_clear_pointer (&self->candidates, g_ptr_array_unref);
  g_clear_pointer (&self->entries, g_ptr_array_unref);
  G_OBJECT_CLASS (gate_import_job_parent_class)->dispose (object);
}

static void
gate_import_job_class_init (GateImportJobClass *klass)
{
  GATE_JOB_CLASS (klass)->run = gate_import_job_run;
  G_OBJECT_CLASS (klass)->dispose = gate_import_job_dispose;
}

static void
gate_import_job_init (GateImportJob *self)
{
  self->entries = g_ptr_array_new_with_free_func (entry_free);
}

/**
 * gate_import_job_new:
 * @hub: an open hub
 * @client: (nullable): whose configuration it is; %NULL: told from the file
 * @path: (nullable) (type filename): the file; %NULL: the client's own place
 * @only: (nullable) (array zero-terminated=1): names or ids to take
 * @replace: whether entries that are here already are replaced
 * @dry_run: whether only to say what would be done
 *
 * Returns: (transfer full): a job that has not run
 */
GateJob *
gate_import_job_new (GateHub            *hub,
                     const char         *client,
                     const char         *path,
                     const char * const *only,
                     gboolean            replace,
                     gboolean            dry_run)
{
  GateImportJob *self = g_object_new (GATE_TYPE_IMPORT_JOB, NULL);

  self->hub = g_object_ref (hub);
  self->client = g_strdup (client);
  self->path = g_strdup (path);
  self->only = g_strdupv ((char **) only);
  self->replace = replace;
  self->dry_run = dry_run;
  gate_job_set_title (GATE_JOB (self), _("Importing"));
  return GATE_JOB (self);
}

/**
 * gate_import_job_new_for_text:
 * @hub: an open hub
 * @text: a document with entries, as a person pasted it
 * @only: (nullable) (array zero-terminated=1): names or ids to take
 * @replace: whether entries that are here already are replaced
 * @dry_run: whether only to say what would be done
 *
 * Returns: (transfer full): a job that has not run
 */
GateJob *
gate_import_job_new_for_text (GateHub            *hub,
                              const char         *text,
                              const char * const *only,
                              gboolean            replace,
                              gboolean            dry_run)
{
  GateJob *job = gate_import_job_new (hub, NULL, NULL, only, replace, dry_run);

  GATE_IMPORT_JOB (job)->text = g_strdup (text);
  return job;
}

/**
 * gate_import_job_get_n_entries:
 * @self: a job that has run
 *
 * Returns: how many entries were looked at
 */
guint
gate_import_job_get_n_entries (GateImportJob *self)
{
  g_return_val_if_fail (GATE_IS_IMPORT_JOB (self), 0);
  return self->entries->len;
}

/**
 * gate_import_job_get_entry:
 * @self: a job that has run
 * @index: which one
 *
 * Returns: (transfer none): what became of it
 */
const GateImportedEntry *
gate_import_job_get_entry (GateImportJob *self,
                           guint          index)
{
  g_return_val_if_fail (GATE_IS_IMPORT_JOB (self) && index < self->entries->len, NULL);
  return self->entries->pdata[index];
}
