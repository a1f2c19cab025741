// SPDX-License-Identifier: GPL-3.0-or-later

/* Connects, lists, calls and disconnects many times in the process of the application, with its window, its dialogs and a browser that
 * follows redirects, and prints how much more memory it has at the end than after a tenth of it.
 *   bench-cycles CONNECTOR TOOL COUNT
 * Prints, in KiB: the proportional set size without files then and at the end, and what of the heap was in use then and at the end; then the ms a cycle. */

#include "gate-application.h"
#include "gate-call-job.h"
#include "gate-connect-job.h"
#include "gate-disconnect-job.h"
#include "gate-list-job.h"
#include "gate-question-dialog.h"
#include "gate-session.h"

#include <malloc.h>
#include <stdlib.h>
#include <string.h>

#define GIVE_UP_SECONDS 60
#define SETTLE_MS 1500

static gboolean
give_up (gpointer user_data)
{
  g_error ("bench-cycles waited for too long");
  return G_SOURCE_REMOVE;
}

static void
keep_result (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

/* What a person does with a question: its default button, once. */
static void
answer_questions (void)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr(GtkWindow) window = g_list_model_get_item (windows, i);
      GtkWidget *button = GATE_IS_QUESTION_DIALOG (window) ? gtk_window_get_default_widget (window) : NULL;

      if (!button || g_object_get_data (G_OBJECT (window), "answered") || !gtk_widget_get_mapped (GTK_WIDGET (window)))
        continue;
      g_object_set_data (G_OBJECT (window), "answered", button);
      g_signal_emit_by_name (button, "clicked");
      return;
    }
}

static void
run (GateJob *job)
{
  g_autoptr(GateJob) owned = job;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  guint deadline = g_timeout_add_seconds (GIVE_UP_SECONDS, give_up, NULL);

  gate_job_run_async (job, NULL, keep_result, &result);
  while (!result)
    {
      answer_questions ();
      g_main_context_iteration (NULL, TRUE);
    }
  g_source_remove (deadline);
  if (!gate_job_run_finish (job, result, &error))
    g_error ("%s", error->message);
}

static void
cycle (GateHub    *hub,
       const char *connector,
       const char *tool)
{
  const GateHubItemKind all = GATE_HUB_ITEM_TOOL | GATE_HUB_ITEM_RESOURCE | GATE_HUB_ITEM_TEMPLATE | GATE_HUB_ITEM_PROMPT;
  GateHubProject *project = gate_hub_get_current_project (hub);
  g_autoptr(JsonObject) arguments = json_object_new ();

  run (gate_connect_job_new (hub, connector, NULL, project, FALSE));
  run (gate_list_job_new (hub, project, all, connector, NULL, TRUE));
  run (gate_call_job_new (hub, project, tool, arguments, TRUE));
  run (gate_disconnect_job_new (hub, connector, NULL));
}

static gboolean
set_flag (gpointer user_data)
{
  *(gboolean *) user_data = TRUE;
  return G_SOURCE_REMOVE;
}

/* Of what is the process's own: pages of files are shared with whoever runs beside it. */
static guint64
pss_kib (void)
{
  g_autofree char *text = NULL;
  const char *line;

  if (!g_file_get_contents ("/proc/self/smaps_rollup", &text, NULL, NULL) || !(line = strstr (text, "\nPss_Anon:")))
    return 0;
  return g_ascii_strtoull (line + strlen ("\nPss_Anon:"), NULL, 10);
}

/* What follows from the last cycle is over before anything is counted; what malloc keeps for later is given back. */
static void
count (guint64 *pss,
       guint64 *heap)
{
  gboolean settled = FALSE;

  g_timeout_add (SETTLE_MS, set_flag, &settled);
  while (!settled)
    g_main_context_iteration (NULL, TRUE);
  malloc_trim (0);
  *pss = pss_kib ();
  *heap = mallinfo2 ().uordblks / 1024;
}

int
main (int    argc,
      char **argv)
{
  g_autoptr(GateApplication) application = gate_application_new ();
  g_autoptr(GateSession) session = NULL;
  g_autoptr(GAsyncResult) closed = NULL;
  guint64 pss[2], heap[2];
  gint64 start;
  guint n = argc > 3 ? (guint) atoi (argv[3]) : 2000;

  if (argc < 3 || !g_application_register (G_APPLICATION (application), NULL, NULL))
    return 2;
  g_application_activate (G_APPLICATION (application));
  g_object_get (gtk_application_get_active_window (GTK_APPLICATION (application)), "session", &session, NULL);
  while (!gate_session_get_hub (session))
    g_main_context_iteration (NULL, TRUE);
  start = g_get_monotonic_time ();
  for (guint i = 0; i < n; i++)
    {
      if (i == n / 10)
        count (&pss[0], &heap[0]);
      cycle (gate_session_get_hub (session), argv[1], argv[2]);
    }
  count (&pss[1], &heap[1]);
  g_print ("%" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT " %.1f\n", pss[0], pss[1], heap[0], heap[1],
           (double) (g_get_monotonic_time () - start) / 1000 / n);
  gate_session_close_async (session, keep_result, &closed);
  while (!closed)
    g_main_context_iteration (NULL, TRUE);
  return 0;
}
