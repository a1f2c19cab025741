// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-headers-helper.h"

#include "gate-error.h"
#include "gate-i18n.h"
#include "gate-json.h"
#include "gate-program.h"
#include "gate-secret.h"
#include "gate-task.h"
#include "gate-text.h"

#include <gio/gunixinputstream.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#define OUTPUT_LIMIT (64 * 1024)
#define HEADERS_MAX 64
#define VALUE_LIMIT (16 * 1024)

/* What the transport itself sets. */
static const char *const reserved[] = {
  "host", "content-length", "content-type", "transfer-encoding", "connection", "upgrade", "te", "trailer", "accept", NULL
};

typedef struct {
  char         *name; /* the program's */
  GPid          group; /* the child, which leads a group; 0 before it runs */
  GInputStream *pipe;
  GSource      *watch;
  GError       *error; /* of the reading */
  gboolean      did_read;
  gboolean      did_exit;
  gboolean      successful;
  GCancellable *cancellable; /* of the reading */
  GCancellable *outer; /* (nullable): the caller's */
  gulong        outer_id;
  GSource      *timeout;
  gboolean      timed_out;
  char         *output; /* OUTPUT_LIMIT + 2 bytes, wiped */
  gsize         size;
} RunData;

GATE_DEFINE_DATA (RunData, run_data)

#define REMEDY _("Run the helper in a terminal to see what it does; it must print one JSON object of header names and values.")

static void
run_data_clear (RunData *self)
{
  g_free (self->name);
  g_clear_object (&self->pipe);
  g_clear_pointer (&self->watch, g_source_unref);
  g_clear_error (&self->error);
  g_cancellable_disconnect (self->outer, self->outer_id);
  g_clear_object (&self->outer);
  g_clear_object (&self->cancellable);
  if (self->timeout)
    g_source_destroy (self->timeout);
  g_clear_pointer (&self->timeout, g_source_unref);
  if (self->output)
    explicit_bzero (self->output, OUTPUT_LIMIT + 2);
  g_free (self->output);
}

/* --- What it printed --- */

static gboolean
add_header (GHashTable  *headers,
            const char  *name,
            JsonNode    *node,
            GError     **error)
{
  const char *value = gate_json_node_string (node);
  g_autofree char *lower = g_ascii_strdown (name, -1);

  if (!gate_text_is_token (name) || g_strv_contains (reserved, lower) || !value || strlen (value) > VALUE_LIMIT
      || strpbrk (value, "\r\n"))
    {
      gate_error_set (error, GATE_ERROR_INVALID, GATE_LAYER_SIGNED_IN, REMEDY, _("The headers helper printed a header that cannot be sent"));
      return FALSE;
    }
  g_hash_table_insert (headers, g_strdup (name), gate_secret_new (value));
  return TRUE;
}

static GHashTable *
parse_output (RunData  *data,
              GError  **error)
{
  g_autoptr(GHashTable) headers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) gate_secret_unref);
  g_autoptr(JsonNode) node = gate_json_parse (data->output, (gssize) data->size, OUTPUT_LIMIT, NULL);
  JsonObject *object = node ? gate_json_node_object (node) : NULL;
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;

  if (!object || json_object_get_size (object) > HEADERS_MAX)
    {
      gate_error_set (error, GATE_ERROR_INVALID, GATE_LAYER_SIGNED_IN, REMEDY, _("The headers helper “%s” did not print a JSON object"), data->name);
      return NULL;
    }
  json_object_iter_init (&iter, object);
  while (json_object_iter_next (&iter, &name, &value))
    if (!add_header (headers, name, value, error))
      return NULL;
  return g_steal_pointer (&headers);
}

/* --- Running --- */

static void
kill_all (RunData *data)
{
  if (data->group > 0)
    kill (-data->group, SIGKILL);
}

static gboolean
on_timeout (gpointer user_data)
{
  RunData *data = user_data;

  data->timed_out = TRUE;
  kill_all (data);
  g_cancellable_cancel (data->cancellable);
  return G_SOURCE_REMOVE;
}

static void
on_cancelled (GCancellable *outer,
              gpointer      user_data)
{
  RunData *data = user_data;

  kill_all (data);
  g_cancellable_cancel (data->cancellable);
}

static GError *
error_of_run (RunData *data)
{
  const GError *error = data->error;

  if (data->timed_out)
    return gate_error_new (GATE_ERROR_TIMED_OUT, GATE_LAYER_SIGNED_IN, REMEDY, _("The headers helper “%s” took too long"), data->name);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return g_error_copy (error);
  if (error)
    return gate_error_new (GATE_ERROR_FAILED, GATE_LAYER_SIGNED_IN, REMEDY, _("The headers helper “%s” failed: %s"), data->name, error->message);
  if (data->size > OUTPUT_LIMIT)
    return gate_error_new (GATE_ERROR_TOO_LARGE, GATE_LAYER_SIGNED_IN, REMEDY, _("The headers helper “%s” printed too much"), data->name);
  if (!data->successful)
    return gate_error_new (GATE_ERROR_CREDENTIAL_EXPIRED, GATE_LAYER_SIGNED_IN, REMEDY, _("The headers helper “%s” failed"), data->name);
  return NULL;
}

