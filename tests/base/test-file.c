// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-file.h"

#include "gate-dirs.h"
#include "gate-error.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct {
  char *folder;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->folder = g_dir_make_tmp ("gate-file-XXXXXX", NULL);
}

static void
remove_all (const char *path)
{
  g_autoptr(GDir) folder = g_file_test (path, G_FILE_TEST_IS_SYMLINK) ? NULL : g_dir_open (path, 0, NULL);

  for (const char *name = folder ? g_dir_read_name (folder) : NULL; name; name = g_dir_read_name (folder))
    {
      g_autofree char *child = g_build_filename (path, name, NULL);
      remove_all (child);
    }
  g_assert_cmpint (g_remove (path), ==, 0);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  remove_all (fixture->folder);
  g_free (fixture->folder);
}

static void
assert_content (const char *path,
                const char *content)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) bytes = gate_file_read (path, 1 << 20, &error);

  g_assert_no_error (error);
  g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), content, strlen (content));
}

static guint
count_entries (const char *path)
{
  g_autoptr(GDir) folder = g_dir_open (path, 0, NULL);
  guint count = 0;

  while (g_dir_read_name (folder))
    count++;
  return count;
}

static void
test_read_refused (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autofree char *missing = g_build_filename (fixture->folder, "missing", NULL);
  g_autofree char *fifo = g_build_filename (fixture->folder, "fifo", NULL);
  g_autofree char *dangling = g_build_filename (fixture->folder, "dangling", NULL);
  g_autofree char *loop = g_build_filename (fixture->folder, "loop", NULL);
  g_assert_cmpint (mkfifo (fifo, 0600), ==, 0);
  g_assert_cmpint (symlink (missing, dangling), ==, 0);
  g_assert_cmpint (symlink (loop, loop), ==, 0);

  const struct {
    const char *path;
    int         code;
  } cases[] = {
    { missing, GATE_ERROR_NOT_FOUND }, { dangling, GATE_ERROR_NOT_FOUND }, { fixture->folder, GATE_ERROR_INVALID }, { fifo, GATE_ERROR_INVALID },
    { "/dev/null", GATE_ERROR_INVALID }, { "/dev/zero", GATE_ERROR_INVALID }, { loop, GATE_ERROR_FAILED }, { "/dev/null/x", GATE_ERROR_FAILED },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;

      g_test_message ("%s", cases[i].path);
      g_assert_null (gate_file_read (cases[i].path, 100, &error));
      g_assert_error (error, GATE_ERROR, cases[i].code);
    }
}

static void
test_read_limit (Fixture       *fixture,
                 gconstpointer  data)
{
  static const gsize sizes[] = { 0, 1, 16383, 16384, 16385, 100000 };
  g_autofree char *path = g_build_filename (fixture->folder, "file", NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autofree char *content = g_strnfill (sizes[i], 'x');
      g_autoptr(GError) error = NULL;

      g_assert_true (gate_file_write (path, content, (gssize) sizes[i], &error));
      g_autoptr(GBytes) bytes = gate_file_read (path, sizes[i], &error);
      g_assert_no_error (error);
      g_assert_cmpuint (g_bytes_get_size (bytes), ==, sizes[i]);
      g_assert_nonnull (g_bytes_get_data (bytes, NULL));
      g_assert_cmpint (((const char *) g_bytes_get_data (bytes, NULL))[sizes[i]], ==, '\0');
      if (sizes[i] > 0)
        {
          g_assert_null (gate_file_read (path, sizes[i] - 1, &error));
          g_assert_error (error, GATE_ERROR, GATE_ERROR_TOO_LARGE);
        }
    }

  /* Files of /proc have no size, and yet a limit. */
  g_autoptr(GError) error = NULL;
  g_assert_null (gate_file_read ("/proc/self/maps", 10, &error));
  g_assert_error (error, GATE_ERROR, GATE_ERROR_TOO_LARGE);
}

