// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-error.h"
#include "mcp-test-face.h"
#include "mcp-test-server.h"

#include <string.h>

#define CAPABILITIES "{'tools':{'listChanged':true},'resources':{'subscribe':true},'prompts':{}}"
#define META "io.modelcontextprotocol/"

/* A modern server over Streamable HTTP. What each test has of its own is its handler. */
typedef struct {
  McpTestServer     *server;
  GateMcpClient     *client;
  McpTestFace       *face;
  const char        *variant;
  SoupServerMessage *stream;       /* (nullable): one that the handler left open */
  JsonNode          *listen_id;    /* (nullable): of the subscription that is open */
  gboolean           was_closed;   /* the client closed a stream */
} Fixture;

static void
start (Fixture        *fixture,
       McpTestHandler  handler,
       gconstpointer   data)
{
  *fixture = (Fixture) { .variant = data };
  fixture->server = mcp_test_server_new (handler, fixture);
  fixture->face = mcp_test_face_new (GATE_INTERACTION_FORMS | GATE_INTERACTION_URLS | GATE_INTERACTION_CHOICES);
  fixture->client = mcp_test_server_new_client (fixture->server, GATE_INTERACTION (fixture->face));
  gate_mcp_client_set_watch (fixture->client, FALSE);
}

static void
stop (Fixture *fixture)
{
  mcp_test_drop (&fixture->client);
  mcp_test_wait_gone (fixture->face);
  if (fixture->stream)
    mcp_test_close_stream (fixture->stream);
  mcp_test_server_free (fixture->server);
  g_clear_pointer (&fixture->listen_id, json_node_unref);
}

static gboolean
is (McpTestRequest *request,
    const char     *method)
{
  return g_strcmp0 (request->method, method) == 0;
}

static guint
n_calls (Fixture *fixture)
{
  return mcp_test_server_count (fixture->server, "POST tools/call");
}

#define TOOLS "[{'name':'plain','inputSchema':{'type':'object'}}," \
              "{'name':'param','inputSchema':{'type':'object','properties':{'region':{'type':'string','x-mcp-header':'Region'}}}}," \
              "{'name':'bad','inputSchema':{'type':'object','properties':{'n':{'type':'number','x-mcp-header':'N'}}}}," \
              "{'name':'no schema'},{'name':'plain','inputSchema':{}}]"

static gboolean
handle_plain (McpTestRequest *request,
              gpointer        user_data)
{
  if (mcp_test_be_modern (request, CAPABILITIES))
    return TRUE;
  if (is (request, "tools/list"))
    mcp_test_reply_result (request, "{'resultType':'complete','ttlMs':0,'cacheScope':'private','tools':" TOOLS "}");
  else if (is (request, "resources/read"))
    mcp_test_reply_result (request, "{'resultType':'complete','contents':[]}");
  else if (is (request, "prompts/get"))
    mcp_test_reply_result (request, "{'resultType':'complete','messages':[]}");
  else
    mcp_test_reply_result (request, "{'resultType':'complete','content':[{'type':'text','text':'ok'}]}");
  return TRUE;
}

static GateMcpTool *
find_tool (GPtrArray  *tools,
           const char *name)
{
  for (guint i = 0; i < tools->len; i++)
    if (g_str_equal (gate_mcp_tool_get_name (tools->pdata[i]), name))
      return tools->pdata[i];
  return NULL;
}

static JsonNode *
call (Fixture      *fixture,
      GateMcpTool  *tool,
      const char   *arguments,
      GError      **error)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(JsonNode) values = mcp_test_json (arguments);

  gate_mcp_client_call_tool_async (fixture->client, tool, json_node_get_object (values), NULL, NULL, NULL, NULL,
                                   gate_test_keep_result, &result);
  gate_test_wait (result);
  return gate_mcp_client_call_tool_finish (fixture->client, result, error);
}

