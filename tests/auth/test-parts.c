// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-attempts.h"
#include "gate-authorization-request.h"
#include "gate-error.h"
#include "gate-json.h"
#include "gate-oauth-client.h"
#include "gate-oauth-error.h"
#include "gate-resource-metadata.h"
#include "gate-scopes.h"
#include "gate-server-metadata.h"
#include "gate-token-set.h"
#include "gate-urlencoded.h"

#include <string.h>

static JsonNode *
json (const char *text)
{
  g_autoptr(GError) error = NULL;
  JsonNode *node = gate_json_parse (text, -1, 1024 * 1024, &error);

  g_assert_no_error (error);
  return node;
}

/* --- Scopes --- */

static void
test_scope_use (void)
{
  static const struct { const char *name; GateScopeUse use; } cases[] = {
    { "records.read", GATE_SCOPE_READS },
    { "records.write", GATE_SCOPE_CHANGES },
    { "https://www.googleapis.com/auth/drive.readonly", GATE_SCOPE_READS },
    { "https://www.googleapis.com/auth/drive", GATE_SCOPE_OTHER },
    { "Files.ReadWrite.All", GATE_SCOPE_CHANGES },
    { "Mail.Send", GATE_SCOPE_CHANGES },
    { "channels:history", GATE_SCOPE_READS },
    { "read:write", GATE_SCOPE_CHANGES },
    { "repo", GATE_SCOPE_OTHER },
    { "openid", GATE_SCOPE_IDENTITY },
    { "offline_access", GATE_SCOPE_IDENTITY },
    { "bread", GATE_SCOPE_OTHER },
    { "admin", GATE_SCOPE_CHANGES },
    { "", GATE_SCOPE_OTHER },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (gate_scope_get_use (cases[i].name), ==, cases[i].use);
}

static void
test_scope_lists (void)
{
  static const struct { const char *a; const char *b; const char *both; } unions[] = {
    { NULL, NULL, NULL }, { "", "  ", NULL }, { "a", NULL, "a" }, { "a b", "b c a d", "a b c d" }, { " a  b ", "a", "a b" }, { NULL, "x x", "x" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (unions); i++)
    {
      g_autofree char *both = gate_scopes_union (unions[i].a, unions[i].b);
      g_assert_cmpstr (both, ==, unions[i].both);
    }
  g_assert_true (gate_scopes_contain ("a b c", "c a"));
  g_assert_true (gate_scopes_contain (NULL, NULL));
  g_assert_true (gate_scopes_contain ("a", ""));
  g_assert_false (gate_scopes_contain ("ab", "a"));
  g_assert_false (gate_scopes_contain (NULL, "a"));
  g_assert_false (gate_scopes_are_valid ("a\nb"));
  g_assert_false (gate_scopes_are_valid ("a \"b\""));
  g_assert_false (gate_scopes_are_valid ("größe"));
  g_assert_true (gate_scopes_are_valid ("https://x/y.z:read a!#[]"));

  g_autofree char *reading = gate_scopes_for_reading ("a.write b.read openid repo");
  g_autofree char *nothing = gate_scopes_for_reading ("repo gist");
  g_assert_cmpstr (reading, ==, "b.read openid");
  g_assert_cmpstr (nothing, ==, "repo gist");
}

/* --- Bodies and queries --- */

static void
test_urlencoded (void)
{
  g_autoptr(GateUrlencoded) body = gate_urlencoded_new ();
  g_autoptr(GateSecret) secret = gate_secret_new ("s3cr&t=+ é");

  gate_urlencoded_add (body, "a", "b c");
  gate_urlencoded_add (body, "none", NULL);
  gate_urlencoded_add_secret (body, "secret", secret);
  gate_urlencoded_add (body, "resource", "https://x.example/mcp?a=b");
  g_assert_cmpstr (gate_urlencoded_peek (body), ==, "a=b+c&secret=s3cr%26t%3D%2B+%C3%A9&resource=https%3A%2F%2Fx.example%2Fmcp%3Fa%3Db");

  g_autoptr(GateUrlencoded) copy = gate_urlencoded_copy (body);
  gate_urlencoded_add (copy, "more", "x");
  g_assert_false (g_str_has_suffix (gate_urlencoded_peek (body), "x"));

  g_autoptr(GateSecretMask) mask = gate_secret_mask_new ();
  gate_urlencoded_mask (copy, mask);
  g_autofree char *masked = gate_secret_mask_apply (mask, "you sent s3cr&t=+ é to https://x.example/mcp?a=b");
  g_assert_cmpstr (masked, ==, "you sent ••• to https://x.example/mcp?a=b");
}

static void
test_query (void)
{
  static const char *const bad[] = { "a=1&a=2", "a&a", "a=%zz", "%=1", "a=%00" };
  g_autoptr(GHashTable) values = gate_urlencoded_parse ("code=a%2Bb+c&state=&x&iss=https%3A%2F%2Fas", NULL);

  g_assert_cmpstr (g_hash_table_lookup (values, "code"), ==, "a+b c");
  g_assert_cmpstr (g_hash_table_lookup (values, "state"), ==, "");
  g_assert_cmpstr (g_hash_table_lookup (values, "x"), ==, "");
  g_assert_cmpstr (g_hash_table_lookup (values, "iss"), ==, "https://as");
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_null (gate_urlencoded_parse (bad[i], &error));
      g_assert_error (error, GATE_ERROR, (int) GATE_ERROR_INVALID);
    }
}

/* --- Metadata --- */

static void
test_resource_addresses (void)
{
  static const struct { const char *address; const char *places[3]; } cases[] = {
    { "https://x.example/mcp", { "https://x.example/.well-known/oauth-protected-resource/mcp", "https://x.example/.well-known/oauth-protected-resource" } },
    { "https://x.example/", { "https://x.example/.well-known/oauth-protected-resource" } },
    { "https://x.example", { "https://x.example/.well-known/oauth-protected-resource" } },
    { "http://localhost:81/a/b?c=d", { "http://localhost:81/.well-known/oauth-protected-resource/a/b?c=d",
                                       "http://localhost:81/.well-known/oauth-protected-resource" } },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GUri) uri = g_uri_parse (cases[i].address, G_URI_FLAGS_ENCODED, NULL);
      g_auto(GStrv) places = gate_resource_metadata_addresses (uri);

      g_assert_true (g_strv_equal ((const char * const *) places, cases[i].places));
    }
}

