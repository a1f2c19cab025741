// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-import-format.h"

#include "gate-mcp-json.h"

static void
add_paths (GStrvBuilder *paths)
{
  g_strv_builder_add (paths, ".mcp.json");
}

static gboolean
matches (JsonObject *root,
         const char *path)
{
  return TRUE;
}

static gboolean
read_document (GateImportReading  *reading,
               JsonObject         *root,
               GError            **error)
{
  g_autoptr(JsonNode) node = json_node_init_object (json_node_alloc (), root);
  JsonObject *servers = NULL;

  if (!gate_mcp_json_find_servers (node, &servers, error))
    return FALSE;
  if (!servers)
    return gate_import_fail_no_servers (GATE_MCP_JSON_SERVERS, error);
  gate_import_add_map (reading, NULL, servers);
  return TRUE;
}

/* Projects' files, which many programs share; the format of our own file too. */
const GateImportFormat gate_import_mcp_json = { "mcp-json", ".mcp.json", add_paths, matches, read_document };
