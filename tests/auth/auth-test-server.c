// SPDX-License-Identifier: GPL-3.0-or-later
#include "auth-test-server.h"

#include "gate-digest.h"
#include "gate-json.h"
#include "gate-random.h"

#include <string.h>

#define WELL_KNOWN_RESOURCE "/.well-known/oauth-protected-resource"
#define WELL_KNOWN_OAUTH "/.well-known/oauth-authorization-server"
#define WELL_KNOWN_OPENID "/.well-known/openid-configuration"

typedef struct {
  char *client_id;
  char *challenge;
  char *redirect_uri;
  char *scope;
  char *resource;
} Code;

typedef struct {
  guint    generation;
  char    *scope;
  gboolean bound;
} Token;

static void
code_free (Code *code)
{
  g_free (code->client_id);
  g_free (code->challenge);
  g_free (code->redirect_uri);
  g_free (code->scope);
  g_free (code->resource);
  g_free (code);
}

static void
token_free (Token *token)
{
  g_free (token->scope);
  g_free (token);
}

static void
keep (char       **where,
      const char  *value)
{
  g_free (*where);
  *where = g_strdup (value);
}

static void
answer_text (SoupServerMessage *message,
             guint              status,
             const char        *type,
             const char        *text)
{
  soup_server_message_set_status (message, status, NULL);
  soup_server_message_set_response (message, type, SOUP_MEMORY_COPY, text, strlen (text));
}

/* object: (transfer full). */
static void
answer_json (SoupServerMessage *message,
             guint              status,
             JsonObject        *object)
{
  g_autoptr(JsonNode) node = gate_json_take_object (object);
  g_autofree char *text = gate_json_to_text (node);

  answer_text (message, status, "application/json", text);
}

static void
answer_error (SoupServerMessage *message,
              guint              status,
              const char        *code)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "error", code);
  json_object_set_string_member (object, "error_description", "the server says so");
  answer_json (message, status, object);
}

static void
set_list (JsonObject *object,
          const char *name,
          const char *words)
{
  g_auto(GStrv) list = g_strsplit (words, " ", -1);
  JsonArray *array = json_array_new ();

  for (guint i = 0; list[i]; i++)
    json_array_add_string_element (array, list[i]);
  json_object_set_array_member (object, name, array);
}

static const char *
server_base (AuthTestServer *self)
{
  return self->own_origin ? self->resource_origin : self->server_origin;
}

static char *
issuer_of (AuthTestServer *self)
{
  return g_strconcat (server_base (self), self->issuer_path ? self->issuer_path : "", NULL);
}

static void
redirect (SoupServerMessage *message,
          const char        *address)
{
  soup_server_message_set_redirect (message, SOUP_STATUS_TEMPORARY_REDIRECT, address);
}

/* --- Metadata --- */

static void
send_resource_metadata (AuthTestServer    *self,
                        SoupServerMessage *message)
{
  JsonObject *object = json_object_new ();
  g_autofree char *issuer = issuer_of (self);

  json_object_set_string_member (object, "resource", self->resource ? self->resource : self->address);
  set_list (object, "authorization_servers", self->authorization_server ? self->authorization_server : issuer);
  if (self->resource_scopes)
    set_list (object, "scopes_supported", self->resource_scopes);
  if (self->resource_dpop)
    set_list (object, "dpop_signing_alg_values_supported", "ES256");
  answer_json (message, SOUP_STATUS_OK, object);
}

static char *
endpoint (AuthTestServer *self,
          const char     *other,
          const char     *path)
{
  g_autofree char *issuer = issuer_of (self);
  return other ? g_strdup (other) : g_strconcat (issuer, path, NULL);
}

