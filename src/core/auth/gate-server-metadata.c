// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-server-metadata.h"

#include "gate-address.h"
#include "gate-error.h"
#include "gate-i18n.h"
#include "gate-json-record.h"
#include "gate-text.h"

#include <string.h>

#define OAUTH_WELL_KNOWN "/.well-known/oauth-authorization-server"
#define OPENID_WELL_KNOWN "/.well-known/openid-configuration"

static const GateJsonField fields[] = {
  GATE_JSON_FIELD (GateServerMetadata, issuer, "issuer", STRING, GATE_JSON_REQUIRED),
  GATE_JSON_FIELD (GateServerMetadata, authorization_endpoint, "authorization_endpoint", STRING, GATE_JSON_OPTIONAL),
  GATE_JSON_FIELD (GateServerMetadata, token_endpoint, "token_endpoint", STRING, GATE_JSON_REQUIRED),
  GATE_JSON_FIELD (GateServerMetadata, registration_endpoint, "registration_endpoint", STRING, GATE_JSON_OPTIONAL),
  GATE_JSON_FIELD (GateServerMetadata, revocation_endpoint, "revocation_endpoint", STRING, GATE_JSON_OPTIONAL),
  GATE_JSON_FIELD (GateServerMetadata, scopes_supported, "scopes_supported", STRV, GATE_JSON_LENIENT),
  GATE_JSON_FIELD (GateServerMetadata, response_types_supported, "response_types_supported", STRV, GATE_JSON_LENIENT),
  GATE_JSON_FIELD (GateServerMetadata, grant_types_supported, "grant_types_supported", STRV, GATE_JSON_LENIENT),
  GATE_JSON_FIELD (GateServerMetadata, auth_methods_supported, "token_endpoint_auth_methods_supported", STRV, GATE_JSON_LENIENT),
  GATE_JSON_FIELD (GateServerMetadata, pkce_methods_supported, "code_challenge_methods_supported", STRV, GATE_JSON_LENIENT),
  GATE_JSON_FIELD (GateServerMetadata, dpop_algorithms, "dpop_signing_alg_values_supported", STRV, GATE_JSON_LENIENT),
  GATE_JSON_FIELD (GateServerMetadata, iss_supported, "authorization_response_iss_parameter_supported", BOOLEAN, GATE_JSON_LENIENT),
  GATE_JSON_FIELD (GateServerMetadata, client_documents_supported, "client_id_metadata_document_supported", BOOLEAN, GATE_JSON_LENIENT),
  { NULL }
};

/* The endpoints, for the checks that all of them have to pass. */
static const struct { const char *what; gsize offset; } endpoints[] = {
  { N_("authorization endpoint"), G_STRUCT_OFFSET (GateServerMetadata, authorization_endpoint) },
  { N_("token endpoint"), G_STRUCT_OFFSET (GateServerMetadata, token_endpoint) },
  { N_("registration endpoint"), G_STRUCT_OFFSET (GateServerMetadata, registration_endpoint) },
  { N_("revocation endpoint"), G_STRUCT_OFFSET (GateServerMetadata, revocation_endpoint) },
};

static const char *
endpoint_at (GateServerMetadata *self,
             gsize               index)
{
  return G_STRUCT_MEMBER (char *, self, endpoints[index].offset);
}

static gboolean
lists (char       **values,
       const char  *value)
{
  return values && g_strv_contains ((const char * const *) values, value);
}

/**
 * gate_server_metadata_ref:
 * @self: metadata
 *
 * Returns: (transfer full): the same
 */
