// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-address.h"
#include "gate-error.h"
#include "gate-mcp-sse-transport.h"
#include "mcp-test-face.h"
#include "mcp-test-server.h"

#define CAPABILITIES "{'tools':{},'logging':{},'tasks':{'cancel':{},'requests':{'tools':{'call':{}}}}}"
#define LISTENING "{'resources':{'subscribe':true}}"
#define TASK_TOOL "{'name':'t','inputSchema':{},'execution':{'taskSupport':'required'}}"

/* Servers that lose their sessions, and people who go away, in the middle of something. */
typedef struct {
  McpTestServer     *server;
  GateMcpClient     *client;
  GQueue             held;       /* (element-type SoupServerMessage): requests that wait for an answer */
  SoupServerMessage *stream;     /* (nullable): one that the handler left open */
  char              *result;     /* (nullable): the answer that is still to come */
  guint              n_sessions;
  guint              n_resumed;
  gboolean           is_slow;    /* an old server, or one that asks to be asked once a minute */
} Fixture;

static void
start (Fixture        *fixture,
       McpTestHandler  handler)
{
  *fixture = (Fixture) { .held = G_QUEUE_INIT };
  fixture->server = mcp_test_server_new (handler, fixture);
  fixture->client = mcp_test_server_new_client (fixture->server, NULL);
}

static void
stop (Fixture *fixture)
{
  SoupServerMessage *message;

  while ((message = g_queue_pop_head (&fixture->held)))
    {
      soup_server_message_unpause (message);
      g_object_unref (message);
    }
  if (fixture->stream)
    mcp_test_close_stream (fixture->stream);
  mcp_test_drop (&fixture->client);
  mcp_test_server_free (fixture->server);
  g_free (fixture->result);
}

static gboolean
hold (McpTestRequest *request,
      gpointer        user_data)
{
  Fixture *fixture = user_data;

  soup_server_message_set_status (request->message, 500, NULL);
  soup_server_message_pause (request->message);
  g_queue_push_tail (&fixture->held, g_object_ref (request->message));
  return TRUE;
}

static gboolean
is (McpTestRequest *request,
    const char     *method)
{
  return g_strcmp0 (request->method, method) == 0;
}

static const char *
last_event_id_of (McpTestRequest *request)
{
  return soup_message_headers_get_one (soup_server_message_get_request_headers (request->message), "Last-Event-ID");
}

/* The call was taken, for its stream had begun: when the session is lost after that, it must not be made a second time. */
static gboolean
handle_lost_while_resuming (McpTestRequest *request,
                            gpointer        user_data)
{
  Fixture *fixture = user_data;
  g_autofree char *name = is (request, "initialize") ? g_strdup_printf ("s%u", ++fixture->n_sessions) : NULL;

  if (is (request, "tools/call"))
    {
      SoupServerMessage *stream = mcp_test_open_stream (request);

      mcp_test_send_event (stream, "id: e1\nretry: 10\n", "");
      mcp_test_close_stream (stream);
    }
  else if (last_event_id_of (request))
    mcp_test_reply (request, 404, "text/plain", "Session not found");
  else
    return mcp_test_be_legacy (request, CAPABILITIES, name);
  return TRUE;
}

static void
test_lost_while_resuming (void)
{
  Fixture fixture;
  g_autoptr(GError) error = NULL;

  start (&fixture, handle_lost_while_resuming);
  gate_mcp_client_set_watch (fixture.client, FALSE);
  g_autoptr(JsonNode) result = mcp_test_call (fixture.client, "pay", NULL, &error);
  g_assert_true (gate_error_matches (error, GATE_ERROR_UNAVAILABLE));
  g_assert_cmpuint (mcp_test_server_count (fixture.server, "POST tools/call"), ==, 1);
  stop (&fixture);
}

/* A stream that breaks is a lost request (2026-07-28, Streamable HTTP): one that does no harm is made again, once. */
static gboolean
handle_broken_list (McpTestRequest *request,
                    gpointer        user_data)
{
  Fixture *fixture = user_data;

  if (!is (request, "tools/list"))
    return fixture->is_slow ? mcp_test_be_legacy (request, CAPABILITIES, NULL) : mcp_test_be_modern (request, CAPABILITIES);
  if (fixture->n_resumed++ == 0)
    mcp_test_close_stream (mcp_test_open_stream (request));
  else
    mcp_test_reply_result (request, "{'resultType':'complete','tools':[],'ttlMs':0,'cacheScope':'private'}");
  return TRUE;
}

