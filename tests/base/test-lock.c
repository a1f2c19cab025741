// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-lock.h"

#include "gate-dirs.h"
#include "gate-error.h"
#include "gate-file.h"
#include "gate-test.h"

#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define PROCESSES 6
#define THREADS 3
#define ROUNDS 20

static const char *self_path;

static void
test_excludes (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GateLock) lock = gate_lock_take_sync ("one", 0, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (lock);

  g_assert_null (gate_lock_take_sync ("one", 30, NULL, &error));
  g_assert_error (error, GATE_ERROR, GATE_ERROR_TIMED_OUT);
  g_assert_nonnull (gate_error_get_remedy (error));
  g_clear_error (&error);

  g_autoptr(GateLock) other = gate_lock_take_sync ("two", 0, NULL, &error);
  g_assert_no_error (error);
  g_clear_pointer (&lock, gate_lock_release);
  g_autoptr(GateLock) again = gate_lock_take_sync ("one", 0, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (again);
  gate_lock_release (NULL);
}

/* Asking takes nothing: a lock that nobody has can be taken while many ask, and nobody who asks sees another who asks. */
static gpointer
ask_often (gpointer user_data)
{
  guint n_held = 0;

  for (int i = 0; i < 500; i++)
    n_held += gate_lock_is_held ("asked") ? 1 : 0;
  return GUINT_TO_POINTER (n_held);
}

static void
test_is_held (void)
{
  g_autoptr(GThread) one = g_thread_new ("one", ask_often, NULL);
  g_autoptr(GThread) other = g_thread_new ("other", ask_often, NULL);

  g_assert_cmpuint (GPOINTER_TO_UINT (g_thread_join (g_steal_pointer (&one))), ==, 0);
  g_assert_cmpuint (GPOINTER_TO_UINT (g_thread_join (g_steal_pointer (&other))), ==, 0);

  g_autoptr(GateLock) lock = gate_lock_take_sync ("asked", 0, NULL, NULL);
  g_assert_true (gate_lock_is_held ("asked"));
  g_clear_pointer (&lock, gate_lock_release);
  one = g_thread_new ("one", ask_often, NULL);
  for (int i = 0; i < 200; i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(GateLock) taken = gate_lock_take_sync ("asked", 0, NULL, &error);
      g_assert_no_error (error);
    }
  g_thread_join (g_steal_pointer (&one));
  g_assert_false (gate_lock_is_held ("asked"));
}

static void
test_file_stays (void)
{
  g_autofree char *path = gate_dirs_state ("locks/stays");
  struct stat before, after;

  gate_lock_release (gate_lock_take_sync ("stays", 0, NULL, NULL));
  g_assert_cmpint (stat (path, &before), ==, 0);
  g_assert_cmpint (before.st_mode & 0777, ==, 0600);
  gate_lock_release (gate_lock_take_sync ("stays", 0, NULL, NULL));
  g_assert_cmpint (stat (path, &after), ==, 0);
  g_assert_cmpuint (before.st_ino, ==, after.st_ino);
}

static void
test_refused (void)
{
  g_autofree char *link = gate_dirs_state ("locks/link");
  g_autofree char *folder = gate_dirs_state ("locks/folder");
  static const char *const names[] = { "link", "folder" };

  gate_lock_release (gate_lock_take_sync ("there", 0, NULL, NULL));
  g_assert_cmpint (symlink ("there", link), ==, 0);
  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_null (gate_lock_take_sync (names[i], 0, NULL, &error));
      g_assert_error (error, GATE_ERROR, GATE_ERROR_FAILED);
    }
}

/* No name leads out of the folder of locks. */
static void
test_names (void)
{
  static const char *const bad[] = { "", "../x", "a/b", ".", "a b", "a.b", "\u00e4" };

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      if (g_test_subprocess ())
        {
          g_test_expect_message ("gate-base", G_LOG_LEVEL_CRITICAL, "*is_name*");
          g_assert_null (gate_lock_take_sync (bad[i], 0, NULL, NULL));
          g_test_assert_expected_messages ();
        }
    }
  if (!g_test_subprocess ())
    {
      g_test_trap_subprocess (NULL, 0, 0);
      g_test_trap_assert_passed ();
    }
}

static void
test_cancelled (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GateLock) lock = gate_lock_take_sync ("cancelled", 0, NULL, NULL);
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GAsyncResult) result = NULL;

  gate_lock_take_async ("cancelled", 60000, cancellable, gate_test_keep_result, &result);
  g_cancellable_cancel (cancellable);
  gate_test_wait (result);
  g_assert_null (gate_lock_take_finish (result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_async (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GateLock) lock = gate_lock_take_sync ("async", 0, NULL, NULL);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GAsyncResult) late = NULL;

  gate_lock_take_async ("async", 10, NULL, gate_test_keep_result, &result);
  gate_test_wait (result);
  g_assert_null (gate_lock_take_finish (result, &error));
  g_assert_error (error, GATE_ERROR, GATE_ERROR_TIMED_OUT);
  g_clear_error (&error);

  gate_lock_take_async ("async", 60000, NULL, gate_test_keep_result, &late);
  g_clear_pointer (&lock, gate_lock_release);
  gate_test_wait (late);
  g_autoptr(GateLock) taken = gate_lock_take_finish (late, &error);
  g_assert_no_error (error);
  g_assert_nonnull (taken);
}

