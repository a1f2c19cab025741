// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-json-mask.h"

#include "gate-json.h"

#include <string.h>

/* --- A text whose secrets are written with escapes --- */

/* The code unit that "uXXXX" stands for, or -1. */
static int
read_unit (const char *at,
           const char *end)
{
  int unit = 0;

  if (end - at < 5 || *at != 'u')
    return -1;
  for (int i = 1; i < 5; i++)
    {
      int digit = g_ascii_xdigit_value (at[i]);

      if (digit < 0)
        return -1;
      unit = unit * 16 + digit;
    }
  return unit;
}

/* What stands behind a backslash. Secrets that need two units for a character are not looked for: a unit alone is passed over. */
static const char *
decode_escape (GString    *decoded,
               const char *at,
               const char *end)
{
  int unit = read_unit (at, end);

  if (unit > 0 && !(unit >= 0xd800 && unit < 0xe000))
    g_string_append_unichar (decoded, (gunichar) unit);
  else if (unit < 0 && *at != 'u')
    g_string_append_c (decoded, *at);
  return at + (unit >= 0 ? 5 : 1);
}

/* The text with all escapes of its strings replaced, whatever else it then is; NULL where there are none. */
static GString *
decode (const char *text,
        gsize       size)
{
  const char *at = text, *end = text + size, *escape = memchr (text, '\\', size);
  GString *decoded;

  if (!escape)
    return NULL;
  decoded = g_string_sized_new (size);
  for (; escape && escape + 1 < end; escape = memchr (at, '\\', (gsize) (end - at)))
    {
      g_string_append_len (decoded, at, escape - at);
      at = decode_escape (decoded, escape + 1, end);
    }
  g_string_append_len (decoded, at, end - at);
  return decoded;
}

/* --- A value --- */

static JsonNode *mask_node (JsonNode       *node,
                            GateSecretMask *mask);

static JsonNode *
mask_object (JsonObject     *object,
             GateSecretMask *mask)
{
  JsonObject *masked = json_object_new ();
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;

  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &name, &value))
    {
      g_autofree char *shown = gate_secret_mask_apply (mask, name);

      json_object_set_member (masked, shown ? shown : name, mask_node (value, mask));
    }
  return gate_json_take_object (masked);
}

static JsonNode *
mask_array (JsonArray      *array,
            GateSecretMask *mask)
{
  JsonArray *masked = json_array_sized_new (json_array_get_length (array));

  for (guint i = 0; i < json_array_get_length (array); i++)
    json_array_add_element (masked, mask_node (json_array_get_element (array, i), mask));
  return gate_json_take_array (masked);
}

/* A number that is a secret becomes a string. */
static JsonNode *
mask_value (JsonNode       *node,
            GateSecretMask *mask)
{
  g_autofree char *number = gate_json_node_is_number (node) ? gate_json_to_text (node) : NULL;
  g_autofree char *shown = gate_secret_mask_apply (mask, number ? number : gate_json_node_string (node));

  return shown ? json_node_init_string (json_node_alloc (), shown) : json_node_copy (node);
}

static JsonNode *
mask_node (JsonNode       *node,
           GateSecretMask *mask)
{
  if (JSON_NODE_HOLDS_OBJECT (node))
    return mask_object (json_node_get_object (node), mask);
  if (JSON_NODE_HOLDS_ARRAY (node))
    return mask_array (json_node_get_array (node), mask);
  return mask_value (node, mask);
}

static GBytes *
mask_parsed (GBytes         *text,
             GateSecretMask *mask)
{
  gsize size;
  const char *data = g_bytes_get_data (text, &size);
  g_autoptr(JsonNode) node = gate_json_parse (data, (gssize) size, GATE_JSON_MESSAGE_LIMIT, NULL);
  g_autoptr(JsonNode) masked = node ? mask_node (node, mask) : NULL;

  if (!masked)
    return gate_secret_mask_apply_bytes (mask, text);
  char *written = gate_json_to_text (masked);
  return g_bytes_new_take (written, strlen (written));
}

/**
 * gate_json_mask:
 * @text: what came from a server: mostly a JSON text, not yet checked
 * @mask: (nullable): the secrets that the server was given
 *
 * Takes secrets out of a text before it is parsed, shown or kept, however they are written there (RFC 8259 §7). It costs a search of
 * the text; only where something is found, and not as it is in most tokens, the text is parsed and written anew.
 *
 * Returns: (transfer full): the text without the secrets, itself where there are none; still a JSON text if it was one
 */
GBytes *
gate_json_mask (GBytes         *text,
                GateSecretMask *mask)
{
  g_return_val_if_fail (text != NULL, NULL);

  gsize size;
  const char *data = g_bytes_get_data (text, &size);
  if (!mask || size == 0)
    return g_bytes_ref (text);
  if (gate_secret_mask_finds_bare (mask, data, size))
    return mask_parsed (text, mask);

  g_autoptr(GBytes) plain = gate_secret_mask_apply_bytes (mask, text);
  data = g_bytes_get_data (plain, &size);
  GString *decoded = decode (data, size);
  gboolean finds = decoded && gate_secret_mask_finds (mask, decoded->str, decoded->len);
  if (decoded)
    g_string_free (decoded, TRUE);
  return finds ? mask_parsed (plain, mask) : g_steal_pointer (&plain);
}