static void
send_server_metadata (AuthTestServer    *self,
                      SoupServerMessage *message)
{
  JsonObject *object = json_object_new ();
  g_autofree char *issuer = issuer_of (self);
  g_autofree char *authorize = endpoint (self, self->authorization_endpoint, "/authorize");
  g_autofree char *token = endpoint (self, self->token_endpoint, "/token");
  g_autofree char *registration = endpoint (self, NULL, "/register");
  g_autofree char *revocation = endpoint (self, NULL, "/revoke");

  json_object_set_string_member (object, "issuer", self->issuer ? self->issuer : issuer);
  json_object_set_string_member (object, "authorization_endpoint", authorize);
  json_object_set_string_member (object, "token_endpoint", token);
  json_object_set_string_member (object, "revocation_endpoint", revocation);
  if (!self->no_registration)
    json_object_set_string_member (object, "registration_endpoint", registration);
  set_list (object, "response_types_supported", "code");
  if (g_strcmp0 (self->pkce, "") != 0)
    set_list (object, "code_challenge_methods_supported", self->pkce ? self->pkce : "S256");
  if (self->auth_method)
    set_list (object, "token_endpoint_auth_methods_supported", self->auth_method);
  if (self->server_scopes)
    set_list (object, "scopes_supported", self->server_scopes);
  if (!self->iss_not_advertised)
    json_object_set_boolean_member (object, "authorization_response_iss_parameter_supported", TRUE);
  if (self->client_documents)
    json_object_set_boolean_member (object, "client_id_metadata_document_supported", TRUE);
  if (self->dpop)
    set_list (object, "dpop_signing_alg_values_supported", "ES256");
  answer_json (message, SOUP_STATUS_OK, object);
}

static gboolean
is_server_metadata (AuthTestServer *self,
                    const char     *path)
{
  const char *tenant = self->issuer_path ? self->issuer_path : "";
  g_autofree char *oauth = g_strconcat (WELL_KNOWN_OAUTH, tenant, NULL);
  g_autofree char *below = g_strconcat (tenant, WELL_KNOWN_OPENID, NULL);

  return strcmp (path, self->openid_below ? below : oauth) == 0;
}

/* --- The authorization server --- */

static const char *
get (GHashTable *values,
     const char *name)
{
  return values ? g_hash_table_lookup (values, name) : NULL;
}

static void
on_authorize (AuthTestServer    *self,
              SoupServerMessage *message,
              GHashTable        *query)
{
  const char *redirect_uri = get (query, "redirect_uri"), *state = get (query, "state");
  const char *client_id = get (query, "client_id"), *challenge = get (query, "code_challenge");
  g_autofree char *issuer = issuer_of (self);
  g_autofree char *code = gate_random_token (16);
  const char *known = client_id ? g_hash_table_lookup (self->clients, client_id) : NULL;

  self->n_authorize++;
  keep (&self->last_scope, get (query, "scope"));
  keep (&self->last_resource, get (query, "resource"));
  if (!redirect_uri || !state || !challenge || g_strcmp0 (get (query, "code_challenge_method"), "S256") != 0
      || g_strcmp0 (get (query, "response_type"), "code") != 0 || !known || (self->exact_ports && strcmp (known, redirect_uri) != 0))
    {
      answer_text (message, SOUP_STATUS_BAD_REQUEST, "text/plain", "bad authorization request");
      return;
    }

  Code *record = g_new0 (Code, 1);
  record->client_id = g_strdup (client_id);
  record->challenge = g_strdup (challenge);
  record->redirect_uri = g_strdup (redirect_uri);
  record->scope = g_strdup (get (query, "scope"));
  record->resource = g_strdup (get (query, "resource"));
  g_hash_table_insert (self->codes, g_strdup (code), record);

  const char *iss = self->iss ? self->iss : self->no_server_metadata ? "" : issuer;
  g_autofree char *iss_text = *iss ? g_uri_escape_string (iss, NULL, FALSE) : NULL;
  g_autoptr(GString) address = g_string_new (redirect_uri);
  if (self->authorize_error)
    g_string_append_printf (address, "?error=%s&error_description=as+it+says&state=%s", self->authorize_error, state);
  else
    g_string_append_printf (address, "?code=%s&state=%s", code, state);
  if (iss_text)
    g_string_append_printf (address, "&iss=%s", iss_text);
  soup_server_message_set_redirect (message, SOUP_STATUS_FOUND, address->str);
}

