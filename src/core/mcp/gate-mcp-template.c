// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-mcp-template.h"

#include "gate-i18n.h"
#include "gate-mcp-item-private.h"
#include "gate-uri-template.h"

GATE_MCP_DEFINE_ITEM (GateMcpTemplate, gate_mcp_template)

/**
 * gate_mcp_template_new_from_json:
 * @node: an entry of resources/templates/list
 * @error: return location for an error
 *
 * Sets %GATE_ERROR_PROTOCOL where the entry has no template or name.
 *
 * Returns: (transfer full): a template
 */
GateMcpTemplate *
gate_mcp_template_new_from_json (JsonNode  *node,
                                 GError   **error)
{
  return gate_mcp_item_check (node, _("resource template"), error, "uriTemplate", "name", NULL) ? gate_mcp_template_new_for (node) : NULL;
}

/**
 * gate_mcp_template_get_source:
 * @self: a template
 *
 * Returns: (transfer none): the entry as the server sent it
 */
JsonNode *
gate_mcp_template_get_source (GateMcpTemplate *self)
{
  return self->source;
}

/**
 * gate_mcp_template_get_uri_template:
 * @self: a template
 *
 * Returns: the template, RFC 6570
 */
const char *
gate_mcp_template_get_uri_template (GateMcpTemplate *self)
{
  return gate_json_get_string (self->object, "uriTemplate");
}

/**
 * gate_mcp_template_get_name:
 * @self: a template
 *
 * Returns: its name
 */
const char *
gate_mcp_template_get_name (GateMcpTemplate *self)
{
  return gate_json_get_string (self->object, "name");
}

/**
 * gate_mcp_template_get_display_name:
 * @self: a template
 *
 * Returns: its title, else its name; the server's words, not yet made visible
 */
const char *
gate_mcp_template_get_display_name (GateMcpTemplate *self)
{
  const char *title = gate_json_get_string (self->object, "title");

  return title && *title ? title : gate_mcp_template_get_name (self);
}

/**
 * gate_mcp_template_get_description:
 * @self: a template
 *
 * Returns: (nullable): what it is, in the server's words
 */
const char *
gate_mcp_template_get_description (GateMcpTemplate *self)
{
  return gate_json_get_string (self->object, "description");
}

/**
 * gate_mcp_template_get_mime_type:
 * @self: a template
 *
 * Returns: (nullable): the media type of what its addresses lead to
 */
const char *
gate_mcp_template_get_mime_type (GateMcpTemplate *self)
{
  return gate_json_get_string (self->object, "mimeType");
}

/**
 * gate_mcp_template_dup_variables:
 * @self: a template
 *
 * Returns: (transfer full): the names of its variables, in order, each once; empty where the template is malformed
 */
char **
gate_mcp_template_dup_variables (GateMcpTemplate *self)
{
  return gate_uri_template_dup_variables (gate_mcp_template_get_uri_template (self));
}

/**
 * gate_mcp_template_expand:
 * @self: a template
 * @values: a value for each variable: a string, number or boolean, a list, or an object; a missing one is left out
 * @error: return location for an error
 *
 * Sets %GATE_ERROR_INVALID where the template is malformed.
 *
 * Returns: (transfer full): the address
 */
char *
gate_mcp_template_expand (GateMcpTemplate  *self,
                          JsonObject       *values,
                          GError          **error)
{
  return gate_uri_template_expand (gate_mcp_template_get_uri_template (self), values, error);
}
