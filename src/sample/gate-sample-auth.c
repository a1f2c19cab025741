// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-sample-auth-private.h"

#include "gate-sample-challenge.h"
#include "gate-sample-respond.h"
#include "gate-sample-scope.h"

#define FORM_LIMIT (32 * 1024)

G_DEFINE_FINAL_TYPE (GateSampleAuth, gate_sample_auth, G_TYPE_OBJECT)

/**
 * gate_sample_request_new:
 *
 * Returns: (transfer full): an empty request
 */
GateSampleRequest *
gate_sample_request_new (void)
{
  return g_new0 (GateSampleRequest, 1);
}

/**
 * gate_sample_request_free:
 * @self: (transfer full) (nullable): a request
 *
 * Frees a request.
 */
void
gate_sample_request_free (GateSampleRequest *self)
{
  if (!self)
    return;
  g_free (self->app_id);
  g_free (self->redirect_uri);
  g_free (self->state);
  g_free (self->challenge);
  g_free (self);
}

static void
consent_free (GateSampleConsent *self)
{
  gate_sample_request_free (self->request);
  g_free (self->ticket);
  g_free (self->cookie);
  g_free (self);
}

static void
code_free (GateSampleCodeEntry *self)
{
  gate_sample_request_free (self->request);
  g_free (self->grant_id);
  g_free (self);
}

static void
gate_sample_auth_finalize (GObject *object)
{
  GateSampleAuth *self = GATE_SAMPLE_AUTH (object);

  g_clear_object (&self->ledger);
  g_hash_table_unref (self->consents);
  g_hash_table_unref (self->codes);
  g_free (self->origin);
  g_free (self->resource);
  G_OBJECT_CLASS (gate_sample_auth_parent_class)->finalize (object);
}

static void
gate_sample_auth_class_init (GateSampleAuthClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = gate_sample_auth_finalize;
}

static void
gate_sample_auth_init (GateSampleAuth *self)
{
  self->consents = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) consent_free);
  self->codes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) code_free);
}

/**
 * gate_sample_auth_new:
 * @folder: (type filename): where sign-ins are kept
 * @token_lifetime: how long an access token is good, in seconds; 0 for one that has ended when it arrives
 * @auto_approve: whether to allow everything without asking, for tests and machines without a person
 * @error: set to %GATE_ERROR_INVALID when what was kept is damaged
 *
 * Returns: (transfer full) (nullable): the authorization server
 */
GateSampleAuth *
gate_sample_auth_new (const char  *folder,
                      guint        token_lifetime,
                      gboolean     auto_approve,
                      GError     **error)
{
  g_autoptr(GateSampleAuth) self = g_object_new (GATE_TYPE_SAMPLE_AUTH, NULL);

  self->token_lifetime = token_lifetime;
  self->auto_approve = auto_approve;
  self->ledger = gate_sample_ledger_new (folder, error);
  return self->ledger ? g_steal_pointer (&self) : NULL;
}

/**
 * gate_sample_auth_set_origin:
 * @self: the authorization server
 * @origin: our origin, which is also the issuer
 *
 * Tells where it is. Sign-ins of another address are void.
 */
void
gate_sample_auth_set_origin (GateSampleAuth *self,
                             const char     *origin)
{
  g_free (self->origin);
  g_free (self->resource);
  self->origin = g_strdup (origin);
  self->resource = g_strconcat (origin, GATE_SAMPLE_MCP_PATH, NULL);
  gate_sample_ledger_set_issuer (self->ledger, origin);
}

/**
 * gate_sample_auth_forget_old:
 * @table: consents or codes
 * @limit: the most entries that may stay
 * @expires_offset: where the time of expiry stands in the struct
 *
 * Makes room: what has expired goes, and everything where that does not help.
 */
void
gate_sample_auth_forget_old (GHashTable *table,
                             guint       limit,
                             goffset     expires_offset)
{
  gint64 now = g_get_monotonic_time ();
  GHashTableIter iter;
  gpointer value = NULL;

  g_hash_table_iter_init (&iter, table);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (G_STRUCT_MEMBER (gint64, value, expires_offset) <= now)
      g_hash_table_iter_remove (&iter);
  if (g_hash_table_size (table) >= limit)
    g_hash_table_remove_all (table);
}

static void
add_list (JsonObject *object,
          const char *name,
          const char *first,
          const char *second)
{
  JsonArray *list = json_array_new ();

  json_array_add_string_element (list, first);
  if (second)
    json_array_add_string_element (list, second);
  json_object_set_array_member (object, name, list);
}

static void
add_scopes (JsonObject *object,
            guint       scopes)
{
  JsonArray *list = json_array_new ();

  for (const GateSampleScopeRow *row = gate_sample_scopes; row->name; row++)
    if (row->scope & scopes)
      json_array_add_string_element (list, row->name);
  json_object_set_array_member (object, "scopes_supported", list);
}

static void
add_address (GateSampleAuth *self,
             JsonObject     *object,
             const char     *name,
             const char     *path)
{
  g_autofree char *address = g_strconcat (self->origin, path, NULL);

  json_object_set_string_member (object, name, address);
}

