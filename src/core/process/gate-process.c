// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-process-private.h"

#include "gate-error.h"
#include "gate-i18n.h"
#include "gate-process-files.h"
#include "gate-process-launch.h"
#include "gate-program.h"
#include "gate-task.h"
#include "gate-text.h"

#include <gio/gunixinputstream.h>
#include <gio/gunixoutputstream.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>

/* Something that left our tree (it was handed the stream by a socket) may hold standard error open; we do not wait for it long. */
#define DRAIN_MS 1000
#define LOG_CHUNK 65536

enum { EXITED, LOG_LINE, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (GateProcess, gate_process, G_TYPE_OBJECT)

typedef struct {
  GateProcess *self;
  GSource     *cancelled; /* (nullable) */
} SpawnData;

GATE_DEFINE_DATA (SpawnData, spawn_data)

static void
spawn_data_clear (SpawnData *self)
{
  if (self->cancelled)
    g_source_destroy (self->cancelled);
  g_clear_pointer (&self->cancelled, g_source_unref);
  g_clear_object (&self->self);
}

/**
 * gate_process_weak_new:
 * @self: a process
 *
 * What waits for the operating system holds no reference: letting go of a process ends it.
 *
 * Returns: (transfer full): what to give to a callback
 */
gpointer
gate_process_weak_new (GateProcess *self)
{
  GWeakRef *weak = g_new (GWeakRef, 1);

  g_weak_ref_init (weak, self);
  return weak;
}

/**
 * gate_process_weak_steal:
 * @user_data: (transfer full): what was given to a callback
 *
 * Returns: (transfer full) (nullable): the process, %NULL when it is gone
 */
GateProcess *
gate_process_weak_steal (gpointer user_data)
{
  GWeakRef *weak = user_data;
  GateProcess *self = g_weak_ref_get (weak);

  g_weak_ref_clear (weak);
  g_free (weak);
  return self;
}

static void
gate_process_dispose (GObject *object)
{
  GateProcess *self = GATE_PROCESS (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->patience, g_source_remove);
  g_clear_handle_id (&self->drain, g_source_remove);
  /* The watchdog sees the end of its control socket and ends everything below it. */
  if (self->control)
    shutdown (self->control_fd, SHUT_RDWR);
  g_clear_object (&self->control);
  g_clear_object (&self->stdin_stream);
  g_clear_object (&self->stdout_stream);
  g_clear_object (&self->stderr_stream);
  g_clear_object (&self->watchdog);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->spawning);
  g_clear_pointer (&self->stops, g_ptr_array_unref);
  g_clear_pointer (&self->log, gate_log_ring_free);
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->program, g_free);

  G_OBJECT_CLASS (gate_process_parent_class)->dispose (object);
}

static void
gate_process_class_init (GateProcessClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = gate_process_dispose;

  /**
   * GateProcess::exited:
   * @self: a process
   *
   * Emitted once, when the program and everything that it started have ended and its log is complete.
   */
  signals[EXITED] = g_signal_new ("exited", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  /**
   * GateProcess::log-line:
   * @self: a process
   * @line: a line of its standard error, safe to show, without its line feed
   *
   * Emitted for each line that the program writes to its standard error.
   */
  signals[LOG_LINE] = g_signal_new ("log-line", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                    G_TYPE_NONE, 1, G_TYPE_STRING);

  /* Writing to a server that has ended is an error to report, not the end of us. */
  struct sigaction action;
  if (sigaction (SIGPIPE, NULL, &action) == 0 && action.sa_handler == SIG_DFL)
    signal (SIGPIPE, SIG_IGN);
}

static void
gate_process_init (GateProcess *self)
{
  self->cancellable = g_cancellable_new ();
  self->stops = g_ptr_array_new_with_free_func (g_object_unref);
  self->control_fd = -1;
  self->status = -1;
}

static void
fail_spawning (GateProcess *self,
               GError      *error)
{
  g_autoptr(GTask) task = g_steal_pointer (&self->spawning);

  if (task)
    g_task_return_error (task, error);
  else
    g_error_free (error);
}

static void
check_exited (GateProcess *self)
{
  if (self->exited || !self->watchdog_ended || !self->log_ended)
    return;

  g_autoptr(GateProcess) keep = g_object_ref (self);
  g_autoptr(GPtrArray) stops = g_steal_pointer (&self->stops);
  self->stops = g_ptr_array_new_with_free_func (g_object_unref);
  self->exited = TRUE;
  g_clear_handle_id (&self->patience, g_source_remove);
  g_clear_handle_id (&self->drain, g_source_remove);
  fail_spawning (self, gate_error_new (GATE_ERROR_FAILED, GATE_LAYER_NONE, _("Try again, and report it if it stays so."),
                                       _("The watchdog of “%s” ended before the program ran"), self->name));
  g_signal_emit (self, signals[EXITED], 0);
  for (guint i = 0; i < stops->len; i++)
    g_task_return_boolean (g_ptr_array_index (stops, i), TRUE);
}

static void
on_log_line (const char *line,
             gpointer    user_data)
{
  g_signal_emit (user_data, signals[LOG_LINE], 0, line);
}

static void
end_log (GateProcess *self)
{
  if (self->log_ended)
    return;
  self->log_ended = TRUE;
  gate_log_ring_end (self->log, on_log_line, self);
  check_exited (self);
}

static void read_log (GateProcess *self);

static void
got_log (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(GateProcess) self = gate_process_weak_steal (user_data);
  g_autoptr(GBytes) bytes = g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result, NULL);

  if (!self || !self->log || self->log_ended)
    return;

  gsize size = 0;
  const char *data = bytes ? g_bytes_get_data (bytes, &size) : NULL;
  if (size == 0)
    {
      end_log (self);
      return;
    }
  gate_log_ring_feed (self->log, data, size, on_log_line, self);
  if (!self->log_ended && self->stderr_stream)
    read_log (self);
}

