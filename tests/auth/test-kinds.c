// SPDX-License-Identifier: GPL-3.0-or-later
// Sign-in without a browser: headers, fields, AWS keys, helpers, certificates, and OAuth for programs.
#include "auth-test.h"

#include "gate-authorizer.h"
#include "gate-aws-signature.h"
#include "gate-json.h"
#include "gate-jwt.h"
#include "gate-random.h"
#include "gate-signing-key.h"
#include "http-test-identity.h"
#include "http-test.h"

#include <gnutls/x509.h>
#include <string.h>
#include <sys/stat.h>

static void
assert_works (AuthTest *test)
{
  g_autoptr(GError) error = NULL;

  auth_test_call (test, &error);
  g_assert_no_error (error);
}

static void
assert_fails (AuthTest   *test,
              GateError   code,
              const char *words)
{
  g_autoptr(GError) error = NULL;

  g_assert_false (auth_test_call (test, &error));
  g_assert_error (error, GATE_ERROR, (int) code);
  g_assert_nonnull (strstr (error->message, words));
  g_assert_nonnull (gate_error_get_remedy (error));
  g_assert_cmpint (gate_error_get_layer (error), ==, GATE_LAYER_SIGNED_IN);
}

static gboolean
begin (AuthTest  *test,
       GError   **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  gate_sign_in_begin_async (test->sign_in, NULL, gate_test_keep_result, &result);
  gate_test_wait (result);
  return gate_sign_in_begin_finish (test->sign_in, result, error);
}

static GateSignInState
state_of (AuthTest *test)
{
  g_autoptr(GAsyncResult) result = NULL;

  gate_sign_in_status_async (test->sign_in, NULL, gate_test_keep_result, &result);
  gate_test_wait (result);
  g_autoptr(GateSignInStatus) status = gate_sign_in_status_finish (test->sign_in, result, NULL);
  return status->state;
}

static void
answer (AuthTest   *test,
        const char *name,
        const char *value)
{
  if (!test->face->values)
    test->face->values = json_object_new ();
  json_object_set_string_member (test->face->values, name, value);
}

/* The headers that would go out. */
static SoupMessageHeaders *
prepare (AuthTest     *test,
         SoupMessage **message,
         const char   *body,
         GError      **error)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GBytes) bytes = body ? g_bytes_new (body, strlen (body)) : NULL;

  *message = soup_message_new (SOUP_METHOD_POST, test->server->address);
  gate_authorizer_prepare_async (GATE_AUTHORIZER (test->sign_in), *message, bytes, NULL, gate_test_keep_result, &result);
  gate_test_wait (result);
  return gate_authorizer_prepare_finish (GATE_AUTHORIZER (test->sign_in), result, error)
           ? soup_message_get_request_headers (*message) : NULL;
}

/* --- Headers --- */

static void
test_headers (void)
{
  AuthTestServer *server = auth_test_server_new ();
  g_autoptr(AuthTest) test = auth_test_new_entry (server, "\"headers\":{\"Authorization\":\"Bearer ${keyring:KEY}\",\"X-Key\":\"plain\"},",
                                                  server->address, NULL, NULL);
  g_autoptr(GError) error = NULL;

  server->static_token = "Bearer the-key";
  gate_sign_in_set_interactive (test->sign_in, FALSE);
  g_assert_cmpint (state_of (test), ==, GATE_SIGN_IN_STATE_SIGNED_OUT);
  assert_fails (test, GATE_ERROR_SIGN_IN_NEEDED, "KEY");
  g_assert_false (begin (test, &error));
  g_assert_error (error, GATE_ERROR, (int) GATE_ERROR_SIGN_IN_NEEDED);
  g_clear_error (&error);

  gate_sign_in_set_interactive (test->sign_in, TRUE);
  answer (test, "KEY", "the-key");
  begin (test, &error);
  g_assert_no_error (error);
  assert_works (test);
  g_assert_cmpstr (server->last_header, ==, "plain");
  auth_test_restart (test, FALSE);
  assert_works (test);
  g_assert_cmpint (state_of (test), ==, GATE_SIGN_IN_STATE_SIGNED_IN);
  g_assert_cmpuint (test->face->n_fields, ==, 1);
}

/* An expired key never shows a dialog about OAuth, whatever the server says of itself. */
static void
test_headers_refused (void)
{
  AuthTestServer *server = auth_test_server_new ();
  g_autoptr(AuthTest) test = auth_test_new_entry (server, "\"headers\":{\"Authorization\":\"Bearer ${keyring:KEY}\"},",
                                                  server->address, NULL, NULL);

  server->static_token = "Bearer new";
  auth_test_keep (test, "field", "KEY", "old");
  gate_sign_in_set_interactive (test->sign_in, FALSE);
  assert_fails (test, GATE_ERROR_CREDENTIAL_EXPIRED, "does not accept");
  g_assert_cmpuint (server->n_resource_metadata + server->n_register + test->face->n_windows, ==, 0);

  gate_sign_in_set_interactive (test->sign_in, TRUE);
  answer (test, "KEY", "new");
  assert_works (test);
  g_assert_cmpuint (test->face->n_fields, ==, 1);
  g_assert_cmpuint (test->face->n_windows, ==, 0);
}

