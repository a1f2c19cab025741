// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-json.h"
#include "gate-test.h"

#include <gio/gunixinputstream.h>
#include <glib/gstdio.h>

/* The program as people run it: real processes, in a state directory of the test's own. */
static GSubprocess *
start (const char       *state,
       GSubprocessFlags  flags,
       ...)
{
  g_autoptr(GSubprocessLauncher) launcher = g_subprocess_launcher_new (flags);
  g_autoptr(GPtrArray) argv = g_ptr_array_new ();
  g_autoptr(GError) error = NULL;
  va_list arguments;
  const char *argument = NULL;

  g_ptr_array_add (argv, (char *) g_getenv ("GATE_SAMPLE_PROGRAM"));
  va_start (arguments, flags);
  while ((argument = va_arg (arguments, const char *)))
    g_ptr_array_add (argv, (char *) argument);
  va_end (arguments);
  g_ptr_array_add (argv, NULL);
  g_subprocess_launcher_setenv (launcher, "XDG_STATE_HOME", state, TRUE);
  GSubprocess *process = g_subprocess_launcher_spawnv (launcher, (const char *const *) argv->pdata, &error);
  g_assert_no_error (error);
  return process;
}

/* What a process said, once it has ended. */
typedef struct {
  int   code;
  char *out;
  char *err;
} Outcome;

static void
outcome_clear (Outcome *self)
{
  g_free (self->out);
  g_free (self->err);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Outcome, outcome_clear)

static Outcome
finish (GSubprocess *process,
        const char  *input)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  Outcome outcome = { 0 };

  g_subprocess_communicate_utf8_async (process, input, NULL, gate_test_keep_result, &result);
  gate_test_wait (result);
  g_assert_true (g_subprocess_communicate_utf8_finish (process, result, &outcome.out, &outcome.err, &error));
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_if_exited (process));
  outcome.code = g_subprocess_get_exit_status (process);
  g_object_unref (process);
  return outcome;
}

#define BOTH (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE)

static char *
make_state (void)
{
  return g_dir_make_tmp ("sample-XXXXXX", NULL);
}

static void
remove_tree (const char *path)
{
  g_autoptr(GDir) dir = g_dir_open (path, 0, NULL);
  const char *name = NULL;

  while (dir && (name = g_dir_read_name (dir)))
    {
      g_autofree char *child = g_build_filename (path, name, NULL);
      remove_tree (child);
    }
  g_remove (path);
}

static void
test_wrong_use (void)
{
  static const char *const cases[][3] = {
    { NULL },
    { "dance", NULL },
    { "serve", "now", NULL },
    { "serve", "--colour", NULL },
    { "serve", "--port=99999", NULL },
    { "serve", "--port=x", NULL },
    { "serve", "--idle=-1", NULL },
    { "address", "--token-lifetime=-1", NULL },
  };
  g_autofree char *state = make_state ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto(Outcome) outcome = finish (start (state, BOTH, cases[i][0], cases[i][0] ? cases[i][1] : NULL, NULL), NULL);

      g_assert_cmpint (outcome.code, ==, 2);
      g_assert_cmpstr (outcome.out, ==, "");
      g_assert_true (g_str_has_prefix (outcome.err, "gatehouse-sample: "));
    }
  remove_tree (state);
}

static char *
address_of (const char *state)
{
  g_auto(Outcome) outcome = finish (start (state, BOTH, "address", "--idle=60", NULL), NULL);

  g_assert_cmpstr (outcome.err, ==, "");
  g_assert_cmpint (outcome.code, ==, 0);
  g_assert_true (g_str_has_prefix (outcome.out, "http://127.0.0.1:"));
  g_assert_true (g_str_has_suffix (outcome.out, "/mcp\n"));
  return g_strdup (outcome.out);
}

static void
stop (const char *state)
{
  g_auto(Outcome) outcome = finish (start (state, BOTH, "stop", NULL), NULL);

  g_assert_cmpstr (outcome.err, ==, "");
  g_assert_cmpint (outcome.code, ==, 0);
}