static void
test_server_addresses (void)
{
  static const struct { const char *issuer; const char *places[4]; } cases[] = {
    { "https://as.example", { "https://as.example/.well-known/oauth-authorization-server", "https://as.example/.well-known/openid-configuration" } },
    { "https://as.example/", { "https://as.example/.well-known/oauth-authorization-server", "https://as.example/.well-known/openid-configuration" } },
    { "https://as.example/t/u/", { "https://as.example/.well-known/oauth-authorization-server/t/u",
                                   "https://as.example/.well-known/openid-configuration/t/u",
                                   "https://as.example/t/u/.well-known/openid-configuration" } },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto(GStrv) places = gate_server_metadata_addresses (cases[i].issuer, NULL);
      g_assert_true (g_strv_equal ((const char * const *) places, cases[i].places));
    }
}

#define PRM(resource, servers) "{\"resource\":\"" resource "\",\"authorization_servers\":" servers "}"

static void
test_resource_metadata (void)
{
  static const struct { const char *text; gboolean good; } cases[] = {
    { PRM ("https://x.example/mcp", "[\"https://as.example\"]"), TRUE },
    { PRM ("https://x.example", "[\"https://as.example\"]"), TRUE },
    { PRM ("https://X.example:443/", "[\"https://as.example\"]"), TRUE },
    { PRM ("https://x.example/mcp/", "[\"https://as.example\"]"), TRUE },
    { PRM ("https://x.example/mc", "[\"https://as.example\"]"), FALSE },
    { PRM ("http://x.example/mcp", "[\"https://as.example\"]"), FALSE },
    { PRM ("https://x.example:8443/mcp", "[\"https://as.example\"]"), FALSE },
    { PRM ("https://x.example/mcp", "[]"), FALSE },
    { PRM ("https://x.example/mcp", "\"https://as.example\""), FALSE },
    { PRM ("https://x.example/mcp", "[1]"), FALSE },
    { PRM ("https://x.example/mcp", "[\"http://as.example\"]"), FALSE },
    { PRM ("https://x.example/mcp", "[\"https://as.example\", \"ftp://b\"]"), FALSE },
    { "{\"resource\":\"https://x.example/mcp\"}", FALSE },
    { "{\"resource\":7,\"authorization_servers\":[\"https://as.example\"]}", FALSE },
    { "[]", FALSE }, { "", FALSE }, { "null", FALSE }, { "{", FALSE },
  };
  g_autoptr(GUri) server = g_uri_parse ("https://x.example/mcp", G_URI_FLAGS_ENCODED, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(GateResourceMetadata) metadata = gate_resource_metadata_parse (cases[i].text, strlen (cases[i].text), server, &error);

      g_assert_cmpint (metadata != NULL, ==, cases[i].good);
      g_assert_cmpint (error == NULL, ==, cases[i].good);
    }
}