static void
test_header_with_line_break (void)
{
  AuthTestServer *server = auth_test_server_new ();
  g_autoptr(AuthTest) test = auth_test_new_entry (server, "\"headers\":{\"X-Key\":\"${keyring:KEY}\"},", server->address, NULL, NULL);

  auth_test_keep (test, "field", "KEY", "a\r\nX-Other: b");
  assert_fails (test, GATE_ERROR_INVALID, "line break");
  g_assert_cmpuint (server->n_calls, ==, 0);
}

static void
test_none (void)
{
  g_autoptr(AuthTest) test = auth_test_new ("\"kind\":\"none\"", NULL);

  assert_fails (test, GATE_ERROR_CREDENTIAL_EXPIRED, "does not accept");
  g_assert_cmpuint (test->face->n_windows + test->face->n_fields, ==, 0);
}

/* --- Fields --- */

#define KEY_FIELD "{\"name\":\"key\",\"title\":\"Key\",\"place\":\"header\",\"key\":\"Authorization\",\"prefix\":\"Token \"%s}"

static void
test_field_expired (void)
{
  g_autofree char *field = g_strdup_printf ("\"kind\":\"fields\",\"fields\":[" KEY_FIELD "]", ",\"expires\":\"2001-01-01\"");
  g_autoptr(AuthTest) test = auth_test_new (field, NULL);

  auth_test_keep (test, "field", "key", "old");
  test->server->static_token = "Token new";
  gate_sign_in_set_interactive (test->sign_in, FALSE);
  g_assert_cmpint (state_of (test), ==, GATE_SIGN_IN_STATE_EXPIRED);
  assert_fails (test, GATE_ERROR_CREDENTIAL_EXPIRED, "expired on 2001-01-01");
  g_assert_cmpuint (test->server->n_calls, ==, 0);

  gate_sign_in_set_interactive (test->sign_in, TRUE);
  answer (test, "key", "new");
  g_assert_true (begin (test, NULL));
  assert_works (test);
  auth_test_restart (test, FALSE);
  assert_works (test);
  g_assert_cmpint (state_of (test), ==, GATE_SIGN_IN_STATE_SIGNED_IN);
}

/* A key that says itself when it expires. */
static void
test_field_is_jwt (void)
{
  g_autofree char *field = g_strdup_printf ("\"kind\":\"fields\",\"fields\":[" KEY_FIELD "]", "");
  g_autoptr(AuthTest) test = auth_test_new (field, NULL);

  /* {"exp":1000000000} */
  auth_test_keep (test, "field", "key", "e30.eyJleHAiOjEwMDAwMDAwMDB9.x");
  gate_sign_in_set_interactive (test->sign_in, FALSE);
  assert_fails (test, GATE_ERROR_CREDENTIAL_EXPIRED, "expired on 2001-09-09");
}

