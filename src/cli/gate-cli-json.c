// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-cli-json.h"

/**
 * gate_cli_json_string:
 * @object: an object
 * @name: a member's name
 * @value: (nullable): a text, or %NULL for null
 */
void
gate_cli_json_string (JsonObject *object,
                      const char *name,
                      const char *value)
{
  if (value)
    json_object_set_string_member (object, name, value);
  else
    json_object_set_null_member (object, name);
}

/**
 * gate_cli_json_strv:
 * @object: an object
 * @name: a member's name
 * @values: (nullable) (array zero-terminated=1): texts; %NULL is an empty array
 */
void
gate_cli_json_strv (JsonObject         *object,
                    const char         *name,
                    const char * const *values)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; values && values[i]; i++)
    json_array_add_string_element (array, values[i]);
  json_object_set_array_member (object, name, array);
}

/**
 * gate_cli_json_object:
 * @object: (transfer full): an object
 *
 * Returns: (transfer full): a node that holds it
 */
JsonNode *
gate_cli_json_object (JsonObject *object)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);

  json_node_take_object (node, object);
  return node;
}

/**
 * gate_cli_json_array:
 * @array: (transfer full): an array
 *
 * Returns: (transfer full): a node that holds it
 */
JsonNode *
gate_cli_json_array (JsonArray *array)
{
  JsonNode *node = json_node_new (JSON_NODE_ARRAY);

  json_node_take_array (node, array);
  return node;
}
