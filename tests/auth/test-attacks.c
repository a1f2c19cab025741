// SPDX-License-Identifier: GPL-3.0-or-later
// What a hostile server, account server or page in the browser may try. Each is refused within a second, with the reason.
#include "auth-test.h"

#include "gate-authorizer.h"
#include "gate-server-metadata.h"

#include <string.h>

#define MARKER "/tmp/gate-auth-injected"

typedef void (*SetUpFunc) (AuthTest *test);

typedef struct {
  const char *name;
  SetUpFunc   set_up;
  GateError   code;
  const char *words; /* that the message holds */
  guint       windows; /* how often the browser may be opened */
  gboolean    may_register;
} Attack;

/* --- The resource --- */

static char *
text_of (AuthTest   *test,
         const char *text)
{
  /* As long as the test: the server borrows it. */
  char *copy = g_strdup (text);
  g_object_set_data_full (G_OBJECT (test->face), copy, copy, g_free);
  return copy;
}

static void
metadata_on_other_port (AuthTest *test)
{
  g_autofree char *address = g_strconcat (test->server->foreign_origin, "/.well-known/oauth-protected-resource", NULL);
  test->server->metadata_address = text_of (test, address);
}

static void
metadata_on_other_host (AuthTest *test)
{
  test->server->metadata_address = "http://169.254.169.254/latest/meta-data/iam/security-credentials/";
}

static void
metadata_in_file (AuthTest *test)
{
  test->server->metadata_address = "file:///etc/passwd";
}

static void
metadata_with_user (AuthTest *test)
{
  g_autofree char *address = g_strdup_printf ("http://%s@evil.example.com/", test->server->resource_origin + strlen ("http://"));
  test->server->metadata_address = text_of (test, address);
}

static void
resource_elsewhere (AuthTest *test)
{
  test->server->resource = "https://victim.example.com/mcp";
}

static void
resource_other_path (AuthTest *test)
{
  g_autofree char *resource = g_strconcat (test->server->resource_origin, "/mcp-admin", NULL);
  test->server->resource = text_of (test, resource);
}

static void
resource_below (AuthTest *test)
{
  g_autofree char *resource = g_strconcat (test->server->address, "/below", NULL);
  test->server->resource = text_of (test, resource);
}

static void
server_not_encrypted (AuthTest *test)
{
  test->server->authorization_server = "http://login.example.com";
}

static void
server_is_script (AuthTest *test)
{
  test->server->authorization_server = "javascript:alert(1)";
}

/* --- The account server --- */

static void
issuer_mismatch (AuthTest *test)
{
  test->server->issuer = "https://honest.example.com";
}

static void
issuer_with_slash (AuthTest *test)
{
  g_autofree char *issuer = g_strconcat (test->server->server_origin, "/", NULL);
  test->server->issuer = text_of (test, issuer);
}

static void
metadata_redirected (AuthTest *test)
{
  test->server->redirect_metadata = TRUE;
}

static void
token_redirected (AuthTest *test)
{
  test->server->redirect_token_endpoint = TRUE;
}

static void
token_elsewhere (AuthTest *test)
{
  g_autofree char *endpoint = g_strconcat (test->server->foreign_origin, "/token", NULL);
  test->server->token_endpoint = text_of (test, endpoint);
  test->face->decline_confirm = TRUE;
}

static void
authorization_elsewhere (AuthTest *test)
{
  g_autofree char *endpoint = g_strconcat (test->server->foreign_origin, "/authorize", NULL);
  test->server->authorization_endpoint = text_of (test, endpoint);
  test->face->decline_confirm = TRUE;
}

static void
no_pkce (AuthTest *test)
{
  test->server->pkce = "";
}

static void
plain_pkce (AuthTest *test)
{
  test->server->pkce = "plain";
}

/* --- The authorization address --- */

#define AUTHORIZATION(name, address) \
  static void name (AuthTest *test) { test->server->authorization_endpoint = address; test->face->decline_confirm = TRUE; }