/* Both the output and the process have ended. */
static void
finish_when_done (GTask *task)
{
  RunData *data = run_data_of (task);
  GHashTable *headers = NULL;
  GError *error;

  if (!data->did_read || !data->did_exit)
    return;
  g_source_destroy (data->timeout);
  error = error_of_run (data);
  if (!error)
    headers = parse_output (data, &error);
  if (headers)
    g_task_return_pointer (task, headers, (GDestroyNotify) g_hash_table_unref);
  else
    g_task_return_error (task, error);
}

static void
child_ended (GPid     pid,
             int      wait_status,
             gpointer user_data)
{
  GTask *task = user_data;
  RunData *data = run_data_of (task);

  data->did_exit = TRUE;
  data->successful = g_spawn_check_wait_status (wait_status, NULL);
  /* Whatever it left behind in its group goes with it; after that the number may be another's. */
  kill_all (data);
  data->group = 0;
  g_spawn_close_pid (pid);
  finish_when_done (task);
}

static void
did_read (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  RunData *data = run_data_of (task);

  g_input_stream_read_all_finish (G_INPUT_STREAM (source), result, &data->size, &data->error);
  data->did_read = TRUE;
  if (data->size > OUTPUT_LIMIT)
    kill_all (data);
  finish_when_done (task);
}

/* In the child, before the program: a group of its own, so that all of it can be ended. */
static void
set_group (gpointer user_data)
{
  setpgid (0, 0);
}

static gboolean
start (RunData              *data,
       const GateHelperRun  *run,
       GError              **error)
{
  g_auto(GStrv) environment = gate_program_environment (run->environment, error);
  g_auto(GStrv) argv = NULL;
  g_autoptr(GError) local = NULL;
  int output;

  if (!environment || !gate_program_allowed (error))
    return FALSE;
  argv = gate_program_place ((const char * const *) run->argv, g_environ_getenv (environment, "PATH"), g_get_home_dir (), error);
  if (!argv)
    return FALSE;
  if (!g_spawn_async_with_pipes (NULL, argv, environment, G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_STDERR_TO_DEV_NULL, set_group, NULL,
                                 &data->group, NULL, &output, NULL, &local))
    {
      gate_error_set (error, GATE_ERROR_NOT_FOUND, GATE_LAYER_SIGNED_IN, _("Install the helper, or correct the connector’s entry."),
                      _("The headers helper “%s” cannot be run: %s"), data->name, local->message);
      return FALSE;
    }
  data->pipe = g_unix_input_stream_new (output, TRUE);
  return TRUE;
}

/**
 * gate_headers_helper_run_async:
 * @run: what to run
 * @cancellable: (nullable): ends it
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Runs a program that prints headers: without a shell, in a minimal environment, in a process group that ends with it, bounded in
 * time and in what it may print.
 */
void
gate_headers_helper_run_async (const GateHelperRun *run,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  g_autoptr(GTask) task = gate_task_new (NULL, cancellable, callback, user_data, gate_headers_helper_run_async);
  g_autoptr(GError) error = NULL;
  RunData *data = run_data_new ();

  run_data_attach (task, data);
  data->name = g_path_get_basename (run->argv[0]);
  if (!start (data, run, &error))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  data->cancellable = g_cancellable_new ();
  data->output = g_malloc0 (OUTPUT_LIMIT + 2);
  data->timeout = g_timeout_source_new (run->time_limit_ms);
  g_source_set_callback (data->timeout, on_timeout, data, NULL);
  g_source_attach (data->timeout, g_task_get_context (task));
  if (cancellable)
    {
      data->outer = g_object_ref (cancellable);
      data->outer_id = g_cancellable_connect (cancellable, G_CALLBACK (on_cancelled), data, NULL);
    }
  data->watch = g_child_watch_source_new (data->group);
  g_source_set_callback (data->watch, G_SOURCE_FUNC (child_ended), g_object_ref (task), g_object_unref);
  g_source_attach (data->watch, g_task_get_context (task));
  g_input_stream_read_all_async (data->pipe, data->output, OUTPUT_LIMIT + 1, G_PRIORITY_DEFAULT,
                                 data->cancellable, did_read, g_object_ref (task));
}

/**
 * gate_headers_helper_run_finish:
 * @result: the result
 * @error: set to %GATE_ERROR_TIMED_OUT, %GATE_ERROR_TOO_LARGE, %GATE_ERROR_CREDENTIAL_EXPIRED, %GATE_ERROR_INVALID,
 *   %GATE_ERROR_NOT_FOUND or %GATE_ERROR_FAILED
 *
 * Returns: (transfer full) (nullable) (element-type utf8 GateSecret): the headers
 */
GHashTable *
gate_headers_helper_run_finish (GAsyncResult  *result,
                                GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
