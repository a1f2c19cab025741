// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-disconnect-job.h"

#include "gate-hub-private.h"
#include "gate-i18n.h"

struct _GateDisconnectJob {
  GateJob   parent_instance;

  GateHub  *hub;
  char     *connector;
  char     *account; /* (nullable) */
  GateLink *link;    /* (owned) (nullable): while it may ask for the keyring */
  gboolean  revoked;
};

G_DEFINE_FINAL_TYPE (GateDisconnectJob, gate_disconnect_job, GATE_TYPE_JOB)

static void
did_disconnect (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GateDisconnectJob *self = g_task_get_source_object (task);
  GError *error = NULL;

  gate_link_end_asking (self->link);
  gate_server_memory_forget_lists (self->hub->memory, self->connector, self->account ? self->account : "");
  if (gate_sign_in_disconnect_finish (GATE_SIGN_IN (source), result, &self->revoked, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
did_close (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  GTask *task = user_data;
  GateLink *link = GATE_LINK (source);

  /* A connection that ends badly is still at its end. */
  gate_link_close_finish (link, result, NULL);
  gate_job_report (g_task_get_source_object (task), -1, _("Revoking the access"));
  gate_sign_in_disconnect_async (gate_link_get_sign_in (link), g_task_get_cancellable (task), did_disconnect, task);
}

static void
gate_disconnect_job_run (GateJob *job,
                         GTask   *task)
{
  GateDisconnectJob *self = GATE_DISCONNECT_JOB (job);
  GError *error = NULL;
  GateLink *link = gate_hub_get_link (self->hub, NULL, self->connector, self->account, &error);

  if (!link)
    g_task_return_error (task, error);
  else
    {
      self->link = g_object_ref (link);
      gate_link_begin_asking (link);
      gate_link_close_async (link, g_task_get_cancellable (task), did_close, g_object_ref (task));
    }
}

static void
gate_disconnect_job_dispose (GObject *object)
{
  GateDisconnectJob *self = GATE_DISCONNECT_JOB (object);

  g_clear_object (&self->hub);
  g_clear_object (&self->link);
  g_clear_pointer (&self->connector, g_free);
  g_clear_pointer (&self->account, g_free);
  G_OBJECT_CLASS (gate_disconnect_job_parent_class)->dispose (object);
}

static void
gate_disconnect_job_class_init (GateDisconnectJobClass *klass)
{
  GATE_JOB_CLASS (klass)->run = gate_disconnect_job_run;
  G_OBJECT_CLASS (klass)->dispose = gate_disconnect_job_dispose;
}

static void
gate_disconnect_job_init (GateDisconnectJob *self)
{
}

/**
 * gate_disconnect_job_new:
 * @hub: an open hub
 * @connector: a connector's id
 * @account: (nullable): one of its accounts
 *
 * Returns: (transfer full): a job that has not run
 */
GateJob *
gate_disconnect_job_new (GateHub    *hub,
                         const char *connector,
                         const char *account)
{
  GateDisconnectJob *self = g_object_new (GATE_TYPE_DISCONNECT_JOB, NULL);

  self->hub = g_object_ref (hub);
  self->connector = g_strdup (connector);
  self->account = g_strdup (account);
  gate_job_set_title (GATE_JOB (self), _("Disconnecting"));
  return GATE_JOB (self);
}

/**
 * gate_disconnect_job_get_revoked:
 * @self: a job that has run
 *
 * Returns: %TRUE when the service revoked the tokens (RFC 7009)
 */
gboolean
gate_disconnect_job_get_revoked (GateDisconnectJob *self)
{
  g_return_val_if_fail (GATE_IS_DISCONNECT_JOB (self), FALSE);
  return self->revoked;
}
