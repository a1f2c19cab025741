// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-authorization-request.h"

#include "gate-error.h"
#include "gate-i18n.h"
#include "gate-oauth-error.h"
#include "gate-pkce.h"
#include "gate-random.h"
#include "gate-scopes.h"
#include "gate-urlencoded.h"

#include <string.h>

#define STATE_BYTES 32
#define CODE_LIMIT (16 * 1024)

struct _GateAuthorizationRequest {
  GObject             parent_instance;

  GateServerMetadata *server;
  char               *client_id;
  char               *redirect_uri;
  char               *resource;
  char               *scope; /* (nullable) */
  char               *state;
  GateSecret         *verifier;
  gboolean            redeemed;
};

G_DEFINE_FINAL_TYPE (GateAuthorizationRequest, gate_authorization_request, G_TYPE_OBJECT)

static void
gate_authorization_request_finalize (GObject *object)
{
  GateAuthorizationRequest *self = GATE_AUTHORIZATION_REQUEST (object);

  g_clear_pointer (&self->server, gate_server_metadata_unref);
  g_free (self->client_id);
  g_free (self->redirect_uri);
  g_free (self->resource);
  g_free (self->scope);
  g_free (self->state);
  g_clear_pointer (&self->verifier, gate_secret_unref);
  G_OBJECT_CLASS (gate_authorization_request_parent_class)->finalize (object);
}

static void
gate_authorization_request_class_init (GateAuthorizationRequestClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = gate_authorization_request_finalize;
}

static void
gate_authorization_request_init (GateAuthorizationRequest *self)
{
}

/**
 * gate_authorization_request_new:
 * @server: the authorization server
 * @client: who we are there
 * @redirect_uri: where the answer is awaited
 * @resource: the resource, as its metadata name it
 * @scope: (nullable): the scopes to ask for
 *
 * Returns: (transfer full): an attempt with a state and a verifier of its own
 */
GateAuthorizationRequest *
gate_authorization_request_new (GateServerMetadata *server,
                                GateOauthClient    *client,
                                const char         *redirect_uri,
                                const char         *resource,
                                const char         *scope)
{
  GateAuthorizationRequest *self = g_object_new (GATE_TYPE_AUTHORIZATION_REQUEST, NULL);

  self->server = gate_server_metadata_ref (server);
  self->client_id = g_strdup (client->id);
  self->redirect_uri = g_strdup (redirect_uri);
  self->resource = g_strdup (resource);
  self->scope = g_strdup (scope);
  self->state = gate_random_token (STATE_BYTES);
  self->verifier = gate_pkce_new_verifier ();
  return self;
}

/**
 * gate_authorization_request_dup_address:
 * @self: an attempt
 *
 * Returns: (transfer full): the address to open in a browser
 */
char *
gate_authorization_request_dup_address (GateAuthorizationRequest *self)
{
  const char *endpoint = self->server->authorization_endpoint;
  g_autofree char *challenge = gate_pkce_challenge (self->verifier);
  g_autoptr(GateUrlencoded) query = gate_urlencoded_new ();

  gate_urlencoded_add (query, "response_type", "code");
  gate_urlencoded_add (query, "client_id", self->client_id);
  gate_urlencoded_add (query, "redirect_uri", self->redirect_uri);
  gate_urlencoded_add (query, "state", self->state);
  gate_urlencoded_add (query, "code_challenge", challenge);
  gate_urlencoded_add (query, "code_challenge_method", "S256");
  gate_urlencoded_add (query, "scope", self->scope);
  gate_urlencoded_add (query, "resource", self->resource);
  /* OpenID Connect Core §11: without it the request for offline access is ignored. */
  if (gate_scopes_contain (self->scope, "offline_access") && self->scope)
    gate_urlencoded_add (query, "prompt", "consent");
  return g_strconcat (endpoint, strchr (endpoint, '?') ? "&" : "?", gate_urlencoded_peek (query), NULL);
}

/**
 * gate_authorization_request_get_state:
 * @self: an attempt
 *
 * Returns: its state, which the answer must carry
 */
