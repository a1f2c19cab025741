// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-export.h"
#include "gate-import.h"
#include "gate-json.h"

#include <string.h>

static const struct {
  const char *name;
  const char *entry;
} entries[] = {
  { "notion", "{\"url\": \"https://mcp.notion.com/mcp\", \"headers\": {\"Authorization\": \"Bearer ${keyring:Authorization}\"}, \"gatehouse\": {\"label\": "
    "\"N\"}}" },
  { "fs", "{\"command\": \"npx\", \"args\": [\"--token\", \"${keyring:token}\"], \"env\": {\"FS_KEY\": \"${keyring:FS_KEY}\", \"API_KEY\": \"cl3ar-value\","
    " \"HOME\": \"${HOME}\"}}" },
  { "3d tools", "{\"type\": \"sse\", \"url\": \"https://x.example/sse?key=${keyring:key}\", \"oauth\": {\"clientId\": \"c\", \"clientSecret\": "
    "\"cl3ar-value\"}}" },
};

static GPtrArray *
make_connectors (void)
{
  GPtrArray *connectors = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < G_N_ELEMENTS (entries); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(JsonNode) entry = gate_json_parse (entries[i].entry, -1, GATE_JSON_DOCUMENT_LIMIT, &error);

      g_assert_no_error (error);
      g_ptr_array_add (connectors, gate_connector_new_from_json (entries[i].name, entry, GATE_CONNECTOR_ORIGIN_USER, &error));
      g_assert_no_error (error);
    }
  return connectors;
}

static void
test_variables (void)
{
  static const char *const expected[] = { "NOTION_AUTHORIZATION", "FS_TOKEN", "FS_KEY", "FS_API_KEY", "_3D_TOOLS_KEY", "_3D_TOOLS_CLIENT_SECRET", NULL };
  g_autoptr(GPtrArray) connectors = make_connectors ();
  g_auto(GStrv) variables = NULL;
  g_autoptr(JsonNode) document = gate_export_connectors (connectors, GATE_EXPORT_VARIABLES, &variables);
  g_autofree char *text = gate_json_to_text (document);

  g_assert_cmpstr (text, ==,
                   "{\"mcpServers\":{"
                   "\"notion\":{\"url\":\"https://mcp.notion.com/mcp\",\"headers\":{\"Authorization\":\"Bearer ${NOTION_AUTHORIZATION}\"},\"type\":\"http\"},"
                   "\"fs\":{\"command\":\"npx\",\"args\":[\"--token\",\"${FS_TOKEN}\"],\"env\":{\"FS_KEY\":\"${FS_KEY}\",\"API_KEY\":\"${FS_API_KEY}\","
                   "\"HOME\":\"${HOME}\"}},"
                   "\"3d tools\":{\"type\":\"sse\",\"url\":\"https://x.example/sse?key=${_3D_TOOLS_KEY}\","
                   "\"oauth\":{\"clientId\":\"c\",\"clientSecret\":\"${_3D_TOOLS_CLIENT_SECRET}\"}}}}");
  g_assert_cmpstrv (variables, expected);
}

/* What is exported for another Gatehouse comes back as it was, secrets left out. */
static void
test_there_and_back (void)
{
  g_autoptr(GPtrArray) connectors = make_connectors ();
  g_autoptr(JsonNode) document = gate_export_connectors (connectors, GATE_EXPORT_KEYRING, NULL);
  g_autofree char *text = gate_json_to_pretty_text (document);
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) candidates = gate_import_parse (NULL, "/p/export.json", text, -1, &error);

  g_assert_no_error (error);
  g_assert_null (strstr (text, "cl3ar-value"));
  g_assert_cmpuint (candidates->len, ==, G_N_ELEMENTS (entries));
  for (guint i = 0; i < candidates->len; i++)
    {
      const GateImportCandidate *candidate = candidates->pdata[i];

      g_assert_null (candidate->problem);
      g_assert_cmpuint (candidate->secrets->len, ==, 0);
      g_assert_cmpstr (candidate->name, ==, entries[i].name);
      g_assert_cmpstr (gate_connector_get_address (candidate->connector), ==, gate_connector_get_address (connectors->pdata[i]));
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/connectors/export/variables", test_variables);
  g_test_add_func ("/connectors/export/there-and-back", test_there_and_back);
  return g_test_run ();
}
