// SPDX-License-Identifier: GPL-3.0-or-later
#include "sample-fixture.h"

static const GateSampleOptions open_door = { .no_sign_in = TRUE };

/* A session of the older era: its id, and the revision that was agreed on. */
typedef struct {
  Fixture *fixture;
  char    *id;
  char    *version;
} Session;

static SoupMessage *
post (Session    *session,
      const char *body)
{
  SoupMessage *message = fixture_message (session->fixture, "POST", MCP, "application/json", body,
                                          "Accept", "application/json, text/event-stream", NULL);
  SoupMessageHeaders *headers = soup_message_get_request_headers (message);

  if (session->id)
    soup_message_headers_replace (headers, "Mcp-Session-Id", session->id);
  if (session->version)
    soup_message_headers_replace (headers, "MCP-Protocol-Version", session->version);
  return message;
}

static Answer *
say (Session    *session,
     const char *body)
{
  return fixture_send (session->fixture, post (session, body));
}

static char *
request (int         id,
         const char *method,
         const char *params)
{
  return g_strdup_printf ("{\"jsonrpc\":\"2.0\",\"id\":%d,\"method\":\"%s\",\"params\":%s}", id, method, params);
}

static Answer *
ask (Session    *session,
     int         id,
     const char *method,
     const char *params)
{
  g_autofree char *body = request (id, method, params);

  return say (session, body);
}

static Session
begin (Fixture    *fixture,
       const char *version,
       const char *capabilities)
{
  Session session = { .fixture = fixture };
  g_autofree char *params = g_strdup_printf ("{\"protocolVersion\":\"%s\",\"capabilities\":%s,\"clientInfo\":{\"name\":\"t\",\"version\":\"1\"}}",
                                             version, capabilities);
  g_autoptr(Answer) answer = ask (&session, 0, "initialize", params);

  g_assert_cmpuint (answer->status, ==, 200);
  session.id = g_strdup (answer_header (answer, "Mcp-Session-Id"));
  session.version = g_strdup (answer_string (answer, "result|protocolVersion"));
  g_assert_nonnull (session.id);
  g_autoptr(Answer) accepted = say (&session, "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}");
  g_assert_cmpuint (accepted->status, ==, 202);
  g_assert_cmpstr (accepted->body, ==, NULL);
  return session;
}

static void
session_clear (Session *session)
{
  g_free (session->id);
  g_free (session->version);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Session, session_clear)

static Stream *
open_stream (Session    *session,
             const char *last_id)
{
  SoupMessage *message = fixture_message (session->fixture, "GET", MCP, NULL, NULL, "Accept", "text/event-stream",
                                          "Mcp-Session-Id", session->id, NULL);

  if (last_id)
    soup_message_headers_replace (soup_message_get_request_headers (message), "Last-Event-ID", last_id);
  return fixture_open (session->fixture, message);
}

static void
test_versions (void)
{
  static const struct {
    const char *wanted;
    const char *agreed;
  } cases[] = {
    { "2024-11-05", "2024-11-05" },
    { "2025-03-26", "2025-03-26" },
    { "2025-06-18", "2025-06-18" },
    { "2025-11-25", "2025-11-25" },
    { "2026-07-28", "2025-11-25" },
    { "1999-01-01", "2025-11-25" },
  };
  Fixture fixture = { 0 };

  fixture_start (&fixture, open_door);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto(Session) session = begin (&fixture, cases[i].wanted, "{}");
      g_autoptr(Answer) list = ask (&session, 1, "tools/list", "{}");

      g_assert_cmpstr (session.version, ==, cases[i].agreed);
      g_assert_cmpuint (list->status, ==, 200);
      g_assert_cmpuint (json_array_get_length (json_node_get_array (answer_find (list, "result|tools"))), ==, 13);
      g_assert_null (answer_find (list, "result|ttlMs"));
      g_assert_null (answer_find (list, "result|resultType"));
    }
  fixture_stop (&fixture);
}

