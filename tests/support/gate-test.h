// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <gio/gio.h>
#include <glib/gstdio.h>

G_BEGIN_DECLS

#define GATE_TEST_DEADLINE_SECONDS 60

/* The callback to give to an _async function when the test waits for it: user_data is a GAsyncResult ** that is NULL. */
static inline void
gate_test_keep_result (GObject      *source,
                       GAsyncResult *result,
                       gpointer      user_data)
{
  GAsyncResult **where = user_data;

  g_assert_null (*where);
  *where = g_object_ref (result);
  g_main_context_wakeup (NULL);
}

static inline gboolean
gate_test_give_up (gpointer user_data)
{
  g_error ("A test waited for more than %d seconds: %s", GATE_TEST_DEADLINE_SECONDS, (const char *) user_data);
  return G_SOURCE_REMOVE;
}

/* Runs the main loop until the expression holds; a test that never gets there fails. */
#define gate_test_wait_until(expression) \
  G_STMT_START { \
    guint gate_test_deadline = g_timeout_add_seconds (GATE_TEST_DEADLINE_SECONDS, gate_test_give_up, (gpointer) #expression); \
    while (!(expression)) \
      g_main_context_iteration (NULL, TRUE); \
    g_source_remove (gate_test_deadline); \
  } G_STMT_END

/* Waits for the result of an _async function. */
#define gate_test_wait(result) gate_test_wait_until ((result) != NULL)

/* Removes a folder of the test's own with everything in it; links are removed, not followed. */
static inline void
gate_test_remove_folder (const char *path)
{
  GDir *dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir && (name = g_dir_read_name (dir)))
    {
      char *child = g_build_filename (path, name, NULL);

      if (g_file_test (child, G_FILE_TEST_IS_DIR) && !g_file_test (child, G_FILE_TEST_IS_SYMLINK))
        gate_test_remove_folder (child);
      else
        g_unlink (child);
      g_free (child);
    }
  g_clear_pointer (&dir, g_dir_close);
  g_rmdir (path);
}

/* Drops the last reference and checks that it was the last. */
#define gate_test_finalize(object) g_assert_finalize_object (g_steal_pointer (&(object)))

G_END_DECLS
