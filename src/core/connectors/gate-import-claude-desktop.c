// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-import-format.h"

#include "gate-json.h"
#include "gate-mcp-json.h"

#define FILE_NAME "claude_desktop_config.json"

static void
add_paths (GStrvBuilder *paths)
{
  g_autofree char *path = gate_import_dup_config_path ("Claude", FILE_NAME, NULL);

  g_strv_builder_add (paths, path);
}

static gboolean
matches (JsonObject *root,
         const char *path)
{
  return g_str_has_suffix (path, "/" FILE_NAME);
}

static gboolean
read_document (GateImportReading  *reading,
               JsonObject         *root,
               GError            **error)
{
  JsonObject *servers = gate_json_get_object (root, GATE_MCP_JSON_SERVERS);

  if (!servers)
    return gate_import_fail_no_servers (GATE_MCP_JSON_SERVERS, error);
  gate_import_add_map (reading, NULL, servers);
  return TRUE;
}

const GateImportFormat gate_import_claude_desktop = { "claude-desktop", "Claude Desktop", add_paths, matches, read_document };
