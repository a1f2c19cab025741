// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

#define GATE_TYPE_MCP_TEMPLATE (gate_mcp_template_get_type ())

/**
 * GateMcpTemplate:
 *
 * A template of resource addresses (RFC 6570). Immutable; `source` is the entry as the server sent it, unknown
 * members included.
 */
G_DECLARE_FINAL_TYPE (GateMcpTemplate, gate_mcp_template, GATE, MCP_TEMPLATE, GObject)

GateMcpTemplate *gate_mcp_template_new_from_json    (JsonNode         *node,
                                                     GError          **error) G_GNUC_WARN_UNUSED_RESULT;
JsonNode        *gate_mcp_template_get_source       (GateMcpTemplate  *self);
const char      *gate_mcp_template_get_uri_template (GateMcpTemplate  *self);
const char      *gate_mcp_template_get_name         (GateMcpTemplate  *self);
const char      *gate_mcp_template_get_display_name (GateMcpTemplate  *self);
const char      *gate_mcp_template_get_description  (GateMcpTemplate  *self);
const char      *gate_mcp_template_get_mime_type    (GateMcpTemplate  *self);
/* The names of its variables, in order. */
char           **gate_mcp_template_dup_variables    (GateMcpTemplate  *self) G_GNUC_WARN_UNUSED_RESULT;
char            *gate_mcp_template_expand           (GateMcpTemplate  *self,
                                                     JsonObject       *values,
                                                     GError          **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
