// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-error.h"
#include "mcp-test-server.h"

#include <string.h>

/* How a server answers server/discover and initialize, and what must come of it. */
typedef struct {
  const char *name;
  guint       discover_status;
  int         discover_code;    /* 0: no JSON-RPC error */
  const char *discover_body;    /* (nullable): in place of an error */
  guint       initialize_status;
  const char *initialize_body;  /* (nullable): in place of a good answer */
  GateMcpEra  era;              /* UNKNOWN: no connection */
  GateError   code;             /* of the error then */
} Case;

#define HTML "<!DOCTYPE html><html><body>Welcome</body></html>"

static const Case cases[] = {
  { "modern", 200, 0, NULL, 0, NULL, GATE_MCP_ERA_MODERN, 0 },
  { "not-initialized", 400, -32000, NULL, 200, NULL, GATE_MCP_ERA_LEGACY, 0 },
  { "not-found", 404, 0, "Not Found", 200, NULL, GATE_MCP_ERA_LEGACY, 0 },
  { "not-allowed", 405, 0, "", 200, NULL, GATE_MCP_ERA_LEGACY, 0 },
  { "method-not-found", 200, -32601, NULL, 200, NULL, GATE_MCP_ERA_LEGACY, 0 },
  { "method-not-found-404", 404, -32601, NULL, 200, NULL, GATE_MCP_ERA_LEGACY, 0 },
  { "invalid-params", 200, -32602, NULL, 200, NULL, GATE_MCP_ERA_LEGACY, 0 },
  { "own-error", 500, -32603, NULL, 200, NULL, GATE_MCP_ERA_LEGACY, 0 },
  { "crash", 500, 0, "Internal Server Error", 200, NULL, GATE_MCP_ERA_LEGACY, 0 },
  { "empty-result", 200, 0, "{'jsonrpc':'2.0','id':ID,'result':{}}", 200, NULL, GATE_MCP_ERA_LEGACY, 0 },
  { "accepted", 202, 0, "", 200, NULL, GATE_MCP_ERA_LEGACY, 0 },
  { "only-legacy-versions", 200, 0, "{'jsonrpc':'2.0','id':ID,'result':{'supportedVersions':['2025-11-25']}}", 200, NULL,
    GATE_MCP_ERA_LEGACY, 0 },
  { "header-mismatch", 400, -32020, NULL, 200, NULL, GATE_MCP_ERA_UNKNOWN, GATE_ERROR_SERVICE },
  { "missing-capability", 400, -32021, NULL, 200, NULL, GATE_MCP_ERA_UNKNOWN, GATE_ERROR_SERVICE },
  { "wants-sign-in", 401, 0, "", 200, NULL, GATE_MCP_ERA_UNKNOWN, GATE_ERROR_SIGN_IN_NEEDED },
  { "forbidden", 403, 0, "", 200, NULL, GATE_MCP_ERA_UNKNOWN, GATE_ERROR_SERVICE },
  { "too-many", 429, -32000, NULL, 200, NULL, GATE_MCP_ERA_UNKNOWN, GATE_ERROR_RATE_LIMITED },
  { "down", 503, 0, "", 200, NULL, GATE_MCP_ERA_UNKNOWN, GATE_ERROR_UNAVAILABLE },
  { "gateway", 502, 0, HTML, 200, NULL, GATE_MCP_ERA_UNKNOWN, GATE_ERROR_UNAVAILABLE },
  { "redirect", 302, 0, "", 200, NULL, GATE_MCP_ERA_UNKNOWN, GATE_ERROR_UNTRUSTED },
  { "no-server", 404, 0, "", 404, "", GATE_MCP_ERA_UNKNOWN, GATE_ERROR_NOT_FOUND },
  { "page", 200, 0, HTML, 200, HTML, GATE_MCP_ERA_UNKNOWN, GATE_ERROR_PROTOCOL },
  { "junk", 200, 0, "{'jsonrpc':", 200, "{'jsonrpc':", GATE_MCP_ERA_UNKNOWN, GATE_ERROR_PROTOCOL },
  { "array", 200, 0, "[]", 200, "[]", GATE_MCP_ERA_UNKNOWN, GATE_ERROR_PROTOCOL },
  { "wrong-id", 200, 0, "{'jsonrpc':'2.0','id':0,'result':{}}", 200, "{'jsonrpc':'2.0','id':0,'result':{}}", GATE_MCP_ERA_UNKNOWN,
    GATE_ERROR_PROTOCOL },
  { "future", 400, -32000, NULL, 200, "{'jsonrpc':'2.0','id':ID,'result':{'protocolVersion':'2099-01-01'}}", GATE_MCP_ERA_UNKNOWN,
    GATE_ERROR_UNSUPPORTED },
  { "no-version", 400, -32000, NULL, 200, "{'jsonrpc':'2.0','id':ID,'result':{}}", GATE_MCP_ERA_UNKNOWN, GATE_ERROR_UNSUPPORTED },
};

