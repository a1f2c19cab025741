// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-connectors-page.h"
#include "gate-session.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

/* What a keystroke in the search of the directory costs the main thread, until the frame that shows the answer is painted. */

static gboolean
give_up (gpointer user_data)
{
  g_printerr ("The bench waited for too long\n");
  exit (1);
}

static double
now_ms (clockid_t clock)
{
  struct timespec spec;

  clock_gettime (clock, &spec);
  return spec.tv_sec * 1e3 + spec.tv_nsec / 1e6;
}

static void
painted (GdkFrameClock *clock,
         guint         *n_frames)
{
  (*n_frames)++;
}

static GtkWidget *
find (GtkWidget *widget,
      GType      type)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find (child, type);

      if (found)
        return found;
    }
  return NULL;
}

static void
settle (guint ms)
{
  gint64 end = g_get_monotonic_time () + ms * 1000;

  while (g_get_monotonic_time () < end)
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (500);
}

static int
by_size (gconstpointer a,
         gconstpointer b)
{
  double one = *(const double *) a, other = *(const double *) b;

  return one < other ? -1 : one > other;
}

static void
type_words (GtkWidget     *entry,
            GdkFrameClock *clock)
{
  static const char *const words[] = { "google drive", "project tasks", "invoice", "slack", "customer support", "research papers" };
  g_autoptr(GArray) cpu = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr(GArray) wall = g_array_new (FALSE, FALSE, sizeof (double));
  guint n_frames = 0;

  g_signal_connect (clock, "after-paint", G_CALLBACK (painted), &n_frames);
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    for (gsize length = 1; length <= strlen (words[i]); length++)
      {
        g_autofree char *text = g_strndup (words[i], length);
        double cpu_begin = now_ms (CLOCK_THREAD_CPUTIME_ID), wall_begin = now_ms (CLOCK_MONOTONIC), spent;
        guint frames = n_frames;

        gtk_editable_set_text (GTK_EDITABLE (entry), text);
        /* The entry's own frame, and that of the answer. */
        while (n_frames < frames + 2 && now_ms (CLOCK_MONOTONIC) - wall_begin < 60)
          if (!g_main_context_iteration (NULL, FALSE))
            g_usleep (200);
        spent = now_ms (CLOCK_MONOTONIC) - wall_begin;
        g_array_append_val (wall, spent);
        spent = now_ms (CLOCK_THREAD_CPUTIME_ID) - cpu_begin;
        g_array_append_val (cpu, spent);
        settle (30);
      }
  g_array_sort (wall, by_size);
  g_array_sort (cpu, by_size);
  g_print ("%u keystrokes: main thread, drawing included: median %.1f ms, 95th %.1f ms; to the screen: median %.1f ms, 95th %.1f ms\n",
           cpu->len, g_array_index (cpu, double, cpu->len / 2), g_array_index (cpu, double, cpu->len * 95 / 100),
           g_array_index (wall, double, wall->len / 2), g_array_index (wall, double, wall->len * 95 / 100));
}

int
main (int    argc,
      char **argv)
{
  g_autoptr(GateInteraction) interaction = gate_interaction_new_nobody ();
  g_autoptr(GateSession) session = gate_session_new (interaction);
  g_autoptr(GateProjectView) view = NULL;
  GtkWidget *window, *page;
  GateHub *hub;

  gtk_init ();
  adw_init ();
  g_timeout_add_seconds (100, give_up, NULL);
  gate_session_open (session);
  while (!(hub = gate_session_get_hub (session)))
    g_main_context_iteration (NULL, TRUE);
  view = gate_project_view_new (hub, gate_hub_get_current_project (hub));
  page = g_object_new (GATE_TYPE_CONNECTORS_PAGE, NULL);
  window = adw_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (window), 820, 720);
  adw_window_set_content (ADW_WINDOW (window), page);
  gate_connectors_page_set_view (GATE_CONNECTORS_PAGE (page), view);
  gtk_window_present (GTK_WINDOW (window));
  settle (1500);
  type_words (find (page, GTK_TYPE_SEARCH_ENTRY), gtk_widget_get_frame_clock (page));
  gtk_window_destroy (GTK_WINDOW (window));
  return 0;
}
