// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-json.h"

#include "gate-error.h"
#include "gate-json-guard.h"
#include "gate-task.h"

#include <math.h>
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
 * Checks that a text is one JSON object or array in UTF-8 (RFC 8259), within the limits, that can be parsed without loss.
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
  g_autoptr(JsonParser) parser = NULL;
  g_autoptr(GError) own_error = NULL;

  if (!gate_json_guard_scan (text, size, limit, root, error))
    return NULL;
  parser = json_parser_new ();
  if (!json_parser_load_from_data (parser, text, (gssize) size, &own_error))
    {
      gate_error_set (error, GATE_ERROR_INVALID, GATE_LAYER_NONE, NULL, "The JSON text is not valid: %s", own_error->message);
      return NULL;
    }
  return json_parser_steal_root (parser);
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
  g_return_val_if_fail (text != NULL, NULL);

  return parse (text, size < 0 ? strlen (text) : (gsize) size, limit, GATE_JSON_ROOT_CONTAINER, error);
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
  g_return_val_if_fail (text != NULL, NULL);

  return parse (text, size < 0 ? strlen (text) : (gsize) size, limit, GATE_JSON_ROOT_ANY, error);
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
  g_autoptr(GTask) task = gate_task_new (NULL, cancellable, callback, user_data, gate_json_parse_async);
  ParseData *data = parse_data_new ();

  g_return_if_fail (text != NULL);

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

/**
 * gate_json_get:
 * @object: (nullable): an object
 * @name: the member's name
 *
 * Returns: (transfer none) (nullable): the member, also where it is null, or %NULL when there is none
 */
JsonNode *
gate_json_get (JsonObject *object,
               const char *name)
{
  return object ? json_object_get_member (object, name) : NULL;
}

/**
 * gate_json_get_string:
 * @object: (nullable): an object
 * @name: the member's name
 *
 * Returns: (nullable): the string, or %NULL when there is no such member or it is no string
 */
const char *
gate_json_get_string (JsonObject *object,
                      const char *name)
{
  return gate_json_node_string (gate_json_get (object, name));
}

/**
 * gate_json_get_object:
 * @object: (nullable): an object
 * @name: the member's name
 *
 * Returns: (transfer none) (nullable): the object, or %NULL when there is no such member or it is no object
 */
JsonObject *
gate_json_get_object (JsonObject *object,
                      const char *name)
{
  return gate_json_node_object (gate_json_get (object, name));
}

/**
 * gate_json_get_array:
 * @object: (nullable): an object
 * @name: the member's name
 *
 * Returns: (transfer none) (nullable): the array, or %NULL when there is no such member or it is no array
 */
JsonArray *
gate_json_get_array (JsonObject *object,
                     const char *name)
{
  JsonNode *node = gate_json_get (object, name);

  return node && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

/**
 * gate_json_get_boolean:
 * @object: (nullable): an object
 * @name: the member's name
 * @fallback: what to answer when there is no such member or it is no boolean
 *
 * Returns: the boolean
 */
gboolean
gate_json_get_boolean (JsonObject *object,
                       const char *name,
                       gboolean    fallback)
{
  JsonNode *node = gate_json_get (object, name);

  return node && json_node_get_value_type (node) == G_TYPE_BOOLEAN ? json_node_get_boolean (node) : fallback;
}

/**
 * gate_json_get_int:
 * @object: (nullable): an object
 * @name: the member's name
 * @fallback: what to answer when there is no such member or it is no whole number within 64 bits
 *
 * Returns: the whole number; `3.0` counts as one
 */
gint64
gate_json_get_int (JsonObject *object,
                   const char *name,
                   gint64      fallback)
{
  JsonNode *node = gate_json_get (object, name);

  if (!gate_json_node_is_integer (node))
    return fallback;
  if (json_node_get_value_type (node) == G_TYPE_INT64)
    return json_node_get_int (node);

  double value = json_node_get_double (node);
  return value >= -0x1p63 && value < 0x1p63 ? (gint64) value : fallback;
}

/**
 * gate_json_get_double:
 * @object: (nullable): an object
 * @name: the member's name
 * @fallback: what to answer when there is no such member or it is no number
 *
 * Returns: the number
 */
double
gate_json_get_double (JsonObject *object,
                      const char *name,
                      double      fallback)
{
  JsonNode *node = gate_json_get (object, name);

  return gate_json_node_is_number (node) ? json_node_get_double (node) : fallback;
}

/**
 * gate_json_get_strv:
 * @object: (nullable): an object
 * @name: the member's name
 *
 * Returns: (transfer full) (nullable): the strings, or %NULL when there is no such member or it is no array of strings alone
 */
char **
gate_json_get_strv (JsonObject *object,
                    const char *name)
{
  JsonArray *array = gate_json_get_array (object, name);

  if (!array)
    return NULL;

  guint n = json_array_get_length (array);
  g_auto(GStrv) strings = g_new0 (char *, n + 1);
  for (guint i = 0; i < n; i++)
    {
      const char *text = gate_json_node_string (json_array_get_element (array, i));

      if (!text)
        return NULL;
      strings[i] = g_strdup (text);
    }
  return g_steal_pointer (&strings);
}

/**
 * gate_json_node_object:
 * @node: (nullable): a value
 *
 * Returns: (transfer none) (nullable): the object, or %NULL when it is none
 */
JsonObject *
gate_json_node_object (JsonNode *node)
{
  return node && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

/**
 * gate_json_node_string:
 * @node: (nullable): a value
 *
 * Returns: (nullable): the string, or %NULL when it is none
 */
const char *
gate_json_node_string (JsonNode *node)
{
  return node && json_node_get_value_type (node) == G_TYPE_STRING ? json_node_get_string (node) : NULL;
}

/**
 * gate_json_node_is_number:
 * @node: (nullable): a value
 *
 * Returns: %TRUE when it is a number
 */
gboolean
gate_json_node_is_number (JsonNode *node)
{
  GType type = node ? json_node_get_value_type (node) : G_TYPE_INVALID;

  return type == G_TYPE_INT64 || type == G_TYPE_DOUBLE;
}

/**
 * gate_json_node_is_integer:
 * @node: (nullable): a value
 *
 * Returns: %TRUE when it is a number without a fraction, however it is written
 */
gboolean
gate_json_node_is_integer (JsonNode *node)
{
  if (!gate_json_node_is_number (node))
    return FALSE;
  if (json_node_get_value_type (node) == G_TYPE_INT64)
    return TRUE;

  double value = json_node_get_double (node);
  return isfinite (value) && value == floor (value);
}