/* --- Tokens --- */

static void
test_answers_refused (void)
{
  static const char *const cases[] = {
    "[]", "{}",
    "{\"access_token\":\"\",\"token_type\":\"Bearer\"}",
    "{\"access_token\":\"a\"}",
    "{\"access_token\":\"a\",\"token_type\":\"mac\"}",
    "{\"access_token\":7,\"token_type\":\"Bearer\"}",
    "{\"access_token\":\"a b\",\"token_type\":\"Bearer\"}",
    "{\"access_token\":\"a\\r\\nX: y\",\"token_type\":\"Bearer\"}",
    "{\"access_token\":\"é\",\"token_type\":\"Bearer\"}",
  };
  GateTokenRequest request = { .issuer = "https://as", .resource = "https://x", .client_id = "c" };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(JsonNode) answer = json (cases[i]);
      g_autoptr(GError) error = NULL;

      g_assert_null (gate_token_set_new_from_answer (answer, &request, &error));
      g_assert_error (error, GATE_ERROR, (int) GATE_ERROR_PROTOCOL);
    }
}

static void
test_lifetime (void)
{
  static const struct { const char *text; gint64 seconds; } cases[] = {
    { "3600", 3600 }, { "\"3600\"", 3600 }, { "3599.6", 3599 }, { "0", 0 }, { "-5", 0 }, { "null", 0 }, { "\"soon\"", 0 }, { "true", 0 },
    { "1e300", G_GINT64_CONSTANT (10) * 366 * 24 * 3600 },
  };
  GateTokenRequest request = { .issuer = "https://as", .resource = "https://x", .client_id = "c", .scope = "a" };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = g_strdup_printf ("{\"access_token\":\"t\",\"token_type\":\"bEaReR\",\"expires_in\":%s}", cases[i].text);
      g_autoptr(JsonNode) answer = json (text);
      g_autoptr(GateTokenSet) tokens = gate_token_set_new_from_answer (answer, &request, NULL);

      g_assert_nonnull (tokens);
      g_assert_cmpint (tokens->expires_at ? tokens->expires_at - tokens->obtained_at : 0, ==, cases[i].seconds);
      g_assert_cmpstr (tokens->scope, ==, "a");
    }
}

static void
test_due (void)
{
  GateTokenRequest request = { .issuer = "https://as", .resource = "https://x", .client_id = "c" };
  g_autoptr(JsonNode) hour = json ("{\"access_token\":\"t\",\"token_type\":\"Bearer\",\"expires_in\":3600}");
  g_autoptr(JsonNode) minute = json ("{\"access_token\":\"t\",\"token_type\":\"Bearer\",\"expires_in\":50}");
  g_autoptr(JsonNode) never = json ("{\"access_token\":\"t\",\"token_type\":\"Bearer\"}");
  g_autoptr(GateTokenSet) a = gate_token_set_new_from_answer (hour, &request, NULL);
  g_autoptr(GateTokenSet) b = gate_token_set_new_from_answer (minute, &request, NULL);
  g_autoptr(GateTokenSet) c = gate_token_set_new_from_answer (never, &request, NULL);
  g_autoptr(GateTokenSet) d = gate_token_set_new_ended (a);

  g_assert_false (gate_token_set_is_due (a, a->obtained_at + 3539));
  g_assert_true (gate_token_set_is_due (a, a->obtained_at + 3540));
  g_assert_false (gate_token_set_has_expired (a, a->obtained_at + 3599));
  g_assert_true (gate_token_set_has_expired (a, a->obtained_at + 3600));
  g_assert_false (gate_token_set_is_due (b, b->obtained_at + 39));
  g_assert_true (gate_token_set_is_due (b, b->obtained_at + 40));
  g_assert_false (gate_token_set_is_due (c, G_MAXINT64));
  g_assert_true (gate_token_set_has_expired (d, 0));
}

