// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-lock.h"

#include "gate-dirs.h"
#include "gate-error.h"
#include "gate-file.h"
#include "gate-i18n.h"
#include "gate-task.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

struct _GateLock {
  int fd;
};

/* How long to wait between two tries. */
#define MIN_PAUSE_US 500
#define MAX_PAUSE_US 20000

typedef struct {
  char   *name;
  int     fd; /* -1 when it is not ours to close */
  gint64  deadline;
  guint   pause_us;
} TakeData;

GATE_DEFINE_DATA (TakeData, take_data)

static void
take_data_clear (TakeData *self)
{
  g_free (self->name);
  if (self->fd >= 0)
    close (self->fd);
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

static int
open_lock (const char  *name,
           GError     **error)
{
  g_autofree char *relative = g_build_filename ("locks", name, NULL);
  g_autofree char *path = gate_dirs_state (relative);

  if (!gate_file_make_parents (path, error))
    return -1;

  int fd = open (path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (fd < 0)
    gate_error_set (error, GATE_ERROR_FAILED, GATE_LAYER_NONE, NULL, _("Could not open “%s”: %s"), path, g_strerror (errno));
  return fd;
}

/* One try. Neither the lock nor an error: somebody else has it. */
static GateLock *
try_to_take (int            fd,
             const char    *name,
             gint64         deadline,
             GCancellable  *cancellable,
             GError       **error)
{
  gboolean taken;

  if (!try_lock (fd, &taken))
    gate_error_set (error, GATE_ERROR_FAILED, GATE_LAYER_NONE, NULL, _("Could not lock “%s”: %s"), name, g_strerror (errno));
  else if (taken)
    {
      GateLock *self = g_new0 (GateLock, 1);
      self->fd = fd;
      return self;
    }
  else if (!g_cancellable_set_error_if_cancelled (cancellable, error) && g_get_monotonic_time () >= deadline)
    gate_error_set (error, GATE_ERROR_TIMED_OUT, GATE_LAYER_NONE,
                    _("Another Gatehouse process is busy with it; try again, or end that process."),
                    _("Waited too long for the lock “%s”"), name);
  return NULL;
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

  gint64 deadline = g_get_monotonic_time () + (gint64) timeout_ms * 1000;
  guint pause_us = MIN_PAUSE_US;
  g_autoptr(GError) local_error = NULL;
  int fd = open_lock (name, error);

  if (fd < 0)
    return NULL;
  for (;;)
    {
      GateLock *self = try_to_take (fd, name, deadline, cancellable, &local_error);

      if (self)
        return self;
      if (local_error)
        break;
      g_usleep (pause_us);
      pause_us = MIN (pause_us * 2, MAX_PAUSE_US);
    }
  close (fd);
  g_propagate_error (error, g_steal_pointer (&local_error));
  return NULL;
}

static gboolean
try_again (gpointer user_data)
{
  GTask *task = user_data;
  TakeData *data = take_data_of (task);
  g_autoptr(GError) error = NULL;
  GateLock *lock = try_to_take (data->fd, data->name, data->deadline, g_task_get_cancellable (task), &error);

  if (!lock && !error)
    {
      g_autoptr(GSource) source = g_timeout_source_new (data->pause_us / 1000);

      data->pause_us = MIN (data->pause_us * 2, MAX_PAUSE_US);
      g_source_set_callback (source, try_again, g_object_ref (task), g_object_unref);
      g_source_attach (source, g_task_get_context (task));
      return G_SOURCE_REMOVE;
    }
  if (lock)
    {
      data->fd = -1;
      g_task_return_pointer (task, lock, (GDestroyNotify) gate_lock_release);
    }
  else
    g_task_return_error (task, g_steal_pointer (&error));
  return G_SOURCE_REMOVE;
}

/**
 * gate_lock_take_async:
 * @name: the lock's name, of letters, digits, `-` and `_`
 * @timeout_ms: how long to wait, in milliseconds
 * @cancellable: (nullable): ends the wait
 * @callback: called when it is taken, or not
 * @user_data: for @callback
 *
 * Takes a lock without blocking: it is tried now and then. No thread waits, because threads that wait are missing where GIO does
 * its own work in them, the work of the lock's holder among it.
 */
void
gate_lock_take_async (const char          *name,
                      guint                timeout_ms,
                      GCancellable        *cancellable,
                      GAsyncReadyCallback  callback,
                      gpointer             user_data)
{
  g_return_if_fail (is_name (name));

  g_autoptr(GTask) task = gate_task_new (NULL, cancellable, callback, user_data, gate_lock_take_async);
  TakeData *data = take_data_new ();
  GError *error = NULL;

  data->name = g_strdup (name);
  data->fd = open_lock (name, &error);
  data->deadline = g_get_monotonic_time () + (gint64) timeout_ms * 1000;
  data->pause_us = MIN_PAUSE_US * 2;
  take_data_attach (task, data);
  if (error)
    g_task_return_error (task, error);
  else
    try_again (task);
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
 * gate_lock_is_held:
 * @name: the lock's name
 *
 * Asks without taking the lock for a moment, which would keep others from it, or look to them as if it were held.
 *
 * Returns: %TRUE when somebody holds it
 */
gboolean
gate_lock_is_held (const char *name)
{
  g_return_val_if_fail (is_name (name), FALSE);

  struct flock request = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
  int fd = open_lock (name, NULL);
  gboolean held = fd >= 0 && fcntl (fd, F_OFD_GETLK, &request) == 0 && request.l_type != F_UNLCK;

  if (fd >= 0)
    close (fd);
  return held;
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