AUTHORIZATION (script_address, "javascript:alert(document.cookie)")
AUTHORIZATION (file_address, "file:///etc/passwd")
AUTHORIZATION (data_address, "data:text/html,<script>alert(1)</script>")
AUTHORIZATION (cmd_address, "cmd:touch " MARKER)
AUTHORIZATION (option_address, "--user-data-dir=/tmp/x")
AUTHORIZATION (plain_http_address, "http://login.example.com/authorize")
AUTHORIZATION (space_address, "https://login.example.com/a b")
AUTHORIZATION (backtick_address, "https://login.example.com/`touch " MARKER "`")
AUTHORIZATION (fragment_address, "https://login.example.com/authorize#x")
AUTHORIZATION (user_address, "https://login.example.com@evil.example.com/authorize")
AUTHORIZATION (substitution_address, "https://login.example.com/$(touch${IFS}" MARKER ")")
AUTHORIZATION (semicolon_address, "https://login.example.com/;touch" MARKER)

/* --- The answer by the browser --- */

static void
iss_wrong (AuthTest *test)
{
  test->server->iss = "https://attacker.example.com";
  test->server->authorize_error = NULL;
}

static void
iss_missing (AuthTest *test)
{
  test->server->iss = "";
}

static void
iss_unexpected (AuthTest *test)
{
  test->server->iss_not_advertised = TRUE;
  test->server->iss = "https://attacker.example.com";
}

static void
iss_normalized (AuthTest *test)
{
  g_autofree char *issuer = g_strconcat (test->server->server_origin, "/", NULL);
  test->server->iss = text_of (test, issuer);
}

static void
iss_wrong_with_error (AuthTest *test)
{
  test->server->iss = "https://attacker.example.com";
  test->server->authorize_error = "access_denied";
}

static char *
replace_state (const char *redirect,
               gpointer    value)
{
  g_autoptr(GRegex) regex = g_regex_new ("state=[^&]*", 0, 0, NULL);
  return g_regex_replace_literal (regex, redirect, -1, 0, value, 0, NULL);
}

static void
state_forged_when_pasted (AuthTest *test)
{
  test->face->paste = TRUE;
  test->face->tamper = replace_state;
  test->face->tamper_data = (gpointer) "state=forged";
}

static void
state_missing_when_pasted (AuthTest *test)
{
  test->face->paste = TRUE;
  test->face->tamper = replace_state;
  test->face->tamper_data = (gpointer) "x=y";
}

static char *
change_host (const char *redirect,
             gpointer    value)
{
  return g_strconcat (value, strchr (redirect + strlen ("http://"), '/'), NULL);
}

static void
other_address_pasted (AuthTest *test)
{
  test->face->paste = TRUE;
  test->face->tamper = change_host;
  test->face->tamper_data = (gpointer) "http://evil.example.com";
}

static char *
append (const char *redirect,
        gpointer    value)
{
  return g_strconcat (redirect, value, NULL);
}

static void
code_twice_when_pasted (AuthTest *test)
{
  test->face->paste = TRUE;
  test->face->tamper = append;
  test->face->tamper_data = (gpointer) "&code=another";
}

