// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-error.h"
#include "mcp-test-server.h"

#include <string.h>

#define BODY "---\nname: pdf\n---\nBody\n"

/* Lists, and what is read from them, over Streamable HTTP. */
typedef struct {
  McpTestServer *server;
  GateMcpClient *client;
  const char    *variant;
  gboolean       was_stale;
} Fixture;

static void
reply_skills (McpTestRequest *request)
{
  g_autofree char *digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, BODY, -1);
  g_autofree char *result = g_strdup_printf ("{'skills':[{'uri':'skill://pdf/SKILL.md','frontmatter':{'name':'pdf'},'resources':["
                                             "{'uri':'skill://pdf/SKILL.md','digest':'sha256:%s','size':%d},"
                                             "{'uri':'skill://pdf/a.bin','digest':'sha256:%s','size':4}]}]}", digest, (int) strlen (BODY),
                                             "88d4266fd4e6338d13b845fcf289579d209c897823b9217da3e161936f031589");

  mcp_test_reply_result (request, result);
}

static void
reply_file (McpTestRequest *request)
{
  const char *uri = gate_json_get_string (request->params, "uri");

  if (g_str_has_suffix (uri, ".bin"))
    mcp_test_reply_result (request, "{'contents':[{'uri':'other','text':'x'},{'uri':'skill://pdf/a.bin','blob':'YWJjZA=='}]}");
  else
    mcp_test_reply_result (request, "{'contents':[{'uri':'skill://pdf/SKILL.md','text':'---\\nname: pdf\\n---\\nBody\\n'}]}");
}

/* Three pages; the cursor of the second is an empty text. */
static void
reply_page (Fixture        *fixture,
            McpTestRequest *request)
{
  const char *cursor = gate_json_get_string (request->params, "cursor");

  if (!cursor)
    mcp_test_reply_result (request, "{'resources':[{'uri':'a:1','name':'1'}],'nextCursor':''}");
  else if (!*cursor)
    mcp_test_reply_result (request, "{'resources':[{'uri':'a:2','name':'2'},{'name':'no address'},{'uri':'a:1','name':'again'}],'nextCursor':'x'}");
  else if (g_str_equal (fixture->variant, "stale") && !fixture->was_stale)
    {
      fixture->was_stale = TRUE;
      mcp_test_reply_error (request, 200, -32602, "Invalid cursor", NULL);
    }
  else if (g_str_equal (fixture->variant, "no-list"))
    mcp_test_reply_result (request, "{'resources':{}}");
  else
    mcp_test_reply_result (request, "{'resources':[{'uri':'a:3','name':'3'}]}");
}

static gboolean
handle (McpTestRequest *request,
        gpointer        user_data)
{
  Fixture *fixture = user_data;

  if (mcp_test_be_legacy (request, "{'tools':{},'resources':{},'completions':{},'extensions':{'io.modelcontextprotocol/skills':{}}}", NULL))
    return TRUE;
  if (g_str_equal (request->method, "resources/list"))
    reply_page (fixture, request);
  else if (g_str_equal (request->method, "skills/list"))
    reply_skills (request);
  else if (g_str_equal (request->method, "resources/read"))
    reply_file (request);
  else if (g_str_equal (request->method, "completion/complete") && g_str_equal (fixture->variant, "incomplete"))
    mcp_test_reply_error (request, 200, -32601, "Method not found", NULL);
  else if (g_str_equal (request->method, "completion/complete"))
    mcp_test_reply_result (request, "{'completion':{'values':['paris','park'],'hasMore':false}}");
  else
    mcp_test_reply_error (request, 200, -32601, "Method not found", NULL);
  return TRUE;
}

static void
start (Fixture       *fixture,
       gconstpointer  data)
{
  *fixture = (Fixture) { .variant = data };
  fixture->server = mcp_test_server_new (handle, fixture);
  fixture->client = mcp_test_server_new_client (fixture->server, NULL);
  gate_mcp_client_set_watch (fixture->client, FALSE);
}

static void
stop (Fixture *fixture)
{
  mcp_test_drop (&fixture->client);
  mcp_test_server_free (fixture->server);
}