static gboolean
can_connect (const char *address)
{
  g_autoptr(GSocketClient) client = g_socket_client_new ();
  g_autoptr(GUri) uri = g_uri_parse (address, G_URI_FLAGS_PARSE_RELAXED, NULL);
  g_autoptr(GSocketConnection) connection = g_socket_client_connect_to_host (client, "127.0.0.1", (guint16) g_uri_get_port (uri), NULL, NULL);

  return connection != NULL;
}

static void
test_on_demand (void)
{
  g_autofree char *state = make_state ();

  stop (state);
  g_autofree char *first = address_of (state);
  g_autofree char *line = g_strstrip (g_strdup (first));
  g_assert_true (can_connect (line));
  g_autofree char *second = address_of (state);
  g_assert_cmpstr (first, ==, second);
  g_auto(Outcome) busy = finish (start (state, BOTH, "serve", NULL), NULL);
  g_assert_cmpint (busy.code, ==, 1);
  g_assert_nonnull (strstr (busy.err, "runs already"));

  stop (state);
  g_assert_false (can_connect (line));
  g_autofree char *third = address_of (state);
  g_assert_cmpstr (first, ==, third);
  stop (state);
  remove_tree (state);
}

/* Many ask at the same moment: one server, one address. */
static void
test_stampede (void)
{
  g_autofree char *state = make_state ();
  GSubprocess *processes[6] = { NULL };
  g_autofree char *address = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (processes); i++)
    processes[i] = start (state, BOTH, "address", "--idle=60", NULL);
  for (guint i = 0; i < G_N_ELEMENTS (processes); i++)
    {
      g_auto(Outcome) outcome = finish (processes[i], NULL);

      g_assert_cmpstr (outcome.err, ==, "");
      g_assert_cmpint (outcome.code, ==, 0);
      g_assert_null (strstr (outcome.out, ":0/"));
      if (!address)
        address = g_strdup (outcome.out);
      g_assert_cmpstr (outcome.out, ==, address);
    }
  stop (state);
  remove_tree (state);
}

static void
test_unused (void)
{
  g_autofree char *state = make_state ();
  g_auto(Outcome) outcome = finish (start (state, BOTH, "serve", "--idle=1", NULL), NULL);

  g_assert_cmpint (outcome.code, ==, 0);
  g_assert_cmpstr (outcome.err, ==, "");
  g_assert_true (g_str_has_prefix (outcome.out, "http://127.0.0.1:"));
  remove_tree (state);
}