static const Attack attacks[] = {
  { "resource/metadata-on-other-port", metadata_on_other_port, GATE_ERROR_UNTRUSTED, "another host", 0, FALSE },
  { "resource/metadata-on-other-host", metadata_on_other_host, GATE_ERROR_UNTRUSTED, "169.254.169.254", 0, FALSE },
  { "resource/metadata-in-file", metadata_in_file, GATE_ERROR_UNTRUSTED, "file:", 0, FALSE },
  { "resource/metadata-with-user", metadata_with_user, GATE_ERROR_UNTRUSTED, "no user name", 0, FALSE },
  { "resource/elsewhere", resource_elsewhere, GATE_ERROR_UNTRUSTED, "victim.example.com", 0, FALSE },
  { "resource/other-path", resource_other_path, GATE_ERROR_UNTRUSTED, "another resource", 0, FALSE },
  { "resource/below", resource_below, GATE_ERROR_UNTRUSTED, "another resource", 0, FALSE },
  { "resource/server-not-encrypted", server_not_encrypted, GATE_ERROR_UNTRUSTED, "not encrypted", 0, FALSE },
  { "resource/server-is-script", server_is_script, GATE_ERROR_UNTRUSTED, "authorization server", 0, FALSE },
  { "server/issuer-mismatch", issuer_mismatch, GATE_ERROR_UNTRUSTED, "honest.example.com", 0, FALSE },
  { "server/issuer-with-slash", issuer_with_slash, GATE_ERROR_UNTRUSTED, "says that it is", 0, FALSE },
  { "server/metadata-redirected", metadata_redirected, GATE_ERROR_UNTRUSTED, "redirect", 0, FALSE },
  { "server/token-elsewhere", token_elsewhere, GATE_ERROR_UNTRUSTED, "endpoints elsewhere", 0, FALSE },
  { "server/authorization-elsewhere", authorization_elsewhere, GATE_ERROR_UNTRUSTED, "endpoints elsewhere", 0, FALSE },
  { "server/no-pkce", no_pkce, GATE_ERROR_UNTRUSTED, "PKCE", 0, FALSE },
  { "server/plain-pkce", plain_pkce, GATE_ERROR_UNTRUSTED, "PKCE", 0, FALSE },
  { "address/script", script_address, GATE_ERROR_UNTRUSTED, "javascript:", 0, FALSE },
  { "address/file", file_address, GATE_ERROR_UNTRUSTED, "file:", 0, FALSE },
  { "address/data", data_address, GATE_ERROR_UNTRUSTED, "authorization endpoint", 0, FALSE },
  { "address/cmd", cmd_address, GATE_ERROR_UNTRUSTED, "authorization endpoint", 0, FALSE },
  { "address/option", option_address, GATE_ERROR_UNTRUSTED, "authorization endpoint", 0, FALSE },
  { "address/plain-http", plain_http_address, GATE_ERROR_UNTRUSTED, "not encrypted", 0, FALSE },
  { "address/space", space_address, GATE_ERROR_UNTRUSTED, "authorization endpoint", 0, FALSE },
  { "address/backtick", backtick_address, GATE_ERROR_UNTRUSTED, "authorization endpoint", 0, FALSE },
  { "address/fragment", fragment_address, GATE_ERROR_PROTOCOL, "fragment", 0, FALSE },
  { "address/user", user_address, GATE_ERROR_UNTRUSTED, "no user name", 0, FALSE },
  { "address/substitution", substitution_address, GATE_ERROR_UNTRUSTED, "authorization endpoint", 0, FALSE },
  { "address/semicolon", semicolon_address, GATE_ERROR_UNTRUSTED, "endpoints elsewhere", 0, FALSE },
  { "answer/iss-wrong", iss_wrong, GATE_ERROR_UNTRUSTED, "another account server", 1, TRUE },
  { "answer/iss-missing", iss_missing, GATE_ERROR_UNTRUSTED, "which account server", 1, TRUE },
  { "answer/iss-unexpected", iss_unexpected, GATE_ERROR_UNTRUSTED, "another account server", 1, TRUE },
  { "answer/iss-normalized", iss_normalized, GATE_ERROR_UNTRUSTED, "another account server", 1, TRUE },
  { "answer/iss-wrong-with-error", iss_wrong_with_error, GATE_ERROR_UNTRUSTED, "another account server", 1, TRUE },
  { "answer/state-forged", state_forged_when_pasted, GATE_ERROR_UNTRUSTED, "another sign-in", 1, TRUE },
  { "answer/state-missing", state_missing_when_pasted, GATE_ERROR_UNTRUSTED, "another sign-in", 1, TRUE },
  { "answer/other-address", other_address_pasted, GATE_ERROR_UNTRUSTED, "not an address", 1, TRUE },
  { "answer/code-twice", code_twice_when_pasted, GATE_ERROR_UNTRUSTED, "not an address", 1, TRUE },
};

static void
test_attack (gconstpointer data)
{
  const Attack *item = data;
  g_autoptr(AuthTest) test = auth_test_new (NULL, NULL);
  g_autoptr(GError) error = NULL;
  gint64 start;

  item->set_up (test);
  start = g_get_monotonic_time ();
  g_assert_false (auth_test_call (test, &error));
  g_assert_cmpint (g_get_monotonic_time () - start, <, G_USEC_PER_SEC);
  g_assert_error (error, GATE_ERROR, (int) item->code);
  g_assert_nonnull (strstr (error->message, item->words));
  g_assert_cmpuint (test->server->n_token, ==, 0);
  g_assert_cmpuint (test->server->n_foreign, ==, 0);
  g_assert_cmpuint (test->face->n_windows, ==, item->windows);
  g_assert_cmpuint (test->server->n_register, ==, item->may_register ? 1 : 0);
  g_assert_false (g_file_test (MARKER, G_FILE_TEST_EXISTS));
  /* Words of the wrong server are not repeated. */
  g_assert_null (strstr (error->message, "as it says"));
  g_assert_null (strstr (error->message, "attacker.example.com"));
}

