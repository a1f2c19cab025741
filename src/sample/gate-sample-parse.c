// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-sample-parse.h"

#include "gate-error.h"
#include "gate-file.h"

/**
 * gate_sample_parse_bytes:
 * @text: a body, maybe empty
 * @limit: the most bytes that are allowed
 * @error: set to %GATE_ERROR_INVALID or %GATE_ERROR_TOO_LARGE
 *
 * Returns: (transfer full) (nullable): its root, an object or an array
 */
JsonNode *
gate_sample_parse_bytes (GBytes  *text,
                         gsize    limit,
                         GError **error)
{
  gsize size = 0;
  const char *data = g_bytes_get_data (text, &size);

  return gate_json_parse (data ? data : "", (gssize) size, limit, error);
}

/**
 * gate_sample_parse_file:
 * @path: (type filename): a file of our own
 * @limit: the most bytes that are allowed
 * @error: set to %GATE_ERROR_NOT_FOUND, or to %GATE_ERROR_INVALID when it holds no object
 *
 * Returns: (transfer full) (nullable): its root, an object
 */
JsonNode *
gate_sample_parse_file (const char  *path,
                        gsize        limit,
                        GError     **error)
{
  g_autoptr(GBytes) text = gate_file_read (path, limit, error);
  g_autoptr(JsonNode) root = text ? gate_sample_parse_bytes (text, limit, error) : NULL;

  if (!root)
    return NULL;
  if (!gate_json_node_object (root))
    {
      gate_error_set (error, GATE_ERROR_INVALID, GATE_LAYER_NONE, NULL, "It is not an object");
      return NULL;
    }
  return g_steal_pointer (&root);
}
