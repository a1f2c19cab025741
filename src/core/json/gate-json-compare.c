// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-json-number.h"
#include "gate-json.h"

static gboolean
values_equal (JsonNode *a,
              JsonNode *b)
{
  if (gate_json_node_is_number (a))
    return gate_json_node_is_number (b) && gate_json_number_compare (a, b) == 0;
  if (json_node_get_value_type (a) != json_node_get_value_type (b))
    return FALSE;
  if (json_node_get_value_type (a) == G_TYPE_BOOLEAN)
    return json_node_get_boolean (a) == json_node_get_boolean (b);
  return g_strcmp0 (json_node_get_string (a), json_node_get_string (b)) == 0;
}

static gboolean
objects_equal (JsonObject *a,
               JsonObject *b)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;

  if (json_object_get_size (a) != json_object_get_size (b))
    return FALSE;
  json_object_iter_init_ordered (&iter, a);
  while (json_object_iter_next_ordered (&iter, &name, &value))
    {
      JsonNode *other = json_object_get_member (b, name);

      if (!other || !gate_json_equal (value, other))
        return FALSE;
    }
  return TRUE;
}

static gboolean
arrays_equal (JsonArray *a,
              JsonArray *b)
{
  guint n = json_array_get_length (a);

  if (json_array_get_length (b) != n)
    return FALSE;
  for (guint i = 0; i < n; i++)
    if (!gate_json_equal (json_array_get_element (a, i), json_array_get_element (b, i)))
      return FALSE;
  return TRUE;
}

/**
 * gate_json_equal:
 * @a: a value
 * @b: another
 *
 * Compares as JSON Schema does (2020-12 core §4.2.2): members in any order, numbers by their value, so that `1` equals `1.0`.
 *
 * Returns: %TRUE when both are the same value
 */
gboolean
gate_json_equal (JsonNode *a,
                 JsonNode *b)
{
  g_return_val_if_fail (a != NULL && b != NULL, FALSE);

  if (a == b)
    return TRUE;
  if (json_node_get_node_type (a) != json_node_get_node_type (b))
    return FALSE;
  switch (json_node_get_node_type (a))
    {
    case JSON_NODE_OBJECT:
      return objects_equal (json_node_get_object (a), json_node_get_object (b));
    case JSON_NODE_ARRAY:
      return arrays_equal (json_node_get_array (a), json_node_get_array (b));
    case JSON_NODE_VALUE:
      return values_equal (a, b);
    case JSON_NODE_NULL:
    default:
      return TRUE;
    }
}
