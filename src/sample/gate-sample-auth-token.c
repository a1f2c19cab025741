// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-sample-auth-private.h"

#include "gate-random.h"
#include "gate-sample-form.h"
#include "gate-sample-respond.h"
#include "gate-sample-scope.h"

/* For how long a second use of a code is noticed. */
#define REMEMBER_CODE_SECONDS 600

/* RFC 7636 §4.6. */
static gboolean
verifier_fits (const char *verifier,
               const char *challenge)
{
  g_autoptr(GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 digest[32];
  gsize size = sizeof digest;

  if (!verifier || strlen (verifier) < 43 || strlen (verifier) > 128)
    return FALSE;
  g_checksum_update (checksum, (const guchar *) verifier, -1);
  g_checksum_get_digest (checksum, digest, &size);
  g_autofree char *computed = gate_base64url_encode (digest, size);
  return gate_constant_time_equal (computed, challenge);
}

/* RFC 6749 §5.1. */
static void
send_tokens (GateSampleAuth    *self,
             SoupServerMessage *message,
             GateSampleGrant   *grant,
             guint              scopes)
{
  g_autoptr(GateSecret) access = gate_sample_grant_issue_access (grant, scopes, self->token_lifetime);
  g_autoptr(GateSecret) refresh = NULL;
  g_autofree char *names = gate_sample_scope_to_text (scopes);
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "access_token", gate_secret_peek (access));
  json_object_set_string_member (object, "token_type", "Bearer");
  json_object_set_int_member (object, "expires_in", self->token_lifetime);
  json_object_set_string_member (object, "scope", names);
  if (grant->scopes & GATE_SAMPLE_SCOPE_OFFLINE)
    {
      refresh = gate_sample_grant_issue_refresh (grant);
      json_object_set_string_member (object, "refresh_token", gate_secret_peek (refresh));
    }
  gate_sample_ledger_save (self->ledger);

  g_autoptr(JsonNode) body = gate_json_take_object (object);
  gate_sample_respond_json (message, 200, body);
}

/* RFC 6749 §4.1.2: a code that comes a second time was stolen; what came of it the first time is taken back. */
static void
take_back_stolen (GateSampleAuth      *self,
                  GateSampleCodeEntry *entry)
{
  GateSampleGrant *grant = gate_sample_ledger_find_grant (self->ledger, entry->grant_id);

  if (grant)
    gate_sample_ledger_revoke (self->ledger, grant);
}

static void
redeem_code (GateSampleAuth    *self,
             SoupServerMessage *message,
             GHashTable        *form)
{
  const char *code = g_hash_table_lookup (form, "code");
  g_autofree char *digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, code ? code : "", -1);
  GateSampleCodeEntry *entry = g_hash_table_lookup (self->codes, digest);
  gboolean first = entry && !entry->spent;
  gboolean in_time = entry && entry->expires > g_get_monotonic_time ();

  if (entry && entry->spent)
    take_back_stolen (self, entry);
  if (entry)
    {
      entry->spent = TRUE;
      entry->expires = g_get_monotonic_time () + REMEMBER_CODE_SECONDS * G_TIME_SPAN_SECOND;
    }
  if (!first || !in_time
      || g_strcmp0 (g_hash_table_lookup (form, "client_id"), entry->request->app_id) != 0
      || g_strcmp0 (g_hash_table_lookup (form, "redirect_uri"), entry->request->redirect_uri) != 0
      || !verifier_fits (g_hash_table_lookup (form, "code_verifier"), entry->request->challenge))
    {
      gate_sample_respond_error (message, 400, "invalid_grant", "The code is not good, or no longer, or not for this app.");
      return;
    }

  GateSampleGrant *grant = gate_sample_ledger_add_grant (self->ledger, entry->request->app_id, entry->request->scopes);
  entry->grant_id = g_strdup (grant->id);
  self->tally.codes++;
  send_tokens (self, message, grant, entry->request->scopes);
}

/* RFC 6749 §6: fewer scopes may be asked for, never more. */
static gboolean
read_narrower_scopes (GHashTable            *form,
                      const GateSampleGrant *grant,
                      guint                 *scopes)
{
  const char *text = g_hash_table_lookup (form, "scope");

  *scopes = (guint) grant->scopes;
  if (!text || !*text)
    return TRUE;
  return gate_sample_scope_parse (text, scopes) && (*scopes & ~(guint) grant->scopes) == 0;
}