static void
on_register (AuthTestServer    *self,
             SoupServerMessage *message)
{
  SoupMessageBody *body = soup_server_message_get_request_body (message);
  g_autoptr(JsonNode) node = gate_json_parse (body->data, (gssize) body->length, 65536, NULL);
  JsonObject *object = node ? gate_json_node_object (node) : NULL;
  g_auto(GStrv) redirects = object ? gate_json_get_strv (object, "redirect_uris") : NULL;
  g_autofree char *id = g_strdup_printf ("client-%u", ++self->n_register);
  g_autofree char *text = g_strndup (body->data, body->length);

  keep (&self->last_registration, text);
  if (!redirects || !redirects[0])
    {
      answer_error (message, SOUP_STATUS_BAD_REQUEST, "invalid_client_metadata");
      return;
    }
  if (self->only_localhost && !g_str_has_prefix (redirects[0], "http://localhost:"))
    {
      answer_error (message, SOUP_STATUS_BAD_REQUEST, "invalid_redirect_uri");
      return;
    }

  JsonObject *answer = json_object_new ();
  json_object_set_string_member (answer, "client_id", id);
  json_object_set_string_member (answer, "token_endpoint_auth_method", self->auth_method ? self->auth_method : "none");
  if (self->auth_method && g_str_has_prefix (self->auth_method, "client_secret"))
    json_object_set_string_member (answer, "client_secret", "registered secret: +&=%");
  g_hash_table_insert (self->clients, g_strdup (id), g_strdup (redirects[0]));
  answer_json (message, SOUP_STATUS_CREATED, answer);
}

static const char *
client_auth_of (SoupServerMessage *message,
                GHashTable        *form)
{
  const char *header = soup_message_headers_get_one (soup_server_message_get_request_headers (message), "Authorization");

  if (header && g_str_has_prefix (header, "Basic "))
    return "basic";
  if (get (form, "client_assertion"))
    return "jwt";
  return get (form, "client_secret") ? "post" : "none";
}

/* The client of a Basic header, decoded as RFC 6749 §2.3.1 says, or of the form; its secret must be the one that was given out. */
static char *
client_of (AuthTestServer    *self,
           SoupServerMessage *message,
           GHashTable        *form)
{
  const char *header = soup_message_headers_get_one (soup_server_message_get_request_headers (message), "Authorization");
  const char *secret = self->client_secret ? self->client_secret : "registered secret: +&=%";
  gsize size;

  if (!header || !g_str_has_prefix (header, "Basic "))
    return get (form, "client_secret") && strcmp (get (form, "client_secret"), secret) != 0 ? NULL : g_strdup (get (form, "client_id"));

  g_autofree char *pair = (char *) g_base64_decode (header + strlen ("Basic "), &size);
  g_autofree char *text = g_strndup (pair, size);
  g_auto(GStrv) parts = g_strsplit (text, ":", 2);
  g_autofree char *given = parts[1] ? g_uri_unescape_string (g_strdelimit (parts[1], "+", ' '), NULL) : NULL;
  return g_strcmp0 (given, secret) == 0 ? g_uri_unescape_string (g_strdelimit (parts[0], "+", ' '), NULL) : NULL;
}

