// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-connector.h"
#include "gate-error.h"
#include "gate-import.h"
#include "gate-json.h"

#include <string.h>

static const char *
get_data (void)
{
  const char *data = g_getenv ("GATE_SHARED_DATA");

  if (data && g_file_test (data, G_FILE_TEST_IS_DIR))
    return data;
  g_test_skip ("no shared data here");
  return NULL;
}

static JsonNode *
read_json (const char *path)
{
  g_autofree char *text = NULL;
  g_autoptr(GError) error = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  JsonNode *node = gate_json_parse (text, -1, GATE_JSON_DOCUMENT_LIMIT, &error);
  g_assert_no_error (error);
  return node;
}

/* A known connector as an entry, as a person would add it from the directory. */
static JsonNode *
make_entry (JsonObject *known)
{
  JsonObject *entry = json_object_new ();
  JsonObject *own = json_object_new ();
  JsonNode *headers = gate_json_get (known, "headers"), *oauth = gate_json_get (known, "oauth");

  json_object_set_string_member (entry, "type", gate_json_get_string (known, "transport"));
  json_object_set_string_member (entry, "url", gate_json_get_string (known, "url"));
  if (!JSON_NODE_HOLDS_NULL (headers))
    json_object_set_member (entry, "headers", gate_json_copy (headers));
  if (!JSON_NODE_HOLDS_NULL (oauth))
    json_object_set_member (entry, "oauth", gate_json_copy (oauth));
  json_object_set_string_member (own, "label", gate_json_get_string (known, "name"));
  json_object_set_object_member (entry, "gatehouse", own);
  return gate_json_take_object (entry);
}

static void
test_known_connectors (void)
{
  const char *data = get_data ();
  if (!data)
    return;

  g_autofree char *path = g_build_filename (data, "connectors", "connectors.json", NULL);
  g_autoptr(JsonNode) root = read_json (path);
  JsonArray *known = gate_json_get_array (json_node_get_object (root), "connectors");
  g_autoptr(GHashTable) ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  g_assert_cmpuint (json_array_get_length (known), ==, 237);
  for (guint i = 0; i < json_array_get_length (known); i++)
    {
      JsonObject *object = json_array_get_object_element (known, i);
      const char *name = gate_json_get_string (object, "id");
      g_autoptr(JsonNode) entry = make_entry (object);
      g_autoptr(GPtrArray) found = NULL;
      g_autoptr(JsonNode) clean = gate_secret_scan_entry (entry, &found);
      g_autoptr(GError) error = NULL;
      g_autoptr(GateConnector) connector = gate_connector_new_from_json (name, entry, GATE_CONNECTOR_ORIGIN_USER, &error);

      g_assert_no_error (error);
      g_assert_true (g_hash_table_add (ids, g_strdup (gate_connector_get_id (connector))));
      g_assert_cmpstr (gate_connector_get_label (connector), ==, gate_json_get_string (object, "name"));
      g_assert_false (gate_connector_is_clear_text (connector));
      /* None of these real addresses and headers holds a secret. */
      if (found->len > 0)
        g_test_message ("%s: %s", name, gate_json_get_string (object, "url"));
      g_assert_cmpuint (found->len, ==, 0);
    }
}

static void
find_files (const char *folder,
            const char *wanted,
            GPtrArray  *paths)
{
  g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir && (name = g_dir_read_name (dir)))
    {
      g_autofree char *child = g_build_filename (folder, name, NULL);

      if (g_str_equal (name, wanted))
        g_ptr_array_add (paths, g_steal_pointer (&child));
      else if (g_file_test (child, G_FILE_TEST_IS_DIR) && !g_file_test (child, G_FILE_TEST_IS_SYMLINK))
        find_files (child, wanted, paths);
    }
}

/* All of the real plugins' files are read, and none of their entries is refused. */
static void
test_plugin_files (void)
{
  const char *data = get_data ();
  if (!data)
    return;

  g_autoptr(GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
  guint entries = 0;

  find_files (data, ".mcp.json", paths);
  g_assert_cmpuint (paths->len, >=, 20);
  for (guint i = 0; i < paths->len; i++)
    {
      g_autoptr(GError) error = NULL;
      g_autofree char *text = NULL;

      g_file_get_contents (paths->pdata[i], &text, NULL, &error);
      g_assert_no_error (error);
      g_autoptr(GPtrArray) candidates = gate_import_parse (NULL, paths->pdata[i], text, -1, &error);
      g_assert_no_error (error);
      for (guint j = 0; j < candidates->len; j++)
        {
          const GateImportCandidate *candidate = candidates->pdata[j];

          if (candidate->problem)
            g_test_message ("%s: %s: %s", candidate->source, candidate->name, candidate->problem);
          g_assert_null (candidate->problem);
          g_assert_cmpuint (candidate->secrets->len, ==, 0);
          entries++;
        }
    }
  g_test_message ("%u entries in %u files", entries, paths->len);
}

/* Where we differ from Claude Code on purpose. */
static const struct {
  const char *id;
  gboolean    accepted;
  const char *why;
} differences[] = {
  { "mcp-ws", FALSE, "WebSocket is no transport of MCP" },
  { "mcp-oauth-bigport", FALSE, "a port of 70000 cannot work" },
  { "mcp-cred-url", FALSE, "a password in an address is sent to whoever logs addresses" },
  { "mcp-notype", TRUE, "what is meant is plain; it is warned about" },
};

/* The entries of a plugin's .mcp.json, by the rule of the first one that is wrong. */
static gboolean
accepts (const char *text)
{
  g_autoptr(GPtrArray) candidates = gate_import_parse ("mcp-json", ".mcp.json", text, -1, NULL);

  for (guint i = 0; candidates && i < candidates->len; i++)
    if (((GateImportCandidate *) candidates->pdata[i])->problem)
      return FALSE;
  return candidates != NULL;
}

static void
check_case (JsonObject *object)
{
  const char *id = gate_json_get_string (object, "id");
  JsonObject *files = gate_json_get_object (object, "files");
  const char *text = files ? gate_json_get_string (files, ".mcp.json") : NULL;
  gboolean expected = gate_json_get_boolean (object, "accepted", FALSE);

  /* An array or an empty document has no entries: whether a plugin may bring one is the plugin room's business. */
  if (!g_str_has_prefix (id, "mcp-") || !text || g_str_equal (id, "mcp-array"))
    return;
  for (guint i = 0; i < G_N_ELEMENTS (differences); i++)
    if (g_str_equal (differences[i].id, id))
      {
        g_assert_cmpint (differences[i].accepted, !=, expected);
        expected = differences[i].accepted;
      }
  g_test_message ("%s: %s", id, expected ? "accepted" : "refused");
  g_assert_cmpint (accepts (text), ==, expected);
}

static void
test_validation_cases (void)
{
  const char *data = get_data ();
  if (!data)
    return;

  g_autofree char *path = g_build_filename (data, "plugin-validation-cases.jsonl", NULL);
  g_autofree char *text = NULL;
  g_autoptr(GError) error = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  g_auto(GStrv) lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i]; i++)
    {
      if (!*lines[i])
        continue;
      g_autoptr(JsonNode) node = gate_json_parse (lines[i], -1, GATE_JSON_DOCUMENT_LIMIT, &error);
      g_assert_no_error (error);
      check_case (json_node_get_object (node));
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/connectors/shared-data/known-connectors", test_known_connectors);
  g_test_add_func ("/connectors/shared-data/plugin-files", test_plugin_files);
  g_test_add_func ("/connectors/shared-data/validation-cases", test_validation_cases);
  return g_test_run ();
}
