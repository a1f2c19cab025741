// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-mcp-era.h"

G_DEFINE_ENUM_TYPE (GateMcpEra, gate_mcp_era,
                    G_DEFINE_ENUM_VALUE (GATE_MCP_ERA_UNKNOWN, "unknown"),
                    G_DEFINE_ENUM_VALUE (GATE_MCP_ERA_LEGACY, "legacy"),
                    G_DEFINE_ENUM_VALUE (GATE_MCP_ERA_MODERN, "modern"))

static const char *const legacy_versions[] = { "2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05", "2024-10-07", NULL };
static const char *const modern_versions[] = { GATE_MCP_MODERN_VERSION, NULL };

/**
 * gate_mcp_version_is_legacy:
 * @version: (nullable): what a server answered to initialize
 *
 * Returns: %TRUE when it is a version with the initialize handshake that we speak
 */
gboolean
gate_mcp_version_is_legacy (const char *version)
{
  return version && g_strv_contains (legacy_versions, version);
}

/**
 * gate_mcp_version_pick_modern:
 * @versions: (nullable): what a server supports
 *
 * Returns: (nullable): the newest stateless version that both sides speak
 */
const char *
gate_mcp_version_pick_modern (const char *const *versions)
{
  for (guint i = 0; versions && modern_versions[i]; i++)
    if (g_strv_contains (versions, modern_versions[i]))
      return modern_versions[i];
  return NULL;
}
