// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-json.h"

#include "gate-error.h"
#include "gate-json-build.h"
#include "gate-json-guard.h"
#include "gate-task.h"

#include <string.h>

typedef struct {
  GBytes *text;
  gsize   limit;
} ParseData;

GATE_DEFINE_DATA (ParseData, parse_data)

static void
parse_data_clear (ParseData *self)
{
  g_bytes_unref (self->text);
}

/**
 * gate_json_check:
 * @text: (array length=size): any bytes
 * @size: how many
 * @limit: the most bytes that are allowed
 * @error: set to %GATE_ERROR_TOO_LARGE for size and nesting, else to %GATE_ERROR_INVALID
 *
 * Checks that a text is one JSON object or array in UTF-8 (RFC 8259), within the limits, that can be parsed without loss. A whole number beyond
 * 64 bits is read as a double (RFC 8259 §6), as every JavaScript peer reads it.
 *
 * Returns: %TRUE when gate_json_parse() would take it
 */
gboolean
gate_json_check (const char  *text,
                 gsize        size,
                 gsize        limit,
                 GError     **error)
{
  g_return_val_if_fail (text != NULL || size == 0, FALSE);

  return gate_json_guard_scan (text ? text : "", size, limit, GATE_JSON_ROOT_CONTAINER, error);
}

static JsonNode *
parse (const char    *text,
       gsize          size,
       gsize          limit,
       GateJsonRoot   root,
       GError       **error)
{
  return gate_json_guard_scan (text, size, limit, root, error) ? gate_json_build (text, size) : NULL;
}

/**
 * gate_json_parse:
 * @text: (array length=size): any bytes
 * @size: how many, or -1 when @text ends with a NUL
 * @limit: the most bytes that are allowed
 * @error: set as by gate_json_check()
 *
 * Parses one JSON object or array, strictly and within limits. Of members with one name the last counts.
 *
 * Returns: (transfer full): the object or array, the caller's own to change
 */
JsonNode *
gate_json_parse (const char  *text,
                 gssize       size,
                 gsize        limit,
                 GError     **error)
{
  g_return_val_if_fail (text != NULL || size == 0, NULL);

  return parse (text ? text : "", size < 0 ? strlen (text) : (gsize) size, limit, GATE_JSON_ROOT_CONTAINER, error);
}

/**
 * gate_json_parse_value:
 * @text: (array length=size): any bytes
 * @size: how many, or -1 when @text ends with a NUL
 * @limit: the most bytes that are allowed
 * @error: set as by gate_json_check()
 *
 * Parses any JSON value, as gate_json_parse() parses objects and arrays.
 *
 * Returns: (transfer full): the value
 */
JsonNode *
gate_json_parse_value (const char  *text,
                       gssize       size,
                       gsize        limit,
                       GError     **error)
{
  g_return_val_if_fail (text != NULL || size == 0, NULL);

  return parse (text ? text : "", size < 0 ? strlen (text) : (gsize) size, limit, GATE_JSON_ROOT_ANY, error);
}

static void
parse_and_return (GTask *task)
{
  ParseData *data = parse_data_of (task);
  g_autoptr(GError) error = NULL;
  gsize size;
  const char *text = g_bytes_get_data (data->text, &size);
  JsonNode *node = parse (text ? text : "", size, data->limit, GATE_JSON_ROOT_CONTAINER, &error);

  if (node)
    g_task_return_pointer (task, node, (GDestroyNotify) json_node_unref);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
parse_in_worker (GTask        *task,
                 gpointer      source,
                 gpointer      task_data,
                 GCancellable *cancellable)
{
  parse_and_return (task);
}

/**
 * gate_json_parse_async:
 * @text: any bytes
 * @limit: the most bytes that are allowed
 * @cancellable: (nullable): cancels the wait
 * @callback: called with the result
 * @user_data: given to @callback
 *
 * gate_json_parse(), in a worker thread where the text is larger than %GATE_JSON_WORKER_THRESHOLD. The callback is always called
 * later, from the main context of the caller.
 */
void
gate_json_parse_async (GBytes              *text,
                       gsize                limit,
                       GCancellable        *cancellable,
                       GAsyncReadyCallback  callback,
                       gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  ParseData *data;

  g_return_if_fail (text != NULL);

  task = gate_task_new (NULL, cancellable, callback, user_data, gate_json_parse_async);
  data = parse_data_new ();
  data->text = g_bytes_ref (text);
  data->limit = limit;
  parse_data_attach (task, data);
  if (g_task_return_error_if_cancelled (task))
    return;
  if (g_bytes_get_size (text) > GATE_JSON_WORKER_THRESHOLD && g_bytes_get_size (text) <= limit)
    g_task_run_in_thread (task, parse_in_worker);
  else
    parse_and_return (task);
}

/**
 * gate_json_parse_finish:
 * @result: what the callback got
 * @error: set as by gate_json_check(), or to %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full): the object or array
 */
JsonNode *
gate_json_parse_finish (GAsyncResult  *result,
                        GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * gate_json_take_object:
 * @object: (transfer full): an object
 *
 * Returns: (transfer full): a node that owns it
 */
JsonNode *
gate_json_take_object (JsonObject *object)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);

  json_node_take_object (node, object);
  return node;
}

/**
 * gate_json_take_array:
 * @array: (transfer full): an array
 *
 * Returns: (transfer full): a node that owns it
 */
JsonNode *
gate_json_take_array (JsonArray *array)
{
  JsonNode *node = json_node_new (JSON_NODE_ARRAY);

  json_node_take_array (node, array);
  return node;
}

/**
 * gate_json_from_object:
 * @object: (nullable): an object
 *
 * Returns: (transfer full): a node that refers to the same object; of an empty one for %NULL
 */
JsonNode *
gate_json_from_object (JsonObject *object)
{
  return gate_json_take_object (object ? json_object_ref (object) : json_object_new ());
}
