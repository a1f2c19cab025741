// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-watchdog.h"

#include "gate-process-tree.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define GRACE_MS 2000
#define KILL_PAUSE_MS 20
#define UNREACHABLE_PASSES 50

/* bubblewrap passes no signal on and takes all that it holds with it: it is left to end with the program inside. */
#define SANDBOX_NAME "bwrap"

typedef struct {
  int     control;
  int     signals;
  char   *block;         /* the program's variables, each with its nul byte */
  size_t  block_size;
  char  **environment;   /* into the block */
  pid_t   program;
  bool    program_ended;
  int     program_status;
} Watchdog;

static void report (Watchdog   *self,
                    const char *format,
                    ...) __attribute__ ((format (printf, 2, 3)));

/* One line to our parent; it may be gone, and then nobody needs it. */
static void
report (Watchdog   *self,
        const char *format,
        ...)
{
  char line[64];
  va_list args;

  va_start (args, format);
  int length = vsnprintf (line, sizeof line, format, args);
  va_end (args);
  if (length > 0 && (size_t) length < sizeof line)
    (void) !send (self->control, line, (size_t) length, MSG_NOSIGNAL);
}

static long
now_ms (void)
{
  struct timespec now;

  clock_gettime (CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Only the three standard streams and the control socket are ours; whatever else was inherited is not for the program. */
static void
close_other_files (int control)
{
  if (control > 3)
    close_range (3, (unsigned int) control - 1, 0);
  close_range ((unsigned int) control + 1, UINT_MAX, 0);
}

static int
parse_file (const char *text,
            const char *what)
{
  char *end;
  long number = strtol (text, &end, 10);

  if (*text != '\0' && *end == '\0' && number >= 3 && number <= INT_MAX && fcntl ((int) number, F_SETFD, FD_CLOEXEC) == 0)
    return (int) number;
  fprintf (stderr, "gatehouse-watchdog: “%s” is not an open %s\n", text, what);
  return -1;
}

static bool
list_variables (Watchdog *self)
{
  size_t count = 0;

  for (size_t i = 0; i < self->block_size; i++)
    count += self->block[i] == '\0';
  self->environment = calloc (count + 1, sizeof *self->environment);
  if (!self->environment || (self->block_size > 0 && self->block[self->block_size - 1] != '\0'))
    return false;

  char *at = self->block;
  for (size_t i = 0; i < count; i++, at += strlen (at) + 1)
    self->environment[i] = at;
  return true;
}

/* They come in a file without a name rather than as variables of ours: those anybody with our user id can read as long as we live. */
static bool
take_environment (Watchdog   *self,
                  const char *text)
{
  int fd = parse_file (text, "file of variables");
  struct stat info;

  if (fd < 0)
    return false;
  if (fstat (fd, &info) == 0 && info.st_size > 0)
    {
      void *map = mmap (NULL, (size_t) info.st_size, PROT_READ | PROT_WRITE, MAP_PRIVATE, fd, 0);

      self->block = map == MAP_FAILED ? NULL : map;
      self->block_size = self->block ? (size_t) info.st_size : 0;
    }
  close (fd);
  if (list_variables (self))
    return true;
  fprintf (stderr, "gatehouse-watchdog: the file of variables cannot be read\n");
  return false;
}

/* The program has them now. */
static void
forget_environment (Watchdog *self)
{
  free (self->environment);
  self->environment = NULL;
  if (self->block)
    {
      explicit_bzero (self->block, self->block_size);
      munmap (self->block, self->block_size);
    }
  self->block = NULL;
}

static bool
set_up (Watchdog   *self,
        const char *control,
        const char *environment)
{
  const struct rlimit none = { 0, 0 };

  self->control = parse_file (control, "control socket");
  if (self->control < 0 || !take_environment (self, environment))
    return false;
  close_other_files (self->control);
  setrlimit (RLIMIT_CORE, &none);
  setsid ();
  if (prctl (PR_SET_CHILD_SUBREAPER, 1) != 0)
    {
      perror ("gatehouse-watchdog: PR_SET_CHILD_SUBREAPER");
      return false;
    }

  sigset_t mask;
  sigemptyset (&mask);
  sigaddset (&mask, SIGCHLD);
  sigaddset (&mask, SIGTERM);
  sigaddset (&mask, SIGINT);
  sigaddset (&mask, SIGHUP);
  signal (SIGCHLD, SIG_DFL);
  sigprocmask (SIG_SETMASK, &mask, NULL);
  self->signals = signalfd (-1, &mask, SFD_CLOEXEC | SFD_NONBLOCK);
  return self->signals >= 0;
}

/* Between fork and exec: only async-signal-safe calls. */
static void __attribute__ ((noreturn))
become_program (pid_t  watchdog,
                int    failure,
                char **argv,
                char **environment)
{
  sigset_t none;

  /* Should the watchdog itself be killed, at least the program goes with it. */
  prctl (PR_SET_PDEATHSIG, SIGKILL);
  if (getppid () != watchdog)
    _exit (127);
  setpgid (0, 0);
  for (int number = 1; number < NSIG; number++)
    signal (number, SIG_DFL);
  sigemptyset (&none);
  sigprocmask (SIG_SETMASK, &none, NULL);
  execve (argv[0], argv, environment);

  int reason = errno;
  (void) !write (failure, &reason, sizeof reason);
  _exit (127);
}

static int
start_program (Watchdog  *self,
               char     **argv)
{
  int failure[2];
  pid_t watchdog = getpid ();

  if (pipe2 (failure, O_CLOEXEC) != 0)
    return errno;
  self->program = fork ();
  if (self->program == 0)
    become_program (watchdog, failure[1], argv, self->environment);

  int reason = self->program < 0 ? errno : 0;
  close (failure[1]);
  while (reason == 0 && read (failure[0], &reason, sizeof reason) < 0 && errno == EINTR)
    ;
  close (failure[0]);
  return reason;
}

/* The program alone holds the streams: only so do its ends of the pipes close when it closes them or ends. */
static void
drop_streams (void)
{
  int null = open ("/dev/null", O_RDWR | O_CLOEXEC);

  for (int fd = 0; fd < 3; fd++)
    if (null < 0 || dup2 (null, fd) < 0)
      close (fd);
  if (null > 2)
    close (null);
}

/* Returns whether a child is left; without one there is no descendant either, since orphans become our children. */
static bool
reap (Watchdog *self)
{
  for (;;)
    {
      int status;
      pid_t pid = waitpid (-1, &status, WNOHANG);

      if (pid == 0)
        return true;
      if (pid < 0 && errno == EINTR)
        continue;
      if (pid < 0)
        return false;
      if (pid == self->program)
        {
          self->program_ended = true;
          self->program_status = status;
        }
    }
}

/* Empties the signals that came; returns whether one of them asks us to end. */
static bool
take_signals (Watchdog *self)
{
  struct signalfd_siginfo info;
  bool end = false;

  while (read (self->signals, &info, sizeof info) == sizeof info)
    end |= info.ssi_signo != SIGCHLD;
  return end;
}

static void
watch (Watchdog *self)
{
  while (!self->program_ended)
    {
      struct pollfd fds[] = { { self->control, POLLIN, 0 }, { self->signals, POLLIN, 0 } };
      char byte;

      if (poll (fds, 2, -1) < 0)
        continue;
      reap (self);
      if (fds[1].revents && take_signals (self))
        return;
      /* A byte asks us to stop; the end of the stream says that our parent is gone, however it went. */
      if (fds[0].revents && (recv (self->control, &byte, 1, MSG_DONTWAIT) >= 0 || (errno != EAGAIN && errno != EINTR)))
        return;
    }
}

static bool
wait_until (Watchdog *self,
            long      deadline)
{
  while (reap (self))
    {
      struct pollfd fd = { self->signals, POLLIN, 0 };
      long left = deadline - now_ms ();

      if (left <= 0)
        return false;
      poll (&fd, 1, (int) left);
      take_signals (self);
    }
  return true;
}

/* First everything is stopped, until no new process turns up, then killed: so nothing escapes by forking, and no number is
 * reused, because the stopped parents reap nothing. */
static size_t
kill_tree (Watchdog *self)
{
  GateProcessTree tree = { 0 }, seen = { 0 };
  bool grew = true;
  size_t reached = 0;

  for (int pass = 0; grew && pass < 16; pass++)
    {
      if (!gate_process_tree_read (&tree, getpid (), NULL))
        break;
      gate_process_tree_signal (&tree, SIGSTOP);
      grew = false;
      for (size_t i = 0; i < tree.count; i++)
        grew |= !gate_process_tree_contains (&seen, tree.pids[i]);
      gate_process_tree_clear (&seen);
      seen = tree;
      tree = (GateProcessTree) { 0 };
    }
  if (!self->program_ended && kill (-self->program, SIGKILL) == 0)
    reached++;
  reached += gate_process_tree_signal (&seen, SIGKILL);
  gate_process_tree_clear (&seen);
  gate_process_tree_clear (&tree);
  return reached;
}

static void
end_tree (Watchdog *self)
{
  GateProcessTree tree = { 0 };

  if (!reap (self))
    return;
  if (gate_process_tree_read (&tree, getpid (), SANDBOX_NAME))
    {
      gate_process_tree_signal (&tree, SIGTERM);
      gate_process_tree_signal (&tree, SIGCONT);
    }
  gate_process_tree_clear (&tree);
  if (wait_until (self, now_ms () + GRACE_MS))
    return;

  /* What another user's process became (a set-user-id program) cannot be killed; for that alone we do not wait for ever. */
  for (int unreachable = 0; unreachable < UNREACHABLE_PASSES;)
    {
      unreachable = kill_tree (self) > 0 ? 0 : unreachable + 1;
      if (wait_until (self, now_ms () + KILL_PAUSE_MS))
        return;
    }
}

static int
report_end (Watchdog *self)
{
  int status = self->program_status;

  if (!self->program_ended)
    return 1;
  if (WIFSIGNALED (status))
    {
      report (self, "signal %d\n", WTERMSIG (status));
      return 128 + WTERMSIG (status);
    }
  report (self, "exit %d\n", WEXITSTATUS (status));
  return WEXITSTATUS (status);
}

/**
 * gate_watchdog_main:
 * @argc: the number of arguments
 * @argv: `gatehouse-watchdog CONTROL VARIABLES -- PROGRAM ARGUMENTS…`
 *
 * Runs a program with our standard streams and sees to it that nothing of it is left when we, or our parent, are gone.
 *
 * CONTROL is the number of a stream socket. A byte on it, or its end, stops everything below: SIGTERM, two seconds, SIGKILL. We
 * write lines to it: `started` or `failed ERRNO`, and in the end `exit STATUS` or `signal NUMBER`.
 *
 * VARIABLES is the number of a file with the whole environment of the program, as in `/proc/<pid>/environ`.
 *
 * Returns: the program's exit status, 128 and the signal that ended it, 127 when it could not be started, 2 for wrong use
 */
int
gate_watchdog_main (int    argc,
                    char **argv)
{
  Watchdog self = { .control = -1, .signals = -1, .program = -1 };

  if (argc < 5 || strcmp (argv[3], "--") != 0)
    {
      fputs ("Usage: gatehouse-watchdog CONTROL VARIABLES -- PROGRAM ARGUMENTS…\n", stderr);
      return 2;
    }
  if (!set_up (&self, argv[1], argv[2]))
    return 2;

  int reason = start_program (&self, argv + 4);
  forget_environment (&self);
  drop_streams ();
  if (reason != 0)
    {
      report (&self, "failed %d\n", reason);
      reap (&self);
      return 127;
    }
  report (&self, "started\n");
  watch (&self);
  end_tree (&self);
  return report_end (&self);
}
