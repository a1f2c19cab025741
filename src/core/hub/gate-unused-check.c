// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-unused-check.h"

#include "gate-finding.h"
#include "gate-i18n.h"
#include "gate-layers-job.h"
#include "gate-task.h"

static GateFinding *
describe (const GateLayers *layers)
{
  const char *account = layers->account;
  g_autofree char *subject = *account ? g_strdup_printf ("%s/%s", layers->connector, account) : g_strdup (layers->connector);
  g_autofree char *command = g_strconcat ("gatehousectl disconnect ", layers->connector, *account ? " --account " : "", account, NULL);
  gint64 days = (g_get_real_time () / G_USEC_PER_SEC - layers->idle_since) / (24 * 60 * 60);
  g_autofree char *message = g_strdup_printf (_("Signed in, and not used for %d days"), (int) MIN (days, G_MAXINT));

  return gate_finding_new (subject, GATE_LAYER_SIGNED_IN, GATE_FINDING_WARNING, message,
                           _("Access that nobody uses is best given back: revoke it. You can sign in again at any time."), command);
}

static void
got_layers (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GateLayersJob *job = GATE_LAYERS_JOB (source);
  g_autoptr(GPtrArray) findings = g_ptr_array_new_with_free_func (g_object_unref);
  GError *error = NULL;

  if (!gate_job_run_finish (GATE_JOB (job), result, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  for (guint i = 0; i < gate_layers_job_get_n_layers (job); i++)
    if (gate_layers_are_unused (gate_layers_job_get_layers (job, i)))
      g_ptr_array_add (findings, describe (gate_layers_job_get_layers (job, i)));
  g_task_return_pointer (task, g_steal_pointer (&findings), (GDestroyNotify) g_ptr_array_unref);
}

/**
 * gate_unused_check_async:
 * @hub: an open hub
 * @project: a project
 * @connector: (nullable): only this one
 * @cancellable: (nullable): ends it
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Looks for accounts that are signed in though nothing of them was used for %GATE_UNUSED_DAYS days. Asks no network.
 */
void
gate_unused_check_async (GateHub             *hub,
                         GateHubProject      *project,
                         const char          *connector,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  GTask *task = gate_task_new (hub, cancellable, callback, user_data, gate_unused_check_async);
  g_autoptr(GateJob) job = gate_layers_job_new (hub, project, connector);

  gate_job_run_async (job, cancellable, got_layers, task);
}

/**
 * gate_unused_check_finish:
 * @hub: the hub
 * @result: the result
 * @error: as for the layers job
 *
 * Returns: (transfer full) (nullable) (element-type GateFinding): a finding each
 */
GPtrArray *
gate_unused_check_finish (GateHub       *hub,
                          GAsyncResult  *result,
                          GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, hub), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
