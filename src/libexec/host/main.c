// SPDX-License-Identifier: GPL-3.0-or-later
/* gatehouse-host FOLDER PROGRAM [ARGUMENT…]: from inside a Flatpak, to which the person gave this right, starts a program on the host
 * and becomes what passes its streams and signals on. The program gets exactly our variables, and ends with us. */
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define SPAWN "/usr/bin/flatpak-spawn"
#define BUS "DBUS_SESSION_BUS_ADDRESS=unix:path=/run/flatpak/bus"
#define N_OPTIONS 6

/* The variables may be secrets: not in arguments, which everybody can read. */
static int
write_environment (void)
{
  int fd = memfd_create ("gatehouse-variables", 0);

  for (char **each = environ; fd >= 0 && *each; each++)
    {
      const char *at = *each;
      size_t left = strlen (at) + 1;

      while (left > 0)
        {
          ssize_t n = write (fd, at, left);

          if (n < 0 && errno != EINTR)
            return -1;
          at += n > 0 ? n : 0;
          left -= n > 0 ? (size_t) n : 0;
        }
    }
  return fd >= 0 && lseek (fd, 0, SEEK_SET) == 0 ? fd : -1;
}

int
main (int    argc,
      char **argv)
{
  char *none[] = { (char *) BUS, NULL };
  char **command = argc > 2 ? calloc ((size_t) argc + N_OPTIONS, sizeof *command) : NULL;
  char variables[32];
  int fd = write_environment ();
  int n = 0;

  if (!command || argv[2][0] == '-' || fd < 0)
    {
      fprintf (stderr, "gatehouse-host: FOLDER PROGRAM [ARGUMENT…]\n");
      return 2;
    }
  size_t size = strlen (argv[1]) + sizeof "--directory=";
  char *directory = malloc (size);
  if (!directory)
    return 2;
  snprintf (directory, size, "--directory=%s", argv[1]);
  snprintf (variables, sizeof variables, "--env-fd=%d", fd);
  command[n++] = (char *) SPAWN;
  command[n++] = (char *) "--host";
  command[n++] = (char *) "--watch-bus";
  command[n++] = (char *) "--clear-env";
  command[n++] = variables;
  command[n++] = directory;
  for (int i = 2; i < argc; i++)
    command[n++] = argv[i];
  execve (SPAWN, command, none);
  fprintf (stderr, "gatehouse-host: %s: %s\n", SPAWN, strerror (errno));
  return 127;
}
