// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-sample-grant.h"

#include "gate-json-record.h"
#include "gate-random.h"

/* A grant has at most so many access tokens that are good; the oldest make room. */
#define MAX_TOKENS 16
#define REFRESH_PREFIX "refresh."

typedef struct {
  char     *id;
  char     *app_id;
  gint64    scopes;
  char     *refresh;
  JsonNode *tokens;
} KeptGrant;

static const GateJsonField token_fields[] = {
  GATE_JSON_FIELD (GateSampleToken, digest, "digest", STRING, GATE_JSON_REQUIRED),
  GATE_JSON_FIELD (GateSampleToken, scopes, "scopes", INT, GATE_JSON_REQUIRED),
  GATE_JSON_FIELD (GateSampleToken, expires, "expires", INT, GATE_JSON_REQUIRED),
  { NULL },
};

static const GateJsonField grant_fields[] = {
  GATE_JSON_FIELD (KeptGrant, id, "id", STRING, GATE_JSON_REQUIRED),
  GATE_JSON_FIELD (KeptGrant, app_id, "app", STRING, GATE_JSON_REQUIRED),
  GATE_JSON_FIELD (KeptGrant, scopes, "scopes", INT, GATE_JSON_REQUIRED),
  GATE_JSON_FIELD (KeptGrant, refresh, "refresh", STRING, GATE_JSON_REQUIRED),
  GATE_JSON_FIELD (KeptGrant, tokens, "tokens", ARRAY, GATE_JSON_REQUIRED),
  { NULL },
};

static void
token_free (GateSampleToken *self)
{
  gate_json_record_clear (token_fields, self);
  g_free (self);
}

/* 256 random bits need no salt, nor a slow digest. */
static char *
digest_of (const char *token)
{
  return g_compute_checksum_for_string (G_CHECKSUM_SHA256, token, -1);
}

static GateSampleGrant *
grant_alloc (void)
{
  GateSampleGrant *self = g_new0 (GateSampleGrant, 1);

  self->tokens = g_ptr_array_new_with_free_func ((GDestroyNotify) token_free);
  return self;
}

/**
 * gate_sample_grant_new:
 * @app_id: to which app
 * @scopes: what is granted
 *
 * Returns: (transfer full): a grant without tokens
 */
GateSampleGrant *
gate_sample_grant_new (const char *app_id,
                       guint       scopes)
{
  GateSampleGrant *self = grant_alloc ();

  self->id = gate_random_token (16);
  self->app_id = g_strdup (app_id);
  self->scopes = scopes;
  self->refresh = g_strdup ("");
  return self;
}

static gboolean
read_tokens (GateSampleGrant  *self,
             JsonArray        *array,
             GError          **error)
{
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      GateSampleToken *token = g_new0 (GateSampleToken, 1);

      g_ptr_array_add (self->tokens, token);
      if (!gate_json_record_read (token_fields, json_array_get_element (array, i), token, error))
        return FALSE;
    }
  return TRUE;
}

/**
 * gate_sample_grant_from_json:
 * @node: a grant as it was kept
 * @error: set to %GATE_ERROR_INVALID
 *
 * Returns: (transfer full) (nullable): the grant
 */
GateSampleGrant *
gate_sample_grant_from_json (JsonNode  *node,
                             GError   **error)
{
  g_autoptr(GateSampleGrant) self = grant_alloc ();
  KeptGrant kept = { 0 };

  if (!gate_json_record_read (grant_fields, node, &kept, error))
    return NULL;
  self->id = g_steal_pointer (&kept.id);
  self->app_id = g_steal_pointer (&kept.app_id);
  self->refresh = g_steal_pointer (&kept.refresh);
  self->scopes = kept.scopes;
  gboolean read = read_tokens (self, json_node_get_array (kept.tokens), error);
  gate_json_record_clear (grant_fields, &kept);
  return read ? g_steal_pointer (&self) : NULL;
}

/**
 * gate_sample_grant_to_json:
 * @self: a grant
 *
 * Returns: (transfer full): the grant as it is kept
 */
JsonNode *
gate_sample_grant_to_json (const GateSampleGrant *self)
{
  JsonArray *tokens = json_array_new ();

  for (guint i = 0; i < self->tokens->len; i++)
    json_array_add_element (tokens, gate_json_record_write (token_fields, self->tokens->pdata[i]));

  g_autoptr(JsonNode) list = gate_json_take_array (tokens);
  const KeptGrant kept = {
    .id = self->id,
    .app_id = self->app_id,
    .scopes = self->scopes,
    .refresh = self->refresh,
    .tokens = list,
  };
  return gate_json_record_write (grant_fields, &kept);
}