static void
test_bad_requests (void)
{
  static const struct {
    const char *body;
    guint       status;
    gint64      code;
  } cases[] = {
    { "", 400, -32700 },
    { "{", 400, -32700 },
    { "\"text\"", 400, -32700 },
    { "[]", 400, -32600 },
    { "{}", 400, -32600 },
    { "{\"jsonrpc\":\"1.0\",\"id\":1,\"method\":\"ping\"}", 400, -32600 },
    { "{\"jsonrpc\":\"2.0\",\"id\":null,\"method\":\"ping\"}", 400, -32600 },
    { "{\"jsonrpc\":\"2.0\",\"id\":{},\"method\":\"ping\"}", 400, -32600 },
    { "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"params\":[]}", 400, -32600 },
    { "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"no/such\"}", 200, -32601 },
    { "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"server/discover\"}", 200, -32601 },
    { "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"subscriptions/listen\",\"params\":{\"notifications\":{}}}", 200, -32601 },
    { "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\"}", 200, -32602 },
    { "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"nothing\"}}", 200, -32602 },
    { "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"sticky_note\",\"arguments\":[]}}", 200, -32602 },
    { "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"sticky_note\",\"arguments\":null}}", 200, -32602 },
    { "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\",\"params\":{\"cursor\":\"x\"}}", 200, -32602 },
    { "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"resources/list\",\"params\":{\"cursor\":\"x\"}}", 200, -32602 },
    { "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"resources/read\",\"params\":{\"uri\":\"file:///etc/passwd\"}}", 200, -32002 },
    { "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"resources/read\",\"params\":{\"uri\":\"sample://notes/../notes/note-001\"}}", 200, -32002 },
    { "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"resources/read\",\"params\":{}}", 200, -32602 },
    { "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"resources/subscribe\",\"params\":{\"uri\":\"sample://notes/none\"}}", 200, -32002 },
    { "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"prompts/get\",\"params\":{\"name\":\"none\"}}", 200, -32602 },
    { "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"prompts/get\",\"params\":{\"name\":\"summarise_note\"}}", 200, -32602 },
    { "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"completion/complete\",\"params\":{}}", 200, -32602 },
    { "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"logging/setLevel\",\"params\":{\"level\":\"loud\"}}", 200, -32602 },
    { "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}", 200, 0 },
  };
  Fixture fixture = { 0 };

  fixture_start (&fixture, open_door);
  g_auto(Session) session = begin (&fixture, "2025-11-25", "{}");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(Answer) answer = say (&session, cases[i].body);

      g_test_message ("%s", cases[i].body);
      g_assert_cmpuint (answer->status, ==, cases[i].status);
      if (cases[i].code == 0)
        g_assert_null (answer_find (answer, "error"));
      else
        g_assert_cmpint (answer_int (answer, "error|code"), ==, cases[i].code);
    }
  fixture_stop (&fixture);
}

static void
test_headers (void)
{
  static const struct {
    const char *name;
    const char *value;
    guint       status;
  } cases[] = {
    { "Content-Type", "text/plain", 415 },
    { "Accept", "application/json", 406 },
    { "Accept", "text/event-stream", 406 },
    { "Accept", "*/*", 200 },
    { "Accept", "text/*;q=0.5 , application/*", 200 },
    { "Mcp-Session-Id", "unknown", 404 },
    { "MCP-Protocol-Version", "1999-01-01", 400 },
    { "MCP-Protocol-Version", "2025-03-26", 200 },
  };
  Fixture fixture = { 0 };

  fixture_start (&fixture, open_door);
  g_auto(Session) session = begin (&fixture, "2025-11-25", "{}");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *body = request (1, "ping", "{}");
      SoupMessage *message = post (&session, body);

      soup_message_headers_replace (soup_message_get_request_headers (message), cases[i].name, cases[i].value);
      g_autoptr(Answer) answer = fixture_send (&fixture, message);
      g_test_message ("%s: %s", cases[i].name, cases[i].value);
      g_assert_cmpuint (answer->status, ==, cases[i].status);
    }
  fixture_stop (&fixture);
}

