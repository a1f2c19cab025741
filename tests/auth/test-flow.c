// SPDX-License-Identifier: GPL-3.0-or-later
#include "auth-test.h"

#include "gate-authorizer.h"

#include <string.h>

static void
assert_works (AuthTest *test)
{
  g_autoptr(GError) error = NULL;

  auth_test_call (test, &error);
  g_assert_no_error (error);
}

static void
assert_fails (AuthTest  *test,
              GateError  code)
{
  g_autoptr(GError) error = NULL;

  g_assert_false (auth_test_call (test, &error));
  g_assert_error (error, GATE_ERROR, (int) code);
  g_assert_nonnull (gate_error_get_remedy (error));
}

static void
test_first_sign_in (void)
{
  g_autoptr(AuthTest) test = auth_test_new (NULL, NULL);

  test->server->challenge_scope = "records.read";
  test->server->resource_scopes = "records.read records.write";
  assert_works (test);
  g_assert_cmpuint (test->face->n_windows, ==, 1);
  g_assert_cmpuint (test->server->n_register, ==, 1);
  g_assert_cmpuint (test->server->n_token, ==, 1);
  g_assert_cmpuint (test->server->n_resource_metadata + test->server->n_server_metadata, ==, 2);
  g_assert_cmpstr (test->server->last_scope, ==, "records.read");
  g_assert_cmpstr (test->server->last_resource, ==, test->server->address);
  g_assert_cmpstr (test->server->last_token_resource, ==, test->server->address);

  assert_works (test);
  auth_test_restart (test, FALSE);
  assert_works (test);
  g_assert_cmpuint (test->face->n_windows, ==, 1);
  g_assert_cmpuint (test->server->n_token, ==, 1);
}

static void
test_question (void)
{
  g_autoptr(AuthTest) test = auth_test_new (NULL, NULL);
  const char *words[] = {
    "Sign in to Test Service", "Service: 127.0.0.1", "Account server: 127.0.0.1", "Asks to read: records.read", "Asks to change: records.write",
    "Answer comes to: http://127.0.0.1:",
  };

  test->server->challenge_scope = "records.read records.write";
  assert_works (test);
  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    g_assert_nonnull (strstr (test->face->log->str, words[i]));
  g_assert_true (g_str_has_prefix (test->face->last_url, test->server->server_origin));
}

static void
test_registration_body (void)
{
  g_autoptr(AuthTest) test = auth_test_new (NULL, NULL);

  test->server->challenge_scope = "records.read";
  assert_works (test);
  g_assert_nonnull (strstr (test->server->last_registration, "\"application_type\":\"native\""));
  g_assert_nonnull (strstr (test->server->last_registration, "\"refresh_token\""));
  g_assert_nonnull (strstr (test->server->last_registration, "\"token_endpoint_auth_method\":\"none\""));
  g_assert_null (strstr (test->server->last_registration, "\"scope\""));
}

/* --- Ways of discovery --- */

typedef void (*SetUpFunc) (AuthTestServer *server);

typedef struct {
  const char *name;
  SetUpFunc   set_up;
  guint       resource_metadata; /* how many requests for them */
  guint       server_metadata;
} Discovery;

static void
metadata_by_path (AuthTestServer *server)
{
  server->no_metadata_address = TRUE;
}

static void
metadata_at_root (AuthTestServer *server)
{
  server->no_metadata_address = TRUE;
  server->resource_metadata_at_root = TRUE;
}

static void
bare_challenge (AuthTestServer *server)
{
  server->bare_401 = TRUE;
}

static void
issuer_with_path (AuthTestServer *server)
{
  server->issuer_path = "/tenant1";
}

static void
openid_below_issuer (AuthTestServer *server)
{
  server->issuer_path = "/tenant1";
  server->openid_below = TRUE;
}

static void
openid_at_root (AuthTestServer *server)
{
  server->openid_below = TRUE;
}

static void
own_origin_metadata (AuthTestServer *server)
{
  server->own_origin = TRUE;
  server->no_resource_metadata = TRUE;
}