static void
assert_header (Fixture    *fixture,
               const char *what,
               const char *name,
               const char *value)
{
  g_assert_cmpstr (mcp_test_server_header (fixture->server, what, name), ==, value);
}

static JsonObject *
meta_of (Fixture    *fixture,
         const char *what)
{
  return gate_json_get_object (gate_json_get_object (mcp_test_server_body (fixture->server, what), "params"), "_meta");
}

static void
test_headers (void)
{
  static const char *const kinds[] = { "POST server/discover", "POST tools/list", "POST tools/call" };
  Fixture fixture;
  g_autoptr(GError) error = NULL;

  start (&fixture, handle_plain, NULL);
  g_autoptr(GPtrArray) tools = mcp_test_list (fixture.client, GATE_MCP_LIST_TOOLS, FALSE, &error);
  g_assert_no_error (error);
  g_autoptr(JsonNode) result = call (&fixture, find_tool (tools, "param"), "{'region':'eu ä'}", &error);
  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      JsonObject *meta = meta_of (&fixture, kinds[i]);

      assert_header (&fixture, kinds[i], "MCP-Protocol-Version", "2026-07-28");
      assert_header (&fixture, kinds[i], "Mcp-Method", kinds[i] + strlen ("POST "));
      assert_header (&fixture, kinds[i], "Mcp-Session-Id", NULL);
      g_assert_cmpstr (gate_json_get_string (meta, META "protocolVersion"), ==, "2026-07-28");
      g_assert_nonnull (gate_json_get_object (meta, META "clientInfo"));
      g_assert_nonnull (gate_json_get_object (gate_json_get_object (gate_json_get_object (meta, META "clientCapabilities"), "elicitation"), "form"));
      g_assert_null (gate_json_get (meta, META "logLevel"));
    }
  assert_header (&fixture, "POST tools/list", "Mcp-Name", NULL);
  assert_header (&fixture, "POST tools/call", "Mcp-Name", "param");
  assert_header (&fixture, "POST tools/call", "Mcp-Param-Region", "=?base64?ZXUgw6Q=?=");
  g_assert_nonnull (gate_json_get (meta_of (&fixture, "POST tools/call"), "progressToken"));
  g_assert_cmpuint (mcp_test_server_count (fixture.server, "GET") + mcp_test_server_count (fixture.server, "DELETE"), ==, 0);
  stop (&fixture);
}

static void
test_excluded (void)
{
  Fixture fixture;

  start (&fixture, handle_plain, NULL);
  g_autoptr(GPtrArray) tools = mcp_test_list (fixture.client, GATE_MCP_LIST_TOOLS, FALSE, NULL);
  const char *const *excluded = gate_mcp_client_get_excluded_tools (fixture.client);
  g_assert_cmpuint (tools->len, ==, 2);
  g_assert_cmpuint (g_strv_length ((char **) excluded), ==, 3);
  g_assert_true (g_str_has_prefix (excluded[0], "bad: "));
  g_assert_true (g_str_has_prefix (excluded[1], "no schema: "));
  g_assert_true (g_str_has_prefix (excluded[2], "plain: "));
  stop (&fixture);
}

