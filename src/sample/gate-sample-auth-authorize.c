// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-sample-auth-private.h"

#include "gate-address.h"
#include "gate-random.h"
#include "gate-sample-form.h"
#include "gate-sample-page.h"
#include "gate-sample-respond.h"
#include "gate-sample-scope.h"

#define MAX_CONSENTS 64
#define CONSENT_SECONDS 600
#define MAX_CODES 256
#define CODE_SECONDS 60
#define MAX_STATE 2000
#define CHALLENGE_LENGTH 43
#define COOKIE "consent"
#define CONSENT_PATH "/consent/"

/**
 * gate_sample_auth_send_error:
 * @self: the authorization server
 * @message: a request of the browser
 * @redirect_uri: where the app waits, already checked
 * @state: (nullable): what the app wants back
 * @error: an error code (RFC 6749 §4.1.2.1)
 *
 * Sends the browser back to the app without a code.
 */
void
gate_sample_auth_send_error (GateSampleAuth    *self,
                             SoupServerMessage *message,
                             const char        *redirect_uri,
                             const char        *state,
                             const char        *error)
{
  g_autofree char *target = gate_sample_form_add (redirect_uri, "error", error, "state", state, "iss", self->origin, NULL);

  gate_sample_respond_redirect (message, 303, target);
}

/**
 * gate_sample_auth_send_code:
 * @self: the authorization server
 * @message: a request of the browser
 * @request: (transfer full): what was allowed
 *
 * Sends the browser back to the app with a code, good once and for a minute, and the issuer (RFC 9207).
 */
void
gate_sample_auth_send_code (GateSampleAuth    *self,
                            SoupServerMessage *message,
                            GateSampleRequest *request)
{
  GateSampleCodeEntry *entry = g_new0 (GateSampleCodeEntry, 1);
  g_autofree char *code = gate_random_token (32);
  g_autofree char *target = gate_sample_form_add (request->redirect_uri, "code", code, "state", request->state, "iss", self->origin, NULL);

  gate_sample_auth_forget_old (self->codes, MAX_CODES, G_STRUCT_OFFSET (GateSampleCodeEntry, expires));
  entry->request = request;
  entry->expires = g_get_monotonic_time () + CODE_SECONDS * G_TIME_SPAN_SECOND;
  g_hash_table_insert (self->codes, g_compute_checksum_for_string (G_CHECKSUM_SHA256, code, -1), entry);
  gate_sample_respond_redirect (message, 303, target);
}

static gboolean
is_challenge (const char *text)
{
  if (!text || strlen (text) != CHALLENGE_LENGTH)
    return FALSE;
  for (const char *c = text; *c; c++)
    if (!g_ascii_isalnum (*c) && *c != '-' && *c != '_')
      return FALSE;
  return TRUE;
}

/* What is wrong with a request whose app and redirect address are right: an error code, or NULL. */
static const char *
find_fault (GateSampleAuth *self,
            GHashTable     *form,
            guint          *scopes)
{
  const char *type = g_hash_table_lookup (form, "response_type");
  const char *scope = g_hash_table_lookup (form, "scope");
  const char *state = g_hash_table_lookup (form, "state");

  *scopes = GATE_SAMPLE_SCOPE_READ;
  if (!type || (state && strlen (state) > MAX_STATE))
    return "invalid_request";
  if (!g_str_equal (type, "code"))
    return "unsupported_response_type";
  if (g_strcmp0 (g_hash_table_lookup (form, "code_challenge_method"), "S256") != 0
      || !is_challenge (g_hash_table_lookup (form, "code_challenge")))
    return "invalid_request";
  if (g_strcmp0 (g_hash_table_lookup (form, "resource"), self->resource) != 0)
    return "invalid_target";
  if (scope && *scope && !gate_sample_scope_parse (scope, scopes))
    return "invalid_scope";
  return NULL;
}

static char *
describe_target (const char *redirect_uri)
{
  g_autoptr(GUri) uri = gate_address_parse (redirect_uri, NULL);

  return gate_address_origin (uri);
}

static void
show_consent (GateSampleAuth    *self,
              SoupServerMessage *message,
              GateSampleRequest *request,
              const char        *app_name)
{
  GateSampleConsent *consent = g_new0 (GateSampleConsent, 1);
  g_autofree char *id = gate_random_token (16);
  g_autofree char *action = g_strconcat (CONSENT_PATH, id, NULL);
  g_autofree char *target = describe_target (request->redirect_uri);
  g_autoptr(GPtrArray) words = g_ptr_array_new ();
  g_autoptr(GateSamplePage) page = gate_sample_page_new ("consent.html");

  gate_sample_auth_forget_old (self->consents, MAX_CONSENTS, G_STRUCT_OFFSET (GateSampleConsent, expires));
  consent->request = request;
  consent->ticket = gate_random_token (32);
  consent->cookie = gate_random_token (32);
  consent->expires = g_get_monotonic_time () + CONSENT_SECONDS * G_TIME_SPAN_SECOND;
  for (const GateSampleScopeRow *row = gate_sample_scopes; row->name; row++)
    if (request->scopes & row->scope)
      g_ptr_array_add (words, (char *) row->words);

  /* Bound to the browser that is shown the page: another page cannot press the button for it. */
  g_autofree char *cookie = g_strdup_printf (COOKIE "=%s; Path=%s; Max-Age=%d; HttpOnly; SameSite=Strict", consent->cookie, action,
                                             CONSENT_SECONDS);
  soup_message_headers_append (soup_server_message_get_response_headers (message), "Set-Cookie", cookie);
  gate_sample_page_set (page, "app", app_name);
  gate_sample_page_set (page, "target", target);
  gate_sample_page_set_items (page, "scopes", words);
  gate_sample_page_set (page, "action", action);
  gate_sample_page_set (page, "ticket", consent->ticket);
  gate_sample_page_allow_form (page, request->redirect_uri);
  gate_sample_page_send (page, message, 200);
  self->tally.consents++;
  g_hash_table_insert (self->consents, g_steal_pointer (&id), consent);
}