static void
test_session_life (void)
{
  Fixture fixture = { 0 };

  fixture_start (&fixture, open_door);
  Session none = { .fixture = &fixture };
  g_autoptr(Answer) without = ask (&none, 1, "tools/list", "{}");
  g_assert_cmpuint (without->status, ==, 400);

  g_auto(Session) session = begin (&fixture, "2025-11-25", "{}");
  g_autoptr(Answer) again = ask (&session, 1, "ping", "{}");
  g_assert_cmpuint (again->status, ==, 200);
  g_autoptr(Answer) gone = fixture_send (&fixture, fixture_message (&fixture, "DELETE", MCP, NULL, NULL, "Mcp-Session-Id", session.id, NULL));
  g_assert_cmpuint (gone->status, ==, 204);
  g_autoptr(Answer) dead = ask (&session, 2, "ping", "{}");
  g_assert_cmpuint (dead->status, ==, 404);
  fixture_stop (&fixture);
}

/* Whoever learns the id of a session cannot use it with another sign-in. */
static void
test_session_of_another (void)
{
  Fixture fixture = { 0 };

  fixture_start (&fixture, (GateSampleOptions) { .auto_approve = TRUE });
  g_autofree char *alice = fixture_sign_in (&fixture, "notes.read");
  g_autofree char *mallory = fixture_sign_in (&fixture, "notes.read");
  g_autofree char *hello = request (0, "initialize", "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{},\"clientInfo\":{}}");
  g_autofree char *body = request (1, "ping", "{}");
  g_autoptr(Answer) begun = fixture_send (&fixture, fixture_message (&fixture, "POST", MCP, "application/json", hello, "Authorization", alice,
                                                                     "Accept", "application/json, text/event-stream", NULL));
  const char *id = answer_header (begun, "Mcp-Session-Id");
  g_autoptr(Answer) hers = fixture_send (&fixture, fixture_message (&fixture, "POST", MCP, "application/json", body, "Authorization", alice,
                                                                    "Accept", "application/json, text/event-stream",
                                                                    "Mcp-Session-Id", id, NULL));
  g_autoptr(Answer) stolen = fixture_send (&fixture, fixture_message (&fixture, "POST", MCP, "application/json", body, "Authorization", mallory,
                                                                      "Accept", "application/json, text/event-stream",
                                                                      "Mcp-Session-Id", id, NULL));
  g_autoptr(Answer) deleted = fixture_send (&fixture, fixture_message (&fixture, "DELETE", MCP, NULL, NULL, "Authorization", mallory,
                                                                       "Mcp-Session-Id", id, NULL));

  g_assert_cmpuint (hers->status, ==, 200);
  g_assert_cmpuint (stolen->status, ==, 404);
  g_assert_cmpuint (deleted->status, ==, 404);
  fixture_stop (&fixture);
}

static void
test_wrong_arguments (void)
{
  static const char params[] = "{\"name\":\"get_invoice\",\"arguments\":{\"number\":\"x\"}}";
  Fixture fixture = { 0 };

  fixture_start (&fixture, open_door);
  g_auto(Session) old = begin (&fixture, "2025-06-18", "{}");
  g_auto(Session) young = begin (&fixture, "2025-11-25", "{}");
  g_autoptr(Answer) as_error = ask (&old, 1, "tools/call", params);
  g_autoptr(Answer) as_result = ask (&young, 1, "tools/call", params);

  g_assert_cmpint (answer_int (as_error, "error|code"), ==, -32602);
  g_assert_true (json_node_get_boolean (answer_find (as_result, "result|isError")));
  fixture_stop (&fixture);
}