static void
read_log (GateProcess *self)
{
  g_input_stream_read_bytes_async (self->stderr_stream, LOG_CHUNK, G_PRIORITY_DEFAULT, self->cancellable, got_log, gate_process_weak_new (self));
}

static gboolean
give_log_up (gpointer user_data)
{
  GateProcess *self = user_data;

  self->drain = 0;
  end_log (self);
  return G_SOURCE_REMOVE;
}

static void
did_end_watchdog (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr(GateProcess) self = gate_process_weak_steal (user_data);

  g_subprocess_wait_finish (G_SUBPROCESS (source), result, NULL);
  if (!self || !self->log)
    return;
  self->watchdog_ended = TRUE;
  if (!self->log_ended)
    self->drain = g_timeout_add (DRAIN_MS, give_log_up, self);
  check_exited (self);
}

static void
take_report (GateProcess *self,
             const char  *line)
{
  int number = 0;

  if (strcmp (line, "started") == 0)
    {
      g_autoptr(GTask) task = g_steal_pointer (&self->spawning);
      if (task)
        g_task_return_pointer (task, g_object_ref (self), g_object_unref);
    }
  else if (sscanf (line, "failed %d", &number) == 1)
    fail_spawning (self, gate_program_new_failure (self->sandboxed ? "bwrap" : self->program, number));
  else if (sscanf (line, "exit %d", &number) == 1)
    self->status = number;
  else if (sscanf (line, "signal %d", &number) == 1)
    self->signal = number;
}

static void read_reports (GateProcess *self);

/* The last report and the end of the watchdog are seen in any order: the watchdog is waited for only after the end of its reports. */
static void
got_report (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GateProcess) self = gate_process_weak_steal (user_data);
  g_autofree char *line = g_data_input_stream_read_line_finish (G_DATA_INPUT_STREAM (source), result, NULL, NULL);

  if (!self || !self->watchdog)
    return;
  if (!line)
    {
      g_subprocess_wait_async (self->watchdog, self->cancellable, did_end_watchdog, gate_process_weak_new (self));
      return;
    }
  take_report (self, line);
  if (self->control)
    read_reports (self);
}

static void
read_reports (GateProcess *self)
{
  g_data_input_stream_read_line_async (self->control, G_PRIORITY_DEFAULT, self->cancellable, got_report, gate_process_weak_new (self));
}

static void
take_streams (GateProcess      *self,
              GateProcessFiles *files)
{
  self->control_fd = files->control_ours;
  self->stdin_stream = g_unix_output_stream_new (g_steal_fd (&files->stdin_ours), TRUE);
  self->stdout_stream = g_unix_input_stream_new (g_steal_fd (&files->stdout_ours), TRUE);
  self->stderr_stream = g_unix_input_stream_new (g_steal_fd (&files->stderr_ours), TRUE);

  g_autoptr(GInputStream) control = g_unix_input_stream_new (g_steal_fd (&files->control_ours), TRUE);
  self->control = g_data_input_stream_new (control);
}

/* Starts the watchdog; what it then reports ends the task. */
static gboolean
start (GateProcess         *self,
       const char * const  *argv,
       const char * const  *given,
       const char          *working_directory,
       GateSandbox         *sandbox,
       GError             **error)
{
  g_auto(GateProcessFiles) files = GATE_PROCESS_FILES_INIT;

  self->watchdog = gate_process_launch (&files, argv, given, working_directory, sandbox, &self->program, error);
  if (!self->watchdog)
    return FALSE;
  self->sandboxed = sandbox != NULL;
  self->log = gate_log_ring_new (given);
  take_streams (self, &files);
  return TRUE;
}

static gboolean
on_cancelled (GCancellable *cancellable,
              gpointer      user_data)
{
  GateProcess *self = user_data;
  g_autoptr(GError) error = NULL;

  if (g_cancellable_set_error_if_cancelled (cancellable, &error))
    fail_spawning (self, g_steal_pointer (&error));
  return G_SOURCE_REMOVE;
}