static void
test_field_in_address (void)
{
  AuthTestServer *server = auth_test_server_new ();
  g_autofree char *template = g_strconcat (server->address, "/{workspace}", NULL);
  g_autoptr(AuthTest) test = auth_test_new_entry (server, "", template,
                                                  "\"kind\":\"fields\",\"fields\":[{\"name\":\"ws\",\"title\":\"Workspace\",\"place\":\"address\","
                                                  "\"key\":\"workspace\",\"secret\":false}]", NULL);
  g_autofree char *expected = g_strconcat (server->address, "/a%2Fb%3Fc%23d%40e", NULL);
  g_autofree char *address = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  answer (test, "ws", "a/b?c#d@e");
  g_assert_true (begin (test, NULL));
  gate_sign_in_resolve_async (test->sign_in, NULL, gate_test_keep_result, &result);
  gate_test_wait (result);
  gate_sign_in_resolve_finish (test->sign_in, result, &address, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (address, ==, expected);
}

/* A local server whose key is missing is not started with an empty one: it is said which. */
static void
test_field_in_environment (void)
{
  AuthTestServer *server = auth_test_server_new ();
  g_autoptr(AuthTest) test = auth_test_new_entry (server, "\"command\":\"server\",\"args\":[\"--x\"],\"env\":{\"A\":\"b\"},", "",
                                                  "\"kind\":\"fields\",\"fields\":[{\"name\":\"token\",\"title\":\"Token\",\"place\":\"variable\","
                                                  "\"key\":\"SERVICE_TOKEN\"}]", NULL);
  g_auto(GStrv) environment = NULL;
  g_auto(GStrv) argv = NULL;
  g_autoptr(GAsyncResult) first = NULL;
  g_autoptr(GAsyncResult) second = NULL;
  g_autoptr(GError) error = NULL;

  gate_sign_in_resolve_async (test->sign_in, NULL, gate_test_keep_result, &first);
  gate_test_wait (first);
  g_assert_false (gate_sign_in_resolve_finish (test->sign_in, first, NULL, NULL, NULL, &error));
  g_assert_error (error, GATE_ERROR, (int) GATE_ERROR_SIGN_IN_NEEDED);
  g_assert_nonnull (strstr (error->message, "Token"));
  g_clear_error (&error);

  answer (test, "token", "t0ken");
  g_assert_true (begin (test, NULL));
  gate_sign_in_resolve_async (test->sign_in, NULL, gate_test_keep_result, &second);
  gate_test_wait (second);
  gate_sign_in_resolve_finish (test->sign_in, second, NULL, &argv, &environment, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (argv[0], ==, "server");
  g_assert_cmpstr (g_environ_getenv (environment, "SERVICE_TOKEN"), ==, "t0ken");
  g_assert_cmpstr (g_environ_getenv (environment, "A"), ==, "b");
}

static void
test_disconnect_fields (void)
{
  g_autofree char *field = g_strdup_printf ("\"kind\":\"fields\",\"fields\":[" KEY_FIELD "]", "");
  g_autoptr(AuthTest) test = auth_test_new (field, NULL);
  g_autoptr(GAsyncResult) result = NULL;

  auth_test_keep (test, "field", "key", "x");
  test->server->static_token = "Token x";
  gate_sign_in_set_interactive (test->sign_in, FALSE);
  assert_works (test);
  gate_sign_in_disconnect_async (test->sign_in, NULL, gate_test_keep_result, &result);
  gate_test_wait (result);
  g_assert_true (gate_sign_in_disconnect_finish (test->sign_in, result, NULL, NULL));
  assert_fails (test, GATE_ERROR_SIGN_IN_NEEDED, "Key");
}

/* --- AWS --- */

#define AWS_FIELD(name) "{\"name\":\"" name "\",\"title\":\"" name "\",\"place\":\"aws\",\"key\":\"" name "\"}"

static void
test_aws (void)
{
  g_autoptr(AuthTest) test = auth_test_new ("\"kind\":\"fields\",\"fields\":[" AWS_FIELD ("access-key-id") "," AWS_FIELD ("secret-access-key") ","
                                            AWS_FIELD ("session-token") "," AWS_FIELD ("region") "," AWS_FIELD ("service") "]", NULL);
  const char *values[][2] = { { "access-key-id", "AKIDEXAMPLE" }, { "secret-access-key", "s3cret" }, { "session-token", "s3ssion" },
                              { "region", "eu-west-1" }, { "service", "bedrock" } };
  g_autoptr(GateSecret) key = gate_secret_new ("s3cret");
  g_autoptr(SoupMessage) message = NULL;
  g_autoptr(GError) error = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (values); i++)
    auth_test_keep (test, "field", values[i][0], values[i][1]);
  SoupMessageHeaders *headers = prepare (test, &message, "{\"a\":1}", &error);
  g_assert_no_error (error);

  g_autofree char *host = g_strdup (test->server->resource_origin + strlen ("http://"));
  const char *date = soup_message_headers_get_one (headers, "x-amz-date");
  GateAwsHeader signed_headers[] = {
    { "host", host }, { "x-amz-content-sha256", soup_message_headers_get_one (headers, "x-amz-content-sha256") },
    { "x-amz-date", date }, { "x-amz-security-token", "s3ssion" },
  };
  GateAwsRequest request = { "POST", "/mcp", NULL, signed_headers, G_N_ELEMENTS (signed_headers), "{\"a\":1}", 7 };
  g_autofree char *expected = gate_aws_authorization (&request, "AKIDEXAMPLE", key, "eu-west-1", "bedrock", date);
  g_assert_cmpstr (soup_message_headers_get_one (headers, "Authorization"), ==, expected);
  g_assert_null (strstr (expected, "s3cret"));
}

/* --- Helpers --- */

static char *
write_helper (const char *script)
{
  g_autofree char *folder = g_dir_make_tmp ("gate-auth-helper-XXXXXX", NULL);
  char *path = g_build_filename (folder, "helper", NULL);
  g_autofree char *text = g_strconcat ("#!/bin/sh\ncd \"$(dirname \"$0\")\"\necho x >>runs\n", script, "\n", NULL);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  g_assert_cmpint (chmod (path, 0755), ==, 0);
  return path;
}

static guint
count_runs (const char *helper)
{
  g_autofree char *folder = g_path_get_dirname (helper);
  g_autofree char *path = g_build_filename (folder, "runs", NULL);
  g_autofree char *text = NULL;

  return g_file_get_contents (path, &text, NULL, NULL) ? (guint) strlen (text) / 2 : 0;
}

static void
remove_helper (const char *helper)
{
  g_autofree char *folder = g_path_get_dirname (helper);
  const char *argv[] = { "rm", "-rf", "--", folder, NULL };
  g_autoptr(GSubprocess) process = g_subprocess_newv (argv, G_SUBPROCESS_FLAGS_NONE, NULL);

  g_assert_true (g_subprocess_wait_check (process, NULL, NULL));
}

static AuthTest *
helper_test (const char *helper,
             const char *more)
{
  g_autofree char *sign_in = g_strdup_printf ("\"kind\":\"helper\",\"helper\":[\"%s\"]%s", helper, more);
  return auth_test_new (sign_in, NULL);
}

static void
did_call (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  guint *left = user_data;
  g_autoptr(GError) error = NULL;

  auth_test_call_finish (result, &error);
  g_assert_no_error (error);
  (*left)--;
}

static void
test_helper (void)
{
  g_autofree char *helper = write_helper ("test \"$CLAUDE_CODE_MCP_SERVER_NAME\" = test || exit 1\n"
                                          "test -z \"$AUTH_TEST_CANARY\" || exit 1\n"
                                          "case \"$CLAUDE_CODE_MCP_SERVER_URL\" in http://127.0.0.1:*/mcp) ;; *) exit 1 ;; esac\n"
                                          "echo '{\"Authorization\":\"Bearer of-helper\",\"X-Key\":\"k\"}'");
  g_autoptr(AuthTest) test = helper_test (helper, "");
  guint left = 20;

  g_setenv ("AUTH_TEST_CANARY", "s3cret", TRUE);
  test->server->static_token = "Bearer of-helper";
  for (guint i = 0; i < 20; i++)
    auth_test_call_async (test, "tools/call x", did_call, &left);
  gate_test_wait_until (left == 0);
  g_assert_cmpuint (count_runs (helper), ==, 1);
  g_assert_cmpstr (test->server->last_header, ==, "k");
  assert_works (test);
  g_assert_cmpuint (count_runs (helper), ==, 1);
  g_unsetenv ("AUTH_TEST_CANARY");
  remove_helper (helper);
}

/* Refused before their time: run again, and when that does not help it is said. */
static void
test_helper_refused (void)
{
  g_autofree char *helper = write_helper ("echo \"{\\\"Authorization\\\":\\\"Bearer $(wc -l <runs)\\\"}\"");
  g_autoptr(AuthTest) test = helper_test (helper, "");

  test->server->static_token = "Bearer 2";
  assert_works (test);
  g_assert_cmpuint (count_runs (helper), ==, 2);
  test->server->static_token = "Bearer never";
  assert_fails (test, GATE_ERROR_CREDENTIAL_EXPIRED, "does not accept");
  g_assert_cmpuint (count_runs (helper), <=, 4);
  g_assert_cmpuint (test->face->n_windows, ==, 0);
  remove_helper (helper);
}

static gboolean
set_flag (gpointer flag)
{
  *(gboolean *) flag = TRUE;
  return G_SOURCE_REMOVE;
}

/* What it printed holds for a second, then it is run anew. */
static void
test_helper_lifetime (void)
{
  g_autofree char *helper = write_helper ("echo '{\"Authorization\":\"Bearer x\"}'");
  g_autoptr(AuthTest) test = helper_test (helper, ",\"ttl\":3600,\"refreshBuffer\":3599");
  gboolean over = FALSE;

  test->server->static_token = "Bearer x";
  assert_works (test);
  g_timeout_add (1100, set_flag, &over);
  gate_test_wait_until (over);
  assert_works (test);
  g_assert_cmpuint (count_runs (helper), ==, 2);
  remove_helper (helper);
}

typedef struct {
  const char *script;
  GateError   code;
} BadHelper;

static void
test_helper_bad (void)
{
  static const BadHelper cases[] = {
    { "echo hello", GATE_ERROR_INVALID },
    { "echo '[]'", GATE_ERROR_INVALID },
    { "echo '{\"A\":1}'", GATE_ERROR_INVALID },
    { "echo '{\"A b\":\"x\"}'", GATE_ERROR_INVALID },
    { "echo '{\"Host\":\"evil\"}'", GATE_ERROR_INVALID },
    { "echo '{\"A\":\"x\\r\\nB: c\"}'", GATE_ERROR_INVALID },
    { "echo '{\"A\":\"x\"}'; exit 3", GATE_ERROR_CREDENTIAL_EXPIRED },
    { "head -c 100000 /dev/zero | tr '\\0' x; sleep 100", GATE_ERROR_TOO_LARGE },
    { "", GATE_ERROR_INVALID },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *helper = write_helper (cases[i].script);
      g_autoptr(AuthTest) test = helper_test (helper, "");
      g_autoptr(GError) error = NULL;

      g_assert_false (auth_test_call (test, &error));
      g_assert_true (error->domain == GATE_ERROR);
      if (cases[i].code != GATE_ERROR_TOO_LARGE)
        g_assert_cmpint (error->code, ==, (int) cases[i].code);
      g_assert_cmpuint (test->server->n_calls, ==, 0);
      remove_helper (helper);
    }
}

/* Nothing is run that was not shown and allowed, exactly as it is. */
static void
test_helper_approval (void)
{
  g_autofree char *helper = write_helper ("echo '{\"Authorization\":\"Bearer x\"}'");
  g_autoptr(AuthTest) test = helper_test (helper, "");
  g_autofree char *other_sign_in = g_strdup_printf ("\"kind\":\"helper\",\"helper\":[\"%s\",\"--more\"]", helper);
  g_autoptr(AuthTest) changed = auth_test_new (other_sign_in, g_object_ref (test->secrets));
  g_autoptr(GError) error = NULL;

  test->server->static_token = "Bearer x";
  gate_sign_in_set_interactive (test->sign_in, FALSE);
  g_assert_false (auth_test_call (test, &error));
  g_assert_error (error, GATE_ERROR, (int) GATE_ERROR_ASK_NEEDED);
  g_clear_error (&error);
  gate_sign_in_set_interactive (test->sign_in, TRUE);
  test->face->decline = TRUE;
  g_assert_false (auth_test_call (test, &error));
  g_assert_error (error, GATE_ERROR, (int) GATE_ERROR_REFUSED);
  g_clear_error (&error);
  g_assert_cmpuint (count_runs (helper), ==, 0);

  test->face->decline = FALSE;
  assert_works (test);
  g_assert_nonnull (strstr (test->face->log->str, helper));
  auth_test_restart (test, FALSE);
  assert_works (test);
  g_assert_cmpuint (test->face->n_commands, ==, 2);

  gate_sign_in_set_interactive (changed->sign_in, FALSE);
  g_assert_false (auth_test_call (changed, &error));
  g_assert_error (error, GATE_ERROR, (int) GATE_ERROR_ASK_NEEDED);
  g_assert_cmpuint (count_runs (helper), ==, 2);
  remove_helper (helper);
}

static void
test_helper_missing (void)
{
  g_autoptr(AuthTest) test = helper_test ("/nonexistent/helper", "");
  g_autoptr(GError) error = NULL;

  g_assert_false (begin (test, &error));
  g_assert_true (error->domain == GATE_ERROR);
  g_assert_nonnull (strstr (error->message, "helper"));
}

/* --- Certificates --- */

static char *
write_pem (GTlsCertificate *certificate,
           gboolean         with_key)
{
  g_autofree char *pem = NULL;
  g_autofree char *key = NULL;
  g_autofree char *path = NULL;
  int fd = g_file_open_tmp ("gate-auth-cert-XXXXXX", &path, NULL);

  g_assert_cmpint (fd, >=, 0);
  g_close (fd, NULL);
  g_object_get (certificate, "certificate-pem", &pem, "private-key-pem", &key, NULL);
  g_autofree char *text = g_strconcat (pem, with_key ? key : "", NULL);
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  return g_steal_pointer (&path);
}

static void
test_certificate (void)
{
  const Recipe recipe = { "client.example", -IDENTITY_DAY, IDENTITY_DAY, NULL, GNUTLS_KP_TLS_WWW_CLIENT };
  const Recipe old_recipe = { "client.example", -2 * IDENTITY_DAY, -IDENTITY_DAY, NULL, GNUTLS_KP_TLS_WWW_CLIENT };
  g_autoptr(Identity) identity = identity_new (&recipe);
  g_autoptr(Identity) old_identity = identity_new (&old_recipe);
  g_autoptr(GTlsCertificate) certificate = identity_to_tls (identity);
  g_autoptr(GTlsCertificate) old_certificate = identity_to_tls (old_identity);
  const struct { GTlsCertificate *certificate; gboolean with_key; GateSignInState state; GateError code; } cases[] = {
    { certificate, TRUE, GATE_SIGN_IN_STATE_SIGNED_IN, 0 },
    { old_certificate, TRUE, GATE_SIGN_IN_STATE_EXPIRED, GATE_ERROR_CREDENTIAL_EXPIRED },
    { certificate, FALSE, GATE_SIGN_IN_STATE_SIGNED_OUT, GATE_ERROR_INVALID },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = write_pem (cases[i].certificate, cases[i].with_key);
      g_autofree char *sign_in = g_strdup_printf ("\"kind\":\"certificate\",\"certificate\":\"%s\"", path);
      g_autoptr(AuthTest) test = auth_test_new (sign_in, NULL);
      g_autoptr(SoupMessage) message = NULL;
      g_autoptr(GError) error = NULL;
      SoupMessageHeaders *headers = prepare (test, &message, NULL, &error);

      g_assert_cmpint (headers != NULL, ==, cases[i].code == 0);
      if (cases[i].code != 0)
        g_assert_error (error, GATE_ERROR, (int) cases[i].code);
      if (cases[i].state != GATE_SIGN_IN_STATE_SIGNED_OUT)
        g_assert_cmpint (state_of (test), ==, cases[i].state);
      g_unlink (path);
    }
}

/* The file has a new certificate before the old one is missed. */
static void
test_certificate_renewed (void)
{
  const Recipe recipe = { "client.example", -IDENTITY_DAY, IDENTITY_DAY, NULL, GNUTLS_KP_TLS_WWW_CLIENT };
  const Recipe old_recipe = { "client.example", -2 * IDENTITY_DAY, -IDENTITY_DAY, NULL, GNUTLS_KP_TLS_WWW_CLIENT };
  g_autoptr(Identity) identity = identity_new (&recipe);
  g_autoptr(Identity) old_identity = identity_new (&old_recipe);
  g_autoptr(GTlsCertificate) certificate = identity_to_tls (identity);
  g_autoptr(GTlsCertificate) old_certificate = identity_to_tls (old_identity);
  g_autofree char *path = write_pem (old_certificate, TRUE);
  g_autofree char *new_path = write_pem (certificate, TRUE);
  g_autofree char *sign_in = g_strdup_printf ("\"kind\":\"certificate\",\"certificate\":\"%s\"", path);
  g_autoptr(AuthTest) test = auth_test_new (sign_in, NULL);
  g_autoptr(SoupMessage) message = NULL, later = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_null (prepare (test, &message, NULL, &error));
  g_assert_error (error, GATE_ERROR, (int) GATE_ERROR_CREDENTIAL_EXPIRED);
  g_clear_error (&error);
  g_assert_cmpint (g_rename (new_path, path), ==, 0);
  g_assert_nonnull (prepare (test, &later, NULL, &error));
  g_assert_no_error (error);
  g_unlink (path);
}

/* --- OAuth for programs --- */

static JsonObject *
claims_of (const char  *body,
           const char  *parameter,
           JsonNode   **node)
{
  g_autoptr(GHashTable) form = soup_form_decode (body);
  g_auto(GStrv) parts = g_strsplit (g_hash_table_lookup (form, parameter), ".", -1);
  g_autoptr(GBytes) bytes = gate_base64url_decode (parts[1], NULL);

  *node = gate_json_parse (g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes), 65536, NULL);
  return gate_json_node_object (*node);
}

