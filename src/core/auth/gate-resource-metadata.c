// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-resource-metadata.h"

#include "gate-address.h"
#include "gate-error.h"
#include "gate-i18n.h"
#include "gate-json-record.h"
#include "gate-text.h"

#include <string.h>

#define WELL_KNOWN "/.well-known/oauth-protected-resource"
#define SERVERS_MAX 16

static const GateJsonField fields[] = {
  GATE_JSON_FIELD (GateResourceMetadata, resource, "resource", STRING, GATE_JSON_REQUIRED),
  GATE_JSON_FIELD (GateResourceMetadata, authorization_servers, "authorization_servers", STRV, GATE_JSON_OPTIONAL),
  GATE_JSON_FIELD (GateResourceMetadata, scopes_supported, "scopes_supported", STRV, GATE_JSON_LENIENT),
  GATE_JSON_FIELD (GateResourceMetadata, dpop_algorithms, "dpop_signing_alg_values_supported", STRV, GATE_JSON_LENIENT),
  GATE_JSON_FIELD (GateResourceMetadata, dpop_required, "dpop_bound_access_tokens_required", BOOLEAN, GATE_JSON_LENIENT),
  { NULL }
};

/**
 * gate_resource_metadata_ref:
 * @self: metadata
 *
 * Returns: (transfer full): the same
 */
GateResourceMetadata *
gate_resource_metadata_ref (GateResourceMetadata *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * gate_resource_metadata_unref:
 * @self: (transfer full) (nullable): metadata
 *
 * Gives up a reference.
 */
void
gate_resource_metadata_unref (GateResourceMetadata *self)
{
  if (!self || !g_atomic_ref_count_dec (&self->ref_count))
    return;
  gate_json_record_clear (fields, self);
  g_free (self);
}

/* RFC 9728 §3.3 wants the very address; servers in the field publish their origin, or the folder that the address stands in. */
static gboolean
check_resource (GateResourceMetadata  *self,
                GUri                  *server,
                GError               **error)
{
  g_autoptr(GUri) resource = gate_address_parse_sent (self->resource, _("resource of the sign-in metadata"), error);

  if (!resource)
    return FALSE;
  if (!gate_address_covers (resource, server))
    {
      g_autofree char *visible = gate_text_make_visible (self->resource, GATE_TEXT_LINE);
      g_autofree char *shown = gate_text_shorten (visible, 100);

      gate_error_set (error, GATE_ERROR_UNTRUSTED, GATE_LAYER_SIGNED_IN,
                      _("Check the connector’s address; if it is right, report it to the service."),
                      _("%s says that its sign-in is for another resource, %s; nothing was sent there"), g_uri_get_host (server), shown);
      return FALSE;
    }
  return TRUE;
}

static gboolean
check_servers (GateResourceMetadata  *self,
               GUri                  *server,
               GError               **error)
{
  guint count = self->authorization_servers ? g_strv_length (self->authorization_servers) : 0;

  if (count == 0 || count > SERVERS_MAX)
    {
      gate_error_set (error, GATE_ERROR_PROTOCOL, GATE_LAYER_SIGNED_IN, _("Report it to the service, or name the account server in the connector."),
                      count == 0 ? _("%s names no authorization servers") : _("%s names too many authorization servers"), g_uri_get_host (server));
      return FALSE;
    }
  for (guint i = 0; i < count; i++)
    {
      g_autoptr(GUri) issuer = gate_address_parse_secure (self->authorization_servers[i], _("authorization server"), error);

      if (!issuer)
        return FALSE;
    }
  return TRUE;
}

/**
 * gate_resource_metadata_parse:
 * @text: (array length=size): the document
 * @size: its size in bytes
 * @server: the server's address
 * @error: set to %GATE_ERROR_PROTOCOL or %GATE_ERROR_UNTRUSTED
 *
 * Reads and checks the metadata of a protected resource (RFC 9728 §3.2, §3.3; MCP authorization). Metadata that speak for another
 * resource are refused before any authorization server is asked.
 *
 * Returns: (transfer full) (nullable): the metadata
 */
GateResourceMetadata *
gate_resource_metadata_parse (const char  *text,
                              gsize        size,
                              GUri        *server,
                              GError     **error)
{
  g_autoptr(GError) local = NULL;
  g_autoptr(JsonNode) node = gate_json_parse (text, (gssize) size, GATE_JSON_METADATA_LIMIT, &local);
  g_autoptr(GateResourceMetadata) self = g_new0 (GateResourceMetadata, 1);

  g_atomic_ref_count_init (&self->ref_count);
  if (!node || !gate_json_record_read (fields, node, self, &local))
    {
      gate_error_set (error, GATE_ERROR_PROTOCOL, GATE_LAYER_SIGNED_IN, _("Report it to the service."),
                      _("The sign-in metadata of %s cannot be used: %s"), g_uri_get_host (server), local->message);
      return NULL;
    }
  if (!check_resource (self, server, error) || !check_servers (self, server, error))
    return NULL;
  return g_steal_pointer (&self);
}

/**
 * gate_resource_metadata_wants_dpop:
 * @self: (nullable): metadata
 *
 * Returns: %TRUE when the resource says that it takes proofs of possession that we can make
 */
gboolean
gate_resource_metadata_wants_dpop (GateResourceMetadata *self)
{
  return self && (self->dpop_required
                  || (self->dpop_algorithms && g_strv_contains ((const char * const *) self->dpop_algorithms, "ES256")));
}

/**
 * gate_resource_metadata_addresses:
 * @server: the server's address
 *
 * Returns: (transfer full): where its metadata may be, in the order in which to look (RFC 9728 §3.1): with its path and query, then
 *   at the root
 */
char **
gate_resource_metadata_addresses (GUri *server)
{
  g_autoptr(GStrvBuilder) addresses = g_strv_builder_new ();
  g_autofree char *origin = gate_address_origin (server);
  g_autofree char *root = g_strconcat (origin, WELL_KNOWN, NULL);
  const char *path = g_uri_get_path (server);
  const char *query = g_uri_get_query (server);

  if (strcmp (path, "/") == 0)
    path = "";
  if (*path || query)
    {
      g_autofree char *address = g_strconcat (root, path, query ? "?" : "", query ? query : "", NULL);
      g_strv_builder_add (addresses, address);
    }
  g_strv_builder_add (addresses, root);
  return g_strv_builder_end (addresses);
}
