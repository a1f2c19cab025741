// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-sample-program.h"

#include "gate-config.h"
#include "gate-error.h"
#include "gate-file.h"
#include "gate-lock.h"
#include "gate-sample-port.h"
#include "gate-sample-stdio.h"
#include "gate-sample.h"
#include "gate-secret.h"

#include <fcntl.h>
#include <gio/gunixinputstream.h>
#include <gio/gunixoutputstream.h>
#include <glib-unix.h>
#include <glib/gstdio.h>
#include <locale.h>
#include <unistd.h>

#define EXIT_USAGE 2
#define WAIT_SECONDS 15
#define STOP_FILE "sample.stop"

typedef struct {
  GateSampleOptions  options;
  int                idle;
  int                token_lifetime;
  gboolean           stdio;
  gboolean           on_demand;
  char             **given;        /* the options as they were given, for a server that is started on demand */
} Arguments;

static int
fail (const GError *error)
{
  const char *remedy = gate_error_get_remedy (error);

  g_printerr ("gatehouse-sample: %s%s%s\n", error->message, remedy ? "\n" : "", remedy ? remedy : "");
  return EXIT_FAILURE;
}

/* Whether a Sample Workspace holds that lock; it tells more than a process id, which may be another's by now or elsewhere. */
static gboolean
is_held (const char *what)
{
  g_autofree char *folder = gate_sample_dup_folder (NULL);
  g_autofree char *name = gate_sample_dup_lock_name (what, folder);

  return gate_lock_is_held (name);
}

static gboolean
quit (gpointer user_data)
{
  g_main_loop_quit (user_data);
  return G_SOURCE_CONTINUE;
}

static void
on_stop_file (GFileMonitor      *monitor,
              GFile             *file,
              GFile             *other,
              GFileMonitorEvent  event,
              gpointer           user_data)
{
  if (event != G_FILE_MONITOR_EVENT_CREATED && event != G_FILE_MONITOR_EVENT_CHANGED)
    return;
  g_unlink (g_file_peek_path (file));
  g_main_loop_quit (user_data);
}

/* A file rather than a signal: it also reaches a server in another sandbox, and never another process. */
static GFileMonitor *
watch_stop_file (GMainLoop *loop)
{
  g_autofree char *folder = gate_sample_dup_folder (NULL);
  g_autoptr(GFile) file = g_file_new_build_filename (folder, STOP_FILE, NULL);
  GFileMonitor *monitor = NULL;

  if (gate_file_make_parents (g_file_peek_path (file), NULL))
    monitor = g_file_monitor_file (file, G_FILE_MONITOR_NONE, NULL, NULL);
  if (monitor)
    g_signal_connect (monitor, "changed", G_CALLBACK (on_stop_file), loop);
  return monitor;
}

/* Who started it waits for the address, and must not wait for anything after that. */
static void
let_go_of_terminal (void)
{
  int nothing = open ("/dev/null", O_RDWR | O_CLOEXEC);

  for (int fd = STDIN_FILENO; nothing >= 0 && fd <= STDERR_FILENO; fd++)
    dup2 (nothing, fd);
  if (nothing > STDERR_FILENO)
    close (nothing);
}

static void
run_until_told (GateSample *sample,
                GMainLoop  *loop)
{
  guint interrupted = g_unix_signal_add (SIGINT, quit, loop);
  guint terminated = g_unix_signal_add (SIGTERM, quit, loop);

  g_signal_connect_swapped (sample, "unused", G_CALLBACK (g_main_loop_quit), loop);
  g_main_loop_run (loop);
  g_source_remove (interrupted);
  g_source_remove (terminated);
}

static int
serve_http (const Arguments *arguments)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr(GFileMonitor) monitor = watch_stop_file (loop);
  g_autoptr(GateSample) sample = gate_sample_new (&arguments->options, &error);

  /* Whoever sees that it runs may stop it: the file is watched before. */
  if (!sample || !gate_sample_start (sample, &error))
    {
      if (arguments->on_demand && is_held ("starting"))
        return EXIT_SUCCESS;
      return fail (error);
    }
  if (gate_sample_get_notice (sample))
    g_printerr ("gatehouse-sample: %s\n", gate_sample_get_notice (sample));
  g_print ("%s\n", gate_sample_get_address (sample));
  fflush (stdout);
  if (arguments->on_demand)
    let_go_of_terminal ();
  run_until_told (sample, loop);
  return EXIT_SUCCESS;
}

static void
show_terms (SoupServerMessage *message,
            const char        *path,
            gpointer           user_data)
{
  gate_sample_terms_handle (user_data, message, path);
}