static void
test_client_credentials (void)
{
  g_autoptr(AuthTest) test = auth_test_new ("\"kind\":\"client-credentials\",\"clientId\":\"robot\",\"clientSecret\":true", NULL);

  auth_test_keep (test, "client-secret", NULL, "s3cret");
  g_hash_table_insert (test->server->clients, g_strdup ("robot"), g_strdup (""));
  test->server->client_secret = "s3cret";
  test->server->challenge_scope = "a";
  test->server->no_registration = TRUE;
  gate_sign_in_set_interactive (test->sign_in, FALSE);
  g_assert_cmpint (state_of (test), ==, GATE_SIGN_IN_STATE_SIGNED_IN);
  assert_works (test);
  g_assert_cmpstr (test->server->last_grant, ==, "client_credentials");
  g_assert_cmpstr (test->server->last_client_auth, ==, "basic");
  g_assert_cmpstr (test->server->last_token_resource, ==, test->server->address);
  g_assert_nonnull (strstr (test->server->last_body, "scope=a"));

  /* Expired: asked for again; kept in the keyring: not asked for again by another process. */
  auth_test_restart (test, FALSE);
  assert_works (test);
  g_assert_cmpuint (test->server->n_token, ==, 1);
  auth_test_server_expire (test->server);
  assert_works (test);
  g_assert_cmpuint (test->server->n_token, ==, 2);
  g_assert_cmpuint (test->face->n_windows, ==, 0);
}

