// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

/**
 * AuthTestServer:
 *
 * An MCP server that wants tokens, and its authorization server, on two ports of this machine, with every misbehaviour that a test
 * needs: members are set before the first request. Strings are borrowed.
 */
typedef struct {
  /* The resource. */
  gboolean    no_resource_metadata;
  gboolean    no_metadata_address; /* the challenge does not name it */
  gboolean    resource_metadata_at_root;
  const char *metadata_address; /* what the challenge names instead */
  const char *resource; /* what the metadata name instead */
  const char *authorization_server; /* what they name instead */
  const char *resource_scopes; /* separated by spaces */
  gboolean    resource_dpop;
  const char *challenge_scope;
  const char *needed_scope; /* 403 without it */
  gboolean    forbid_always;
  gboolean    reject_always;
  gboolean    bare_401;
  const char *static_token; /* a value of Authorization that is taken as it is */

  /* The authorization server. */
  const char *issuer_path; /* "/tenant1" */
  gboolean    openid_below; /* metadata only at <issuer>/.well-known/openid-configuration */
  gboolean    no_server_metadata;
  gboolean    own_origin; /* the resource's server is the authorization server too (2025-03-26) */
  const char *issuer; /* what the metadata say instead */
  const char *iss; /* "": left out; else what the answer carries instead */
  gboolean    iss_not_advertised;
  const char *pkce; /* "": left out; else the only method */
  const char *authorization_endpoint; /* instead */
  const char *token_endpoint; /* instead */
  gboolean    redirect_token_endpoint;
  gboolean    redirect_metadata;
  const char *auth_method; /* the only one at the token endpoint */
  const char *server_scopes;
  gboolean    client_documents;
  gboolean    no_registration;
  gboolean    only_localhost;
  gboolean    exact_ports;
  gboolean    dpop;
  gboolean    dpop_nonces;
  const char *authorize_error;
  const char *token_error;
  guint       token_status; /* with token_error, or alone */
  int         expires_in; /* seconds; 0: not said */
  gboolean    no_refresh_token;
  gboolean    keep_refresh_token; /* no rotation */
  const char *granted_scope; /* instead of what was asked for */
  const char *client_id; /* a pre-registered client */
  const char *client_secret;
  guint       refresh_delay_ms;
  const char *id_jag; /* what an exchange of tokens gives */

  /* What was asked of them. */
  guint       n_resource_metadata;
  guint       n_server_metadata;
  guint       n_register;
  guint       n_authorize;
  guint       n_token;
  guint       n_refresh;
  guint       n_reuse;
  guint       n_revoke;
  guint       n_calls;
  guint       n_foreign; /* at a place where nothing may arrive */
  char       *last_scope; /* of the authorization request */
  char       *last_resource;
  char       *last_token_resource;
  char       *last_client_auth; /* "basic", "post", "jwt", "none" */
  char       *last_grant;
  char       *last_body; /* of the token request */
  char       *last_registration;
  char       *last_authorization; /* of a call that was taken */
  char       *last_header; /* X-Key of a call */

  char       *resource_origin;
  char       *server_origin;
  char       *foreign_origin;
  char       *address; /* of the MCP server */

  SoupServer *resource_server;
  SoupServer *server;
  SoupServer *foreign;
  GHashTable *codes;
  GHashTable *access_tokens;
  GHashTable *refresh_tokens;
  GHashTable *clients;
  guint       generation; /* tokens of an older one are not taken */
} AuthTestServer;

AuthTestServer *auth_test_server_new    (void) G_GNUC_WARN_UNUSED_RESULT;
void            auth_test_server_free   (AuthTestServer *self);
/* All access tokens expire now; refresh tokens stay. */
void            auth_test_server_expire (AuthTestServer *self);
/* All tokens are revoked. */
void            auth_test_server_revoke (AuthTestServer *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AuthTestServer, auth_test_server_free)

G_END_DECLS
