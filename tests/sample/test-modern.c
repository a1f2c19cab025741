// SPDX-License-Identifier: GPL-3.0-or-later
#include "sample-fixture.h"

#define META_FORM "{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\"," \
                  "\"io.modelcontextprotocol/clientCapabilities\":{\"elicitation\":{\"form\":{},\"url\":{}}}}"
#define META_BARE "{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\",\"io.modelcontextprotocol/clientCapabilities\":{}}"

static const GateSampleOptions open_door = { .no_sign_in = TRUE };

/* Members of params without the braces; "" for none. */
static char *
request (const char *id,
         const char *method,
         const char *members,
         const char *meta)
{
  return g_strdup_printf ("{\"jsonrpc\":\"2.0\",\"id\":%s,\"method\":\"%s\",\"params\":{%s%s\"_meta\":%s}}", id, method, members,
                          *members ? "," : "", meta);
}

static SoupMessage *
post (Fixture    *fixture,
      const char *method,
      const char *name,
      const char *body)
{
  SoupMessage *message = fixture_message (fixture, "POST", MCP, "application/json", body, "Accept", "application/json, text/event-stream",
                                          "MCP-Protocol-Version", "2026-07-28", "Mcp-Method", method, NULL);

  if (name)
    soup_message_headers_replace (soup_message_get_request_headers (message), "Mcp-Name", name);
  return message;
}

static Answer *
ask (Fixture    *fixture,
     const char *method,
     const char *name,
     const char *members)
{
  g_autofree char *body = request ("\"a\"", method, members, META_FORM);

  return fixture_send (fixture, post (fixture, method, name, body));
}

static Answer *
call (Fixture    *fixture,
      const char *tool,
      const char *members)
{
  g_autofree char *all = g_strdup_printf ("\"name\":\"%s\"%s%s", tool, *members ? "," : "", members);

  return ask (fixture, "tools/call", tool, all);
}

static void
test_discover (void)
{
  Fixture fixture = { 0 };

  fixture_start (&fixture, open_door);
  g_autoptr(Answer) answer = ask (&fixture, "server/discover", NULL, "");

  g_assert_cmpuint (answer->status, ==, 200);
  g_assert_null (answer_header (answer, "Mcp-Session-Id"));
  g_assert_cmpstr (answer_string (answer, "id"), ==, "a");
  g_assert_cmpstr (answer_string (answer, "result|supportedVersions|0"), ==, "2026-07-28");
  g_assert_null (answer_find (answer, "result|supportedVersions|1"));
  g_assert_cmpstr (answer_string (answer, "result|resultType"), ==, "complete");
  g_assert_cmpstr (answer_string (answer, "result|_meta|io.modelcontextprotocol/serverInfo|name"), ==, "gatehouse-sample");
  fixture_stop (&fixture);
}

static void
test_cached_results (void)
{
  static const struct {
    const char *method;
    const char *name;
    const char *members;
    gboolean    cached;
  } cases[] = {
    { "server/discover", NULL, "", TRUE },
    { "tools/list", NULL, "", TRUE },
    { "prompts/list", NULL, "", TRUE },
    { "resources/list", NULL, "", TRUE },
    { "resources/templates/list", NULL, "", TRUE },
    { "resources/read", "sample://notes/note-002", "\"uri\":\"sample://notes/note-002\"", TRUE },
    { "tools/call", "sticky_note", "\"name\":\"sticky_note\",\"arguments\":{\"text\":\"x\"}", FALSE },
    { "prompts/get", "chase_invoice", "\"name\":\"chase_invoice\",\"arguments\":{\"number\":\"INV-2026-010\"}", FALSE },
    { "completion/complete", NULL, "\"ref\":{\"type\":\"ref/prompt\",\"name\":\"chase_invoice\"},\"argument\":{\"name\":\"tone\",\"value\":\"f\"}", FALSE },
  };
  Fixture fixture = { 0 };

  fixture_start (&fixture, open_door);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(Answer) answer = ask (&fixture, cases[i].method, cases[i].name, cases[i].members);

      g_test_message ("%s", cases[i].method);
      g_assert_cmpuint (answer->status, ==, 200);
      g_assert_cmpstr (answer_string (answer, "result|resultType"), ==, "complete");
      g_assert_cmpstr (answer_string (answer, "result|cacheScope"), ==, cases[i].cached ? "private" : NULL);
      g_assert_true ((answer_int (answer, "result|ttlMs") > 0) == cases[i].cached);
    }
  fixture_stop (&fixture);
}

