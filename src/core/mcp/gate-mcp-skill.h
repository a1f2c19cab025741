// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

#define GATE_TYPE_MCP_SKILL (gate_mcp_skill_get_type ())

/**
 * GateMcpSkill:
 *
 * A skill that a server offers (SEP-2640). Immutable; `source` is the entry as the server sent it, unknown
 * members included.
 */
G_DECLARE_FINAL_TYPE (GateMcpSkill, gate_mcp_skill, GATE, MCP_SKILL, GObject)

GateMcpSkill       *gate_mcp_skill_new_from_json   (JsonNode      *node,
                                                    GError       **error) G_GNUC_WARN_UNUSED_RESULT;
JsonNode           *gate_mcp_skill_get_source      (GateMcpSkill  *self);
const char         *gate_mcp_skill_get_uri         (GateMcpSkill  *self);
const char         *gate_mcp_skill_get_name        (GateMcpSkill  *self);
const char         *gate_mcp_skill_get_description (GateMcpSkill  *self);
JsonObject         *gate_mcp_skill_get_frontmatter (GateMcpSkill  *self);
/* The URIs of its files; NULL where they are dynamic. */
const char * const *gate_mcp_skill_get_files       (GateMcpSkill  *self);
/* What a file must be before it may be used. */
gboolean            gate_mcp_skill_verify          (GateMcpSkill  *self,
                                                    const char    *uri,
                                                    GBytes        *content,
                                                    GError       **error);

G_END_DECLS
