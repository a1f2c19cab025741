// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-store-handle-private.h"

#include "gate-error.h"
#include "gate-file.h"
#include "gate-i18n.h"

#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

/* No text or row of ours comes near; a damaged file may claim anything. */
#define LENGTH_LIMIT (64 * 1024 * 1024)
#define PROGRESS_STEPS 10000

struct _GateStoreHandle {
  sqlite3      *db; /* (owned) */
  char         *path; /* (owned) */
  dev_t         device;
  ino_t         inode;
  GHashTable   *statements; /* (owned) (element-type utf8 sqlite3_stmt): prepared once, by their text */
  GCancellable *cancellable; /* (owned) (nullable): of the work that is being done */
  gint64        busy_timeout_us;
  gint64        busy_since;
  gboolean      damaged;
};

struct _GateStoreRow {
  sqlite3_stmt *statement;
};

static gboolean
fail (GateStoreHandle  *self,
      int               result,
      GError          **error)
{
  int primary = result & 0xff;
  const char *message = self->db ? sqlite3_errmsg (self->db) : sqlite3_errstr (result);

  if (primary == SQLITE_CORRUPT || primary == SQLITE_NOTADB)
    self->damaged = TRUE;
  if (g_cancellable_is_cancelled (self->cancellable))
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, _("Operation was cancelled"));
  else if (primary == SQLITE_BUSY || primary == SQLITE_LOCKED)
    gate_error_set (error, GATE_ERROR_TIMED_OUT, GATE_LAYER_NONE,
                    _("Another Gatehouse process is busy with it; try again, or end that process."),
                    _("Waited too long for the database “%s”"), self->path);
  else if (primary == SQLITE_FULL)
    gate_error_set (error, GATE_ERROR_FAILED, GATE_LAYER_NONE, _("Free some disk space."),
                    _("Could not write the database “%s”: the disk is full"), self->path);
  else if (primary == SQLITE_READONLY || primary == SQLITE_CANTOPEN || primary == SQLITE_PERM || primary == SQLITE_IOERR)
    gate_error_set (error, GATE_ERROR_FAILED, GATE_LAYER_NONE,
                    _("Check that the disk is sound and that you may write to this folder."),
                    _("Could not use the database “%s”: %s"), self->path, message);
  else if (primary == SQLITE_CONSTRAINT)
    gate_error_set (error, GATE_ERROR_EXISTS, GATE_LAYER_NONE, NULL,
                    _("The database “%s” refused the entry: %s"), self->path, message);
  else if (primary == SQLITE_TOOBIG)
    gate_error_set (error, GATE_ERROR_TOO_LARGE, GATE_LAYER_NONE, NULL,
                    _("The entry is too large for the database “%s”"), self->path);
  else
    gate_error_set (error, GATE_ERROR_FAILED, GATE_LAYER_NONE, NULL, _("The database “%s” failed: %s"), self->path, message);
  return FALSE;
}

static int
on_busy (void *user_data,
         int   count)
{
  GateStoreHandle *self = user_data;
  gint64 now = g_get_monotonic_time ();

  if (count == 0)
    self->busy_since = now;
  if (g_cancellable_is_cancelled (self->cancellable) || now - self->busy_since >= self->busy_timeout_us)
    return 0;
  g_usleep ((gulong) MIN (count + 1, 20) * 500);
  return 1;
}

static int
on_progress (void *user_data)
{
  GateStoreHandle *self = user_data;
  return g_cancellable_is_cancelled (self->cancellable);
}

static sqlite3_stmt *
get_statement (GateStoreHandle  *self,
               const char       *sql,
               GError          **error)
{
  sqlite3_stmt *statement = g_hash_table_lookup (self->statements, sql);

  if (statement && !sqlite3_stmt_busy (statement))
    return statement;

  int result = sqlite3_prepare_v2 (self->db, sql, -1, &statement, NULL);
  if (result != SQLITE_OK)
    {
      fail (self, result, error);
      return NULL;
    }
  g_hash_table_replace (self->statements, g_strdup (sql), statement);
  return statement;
}

