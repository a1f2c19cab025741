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

/* Whatever the guard lets through, json-glib parses; whatever it stops, gate_json_parse() stops. */
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
  if (value)
    check_writing (value);
  return 0;
}