typedef struct {
  const char *header;
  const char *value;          /* NULL: left out */
  guint       status;
} HeaderCase;

static const HeaderCase header_cases[] = {
  { "MCP-Protocol-Version", NULL, 400 },
  { "MCP-Protocol-Version", "2025-11-25", 400 },
  { "MCP-Protocol-Version", " 2026-07-28 ", 200 },
  { "Mcp-Method", NULL, 400 },
  { "Mcp-Method", "tools/list", 400 },
  { "Mcp-Method", "Tools/Call", 400 },
  { "Mcp-Name", NULL, 400 },
  { "Mcp-Name", "", 400 },
  { "Mcp-Name", "get_invoice", 400 },
  { "Mcp-Name", "LIST_INVOICES", 400 },
  { "Mcp-Name", "=?base64?bGlzdF9pbnZvaWNlcw==?=", 200 },
  { "Mcp-Name", "=?base64?Z2V0X2ludm9pY2U=?=", 400 },
  { "Mcp-Name", "=?base64?/w==?=", 400 },
  { "Mcp-Param-Status", NULL, 400 },
  { "Mcp-Param-Status", "open", 400 },
  { "Mcp-Param-Status", "=?base64?cGFpZA==?=", 200 },
  { "Mcp-Param-Status", "=?base64?cG!FpZA==?=", 400 },
  { "Mcp-Param-Status", "=?base64?cGFpZA?=", 400 },
  { "Mcp-Param-Status", "=?base64?cGFpZA==", 400 },
  { "Mcp-Session-Id", "ignored", 200 },
  { "Accept", "application/json", 406 },
};

static void
test_headers (void)
{
  Fixture fixture = { 0 };

  fixture_start (&fixture, open_door);
  for (guint i = 0; i < G_N_ELEMENTS (header_cases); i++)
    {
      const HeaderCase *c = &header_cases[i];
      g_autofree char *body = request ("1", "tools/call", "\"name\":\"list_invoices\",\"arguments\":{\"status\":\"paid\"}", META_BARE);
      SoupMessage *message = post (&fixture, "tools/call", "list_invoices", body);
      SoupMessageHeaders *headers = soup_message_get_request_headers (message);

      soup_message_headers_replace (headers, "Mcp-Param-Status", "paid");
      if (c->value)
        soup_message_headers_replace (headers, c->header, c->value);
      else
        soup_message_headers_remove (headers, c->header);
      g_autoptr(Answer) answer = fixture_send (&fixture, message);
      g_test_message ("%s: %s", c->header, c->value ? c->value : "(none)");
      g_assert_cmpuint (answer->status, ==, c->status);
      if (c->status == 400)
        {
          g_assert_cmpint (answer_int (answer, "error|code"), ==, -32020);
          g_assert_cmpint (answer_int (answer, "id"), ==, 1);
        }
    }

  /* A header for an argument that is not given says something that the body does not. */
  g_autofree char *bare = request ("1", "tools/call", "\"name\":\"list_invoices\"", META_BARE);
  SoupMessage *message = post (&fixture, "tools/call", "list_invoices", bare);
  soup_message_headers_replace (soup_message_get_request_headers (message), "Mcp-Param-Status", "=?base64?!?=");
  g_autoptr(Answer) extra = fixture_send (&fixture, message);
  g_assert_cmpint (answer_int (extra, "error|code"), ==, -32020);
  fixture_stop (&fixture);
}