/* RFC 9728 §3.2. */
static void
show_resource (SoupServerMessage *message,
               const char        *path,
               gpointer           user_data)
{
  GateSampleAuth *self = user_data;
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "resource", self->resource);
  json_object_set_string_member (object, "resource_name", "Sample Workspace");
  add_list (object, "authorization_servers", self->origin, NULL);
  add_list (object, "bearer_methods_supported", "header", NULL);
  add_scopes (object, GATE_SAMPLE_SCOPE_WORK);

  g_autoptr(JsonNode) body = gate_json_take_object (object);
  if (gate_sample_respond_method (message, "GET"))
    gate_sample_respond_json (message, 200, body);
}

/* RFC 8414 §2. */
static void
show_issuer (SoupServerMessage *message,
             const char        *path,
             gpointer           user_data)
{
  GateSampleAuth *self = user_data;
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "issuer", self->origin);
  add_address (self, object, "authorization_endpoint", "/authorize");
  add_address (self, object, "token_endpoint", "/token");
  add_address (self, object, "registration_endpoint", "/register");
  add_address (self, object, "revocation_endpoint", "/revoke");
  add_list (object, "response_types_supported", "code", NULL);
  add_list (object, "response_modes_supported", "query", NULL);
  add_list (object, "grant_types_supported", "authorization_code", "refresh_token");
  add_list (object, "token_endpoint_auth_methods_supported", "none", NULL);
  add_list (object, "revocation_endpoint_auth_methods_supported", "none", NULL);
  add_list (object, "code_challenge_methods_supported", "S256", NULL);
  json_object_set_boolean_member (object, "authorization_response_iss_parameter_supported", TRUE);
  add_scopes (object, GATE_SAMPLE_SCOPE_WORK | GATE_SAMPLE_SCOPE_OFFLINE);

  g_autoptr(JsonNode) body = gate_json_take_object (object);
  if (gate_sample_respond_method (message, "GET"))
    gate_sample_respond_json (message, 200, body);
}

/**
 * gate_sample_auth_add_to:
 * @self: the authorization server
 * @web: a web server that does not outlive @self
 *
 * Adds its addresses.
 */
void
gate_sample_auth_add_to (GateSampleAuth *self,
                         GateSampleWeb  *web)
{
  gate_sample_web_add (web, GATE_SAMPLE_METADATA_PATH, 0, show_resource, self);
  gate_sample_web_add (web, "/.well-known/oauth-authorization-server", 0, show_issuer, self);
  gate_sample_web_add (web, "/register", FORM_LIMIT, gate_sample_auth_register, self);
  gate_sample_web_add (web, "/authorize", 0, gate_sample_auth_authorize, self);
  gate_sample_web_add (web, "/consent/", FORM_LIMIT, gate_sample_auth_consent, self);
  gate_sample_web_add (web, "/token", FORM_LIMIT, gate_sample_auth_token, self);
  gate_sample_web_add (web, "/revoke", FORM_LIMIT, gate_sample_auth_revoke, self);
}

static const char *
get_bearer (SoupServerMessage *message)
{
  const char *value = soup_message_headers_get_one (soup_server_message_get_request_headers (message), "Authorization");

  return value && g_ascii_strncasecmp (value, "Bearer ", strlen ("Bearer ")) == 0 ? value + strlen ("Bearer ") : NULL;
}

/**
 * gate_sample_auth_check:
 * @self: the authorization server
 * @message: a request to the MCP server
 * @scopes: (out): what its token allows
 * @principal: (out) (transfer full): the app that signed in; it stays the same when the app signs in again for more
 *
 * Answers 401 to a request without a good token.
 *
 * Returns: %TRUE when the request may go on
 */
gboolean
gate_sample_auth_check (GateSampleAuth     *self,
                        SoupServerMessage  *message,
                        guint              *scopes,
                        char              **principal)
{
  const char *bearer = get_bearer (message);
  GateSampleToken *token = NULL;
  GateSampleGrant *grant = bearer ? gate_sample_ledger_find_access (self->ledger, bearer, &token) : NULL;

  if (!grant || token->expires <= g_get_real_time () / G_USEC_PER_SEC)
    {
      gate_sample_challenge_sign_in (message, self->origin, bearer != NULL);
      return FALSE;
    }
  *scopes = (guint) token->scopes;
  *principal = g_strdup (grant->app_id);
  return TRUE;
}

/**
 * gate_sample_auth_expire:
 * @self: the authorization server
 *
 * Ends every access token now, as if its time had come.
 */
void
gate_sample_auth_expire (GateSampleAuth *self)
{
  gate_sample_ledger_expire_all (self->ledger);
}

/**
 * gate_sample_auth_get_tally:
 * @self: the authorization server
 *
 * Returns: (transfer none): what it did so far
 */
const GateSampleTally *
gate_sample_auth_get_tally (GateSampleAuth *self)
{
  return &self->tally;
}
