// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-import-format.h"

#include "gate-json.h"
#include "gate-mcp-json.h"

#define FILE_NAME ".claude.json"

static void
add_paths (GStrvBuilder *paths)
{
  const char *directory = g_getenv ("CLAUDE_CONFIG_DIR");
  g_autofree char *path = g_build_filename (directory && *directory ? directory : g_get_home_dir (), FILE_NAME, NULL);

  g_strv_builder_add (paths, path);
}

static gboolean
matches (JsonObject *root,
         const char *path)
{
  return g_str_has_suffix (path, "/" FILE_NAME) || gate_json_get_object (root, "projects");
}

/* The servers of all projects of the person, and those of single ones. */
static gboolean
read_document (GateImportReading  *reading,
               JsonObject         *root,
               GError            **error)
{
  JsonObject *servers = gate_json_get_object (root, GATE_MCP_JSON_SERVERS);
  JsonObject *projects = gate_json_get_object (root, "projects");
  JsonObjectIter iter;
  const char *folder;
  JsonNode *project;

  if (!servers && !projects)
    return gate_import_fail_no_servers (GATE_MCP_JSON_SERVERS, error);
  if (servers)
    gate_import_add_map (reading, NULL, servers);
  if (projects)
    json_object_iter_init_ordered (&iter, projects);
  while (projects && json_object_iter_next_ordered (&iter, &folder, &project))
    {
      JsonObject *object = gate_json_node_object (project);
      JsonObject *inner = object ? gate_json_get_object (object, GATE_MCP_JSON_SERVERS) : NULL;

      if (inner)
        gate_import_add_map (reading, folder, inner);
    }
  return TRUE;
}

const GateImportFormat gate_import_claude_code = { "claude-code", "Claude Code", add_paths, matches, read_document };