static void
redeem_refresh (GateSampleAuth    *self,
                SoupServerMessage *message,
                GHashTable        *form)
{
  const char *token = g_hash_table_lookup (form, "refresh_token");
  g_autofree char *id = token ? gate_sample_grant_dup_id_of (token) : NULL;
  GateSampleGrant *grant = id ? gate_sample_ledger_find_grant (self->ledger, id) : NULL;
  guint scopes = 0;

  if (grant && !gate_sample_grant_has_refresh (grant, token))
    {
      /* Two hold a token of which there may be one: nobody knows which of them is the thief (RFC 9700 §4.14). */
      self->tally.reuses++;
      gate_sample_ledger_revoke (self->ledger, grant);
      grant = NULL;
    }
  if (!grant || g_strcmp0 (g_hash_table_lookup (form, "client_id"), grant->app_id) != 0)
    {
      gate_sample_respond_error (message, 400, "invalid_grant", "The refresh token is not good, or no longer, or not for this app.");
      return;
    }
  if (!read_narrower_scopes (form, grant, &scopes))
    {
      gate_sample_respond_error (message, 400, "invalid_scope", "More was asked for than was allowed.");
      return;
    }
  self->tally.refreshes++;
  send_tokens (self, message, grant, scopes);
}

static const struct {
  const char *name;
  void      (*redeem) (GateSampleAuth    *self,
                       SoupServerMessage *message,
                       GHashTable        *form);
} grant_types[] = {
  { "authorization_code", redeem_code },
  { "refresh_token", redeem_refresh },
};

/**
 * gate_sample_auth_token:
 * @message: a request to `/token`
 * @path: its path
 * @user_data: the authorization server
 *
 * Gives tokens for a code or a refresh token (RFC 6749 §3.2), for our own resource only (RFC 8707).
 */
void
gate_sample_auth_token (SoupServerMessage *message,
                        const char        *path,
                        gpointer           user_data)
{
  GateSampleAuth *self = user_data;
  g_autoptr(GHashTable) form = NULL;
  const char *type = NULL;

  if (!gate_sample_respond_method (message, "POST"))
    return;
  form = gate_sample_form_parse_body (message);
  type = form ? g_hash_table_lookup (form, "grant_type") : NULL;
  if (!type)
    {
      gate_sample_respond_error (message, 400, "invalid_request", "The body has to be a form with a grant_type.");
      return;
    }
  if (!gate_sample_ledger_find_app (self->ledger, g_hash_table_lookup (form, "client_id")))
    {
      gate_sample_respond_error (message, 401, "invalid_client", "The app is not registered here.");
      return;
    }
  if (g_strcmp0 (g_hash_table_lookup (form, "resource"), self->resource) != 0)
    {
      gate_sample_respond_error (message, 400, "invalid_target", "The resource is not the one that this server guards.");
      return;
    }
  for (guint i = 0; i < G_N_ELEMENTS (grant_types); i++)
    if (g_str_equal (grant_types[i].name, type))
      {
        grant_types[i].redeem (self, message, form);
        return;
      }
  gate_sample_respond_error (message, 400, "unsupported_grant_type", "There is no such grant type here.");
}

static void
revoke_token (GateSampleAuth *self,
              const char     *token,
              const char     *app_id)
{
  g_autofree char *id = gate_sample_grant_dup_id_of (token);
  GateSampleGrant *grant = gate_sample_ledger_find_grant (self->ledger, id);
  GateSampleToken *access = NULL;

  if (grant && gate_sample_grant_has_refresh (grant, token) && g_strcmp0 (grant->app_id, app_id) == 0)
    {
      self->tally.revocations++;
      gate_sample_ledger_revoke (self->ledger, grant);
      return;
    }
  grant = gate_sample_ledger_find_access (self->ledger, token, &access);
  if (grant && g_strcmp0 (grant->app_id, app_id) == 0)
    {
      self->tally.revocations++;
      gate_sample_grant_remove_access (grant, access);
      gate_sample_ledger_save (self->ledger);
    }
}

/**
 * gate_sample_auth_revoke:
 * @message: a request to `/revoke`
 * @path: its path
 * @user_data: the authorization server
 *
 * Takes a token back (RFC 7009): with a refresh token goes everything that came of the same sign-in. A token that is not known is
 * as good as taken back.
 */
void
gate_sample_auth_revoke (SoupServerMessage *message,
                         const char        *path,
                         gpointer           user_data)
{
  GateSampleAuth *self = user_data;
  g_autoptr(GHashTable) form = NULL;
  const char *token = NULL, *app_id = NULL;

  if (!gate_sample_respond_method (message, "POST"))
    return;
  form = gate_sample_form_parse_body (message);
  token = form ? g_hash_table_lookup (form, "token") : NULL;
  app_id = form ? g_hash_table_lookup (form, "client_id") : NULL;
  if (!token)
    gate_sample_respond_error (message, 400, "invalid_request", "The body has to be a form with a token.");
  else if (!gate_sample_ledger_find_app (self->ledger, app_id))
    gate_sample_respond_error (message, 401, "invalid_client", "The app is not registered here.");
  else
    {
      revoke_token (self, token, app_id);
      gate_sample_respond_text (message, 200, "Done.");
    }
}