static void
test_client_credentials_jwt (void)
{
  g_autoptr(AuthTest) test = auth_test_new ("\"kind\":\"client-credentials\",\"clientId\":\"robot\",\"clientAuth\":\"private_key_jwt\"", NULL);
  g_autoptr(GateSigningKey) key = gate_signing_key_generate (NULL);
  g_autoptr(GateSecret) pem = gate_signing_key_dup_pem (key, NULL);
  g_autoptr(JsonNode) node = NULL;

  auth_test_keep (test, "signing-key", NULL, gate_secret_peek (pem));
  g_hash_table_insert (test->server->clients, g_strdup ("robot"), g_strdup (""));
  test->server->auth_method = "private_key_jwt";
  gate_sign_in_set_interactive (test->sign_in, FALSE);
  assert_works (test);
  g_assert_cmpstr (test->server->last_client_auth, ==, "jwt");
  g_assert_nonnull (strstr (test->server->last_body, "client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer"));
  JsonObject *claims = claims_of (test->server->last_body, "client_assertion", &node);
  g_assert_cmpstr (gate_json_get_string (claims, "aud"), ==, test->server->server_origin);
  g_assert_cmpstr (gate_json_get_string (claims, "iss"), ==, "robot");
  g_assert_cmpstr (gate_json_get_string (claims, "sub"), ==, "robot");
}

