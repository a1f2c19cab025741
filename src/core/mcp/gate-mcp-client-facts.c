// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-mcp-client-private.h"

#include "gate-json.h"

/**
 * gate_mcp_client_set_name:
 * @self: a client
 * @name: (nullable): the connector's name, shown in questions of the server
 */
void
gate_mcp_client_set_name (GateMcpClient *self,
                          const char    *name)
{
  if (g_strcmp0 (gate_mcp_host_get_name (self->host), name) == 0)
    return;
  gate_mcp_host_set_name (self->host, name);
  g_object_notify (G_OBJECT (self), "name");
}

/**
 * gate_mcp_client_set_limits:
 * @self: a client
 * @limits: (nullable): what holds from the next connection on
 */
void
gate_mcp_client_set_limits (GateMcpClient       *self,
                            const GateMcpLimits *limits)
{
  gate_mcp_keeper_set_limits (self->keeper, limits);
}

/**
 * gate_mcp_client_set_roots:
 * @self: a client
 * @uris: (nullable): the `file://` addresses that the server may look at; %NULL: roots are not declared at all
 *
 * Sets the roots. A connected server that was told of roots is told that they changed.
 */
void
gate_mcp_client_set_roots (GateMcpClient     *self,
                           const char *const *uris)
{
  GateMcpConnection *connection = gate_mcp_keeper_get_connection (self->keeper);
  g_auto(GStrv) old = g_steal_pointer (&self->roots);

  self->roots = g_strdupv ((char **) uris);
  gate_mcp_host_set_roots (self->host, uris);
  if (connection && old && uris && gate_mcp_connection_get_era (connection) == GATE_MCP_ERA_LEGACY)
    gate_mcp_connection_notify (connection, "notifications/roots/list_changed", NULL);
  g_object_notify (G_OBJECT (self), "roots");
}

/**
 * gate_mcp_client_set_era_hint:
 * @self: a client
 * @era: the era to expect
 */
void
gate_mcp_client_set_era_hint (GateMcpClient *self,
                              GateMcpEra     era)
{
  gate_mcp_keeper_set_hint (self->keeper, era);
}

/**
 * gate_mcp_client_set_watch:
 * @self: a client
 * @watch: whether to be told when lists change
 */
void
gate_mcp_client_set_watch (GateMcpClient *self,
                           gboolean       watch)
{
  if (self->watch == watch)
    return;
  self->watch = watch;
  gate_mcp_subscriptions_set_watch (self->subscriptions, watch);
  g_object_notify (G_OBJECT (self), "watch");
}

/**
 * gate_mcp_client_set_extension:
 * @self: a client
 * @id: the extension's id
 * @settings: (nullable): what to declare; %NULL: nothing
 */
void
gate_mcp_client_set_extension (GateMcpClient *self,
                               const char    *id,
                               JsonObject    *settings)
{
  gate_mcp_host_set_extension (self->host, id, settings);
}

/**
 * gate_mcp_client_get_era:
 * @self: a client
 *
 * Returns: the era of the connection that is or was open
 */
GateMcpEra
gate_mcp_client_get_era (GateMcpClient *self)
{
  return self->latest ? gate_mcp_connection_get_era (self->latest) : GATE_MCP_ERA_UNKNOWN;
}

/**
 * gate_mcp_client_get_protocol_version:
 * @self: a client
 *
 * Returns: (nullable): the version that was agreed on
 */
const char *
gate_mcp_client_get_protocol_version (GateMcpClient *self)
{
  return self->latest ? gate_mcp_connection_get_version (self->latest) : NULL;
}

/**
 * gate_mcp_client_get_server_info:
 * @self: a client
 *
 * Returns: (transfer none) (nullable): what the server says of itself; never a base for decisions
 */
JsonObject *
gate_mcp_client_get_server_info (GateMcpClient *self)
{
  return self->latest ? gate_mcp_connection_get_server_info (self->latest) : NULL;
}

/**
 * gate_mcp_client_get_capabilities:
 * @self: a client
 *
 * Returns: (transfer none) (nullable): what the server can do
 */
JsonObject *
gate_mcp_client_get_capabilities (GateMcpClient *self)
{
  return self->latest ? gate_mcp_connection_get_capabilities (self->latest) : NULL;
}

/**
 * gate_mcp_client_get_instructions:
 * @self: a client
 *
 * Returns: (nullable): how to use the server, in its own words
 */
const char *
gate_mcp_client_get_instructions (GateMcpClient *self)
{
  return self->latest ? gate_mcp_connection_get_instructions (self->latest) : NULL;
}

/**
 * gate_mcp_client_has_capability:
 * @self: a client
 * @name: "tools", "resources", …, or the id of an extension
 *
 * Returns: %TRUE when the server has it
 */
gboolean
gate_mcp_client_has_capability (GateMcpClient *self,
                                const char    *name)
{
  JsonObject *capabilities = gate_mcp_client_get_capabilities (self);

  return gate_json_get (capabilities, name) || gate_json_get (gate_json_get_object (capabilities, "extensions"), name);
}

/**
 * gate_mcp_client_dup_log:
 * @self: a client
 *
 * Returns: (transfer full) (nullable): the last lines that a local server wrote to its standard error
 */
char *
gate_mcp_client_dup_log (GateMcpClient *self)
{
  return gate_mcp_keeper_dup_log (self->keeper);
}

/**
 * gate_mcp_client_dup_context:
 * @self: a client
 *
 * Returns: (transfer full): the authorization context that private answers belong to
 */
char *
gate_mcp_client_dup_context (GateMcpClient *self)
{
  return gate_mcp_target_dup_context (self->target);
}
