// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-token-set.h"

#include "gate-error.h"
#include "gate-i18n.h"
#include "gate-json.h"
#include "gate-scopes.h"

#include <string.h>

#define VERSION 1
#define TOKEN_LIMIT (64 * 1024)
#define RECORD_LIMIT (1024u * 1024)
/* A token is renewed this long before it expires, or a fifth of its lifetime where that is shorter. */
#define SKEW_SECONDS 60
#define SKEW_DIVISOR 5
#define LIFETIME_MAX (10.0 * 366 * 24 * 3600)

static const char *const members[] = {
  "version", "issuer", "resource", "client_id", "access_token", "refresh_token", "token_type", "guessed", "scope", "requested_scope",
  "confirmed_origins", "obtained_at", "expires_at", "signed_in_at", "ended_at", NULL
};

static GateTokenSet *
token_set_new (void)
{
  GateTokenSet *self = g_new0 (GateTokenSet, 1);

  g_atomic_ref_count_init (&self->ref_count);
  return self;
}

/**
 * gate_token_set_ref:
 * @self: a token set
 *
 * Returns: (transfer full): the same
 */
GateTokenSet *
gate_token_set_ref (GateTokenSet *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * gate_token_set_unref:
 * @self: (transfer full) (nullable): a token set
 *
 * Gives up a reference; the last one wipes the tokens.
 */
void
gate_token_set_unref (GateTokenSet *self)
{
  if (!self || !g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_free (self->issuer);
  g_free (self->resource);
  g_free (self->client_id);
  g_clear_pointer (&self->access_token, gate_secret_unref);
  g_clear_pointer (&self->refresh_token, gate_secret_unref);
  g_free (self->scope);
  g_free (self->requested_scope);
  g_strfreev (self->confirmed_origins);
  g_clear_pointer (&self->unknown, json_object_unref);
  g_free (self);
}

/* A token goes into a header, so it must not be able to end one (RFC 6750 §2.1 is stricter still, servers in the field are not). */
static gboolean
is_sendable (const char *token)
{
  for (const char *c = token; *c; c++)
    if (*c <= 0x20 || *c > 0x7e)
      return FALSE;
  return *token && strlen (token) <= TOKEN_LIMIT;
}

static void
protocol_error (GError     **error,
                const char  *sentence)
{
  gate_error_set (error, GATE_ERROR_PROTOCOL, GATE_LAYER_SIGNED_IN, _("Report it to the service."), "%s", sentence);
}

/* Some servers write numbers as text. */
static gint64
read_lifetime (JsonObject *answer)
{
  const char *text = gate_json_get_string (answer, "expires_in");
  double seconds = text ? g_ascii_strtod (text, NULL) : gate_json_get_double (answer, "expires_in", 0);

  return seconds > 0 ? (gint64) MIN (seconds, LIFETIME_MAX) : 0;
}

static gboolean
read_tokens (GateTokenSet  *self,
             JsonObject    *answer,
             GError       **error)
{
  const char *access = gate_json_get_string (answer, "access_token");
  const char *refresh = gate_json_get_string (answer, "refresh_token");
  const char *type = gate_json_get_string (answer, "token_type");

  if (!access || !is_sendable (access) || (refresh && strlen (refresh) > TOKEN_LIMIT))
    {
      protocol_error (error, _("The account server’s answer has no access token that can be used"));
      return FALSE;
    }
  self->dpop = type && g_ascii_strcasecmp (type, "DPoP") == 0;
  if (!type || (!self->dpop && g_ascii_strcasecmp (type, "Bearer") != 0))
    {
      protocol_error (error, _("The account server’s answer has a token of an unknown type"));
      return FALSE;
    }
  self->access_token = gate_secret_new (access);
  self->refresh_token = refresh && *refresh ? gate_secret_new (refresh) : NULL;
  return TRUE;
}

/**
 * gate_token_set_new_from_answer:
 * @answer: what the token endpoint answered
 * @request: what it answered to
 * @error: set to %GATE_ERROR_PROTOCOL
 *
 * Reads a successful answer of a token endpoint (RFC 6749 §5.1). What the answer leaves out is as before: the refresh token (§6)
 * and the scopes (§3.3).
 *
 * Returns: (transfer full) (nullable): the token set
 */
GateTokenSet *
gate_token_set_new_from_answer (JsonNode                *answer,
                                const GateTokenRequest  *request,
                                GError                 **error)
{
  g_autoptr(GateTokenSet) self = token_set_new ();
  JsonObject *object = gate_json_node_object (answer);
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;

  if (!object)
    {
      protocol_error (error, _("The account server’s answer is no JSON object"));
      return NULL;
    }
  if (!read_tokens (self, object, error))
    return NULL;

  const char *scope = gate_json_get_string (object, "scope");
  GateTokenSet *previous = request->previous;
  gint64 lifetime = read_lifetime (object);
  self->issuer = g_strdup (request->issuer);
  self->resource = g_strdup (request->resource);
  self->client_id = g_strdup (request->client_id);
  self->guessed = request->guessed;
  self->requested_scope = g_strdup (request->scope);
  self->scope = scope && *scope && gate_scopes_are_valid (scope) ? g_strdup (scope)
                : g_strdup (previous && !request->scope ? previous->scope : request->scope);
  self->confirmed_origins = g_strdupv ((char **) request->confirmed_origins);
  self->obtained_at = now;
  self->expires_at = lifetime > 0 ? now + lifetime : 0;
  self->signed_in_at = previous ? previous->signed_in_at : now;
  if (previous && previous->unknown)
    self->unknown = json_object_ref (previous->unknown);
  if (previous && !self->requested_scope)
    self->requested_scope = g_strdup (previous->requested_scope);
  if (previous && !self->refresh_token && previous->refresh_token)
    self->refresh_token = gate_secret_ref (previous->refresh_token);
  return g_steal_pointer (&self);
}

static GateSecret *
get_secret (JsonObject *object,
            const char *name)
{
  const char *text = gate_json_get_string (object, name);
  return text && *text ? gate_secret_new (text) : NULL;
}

static JsonObject *
keep_unknown (JsonObject *object)
{
  JsonObject *unknown = NULL;
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;

  json_object_iter_init (&iter, object);
  while (json_object_iter_next (&iter, &name, &value))
    if (!g_strv_contains (members, name))
      {
        if (!unknown)
          unknown = json_object_new ();
        json_object_set_member (unknown, name, json_node_copy (value));
      }
  return unknown;
}

/**
 * gate_token_set_new_from_secret:
 * @record: what the keyring has
 * @error: set to %GATE_ERROR_INVALID
 *
 * Returns: (transfer full) (nullable): the token set
 */
GateTokenSet *
gate_token_set_new_from_secret (GateSecret  *record,
                                GError     **error)
{
  g_autoptr(JsonNode) node = gate_json_parse (gate_secret_peek (record), (gssize) gate_secret_get_size (record), RECORD_LIMIT, NULL);
  JsonObject *object = node ? gate_json_node_object (node) : NULL;
  const char *issuer = object ? gate_json_get_string (object, "issuer") : NULL;
  const char *resource = object ? gate_json_get_string (object, "resource") : NULL;
  const char *access = object ? gate_json_get_string (object, "access_token") : NULL;

  if (!issuer || !resource || (access && !is_sendable (access)))
    {
      gate_error_set (error, GATE_ERROR_INVALID, GATE_LAYER_SIGNED_IN, _("Disconnect, then sign in again."),
                      _("What the keyring keeps of this sign-in cannot be read"));
      return NULL;
    }

  GateTokenSet *self = token_set_new ();
  self->issuer = g_strdup (issuer);
  self->resource = g_strdup (resource);
  self->client_id = g_strdup (gate_json_get_string (object, "client_id"));
  self->access_token = get_secret (object, "access_token");
  self->refresh_token = get_secret (object, "refresh_token");
  self->dpop = g_strcmp0 (gate_json_get_string (object, "token_type"), "DPoP") == 0;
  self->guessed = gate_json_get_boolean (object, "guessed", FALSE);
  self->scope = g_strdup (gate_json_get_string (object, "scope"));
  self->requested_scope = g_strdup (gate_json_get_string (object, "requested_scope"));
  self->confirmed_origins = gate_json_get_strv (object, "confirmed_origins");
  self->obtained_at = gate_json_get_int (object, "obtained_at", 0);
  self->expires_at = gate_json_get_int (object, "expires_at", 0);
  self->signed_in_at = gate_json_get_int (object, "signed_in_at", 0);
  self->ended_at = gate_json_get_int (object, "ended_at", 0);
  self->unknown = keep_unknown (object);
  return self;
}

static void
set_string (JsonObject *object,
            const char *name,
            const char *value)
{
  if (value)
    json_object_set_string_member (object, name, value);
}

static void
set_int (JsonObject *object,
         const char *name,
         gint64      value)
{
  if (value > 0)
    json_object_set_int_member (object, name, value);
}

static JsonObject *
start_object (GateTokenSet *self)
{
  JsonObject *object = json_object_new ();
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;

  json_object_set_int_member (object, "version", VERSION);
  if (self->unknown)
    {
      json_object_iter_init (&iter, self->unknown);
      while (json_object_iter_next (&iter, &name, &value))
        json_object_set_member (object, name, json_node_copy (value));
    }
  return object;
}

/**
 * gate_token_set_to_secret:
 * @self: a token set
 *
 * Returns: (transfer full): the record to keep in the keyring
 */
GateSecret *
gate_token_set_to_secret (GateTokenSet *self)
{
  JsonObject *object = start_object (self);

  set_string (object, "issuer", self->issuer);
  set_string (object, "resource", self->resource);
  set_string (object, "client_id", self->client_id);
  set_string (object, "access_token", gate_secret_peek (self->access_token));
  set_string (object, "refresh_token", gate_secret_peek (self->refresh_token));
  set_string (object, "token_type", self->dpop ? "DPoP" : "Bearer");
  set_string (object, "scope", self->scope);
  set_string (object, "requested_scope", self->requested_scope);
  set_int (object, "obtained_at", self->obtained_at);
  set_int (object, "expires_at", self->expires_at);
  set_int (object, "signed_in_at", self->signed_in_at);
  set_int (object, "ended_at", self->ended_at);
  if (self->guessed)
    json_object_set_boolean_member (object, "guessed", TRUE);
  if (self->confirmed_origins && *self->confirmed_origins)
    {
      JsonArray *origins = json_array_new ();

      for (guint i = 0; self->confirmed_origins[i]; i++)
        json_array_add_string_element (origins, self->confirmed_origins[i]);
      json_object_set_array_member (object, "confirmed_origins", origins);
    }

  g_autoptr(JsonNode) node = gate_json_take_object (object);
  return gate_secret_new_take (gate_json_to_text (node));
}

/**
 * gate_token_set_new_ended:
 * @self: a token set whose refresh the server refused
 *
 * What is left of a sign-in that ended: no token, but who it was with and that it ended, so that it is told apart from one that
 * never was.
 *
 * Returns: (transfer full): what is left
 */
GateTokenSet *
gate_token_set_new_ended (GateTokenSet *self)
{
  GateTokenSet *ended = token_set_new ();

  ended->issuer = g_strdup (self->issuer);
  ended->resource = g_strdup (self->resource);
  ended->client_id = g_strdup (self->client_id);
  ended->guessed = self->guessed;
  ended->requested_scope = g_strdup (self->requested_scope);
  ended->confirmed_origins = g_strdupv (self->confirmed_origins);
  ended->signed_in_at = self->signed_in_at;
  ended->ended_at = g_get_real_time () / G_USEC_PER_SEC;
  ended->unknown = self->unknown ? json_object_ref (self->unknown) : NULL;
  return ended;
}

/**
 * gate_token_set_same_access:
 * @a: (nullable): a token set
 * @b: (nullable): a token set
 *
 * Returns: %TRUE when both have the same access token, or neither has one
 */
gboolean
gate_token_set_same_access (GateTokenSet *a,
                            GateTokenSet *b)
{
  GateSecret *first = a ? a->access_token : NULL, *second = b ? b->access_token : NULL;

  return first && second ? gate_secret_equal (first, second) : first == second;
}

/**
 * gate_token_set_has_expired:
 * @self: a token set
 * @now: the time, in seconds since the epoch
 *
 * Returns: %TRUE when the access token cannot be used any more, as far as is known
 */
gboolean
gate_token_set_has_expired (GateTokenSet *self,
                            gint64        now)
{
  return !self->access_token || (self->expires_at > 0 && now >= self->expires_at);
}

/**
 * gate_token_set_is_due:
 * @self: a token set
 * @now: the time, in seconds since the epoch
 *
 * Returns: %TRUE when the access token has expired, or will so soon that it should be renewed now
 */
gboolean
gate_token_set_is_due (GateTokenSet *self,
                       gint64        now)
{
  gint64 lifetime = MAX (self->expires_at - self->obtained_at, 0);
  gint64 skew = MIN (SKEW_SECONDS, lifetime / SKEW_DIVISOR);

  return !self->access_token || (self->expires_at > 0 && now >= self->expires_at - skew);
}
