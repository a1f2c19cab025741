// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-import-format.h"

#include "gate-json.h"

static const char *const editions[] = { "Code", "Code - Insiders", "VSCodium", "Code - OSS" };
static const char *const file_names[] = { "mcp.json", "settings.json" };

/* Flatpaks keep their configuration below their own directory. */
static const struct {
  const char *id;
  const char *edition;
} flatpaks[] = {
  { "com.visualstudio.code", "Code" },
  { "com.vscodium.codium", "VSCodium" },
};

static void
add_paths (GStrvBuilder *paths)
{
  for (guint i = 0; i < G_N_ELEMENTS (editions); i++)
    for (guint j = 0; j < G_N_ELEMENTS (file_names); j++)
      {
        g_autofree char *path = gate_import_dup_config_path (editions[i], "User", file_names[j], NULL);
        g_strv_builder_add (paths, path);
      }
  for (guint i = 0; i < G_N_ELEMENTS (flatpaks); i++)
    for (guint j = 0; j < G_N_ELEMENTS (file_names); j++)
      {
        g_autofree char *path = g_build_filename (g_get_home_dir (), ".var", "app", flatpaks[i].id, "config",
                                                  flatpaks[i].edition, "User", file_names[j], NULL);
        g_strv_builder_add (paths, path);
      }
}

static gboolean
matches (JsonObject *root,
         const char *path)
{
  JsonObject *mcp = gate_json_get_object (root, "mcp");
  return gate_json_get_object (root, "servers") || (mcp && gate_json_get_object (mcp, "servers"));
}

/* A file of its own, or the member "mcp" of the settings. Settings without it are no error: most people have none there. */
static gboolean
read_document (GateImportReading  *reading,
               JsonObject         *root,
               GError            **error)
{
  JsonObject *mcp = gate_json_get_object (root, "mcp");
  JsonObject *where = gate_json_get_object (root, "servers") || !mcp ? root : mcp;
  JsonObject *servers = gate_json_get_object (where, "servers");

  if (!servers && !g_str_has_suffix (reading->path, "settings.json"))
    return gate_import_fail_no_servers ("servers", error);
  reading->inputs = gate_json_get_array (where, "inputs");
  if (servers)
    gate_import_add_map (reading, NULL, servers);
  return TRUE;
}

const GateImportFormat gate_import_vscode = { "vscode", "VS Code", add_paths, matches, read_document };
