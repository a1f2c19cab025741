// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-sample-content.h"

#include "gate-error.h"
#include "gate-lock.h"
#include "gate-sample-snapshot.h"
#include "gate-task.h"

#include <glib/gstdio.h>

struct _GateSampleContent {
  GObject             parent_instance;

  char               *path;
  char               *lock_name;
  GateSampleSnapshot *snapshot;
  GStatBuf            seen;
};

enum {
  SIGNAL_LIST_CHANGED,
  SIGNAL_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (GateSampleContent, gate_sample_content, G_TYPE_OBJECT)

typedef struct {
  GateSampleChange  change;
  JsonObject       *arguments;
} ChangeData;

GATE_DEFINE_DATA (ChangeData, change_data)

static void
change_data_clear (ChangeData *self)
{
  json_object_unref (self->arguments);
}

static void
gate_sample_content_finalize (GObject *object)
{
  GateSampleContent *self = GATE_SAMPLE_CONTENT (object);

  g_free (self->path);
  g_free (self->lock_name);
  gate_sample_snapshot_free (self->snapshot);
  G_OBJECT_CLASS (gate_sample_content_parent_class)->finalize (object);
}

static void
gate_sample_content_class_init (GateSampleContentClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = gate_sample_content_finalize;

  signals[SIGNAL_LIST_CHANGED] = g_signal_new ("list-changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                               G_TYPE_NONE, 0);
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                          G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
gate_sample_content_init (GateSampleContent *self)
{
}

static void
look_at_file (GateSampleContent *self,
              GStatBuf          *status)
{
  memset (status, 0, sizeof *status);
  if (g_stat (self->path, status) != 0)
    memset (status, 0, sizeof *status);
}

/**
 * gate_sample_content_new:
 * @folder: (type filename): where changes are kept
 * @error: set to %GATE_ERROR_INVALID when the kept changes are damaged
 *
 * Returns: (transfer full) (nullable): the content
 */
GateSampleContent *
gate_sample_content_new (const char  *folder,
                         GError     **error)
{
  g_autoptr(GateSampleContent) self = g_object_new (GATE_TYPE_SAMPLE_CONTENT, NULL);

  self->path = g_build_filename (folder, "sample-content.json", NULL);
  self->lock_name = gate_lock_name_for ("sample-content", self->path);
  look_at_file (self, &self->seen);
  self->snapshot = gate_sample_snapshot_load (self->path, error);
  return self->snapshot ? g_steal_pointer (&self) : NULL;
}

static gboolean
same_note (const GateSampleNote *a,
           const GateSampleNote *b)
{
  return g_str_equal (a->text, b->text) && g_str_equal (a->title, b->title);
}

/* Takes over a newer snapshot and tells what is different, whoever changed it. */
static void
adopt (GateSampleContent  *self,
       GateSampleSnapshot *newer)
{
  g_autoptr(GateSampleSnapshot) older = g_steal_pointer (&self->snapshot);
  gboolean list_changed = older->notes->len != newer->notes->len;

  self->snapshot = newer;
  look_at_file (self, &self->seen);
  for (guint i = 0; i < newer->notes->len; i++)
    {
      GateSampleNote *now = newer->notes->pdata[i];
      GateSampleNote *then = gate_sample_snapshot_find_note (older, now->id);

      list_changed = list_changed || !then;
      if (then && !same_note (then, now))
        {
          g_autofree char *uri = gate_sample_note_dup_uri (now);
          g_signal_emit (self, signals[SIGNAL_CHANGED], 0, uri);
        }
    }
  for (guint i = 0; i < newer->invoices->len; i++)
    {
      GateSampleInvoice *now = newer->invoices->pdata[i];
      GateSampleInvoice *then = gate_sample_snapshot_find_invoice (older, now->number);

      if (then && !g_str_equal (then->status, now->status))
        {
          g_autofree char *uri = gate_sample_invoice_dup_uri (now);
          g_signal_emit (self, signals[SIGNAL_CHANGED], 0, uri);
        }
    }
  if (list_changed)
    g_signal_emit (self, signals[SIGNAL_LIST_CHANGED], 0);
}

/**
 * gate_sample_content_refresh:
 * @self: the content
 * @error: set to %GATE_ERROR_INVALID when the kept changes are damaged
 *
 * Reads the content again when another process changed it. What was borrowed before is gone after.
 *
 * Returns: %TRUE when it is up to date
 */
gboolean
gate_sample_content_refresh (GateSampleContent  *self,
                             GError            **error)
{
  GStatBuf now;

  look_at_file (self, &now);
  if (now.st_ino == self->seen.st_ino && now.st_size == self->seen.st_size
      && now.st_mtim.tv_sec == self->seen.st_mtim.tv_sec && now.st_mtim.tv_nsec == self->seen.st_mtim.tv_nsec)
    return TRUE;

  GateSampleSnapshot *newer = gate_sample_snapshot_load (self->path, error);
  if (!newer)
    return FALSE;
  adopt (self, newer);
  return TRUE;
}

/**
 * gate_sample_content_get_notes:
 * @self: the content
 *
 * Returns: (transfer none) (element-type GateSampleNote): all notes, until the next refresh or change
 */
GPtrArray *
gate_sample_content_get_notes (GateSampleContent *self)
{
  return self->snapshot->notes;
}

/**
 * gate_sample_content_get_invoices:
 * @self: the content
 *
 * Returns: (transfer none) (element-type GateSampleInvoice): all invoices, until the next refresh or change
 */
GPtrArray *
gate_sample_content_get_invoices (GateSampleContent *self)
{
  return self->snapshot->invoices;
}

/**
 * gate_sample_content_find_note:
 * @self: the content
 * @id: (nullable): a note's id
 *
 * Returns: (transfer none) (nullable): the note, until the next refresh or change
 */
GateSampleNote *
gate_sample_content_find_note (GateSampleContent *self,
                               const char        *id)
{
  return gate_sample_snapshot_find_note (self->snapshot, id);
}

/**
 * gate_sample_content_find_invoice:
 * @self: the content
 * @number: (nullable): an invoice's number
 *
 * Returns: (transfer none) (nullable): the invoice, until the next refresh or change
 */
GateSampleInvoice *
gate_sample_content_find_invoice (GateSampleContent *self,
                                  const char        *number)
{
  return gate_sample_snapshot_find_invoice (self->snapshot, number);
}

static char *
dup_free_id (const GateSampleSnapshot *snapshot)
{
  guint64 highest = 0;

  for (guint i = 0; i < snapshot->notes->len; i++)
    {
      const GateSampleNote *note = snapshot->notes->pdata[i];
      guint64 number = g_str_has_prefix (note->id, "note-") ? g_ascii_strtoull (note->id + strlen ("note-"), NULL, 10) : 0;

      highest = MAX (highest, number);
    }
  return g_strdup_printf ("note-%03" G_GUINT64_FORMAT, highest + 1);
}

static char *
create_note (GateSampleSnapshot  *snapshot,
             JsonObject          *arguments,
             GError             **error)
{
  g_autoptr(GDateTime) now = g_date_time_new_now_utc ();

  if (snapshot->notes->len >= GATE_SAMPLE_MAX_NOTES)
    {
      gate_error_set (error, GATE_ERROR_TOO_LARGE, GATE_LAYER_SERVICE, "Delete a note first.",
                      "The Sample Workspace keeps at most %d notes", GATE_SAMPLE_MAX_NOTES);
      return NULL;
    }

  GateSampleNote *note = g_new0 (GateSampleNote, 1);
  note->id = dup_free_id (snapshot);
  note->title = g_strdup (gate_json_get_string (arguments, "title"));
  note->text = g_strdup (gate_json_get_string (arguments, "text"));
  note->tags = gate_json_get_strv (arguments, "tags");
  note->updated = g_date_time_format (now, "%Y-%m-%d");
  g_ptr_array_add (snapshot->notes, note);
  return g_strdup (note->id);
}

static char *
delete_note (GateSampleSnapshot  *snapshot,
             JsonObject          *arguments,
             GError             **error)
{
  const char *id = gate_json_get_string (arguments, "id");
  GateSampleNote *note = gate_sample_snapshot_find_note (snapshot, id);

  if (!note)
    {
      gate_error_set (error, GATE_ERROR_NOT_FOUND, GATE_LAYER_SERVICE, "List the notes and choose one of them.",
                      "There is no such note");
      return NULL;
    }

  char *deleted = g_strdup (note->id);
  g_ptr_array_remove (snapshot->notes, note);
  return deleted;
}

static char *
set_status (GateSampleSnapshot  *snapshot,
            JsonObject          *arguments,
            GError             **error)
{
  GateSampleInvoice *invoice = gate_sample_snapshot_find_invoice (snapshot, gate_json_get_string (arguments, "number"));

  if (!invoice)
    {
      gate_error_set (error, GATE_ERROR_NOT_FOUND, GATE_LAYER_SERVICE, "List the invoices and choose one of them.",
                      "There is no such invoice");
      return NULL;
    }
  g_free (invoice->status);
  invoice->status = g_strdup (gate_json_get_string (arguments, "status"));
  return g_strdup (invoice->number);
}

typedef char *(*ChangeFunc) (GateSampleSnapshot  *snapshot,
                             JsonObject          *arguments,
                             GError             **error);

static const ChangeFunc changes[] = {
  [GATE_SAMPLE_CHANGE_CREATE_NOTE] = create_note,
  [GATE_SAMPLE_CHANGE_DELETE_NOTE] = delete_note,
  [GATE_SAMPLE_CHANGE_SET_STATUS] = set_status,
};

static void
got_lock (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GateSampleContent *self = g_task_get_source_object (task);
  ChangeData *data = change_data_of (task);
  GError *error = NULL;
  g_autoptr(GateSampleSnapshot) snapshot = NULL;
  g_autoptr(GateLock) lock = gate_lock_take_finish (result, &error);
  g_autofree char *id = NULL;

  if (lock)
    snapshot = gate_sample_snapshot_load (self->path, &error);
  if (snapshot)
    id = changes[data->change] (snapshot, data->arguments, &error);
  if (!id || !gate_sample_snapshot_save (snapshot, self->path, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  adopt (self, g_steal_pointer (&snapshot));
  g_task_return_pointer (task, g_steal_pointer (&id), g_free);
}

/**
 * gate_sample_content_change_async:
 * @self: the content
 * @change: what to do
 * @arguments: what to do it with, already checked: title, text and tags; id; number and status
 * @cancellable: (nullable): gives up while it waits for another process
 * @callback: called when it is on disk, or not
 * @user_data: for @callback
 *
 * Changes the content, in the file first.
 */
void
gate_sample_content_change_async (GateSampleContent   *self,
                                  GateSampleChange     change,
                                  JsonObject          *arguments,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data)
{
  g_autoptr(GTask) task = gate_task_new (self, cancellable, callback, user_data, gate_sample_content_change_async);
  ChangeData *data = change_data_new ();

  data->change = change;
  data->arguments = json_object_ref (arguments);
  change_data_attach (task, data);
  gate_lock_take_async (self->lock_name, 5000, cancellable, got_lock, g_steal_pointer (&task));
}

/**
 * gate_sample_content_change_finish:
 * @self: the content
 * @result: the result
 * @error: set to %GATE_ERROR_NOT_FOUND, %GATE_ERROR_TOO_LARGE, %GATE_ERROR_FAILED or %GATE_ERROR_TIMED_OUT
 *
 * Returns: (transfer full) (nullable): the id of what was changed
 */
char *
gate_sample_content_change_finish (GateSampleContent  *self,
                                   GAsyncResult       *result,
                                   GError            **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