/* A child that was forked while the lock was held, and lives, keeps nothing locked. */
static void
test_forked_child (void)
{
  g_autoptr(GError) error = NULL;
  GateLock *lock = gate_lock_take_sync ("forked", 0, NULL, NULL);
  int done[2];

  g_assert_cmpint (pipe (done), ==, 0);
  pid_t child = fork ();
  if (child == 0)
    {
      char byte;
      close (done[1]);
      _exit (read (done[0], &byte, 1) < 0);
    }
  gate_lock_release (lock);
  g_autoptr(GateLock) again = gate_lock_take_sync ("forked", 0, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (again);
  close (done[0]);
  close (done[1]);
  g_assert_cmpint (waitpid (child, NULL, 0), ==, child);
}

static int
read_number (const char *path)
{
  g_autoptr(GBytes) bytes = gate_file_read (path, 20, NULL);
  g_autofree char *text = bytes ? g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes)) : NULL;

  return text ? atoi (text) : 0;
}

/* Reads a number, adds one, writes it: only under a lock is none lost. */
static gpointer
count_up (gpointer path)
{
  for (int i = 0; i < ROUNDS; i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(GateLock) lock = gate_lock_take_sync ("counter", 60000, NULL, &error);
      g_assert_no_error (error);
      g_autofree char *text = g_strdup_printf ("%d\n", read_number (path) + 1);

      g_assert_true (gate_file_write (path, text, -1, NULL));
    }
  return NULL;
}

static int
run_counter (const char *path)
{
  GThread *threads[THREADS];

  for (int i = 0; i < THREADS; i++)
    threads[i] = g_thread_new ("counter", count_up, (gpointer) path);
  for (int i = 0; i < THREADS; i++)
    g_thread_join (threads[i]);
  return 0;
}

static void
test_processes_and_threads (void)
{
  g_autofree char *path = gate_dirs_state ("counter");
  GSubprocess *processes[PROCESSES];

  for (int i = 0; i < PROCESSES; i++)
    {
      g_autoptr(GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_NONE);

      g_subprocess_launcher_setenv (launcher, "XDG_STATE_HOME", g_get_user_state_dir (), TRUE);
      processes[i] = g_subprocess_launcher_spawn (launcher, NULL, self_path, "--count", path, NULL);
      g_assert_nonnull (processes[i]);
    }
  for (int i = 0; i < PROCESSES; i++)
    {
      g_assert_true (g_subprocess_wait_check (processes[i], NULL, NULL));
      g_object_unref (processes[i]);
    }
  g_assert_cmpint (read_number (path), ==, PROCESSES * THREADS * ROUNDS);
}

/* A process that is killed while it holds a lock leaves it free. */
static void
test_killed_holder (void)
{
  g_autoptr(GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_autoptr(GError) error = NULL;
  char byte;

  g_subprocess_launcher_setenv (launcher, "XDG_STATE_HOME", g_get_user_state_dir (), TRUE);
  g_autoptr(GSubprocess) holder = g_subprocess_launcher_spawn (launcher, &error, self_path, "--hold", "killed", NULL);
  g_assert_no_error (error);
  g_assert_cmpint (g_input_stream_read (g_subprocess_get_stdout_pipe (holder), &byte, 1, NULL, NULL), ==, 1);
  g_assert_null (gate_lock_take_sync ("killed", 10, NULL, &error));
  g_assert_error (error, GATE_ERROR, GATE_ERROR_TIMED_OUT);
  g_clear_error (&error);

  g_subprocess_force_exit (holder);
  g_autoptr(GateLock) lock = gate_lock_take_sync ("killed", 60000, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (lock);
  g_subprocess_wait (holder, NULL, NULL);
}

static int
run_holder (const char *name)
{
  g_autoptr(GateLock) lock = gate_lock_take_sync (name, 0, NULL, NULL);

  if (!lock || write (STDOUT_FILENO, "x", 1) != 1)
    return 1;
  for (;;)
    pause ();
}

static void
test_name_for (void)
{
  g_autofree char *one = gate_lock_name_for ("sign-in", "https://service.example/secret");
  g_autofree char *same = gate_lock_name_for ("sign-in", "https://service.example/secret");
  g_autofree char *other = gate_lock_name_for ("sign-in", "https://service.example/other");

  g_assert_true (g_str_has_prefix (one, "sign-in-"));
  g_assert_null (strstr (one, "service"));
  g_assert_cmpstr (one, ==, same);
  g_assert_cmpstr (one, !=, other);
  g_autoptr(GateLock) lock = gate_lock_take_sync (one, 0, NULL, NULL);
  g_assert_nonnull (lock);
}

int
main (int    argc,
      char **argv)
{
  if (argc == 3 && strcmp (argv[1], "--count") == 0)
    return run_counter (argv[2]);
  if (argc == 3 && strcmp (argv[1], "--hold") == 0)
    return run_holder (argv[2]);

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  self_path = argv[0];
  g_test_add_func ("/base/lock/excludes", test_excludes);
  g_test_add_func ("/base/lock/is-held", test_is_held);
  g_test_add_func ("/base/lock/file-stays", test_file_stays);
  g_test_add_func ("/base/lock/refused", test_refused);
  g_test_add_func ("/base/lock/names", test_names);
  g_test_add_func ("/base/lock/cancelled", test_cancelled);
  g_test_add_func ("/base/lock/async", test_async);
  g_test_add_func ("/base/lock/forked-child", test_forked_child);
  g_test_add_func ("/base/lock/processes-and-threads", test_processes_and_threads);
  g_test_add_func ("/base/lock/killed-holder", test_killed_holder);
  g_test_add_func ("/base/lock/name-for", test_name_for);
  return g_test_run ();
}