static void
issue (AuthTestServer    *self,
       SoupServerMessage *message,
       const char        *scope,
       gboolean           with_refresh)
{
  JsonObject *answer = json_object_new ();
  gboolean bound = self->dpop && soup_message_headers_get_one (soup_server_message_get_request_headers (message), "DPoP");
  g_autofree char *access = gate_random_token (24);
  g_autofree char *refresh = gate_random_token (24);
  const char *granted = self->granted_scope ? self->granted_scope : scope;
  Token *token = g_new0 (Token, 1);

  token->generation = self->generation;
  token->scope = g_strdup (granted);
  token->bound = bound;
  g_hash_table_insert (self->access_tokens, g_strdup (access), token);
  json_object_set_string_member (answer, "access_token", access);
  json_object_set_string_member (answer, "token_type", bound ? "dpop" : "bearer");
  if (self->expires_in)
    json_object_set_int_member (answer, "expires_in", self->expires_in);
  if (granted)
    json_object_set_string_member (answer, "scope", granted);
  if (with_refresh && !self->no_refresh_token)
    {
      g_hash_table_insert (self->refresh_tokens, g_strdup (refresh), g_strdup (granted ? granted : ""));
      json_object_set_string_member (answer, "refresh_token", refresh);
    }
  answer_json (message, SOUP_STATUS_OK, answer);
}

static void
on_code (AuthTestServer    *self,
         SoupServerMessage *message,
         GHashTable        *form,
         const char        *client)
{
  Code *code = get (form, "code") ? g_hash_table_lookup (self->codes, get (form, "code")) : NULL;
  const char *verifier = get (form, "code_verifier");
  g_autofree char *challenge = verifier ? gate_sha256_base64url (verifier) : NULL;

  if (!code || g_strcmp0 (challenge, code->challenge) != 0 || g_strcmp0 (get (form, "redirect_uri"), code->redirect_uri) != 0
      || g_strcmp0 (client, code->client_id) != 0 || g_strcmp0 (get (form, "resource"), code->resource) != 0)
    {
      answer_error (message, SOUP_STATUS_BAD_REQUEST, "invalid_grant");
      return;
    }

  g_autofree char *scope = g_strdup (code->scope);
  g_hash_table_remove (self->codes, get (form, "code"));
  issue (self, message, scope, TRUE);
}

/* Rotation with detection of reuse: a refresh token that comes twice ends the whole family. */
static void
on_refresh (AuthTestServer    *self,
            SoupServerMessage *message,
            GHashTable        *form)
{
  const char *token = get (form, "refresh_token");
  const char *scope = token ? g_hash_table_lookup (self->refresh_tokens, token) : NULL;

  self->n_refresh++;
  if (!scope || strcmp (scope, "used") == 0)
    {
      if (scope)
        {
          self->n_reuse++;
          g_hash_table_remove_all (self->access_tokens);
          g_hash_table_remove_all (self->refresh_tokens);
        }
      answer_error (message, SOUP_STATUS_BAD_REQUEST, "invalid_grant");
      return;
    }

  g_autofree char *granted = g_strdup (*scope ? scope : NULL);
  if (self->keep_refresh_token)
    {
      issue (self, message, granted, FALSE);
      return;
    }
  g_hash_table_insert (self->refresh_tokens, g_strdup (token), g_strdup ("used"));
  issue (self, message, granted, TRUE);
}

static gboolean
check_nonce (AuthTestServer    *self,
             SoupServerMessage *message,
             const char        *wanted)
{
  const char *proof = soup_message_headers_get_one (soup_server_message_get_request_headers (message), "DPoP");
  g_auto(GStrv) parts = g_strsplit (proof ? proof : "", ".", -1);
  g_autoptr(GBytes) bytes = g_strv_length (parts) == 3 ? gate_base64url_decode (parts[1], NULL) : NULL;
  g_autoptr(JsonNode) node = bytes ? gate_json_parse (g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes), 65536, NULL) : NULL;

  return node && g_strcmp0 (gate_json_get_string (gate_json_node_object (node), "nonce"), wanted) == 0;
}

static void
on_exchange (AuthTestServer    *self,
             SoupServerMessage *message)
{
  JsonObject *answer = json_object_new ();

  json_object_set_string_member (answer, "access_token", self->id_jag);
  json_object_set_string_member (answer, "issued_token_type", "urn:ietf:params:oauth:token-type:id-jag");
  json_object_set_string_member (answer, "token_type", "N_A");
  answer_json (message, SOUP_STATUS_OK, answer);
}