static void
test_client_credentials_without_secret (void)
{
  g_autoptr(AuthTest) test = auth_test_new ("\"kind\":\"client-credentials\",\"clientId\":\"robot\",\"clientSecret\":true", NULL);

  gate_sign_in_set_interactive (test->sign_in, FALSE);
  assert_fails (test, GATE_ERROR_CLIENT_NEEDED, "robot");
  g_assert_cmpuint (test->server->n_token, ==, 0);
}

/* Asked for when connecting, kept, and the same for every account. */
static void
test_client_secret_asked (void)
{
  g_autoptr(AuthTest) test = auth_test_new ("\"kind\":\"client-credentials\",\"clientId\":\"robot\",\"clientSecret\":true", NULL);
  g_autoptr(GError) error = NULL;

  g_hash_table_insert (test->server->clients, g_strdup ("robot"), g_strdup (""));
  test->server->client_secret = "s3cret";
  g_assert_cmpint (state_of (test), ==, GATE_SIGN_IN_STATE_SIGNED_OUT);
  answer (test, "client-secret", "s3cret");
  begin (test, &error);
  g_assert_no_error (error);
  g_assert_cmpint (state_of (test), ==, GATE_SIGN_IN_STATE_SIGNED_IN);
  assert_works (test);
  auth_test_restart (test, FALSE);
  g_assert_true (begin (test, NULL));
  assert_works (test);
  g_assert_cmpuint (test->face->n_fields, ==, 1);
}

