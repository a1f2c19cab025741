// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-error.h"
#include "mcp-test-face.h"
#include "mcp-test-server.h"

#include <string.h>

#define CAPABILITIES "{'tools':{'listChanged':true},'logging':{}}"

/* A legacy server over Streamable HTTP. What each test has of its own is its handler. */
typedef struct {
  McpTestServer     *server;
  GateMcpClient     *client;
  McpTestFace       *face;
  const char        *variant;
  SoupServerMessage *stream;    /* (nullable): one that the handler left open */
  SoupServerMessage *get;       /* (nullable) */
  char              *result;    /* (nullable): the answer that is still to come */
  gint64             closed_at;
  gint64             resumed_at;
  guint              n_sessions;
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
}

static void
stop (Fixture *fixture)
{
  if (fixture->stream)
    mcp_test_close_stream (fixture->stream);
  if (fixture->get)
    mcp_test_close_stream (fixture->get);
  mcp_test_drop (&fixture->client);
  mcp_test_wait_gone (fixture->face);
  mcp_test_server_free (fixture->server);
  g_free (fixture->result);
}

static gboolean
is_call (McpTestRequest *request)
{
  return g_strcmp0 (request->method, "tools/call") == 0;
}

static gboolean
handle_plain (McpTestRequest *request,
              gpointer        user_data)
{
  if (mcp_test_be_legacy (request, CAPABILITIES, "session-1"))
    return TRUE;
  mcp_test_reply_result (request, "{'content':[{'type':'text','text':'ok'}],'tools':[]}");
  return TRUE;
}

static void
test_headers (void)
{
  Fixture fixture;
  g_autoptr(GError) error = NULL;

  start (&fixture, handle_plain, NULL);
  g_autoptr(JsonNode) result = mcp_test_call (fixture.client, "t", NULL, &error);
  g_assert_no_error (error);
  gate_test_wait_until (mcp_test_server_count (fixture.server, "GET") == 1);
  mcp_test_close (fixture.client);

  static const char *const kinds[] = { "POST notifications/initialized", "POST tools/call", "GET", "DELETE" };
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_assert_cmpuint (mcp_test_server_count (fixture.server, kinds[i]), ==, 1);
      g_assert_cmpstr (mcp_test_server_header (fixture.server, kinds[i], "Mcp-Session-Id"), ==, "session-1");
      g_assert_cmpstr (mcp_test_server_header (fixture.server, kinds[i], "MCP-Protocol-Version"), ==, "2025-11-25");
      g_assert_null (mcp_test_server_header (fixture.server, kinds[i], "Mcp-Method"));
    }
  g_assert_null (mcp_test_server_header (fixture.server, "POST initialize", "Mcp-Session-Id"));
  g_assert_null (mcp_test_server_header (fixture.server, "POST initialize", "MCP-Protocol-Version"));
  g_assert_cmpstr (mcp_test_server_header (fixture.server, "POST tools/call", "Accept"), ==, "application/json, text/event-stream");
  g_assert_cmpstr (mcp_test_server_header (fixture.server, "POST tools/call", "Content-Type"), ==, "application/json");
  g_assert_cmpstr (mcp_test_server_header (fixture.server, "GET", "Accept"), ==, "text/event-stream");

  JsonObject *body = mcp_test_server_body (fixture.server, "POST initialize");
  JsonObject *params = gate_json_get_object (body, "params");
  g_assert_cmpstr (gate_json_get_string (params, "protocolVersion"), ==, "2025-11-25");
  g_assert_nonnull (gate_json_get_string (gate_json_get_object (params, "clientInfo"), "version"));
  g_autofree char *declared = gate_json_to_text (gate_json_get (params, "capabilities"));
  g_assert_cmpstr (declared, ==, "{\"elicitation\":{\"form\":{},\"url\":{}}}");
  stop (&fixture);
}

