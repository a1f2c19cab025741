// SPDX-License-Identifier: GPL-3.0-or-later
#include "process-test.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

typedef struct {
  const char *program;
  const char *content; /* (nullable): of a file that is made in the test's folder, and is the program */
  int         mode;
  const char *message; /* a part of it */
  const char *remedy;  /* a part of it */
} Failure;

static const Failure failures[] = {
  { "", NULL, 0, "empty", "program" },
  { "gatehouse-no-such-program", NULL, 0, "“gatehouse-no-such-program” in any folder of PATH", "full path" },
  { "/nonexistent/server", NULL, 0, "“/nonexistent/server”", "path" },
  { "./missing", NULL, 0, "“./missing”", "path" },
  { "/", NULL, 0, "not an executable file", "chmod" },
  { "./plain", "#!/bin/sh\n", 0644, "not an executable file", "chmod" },
  { "./no-interpreter", "#!/nonexistent/interpreter\n", 0755, "interpreter is missing", "interpreter" },
  { "./no-program", "\001\002\003\004", 0755, "not a program", "kind of machine" },
  { "./interpreter-is-folder", "#!/usr\n", 0755, "permission denied", "executable" },
};

static void
test_failures (void)
{
  g_autofree char *folder = g_dir_make_tmp ("gate-process-XXXXXX", NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (failures); i++)
    {
      const Failure *failure = &failures[i];
      const char *const argv[] = { failure->program, NULL };
      g_autofree char *file = g_build_filename (folder, failure->program, NULL);
      g_autoptr(GError) error = NULL;

      g_test_message ("%s", failure->program);
      if (failure->content)
        {
          g_assert_true (g_file_set_contents (file, failure->content, -1, NULL));
          g_assert_cmpint (g_chmod (file, failure->mode), ==, 0);
        }
      g_assert_null (try_spawn (argv, NULL, folder, NULL, &error));
      g_assert_error (error, GATE_ERROR, GATE_ERROR_SERVER_EXITED);
      g_assert_cmpint (gate_error_get_layer (error), ==, GATE_LAYER_SERVICE);
      g_assert_nonnull (strstr (error->message, failure->message));
      g_assert_nonnull (strstr (gate_error_get_remedy (error), failure->remedy));
      g_unlink (file);
    }
  g_rmdir (folder);
}

static void
test_remedies (void)
{
  static const char *const programs[][2] = { { "npx", "npm" }, { "uvx", "uv" }, { "docker", "docker.io" } };
  static const char *const environment[] = { "PATH=/nonexistent", NULL };

  for (gsize i = 0; i < G_N_ELEMENTS (programs); i++)
    {
      const char *const argv[] = { programs[i][0], NULL };
      g_autoptr(GError) error = NULL;

      g_assert_null (try_spawn (argv, environment, NULL, NULL, &error));
      g_assert_error (error, GATE_ERROR, GATE_ERROR_SERVER_EXITED);
      g_assert_nonnull (strstr (gate_error_get_remedy (error), programs[i][1]));
    }
}

static void
test_bad_folder (void)
{
  const char *const argv[] = { "cat", NULL };
  g_autoptr(GError) error = NULL;

  g_assert_null (try_spawn (argv, NULL, "/nonexistent/folder", NULL, &error));
  g_assert_error (error, GATE_ERROR, GATE_ERROR_SERVER_EXITED);
  g_assert_nonnull (strstr (error->message, "/nonexistent/folder"));
}

static void
test_bad_variable (void)
{
  static const char *const argv[] = { "cat", NULL };
  static const char *const bad[] = { "=value", "NOVALUE", "" };

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      const char *const environment[] = { bad[i], NULL };
      g_autoptr(GError) error = NULL;

      g_assert_null (try_spawn (argv, environment, NULL, NULL, &error));
      g_assert_error (error, GATE_ERROR, GATE_ERROR_INVALID);
    }
}

