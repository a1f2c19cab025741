// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-error.h"
#include "mcp-test-face.h"
#include "mcp-test.h"

#include <glib/gstdio.h>
#include <string.h>

#define ALL (GATE_INTERACTION_FORMS | GATE_INTERACTION_URLS | GATE_INTERACTION_SAMPLING | GATE_INTERACTION_CHOICES)
#define FORM "{'message':'Who?','requestedSchema':{'type':'object','required':['name'],'properties':{'name':{'type':'string'}," \
             "'age':{'type':'integer','default':7},'kind':{'type':'string','enum':['a','b'],'default':'b'},'ok':{'type':'boolean','default':true}}}}"

/* A legacy server over standard input and output that asks what its tools are told to ask. */
typedef struct {
  GateMcpClient *client;
  McpTestFace   *face;
} Fixture;

static void
start (Fixture                     *fixture,
       GateInteractionCapabilities  capabilities)
{
  static const char *const argv[] = { MCP_TEST_PYTHON, MCP_TEST_SERVER, "legacy", NULL };

  fixture->face = mcp_test_face_new (capabilities);
  fixture->client = gate_mcp_client_new_local (argv, NULL, NULL, NULL, GATE_INTERACTION (fixture->face));
  gate_mcp_client_set_name (fixture->client, "Invoices");
}

static void
stop (Fixture *fixture)
{
  mcp_test_drop (&fixture->client);
  mcp_test_wait_gone (fixture->face);
}

/* Calls a tool that asks, and checks what the server was answered. */
static void
assert_answer (Fixture    *fixture,
               const char *tool,
               const char *arguments,
               const char *expected)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) result = mcp_test_call (fixture->client, tool, arguments, &error);

  g_assert_no_error (error);
  g_autofree char *text = mcp_test_text (result);
  g_autoptr(JsonNode) found = gate_json_parse_value (text, -1, GATE_JSON_DOCUMENT_LIMIT, NULL);
  g_autoptr(JsonNode) wanted = mcp_test_json (expected);
  if (!gate_json_equal (found, wanted))
    g_error ("The server was answered %s", text);
}

static gint64
answered_code (Fixture    *fixture,
               const char *tool,
               const char *arguments)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) result = mcp_test_call (fixture->client, tool, arguments, &error);

  g_assert_no_error (error);
  g_autofree char *text = mcp_test_text (result);
  g_autoptr(JsonNode) found = gate_json_parse_value (text, -1, GATE_JSON_DOCUMENT_LIMIT, NULL);
  return gate_json_get_int (gate_json_node_object (found), "code", 0);
}

