// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-error.h"
#include "mcp-test-face.h"
#include "mcp-test.h"

#include <glib/gstdio.h>
#include <string.h>

/* A client of stdio-server.py, and the record of what came in there. */
typedef struct {
  GateMcpClient *client;
  McpTestFace   *face;
  char          *folder;
  char          *record;
} Fixture;

static const GateMcpLimits short_limits = { .probe_ms = 500, .connect_ms = 8000, .request_ms = 700, .total_ms = 1500 };

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  const char *mode = data ? data : "legacy";

  fixture->folder = g_dir_make_tmp ("gate-mcp-XXXXXX", NULL);
  fixture->record = g_build_filename (fixture->folder, "record", NULL);
  fixture->face = mcp_test_face_new (GATE_INTERACTION_FORMS | GATE_INTERACTION_URLS | GATE_INTERACTION_SAMPLING);

  const char *argv[] = { MCP_TEST_PYTHON, MCP_TEST_SERVER, mode, fixture->record, NULL };
  fixture->client = gate_mcp_client_new_local (argv, NULL, NULL, NULL, GATE_INTERACTION (fixture->face));
  gate_mcp_client_set_name (fixture->client, "Test");
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  mcp_test_drop (&fixture->client);
  mcp_test_wait_gone (fixture->face);
  g_remove (fixture->record);
  g_rmdir (fixture->folder);
  g_free (fixture->record);
  g_free (fixture->folder);
}

static guint
count_recorded (Fixture    *fixture,
                const char *needle)
{
  g_autofree char *text = NULL;
  guint n = 0;

  if (!g_file_get_contents (fixture->record, &text, NULL, NULL))
    return 0;
  for (const char *at = text; (at = strstr (at, needle)); at += strlen (needle))
    n++;
  return n;
}

static void
connect_well (Fixture *fixture)
{
  g_autoptr(GError) error = NULL;

  mcp_test_connect (fixture->client, &error);
  g_assert_no_error (error);
}