static void
test_refresh_keeps (void)
{
  GateTokenRequest request = { .issuer = "https://as", .resource = "https://x", .client_id = "c", .scope = "a b" };
  g_autoptr(JsonNode) first = json ("{\"access_token\":\"1\",\"refresh_token\":\"r1\",\"token_type\":\"Bearer\",\"scope\":\"a\"}");
  g_autoptr(JsonNode) second = json ("{\"access_token\":\"2\",\"token_type\":\"Bearer\"}");
  g_autoptr(JsonNode) third = json ("{\"access_token\":\"3\",\"token_type\":\"Bearer\",\"refresh_token\":\"r2\"}");
  g_autoptr(GateTokenSet) a = gate_token_set_new_from_answer (first, &request, NULL);

  request.scope = NULL;
  request.previous = a;
  g_autoptr(GateTokenSet) b = gate_token_set_new_from_answer (second, &request, NULL);
  g_autoptr(GateTokenSet) c = gate_token_set_new_from_answer (third, &request, NULL);
  g_assert_cmpstr (gate_secret_peek (b->refresh_token), ==, "r1");
  g_assert_cmpstr (gate_secret_peek (c->refresh_token), ==, "r2");
  g_assert_cmpstr (b->scope, ==, "a");
  g_assert_cmpstr (b->requested_scope, ==, "a b");
  g_assert_cmpint (b->signed_in_at, ==, a->signed_in_at);
}

/* What a newer version put into the record is still there after an older one has written it. */
static void
test_record (void)
{
  const char *text = "{\"version\":7,\"issuer\":\"https://as\",\"resource\":\"https://x\",\"client_id\":\"c\",\"access_token\":\"t\","
                     "\"refresh_token\":\"r\",\"token_type\":\"DPoP\",\"scope\":\"a\",\"obtained_at\":5,\"expires_at\":9,\"signed_in_at\":3,"
                     "\"confirmed_origins\":[\"https://o\"],\"of_the_future\":{\"x\":[1,2]}}";
  g_autoptr(GateSecret) record = gate_secret_new (text);
  g_autoptr(GateTokenSet) tokens = gate_token_set_new_from_secret (record, NULL);
  g_autoptr(GateSecret) written = gate_token_set_to_secret (tokens);
  g_autoptr(GateTokenSet) again = gate_token_set_new_from_secret (written, NULL);

  g_assert_true (again->dpop);
  g_assert_cmpstr (again->issuer, ==, "https://as");
  g_assert_cmpstr (gate_secret_peek (again->refresh_token), ==, "r");
  g_assert_cmpint (again->expires_at, ==, 9);
  g_assert_cmpstr (again->confirmed_origins[0], ==, "https://o");
  g_assert_nonnull (strstr (gate_secret_peek (written), "\"of_the_future\":{\"x\":[1,2]}"));
  g_assert_true (gate_token_set_same_access (tokens, again));
}

static void
test_broken_records (void)
{
  static const char *const cases[] = {
    "", "{", "[]", "{}", "{\"issuer\":\"x\"}", "{\"issuer\":1,\"resource\":2}",
    "{\"issuer\":\"a\",\"resource\":\"b\",\"access_token\":\"x\\ny\"}",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GateSecret) record = gate_secret_new (cases[i]);
      g_autoptr(GError) error = NULL;

      g_assert_null (gate_token_set_new_from_secret (record, &error));
      g_assert_error (error, GATE_ERROR, (int) GATE_ERROR_INVALID);
      g_assert_null (gate_oauth_client_new_from_secret (record));
    }
}

/* --- Clients --- */

static GateServerMetadata *
server_with (const char *members)
{
  g_autofree char *text = g_strdup_printf ("{\"issuer\":\"https://as\",\"authorization_endpoint\":\"https://as/a\",\"token_endpoint\":\"https://as/t\"%s}",
                                           members);
  g_autoptr(GError) error = NULL;
  GateServerMetadata *server = gate_server_metadata_parse (text, strlen (text), "https://as", &error);

  g_assert_no_error (error);
  return server;
}