static void
own_origin_guessed (AuthTestServer *server)
{
  server->own_origin = TRUE;
  server->no_resource_metadata = TRUE;
  server->no_server_metadata = TRUE;
}

static void
several_servers (AuthTestServer *server)
{
  static char list[200];

  g_snprintf (list, sizeof list, "%s https://second.example.com", server->server_origin);
  server->authorization_server = list;
}

static void
resource_is_origin (AuthTestServer *server)
{
  server->resource = server->resource_origin;
}

static const Discovery discoveries[] = {
  { "by-path", metadata_by_path, 1, 1 },
  { "at-root", metadata_at_root, 2, 1 },
  { "bare-challenge", bare_challenge, 1, 1 },
  { "issuer-with-path", issuer_with_path, 1, 1 },
  { "openid-below-issuer", openid_below_issuer, 1, 3 },
  { "openid-at-root", openid_at_root, 1, 2 },
  { "own-origin", own_origin_metadata, 2, 1 },
  { "own-origin-guessed", own_origin_guessed, 2, 1 },
  { "several-servers", several_servers, 1, 1 },
  { "resource-is-origin", resource_is_origin, 1, 1 },
};

static void
test_discovery (gconstpointer data)
{
  const Discovery *item = data;
  g_autoptr(AuthTest) test = auth_test_new (NULL, NULL);

  item->set_up (test->server);
  assert_works (test);
  g_assert_cmpuint (test->server->n_resource_metadata, ==, item->resource_metadata);
  g_assert_cmpuint (test->server->n_server_metadata, ==, item->server_metadata);
  g_assert_cmpstr (test->server->last_resource, ==, test->server->resource ? test->server->resource : test->server->address);

  /* A sign-in that was found this way is renewed this way too. */
  auth_test_server_expire (test->server);
  auth_test_restart (test, FALSE);
  assert_works (test);
  g_assert_cmpuint (test->server->n_refresh, ==, 1);
  g_assert_cmpuint (test->server->n_reuse, ==, 0);
}

/* --- Scopes --- */

static void
test_scope_from_metadata (void)
{
  g_autoptr(AuthTest) test = auth_test_new (NULL, NULL);

  test->server->resource_scopes = "a b c";
  assert_works (test);
  g_assert_cmpstr (test->server->last_scope, ==, "a b c");
}

static void
test_scope_left_out (void)
{
  g_autoptr(AuthTest) test = auth_test_new (NULL, NULL);

  test->server->server_scopes = "x offline_access";
  assert_works (test);
  g_assert_null (test->server->last_scope);
}

static void
test_scope_configured (void)
{
  g_autoptr(AuthTest) test = auth_test_new ("\"scopes\":\"mine\"", NULL);

  test->server->challenge_scope = "theirs";
  assert_works (test);
  g_assert_cmpstr (test->server->last_scope, ==, "mine");
}

static void
test_scope_read_only (void)
{
  g_autoptr(AuthTest) test = auth_test_new (NULL, NULL);

  test->server->resource_scopes = "records.read records.write openid Files.ReadWrite.All";
  gate_sign_in_set_read_only (test->sign_in, TRUE);
  assert_works (test);
  g_assert_cmpstr (test->server->last_scope, ==, "records.read openid");

  test->server->needed_scope = "records.write";
  assert_fails (test, GATE_ERROR_SCOPE_NEEDED);
  g_assert_cmpuint (test->face->n_windows, ==, 1);
}

static void
test_offline_access (void)
{
  g_autoptr(AuthTest) offered = auth_test_new (NULL, NULL);
  g_autoptr(AuthTest) not_offered = auth_test_new (NULL, NULL);

  offered->server->challenge_scope = "a";
  offered->server->server_scopes = "a offline_access";
  assert_works (offered);
  g_assert_cmpstr (offered->server->last_scope, ==, "a offline_access");
  g_assert_nonnull (strstr (offered->face->last_url, "prompt=consent"));

  not_offered->server->challenge_scope = "a offline_access";
  not_offered->server->server_scopes = "a";
  assert_works (not_offered);
  g_assert_cmpstr (not_offered->server->last_scope, ==, "a");
  g_assert_null (strstr (not_offered->face->last_url, "prompt="));
}