static GateSampleRequest *
read_request (GHashTable *form,
              guint       scopes)
{
  GateSampleRequest *request = gate_sample_request_new ();

  request->app_id = g_strdup (g_hash_table_lookup (form, "client_id"));
  request->redirect_uri = g_strdup (g_hash_table_lookup (form, "redirect_uri"));
  request->state = g_strdup (g_hash_table_lookup (form, "state"));
  request->challenge = g_strdup (g_hash_table_lookup (form, "code_challenge"));
  request->scopes = scopes;
  return request;
}

/**
 * gate_sample_auth_authorize:
 * @message: a request to `/authorize`, by the person's browser
 * @path: its path
 * @user_data: the authorization server
 *
 * Asks the person (RFC 6749 §4.1.1). Where the app or its address is not known, the person is told, and nothing is sent anywhere.
 */
void
gate_sample_auth_authorize (SoupServerMessage *message,
                            const char        *path,
                            gpointer           user_data)
{
  GateSampleAuth *self = user_data;
  g_autoptr(GHashTable) form = gate_sample_form_parse (g_uri_get_query (soup_server_message_get_uri (message)));
  const char *redirect_uri = form ? g_hash_table_lookup (form, "redirect_uri") : NULL;
  GateSampleApp *app = form ? gate_sample_ledger_find_app (self->ledger, g_hash_table_lookup (form, "client_id")) : NULL;
  const char *fault = NULL;
  guint scopes = 0;

  if (!gate_sample_respond_method (message, "GET"))
    return;
  if (!app || !redirect_uri || !gate_sample_app_takes (app, redirect_uri))
    {
      gate_sample_page_say (message, 400, "This sign-in cannot go on",
                            app ? "The address to which the answer should go is not one that the app registered. Start again in the app."
                                : "The app that asks is not registered here. Start again in the app.");
      return;
    }
  fault = find_fault (self, form, &scopes);
  if (fault)
    gate_sample_auth_send_error (self, message, redirect_uri, g_hash_table_lookup (form, "state"), fault);
  else if (self->auto_approve)
    gate_sample_auth_send_code (self, message, read_request (form, scopes));
  else
    show_consent (self, message, read_request (form, scopes), app->name);
}

static char *
dup_cookie (SoupServerMessage *message)
{
  const char *header = soup_message_headers_get_list (soup_server_message_get_request_headers (message), "Cookie");
  g_auto(GStrv) cookies = header ? g_strsplit (header, ";", 64) : NULL;

  for (char **cookie = cookies; cookie && *cookie; cookie++)
    if (g_str_has_prefix (g_strstrip (*cookie), COOKIE "="))
      return g_strdup (*cookie + strlen (COOKIE "="));
  return NULL;
}

static gboolean
is_from_our_page (SoupServerMessage       *message,
                  GHashTable              *form,
                  const GateSampleConsent *consent)
{
  g_autofree char *cookie = dup_cookie (message);

  return consent->expires > g_get_monotonic_time ()
         && gate_constant_time_equal (cookie, consent->cookie)
         && gate_constant_time_equal (g_hash_table_lookup (form, "ticket"), consent->ticket);
}

/**
 * gate_sample_auth_consent:
 * @message: the form of the consent page
 * @path: `/consent/<id>`
 * @user_data: the authorization server
 *
 * Takes the person's answer, once, from the page that asked, in the browser that was shown it.
 */
void
gate_sample_auth_consent (SoupServerMessage *message,
                          const char        *path,
                          gpointer           user_data)
{
  GateSampleAuth *self = user_data;
  const char *id = path + strlen (CONSENT_PATH);
  GateSampleConsent *consent = g_hash_table_lookup (self->consents, id);
  g_autoptr(GHashTable) form = NULL;
  g_autoptr(GateSampleRequest) request = NULL;
  const char *decision = NULL;

  if (!gate_sample_respond_method (message, "POST"))
    return;
  form = gate_sample_form_parse_body (message);
  decision = form ? g_hash_table_lookup (form, "decision") : NULL;
  if (!consent || !form || !is_from_our_page (message, form, consent))
    {
      gate_sample_page_say (message, 403, "This answer does not count",
                            "It does not come from the page that asked, it was given already, or too late. Start again in the app.");
      return;
    }
  request = g_steal_pointer (&consent->request);
  g_hash_table_remove (self->consents, id);
  if (g_strcmp0 (decision, "allow") == 0)
    gate_sample_auth_send_code (self, message, g_steal_pointer (&request));
  else
    gate_sample_auth_send_error (self, message, request->redirect_uri, request->state, "access_denied");
}