static void
test_client_auth (void)
{
#define METHODS(list) ",\"token_endpoint_auth_methods_supported\":" list
  static const struct { gboolean secret; const char *agreed; const char *methods; const char *chosen; } cases[] = {
    { FALSE, NULL, "", "none" },
    { TRUE, NULL, "", "client_secret_basic" },
    { TRUE, "client_secret_post", "", "client_secret_post" },
    { TRUE, NULL, METHODS ("[\"client_secret_post\"]"), "client_secret_post" },
    { TRUE, NULL, METHODS ("[\"client_secret_post\",\"client_secret_basic\"]"), "client_secret_basic" },
    { TRUE, "client_secret_basic", METHODS ("[\"client_secret_post\"]"), "client_secret_post" },
    { TRUE, NULL, METHODS ("[\"none\"]"), "none" },
    { TRUE, "none", METHODS ("[\"none\",\"client_secret_basic\"]"), "none" },
    { FALSE, "client_secret_basic", METHODS ("[\"client_secret_basic\"]"), "none" },
    { TRUE, NULL, METHODS ("[\"private_key_jwt\"]"), "client_secret_basic" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GateSecret) secret = cases[i].secret ? gate_secret_new ("s") : NULL;
      g_autoptr(GateOauthClient) client = gate_oauth_client_new ("https://as", GATE_OAUTH_CLIENT_REGISTERED, "id", secret);
      g_autoptr(GateServerMetadata) server = server_with (cases[i].methods);

      client->auth_method = g_strdup (cases[i].agreed);
      g_assert_cmpstr (gate_oauth_client_choose_auth (client, server), ==, cases[i].chosen);
    }
}

static void
test_client_record (void)
{
  g_autoptr(JsonNode) answer = json ("{\"client_id\":\"i\",\"client_secret\":\"s\",\"client_secret_expires_at\":1000,"
                                     "\"token_endpoint_auth_method\":\"client_secret_post\"}");
  g_autoptr(GateOauthClient) client = gate_oauth_client_new_from_answer (answer, "https://as", "http://127.0.0.1:1/callback", NULL);
  g_autoptr(GateSecret) record = gate_oauth_client_to_secret (client);
  g_autoptr(GateOauthClient) again = gate_oauth_client_new_from_secret (record);

  g_assert_cmpstr (again->issuer, ==, "https://as");
  g_assert_cmpstr (again->redirect_uri, ==, "http://127.0.0.1:1/callback");
  g_assert_cmpstr (gate_secret_peek (again->secret), ==, "s");
  g_assert_cmpint (again->source, ==, GATE_OAUTH_CLIENT_REGISTERED);
  g_assert_false (gate_oauth_client_has_expired (again, 999));
  g_assert_true (gate_oauth_client_has_expired (again, 1000));
}

/* --- The attempt --- */