static void
test_meta (void)
{
  static const struct {
    const char *header;
    const char *meta;
    gint64      code;
  } cases[] = {
    { "2026-07-28", "{}", -32602 },
    { "2026-07-28", "{\"io.modelcontextprotocol/clientCapabilities\":{}}", -32602 },
    { "2026-07-28", "{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\"}", -32602 },
    { "2026-07-28", "{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\",\"io.modelcontextprotocol/clientCapabilities\":[]}", -32602 },
    { "2099-01-01", "{\"io.modelcontextprotocol/protocolVersion\":\"2099-01-01\",\"io.modelcontextprotocol/clientCapabilities\":{}}", -32022 },
    { "2025-11-25", "{\"io.modelcontextprotocol/protocolVersion\":\"2025-11-25\",\"io.modelcontextprotocol/clientCapabilities\":{}}", -32022 },
    { "2026-07-28", "{\"io.modelcontextprotocol/protocolVersion\":5,\"io.modelcontextprotocol/clientCapabilities\":{}}", -32020 },
  };
  Fixture fixture = { 0 };

  fixture_start (&fixture, open_door);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *body = request ("9", "tools/list", "", cases[i].meta);
      SoupMessage *message = post (&fixture, "tools/list", NULL, body);

      soup_message_headers_replace (soup_message_get_request_headers (message), "MCP-Protocol-Version", cases[i].header);
      g_autoptr(Answer) answer = fixture_send (&fixture, message);
      g_test_message ("%s", cases[i].meta);
      g_assert_cmpuint (answer->status, ==, 400);
      g_assert_cmpint (answer_int (answer, "error|code"), ==, cases[i].code);
      g_assert_cmpint (answer_int (answer, "id"), ==, 9);
      if (cases[i].code == -32022)
        {
          g_assert_cmpstr (answer_string (answer, "error|data|supported|0"), ==, "2026-07-28");
          g_assert_cmpstr (answer_string (answer, "error|data|requested"), ==, cases[i].header);
        }
    }
  fixture_stop (&fixture);
}

static void
test_gone_methods (void)
{
  static const char *const methods[] = {
    "initialize", "ping", "logging/setLevel", "resources/subscribe", "resources/unsubscribe", "roots/list", "tasks/list", "no/such"
  };
  Fixture fixture = { 0 };

  fixture_start (&fixture, open_door);
  for (guint i = 0; i < G_N_ELEMENTS (methods); i++)
    {
      g_autoptr(Answer) answer = ask (&fixture, methods[i], NULL, "");

      g_assert_cmpuint (answer->status, ==, 404);
      g_assert_cmpint (answer_int (answer, "error|code"), ==, -32601);
    }
  g_autoptr(Answer) notification = fixture_send (&fixture, post (&fixture, "notifications/cancelled", NULL,
                                                                 "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\","
                                                                 "\"params\":{\"requestId\":1,\"_meta\":" META_BARE "}}"));
  g_assert_cmpuint (notification->status, ==, 202);
  g_autoptr(Answer) missing = ask (&fixture, "resources/read", "sample://notes/none", "\"uri\":\"sample://notes/none\"");
  g_assert_cmpint (answer_int (missing, "error|code"), ==, -32602);
  g_assert_cmpstr (answer_string (missing, "error|data|uri"), ==, "sample://notes/none");
  fixture_stop (&fixture);
}