static void
test_cancelled (void)
{
  static const char *const argv[] = { "cat", NULL };
  g_autofree char *mark = new_mark ();
  const char *const environment[] = { mark, NULL };

  for (int late = 0; late < 2; late++)
    {
      g_autoptr(GCancellable) cancellable = g_cancellable_new ();
      g_autoptr(GAsyncResult) result = NULL;
      g_autoptr(GError) error = NULL;

      if (!late)
        g_cancellable_cancel (cancellable);
      gate_process_spawn_async (argv, environment, NULL, NULL, cancellable, gate_test_keep_result, &result);
      g_cancellable_cancel (cancellable);
      gate_test_wait (result);
      g_assert_null (gate_process_spawn_finish (result, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    }
  wait_nothing_left (mark);
}

static void
test_echo (void)
{
  static const char *const argv[] = { "cat", NULL };
  g_autoptr(GError) error = NULL;
  g_autoptr(GateProcess) process = try_spawn (argv, NULL, NULL, NULL, &error);
  g_assert_no_error (error);

  for (int i = 0; i < 3; i++)
    {
      g_autoptr(GAsyncResult) result = NULL;
      g_autofree char *sent = g_strdup_printf ("{\"jsonrpc\":\"2.0\",\"id\":%d}\n", i);

      g_output_stream_write_all_async (gate_process_get_stdin (process), sent, strlen (sent), G_PRIORITY_DEFAULT, NULL,
                                       gate_test_keep_result, &result);
      gate_test_wait (result);
      g_assert_true (g_output_stream_write_all_finish (gate_process_get_stdin (process), result, NULL, &error));
      g_autofree char *line = read_line (process);
      g_assert_cmpstr (line, ==, g_strchomp (sent));
    }
  g_assert_false (gate_process_get_exited (process));
  g_autofree char *running = gate_process_describe_exit (process);
  g_assert_cmpstr (running, ==, "“cat” is running");

  stop (process);
  g_autofree char *stopped = gate_process_describe_exit (process);
  g_assert_cmpstr (stopped, ==, "“cat” was stopped");
  stop (process);
  gate_test_finalize (process);
}

/* More than a pipe holds, both ways at once: neither side may block the other. */
static void
test_much (void)
{
  const gsize size = 8 << 20;
  static const char *const argv[] = { "cat", NULL };
  g_autoptr(GError) error = NULL;
  g_autoptr(GateProcess) process = try_spawn (argv, NULL, NULL, NULL, &error);
  g_autoptr(GAsyncResult) result = NULL;
  g_autofree char *sent = g_strnfill (size, 'm');
  gsize received = 0;

  g_assert_no_error (error);
  g_output_stream_write_all_async (gate_process_get_stdin (process), sent, size, G_PRIORITY_DEFAULT, NULL, gate_test_keep_result, &result);
  while (received < size)
    {
      g_autoptr(GAsyncResult) got = NULL;
      g_input_stream_read_bytes_async (gate_process_get_stdout (process), 65536, G_PRIORITY_DEFAULT, NULL, gate_test_keep_result, &got);
      gate_test_wait (got);
      g_autoptr(GBytes) bytes = g_input_stream_read_bytes_finish (gate_process_get_stdout (process), got, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (g_bytes_get_size (bytes), >, 0);
      received += g_bytes_get_size (bytes);
    }
  gate_test_wait (result);
  g_assert_true (g_output_stream_write_all_finish (gate_process_get_stdin (process), result, NULL, &error));
  g_assert_cmpuint (received, ==, size);
  stop (process);
}

static int
compare_lines (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static void
test_environment (void)
{
  static const char *const argv[] = { "/usr/bin/env", NULL };
  static const char *const given[] = { "GIVEN=one two", "TERM=given", "EMPTY=", "TWICE=1", "TWICE=2", NULL };
  g_autoptr(GError) error = NULL;

  g_setenv ("GATE_TEST_CANARY", "must not be seen", TRUE);
  g_setenv ("HOME", "/", TRUE);
  g_setenv ("LOGNAME", "someone", TRUE);
  g_setenv ("PATH", "/usr/bin:/bin", TRUE);
  g_setenv ("SHELL", "() { :; }; echo function", TRUE);
  g_setenv ("USER", "someone", TRUE);
  g_setenv ("LANG", "C.UTF-8", TRUE);

  g_autoptr(GateProcess) process = try_spawn (argv, given, "/", NULL, &error);
  g_assert_no_error (error);
  g_autofree char *output = read_to_end (process);
  g_auto(GStrv) lines = g_strsplit (g_strchomp (output), "\n", -1);
  qsort (lines, g_strv_length (lines), sizeof *lines, compare_lines);

  g_autofree char *sorted = g_strjoinv ("|", lines);
  g_assert_cmpstr (sorted, ==, "EMPTY=|GIVEN=one two|HOME=/|LANG=C.UTF-8|LOGNAME=someone|PATH=/usr/bin:/bin|TERM=given|TWICE=2|USER=someone");
  wait_exited (process);
}

/* An open file of ours that lacks the close-on-exec flag, as libraries may leave it, stays ours. */
static void
test_no_files_inherited (void)
{
  static const char *const argv[] = { "/bin/ls", "/proc/self/fd", NULL };
  g_autoptr(GError) error = NULL;
  int leak = open ("/dev/null", O_RDONLY);
  int far_leak = fcntl (leak, F_DUPFD, 500);

  g_autoptr(GateProcess) process = try_spawn (argv, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_autofree char *output = read_to_end (process);
  /* 3 is the folder that ls reads. */
  g_assert_cmpstr (output, ==, "0\n1\n2\n3\n");
  wait_exited (process);
  close (leak);
  close (far_leak);
}

static void
test_surroundings (void)
{
  g_autofree char *folder = g_dir_make_tmp ("gate-process-XXXXXX", NULL);
  static const char *const argv[] = {
    "/bin/sh", "-c", "pwd; ulimit -c; ulimit -Hc; cut -d' ' -f5,6 /proc/$$/stat; trap | wc -l; grep SigBlk /proc/self/status; grep SigIgn /proc/self/status",
    NULL,
  };
  g_autoptr(GError) error = NULL;
  g_autoptr(GateProcess) process = try_spawn (argv, NULL, folder, NULL, &error);

  g_assert_no_error (error);
  g_autofree char *output = read_to_end (process);
  g_auto(GStrv) lines = g_strsplit (output, "\n", -1);
  g_assert_cmpstr (lines[0], ==, folder);
  g_assert_cmpstr (lines[1], ==, "0");
  g_assert_cmpstr (lines[2], ==, "0");

  /* A group and a session that are not ours. */
  int group = 0, session = 0;
  g_assert_cmpint (sscanf (lines[3], "%d %d", &group, &session), ==, 2);
  g_assert_cmpint (group, !=, getpgrp ());
  g_assert_cmpint (session, !=, getsid (0));
  g_assert_cmpstr (lines[4], ==, "0");
  g_assert_nonnull (strstr (lines[5], "0000000000000000"));
  g_assert_nonnull (strstr (lines[6], "0000000000000000"));
  wait_exited (process);
  g_rmdir (folder);
}

typedef struct {
  const char *script;
  const char *description;
} End;

static const End ends[] = {
  { "exit 0", "“sh” ended with status 0" },
  { "exit 3", "“sh” ended with status 3" },
  { "exit 139", "“sh” ended with status 139" },
  { "echo starting >&2; echo 'Error: no key given' >&2; exit 1", "“sh” ended with status 1; its last words: Error: no key given" },
  { "kill -SEGV $$", "“sh” was ended by the signal “Segmentation fault”" },
  { "kill -KILL $$", "“sh” was ended by the signal “Killed”" },
  { "printf 'last' >&2; exit 2", "“sh” ended with status 2; its last words: last" },
  { "echo \"token $TOKEN was refused\" >&2; exit 1", "“sh” ended with status 1; its last words: token [TOKEN] was refused" },
};

static void
test_ends (void)
{
  static const char *const environment[] = { "TOKEN=canary-5c2f9d", NULL };

  for (gsize i = 0; i < G_N_ELEMENTS (ends); i++)
    {
      g_autoptr(GateProcess) process = spawn_script (ends[i].script, environment, NULL);

      wait_exited (process);
      g_autofree char *description = gate_process_describe_exit (process);
      g_assert_cmpstr (description, ==, ends[i].description);
      gate_test_finalize (process);
    }
}

static void
keep_line (GateProcess *process,
           const char  *line,
           GPtrArray   *lines)
{
  g_ptr_array_add (lines, g_strdup (line));
}

static void
count_exit (GateProcess *process,
            guint       *count)
{
  g_assert_true (gate_process_get_exited (process));
  (*count)++;
}

static void
test_log (void)
{
  g_autoptr(GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);
  guint n_exits = 0;
  g_autoptr(GateProcess) process = spawn_script ("read x; echo one >&2; echo two >&2; echo out; printf three >&2", NULL, NULL);

  g_signal_connect (process, "log-line", G_CALLBACK (keep_line), lines);
  g_signal_connect (process, "exited", G_CALLBACK (count_exit), &n_exits);
  g_assert_true (g_output_stream_write_all (gate_process_get_stdin (process), "\n", 1, NULL, NULL, NULL));
  wait_exited (process);
  g_ptr_array_add (lines, NULL);
  g_assert_cmpstrv ((char **) lines->pdata, ((const char *const []) { "one", "two", "three", NULL }));
  g_autofree char *log = gate_process_dup_log (process);
  g_assert_cmpstr (log, ==, "one\ntwo\nthree\n");
  g_assert_cmpuint (n_exits, ==, 1);
  g_autofree char *output = read_to_end (process);
  g_assert_cmpstr (output, ==, "out\n");
}

static void
test_long_log_line (void)
{
  g_autoptr(GateProcess) process = spawn_script ("head -c 67108864 /dev/zero | tr '\\0' x >&2; echo; echo done >&2; exec >&-; exec cat", NULL, NULL);
  g_autofree char *output = read_to_end (process);

  g_assert_cmpstr (output, ==, "\n");
  stop (process);
  g_autofree char *log = gate_process_dup_log (process);
  g_assert_cmpuint (strlen (log), <, 5000);
  g_assert_true (g_str_has_prefix (log, "xxxx"));
}

/* Its standard output ends while it goes on: the reader is told at once, and the process still runs. */
static void
test_closed_stdout (void)
{
  g_autoptr(GateProcess) process = spawn_script ("echo bye; exec >&-; read x; exit 4", NULL, NULL);
  g_autofree char *output = read_to_end (process);

  g_assert_cmpstr (output, ==, "bye\n");
  g_assert_false (gate_process_get_exited (process));
  g_assert_true (g_output_stream_write_all (gate_process_get_stdin (process), "\n", 1, NULL, NULL, NULL));
  wait_exited (process);
  g_autofree char *description = gate_process_describe_exit (process);
  g_assert_cmpstr (description, ==, "“sh” ended with status 4");
}

/* Writing to a server that closed its standard input, or ended, is an error and no signal. */
static void
test_closed_stdin (void)
{
  g_autoptr(GateProcess) process = spawn_script ("exec <&-; echo closed; exec sleep 1000", NULL, NULL);
  g_autofree char *line = read_line (process);
  g_autoptr(GError) error = NULL;

  g_assert_cmpstr (line, ==, "closed");
  g_assert_false (g_output_stream_write_all (gate_process_get_stdin (process), "\n", 1, NULL, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_BROKEN_PIPE);
}

static void
test_stop_cancelled (void)
{
  g_autoptr(GateProcess) process = spawn_script ("exec sleep 1000", NULL, NULL);
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GAsyncResult) first = NULL;
  g_autoptr(GAsyncResult) second = NULL;
  g_autoptr(GError) error = NULL;

  gate_process_stop_async (process, cancellable, gate_test_keep_result, &first);
  gate_process_stop_async (process, NULL, gate_test_keep_result, &second);
  g_cancellable_cancel (cancellable);
  gate_test_wait (first);
  g_assert_false (gate_process_stop_finish (process, first, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_false (gate_process_get_exited (process));
  gate_test_wait (second);
  g_assert_true (gate_process_stop_finish (process, second, &error));
  g_assert_no_error (error);
  g_assert_true (gate_process_get_exited (process));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/process/run/failures", test_failures);
  g_test_add_func ("/process/run/remedies", test_remedies);
  g_test_add_func ("/process/run/bad-folder", test_bad_folder);
  g_test_add_func ("/process/run/bad-variable", test_bad_variable);
  g_test_add_func ("/process/run/cancelled", test_cancelled);
  g_test_add_func ("/process/run/echo", test_echo);
  g_test_add_func ("/process/run/much", test_much);
  g_test_add_func ("/process/run/environment", test_environment);
  g_test_add_func ("/process/run/no-files-inherited", test_no_files_inherited);
  g_test_add_func ("/process/run/surroundings", test_surroundings);
  g_test_add_func ("/process/run/ends", test_ends);
  g_test_add_func ("/process/run/log", test_log);
  g_test_add_func ("/process/run/long-log-line", test_long_log_line);
  g_test_add_func ("/process/run/closed-stdout", test_closed_stdout);
  g_test_add_func ("/process/run/closed-stdin", test_closed_stdin);
  g_test_add_func ("/process/run/stop-cancelled", test_stop_cancelled);
  return g_test_run ();
}
