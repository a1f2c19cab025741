// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-mcp-connection-private.h"

#include "gate-config.h"
#include "gate-json.h"
#include "gate-property.h"

#define META "io.modelcontextprotocol/"
#define CLIENT_NAME "gatehouse"
#define CLIENT_TITLE "Gatehouse"

/**
 * gate_mcp_connection_set_protocol:
 * @self: a connection
 * @era: whose rules hold from now on
 * @version: (nullable): the version, once agreed on or while probing
 */
void
gate_mcp_connection_set_protocol (GateMcpConnection *self,
                                  GateMcpEra         era,
                                  const char        *version)
{
  self->era = era;
  gate_set_str (&self->version, version);
  gate_mcp_transport_set_protocol (self->transport, era, version);
}

/**
 * gate_mcp_connection_take_facts:
 * @self: a connection
 * @result: the result of initialize or server/discover
 *
 * Keeps what the server says of itself.
 */
void
gate_mcp_connection_take_facts (GateMcpConnection *self,
                                JsonObject        *result)
{
  JsonObject *meta = gate_json_get_object (result, "_meta");
  JsonObject *info = gate_json_get_object (meta, META "serverInfo");
  JsonObject *capabilities = gate_json_get_object (result, "capabilities");

  if (!info)
    info = gate_json_get_object (result, "serverInfo");
  g_clear_pointer (&self->server_info, json_object_unref);
  self->server_info = info ? json_object_ref (info) : NULL;
  g_clear_pointer (&self->capabilities, json_object_unref);
  self->capabilities = capabilities ? json_object_ref (capabilities) : json_object_new ();
  gate_set_str (&self->instructions, gate_json_get_string (result, "instructions"));
}

/**
 * gate_mcp_connection_dup_client_info:
 * @self: a connection
 *
 * Returns: (transfer full): what we say of ourselves
 */
JsonObject *
gate_mcp_connection_dup_client_info (GateMcpConnection *self)
{
  JsonObject *info = json_object_new ();

  json_object_set_string_member (info, "name", CLIENT_NAME);
  json_object_set_string_member (info, "title", CLIENT_TITLE);
  json_object_set_string_member (info, "version", GATE_VERSION);
  return info;
}

/**
 * gate_mcp_connection_dup_declaration:
 * @self: a connection
 *
 * Returns: (transfer full): the client capabilities to declare in this era
 */
JsonObject *
gate_mcp_connection_dup_declaration (GateMcpConnection *self)
{
  return gate_mcp_host_dup_capabilities (self->host, self->era);
}

/**
 * gate_mcp_connection_get_target:
 * @self: a connection
 *
 * Returns: (transfer none): which server it leads to
 */
GateMcpTarget *
gate_mcp_connection_get_target (GateMcpConnection *self)
{
  return self->target;
}

/**
 * gate_mcp_connection_get_transport:
 * @self: a connection
 *
 * Returns: (transfer none) (nullable): what carries its messages
 */
GateMcpTransport *
gate_mcp_connection_get_transport (GateMcpConnection *self)
{
  return self->transport;
}

/**
 * gate_mcp_connection_get_limits:
 * @self: a connection
 *
 * Returns: (transfer none): its limits, resolved
 */
const GateMcpLimits *
gate_mcp_connection_get_limits (GateMcpConnection *self)
{
  return &self->limits;
}

/**
 * gate_mcp_connection_is_lost:
 * @self: a connection
 *
 * Returns: %TRUE when it was lost or closed
 */
gboolean
gate_mcp_connection_is_lost (GateMcpConnection *self)
{
  return self->is_lost;
}

/**
 * gate_mcp_connection_is_http:
 * @self: a connection
 *
 * Returns: %TRUE when it goes over Streamable HTTP
 */
gboolean
gate_mcp_connection_is_http (GateMcpConnection *self)
{
  return self->transport && gate_mcp_transport_is_http (self->transport);
}

/**
 * gate_mcp_connection_get_era:
 * @self: a connection
 *
 * Returns: whose rules hold
 */
GateMcpEra
gate_mcp_connection_get_era (GateMcpConnection *self)
{
  return self->era;
}

/**
 * gate_mcp_connection_get_version:
 * @self: a connection
 *
 * Returns: (nullable): the version that was agreed on
 */
const char *
gate_mcp_connection_get_version (GateMcpConnection *self)
{
  return self->version;
}

/**
 * gate_mcp_connection_get_server_info:
 * @self: a connection
 *
 * Returns: (transfer none) (nullable): what the server says of itself
 */
JsonObject *
gate_mcp_connection_get_server_info (GateMcpConnection *self)
{
  return self->server_info;
}

/**
 * gate_mcp_connection_get_capabilities:
 * @self: a connection
 *
 * Returns: (transfer none): what the server can do, empty before it has said so
 */
JsonObject *
gate_mcp_connection_get_capabilities (GateMcpConnection *self)
{
  return self->capabilities;
}

/**
 * gate_mcp_connection_get_instructions:
 * @self: a connection
 *
 * Returns: (nullable): how to use the server, in its own words
 */
const char *
gate_mcp_connection_get_instructions (GateMcpConnection *self)
{
  return self->instructions;
}

/**
 * gate_mcp_connection_get_time:
 * @self: a connection
 *
 * Returns: microseconds on the clock of time limits, which stands while a person is asked
 */
gint64
gate_mcp_connection_get_time (GateMcpConnection *self)
{
  return gate_rpc_peer_get_time (self->peer);
}

/**
 * gate_mcp_connection_set_log_level:
 * @self: a connection
 * @level: (nullable): what requests of the modern era ask for from now on
 */
void
gate_mcp_connection_set_log_level (GateMcpConnection *self,
                                   const char        *level)
{
  gate_set_str (&self->log_level, level);
}