GateServerMetadata *
gate_server_metadata_ref (GateServerMetadata *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * gate_server_metadata_unref:
 * @self: (transfer full) (nullable): metadata
 *
 * Gives up a reference.
 */
void
gate_server_metadata_unref (GateServerMetadata *self)
{
  if (!self || !g_atomic_ref_count_dec (&self->ref_count))
    return;
  gate_json_record_clear (fields, self);
  g_free (self);
}

static gboolean
check_endpoints (GateServerMetadata  *self,
                 GError             **error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (endpoints); i++)
    {
      const char *address = endpoint_at (self, i);
      g_autoptr(GUri) uri = address ? gate_address_parse_secure (address, _(endpoints[i].what), error) : NULL;

      if (address && !uri)
        return FALSE;
      if (uri && g_uri_get_fragment (uri))
        {
          gate_error_set (error, GATE_ERROR_PROTOCOL, GATE_LAYER_SIGNED_IN, _("Report it to the service."),
                          _("The service names an address with a fragment (%s)"), _(endpoints[i].what));
          return FALSE;
        }
    }
  return TRUE;
}

/* RFC 8414 §3.3: identical, character by character; otherwise one server could speak in the name of another. */
static gboolean
check_issuer (GateServerMetadata  *self,
              const char          *issuer,
              GError             **error)
{
  if (!issuer || strcmp (self->issuer, issuer) == 0)
    return TRUE;

  g_autofree char *visible = gate_text_make_visible (self->issuer, GATE_TEXT_LINE);
  g_autofree char *shown = gate_text_shorten (visible, 100);
  gate_error_set (error, GATE_ERROR_UNTRUSTED, GATE_LAYER_SIGNED_IN,
                  _("Report it to the service; an administrator who has reviewed it can name the metadata’s address in the connector."),
                  _("The account server should be %s, but says that it is %s; nothing was sent there"), issuer, shown);
  return FALSE;
}

/**
 * gate_server_metadata_parse:
 * @text: (array length=size): the document
 * @size: its size in bytes
 * @issuer: (nullable): the issuer that the document's address was made from; %NULL where a person configured the document's address
 * @error: set to %GATE_ERROR_UNTRUSTED or %GATE_ERROR_PROTOCOL
 *
 * Reads and checks the metadata of an authorization server (RFC 8414 §3.2, §3.3). Endpoints must be https, or on this machine.
 *
 * Returns: (transfer full) (nullable): the metadata
 */
GateServerMetadata *
gate_server_metadata_parse (const char  *text,
                            gsize        size,
                            const char  *issuer,
                            GError     **error)
{
  g_autoptr(GError) local = NULL;
  g_autoptr(JsonNode) node = gate_json_parse (text, (gssize) size, GATE_JSON_METADATA_LIMIT, &local);
  g_autoptr(GateServerMetadata) self = g_new0 (GateServerMetadata, 1);

  g_atomic_ref_count_init (&self->ref_count);
  if (!node || !gate_json_record_read (fields, node, self, &local))
    {
      gate_error_set (error, GATE_ERROR_PROTOCOL, GATE_LAYER_SIGNED_IN, _("Report it to the service."),
                      _("The account server’s metadata cannot be used: %s"), local->message);
      return NULL;
    }
  if (!check_issuer (self, issuer, error) || !check_endpoints (self, error))
    return NULL;

  g_autoptr(GUri) own = gate_address_parse_secure (self->issuer, _("account server"), error);
  return own ? g_steal_pointer (&self) : NULL;
}

/**
 * gate_server_metadata_new_guessed:
 * @server: the MCP server's address
 *
 * The endpoints that MCP 2025-03-26 names for a server without any metadata: `/authorize`, `/token` and `/register` of its origin.
 *
 * Returns: (transfer full): metadata
 */
