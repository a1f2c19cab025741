// SPDX-License-Identifier: GPL-3.0-or-later

/* Starts a program, watches from outside when its first window is there, and ends it.
 *   bench-window QUIET-MS PROGRAM [ARGUMENT…]
 * It prints, from the moment before the exec: when the window was mapped, when most of it was painted for the first time, and when it was
 * painted for the last time, in ms; the processor time of all threads until the first frame and until it was quiet, in ms; the
 * proportional set size when it was quiet, in KiB. Quiet is a process that has for QUIET-MS neither painted nor used more than a fiftieth
 * of a processor. The X server tells of what is painted (DAMAGE), so that the program is the one that people run. */

#include <X11/Xlib.h>
#include <X11/extensions/Xdamage.h>
#include <glib.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

#define GIVE_UP_MS 20000
#define LEAST_SIDE 200

typedef struct {
  Display *display;
  int      damage_event;
  pid_t    child;
  gint64   start;
  Window   window; /* the first that was mapped; 0: none yet */
  int      width, height;
  double   mapped, first, last;
  double   first_cpu;
} Watch;

static double
elapsed (const Watch *self)
{
  return (double) (g_get_monotonic_time () - self->start) / 1000;
}

/* Of all threads, in milliseconds; what ended is counted in stat only, by ticks, so threads that ended are not. */
static double
cpu_of (pid_t pid)
{
  g_autofree char *folder = g_strdup_printf ("/proc/%d/task", pid);
  g_autoptr(GDir) tasks = g_dir_open (folder, 0, NULL);
  const char *name;
  double sum = 0;

  while (tasks && (name = g_dir_read_name (tasks)))
    {
      g_autofree char *path = g_build_filename (folder, name, "schedstat", NULL);
      g_autofree char *text = NULL;

      if (g_file_get_contents (path, &text, NULL, NULL))
        sum += (double) g_ascii_strtoull (text, NULL, 10) / 1e6;
    }
  return sum;
}

static guint64
pss_of (pid_t pid)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/smaps_rollup", pid);
  g_autofree char *text = NULL;
  const char *line;

  if (!g_file_get_contents (path, &text, NULL, NULL) || !(line = strstr (text, "\nPss:")))
    return 0;
  return g_ascii_strtoull (line + strlen ("\nPss:"), NULL, 10);
}

/* The damage of each new window is asked for at once, so that its first frame is not missed. */
static void
follow_window (Watch  *self,
               Window  window)
{
  XSelectInput (self->display, window, StructureNotifyMask);
  XDamageCreate (self->display, window, XDamageReportRawRectangles);
}

/* The windows of the window manager and those that nobody sees are others. */
static void
take_mapped (Watch  *self,
             Window  window)
{
  XWindowAttributes attributes;

  if (self->window || !XGetWindowAttributes (self->display, window, &attributes) || attributes.override_redirect ||
      attributes.width < LEAST_SIDE || attributes.height < LEAST_SIDE)
    return;
  self->window = window;
  self->mapped = elapsed (self);
  self->width = attributes.width;
  self->height = attributes.height;
}

static void
note_damage (Watch              *self,
             XDamageNotifyEvent *event)
{
  if (event->drawable != self->window)
    return;
  self->last = elapsed (self);
  if (self->first == 0 && event->area.width * event->area.height * 2 > self->width * self->height)
    {
      self->first = self->last;
      self->first_cpu = cpu_of (self->child);
    }
}

static void
take_events (Watch *self)
{
  while (XPending (self->display))
    {
      XEvent event;

      XNextEvent (self->display, &event);
      if (event.type == CreateNotify)
        follow_window (self, event.xcreatewindow.window);
      else if (event.type == MapNotify)
        take_mapped (self, event.xmap.window);
      else if (event.type == self->damage_event + XDamageNotify)
        note_damage (self, (XDamageNotifyEvent *) &event);
    }
}

/* Windows go while they are asked about. */
static int
ignore_error (Display     *display,
              XErrorEvent *event)
{
  return 0;
}

static void
wait_until_quiet (Watch  *self,
                  double  quiet_ms)
{
  double since = 0, used = 0;

  while (self->first == 0 || elapsed (self) - MAX (since, self->last) < quiet_ms)
    {
      struct pollfd input = { ConnectionNumber (self->display), POLLIN, 0 };
      double cpu;

      if (!XPending (self->display))
        poll (&input, 1, self->first == 0 ? 1000 : 20);
      take_events (self);
      if (elapsed (self) > GIVE_UP_MS || waitpid (self->child, NULL, WNOHANG) != 0)
        {
          fprintf (stderr, "bench-window: no window was seen, or it was never quiet\n");
          kill (self->child, SIGKILL);
          exit (EX_TEMPFAIL);
        }
      if (self->first == 0)
        continue;
      cpu = cpu_of (self->child);
      /* Threads that end take theirs away. */
      if (ABS (cpu - used) > MAX (2, (elapsed (self) - since) / 50))
        {
          since = elapsed (self);
          used = cpu;
        }
    }
}

int
main (int    argc,
      char **argv)
{
  Watch watch = { .display = XOpenDisplay (NULL) };
  int error_event;

  if (argc < 3 || !watch.display || !XDamageQueryExtension (watch.display, &watch.damage_event, &error_event))
    return 2;
  XSetErrorHandler (ignore_error);
  XSelectInput (watch.display, DefaultRootWindow (watch.display), SubstructureNotifyMask);
  XSync (watch.display, False);
  watch.start = g_get_monotonic_time ();
  if (posix_spawn (&watch.child, argv[2], NULL, NULL, argv + 2, environ) != 0)
    return 2;
  wait_until_quiet (&watch, atof (argv[1]));
  printf ("%.1f %.1f %.1f %.1f %.1f %" G_GUINT64_FORMAT "\n", watch.mapped, watch.first, watch.last, watch.first_cpu, cpu_of (watch.child),
          pss_of (watch.child));
  kill (watch.child, SIGKILL);
  waitpid (watch.child, NULL, 0);
  return 0;
}