/* What was not declared is refused without asking anybody. */
static void
test_undeclared (void)
{
  static const struct {
    GateInteractionCapabilities  capabilities;
    const char                  *tool;
    const char                  *arguments;
    gint64                       code;
  } cases[] = {
    { GATE_INTERACTION_NONE, "ask", FORM, -32601 },
    { GATE_INTERACTION_NONE, "ask", "{'mode':'url','url':'https://example.com/','message':'m'}", -32601 },
    { GATE_INTERACTION_NONE, "sample", "{'messages':[],'maxTokens':5}", -32601 },
    { GATE_INTERACTION_FORMS, "ask", "{'mode':'url','url':'https://example.com/','message':'m'}", -32602 },
    { GATE_INTERACTION_URLS, "ask", FORM, -32602 },
    { ALL, "roots", NULL, -32601 },
    { ALL, "ask", "{'message':'m'}", -32602 },
    { ALL, "ask", "{'message':'m','requestedSchema':{'type':'array'}}", -32602 },
    { ALL, "ask", "{'mode':'url','message':'m'}", -32602 },
    { ALL, "ask", "{'mode':'voice','message':'m','requestedSchema':{'type':'object','properties':{}}}", -32602 },
    { ALL, "ask", "{'mode':7,'message':'m','requestedSchema':{'type':'object','properties':{}}}", -32602 },
    { ALL, "ask", "{'mode':'url','url':'javascript:alert(1)','message':'m'}", -32602 },
    { ALL, "ask", "{'mode':'url','url':'file:///etc/passwd','message':'m'}", -32602 },
    { ALL, "ask", "{'mode':'url','url':'http://example.com/','message':'m'}", -32602 },
    { ALL, "sample", "{'maxTokens':5}", -32602 },
    { ALL, "sample", "{'messages':[{'role':'user','content':{'type':'text','text':'x'}}],'tools':[],'maxTokens':5}", -32602 },
    { ALL, "sample", "{'messages':[{'role':'user','content':{'type':'tool_result'}}],'maxTokens':5}", -32602 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Fixture fixture;

      g_test_message ("%u: %s", i, cases[i].tool);
      start (&fixture, cases[i].capabilities);
      g_assert_cmpint (answered_code (&fixture, cases[i].tool, cases[i].arguments), ==, cases[i].code);
      g_assert_cmpuint (fixture.face->questions->len, ==, 0);
      stop (&fixture);
    }
}

static void
test_form (void)
{
  Fixture fixture;

  start (&fixture, ALL);
  mcp_test_face_answer (fixture.face, GATE_CHOICE_ACCEPT, "{'name':'Anna','kind':'a','extra':'dropped'}");
  assert_answer (&fixture, "ask", FORM, "{'action':'accept','content':{'name':'Anna','age':7,'kind':'a','ok':true}}");
  mcp_test_face_answer (fixture.face, GATE_CHOICE_DECLINE, NULL);
  assert_answer (&fixture, "ask", FORM, "{'action':'decline'}");
  mcp_test_face_answer (fixture.face, GATE_CHOICE_CANCEL, "{'name':'Anna'}");
  assert_answer (&fixture, "ask", FORM, "{'action':'cancel'}");
  /* A face that lets a wrong value through does not get it to the server. */
  mcp_test_face_answer (fixture.face, GATE_CHOICE_ACCEPT, "{'name':'Anna','kind':'z'}");
  g_assert_cmpint (answered_code (&fixture, "ask", FORM), ==, -32603);

  GateQuestion *question = fixture.face->questions->pdata[0];
  g_assert_cmpint (gate_question_get_kind (question), ==, GATE_QUESTION_ELICIT_FORM);
  g_assert_cmpstr (gate_question_get_connector (question), ==, "Invoices");
  g_assert_cmpstr (gate_question_get_body (question), ==, "Who?");
  g_assert_nonnull (strstr (gate_question_get_title (question), "Invoices"));
  g_assert_cmpuint (gate_form_get_n_fields (gate_question_get_form (question)), ==, 4);
  g_assert_cmpint (gate_question_get_deadline (question), >, 0);
  stop (&fixture);
}

static void
test_url (void)
{
  Fixture fixture;

  start (&fixture, ALL);
  mcp_test_face_answer (fixture.face, GATE_CHOICE_ACCEPT, NULL);
  assert_answer (&fixture, "ask", "{'mode':'url','url':'https://example.com/pay?x=1','message':'Pay'}", "{'action':'accept'}");
  GateQuestion *question = fixture.face->questions->pdata[0];
  g_assert_cmpint (gate_question_get_kind (question), ==, GATE_QUESTION_ELICIT_URL);
  g_assert_cmpstr (gate_question_get_url (question), ==, "https://example.com/pay?x=1");
  stop (&fixture);
}

static void
test_sampling (void)
{
  static const char request[] = "{'messages':[{'role':'user','content':{'type':'text','text':'Write a poem'}},"
                                "{'role':'assistant','content':[{'type':'image','data':'','mimeType':'image/png'}]}],"
                                "'systemPrompt':'Be brief','maxTokens':2}";
  Fixture fixture;

  start (&fixture, ALL);
  mcp_test_face_answer (fixture.face, GATE_CHOICE_ACCEPT, "{'text':'Roses'}");
  assert_answer (&fixture, "sample", request,
                 "{'role':'assistant','content':{'type':'text','text':'Roses'},'model':'human','stopReason':'endTurn'}");
  mcp_test_face_answer (fixture.face, GATE_CHOICE_ACCEPT, "{'text':'Roses are red'}");
  assert_answer (&fixture, "sample", request,
                 "{'role':'assistant','content':{'type':'text','text':'Roses ar'},'model':'human','stopReason':'maxTokens'}");
  mcp_test_face_answer (fixture.face, GATE_CHOICE_DECLINE, NULL);
  g_assert_cmpint (answered_code (&fixture, "sample", request), ==, -1);

  GateQuestion *question = fixture.face->questions->pdata[0];
  g_assert_cmpint (gate_question_get_kind (question), ==, GATE_QUESTION_SAMPLE);
  g_assert_cmpstr (gate_question_get_body (question), ==, "User: Write a poem\nAssistant: [image]\n");
  g_assert_cmpuint (gate_question_get_n_details (question), ==, 2);
  stop (&fixture);
}

static void
test_roots (void)
{
  static const char *const roots[] = { "file:///home/anna/Q4%20report", NULL };
  static const char *const none[] = { NULL };
  Fixture fixture;

  start (&fixture, GATE_INTERACTION_NONE);
  gate_mcp_client_set_roots (fixture.client, roots);
  assert_answer (&fixture, "roots", NULL, "{'roots':[{'uri':'file:///home/anna/Q4%20report','name':'Q4 report'}]}");
  gate_mcp_client_set_roots (fixture.client, none);
  assert_answer (&fixture, "roots", NULL, "{'roots':[]}");
  stop (&fixture);
}

/* While the person thinks, no time limit runs. */
static gboolean
answer_late (gpointer user_data)
{
  mcp_test_face_close (user_data, GATE_CHOICE_ACCEPT, "{'name':'Anna'}");
  return G_SOURCE_REMOVE;
}

static gboolean
wait_for_question (gpointer user_data)
{
  McpTestFace *face = user_data;

  if (face->open.length == 0)
    return G_SOURCE_CONTINUE;
  g_timeout_add (1500, answer_late, face);
  return G_SOURCE_REMOVE;
}

static void
test_patience (void)
{
  const GateMcpLimits limits = { .request_ms = 600, .total_ms = 900 };
  Fixture fixture;

  start (&fixture, ALL);
  gate_mcp_client_set_limits (fixture.client, &limits);
  g_timeout_add (10, wait_for_question, fixture.face);
  assert_answer (&fixture, "ask", FORM, "{'action':'accept','content':{'name':'Anna','age':7,'kind':'b','ok':true}}");
  stop (&fixture);
}

/* A question that the server takes back disappears. */
static void
test_taken_back (void)
{
  Fixture fixture;
  g_autoptr(GError) error = NULL;

  start (&fixture, ALL);
  g_autoptr(JsonNode) result = mcp_test_call (fixture.client, "ask-and-cancel", FORM, &error);
  g_assert_no_error (error);
  gate_test_wait_until (fixture.face->n_cancelled == 1);
  stop (&fixture);
}

/* A server that asks without end does not bury the person in dialogs. */
static void
test_flood (void)
{
  Fixture fixture;
  g_autoptr(GError) error = NULL;

  start (&fixture, ALL);
  g_autoptr(JsonNode) result = mcp_test_call (fixture.client, "flood", FORM, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (fixture.face->questions->len, ==, 8);
  mcp_test_close (fixture.client);
  gate_test_wait_until (fixture.face->n_cancelled == 8);
  stop (&fixture);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/mcp/questions/undeclared", test_undeclared);
  g_test_add_func ("/mcp/questions/flood", test_flood);
  g_test_add_func ("/mcp/questions/taken-back", test_taken_back);
  g_test_add_func ("/mcp/questions/form", test_form);
  g_test_add_func ("/mcp/questions/url", test_url);
  g_test_add_func ("/mcp/questions/sampling", test_sampling);
  g_test_add_func ("/mcp/questions/roots", test_roots);
  g_test_add_func ("/mcp/questions/patience", test_patience);
  return g_test_run ();
}