static void
test_others (void)
{
  Fixture fixture;
  g_autoptr(GAsyncResult) level = NULL;
  g_autoptr(GAsyncResult) read = NULL;
  g_autoptr(GAsyncResult) prompt = NULL;
  g_autoptr(GAsyncResult) wrong = NULL;
  g_autoptr(JsonNode) arguments = mcp_test_json ("{'n':5}");
  g_autoptr(GError) error = NULL;

  start (&fixture, handle_plain, NULL);
  gate_mcp_client_set_log_level_async (fixture.client, "warning", NULL, gate_test_keep_result, &level);
  gate_test_wait (level);
  g_assert_true (gate_mcp_client_set_log_level_finish (fixture.client, level, NULL));
  gate_mcp_client_read_resource_async (fixture.client, "file:///ä", NULL, gate_test_keep_result, &read);
  gate_test_wait (read);
  g_autoptr(JsonNode) contents = gate_mcp_client_read_resource_finish (fixture.client, read, &error);
  g_assert_no_error (error);
  assert_header (&fixture, "POST resources/read", "Mcp-Name", "=?base64?ZmlsZTovLy/DpA==?=");
  g_assert_cmpstr (gate_json_get_string (meta_of (&fixture, "POST resources/read"), META "logLevel"), ==, "warning");
  gate_mcp_client_get_prompt_async (fixture.client, "p", NULL, NULL, gate_test_keep_result, &prompt);
  gate_test_wait (prompt);
  g_autoptr(JsonNode) messages = gate_mcp_client_get_prompt_finish (fixture.client, prompt, &error);
  g_assert_no_error (error);
  assert_header (&fixture, "POST prompts/get", "Mcp-Name", "p");
  gate_mcp_client_get_prompt_async (fixture.client, "p", json_node_get_object (arguments), NULL, gate_test_keep_result, &wrong);
  gate_test_wait (wrong);
  g_assert_null (gate_mcp_client_get_prompt_finish (fixture.client, wrong, &error));
  g_assert_true (gate_error_matches (error, GATE_ERROR_INVALID));
  g_assert_cmpuint (mcp_test_server_count (fixture.server, "POST prompts/get"), ==, 1);
  g_clear_object (&level);
  g_clear_object (&read);
  g_clear_object (&prompt);
  g_clear_object (&wrong);
  stop (&fixture);
}

/* The tool has got a header since it was listed: -32020, once. */
static gboolean
handle_mismatch (McpTestRequest *request,
                 gpointer        user_data)
{
  Fixture *fixture = user_data;
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (request->message);
  gboolean is_new = mcp_test_server_count (request->server, "POST tools/list") > 1;

  if (mcp_test_be_modern (request, CAPABILITIES))
    return TRUE;
  if (is (request, "tools/list") && is_new && g_str_equal (fixture->variant, "gone"))
    mcp_test_reply_result (request, "{'tools':[]}");
  else if (is (request, "tools/list"))
    mcp_test_reply_result (request, is_new ? "{'tools':[{'name':'t','inputSchema':{'properties':{'a':{'type':'string','x-mcp-header':'A'}}}}]}"
                                           : "{'tools':[{'name':'t','inputSchema':{}}]}");
  else if (g_strcmp0 (soup_message_headers_get_one (headers, "Mcp-Param-A"), "x") == 0 && !g_str_equal (fixture->variant, "always"))
    mcp_test_reply_result (request, "{'content':[]}");
  else
    mcp_test_reply_error (request, 400, -32020, "Header mismatch", NULL);
  return TRUE;
}

static void
test_mismatch (gconstpointer data)
{
  Fixture fixture;
  g_autoptr(GError) error = NULL;

  start (&fixture, handle_mismatch, data);
  g_autoptr(GPtrArray) tools = mcp_test_list (fixture.client, GATE_MCP_LIST_TOOLS, FALSE, NULL);
  g_autoptr(JsonNode) result = call (&fixture, tools->pdata[0], "{'a':'x'}", &error);
  if (g_str_equal (data, "once"))
    g_assert_no_error (error);
  else
    g_assert_cmpint (error->code, ==, g_str_equal (data, "gone") ? GATE_ERROR_NOT_FOUND : GATE_ERROR_SERVICE);
  g_assert_cmpuint (n_calls (&fixture), ==, g_str_equal (data, "gone") ? 1 : 2);
  stop (&fixture);
}

static gboolean
handle_version (McpTestRequest *request,
                gpointer        user_data)
{
  Fixture *fixture = user_data;

  if (mcp_test_be_modern (request, CAPABILITIES))
    return TRUE;
  if (n_calls (fixture) == 1 || g_str_equal (fixture->variant, "always"))
    mcp_test_reply_error (request, 400, -32022, "Unsupported protocol version", "{'supported':['2026-07-28'],'requested':'2026-07-28'}");
  else
    mcp_test_reply_result (request, "{'content':[]}");
  return TRUE;
}