static void
test_step_up (void)
{
  g_autoptr(AuthTest) test = auth_test_new (NULL, NULL);

  test->server->challenge_scope = "records.read";
  assert_works (test);
  test->server->needed_scope = "records.write";
  assert_works (test);
  g_assert_cmpstr (test->server->last_scope, ==, "records.read records.write");
  g_assert_cmpuint (test->face->n_windows, ==, 2);
  g_assert_cmpuint (test->server->n_register, ==, 1);
  g_assert_cmpuint (test->server->n_refresh, ==, 0);
}

static void
test_step_up_without_person (void)
{
  g_autoptr(AuthTest) test = auth_test_new (NULL, NULL);
  g_autoptr(GError) error = NULL;

  test->server->challenge_scope = "records.read";
  assert_works (test);
  test->server->needed_scope = "records.write";
  gate_sign_in_set_interactive (test->sign_in, FALSE);
  g_assert_false (auth_test_call (test, &error));
  g_assert_error (error, GATE_ERROR, (int) GATE_ERROR_SCOPE_NEEDED);
  g_assert_nonnull (strstr (error->message, "records.write"));
  g_assert_cmpint (gate_error_get_layer (error), ==, GATE_LAYER_SIGNED_IN);
  g_assert_cmpuint (test->face->n_windows, ==, 1);
}

/* The server grants less than is asked for, each time. */
static void
test_step_up_limit (void)
{
  g_autoptr(AuthTest) test = auth_test_new (NULL, NULL);

  test->server->challenge_scope = "records.read";
  test->server->needed_scope = "records.write";
  test->server->granted_scope = "records.read";
  assert_fails (test, GATE_ERROR_SCOPE_NEEDED);
  g_assert_cmpuint (test->face->n_windows, <=, 3);
  g_assert_cmpuint (test->face->n_windows, >=, 2);
}

static void
test_forbidden (void)
{
  g_autoptr(AuthTest) test = auth_test_new (NULL, NULL);
  g_autoptr(GError) error = NULL;

  test->server->forbid_always = TRUE;
  g_assert_false (auth_test_call (test, &error));
  g_assert_error (error, GATE_ERROR, (int) GATE_ERROR_SERVICE);
  g_assert_cmpint (gate_error_get_layer (error), ==, GATE_LAYER_SERVICE);
  g_assert_cmpuint (test->face->n_windows, ==, 1);
}

/* New tokens that the server refuses are not got for ever. */
static void
test_never_content (void)
{
  g_autoptr(AuthTest) test = auth_test_new (NULL, NULL);
  g_autoptr(GError) error = NULL;

  test->server->reject_always = TRUE;
  g_assert_false (auth_test_call (test, &error));
  g_assert_true (error->domain == GATE_ERROR);
  g_assert_cmpuint (test->face->n_windows, <=, 3);
}

/* --- Clients --- */

static void
test_client_auth (gconstpointer data)
{
  const char *method = data;
  g_autoptr(AuthTest) test = auth_test_new (NULL, NULL);

  test->server->auth_method = method;
  assert_works (test);
  g_assert_true (g_str_has_suffix (method, test->server->last_client_auth));
  auth_test_server_expire (test->server);
  assert_works (test);
  g_assert_cmpuint (test->server->n_refresh, ==, 1);
  g_assert_true (g_str_has_suffix (method, test->server->last_client_auth));
}

static void
test_pre_registered (void)
{
  g_autoptr(AuthTest) test = auth_test_new ("\"kind\":\"oauth\",\"clientId\":\"known id/:\",\"clientSecret\":true", NULL);

  auth_test_keep (test, "client-secret", NULL, "s3cret:+ %");
  g_hash_table_insert (test->server->clients, g_strdup ("known id/:"), g_strdup (""));
  test->server->client_secret = "s3cret:+ %";
  test->server->no_registration = TRUE;
  assert_works (test);
  g_assert_cmpstr (test->server->last_client_auth, ==, "basic");
  g_assert_cmpuint (test->server->n_register, ==, 0);
}

