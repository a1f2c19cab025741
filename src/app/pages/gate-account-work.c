// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-account-work.h"

#include "gate-confirm.h"
#include "gate-connect-job.h"
#include "gate-disconnect-job.h"
#include "gate-error.h"
#include "gate-property.h"
#include "gate-task.h"
#include "gate-words.h"

#include <glib/gi18n.h>
#include <string.h>

struct _GateAccountWork {
  GObject          parent_instance;

  GtkWidget       *asker;
  GateProjectView *view;
  char            *connector;
  char            *account;
  char            *doing;     /* (nullable) */
};

enum { PROP_0, PROP_DOING, N_PROPS };

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (GateAccountWork, gate_account_work, G_TYPE_OBJECT)

static void
gate_account_work_get_property (GObject    *object,
                                guint       id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_DOING:
      g_value_set_string (value, GATE_ACCOUNT_WORK (object)->doing);
      break;
    GATE_INVALID_PROPERTY (object, id, pspec);
    }
}

static void
gate_account_work_finalize (GObject *object)
{
  GateAccountWork *self = GATE_ACCOUNT_WORK (object);

  g_object_unref (self->asker);
  g_object_unref (self->view);
  g_free (self->connector);
  g_free (self->account);
  g_free (self->doing);
  G_OBJECT_CLASS (gate_account_work_parent_class)->finalize (object);
}