static void
test_write (Fixture       *fixture,
            gconstpointer  data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "a", "b", "file", NULL);
  g_autofree char *parent = g_path_get_dirname (path);
  g_autoptr(GError) error = NULL;
  struct stat status;

  g_assert_true (gate_file_write (path, "one", -1, &error));
  assert_content (path, "one");
  g_assert_cmpint (stat (path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0600);
  g_assert_cmpint (stat (parent, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0700);

  g_assert_true (gate_file_write (path, "two and more", 3, &error));
  assert_content (path, "two");
  g_assert_true (gate_file_write (path, "", 0, &error));
  assert_content (path, "");
  g_assert_cmpuint (count_entries (parent), ==, 1);
}

/* Nothing is changed and nothing is left when it cannot be written. */
static void
test_write_refused (Fixture       *fixture,
                    gconstpointer  data)
{
  g_autofree char *folder = g_build_filename (fixture->folder, "is-folder", NULL);
  g_autofree char *file = g_build_filename (fixture->folder, "file", NULL);
  g_autofree char *below_file = g_build_filename (file, "x", NULL);
  g_autofree char *loop = g_build_filename (fixture->folder, "loop", NULL);
  const char *const paths[] = { folder, below_file, loop, "/proc/gate-test", "/dev/null/x" };

  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  g_assert_true (gate_file_write (file, "kept", -1, NULL));
  g_assert_cmpint (symlink (loop, loop), ==, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autoptr(GError) error = NULL;

      g_test_message ("%s", paths[i]);
      if (paths[i] == loop)
        continue;
      g_assert_false (gate_file_write (paths[i], "x", -1, &error));
      g_assert_nonnull (error);
      g_assert_true (error->domain == GATE_ERROR);
    }
  assert_content (file, "kept");
  g_assert_cmpuint (count_entries (fixture->folder), ==, 3);
}

static void
test_write_through_link (Fixture       *fixture,
                         gconstpointer  data)
{
  static const char *const targets[] = { "elsewhere/there", "elsewhere/new", "elsewhere/deeper/new" };

  for (gsize i = 0; i < G_N_ELEMENTS (targets); i++)
    {
      g_autofree char *target = g_build_filename (fixture->folder, targets[i], NULL);
      g_autofree char *link = g_strdup_printf ("%s/link%u", fixture->folder, (guint) i);
      g_autoptr(GError) error = NULL;

      if (i == 0)
        g_assert_true (gate_file_write (target, "old", -1, NULL));
      /* A relative one and absolute ones. */
      g_assert_cmpint (symlink (i == 1 ? targets[i] : target, link), ==, 0);
      g_assert_true (gate_file_write (link, "new", -1, &error));
      g_assert_no_error (error);
      g_assert_true (g_file_test (link, G_FILE_TEST_IS_SYMLINK));
      g_assert_false (g_file_test (target, G_FILE_TEST_IS_SYMLINK));
      assert_content (target, "new");
    }
}

/* Whoever reads while it is written sees the whole old or the whole new content. */
static gpointer
write_often (gpointer path)
{
  g_autofree char *content = g_malloc (200000);

  for (int i = 0; i < 100; i++)
    {
      memset (content, 'a' + i % 26, 200000);
      g_assert_true (gate_file_write (path, content, 200000, NULL));
    }
  return NULL;
}

static void
test_whole (Fixture       *fixture,
            gconstpointer  data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "file", NULL);
  g_autofree char *first = g_strnfill (200000, 'z');
  g_assert_true (gate_file_write (path, first, -1, NULL));
  GThread *writers[2] = { g_thread_new ("writer", write_often, path), g_thread_new ("writer", write_often, path) };

  for (int i = 0; i < 200; i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(GBytes) bytes = gate_file_read (path, 200000, &error);
      gsize size;
      const char *content = g_bytes_get_data (bytes, &size);

      g_assert_no_error (error);
      g_assert_cmpuint (size, ==, 200000);
      g_assert_cmpint (memcmp (content, content + 1, size - 1), ==, 0);
    }
  g_thread_join (writers[0]);
  g_thread_join (writers[1]);
  g_assert_cmpuint (count_entries (fixture->folder), ==, 1);
}

static void
test_dirs (void)
{
  char *(*const functions[]) (const char *name) = { gate_dirs_config, gate_dirs_state, gate_dirs_cache, gate_dirs_data };
  const char *const folders[] = { g_get_user_config_dir (), g_get_user_state_dir (), g_get_user_cache_dir (), g_get_user_data_dir () };

  for (gsize i = 0; i < G_N_ELEMENTS (functions); i++)
    {
      g_autofree char *path = functions[i] ("x");
      g_autofree char *expected = g_build_filename (folders[i], "gatehouse", "x", NULL);
      g_autofree char *folder = functions[i] (NULL);
      g_autofree char *parent = g_path_get_dirname (expected);

      g_assert_cmpstr (path, ==, expected);
      g_assert_cmpstr (folder, ==, parent);
    }
  g_autofree char *helper = gate_dirs_libexec ("helper");
  g_assert_true (g_path_is_absolute (helper));
  g_assert_true (g_str_has_suffix (helper, "/helper"));
}

#define ADD(name, function) g_test_add ("/base/file/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("read-refused", test_read_refused);
  ADD ("read-limit", test_read_limit);
  ADD ("write", test_write);
  ADD ("write-refused", test_write_refused);
  ADD ("write-through-link", test_write_through_link);
  ADD ("whole", test_whole);
  g_test_add_func ("/base/file/dirs", test_dirs);
  return g_test_run ();
}