static int
bind_values (sqlite3_stmt         *statement,
             const GateStoreValue *values,
             gsize                 n_values)
{
  int result = SQLITE_OK;

  for (gsize i = 0; i < n_values && result == SQLITE_OK; i++)
    if (values[i].is_text)
      result = sqlite3_bind_text (statement, (int) i + 1, values[i].text, -1, SQLITE_STATIC);
    else
      result = sqlite3_bind_int64 (statement, (int) i + 1, values[i].number);
  return result;
}

/**
 * gate_store_handle_query:
 * @self: a database
 * @sql: one statement, static, with `?1`, `?2` … for values
 * @values: (array length=n_values) (nullable): the values; write GATE_VALUES() or GATE_NO_VALUES for both arguments
 * @n_values: how many
 * @func: (nullable) (scope call): called for each row; it does not run statements itself
 * @user_data: for @func
 * @error: set to %GATE_ERROR_TIMED_OUT, %GATE_ERROR_EXISTS, %GATE_ERROR_TOO_LARGE, %GATE_ERROR_FAILED or %G_IO_ERROR_CANCELLED
 *
 * Runs a statement.
 *
 * Returns: %TRUE when it ran to its end, or to where @func stopped it
 */
gboolean
gate_store_handle_query (GateStoreHandle       *self,
                         const char            *sql,
                         const GateStoreValue  *values,
                         gsize                  n_values,
                         GateStoreRowFunc       func,
                         gpointer               user_data,
                         GError               **error)
{
  sqlite3_stmt *statement = get_statement (self, sql, error);

  if (!statement)
    return FALSE;

  GateStoreRow row = { statement };
  int result = bind_values (statement, values, n_values);
  if (result == SQLITE_OK)
    do
      result = sqlite3_step (statement);
    while (result == SQLITE_ROW && (!func || func (&row, user_data)));

  /* The message belongs to the last call: before the reset. */
  gboolean done = result == SQLITE_DONE || result == SQLITE_ROW || fail (self, result, error);
  sqlite3_reset (statement);
  sqlite3_clear_bindings (statement);
  return done;
}

/**
 * gate_store_handle_exec:
 * @self: a database
 * @sql: one statement, static
 * @values: (array length=n_values) (nullable): its values
 * @n_values: how many
 * @error: as for gate_store_handle_query()
 *
 * Runs a statement for its effect.
 *
 * Returns: %TRUE when it ran
 */
gboolean
gate_store_handle_exec (GateStoreHandle       *self,
                        const char            *sql,
                        const GateStoreValue  *values,
                        gsize                  n_values,
                        GError               **error)
{
  return gate_store_handle_query (self, sql, values, n_values, NULL, NULL, error);
}

/**
 * gate_store_row_text:
 * @row: a row
 * @column: from 0
 *
 * Returns: (transfer none) (nullable): the text, valid until the next row
 */
const char *
gate_store_row_text (GateStoreRow *row,
                     guint         column)
{
  return (const char *) sqlite3_column_text (row->statement, (int) column);
}

/**
 * gate_store_row_int:
 * @row: a row
 * @column: from 0
 *
 * Returns: the number
 */
gint64
gate_store_row_int (GateStoreRow *row,
                    guint         column)
{
  return sqlite3_column_int64 (row->statement, (int) column);
}

static gboolean
run_script (GateStoreHandle  *self,
            const char       *sql,
            GError          **error)
{
  int result = sqlite3_exec (self->db, sql, NULL, NULL, NULL);

  return result == SQLITE_OK || fail (self, result, error);
}

/* SQLite makes files with the umask. Only one that is not there is touched: closing a descriptor of a database drops the locks
 * that this process has on it. */
