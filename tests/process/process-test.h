// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-error.h"
#include "gate-process.h"
#include "gate-random.h"
#include "gate-test.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>

G_BEGIN_DECLS

static inline GateProcess *
try_spawn (const char * const  *argv,
           const char * const  *environment,
           const char          *folder,
           GateSandbox         *sandbox,
           GError             **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  gate_process_spawn_async (argv, environment, folder, sandbox, NULL, gate_test_keep_result, &result);
  gate_test_wait (result);
  return gate_process_spawn_finish (result, error);
}

/* Runs a shell script; the shell is the program under test, as npx or a wrapper script would be. Its first variable is among its
 * arguments, so that the watchdog, which does not have it, can be found too. */
static inline GateProcess *
spawn_script (const char         *script,
              const char * const *environment,
              GateSandbox        *sandbox)
{
  const char *const argv[] = { "/bin/sh", "-c", script, environment ? environment[0] : NULL, NULL };
  g_autoptr(GError) error = NULL;
  GateProcess *process = try_spawn (argv, environment, NULL, sandbox, &error);

  g_assert_no_error (error);
  g_assert_nonnull (process);
  return process;
}

static inline char *
read_to_end (GateProcess *process)
{
  g_autoptr(GOutputStream) memory = g_memory_output_stream_new_resizable ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  g_output_stream_splice_async (memory, gate_process_get_stdout (process), G_OUTPUT_STREAM_SPLICE_NONE, G_PRIORITY_DEFAULT, NULL,
                                gate_test_keep_result, &result);
  gate_test_wait (result);
  g_output_stream_splice_finish (memory, result, &error);
  g_assert_no_error (error);
  g_output_stream_write_all (memory, "", 1, NULL, NULL, NULL);
  g_output_stream_close (memory, NULL, NULL);
  return g_memory_output_stream_steal_data (G_MEMORY_OUTPUT_STREAM (memory));
}

static inline char *
read_line (GateProcess *process)
{
  g_autoptr(GString) line = g_string_new (NULL);

  for (;;)
    {
      g_autoptr(GAsyncResult) result = NULL;
      g_autoptr(GError) error = NULL;
      g_input_stream_read_bytes_async (gate_process_get_stdout (process), 1, G_PRIORITY_DEFAULT, NULL, gate_test_keep_result, &result);
      gate_test_wait (result);

      g_autoptr(GBytes) byte = g_input_stream_read_bytes_finish (gate_process_get_stdout (process), result, &error);
      g_assert_no_error (error);
      if (g_bytes_get_size (byte) == 0 || *(const char *) g_bytes_get_data (byte, NULL) == '\n')
        return g_string_free (g_steal_pointer (&line), FALSE);
      g_string_append_c (line, *(const char *) g_bytes_get_data (byte, NULL));
    }
}

static inline void
wait_exited (GateProcess *process)
{
  gate_test_wait_until (gate_process_get_exited (process));
}

static inline void
stop (GateProcess *process)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  gate_process_stop_async (process, NULL, gate_test_keep_result, &result);
  gate_test_wait (result);
  gate_process_stop_finish (process, result, &error);
  g_assert_no_error (error);
  g_assert_true (gate_process_get_exited (process));
}

/* A variable whose value no other process on the machine has: everything that a test started is found by it. */
static inline char *
new_mark (void)
{
  g_autofree char *token = gate_random_token (18);
  return g_strconcat ("GATE_TEST_MARK=", token, NULL);
}

static inline gboolean
is_zombie (const char *pid)
{
  g_autofree char *path = g_build_filename ("/proc", pid, "stat", NULL);
  g_autofree char *stat = NULL;

  if (!g_file_get_contents (path, &stat, NULL, NULL))
    return TRUE;
  const char *end = strrchr (stat, ')');
  return !end || end[1] == '\0' || end[2] == 'Z' || end[2] == 'X';
}

static inline gboolean
file_has (const char *pid,
          const char *file,
          const char *text)
{
  g_autofree char *path = g_build_filename ("/proc", pid, file, NULL);
  g_autofree char *content = NULL;
  gsize size = 0;

  return g_file_get_contents (path, &content, &size, NULL) && memmem (content, size, text, strlen (text));
}

/* Whether a process has the mark: among its variables, or, being a watchdog, among its program's arguments. */
static inline gboolean
is_marked (const char *pid,
           const char *mark)
{
  return g_ascii_isdigit (*pid)
         && (file_has (pid, "environ", mark) || (file_has (pid, "comm", "gatehouse-watch") && file_has (pid, "cmdline", mark)));
}

static inline guint
count_marked (const char *mark)
{
  g_autoptr(GDir) proc = g_dir_open ("/proc", 0, NULL);
  guint count = 0;

  for (const char *pid = g_dir_read_name (proc); pid; pid = g_dir_read_name (proc))
    if (is_marked (pid, mark) && !is_zombie (pid))
      count++;
  return count;
}

/* Until no process has the mark: the kernel may need a moment to take a killed one down. */
static inline void
wait_nothing_left (const char *mark)
{
  gint64 deadline = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;

  while (count_marked (mark) > 0)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, deadline);
      g_usleep (5000);
    }
}

G_END_DECLS