static void
test_pages (gconstpointer data)
{
  Fixture fixture;
  g_autoptr(GError) error = NULL;
  gboolean is_stale = g_str_equal (data, "stale");

  start (&fixture, data);
  g_autoptr(GPtrArray) resources = mcp_test_list (fixture.client, GATE_MCP_LIST_RESOURCES, FALSE, &error);
  if (g_str_equal (data, "no-list"))
    g_assert_true (gate_error_matches (error, GATE_ERROR_PROTOCOL));
  else
    {
      g_assert_no_error (error);
      g_assert_cmpuint (resources->len, ==, 3);
      g_assert_cmpstr (gate_mcp_resource_get_uri (resources->pdata[2]), ==, "a:3");
      g_assert_cmpuint (mcp_test_server_count (fixture.server, "POST resources/list"), ==, is_stale ? 6 : 3);
    }
  stop (&fixture);
}

static void
test_skills (void)
{
  static const struct {
    const char *uri;
    gboolean    is_listed;
  } files[] = { { "skill://pdf/SKILL.md", TRUE }, { "skill://pdf/a.bin", TRUE }, { "skill://pdf/other", FALSE }, { "file:///etc/passwd", FALSE } };
  Fixture fixture;
  g_autoptr(GError) error = NULL;

  start (&fixture, "");
  g_autoptr(GPtrArray) skills = mcp_test_list (fixture.client, GATE_MCP_LIST_SKILLS, FALSE, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (skills->len, ==, 1);
  /* Nothing is fetched ahead of need. */
  g_assert_cmpuint (mcp_test_server_count (fixture.server, "POST resources/read"), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autoptr(GAsyncResult) result = NULL;
      g_autoptr(GError) load_error = NULL;

      gate_mcp_client_load_skill_async (fixture.client, skills->pdata[0], files[i].uri, NULL, gate_test_keep_result, &result);
      gate_test_wait (result);
      g_autoptr(GBytes) bytes = gate_mcp_client_load_skill_finish (fixture.client, result, &load_error);
      g_assert_cmpint (bytes != NULL, ==, files[i].is_listed);
      g_assert_true (bytes || gate_error_matches (load_error, GATE_ERROR_UNTRUSTED));
    }
  g_assert_cmpuint (mcp_test_server_count (fixture.server, "POST resources/read"), ==, 2);
  stop (&fixture);
}

static void
test_complete (gconstpointer data)
{
  Fixture fixture;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(JsonNode) context = mcp_test_json ("{'country':'fr'}");
  g_autoptr(GError) error = NULL;

  start (&fixture, data);
  gate_mcp_client_complete_async (fixture.client, TRUE, "travel", "city", "par", json_node_get_object (context), NULL, gate_test_keep_result,
                                  &result);
  gate_test_wait (result);
  g_auto(GStrv) values = gate_mcp_client_complete_finish (fixture.client, result, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_strv_length (values), ==, g_str_equal (data, "incomplete") ? 0 : 2);

  JsonObject *params = gate_json_get_object (mcp_test_server_body (fixture.server, "POST completion/complete"), "params");
  g_autoptr(JsonNode) found = gate_json_from_object (params);
  g_autoptr(JsonNode) expected = mcp_test_json ("{'ref':{'type':'ref/prompt','name':'travel'},'argument':{'name':'city','value':'par'},"
                                                "'context':{'arguments':{'country':'fr'}}}");
  g_assert_true (gate_json_equal (found, expected));
  g_clear_object (&result);
  stop (&fixture);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/mcp/lists/pages/no-list", "no-list", test_pages);
  g_test_add_data_func ("/mcp/lists/pages/stale", "stale", test_pages);
  g_test_add_data_func ("/mcp/lists/pages/plain", "plain", test_pages);
  g_test_add_func ("/mcp/lists/skills", test_skills);
  g_test_add_data_func ("/mcp/lists/complete/incomplete", "incomplete", test_complete);
  g_test_add_data_func ("/mcp/lists/complete/complete", "complete", test_complete);
  return g_test_run ();
}