static void
test_progress_and_log (void)
{
  Fixture fixture = { 0 };
  guint n_progress = 0, n_logs = 0;

  fixture_start (&fixture, open_door);
  g_auto(Session) session = begin (&fixture, "2025-11-25", "{}");
  g_autoptr(Answer) level = ask (&session, 1, "logging/setLevel", "{\"level\":\"info\"}");
  g_autoptr(Answer) answer = ask (&session, 2, "tools/call", "{\"name\":\"generate_report\",\"arguments\":{\"seconds\":0},"
                                                             "\"_meta\":{\"progressToken\":\"t\"}}");

  g_assert_cmpuint (level->status, ==, 200);
  for (guint i = 0; i < answer->events->len; i++)
    {
      const char *method = json_text (answer->events->pdata[i], "method");

      n_progress += g_strcmp0 (method, "notifications/progress") == 0;
      n_logs += g_strcmp0 (method, "notifications/message") == 0;
    }
  g_assert_cmpuint (n_progress, ==, 10);
  g_assert_cmpuint (n_logs, ==, 10);
  g_assert_nonnull (answer_find (answer, "result|structuredContent|outstanding"));
  fixture_stop (&fixture);
}

/* The connection ends half way; the client comes back with the id of the last event, and nothing is lost or sent twice. */
static void
test_resumption (void)
{
  Fixture fixture = { 0 };
  gint64 progress = 0;

  fixture_start (&fixture, open_door);
  g_auto(Session) session = begin (&fixture, "2025-11-25", "{}");
  g_autofree char *body = request (7, "tools/call", "{\"name\":\"generate_report\",\"arguments\":{\"seconds\":0,\"disconnect\":true},"
                                                    "\"_meta\":{\"progressToken\":1}}");
  g_autoptr(Stream) first = fixture_open (&fixture, post (&session, body));
  JsonNode *event = NULL;
  while ((event = stream_next (first)))
    {
      progress++;
      g_assert_cmpint (json_node_get_int (json_find (event, "params|progress")), ==, progress);
      json_node_unref (event);
    }
  g_assert_cmpint (progress, ==, 5);

  g_autoptr(Stream) second = open_stream (&session, first->last_id);
  g_assert_cmpuint (second->status, ==, 200);
  while ((event = stream_next (second)) && json_find (event, "method"))
    {
      progress++;
      g_assert_cmpint (json_node_get_int (json_find (event, "params|progress")), ==, progress);
      json_node_unref (event);
    }
  g_assert_cmpint (progress, ==, 10);
  g_assert_nonnull (event);
  g_assert_cmpint (json_node_get_int (json_find (event, "id")), ==, 7);
  json_node_unref (event);
  g_assert_null (stream_next (second));

  /* Once more, from the beginning: all of it is still there; of another session's, nothing. */
  g_autoptr(Stream) third = open_stream (&session, "1-0");
  stream_read_to_end (third);
  g_assert_nonnull (strstr (third->text->str, "structuredContent"));
  g_auto(Session) other = begin (&fixture, "2025-11-25", "{}");
  g_autoptr(Stream) foreign = open_stream (&other, first->last_id);
  g_assert_cmpuint (foreign->status, ==, 400);
  fixture_stop (&fixture);
}

static void
test_cancellation (void)
{
  Fixture fixture = { 0 };

  fixture_start (&fixture, open_door);
  g_auto(Session) session = begin (&fixture, "2025-11-25", "{}");
  g_autofree char *body = request (7, "tools/call", "{\"name\":\"generate_report\",\"arguments\":{\"seconds\":600}}");
  g_autoptr(Stream) stream = fixture_open (&fixture, post (&session, body));
  g_autoptr(Answer) twice = say (&session, body);
  g_autoptr(Answer) other = say (&session, "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":\"7\"}}");
  g_autoptr(Answer) cancelled = say (&session, "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":7}}");

  g_assert_cmpint (answer_int (twice, "error|code"), ==, -32600);
  g_assert_cmpuint (other->status, ==, 202);
  g_assert_cmpuint (cancelled->status, ==, 202);
  g_assert_null (stream_next (stream));
  g_autoptr(Answer) free_again = ask (&session, 7, "ping", "{}");
  g_assert_cmpuint (free_again->status, ==, 200);
  fixture_stop (&fixture);
}

