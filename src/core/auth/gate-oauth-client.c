// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-oauth-client.h"

#include "gate-error.h"
#include "gate-i18n.h"
#include "gate-json.h"

#include <string.h>

#define VERSION 1
#define RECORD_LIMIT (256u * 1024)
#define ID_LIMIT 4096

static const char *const source_names[] = {
  [GATE_OAUTH_CLIENT_CONFIGURED] = "configured",
  [GATE_OAUTH_CLIENT_DOCUMENT] = "document",
  [GATE_OAUTH_CLIENT_REGISTERED] = "registered",
  [GATE_OAUTH_CLIENT_GIVEN] = "given",
};

/**
 * gate_oauth_client_new:
 * @issuer: the authorization server that knows it
 * @source: where it comes from
 * @id: its id
 * @secret: (nullable): its secret
 *
 * Returns: (transfer full): a client
 */
GateOauthClient *
gate_oauth_client_new (const char            *issuer,
                       GateOauthClientSource  source,
                       const char            *id,
                       GateSecret            *secret)
{
  GateOauthClient *self = g_new0 (GateOauthClient, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->issuer = g_strdup (issuer);
  self->source = source;
  self->id = g_strdup (id);
  self->secret = secret ? gate_secret_ref (secret) : NULL;
  return self;
}

/**
 * gate_oauth_client_ref:
 * @self: a client
 *
 * Returns: (transfer full): the same
 */
GateOauthClient *
gate_oauth_client_ref (GateOauthClient *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * gate_oauth_client_unref:
 * @self: (transfer full) (nullable): a client
 *
 * Gives up a reference; the last one wipes the secret.
 */
void
gate_oauth_client_unref (GateOauthClient *self)
{
  if (!self || !g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_free (self->issuer);
  g_free (self->id);
  g_clear_pointer (&self->secret, gate_secret_unref);
  g_free (self->auth_method);
  g_free (self->redirect_uri);
  g_clear_object (&self->key);
  g_free (self);
}

/**
 * gate_oauth_client_new_from_answer:
 * @answer: what the registration endpoint answered
 * @issuer: the authorization server
 * @redirect_uri: the redirect address that was asked for
 * @error: set to %GATE_ERROR_PROTOCOL
 *
 * Reads a successful answer of a registration endpoint (RFC 7591 §3.2.1).
 *
 * Returns: (transfer full) (nullable): the client
 */
GateOauthClient *
gate_oauth_client_new_from_answer (JsonNode    *answer,
                                   const char  *issuer,
                                   const char  *redirect_uri,
                                   GError     **error)
{
  JsonObject *object = gate_json_node_object (answer);
  const char *id = object ? gate_json_get_string (object, "client_id") : NULL;
  const char *text = object ? gate_json_get_string (object, "client_secret") : NULL;

  if (!id || !*id || strlen (id) > ID_LIMIT || (text && strlen (text) > ID_LIMIT))
    {
      gate_error_set (error, GATE_ERROR_PROTOCOL, GATE_LAYER_SIGNED_IN, _("Report it to the service, or give a client id of your own."),
                      _("The account server’s answer to the registration has no client id"));
      return NULL;
    }

  g_autoptr(GateSecret) secret = text && *text ? gate_secret_new (text) : NULL;
  GateOauthClient *self = gate_oauth_client_new (issuer, GATE_OAUTH_CLIENT_REGISTERED, id, secret);
  self->auth_method = g_strdup (gate_json_get_string (object, "token_endpoint_auth_method"));
  self->redirect_uri = g_strdup (redirect_uri);
  self->secret_expires_at = secret ? MAX (gate_json_get_int (object, "client_secret_expires_at", 0), 0) : 0;
  return self;
}

/**
 * gate_oauth_client_new_from_secret:
 * @record: what the keyring has
 *
 * Returns: (transfer full) (nullable): the client, or %NULL when the record is not of use
 */
GateOauthClient *
gate_oauth_client_new_from_secret (GateSecret *record)
{
  g_autoptr(JsonNode) node = gate_json_parse (gate_secret_peek (record), (gssize) gate_secret_get_size (record), RECORD_LIMIT, NULL);
  JsonObject *object = node ? gate_json_node_object (node) : NULL;
  const char *issuer = object ? gate_json_get_string (object, "issuer") : NULL;
  const char *id = object ? gate_json_get_string (object, "client_id") : NULL;
  const char *text = object ? gate_json_get_string (object, "client_secret") : NULL;
  const char *source = object ? gate_json_get_string (object, "source") : NULL;

  if (!issuer || !id)
    return NULL;

  g_autoptr(GateSecret) secret = text && *text ? gate_secret_new (text) : NULL;
  gboolean given = g_strcmp0 (source, source_names[GATE_OAUTH_CLIENT_GIVEN]) == 0;
  GateOauthClient *self = gate_oauth_client_new (issuer, given ? GATE_OAUTH_CLIENT_GIVEN : GATE_OAUTH_CLIENT_REGISTERED, id, secret);
  self->auth_method = g_strdup (gate_json_get_string (object, "auth_method"));
  self->redirect_uri = g_strdup (gate_json_get_string (object, "redirect_uri"));
  self->secret_expires_at = gate_json_get_int (object, "secret_expires_at", 0);
  return self;
}

/**
 * gate_oauth_client_to_secret:
 * @self: a client
 *
 * Returns: (transfer full): the record to keep in the keyring
 */
GateSecret *
gate_oauth_client_to_secret (GateOauthClient *self)
{
  JsonObject *object = json_object_new ();

  json_object_set_int_member (object, "version", VERSION);
  json_object_set_string_member (object, "issuer", self->issuer);
  json_object_set_string_member (object, "source", source_names[self->source]);
  json_object_set_string_member (object, "client_id", self->id);
  if (self->secret)
    json_object_set_string_member (object, "client_secret", gate_secret_peek (self->secret));
  if (self->auth_method)
    json_object_set_string_member (object, "auth_method", self->auth_method);
  if (self->redirect_uri)
    json_object_set_string_member (object, "redirect_uri", self->redirect_uri);
  if (self->secret_expires_at > 0)
    json_object_set_int_member (object, "secret_expires_at", self->secret_expires_at);

  g_autoptr(JsonNode) node = gate_json_take_object (object);
  return gate_secret_new_take (gate_json_to_text (node));
}

/**
 * gate_oauth_client_has_expired:
 * @self: a client
 * @now: the time, in seconds since the epoch
 *
 * Returns: %TRUE when its secret has expired (RFC 7591 §3.2.1), so that it has to be registered anew
 */
gboolean
gate_oauth_client_has_expired (GateOauthClient *self,
                               gint64           now)
{
  return self->secret_expires_at > 0 && now >= self->secret_expires_at;
}

/**
 * gate_oauth_client_choose_auth:
 * @self: a client
 * @server: its authorization server
 *
 * How to authenticate at the token endpoint (RFC 6749 §2.3, RFC 7591 §2): as was agreed on, where the server still takes that; else
 * what we have something for and the server takes.
 *
 * Returns: "private_key_jwt", "client_secret_basic", "client_secret_post" or "none"
 */
const char *
gate_oauth_client_choose_auth (GateOauthClient    *self,
                               GateServerMetadata *server)
{
  const struct { const char *method; gboolean possible; } methods[] = {
    { "private_key_jwt", self->key != NULL },
    { "client_secret_basic", self->secret != NULL },
    { "client_secret_post", self->secret != NULL },
    { "none", TRUE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (methods); i++)
    if (methods[i].possible && g_strcmp0 (self->auth_method, methods[i].method) == 0
        && (self->source == GATE_OAUTH_CLIENT_CONFIGURED || gate_server_metadata_takes_auth (server, methods[i].method)))
      return methods[i].method;
  for (gsize i = 0; i < G_N_ELEMENTS (methods); i++)
    if (methods[i].possible && gate_server_metadata_takes_auth (server, methods[i].method))
      return methods[i].method;
  return self->key ? "private_key_jwt" : self->secret ? "client_secret_basic" : "none";
}
