// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-sample-resource-data.h"

#include "sample-resources.h"

/**
 * gate_sample_resource_dup_text:
 * @name: a file that is compiled into the program
 *
 * Returns: (transfer full): its text
 */
char *
gate_sample_resource_dup_text (const char *name)
{
  g_autofree char *path = g_strconcat ("/gatehouse/sample/", name, NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) data = g_resource_lookup_data (gate_sample_get_resource (), path, G_RESOURCE_LOOKUP_FLAGS_NONE, &error);

  if (!data)
    g_error ("%s", error->message);
  return g_strndup (g_bytes_get_data (data, NULL), g_bytes_get_size (data));
}

/**
 * gate_sample_resource_load_json:
 * @name: a JSON file that is compiled into the program
 *
 * Returns: (transfer full): its root
 */
JsonNode *
gate_sample_resource_load_json (const char *name)
{
  g_autofree char *text = gate_sample_resource_dup_text (name);
  g_autoptr(GError) error = NULL;
  JsonNode *root = gate_json_parse (text, -1, GATE_JSON_METADATA_LIMIT, &error);

  if (!root)
    g_error ("%s: %s", name, error->message);
  return root;
}
