// SPDX-License-Identifier: GPL-3.0-or-later

/* Calls a tool many times in one process, through the hub's call job as every face does, and prints the median in microseconds.
 *   bench-call TOOL COUNT */

#include "gate-call-job.h"

#include <stdlib.h>

static void
keep_result (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static void
wait_for (GAsyncResult **result)
{
  while (!*result)
    g_main_context_iteration (NULL, TRUE);
}

static int
compare (gconstpointer a,
         gconstpointer b)
{
  gint64 x = *(const gint64 *) a, y = *(const gint64 *) b;
  return (x > y) - (x < y);
}

static gint64
call_once (GateHub        *hub,
           GateHubProject *project,
           const char     *tool)
{
  g_autoptr(JsonObject) arguments = json_object_new ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  gint64 start = g_get_monotonic_time ();

  json_object_set_string_member (arguments, "text", "hello");
  g_autoptr(GateJob) job = gate_call_job_new (hub, project, tool, arguments, TRUE);
  gate_job_run_async (job, NULL, keep_result, &result);
  wait_for (&result);
  if (!gate_job_run_finish (job, result, &error))
    g_error ("%s", error->message);
  return g_get_monotonic_time () - start;
}

int
main (int    argc,
      char **argv)
{
  guint count = argc > 2 ? (guint) atoi (argv[2]) : 1000;
  g_autoptr(GateInteraction) nobody = gate_interaction_new_nobody ();
  g_autoptr(GateHub) hub = gate_hub_new (nobody, GATE_HUB_DEFAULT);
  g_autoptr(GAsyncResult) opened = NULL;
  g_autoptr(GAsyncResult) closed = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree gint64 *times = g_new (gint64, count);

  if (argc < 2)
    return 2;
  gate_hub_open_async (hub, NULL, keep_result, &opened);
  wait_for (&opened);
  if (!gate_hub_open_finish (hub, opened, &error))
    g_error ("%s", error->message);
  GateHubProject *project = gate_hub_find_project (hub, NULL, &error);
  for (guint i = 0; i < count; i++)
    times[i] = call_once (hub, project, argv[1]);
  qsort (times, count, sizeof times[0], compare);
  g_print ("%" G_GINT64_FORMAT "\n", times[count / 2]);
  gate_hub_close_async (hub, NULL, keep_result, &closed);
  wait_for (&closed);
  return 0;
}