static void
gate_account_work_class_init (GateAccountWorkClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = gate_account_work_get_property;
  object_class->finalize = gate_account_work_finalize;

  /**
   * GateAccountWork:doing: (nullable)
   *
   * What is waited for, for people; %NULL: nothing.
   */
  props[PROP_DOING] = g_param_spec_string ("doing", NULL, NULL, NULL, GATE_PARAM_READABLE);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
gate_account_work_init (GateAccountWork *self)
{
}

/**
 * gate_account_work_new:
 * @asker: the widget that asks; it is kept until the work has ended
 * @view: the project as it is seen
 * @connector: a connector's id
 * @account: the account's id, "" for the first
 *
 * Returns: (transfer full): work that is yet to begin
 */
GateAccountWork *
gate_account_work_new (GtkWidget       *asker,
                       GateProjectView *view,
                       const char      *connector,
                       const char      *account)
{
  GateAccountWork *self = g_object_new (GATE_TYPE_ACCOUNT_WORK, NULL);

  self->asker = g_object_ref (asker);
  self->view = g_object_ref (view);
  self->connector = g_strdup (connector);
  self->account = g_strdup (account);
  return self;
}

/**
 * gate_account_work_get_asker:
 * @self: work
 *
 * Returns: (transfer none): the widget that asked
 */
GtkWidget *
gate_account_work_get_asker (GateAccountWork *self)
{
  g_return_val_if_fail (GATE_IS_ACCOUNT_WORK (self), NULL);
  return self->asker;
}

/**
 * gate_account_work_get_view:
 * @self: work
 *
 * Returns: (transfer none): the project as it was seen when the work began
 */
GateProjectView *
gate_account_work_get_view (GateAccountWork *self)
{
  g_return_val_if_fail (GATE_IS_ACCOUNT_WORK (self), NULL);
  return self->view;
}

/**
 * gate_account_work_get_hub:
 * @self: work
 *
 * Returns: (transfer none): the hub that does it
 */
GateHub *
gate_account_work_get_hub (GateAccountWork *self)
{
  g_return_val_if_fail (GATE_IS_ACCOUNT_WORK (self), NULL);
  return gate_project_view_get_hub (self->view);
}

/**
 * gate_account_work_get_connector:
 * @self: work
 *
 * Returns: the connector's id
 */
const char *
gate_account_work_get_connector (GateAccountWork *self)
{
  g_return_val_if_fail (GATE_IS_ACCOUNT_WORK (self), NULL);
  return self->connector;
}

/**
 * gate_account_work_get_account:
 * @self: work
 *
 * Returns: the account's id, "" for the first
 */
const char *
gate_account_work_get_account (GateAccountWork *self)
{
  g_return_val_if_fail (GATE_IS_ACCOUNT_WORK (self), NULL);
  return self->account;
}

/**
 * gate_account_work_get_doing:
 * @self: work
 *
 * Returns: (nullable): what is waited for, for people; %NULL: nothing
 */
const char *
gate_account_work_get_doing (GateAccountWork *self)
{
  g_return_val_if_fail (GATE_IS_ACCOUNT_WORK (self), NULL);
  return self->doing;
}

/**
 * gate_account_work_find:
 * @self: work
 *
 * Returns: (transfer none) (nullable): the account; %NULL where its connector was removed meanwhile
 */
GateHubAccount *
gate_account_work_find (GateAccountWork *self)
{
  g_return_val_if_fail (GATE_IS_ACCOUNT_WORK (self), NULL);
  return gate_project_view_find (self->view, self->connector, self->account);
}

/**
 * gate_account_work_is_for:
 * @self: work
 * @account: an account
 *
 * Returns: %TRUE when it is the one that is worked for
 */
gboolean
gate_account_work_is_for (GateAccountWork *self,
                          GateHubAccount  *account)
{
  g_return_val_if_fail (GATE_IS_ACCOUNT_WORK (self), FALSE);
  return strcmp (gate_hub_account_get_id (account), self->connector) == 0 &&
         strcmp (gate_hub_account_get_account (account), self->account) == 0;
}

/**
 * gate_account_work_tell:
 * @self: work
 * @text: what happened, translated
 *
 * Says it in passing, in the window that asked; nowhere, where that is closed.
 */
void
gate_account_work_tell (GateAccountWork *self,
                        const char      *text)
{
  g_return_if_fail (GATE_IS_ACCOUNT_WORK (self));
  gtk_widget_activate_action (self->asker, "win.tell", "s", text);
}

static void
set_doing (GateAccountWork *self,
           const char      *doing)
{
  gate_set_str_property (self, &self->doing, doing, props[PROP_DOING]);
}

/* Tells a failure, and ends the work. error: (transfer full) (nullable). */
static void
end (GTask      *task,
     const char *heading,
     GError     *error)
{
  GateAccountWork *self = g_task_get_source_object (task);

  if (!error)
    {
      g_task_return_boolean (task, TRUE);
      return;
    }
  gate_confirm_tell_error (self->asker, heading, error);
  g_task_return_error (task, error);
}

static void
did_connect (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GateAccountWork *self = g_task_get_source_object (task);
  GError *error = NULL;

  set_doing (self, NULL);
  if (gate_job_run_finish (GATE_JOB (source), result, &error))
    gate_account_work_tell (self, gate_words_connected (GATE_CONNECT_JOB (source)));
  end (task, _("The Connector Could Not Be Connected"), error);
}

/**
 * gate_account_work_connect_async:
 * @self: work
 * @project: (nullable): where it is to be on afterwards
 * @again: also one that is signed in
 * @callback: called when it is connected, or is not
 * @user_data: for @callback
 *
 * Signs in and connects.
 */
void
gate_account_work_connect_async (GateAccountWork     *self,
                                 GateHubProject      *project,
                                 gboolean             again,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  g_autoptr(GTask) task = gate_task_new (self, NULL, callback, user_data, gate_account_work_connect_async);
  g_autoptr(GateJob) job = gate_connect_job_new (gate_account_work_get_hub (self), self->connector, *self->account ? self->account : NULL,
                                                 project, FALSE);

  gate_connect_job_set_again (GATE_CONNECT_JOB (job), again);
  set_doing (self, _("Connecting…"));
  gate_job_run_async (job, NULL, did_connect, g_steal_pointer (&task));
}

static void
did_unlock (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GateAccountWork *self = g_task_get_source_object (task);
  GError *error = NULL;

  set_doing (self, NULL);
  gate_hub_unlock_keyring_finish (GATE_HUB (source), result, &error);
  if (gate_error_matches (error, GATE_ERROR_KEYRING_DISMISSED))
    {
      gate_account_work_tell (self, _("The keyring is still locked"));
      g_task_return_error (task, error);
      return;
    }
  end (task, _("The Keyring Could Not Be Unlocked"), error);
}

/**
 * gate_account_work_unlock_async:
 * @self: work
 * @callback: called when the keyring is unlocked, or stays locked
 * @user_data: for @callback
 *
 * The sign-in is there: the person is asked for the password of the keyring, and for no new one.
 */
void
gate_account_work_unlock_async (GateAccountWork     *self,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  g_autoptr(GTask) task = gate_task_new (self, NULL, callback, user_data, gate_account_work_unlock_async);

  set_doing (self, _("Waiting for the keyring to be unlocked…"));
  gate_hub_unlock_keyring_async (gate_account_work_get_hub (self), NULL, did_unlock, g_steal_pointer (&task));
}

static void
did_set_active (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GateHubAccount *account = gate_account_work_find (g_task_get_source_object (task));
  GError *error = NULL;

  gate_hub_set_active_finish (GATE_HUB (source), result, &error);
  /* The switch shows what is true, also after a failure. */
  if (account)
    g_signal_emit_by_name (account, "changed");
  end (task, _("The Connector Could Not Be Turned On or Off"), error);
}

/**
 * gate_account_work_set_active_async:
 * @self: work
 * @project: where
 * @active: whether it is to be on
 * @callback: called when that is so, or is not
 * @user_data: for @callback
 *
 * Turns it on or off in one project.
 */
void
gate_account_work_set_active_async (GateAccountWork     *self,
                                    GateHubProject      *project,
                                    gboolean             active,
                                    GAsyncReadyCallback  callback,
                                    gpointer             user_data)
{
  g_autoptr(GTask) task = gate_task_new (self, NULL, callback, user_data, gate_account_work_set_active_async);

  gate_hub_set_active_async (gate_account_work_get_hub (self), project, self->connector, self->account, active, NULL, did_set_active,
                             g_steal_pointer (&task));
}

typedef struct {
  GPtrArray *projects;
  guint      n_begun;
  GError    *error;    /* (nullable): the first */
} TurnOn;

GATE_DEFINE_DATA (TurnOn, turn_on)

static void
turn_on_clear (TurnOn *self)
{
  g_ptr_array_unref (self->projects);
  g_clear_error (&self->error);
}

static void turn_on_next (GTask *task);

static void
did_turn_on (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  TurnOn *work = turn_on_of (task);

  gate_hub_set_active_finish (GATE_HUB (source), result, work->error ? NULL : &work->error);
  turn_on_next (task);
}

/* Each is tried, also after one that failed; what stood in the way is told once. */
static void
turn_on_next (GTask *task)
{
  GateAccountWork *self = g_task_get_source_object (task);
  TurnOn *work = turn_on_of (task);

  if (work->n_begun < work->projects->len)
    gate_hub_set_active_async (gate_account_work_get_hub (self), work->projects->pdata[work->n_begun++], self->connector, self->account, TRUE,
                               NULL, did_turn_on, g_object_ref (task));
  else
    end (task, _("The Connector Could Not Be Turned On or Off"), g_steal_pointer (&work->error));
}

/**
 * gate_account_work_turn_on_async:
 * @self: work
 * @projects: (element-type GateHubProject): where
 * @callback: called when it is on in all of them, or is not
 * @user_data: for @callback
 *
 * Turns it on in several projects.
 */
void
gate_account_work_turn_on_async (GateAccountWork     *self,
                                 GPtrArray           *projects,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  g_autoptr(GTask) task = gate_task_new (self, NULL, callback, user_data, gate_account_work_turn_on_async);
  TurnOn *work = turn_on_new ();

  work->projects = g_ptr_array_ref (projects);
  turn_on_attach (task, work);
  turn_on_next (task);
}

static void
did_disconnect (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GateAccountWork *self = g_task_get_source_object (task);
  GError *error = NULL;

  set_doing (self, NULL);
  if (gate_job_run_finish (GATE_JOB (source), result, &error))
    gate_account_work_tell (self, gate_disconnect_job_get_revoked (GATE_DISCONNECT_JOB (source)) ?
                                    _("Disconnected; the service took the access back") :
                                    _("Disconnected; the sign-in was forgotten here"));
  end (task, _("The Account Could Not Be Disconnected"), error);
}

/**
 * gate_account_work_disconnect_async:
 * @self: work
 * @callback: called when it is disconnected, or is not
 * @user_data: for @callback
 *
 * Asks the service to take its access back, and forgets the sign-in.
 */
void
gate_account_work_disconnect_async (GateAccountWork     *self,
                                    GAsyncReadyCallback  callback,
                                    gpointer             user_data)
{
  g_autoptr(GTask) task = gate_task_new (self, NULL, callback, user_data, gate_account_work_disconnect_async);
  g_autoptr(GateJob) job = gate_disconnect_job_new (gate_account_work_get_hub (self), self->connector, *self->account ? self->account : NULL);

  set_doing (self, _("Disconnecting…"));
  gate_job_run_async (job, NULL, did_disconnect, g_steal_pointer (&task));
}

/**
 * gate_account_work_finish:
 * @self: work
 * @result: the result of any of it
 *
 * Returns: %TRUE when it was done; %FALSE when it was not, which has been told
 */
gboolean
gate_account_work_finish (GateAccountWork *self,
                          GAsyncResult    *result)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), NULL);
}
