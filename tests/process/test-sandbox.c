// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-sandbox-programs.h"
#include "process-test.h"

#include <glib/gstdio.h>

/* A home, a project that holds all folders of ours, and the private home of a server, in one folder of the test's own. */
typedef struct {
  char *root;
  char *home;
  char *project;
  char *private_home;
} Place;

static Place place;

static char *
write_file (const char *folder,
            const char *name,
            const char *content,
            int         mode)
{
  char *path = g_build_filename (folder, name, NULL);
  g_autofree char *parent = g_path_get_dirname (path);

  g_assert_cmpint (g_mkdir_with_parents (parent, 0755), ==, 0);
  g_assert_true (g_file_set_contents (path, content, -1, NULL));
  g_assert_cmpint (g_chmod (path, mode), ==, 0);
  return path;
}

static void
put_file (const char *folder,
          const char *name,
          const char *content,
          int         mode)
{
  g_free (write_file (folder, name, content, mode));
}

static void
place_make (void)
{
  static const char *const variables[][2] = {
    { "XDG_CONFIG_HOME", "project/config" }, { "XDG_STATE_HOME", "project/state" }, { "XDG_CACHE_HOME", "project/cache" },
    { "XDG_DATA_HOME", "project/data" }, { "XDG_RUNTIME_DIR", "project/runtime" }, { "HOME", "home" },
  };

  place.root = g_dir_make_tmp ("gate-sandbox-XXXXXX", NULL);
  place.home = g_build_filename (place.root, "home", NULL);
  place.project = g_build_filename (place.root, "project", NULL);
  place.private_home = g_build_filename (place.root, "project/data/gatehouse/homes/one", NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (variables); i++)
    {
      g_autofree char *folder = g_build_filename (place.root, variables[i][1], NULL);

      g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
      g_setenv (variables[i][0], folder, TRUE);
    }
  put_file (place.home, ".ssh/id_test", "canary-key", 0600);
  put_file (place.project, "state/gatehouse/state.db", "canary-state", 0600);
  put_file (place.project, "config/gatehouse/mcp.json", "canary-config", 0600);
  put_file (place.project, "data/gatehouse/plugins/x", "canary-data", 0600);
  put_file (place.project, "data/keyrings/login.keyring", "canary-keyring", 0600);
  put_file (place.project, "runtime/bus", "canary-bus", 0600);
  put_file (place.project, "notes.txt", "the notes\n", 0644);
}

static void
place_remove (void)
{
  g_autoptr(GSubprocess) remove = g_subprocess_new (G_SUBPROCESS_FLAGS_NONE, NULL, "rm", "-rf", place.root, NULL);

  g_subprocess_wait (remove, NULL, NULL);
  g_free (place.root);
  g_free (place.home);
  g_free (place.project);
  g_free (place.private_home);
}

static gboolean
sandbox_works (void)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  gate_sandbox_probe_async (NULL, gate_test_keep_result, &result);
  gate_test_wait (result);
  if (gate_sandbox_probe_finish (result, &error))
    return TRUE;
  g_assert_error (error, GATE_ERROR, GATE_ERROR_POLICY);
  g_assert_nonnull (gate_error_get_remedy (error));
  g_test_skip (error->message);
  return FALSE;
}

static char *
run_in (GateSandbox *sandbox,
        const char  *script)
{
  g_autoptr(GateProcess) process = spawn_script (script, NULL, sandbox);
  char *output = read_to_end (process);

  wait_exited (process);
  return output;
}

static GateSandbox *
make_sandbox (const char *folder,
              gboolean    writable,
              gboolean    network)
{
  return gate_sandbox_new (place.private_home, folder, writable, network);
}

static void
test_probe (void)
{
  for (int i = 0; i < 2; i++)
    if (!sandbox_works ())
      return;
}

static void
test_no_folder (void)
{
  g_autoptr(GateSandbox) sandbox = make_sandbox (NULL, FALSE, FALSE);
  g_autofree char *script = g_strdup_printf ("ls -a %s; cat %s/.ssh/id_test; echo end", place.project, place.home);

  if (!sandbox_works ())
    return;
  g_autofree char *output = run_in (sandbox, script);
  g_assert_cmpstr (output, ==, "end\n");
}

static void
test_ours_is_hidden (void)
{
  if (!sandbox_works ())
    return;
  for (int writable = 0; writable < 2; writable++)
    {
      g_autoptr(GateSandbox) sandbox = make_sandbox (place.project, writable, TRUE);
      g_autofree char *script = g_strdup_printf ("cd %s; cat notes.txt; grep -r canary .; grep -r canary /tmp /run ~; ls -A state/gatehouse", place.project);
      g_autofree char *output = run_in (sandbox, script);

      g_assert_cmpstr (output, ==, "the notes\n");
    }
}