static void
test_enterprise (void)
{
  AuthTestServer *provider = auth_test_server_new ();
  g_autofree char *sign_in = g_strdup_printf ("\"kind\":\"enterprise\",\"clientId\":\"app\",\"clientSecret\":true,\"idpClientId\":\"idp-app\","
                                              "\"idpTokenEndpoint\":\"%s/token\",\"scopes\":\"a\"", provider->server_origin);
  g_autoptr(AuthTest) test = auth_test_new (sign_in, NULL);

  auth_test_keep (test, "client-secret", NULL, "s3cret");
  auth_test_keep (test, "subject-token", NULL, "the.id.token");
  g_hash_table_insert (test->server->clients, g_strdup ("app"), g_strdup (""));
  g_hash_table_insert (provider->clients, g_strdup ("idp-app"), g_strdup (""));
  test->server->client_secret = "s3cret";
  provider->id_jag = "the.id.jag";
  gate_sign_in_set_interactive (test->sign_in, FALSE);
  assert_works (test);

  g_autoptr(GHashTable) exchange = soup_form_decode (provider->last_body);
  g_assert_cmpstr (g_hash_table_lookup (exchange, "grant_type"), ==, "urn:ietf:params:oauth:grant-type:token-exchange");
  g_assert_cmpstr (g_hash_table_lookup (exchange, "requested_token_type"), ==, "urn:ietf:params:oauth:token-type:id-jag");
  g_assert_cmpstr (g_hash_table_lookup (exchange, "audience"), ==, test->server->server_origin);
  g_assert_cmpstr (g_hash_table_lookup (exchange, "resource"), ==, test->server->address);
  g_assert_cmpstr (g_hash_table_lookup (exchange, "subject_token"), ==, "the.id.token");
  g_autoptr(GHashTable) grant = soup_form_decode (test->server->last_body);
  g_assert_cmpstr (g_hash_table_lookup (grant, "grant_type"), ==, "urn:ietf:params:oauth:grant-type:jwt-bearer");
  g_assert_cmpstr (g_hash_table_lookup (grant, "assertion"), ==, "the.id.jag");
  g_assert_cmpstr (test->server->last_client_auth, ==, "basic");
  g_assert_cmpuint (test->face->n_windows, ==, 0);
  auth_test_server_free (provider);
}