static const char hello[] = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{\"protocolVersion\":\"2025-03-26\","
                            "\"capabilities\":{},\"clientInfo\":{\"name\":\"t\",\"version\":\"1\"}}}\n";

#define META "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\",\"io.modelcontextprotocol/clientCapabilities\":{}}"

/* Both eras at once on one pair of pipes; whatever is wrong gets an answer and nothing ends but by the end of the input. */
static void
test_stdio (void)
{
  static const struct {
    const char *line;
    const char *answer;       /* a part of it, NULL for none */
  } cases[] = {
    { "{\"jsonrpc\":\"2.0\",\"id\":\"early\",\"method\":\"tools/list\"}", "\"id\":\"early\",\"error\":{\"code\":-32000" },
    { "{\"jsonrpc\":\"2.0\",\"id\":\"d\",\"method\":\"server/discover\",\"params\":{" META "}}", "\"supportedVersions\":[\"2026-07-28\"]" },
    { "{\"jsonrpc\":\"2.0\",\"id\":\"x\",\"method\":\"server/discover\"}", "\"id\":\"x\",\"error\":{\"code\":-32601" },
    { "not json", "\"code\":-32700" },
    { "", NULL },
    { "5", "\"code\":-32700" },
    { "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"tools/call\",\"params\":{\"name\":\"sticky_note\",\"arguments\":{\"text\":\"a\"}," META "}}\r",
      "[yellow sticky note] a" },
    { "[{\"jsonrpc\":\"2.0\",\"id\":8,\"method\":\"ping\"},{\"jsonrpc\":\"2.0\",\"id\":9,\"method\":\"ping\"}]",
      "[{\"jsonrpc\":\"2.0\",\"id\":8,\"result\":{}},{\"jsonrpc\":\"2.0\",\"id\":9,\"result\":{}}]" },
    { "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":77}}", NULL },
    { "{\"jsonrpc\":\"2.0\",\"id\":77,\"result\":{}}", NULL },
    { "{\"jsonrpc\":\"2.0\",\"id\":3,\"method\":\"tools/call\",\"params\":{\"name\":\"sticky_note\",\"arguments\":{\"text\":\"b\"}}}",
      "[yellow sticky note] b" },
  };
  g_autofree char *state = make_state ();
  g_autoptr(GString) input = g_string_new (NULL);
  g_auto(GStrv) lines = NULL;
  char **line = NULL;

  /* The first two come before initialize. */
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_string_append_printf (input, "%s%s\n", i == 2 ? hello : "", cases[i].line);
  g_auto(Outcome) outcome = finish (start (state, BOTH | G_SUBPROCESS_FLAGS_STDIN_PIPE, "serve", "--stdio", NULL), input->str);
  g_assert_cmpint (outcome.code, ==, 0);
  g_assert_cmpstr (outcome.err, ==, "");
  lines = g_strsplit (outcome.out, "\n", -1);
  line = lines;
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      if (i == 2)
        g_assert_nonnull (strstr (*line++, "\"protocolVersion\":\"2025-03-26\""));
      if (!cases[i].answer)
        continue;
      g_test_message ("%s", cases[i].line);
      g_assert_nonnull (*line);
      if (!strstr (*line, cases[i].answer))
        g_error ("“%s” instead of “%s”", *line, cases[i].answer);
      line++;
    }
  g_assert_cmpstr (*line, ==, "");
  remove_tree (state);
}

/* A line above the limit is refused once, without being kept; the next one is served. */
static void
test_endless_line (void)
{
  g_autofree char *state = make_state ();
  g_autofree char *filler = g_strnfill (5 * 1024 * 1024, 'x');
  g_autofree char *input = g_strconcat (filler, "\n{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}\n", NULL);
  g_auto(Outcome) outcome = finish (start (state, BOTH | G_SUBPROCESS_FLAGS_STDIN_PIPE, "serve", "--stdio", NULL), input);
  g_auto(GStrv) lines = g_strsplit (outcome.out, "\n", -1);

  g_assert_cmpint (outcome.code, ==, 0);
  g_assert_cmpuint (g_strv_length (lines), ==, 3);
  g_assert_nonnull (strstr (lines[0], "The line is too long"));
  g_assert_cmpstr (lines[1], ==, "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}");
  remove_tree (state);
}

/* Nobody reads any more, or the input ends in the middle of a call: the process is gone at once. */
static void
test_stdio_ends (void)
{
  g_autofree char *state = make_state ();
  g_autofree char *input = g_strconcat (hello, "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"tools/call\","
                                               "\"params\":{\"name\":\"generate_report\",\"arguments\":{\"seconds\":600}}}\n{\"jso", NULL);
  g_auto(Outcome) outcome = finish (start (state, BOTH | G_SUBPROCESS_FLAGS_STDIN_PIPE, "serve", "--stdio", NULL), input);
  g_auto(GStrv) lines = g_strsplit (outcome.out, "\n", -1);

  g_assert_cmpint (outcome.code, ==, 0);
  g_assert_cmpuint (g_strv_length (lines), ==, 2);
  remove_tree (state);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/sample/program/wrong-use", test_wrong_use);
  g_test_add_func ("/sample/program/on-demand", test_on_demand);
  g_test_add_func ("/sample/program/stampede", test_stampede);
  g_test_add_func ("/sample/program/unused", test_unused);
  g_test_add_func ("/sample/program/stdio", test_stdio);
  g_test_add_func ("/sample/program/endless-line", test_endless_line);
  g_test_add_func ("/sample/program/stdio-ends", test_stdio_ends);
  return g_test_run ();
}