static void
reply_with (McpTestRequest *request,
            guint           status,
            const char     *body)
{
  g_autofree char *id = gate_json_to_text (request->id);
  g_autofree char *quoted = mcp_test_quote (body);
  g_auto(GStrv) parts = g_strsplit (quoted, "ID", -1);
  g_autofree char *text = g_strjoinv (id, parts);

  if (status == 302)
    soup_message_headers_replace (soup_server_message_get_response_headers (request->message), "Location", "https://example.com/mcp");
  mcp_test_reply (request, status, *body == '<' ? "text/html" : *body == '{' || *body == '[' ? "application/json" : "text/plain", text);
}

static gboolean
handle_case (McpTestRequest *request,
             gpointer        user_data)
{
  const Case *test = user_data;

  if (g_strcmp0 (request->method, "server/discover") == 0)
    {
      if (test->discover_code)
        mcp_test_reply_error (request, test->discover_status, test->discover_code, "no", NULL);
      else if (test->discover_body)
        reply_with (request, test->discover_status, test->discover_body);
      else
        return mcp_test_be_modern (request, "{'tools':{}}");
      return TRUE;
    }
  if (g_strcmp0 (request->method, "initialize") == 0 && test->initialize_body)
    {
      reply_with (request, test->initialize_status, test->initialize_body);
      return TRUE;
    }
  return mcp_test_be_legacy (request, "{}", NULL);
}

static void
test_case (gconstpointer data)
{
  const Case *test = data;
  g_autoptr(McpTestServer) server = mcp_test_server_new (handle_case, (gpointer) test);
  GateMcpClient *client = mcp_test_server_new_client (server, NULL);
  g_autoptr(GError) error = NULL;
  gboolean connected = mcp_test_connect (client, &error);

  g_assert_cmpint (connected, ==, test->era != GATE_MCP_ERA_UNKNOWN);
  g_assert_cmpint (gate_mcp_client_get_era (client), ==, test->era);
  if (!connected)
    {
      g_test_message ("%s", error->message);
      g_assert_cmpint (error->code, ==, (int) test->code);
      g_assert_cmpint (gate_error_get_layer (error), !=, GATE_LAYER_NONE);
      g_assert_nonnull (gate_error_get_remedy (error));
    }
  if (test->era == GATE_MCP_ERA_MODERN || test->code == GATE_ERROR_SIGN_IN_NEEDED || test->code == GATE_ERROR_UNAVAILABLE)
    g_assert_cmpuint (mcp_test_server_count (server, "POST initialize"), ==, 0);
  mcp_test_drop (&client);
}

/* The first answer names a version, even the one that was sent: the request is made once more, and then no more. */
static gboolean
handle_version (McpTestRequest *request,
                gpointer        user_data)
{
  const char *answer = user_data;
  guint n = mcp_test_server_count (request->server, "POST server/discover");

  if (g_strcmp0 (request->method, "server/discover") == 0 && (n == 1 || g_str_equal (answer, "always")))
    {
      mcp_test_reply_error (request, 400, -32022, "Unsupported protocol version", g_str_equal (answer, "legacy")
                            ? "{'supported':['2025-11-25'],'requested':'2026-07-28'}" : "{'supported':['2026-07-28'],'requested':'x'}");
      return TRUE;
    }
  return mcp_test_be_modern (request, "{}") || mcp_test_be_legacy (request, "{}", NULL);
}