static void
expect_push (Stream     *stream,
             const char *method,
             const char *uri)
{
  g_autoptr(JsonNode) event = stream_next (stream);

  g_assert_nonnull (event);
  g_assert_cmpstr (json_text (event, "method"), ==, method);
  g_assert_cmpstr (json_text (event, "params|uri"), ==, uri);
}

static Answer *
set_status (Session    *session,
            int         id,
            const char *number,
            const char *status)
{
  g_autofree char *params = g_strdup_printf ("{\"name\":\"update_invoice_status\",\"arguments\":{\"number\":\"%s\",\"status\":\"%s\"}}",
                                             number, status);

  return ask (session, id, "tools/call", params);
}

static void
test_pushes (void)
{
  Fixture fixture = { 0 };

  fixture_start (&fixture, open_door);
  g_auto(Session) session = begin (&fixture, "2025-11-25", "{}");
  g_autoptr(Stream) stream = open_stream (&session, NULL);
  g_autoptr(Answer) second = fixture_send (&fixture, fixture_message (&fixture, "GET", MCP, NULL, NULL, "Accept", "text/event-stream",
                                                                      "Mcp-Session-Id", session.id, NULL));
  g_assert_cmpuint (second->status, ==, 409);

  g_autoptr(Answer) changed = ask (&session, 1, "tools/call", "{\"name\":\"change_definition\"}");
  expect_push (stream, "notifications/tools/list_changed", NULL);
  g_autoptr(Answer) list = ask (&session, 2, "tools/list", "{}");
  g_assert_nonnull (strstr (list->body, "Sticky note, in colour"));
  g_assert_cmpint (answer_int (changed, "result|structuredContent|revision"), ==, 1);

  /* Only what was subscribed to is told, and only until it is no longer. */
  g_autoptr(Answer) yes = ask (&session, 3, "resources/subscribe", "{\"uri\":\"sample://invoices/INV-2026-003\"}");
  g_autoptr(Answer) two = set_status (&session, 4, "INV-2026-002", "open");
  g_autoptr(Answer) three = set_status (&session, 5, "INV-2026-003", "open");
  expect_push (stream, "notifications/resources/updated", "sample://invoices/INV-2026-003");
  g_autoptr(Answer) no = ask (&session, 6, "resources/unsubscribe", "{\"uri\":\"sample://invoices/INV-2026-003\"}");
  g_autoptr(Answer) four = set_status (&session, 7, "INV-2026-003", "paid");
  g_autoptr(Answer) note = ask (&session, 8, "tools/call", "{\"name\":\"create_note\",\"arguments\":{\"title\":\"x\",\"text\":\"y\"}}");
  expect_push (stream, "notifications/resources/list_changed", NULL);

  g_assert_cmpstr (answer_string (three, "result|structuredContent|before"), ==, "paid");
  g_assert_cmpstr (answer_string (four, "result|structuredContent|before"), ==, "open");
  g_assert_cmpstr (answer_string (note, "result|structuredContent|id"), ==, "note-015");
  fixture_stop (&fixture);
}

/* What happens while nobody listens is told when somebody does, once. */
static void
test_late_listener (void)
{
  Fixture fixture = { 0 };

  fixture_start (&fixture, open_door);
  g_auto(Session) session = begin (&fixture, "2025-11-25", "{}");
  g_autoptr(Answer) changed = ask (&session, 1, "tools/call", "{\"name\":\"change_definition\"}");
  g_autoptr(Stream) stream = open_stream (&session, NULL);
  expect_push (stream, "notifications/tools/list_changed", NULL);
  g_autoptr(Answer) deleted = ask (&session, 2, "tools/call", "{\"name\":\"delete_note\",\"arguments\":{\"id\":\"note-001\"}}");
  expect_push (stream, "notifications/resources/list_changed", NULL);
  fixture_stop (&fixture);
}

