// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * GateMcpEra:
 * @GATE_MCP_ERA_UNKNOWN: not yet connected
 * @GATE_MCP_ERA_LEGACY: 2024-11-05 … 2025-11-25, initialize and sessions
 * @GATE_MCP_ERA_MODERN: 2026-07-28, stateless
 */
typedef enum {
  GATE_MCP_ERA_UNKNOWN,
  GATE_MCP_ERA_LEGACY,
  GATE_MCP_ERA_MODERN,
} GateMcpEra;

#define GATE_TYPE_MCP_ERA (gate_mcp_era_get_type ())

GType gate_mcp_era_get_type (void) G_GNUC_CONST;

/* The version to offer first in each era. */
#define GATE_MCP_MODERN_VERSION "2026-07-28"
#define GATE_MCP_LEGACY_VERSION "2025-11-25"

gboolean    gate_mcp_version_is_legacy   (const char         *version);
const char *gate_mcp_version_pick_modern (const char *const  *versions);

G_END_DECLS