static void
test_version (gconstpointer data)
{
  gboolean is_always = g_str_equal (data, "always");
  g_autoptr(McpTestServer) server = mcp_test_server_new (handle_version, (gpointer) data);
  GateMcpClient *client = mcp_test_server_new_client (server, NULL);
  g_autoptr(GError) error = NULL;

  mcp_test_connect (client, &error);
  g_assert_no_error (error);
  g_assert_cmpint (gate_mcp_client_get_era (client), ==, g_str_equal (data, "same") ? GATE_MCP_ERA_MODERN : GATE_MCP_ERA_LEGACY);
  g_assert_cmpuint (mcp_test_server_count (server, "POST server/discover"), ==, g_str_equal (data, "legacy") ? 1 : 2);
  g_assert_cmpuint (mcp_test_server_count (server, "POST initialize"), ==, is_always || g_str_equal (data, "legacy") ? 1 : 0);
  mcp_test_drop (&client);
}

static void
test_hints (void)
{
  static const struct {
    const char *server;
    GateMcpEra  hint;
    guint       n_discover;
    guint       n_initialize;
  } hints[] = {
    { "modern", GATE_MCP_ERA_MODERN, 1, 0 },
    { "modern", GATE_MCP_ERA_LEGACY, 1, 1 },
    { "not-initialized", GATE_MCP_ERA_LEGACY, 0, 1 },
    { "not-initialized", GATE_MCP_ERA_MODERN, 1, 1 },
  };
  static const Case modern_only = { "modern-only", 200, 0, NULL, 404, "{'jsonrpc':'2.0','id':ID,'error':{'code':-32601,'message':'no'}}", 0, 0 };

  for (guint i = 0; i < G_N_ELEMENTS (hints); i++)
    {
      const Case *test = g_str_equal (hints[i].server, "modern") ? &modern_only : &cases[1];
      g_autoptr(McpTestServer) server = mcp_test_server_new (handle_case, (gpointer) test);
      GateMcpClient *client = mcp_test_server_new_client (server, NULL);
      g_autoptr(GError) error = NULL;

      gate_mcp_client_set_era_hint (client, hints[i].hint);
      mcp_test_connect (client, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (mcp_test_server_count (server, "POST server/discover"), ==, hints[i].n_discover);
      g_assert_cmpuint (mcp_test_server_count (server, "POST initialize"), ==, hints[i].n_initialize);
      mcp_test_drop (&client);
    }
}

/* A modern server that is replaced by a legacy one: the next request finds out, and is made by the other rules. */
static gboolean
handle_rollback (McpTestRequest *request,
                 gpointer        user_data)
{
  gboolean *is_legacy = user_data;

  if (!*is_legacy)
    return mcp_test_be_modern (request, "{'tools':{}}");
  if (mcp_test_be_legacy (request, "{'tools':{}}", NULL))
    return TRUE;
  if (mcp_test_server_count (request->server, "POST initialize") == 0)
    mcp_test_reply_error (request, 400, -32000, "Bad Request: Server not initialized", NULL);
  else
    mcp_test_reply_result (request, "{'content':[]}");
  return TRUE;
}

static void
test_rollback (void)
{
  gboolean is_legacy = FALSE;
  g_autoptr(McpTestServer) server = mcp_test_server_new (handle_rollback, &is_legacy);
  GateMcpClient *client = mcp_test_server_new_client (server, NULL);
  g_autoptr(GError) error = NULL;

  mcp_test_connect (client, &error);
  g_assert_no_error (error);
  is_legacy = TRUE;
  g_autoptr(JsonNode) result = mcp_test_call (client, "t", NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (gate_mcp_client_get_era (client), ==, GATE_MCP_ERA_LEGACY);
  g_assert_cmpuint (mcp_test_server_count (server, "POST tools/call"), ==, 2);
  mcp_test_drop (&client);
}

/* A server that never answers notifications/initialized holds nobody up. */
static gboolean
handle_mute (McpTestRequest *request,
             gpointer        user_data)
{
  if (g_strcmp0 (request->method, "notifications/initialized") != 0)
    return mcp_test_be_legacy (request, "{}", NULL);
  soup_server_message_pause (request->message);
  return TRUE;
}

static void
test_mute (void)
{
  const GateMcpLimits limits = { .connect_ms = 500 };
  g_autoptr(McpTestServer) server = mcp_test_server_new (handle_mute, NULL);
  GateMcpClient *client = mcp_test_server_new_client (server, NULL);
  g_autoptr(GError) error = NULL;

  gate_mcp_client_set_limits (client, &limits);
  mcp_test_connect (client, &error);
  g_assert_no_error (error);
  mcp_test_drop (&client);
}

static gboolean
handle_never (McpTestRequest *request,
              gpointer        user_data)
{
  soup_server_message_pause (request->message);
  return TRUE;
}

/* A server that does not answer is down, not legacy. */
static void
test_silent (void)
{
  const GateMcpLimits limits = { .connect_ms = 400 };
  g_autoptr(McpTestServer) server = mcp_test_server_new (handle_never, NULL);
  GateMcpClient *client = mcp_test_server_new_client (server, NULL);
  g_autoptr(GError) error = NULL;

  gate_mcp_client_set_limits (client, &limits);
  g_assert_false (mcp_test_connect (client, &error));
  g_assert_true (gate_error_matches (error, GATE_ERROR_TIMED_OUT));
  g_assert_cmpuint (mcp_test_server_count (server, "POST initialize"), ==, 0);
  mcp_test_drop (&client);
}

static void
test_no_server (void)
{
  static const struct {
    const char *address;
    GateError   code;
  } addresses[] = {
    { "http://127.0.0.1:1/mcp", GATE_ERROR_NETWORK },
    { "not an address", GATE_ERROR_INVALID },
    { "ftp://example.com/", GATE_ERROR_INVALID },
  };
  g_autoptr(GateHttp) http = gate_http_new ();

  for (guint i = 0; i < G_N_ELEMENTS (addresses); i++)
    {
      GateMcpClient *client = gate_mcp_client_new_remote (http, addresses[i].address, GATE_MCP_REMOTE_AUTO, NULL, NULL);
      g_autoptr(GError) error = NULL;

      g_assert_false (mcp_test_connect (client, &error));
      g_assert_cmpint (error->code, ==, (int) addresses[i].code);
      mcp_test_drop (&client);
    }
}

static void
test_cancelled (void)
{
  g_autoptr(McpTestServer) server = mcp_test_server_new (handle_never, NULL);
  GateMcpClient *client = mcp_test_server_new_client (server, NULL);
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GAsyncResult) first = NULL;
  g_autoptr(GAsyncResult) second = NULL;
  g_autoptr(GError) error = NULL;

  gate_mcp_client_connect_async (client, cancellable, gate_test_keep_result, &first);
  gate_mcp_client_connect_async (client, NULL, gate_test_keep_result, &second);
  gate_test_wait_until (mcp_test_server_count (server, "POST server/discover") == 1);
  g_cancellable_cancel (cancellable);
  gate_test_wait (first);
  g_assert_false (gate_mcp_client_connect_finish (client, first, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  /* The other one still waits, until the client is closed. */
  g_assert_null (second);
  mcp_test_close (client);
  gate_test_wait (second);
  g_assert_false (gate_mcp_client_connect_finish (client, second, NULL));
  g_assert_cmpuint (mcp_test_server_count (server, "POST server/discover"), ==, 1);
  g_clear_object (&first);
  g_clear_object (&second);
  mcp_test_wait_gone (client);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/mcp/era/no-connection", test_no_server);
  g_test_add_func ("/mcp/era/silent", test_silent);
  g_test_add_func ("/mcp/era/cancelled", test_cancelled);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/mcp/era/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  g_test_add_data_func ("/mcp/era/version-same", "same", test_version);
  g_test_add_data_func ("/mcp/era/version-legacy", "legacy", test_version);
  g_test_add_func ("/mcp/era/hints", test_hints);
  g_test_add_func ("/mcp/era/rollback", test_rollback);
  g_test_add_func ("/mcp/era/mute", test_mute);
  return g_test_run ();
}
