// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-error.h"
#include "mcp-test-server.h"

#include <string.h>

/* A server of 2024-11-05: what it says comes on one stream, which names where to send messages. */
typedef struct {
  McpTestServer     *server;
  GateMcpClient     *client;
  GateHttp          *http;
  const char        *endpoint;  /* (nullable): what the stream names */
  const char        *variant;
  SoupServerMessage *stream;    /* (nullable) */
} Fixture;

static void
answer_on_stream (Fixture        *fixture,
                  McpTestRequest *request,
                  const char     *result)
{
  g_autofree char *text = mcp_test_result_text (request, result);

  mcp_test_send_event (fixture->stream, "event: message\n", text);
}

static gboolean
handle (McpTestRequest *request,
        gpointer        user_data)
{
  Fixture *fixture = user_data;
  const char *path = g_uri_get_path (soup_server_message_get_uri (request->message));

  if (g_str_equal (request->verb, "GET"))
    {
      g_clear_object (&fixture->stream);
      fixture->stream = mcp_test_open_stream (request);
      if (fixture->endpoint)
        mcp_test_send_event (fixture->stream, "event: endpoint\n", fixture->endpoint);
      return TRUE;
    }
  if (!g_str_equal (path, "/messages"))
    {
      mcp_test_reply (request, 404, "text/html", "Cannot POST /mcp");
      return TRUE;
    }
  mcp_test_reply (request, g_strcmp0 (fixture->variant, "refuses") == 0 && request->id ? 400 : 202, "text/plain", "Accepted");
  if (g_strcmp0 (fixture->variant, "refuses") == 0)
    return TRUE;
  if (g_strcmp0 (request->method, "initialize") == 0)
    answer_on_stream (fixture, request, "{'protocolVersion':'2024-11-05','capabilities':{'tools':{}},'serverInfo':{'name':'s','version':'1'}}");
  else if (g_strcmp0 (request->method, "tools/call") == 0 && g_strcmp0 (fixture->variant, "junk") == 0)
    mcp_test_send_event (fixture->stream, NULL, "junk");
  else if (g_strcmp0 (request->method, "tools/call") == 0 && g_strcmp0 (fixture->variant, "wrong-id") == 0)
    mcp_test_send_event (fixture->stream, NULL, "{'jsonrpc':'2.0','id':'never used','result':{}}");
  else if (g_strcmp0 (request->method, "tools/call") == 0 && g_strcmp0 (fixture->variant, "ends") == 0)
    mcp_test_close_stream (g_steal_pointer (&fixture->stream));
  else if (request->id)
    answer_on_stream (fixture, request, "{'content':[{'type':'text','text':'ok'}],'tools':[]}");
  return TRUE;
}

static void
start (Fixture           *fixture,
       const char        *endpoint,
       const char        *variant,
       GateMcpRemoteKind  kind)
{
  *fixture = (Fixture) { .endpoint = endpoint, .variant = variant };
  fixture->server = mcp_test_server_new (handle, fixture);
  fixture->http = gate_http_new ();
  fixture->client = gate_mcp_client_new_remote (fixture->http, mcp_test_server_get_address (fixture->server), kind, NULL, NULL);
}

static void
stop (Fixture *fixture)
{
  mcp_test_drop (&fixture->client);
  if (fixture->stream)
    mcp_test_close_stream (fixture->stream);
  mcp_test_server_free (fixture->server);
  g_object_unref (fixture->http);
}

