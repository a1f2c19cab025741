// SPDX-License-Identifier: GPL-3.0-or-later
// What another process of the same person does meanwhile, and what a person puts right behind our back.
#include "auth-test.h"

#include "gate-authorizer.h"
#include "gate-json.h"
#include "gate-sign-in-private.h"

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
}

/* Two objects with one keyring are as two processes are; the second is one that can ask nobody, as a gateway is. */
typedef struct {
  AuthTest *first;
  AuthTest *second;
} Pair;

static void
pair_init (Pair       *pair,
           const char *sign_in)
{
  pair->first = auth_test_new (sign_in, NULL);
  pair->second = auth_test_new_for (pair->first->server, sign_in, g_object_ref (pair->first->secrets));
  gate_sign_in_set_interactive (pair->second->sign_in, FALSE);
}

static void
pair_clear (Pair *pair)
{
  pair->second->server = auth_test_server_new ();
  auth_test_free (pair->second);
  auth_test_free (pair->first);
}

/* The sign-in ended, and the person signs in again in the window: the gateway, which had the old tokens, goes on with the new ones. */
static void
test_signed_in_again (void)
{
  Pair pair;

  pair_init (&pair, NULL);
  pair.first->server->no_refresh_token = TRUE;
  assert_works (pair.first);
  assert_works (pair.second);
  auth_test_server_expire (pair.first->server);
  assert_fails (pair.second, GATE_ERROR_SIGN_IN_NEEDED);
  assert_works (pair.first);
  assert_works (pair.second);
  g_assert_cmpuint (pair.first->face->n_windows, ==, 2);
  g_assert_cmpuint (pair.second->face->n_windows, ==, 0);
  pair_clear (&pair);
}

/* The same with more scopes. */
static void
test_stepped_up (void)
{
  Pair pair;

  pair_init (&pair, NULL);
  pair.first->server->challenge_scope = "mcp:basic";
  assert_works (pair.first);
  assert_works (pair.second);
  pair.first->server->needed_scope = "mcp:write";
  assert_fails (pair.second, GATE_ERROR_SCOPE_NEEDED);
  assert_works (pair.first);
  assert_works (pair.second);
  g_assert_cmpuint (pair.first->face->n_windows, ==, 2);
  g_assert_cmpuint (pair.second->face->n_windows, ==, 0);
  pair_clear (&pair);
}

/* A client of the person's own whose secret is wrong for now: no browser can help, and the refresh token is not thrown away for it. */
static void
test_wrong_secret (void)
{
  g_autoptr(AuthTest) test = auth_test_new ("\"kind\":\"oauth\",\"clientId\":\"known\",\"clientSecret\":true", NULL);

  g_hash_table_insert (test->server->clients, g_strdup ("known"), g_strdup (""));
  test->server->client_secret = "right";
  auth_test_keep (test, "client-secret", NULL, "right");
  assert_works (test);
  auth_test_server_expire (test->server);
  test->server->client_secret = "another";
  assert_fails (test, GATE_ERROR_CLIENT_NEEDED);
  g_assert_cmpuint (test->face->n_windows, ==, 1);
  test->server->client_secret = "right";
  assert_works (test);
  g_assert_cmpuint (test->face->n_windows, ==, 1);
}

/* Signed out in the window: the gateway shows the token to nobody any more, though the server would still take it. */
static void
test_signed_out (void)
{
  const GateSecretKey key = { .kind = "tokens", .name = "test" };
  g_autoptr(GAsyncResult) result = NULL;
  Pair pair;

  pair_init (&pair, NULL);
  pair.second->sign_in->context->look_again_ms = 0;
  assert_works (pair.first);
  assert_works (pair.second);
  g_clear_pointer (&pair.first->server->last_authorization, g_free);
  gate_secret_store_clear_async (pair.first->secrets, &key, NULL, gate_test_keep_result, &result);
  gate_test_wait (result);
  g_assert_true (gate_secret_store_clear_finish (pair.first->secrets, result, NULL));
  assert_fails (pair.second, GATE_ERROR_SIGN_IN_NEEDED);
  g_assert_null (pair.first->server->last_authorization);
  pair_clear (&pair);
}

