// SPDX-License-Identifier: GPL-3.0-or-later
#include "process-test.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

/* Servers in the shapes that left orphans elsewhere. Each says "ready" when it stands. */
typedef struct {
  const char *name;
  const char *script;
  guint       processes; /* that have the mark, our watchdog included */
} Shape;

static const Shape shapes[] = {
  { "plain", "echo ready; exec cat", 2 },
  { "launcher", "sh -c 'sleep 1000 & sleep 1000 & wait' & echo ready; cat; wait", 6 },
  { "other-group", "setsid sleep 1000 & echo ready; exec cat", 3 },
  /* Forked twice, in a session of its own, away from all our streams. */
  { "daemon", "(setsid sh -c 'sleep 1000 & sleep 1000' <&- >&- 2>&- &); echo ready; exec cat", 5 },
  { "stopped", "sh -c 'kill -STOP $$' & echo ready; exec cat", 3 },
};

/* These do not end with their standard input, take the two seconds of grace, or make new processes when they are asked to end. */
static const Shape stubborn_shapes[] = {
  { "deaf", "echo ready; exec sleep 1000", 2 },
  { "ignores", "trap '' TERM; sh -c 'trap \"\" TERM; echo ready; while :; do sleep 1000; done'; :", 4 },
  { "daemon-ignores", "(setsid sh -c 'trap \"\" TERM HUP INT; echo ready; while :; do sleep 1000; done' &); exec cat", 4 },
  { "respawns", "trap 'setsid sleep 1000 & setsid sh -c \"trap : TERM; sleep 1000; sleep 1000\" &' TERM; echo ready; while :; do sleep 1000; done", 3 },
  { "breeds", "trap '' TERM; echo ready; while :; do setsid sleep 0.2 & sleep 0.02; done", 0 },
};

typedef enum {
  END_FACE_KILLED,
  END_FACE_TERMINATED,
  END_STOPPED,
  END_LET_GO,
  END_PROGRAM_KILLED,
  END_WATCHDOG_TERMINATED,
  N_ENDS,
} End;

static const char *self_path;

static void
wait_ready (GateProcess *process)
{
  g_autofree char *line = read_line (process);
  g_assert_cmpstr (line, ==, "ready");
}

static void
wait_complete (const Shape *shape,
               const char  *mark)
{
  gint64 deadline = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;

  while (shape->processes && count_marked (mark) != shape->processes)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, deadline);
      g_usleep (2000);
    }
}

/* The number of a process that has the mark and this in its command line. */
static pid_t
find_marked (const char *mark,
             const char *word)
{
  g_autoptr(GDir) proc = g_dir_open ("/proc", 0, NULL);

  for (const char *pid = g_dir_read_name (proc); pid; pid = g_dir_read_name (proc))
    {
      g_autofree char *path = g_build_filename ("/proc", pid, "cmdline", NULL);
      g_autofree char *command = NULL;

      if (is_marked (pid, mark) && g_file_get_contents (path, &command, NULL, NULL) && strstr (command, word))
        return atoi (pid);
    }
  return 0;
}

/* What a face does: starts a server, says so, and goes on until it is killed. */
static int
run_face (const char *mark,
          const char *script)
{
  const char *const environment[] = { mark, NULL };
  g_autoptr(GateProcess) process = spawn_script (script, environment, NULL);
  g_autoptr(GMainLoop) loop = g_main_loop_new (NULL, FALSE);

  wait_ready (process);
  g_assert_cmpint (write (STDOUT_FILENO, "ready\n", 6), ==, 6);
  g_main_loop_run (loop);
  return 0;
}

static void
end_face (const Shape *shape,
          const char  *mark,
          int          number)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GSubprocess) face = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, self_path, "--face", mark, shape->script, NULL);
  char line[6];

  g_assert_no_error (error);
  g_assert_true (g_input_stream_read_all (g_subprocess_get_stdout_pipe (face), line, sizeof line, NULL, NULL, &error));
  g_assert_cmpmem (line, 6, "ready\n", 6);
  wait_complete (shape, mark);
  g_subprocess_send_signal (face, number);
  g_subprocess_wait (face, NULL, NULL);
}

static void
end_process (const Shape *shape,
             const char  *mark,
             End          end)
{
  const char *const environment[] = { mark, NULL };
  g_autoptr(GateProcess) process = spawn_script (shape->script, environment, NULL);

  wait_ready (process);
  wait_complete (shape, mark);
  if (end == END_LET_GO)
    return;
  if (end == END_STOPPED)
    {
      stop (process);
      /* “Stopped” is said when nothing is left, not a moment before. */
      g_assert_cmpuint (count_marked (mark), ==, 0);
      return;
    }

  pid_t watchdog = find_marked (mark, "gatehouse-watchdog");
  g_assert_cmpint (watchdog, >, 0);
  if (end == END_WATCHDOG_TERMINATED)
    {
      g_assert_cmpint (kill (watchdog, SIGTERM), ==, 0);
    }
  else
    {
      g_autofree char *path = g_strdup_printf ("/proc/%d/task/%d/children", watchdog, watchdog);
      g_autofree char *children = NULL;

      /* The oldest child is the program itself; a daemon came to the watchdog later. */
      g_assert_true (g_file_get_contents (path, &children, NULL, NULL));
      g_assert_cmpint (kill (atoi (children), SIGKILL), ==, 0);
    }
  wait_exited (process);
  g_assert_cmpuint (count_marked (mark), ==, 0);
}