static void
test_batch (void)
{
  Fixture fixture = { 0 };

  fixture_start (&fixture, open_door);
  g_auto(Session) session = begin (&fixture, "2025-03-26", "{}");
  g_auto(Session) young = begin (&fixture, "2025-06-18", "{}");
  static const char body[] = "[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"},"
                             "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"},"
                             "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"tools/call\",\"params\":{\"name\":\"generate_report\",\"arguments\":{\"seconds\":0}}},"
                             "{\"jsonrpc\":\"2.0\",\"id\":3,\"method\":\"nothing\"}]";
  g_autoptr(Answer) answer = say (&session, body);
  g_autoptr(Answer) refused = say (&young, body);
  g_autoptr(Answer) quiet = say (&session, "[{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}]");
  g_autoptr(Answer) empty = say (&session, "[]");

  g_assert_cmpuint (answer->events->len, ==, 1);
  g_assert_cmpint (answer_int (answer, "0|id"), ==, 1);
  g_assert_cmpint (answer_int (answer, "1|id"), ==, 3);
  g_assert_cmpint (answer_int (answer, "2|id"), ==, 2);
  g_assert_cmpuint (refused->status, ==, 400);
  g_assert_cmpuint (quiet->status, ==, 202);
  g_assert_cmpuint (empty->status, ==, 400);
  fixture_stop (&fixture);
}

static void
reply (Session    *session,
       JsonNode   *question,
       const char *result)
{
  g_autofree char *body = g_strdup_printf ("{\"jsonrpc\":\"2.0\",\"id\":%" G_GINT64_FORMAT ",\"result\":%s}",
                                           json_node_get_int (json_find (question, "id")), result);
  g_autoptr(Answer) answer = say (session, body);

  g_assert_cmpuint (answer->status, ==, 202);
}

static Stream *
open_call (Session    *session,
           const char *params)
{
  g_autofree char *body = request (50, "tools/call", params);

  return fixture_open (session->fixture, post (session, body));
}

static void
test_elicitation (void)
{
  Fixture fixture = { 0 };

  fixture_start (&fixture, open_door);
  g_auto(Session) session = begin (&fixture, "2025-11-25", "{\"elicitation\":{}}");
  g_autoptr(Stream) stream = open_call (&session, "{\"name\":\"plan_meeting\",\"arguments\":{\"subject\":\"tea\"}}");
  g_autoptr(JsonNode) first = stream_next (stream);

  g_assert_cmpstr (json_text (first, "method"), ==, "elicitation/create");
  g_assert_cmpstr (json_text (first, "params|mode"), ==, "form");
  g_assert_cmpstr (json_text (first, "params|requestedSchema|properties|time|oneOf|0|const"), ==, "09:00");

  /* What does not fit the form is asked for again; a day on a weekend is asked about. */
  reply (&session, first, "{\"action\":\"accept\",\"content\":{\"day\":\"soon\"}}");
  g_autoptr(JsonNode) second = stream_next (stream);
  g_assert_true (g_str_has_prefix (json_text (second, "params|message"), "The answer did not fit the form."));
  reply (&session, second, "{\"action\":\"accept\",\"content\":{\"day\":\"2026-11-21\",\"time\":\"16:00\",\"minutes\":45}}");
  g_autoptr(JsonNode) third = stream_next (stream);
  g_assert_nonnull (json_find (third, "params|requestedSchema|properties|sure"));
  reply (&session, third, "{\"action\":\"accept\",\"content\":{\"sure\":true}}");
  g_autoptr(JsonNode) last = stream_next (stream);
  g_assert_cmpstr (json_text (last, "result|structuredContent|day"), ==, "2026-11-21");
  g_assert_null (stream_next (stream));
  fixture_stop (&fixture);
}