static void
test_folder (void)
{
  if (!sandbox_works ())
    return;
  for (int writable = 0; writable < 2; writable++)
    {
      g_autoptr(GateSandbox) sandbox = make_sandbox (place.project, writable, FALSE);
      g_autofree char *script = g_strdup_printf ("echo changed > %s/new.txt && echo written", place.project);
      g_autofree char *output = run_in (sandbox, script);
      g_autofree char *file = g_build_filename (place.project, "new.txt", NULL);

      g_assert_cmpstr (output, ==, writable ? "written\n" : "");
      g_assert_cmpint (g_file_test (file, G_FILE_TEST_EXISTS), ==, writable);
      g_unlink (file);
    }
}

static void
test_refused_folders (void)
{
  g_autofree char *ours = g_build_filename (place.project, "state/gatehouse", NULL);
  const struct {
    const char *folder;
    GateError   code;
  } cases[] = {
    { "/", GATE_ERROR_POLICY },
    { place.home, GATE_ERROR_POLICY },
    { place.root, GATE_ERROR_POLICY },
    { ours, GATE_ERROR_POLICY },
    { "relative", GATE_ERROR_SERVER_EXITED },
    { "/nonexistent", GATE_ERROR_SERVER_EXITED },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      static const char *const argv[] = { "/usr/bin/true", NULL };
      g_autoptr(GateSandbox) sandbox = make_sandbox (cases[i].folder, TRUE, TRUE);
      g_autoptr(GError) error = NULL;

      g_assert_null (try_spawn (argv, NULL, NULL, sandbox, &error));
      g_assert_error (error, GATE_ERROR, (int) cases[i].code);
      g_assert_nonnull (gate_error_get_remedy (error));
    }
}

static void
test_home (void)
{
  g_autoptr(GateSandbox) sandbox = make_sandbox (NULL, FALSE, FALSE);
  g_autoptr(GateSandbox) other = gate_sandbox_new (NULL, NULL, FALSE, FALSE);
  g_autofree char *real = g_build_filename (place.home, "kept", NULL);

  if (!sandbox_works ())
    return;
  g_autofree char *first = run_in (sandbox, "echo \"$HOME\"; pwd; ls -A ~; echo mine > ~/kept");
  g_autofree char *expected = g_strdup_printf ("%s\n%s\n", place.home, place.home);
  g_assert_cmpstr (first, ==, expected);
  g_autofree char *second = run_in (sandbox, "cat ~/kept");
  g_assert_cmpstr (second, ==, "mine\n");
  g_autofree char *third = run_in (other, "ls -A ~; echo x > ~/kept; cat ~/kept");
  g_assert_cmpstr (third, ==, "x\n");
  g_assert_false (g_file_test (real, G_FILE_TEST_EXISTS));
}

static void
test_system_is_read_only (void)
{
  g_autoptr(GateSandbox) sandbox = make_sandbox (NULL, FALSE, FALSE);

  if (!sandbox_works ())
    return;
  g_autofree char *output = run_in (sandbox,
    "for d in /usr /etc /usr/local /opt; do touch $d/gate-test && echo $d; done; mount -t tmpfs x /usr && echo mounted;"
                                             "mount -o remount,rw /usr && echo remounted; grep CapEff /proc/self/status; touch /tmp/x && echo tmp");
  g_assert_cmpstr (output, ==, "CapEff:\t0000000000000000\ntmp\n");
}

static void
test_processes (void)
{
  g_autoptr(GateSandbox) sandbox = make_sandbox (NULL, FALSE, FALSE);
  g_autofree char *script = g_strdup_printf ("for p in /proc/[0-9]*; do read name < $p/comm; echo $name; done; kill -0 %d 2>/dev/null && echo reached",
    (int) getpid ());

  if (!sandbox_works ())
    return;
  g_autofree char *output = run_in (sandbox, script);
  g_assert_cmpstr (output, ==, "bwrap\nsh\n");
}

static void
test_network (void)
{
  g_autoptr(GSocketListener) listener = g_socket_listener_new ();
  guint16 port = g_socket_listener_add_any_inet_port (listener, NULL, NULL);
  g_autofree char *script = g_strdup_printf ("bash -c '</dev/tcp/127.0.0.1/%u && echo connected'; tail -n +2 /proc/net/route | wc -l", port);

  if (!sandbox_works ())
    return;
  g_autoptr(GateSandbox) off = make_sandbox (NULL, FALSE, FALSE);
  g_autofree char *without = run_in (off, script);
  g_assert_cmpstr (without, ==, "0\n");
  g_autoptr(GateSandbox) on = make_sandbox (NULL, FALSE, TRUE);
  g_autofree char *with = run_in (on, script);
  g_assert_true (g_str_has_prefix (with, "connected\n"));
}