static void
on_token (AuthTestServer    *self,
          SoupServerMessage *message,
          GHashTable        *form)
{
  SoupMessageBody *body = soup_server_message_get_request_body (message);
  const char *grant = get (form, "grant_type");
  g_autofree char *client = client_of (self, message, form);
  g_autofree char *text = g_strndup (body->data, body->length);

  self->n_token++;
  keep (&self->last_grant, grant);
  keep (&self->last_body, text);
  keep (&self->last_token_resource, get (form, "resource"));
  keep (&self->last_client_auth, client_auth_of (message, form));
  if (self->redirect_token_endpoint)
    redirect (message, self->foreign_origin);
  else if (self->dpop_nonces && !check_nonce (self, message, "server-nonce"))
    {
      soup_message_headers_replace (soup_server_message_get_response_headers (message), "DPoP-Nonce", "server-nonce");
      answer_error (message, SOUP_STATUS_BAD_REQUEST, "use_dpop_nonce");
    }
  else if (self->token_error)
    answer_error (message, self->token_status ? self->token_status : SOUP_STATUS_BAD_REQUEST, self->token_error);
  else if (self->token_status)
    answer_text (message, self->token_status, "text/plain", "out of order");
  else if (!client || !g_hash_table_contains (self->clients, client))
    answer_error (message, SOUP_STATUS_UNAUTHORIZED, "invalid_client");
  else if (g_strcmp0 (grant, "authorization_code") == 0)
    on_code (self, message, form, client);
  else if (g_strcmp0 (grant, "refresh_token") == 0)
    on_refresh (self, message, form);
  else if (self->id_jag)
    on_exchange (self, message);
  else
    issue (self, message, get (form, "scope"), FALSE);
}

static void
on_revoke (AuthTestServer    *self,
           SoupServerMessage *message,
           GHashTable        *form)
{
  self->n_revoke++;
  if (get (form, "token"))
    {
      g_hash_table_remove (self->refresh_tokens, get (form, "token"));
      g_hash_table_remove (self->access_tokens, get (form, "token"));
    }
  answer_text (message, SOUP_STATUS_OK, "text/plain", "");
}

static gboolean
unpause (gpointer message)
{
  soup_server_message_unpause (message);
  return G_SOURCE_REMOVE;
}

static void
on_server (SoupServer        *server,
           SoupServerMessage *message,
           const char        *path,
           GHashTable        *query,
           gpointer           user_data)
{
  AuthTestServer *self = user_data;
  SoupMessageBody *body = soup_server_message_get_request_body (message);
  gboolean post = strcmp (soup_server_message_get_method (message), "POST") == 0;
  g_autoptr(GHashTable) form = post && body->data ? soup_form_decode (body->data) : NULL;
  gsize tenant = self->issuer_path ? strlen (self->issuer_path) : 0;
  const char *rest = self->issuer_path && g_str_has_prefix (path, self->issuer_path) ? path + tenant : path;

  if (!post && strstr (path, "/.well-known/"))
    {
      self->n_server_metadata++;
      if (self->redirect_metadata)
        redirect (message, self->foreign_origin);
      else if (!self->no_server_metadata && is_server_metadata (self, path))
        send_server_metadata (self, message);
      else
        soup_server_message_set_status (message, SOUP_STATUS_NOT_FOUND, NULL);
    }
  else if (!post && strcmp (rest, "/authorize") == 0)
    on_authorize (self, message, query);
  else if (post && strcmp (rest, "/register") == 0 && !self->no_registration)
    on_register (self, message);
  else if (post && strcmp (rest, "/token") == 0)
    {
      on_token (self, message, form);
      if (self->refresh_delay_ms && g_strcmp0 (self->last_grant, "refresh_token") == 0)
        {
          soup_server_message_pause (message);
          g_timeout_add_full (G_PRIORITY_DEFAULT, self->refresh_delay_ms, unpause, g_object_ref (message), g_object_unref);
        }
    }
  else if (post && strcmp (rest, "/revoke") == 0)
    on_revoke (self, message, form);
  else
    soup_server_message_set_status (message, SOUP_STATUS_NOT_FOUND, NULL);
}