static void
test_version (gconstpointer data)
{
  Fixture fixture;
  g_autoptr(GError) error = NULL;

  start (&fixture, handle_version, data);
  g_autoptr(JsonNode) result = mcp_test_call (fixture.client, "t", NULL, &error);
  if (g_str_equal (data, "once"))
    g_assert_no_error (error);
  else
    g_assert_true (gate_error_matches (error, GATE_ERROR_SERVICE));
  g_assert_cmpuint (n_calls (&fixture), ==, 2);
  stop (&fixture);
}

/* Rounds: what the server asks for first is given with the call made anew. */
typedef struct {
  const char *name;
  const char *first;      /* the result of the first call */
  const char *expected;   /* (nullable): the members that the second call has beside its own; %NULL: there is none */
  GateError   code;       /* where there is none */
} Round;

#define ASK "{'method':'elicitation/create','params':{'message':'m','requestedSchema':{'type':'object','properties':{'a':{'type':'string'}}}}}"

static const Round rounds[] = {
  { "asked", "{'resultType':'input_required','inputRequests':{'k':" ASK "},'requestState':' \\u00e4\\n\\\\ \\u2028 state '}",
    "{'inputResponses':{'k':{'action':'accept','content':{'a':'b'}}},'requestState':' \\u00e4\\n\\\\ \\u2028 state '}", 0 },
  { "no-state", "{'resultType':'input_required','inputRequests':{'k':" ASK ",'l':" ASK "}}",
    "{'inputResponses':{'k':{'action':'accept','content':{'a':'b'}},'l':{'action':'decline'}}}", 0 },
  { "only-state", "{'resultType':'input_required','requestState':'s'}", "{'requestState':'s'}", 0 },
  { "nothing", "{'resultType':'input_required'}", NULL, GATE_ERROR_PROTOCOL },
  { "no-method", "{'resultType':'input_required','inputRequests':{'k':{}}}", NULL, GATE_ERROR_PROTOCOL },
  { "not-offered", "{'resultType':'input_required','inputRequests':{'k':{'method':'sampling/createMessage','params':{}}}}", NULL,
    GATE_ERROR_PROTOCOL },
  { "unknown-type", "{'resultType':'surprise','content':[]}", NULL, GATE_ERROR_PROTOCOL },
  { "wrong-type", "{'resultType':5,'content':[]}", NULL, GATE_ERROR_PROTOCOL },
};

static gboolean
handle_round (McpTestRequest *request,
              gpointer        user_data)
{
  Fixture *fixture = user_data;

  if (mcp_test_be_modern (request, CAPABILITIES))
    return TRUE;
  if (is (request, "tools/call") && n_calls (fixture) == 1)
    mcp_test_reply_result (request, ((const Round *) fixture->variant)->first);
  else
    mcp_test_reply_result (request, "{'content':[]}");
  return TRUE;
}

static void
test_round (gconstpointer data)
{
  const Round *test = data;
  Fixture fixture;
  g_autoptr(GError) error = NULL;

  start (&fixture, handle_round, data);
  mcp_test_face_answer (fixture.face, GATE_CHOICE_ACCEPT, "{'a':'b'}");
  mcp_test_face_answer (fixture.face, GATE_CHOICE_DECLINE, NULL);
  g_autoptr(JsonNode) result = mcp_test_call (fixture.client, "t", "{'x':1}", &error);
  if (!test->expected)
    {
      g_assert_cmpint (error->code, ==, (int) test->code);
      g_assert_cmpuint (n_calls (&fixture), ==, 1);
      stop (&fixture);
      return;
    }
  g_assert_no_error (error);

  JsonObject *params = gate_json_get_object (mcp_test_server_body (fixture.server, "POST tools/call"), "params");
  g_autoptr(JsonNode) expected = mcp_test_json (test->expected);
  JsonObject *own = json_node_get_object (expected);
  json_object_set_string_member (own, "name", "t");
  json_object_set_object_member (own, "arguments", json_object_ref (gate_json_get_object (params, "arguments")));
  json_object_set_object_member (own, "_meta", json_object_ref (gate_json_get_object (params, "_meta")));
  g_autoptr(JsonNode) found = gate_json_from_object (params);
  g_assert_true (gate_json_equal (found, expected));

  /* The next call knows nothing of it. */
  g_autoptr(JsonNode) other = mcp_test_call (fixture.client, "u", NULL, &error);
  g_assert_no_error (error);
  params = gate_json_get_object (mcp_test_server_body (fixture.server, "POST tools/call"), "params");
  g_assert_null (gate_json_get (params, "requestState"));
  g_assert_null (gate_json_get (params, "inputResponses"));
  stop (&fixture);
}