/* As with nvm and npm: a link in ~/.local/bin to a script, whose interpreter lies in another folder of the home directory. */
static void
test_program_at_home (void)
{
  g_autofree char *interpreter = g_build_filename (place.home, "node-99/bin", NULL);
  g_autofree char *path = g_strdup_printf ("PATH=%s/.local/bin:%s:/usr/bin:/bin", place.home, interpreter);
  const char *const environment[] = { path, NULL };
  static const char *const argv[] = { "tool", "hello", NULL };
  g_autofree char *link = g_build_filename (place.home, ".local/bin/tool", NULL);
  g_autoptr(GateSandbox) sandbox = make_sandbox (NULL, FALSE, FALSE);
  g_autoptr(GError) error = NULL;

  put_file (place.home, "node-99/lib/greeting", "from the library", 0644);
  put_file (place.home, "node-99/bin/gate-node", "#!/bin/sh\nread x < \"${0%/bin/*}/lib/greeting\"\n. \"$1\"\n", 0755);
  put_file (place.home, ".local/bin/other", "other", 0755);
  put_file (place.home, "tools/lib/node_modules/tool/cli.js",
    "#!/usr/bin/env gate-node\necho \"$x $2\"; ls -A ~; cat ~/.ssh/id_test; cat ~/.local/bin/other\n", 0755);
  put_file (place.home, "tools/secret", "secret", 0644);
  g_assert_cmpint (symlink ("../../tools/lib/node_modules/tool/cli.js", link), ==, 0);

  if (!sandbox_works ())
    return;
  g_autoptr(GateProcess) process = try_spawn (argv, environment, NULL, sandbox, &error);
  g_assert_no_error (error);
  g_autofree char *output = read_to_end (process);
  g_assert_true (g_str_has_prefix (output, "from the library hello\n"));
  g_assert_null (strstr (output, "canary"));
  wait_exited (process);
}

/* `sh server/dist/run.sh data`: the server's root is shown, its data file is not. */
static void
test_script_at_home (void)
{
  g_autofree char *script = write_file (place.home, "servers/mine/dist/run.sh", "cat \"${0%/*}/../part\"; cat \"$1\"; echo end\n", 0644);
  g_autofree char *data = write_file (place.home, "data/table", "canary-table", 0644);
  const char *const argv[] = { "sh", script, data, NULL };
  g_autoptr(GateSandbox) sandbox = make_sandbox (NULL, FALSE, FALSE);
  g_autoptr(GError) error = NULL;

  put_file (place.home, "servers/mine/package.json", "{}", 0644);
  put_file (place.home, "servers/mine/part", "part\n", 0644);
  if (!sandbox_works ())
    return;
  g_autoptr(GateProcess) process = try_spawn (argv, NULL, NULL, sandbox, &error);
  g_assert_no_error (error);
  g_autofree char *output = read_to_end (process);
  g_assert_cmpstr (output, ==, "part\nend\n");
  wait_exited (process);
}

static char *
list_programs (const char *first,
               const char *second,
               const char *third,
               const char *folder)
{
  g_autofree char *program = g_str_has_prefix (first, "~") ? g_strconcat (place.home, first + 1, NULL) : g_strdup (first);
  g_autofree char *argument = second && *second == '~' ? g_strconcat (place.home, second + 1, NULL) : g_strdup (second);
  g_autofree char *value = third && *third == '~' ? g_strconcat (place.home, third + 1, NULL) : g_strdup (third);
  const char *const argv[] = { program, argument, value, NULL };
  const char *const kept_out[] = { place.home, NULL };
  g_autoptr(GPtrArray) found = gate_sandbox_programs (argv, "/usr/bin:/bin", folder, kept_out);
  g_autoptr(GString) list = g_string_new (NULL);

  for (guint i = 0; i < found->len; i++)
    if (g_str_has_prefix (g_ptr_array_index (found, i), place.home))
      g_string_append_printf (list, "%s ", (const char *) g_ptr_array_index (found, i) + strlen (place.home));
  return g_string_free (g_steal_pointer (&list), FALSE);
}