static void
test_elicitation_refused (void)
{
  static const char *const answers[] = { "{\"action\":\"decline\"}", "{\"action\":\"cancel\"}", "{}" };
  Fixture fixture = { 0 };

  fixture_start (&fixture, open_door);
  g_auto(Session) session = begin (&fixture, "2025-06-18", "{\"elicitation\":{}}");
  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      g_autoptr(Stream) stream = open_call (&session, "{\"name\":\"plan_meeting\",\"arguments\":{\"subject\":\"tea\",\"day\":\"2026-11-20\"}}");
      g_autoptr(JsonNode) question = stream_next (stream);

      g_assert_null (json_find (question, "params|mode"));
      g_assert_null (json_find (question, "params|requestedSchema|properties|day"));
      g_assert_cmpstr (json_text (question, "params|requestedSchema|properties|time|enumNames|0"), ==, "In the morning, 9 o'clock");
      reply (&session, question, answers[i]);
      g_autoptr(JsonNode) last = stream_next (stream);
      g_assert_true (json_node_get_boolean (json_find (last, "result|isError")));
    }

  /* A client that cannot ask is told so, and no question is sent. */
  g_auto(Session) dumb = begin (&fixture, "2025-11-25", "{\"elicitation\":{\"url\":{}}}");
  g_auto(Session) old = begin (&fixture, "2025-03-26", "{\"elicitation\":{}}");
  g_autoptr(Answer) cannot = ask (&dumb, 1, "tools/call", "{\"name\":\"plan_meeting\",\"arguments\":{\"subject\":\"tea\"}}");
  g_autoptr(Answer) too_old = ask (&old, 1, "tools/call", "{\"name\":\"plan_meeting\",\"arguments\":{\"subject\":\"tea\"}}");
  g_assert_true (json_node_get_boolean (answer_find (cannot, "result|isError")));
  g_assert_true (json_node_get_boolean (answer_find (too_old, "result|isError")));
  fixture_stop (&fixture);
}

/* The call is cancelled while its question is out: the question is taken back. */
static void
test_elicitation_cancelled (void)
{
  Fixture fixture = { 0 };

  fixture_start (&fixture, open_door);
  g_auto(Session) session = begin (&fixture, "2025-11-25", "{\"elicitation\":{}}");
  g_autoptr(Stream) stream = open_call (&session, "{\"name\":\"plan_meeting\",\"arguments\":{\"subject\":\"tea\"}}");
  g_autoptr(JsonNode) question = stream_next (stream);
  g_autoptr(Answer) cancelled = say (&session, "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":50}}");
  g_autoptr(JsonNode) taken_back = stream_next (stream);

  g_assert_cmpstr (json_text (taken_back, "method"), ==, "notifications/cancelled");
  g_assert_cmpint (json_node_get_int (json_find (taken_back, "params|requestId")), ==, json_node_get_int (json_find (question, "id")));
  g_assert_null (stream_next (stream));
  reply (&session, question, "{\"action\":\"accept\",\"content\":{}}");
  fixture_stop (&fixture);
}

static void
agree (Fixture    *fixture,
       const char *uri)
{
  g_autoptr(Answer) page = fixture_get (fixture, uri);
  g_assert_cmpuint (page->status, ==, 200);
  g_assert_nonnull (strstr (page->body, "autofocus"));
  g_autoptr(Answer) answer = fixture_send (fixture, fixture_message (fixture, "POST", uri, "application/x-www-form-urlencoded", "decision=agree", NULL));
  g_assert_cmpuint (answer->status, ==, 200);
}

