// SPDX-License-Identifier: GPL-3.0-or-later

/* What speed and memory rest on and no clock is needed for: what is made for the first frame, and that nothing is left behind. */

#include "gate-account-row.h"
#include "gate-app-test.h"
#include "gate-call-job.h"
#include "gate-connect-job.h"
#include "gate-disconnect-job.h"
#include "gate-list-job.h"
#include "gate-window.h"

#include <string.h>

#define N_PROJECTS 20
#define N_CONNECTORS 300
#define ROWS_MAX 30
#define N_WORKERS 60 /* more than there are at first, and in the second after */
#define CYCLES_FIRST 20
#define CYCLES_MORE 200

static GtkApplication *application;

typedef struct {
  GateSession *session;
  GateWindow  *window;
  GSubprocess *server; /* (nullable) */
} Fixture;

static GateHub *
hub_of (Fixture *fixture)
{
  return gate_session_get_hub (fixture->session);
}

static void
write_connectors (const char *address,
                  guint       n)
{
  g_autofree char *folder = g_build_filename (g_get_user_config_dir (), "gatehouse", NULL);
  g_autofree char *path = g_build_filename (folder, "mcp.json", NULL);
  g_autoptr(GString) text = g_string_new ("{\"mcpServers\":{");
  g_autoptr(GError) error = NULL;

  for (guint i = 0; i < n; i++)
    g_string_append_printf (text, "%s\"service-%u\":{\"type\":\"http\",\"url\":\"%s\"}", i > 0 ? "," : "", i, address);
  g_string_append (text, "}}");
  g_mkdir_with_parents (folder, 0700);
  g_file_set_contents (path, text->str, -1, &error);
  g_assert_no_error (error);
}

static void
create_session (Fixture *fixture)
{
  g_autoptr(GateInteraction) nobody = gate_interaction_new_nobody ();

  fixture->session = gate_session_new (nobody);
}

static void
open_session (Fixture *fixture)
{
  create_session (fixture);
  gate_session_open (fixture->session);
  gate_test_wait_until (!gate_session_get_opening (fixture->session));
  g_assert_nonnull (hub_of (fixture));
}

static void
open_window (Fixture *fixture)
{
  fixture->window = gate_window_new (application, fixture->session);
  g_object_add_weak_pointer (G_OBJECT (fixture->window), (gpointer *) &fixture->window);
  gtk_window_present (GTK_WINDOW (fixture->window));
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr(GAsyncResult) result = NULL;

  gtk_window_close (GTK_WINDOW (fixture->window));
  gate_test_wait_until (!fixture->window);
  gate_session_close_async (fixture->session, gate_test_keep_result, &result);
  gate_test_wait (result);
  g_clear_object (&result);
  gate_test_finalize (fixture->session);
  write_connectors ("", 0);
  /* GLib sends the signal from another thread, which may not come to it any more where this program ends at once. */
  if (fixture->server)
    {
      g_subprocess_force_exit (fixture->server);
      g_subprocess_wait (fixture->server, NULL, NULL);
    }
  g_clear_object (&fixture->server);
}

static void
add_projects (Fixture *fixture)
{
  for (guint i = 1; i < N_PROJECTS; i++)
    {
      g_autofree char *name = g_strdup_printf ("Project %u", i);
      g_autoptr(GAsyncResult) result = NULL;
      g_autoptr(GError) error = NULL;

      gate_hub_create_project_async (hub_of (fixture), name, NULL, NULL, gate_test_keep_result, &result);
      gate_test_wait (result);
      g_autoptr(GateHubProject) project = gate_hub_create_project_finish (hub_of (fixture), result, &error);
      g_assert_no_error (error);
    }
}

static void
set_up_many (Fixture       *fixture,
             gconstpointer  data)
{
  write_connectors ("https://service.invalid/mcp", N_CONNECTORS);
  open_session (fixture);
  add_projects (fixture);
  open_window (fixture);
}

