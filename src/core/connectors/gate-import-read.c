// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-import.h"

#include "gate-error.h"
#include "gate-file.h"
#include "gate-i18n.h"
#include "gate-import-format.h"
#include "gate-json.h"
#include "gate-jsonc.h"
#include "gate-task.h"

/* A file that was read and parsed in the worker. */
typedef struct {
  char     *path;
  JsonNode *root;
} ReadFile;

typedef struct {
  char      *client;
  char     **paths;
  gboolean   must_exist;
  GPtrArray *files;  /* (element-type ReadFile) (owned) */
} ReadData;

GATE_DEFINE_DATA (ReadData, read_data)

static void
read_file_free (ReadFile *self)
{
  g_free (self->path);
  g_clear_pointer (&self->root, json_node_unref);
  g_free (self);
}

static void
read_data_clear (ReadData *self)
{
  g_free (self->client);
  g_strfreev (self->paths);
  g_clear_pointer (&self->files, g_ptr_array_unref);
}

static gboolean
read_one (ReadData    *data,
          const char  *path,
          GError     **error)
{
  g_autoptr(GError) local = NULL;
  g_autoptr(GBytes) content = gate_file_read (path, GATE_JSON_MESSAGE_LIMIT, &local);

  if (!content && !data->must_exist && gate_error_matches (local, GATE_ERROR_NOT_FOUND))
    return TRUE;
  if (!content)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }

  gsize size;
  const char *text = g_bytes_get_data (content, &size);
  JsonNode *root = gate_jsonc_parse (text, size, GATE_JSON_MESSAGE_LIMIT, error);
  if (!root)
    {
      g_prefix_error (error, _("“%s”: "), path);
      return FALSE;
    }

  ReadFile *file = g_new0 (ReadFile, 1);
  file->path = g_strdup (path);
  file->root = root;
  g_ptr_array_add (data->files, file);
  return TRUE;
}

static void
read_in_thread (GTask        *task,
                gpointer      source,
                gpointer      task_data,
                GCancellable *cancellable)
{
  ReadData *data = task_data;
  g_autoptr(GError) error = NULL;

  for (guint i = 0; data->paths[i]; i++)
    if (!read_one (data, data->paths[i], &error))
      {
        g_task_return_error (task, g_steal_pointer (&error));
        return;
      }
  g_task_return_boolean (task, TRUE);
}

/**
 * gate_import_read_async:
 * @client: (nullable): a client; %NULL to tell it from the file
 * @path: (nullable) (type filename): a file; %NULL for the client's own places
 * @cancellable: (nullable): ends it
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Reads the configuration of another program, in a worker thread. Only reads: nothing is added, run or turned on.
 */
void
gate_import_read_async (const char          *client,
                        const char          *path,
                        GCancellable        *cancellable,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data)
{
  g_autoptr(GTask) task = gate_task_new (NULL, cancellable, callback, user_data, gate_import_read_async);
  ReadData *data = read_data_new ();

  read_data_attach (task, data);
  data->client = g_strdup (client);
  data->must_exist = path != NULL;
  data->files = g_ptr_array_new_with_free_func ((GDestroyNotify) read_file_free);
  data->paths = path ? g_strdupv ((char *[]) { (char *) path, NULL }) : client ? gate_import_dup_paths (client) : NULL;
  if (!data->paths)
    {
      g_autofree char *known = g_strjoinv (", ", (char **) gate_import_get_clients ());
      g_autofree char *remedy = g_strdup_printf (_("Give a file, or one of: %s."), known);

      g_task_return_error (task, gate_error_new (GATE_ERROR_USAGE, GATE_LAYER_NONE, remedy,
                                                 _("There is no client “%s” to import from"), client ? client : ""));
      return;
    }
  g_task_run_in_thread (task, read_in_thread);
}

static void
set_nothing_found (ReadData  *data,
                   GError   **error)
{
  guint more = g_strv_length (data->paths) - 1;
  const char *title = gate_import_get_title (data->client);

  if (more == 0)
    gate_error_set (error, GATE_ERROR_NOT_FOUND, GATE_LAYER_INSTALLED, _("Give the path of the file."),
                    _("%s has no configuration here; looked for “%s”"), title, data->paths[0]);
  else
    gate_error_set (error, GATE_ERROR_NOT_FOUND, GATE_LAYER_INSTALLED, _("Give the path of the file."),
                    ngettext ("%s has no configuration here; looked for “%s” and in %u other place",
                              "%s has no configuration here; looked for “%s” and in %u other places", more), title, data->paths[0], more);
}

/**
 * gate_import_read_finish:
 * @result: the result
 * @error: set to %GATE_ERROR_NOT_FOUND (no such file, or no entries in it), %GATE_ERROR_INVALID, %GATE_ERROR_TOO_LARGE,
 *   %GATE_ERROR_USAGE or %GATE_ERROR_FAILED
 *
 * Returns: (transfer container) (element-type GateImportCandidate) (nullable): what is offered; may be empty
 */
GPtrArray *
gate_import_read_finish (GAsyncResult  *result,
                         GError       **error)
{
  ReadData *data = read_data_of (result);
  g_autoptr(GPtrArray) candidates = gate_import_new_candidates ();

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return NULL;
  if (data->files->len == 0)
    {
      set_nothing_found (data, error);
      return NULL;
    }
  for (guint i = 0; i < data->files->len; i++)
    {
      const ReadFile *file = data->files->pdata[i];

      if (!gate_import_read_document (data->client, file->path, file->root, candidates, error))
        return NULL;
    }
  return g_steal_pointer (&candidates);
}
