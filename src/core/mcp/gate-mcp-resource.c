// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-mcp-resource.h"

#include "gate-i18n.h"
#include "gate-mcp-item-private.h"

GATE_MCP_DEFINE_ITEM (GateMcpResource, gate_mcp_resource)

/**
 * gate_mcp_resource_new_from_json:
 * @node: an entry of resources/list
 * @error: return location for an error
 *
 * Sets %GATE_ERROR_PROTOCOL where the entry has no address or name.
 *
 * Returns: (transfer full): a resource
 */
GateMcpResource *
gate_mcp_resource_new_from_json (JsonNode  *node,
                                 GError   **error)
{
  return gate_mcp_item_check (node, _("resource"), error, "uri", "name", NULL) ? gate_mcp_resource_new_for (node) : NULL;
}

/**
 * gate_mcp_resource_get_source:
 * @self: a resource
 *
 * Returns: (transfer none): the entry as the server sent it
 */
JsonNode *
gate_mcp_resource_get_source (GateMcpResource *self)
{
  return self->source;
}

/**
 * gate_mcp_resource_get_uri:
 * @self: a resource
 *
 * Returns: its address
 */
const char *
gate_mcp_resource_get_uri (GateMcpResource *self)
{
  return gate_json_get_string (self->object, "uri");
}

/**
 * gate_mcp_resource_get_name:
 * @self: a resource
 *
 * Returns: its name
 */
const char *
gate_mcp_resource_get_name (GateMcpResource *self)
{
  return gate_json_get_string (self->object, "name");
}

/**
 * gate_mcp_resource_get_display_name:
 * @self: a resource
 *
 * Returns: its title, else its name; the server's words, not yet made visible
 */
const char *
gate_mcp_resource_get_display_name (GateMcpResource *self)
{
  const char *title = gate_json_get_string (self->object, "title");

  return title && *title ? title : gate_mcp_resource_get_name (self);
}

/**
 * gate_mcp_resource_get_description:
 * @self: a resource
 *
 * Returns: (nullable): what it is, in the server's words
 */
const char *
gate_mcp_resource_get_description (GateMcpResource *self)
{
  return gate_json_get_string (self->object, "description");
}

/**
 * gate_mcp_resource_get_mime_type:
 * @self: a resource
 *
 * Returns: (nullable): its media type
 */
const char *
gate_mcp_resource_get_mime_type (GateMcpResource *self)
{
  return gate_json_get_string (self->object, "mimeType");
}

/**
 * gate_mcp_resource_get_size:
 * @self: a resource
 *
 * Returns: its bytes, or -1 where the server does not say
 */
gint64
gate_mcp_resource_get_size (GateMcpResource *self)
{
  return MAX (gate_json_get_int (self->object, "size", -1), -1);
}