/* The session is gone at the first call: a new one is made, and the call, which was not taken, is made again, once. */
static gboolean
handle_lost_session (McpTestRequest *request,
                     gpointer        user_data)
{
  Fixture *fixture = user_data;
  const char *session = soup_message_headers_get_one (soup_server_message_get_request_headers (request->message), "Mcp-Session-Id");
  g_autofree char *name = NULL;

  if (g_strcmp0 (request->method, "initialize") == 0)
    name = g_strdup_printf ("s%u", ++fixture->n_sessions);
  if (mcp_test_be_legacy (request, CAPABILITIES, name))
    return TRUE;
  if (g_strcmp0 (session, "s2") == 0 && !g_str_equal (fixture->variant, "always"))
    mcp_test_reply_result (request, "{'content':[{'type':'text','text':'ok'}]}");
  else if (g_str_equal (fixture->variant, "400"))
    mcp_test_reply_error (request, 400, -32000, "Bad Request: No valid session ID provided", NULL);
  else
    mcp_test_reply (request, 404, "text/plain", "Session not found");
  return TRUE;
}

static void
test_lost_session (gconstpointer data)
{
  Fixture fixture;
  g_autoptr(GError) error = NULL;

  start (&fixture, handle_lost_session, data);
  g_autoptr(JsonNode) result = mcp_test_call (fixture.client, "t", NULL, &error);
  if (g_str_equal (data, "always"))
    g_assert_true (gate_error_matches (error, GATE_ERROR_UNAVAILABLE));
  else
    g_assert_no_error (error);
  g_assert_cmpuint (mcp_test_server_count (fixture.server, "POST initialize"), ==, 2);
  g_assert_cmpuint (mcp_test_server_count (fixture.server, "POST tools/call"), ==, 2);
  g_assert_cmpuint (mcp_test_server_count (fixture.server, "POST server/discover"), ==, 1);
  stop (&fixture);
}

/* Who listens for changes is connected again after the session was lost, though nobody makes a call. */
static gboolean
handle_lost_get (McpTestRequest *request,
                 gpointer        user_data)
{
  if (g_str_equal (request->verb, "GET") && mcp_test_server_count (request->server, "GET") == 1)
    mcp_test_reply (request, 404, "text/plain", "Session not found");
  else
    return mcp_test_be_legacy (request, CAPABILITIES, "s");
  return TRUE;
}

static void
test_lost_get (void)
{
  Fixture fixture;

  start (&fixture, handle_lost_get, NULL);
  mcp_test_connect (fixture.client, NULL);
  gate_test_wait_until (mcp_test_server_count (fixture.server, "GET") == 2);
  g_assert_cmpuint (mcp_test_server_count (fixture.server, "POST initialize"), ==, 2);
  stop (&fixture);
}

/* Everything that may come on the stream of an answer before the answer. */
static gboolean
handle_stream (McpTestRequest *request,
               gpointer        user_data)
{
  Fixture *fixture = user_data;

  if (is_call (request))
    {
      g_autofree char *token = gate_json_to_text (gate_json_get (gate_json_get_object (request->params, "_meta"), "progressToken"));
      g_autofree char *progress = g_strdup_printf ("{'jsonrpc':'2.0','method':'notifications/progress','params':{'progressToken':%s,"
                                                   "'progress':1}}", token);

      fixture->result = mcp_test_result_text (request, "{'content':[{'type':'text','text':'streamed'}]}");
      fixture->stream = mcp_test_open_stream (request);
      mcp_test_send_event (fixture->stream, NULL, progress);
      mcp_test_send_event (fixture->stream, ": comment\n", "{'jsonrpc':'2.0','method':'notifications/message','params':{'level':'info','data':'x'}}");
      mcp_test_send_event (fixture->stream, "event: other\n", "not a message");
      mcp_test_send_event (fixture->stream, NULL, "{'jsonrpc':'2.0','id':'ask','method':'elicitation/create','params':{'message':'m',"
                                                  "'requestedSchema':{'type':'object','properties':{'a':{'type':'string'}}}}}");
    }
  else if (gate_json_get (request->body, "result"))
    {
      mcp_test_reply (request, 202, NULL, NULL);
      mcp_test_send_event (fixture->stream, NULL, fixture->result);
      mcp_test_close_stream (g_steal_pointer (&fixture->stream));
    }
  else
    return mcp_test_be_legacy (request, CAPABILITIES, NULL);
  return TRUE;
}