/**
 * gate_process_spawn_async:
 * @argv: the program and its arguments: a name to look up in PATH, or a path
 * @environment: (nullable): its variables, "NAME=value"; it gets these and HOME, LOGNAME, PATH, SHELL, TERM, USER and LANG of ours
 * @working_directory: (nullable) (type filename): where it starts; %NULL for the home directory
 * @sandbox: (nullable): how it is confined; %NULL for not at all
 * @cancellable: (nullable): gives the start up
 * @callback: called when the program runs, or could not be started
 * @user_data: for @callback
 *
 * Starts a local server's program under our watchdog.
 */
void
gate_process_spawn_async (const char * const  *argv,
                          const char * const  *environment,
                          const char          *working_directory,
                          GateSandbox         *sandbox,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  g_return_if_fail (argv != NULL);

  g_autoptr(GTask) task = gate_task_new (NULL, cancellable, callback, user_data, gate_process_spawn_async);
  g_autoptr(GateProcess) self = g_object_new (GATE_TYPE_PROCESS, NULL);
  g_autoptr(GError) error = NULL;

  if (g_task_return_error_if_cancelled (task))
    return;

  g_autofree char *base = argv[0] ? g_path_get_basename (argv[0]) : g_strdup ("");
  self->name = gate_text_make_visible (base, GATE_TEXT_LINE);
  if (!gate_program_allowed (&error)
      || !start (self, argv[0] ? argv : (const char * const []) { "", NULL }, environment, working_directory, sandbox, &error))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  SpawnData *data = spawn_data_new ();
  data->self = g_object_ref (self);
  if (cancellable)
    {
      data->cancelled = g_cancellable_source_new (cancellable);
      g_source_set_callback (data->cancelled, G_SOURCE_FUNC (on_cancelled), self, NULL);
      g_source_attach (data->cancelled, g_main_context_get_thread_default ());
    }
  spawn_data_attach (task, data);
  self->spawning = g_steal_pointer (&task);
  read_reports (self);
  read_log (self);
}

/**
 * gate_process_spawn_finish:
 * @result: the result
 * @error: set to %GATE_ERROR_SERVER_EXITED (no such program, not executable), %GATE_ERROR_POLICY (inside Flatpak),
 *   %GATE_ERROR_INVALID (a variable without a name), %GATE_ERROR_FAILED or %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable): the process; letting go of it ends everything that it started
 */
GateProcess *
gate_process_spawn_finish (GAsyncResult  *result,
                           GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * gate_process_get_stdin:
 * @self: a process
 *
 * Returns: (transfer none): its standard input; for asynchronous writing, since it does not block
 */
GOutputStream *
gate_process_get_stdin (GateProcess *self)
{
  g_return_val_if_fail (GATE_IS_PROCESS (self), NULL);
  return self->stdin_stream;
}

/**
 * gate_process_get_stdout:
 * @self: a process
 *
 * Returns: (transfer none): its standard output; for asynchronous reading, since it does not block
 */
GInputStream *
gate_process_get_stdout (GateProcess *self)
{
  g_return_val_if_fail (GATE_IS_PROCESS (self), NULL);
  return self->stdout_stream;
}

/**
 * gate_process_get_exited:
 * @self: a process
 *
 * Returns: %TRUE when the program and everything that it started have ended
 */
gboolean
gate_process_get_exited (GateProcess *self)
{
  g_return_val_if_fail (GATE_IS_PROCESS (self), TRUE);
  return self->exited;
}

static char *
describe_end (GateProcess *self)
{
  /* bubblewrap tells a signal as a shell does. */
  int number = self->signal ? self->signal : self->sandboxed && self->status > 128 && self->status < 128 + NSIG ? self->status - 128 : 0;

  if (self->stopped)
    return g_strdup_printf (_("“%s” was stopped"), self->name);
  if (number)
    return g_strdup_printf (_("“%s” was ended by the signal “%s”"), self->name, strsignal (number));
  if (self->status < 0)
    return g_strdup_printf (_("“%s” ended because its watchdog was ended from outside"), self->name);
  return g_strdup_printf (_("“%s” ended with status %d"), self->name, self->status);
}

/**
 * gate_process_describe_exit:
 * @self: a process
 *
 * Says how the program ended, and what it last wrote to its standard error that sounds like the reason.
 *
 * Returns: (transfer full): one sentence without its full stop, safe to show
 */
char *
gate_process_describe_exit (GateProcess *self)
{
  g_return_val_if_fail (GATE_IS_PROCESS (self), NULL);

  if (!self->exited)
    return g_strdup_printf (_("“%s” is running"), self->name);

  g_autofree char *end = describe_end (self);
  g_autofree char *words = self->stopped ? NULL : gate_log_ring_dup_last_words (self->log);
  return words ? g_strdup_printf (_("%s; its last words: %s"), end, words) : g_steal_pointer (&end);
}

/**
 * gate_process_dup_log:
 * @self: a process
 *
 * Returns: (transfer full): the last lines of its standard error, each with a line feed, safe to show; without the values of the
 *   variables that it was given
 */
char *
gate_process_dup_log (GateProcess *self)
{
  g_return_val_if_fail (GATE_IS_PROCESS (self), NULL);
  return gate_log_ring_dup_text (self->log);
}