/* Who ended the sign-in a few times, or met a server that was down, is not told that the server refuses them. */
static void
test_second_thoughts (void)
{
  g_autoptr(AuthTest) test = auth_test_new (NULL, NULL);

  test->face->decline = TRUE;
  for (guint i = 0; i < 4; i++)
    assert_fails (test, GATE_ERROR_REFUSED);
  g_assert_cmpuint (test->face->n_windows, ==, 4);
  test->face->decline = FALSE;
  assert_works (test);
}

/* But no program may open one window after the other. */
static void
test_windows_are_bounded (void)
{
  g_autoptr(AuthTest) test = auth_test_new (NULL, NULL);

  test->face->decline = TRUE;
  for (guint i = 0; i < 20; i++)
    assert_fails (test, GATE_ERROR_REFUSED);
  g_assert_cmpuint (test->face->n_windows, <=, 6);
}

static void
test_down_for_programs (void)
{
  g_autoptr(AuthTest) test = auth_test_new ("\"kind\":\"client-credentials\",\"clientId\":\"robot\",\"clientSecret\":true", NULL);

  g_hash_table_insert (test->server->clients, g_strdup ("robot"), g_strdup (""));
  test->server->client_secret = "s3cret";
  auth_test_keep (test, "client-secret", NULL, "s3cret");
  test->server->token_status = 503;
  for (guint i = 0; i < 4; i++)
    assert_fails (test, GATE_ERROR_UNAVAILABLE);
  test->server->token_status = 0;
  assert_works (test);
}

/* What is kept for one person's sign-in is not shown after another's (2026-07-28, caching: authorization contexts). */
static char *
context_of (AuthTest *test)
{
  return gate_authorizer_dup_context (GATE_AUTHORIZER (test->sign_in));
}

static void
test_context (void)
{
  g_autoptr(AuthTest) test = auth_test_new (NULL, NULL);
  GateSecretKey key = { .kind = "tokens", .name = "test" };
  g_autoptr(GAsyncResult) found = NULL, stored = NULL;

  assert_works (test);
  g_autofree char *context = context_of (test);
  auth_test_server_expire (test->server);
  assert_works (test);
  g_autofree char *renewed = context_of (test);
  g_assert_cmpuint (test->server->n_refresh, ==, 1);
  g_assert_cmpstr (renewed, ==, context);

  gate_secret_store_find_async (test->secrets, &key, TRUE, NULL, gate_test_keep_result, &found);
  gate_test_wait (found);
  g_autoptr(GateSecret) record = gate_secret_store_find_finish (test->secrets, found, NULL);
  g_autoptr(JsonNode) node = gate_json_parse (gate_secret_peek (record), -1, 65536, NULL);
  g_autoptr(JsonNode) copy = gate_json_copy (node);
  JsonObject *object = gate_json_node_object (copy);
  GateSecretKey whole = { "tokens", gate_json_get_string (object, "issuer"), gate_json_get_string (object, "resource"), "", "test" };
  json_object_set_int_member (object, "signed_in_at", gate_json_get_int (object, "signed_in_at", 0) + 100);
  g_autoptr(GateSecret) changed = gate_secret_new_take (gate_json_to_text (copy));
  gate_secret_store_store_async (test->secrets, &whole, "Gatehouse: test", changed, NULL, gate_test_keep_result, &stored);
  gate_test_wait (stored);
  g_assert_true (gate_secret_store_store_finish (test->secrets, stored, NULL));
  auth_test_restart (test, FALSE);
  assert_works (test);
  g_autofree char *other = context_of (test);
  g_assert_cmpstr (other, !=, context);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/auth/neighbours/signed-in-again", test_signed_in_again);
  g_test_add_func ("/auth/neighbours/stepped-up", test_stepped_up);
  g_test_add_func ("/auth/neighbours/wrong-secret", test_wrong_secret);
  g_test_add_func ("/auth/neighbours/signed-out", test_signed_out);
  g_test_add_func ("/auth/neighbours/second-thoughts", test_second_thoughts);
  g_test_add_func ("/auth/neighbours/windows-are-bounded", test_windows_are_bounded);
  g_test_add_func ("/auth/neighbours/down-for-programs", test_down_for_programs);
  g_test_add_func ("/auth/neighbours/context", test_context);
  return g_test_run ();
}
