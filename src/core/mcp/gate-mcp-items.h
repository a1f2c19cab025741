// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

/* The things that a server lists, one type a file. */
#include "gate-mcp-prompt.h"
#include "gate-mcp-resource.h"
#include "gate-mcp-skill.h"
#include "gate-mcp-template.h"
#include "gate-mcp-tool.h"

G_BEGIN_DECLS

/**
 * GateMcpListKind:
 *
 * Which list to fetch: tools/list, resources/list, resources/templates/list, prompts/list, skills/list.
 */
typedef enum {
  GATE_MCP_LIST_TOOLS,
  GATE_MCP_LIST_RESOURCES,
  GATE_MCP_LIST_TEMPLATES,
  GATE_MCP_LIST_PROMPTS,
  GATE_MCP_LIST_SKILLS,
} GateMcpListKind;

G_END_DECLS
