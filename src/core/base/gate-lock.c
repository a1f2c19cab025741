// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-lock.h"

#include "gate-dirs.h"
#include "gate-error.h"
#include "gate-file.h"
#include "gate-task.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

struct _GateLock {
  int fd;
};

typedef struct {
  char  *name;
  guint  timeout_ms;
} TakeData;

GATE_DEFINE_DATA (TakeData, take_data)

static void
take_data_clear (TakeData *self)
{
  g_free (self->name);
}

static gboolean
is_name (const char *name)
{
  for (const char *c = name; *c; c++)
    if (!g_ascii_isalnum (*c) && *c != '-' && *c != '_')
      return FALSE;
  return *name != '\0';
}

static gboolean
try_lock (int       fd,
          gboolean *taken)
{
  struct flock request = { .l_type = F_WRLCK, .l_whence = SEEK_SET };

  *taken = fcntl (fd, F_OFD_SETLK, &request) == 0;
  return *taken || errno == EAGAIN || errno == EACCES || errno == EINTR;
}

static gboolean
wait_for_lock (int            fd,
               const char    *name,
               guint          timeout_ms,
               GCancellable  *cancellable,
               GError       **error)
{
  gint64 deadline = g_get_monotonic_time () + (gint64) timeout_ms * 1000;
  gulong pause_us = 500;

  for (;;)
    {
      gboolean taken;

      if (!try_lock (fd, &taken))
        {
          gate_error_set (error, GATE_ERROR_FAILED, GATE_LAYER_NONE, NULL,
                          "Could not lock ‘%s’: %s", name, g_strerror (errno));
          return FALSE;
        }
      if (taken)
        return TRUE;
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      if (g_get_monotonic_time () >= deadline)
        {
          gate_error_set (error, GATE_ERROR_TIMED_OUT, GATE_LAYER_NONE,
                          "Another Gatehouse process is busy with it; try again, or end that process.",
                          "Waited too long for the lock ‘%s’", name);
          return FALSE;
        }
      g_usleep (pause_us);
      pause_us = MIN (pause_us * 2, 20000);
    }
}

/**
 * gate_lock_take_sync:
 * @name: the lock's name, of letters, digits, `-` and `_`
 * @timeout_ms: how long to wait, in milliseconds
 * @cancellable: (nullable): ends the wait
 * @error: set to %GATE_ERROR_TIMED_OUT, %GATE_ERROR_FAILED or %G_IO_ERROR_CANCELLED
 *
 * Takes a lock, waiting for whoever holds it. Only for worker threads and start-up: the main loop uses [func@Gate.lock_take_async].
 *
 * Returns: (transfer full) (nullable): the lock, held until released
 */
GateLock *
gate_lock_take_sync (const char    *name,
                     guint          timeout_ms,
                     GCancellable  *cancellable,
                     GError       **error)
{
  g_return_val_if_fail (is_name (name), NULL);

  g_autofree char *relative = g_build_filename ("locks", name, NULL);
  g_autofree char *path = gate_dirs_state (relative);

  if (!gate_file_make_parents (path, error))
    return NULL;

  int fd = open (path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (fd < 0)
    {
      gate_error_set (error, GATE_ERROR_FAILED, GATE_LAYER_NONE, NULL, "Could not open ‘%s’: %s", path, g_strerror (errno));
      return NULL;
    }
  if (!wait_for_lock (fd, name, timeout_ms, cancellable, error))
    {
      close (fd);
      return NULL;
    }

  GateLock *self = g_new0 (GateLock, 1);
  self->fd = fd;
  return self;
}

static void
take_in_thread (GTask        *task,
                gpointer      source,
                gpointer      task_data,
                GCancellable *cancellable)
{
  TakeData *data = task_data;
  g_autoptr(GError) error = NULL;
  GateLock *lock = gate_lock_take_sync (data->name, data->timeout_ms, cancellable, &error);

  if (lock)
    g_task_return_pointer (task, lock, (GDestroyNotify) gate_lock_release);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/**
 * gate_lock_take_async:
 * @name: the lock's name, of letters, digits, `-` and `_`
 * @timeout_ms: how long to wait, in milliseconds
 * @cancellable: (nullable): ends the wait
 * @callback: called when it is taken, or not
 * @user_data: for @callback
 *
 * Takes a lock in a worker thread.
 */
void
gate_lock_take_async (const char          *name,
                      guint                timeout_ms,
                      GCancellable        *cancellable,
                      GAsyncReadyCallback  callback,
                      gpointer             user_data)
{
  g_autoptr(GTask) task = gate_task_new (NULL, cancellable, callback, user_data, gate_lock_take_async);
  TakeData *data = take_data_new ();

  data->name = g_strdup (name);
  data->timeout_ms = timeout_ms;
  take_data_attach (task, data);
  g_task_run_in_thread (task, take_in_thread);
}

/**
 * gate_lock_take_finish:
 * @result: the result
 * @error: as for [func@Gate.lock_take_sync]
 *
 * Returns: (transfer full) (nullable): the lock, held until released
 */
GateLock *
gate_lock_take_finish (GAsyncResult  *result,
                       GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * gate_lock_release:
 * @self: (transfer full) (nullable): a lock
 *
 * Releases and frees a lock.
 */
void
gate_lock_release (GateLock *self)
{
  struct flock request = { .l_type = F_UNLCK, .l_whence = SEEK_SET };

  if (!self)
    return;
  /* Closing alone would leave it to a child that was forked in between, until that child runs its program. */
  if (fcntl (self->fd, F_OFD_SETLK, &request) != 0)
    g_debug ("unlock: %s", g_strerror (errno));
  close (self->fd);
  g_free (self);
}

/**
 * gate_lock_name_for:
 * @prefix: what kind of lock, "sign-in"
 * @what: what is locked, any text
 *
 * Returns: (transfer full): a name made of @prefix and the SHA-256 of @what, so that no address stands in a file name
 */
char *
gate_lock_name_for (const char *prefix,
                    const char *what)
{
  g_autofree char *digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, what, -1);
  return g_strdup_printf ("%s-%.32s", prefix, digest);
}