/* The code goes to the one token endpoint that was found, and no further. */
static void
test_token_redirected (void)
{
  g_autoptr(AuthTest) test = auth_test_new (NULL, NULL);
  g_autoptr(GError) error = NULL;

  token_redirected (test);
  g_assert_false (auth_test_call (test, &error));
  g_assert_error (error, GATE_ERROR, (int) GATE_ERROR_UNTRUSTED);
  g_assert_cmpuint (test->server->n_token, ==, 1);
  g_assert_cmpuint (test->server->n_foreign, ==, 0);
}

/* At the listener a wrong state does not end the wait, nor is it redeemed; the right one later on does. */
static void
test_state_at_listener (void)
{
  g_autoptr(AuthTest) test = auth_test_new (NULL, NULL);
  g_autoptr(GError) error = NULL;

  test->face->tamper = replace_state;
  test->face->tamper_data = (gpointer) "state=forged";
  gate_sign_in_set_time_limit (test->sign_in, 200);
  g_assert_false (auth_test_call (test, &error));
  g_assert_error (error, GATE_ERROR, (int) GATE_ERROR_TIMED_OUT);
  g_assert_cmpuint (test->server->n_token, ==, 0);
}

static void
test_pkce_exception (void)
{
  g_autoptr(AuthTest) absent = auth_test_new ("\"allowMissingPkce\":true", NULL);
  g_autoptr(AuthTest) plain = auth_test_new ("\"allowMissingPkce\":true", NULL);
  g_autoptr(GError) error = NULL;

  absent->server->pkce = "";
  g_assert_true (auth_test_call (absent, NULL));
  g_assert_nonnull (strstr (absent->face->last_url, "code_challenge_method=S256"));
  plain->server->pkce = "plain";
  g_assert_false (auth_test_call (plain, &error));
  g_assert_error (error, GATE_ERROR, (int) GATE_ERROR_UNTRUSTED);
}