static void
test_pages (void)
{
  Fixture fixture = { 0 };
  g_autoptr(GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree char *cursor = NULL;

  fixture_start (&fixture, open_door);
  do
    {
      g_autofree char *members = cursor ? g_strdup_printf ("\"cursor\":\"%s\"", cursor) : g_strdup ("");
      g_autoptr(Answer) answer = ask (&fixture, "resources/list", NULL, members);
      JsonArray *page = json_node_get_array (answer_find (answer, "result|resources"));

      for (guint i = 0; i < json_array_get_length (page); i++)
        g_assert_true (g_hash_table_add (seen, g_strdup (json_text (json_array_get_element (page, i), "uri"))));
      g_free (cursor);
      cursor = g_strdup (answer_string (answer, "result|nextCursor"));
    }
  while (cursor);
  g_assert_cmpuint (g_hash_table_size (seen), ==, 14 + 28);

  /* A cursor of one list is no good for another. */
  g_autoptr(Answer) first = call (&fixture, "list_invoices", "\"arguments\":{\"customer\":\"ferries\",\"limit\":1}");
  g_autofree char *next = g_strdup (answer_string (first, "result|structuredContent|nextCursor"));
  g_autofree char *same = g_strdup_printf ("\"arguments\":{\"customer\":\"ferries\",\"limit\":1,\"cursor\":\"%s\"}", next);
  g_autofree char *other = g_strdup_printf ("\"arguments\":{\"customer\":\"theatre\",\"limit\":1,\"cursor\":\"%s\"}", next);
  g_autoptr(Answer) second = call (&fixture, "list_invoices", same);
  g_autoptr(Answer) wrong = call (&fixture, "list_invoices", other);
  g_assert_cmpstr (answer_string (first, "result|structuredContent|invoices|0|customer"), ==, "Pellworm Ferries");
  g_assert_cmpstr (answer_string (second, "result|structuredContent|invoices|0|number"), !=,
                   answer_string (first, "result|structuredContent|invoices|0|number"));
  g_assert_nonnull (answer_find (wrong, "result|isError"));
  fixture_stop (&fixture);
}

static void
test_completion (void)
{
  static const struct {
    const char *members;
    guint       n_values;
  } cases[] = {
    { "\"ref\":{\"type\":\"ref/prompt\",\"name\":\"summarise_note\"},\"argument\":{\"name\":\"note\",\"value\":\"note-00\"}", 9 },
    { "\"ref\":{\"type\":\"ref/prompt\",\"name\":\"summarise_note\"},\"argument\":{\"name\":\"length\",\"value\":\"\"}", 3 },
    { "\"ref\":{\"type\":\"ref/prompt\",\"name\":\"chase_invoice\"},\"argument\":{\"name\":\"number\",\"value\":\"inv-2026-02\"}", 9 },
    { "\"ref\":{\"type\":\"ref/resource\",\"uri\":\"sample://invoices/{number}\"},\"argument\":{\"name\":\"number\",\"value\":\"x\"}", 0 },
  };
  Fixture fixture = { 0 };

  fixture_start (&fixture, open_door);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(Answer) answer = ask (&fixture, "completion/complete", NULL, cases[i].members);

      g_assert_cmpuint (json_array_get_length (json_node_get_array (answer_find (answer, "result|completion|values"))), ==, cases[i].n_values);
    }
  fixture_stop (&fixture);
}

static Stream *
listen_for (Fixture    *fixture,
            const char *id,
            const char *members)
{
  g_autofree char *body = request (id, "subscriptions/listen", members, META_BARE);

  return fixture_open (fixture, post (fixture, "subscriptions/listen", NULL, body));
}

