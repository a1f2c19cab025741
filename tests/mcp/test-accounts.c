// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-error.h"
#include "mcp-test-authorizer.h"
#include "mcp-test-server.h"

/* A modern server and a client with an account there. What each test has of its own is its handler. */
typedef struct {
  McpTestServer     *server;
  GateMcpClient     *client;
  McpTestAuthorizer *authorizer;
  const char        *variant;
} Fixture;

static void
start (Fixture        *fixture,
       McpTestHandler  handler,
       gconstpointer   data)
{
  g_autoptr(GateHttp) http = gate_http_new ();

  *fixture = (Fixture) { .variant = data, .authorizer = mcp_test_authorizer_new () };
  fixture->server = mcp_test_server_new (handler, fixture);
  fixture->client = gate_mcp_client_new_remote (http, mcp_test_server_get_address (fixture->server), GATE_MCP_REMOTE_AUTO,
                                                GATE_AUTHORIZER (fixture->authorizer), NULL);
}

static void
stop (Fixture *fixture)
{
  mcp_test_drop (&fixture->client);
  mcp_test_wait_gone (fixture->authorizer);
  mcp_test_server_free (fixture->server);
}

static gboolean
is (McpTestRequest *request,
    const char     *method)
{
  return g_strcmp0 (request->method, method) == 0;
}

/* What may be kept, how long and for whom. */
static gboolean
handle_cached (McpTestRequest *request,
               gpointer        user_data)
{
  Fixture *fixture = user_data;

  if (mcp_test_be_modern (request, "{'tools':{}}"))
    return TRUE;
  if (is (request, "tools/list"))
    mcp_test_reply_result (request, fixture->variant);
  else
    mcp_test_reply_result (request, "{'contents':[],'ttlMs':100000,'cacheScope':'private'}");
  return TRUE;
}

static void
test_cache (void)
{
  static const struct {
    const char *result;
    gboolean    is_kept;
    gboolean    is_shared; /* with another account */
  } cases[] = {
    { "{'tools':[]}", FALSE, FALSE },
    { "{'tools':[],'ttlMs':0,'cacheScope':'public'}", FALSE, FALSE },
    { "{'tools':[],'ttlMs':-5,'cacheScope':'public'}", FALSE, FALSE },
    { "{'tools':[],'ttlMs':'100000','cacheScope':'public'}", FALSE, FALSE },
    { "{'tools':[],'ttlMs':100000,'cacheScope':'public'}", TRUE, TRUE },
    { "{'tools':[],'ttlMs':100000,'cacheScope':'private'}", TRUE, FALSE },
    { "{'tools':[],'ttlMs':100000}", TRUE, FALSE },
    { "{'tools':[],'ttlMs':100000,'cacheScope':'everyone'}", TRUE, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Fixture fixture;

      g_test_message ("%s", cases[i].result);
      start (&fixture, handle_cached, cases[i].result);
      for (guint n = 0; n < 2; n++)
        g_ptr_array_unref (mcp_test_list (fixture.client, GATE_MCP_LIST_TOOLS, FALSE, NULL));
      g_assert_cmpuint (mcp_test_server_count (fixture.server, "POST tools/list"), ==, cases[i].is_kept ? 1 : 2);
      g_ptr_array_unref (mcp_test_list (fixture.client, GATE_MCP_LIST_TOOLS, TRUE, NULL));
      g_assert_cmpuint (mcp_test_server_count (fixture.server, "POST tools/list"), ==, cases[i].is_kept ? 2 : 3);
      g_free (fixture.authorizer->account);
      fixture.authorizer->account = g_strdup ("bert");
      g_ptr_array_unref (mcp_test_list (fixture.client, GATE_MCP_LIST_TOOLS, FALSE, NULL));
      g_assert_cmpuint (mcp_test_server_count (fixture.server, "POST tools/list"), ==,
                        (cases[i].is_kept ? 2 : 3) + (cases[i].is_shared ? 0 : 1));
      stop (&fixture);
    }
}

static gboolean
handle_protected (McpTestRequest *request,
                  gpointer        user_data)
{
  Fixture *fixture = user_data;
  const char *token = soup_message_headers_get_one (soup_server_message_get_request_headers (request->message), "Authorization");

  if (!token)
    mcp_test_reply (request, 401, NULL, NULL);
  else if (is (request, "tools/call") && g_str_equal (token, "Bearer token-1") && g_str_equal (fixture->variant, "step-up"))
    mcp_test_reply (request, 403, NULL, NULL);
  else
    {
      if (!mcp_test_be_modern (request, "{'tools':{}}"))
        mcp_test_reply_result (request, "{'resultType':'complete','content':[]}");
    }
  return TRUE;
}

/* The time that a person needs to sign in counts neither for connecting nor for a call. */
static void
test_sign_in (gconstpointer data)
{
  const GateMcpLimits limits = { .connect_ms = 500, .request_ms = 500, .total_ms = 900 };
  Fixture fixture;
  g_autoptr(GError) error = NULL;

  start (&fixture, handle_protected, data);
  gate_mcp_client_set_limits (fixture.client, &limits);
  fixture.authorizer->delay_ms = 1100;
  fixture.authorizer->refuses = g_str_equal (data, "refused");
  g_autoptr(JsonNode) result = mcp_test_call (fixture.client, "t", NULL, &error);
  if (g_str_equal (data, "refused"))
    {
      g_assert_true (gate_error_matches (error, GATE_ERROR_SIGN_IN_NEEDED));
      g_assert_cmpuint (mcp_test_server_count (fixture.server, "POST initialize"), ==, 0);
      g_assert_cmpuint (fixture.authorizer->n_challenges, ==, 1);
    }
  else
    {
      g_assert_no_error (error);
      g_assert_cmpuint (fixture.authorizer->n_challenges, ==, g_str_equal (data, "step-up") ? 2 : 1);
      g_assert_cmpstr (fixture.authorizer->operation, ==, g_str_equal (data, "step-up") ? "tools/call t" : "server/discover");
      g_assert_cmpstr (mcp_test_server_header (fixture.server, "POST tools/call", "Authorization"), ==,
                       g_str_equal (data, "step-up") ? "Bearer token-2" : "Bearer token-1");
    }
  stop (&fixture);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/mcp/accounts/sign-in/refused", "refused", test_sign_in);
  g_test_add_data_func ("/mcp/accounts/sign-in/once", "once", test_sign_in);
  g_test_add_data_func ("/mcp/accounts/sign-in/step-up", "step-up", test_sign_in);
  g_test_add_func ("/mcp/accounts/cache", test_cache);
  return g_test_run ();
}