const char *
gate_authorization_request_get_state (GateAuthorizationRequest *self)
{
  return self->state;
}

/**
 * gate_authorization_request_get_redirect_uri:
 * @self: an attempt
 *
 * Returns: where its answer is awaited
 */
const char *
gate_authorization_request_get_redirect_uri (GateAuthorizationRequest *self)
{
  return self->redirect_uri;
}

/**
 * gate_authorization_request_get_scope:
 * @self: an attempt
 *
 * Returns: (nullable): the scopes that it asks for
 */
const char *
gate_authorization_request_get_scope (GateAuthorizationRequest *self)
{
  return self->scope;
}

/**
 * gate_authorization_request_get_verifier:
 * @self: an attempt
 *
 * Returns: (transfer none): its code verifier, for the token request
 */
GateSecret *
gate_authorization_request_get_verifier (GateAuthorizationRequest *self)
{
  return self->verifier;
}

static void
refuse (GError     **error,
        const char  *what)
{
  gate_error_set (error, GATE_ERROR_UNTRUSTED, GATE_LAYER_SIGNED_IN,
                  _("Sign in again; if it happens again, something interferes with the sign-in: report it to the service."),
                  _("The answer to the sign-in was refused: %s"), what);
}

static const char *
query_of (GateAuthorizationRequest *self,
          const char               *redirect)
{
  gsize length = strlen (self->redirect_uri);

  return strncmp (redirect, self->redirect_uri, length) == 0 && redirect[length] == '?' && !strchr (redirect, '#')
           ? redirect + length + 1 : NULL;
}

/* RFC 9207 §2.4: plain comparison, no normalisation, before anything else of the answer is looked at. */
static gboolean
check_issuer (GateAuthorizationRequest  *self,
              GHashTable                *values,
              GError                   **error)
{
  const char *issuer = g_hash_table_lookup (values, "iss");

  if (!issuer && self->server->iss_supported)
    {
      refuse (error, _("it does not say which account server it comes from"));
      return FALSE;
    }
  if (issuer && !gate_constant_time_equal (issuer, self->server->issuer))
    {
      refuse (error, _("it comes from another account server than the one that was asked"));
      return FALSE;
    }
  return TRUE;
}

/**
 * gate_authorization_request_redeem:
 * @self: an attempt
 * @redirect: the whole redirect address, from the listener or pasted by the person
 * @error: set to %GATE_ERROR_UNTRUSTED, to %GATE_ERROR_INVALID, or as gate_oauth_error_new() tells the server's refusal
 *
 * Checks an answer: the exact redirect address, the state, the issuer, in this order. Words of the server are repeated only after
 * all three hold. An attempt is good for one answer that has its state.
 *
 * Returns: (transfer full) (nullable): the authorization code
 */
GateSecret *
gate_authorization_request_redeem (GateAuthorizationRequest  *self,
                                   const char                *redirect,
                                   GError                   **error)
{
  const char *query = query_of (self, redirect);
  g_autoptr(GHashTable) values = query ? gate_urlencoded_parse (query, NULL) : NULL;

  if (!values)
    {
      refuse (error, _("it is not an address that this sign-in waits for"));
      return NULL;
    }
  if (self->redeemed || !gate_constant_time_equal (g_hash_table_lookup (values, "state"), self->state))
    {
      refuse (error, self->redeemed ? _("it had come already") : _("it belongs to another sign-in"));
      return NULL;
    }
  self->redeemed = TRUE;
  if (!check_issuer (self, values, error))
    return NULL;

  const char *failure = g_hash_table_lookup (values, "error");
  const char *code = g_hash_table_lookup (values, "code");
  if (failure)
    {
      g_autofree char *host = gate_server_metadata_dup_host (self->server);
      g_propagate_error (error, gate_oauth_error_new (failure, g_hash_table_lookup (values, "error_description"), host, 0));
      return NULL;
    }
  if (!code || !*code || strlen (code) > CODE_LIMIT)
    {
      refuse (error, _("it has no authorization code"));
      return NULL;
    }
  return gate_secret_new (code);
}