static void
test_listen (void)
{
  static const char subscription[] = "params|_meta|io.modelcontextprotocol/subscriptionId";
  Fixture fixture = { 0 };

  fixture_start (&fixture, open_door);
  g_autoptr(Answer) nothing = ask (&fixture, "subscriptions/listen", NULL, "");
  g_assert_cmpint (answer_int (nothing, "error|code"), ==, -32602);

  g_autoptr(Stream) all = listen_for (&fixture, "\"all\"", "\"notifications\":{\"toolsListChanged\":true,\"promptsListChanged\":true,"
                                      "\"resourcesListChanged\":true,\"resourceSubscriptions\":[\"sample://invoices/INV-2026-001\",\"file:///x\"]}");
  g_autoptr(Stream) few = listen_for (&fixture, "7", "\"notifications\":{\"resourcesListChanged\":true}");
  g_autoptr(JsonNode) all_first = stream_next (all);
  g_autoptr(JsonNode) few_first = stream_next (few);
  g_assert_cmpstr (json_text (all_first, "method"), ==, "notifications/subscriptions/acknowledged");
  g_assert_cmpstr (json_text (all_first, subscription), ==, "all");
  g_assert_null (json_find (all_first, "params|notifications|promptsListChanged"));
  g_assert_nonnull (json_find (all_first, "params|notifications|toolsListChanged"));
  g_assert_cmpuint (json_array_get_length (json_node_get_array (json_find (all_first, "params|notifications|resourceSubscriptions"))), ==, 1);
  g_assert_cmpint (json_node_get_int (json_find (few_first, subscription)), ==, 7);

  g_autoptr(Answer) one = call (&fixture, "change_definition", "");
  g_autoptr(Answer) two = call (&fixture, "update_invoice_status", "\"arguments\":{\"number\":\"INV-2026-001\",\"status\":\"open\"}");
  g_autoptr(Answer) three = call (&fixture, "delete_note", "\"arguments\":{\"id\":\"note-003\"}");
  g_autoptr(JsonNode) tools = stream_next (all);
  g_autoptr(JsonNode) updated = stream_next (all);
  g_autoptr(JsonNode) list = stream_next (all);
  g_autoptr(JsonNode) few_list = stream_next (few);
  g_assert_cmpstr (json_text (tools, "method"), ==, "notifications/tools/list_changed");
  g_assert_cmpstr (json_text (updated, "params|uri"), ==, "sample://invoices/INV-2026-001");
  g_assert_cmpstr (json_text (updated, subscription), ==, "all");
  g_assert_cmpstr (json_text (list, "method"), ==, "notifications/resources/list_changed");
  g_assert_cmpstr (json_text (few_list, "method"), ==, "notifications/resources/list_changed");

  /* The server ends it with a result. */
  gate_sample_workspace_close (gate_sample_get_workspace (fixture.sample));
  g_autoptr(JsonNode) end = stream_next (all);
  g_assert_cmpstr (json_text (end, "id"), ==, "all");
  g_assert_cmpstr (json_text (end, "result|resultType"), ==, "complete");
  g_assert_cmpstr (json_text (end, "result|_meta|io.modelcontextprotocol/subscriptionId"), ==, "all");
  g_assert_null (stream_next (all));
  fixture_stop (&fixture);
}

static void
mark (gboolean *flag)
{
  *flag = TRUE;
}

/* Who goes away takes the request back; and nothing is in use any more. */
static void
test_hang_up (void)
{
  Fixture fixture = { 0 };
  gboolean unused = FALSE;

  fixture_start (&fixture, (GateSampleOptions) { .no_sign_in = TRUE, .idle_seconds = 1 });
  g_signal_connect_swapped (fixture.sample, "unused", G_CALLBACK (mark), &unused);
  g_autofree char *body = request ("1", "tools/call", "\"name\":\"generate_report\",\"arguments\":{\"seconds\":600}", META_BARE);
  Stream *slow = fixture_open (&fixture, post (&fixture, "tools/call", "generate_report", body));
  Stream *listening = listen_for (&fixture, "2", "\"notifications\":{\"toolsListChanged\":true}");
  g_autoptr(JsonNode) first = stream_next (listening);

  g_assert_cmpuint (slow->status, ==, 200);
  g_assert_false (unused);
  soup_session_abort (fixture.session);
  stream_free (slow);
  stream_free (listening);
  gate_test_wait_until (unused);
  fixture_stop (&fixture);
}

static void
test_log_and_progress (void)
{
  Fixture fixture = { 0 };

  fixture_start (&fixture, open_door);
  g_autofree char *loud = request ("1", "tools/call", "\"name\":\"generate_report\",\"arguments\":{\"seconds\":0}",
                                   "{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
                                   "\"io.modelcontextprotocol/clientCapabilities\":{},\"progressToken\":3,"
                                   "\"io.modelcontextprotocol/logLevel\":\"debug\"}");
  g_autofree char *quiet = request ("1", "tools/call", "\"name\":\"generate_report\",\"arguments\":{\"seconds\":0}", META_BARE);
  g_autoptr(Answer) much = fixture_send (&fixture, post (&fixture, "tools/call", "generate_report", loud));
  g_autoptr(Answer) little = fixture_send (&fixture, post (&fixture, "tools/call", "generate_report", quiet));

  g_assert_cmpuint (much->events->len, ==, 21);
  g_assert_cmpuint (little->events->len, ==, 1);
  g_assert_null (much->last_id);
  fixture_stop (&fixture);
}