static void
test_enterprise_wrong_answer (void)
{
  AuthTestServer *provider = auth_test_server_new ();
  g_autofree char *sign_in = g_strdup_printf ("\"kind\":\"enterprise\",\"clientId\":\"app\",\"idpClientId\":\"idp-app\","
                                              "\"idpTokenEndpoint\":\"%s/token\"", provider->server_origin);
  g_autoptr(AuthTest) test = auth_test_new (sign_in, NULL);

  auth_test_keep (test, "subject-token", NULL, "the.id.token");
  g_hash_table_insert (provider->clients, g_strdup ("idp-app"), g_strdup (""));
  assert_fails (test, GATE_ERROR_PROTOCOL, "identity provider");
  g_assert_cmpuint (test->server->n_token, ==, 0);
  auth_test_server_free (provider);
}

static void
test_workload (void)
{
  g_autofree char *path = NULL;
  int fd = g_file_open_tmp ("gate-auth-token-XXXXXX", &path, NULL);
  g_autofree char *sign_in = g_strdup_printf ("\"kind\":\"workload\",\"clientId\":\"pod\",\"subjectTokenFile\":\"%s\"", path);
  g_autoptr(AuthTest) test = auth_test_new (sign_in, NULL);

  g_close (fd, NULL);
  gate_sign_in_set_interactive (test->sign_in, FALSE);
  assert_fails (test, GATE_ERROR_CREDENTIAL_EXPIRED, "Identity token");
  auth_test_restart (test, FALSE);
  g_assert_true (g_file_set_contents (path, "platform.jwt.token\n", -1, NULL));
  g_hash_table_insert (test->server->clients, g_strdup ("pod"), g_strdup (""));
  assert_works (test);
  g_autoptr(GHashTable) form = soup_form_decode (test->server->last_body);
  g_assert_cmpstr (g_hash_table_lookup (form, "grant_type"), ==, "urn:ietf:params:oauth:grant-type:jwt-bearer");
  g_assert_cmpstr (g_hash_table_lookup (form, "assertion"), ==, "platform.jwt.token");
  g_assert_cmpstr (g_hash_table_lookup (form, "client_id"), ==, "pod");
  g_unlink (path);
}

/* Refused: not tried again, not by another grant, no browser. */
static void
test_workload_refused (void)
{
  g_autoptr(AuthTest) test = auth_test_new ("\"kind\":\"workload\",\"clientId\":\"pod\"", NULL);

  auth_test_keep (test, "subject-token", NULL, "platform.jwt.token");
  g_hash_table_insert (test->server->clients, g_strdup ("pod"), g_strdup (""));
  test->server->token_error = "invalid_grant";
  assert_fails (test, GATE_ERROR_SIGN_IN_NEEDED, "the server says so");
  assert_fails (test, GATE_ERROR_SIGN_IN_NEEDED, "the server says so");
  g_assert_cmpuint (test->server->n_token, ==, 1);
  g_assert_cmpuint (test->face->n_windows + test->server->n_register, ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/auth/kinds/headers", test_headers);
  g_test_add_func ("/auth/kinds/headers/refused", test_headers_refused);
  g_test_add_func ("/auth/kinds/headers/line-break", test_header_with_line_break);
  g_test_add_func ("/auth/kinds/none", test_none);
  g_test_add_func ("/auth/kinds/field/expired", test_field_expired);
  g_test_add_func ("/auth/kinds/field/jwt", test_field_is_jwt);
  g_test_add_func ("/auth/kinds/field/address", test_field_in_address);
  g_test_add_func ("/auth/kinds/field/environment", test_field_in_environment);
  g_test_add_func ("/auth/kinds/field/disconnect", test_disconnect_fields);
  g_test_add_func ("/auth/kinds/aws", test_aws);
  g_test_add_func ("/auth/kinds/helper", test_helper);
  g_test_add_func ("/auth/kinds/helper/refused", test_helper_refused);
  g_test_add_func ("/auth/kinds/helper/lifetime", test_helper_lifetime);
  g_test_add_func ("/auth/kinds/helper/bad", test_helper_bad);
  g_test_add_func ("/auth/kinds/helper/approval", test_helper_approval);
  g_test_add_func ("/auth/kinds/helper/missing", test_helper_missing);
  g_test_add_func ("/auth/kinds/certificate", test_certificate);
  g_test_add_func ("/auth/kinds/certificate-renewed", test_certificate_renewed);
  g_test_add_func ("/auth/kinds/client-credentials", test_client_credentials);
  g_test_add_func ("/auth/kinds/client-credentials/jwt", test_client_credentials_jwt);
  g_test_add_func ("/auth/kinds/client-credentials/without-secret", test_client_credentials_without_secret);
  g_test_add_func ("/auth/kinds/client-credentials/secret-asked", test_client_secret_asked);
  g_test_add_func ("/auth/kinds/enterprise", test_enterprise);
  g_test_add_func ("/auth/kinds/enterprise/wrong-answer", test_enterprise_wrong_answer);
  g_test_add_func ("/auth/kinds/workload", test_workload);
  g_test_add_func ("/auth/kinds/workload/refused", test_workload_refused);
  return g_test_run ();
}