static int
serve_stdio (const Arguments *arguments)
{
  g_autoptr(GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr(GError) error = NULL;
  g_autofree char *folder = gate_sample_dup_folder (arguments->options.folder);
  g_autoptr(GateSampleWorkspace) workspace = gate_sample_workspace_new (folder, &error);
  g_autoptr(GateSampleWeb) web = gate_sample_web_new ();
  GateSampleTerms *terms = workspace ? gate_sample_workspace_get_terms (workspace) : NULL;

  if (!workspace)
    return fail (error);
  /* For the page with the terms alone; without it the tool that shows the page says so. */
  gate_sample_web_add (web, GATE_SAMPLE_TERMS_PATH, 1024, show_terms, terms);
  if (gate_sample_web_listen (web, 0, &error))
    gate_sample_terms_set_origin (terms, gate_sample_web_get_origin (web));

  g_autoptr(GInputStream) input = g_unix_input_stream_new (STDIN_FILENO, FALSE);
  g_autoptr(GOutputStream) output = g_unix_output_stream_new (STDOUT_FILENO, FALSE);
  g_autoptr(GateSampleStdio) stdio = gate_sample_stdio_new (workspace, input, output);
  guint terminated = g_unix_signal_add (SIGTERM, quit, loop);
  g_signal_connect_swapped (stdio, "ended", G_CALLBACK (g_main_loop_quit), loop);
  gate_sample_stdio_start (stdio);
  g_main_loop_run (loop);
  g_source_remove (terminated);
  return EXIT_SUCCESS;
}

static int
do_serve (const Arguments *arguments)
{
  return arguments->stdio ? serve_stdio (arguments) : serve_http (arguments);
}

static void
begin_session (gpointer user_data)
{
  setsid ();
}

/* Starts a server that outlives us and waits for its first line, or for its end. */
static gboolean
start_on_demand (const Arguments  *arguments,
                 GError          **error)
{
  g_autoptr(GPtrArray) argv = g_ptr_array_new ();
  g_autofree char *self = g_file_read_link ("/proc/self/exe", error);
  g_autofree char *line = NULL;
  int output = -1;

  if (!self)
    return FALSE;
  g_ptr_array_add (argv, self);
  g_ptr_array_add (argv, (char *) "serve");
  g_ptr_array_add (argv, (char *) "--on-demand");
  for (char **option = arguments->given; *option; option++)
    g_ptr_array_add (argv, *option);
  g_ptr_array_add (argv, NULL);
  if (!g_spawn_async_with_pipes ("/", (char **) argv->pdata, NULL, G_SPAWN_DEFAULT, begin_session, NULL, NULL, NULL, &output, NULL, error))
    return FALSE;

  g_autoptr(GInputStream) stream = g_unix_input_stream_new (output, TRUE);
  g_autoptr(GDataInputStream) lines = g_data_input_stream_new (stream);
  line = g_data_input_stream_read_line (lines, NULL, NULL, error);
  return error == NULL || *error == NULL;
}

static int
print_address (void)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *folder = gate_sample_dup_folder (NULL);
  guint16 port = 0;

  if (!gate_sample_port_load (folder, &port, &error))
    return fail (error);
  g_print ("http://127.0.0.1:%u/mcp\n", port);
  return EXIT_SUCCESS;
}

static int
do_address (const Arguments *arguments)
{
  g_autoptr(GError) error = NULL;
  gint64 deadline = g_get_monotonic_time () + WAIT_SECONDS * G_TIME_SPAN_SECOND;

  if (is_held ("running"))
    return print_address ();
  if (!start_on_demand (arguments, &error))
    return fail (error);
  /* Ours runs by now, or another one that was started at the same moment is about to. */
  while (!is_held ("running"))
    {
      if (!is_held ("starting") || g_get_monotonic_time () > deadline)
        {
          if (is_held ("running"))
            break;
          g_printerr ("gatehouse-sample: The Sample Workspace could not be started\n");
          return EXIT_FAILURE;
        }
      g_usleep (10000);
    }
  return print_address ();
}

static int
do_stop (const Arguments *arguments)
{
  g_autofree char *folder = gate_sample_dup_folder (NULL);
  g_autofree char *path = g_build_filename (folder, STOP_FILE, NULL);
  g_autoptr(GError) error = NULL;
  gint64 deadline = g_get_monotonic_time () + WAIT_SECONDS * G_TIME_SPAN_SECOND;

  if (!is_held ("starting"))
    {
      g_print ("The Sample Workspace does not run.\n");
      return EXIT_SUCCESS;
    }
  if (!gate_file_write (path, "", 0, &error))
    return fail (error);
  while (is_held ("starting"))
    {
      if (g_get_monotonic_time () > deadline)
        {
          g_unlink (path);
          g_printerr ("gatehouse-sample: The Sample Workspace does not stop\nEnd the process gatehouse-sample.\n");
          return EXIT_FAILURE;
        }
      g_usleep (10000);
    }
  g_unlink (path);
  return EXIT_SUCCESS;
}

