// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-connectors-page.h"
#include "gate-dirs.h"
#include "gate-entry-row.h"
#include "gate-session.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* How long a keystroke in the search of the directory takes until the frame that shows its answer is painted, and what it costs the main
 * thread. The directory has 5,000 entries: those of the project, again and again. */

#define N_ENTRIES 5000
#define SHOWN 16
#define TARGET_MS 16.0

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

static void
keep_result (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static GAsyncResult *
wait_for (GAsyncResult **result)
{
  while (!*result)
    g_main_context_iteration (NULL, TRUE);
  return *result;
}

static void
open_directory (void)
{
  g_autoptr(GateDirectory) directory = gate_directory_new (NULL, NULL, NULL);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  gate_directory_open_async (directory, NULL, keep_result, &result);
  if (!gate_directory_open_finish (directory, wait_for (&result), &error))
    g_error ("%s", error->message);
}

/* In the index, where nobody but this bench looks. */
static void
multiply_entries (void)
{
  static const char *const statements[] = {
    "CREATE TEMP TABLE times (k INTEGER)",
    "WITH RECURSIVE c (k) AS (SELECT 1 UNION ALL SELECT k + 1 FROM c WHERE k * (SELECT count(*) FROM entry) < " G_STRINGIFY (N_ENTRIES) ") "
    "  INSERT INTO times SELECT k FROM c",
    "CREATE TEMP TABLE size AS SELECT count(*) AS n FROM entry",
    "INSERT INTO entry SELECT position + n * k, place || k, id || '-' || k, name || ' ' || k, vendor, category, description, address, transport,"
    "  signIn, effort, account, hostedBy, hostedWhere, sensitivity, note, writes, managed, also, uses, readScopes, fields FROM entry, times, size",
    "INSERT INTO search SELECT position + n * k, category, name || ' ' || k, vendor, title, everything || ' ' || k FROM search, times, size",
  };
  g_autofree char *path = gate_dirs_cache ("directory.db");
  sqlite3 *database = NULL;
  char *message = NULL;

  if (sqlite3_open (path, &database) != SQLITE_OK)
    g_error ("%s", path);
  for (guint i = 0; i < G_N_ELEMENTS (statements); i++)
    if (sqlite3_exec (database, statements[i], NULL, NULL, &message) != SQLITE_OK)
      g_error ("%s", message);
  sqlite3_close (database);
}

static GListModel *
search (GateDirectory *directory,
        const char    *text)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  guint total;
  GListModel *found;

  gate_directory_search_async (directory, text, NULL, SHOWN, NULL, keep_result, &result);
  found = gate_directory_search_finish (directory, wait_for (&result), &total, &error);
  if (!found)
    g_error ("%s", error->message);
  return found;
}

static gboolean
is_shown (GtkListBox *list,
          GListModel *expected)
{
  guint n = 0;

  for (GtkListBoxRow *row; (row = gtk_list_box_get_row_at_index (list, (int) n)) && gtk_widget_get_visible (GTK_WIDGET (row)); n++)
    {
      g_autoptr(GateDirectoryEntry) entry = g_list_model_get_item (expected, n);

      if (!entry || strcmp (gate_directory_entry_get_id (gate_entry_row_get_entry (GATE_ENTRY_ROW (row))), gate_directory_entry_get_id (entry)))
        return FALSE;
    }
  return n == g_list_model_get_n_items (expected);
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

typedef struct {
  double wall, cpu;
  guint  frames;
} Stroke;

static Stroke
type_text (GtkWidget     *entry,
           GtkListBox    *list,
           GateDirectory *directory,
           const char    *text,
           guint         *n_frames)
{
  g_autoptr(GListModel) expected = search (directory, text);
  guint begin = *n_frames, before = begin;
  Stroke stroke = { now_ms (CLOCK_MONOTONIC), now_ms (CLOCK_THREAD_CPUTIME_ID), 0 };

  gtk_editable_set_text (GTK_EDITABLE (entry), text);
  while (*n_frames == before || !is_shown (list, expected))
    {
      before = *n_frames;
      g_main_context_iteration (NULL, TRUE);
    }
  stroke.wall = now_ms (CLOCK_MONOTONIC) - stroke.wall;
  stroke.cpu = now_ms (CLOCK_THREAD_CPUTIME_ID) - stroke.cpu;
  stroke.frames = *n_frames - begin;
  return stroke;
}

static double
percentile (GArray *values,
            guint   percent)
{
  return g_array_index (values, double, values->len * percent / 100);
}

static void
type_words (GtkWidget     *entry,
            GtkListBox    *list,
            GateDirectory *directory,
            GdkFrameClock *clock)
{
  static const char *const words[] = { "google drive", "project tasks", "invoice", "slack", "customer support", "research papers", "zzz" };
  g_autoptr(GArray) cpu = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr(GArray) wall = g_array_new (FALSE, FALSE, sizeof (double));
  guint n_frames = 0, n_first = 0;

  g_signal_connect (clock, "after-paint", G_CALLBACK (painted), &n_frames);
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    for (gsize length = 1; length <= strlen (words[i]); length++)
      {
        g_autofree char *text = g_strndup (words[i], length);
        Stroke stroke = type_text (entry, list, directory, text, &n_frames);

        n_first += stroke.frames == 1;
        g_array_append_val (wall, stroke.wall);
        g_array_append_val (cpu, stroke.cpu);
        settle (60);
      }
  g_array_sort (wall, by_size);
  g_array_sort (cpu, by_size);
  g_print ("%u keystrokes over %u entries: to the screen: median %.1f ms, 95th %.1f ms; target ≤ %.0f ms: %s\n", cpu->len, N_ENTRIES,
           percentile (wall, 50), percentile (wall, 95), TARGET_MS, percentile (wall, 50) <= TARGET_MS ? "met" : "NOT met");
  g_print ("main thread, drawing included: median %.1f ms, 95th %.1f ms; %u were answered in the first frame\n", percentile (cpu, 50),
           percentile (cpu, 95), n_first);
}

int
main (int    argc,
      char **argv)
{
  g_autoptr(GateInteraction) interaction = gate_interaction_new_nobody ();
  g_autoptr(GateSession) session = gate_session_new (interaction);
  g_autoptr(GateProjectView) view = NULL;
  GtkWidget *window, *page, *list;
  GateHub *hub;

  gtk_init ();
  adw_init ();
  g_timeout_add_seconds (100, give_up, NULL);
  open_directory ();
  settle (200);
  multiply_entries ();
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
  list = gtk_widget_get_ancestor (find (page, GATE_TYPE_ENTRY_ROW), GTK_TYPE_LIST_BOX);
  type_words (find (page, GTK_TYPE_SEARCH_ENTRY), GTK_LIST_BOX (list), gate_hub_get_directory (hub), gtk_widget_get_frame_clock (page));
  gtk_window_destroy (GTK_WINDOW (window));
  return 0;
}