static gboolean
handle_endless_rounds (McpTestRequest *request,
                       gpointer        user_data)
{
  if (mcp_test_be_modern (request, CAPABILITIES))
    return TRUE;
  mcp_test_reply_result (request, "{'resultType':'input_required','requestState':'again'}");
  return TRUE;
}

static void
test_endless_rounds (void)
{
  Fixture fixture;
  g_autoptr(GError) error = NULL;

  start (&fixture, handle_endless_rounds, NULL);
  g_assert_null (mcp_test_call (fixture.client, "t", NULL, &error));
  g_assert_true (gate_error_matches (error, GATE_ERROR_PROTOCOL));
  g_assert_cmpuint (n_calls (&fixture), ==, 11);
  stop (&fixture);
}

/* Tasks of the extension: flat, asked after, with questions of their own. */
static gboolean
handle_task (McpTestRequest *request,
             gpointer        user_data)
{
  Fixture *fixture = user_data;
  guint n = mcp_test_server_count (request->server, "POST tasks/get");

  if (mcp_test_be_modern (request, CAPABILITIES))
    return TRUE;
  if (is (request, "tools/call"))
    mcp_test_reply_result (request, g_str_equal (fixture->variant, "at-once")
                           ? "{'resultType':'task','taskId':'t 1','status':'completed','ttlMs':null}"
                           : "{'resultType':'task','taskId':'t 1','status':'working','ttlMs':null,'pollIntervalMs':50}");
  else if (is (request, "tasks/get") && g_str_equal (fixture->variant, "endless"))
    mcp_test_reply_result (request, "{'resultType':'complete','taskId':'t 1','status':'working','pollIntervalMs':50}");
  else if (is (request, "tasks/get") && g_str_equal (fixture->variant, "failed"))
    mcp_test_reply_result (request, "{'resultType':'complete','taskId':'t 1','status':'failed','error':{'code':-32603,'message':'disk full'}}");
  else if (is (request, "tasks/get") && g_str_equal (fixture->variant, "asks") && n <= 3)
    mcp_test_reply_result (request, n == 1 ? "{'resultType':'complete','status':'input_required','inputRequests':{'k':" ASK "}}"
                                           : "{'resultType':'complete','status':'input_required','inputRequests':{'k':" ASK ",'l':" ASK "}}");
  else if (is (request, "tasks/get"))
    mcp_test_reply_result (request, "{'resultType':'complete','status':'completed','result':{'content':[{'type':'text','text':'done'}]}}");
  else
    mcp_test_reply_result (request, "{'resultType':'complete'}");
  return TRUE;
}

