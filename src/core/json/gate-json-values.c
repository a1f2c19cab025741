// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-json.h"

#include <math.h>

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

  return gate_json_node_is_int64 (node) ? json_node_get_int (node) : fallback;
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
 * gate_json_array_to_strv:
 * @array: an array
 *
 * Returns: (transfer full) (nullable): its strings, or %NULL when something else is among them
 */
char **
gate_json_array_to_strv (JsonArray *array)
{
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

  return array ? gate_json_array_to_strv (array) : NULL;
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

/**
 * gate_json_node_is_int64:
 * @node: (nullable): a value
 *
 * Returns: %TRUE when it is a number without a fraction that json_node_get_int() gives unchanged
 */
gboolean
gate_json_node_is_int64 (JsonNode *node)
{
  if (!gate_json_node_is_integer (node))
    return FALSE;
  if (json_node_get_value_type (node) == G_TYPE_INT64)
    return TRUE;

  double value = json_node_get_double (node);
  return value >= -0x1p63 && value < 0x1p63;
}

static JsonNode *
copy_object (JsonObject *object)
{
  JsonObject *copy = json_object_new ();
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;

  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &name, &value))
    json_object_set_member (copy, name, gate_json_copy (value));
  return gate_json_take_object (copy);
}

static JsonNode *
copy_array (JsonArray *array)
{
  guint n = json_array_get_length (array);
  JsonArray *copy = json_array_sized_new (n);

  for (guint i = 0; i < n; i++)
    json_array_add_element (copy, gate_json_copy (json_array_get_element (array, i)));
  return gate_json_take_array (copy);
}

/**
 * gate_json_copy:
 * @node: a value
 *
 * Copies a value with everything in it, unlike json_node_copy() which shares objects and arrays.
 *
 * Returns: (transfer full): a copy that can be changed, also where @node cannot
 */
JsonNode *
gate_json_copy (JsonNode *node)
{
  JsonNode *copy;

  g_return_val_if_fail (node != NULL, NULL);

  switch (json_node_get_node_type (node))
    {
    case JSON_NODE_OBJECT:
      return copy_object (json_node_get_object (node));
    case JSON_NODE_ARRAY:
      return copy_array (json_node_get_array (node));
    case JSON_NODE_VALUE:
      copy = json_node_new (JSON_NODE_VALUE);
      if (json_node_get_value_type (node) == G_TYPE_INT64)
        json_node_set_int (copy, json_node_get_int (node));
      else if (json_node_get_value_type (node) == G_TYPE_DOUBLE)
        json_node_set_double (copy, json_node_get_double (node));
      else if (json_node_get_value_type (node) == G_TYPE_BOOLEAN)
        json_node_set_boolean (copy, json_node_get_boolean (node));
      else
        json_node_set_string (copy, json_node_get_string (node));
      return copy;
    case JSON_NODE_NULL:
    default:
      return json_node_new (JSON_NODE_NULL);
    }
}

/**
 * gate_json_keep:
 * @node: a value
 *
 * Keeps a value for good: a copy that nobody can change, or another reference where @node itself cannot be changed. What is kept
 * may be shared between threads.
 *
 * Returns: (transfer full): an immutable value
 */
JsonNode *
gate_json_keep (JsonNode *node)
{
  g_return_val_if_fail (node != NULL, NULL);

  if (json_node_is_immutable (node))
    return json_node_ref (node);

  JsonNode *copy = gate_json_copy (node);
  json_node_seal (copy);
  return copy;
}
