// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-file.h"

#include "gate-error.h"
#include "gate-i18n.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MAX_LINKS 16

static gboolean
fail_errno (GError     **error,
            int          number,
            const char  *format,
            ...) G_GNUC_PRINTF (3, 4);

static gboolean
fail_errno (GError     **error,
            int          number,
            const char  *format,
            ...)
{
  GateError code = number == ENOENT ? GATE_ERROR_NOT_FOUND : GATE_ERROR_FAILED;

  va_list args;

  va_start (args, format);
  g_autofree char *sentence = g_strdup_vprintf (format, args);
  va_end (args);
  gate_error_set (error, code, GATE_LAYER_NONE, number == ENOSPC ? _("Free some disk space.") : NULL, "%s", sentence);
  return FALSE;
}

static GBytes *
read_all (int          fd,
          const char  *path,
          gsize        limit,
          GError     **error)
{
  g_autoptr(GByteArray) data = g_byte_array_new ();
  guint8 buffer[16384];

  for (;;)
    {
      gssize n = read (fd, buffer, sizeof buffer);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        {
          fail_errno (error, errno, _("Could not read “%s”: %s"), path, g_strerror (errno));
          return NULL;
        }
      if (n == 0)
        {
          /* Not counted: so the content is never %NULL, and a text in it ends. */
          g_byte_array_append (data, (const guint8 *) "", 1);
          gsize size = data->len - 1;
          return g_bytes_new_take (g_byte_array_free (g_steal_pointer (&data), FALSE), size);
        }
      if (data->len + (gsize) n > limit)
        {
          g_autofree char *number = g_strdup_printf ("%" G_GSIZE_FORMAT, limit);

          gate_error_set (error, GATE_ERROR_TOO_LARGE, GATE_LAYER_NONE, NULL,
                          _("“%s” is larger than %s bytes"), path, number);
          return NULL;
        }
      g_byte_array_append (data, buffer, (guint) n);
    }
}

/**
 * gate_file_read:
 * @path: (type filename): a regular file
 * @limit: the most bytes to accept
 * @error: set to %GATE_ERROR_NOT_FOUND, %GATE_ERROR_TOO_LARGE, %GATE_ERROR_INVALID (no regular file) or %GATE_ERROR_FAILED
 *
 * Reads a small file whole. Blocks; for small files of our own, or in a worker.
 *
 * Returns: (transfer full) (nullable): its content; behind its last byte stands a nul byte that is not counted
 */
GBytes *
gate_file_read (const char  *path,
                gsize        limit,
                GError     **error)
{
  struct stat status;
  int fd = open (path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);

  if (fd < 0)
    {
      fail_errno (error, errno, _("Could not open “%s”: %s"), path, g_strerror (errno));
      return NULL;
    }

  GBytes *content = NULL;
  if (fstat (fd, &status) != 0 || !S_ISREG (status.st_mode))
    gate_error_set (error, GATE_ERROR_INVALID, GATE_LAYER_NONE, NULL, _("“%s” is not a regular file"), path);
  else
    content = read_all (fd, path, limit, error);
  close (fd);
  return content;
}

/**
 * gate_file_make_parents:
 * @path: (type filename): a file that is to be written
 * @error: set to %GATE_ERROR_FAILED
 *
 * Makes the directories above a file, readable by their owner alone.
 *
 * Returns: %TRUE when they are there
 */
gboolean
gate_file_make_parents (const char  *path,
                        GError     **error)
{
  g_autofree char *parent = g_path_get_dirname (path);

  if (g_mkdir_with_parents (parent, 0700) != 0)
    return fail_errno (error, errno, _("Could not create “%s”: %s"), parent, g_strerror (errno));
  return TRUE;
}

static gboolean
write_and_sync (int          fd,
                const char  *data,
                gsize        size)
{
  while (size > 0)
    {
      gssize n = write (fd, data, size);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        return FALSE;
      data += n;
      size -= (gsize) n;
    }
  return fsync (fd) == 0;
}

static void
sync_parent (const char *path)
{
  g_autofree char *parent = g_path_get_dirname (path);
  int fd = open (parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

  if (fd < 0)
    return;
  if (fsync (fd) != 0)
    g_debug ("fsync of %s: %s", parent, g_strerror (errno));
  close (fd);
}

/* Where a path leads, though there may be nothing yet. */
static char *
resolve (const char *path)
{
  char *real = realpath (path, NULL);
  g_autofree char *at = g_strdup (real ? real : path);
  free (real);

  for (int link = 0; link < MAX_LINKS; link++)
    {
      g_autofree char *target = g_file_read_link (at, NULL);
      if (!target)
        break;
      g_autofree char *folder = g_path_get_dirname (at);
      g_free (at);
      at = g_canonicalize_filename (target, folder);
    }
  return g_steal_pointer (&at);
}

/**
 * gate_file_write:
 * @path: (type filename): the file; its directories are made
 * @data: its new content
 * @size: its size in bytes, or -1 when @data is nul-terminated
 * @error: set to %GATE_ERROR_FAILED
 *
 * Replaces a file in one step, readable by its owner alone: written beside it, synced, renamed, directory synced. Whoever reads
 * sees the old content or the new one. A symbolic link at @path is followed, so a configuration kept elsewhere stays there.
 *
 * Returns: %TRUE when the new content is on disk; else the old one is unchanged
 */
gboolean
gate_file_write (const char  *path,
                 const char  *data,
                 gssize       size,
                 GError     **error)
{
  g_autofree char *target = resolve (path);
  if (!gate_file_make_parents (target, error))
    return FALSE;

  g_autofree char *temporary = g_strconcat (target, ".XXXXXX", NULL);
  int fd = g_mkstemp_full (temporary, O_WRONLY | O_CLOEXEC, 0600);
  if (fd < 0)
    return fail_errno (error, errno, _("Could not write “%s”: %s"), path, g_strerror (errno));

  gboolean done = write_and_sync (fd, data, size < 0 ? strlen (data) : (gsize) size);
  int number = errno;
  if (close (fd) != 0 && done)
    {
      done = FALSE;
      number = errno;
    }
  if (done && g_rename (temporary, target) != 0)
    {
      done = FALSE;
      number = errno;
    }
  if (!done)
    {
      g_unlink (temporary);
      return fail_errno (error, number, _("Could not write “%s”: %s"), path, g_strerror (number));
    }
  sync_parent (target);
  return TRUE;
}