static guint
count (GtkWidget *root,
       GType      type)
{
  guint n = g_type_is_a (G_OBJECT_TYPE (root), type) ? 1 : 0;

  for (GtkWidget *child = gtk_widget_get_first_child (root); child; child = gtk_widget_get_next_sibling (child))
    n += count (child, type);
  return n;
}

typedef struct {
  GtkWidget *window;
  guint      n_frames;
  guint      n_rows;  /* at the first frame */
  guint      n_windows;
} Seen;

static void
painted (GdkFrameClock *clock,
         Seen          *seen)
{
  if (seen->n_frames++ > 0)
    return;
  seen->n_rows = count (seen->window, GTK_TYPE_LIST_BOX_ROW);
  seen->n_windows = g_list_model_get_n_items (gtk_window_get_toplevels ());
}

static void
test_first_frame (Fixture       *fixture,
                  gconstpointer  data)
{
  Seen seen = { .window = GTK_WIDGET (fixture->window) };

  g_signal_connect (gtk_widget_get_frame_clock (seen.window), "after-paint", G_CALLBACK (painted), &seen);
  gate_test_wait_until (seen.n_frames > 0);
  g_assert_cmpuint (seen.n_rows, <=, ROWS_MAX);
  g_assert_cmpuint (seen.n_windows, ==, 1);
  /* What nobody comes to is not made: each row costs tens of KiB. */
  gate_test_wait_until (count (seen.window, GATE_TYPE_ACCOUNT_ROW) >= 10);
  for (guint i = 0; i < N_CONNECTORS; i++)
    gate_test_settle ();
  g_assert_cmpuint (count (seen.window, GATE_TYPE_ACCOUNT_ROW), <=, N_CONNECTORS / 3);
  g_signal_handlers_disconnect_by_data (gtk_widget_get_frame_clock (seen.window), &seen);
}

static void
set_up_unopened (Fixture       *fixture,
                 gconstpointer  data)
{
  create_session (fixture);
  open_window (fixture);
}

static void
wait_for_lock (GTask        *task,
               gpointer      source,
               gpointer      data,
               GCancellable *cancellable)
{
  g_mutex_lock (data);
  g_mutex_unlock (data);
}

/* Whatever is done in a thread waits until the lock is released. */
static void
block_workers (GMutex *lock)
{
  for (guint i = 0; i < N_WORKERS; i++)
    {
      g_autoptr(GTask) task = g_task_new (NULL, NULL, NULL, NULL);

      g_task_set_task_data (task, lock, NULL);
      g_task_run_in_thread (task, wait_for_lock);
    }
}

static void
is_painting (GdkFrameClock *clock,
             Fixture       *fixture)
{
  g_signal_handlers_disconnect_by_func (clock, is_painting, fixture);
  g_assert_false (gate_session_get_opening (fixture->session));
  g_assert_null (hub_of (fixture));
}

/* Nothing takes turns with the first frame; what then takes long is told. */
static void
test_opening (Fixture       *fixture,
              gconstpointer  data)
{
  GtkWidget *spinner = gate_test_find_widget (GTK_WIDGET (fixture->window), GTK_TYPE_SPINNER);
  GdkFrameClock *clock = gtk_widget_get_frame_clock (GTK_WIDGET (fixture->window));
  g_autoptr(GMutexLocker) locker = NULL;
  static GMutex lock;

  g_signal_connect (clock, "paint", G_CALLBACK (is_painting), fixture);
  locker = g_mutex_locker_new (&lock);
  block_workers (&lock);
  gate_test_wait_until (gate_session_get_opening (fixture->session));
  /* That frame was looked at. */
  g_assert_cmpuint (g_signal_handlers_disconnect_by_func (clock, is_painting, fixture), ==, 0);
  g_assert_false (gtk_widget_get_visible (spinner));
  gate_test_wait_until (gtk_widget_get_mapped (spinner));
  g_assert_null (hub_of (fixture));
  g_clear_pointer (&locker, g_mutex_locker_free);
  gate_test_wait_until (hub_of (fixture));
  gate_test_wait_until (!gtk_widget_get_mapped (spinner));
}