static void
test_legacy (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  connect_well (fixture);
  g_assert_cmpint (gate_mcp_client_get_era (fixture->client), ==, GATE_MCP_ERA_LEGACY);
  g_assert_cmpstr (gate_mcp_client_get_protocol_version (fixture->client), ==, "2025-11-25");
  g_assert_cmpstr (gate_mcp_client_get_instructions (fixture->client), ==, "Be kind.");
  g_assert_true (gate_mcp_client_has_capability (fixture->client, "tools"));
  g_assert_false (gate_mcp_client_has_capability (fixture->client, "prompts"));

  g_autoptr(GPtrArray) tools = mcp_test_list (fixture->client, GATE_MCP_LIST_TOOLS, FALSE, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (tools->len, >, 10);
  g_autoptr(GPtrArray) prompts = mcp_test_list (fixture->client, GATE_MCP_LIST_PROMPTS, FALSE, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (prompts->len, ==, 0);
  /* Advertised, and answered with -32601. */
  g_autoptr(GPtrArray) resources = mcp_test_list (fixture->client, GATE_MCP_LIST_RESOURCES, FALSE, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (resources->len, ==, 0);
  g_assert_cmpuint (count_recorded (fixture, "prompts/list"), ==, 0);

  g_autoptr(JsonNode) result = mcp_test_call (fixture->client, "echo", "{'a':'ä','b':[1,2.5,null]}", &error);
  g_assert_no_error (error);
  g_autofree char *text = mcp_test_text (result);
  g_assert_cmpstr (text, ==, "{\"a\": \"\\u00e4\", \"b\": [1, 2.5, null]}");
  g_assert_cmpuint (count_recorded (fixture, "start\n"), ==, 1);
}

/* However many need the connection at once, one process is started. */
static void
test_single_flight (Fixture       *fixture,
                    gconstpointer  data)
{
  GAsyncResult *results[8] = { NULL };

  for (guint i = 0; i < G_N_ELEMENTS (results); i++)
    gate_mcp_client_list_async (fixture->client, GATE_MCP_LIST_TOOLS, TRUE, NULL, gate_test_keep_result, &results[i]);
  for (guint i = 0; i < G_N_ELEMENTS (results); i++)
    {
      g_autoptr(GError) error = NULL;

      gate_test_wait (results[i]);
      g_autoptr(GPtrArray) tools = gate_mcp_client_list_finish (fixture->client, results[i], &error);
      g_assert_no_error (error);
      g_object_unref (results[i]);
    }
  connect_well (fixture);
  g_assert_cmpuint (count_recorded (fixture, "start\n"), ==, 1);
  g_assert_cmpuint (count_recorded (fixture, "\"initialize\""), ==, 1);
}

static void
test_die_at_start (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  gint64 begin = g_get_monotonic_time ();

  g_assert_false (mcp_test_connect (fixture->client, &error));
  g_assert_true (gate_error_matches (error, GATE_ERROR_SERVER_EXITED));
  g_assert_nonnull (strstr (error->message, "status 1"));
  g_assert_nonnull (strstr (error->message, "no API key was given"));
  g_assert_cmpint (gate_error_get_layer (error), ==, GATE_LAYER_SERVICE);
  g_assert_nonnull (gate_error_get_remedy (error));
  g_assert_cmpint (g_get_monotonic_time () - begin, <, 5 * G_USEC_PER_SEC);
}

static void
test_no_program (void)
{
  const char *const argv[] = { "/nonexistent/server", NULL };
  const char *const empty[] = { NULL };
  g_autoptr(GateMcpClient) client = gate_mcp_client_new_local (argv, NULL, NULL, NULL, NULL);
  g_autoptr(GateMcpClient) nothing = gate_mcp_client_new_local (empty, NULL, NULL, NULL, NULL);
  g_autoptr(GError) error = NULL;

  g_assert_false (mcp_test_connect (client, &error));
  g_assert_nonnull (strstr (error->message, "/nonexistent/server"));
  g_clear_error (&error);
  g_assert_false (mcp_test_connect (nothing, &error));
  g_assert_true (gate_error_matches (error, GATE_ERROR_INVALID));
}

/* The server ends at the probe: it is started once more, and asked as a legacy one. */
static void
test_exit_on_probe (Fixture       *fixture,
                    gconstpointer  data)
{
  connect_well (fixture);
  g_assert_cmpint (gate_mcp_client_get_era (fixture->client), ==, GATE_MCP_ERA_LEGACY);
  g_assert_cmpuint (count_recorded (fixture, "start\n"), ==, 2);
  g_assert_cmpuint (count_recorded (fixture, "server/discover"), ==, 1);

  mcp_test_close (fixture->client);
  connect_well (fixture);
  /* What it is was learnt. */
  g_assert_cmpuint (count_recorded (fixture, "server/discover"), ==, 1);
  g_assert_cmpuint (count_recorded (fixture, "start\n"), ==, 3);
}

static void
test_silent_on_probe (Fixture       *fixture,
                      gconstpointer  data)
{
  gate_mcp_client_set_limits (fixture->client, &short_limits);
  connect_well (fixture);
  g_assert_cmpint (gate_mcp_client_get_era (fixture->client), ==, GATE_MCP_ERA_LEGACY);
  g_assert_cmpuint (count_recorded (fixture, "start\n"), ==, 1);
}

static void
test_silent (Fixture       *fixture,
             gconstpointer  data)
{
  const GateMcpLimits limits = { .probe_ms = 200, .connect_ms = 600 };
  g_autoptr(GError) error = NULL;

  gate_mcp_client_set_limits (fixture->client, &limits);
  g_assert_false (mcp_test_connect (fixture->client, &error));
  g_assert_true (gate_error_matches (error, GATE_ERROR_TIMED_OUT));
  /* No word of a request that the server did not take: initialize must not be cancelled. */
  g_assert_cmpuint (count_recorded (fixture, "notifications/cancelled"), ==, 0);
}

static void
test_future (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  g_assert_false (mcp_test_connect (fixture->client, &error));
  g_assert_true (gate_error_matches (error, GATE_ERROR_UNSUPPORTED));
  g_assert_nonnull (strstr (error->message, "2099-01-01"));
}

static void
test_modern (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  connect_well (fixture);
  g_assert_cmpint (gate_mcp_client_get_era (fixture->client), ==, GATE_MCP_ERA_MODERN);
  g_assert_cmpstr (gate_json_get_string (gate_mcp_client_get_server_info (fixture->client), "name"), ==, "modern");
  g_autoptr(JsonNode) result = mcp_test_call (fixture->client, "echo", "{}", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (count_recorded (fixture, "\"initialize\""), ==, 0);
  g_assert_cmpuint (count_recorded (fixture, "io.modelcontextprotocol/clientCapabilities"), ==, 2);
}

/* A wrong hint costs a round trip, not the connection. */
static void
test_wrong_hint (Fixture       *fixture,
                 gconstpointer  data)
{
  gate_mcp_client_set_era_hint (fixture->client, GATE_MCP_ERA_LEGACY);
  connect_well (fixture);
  g_assert_cmpint (gate_mcp_client_get_era (fixture->client), ==, GATE_MCP_ERA_MODERN);
  g_assert_cmpuint (count_recorded (fixture, "\"initialize\""), ==, 1);
}

static void
test_garbage (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  connect_well (fixture);
  g_autoptr(JsonNode) result = mcp_test_call (fixture->client, "junk-first", NULL, &error);
  g_assert_no_error (error);
  g_autofree char *text = mcp_test_text (result);
  g_assert_cmpstr (text, ==, "after junk");
  g_autofree char *log = gate_mcp_client_dup_log (fixture->client);
  g_assert_nonnull (strstr (log, "Listening on port 3000"));
  g_assert_nonnull (strstr (log, "\\x1b[31mred"));
}

static void
test_garbage_only (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  g_assert_false (mcp_test_connect (fixture->client, &error));
  g_assert_true (gate_error_matches (error, GATE_ERROR_PROTOCOL));
}

static void
test_die_after_handshake (Fixture       *fixture,
                          gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  if (mcp_test_connect (fixture->client, &error))
    g_assert_null (mcp_test_call (fixture->client, "echo", NULL, &error));
  g_assert_true (gate_error_matches (error, GATE_ERROR_SERVER_EXITED));
  g_assert_nonnull (strstr (error->message, "status 7"));
}

/* What a broken answer to a call ends with; the limits are those of short_limits. */
static void
test_broken_answers (Fixture       *fixture,
                     gconstpointer  data)
{
  static const struct {
    const char *tool;
    GateError   code;
    const char *names;    /* (nullable): what the message must name */
    gboolean    is_quick; /* told before any time limit */
  } cases[] = {
    { "bad-json", GATE_ERROR_PROTOCOL, NULL, TRUE },
    { "bad-shape", GATE_ERROR_PROTOCOL, NULL, TRUE },
    { "wrong-id", GATE_ERROR_PROTOCOL, NULL, TRUE },
    { "string-id", GATE_ERROR_PROTOCOL, NULL, TRUE },
    { "null-id", GATE_ERROR_SERVICE, "Parse error", TRUE },
    { "hang", GATE_ERROR_TIMED_OUT, "0.7 seconds", FALSE },
    { "nonexistent", GATE_ERROR_SERVICE, "Unknown tool", TRUE },
    { "endless-progress", GATE_ERROR_TIMED_OUT, "1.5 seconds", FALSE },
  };

  gate_mcp_client_set_limits (fixture->client, &short_limits);
  connect_well (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;
      gint64 begin = g_get_monotonic_time ();

      g_test_message ("%s", cases[i].tool);
      g_assert_null (mcp_test_call (fixture->client, cases[i].tool, NULL, &error));
      g_assert_cmpint (error->code, ==, (int) cases[i].code);
      g_assert_cmpint (gate_error_get_layer (error), ==, GATE_LAYER_SERVICE);
      g_assert_nonnull (gate_error_get_remedy (error));
      g_assert_true (!cases[i].names || strstr (error->message, cases[i].names));
      g_assert_true (!cases[i].is_quick || g_get_monotonic_time () - begin < 600 * 1000);
    }
  g_assert_cmpuint (count_recorded (fixture, "start\n"), ==, 1);
}

static void
test_abandoned (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  gate_mcp_client_set_limits (fixture->client, &short_limits);
  g_assert_null (mcp_test_call (fixture->client, "hang", NULL, &error));
  g_assert_true (gate_error_matches (error, GATE_ERROR_TIMED_OUT));
  g_autoptr(JsonNode) result = mcp_test_call (fixture->client, "echo", NULL, NULL);
  g_assert_nonnull (result);
  g_assert_cmpuint (count_recorded (fixture, "notifications/cancelled"), ==, 1);
}

static void
test_cancelled (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr(JsonNode) node = mcp_test_json ("{'name':'hang','inputSchema':{}}");
  g_autoptr(GateMcpTool) tool = gate_mcp_tool_new_from_json (node, NULL);
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  connect_well (fixture);
  gate_mcp_client_call_tool_async (fixture->client, tool, NULL, NULL, NULL, NULL, cancellable, gate_test_keep_result, &result);
  gate_test_wait_until (count_recorded (fixture, "tools/call") == 1 || (g_main_context_wakeup (NULL), FALSE));
  g_cancellable_cancel (cancellable);
  gate_test_wait (result);
  g_assert_null (gate_mcp_client_call_tool_finish (fixture->client, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_autoptr(JsonNode) echo = mcp_test_call (fixture->client, "echo", NULL, NULL);
  g_assert_nonnull (echo);
  g_assert_cmpuint (count_recorded (fixture, "notifications/cancelled"), ==, 1);
}

/* The server dies in a call, which is not made again; it is started again by itself, a second later. */
static void
test_die_in_call (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  connect_well (fixture);
  g_assert_null (mcp_test_call (fixture->client, "die", NULL, &error));
  g_assert_true (gate_error_matches (error, GATE_ERROR_SERVER_EXITED));
  g_assert_nonnull (strstr (error->message, "status 3"));
  g_assert_nonnull (strstr (error->message, "the disk is full"));
  g_autoptr(JsonNode) result = mcp_test_call (fixture->client, "echo", NULL, NULL);
  g_assert_nonnull (result);
  g_assert_cmpuint (count_recorded (fixture, "start\n"), ==, 2);
  g_assert_cmpuint (count_recorded (fixture, "\"die\""), ==, 1);
}

static void
test_half_a_message (Fixture       *fixture,
                     gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  connect_well (fixture);
  g_assert_null (mcp_test_call (fixture->client, "half", NULL, &error));
  g_assert_nonnull (error);
  g_assert_cmpint (gate_error_get_layer (error), ==, GATE_LAYER_SERVICE);
  g_assert_true (gate_error_matches (error, GATE_ERROR_SERVER_EXITED) || gate_error_matches (error, GATE_ERROR_PROTOCOL));
}

static void
test_huge (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  connect_well (fixture);
  g_assert_null (mcp_test_call (fixture->client, "huge", NULL, &error));
  g_assert_true (gate_error_matches (error, GATE_ERROR_TOO_LARGE));
}

static void
test_close_output (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  gint64 begin = g_get_monotonic_time ();

  connect_well (fixture);
  g_assert_null (mcp_test_call (fixture->client, "close-output", NULL, &error));
  g_assert_true (gate_error_matches (error, GATE_ERROR_SERVER_EXITED));
  g_assert_cmpint (g_get_monotonic_time () - begin, <, 10 * G_USEC_PER_SEC);
}

/* A tool that says it only reads is called again after the server died. */
static void
test_safe_again (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autoptr(GPtrArray) tools = mcp_test_list (fixture->client, GATE_MCP_LIST_TOOLS, FALSE, NULL);
  GateMcpTool *tool = tools->pdata[tools->len - 1];
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_cmpstr (gate_mcp_tool_get_name (tool), ==, "die-read-only");
  gate_mcp_client_call_tool_async (fixture->client, tool, NULL, NULL, NULL, NULL, NULL, gate_test_keep_result, &result);
  gate_test_wait (result);
  g_assert_null (gate_mcp_client_call_tool_finish (fixture->client, result, &error));
  g_assert_true (gate_error_matches (error, GATE_ERROR_SERVER_EXITED));
  g_assert_cmpuint (count_recorded (fixture, "\"die-read-only\""), ==, 2);
}

static void
test_pages (Fixture       *fixture,
            gconstpointer  data)
{
  const GateMcpLimits few_pages = { .page_limit = 20 };
  const GateMcpLimits few_items = { .item_limit = 7 };
  gboolean is_circle = g_str_equal (data, "circle");
  g_autoptr(GError) error = NULL;

  gate_mcp_client_set_limits (fixture->client, &few_pages);
  g_assert_null (mcp_test_list (fixture->client, GATE_MCP_LIST_TOOLS, FALSE, &error));
  g_assert_true (gate_error_matches (error, is_circle ? GATE_ERROR_PROTOCOL : GATE_ERROR_TOO_LARGE));
  g_assert_cmpuint (count_recorded (fixture, "tools/list"), ==, is_circle ? 2 : 20);
  if (is_circle)
    return;
  mcp_test_close (fixture->client);
  gate_mcp_client_set_limits (fixture->client, &few_items);
  g_clear_error (&error);
  g_assert_null (mcp_test_list (fixture->client, GATE_MCP_LIST_TOOLS, FALSE, &error));
  g_assert_true (gate_error_matches (error, GATE_ERROR_TOO_LARGE));
}

static void
count_signal (GateMcpClient *client,
              guint         *n)
{
  ++*n;
  g_main_context_wakeup (NULL);
}

static void
count_closed (guint *n)
{
  ++*n;
  g_main_context_wakeup (NULL);
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
keep_log (GateMcpClient *client,
          const char    *level,
          const char    *logger,
          const char    *text,
          char         **kept)
{
  g_free (*kept);
  *kept = g_strdup_printf ("%s %s %s", level, logger, text);
}

static void
test_notifications (Fixture       *fixture,
                    gconstpointer  data)
{
  g_autoptr(GPtrArray) before = mcp_test_list (fixture->client, GATE_MCP_LIST_TOOLS, FALSE, NULL);
  g_autoptr(GPtrArray) cached = mcp_test_list (fixture->client, GATE_MCP_LIST_TOOLS, FALSE, NULL);
  g_autofree char *updated = NULL;
  g_autofree char *log = NULL;
  guint n_changed = 0;

  g_assert_cmpuint (count_recorded (fixture, "tools/list"), ==, 1);
  g_signal_connect (fixture->client, "tools-changed", G_CALLBACK (count_signal), &n_changed);
  g_signal_connect (fixture->client, "resource-updated", G_CALLBACK (keep_text), &updated);
  g_signal_connect (fixture->client, "log", G_CALLBACK (keep_log), &log);

  g_autoptr(JsonNode) result = mcp_test_call (fixture->client, "change", NULL, NULL);
  gate_test_wait_until (n_changed > 0);
  g_assert_cmpstr (updated, ==, "test://watched");
  g_autoptr(GPtrArray) after = mcp_test_list (fixture->client, GATE_MCP_LIST_TOOLS, FALSE, NULL);
  g_assert_cmpuint (after->len, ==, before->len + 1);

  g_autoptr(JsonNode) logged = mcp_test_call (fixture->client, "log", NULL, NULL);
  g_assert_cmpstr (log, ==, "warning test {\"a\":\"\\u{202E}\"}");
}

static void
keep_progress (double      progress,
               double      total,
               const char *message,
               gpointer    user_data)
{
  g_string_append_printf (user_data, "%g/%g %s;", progress, total, message);
}

static void
count_destroy (gpointer user_data)
{
  g_string_append (user_data, "destroyed");
}

static void
test_progress (Fixture       *fixture,
               gconstpointer  data)
{
  g_autoptr(JsonNode) node = mcp_test_json ("{'name':'progress','inputSchema':{}}");
  g_autoptr(GateMcpTool) tool = gate_mcp_tool_new_from_json (node, NULL);
  g_autoptr(GString) seen = g_string_new (NULL);
  g_autoptr(GAsyncResult) result = NULL;

  gate_mcp_client_call_tool_async (fixture->client, tool, NULL, keep_progress, seen, count_destroy, NULL, gate_test_keep_result, &result);
  gate_test_wait (result);
  g_autoptr(JsonNode) value = gate_mcp_client_call_tool_finish (fixture->client, result, NULL);
  g_assert_nonnull (value);
  g_clear_object (&result);
  g_assert_cmpstr (seen->str, ==, "1/3 s;2/3 s;3/3 s;destroyed");
}

static void
test_subscribe (Fixture       *fixture,
                gconstpointer  data)
{
  static const gboolean steps[] = { TRUE, TRUE, FALSE };

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      g_autoptr(GAsyncResult) result = NULL;
      g_autoptr(GError) error = NULL;

      gate_mcp_client_subscribe_async (fixture->client, "test://watched", steps[i], NULL, gate_test_keep_result, &result);
      gate_test_wait (result);
      g_assert_true (gate_mcp_client_subscribe_finish (fixture->client, result, &error));
      g_assert_no_error (error);
    }
  g_assert_cmpuint (count_recorded (fixture, "resources/subscribe"), ==, 1);
  g_assert_cmpuint (count_recorded (fixture, "resources/unsubscribe"), ==, 1);
}

/* What was subscribed to is subscribed to again after a restart. */
static void
test_subscribe_again (Fixture       *fixture,
                      gconstpointer  data)
{
  g_autoptr(GAsyncResult) result = NULL;
  guint n_changed = 0;

  gate_mcp_client_subscribe_async (fixture->client, "test://watched", TRUE, NULL, gate_test_keep_result, &result);
  gate_test_wait (result);
  g_assert_true (gate_mcp_client_subscribe_finish (fixture->client, result, NULL));
  g_signal_connect (fixture->client, "resources-changed", G_CALLBACK (count_signal), &n_changed);
  g_assert_null (mcp_test_call (fixture->client, "die", NULL, NULL));
  gate_test_wait_until (n_changed > 0);
  gate_test_wait_until (count_recorded (fixture, "resources/subscribe") == 2 || (g_main_context_wakeup (NULL), FALSE));
}

static void
test_batch (Fixture       *fixture,
            gconstpointer  data)
{
  g_autofree char *log = NULL;
  g_autoptr(GError) error = NULL;

  g_signal_connect (fixture->client, "log", G_CALLBACK (keep_log), &log);
  g_autoptr(JsonNode) result = mcp_test_call (fixture->client, "batch", NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (log, ==, "info (null) in a batch");
}

/* A server that fails again and again is left alone, until a person asks for it. */
static void
test_give_up (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  guint n_closed = 0;

  g_signal_connect_swapped (fixture->client, "closed", G_CALLBACK (count_closed), &n_closed);
  mcp_test_connect (fixture->client, NULL);
  gate_test_wait_until (n_closed == 5);
  g_assert_null (mcp_test_call (fixture->client, "echo", NULL, &error));
  g_assert_true (gate_error_matches (error, GATE_ERROR_SERVER_EXITED));
  g_assert_nonnull (strstr (error->message, "5 times"));
  g_assert_nonnull (strstr (error->message, "status 7"));

  guint n_starts = count_recorded (fixture, "start\n");
  mcp_test_connect (fixture->client, NULL);
  g_assert_cmpuint (count_recorded (fixture, "start\n"), ==, n_starts + 1);
}

#define ADD(name, mode, function) g_test_add ("/mcp/stdio/" name, Fixture, mode, set_up, function, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/mcp/stdio/no-program", test_no_program);
  ADD ("die-at-start", "die-at-start", test_die_at_start);
  ADD ("die-after-handshake", "die-after-handshake", test_die_after_handshake);
  ADD ("silent", "silent", test_silent);
  ADD ("future", "future", test_future);
  ADD ("garbage-only", "garbage-only", test_garbage_only);
  ADD ("broken-answers", NULL, test_broken_answers);
  ADD ("abandoned", NULL, test_abandoned);
  ADD ("cancelled", NULL, test_cancelled);
  ADD ("die-in-call", NULL, test_die_in_call);
  ADD ("half-a-message", NULL, test_half_a_message);
  ADD ("close-output", NULL, test_close_output);
  ADD ("huge", NULL, test_huge);
  ADD ("pages-in-a-circle", "circle", test_pages);
  ADD ("pages-without-end", "endless", test_pages);
  ADD ("garbage", "garbage", test_garbage);
  ADD ("exit-on-probe", "exit-on-probe", test_exit_on_probe);
  ADD ("silent-on-probe", "silent-on-probe", test_silent_on_probe);
  ADD ("legacy", NULL, test_legacy);
  ADD ("modern", "modern", test_modern);
  ADD ("wrong-hint", "modern-no-initialize", test_wrong_hint);
  ADD ("single-flight", NULL, test_single_flight);
  ADD ("safe-again", NULL, test_safe_again);
  ADD ("notifications", NULL, test_notifications);
  ADD ("progress", NULL, test_progress);
  ADD ("subscribe", NULL, test_subscribe);
  ADD ("subscribe-again", NULL, test_subscribe_again);
  ADD ("batch", NULL, test_batch);
  ADD ("give-up", "die-after-handshake", test_give_up);
  return g_test_run ();
}