static void
keep_log (GateMcpClient *client,
          const char    *level,
          const char    *logger,
          const char    *text,
          GString       *seen)
{
  g_string_append_printf (seen, "%.10s;", text);
}

static void
test_stream (void)
{
  Fixture fixture;
  g_autoptr(GString) seen = g_string_new (NULL);
  g_autoptr(GError) error = NULL;

  start (&fixture, handle_stream, NULL);
  g_signal_connect (fixture.client, "log", G_CALLBACK (keep_log), seen);
  mcp_test_face_answer (fixture.face, GATE_CHOICE_ACCEPT, "{'a':'b'}");
  g_autoptr(JsonNode) result = mcp_test_call (fixture.client, "t", NULL, &error);
  g_assert_no_error (error);
  g_autofree char *text = mcp_test_text (result);
  g_assert_cmpstr (text, ==, "streamed");
  g_assert_cmpstr (seen->str, ==, "x;");
  /* The answer of the person went to the server as a message of its own. */
  JsonObject *answer = mcp_test_server_body (fixture.server, "POST");
  g_assert_cmpstr (gate_json_get_string (answer, "id"), ==, "ask");
  stop (&fixture);
}

/* A big message, which a worker parses, is not overtaken by the small ones behind it. */
static gboolean
handle_order (McpTestRequest *request,
              gpointer        user_data)
{
  if (!is_call (request))
    return mcp_test_be_legacy (request, CAPABILITIES, NULL);

  SoupServerMessage *stream = mcp_test_open_stream (request);
  g_autofree char *result = mcp_test_result_text (request, "{'content':[]}");
  g_autofree char *filler = g_strnfill (300000, 'b');
  g_autofree char *big = g_strdup_printf ("{'jsonrpc':'2.0','method':'notifications/message','params':{'level':'info','data':'%s'}}", filler);
  mcp_test_send_event (stream, NULL, "{'jsonrpc':'2.0','method':'notifications/message','params':{'level':'info','data':'a'}}");
  mcp_test_send_event (stream, NULL, big);
  mcp_test_send_event (stream, NULL, "{'jsonrpc':'2.0','method':'notifications/message','params':{'level':'info','data':'c'}}");
  mcp_test_send_event (stream, NULL, result);
  mcp_test_close_stream (stream);
  return TRUE;
}