static void
set_up_server (Fixture       *fixture,
               gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *line = NULL;

  fixture->server = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, g_getenv ("GATE_SAMPLE"), "serve", "--port=0", "--no-sign-in", NULL);
  g_assert_no_error (error);
  g_autoptr(GDataInputStream) output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (fixture->server));
  line = g_data_input_stream_read_line (output, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (strstr (line, "http"));
  write_connectors (g_strstrip (strstr (line, "http")), 1);
  open_session (fixture);
  open_window (fixture);
}

static void
run (GateJob *job)
{
  g_autoptr(GateJob) owned = job;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  gate_job_run_async (job, NULL, gate_test_keep_result, &result);
  gate_test_wait (result);
  gate_job_run_finish (job, result, &error);
  g_assert_no_error (error);
}

static void
run_cycles (Fixture *fixture,
            guint    n)
{
  GateHubProject *project = gate_hub_get_current_project (hub_of (fixture));

  for (guint i = 0; i < n; i++)
    {
      g_autoptr(JsonObject) arguments = json_object_new ();

      run (gate_connect_job_new (hub_of (fixture), "service-0", NULL, project, FALSE));
      run (gate_list_job_new (hub_of (fixture), project, GATE_HUB_ITEM_TOOL, "service-0", NULL, TRUE));
      run (gate_call_job_new (hub_of (fixture), project, "service-0__list_invoices", arguments, TRUE));
      run (gate_disconnect_job_new (hub_of (fixture), "service-0", NULL));
    }
  gate_test_settle ();
}

/* Every source of the main context that is there has one of the ids that were given until now. */
static guint
count_sources (void)
{
  guint last = g_idle_add (gate_test_set_flag, &(gboolean) { FALSE }), n = 0;

  g_source_remove (last);
  for (guint id = 1; id < last; id++)
    n += g_main_context_find_source_by_id (NULL, id) != NULL;
  return n;
}

static guint
count_entries (const char *folder)
{
  g_autoptr(GDir) entries = g_dir_open (folder, 0, NULL);
  guint n = 0;

  while (entries && g_dir_read_name (entries))
    n++;
  return n;
}

static void
test_cycles (Fixture       *fixture,
             gconstpointer  data)
{
  guint n_sources, n_files, n_threads, n_windows;

  run_cycles (fixture, CYCLES_FIRST);
  n_sources = count_sources ();
  n_files = count_entries ("/proc/self/fd");
  n_threads = count_entries ("/proc/self/task");
  n_windows = g_list_model_get_n_items (gtk_window_get_toplevels ());
  run_cycles (fixture, CYCLES_MORE);
  /* Some come and go; none may stay of each cycle. */
  g_assert_cmpuint (count_sources (), <, n_sources + CYCLES_MORE / 4);
  g_assert_cmpuint (count_entries ("/proc/self/fd"), <, n_files + CYCLES_MORE / 4);
  g_assert_cmpuint (count_entries ("/proc/self/task"), <, n_threads + CYCLES_MORE / 4);
  g_assert_cmpuint (g_list_model_get_n_items (gtk_window_get_toplevels ()), ==, n_windows);
}

int
main (int    argc,
      char **argv)
{
  g_autoptr(GError) error = NULL;
  int status;

  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  application = GTK_APPLICATION (adw_application_new ("org.example.Load", G_APPLICATION_NON_UNIQUE));
  g_application_register (G_APPLICATION (application), NULL, &error);
  g_assert_no_error (error);
  g_test_add ("/app/load/opening", Fixture, NULL, set_up_unopened, test_opening, tear_down);
  g_test_add ("/app/load/first-frame", Fixture, NULL, set_up_many, test_first_frame, tear_down);
  g_test_add ("/app/load/cycles", Fixture, NULL, set_up_server, test_cycles, tear_down);
  status = g_test_run ();
  g_object_unref (application);
  return status;
}
