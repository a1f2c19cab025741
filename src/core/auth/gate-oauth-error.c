// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-oauth-error.h"

#include "gate-error.h"
#include "gate-i18n.h"
#include "gate-text.h"

#include <string.h>

#define DESCRIPTION_CHARS 200
#define CODE_LIMIT 64

/* A code of RFC 6749 §4.1.2.1, §5.2, RFC 8707, RFC 9449 or OpenID Connect Core §3.1.2.6. text is followed by the server's name. */
typedef struct {
  const char *code;
  GateError   remedy_code;
  const char *text;
  const char *remedy;
} Meaning;

static const Meaning meanings[] = {
  { "access_denied", GATE_ERROR_REFUSED, N_("The sign-in was not allowed by %s"),
    N_("Sign in again and allow it, or ask who manages the account.") },
  { "invalid_grant", GATE_ERROR_SIGN_IN_NEEDED, N_("The sign-in has expired, or was revoked, at %s"), N_("Sign in again.") },
  { "invalid_client", GATE_ERROR_CLIENT_NEEDED, N_("Our client is not, or no longer, known to %s"),
    N_("Sign in again; where you gave a client id and a secret, correct them.") },
  { "unauthorized_client", GATE_ERROR_CLIENT_NEEDED, N_("Our client may not sign in this way at %s"),
    N_("Ask who runs the service to allow this kind of sign-in for the client.") },
  { "invalid_scope", GATE_ERROR_SERVICE, N_("The scopes that were asked for are not offered by %s"),
    N_("Set other scopes for the connector, or ask who runs the service.") },
  { "insufficient_scope", GATE_ERROR_SCOPE_NEEDED, N_("More scopes are needed by %s"), N_("Sign in again with more scopes.") },
  { "invalid_target", GATE_ERROR_SERVICE, N_("Tokens for this service are not issued by %s"),
    N_("Check the connector’s address, or ask who runs the service.") },
  { "unsupported_grant_type", GATE_ERROR_UNSUPPORTED, N_("This kind of sign-in is not offered by %s"),
    N_("Choose another kind of sign-in for the connector.") },
  { "unsupported_response_type", GATE_ERROR_UNSUPPORTED, N_("Signing in with a browser is not offered by %s"),
    N_("Choose another kind of sign-in for the connector.") },
  { "server_error", GATE_ERROR_UNAVAILABLE, N_("There is a problem at %s"), N_("Try again later.") },
  { "temporarily_unavailable", GATE_ERROR_UNAVAILABLE, N_("Overloaded or down for now is %s"), N_("Try again later.") },
  { "login_required", GATE_ERROR_SIGN_IN_NEEDED, N_("The person has to sign in at %s"), N_("Sign in again.") },
  { "consent_required", GATE_ERROR_SIGN_IN_NEEDED, N_("The person has to agree at %s"), N_("Sign in again.") },
  { "interaction_required", GATE_ERROR_SIGN_IN_NEEDED, N_("The person has to answer at %s"), N_("Sign in again.") },
  { "account_selection_required", GATE_ERROR_SIGN_IN_NEEDED, N_("The person has to choose an account at %s"), N_("Sign in again.") },
  { "invalid_dpop_proof", GATE_ERROR_PROTOCOL, N_("The proof of possession was not accepted by %s"),
    N_("Check the clock of this computer; if it is right, report it to the service.") },
  { "use_dpop_nonce", GATE_ERROR_PROTOCOL, N_("The proof of possession was refused again and again by %s"), N_("Report it to the service.") },
  { "invalid_client_metadata", GATE_ERROR_CLIENT_NEEDED, N_("The registration was not accepted by %s"),
    N_("Register a client with the service yourself and give its id.") },
  { "invalid_redirect_uri", GATE_ERROR_CLIENT_NEEDED, N_("The redirect address was not accepted by %s"),
    N_("Register a client with the service yourself and give its id.") },
};

static const Meaning other_meaning = { NULL, GATE_ERROR_SERVICE, N_("The sign-in was refused by %s"),
                                       N_("Try again; if it stays so, report it to the service.") };

static const Meaning *
find_meaning (const char *code)
{
  for (gsize i = 0; code && i < G_N_ELEMENTS (meanings); i++)
    if (strcmp (meanings[i].code, code) == 0)
      return &meanings[i];
  return &other_meaning;
}

/* Codes are words (RFC 6749 §5.2); anything else is not repeated. */
static gboolean
is_word (const char *code)
{
  return code && *code && strlen (code) <= CODE_LIMIT
         && strspn (code, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.") == strlen (code);
}

static char *
data_for (const char *code)
{
  return g_strdup_printf ("{\"error\":\"%s\"}", code);
}

/**
 * gate_oauth_error_new:
 * @code: (nullable): the server's error code
 * @description: (nullable): the server's own words, to be shown to the person
 * @host: the server's name
 * @status: the HTTP status, or 0 for an answer that came by the browser
 *
 * Tells an OAuth error in terms of what the person can do about it.
 *
 * Returns: (transfer full): the error
 */
GError *
gate_oauth_error_new (const char *code,
                      const char *description,
                      const char *host,
                      guint       status)
{
  const Meaning *meaning = find_meaning (code);
  g_autofree char *visible = description && *description ? gate_text_make_visible (description, GATE_TEXT_LINE) : NULL;
  g_autofree char *said = visible ? gate_text_shorten (visible, DESCRIPTION_CHARS) : NULL;
  const char *shown_code = meaning == &other_meaning && is_word (code) ? code : NULL;
  g_autofree char *named = shown_code ? g_strdup_printf ("%s (%s)", host, shown_code) : g_strdup (host);
  g_autofree char *sentence = gate_text_fill (_(meaning->text), "%s", named);
  GError *error = said ? gate_error_new (meaning->remedy_code, GATE_LAYER_SIGNED_IN, _(meaning->remedy), _("%s: “%s”"), sentence, said)
                       : gate_error_new (meaning->remedy_code, GATE_LAYER_SIGNED_IN, _(meaning->remedy), "%s", sentence);

  if (is_word (code))
    {
      g_autofree char *data = data_for (code);
      gate_error_set_service_code (error, status, data);
    }
  return error;
}

/**
 * gate_oauth_error_is:
 * @error: (nullable): any error
 * @code: an OAuth error code
 *
 * Returns: %TRUE when the server gave this code
 */
gboolean
gate_oauth_error_is (const GError *error,
                     const char   *code)
{
  g_autofree char *data = data_for (code);
  return g_strcmp0 (gate_error_get_service_data (error), data) == 0;
}
