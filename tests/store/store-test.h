// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-error.h"
#include "gate-store.h"
#include "gate-test.h"

#include <glib/gstdio.h>
#include <sqlite3.h>

/* A folder for one test, removed with all that is in it. */
static inline char *
store_test_folder (void)
{
  g_autoptr(GError) error = NULL;
  char *folder = g_dir_make_tmp ("gate-store-XXXXXX", &error);

  g_assert_no_error (error);
  return folder;
}

static inline void
store_test_remove (const char *folder)
{
  g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)))
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_assert_cmpint (g_unlink (path), ==, 0);
    }
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

/* How many files in the folder have this in their name. */
static inline guint
store_test_count (const char *folder,
                  const char *part)
{
  g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  guint n = 0;

  while ((name = g_dir_read_name (dir)))
    if (strstr (name, part))
      n++;
  return n;
}

static inline gboolean
store_test_run (GateStore      *store,
                GateStoreMode   mode,
                GateStoreFunc   func,
                gpointer        data,
                GCancellable   *cancellable,
                GError        **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  gate_store_run_async (store, mode, func, data, NULL, cancellable, gate_test_keep_result, &result);
  gate_test_wait (result);
  return gate_store_run_finish (store, result, NULL, error);
}

/* The store closes its file in its thread: waits until SQLite has removed its log. Of two connections that close at the same moment
 * neither may take itself for the last one and remove it; so one more comes and goes. */
static inline void
store_test_close (GateStore **store)
{
  g_autofree char *path = g_strdup (gate_store_get_path (*store));
  g_autofree char *log = g_strconcat (path, "-wal", NULL);

  g_assert_finalize_object (g_steal_pointer (store));
  for (guint i = 1; g_file_test (log, G_FILE_TEST_EXISTS); i++)
    {
      g_usleep (1000);
      if (i % 100 == 0)
        {
          sqlite3 *last = NULL;

          g_assert_cmpint (sqlite3_open (path, &last), ==, SQLITE_OK);
          sqlite3_exec (last, "PRAGMA user_version", NULL, NULL, NULL);
          sqlite3_close (last);
        }
    }
}
