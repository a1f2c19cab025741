// SPDX-License-Identifier: GPL-3.0-or-later
// The key file as a backend: what GLib's own backend wrote is read, and the other way round; the administrator's defaults and
// locks; writes from several threads.
#include "gate-settings-file.h"
#include "gate-test.h"

#include <glib/gstdio.h>

#define SCHEMA "io.github.gatehouse.Gatehouse"

typedef struct {
  char *folder;
  char *file;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  user_data)
{
  fixture->folder = g_dir_make_tmp ("gate-settings-XXXXXX", NULL);
  fixture->file = g_build_filename (fixture->folder, "keyfile", NULL);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  user_data)
{
  static const char *const names[] = { "keyfile", "defaults", "locks" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (fixture->folder, names[i], NULL);
      g_unlink (path);
    }
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0);
  g_free (fixture->file);
  g_free (fixture->folder);
}

static GSettings *
open_with (GSettingsBackend *backend)
{
  return g_settings_new_with_backend (SCHEMA, backend);
}

static void
sync_backend (GSettingsBackend *backend)
{
  G_SETTINGS_BACKEND_GET_CLASS (backend)->sync (backend);
}

static void
test_same_format (Fixture       *fixture,
                  gconstpointer  user_data)
{
  static const char *const ids[] = { "default", "it's \"quoted\" \\ ☃", NULL };
  g_autoptr(GSettingsBackend) ours = gate_settings_file_new (fixture->file, NULL);
  g_autoptr(GSettings) settings = open_with (ours);

  g_assert_true (g_settings_set_strv (settings, "projects", ids));
  g_assert_true (g_settings_set_string (settings, "current-project", "x\ny"));
  sync_backend (ours);

  g_autoptr(GSettingsBackend) glib = g_keyfile_settings_backend_new (fixture->file, "/", NULL);
  g_autoptr(GSettings) theirs = open_with (glib);
  g_auto(GStrv) read = g_settings_get_strv (theirs, "projects");
  g_autofree char *text = g_settings_get_string (theirs, "current-project");
  g_assert_true (g_strv_equal ((const char * const *) read, ids));
  g_assert_cmpstr (text, ==, "x\ny");

  g_assert_true (g_settings_set_string (theirs, "current-project", "theirs"));
  g_settings_reset (theirs, "projects");
  g_autofree char *mine = g_settings_get_string (settings, "current-project");
  g_autoptr(GVariant) none = g_settings_get_user_value (settings, "projects");
  g_assert_cmpstr (mine, ==, "theirs");
  g_assert_null (none);
}

static void
on_changed (GSettings  *settings,
            const char *key,
            gpointer    user_data)
{
  GString *log = user_data;
  g_string_append_printf (log, "%s ", key);
}

static void
test_signals (Fixture       *fixture,
              gconstpointer  user_data)
{
  g_autoptr(GSettingsBackend) one = gate_settings_file_new (fixture->file, NULL);
  g_autoptr(GSettingsBackend) two = gate_settings_file_new (fixture->file, NULL);
  g_autoptr(GSettings) writer = open_with (one);
  g_autoptr(GSettings) reader = open_with (two);
  g_autoptr(GString) log = g_string_new (NULL);

  g_signal_connect (reader, "changed", G_CALLBACK (on_changed), log);
  g_assert_true (g_settings_set_string (writer, "current-project", "a"));
  sync_backend (one);
  /* It is read at once, and told about soon. */
  g_autofree char *now = g_settings_get_string (reader, "current-project");
  g_assert_cmpstr (now, ==, "a");
  gate_test_wait_until (g_str_equal (log->str, "current-project "));
  g_settings_reset (writer, "current-project");
  sync_backend (one);
  gate_test_wait_until (g_str_equal (log->str, "current-project current-project "));
}

