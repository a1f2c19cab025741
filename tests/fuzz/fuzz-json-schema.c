// SPDX-License-Identifier: GPL-3.0-or-later
#include "fuzz.h"

#include "gate-error.h"
#include "gate-json-schema.h"

/* [schema, instance…]: any schema is taken or refused with a sentence, and a verdict is a verdict. */
int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autoptr(JsonNode) node = gate_json_parse ((const char *) data, (gssize) size, 1u << 20, NULL);
  JsonArray *array = node && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  g_autoptr(GError) error = NULL;

  if (!array || json_array_get_length (array) == 0)
    return 0;

  g_autoptr(GateJsonSchema) schema = gate_json_schema_new (json_array_get_element (array, 0), &error);
  g_assert_true ((schema == NULL) == (error != NULL));
  if (!schema)
    g_assert_true (error->domain == GATE_ERROR && g_utf8_validate (error->message, -1, NULL));
  for (guint i = 1; schema && i < MIN (json_array_get_length (array), 8); i++)
    {
      JsonNode *instance = json_array_get_element (array, i);
      gboolean valid = gate_json_schema_validate (schema, instance, &error);

      g_assert_true (valid == (error == NULL));
      if (!valid)
        g_assert_true (error->domain == GATE_ERROR && g_utf8_validate (error->message, -1, NULL));
      g_clear_error (&error);
      g_assert_true (gate_json_schema_validate (schema, instance, NULL) == valid);
    }
  return 0;
}