static char *
answer_members (const char *arguments,
                const char *state,
                const char *key,
                const char *response)
{
  return g_strdup_printf ("\"arguments\":%s,\"requestState\":\"%s\",\"inputResponses\":{\"%s\":%s}", arguments, state, key, response);
}

static void
test_rounds (void)
{
  static const char arguments[] = "{\"subject\":\"tea\",\"day\":\"2026-11-22\"}";
  static const char details[] = "{\"action\":\"accept\",\"content\":{\"time\":\"09:00\",\"minutes\":30,\"attendees\":[\"oda\"]}}";
  Fixture fixture = { 0 };

  fixture_start (&fixture, open_door);
  g_autoptr(Answer) first = call (&fixture, "plan_meeting", "\"arguments\":{\"subject\":\"tea\",\"day\":\"2026-11-22\"}");
  g_assert_cmpstr (answer_string (first, "result|resultType"), ==, "input_required");
  g_assert_cmpstr (answer_string (first, "result|inputRequests|details|method"), ==, "elicitation/create");
  g_assert_null (answer_find (first, "result|content"));
  const char *state = answer_string (first, "result|requestState");

  /* No answer, or one to another question: asked once more. */
  g_autofree char *elsewhere = answer_members (arguments, state, "weekend", "{\"action\":\"accept\",\"content\":{\"sure\":true}}");
  g_autoptr(Answer) repeated = call (&fixture, "plan_meeting", elsewhere);
  g_assert_nonnull (answer_find (repeated, "result|inputRequests|details"));

  g_autofree char *good = answer_members (arguments, state, "details", details);
  g_autoptr(Answer) second = call (&fixture, "plan_meeting", good);
  g_assert_nonnull (answer_find (second, "result|inputRequests|weekend"));
  g_autofree char *sure = answer_members (arguments, answer_string (second, "result|requestState"), "weekend",
                                          "{\"action\":\"accept\",\"content\":{\"sure\":true}}");
  g_autoptr(Answer) third = call (&fixture, "plan_meeting", sure);
  g_assert_cmpstr (answer_string (third, "result|resultType"), ==, "complete");
  g_assert_cmpstr (answer_string (third, "result|structuredContent|attendees|0"), ==, "oda");
  g_assert_null (answer_find (third, "result|isError"));
  fixture_stop (&fixture);
}

static void
test_state_forgeries (void)
{
  static const char arguments[] = "{\"subject\":\"tea\",\"day\":\"2026-11-20\"}";
  static const char others[] = "{\"subject\":\"dismissal\",\"day\":\"2026-11-20\"}";
  static const char accept[] = "{\"action\":\"accept\",\"content\":{\"time\":\"09:00\",\"minutes\":30}}";
  Fixture fixture = { 0 };

  fixture_start (&fixture, open_door);
  g_autoptr(Answer) first = call (&fixture, "plan_meeting", "\"arguments\":{\"subject\":\"tea\",\"day\":\"2026-11-20\"}");
  const char *state = answer_string (first, "result|requestState");
  g_autofree char *bent = g_strdup (state);
  bent[3] = bent[3] == 'a' ? 'b' : 'a';
  g_autofree char *cut = g_strndup (state, strlen (state) - 1);
  const struct {
    const char *arguments;
    const char *state;
    gboolean    good;
  } cases[] = {
    { arguments, "", FALSE },
    { arguments, "x.y", FALSE },
    { arguments, bent, FALSE },
    { arguments, cut, FALSE },
    { others, state, FALSE },
    { arguments, state, TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *members = answer_members (cases[i].arguments, cases[i].state, "details", accept);
      g_autoptr(Answer) answer = call (&fixture, "plan_meeting", members);

      if (cases[i].good)
        g_assert_cmpstr (answer_string (answer, "result|structuredContent|time"), ==, "09:00");
      else
        g_assert_cmpint (answer_int (answer, "error|code"), ==, -32602);
    }
  fixture_stop (&fixture);
}

static void
test_missing_capability (void)
{
  static const struct {
    const char *tool;
    const char *arguments;
    const char *path;
  } cases[] = {
    { "plan_meeting", "{\"subject\":\"x\"}", "error|data|requiredCapabilities|elicitation|form" },
    { "open_terms", "{}", "error|data|requiredCapabilities|elicitation|url" },
  };
  Fixture fixture = { 0 };

  fixture_start (&fixture, open_door);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *members = g_strdup_printf ("\"name\":\"%s\",\"arguments\":%s", cases[i].tool, cases[i].arguments);
      g_autofree char *body = request ("1", "tools/call", members, META_BARE);
      g_autoptr(Answer) answer = fixture_send (&fixture, post (&fixture, "tools/call", cases[i].tool, body));

      g_assert_cmpuint (answer->status, ==, 400);
      g_assert_cmpint (answer_int (answer, "error|code"), ==, -32021);
      g_assert_nonnull (answer_find (answer, cases[i].path));
    }
  fixture_stop (&fixture);
}

