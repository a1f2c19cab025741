// SPDX-License-Identifier: GPL-3.0-or-later
// The database itself: transactions, migrations, damage, locks, full and read-only disks.
#include "store-test.h"

#include "gate-lock.h"

#include <sys/stat.h>
#include <sys/wait.h>

static const char *const migrations[] = {
  "CREATE TABLE numbers (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT",
  NULL,
};

static gboolean
add_one (GateStoreHandle  *handle,
         gpointer          data,
         GCancellable     *cancellable,
         GError          **error)
{
  return gate_store_handle_exec (handle,
                                 "INSERT INTO numbers VALUES (?1, 1) ON CONFLICT DO UPDATE SET value = value + 1",
                                 GATE_VALUES (GATE_TEXT ("n")), error);
}

static gboolean
add_and_fail (GateStoreHandle  *handle,
              gpointer          data,
              GCancellable     *cancellable,
              GError          **error)
{
  g_assert_true (add_one (handle, data, cancellable, error));
  gate_error_set (error, GATE_ERROR_INVALID, GATE_LAYER_NONE, NULL, "On purpose");
  return FALSE;
}

static gboolean
break_constraint (GateStoreHandle  *handle,
                  gpointer          data,
                  GCancellable     *cancellable,
                  GError          **error)
{
  return gate_store_handle_exec (handle, "INSERT INTO numbers VALUES ('a', 1), ('a', 2)", GATE_NO_VALUES, error);
}

static gboolean
wrong_sql (GateStoreHandle  *handle,
           gpointer          data,
           GCancellable     *cancellable,
           GError          **error)
{
  return gate_store_handle_exec (handle, "SELECT FROM WHERE", GATE_NO_VALUES, error);
}

static gboolean
count_for_ever (GateStoreHandle  *handle,
                gpointer          data,
                GCancellable     *cancellable,
                GError          **error)
{
  return gate_store_handle_exec (handle, "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count (*) FROM n",
                                 GATE_NO_VALUES, error);
}

static gboolean
read_value (GateStoreRow *row,
            gpointer      user_data)
{
  *(gint64 *) user_data = gate_store_row_int (row, 0);
  return TRUE;
}

static gboolean
read_number (GateStoreHandle  *handle,
             gpointer          data,
             GCancellable     *cancellable,
             GError          **error)
{
  return gate_store_handle_query (handle, "SELECT value FROM numbers WHERE name = ?1", GATE_VALUES (GATE_TEXT ("n")), read_value,
                                  data, error);
}

static gint64
number_in (GateStore *store)
{
  g_autoptr(GError) error = NULL;
  gint64 value = 0;

  store_test_run (store, GATE_STORE_READ, read_number, &value, NULL, &error);
  g_assert_no_error (error);
  return value;
}

