// SPDX-License-Identifier: GPL-3.0-or-later

/* Runs the application and measures each dispatch of its main loop, in processor time of the main thread, from the first frame until it
 * has been quiet for a while; then, when all has been asked again, once more. What GTK does to draw is counted apart.
 *   bench-dispatches [QUIET-MS]
 * It needs nothing of the application: the sources that GLib, GIO, libsoup and GTK make come through here (g_source_new() below stands before
 * GLib's, and GLib's own kinds are taken over in place), and are dispatched by the way of a clock. */

#include "gate-application.h"

#include <dlfcn.h>
#include <glib-unix.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define LIMIT_MS 16
#define N_WORST 6
#define GIVE_UP_MS 60000

/* A kind of source, with what stood in its place. */
typedef struct {
  GSourceFuncs  funcs;
  GSourceFuncs *own;
} Kind;

typedef struct {
  double  ms;
  char   *what;
} Slow;

static GMutex kinds_mutex;
static GHashTable *kinds; /* (element-type GSourceFuncs Kind) */
static gboolean (*dispatch_timeout) (GSource *source, GSourceFunc callback, gpointer user_data);
static gboolean (*dispatch_idle) (GSource *source, GSourceFunc callback, gpointer user_data);
static gboolean (*dispatch_fd) (GSource *source, GSourceFunc callback, gpointer user_data);

static GThread *main_thread;
static gboolean measuring;
static guint n_dispatches, n_above, n_drawn;
static double drawn_ms, drawn_sum, sum;
static gint64 busy_at;
static Slow worst[N_WORST];

static double
cpu_ms (void)
{
  struct timespec spec;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &spec);
  return (double) spec.tv_sec * 1e3 + (double) spec.tv_nsec / 1e6;
}

/* Where it has no name, its place, for addr2line. */
static char *
symbol_of (gpointer function)
{
  Dl_info info;

  if (!function || !dladdr (function, &info))
    return g_strdup ("?");
  if (info.dli_sname)
    return g_strdup (info.dli_sname);
  return g_strdup_printf ("%s+0x%zx", info.dli_fname, (gsize) ((char *) function - (char *) info.dli_fbase));
}

/* What is known before, since the source may be gone afterwards. */
static char *
describe (GSource     *source,
          GSourceFunc  callback)
{
  const char *name = g_source_get_name (source);
  g_autofree char *function = symbol_of ((gpointer) callback);

  return g_strdup_printf ("%s, %s", name ? name : "?", function);
}

/* The frame clock's, and idles of GTK's own, which lay out. */
static gboolean
is_drawing (GSource     *source,
            GSourceFunc  callback)
{
  const char *name = g_source_get_name (source);
  Dl_info info;

  return (name && strstr (name, "gdk_frame_clock_")) ||
         (callback && dladdr ((gpointer) callback, &info) && info.dli_fname && strstr (info.dli_fname, "libgtk-4"));
}

static void
note (double  ms,
      char   *what)
{
  guint least = 0;

  for (guint i = 1; i < N_WORST; i++)
    if (worst[i].ms < worst[least].ms)
      least = i;
  n_dispatches++;
  sum += ms;
  n_above += ms > LIMIT_MS;
  if (ms <= worst[least].ms)
    {
      g_free (what);
      return;
    }
  g_free (worst[least].what);
  worst[least] = (Slow) { ms, what };
}

static gboolean
dispatch_by_the_clock (gboolean    (*dispatch) (GSource *, GSourceFunc, gpointer),
                       GSource      *source,
                       GSourceFunc   callback,
                       gpointer      user_data)
{
  gboolean drawing, result;
  char *what;
  double ms;

  if (g_thread_self () != main_thread || !measuring)
    return dispatch (source, callback, user_data);
  drawing = is_drawing (source, callback);
  what = drawing ? NULL : describe (source, callback);
  ms = cpu_ms ();
  result = dispatch (source, callback, user_data);
  ms = cpu_ms () - ms;
  if (ms > 0.5)
    busy_at = g_get_monotonic_time ();
  if (!drawing)
    {
      note (ms, what);
      return result;
    }
  n_drawn++;
  drawn_sum += ms;
  drawn_ms = MAX (drawn_ms, ms);
  return result;
}

static gboolean
dispatch_kind (GSource     *source,
               GSourceFunc  callback,
               gpointer     user_data)
{
  return dispatch_by_the_clock (((Kind *) source->source_funcs)->own->dispatch, source, callback, user_data);
}