static void
test_page (void)
{
  Fixture fixture = { 0 };

  fixture_start (&fixture, open_door);
  g_autoptr(Answer) first = call (&fixture, "open_terms", "\"arguments\":{}");
  g_autofree char *uri = g_strdup (answer_string (first, "result|inputRequests|terms|params|url"));
  g_autofree char *early = answer_members ("{}", answer_string (first, "result|requestState"), "terms", "{\"action\":\"accept\"}");
  g_autoptr(Answer) not_yet = call (&fixture, "open_terms", early);
  g_autoptr(Answer) forged = fixture_send (&fixture, fixture_message (&fixture, "POST", uri, "application/x-www-form-urlencoded", "decision=agree",
                                                                      "Origin", "http://evil.example", NULL));
  g_assert_cmpstr (answer_string (not_yet, "result|inputRequests|terms|params|url"), ==, uri);
  g_assert_cmpuint (forged->status, ==, 403);

  g_autoptr(Answer) agreed = fixture_send (&fixture, fixture_message (&fixture, "POST", uri, "application/x-www-form-urlencoded", "decision=agree",
                                                                      "Origin", gate_sample_get_origin (fixture.sample), NULL));
  g_autofree char *late = answer_members ("{}", answer_string (not_yet, "result|requestState"), "terms", "{\"action\":\"accept\"}");
  g_autoptr(Answer) done = call (&fixture, "open_terms", late);
  g_assert_cmpuint (agreed->status, ==, 200);
  g_assert_cmpstr (answer_string (done, "result|resultType"), ==, "complete");
  g_assert_cmpstr (answer_string (done, "result|content|0|text"), ==, "The person agreed to the terms.");
  fixture_stop (&fixture);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/sample/modern/discover", test_discover);
  g_test_add_func ("/sample/modern/cached-results", test_cached_results);
  g_test_add_func ("/sample/modern/headers", test_headers);
  g_test_add_func ("/sample/modern/meta", test_meta);
  g_test_add_func ("/sample/modern/gone-methods", test_gone_methods);
  g_test_add_func ("/sample/modern/pages", test_pages);
  g_test_add_func ("/sample/modern/completion", test_completion);
  g_test_add_func ("/sample/modern/listen", test_listen);
  g_test_add_func ("/sample/modern/hang-up", test_hang_up);
  g_test_add_func ("/sample/modern/log-and-progress", test_log_and_progress);
  g_test_add_func ("/sample/modern/rounds", test_rounds);
  g_test_add_func ("/sample/modern/state-forgeries", test_state_forgeries);
  g_test_add_func ("/sample/modern/missing-capability", test_missing_capability);
  g_test_add_func ("/sample/modern/page", test_page);
  return g_test_run ();
}