static void
test_task (gconstpointer data)
{
  const GateMcpLimits short_limits = { .total_ms = 400 };
  gboolean is_endless = g_str_equal (data, "endless");
  Fixture fixture;
  g_autoptr(GError) error = NULL;

  start (&fixture, handle_task, data);
  if (is_endless)
    gate_mcp_client_set_limits (fixture.client, &short_limits);
  mcp_test_face_answer (fixture.face, GATE_CHOICE_ACCEPT, "{'a':'1'}");
  mcp_test_face_answer (fixture.face, GATE_CHOICE_ACCEPT, "{'a':'2'}");
  g_autoptr(JsonNode) result = mcp_test_call (fixture.client, "t", NULL, &error);
  assert_header (&fixture, "POST tasks/get", "Mcp-Name", "t 1");
  g_assert_nonnull (gate_json_get_object (gate_json_get_object (gate_json_get_object (meta_of (&fixture, "POST tools/call"),
                    META "clientCapabilities"), "extensions"), "io.modelcontextprotocol/tasks"));
  if (is_endless)
    {
      g_assert_true (gate_error_matches (error, GATE_ERROR_TIMED_OUT));
      gate_test_wait_until (mcp_test_server_count (fixture.server, "POST tasks/cancel") == 1);
    }
  else if (g_str_equal (data, "failed"))
    {
      g_assert_true (gate_error_matches (error, GATE_ERROR_SERVICE));
      g_assert_nonnull (strstr (error->message, "disk full"));
    }
  else
    {
      g_assert_no_error (error);
      g_autofree char *text = mcp_test_text (result);
      g_assert_cmpstr (text, ==, "done");
    }
  if (g_str_equal (data, "asks"))
    {
      JsonObject *params = gate_json_get_object (mcp_test_server_body (fixture.server, "POST tasks/update"), "params");
      g_autofree char *text = gate_json_to_text (gate_json_get (params, "inputResponses"));

      /* Each question once, though the server repeats them until it has the answer. */
      g_assert_cmpuint (fixture.face->questions->len, ==, 2);
      g_assert_cmpuint (mcp_test_server_count (fixture.server, "POST tasks/update"), ==, 2);
      g_assert_cmpstr (text, ==, "{\"l\":{\"action\":\"accept\",\"content\":{\"a\":\"2\"}}}");
    }
  stop (&fixture);
}

static gboolean
handle_listen (McpTestRequest *request,
               gpointer        user_data)
{
  Fixture *fixture = user_data;

  if (!is (request, "subscriptions/listen"))
    return handle_plain (request, user_data);
  if (g_strcmp0 (fixture->variant, "unsupported") == 0)
    {
      mcp_test_reply_error (request, 404, -32601, "Method not found", NULL);
      return TRUE;
    }
  if (fixture->stream)
    mcp_test_close_stream (fixture->stream);
  g_clear_pointer (&fixture->listen_id, json_node_unref);
  fixture->listen_id = json_node_copy (request->id);
  fixture->stream = mcp_test_open_stream (request);
  return TRUE;
}

static void
send_on_listen (Fixture    *fixture,
                const char *id,
                const char *method,
                const char *params)
{
  g_autofree char *own = id ? g_strdup (id) : gate_json_to_text (fixture->listen_id);
  g_autofree char *text = g_strdup_printf ("{'jsonrpc':'2.0','method':'notifications/%s','params':{'_meta':{'" META "subscriptionId':%s}%s}}",
                                           method, own, params);

  mcp_test_send_event (fixture->stream, NULL, text);
}

static void
count_signal (GateMcpClient *client,
              guint         *n)
{
  ++*n;
  g_main_context_wakeup (NULL);
}

static guint
n_listens (Fixture *fixture)
{
  return mcp_test_server_count (fixture->server, "POST subscriptions/listen");
}

