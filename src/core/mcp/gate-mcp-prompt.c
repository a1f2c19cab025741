// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-mcp-prompt.h"

#include "gate-i18n.h"
#include "gate-mcp-item-private.h"

GATE_MCP_DEFINE_ITEM (GateMcpPrompt, gate_mcp_prompt)

/**
 * gate_mcp_prompt_new_from_json:
 * @node: an entry of prompts/list
 * @error: return location for an error
 *
 * Sets %GATE_ERROR_PROTOCOL where the entry has no name.
 *
 * Returns: (transfer full): a prompt
 */
GateMcpPrompt *
gate_mcp_prompt_new_from_json (JsonNode  *node,
                               GError   **error)
{
  return gate_mcp_item_check (node, _("prompt"), error, "name", NULL) ? gate_mcp_prompt_new_for (node) : NULL;
}

/**
 * gate_mcp_prompt_get_source:
 * @self: a prompt
 *
 * Returns: (transfer none): the entry as the server sent it
 */
JsonNode *
gate_mcp_prompt_get_source (GateMcpPrompt *self)
{
  return self->source;
}

/**
 * gate_mcp_prompt_get_name:
 * @self: a prompt
 *
 * Returns: the name to ask for
 */
const char *
gate_mcp_prompt_get_name (GateMcpPrompt *self)
{
  return gate_json_get_string (self->object, "name");
}

/**
 * gate_mcp_prompt_get_display_name:
 * @self: a prompt
 *
 * Returns: its title, else its name; the server's words, not yet made visible
 */
const char *
gate_mcp_prompt_get_display_name (GateMcpPrompt *self)
{
  const char *title = gate_json_get_string (self->object, "title");

  return title && *title ? title : gate_mcp_prompt_get_name (self);
}

/**
 * gate_mcp_prompt_get_description:
 * @self: a prompt
 *
 * Returns: (nullable): what it does, in the server's words
 */
const char *
gate_mcp_prompt_get_description (GateMcpPrompt *self)
{
  return gate_json_get_string (self->object, "description");
}

/**
 * gate_mcp_prompt_get_n_arguments:
 * @self: a prompt
 *
 * Returns: how many arguments it takes
 */
guint
gate_mcp_prompt_get_n_arguments (GateMcpPrompt *self)
{
  JsonArray *arguments = gate_json_get_array (self->object, "arguments");

  return arguments ? json_array_get_length (arguments) : 0;
}

static JsonObject *
get_argument (GateMcpPrompt *self,
              guint          index)
{
  if (index >= gate_mcp_prompt_get_n_arguments (self))
    return NULL;
  return gate_json_node_object (json_array_get_element (gate_json_get_array (self->object, "arguments"), index));
}

/**
 * gate_mcp_prompt_get_argument_name:
 * @self: a prompt
 * @index: which argument
 *
 * Returns: (nullable): its name; %NULL where the server gave none
 */
const char *
gate_mcp_prompt_get_argument_name (GateMcpPrompt *self,
                                   guint          index)
{
  JsonObject *argument = get_argument (self, index);

  return argument ? gate_json_get_string (argument, "name") : NULL;
}

/**
 * gate_mcp_prompt_get_argument_description:
 * @self: a prompt
 * @index: which argument
 *
 * Returns: (nullable): what it means, in the server's words
 */
const char *
gate_mcp_prompt_get_argument_description (GateMcpPrompt *self,
                                          guint          index)
{
  JsonObject *argument = get_argument (self, index);

  return argument ? gate_json_get_string (argument, "description") : NULL;
}

/**
 * gate_mcp_prompt_get_argument_required:
 * @self: a prompt
 * @index: which argument
 *
 * Returns: %TRUE when the prompt cannot do without it
 */
gboolean
gate_mcp_prompt_get_argument_required (GateMcpPrompt *self,
                                       guint          index)
{
  JsonObject *argument = get_argument (self, index);

  return argument && gate_json_get_boolean (argument, "required", FALSE);
}