/* Trusted in the settings, or confirmed by the person who was told the host; then remembered. */
static void
test_endpoint_elsewhere_allowed (void)
{
  g_autoptr(AuthTest) test = auth_test_new (NULL, NULL);
  g_autofree char *name = g_strdup_printf ("http://localhost:%s/token", strrchr (test->server->server_origin, ':') + 1);
  g_autoptr(GError) error = NULL;

  test->server->token_endpoint = name;
  auth_test_call (test, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (test->face->n_confirms, ==, 1);
  g_assert_nonnull (strstr (test->face->log->str, "Elsewhere: http://localhost:"));
  auth_test_server_expire (test->server);
  auth_test_restart (test, FALSE);
  auth_test_call (test, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (test->server->n_refresh, ==, 1);
  g_assert_cmpuint (test->face->n_confirms, ==, 1);
}

/* A token of one server is not sent to another, though one account server gave both. */
static void
test_passthrough (void)
{
  g_autoptr(AuthTest) test = auth_test_new (NULL, NULL);
  g_autoptr(SoupMessage) message = soup_message_new (SOUP_METHOD_POST, test->server->foreign_origin);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_true (auth_test_call (test, NULL));
  gate_authorizer_prepare_async (GATE_AUTHORIZER (test->sign_in), message, NULL, NULL, gate_test_keep_result, &result);
  gate_test_wait (result);
  g_assert_false (gate_authorizer_prepare_finish (GATE_AUTHORIZER (test->sign_in), result, &error));
  g_assert_error (error, GATE_ERROR, (int) GATE_ERROR_UNTRUSTED);
  g_assert_null (soup_message_headers_get_one (soup_message_get_request_headers (message), "Authorization"));
}

/* The service now names another account server: nothing of the old sign-in goes there. */
static void
test_migration (gconstpointer data)
{
  gboolean interactive = GPOINTER_TO_INT (data);
  g_autoptr(AuthTest) test = auth_test_new (NULL, NULL);
  AuthTestServer *second = auth_test_server_new ();
  g_autoptr(GError) error = NULL;

  g_assert_true (auth_test_call (test, NULL));
  test->server->authorization_server = second->server_origin;
  auth_test_server_expire (test->server);
  gate_sign_in_set_interactive (test->sign_in, interactive);
  test->face->decline = TRUE;
  g_assert_false (auth_test_call (test, &error));
  g_assert_error (error, GATE_ERROR, (int) (interactive ? GATE_ERROR_REFUSED : GATE_ERROR_SIGN_IN_NEEDED));
  g_assert_cmpuint (test->server->n_refresh, ==, 0);
  g_assert_cmpuint (second->n_refresh + second->n_token, ==, 0);
  g_assert_cmpuint (second->n_register, ==, interactive ? 1 : 0);
  g_assert_cmpuint (test->face->n_windows, ==, interactive ? 2 : 1);
  if (!interactive)
    g_assert_nonnull (strstr (error->message, "another account server"));
  auth_test_server_free (second);
}

/* A client that was registered by hand at one account server is not shown to another. */
static void
test_migration_of_known_client (void)
{
  g_autoptr(AuthTest) test = auth_test_new ("\"kind\":\"oauth\",\"clientId\":\"known\"", NULL);
  AuthTestServer *second = auth_test_server_new ();
  g_autoptr(GError) error = NULL;

  g_hash_table_insert (test->server->clients, g_strdup ("known"), g_strdup (""));
  g_assert_true (auth_test_call (test, NULL));
  test->server->authorization_server = second->server_origin;
  auth_test_server_expire (test->server);
  g_assert_false (auth_test_call (test, &error));
  g_assert_error (error, GATE_ERROR, (int) GATE_ERROR_UNTRUSTED);
  g_assert_cmpuint (second->n_authorize + second->n_token, ==, 0);
  g_assert_cmpuint (test->face->n_windows, ==, 1);
  auth_test_server_free (second);
}

/* A public service may not lead to this machine or to a private network. Nothing is sent: the names do not even have to exist. */
static void
test_public_to_private (void)
{
  static const char *const addresses[] = {
    "http://127.0.0.1:9/authorize", "https://192.168.1.1/authorize", "https://router.internal/authorize",
    "https://[::ffff:10.0.0.1]/authorize", "https://[fe80::1]/authorize", "https://169.254.169.254/authorize",
  };
  g_autoptr(GUri) anchor = g_uri_parse ("https://mcp.example.com/mcp", G_URI_FLAGS_NONE, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (addresses); i++)
    {
      g_autofree char *text = g_strdup_printf ("{\"issuer\":\"https://as.example.com\",\"authorization_endpoint\":\"%s\","
                                               "\"token_endpoint\":\"https://as.example.com/token\","
                                               "\"code_challenge_methods_supported\":[\"S256\"]}", addresses[i]);
      g_autoptr(GError) error = NULL;
      g_autoptr(GateServerMetadata) server = gate_server_metadata_parse (text, strlen (text), "https://as.example.com", &error);

      g_assert_no_error (error);
      g_assert_false (gate_server_metadata_check_code_flow (server, anchor, FALSE, &error));
      g_assert_error (error, GATE_ERROR, (int) GATE_ERROR_UNTRUSTED);
    }
}

/* What the token endpoint says of an error is shown, but never what was sent to it. */
static void
test_echo (void)
{
  g_autoptr(AuthTest) test = auth_test_new (NULL, NULL);
  g_autoptr(GError) error = NULL;

  g_assert_true (auth_test_call (test, NULL));
  test->server->token_error = "invalid_request";
  auth_test_server_expire (test->server);
  g_assert_false (auth_test_call (test, &error));
  g_assert_nonnull (strstr (error->message, "the server says so"));
  g_assert_null (strstr (error->message, "refresh_token"));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (attacks); i++)
    {
      g_autofree char *path = g_strconcat ("/auth/attacks/", attacks[i].name, NULL);
      g_test_add_data_func (path, &attacks[i], test_attack);
    }
  g_test_add_func ("/auth/attacks/token-redirected", test_token_redirected);
  g_test_add_func ("/auth/attacks/state-at-listener", test_state_at_listener);
  g_test_add_func ("/auth/attacks/pkce-exception", test_pkce_exception);
  g_test_add_func ("/auth/attacks/endpoint-elsewhere-allowed", test_endpoint_elsewhere_allowed);
  g_test_add_func ("/auth/attacks/passthrough", test_passthrough);
  g_test_add_data_func ("/auth/attacks/migration/person", GINT_TO_POINTER (TRUE), test_migration);
  g_test_add_data_func ("/auth/attacks/migration/nobody", GINT_TO_POINTER (FALSE), test_migration);
  g_test_add_func ("/auth/attacks/migration/known-client", test_migration_of_known_client);
  g_test_add_func ("/auth/attacks/public-to-private", test_public_to_private);
  g_test_add_func ("/auth/attacks/echo", test_echo);
  return g_test_run ();
}