static void
test_listen (void)
{
  Fixture fixture;
  guint n_changed = 0;

  start (&fixture, handle_listen, NULL);
  gate_mcp_client_set_watch (fixture.client, TRUE);
  g_signal_connect (fixture.client, "tools-changed", G_CALLBACK (count_signal), &n_changed);
  mcp_test_connect (fixture.client, NULL);
  gate_test_wait_until (n_listens (&fixture) == 1);
  JsonObject *params = gate_json_get_object (mcp_test_server_body (fixture.server, "POST subscriptions/listen"), "params");
  g_autofree char *wanted = gate_json_to_text (gate_json_get (params, "notifications"));
  g_assert_cmpstr (wanted, ==, "{\"toolsListChanged\":true}");

  send_on_listen (&fixture, NULL, "subscriptions/acknowledged", ",'notifications':{'toolsListChanged':true}");
  send_on_listen (&fixture, "'someone else'", "tools/list_changed", "");
  send_on_listen (&fixture, NULL, "tools/list_changed", "");
  gate_test_wait_until (n_changed > 0);
  g_assert_cmpuint (n_changed, ==, 1);

  /* It breaks, and is made anew a second later. */
  mcp_test_close_stream (g_steal_pointer (&fixture.stream));
  gate_test_wait_until (n_listens (&fixture) == 2);
  send_on_listen (&fixture, NULL, "subscriptions/acknowledged", ",'notifications':{'toolsListChanged':true}");
  send_on_listen (&fixture, NULL, "tools/list_changed", "");
  gate_test_wait_until (n_changed == 2);
  stop (&fixture);
}

static void
keep_text (GateMcpClient *client,
           const char    *text,
           char         **kept)
{
  g_free (*kept);
  *kept = g_strdup (text);
}

static void
test_subscribe (gconstpointer data)
{
  gboolean is_unsupported = g_str_equal (data, "unsupported");
  Fixture fixture;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *updated = NULL;

  start (&fixture, handle_listen, data);
  g_signal_connect (fixture.client, "resource-updated", G_CALLBACK (keep_text), &updated);
  gate_mcp_client_subscribe_async (fixture.client, "test://a", TRUE, NULL, gate_test_keep_result, &result);
  gate_test_wait_until (n_listens (&fixture) == 1);
  if (!is_unsupported)
    send_on_listen (&fixture, NULL, "subscriptions/acknowledged", g_str_equal (data, "honoured")
                    ? ",'notifications':{'resourceSubscriptions':['test://a']}" : ",'notifications':{}");
  gate_test_wait (result);
  gate_mcp_client_subscribe_finish (fixture.client, result, &error);
  if (g_str_equal (data, "honoured"))
    {
      g_assert_no_error (error);
      send_on_listen (&fixture, NULL, "resources/updated", ",'uri':'test://a'");
      gate_test_wait_until (updated != NULL);
      g_assert_cmpstr (updated, ==, "test://a");
    }
  else
    g_assert_true (gate_error_matches (error, GATE_ERROR_UNSUPPORTED));
  g_clear_object (&result);
  stop (&fixture);
}

static void
on_disconnected (SoupServerMessage *message,
                 Fixture           *fixture)
{
  fixture->was_closed = TRUE;
  g_main_context_wakeup (NULL);
}

static gboolean
handle_hang (McpTestRequest *request,
             gpointer        user_data)
{
  Fixture *fixture = user_data;

  if (mcp_test_be_modern (request, CAPABILITIES))
    return TRUE;
  fixture->stream = mcp_test_open_stream (request);
  g_signal_connect (request->message, "disconnected", G_CALLBACK (on_disconnected), fixture);
  return TRUE;
}

/* A server finds out that a stream was closed when it writes to it. */
static gboolean
write_on (gpointer user_data)
{
  Fixture *fixture = user_data;

  mcp_test_send_event (fixture->stream, ": still there?\n\n", NULL);
  return G_SOURCE_CONTINUE;
}

