// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-import-format.h"

#include "gate-json.h"
#include "gate-mcp-json.h"

#include <string.h>

static void
add_paths (GStrvBuilder *paths)
{
  g_autofree char *path = g_build_filename (g_get_home_dir (), ".cursor", "mcp.json", NULL);

  g_strv_builder_add (paths, path);
}

static gboolean
matches (JsonObject *root,
         const char *path)
{
  return strstr (path, "/.cursor/") != NULL;
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

const GateImportFormat gate_import_cursor = { "cursor", "Cursor", add_paths, matches, read_document };
