// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-sample-starter.h"

#include "gate-address.h"
#include "gate-config.h"
#include "gate-error.h"
#include "gate-i18n.h"
#include "gate-task.h"

#include <string.h>

/* The build directory's program where build-aux/run and the tests name it, else the installed one. */
static char *
find_program (void)
{
  const char *named = g_getenv ("GATE_SAMPLE");
  g_autofree char *installed = g_build_filename (GATE_BINDIR, "gatehouse-sample", NULL);

  if (named)
    return g_strdup (named);
  if (g_file_test (installed, G_FILE_TEST_IS_EXECUTABLE))
    return g_steal_pointer (&installed);
  return g_find_program_in_path ("gatehouse-sample");
}

static GError *
no_sample (const char *what)
{
  return gate_error_new (GATE_ERROR_NOT_INSTALLED, GATE_LAYER_INSTALLED, _("Install gatehouse-sample, which comes with Gatehouse."),
                         _("Sample Workspace could not be started: %s"), what);
}

static void
did_communicate (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GError) error = NULL;
  g_autofree char *output = NULL;
  g_autofree char *errors = NULL;
  GSubprocess *process = G_SUBPROCESS (source);

  if (!g_subprocess_communicate_utf8_finish (process, result, &output, &errors, &error))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  if (!g_subprocess_get_successful (process))
    {
      g_task_return_error (task, no_sample (errors && *g_strstrip (errors) ? errors : _("it ended with an error")));
      return;
    }

  g_autoptr(GUri) uri = gate_address_parse (g_strstrip (output), &error);
  if (!uri || !gate_address_is_loopback (uri))
    g_task_return_error (task, no_sample (_("it gave no address on this computer")));
  else
    g_task_return_pointer (task, g_steal_pointer (&output), g_free);
}

/**
 * gate_sample_start_async:
 * @cancellable: (nullable): ends the wait
 * @callback: called with the address
 * @user_data: for @callback
 *
 * Runs `gatehouse-sample address`, which starts the server where it is not running.
 */
void
gate_sample_start_async (GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  g_autoptr(GTask) task = gate_task_new (NULL, cancellable, callback, user_data, gate_sample_start_async);
  g_autofree char *program = find_program ();
  g_autoptr(GError) error = NULL;

  if (!program)
    {
      g_task_return_error (task, no_sample (_("the program gatehouse-sample is not installed")));
      return;
    }
  g_autoptr(GSubprocess) process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE, &error, program,
                                                     "address", NULL);
  if (!process)
    g_task_return_error (task, no_sample (error->message));
  else
    g_subprocess_communicate_utf8_async (process, NULL, cancellable, did_communicate, g_steal_pointer (&task));
}

/**
 * gate_sample_start_finish:
 * @result: the result
 * @error: set to %GATE_ERROR_NOT_INSTALLED
 *
 * Returns: (transfer full) (nullable): the address of its MCP endpoint
 */
char *
gate_sample_start_finish (GAsyncResult  *result,
                          GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