/* The endpoint is where credentials go: it may stand on no other origin. */
static void
test_endpoints (void)
{
  static const struct {
    const char *endpoint;
    gboolean    is_accepted;
  } endpoints[] = {
    { "https://example.com/messages", FALSE },
    { "http://127.0.0.1:1/messages", FALSE },
    { "http://localhost/messages", FALSE },
    { "//example.com/messages", FALSE },
    { "file:///messages", FALSE },
    { "http://[", FALSE },
    { "/messages?sessionId=1", TRUE },
    { "messages", TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (endpoints); i++)
    {
      Fixture fixture;
      g_autoptr(GError) error = NULL;

      g_test_message ("%s", endpoints[i].endpoint);
      start (&fixture, endpoints[i].endpoint, NULL, GATE_MCP_REMOTE_SSE);
      g_assert_cmpint (mcp_test_connect (fixture.client, &error), ==, endpoints[i].is_accepted);
      if (!endpoints[i].is_accepted)
        {
          g_assert_true (gate_error_matches (error, GATE_ERROR_UNTRUSTED));
          g_assert_cmpuint (mcp_test_server_count (fixture.server, "POST initialize"), ==, 0);
        }
      stop (&fixture);
    }
}

/* POST is unknown there, in both eras; the stream is what is left. */
static void
test_fallback (void)
{
  Fixture fixture;
  g_autoptr(GError) error = NULL;

  start (&fixture, "/messages", NULL, GATE_MCP_REMOTE_AUTO);
  g_autoptr(JsonNode) result = mcp_test_call (fixture.client, "t", NULL, &error);
  g_assert_no_error (error);
  g_autofree char *text = mcp_test_text (result);
  g_assert_cmpstr (text, ==, "ok");
  g_assert_cmpint (gate_mcp_client_get_era (fixture.client), ==, GATE_MCP_ERA_LEGACY);
  g_assert_cmpstr (gate_mcp_client_get_protocol_version (fixture.client), ==, "2024-11-05");
  g_assert_cmpuint (mcp_test_server_count (fixture.server, "POST server/discover"), ==, 1);
  g_assert_cmpuint (mcp_test_server_count (fixture.server, "POST initialize"), ==, 2);
  g_assert_cmpuint (mcp_test_server_count (fixture.server, "GET"), ==, 1);
  stop (&fixture);
}

static void
test_no_endpoint (void)
{
  const GateMcpLimits limits = { .connect_ms = 400 };
  Fixture fixture;
  g_autoptr(GError) error = NULL;

  start (&fixture, NULL, NULL, GATE_MCP_REMOTE_SSE);
  gate_mcp_client_set_limits (fixture.client, &limits);
  g_assert_false (mcp_test_connect (fixture.client, &error));
  g_assert_true (gate_error_matches (error, GATE_ERROR_TIMED_OUT));
  stop (&fixture);
}

static void
test_broken (void)
{
  static const struct {
    const char *variant;
    GateError   code;
  } cases[] = {
    { "junk", GATE_ERROR_PROTOCOL },
    { "wrong-id", GATE_ERROR_PROTOCOL },
    { "ends", GATE_ERROR_UNAVAILABLE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Fixture fixture;
      g_autoptr(GError) error = NULL;

      g_test_message ("%s", cases[i].variant);
      start (&fixture, "/messages", cases[i].variant, GATE_MCP_REMOTE_SSE);
      g_assert_null (mcp_test_call (fixture.client, "t", NULL, &error));
      g_assert_cmpint (error->code, ==, (int) cases[i].code);
      g_assert_cmpuint (mcp_test_server_count (fixture.server, "POST tools/call"), ==, 1);
      stop (&fixture);
    }
}

static void
test_refused (void)
{
  Fixture fixture;
  g_autoptr(GError) error = NULL;

  start (&fixture, "/messages", "refuses", GATE_MCP_REMOTE_SSE);
  g_assert_false (mcp_test_connect (fixture.client, &error));
  g_assert_true (gate_error_matches (error, GATE_ERROR_SERVICE));
  stop (&fixture);
}

/* A lost stream is opened again, and the next call finds it. */
static void
test_lost (void)
{
  Fixture fixture;
  g_autoptr(GError) error = NULL;

  start (&fixture, "/messages", NULL, GATE_MCP_REMOTE_SSE);
  mcp_test_connect (fixture.client, &error);
  g_assert_no_error (error);
  mcp_test_close_stream (g_steal_pointer (&fixture.stream));
  gate_test_wait_until (mcp_test_server_count (fixture.server, "GET") == 2);
  g_autoptr(JsonNode) result = mcp_test_call (fixture.client, "t", NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (mcp_test_server_count (fixture.server, "POST initialize"), ==, 2);
  g_assert_cmpuint (mcp_test_server_count (fixture.server, "GET"), ==, 2);
  stop (&fixture);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/mcp/http-sse/endpoints", test_endpoints);
  g_test_add_func ("/mcp/http-sse/no-endpoint", test_no_endpoint);
  g_test_add_func ("/mcp/http-sse/broken", test_broken);
  g_test_add_func ("/mcp/http-sse/refused", test_refused);
  g_test_add_func ("/mcp/http-sse/fallback", test_fallback);
  g_test_add_func ("/mcp/http-sse/lost", test_lost);
  return g_test_run ();
}