static void
test_shape (gconstpointer data)
{
  const Shape *shape = data;

  for (End end = 0; end < N_ENDS; end++)
    {
      g_autofree char *mark = new_mark ();

      /* The other ends of a face come to the same, and each costs seconds. */
      if (g_test_slow () && (end == END_FACE_TERMINATED || end == END_LET_GO || end == END_WATCHDOG_TERMINATED))
        continue;
      g_test_message ("%s, end %d", shape->name, (int) end);
      if (end == END_FACE_KILLED)
        end_face (shape, mark, SIGKILL);
      else if (end == END_FACE_TERMINATED)
        end_face (shape, mark, SIGTERM);
      else
        end_process (shape, mark, end);
      wait_nothing_left (mark);
    }
}

/* Nothing can watch over the rest then; the program itself goes. */
static void
test_watchdog_killed (void)
{
  g_autofree char *mark = new_mark ();
  const char *const environment[] = { mark, NULL };
  g_autoptr(GateProcess) process = spawn_script ("echo ready; exec sleep 1000", environment, NULL);

  wait_ready (process);
  g_assert_cmpint (kill (find_marked (mark, "gatehouse-watchdog"), SIGKILL), ==, 0);
  wait_exited (process);
  wait_nothing_left (mark);
  g_autofree char *description = gate_process_describe_exit (process);
  g_assert_nonnull (strstr (description, "from outside"));
}

/* The program has its variables; the watchdog, whose own could be read in /proc as long as it lives, has none. */
static void
test_variables (void)
{
  g_autofree char *mark = new_mark ();
  const char *const environment[] = { mark, "KEY=canary", NULL };
  g_autoptr(GateProcess) process = spawn_script ("test \"$KEY\" = canary && echo ready; exec sleep 1000", environment, NULL);

  wait_ready (process);
  g_autofree char *pid = g_strdup_printf ("%d", find_marked (mark, "gatehouse-watchdog"));
  g_assert_true (file_has (pid, "cmdline", mark));
  g_assert_false (file_has (pid, "environ", "="));
}

/* A program that ends by itself and leaves a daemon: the daemon goes, and only then the end is told, with the program's status. */
static void
test_daemon_left_behind (void)
{
  g_autofree char *mark = new_mark ();
  const char *const environment[] = { mark, NULL };
  g_autoptr(GateProcess) process = spawn_script ("(setsid sleep 1000 <&- >&- 2>&- &); exit 7", environment, NULL);

  wait_exited (process);
  g_assert_cmpuint (count_marked (mark), ==, 0);
  g_autofree char *description = gate_process_describe_exit (process);
  g_assert_cmpstr (description, ==, "“sh” ended with status 7");
}

/* Some close their standard input to end a server; one that listens to that is not signalled. */
static void
test_ends_on_closed_stdin (void)
{
  g_autofree char *mark = new_mark ();
  const char *const environment[] = { mark, NULL };
  g_autoptr(GateProcess) process = spawn_script ("trap 'echo signalled >&2' TERM; echo ready; cat; echo closed >&2", environment, NULL);

  wait_ready (process);
  stop (process);
  g_autofree char *log = gate_process_dup_log (process);
  g_assert_cmpstr (log, ==, "closed\n");
}

static void
test_grace (void)
{
  g_autofree char *mark = new_mark ();
  const char *const environment[] = { mark, NULL };
  g_autoptr(GateProcess) process = spawn_script ("trap 'echo saved >&2; exit 0' TERM; echo ready; while :; do sleep 0.05; done", environment, NULL);

  wait_ready (process);
  stop (process);
  g_autofree char *log = gate_process_dup_log (process);
  g_assert_true (g_str_has_suffix (log, "saved\n"));
}

static void
add_shapes (const Shape *list,
            gsize        count)
{
  for (gsize i = 0; i < count; i++)
    {
      g_autofree char *path = g_strconcat ("/process/orphans/", list[i].name, NULL);
      g_test_add_data_func (path, &list[i], test_shape);
    }
}

int
main (int    argc,
      char **argv)
{
  if (argc == 4 && strcmp (argv[1], "--face") == 0)
    return run_face (argv[2], argv[3]);

  g_test_init (&argc, &argv, NULL);
  self_path = argv[0];
  if (g_test_slow ())
    {
      add_shapes (stubborn_shapes, G_N_ELEMENTS (stubborn_shapes));
      g_test_add_func ("/process/orphans/grace", test_grace);
      return g_test_run ();
    }
  add_shapes (shapes, G_N_ELEMENTS (shapes));
  g_test_add_func ("/process/orphans/watchdog-killed", test_watchdog_killed);
  g_test_add_func ("/process/orphans/variables", test_variables);
  g_test_add_func ("/process/orphans/daemon-left-behind", test_daemon_left_behind);
  g_test_add_func ("/process/orphans/ends-on-closed-stdin", test_ends_on_closed_stdin);
  return g_test_run ();
}