static void
test_broken_list (gconstpointer data)
{
  Fixture fixture;
  g_autoptr(GError) error = NULL;

  start (&fixture, handle_broken_list);
  fixture.is_slow = g_str_equal (data, "legacy");
  gate_mcp_client_set_watch (fixture.client, FALSE);
  g_autoptr(GPtrArray) tools = mcp_test_list (fixture.client, GATE_MCP_LIST_TOOLS, TRUE, &error);
  g_assert_no_error (error);
  g_assert_nonnull (tools);
  g_assert_cmpuint (mcp_test_server_count (fixture.server, "POST tools/list"), ==, 2);
  stop (&fixture);
}

/* A server that lets us come back (2025-11-25, polling) and has nothing to say yet has not failed. */
static gboolean
handle_polling (McpTestRequest *request,
                gpointer        user_data)
{
  Fixture *fixture = user_data;
  gboolean is_resumed = last_event_id_of (request) != NULL;

  if (!is (request, "tools/call") && !is_resumed)
    return mcp_test_be_legacy (request, CAPABILITIES, NULL);
  if (!is_resumed)
    fixture->result = mcp_test_result_text (request, "{'content':[{'type':'text','text':'at last'}]}");

  SoupServerMessage *stream = mcp_test_open_stream (request);
  g_autofree char *fields = g_strdup_printf ("id: e%u\nretry: 20\n", fixture->n_resumed);

  fixture->n_resumed += is_resumed;
  mcp_test_send_event (stream, fields, fixture->n_resumed == 10 ? fixture->result : "");
  mcp_test_close_stream (stream);
  return TRUE;
}

static void
test_polling (void)
{
  const GateMcpLimits limits = { .request_ms = 15000 };
  Fixture fixture;
  g_autoptr(GError) error = NULL;

  start (&fixture, handle_polling);
  gate_mcp_client_set_watch (fixture.client, FALSE);
  gate_mcp_client_set_limits (fixture.client, &limits);
  g_autoptr(JsonNode) result = mcp_test_call (fixture.client, "t", NULL, &error);
  g_assert_no_error (error);
  g_autofree char *text = mcp_test_text (result);
  g_assert_cmpstr (text, ==, "at last");
  g_assert_cmpuint (fixture.n_resumed, ==, 10);
  stop (&fixture);
}