/* --- The resource --- */

static void
challenge (AuthTestServer    *self,
           SoupServerMessage *message,
           guint              status,
           const char        *error,
           const char        *scope)
{
  g_autofree char *usual = g_strconcat (self->resource_origin, WELL_KNOWN_RESOURCE,
                                        self->resource_metadata_at_root ? "" : "/mcp", NULL);
  g_autoptr(GString) value = g_string_new (self->resource_dpop ? "DPoP realm=\"x\"" : "Bearer realm=\"x\"");

  soup_server_message_set_status (message, status, NULL);
  if (self->bare_401)
    return;
  if (self->metadata_address)
    g_string_append_printf (value, ", resource_metadata=\"%s\"", self->metadata_address);
  else if (!self->no_metadata_address && !self->no_resource_metadata)
    g_string_append_printf (value, ", resource_metadata=\"%s\"", usual);
  if (error)
    g_string_append_printf (value, ", error=\"%s\"", error);
  if (scope)
    g_string_append_printf (value, ", scope=\"%s\"", scope);
  soup_message_headers_replace (soup_server_message_get_response_headers (message), "WWW-Authenticate", value->str);
}

static gboolean
has_scope (const char *scopes,
           const char *name)
{
  g_auto(GStrv) list = g_strsplit (scopes ? scopes : "", " ", -1);
  return g_strv_contains ((const char * const *) list, name);
}

static void
on_call (AuthTestServer    *self,
         SoupServerMessage *message)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  const char *value = soup_message_headers_get_one (headers, "Authorization");
  const char *space = value ? strchr (value, ' ') : NULL;
  Token *token = space ? g_hash_table_lookup (self->access_tokens, space + 1) : NULL;
  gboolean scheme_fits = token && g_str_has_prefix (value, token->bound ? "DPoP " : "Bearer ");

  self->n_calls++;
  keep (&self->last_header, soup_message_headers_get_one (headers, "X-Key"));
  if (self->static_token && g_strcmp0 (value, self->static_token) == 0)
    {
      keep (&self->last_authorization, value);
      answer_text (message, SOUP_STATUS_OK, "text/plain", "ok");
    }
  else if (self->reject_always || !scheme_fits || token->generation != self->generation)
    challenge (self, message, SOUP_STATUS_UNAUTHORIZED, value ? "invalid_token" : NULL, self->challenge_scope);
  else if (self->dpop_nonces && !check_nonce (self, message, "resource-nonce"))
    {
      challenge (self, message, SOUP_STATUS_UNAUTHORIZED, "use_dpop_nonce", NULL);
      soup_message_headers_replace (soup_server_message_get_response_headers (message), "DPoP-Nonce", "resource-nonce");
    }
  else if (self->forbid_always || (self->needed_scope && !has_scope (token->scope, self->needed_scope)))
    challenge (self, message, SOUP_STATUS_FORBIDDEN, self->forbid_always ? NULL : "insufficient_scope", self->needed_scope);
  else
    {
      keep (&self->last_authorization, value);
      answer_text (message, SOUP_STATUS_OK, "text/plain", "ok");
    }
}