/**
 * gate_sample_grant_issue_access:
 * @self: a grant
 * @scopes: what the token may do
 * @lifetime: for how long, in seconds
 *
 * Returns: (transfer full): a new access token, of which only the digest is kept
 */
GateSecret *
gate_sample_grant_issue_access (GateSampleGrant *self,
                                guint            scopes,
                                guint            lifetime)
{
  GateSecret *secret = gate_secret_new_take (gate_random_token (32));
  GateSampleToken *token = g_new0 (GateSampleToken, 1);
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;

  gate_sample_grant_prune (self, now);
  if (self->tokens->len >= MAX_TOKENS)
    g_ptr_array_remove_index (self->tokens, 0);
  token->digest = digest_of (gate_secret_peek (secret));
  token->scopes = scopes;
  token->expires = now + lifetime;
  g_ptr_array_add (self->tokens, token);
  return secret;
}

/**
 * gate_sample_grant_issue_refresh:
 * @self: a grant
 *
 * Returns: (transfer full): a new refresh token, in the place of the old one
 */
GateSecret *
gate_sample_grant_issue_refresh (GateSampleGrant *self)
{
  g_autofree char *random = gate_random_token (32);
  GateSecret *secret = gate_secret_new_take (g_strconcat (REFRESH_PREFIX, self->id, ".", random, NULL));

  gate_secret_wipe (random);
  g_free (self->refresh);
  self->refresh = digest_of (gate_secret_peek (secret));
  return secret;
}

/**
 * gate_sample_grant_dup_id_of:
 * @refresh_token: what an app sent as a refresh token
 *
 * Returns: (transfer full) (nullable): the id of the grant to which it belongs, or belonged before it was replaced
 */
char *
gate_sample_grant_dup_id_of (const char *refresh_token)
{
  const char *id = g_str_has_prefix (refresh_token, REFRESH_PREFIX) ? refresh_token + strlen (REFRESH_PREFIX) : NULL;
  const char *dot = id ? strchr (id, '.') : NULL;

  return dot ? g_strndup (id, (gsize) (dot - id)) : NULL;
}

/**
 * gate_sample_grant_has_refresh:
 * @self: a grant
 * @token: what an app sent as a refresh token
 *
 * Returns: %TRUE when it is the one that is good
 */
gboolean
gate_sample_grant_has_refresh (const GateSampleGrant *self,
                               const char            *token)
{
  g_autofree char *digest = digest_of (token);

  return gate_constant_time_equal (digest, self->refresh);
}

/**
 * gate_sample_grant_find_access:
 * @self: a grant
 * @token: what an app sent as an access token
 *
 * Returns: (transfer none) (nullable): what is known of it
 */
GateSampleToken *
gate_sample_grant_find_access (const GateSampleGrant *self,
                               const char            *token)
{
  g_autofree char *digest = digest_of (token);

  for (guint i = 0; i < self->tokens->len; i++)
    {
      GateSampleToken *known = self->tokens->pdata[i];

      if (gate_constant_time_equal (digest, known->digest))
        return known;
    }
  return NULL;
}

/**
 * gate_sample_grant_remove_access:
 * @self: a grant
 * @token: one of its tokens
 *
 * Takes an access token back.
 */
void
gate_sample_grant_remove_access (GateSampleGrant *self,
                                 GateSampleToken *token)
{
  g_ptr_array_remove (self->tokens, token);
}

/**
 * gate_sample_grant_prune:
 * @self: a grant
 * @now: in seconds since 1970
 *
 * Forgets the access tokens that have ended.
 */
void
gate_sample_grant_prune (GateSampleGrant *self,
                         gint64           now)
{
  for (guint i = self->tokens->len; i > 0; i--)
    if (((GateSampleToken *) self->tokens->pdata[i - 1])->expires <= now)
      g_ptr_array_remove_index (self->tokens, i - 1);
}

/**
 * gate_sample_grant_free:
 * @self: (transfer full) (nullable): a grant
 *
 * Frees a grant.
 */
void
gate_sample_grant_free (GateSampleGrant *self)
{
  if (!self)
    return;
  g_free (self->id);
  g_free (self->app_id);
  g_free (self->refresh);
  g_clear_pointer (&self->tokens, g_ptr_array_unref);
  g_free (self);
}