/* Who gives up a connection that is being made is not waited for, and may close the client at once. */
static void
did_connect (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(GError) error = NULL;

  g_assert_false (gate_mcp_client_connect_finish (GATE_MCP_CLIENT (source), result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  gate_mcp_client_close_async (GATE_MCP_CLIENT (source), NULL, gate_test_keep_result, user_data);
}

static void
test_close_while_opening (void)
{
  Fixture fixture;
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GAsyncResult) closed = NULL;

  start (&fixture, hold);
  gate_mcp_client_connect_async (fixture.client, cancellable, did_connect, &closed);
  gate_test_wait_until (fixture.held.length == 1);
  g_cancellable_cancel (cancellable);
  gate_test_wait (closed);
  g_clear_object (&closed);
  stop (&fixture);
}

/* Opening HTTP+SSE, which may mean that a person is asked to sign in, ends when nobody wants it any more. */
static void
test_cancel_sse (void)
{
  Fixture fixture;
  g_autoptr(GateHttp) http = gate_http_new ();
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  start (&fixture, hold);
  g_autoptr(GUri) uri = gate_address_parse (mcp_test_server_get_address (fixture.server), &error);
  GateMcpTransport *transport = gate_mcp_sse_transport_new (http, uri, NULL, NULL);
  gate_mcp_transport_start_async (transport, 10 * 60 * 1000, cancellable, gate_test_keep_result, &result);
  gate_test_wait_until (fixture.held.length == 1);
  g_cancellable_cancel (cancellable);
  gate_test_wait (result);
  g_assert_false (gate_mcp_transport_start_finish (transport, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_object (&result);
  mcp_test_wait_gone (transport);
  stop (&fixture);
}

/* A subscription that the server has not acknowledged ends with the client. */
static gboolean
handle_mute (McpTestRequest *request,
             gpointer        user_data)
{
  return mcp_test_be_modern (request, LISTENING) || hold (request, user_data);
}

static void
test_close_while_subscribing (void)
{
  static const char *const uris[] = { "test://a", "test://b" };
  Fixture fixture;
  GAsyncResult *results[G_N_ELEMENTS (uris)] = { NULL };

  start (&fixture, handle_mute);
  mcp_test_connect (fixture.client, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (uris); i++)
    gate_mcp_client_subscribe_async (fixture.client, uris[i], TRUE, NULL, gate_test_keep_result, &results[i]);
  gate_test_wait_until (mcp_test_server_count (fixture.server, "POST subscriptions/listen") == 2);
  mcp_test_close (fixture.client);
  for (guint i = 0; i < G_N_ELEMENTS (uris); i++)
    {
      g_autoptr(GError) error = NULL;

      gate_test_wait (results[i]);
      g_assert_false (gate_mcp_client_subscribe_finish (fixture.client, results[i], &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_clear_object (&results[i]);
    }
  stop (&fixture);
}

/* A task of 2025-11-25. Its progress is told by the token of the call that made it, for as long as it lives. */
static gboolean
handle_task (McpTestRequest *request,
             gpointer        user_data)
{
  Fixture *fixture = user_data;

  if (is (request, "tools/call"))
    {
      JsonNode *token = gate_json_get (gate_json_get_object (request->params, "_meta"), "progressToken");
      g_autofree char *text = gate_json_to_text (token);

      fixture->result = g_strdup_printf ("{'jsonrpc':'2.0','method':'notifications/progress','params':{'progressToken':%s,'progress':7,"
                                         "'message':'half'}}", text);
      mcp_test_reply_result (request, fixture->is_slow ? "{'task':{'taskId':'t1','status':'working','ttl':60000,'pollInterval':60000}}"
                                                       : "{'task':{'taskId':'t1','status':'working','ttl':60000,'pollInterval':50}}");
    }
  else if (g_str_equal (request->verb, "GET"))
    fixture->stream = mcp_test_open_stream (request);
  else if (is (request, "tasks/get"))
    {
      if (fixture->stream && fixture->result)
        mcp_test_send_event (fixture->stream, NULL, fixture->result);
      g_clear_pointer (&fixture->result, g_free);
      mcp_test_reply_result (request, fixture->n_resumed > 0 ? "{'taskId':'t1','status':'completed'}"
                                                             : "{'taskId':'t1','status':'working','pollInterval':50}");
    }
  else if (is (request, "tasks/result"))
    mcp_test_reply_result (request, "{'content':[{'type':'text','text':'done'}]}");
  else
    return mcp_test_be_legacy (request, CAPABILITIES, NULL);
  return TRUE;
}

static void
call_task (Fixture              *fixture,
           GateMcpProgressFunc   progress,
           GAsyncResult        **result)
{
  g_autoptr(JsonNode) node = mcp_test_json (TASK_TOOL);
  g_autoptr(GateMcpTool) tool = gate_mcp_tool_new_from_json (node, NULL);

  gate_mcp_client_call_tool_async (fixture->client, tool, NULL, progress, fixture, NULL, NULL, gate_test_keep_result, result);
}

static void
on_progress (double      progress,
             double      total,
             const char *message,
             gpointer    user_data)
{
  Fixture *fixture = user_data;

  g_assert_cmpfloat (progress, ==, 7);
  g_assert_cmpstr (message, ==, "half");
  fixture->n_resumed++;
}

static void
test_task_progress (void)
{
  Fixture fixture;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  start (&fixture, handle_task);
  mcp_test_connect (fixture.client, NULL);
  gate_test_wait_until (fixture.stream != NULL);
  call_task (&fixture, on_progress, &result);
  gate_test_wait (result);
  g_autoptr(JsonNode) value = gate_mcp_client_call_tool_finish (fixture.client, result, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (fixture.n_resumed, ==, 1);
  g_clear_object (&result);
  stop (&fixture);
}

/* A server that says that a task has changed is asked at once. */
static gboolean
tell_status (gpointer user_data)
{
  Fixture *fixture = user_data;

  mcp_test_send_event (fixture->stream, NULL, "{'jsonrpc':'2.0','method':'notifications/tasks/status','params':{'taskId':'t1',"
                       "'status':'completed'}}");
  return G_SOURCE_CONTINUE;
}

static void
test_task_hint (void)
{
  Fixture fixture;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  start (&fixture, handle_task);
  fixture.is_slow = TRUE;
  fixture.n_resumed = 1;
  mcp_test_connect (fixture.client, NULL);
  gate_test_wait_until (fixture.stream != NULL);
  guint teller = g_timeout_add (20, tell_status, &fixture);
  call_task (&fixture, NULL, &result);
  gate_test_wait (result);
  g_source_remove (teller);
  g_autoptr(JsonNode) value = gate_mcp_client_call_tool_finish (fixture.client, result, &error);
  g_assert_no_error (error);
  g_clear_object (&result);
  stop (&fixture);
}

/* A client that was closed stays so: the task that it waited for is not a reason to connect again. */
static void
test_close_while_task (void)
{
  Fixture fixture;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  start (&fixture, handle_task);
  gate_mcp_client_set_watch (fixture.client, FALSE);
  call_task (&fixture, NULL, &result);
  gate_test_wait_until (mcp_test_server_count (fixture.server, "POST tasks/get") >= 2);
  mcp_test_close (fixture.client);
  gate_test_wait (result);
  g_autoptr(JsonNode) value = gate_mcp_client_call_tool_finish (fixture.client, result, &error);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);

  /* Another client's whole round through the same loop would have let a new connection show. */
  GateMcpClient *other = mcp_test_server_new_client (fixture.server, NULL);
  gate_mcp_client_set_watch (other, FALSE);
  g_assert_true (mcp_test_connect (other, &error));
  mcp_test_drop (&other);
  g_assert_cmpuint (mcp_test_server_count (fixture.server, "POST server/discover"), ==, 2);
  g_assert_cmpuint (mcp_test_server_count (fixture.server, "POST tasks/cancel"), ==, 0);
  g_clear_object (&result);
  stop (&fixture);
}

/* How much a server logs belongs to its session, and is said again to a new one. */
static gboolean
handle_new_session (McpTestRequest *request,
                    gpointer        user_data)
{
  Fixture *fixture = user_data;
  g_autofree char *name = is (request, "initialize") ? g_strdup_printf ("s%u", ++fixture->n_sessions) : NULL;

  if (is (request, "logging/setLevel"))
    mcp_test_reply_result (request, "{}");
  else if (is (request, "tools/call") && fixture->n_sessions == 1)
    mcp_test_reply (request, 404, "text/plain", "Session not found");
  else if (is (request, "tools/call"))
    mcp_test_reply_result (request, "{'content':[]}");
  else
    return mcp_test_be_legacy (request, CAPABILITIES, name);
  return TRUE;
}

static void
test_log_level_again (void)
{
  Fixture fixture;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  start (&fixture, handle_new_session);
  gate_mcp_client_set_watch (fixture.client, FALSE);
  gate_mcp_client_set_log_level_async (fixture.client, "warning", NULL, gate_test_keep_result, &result);
  gate_test_wait (result);
  g_assert_true (gate_mcp_client_set_log_level_finish (fixture.client, result, &error));
  g_autoptr(JsonNode) value = mcp_test_call (fixture.client, "t", NULL, &error);
  g_assert_no_error (error);
  gate_test_wait_until (mcp_test_server_count (fixture.server, "POST logging/setLevel") == 2);
  g_assert_cmpstr (gate_json_get_string (gate_json_get_object (mcp_test_server_body (fixture.server, "POST logging/setLevel"), "params"),
                                         "level"), ==, "warning");
  g_clear_object (&result);
  stop (&fixture);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/mcp/upsets/lost-while-resuming", test_lost_while_resuming);
  g_test_add_data_func ("/mcp/upsets/broken-list/legacy", "legacy", test_broken_list);
  g_test_add_data_func ("/mcp/upsets/broken-list/modern", "modern", test_broken_list);
  g_test_add_func ("/mcp/upsets/polling", test_polling);
  g_test_add_func ("/mcp/upsets/close-while-opening", test_close_while_opening);
  g_test_add_func ("/mcp/upsets/cancel-sse", test_cancel_sse);
  g_test_add_func ("/mcp/upsets/close-while-subscribing", test_close_while_subscribing);
  g_test_add_func ("/mcp/upsets/task-progress", test_task_progress);
  g_test_add_func ("/mcp/upsets/task-hint", test_task_hint);
  g_test_add_func ("/mcp/upsets/close-while-task", test_close_while_task);
  g_test_add_func ("/mcp/upsets/log-level-again", test_log_level_again);
  return g_test_run ();
}