static void
test_order (void)
{
  Fixture fixture;
  g_autoptr(GString) seen = g_string_new (NULL);
  g_autoptr(GError) error = NULL;

  start (&fixture, handle_order, NULL);
  g_signal_connect (fixture.client, "log", G_CALLBACK (keep_log), seen);
  g_autoptr(JsonNode) result = mcp_test_call (fixture.client, "t", NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (seen->str, ==, "a;bbbbbbbbbb;c;");
  stop (&fixture);
}

static gboolean
cut_stream (gpointer user_data)
{
  Fixture *fixture = user_data;

  fixture->closed_at = g_get_monotonic_time ();
  mcp_test_break_stream (g_steal_pointer (&fixture->stream));
  return G_SOURCE_REMOVE;
}

/* The server ends, or loses, the stream before the answer; the rest is fetched with the last event's id. */
static gboolean
handle_resume (McpTestRequest *request,
               gpointer        user_data)
{
  Fixture *fixture = user_data;
  const char *last = soup_message_headers_get_one (soup_server_message_get_request_headers (request->message), "Last-Event-ID");

  if (is_call (request))
    {
      SoupServerMessage *stream = mcp_test_open_stream (request);

      fixture->result = mcp_test_result_text (request, "{'content':[{'type':'text','text':'resumed'}]}");
      if (g_str_equal (fixture->variant, "no-id"))
        mcp_test_send_event (stream, NULL, "{'jsonrpc':'2.0','method':'notifications/message','params':{'level':'info','data':'x'}}");
      else
        mcp_test_send_event (stream, "id: e1\nretry: 300\n", "");
      fixture->closed_at = g_get_monotonic_time ();
      if (g_str_equal (fixture->variant, "cut"))
        {
          fixture->stream = stream;
          g_timeout_add (100, cut_stream, fixture);
        }
      else
        mcp_test_close_stream (stream);
    }
  else if (last)
    {
      SoupServerMessage *stream;

      g_assert_cmpstr (last, ==, fixture->resumed_at ? "e2" : "e1");
      if (!fixture->resumed_at)
        {
          /* Once more: a server may make us come back as often as it likes. */
          fixture->resumed_at = g_get_monotonic_time ();
          stream = mcp_test_open_stream (request);
          mcp_test_send_event (stream, "id: e2\nretry: 10\n", "");
          mcp_test_close_stream (stream);
          return TRUE;
        }
      stream = mcp_test_open_stream (request);
      mcp_test_send_event (stream, "id: e3\n", fixture->result);
      mcp_test_close_stream (stream);
    }
  else
    return mcp_test_be_legacy (request, CAPABILITIES, NULL);
  return TRUE;
}

static void
test_resume (gconstpointer data)
{
  Fixture fixture;
  g_autoptr(GError) error = NULL;

  start (&fixture, handle_resume, data);
  gate_mcp_client_set_watch (fixture.client, FALSE);
  g_autoptr(JsonNode) result = mcp_test_call (fixture.client, "t", NULL, &error);
  if (g_str_equal (data, "no-id"))
    {
      g_assert_true (gate_error_matches (error, GATE_ERROR_UNAVAILABLE));
      g_assert_cmpuint (mcp_test_server_count (fixture.server, "GET"), ==, 0);
    }
  else
    {
      g_assert_no_error (error);
      g_autofree char *text = mcp_test_text (result);
      g_assert_cmpstr (text, ==, "resumed");
      g_assert_cmpint (fixture.resumed_at - fixture.closed_at, >=, 295 * 1000);
      g_assert_cmpuint (mcp_test_server_count (fixture.server, "POST tools/call"), ==, 1);
    }
  stop (&fixture);
}

/* The stream of what belongs to no request: it is opened once, and again after a break. */
static gboolean
handle_get (McpTestRequest *request,
            gpointer        user_data)
{
  Fixture *fixture = user_data;

  if (!g_str_equal (request->verb, "GET"))
    return handle_plain (request, user_data);
  fixture->get = mcp_test_open_stream (request);
  mcp_test_send_event (fixture->get, mcp_test_server_count (request->server, "GET") == 1 ? "id: g1\nretry: 10\n" : "id: g2\n",
                       "{'jsonrpc':'2.0','method':'notifications/tools/list_changed'}");
  return TRUE;
}

static void
count_signal (GateMcpClient *client,
              guint         *n)
{
  ++*n;
  g_main_context_wakeup (NULL);
}

static void
test_get (void)
{
  Fixture fixture;
  guint n_changed = 0;
  g_autoptr(GError) error = NULL;

  start (&fixture, handle_get, NULL);
  g_signal_connect (fixture.client, "tools-changed", G_CALLBACK (count_signal), &n_changed);
  mcp_test_connect (fixture.client, &error);
  g_assert_no_error (error);
  gate_test_wait_until (n_changed == 1);
  g_assert_null (mcp_test_server_header (fixture.server, "GET", "Last-Event-ID"));
  mcp_test_close_stream (g_steal_pointer (&fixture.get));
  gate_test_wait_until (n_changed == 2);
  g_assert_cmpstr (mcp_test_server_header (fixture.server, "GET", "Last-Event-ID"), ==, "g1");
  g_assert_cmpuint (mcp_test_server_count (fixture.server, "GET"), ==, 2);
  stop (&fixture);
}

static gboolean
handle_batch (McpTestRequest *request,
              gpointer        user_data)
{
  Fixture *fixture = user_data;

  if (!is_call (request))
    return mcp_test_be_legacy (request, CAPABILITIES, NULL);

  g_autofree char *result = mcp_test_result_text (request, "{'content':[{'type':'text','text':'batched'}]}");
  g_autofree char *batch = g_strdup_printf ("[{'jsonrpc':'2.0','method':'notifications/message','params':{'level':'info','data':'first'}},%s]",
                                            result);
  g_autofree char *quoted = mcp_test_quote (batch);
  if (g_str_equal (fixture->variant, "json"))
    mcp_test_reply (request, 200, "application/json", quoted);
  else
    {
      SoupServerMessage *stream = mcp_test_open_stream (request);

      mcp_test_send_event (stream, NULL, batch);
      mcp_test_close_stream (stream);
    }
  return TRUE;
}

static void
test_batch (gconstpointer data)
{
  Fixture fixture;
  g_autoptr(GString) seen = g_string_new (NULL);
  g_autoptr(GError) error = NULL;

  start (&fixture, handle_batch, data);
  g_signal_connect (fixture.client, "log", G_CALLBACK (keep_log), seen);
  g_autoptr(JsonNode) result = mcp_test_call (fixture.client, "t", NULL, &error);
  g_assert_no_error (error);
  g_autofree char *text = mcp_test_text (result);
  g_assert_cmpstr (text, ==, "batched");
  g_assert_cmpstr (seen->str, ==, "first;");
  stop (&fixture);
}

/* How a broken answer to a call is told. */
typedef struct {
  const char *name;
  guint       status;
  const char *type;
  const char *body;      /* ID: the request's id */
  GateError   code;
  const char *names;     /* (nullable): what the message must name */
} Broken;

static const Broken broken[] = {
  { "rate-limited", 429, "text/plain", "slow down", GATE_ERROR_RATE_LIMITED, NULL },
  { "down", 503, "text/plain", "maintenance", GATE_ERROR_UNAVAILABLE, NULL },
  { "own-error", 500, "text/plain", "oops", GATE_ERROR_SERVICE, NULL },
  { "error-body", 500, "application/json", "{'jsonrpc':'2.0','id':ID,'error':{'code':-32603,'message':'disk full'}}", GATE_ERROR_SERVICE, "disk full" },
  { "error-body-no-id", 400, "application/json", "{'jsonrpc':'2.0','id':null,'error':{'code':-32600,'message':'bad'}}", GATE_ERROR_SERVICE, "bad" },
  { "error", 200, "application/json", "{'jsonrpc':'2.0','id':ID,'error':{'code':-1,'message':'no \\u001b[1m rights'}}", GATE_ERROR_SERVICE,
    "no \\x1b[1m rights" },
  { "unknown-method", 404, "application/json", "{'jsonrpc':'2.0','id':ID,'error':{'code':-32601,'message':'no'}}", GATE_ERROR_UNSUPPORTED, NULL },
  { "redirect", 307, "text/plain", "", GATE_ERROR_UNTRUSTED, "example.com" },
  { "page", 200, "text/html", "<!DOCTYPE html><html></html>", GATE_ERROR_PROTOCOL, NULL },
  { "json", 200, "application/json", "{'jsonrpc':'2.0','id':ID,'result':{},}", GATE_ERROR_PROTOCOL, NULL },
  { "half", 200, "application/json", "{'jsonrpc':'2.0','id':ID,'resu", GATE_ERROR_PROTOCOL, NULL },
  { "empty", 200, "application/json", "", GATE_ERROR_PROTOCOL, NULL },
  { "wrong-id", 200, "application/json", "{'jsonrpc':'2.0','id':1,'result':{'content':[]}}", GATE_ERROR_PROTOCOL, NULL },
  { "accepted", 202, "text/plain", "Accepted", GATE_ERROR_PROTOCOL, NULL },
  { "no-object", 200, "application/json", "{'jsonrpc':'2.0','id':ID,'result':[]}", GATE_ERROR_PROTOCOL, NULL },
  { "no-content", 200, "application/json", "{'jsonrpc':'2.0','id':ID,'result':{'content':5}}", GATE_ERROR_PROTOCOL, NULL },
  { "junk-event", 200, "text/event-stream", "data: junk\n\n", GATE_ERROR_PROTOCOL, NULL },
  { "empty-stream", 200, "text/event-stream", ": nothing\n\n", GATE_ERROR_UNAVAILABLE, NULL },
};

static gboolean
handle_broken (McpTestRequest *request,
               gpointer        user_data)
{
  const Broken *test = (const Broken *) ((Fixture *) user_data)->variant;
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (request->message);

  if (!is_call (request))
    return mcp_test_be_legacy (request, CAPABILITIES, NULL);

  g_autofree char *id = gate_json_to_text (request->id);
  g_autofree char *quoted = mcp_test_quote (test->body);
  g_auto(GStrv) parts = g_strsplit (quoted, "ID", -1);
  g_autofree char *text = g_strjoinv (id, parts);
  if (test->status == 307)
    soup_message_headers_replace (headers, "Location", "https://example.com/mcp");
  if (test->status == 429)
    soup_message_headers_replace (headers, "Retry-After", "17");
  mcp_test_reply (request, test->status, test->type, text);
  return TRUE;
}

static void
test_broken (gconstpointer data)
{
  const Broken *test = data;
  Fixture fixture;
  g_autoptr(GError) error = NULL;
  gint64 begin = g_get_monotonic_time ();

  start (&fixture, handle_broken, data);
  g_assert_null (mcp_test_call (fixture.client, "t", NULL, &error));
  g_test_message ("%s", error->message);
  g_assert_cmpint (error->code, ==, (int) test->code);
  g_assert_true (!test->names || strstr (error->message, test->names));
  g_assert_cmpint (gate_error_get_layer (error), !=, GATE_LAYER_NONE);
  g_assert_nonnull (gate_error_get_remedy (error));
  g_assert_cmpuint (gate_error_get_retry_after (error), ==, test->status == 429 ? 17 : 0);
  g_assert_cmpuint (mcp_test_server_count (fixture.server, "POST tools/call"), ==, 1);
  g_assert_cmpint (g_get_monotonic_time () - begin, <, G_USEC_PER_SEC);
  stop (&fixture);
}

static gboolean
handle_hang (McpTestRequest *request,
             gpointer        user_data)
{
  Fixture *fixture = user_data;

  if (!is_call (request))
    return mcp_test_be_legacy (request, CAPABILITIES, "s");
  if (g_str_equal (fixture->variant, "head"))
    soup_server_message_pause (request->message);
  else
    fixture->stream = mcp_test_open_stream (request);
  return TRUE;
}

/* Cancelled by the person, or by the time limit: the server is told, and nothing waits any more. */
static void
test_cancel (gconstpointer data)
{
  const GateMcpLimits limits = { .request_ms = 300 };
  Fixture fixture;
  g_autoptr(GError) error = NULL;

  start (&fixture, handle_hang, data);
  gate_mcp_client_set_limits (fixture.client, &limits);
  g_assert_null (mcp_test_call (fixture.client, "t", NULL, &error));
  g_assert_true (gate_error_matches (error, GATE_ERROR_TIMED_OUT));
  gate_test_wait_until (mcp_test_server_count (fixture.server, "POST notifications/cancelled") == 1);
  JsonObject *call = mcp_test_server_body (fixture.server, "POST tools/call");
  JsonObject *params = gate_json_get_object (mcp_test_server_body (fixture.server, "POST notifications/cancelled"), "params");
  g_assert_true (gate_json_equal (gate_json_get (params, "requestId"), gate_json_get (call, "id")));
  stop (&fixture);
}

/* -32042: the person visits the page, the server says that it is done, and the call is made again. */
static gboolean
handle_visit (McpTestRequest *request,
              gpointer        user_data)
{
  Fixture *fixture = user_data;

  if (g_str_equal (request->verb, "GET"))
    fixture->get = mcp_test_open_stream (request);
  else if (!is_call (request))
    return mcp_test_be_legacy (request, CAPABILITIES, NULL);
  else if (mcp_test_server_count (request->server, "POST tools/call") == 1 || g_str_equal (fixture->variant, "always"))
    mcp_test_reply_error (request, 200, -32042, "URL elicitation required",
                          "{'elicitations':[{'mode':'url','elicitationId':'e1','url':'https://example.com/connect','message':'Connect'}]}");
  else
    mcp_test_reply_result (request, "{'content':[]}");
  return TRUE;
}

static gboolean
complete_visit (gpointer user_data)
{
  Fixture *fixture = user_data;

  if (fixture->face->open.length == 0)
    return G_SOURCE_CONTINUE;
  mcp_test_send_event (fixture->get, NULL, "{'jsonrpc':'2.0','method':'notifications/elicitation/complete','params':{'elicitationId':'e1'}}");
  return G_SOURCE_REMOVE;
}

static void
test_visit (gconstpointer data)
{
  Fixture fixture;
  g_autoptr(GError) error = NULL;

  start (&fixture, handle_visit, data);
  mcp_test_connect (fixture.client, NULL);
  if (g_str_equal (data, "declined"))
    mcp_test_face_answer (fixture.face, GATE_CHOICE_DECLINE, NULL);
  else if (g_str_equal (data, "server-says"))
    {
      mcp_test_face_answer (fixture.face, GATE_CHOICE_ACCEPT, NULL);
      g_timeout_add (10, complete_visit, &fixture);
    }
  else
    for (guint i = 0; i < 6; i++)
      mcp_test_face_answer (fixture.face, GATE_CHOICE_ACCEPT, NULL);
  g_autoptr(JsonNode) result = mcp_test_call (fixture.client, "t", NULL, &error);
  if (g_str_equal (data, "declined"))
    g_assert_true (gate_error_matches (error, GATE_ERROR_REFUSED));
  else if (g_str_equal (data, "always"))
    g_assert_true (gate_error_matches (error, GATE_ERROR_SERVICE));
  else
    g_assert_no_error (error);
  g_assert_cmpuint (mcp_test_server_count (fixture.server, "POST tools/call"), ==,
                    g_str_equal (data, "declined") ? 1 : g_str_equal (data, "always") ? 4 : 2);
  g_assert_cmpint (gate_question_get_kind (fixture.face->questions->pdata[0]), ==, GATE_QUESTION_ELICIT_URL);
  stop (&fixture);
}

/* Tasks of 2025-11-25: the call makes a task, which is asked after, and whose result is fetched. */
static gboolean
handle_task (McpTestRequest *request,
             gpointer        user_data)
{
  Fixture *fixture = user_data;
  guint n_polls = mcp_test_server_count (request->server, "POST tasks/get");

  if (is_call (request) && gate_json_get_object (request->params, "task"))
    mcp_test_reply_result (request, "{'task':{'taskId':'t1','status':'working','ttl':60000,'pollInterval':50,'createdAt':'x','lastUpdatedAt':'x'}}");
  else if (g_strcmp0 (request->method, "tasks/get") == 0)
    {
      g_assert_cmpstr (gate_json_get_string (request->params, "taskId"), ==, "t1");
      if (g_str_equal (fixture->variant, "endless") || n_polls < 3)
        mcp_test_reply_result (request, "{'taskId':'t1','status':'working','pollInterval':50}");
      else if (g_str_equal (fixture->variant, "cancelled"))
        mcp_test_reply_result (request, "{'taskId':'t1','status':'cancelled'}");
      else if (g_str_equal (fixture->variant, "strange"))
        mcp_test_reply_result (request, "{'taskId':'t1','status':'sleeping'}");
      else
        mcp_test_reply_result (request, g_str_equal (fixture->variant, "failed") ? "{'taskId':'t1','status':'failed','statusMessage':'broken'}"
                                                                                   : "{'taskId':'t1','status':'completed'}");
    }
  else if (g_strcmp0 (request->method, "tasks/result") == 0 && g_str_equal (fixture->variant, "failed"))
    mcp_test_reply_error (request, 200, -32603, "broken", NULL);
  else if (g_strcmp0 (request->method, "tasks/result") == 0)
    mcp_test_reply_result (request, "{'content':[{'type':'text','text':'slow'}]}");
  else if (g_strcmp0 (request->method, "tasks/cancel") == 0)
    mcp_test_reply_result (request, "{'taskId':'t1','status':'cancelled'}");
  else
    return mcp_test_be_legacy (request, "{'tools':{},'tasks':{'cancel':{},'requests':{'tools':{'call':{}}}}}", NULL);
  return TRUE;
}

static gboolean
cancel_soon (gpointer user_data)
{
  g_cancellable_cancel (user_data);
  return G_SOURCE_REMOVE;
}

static void
test_task (gconstpointer data)
{
  Fixture fixture;
  g_autoptr(JsonNode) node = mcp_test_json ("{'name':'t','inputSchema':{},'execution':{'taskSupport':'required'}}");
  g_autoptr(GateMcpTool) tool = gate_mcp_tool_new_from_json (node, NULL);
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  gboolean is_endless = g_str_equal (data, "endless");

  start (&fixture, handle_task, data);
  gate_mcp_client_call_tool_async (fixture.client, tool, NULL, NULL, NULL, NULL, cancellable, gate_test_keep_result, &result);
  if (is_endless)
    {
      gate_test_wait_until (mcp_test_server_count (fixture.server, "POST tasks/get") >= 2);
      g_timeout_add (10, cancel_soon, cancellable);
    }
  gate_test_wait (result);
  g_autoptr(JsonNode) value = gate_mcp_client_call_tool_finish (fixture.client, result, &error);
  if (g_str_equal (data, "completed"))
    {
      g_assert_no_error (error);
      g_autofree char *text = mcp_test_text (value);
      g_assert_cmpstr (text, ==, "slow");
      g_assert_cmpuint (mcp_test_server_count (fixture.server, "POST tasks/get"), ==, 3);
    }
  else if (is_endless)
    {
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      gate_test_wait_until (mcp_test_server_count (fixture.server, "POST tasks/cancel") == 1);
    }
  else
    g_assert_cmpint (error->code, ==, (int) (g_str_equal (data, "strange") ? GATE_ERROR_PROTOCOL : GATE_ERROR_SERVICE));
  g_clear_object (&result);
  stop (&fixture);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (broken); i++)
    {
      g_autofree char *path = g_strconcat ("/mcp/http-legacy/broken/", broken[i].name, NULL);

      g_test_add_data_func (path, &broken[i], test_broken);
    }
  g_test_add_data_func ("/mcp/http-legacy/cancel/head", "head", test_cancel);
  g_test_add_data_func ("/mcp/http-legacy/cancel/stream", "stream", test_cancel);
  g_test_add_data_func ("/mcp/http-legacy/lost-session/404", "404", test_lost_session);
  g_test_add_data_func ("/mcp/http-legacy/lost-session/400", "400", test_lost_session);
  g_test_add_data_func ("/mcp/http-legacy/lost-session/always", "always", test_lost_session);
  g_test_add_func ("/mcp/http-legacy/lost-get", test_lost_get);
  g_test_add_data_func ("/mcp/http-legacy/resume/no-id", "no-id", test_resume);
  g_test_add_data_func ("/mcp/http-legacy/resume/id", "id", test_resume);
  g_test_add_data_func ("/mcp/http-legacy/resume/cut", "cut", test_resume);
  g_test_add_func ("/mcp/http-legacy/headers", test_headers);
  g_test_add_func ("/mcp/http-legacy/stream", test_stream);
  g_test_add_func ("/mcp/http-legacy/order", test_order);
  g_test_add_func ("/mcp/http-legacy/get", test_get);
  g_test_add_data_func ("/mcp/http-legacy/batch/json", "json", test_batch);
  g_test_add_data_func ("/mcp/http-legacy/batch/event", "event", test_batch);
  g_test_add_data_func ("/mcp/http-legacy/visit/declined", "declined", test_visit);
  g_test_add_data_func ("/mcp/http-legacy/visit/always", "always", test_visit);
  g_test_add_data_func ("/mcp/http-legacy/visit/server-says", "server-says", test_visit);
  g_test_add_data_func ("/mcp/http-legacy/visit/person-says", "person-says", test_visit);
  g_test_add_data_func ("/mcp/http-legacy/task/failed", "failed", test_task);
  g_test_add_data_func ("/mcp/http-legacy/task/cancelled", "cancelled", test_task);
  g_test_add_data_func ("/mcp/http-legacy/task/strange", "strange", test_task);
  g_test_add_data_func ("/mcp/http-legacy/task/endless", "endless", test_task);
  g_test_add_data_func ("/mcp/http-legacy/task/completed", "completed", test_task);
  return g_test_run ();
}
