// SPDX-License-Identifier: GPL-3.0-or-later
#include "fuzz.h"

#include "gate-json.h"

#include <string.h>

static void
check_text (const char *text,
            JsonNode   *node)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) again = gate_json_parse_value (text, -1, G_MAXSIZE, &error);

  g_assert_no_error (error);
  g_assert_true (gate_json_equal (again, node));
}

/* What is written is read back as the same value, in each way of writing. */
static void
check_writing (JsonNode *node)
{
  g_autofree char *text = gate_json_to_text (node);
  g_autofree char *pretty = gate_json_to_pretty_text (node);
  g_autofree char *canonical = gate_json_to_canonical (node);
  g_autoptr(JsonNode) copy = gate_json_copy (node);
  g_autoptr(JsonNode) reread = gate_json_parse_value (canonical, -1, G_MAXSIZE, NULL);

  g_assert_true (gate_json_equal (copy, node));
  check_text (text, node);
  check_text (pretty, node);
  g_assert_null (strchr (text, '\n'));
  /* Canonical form may turn 1e2 into 100, and a double of 20 digits into an integer that is none of ours. */
  if (reread)
    {
      g_autofree char *stable = gate_json_to_canonical (reread);
      g_assert_cmpstr (stable, ==, canonical);
    }
}

static gboolean
has_large_number (JsonNode *node)
{
  GList *values = NULL;
  gboolean found = FALSE;

  if (JSON_NODE_HOLDS_VALUE (node))
    return gate_json_node_is_number (node) && !(json_node_get_double (node) > -0x1p63 && json_node_get_double (node) < 0x1p63);
  if (JSON_NODE_HOLDS_OBJECT (node))
    values = json_object_get_values (json_node_get_object (node));
  else if (JSON_NODE_HOLDS_ARRAY (node))
    values = json_array_get_elements (json_node_get_array (node));
  for (GList *at = values; at && !found; at = at->next)
    found = has_large_number (at->data);
  g_list_free (values);
  return found;
}

/* json-glib's own reader, which is another one, makes the same of it; but for whole numbers beyond 64 bits, which it does not know. */
static void
check_against_json_glib (const char *text,
                         gsize       size,
                         JsonNode   *node)
{
  g_autoptr(JsonParser) parser = json_parser_new ();
  g_autoptr(GError) error = NULL;

  json_parser_load_from_data (parser, text, (gssize) size, &error);
  g_assert_no_error (error);
  g_assert_true (has_large_number (node) || gate_json_equal (node, json_parser_get_root (parser)));
}

/* Whatever the guard lets through is read as json-glib reads it; whatever it stops, gate_json_parse() stops. */
int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  const char *text = (const char *) data;
  g_autoptr(GError) error = NULL;
  gboolean accepted = gate_json_check (text, size, 1u << 20, &error);
  g_autoptr(JsonNode) node = gate_json_parse (text, (gssize) size, 1u << 20, NULL);
  g_autoptr(JsonNode) value = gate_json_parse_value (text, (gssize) size, 1u << 20, NULL);

  g_assert_true (accepted == (error == NULL));
  g_assert_true (accepted == (node != NULL));
  g_assert_true (!accepted || value != NULL);
  if (error)
    g_assert_true (g_utf8_validate (error->message, -1, NULL));
  if (node)
    g_assert_true (JSON_NODE_HOLDS_OBJECT (node) || JSON_NODE_HOLDS_ARRAY (node));
  if (node)
    check_against_json_glib (text, size, node);
  if (value)
    check_writing (value);
  return 0;
}