static void
on_resource (SoupServer        *server,
             SoupServerMessage *message,
             const char        *path,
             GHashTable        *query,
             gpointer           user_data)
{
  AuthTestServer *self = user_data;
  const char *place = self->resource_metadata_at_root ? WELL_KNOWN_RESOURCE : WELL_KNOWN_RESOURCE "/mcp";

  if (g_str_has_prefix (path, WELL_KNOWN_RESOURCE))
    {
      self->n_resource_metadata++;
      if (!self->no_resource_metadata && strcmp (path, place) == 0)
        send_resource_metadata (self, message);
      else
        soup_server_message_set_status (message, SOUP_STATUS_NOT_FOUND, NULL);
    }
  else if (g_str_has_prefix (path, "/mcp"))
    on_call (self, message);
  else if (self->own_origin)
    on_server (server, message, path, query, self);
  else
    soup_server_message_set_status (message, SOUP_STATUS_NOT_FOUND, NULL);
}

static void
on_foreign (SoupServer        *server,
            SoupServerMessage *message,
            const char        *path,
            GHashTable        *query,
            gpointer           user_data)
{
  AuthTestServer *self = user_data;

  self->n_foreign++;
  answer_text (message, SOUP_STATUS_OK, "application/json", "{}");
}

/* A queue of its own size: the usual 10 make clients of a storm wait for seconds, and lose connections. */
static GSocket *
listen_at_any_port (void)
{
  g_autoptr(GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr(GSocketAddress) address = g_inet_socket_address_new (loopback, 0);
  g_autoptr(GError) error = NULL;
  GSocket *socket = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, &error);

  g_assert_no_error (error);
  g_socket_set_listen_backlog (socket, 512);
  g_assert_true (g_socket_bind (socket, address, TRUE, NULL));
  g_assert_true (g_socket_listen (socket, NULL));
  return socket;
}

static SoupServer *
start (SoupServerCallback   callback,
       AuthTestServer      *self,
       char               **origin)
{
  SoupServer *server = soup_server_new (NULL, NULL);
  g_autoptr(GError) error = NULL;

  soup_server_add_handler (server, NULL, callback, self, NULL);
  g_autoptr(GSocket) socket = listen_at_any_port ();
  soup_server_listen_socket (server, socket, 0, &error);
  g_assert_no_error (error);
  g_autoptr(GSocketAddress) address = g_socket_get_local_address (socket, NULL);
  *origin = g_strdup_printf ("http://127.0.0.1:%u", g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (address)));
  return server;
}

AuthTestServer *
auth_test_server_new (void)
{
  AuthTestServer *self = g_new0 (AuthTestServer, 1);

  self->codes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) code_free);
  self->access_tokens = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) token_free);
  self->refresh_tokens = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->clients = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->resource_server = start (on_resource, self, &self->resource_origin);
  self->server = start (on_server, self, &self->server_origin);
  self->foreign = start (on_foreign, self, &self->foreign_origin);
  self->address = g_strconcat (self->resource_origin, "/mcp", NULL);
  self->expires_in = 3600;
  return self;
}

void
auth_test_server_expire (AuthTestServer *self)
{
  self->generation++;
}

void
auth_test_server_revoke (AuthTestServer *self)
{
  g_hash_table_remove_all (self->access_tokens);
  g_hash_table_remove_all (self->refresh_tokens);
}

static void
stop (SoupServer **server)
{
  soup_server_disconnect (*server);
  g_clear_object (server);
}

void
auth_test_server_free (AuthTestServer *self)
{
  stop (&self->resource_server);
  stop (&self->server);
  stop (&self->foreign);
  g_hash_table_unref (self->codes);
  g_hash_table_unref (self->access_tokens);
  g_hash_table_unref (self->refresh_tokens);
  g_hash_table_unref (self->clients);
  char **strings[] = { &self->last_scope, &self->last_resource, &self->last_token_resource, &self->last_client_auth, &self->last_grant,
                       &self->last_body, &self->last_registration, &self->last_authorization, &self->last_header,
                       &self->resource_origin, &self->server_origin, &self->foreign_origin, &self->address };
  for (gsize i = 0; i < G_N_ELEMENTS (strings); i++)
    g_free (*strings[i]);
  g_free (self);
}