static void
test_administrator (Fixture       *fixture,
                    gconstpointer  user_data)
{
  g_autofree char *defaults = g_build_filename (fixture->folder, "defaults", NULL);
  g_autofree char *locks = g_build_filename (fixture->folder, "locks", NULL);

  g_assert_true (g_file_set_contents (fixture->file, "[io/github/gatehouse/Gatehouse]\ncurrent-project='own'\n", -1, NULL));
  g_assert_true (g_file_set_contents (defaults, "[io/github/gatehouse/Gatehouse]\ncurrent-project='a'\ndefault-active=['b']\n", -1, NULL));
  g_assert_true (g_file_set_contents (locks, "# comment\n/io/github/gatehouse/Gatehouse/current-project\n", -1, NULL));

  g_autoptr(GSettingsBackend) backend = gate_settings_file_new (fixture->file, fixture->folder);
  g_autoptr(GSettings) settings = open_with (backend);
  g_autofree char *locked = g_settings_get_string (settings, "current-project");
  g_auto(GStrv) by_default = g_settings_get_strv (settings, "default-active");
  g_assert_cmpstr (locked, ==, "a");
  g_assert_cmpstr (by_default[0], ==, "b");
  g_assert_false (g_settings_is_writable (settings, "current-project"));
  g_assert_true (g_settings_is_writable (settings, "default-active"));
  g_assert_false (g_settings_set_string (settings, "current-project", "mine"));
  g_assert_true (g_settings_set_strv (settings, "default-active", NULL));
  sync_backend (backend);
  g_auto(GStrv) own = g_settings_get_strv (settings, "default-active");
  g_assert_null (own[0]);
}

#define N_THREADS 4
#define N_WRITES 50

static gpointer
write_many (gpointer user_data)
{
  GSettingsBackend *backend = user_data;
  g_autoptr(GMainContext) context = g_main_context_new ();

  g_main_context_push_thread_default (context);
  for (guint i = 0; i < N_WRITES; i++)
    {
      g_autoptr(GSettings) settings = open_with (backend);
      g_autofree char *text = g_strdup_printf ("%u", i);

      g_assert_true (g_settings_set_string (settings, "current-project", text));
      g_autoptr(GVariant) list = g_settings_get_value (settings, "projects");
      g_assert_nonnull (list);
    }
  g_main_context_pop_thread_default (context);
  return NULL;
}

static void
test_threads (Fixture       *fixture,
              gconstpointer  user_data)
{
  g_autoptr(GSettingsBackend) backend = gate_settings_file_new (user_data ? fixture->file : NULL, NULL);
  g_autoptr(GSettings) settings = open_with (backend);
  GThread *threads[N_THREADS];

  for (guint i = 0; i < N_THREADS; i++)
    threads[i] = g_thread_new ("writer", write_many, backend);
  for (guint i = 0; i < N_THREADS; i++)
    g_thread_join (threads[i]);
  sync_backend (backend);

  g_autofree char *last = g_settings_get_string (settings, "current-project");
  g_autofree char *expected = g_strdup_printf ("%u", N_WRITES - 1);
  g_assert_cmpstr (last, ==, expected);
  if (user_data)
    {
      g_autofree char *content = NULL;

      g_assert_true (g_file_get_contents (fixture->file, &content, NULL, NULL));
      g_assert_cmpstr (content, ==, "[io/github/gatehouse/Gatehouse]\ncurrent-project='49'\n");
    }
}

static void
test_kept_at_the_end (Fixture       *fixture,
                      gconstpointer  user_data)
{
  GSettingsBackend *backend = gate_settings_file_new (fixture->file, NULL);
  GSettings *settings = open_with (backend);
  g_autofree char *content = NULL;

  g_assert_true (g_settings_set_string (settings, "current-project", "last"));
  g_object_unref (settings);
  gate_test_finalize (backend);
  g_assert_true (g_file_get_contents (fixture->file, &content, NULL, NULL));
  g_assert_cmpstr (content, ==, "[io/github/gatehouse/Gatehouse]\ncurrent-project='last'\n");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
#define ADD(name, data, test) g_test_add ("/projects/settings-file/" name, Fixture, data, set_up, test, tear_down)
  ADD ("same-format", NULL, test_same_format);
  ADD ("signals", NULL, test_signals);
  ADD ("administrator", NULL, test_administrator);
  ADD ("threads/file", GINT_TO_POINTER (1), test_threads);
  ADD ("threads/memory", NULL, test_threads);
  ADD ("kept-at-the-end", NULL, test_kept_at_the_end);
  return g_test_run ();
}
