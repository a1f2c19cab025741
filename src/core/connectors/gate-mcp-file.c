// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-mcp-file.h"

#include "gate-error.h"
#include "gate-file.h"
#include "gate-i18n.h"
#include "gate-json.h"
#include "gate-lock.h"
#include "gate-task.h"

#include <string.h>

#define LOCK_TIMEOUT_MS 30000
#define REMEDY _("Correct the file by hand; nothing in it was changed.")

/* Nothing in it is shared with the main context while the worker runs. */
typedef struct {
  char          *path;
  GateMcpChange *change;
} RunData;

GATE_DEFINE_DATA (RunData, run_data)

static void
run_data_clear (RunData *self)
{
  g_free (self->path);
  g_clear_pointer (&self->change, gate_mcp_change_free);
}

static gboolean
is_blank (GBytes *content)
{
  gsize size;
  const char *text = g_bytes_get_data (content, &size);

  for (gsize i = 0; i < size; i++)
    if (!g_ascii_isspace (text[i]))
      return FALSE;
  return TRUE;
}

static JsonNode *
parse (const char  *path,
       GBytes      *content,
       GError     **error)
{
  gsize size;
  const char *text = g_bytes_get_data (content, &size);
  g_autoptr(GError) local = NULL;
  JsonObject *servers;

  if (is_blank (content))
    return gate_json_take_object (json_object_new ());

  g_autoptr(JsonNode) root = gate_json_parse (text, (gssize) size, GATE_JSON_DOCUMENT_LIMIT, &local);
  if (root && gate_mcp_json_find_servers (root, &servers, &local))
    return g_steal_pointer (&root);

  gate_error_set (error, GATE_ERROR_INVALID, GATE_LAYER_INSTALLED, REMEDY, _("“%s”: %s"), path, local->message);
  return NULL;
}

/* One that is not there, or blank, has no entries. */
static JsonNode *
read_file (const char  *path,
           GError     **error)
{
  g_autoptr(GError) local = NULL;
  g_autoptr(GBytes) content = gate_file_read (path, GATE_JSON_DOCUMENT_LIMIT, &local);

  if (content)
    return parse (path, content, error);
  if (gate_error_matches (local, GATE_ERROR_NOT_FOUND))
    return gate_json_take_object (json_object_new ());
  g_propagate_error (error, g_steal_pointer (&local));
  return NULL;
}

static JsonNode *
write_and_read_back (const char  *path,
                     JsonNode    *root,
                     GError     **error)
{
  g_autofree char *pretty = gate_json_to_pretty_text (root);
  g_autofree char *text = g_strconcat (pretty, g_str_has_suffix (pretty, "\n") ? "" : "\n", NULL);

  if (strlen (text) > GATE_JSON_DOCUMENT_LIMIT)
    {
      gate_error_set (error, GATE_ERROR_TOO_LARGE, GATE_LAYER_INSTALLED, _("Remove connectors that are not needed."),
                      _("“%s” would be larger than %u bytes"), path, GATE_JSON_DOCUMENT_LIMIT);
      return NULL;
    }
  if (!gate_file_write (path, text, -1, error))
    return NULL;

  g_autoptr(JsonNode) written = read_file (path, error);
  if (written && !gate_json_equal (written, root))
    {
      gate_error_set (error, GATE_ERROR_FAILED, GATE_LAYER_INSTALLED, _("Try again; see what else writes that file."),
                      _("“%s” does not hold what was written"), path);
      return NULL;
    }
  return g_steal_pointer (&written);
}

/* Lock, read anew, change, write in one step, read back, release. Nothing is written when anything is wrong. */
static JsonNode *
change_file (const char     *path,
             GateMcpChange  *change,
             GCancellable   *cancellable,
             GError        **error)
{
  g_autofree char *name = gate_lock_name_for ("connectors", path);
  g_autoptr(GateLock) lock = gate_lock_take_sync (name, LOCK_TIMEOUT_MS, cancellable, error);
  if (!lock)
    return NULL;

  g_autoptr(JsonNode) root = read_file (path, error);
  g_autoptr(JsonNode) changed = root ? gate_mcp_json_change (root, change, error) : NULL;
  return changed ? write_and_read_back (path, changed, error) : NULL;
}

static void
run_in_thread (GTask        *task,
               gpointer      source,
               gpointer      task_data,
               GCancellable *cancellable)
{
  RunData *data = task_data;
  g_autoptr(GError) error = NULL;
  JsonNode *root = data->change ? change_file (data->path, data->change, cancellable, &error) : read_file (data->path, &error);

  if (root)
    g_task_return_pointer (task, root, (GDestroyNotify) json_node_unref);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/**
 * gate_mcp_file_run_async:
 * @path: (type filename): a file of server entries
 * @change: (nullable) (transfer full): what to change; %NULL only reads
 * @cancellable: (nullable): ends the wait for the lock
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Reads a file of server entries in a worker thread; a file that is not there, or blank, has none. With a change it is done under the
 * file's lock: read anew, changed, written in one step, read back.
 */
void
gate_mcp_file_run_async (const char          *path,
                         GateMcpChange       *change,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  g_autoptr(GTask) task = gate_task_new (NULL, cancellable, callback, user_data, gate_mcp_file_run_async);
  RunData *data = run_data_new ();

  data->path = g_strdup (path);
  data->change = change;
  run_data_attach (task, data);
  g_task_run_in_thread (task, run_in_thread);
}

/**
 * gate_mcp_file_run_finish:
 * @result: the result
 * @change: (out) (optional) (transfer full) (nullable): the change, with what came of it
 * @error: set to %GATE_ERROR_INVALID, with line and column, %GATE_ERROR_EXISTS, %GATE_ERROR_NOT_FOUND, %GATE_ERROR_TOO_LARGE,
 *   %GATE_ERROR_TIMED_OUT, %GATE_ERROR_FAILED or %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable): the document as it is now
 */
JsonNode *
gate_mcp_file_run_finish (GAsyncResult   *result,
                          GateMcpChange **change,
                          GError        **error)
{
  JsonNode *root = g_task_propagate_pointer (G_TASK (result), error);

  if (root && change)
    *change = g_steal_pointer (&run_data_of (result)->change);
  return root;
}