GateServerMetadata *
gate_server_metadata_new_guessed (GUri *server)
{
  GateServerMetadata *self = g_new0 (GateServerMetadata, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->issuer = gate_address_origin (server);
  self->authorization_endpoint = g_strconcat (self->issuer, "/authorize", NULL);
  self->token_endpoint = g_strconcat (self->issuer, "/token", NULL);
  self->registration_endpoint = g_strconcat (self->issuer, "/register", NULL);
  self->guessed = TRUE;
  return self;
}

/**
 * gate_server_metadata_new_configured:
 * @issuer: (nullable): the issuer
 * @token_endpoint: its token endpoint
 *
 * What a person configured of a server instead of its metadata.
 *
 * Returns: (transfer full): metadata
 */
GateServerMetadata *
gate_server_metadata_new_configured (const char *issuer,
                                     const char *token_endpoint)
{
  GateServerMetadata *self = g_new0 (GateServerMetadata, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->issuer = g_strdup (issuer ? issuer : token_endpoint);
  self->token_endpoint = g_strdup (token_endpoint);
  return self;
}

/**
 * gate_server_metadata_addresses:
 * @issuer: an issuer
 * @error: set to %GATE_ERROR_UNTRUSTED
 *
 * Returns: (transfer full) (nullable): where its metadata may be, in the order in which to look (RFC 8414 §3, §5; MCP authorization);
 *   for an issuer with a path never at the root
 */
char **
gate_server_metadata_addresses (const char  *issuer,
                                GError     **error)
{
  g_autoptr(GUri) uri = gate_address_parse_secure (issuer, _("account server"), error);
  if (!uri)
    return NULL;

  g_autoptr(GStrvBuilder) addresses = g_strv_builder_new ();
  g_autofree char *origin = gate_address_origin (uri);
  g_autofree char *path = g_strdup (g_uri_get_path (uri));
  gsize length = strlen (path);
  while (length > 0 && path[length - 1] == '/')
    path[--length] = '\0';

  g_autofree char *oauth = g_strconcat (origin, OAUTH_WELL_KNOWN, path, NULL);
  g_autofree char *openid = g_strconcat (origin, OPENID_WELL_KNOWN, path, NULL);
  g_autofree char *openid_below = g_strconcat (origin, path, OPENID_WELL_KNOWN, NULL);
  g_strv_builder_add_many (addresses, oauth, openid, *path ? openid_below : NULL, NULL);
  return g_strv_builder_end (addresses);
}

static gboolean
check_reach (GateServerMetadata  *self,
             GUri                *anchor,
             GError             **error)
{
  g_autoptr(GUri) uri = gate_address_parse_sent (self->authorization_endpoint, _("authorization endpoint"), error);
  GateReach reach;

  if (!uri)
    return FALSE;
  reach = gate_address_reach_of_host (g_uri_get_host (uri));
  if (gate_address_reach_of_host (g_uri_get_host (anchor)) != GATE_REACH_PUBLIC || reach == GATE_REACH_PUBLIC)
    return TRUE;
  gate_error_set (error, GATE_ERROR_UNTRUSTED, GATE_LAYER_SIGNED_IN, _("Report it to the service."),
                  _("%s, a public service, sends its sign-in to %s, which is no public address (%s); nothing was opened"), g_uri_get_host (anchor),
                  g_uri_get_host (uri), gate_reach_to_string (reach));
  return FALSE;
}

/* A server that does not say S256 may ignore the challenge, and then a stolen code is enough (OAuth 2.1 §4.1.2.1, MCP authorization). */
static gboolean
check_pkce (GateServerMetadata  *self,
            gboolean             allow_missing,
            GError             **error)
{
  g_autofree char *host = gate_server_metadata_dup_host (self);

  if (self->guessed || lists (self->pkce_methods_supported, "S256") || (!self->pkce_methods_supported && allow_missing))
    return TRUE;
  gate_error_set (error, GATE_ERROR_UNTRUSTED, GATE_LAYER_SIGNED_IN,
                  _("Ask who runs the service to offer PKCE with S256; for a server that you have reviewed, allow its absence in the connector."),
                  self->pkce_methods_supported ? _("The account server %s does not offer PKCE with S256; nothing was sent")
                                               : _("The account server %s does not say that it offers PKCE; nothing was sent"),
                  host);
  return FALSE;
}

/**
 * gate_server_metadata_check_code_flow:
 * @self: metadata
 * @anchor: the MCP server's address
 * @allow_missing_pkce: the reviewed exception for a server that does not say which code challenge methods it offers
 * @error: set to %GATE_ERROR_UNTRUSTED or %GATE_ERROR_UNSUPPORTED
 *
 * Checks that a person can be sent there: an authorization endpoint that a public service may name, response type `code`, PKCE by S256.
 *
 * Returns: %TRUE when so
 */
gboolean
gate_server_metadata_check_code_flow (GateServerMetadata  *self,
                                      GUri                *anchor,
                                      gboolean             allow_missing_pkce,
                                      GError             **error)
{
  if (!self->authorization_endpoint || (self->response_types_supported && !lists (self->response_types_supported, "code")))
    {
      g_autofree char *host = gate_server_metadata_dup_host (self);

      gate_error_set (error, GATE_ERROR_UNSUPPORTED, GATE_LAYER_SIGNED_IN, _("Choose another kind of sign-in for the connector."),
                      _("The account server %s does not offer signing in with a browser"), host);
      return FALSE;
    }
  return check_pkce (self, allow_missing_pkce, error) && check_reach (self, anchor, error);
}

/**
 * gate_server_metadata_foreign_origins:
 * @self: metadata
 * @trusted: (nullable): origins that were reviewed or confirmed
 *
 * Returns: (transfer full): the origins, other than the issuer's and @trusted, that its endpoints are on; codes and tokens must not
 *   be sent there unasked
 */
char **
gate_server_metadata_foreign_origins (GateServerMetadata *self,
                                      const char * const *trusted)
{
  g_autoptr(GUri) issuer = g_uri_parse (self->issuer, G_URI_FLAGS_ENCODED | G_URI_FLAGS_SCHEME_NORMALIZE, NULL);
  g_autofree char *home = gate_address_origin (issuer);
  g_autoptr(GPtrArray) origins = g_ptr_array_new_with_free_func (g_free);

  for (gsize i = 0; i < G_N_ELEMENTS (endpoints); i++)
    {
      const char *address = endpoint_at (self, i);
      g_autoptr(GUri) uri = address ? g_uri_parse (address, G_URI_FLAGS_ENCODED | G_URI_FLAGS_SCHEME_NORMALIZE, NULL) : NULL;
      g_autofree char *origin = uri ? gate_address_origin (uri) : NULL;

      if (origin && strcmp (origin, home) != 0 && !(trusted && g_strv_contains (trusted, origin))
          && !g_ptr_array_find_with_equal_func (origins, origin, g_str_equal, NULL))
        g_ptr_array_add (origins, g_steal_pointer (&origin));
    }
  g_ptr_array_add (origins, NULL);
  return (char **) g_ptr_array_free (g_steal_pointer (&origins), FALSE);
}

/**
 * gate_server_metadata_offers_scope:
 * @self: metadata
 * @scope: the name of a scope
 *
 * Returns: %TRUE when the server lists it
 */
gboolean
gate_server_metadata_offers_scope (GateServerMetadata *self,
                                   const char         *scope)
{
  return lists (self->scopes_supported, scope);
}

/**
 * gate_server_metadata_takes_auth:
 * @self: metadata
 * @method: how a client would authenticate
 *
 * Returns: %TRUE when the server lists it, or lists nothing
 */
gboolean
gate_server_metadata_takes_auth (GateServerMetadata *self,
                                 const char         *method)
{
  return !self->auth_methods_supported || lists (self->auth_methods_supported, method);
}

/**
 * gate_server_metadata_takes_dpop:
 * @self: metadata
 *
 * Returns: %TRUE when the server binds tokens to a key by proofs that we can make (RFC 9449 §5.1)
 */
gboolean
gate_server_metadata_takes_dpop (GateServerMetadata *self)
{
  return lists (self->dpop_algorithms, "ES256");
}

/**
 * gate_server_metadata_dup_host:
 * @self: metadata
 *
 * Returns: (transfer full): the issuer's host, to be shown to the person
 */
char *
gate_server_metadata_dup_host (GateServerMetadata *self)
{
  g_autoptr(GUri) issuer = g_uri_parse (self->issuer, G_URI_FLAGS_ENCODED, NULL);
  return g_strdup (g_uri_get_host (issuer));
}