static void
test_failures_undo (void)
{
  g_autofree char *folder = store_test_folder ();
  g_autofree char *path = g_build_filename (folder, "deep", "test.db", NULL);
  GateStore *store = gate_store_new (path, migrations, GATE_STORE_DURABLE);
  static const struct {
    GateStoreFunc func;
    GateError     code;
  } cases[] = {
    { add_and_fail, GATE_ERROR_INVALID },
    { break_constraint, GATE_ERROR_EXISTS },
    { wrong_sql, GATE_ERROR_FAILED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_false (store_test_run (store, GATE_STORE_WRITE, cases[i].func, NULL, NULL, &error));
      g_assert_true (gate_error_matches (error, cases[i].code));
      g_assert_cmpint (number_in (store), ==, 0);
    }
  g_assert_true (store_test_run (store, GATE_STORE_WRITE, add_one, NULL, NULL, NULL));
  g_assert_cmpint (number_in (store), ==, 1);

  struct stat status;
  g_assert_cmpint (stat (path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0600);
  g_assert_null (gate_store_get_damaged_path (store));
  store_test_close (&store);

  g_autofree char *deep = g_build_filename (folder, "deep", NULL);
  store_test_remove (deep);
  store_test_remove (folder);
}

static void
test_cancelled (void)
{
  g_autofree char *folder = store_test_folder ();
  g_autofree char *path = g_build_filename (folder, "test.db", NULL);
  GateStore *store = gate_store_new (path, migrations, GATE_STORE_DURABLE);
  g_autoptr(GCancellable) before = g_cancellable_new ();
  g_autoptr(GCancellable) amid = g_cancellable_new ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(GError) amid_error = NULL;

  g_assert_cmpint (number_in (store), ==, 0);
  g_cancellable_cancel (before);
  g_assert_false (store_test_run (store, GATE_STORE_READ, count_for_ever, NULL, before, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);

  gate_store_run_async (store, GATE_STORE_READ, count_for_ever, NULL, NULL, amid, gate_test_keep_result, &result);
  g_cancellable_cancel (amid);
  gate_test_wait (result);
  g_assert_false (gate_store_run_finish (store, result, NULL, &amid_error));
  g_assert_error (amid_error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_object (&result);

  g_assert_true (store_test_run (store, GATE_STORE_WRITE, add_one, NULL, NULL, NULL));
  store_test_close (&store);
  store_test_remove (folder);
}

static void
test_migration (void)
{
  static const char *const second[] = {
    "CREATE TABLE numbers (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT",
    "ALTER TABLE numbers ADD COLUMN more TEXT; UPDATE numbers SET value = value + 100;",
    NULL,
  };
  static const char *const broken[] = {
    "CREATE TABLE numbers (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT",
    "ALTER TABLE numbers ADD COLUMN more TEXT; UPDATE numbers SET value = value + 100;",
    "UPDATE numbers SET value = 7; SELECT * FROM missing;",
    NULL,
  };
  g_autofree char *folder = store_test_folder ();
  g_autofree char *path = g_build_filename (folder, "test.db", NULL);
  GateStore *store = gate_store_new (path, migrations, GATE_STORE_DURABLE);
  g_autoptr(GError) broken_error = NULL;
  g_autoptr(GError) newer_error = NULL;

  g_assert_true (store_test_run (store, GATE_STORE_WRITE, add_one, NULL, NULL, NULL));
  store_test_close (&store);

  for (guint i = 0; i < 2; i++)
    {
      store = gate_store_new (path, second, GATE_STORE_DURABLE);
      g_assert_cmpint (number_in (store), ==, 101);
      store_test_close (&store);
    }

  store = gate_store_new (path, broken, GATE_STORE_DURABLE);
  g_assert_false (store_test_run (store, GATE_STORE_WRITE, add_one, NULL, NULL, &broken_error));
  g_assert_error (broken_error, GATE_ERROR, GATE_ERROR_FAILED);
  store_test_close (&store);

  store = gate_store_new (path, second, GATE_STORE_DURABLE);
  g_assert_cmpint (number_in (store), ==, 101);
  store_test_close (&store);

  /* A file of a newer program is left alone. */
  store = gate_store_new (path, migrations, GATE_STORE_DURABLE);
  g_assert_false (store_test_run (store, GATE_STORE_WRITE, add_one, NULL, NULL, &newer_error));
  g_assert_error (newer_error, GATE_ERROR, GATE_ERROR_UNSUPPORTED);
  g_assert_null (gate_store_get_damaged_path (store));
  store_test_close (&store);
  g_assert_cmpuint (store_test_count (folder, "damaged"), ==, 0);
  store_test_remove (folder);
}

static void
make_garbage (const char *path)
{
  g_autofree char *garbage = g_strnfill (20000, '#');
  g_autoptr(GError) error = NULL;

  g_file_set_contents (path, garbage, -1, &error);
  g_assert_no_error (error);
}

/* Overwrites what comes after the header and the schema of a sound database. */
static void
damage_pages (const char *path)
{
  g_autoptr(GateStore) store = gate_store_new (path, migrations, GATE_STORE_DURABLE);
  g_autofree char *text = NULL;
  gsize size;
  g_autoptr(GError) error = NULL;

  g_assert_true (store_test_run (store, GATE_STORE_WRITE, add_one, NULL, NULL, NULL));
  store_test_close (&store);
  g_file_get_contents (path, &text, &size, &error);
  g_assert_no_error (error);
  memset (text + 4096, 0xa5, size - 4096);
  g_file_set_contents (path, text, (gssize) size, &error);
  g_assert_no_error (error);
}

static void
test_damage (gconstpointer user_data)
{
  void (*damage) (const char *) = (void (*) (const char *)) user_data;
  g_autofree char *folder = store_test_folder ();
  g_autofree char *path = g_build_filename (folder, "test.db", NULL);
  g_autoptr(GError) error = NULL;

  damage (path);
  GateStore *store = gate_store_new (path, migrations, GATE_STORE_DURABLE);
  g_assert_false (store_test_run (store, GATE_STORE_WRITE, add_one, NULL, NULL, &error));
  g_assert_error (error, GATE_ERROR, GATE_ERROR_FAILED);
  g_assert_nonnull (gate_error_get_remedy (error));
  g_assert_nonnull (gate_store_get_damaged_path (store));
  g_assert_nonnull (strstr (error->message, gate_store_get_damaged_path (store)));
  g_assert_true (g_file_test (gate_store_get_damaged_path (store), G_FILE_TEST_EXISTS));
  g_assert_true (store_test_run (store, GATE_STORE_WRITE, add_one, NULL, NULL, NULL));
  g_assert_cmpint (number_in (store), ==, 1);
  store_test_close (&store);
  g_assert_cmpuint (store_test_count (folder, "damaged"), ==, 1);

  /* A cache goes on without an error. */
  damage (path);
  store = gate_store_new (path, migrations, GATE_STORE_DISPOSABLE);
  g_assert_true (store_test_run (store, GATE_STORE_WRITE, add_one, NULL, NULL, NULL));
  g_assert_cmpint (number_in (store), ==, 1);
  g_assert_nonnull (gate_store_get_damaged_path (store));
  store_test_close (&store);
  store_test_remove (folder);
}

/* What another process renamed aside, or somebody deleted, is not written to any more. */
static void
test_replaced (void)
{
  g_autofree char *folder = store_test_folder ();
  g_autofree char *path = g_build_filename (folder, "test.db", NULL);
  g_autofree char *other = g_build_filename (folder, "other.db", NULL);
  GateStore *store = gate_store_new (path, migrations, GATE_STORE_DURABLE);

  g_assert_true (store_test_run (store, GATE_STORE_WRITE, add_one, NULL, NULL, NULL));
  g_assert_cmpint (g_rename (path, other), ==, 0);
  g_assert_cmpint (number_in (store), ==, 0);
  g_assert_true (store_test_run (store, GATE_STORE_WRITE, add_one, NULL, NULL, NULL));
  g_assert_cmpint (number_in (store), ==, 1);
  store_test_close (&store);
  store_test_remove (folder);
}

static gboolean
hold (GateStoreHandle  *handle,
      gpointer          data,
      GCancellable     *cancellable,
      GError          **error)
{
  GAsyncQueue *queue = data;

  g_assert_true (add_one (handle, NULL, cancellable, error));
  g_async_queue_push (queue, GINT_TO_POINTER (1));
  /* Until the other one has given up. */
  while (g_async_queue_length (queue) > 0)
    g_usleep (1000);
  return TRUE;
}

static void
test_busy (void)
{
  g_autofree char *folder = store_test_folder ();
  g_autofree char *path = g_build_filename (folder, "test.db", NULL);
  GateStore *holder = gate_store_new (path, migrations, GATE_STORE_DURABLE);
  GateStore *waiter = gate_store_new (path, migrations, GATE_STORE_DURABLE);
  g_autoptr(GAsyncQueue) queue = g_async_queue_new ();
  g_autoptr(GAsyncResult) held = NULL;
  g_autoptr(GAsyncResult) cancelled = NULL;
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GError) error = NULL;
  g_autoptr(GError) cancel_error = NULL;

  g_assert_cmpint (number_in (holder), ==, 0);
  g_assert_cmpint (number_in (waiter), ==, 0);
  gate_store_run_async (holder, GATE_STORE_WRITE, hold, queue, NULL, NULL, gate_test_keep_result, &held);
  while (g_async_queue_length (queue) == 0)
    g_usleep (1000);

  /* Readers see the state before; writers wait, and give up. */
  g_assert_cmpint (number_in (waiter), ==, 0);
  gate_store_set_busy_timeout (waiter, 50);
  g_assert_false (store_test_run (waiter, GATE_STORE_WRITE, add_one, NULL, NULL, &error));
  g_assert_error (error, GATE_ERROR, GATE_ERROR_TIMED_OUT);
  g_assert_nonnull (gate_error_get_remedy (error));

  gate_store_set_busy_timeout (waiter, 1000 * 1000);
  gate_store_run_async (waiter, GATE_STORE_WRITE, add_one, NULL, NULL, cancellable, gate_test_keep_result, &cancelled);
  g_cancellable_cancel (cancellable);
  gate_test_wait (cancelled);
  g_assert_false (gate_store_run_finish (waiter, cancelled, NULL, &cancel_error));
  g_assert_error (cancel_error, G_IO_ERROR, G_IO_ERROR_CANCELLED);

  g_async_queue_pop (queue);
  gate_test_wait (held);
  g_assert_true (gate_store_run_finish (holder, held, NULL, NULL));
  g_assert_true (store_test_run (waiter, GATE_STORE_WRITE, add_one, NULL, NULL, NULL));
  g_assert_cmpint (number_in (waiter), ==, 2);
  g_clear_object (&held);
  g_clear_object (&cancelled);
  g_assert_finalize_object (g_steal_pointer (&waiter));
  store_test_close (&holder);
  store_test_remove (folder);
}

static void
test_no_place (void)
{
  g_autofree char *folder = store_test_folder ();
  g_autofree char *file = g_build_filename (folder, "file", NULL);
  g_autofree char *below_file = g_build_filename (file, "test.db", NULL);
  const char *places[] = { below_file, folder, "/proc/gatehouse/test.db" };

  g_assert_true (g_file_set_contents (file, "", 0, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      g_autoptr(GateStore) store = gate_store_new (places[i], migrations, GATE_STORE_DURABLE);
      g_autoptr(GError) error = NULL;

      g_assert_false (store_test_run (store, GATE_STORE_WRITE, add_one, NULL, NULL, &error));
      g_assert_true (error->domain == GATE_ERROR);
      g_assert_null (gate_store_get_damaged_path (store));
    }
  store_test_remove (folder);
}

static gboolean
fill_disk (GateStoreHandle  *handle,
           gpointer          data,
           GCancellable     *cancellable,
           GError          **error)
{
  return gate_store_handle_exec (handle, "PRAGMA max_page_count = 10", GATE_NO_VALUES, error)
         && gate_store_handle_exec (handle, "INSERT INTO numbers SELECT printf ('%.*c', 5000, 'x') || value, value FROM "
                                            "(WITH RECURSIVE n (value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM n LIMIT 100)"
                                            " SELECT * FROM n)", GATE_NO_VALUES, error);
}

static void
test_full_disk (void)
{
  g_autofree char *folder = store_test_folder ();
  g_autofree char *path = g_build_filename (folder, "test.db", NULL);
  GateStore *store = gate_store_new (path, migrations, GATE_STORE_DURABLE);
  g_autoptr(GError) error = NULL;

  g_assert_false (store_test_run (store, GATE_STORE_WRITE, fill_disk, NULL, NULL, &error));
  g_assert_error (error, GATE_ERROR, GATE_ERROR_FAILED);
  g_assert_nonnull (strstr (error->message, "full"));
  g_assert_nonnull (gate_error_get_remedy (error));
  g_assert_cmpint (number_in (store), ==, 0);
  store_test_close (&store);
  store_test_remove (folder);
}

#define N_PROCESSES 8
#define N_ROUNDS 50

static int
run_child (const char *path)
{
  g_autoptr(GateStore) store = gate_store_new (path, migrations, GATE_STORE_DISPOSABLE);

  for (guint i = 0; i < N_ROUNDS; i++)
    if (!store_test_run (store, GATE_STORE_WRITE, add_one, NULL, NULL, NULL))
      return 1;
  return 0;
}

static void
test_processes (gconstpointer user_data)
{
  const char *program = user_data;
  g_autofree char *folder = store_test_folder ();
  g_autofree char *path = g_build_filename (folder, "test.db", NULL);
  GPid pids[N_PROCESSES];

  for (guint i = 0; i < N_PROCESSES; i++)
    {
      const char *argv[] = { program, "--child", path, NULL };
      g_autoptr(GError) error = NULL;

      g_spawn_async (NULL, (char **) argv, NULL, G_SPAWN_DO_NOT_REAP_CHILD, NULL, NULL, &pids[i], &error);
      g_assert_no_error (error);
    }
  for (guint i = 0; i < N_PROCESSES; i++)
    {
      int status;

      g_assert_cmpint (waitpid (pids[i], &status, 0), ==, pids[i]);
      g_assert_cmpint (status, ==, 0);
    }

  GateStore *store = gate_store_new (path, migrations, GATE_STORE_DURABLE);
  g_assert_cmpint (number_in (store), ==, N_PROCESSES * N_ROUNDS);
  store_test_close (&store);
  store_test_remove (folder);
}

int
main (int   argc,
      char *argv[])
{
  if (argc == 3 && g_str_equal (argv[1], "--child"))
    return run_child (argv[2]);

  /* The children share the locks' folder with us, so no isolated directories: one of our own for all. */
  g_autofree char *state = g_dir_make_tmp ("gate-store-state-XXXXXX", NULL);
  g_setenv ("XDG_STATE_HOME", state, TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store/failures-undo", test_failures_undo);
  g_test_add_func ("/store/cancelled", test_cancelled);
  g_test_add_func ("/store/migration", test_migration);
  g_test_add_data_func ("/store/damage/garbage", (gconstpointer) make_garbage, test_damage);
  g_test_add_data_func ("/store/damage/pages", (gconstpointer) damage_pages, test_damage);
  g_test_add_func ("/store/replaced", test_replaced);
  g_test_add_func ("/store/busy", test_busy);
  g_test_add_func ("/store/no-place", test_no_place);
  g_test_add_func ("/store/full-disk", test_full_disk);
  g_test_add_data_func ("/store/processes", argv[0], test_processes);
  int status = g_test_run ();

  g_autofree char *locks = g_build_filename (state, "gatehouse", "locks", NULL);
  g_autofree char *ours = g_build_filename (state, "gatehouse", NULL);
  store_test_remove (locks);
  g_rmdir (ours);
  g_rmdir (state);
  return status;
}
