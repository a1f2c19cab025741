// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-sample-challenge.h"

#include "gate-sample-respond.h"
#include "gate-sample-scope.h"

static void
challenge (SoupServerMessage *message,
           const char        *origin,
           const char        *error,
           guint              scopes)
{
  g_autofree char *names = gate_sample_scope_to_text (scopes);
  g_autofree char *error_part = error ? g_strdup_printf ("error=\"%s\", ", error) : g_strdup ("");
  g_autofree char *value = g_strdup_printf ("Bearer %sscope=\"%s\", resource_metadata=\"%s%s\"", error_part, names,
                                            origin, GATE_SAMPLE_METADATA_PATH);

  soup_message_headers_replace (soup_server_message_get_response_headers (message), "WWW-Authenticate", value);
}

/**
 * gate_sample_challenge_sign_in:
 * @message: a request without a token, or with one that is not good
 * @origin: our origin
 * @had_token: whether it had one
 *
 * Answers 401, and says where to sign in (RFC 9728 §5.1, RFC 6750 §3). At first only reading is asked for.
 */
void
gate_sample_challenge_sign_in (SoupServerMessage *message,
                               const char        *origin,
                               gboolean           had_token)
{
  challenge (message, origin, had_token ? "invalid_token" : NULL, GATE_SAMPLE_SCOPE_READ);
  gate_sample_respond_error (message, 401, had_token ? "invalid_token" : "unauthorized",
                             had_token ? "The access token is not valid, or no longer." : "Sign in first.");
}

/**
 * gate_sample_challenge_scopes:
 * @message: a request
 * @origin: our origin
 * @scopes: what it needs
 *
 * Answers 403, and says what to sign in for (RFC 6750 §3.1).
 */
void
gate_sample_challenge_scopes (SoupServerMessage *message,
                              const char        *origin,
                              guint              scopes)
{
  challenge (message, origin, "insufficient_scope", scopes);
  gate_sample_respond_error (message, 403, "insufficient_scope", "The sign-in does not allow this.");
}