static void
test_programs (void)
{
  static const struct {
    const char *argv[3];
    const char *shown;
  } cases[] = {
    { { "/usr/bin/true" }, "" },
    { { "~/cases/alone" }, "/cases " },
    { { "~/alone" }, "/alone " },
    { { "~/bin/tool" }, "/bin " },
    { { "~/cases/prefix/bin/tool" }, "/cases/prefix/bin /cases/prefix/lib " },
    { { "~/cases/venv/bin/tool" }, "/cases/venv /cases/venv/lib " },
    { { "/usr/bin/true", "~/cases/alone" }, "" },
    { { "/bin/sh", "~/cases/alone" }, "/cases " },
    { { "/bin/sh", "-x", "~/cases/alone" }, "/cases " },
    { { "/bin/sh", "-c", "~/cases/alone" }, "" },
    { { "/bin/sh", "cases/alone" }, "/cases " },
    { { "/bin/sh", "~" }, "" },
    { { "/opt/python3.11", "~/cases/alone" }, "/cases " },
    { { "/opt/uv", "--directory", "~/cases/prefix" }, "/cases/prefix " },
    { { "/opt/uv", "--directory=cases/prefix" }, "/cases/prefix " },
    { { "/opt/uv", "--directory" }, "" },
    { { "~/cases/modules/node_modules/a/b/c/d/e.js" }, "/cases/modules " },
  };

  put_file (place.home, "cases/alone", "", 0755);
  put_file (place.home, "alone", "", 0755);
  put_file (place.home, "bin/tool", "", 0755);
  put_file (place.home, "cases/prefix/bin/tool", "", 0755);
  put_file (place.home, "cases/prefix/lib/part", "", 0644);
  put_file (place.home, "cases/venv/bin/tool", "", 0755);
  put_file (place.home, "cases/venv/lib/part", "", 0644);
  put_file (place.home, "cases/venv/pyvenv.cfg", "", 0644);
  put_file (place.home, "cases/modules/node_modules/a/b/c/d/e.js", "", 0755);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *shown = list_programs (cases[i].argv[0], cases[i].argv[1], cases[i].argv[2], place.home);

      g_test_message ("%s %s", cases[i].argv[0], cases[i].argv[1]);
      g_assert_cmpstr (shown, ==, cases[i].shown);
    }
}

static void
test_ends (void)
{
  g_autofree char *mark = new_mark ();
  const char *const environment[] = { mark, NULL };
  g_autoptr(GateSandbox) sandbox = make_sandbox (NULL, FALSE, FALSE);

  if (!sandbox_works ())
    return;
  g_autoptr(GateProcess) crashed = spawn_script ("kill -SEGV $$", environment, sandbox);
  wait_exited (crashed);
  g_autofree char *crash = gate_process_describe_exit (crashed);
  g_assert_cmpstr (crash, ==, "“sh” was ended by the signal “Segmentation fault”");

  /* The program inside is asked first and has time to tidy up. */
  g_autoptr(GateProcess) tidy = spawn_script ("trap 'echo saved >&2; exit 0' TERM; (setsid sleep 1000 &); echo ready; while :; do sleep 0.05; done",
                                              environment, sandbox);
  g_autofree char *ready = read_line (tidy);
  stop (tidy);
  g_assert_cmpuint (count_marked (mark), ==, 0);
  g_autofree char *log = gate_process_dup_log (tidy);
  g_assert_true (g_str_has_suffix (log, "saved\n"));

  g_autoptr(GateProcess) dropped = spawn_script ("(setsid sleep 1000 &); echo ready; exec sleep 1000", environment, sandbox);
  g_autofree char *again = read_line (dropped);
  g_assert_cmpuint (count_marked (mark), >, 0);
  g_clear_object (&dropped);
  wait_nothing_left (mark);
}

int
main (int    argc,
      char **argv)
{
  place_make ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/process/sandbox/probe", test_probe);
  g_test_add_func ("/process/sandbox/refused-folders", test_refused_folders);
  g_test_add_func ("/process/sandbox/programs", test_programs);
  g_test_add_func ("/process/sandbox/no-folder", test_no_folder);
  g_test_add_func ("/process/sandbox/ours-is-hidden", test_ours_is_hidden);
  g_test_add_func ("/process/sandbox/folder", test_folder);
  g_test_add_func ("/process/sandbox/home", test_home);
  g_test_add_func ("/process/sandbox/system-is-read-only", test_system_is_read_only);
  g_test_add_func ("/process/sandbox/processes", test_processes);
  g_test_add_func ("/process/sandbox/network", test_network);
  g_test_add_func ("/process/sandbox/program-at-home", test_program_at_home);
  g_test_add_func ("/process/sandbox/script-at-home", test_script_at_home);
  g_test_add_func ("/process/sandbox/ends", test_ends);
  int status = g_test_run ();
  place_remove ();
  return status;
}
