// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-process-files.h"

#include "gate-dirs.h"
#include "gate-error.h"
#include "gate-i18n.h"

#include <errno.h>
#include <fcntl.h>
#include <glib-unix.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

/* The numbers that the control socket and the variables have in the watchdog. */
#define CONTROL_FD 3
#define ENVIRONMENT_FD 4

static void
close_file (int *fd)
{
  if (*fd >= 0)
    close (*fd);
  *fd = -1;
}

/**
 * gate_process_files_clear:
 * @self: files
 *
 * Closes what is still open.
 */
void
gate_process_files_clear (GateProcessFiles *self)
{
  close_file (&self->stdin_ours);
  close_file (&self->stdin_theirs);
  close_file (&self->stdout_ours);
  close_file (&self->stdout_theirs);
  close_file (&self->stderr_ours);
  close_file (&self->stderr_theirs);
  close_file (&self->control_ours);
  close_file (&self->control_theirs);
  close_file (&self->environment);
}

static gboolean
make_pipe (int *reading,
           int *writing)
{
  int ends[2];

  if (pipe2 (ends, O_CLOEXEC) != 0)
    return FALSE;
  *reading = ends[0];
  *writing = ends[1];
  return TRUE;
}

/**
 * gate_process_files_open:
 * @self: files, initialised with GATE_PROCESS_FILES_INIT
 * @error: set to %GATE_ERROR_FAILED
 *
 * Makes the pipes and the socket. Our ends do not block; theirs do, as programs expect.
 *
 * Returns: %TRUE when all are open
 */
gboolean
gate_process_files_open (GateProcessFiles  *self,
                         GError           **error)
{
  int control[2] = { -1, -1 };
  gboolean opened = make_pipe (&self->stdin_theirs, &self->stdin_ours)
                    && make_pipe (&self->stdout_ours, &self->stdout_theirs)
                    && make_pipe (&self->stderr_ours, &self->stderr_theirs)
                    && socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, control) == 0;

  self->control_ours = control[0];
  self->control_theirs = control[1];
  opened = opened && g_unix_set_fd_nonblocking (self->stdin_ours, TRUE, NULL)
           && g_unix_set_fd_nonblocking (self->stdout_ours, TRUE, NULL)
           && g_unix_set_fd_nonblocking (self->stderr_ours, TRUE, NULL)
           && g_unix_set_fd_nonblocking (self->control_ours, TRUE, NULL);
  if (!opened)
    gate_error_set (error, GATE_ERROR_FAILED, GATE_LAYER_NONE, _("Close something that runs, and try again."),
                    _("Could not make the pipes of a local server: %s"), g_strerror (errno));
  return opened;
}

static gboolean
write_all (int         fd,
           const char *data,
           gsize       size)
{
  while (size > 0)
    {
      ssize_t n = write (fd, data, size);

      if (n < 0 && errno != EINTR)
        return FALSE;
      data += MAX (n, 0);
      size -= (gsize) MAX (n, 0);
    }
  return TRUE;
}

/* The variables may be secrets, and those of the watchdog could be read in /proc as long as the program runs. */
static gboolean
write_environment (GateProcessFiles  *self,
                   char             **environment,
                   GError           **error)
{
  self->environment = memfd_create ("gatehouse-variables", MFD_CLOEXEC);
  gboolean written = self->environment >= 0;

  for (guint i = 0; written && environment[i]; i++)
    written = write_all (self->environment, environment[i], strlen (environment[i]) + 1);
  if (!written)
    gate_error_set (error, GATE_ERROR_FAILED, GATE_LAYER_NONE, _("Close something that runs, and try again."),
                    _("Could not hand its variables to a local server: %s"), g_strerror (errno));
  return written;
}

/**
 * gate_process_files_start_watchdog:
 * @self: open files; the watchdog's ends are given away
 * @argv: the program's whole command; its first element is a path
 * @environment: the program's whole environment
 * @working_directory: (type filename): where it starts
 * @error: set to %GATE_ERROR_FAILED
 *
 * Starts the watchdog, which starts the program.
 *
 * Returns: (transfer full) (nullable): the watchdog
 */
GSubprocess *
gate_process_files_start_watchdog (GateProcessFiles    *self,
                                   const char * const  *argv,
                                   char               **environment,
                                   const char          *working_directory,
                                   GError             **error)
{
  g_autoptr(GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_NONE);
  g_autoptr(GPtrArray) full = g_ptr_array_new ();
  g_autofree char *helper = gate_dirs_libexec ("gatehouse-watchdog");
  g_autofree char *control = g_strdup_printf ("%d", CONTROL_FD);
  g_autofree char *variables = g_strdup_printf ("%d", ENVIRONMENT_FD);
  char *none[] = { NULL };
  g_autoptr(GError) local = NULL;

  if (!write_environment (self, environment, error))
    return NULL;
  g_subprocess_launcher_set_environ (launcher, none);
  g_subprocess_launcher_set_cwd (launcher, working_directory);
  g_subprocess_launcher_take_stdin_fd (launcher, g_steal_fd (&self->stdin_theirs));
  g_subprocess_launcher_take_stdout_fd (launcher, g_steal_fd (&self->stdout_theirs));
  g_subprocess_launcher_take_stderr_fd (launcher, g_steal_fd (&self->stderr_theirs));
  g_subprocess_launcher_take_fd (launcher, g_steal_fd (&self->control_theirs), CONTROL_FD);
  g_subprocess_launcher_take_fd (launcher, g_steal_fd (&self->environment), ENVIRONMENT_FD);

  g_ptr_array_add (full, helper);
  g_ptr_array_add (full, control);
  g_ptr_array_add (full, variables);
  g_ptr_array_add (full, (gpointer) "--");
  for (guint i = 0; argv[i]; i++)
    g_ptr_array_add (full, (gpointer) argv[i]);
  g_ptr_array_add (full, NULL);

  GSubprocess *watchdog = g_subprocess_launcher_spawnv (launcher, (const char * const *) full->pdata, &local);
  if (!watchdog)
    gate_error_set (error, GATE_ERROR_FAILED, GATE_LAYER_NONE,
                    g_error_matches (local, G_SPAWN_ERROR, G_SPAWN_ERROR_NOENT) ? _("Install Gatehouse again: a part of it is missing.") : NULL,
                    _("The watchdog of local servers could not be started: %s"), local->message);
  return watchdog;
}