static void
test_attempt_is_single_use (void)
{
  g_autoptr(GateServerMetadata) server = server_with ("");
  g_autoptr(GateOauthClient) client = gate_oauth_client_new ("https://as", GATE_OAUTH_CLIENT_REGISTERED, "id", NULL);
  g_autoptr(GateAuthorizationRequest) request = gate_authorization_request_new (server, client, "http://127.0.0.1:1/callback", "https://x", NULL);
  g_autofree char *redirect = g_strdup_printf ("http://127.0.0.1:1/callback?code=c&state=%s", gate_authorization_request_get_state (request));
  g_autoptr(GError) error = NULL;
  g_autoptr(GateSecret) code = gate_authorization_request_redeem (request, redirect, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (gate_secret_peek (code), ==, "c");
  g_assert_null (gate_authorization_request_redeem (request, redirect, &error));
  g_assert_error (error, GATE_ERROR, (int) GATE_ERROR_UNTRUSTED);
}

static void
test_attempts_differ (void)
{
  g_autoptr(GateServerMetadata) server = server_with ("");
  g_autoptr(GateOauthClient) client = gate_oauth_client_new ("https://as", GATE_OAUTH_CLIENT_REGISTERED, "id", NULL);
  g_autoptr(GateAuthorizationRequest) a = gate_authorization_request_new (server, client, "http://127.0.0.1:1/callback", "https://x", NULL);
  g_autoptr(GateAuthorizationRequest) b = gate_authorization_request_new (server, client, "http://127.0.0.1:1/callback", "https://x", NULL);

  g_assert_cmpstr (gate_authorization_request_get_state (a), !=, gate_authorization_request_get_state (b));
  g_assert_cmpuint (strlen (gate_authorization_request_get_state (a)), >=, 43);
  g_assert_false (gate_secret_equal (gate_authorization_request_get_verifier (a), gate_authorization_request_get_verifier (b)));
}

/* The query of an endpoint that has one is kept. */
static void
test_attempt_address (void)
{
  const char *text = "{\"issuer\":\"https://as\",\"authorization_endpoint\":\"https://as/a?tenant=1\",\"token_endpoint\":\"https://as/t\"}";
  g_autoptr(GateServerMetadata) server = gate_server_metadata_parse (text, strlen (text), "https://as", NULL);
  g_autoptr(GateOauthClient) client = gate_oauth_client_new ("https://as", GATE_OAUTH_CLIENT_REGISTERED, "i d", NULL);
  g_autoptr(GateAuthorizationRequest) request = gate_authorization_request_new (server, client, "http://127.0.0.1:1/callback", "https://x/mcp", "a b");
  g_autofree char *address = gate_authorization_request_dup_address (request);

  g_assert_true (g_str_has_prefix (address, "https://as/a?tenant=1&response_type=code&client_id=i+d&"
                                            "redirect_uri=http%3A%2F%2F127.0.0.1%3A1%2Fcallback&state="));
  g_assert_nonnull (strstr (address, "&code_challenge_method=S256&scope=a+b&resource=https%3A%2F%2Fx%2Fmcp"));
  g_assert_null (strstr (address, gate_secret_peek (gate_authorization_request_get_verifier (request))));
}

/* --- Errors, attempts --- */

static void
test_oauth_errors (void)
{
  static const struct { const char *code; GateError meaning; } cases[] = {
    { "access_denied", GATE_ERROR_REFUSED }, { "invalid_grant", GATE_ERROR_SIGN_IN_NEEDED }, { "invalid_client", GATE_ERROR_CLIENT_NEEDED },
    { "invalid_scope", GATE_ERROR_SERVICE }, { "server_error", GATE_ERROR_UNAVAILABLE }, { "something_new", GATE_ERROR_SERVICE },
    { "<script>", GATE_ERROR_SERVICE }, { "", GATE_ERROR_SERVICE }, { NULL, GATE_ERROR_SERVICE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = gate_oauth_error_new (cases[i].code, "because\n\x1b[31mred", "as.example", 400);

      g_assert_error (error, GATE_ERROR, (int) cases[i].meaning);
      g_assert_nonnull (gate_error_get_remedy (error));
      g_assert_cmpint (gate_error_get_layer (error), ==, GATE_LAYER_SIGNED_IN);
      g_assert_null (strchr (error->message, '\x1b'));
      g_assert_null (strstr (error->message, "<script>"));
      g_assert_nonnull (strstr (error->message, "as.example"));
    }

  g_autoptr(GError) error = gate_oauth_error_new ("invalid_grant", NULL, "as.example", 400);
  g_assert_true (gate_oauth_error_is (error, "invalid_grant"));
  g_assert_false (gate_oauth_error_is (error, "invalid_client"));
  g_assert_false (gate_oauth_error_is (NULL, "invalid_client"));
}

static void
test_attempts (void)
{
  g_autoptr(GateAttempts) attempts = gate_attempts_new (2, 600);
  g_autoptr(GateAttempts) none = gate_attempts_new (0, 600);

  g_assert_true (gate_attempts_take (attempts, "a"));
  g_assert_true (gate_attempts_take (attempts, "a"));
  g_assert_false (gate_attempts_take (attempts, "a"));
  g_assert_true (gate_attempts_take (attempts, "b"));
  g_assert_false (gate_attempts_take (none, "a"));
  gate_attempts_forget (attempts);
  g_assert_true (gate_attempts_take (attempts, "a"));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/auth/parts/scope-use", test_scope_use);
  g_test_add_func ("/auth/parts/scope-lists", test_scope_lists);
  g_test_add_func ("/auth/parts/urlencoded", test_urlencoded);
  g_test_add_func ("/auth/parts/query", test_query);
  g_test_add_func ("/auth/parts/resource-addresses", test_resource_addresses);
  g_test_add_func ("/auth/parts/server-addresses", test_server_addresses);
  g_test_add_func ("/auth/parts/resource-metadata", test_resource_metadata);
  g_test_add_func ("/auth/parts/answers-refused", test_answers_refused);
  g_test_add_func ("/auth/parts/lifetime", test_lifetime);
  g_test_add_func ("/auth/parts/due", test_due);
  g_test_add_func ("/auth/parts/refresh-keeps", test_refresh_keeps);
  g_test_add_func ("/auth/parts/record", test_record);
  g_test_add_func ("/auth/parts/broken-records", test_broken_records);
  g_test_add_func ("/auth/parts/client-auth", test_client_auth);
  g_test_add_func ("/auth/parts/client-record", test_client_record);
  g_test_add_func ("/auth/parts/attempt-is-single-use", test_attempt_is_single_use);
  g_test_add_func ("/auth/parts/attempts-differ", test_attempts_differ);
  g_test_add_func ("/auth/parts/attempt-address", test_attempt_address);
  g_test_add_func ("/auth/parts/oauth-errors", test_oauth_errors);
  g_test_add_func ("/auth/parts/attempts", test_attempts);
  return g_test_run ();
}