static gboolean
timeout_dispatched (GSource     *source,
                    GSourceFunc  callback,
                    gpointer     user_data)
{
  return dispatch_by_the_clock (dispatch_timeout, source, callback, user_data);
}

static gboolean
idle_dispatched (GSource     *source,
                 GSourceFunc  callback,
                 gpointer     user_data)
{
  return dispatch_by_the_clock (dispatch_idle, source, callback, user_data);
}

static gboolean
fd_dispatched (GSource     *source,
               GSourceFunc  callback,
               gpointer     user_data)
{
  return dispatch_by_the_clock (dispatch_fd, source, callback, user_data);
}

/* Stands before GLib's for all libraries but GLib itself. */
GSource *
g_source_new (GSourceFuncs *funcs,
              guint         size)
{
  static GSource *(*next) (GSourceFuncs *, guint);
  Kind *kind;

  g_mutex_lock (&kinds_mutex);
  if (!kinds)
    {
      next = dlsym (RTLD_NEXT, "g_source_new");
      kinds = g_hash_table_new (NULL, NULL);
    }
  kind = g_hash_table_lookup (kinds, funcs);
  if (!kind)
    {
      kind = g_new0 (Kind, 1);
      kind->funcs = *funcs;
      kind->funcs.dispatch = dispatch_kind;
      kind->own = funcs;
      g_hash_table_insert (kinds, funcs, kind);
    }
  g_mutex_unlock (&kinds_mutex);
  return next (&kind->funcs, size);
}

static void
take_over (void)
{
  main_thread = g_thread_self ();
  dispatch_timeout = g_timeout_funcs.dispatch;
  dispatch_idle = g_idle_funcs.dispatch;
  dispatch_fd = g_unix_fd_source_funcs.dispatch;
  g_timeout_funcs.dispatch = timeout_dispatched;
  g_idle_funcs.dispatch = idle_dispatched;
  g_unix_fd_source_funcs.dispatch = fd_dispatched;
}

static void
painted (GdkFrameClock *clock,
         gpointer       user_data)
{
  if (!measuring)
    busy_at = g_get_monotonic_time ();
  measuring = TRUE;
}

static int
by_ms (gconstpointer a,
       gconstpointer b)
{
  double one = ((const Slow *) a)->ms, other = ((const Slow *) b)->ms;

  return one < other ? 1 : one > other ? -1 : 0;
}

static void
tell (const char *when)
{
  qsort (worst, N_WORST, sizeof worst[0], by_ms);
  g_print ("%s: %u dispatches, %.0f ms together, %u above %d ms; drawing: %u, %.0f ms together, the longest %.1f ms\n", when, n_dispatches, sum,
           n_above, LIMIT_MS, n_drawn, drawn_sum, drawn_ms);
  for (guint i = 0; i < N_WORST && worst[i].what; i++)
    {
      g_print ("  %5.1f ms  %s\n", worst[i].ms, worst[i].what);
      g_clear_pointer (&worst[i].what, g_free);
      worst[i].ms = 0;
    }
  n_dispatches = n_above = n_drawn = 0;
  sum = drawn_sum = drawn_ms = 0;
}

static gboolean
wake_up (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

static void
iterate_until_quiet (guint quiet_ms)
{
  gint64 start = g_get_monotonic_time ();
  guint tick = g_timeout_add (50, wake_up, NULL);

  busy_at = start;
  while (!measuring || g_get_monotonic_time () - busy_at < quiet_ms * 1000)
    {
      if (g_get_monotonic_time () - start > GIVE_UP_MS * 1000)
        g_error ("never quiet");
      g_main_context_iteration (NULL, TRUE);
    }
  g_source_remove (tick);
}

int
main (int    argc,
      char **argv)
{
  g_autoptr(GateApplication) application = NULL;
  guint quiet_ms = argc > 1 ? (guint) atoi (argv[1]) : 2000;
  GtkWidget *window;

  take_over ();
  application = gate_application_new ();
  if (!g_application_register (G_APPLICATION (application), NULL, NULL))
    return 2;
  g_application_activate (G_APPLICATION (application));
  window = GTK_WIDGET (gtk_application_get_active_window (GTK_APPLICATION (application)));
  g_signal_connect (gtk_widget_get_frame_clock (window), "after-paint", G_CALLBACK (painted), NULL);
  iterate_until_quiet (quiet_ms);
  tell ("after the first frame");
  gtk_widget_activate_action (window, "win.refresh", NULL);
  iterate_until_quiet (quiet_ms);
  tell ("after all was asked again");
  return 0;
}