static const struct {
  const char *name;
  int       (*run) (const Arguments *arguments);
} verbs[] = {
  { "serve", do_serve },
  { "address", do_address },
  { "stop", do_stop },
};

static gboolean
parse (Arguments   *arguments,
       char      ***argv,
       GError     **error)
{
  const GOptionEntry entries[] = {
    { "port", 0, 0, G_OPTION_ARG_INT, &arguments->options.port, "Listen on this port, 0 for any; else on the one chosen at first", "N" },
    { "idle", 0, 0, G_OPTION_ARG_INT, &arguments->idle, "Stop when unused for so long, 0 for never (900)", "SECONDS" },
    { "token-lifetime", 0, 0, G_OPTION_ARG_INT, &arguments->token_lifetime, "How long a sign-in's access token is good (3600)", "SECONDS" },
    { "auto-approve", 0, 0, G_OPTION_ARG_NONE, &arguments->options.auto_approve, "Allow every sign-in without asking", NULL },
    { "no-sign-in", 0, 0, G_OPTION_ARG_NONE, &arguments->options.no_sign_in, "Let every program on this machine in", NULL },
    { "stdio", 0, 0, G_OPTION_ARG_NONE, &arguments->stdio, "Serve standard input and output, without a sign-in", NULL },
    { "on-demand", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_NONE, &arguments->on_demand, NULL, NULL },
    { NULL },
  };
  g_autoptr(GOptionContext) context = g_option_context_new ("serve|address|stop");

  g_option_context_set_summary (context, "Sample Workspace: an MCP server to try things with, with a sign-in of its own.\n\n"
                                         "  serve    runs it\n  address  prints its address, and starts it when it does not run\n"
                                         "  stop     stops it");
  g_option_context_add_main_entries (context, entries, NULL);
  return g_option_context_parse_strv (context, argv, error);
}

static gboolean
check (Arguments  *arguments,
       GError    **error)
{
  const char *remedy = "See gatehouse-sample --help.";

  if (arguments->options.port < GATE_SAMPLE_KEPT_PORT || arguments->options.port > G_MAXUINT16)
    gate_error_set (error, GATE_ERROR_USAGE, GATE_LAYER_NONE, remedy, "There is no port %d", arguments->options.port);
  else if (arguments->idle < 0 || arguments->token_lifetime < 0)
    gate_error_set (error, GATE_ERROR_USAGE, GATE_LAYER_NONE, remedy, "A time cannot be negative");
  else
    {
      arguments->options.idle_seconds = (guint) arguments->idle;
      arguments->options.token_lifetime = (guint) arguments->token_lifetime;
      return TRUE;
    }
  return FALSE;
}

/* Everything but the program and the verb. */
static char **
dup_options (char **argv)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();

  for (char **at = argv + 1; argv[0] && *at; at++)
    if (g_str_has_prefix (*at, "-") || at > argv + 1)
      g_strv_builder_add (builder, *at);
  return g_strv_builder_end (builder);
}

/**
 * gate_sample_program_run:
 * @argc: the number of arguments
 * @argv: the arguments
 *
 * What `gatehouse-sample` does.
 *
 * Returns: the exit code: 0 done, 1 failed, 2 wrong use
 */
int
gate_sample_program_run (int    argc,
                         char **argv)
{
  Arguments arguments = {
    .options = { .port = GATE_SAMPLE_KEPT_PORT },
    .idle = GATE_SAMPLE_IDLE_SECONDS,
    .token_lifetime = GATE_SAMPLE_TOKEN_LIFETIME,
  };
  g_auto(GStrv) rest = g_strdupv (argv);
  g_auto(GStrv) given = dup_options (argv);
  g_autoptr(GError) error = NULL;

  setlocale (LC_ALL, "");
  gate_secret_forbid_core_dumps ();
  arguments.given = given;
  if (!parse (&arguments, &rest, &error) || !check (&arguments, &error))
    {
      fail (error);
      return EXIT_USAGE;
    }
  for (guint i = 0; g_strv_length (rest) == 2 && i < G_N_ELEMENTS (verbs); i++)
    if (g_str_equal (verbs[i].name, rest[1]))
      return verbs[i].run (&arguments);
  g_printerr ("gatehouse-sample: Say serve, address or stop\nSee gatehouse-sample --help.\n");
  return EXIT_USAGE;
}