/* To give a call up is to close its stream; nothing else is said. */
static void
test_cancel (void)
{
  Fixture fixture;
  g_autoptr(JsonNode) node = mcp_test_json ("{'name':'t','inputSchema':{}}");
  g_autoptr(GateMcpTool) tool = gate_mcp_tool_new_from_json (node, NULL);
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  start (&fixture, handle_hang, NULL);
  gate_mcp_client_call_tool_async (fixture.client, tool, NULL, NULL, NULL, NULL, cancellable, gate_test_keep_result, &result);
  gate_test_wait_until (fixture.stream != NULL);
  g_cancellable_cancel (cancellable);
  gate_test_wait (result);
  g_assert_null (gate_mcp_client_call_tool_finish (fixture.client, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  guint writer = g_timeout_add (20, write_on, &fixture);
  gate_test_wait_until (fixture.was_closed);
  g_source_remove (writer);
  g_assert_cmpuint (mcp_test_server_count (fixture.server, "POST notifications/cancelled"), ==, 0);
  g_clear_object (&fixture.stream);
  g_clear_object (&result);
  stop (&fixture);
}

static gboolean
break_later (gpointer user_data)
{
  Fixture *fixture = user_data;

  mcp_test_break_stream (g_steal_pointer (&fixture->stream));
  return G_SOURCE_REMOVE;
}

static gboolean
handle_break (McpTestRequest *request,
              gpointer        user_data)
{
  Fixture *fixture = user_data;

  if (mcp_test_be_modern (request, CAPABILITIES))
    return TRUE;
  fixture->stream = mcp_test_open_stream (request);
  mcp_test_send_event (fixture->stream, "id: never used\n", "");
  g_timeout_add (50, break_later, fixture);
  return TRUE;
}

/* A broken stream is a lost call: it is neither resumed nor made again. */
static void
test_break (void)
{
  Fixture fixture;
  g_autoptr(GError) error = NULL;

  start (&fixture, handle_break, NULL);
  g_assert_null (mcp_test_call (fixture.client, "t", NULL, &error));
  g_assert_true (gate_error_matches (error, GATE_ERROR_UNAVAILABLE) || gate_error_matches (error, GATE_ERROR_NETWORK));
  g_assert_cmpuint (n_calls (&fixture), ==, 1);
  g_assert_cmpuint (mcp_test_server_count (fixture.server, "GET"), ==, 0);
  stop (&fixture);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (rounds); i++)
    {
      g_autofree char *path = g_strconcat ("/mcp/http-modern/round/", rounds[i].name, NULL);

      g_test_add_data_func (path, &rounds[i], test_round);
    }
  g_test_add_func ("/mcp/http-modern/round/endless", test_endless_rounds);
  g_test_add_func ("/mcp/http-modern/break", test_break);
  g_test_add_func ("/mcp/http-modern/cancel", test_cancel);
  g_test_add_func ("/mcp/http-modern/excluded", test_excluded);
  g_test_add_func ("/mcp/http-modern/headers", test_headers);
  g_test_add_func ("/mcp/http-modern/others", test_others);
  g_test_add_data_func ("/mcp/http-modern/mismatch/gone", "gone", test_mismatch);
  g_test_add_data_func ("/mcp/http-modern/mismatch/always", "always", test_mismatch);
  g_test_add_data_func ("/mcp/http-modern/mismatch/once", "once", test_mismatch);
  g_test_add_data_func ("/mcp/http-modern/version/always", "always", test_version);
  g_test_add_data_func ("/mcp/http-modern/version/once", "once", test_version);
  g_test_add_data_func ("/mcp/http-modern/task/failed", "failed", test_task);
  g_test_add_data_func ("/mcp/http-modern/task/endless", "endless", test_task);
  g_test_add_data_func ("/mcp/http-modern/task/asks", "asks", test_task);
  g_test_add_data_func ("/mcp/http-modern/task/at-once", "at-once", test_task);
  g_test_add_data_func ("/mcp/http-modern/task/working", "working", test_task);
  g_test_add_func ("/mcp/http-modern/listen", test_listen);
  g_test_add_data_func ("/mcp/http-modern/subscribe/unsupported", "unsupported", test_subscribe);
  g_test_add_data_func ("/mcp/http-modern/subscribe/not-honoured", "not-honoured", test_subscribe);
  g_test_add_data_func ("/mcp/http-modern/subscribe/honoured", "honoured", test_subscribe);
  return g_test_run ();
}