static void
test_page (void)
{
  Fixture fixture = { 0 };

  fixture_start (&fixture, open_door);
  g_auto(Session) session = begin (&fixture, "2025-11-25", "{\"elicitation\":{\"url\":{}}}");
  g_autoptr(Stream) stream = open_call (&session, "{\"name\":\"open_terms\"}");
  g_autoptr(JsonNode) question = stream_next (stream);
  g_autofree char *uri = g_strdup (json_text (question, "params|url"));
  g_assert_cmpstr (json_text (question, "params|mode"), ==, "url");
  g_assert_true (g_str_has_prefix (uri, gate_sample_get_origin (fixture.sample)));
  reply (&session, question, "{\"action\":\"accept\"}");
  agree (&fixture, uri);
  g_autoptr(JsonNode) complete = stream_next (stream);
  g_autoptr(JsonNode) last = stream_next (stream);
  g_assert_cmpstr (json_text (complete, "method"), ==, "notifications/elicitation/complete");
  g_assert_cmpstr (json_text (complete, "params|elicitationId"), ==, json_text (question, "params|elicitationId"));
  g_assert_cmpstr (json_text (last, "result|content|0|text"), ==, "The person agreed to the terms.");
  fixture_stop (&fixture);
}

static void
test_page_by_error (void)
{
  Fixture fixture = { 0 };
  static const char params[] = "{\"name\":\"open_terms\",\"arguments\":{\"how\":\"error\"}}";

  fixture_start (&fixture, open_door);
  g_auto(Session) session = begin (&fixture, "2025-11-25", "{\"elicitation\":{\"url\":{}}}");
  g_autoptr(Stream) stream = open_stream (&session, NULL);
  g_autoptr(Answer) refused = ask (&session, 1, "tools/call", params);
  g_autoptr(Answer) again = ask (&session, 2, "tools/call", params);

  g_assert_cmpint (answer_int (refused, "error|code"), ==, -32042);
  g_assert_cmpstr (answer_string (again, "error|data|elicitations|0|elicitationId"), ==,
                   answer_string (refused, "error|data|elicitations|0|elicitationId"));
  agree (&fixture, answer_string (refused, "error|data|elicitations|0|url"));
  g_autoptr(JsonNode) complete = stream_next (stream);
  g_assert_cmpstr (json_text (complete, "params|elicitationId"), ==, answer_string (refused, "error|data|elicitations|0|elicitationId"));
  g_autoptr(Answer) done = ask (&session, 3, "tools/call", params);
  g_autoptr(Answer) anew = ask (&session, 4, "tools/call", params);
  g_assert_cmpstr (answer_string (done, "result|content|0|text"), ==, "The person agreed to the terms.");
  g_assert_cmpint (answer_int (anew, "error|code"), ==, -32042);
  fixture_stop (&fixture);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/sample/legacy/versions", test_versions);
  g_test_add_func ("/sample/legacy/bad-requests", test_bad_requests);
  g_test_add_func ("/sample/legacy/headers", test_headers);
  g_test_add_func ("/sample/legacy/session-life", test_session_life);
  g_test_add_func ("/sample/legacy/session-of-another", test_session_of_another);
  g_test_add_func ("/sample/legacy/wrong-arguments", test_wrong_arguments);
  g_test_add_func ("/sample/legacy/progress-and-log", test_progress_and_log);
  g_test_add_func ("/sample/legacy/resumption", test_resumption);
  g_test_add_func ("/sample/legacy/cancellation", test_cancellation);
  g_test_add_func ("/sample/legacy/pushes", test_pushes);
  g_test_add_func ("/sample/legacy/late-listener", test_late_listener);
  g_test_add_func ("/sample/legacy/batch", test_batch);
  g_test_add_func ("/sample/legacy/elicitation", test_elicitation);
  g_test_add_func ("/sample/legacy/elicitation-refused", test_elicitation_refused);
  g_test_add_func ("/sample/legacy/elicitation-cancelled", test_elicitation_cancelled);
  g_test_add_func ("/sample/legacy/page", test_page);
  g_test_add_func ("/sample/legacy/page-by-error", test_page_by_error);
  return g_test_run ();
}