static void
test_pre_registered_without_secret (void)
{
  g_autoptr(AuthTest) test = auth_test_new ("\"kind\":\"oauth\",\"clientId\":\"known\",\"clientSecret\":true", NULL);

  assert_fails (test, GATE_ERROR_CLIENT_NEEDED);
  g_assert_cmpuint (test->face->n_windows, ==, 0);
}

static void
test_client_document (void)
{
  const char *address = "https://conformance-test.local/client-metadata.json";
  g_autoptr(AuthTest) test = auth_test_new ("\"clientMetadataUrl\":\"https://conformance-test.local/client-metadata.json\"", NULL);

  g_hash_table_insert (test->server->clients, g_strdup (address), g_strdup (""));
  test->server->client_documents = TRUE;
  assert_works (test);
  g_assert_cmpuint (test->server->n_register, ==, 0);
  g_assert_nonnull (strstr (test->face->last_url, "client_id=https%3A%2F%2Fconformance-test.local%2Fclient-metadata.json&"));
  auth_test_server_expire (test->server);
  auth_test_restart (test, FALSE);
  assert_works (test);
  g_assert_cmpuint (test->server->n_refresh, ==, 1);
}

static void
test_no_registration (void)
{
  g_autoptr(AuthTest) test = auth_test_new (NULL, NULL);
  g_autoptr(GError) error = NULL;

  test->server->no_registration = TRUE;
  gate_sign_in_set_interactive (test->sign_in, FALSE);
  g_assert_false (auth_test_call (test, &error));
  g_assert_error (error, GATE_ERROR, (int) GATE_ERROR_SIGN_IN_NEEDED);
  g_clear_error (&error);

  gate_sign_in_set_interactive (test->sign_in, TRUE);
  test->face->decline = TRUE;
  g_assert_false (auth_test_call (test, &error));
  g_assert_error (error, GATE_ERROR, (int) GATE_ERROR_CLIENT_NEEDED);
  g_assert_nonnull (strstr (gate_error_get_remedy (error), "http://127.0.0.1:"));
  g_assert_nonnull (strstr (gate_error_get_remedy (error), "/callback"));
  g_assert_cmpuint (test->face->n_windows, ==, 0);
}

static void
test_client_given (void)
{
  g_autoptr(AuthTest) test = auth_test_new (NULL, NULL);

  test->server->no_registration = TRUE;
  test->server->client_secret = "given";
  g_hash_table_insert (test->server->clients, g_strdup ("mine"), g_strdup (""));
  test->face->values = json_object_new ();
  json_object_set_string_member (test->face->values, "client_id", "mine");
  json_object_set_string_member (test->face->values, "client_secret", "given");
  assert_works (test);
  g_assert_cmpuint (test->face->n_fields, ==, 1);
  g_assert_nonnull (strstr (test->face->log->str, "Redirect address: http://127.0.0.1:"));
  g_autofree char *redirect = g_strndup (test->face->last_redirect, strcspn (test->face->last_redirect, "?"));

  /* The next time it is known, and the answer comes to the same place. */
  auth_test_server_revoke (test->server);
  auth_test_restart (test, TRUE);
  assert_works (test);
  g_assert_cmpuint (test->face->n_fields, ==, 1);
  g_assert_cmpuint (test->face->n_windows, ==, 2);
  g_assert_true (g_str_has_prefix (test->face->last_redirect, redirect));
}

