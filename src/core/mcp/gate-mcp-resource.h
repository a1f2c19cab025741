// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

#define GATE_TYPE_MCP_RESOURCE (gate_mcp_resource_get_type ())

/**
 * GateMcpResource:
 *
 * A resource that a server offers. Immutable; `source` is the entry as the server sent it, unknown
 * members included.
 */
G_DECLARE_FINAL_TYPE (GateMcpResource, gate_mcp_resource, GATE, MCP_RESOURCE, GObject)

GateMcpResource *gate_mcp_resource_new_from_json    (JsonNode         *node,
                                                     GError          **error) G_GNUC_WARN_UNUSED_RESULT;
JsonNode        *gate_mcp_resource_get_source       (GateMcpResource  *self);
const char      *gate_mcp_resource_get_uri          (GateMcpResource  *self);
const char      *gate_mcp_resource_get_name         (GateMcpResource  *self);
const char      *gate_mcp_resource_get_display_name (GateMcpResource  *self);
const char      *gate_mcp_resource_get_description  (GateMcpResource  *self);
const char      *gate_mcp_resource_get_mime_type    (GateMcpResource  *self);
/* Bytes, or -1. */
gint64           gate_mcp_resource_get_size         (GateMcpResource  *self);

G_END_DECLS
