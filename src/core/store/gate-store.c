// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-store.h"

#include "gate-error.h"
#include "gate-i18n.h"
#include "gate-lock.h"
#include "gate-property.h"
#include "gate-store-handle-private.h"
#include "gate-task.h"
#include "gate-worker.h"

#include <glib/gstdio.h>

#define BUSY_TIMEOUT_MS 10000

struct _GateStore {
  GObject             parent_instance;

  char               *path; /* (owned) */
  const char * const *migrations; /* (unowned): static */
  GateStoreFlags      flags;
  guint               busy_timeout_ms; /* atomic */
  char               *damaged_path; /* (owned) (nullable) */
  GateWorker         *worker; /* (owned) */
  GateStoreHandle    *handle; /* (owned) (nullable): touched in the worker only */
  gboolean            used; /* something was run since it was made or closed */
};

typedef struct {
  GateStoreMode   mode;
  GateStoreFunc   func;
  gpointer        data;
  GDestroyNotify  destroy;
  char           *damaged_path; /* (owned) (nullable): what the worker renamed aside */
} Work;

enum {
  PROP_0,
  PROP_DAMAGED_PATH,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (GateStore, gate_store, G_TYPE_OBJECT)
GATE_DEFINE_DATA (Work, work)

static void
work_clear (Work *self)
{
  if (self->destroy)
    self->destroy (self->data);
  g_free (self->damaged_path);
}

/* Opening, migrating and renaming aside are done by one process at a time. */
static GateLock *
lock_file (GateStore     *self,
           GCancellable  *cancellable,
           GError       **error)
{
  g_autofree char *name = gate_lock_name_for ("store", self->path);

  return gate_lock_take_sync (name, (guint) g_atomic_int_get (&self->busy_timeout_ms), cancellable, error);
}

static gboolean
open_and_migrate (GateStore     *self,
                  GCancellable  *cancellable,
                  gboolean      *damaged,
                  GError       **error)
{
  g_autoptr(GateStoreHandle) handle = gate_store_handle_open (
    self->path, self->flags, (guint) g_atomic_int_get (&self->busy_timeout_ms), cancellable, damaged, error);

  if (!handle)
    return FALSE;
  if (!gate_store_handle_migrate (handle, self->migrations, error))
    {
      *damaged = gate_store_handle_is_damaged (handle);
      return FALSE;
    }
  self->handle = g_steal_pointer (&handle);
  return TRUE;
}

static gboolean
ensure_open (GateStore     *self,
             GCancellable  *cancellable,
             gboolean      *damaged,
             GError       **error)
{
  if (self->handle && !gate_store_handle_is_in_place (self->handle))
    g_clear_pointer (&self->handle, gate_store_handle_close);
  if (self->handle)
    return TRUE;

  g_autoptr(GateLock) lock = lock_file (self, cancellable, error);
  return lock && open_and_migrate (self, cancellable, damaged, error);
}

static gboolean
run_work (GateStore     *self,
          Work          *work,
          GCancellable  *cancellable,
          gboolean      *damaged,
          GError       **error)
{
  if (!ensure_open (self, cancellable, damaged, error))
    return FALSE;

  gate_store_handle_set_work (self->handle, (guint) g_atomic_int_get (&self->busy_timeout_ms), cancellable);
  if (gate_store_handle_begin (self->handle, work->mode, error)
      && work->func (self->handle, work->data, cancellable, error)
      && gate_store_handle_commit (self->handle, error))
    return TRUE;
  gate_store_handle_roll_back (self->handle);
  *damaged = gate_store_handle_is_damaged (self->handle);
  return FALSE;
}

static gboolean
is_still_damaged (GateStore *self)
{
  gboolean damaged = FALSE;
  g_autoptr(GateStoreHandle) handle = gate_store_handle_open (
    self->path, self->flags, (guint) g_atomic_int_get (&self->busy_timeout_ms), NULL, &damaged, NULL);

  return damaged || (handle && !gate_store_handle_is_sound (handle));
}

/* The file, its log and its index keep their names beside each other: who knows how may mend them. */
static char *
rename_aside (const char  *path,
              GError     **error)
{
  static const char *const suffixes[] = { "-wal", "-shm" };
  g_autoptr(GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *stamp = g_date_time_format (now, "%Y%m%dT%H%M%S");
  g_autofree char *aside = g_strdup_printf ("%s.damaged-%s-%06d", path, stamp, g_date_time_get_microsecond (now));

  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++)
    {
      g_autofree char *from = g_strconcat (path, suffixes[i], NULL);
      g_autofree char *to = g_strconcat (aside, suffixes[i], NULL);

      g_rename (from, to);
    }
  if (g_rename (path, aside) != 0)
    {
      gate_error_set (error, GATE_ERROR_FAILED, GATE_LAYER_NONE, _("Rename it yourself."),
                      _("The database “%s” is damaged and could not be renamed"), path);
      return NULL;
    }
  return g_steal_pointer (&aside);
}

/* Returns TRUE when there is a sound place to begin anew; error then says what was lost, if anything was. */
static gboolean
recover (GateStore  *self,
         Work       *work,
         GError    **error)
{
  g_autoptr(GateLock) lock = NULL;

  g_clear_pointer (&self->handle, gate_store_handle_close);
  lock = lock_file (self, NULL, error);
  if (!lock)
    return FALSE;
  /* Another process may have been here first. */
  if (!is_still_damaged (self))
    return TRUE;

  work->damaged_path = rename_aside (self->path, error);
  if (!work->damaged_path)
    return FALSE;
  g_message ("The database %s was damaged and is kept as %s", self->path, work->damaged_path);
  if (!(self->flags & GATE_STORE_DISPOSABLE))
    gate_error_set (error, GATE_ERROR_FAILED, GATE_LAYER_NONE,
                    _("Try again; what was approved and allowed before will be asked for again."),
                    _("The database “%s” was damaged; it is kept as “%s” and a new one is begun"),
                    self->path, work->damaged_path);
  return TRUE;
}

static void
run_in_thread (GTask        *task,
               gpointer      source,
               gpointer      task_data,
               GCancellable *cancellable)
{
  GateStore *self = source;
  g_autoptr(GError) error = NULL;
  gboolean damaged = FALSE;
  gboolean done = run_work (self, task_data, cancellable, &damaged, &error);

  if (!done && damaged)
    {
      g_autoptr(GError) loss = NULL;
      gboolean again = recover (self, task_data, &loss) && !loss;

      if (loss)
        {
          g_clear_error (&error);
          error = g_steal_pointer (&loss);
        }
      if (again)
        {
          g_clear_error (&error);
          damaged = FALSE;
          done = run_work (self, task_data, cancellable, &damaged, &error);
        }
    }
  if (done)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
close_in_thread (GTask        *task,
                 gpointer      source,
                 gpointer      task_data,
                 GCancellable *cancellable)
{
  gate_store_handle_close (task_data);
  g_task_return_boolean (task, TRUE);
}

static void
gate_store_get_property (GObject    *object,
                         guint       property_id,
                         GValue     *value,
                         GParamSpec *pspec)
{
  GateStore *self = GATE_STORE (object);

  switch (property_id)
    {
    case PROP_DAMAGED_PATH:
      g_value_set_string (value, self->damaged_path);
      break;
    GATE_INVALID_PROPERTY (object, property_id, pspec);
    }
}

static void
gate_store_finalize (GObject *object)
{
  GateStore *self = GATE_STORE (object);

  /* Closing writes the log into the file: not here, which may be the main loop. */
  if (self->handle)
    {
      g_autoptr(GTask) task = gate_task_new (NULL, NULL, NULL, NULL, gate_store_finalize);

      g_task_set_task_data (task, g_steal_pointer (&self->handle), NULL);
      gate_worker_run (self->worker, task, close_in_thread);
    }
  g_clear_pointer (&self->worker, gate_worker_free);
  g_free (self->path);
  g_free (self->damaged_path);
  G_OBJECT_CLASS (gate_store_parent_class)->finalize (object);
}

static void
gate_store_class_init (GateStoreClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = gate_store_get_property;
  object_class->finalize = gate_store_finalize;

  /**
   * GateStore:damaged-path:
   *
   * Where a damaged file was renamed to since this object began, or %NULL.
   */
  props[PROP_DAMAGED_PATH] = g_param_spec_string ("damaged-path", NULL, NULL, NULL, GATE_PARAM_READABLE);

  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
gate_store_init (GateStore *self)
{
  self->busy_timeout_ms = BUSY_TIMEOUT_MS;
  self->worker = gate_worker_new (1);
}

/**
 * gate_store_new:
 * @path: (type filename): the database; it and its folder are made when first used
 * @migrations: (array zero-terminated=1): SQL scripts, static; script n takes a file from version n to n + 1 and is never changed
 *   once it was released
 * @flags: how precious it is
 *
 * Returns: (transfer full): a store; nothing is opened yet
 */
GateStore *
gate_store_new (const char          *path,
                const char * const  *migrations,
                GateStoreFlags       flags)
{
  g_return_val_if_fail (path != NULL && migrations != NULL, NULL);

  GateStore *self = g_object_new (GATE_TYPE_STORE, NULL);
  self->path = g_strdup (path);
  self->migrations = migrations;
  self->flags = flags;
  return self;
}

/**
 * gate_store_get_path:
 * @self: a store
 *
 * Returns: (transfer none) (type filename): the database
 */
const char *
gate_store_get_path (GateStore *self)
{
  g_return_val_if_fail (GATE_IS_STORE (self), NULL);
  return self->path;
}

/**
 * gate_store_get_damaged_path:
 * @self: a store
 *
 * Returns: (transfer none) (nullable) (type filename): where a damaged file was renamed to since this object began
 */
const char *
gate_store_get_damaged_path (GateStore *self)
{
  g_return_val_if_fail (GATE_IS_STORE (self), NULL);
  return self->damaged_path;
}

/**
 * gate_store_set_busy_timeout:
 * @self: a store
 * @milliseconds: how long to wait for another process that has the file locked (10 s)
 *
 * Sets the longest wait.
 */
void
gate_store_set_busy_timeout (GateStore *self,
                             guint      milliseconds)
{
  g_return_if_fail (GATE_IS_STORE (self));
  g_atomic_int_set (&self->busy_timeout_ms, milliseconds);
}

/**
 * gate_store_run_async:
 * @self: a store
 * @mode: whether @func writes
 * @func: (scope async): the work, done in the store's thread, one after the other in the order of these calls
 * @data: (nullable): for @func; shares nothing with the main context
 * @destroy: (nullable): frees @data when the result is freed
 * @cancellable: (nullable): ends it and undoes what was done
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Does work on the database in a transaction.
 */
void
gate_store_run_async (GateStore           *self,
                      GateStoreMode        mode,
                      GateStoreFunc        func,
                      gpointer             data,
                      GDestroyNotify       destroy,
                      GCancellable        *cancellable,
                      GAsyncReadyCallback  callback,
                      gpointer             user_data)
{
  g_return_if_fail (GATE_IS_STORE (self));
  g_return_if_fail (func != NULL);

  g_autoptr(GTask) task = gate_task_new (self, cancellable, callback, user_data, gate_store_run_async);
  Work *work = work_new ();

  work->mode = mode;
  work->func = func;
  work->data = data;
  work->destroy = destroy;
  work_attach (task, work);
  /* What was committed is told as done, also when it was cancelled too late. */
  g_task_set_check_cancellable (task, FALSE);
  self->used = TRUE;
  gate_worker_run (self->worker, task, run_in_thread);
}

/**
 * gate_store_run_finish:
 * @self: a store
 * @result: the result
 * @data: (out) (optional) (transfer none): what the work was given, with what it found out; it lives as long as @result
 * @error: what the work set, or %GATE_ERROR_TIMED_OUT (locked by another process), %GATE_ERROR_UNSUPPORTED (written by a newer
 *   program), %GATE_ERROR_FAILED (disk full, read-only, damaged) or %G_IO_ERROR_CANCELLED
 *
 * Returns: %TRUE when it was done and committed
 */
gboolean
gate_store_run_finish (GateStore     *self,
                       GAsyncResult  *result,
                       gpointer      *data,
                       GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  Work *work = work_of (result);
  if (work->damaged_path)
    gate_set_str_property (self, &self->damaged_path, work->damaged_path, props[PROP_DAMAGED_PATH]);
  if (data)
    *data = work->data;
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
close_own_in_thread (GTask        *task,
                     gpointer      source,
                     gpointer      task_data,
                     GCancellable *cancellable)
{
  GateStore *self = source;

  g_clear_pointer (&self->handle, gate_store_handle_close);
  g_task_return_boolean (task, TRUE);
}

/**
 * gate_store_close_async:
 * @self: a store
 * @cancellable: (nullable): ends the wait, not the closing
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Closes the database after all that was given to it before, and waits for that: the log is written into the file. A process that
 * ends without waiting leaves this, and the wait for the disk, to each one after it. What is run later opens the database again.
 */
void
gate_store_close_async (GateStore           *self,
                        GCancellable        *cancellable,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data)
{
  g_return_if_fail (GATE_IS_STORE (self));

  g_autoptr(GTask) task = gate_task_new (self, cancellable, callback, user_data, gate_store_close_async);
  if (self->used)
    gate_worker_run (self->worker, task, close_own_in_thread);
  else
    g_task_return_boolean (task, TRUE);
  self->used = FALSE;
}

/**
 * gate_store_close_finish:
 * @self: a store
 * @result: the result
 * @error: set to %G_IO_ERROR_CANCELLED
 *
 * Returns: %TRUE when it is closed
 */
gboolean
gate_store_close_finish (GateStore     *self,
                         GAsyncResult  *result,
                         GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}