/* A secret that was mistyped can be given again. */
static void
test_client_mistyped (void)
{
  g_autoptr(AuthTest) test = auth_test_new (NULL, NULL);
  g_autoptr(GError) error = NULL;

  test->server->no_registration = TRUE;
  test->server->client_secret = "given";
  g_hash_table_insert (test->server->clients, g_strdup ("mine"), g_strdup (""));
  test->face->values = json_object_new ();
  json_object_set_string_member (test->face->values, "client_id", "mine");
  json_object_set_string_member (test->face->values, "client_secret", "givne");
  g_assert_false (auth_test_call (test, &error));
  g_assert_error (error, GATE_ERROR, (int) GATE_ERROR_CLIENT_NEEDED);
  json_object_set_string_member (test->face->values, "client_secret", "given");
  assert_works (test);
  g_assert_cmpuint (test->face->n_fields, ==, 2);
}

static void
test_localhost_only (void)
{
  g_autoptr(AuthTest) test = auth_test_new (NULL, NULL);

  test->server->only_localhost = TRUE;
  assert_works (test);
  g_assert_cmpuint (test->server->n_register, ==, 2);
  g_assert_true (g_str_has_prefix (test->face->last_redirect, "http://localhost:"));
}

static void
test_exact_port (void)
{
  g_autoptr(AuthTest) test = auth_test_new (NULL, NULL);

  test->server->exact_ports = TRUE;
  assert_works (test);
  auth_test_server_revoke (test->server);
  auth_test_restart (test, TRUE);
  assert_works (test);
  g_assert_cmpuint (test->server->n_register, ==, 1);
  g_assert_cmpuint (test->face->n_windows, ==, 2);
}

/* Somebody else has the port now: registered anew, for another. */
static void
test_port_taken (void)
{
  g_autoptr(AuthTest) test = auth_test_new (NULL, NULL);
  g_autoptr(GSocketListener) other = g_socket_listener_new ();
  g_autoptr(GError) error = NULL;

  test->server->exact_ports = TRUE;
  assert_works (test);
  g_autoptr(GUri) first = g_uri_parse (test->face->last_redirect, G_URI_FLAGS_NONE, NULL);
  g_socket_listener_add_inet_port (other, (guint16) g_uri_get_port (first), NULL, &error);
  g_assert_no_error (error);
  auth_test_server_revoke (test->server);
  auth_test_restart (test, TRUE);
  assert_works (test);
  g_autoptr(GUri) second = g_uri_parse (test->face->last_redirect, G_URI_FLAGS_NONE, NULL);
  g_assert_cmpint (g_uri_get_port (second), !=, g_uri_get_port (first));
  g_assert_cmpuint (test->server->n_register, ==, 2);
}

/* The account server has lost our registration: the refresh says so, and the next sign-in registers anew. */
static void
test_registration_lost (void)
{
  g_autoptr(AuthTest) test = auth_test_new (NULL, NULL);

  assert_works (test);
  g_hash_table_remove_all (test->server->clients);
  auth_test_server_expire (test->server);
  assert_works (test);
  g_assert_cmpuint (test->server->n_register, ==, 2);
  g_assert_cmpuint (test->face->n_windows, ==, 2);
}

/* Only the browser shows that it is lost: this attempt comes to nothing, the next one works. */
static void
test_registration_lost_unseen (void)
{
  g_autoptr(AuthTest) test = auth_test_new (NULL, NULL);

  assert_works (test);
  auth_test_server_revoke (test->server);
  g_hash_table_remove_all (test->server->clients);
  test->server->token_error = "invalid_grant";
  gate_sign_in_set_time_limit (test->sign_in, 50);
  assert_fails (test, GATE_ERROR_TIMED_OUT);
  test->server->token_error = NULL;
  gate_sign_in_set_time_limit (test->sign_in, 60000);
  assert_works (test);
  g_assert_cmpuint (test->server->n_register, ==, 2);
}

static void
test_client_refused (void)
{
  g_autoptr(AuthTest) test = auth_test_new (NULL, NULL);

  test->server->token_error = "invalid_client";
  test->server->token_status = 401;
  assert_fails (test, GATE_ERROR_CLIENT_NEEDED);
  g_assert_cmpuint (test->server->n_register, ==, 2);
  g_assert_cmpuint (test->face->n_windows, ==, 2);
}

/* --- The person --- */