static gboolean
make_private (const char  *path,
              GError     **error)
{
  if (!gate_file_make_parents (path, error))
    return FALSE;

  int fd = open (path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (fd >= 0)
    close (fd);
  else if (errno != EEXIST)
    {
      gate_error_set (error, GATE_ERROR_FAILED, GATE_LAYER_NONE,
                      errno == ENOSPC ? _("Free some disk space.") : _("Check that you may write to this folder."),
                      _("Could not create the database “%s”: %s"), path, g_strerror (errno));
      return FALSE;
    }
  return TRUE;
}

static gboolean
configure (GateStoreHandle  *self,
           GateStoreFlags    flags,
           GError          **error)
{
  struct stat status;

  if (stat (self->path, &status) == 0)
    {
      self->device = status.st_dev;
      self->inode = status.st_ino;
    }
  sqlite3_limit (self->db, SQLITE_LIMIT_LENGTH, LENGTH_LIMIT);
  sqlite3_db_config (self->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  sqlite3_db_config (self->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
  sqlite3_busy_handler (self->db, on_busy, self);
  sqlite3_progress_handler (self->db, PROGRESS_STEPS, on_progress, self);
  return run_script (self, "PRAGMA foreign_keys = ON; PRAGMA cell_size_check = ON; PRAGMA journal_mode = WAL;", error)
         && run_script (self, flags & GATE_STORE_DISPOSABLE ? "PRAGMA synchronous = NORMAL" : "PRAGMA synchronous = FULL", error);
}

/* SQLite would take room for twenty pages with each database before it needs the first. Too late where somebody else has begun with
 * it, and then no harm. */
static gpointer
spare_pages (gpointer unused)
{
  sqlite3_config (SQLITE_CONFIG_PAGECACHE, NULL, 0, 0);
  return NULL;
}

/**
 * gate_store_handle_open: (skip)
 *
 * Opens a database, or makes an empty one that only its owner can read.
 *
 * Returns: (transfer full) (nullable): the database
 */
GateStoreHandle *
gate_store_handle_open (const char      *path,
                        GateStoreFlags   flags,
                        guint            busy_timeout_ms,
                        GCancellable    *cancellable,
                        gboolean        *damaged,
                        GError         **error)
{
  static GOnce once = G_ONCE_INIT;

  g_once (&once, spare_pages, NULL);
  if (!make_private (path, error))
    return NULL;

  g_autoptr(GateStoreHandle) self = g_new0 (GateStoreHandle, 1);
  self->path = g_strdup (path);
  self->statements = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) sqlite3_finalize);
  gate_store_handle_set_work (self, busy_timeout_ms, cancellable);

  int result = sqlite3_open_v2 (path, &self->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, NULL);
  if (result != SQLITE_OK)
    fail (self, result, error);
  else if (configure (self, flags, error))
    return g_steal_pointer (&self);
  *damaged = self->damaged;
  return NULL;
}

/**
 * gate_store_handle_close: (skip)
 *
 * Closes and frees a database.
 */
void
gate_store_handle_close (GateStoreHandle *self)
{
  if (!self)
    return;
  g_hash_table_unref (self->statements);
  sqlite3_close (self->db);
  g_clear_object (&self->cancellable);
  g_free (self->path);
  g_free (self);
}

static gboolean
read_number (GateStoreRow *row,
             gpointer      user_data)
{
  gint64 *number = user_data;
  *number = gate_store_row_int (row, 0);
  return FALSE;
}

/**
 * gate_store_handle_migrate: (skip)
 *
 * Runs the migrations that the file has not seen, all or none, and writes down that it has.
 *
 * Returns: %TRUE when the file is as this program knows it
 */
gboolean
gate_store_handle_migrate (GateStoreHandle     *self,
                           const char * const  *migrations,
                           GError             **error)
{
  guint n_migrations = g_strv_length ((char **) migrations);
  gint64 version = 0;

  if (!gate_store_handle_query (self, "PRAGMA user_version", GATE_NO_VALUES, read_number, &version, error))
    return FALSE;
  if (version == n_migrations)
    return TRUE;
  if (version < 0 || version > n_migrations)
    {
      gate_error_set (error, GATE_ERROR_UNSUPPORTED, GATE_LAYER_NONE, _("Update Gatehouse."),
                      _("The database “%s” was written by a newer Gatehouse"), self->path);
      return FALSE;
    }

  g_autofree char *mark = g_strdup_printf ("PRAGMA user_version = %u", n_migrations);
  gboolean done = gate_store_handle_begin (self, GATE_STORE_WRITE, error);
  for (guint i = (guint) version; done && i < n_migrations; i++)
    done = run_script (self, migrations[i], error);
  if (done && run_script (self, mark, error) && gate_store_handle_commit (self, error))
    return TRUE;
  gate_store_handle_roll_back (self);
  return FALSE;
}

static gboolean
read_verdict (GateStoreRow *row,
              gpointer      user_data)
{
  gboolean *sound = user_data;
  *sound = g_strcmp0 (gate_store_row_text (row, 0), "ok") == 0;
  return FALSE;
}

/**
 * gate_store_handle_is_sound: (skip)
 *
 * Returns: %FALSE when a check of the whole file finds damage
 */
gboolean
gate_store_handle_is_sound (GateStoreHandle *self)
{
  gboolean sound = FALSE;

  return gate_store_handle_query (self, "PRAGMA integrity_check (1)", GATE_NO_VALUES, read_verdict, &sound, NULL) && sound;
}

/**
 * gate_store_handle_is_in_place: (skip)
 *
 * Returns: %FALSE when the path leads to another file by now, or to none: another process renamed a damaged one aside
 */
gboolean
gate_store_handle_is_in_place (GateStoreHandle *self)
{
  struct stat status;

  return stat (self->path, &status) == 0 && status.st_dev == self->device && status.st_ino == self->inode;
}

/**
 * gate_store_handle_is_damaged: (skip)
 *
 * Returns: %TRUE when a statement found that the file is no sound database
 */
gboolean
gate_store_handle_is_damaged (GateStoreHandle *self)
{
  return self->damaged;
}

/**
 * gate_store_handle_set_work: (skip)
 *
 * Sets what the next statements heed.
 */
void
gate_store_handle_set_work (GateStoreHandle *self,
                            guint            busy_timeout_ms,
                            GCancellable    *cancellable)
{
  self->busy_timeout_us = (gint64) busy_timeout_ms * 1000;
  g_set_object (&self->cancellable, cancellable);
}

/**
 * gate_store_handle_begin: (skip)
 *
 * Begins a transaction. Writers wait here, never in the midst of it.
 */
gboolean
gate_store_handle_begin (GateStoreHandle  *self,
                         GateStoreMode     mode,
                         GError          **error)
{
  return gate_store_handle_exec (self, mode == GATE_STORE_WRITE ? "BEGIN IMMEDIATE" : "BEGIN", GATE_NO_VALUES, error);
}

/**
 * gate_store_handle_commit: (skip)
 *
 * Ends a transaction.
 */
gboolean
gate_store_handle_commit (GateStoreHandle  *self,
                          GError          **error)
{
  return gate_store_handle_exec (self, "COMMIT", GATE_NO_VALUES, error);
}

/**
 * gate_store_handle_roll_back: (skip)
 *
 * Undoes a transaction, if there still is one: SQLite ends it by itself after some errors.
 */
void
gate_store_handle_roll_back (GateStoreHandle *self)
{
  /* Cancellation must not stop the clean-up. */
  g_clear_object (&self->cancellable);
  if (!sqlite3_get_autocommit (self->db))
    gate_store_handle_exec (self, "ROLLBACK", GATE_NO_VALUES, NULL);
}