static void
test_declined (void)
{
  g_autoptr(AuthTest) test = auth_test_new (NULL, NULL);

  test->face->decline = TRUE;
  assert_fails (test, GATE_ERROR_REFUSED);
  g_assert_cmpuint (test->server->n_token, ==, 0);
}

static void
test_denied_at_server (void)
{
  g_autoptr(AuthTest) test = auth_test_new (NULL, NULL);
  g_autoptr(GError) error = NULL;

  test->server->authorize_error = "access_denied";
  g_assert_false (auth_test_call (test, &error));
  g_assert_error (error, GATE_ERROR, (int) GATE_ERROR_REFUSED);
  g_assert_nonnull (strstr (error->message, "as it says"));
  g_assert_cmpuint (test->server->n_token, ==, 0);
}

static void
test_pasted (void)
{
  g_autoptr(AuthTest) test = auth_test_new (NULL, NULL);

  gate_sign_in_set_open_browser (test->sign_in, FALSE);
  test->face->paste = TRUE;
  assert_works (test);
  g_assert_nonnull (strstr (test->face->log->str, "paste its address here"));
}

static void
test_walked_away (void)
{
  g_autoptr(AuthTest) test = auth_test_new (NULL, NULL);

  gate_sign_in_set_time_limit (test->sign_in, 50);
  test->face->ignore = TRUE;
  assert_fails (test, GATE_ERROR_TIMED_OUT);
  test->face->ignore = FALSE;
  test->face->close_browser = TRUE;
  assert_fails (test, GATE_ERROR_TIMED_OUT);
  g_assert_cmpuint (test->server->n_token, ==, 0);
}

static void
test_nobody (void)
{
  g_autoptr(AuthTest) test = auth_test_new (NULL, NULL);
  g_autoptr(GError) error = NULL;

  gate_sign_in_set_interactive (test->sign_in, FALSE);
  g_assert_false (auth_test_call (test, &error));
  g_assert_error (error, GATE_ERROR, (int) GATE_ERROR_SIGN_IN_NEEDED);
  g_assert_cmpint (gate_error_get_layer (error), ==, GATE_LAYER_SIGNED_IN);
  g_assert_nonnull (strstr (gate_error_get_remedy (error), "Test Service"));
  g_assert_cmpuint (test->server->n_resource_metadata + test->server->n_register, ==, 0);
}

/* --- Servers that want something else --- */

static void
test_wants_key (void)
{
  g_autoptr(AuthTest) test = auth_test_new (NULL, NULL);
  g_autoptr(GError) error = NULL;

  test->server->bare_401 = TRUE;
  test->server->no_resource_metadata = TRUE;
  test->server->static_token = "Bearer the-key";
  test->face->decline = TRUE;
  g_assert_false (auth_test_call (test, &error));
  g_assert_cmpuint (test->face->n_windows, ==, 0);
  test->face->decline = FALSE;
  test->face->values = json_object_new ();
  json_object_set_string_member (test->face->values, "api-key", "the-key");
  assert_works (test);
  auth_test_restart (test, FALSE);
  assert_works (test);
  g_assert_cmpuint (test->face->n_fields, ==, 2);
}

static void
test_open_server (void)
{
  g_autoptr(AuthTest) test = auth_test_new (NULL, NULL);
  g_autoptr(SoupMessage) message = soup_message_new (SOUP_METHOD_POST, test->server->address);
  g_autoptr(GAsyncResult) result = NULL;

  gate_authorizer_prepare_async (GATE_AUTHORIZER (test->sign_in), message, NULL, NULL, gate_test_keep_result, &result);
  gate_test_wait (result);
  g_assert_true (gate_authorizer_prepare_finish (GATE_AUTHORIZER (test->sign_in), result, NULL));
  g_assert_null (soup_message_headers_get_one (soup_message_get_request_headers (message), "Authorization"));
}

/* --- Bound to a key --- */

static void
test_dpop (gconstpointer data)
{
  gboolean nonces = GPOINTER_TO_INT (data);
  g_autoptr(AuthTest) test = auth_test_new (NULL, NULL);

  test->server->dpop = TRUE;
  test->server->resource_dpop = TRUE;
  test->server->dpop_nonces = nonces;
  assert_works (test);
  g_assert_true (g_str_has_prefix (test->server->last_authorization, "DPoP "));
  auth_test_server_expire (test->server);
  auth_test_restart (test, FALSE);
  assert_works (test);
  g_assert_true (g_str_has_prefix (test->server->last_authorization, "DPoP "));
  g_assert_cmpuint (test->face->n_windows, ==, 1);
  g_assert_cmpuint (test->server->n_refresh, ==, 1);
}

int
main (int    argc,
      char **argv)
{
  static const char *const methods[] = { "none", "client_secret_basic", "client_secret_post" };

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/auth/flow/first-sign-in", test_first_sign_in);
  g_test_add_func ("/auth/flow/question", test_question);
  g_test_add_func ("/auth/flow/registration-body", test_registration_body);
  for (gsize i = 0; i < G_N_ELEMENTS (discoveries); i++)
    {
      g_autofree char *path = g_strconcat ("/auth/flow/discovery/", discoveries[i].name, NULL);
      g_test_add_data_func (path, &discoveries[i], test_discovery);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (methods); i++)
    {
      g_autofree char *path = g_strconcat ("/auth/flow/client-auth/", methods[i], NULL);
      g_test_add_data_func (path, methods[i], test_client_auth);
    }
  g_test_add_func ("/auth/flow/scope/from-metadata", test_scope_from_metadata);
  g_test_add_func ("/auth/flow/scope/left-out", test_scope_left_out);
  g_test_add_func ("/auth/flow/scope/configured", test_scope_configured);
  g_test_add_func ("/auth/flow/scope/read-only", test_scope_read_only);
  g_test_add_func ("/auth/flow/scope/offline-access", test_offline_access);
  g_test_add_func ("/auth/flow/step-up", test_step_up);
  g_test_add_func ("/auth/flow/step-up/without-person", test_step_up_without_person);
  g_test_add_func ("/auth/flow/step-up/limit", test_step_up_limit);
  g_test_add_func ("/auth/flow/forbidden", test_forbidden);
  g_test_add_func ("/auth/flow/never-content", test_never_content);
  g_test_add_func ("/auth/flow/client/pre-registered", test_pre_registered);
  g_test_add_func ("/auth/flow/client/pre-registered-without-secret", test_pre_registered_without_secret);
  g_test_add_func ("/auth/flow/client/document", test_client_document);
  g_test_add_func ("/auth/flow/client/no-registration", test_no_registration);
  g_test_add_func ("/auth/flow/client/given", test_client_given);
  g_test_add_func ("/auth/flow/client/mistyped", test_client_mistyped);
  g_test_add_func ("/auth/flow/client/localhost-only", test_localhost_only);
  g_test_add_func ("/auth/flow/client/exact-port", test_exact_port);
  g_test_add_func ("/auth/flow/client/port-taken", test_port_taken);
  g_test_add_func ("/auth/flow/client/registration-lost", test_registration_lost);
  g_test_add_func ("/auth/flow/client/registration-lost-unseen", test_registration_lost_unseen);
  g_test_add_func ("/auth/flow/client/refused", test_client_refused);
  g_test_add_func ("/auth/flow/person/declined", test_declined);
  g_test_add_func ("/auth/flow/person/denied-at-server", test_denied_at_server);
  g_test_add_func ("/auth/flow/person/pasted", test_pasted);
  g_test_add_func ("/auth/flow/person/walked-away", test_walked_away);
  g_test_add_func ("/auth/flow/person/nobody", test_nobody);
  g_test_add_func ("/auth/flow/wants-key", test_wants_key);
  g_test_add_func ("/auth/flow/open-server", test_open_server);
  g_test_add_data_func ("/auth/flow/dpop/plain", GINT_TO_POINTER (FALSE), test_dpop);
  g_test_add_data_func ("/auth/flow/dpop/nonces", GINT_TO_POINTER (TRUE), test_dpop);
  return g_test_run ();
}
