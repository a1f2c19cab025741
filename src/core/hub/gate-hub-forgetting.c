// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-hub-forgetting.h"

#include "gate-approval.h"
#include "gate-hub-private.h"
#include "gate-pin.h"
#include "gate-task.h"
#include "gate-usage.h"

typedef struct {
  char  *connector;
  guint  n_pending;
} ForgetData;

GATE_DEFINE_DATA (ForgetData, forget_data)

static void
forget_data_clear (ForgetData *self)
{
  g_free (self->connector);
}

/* What is left of what was removed is a warning, never a reason to keep it. task: (transfer full) */
static void
forgot_one (GTask  *task,
            GError *error)
{
  g_autoptr(GTask) owned_task = task;
  g_autoptr(GError) owned_error = error;
  ForgetData *data = forget_data_of (task);

  if (error)
    g_warning ("Something of %s could not be forgotten: %s", data->connector, error->message);
  if (--data->n_pending == 0)
    g_task_return_boolean (task, TRUE);
}

static void
did_forget_approvals (GObject      *source,
                      GAsyncResult *result,
                      gpointer      user_data)
{
  GError *error = NULL;

  gate_approval_forget_finish (GATE_STORE (source), result, &error);
  forgot_one (user_data, error);
}

static void
did_forget_pins (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  GError *error = NULL;

  if (gate_pin_forget_finish (GATE_STORE (source), result, &error))
    gate_hub_touch_pins ();
  forgot_one (user_data, error);
}

static void
did_forget_usage (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  GError *error = NULL;

  gate_usage_forget_finish (GATE_STORE (source), result, &error);
  forgot_one (user_data, error);
}

static void
did_forget_in_projects (GObject      *source,
                        GAsyncResult *result,
                        gpointer      user_data)
{
  GError *error = NULL;

  gate_projects_change_finish (GATE_PROJECTS (source), result, &error);
  forgot_one (user_data, error);
}

static void
did_clear_secrets (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  GError *error = NULL;

  gate_secret_store_clear_finish (GATE_SECRET_STORE (source), result, &error);
  forgot_one (user_data, error);
}

/* One more thing is forgotten. Returns: (transfer full): what to give its callback */
static GTask *
begin_one (GTask *task)
{
  forget_data_of (task)->n_pending++;
  return g_object_ref (task);
}

/**
 * gate_hub_forget_async:
 * @self: an open hub
 * @connector: the id of a connector that was removed, or of which an account was
 * @account: (nullable): the account that was removed; %NULL: the whole connector
 * @accounts: (nullable) (array zero-terminated=1): where it was the whole connector, the accounts that it had
 * @callback: called when nothing is left
 * @user_data: for @callback
 *
 * Forgets what was remembered of it: its connections, what its server offered, what was allowed of its tools, when they were used, where
 * it was on and what was chosen for its tools, its secrets. What a person approved was approved of the connector, and stays with it. What
 * cannot be forgotten is a warning.
 */
void
gate_hub_forget_async (GateHub             *self,
                       const char          *connector,
                       const char          *account,
                       const char * const  *accounts,
                       GAsyncReadyCallback  callback,
                       gpointer             user_data)
{
  g_autoptr(GTask) task = gate_task_new (self, NULL, callback, user_data, gate_hub_forget_async);
  ForgetData *data = forget_data_new ();
  const GateApproval approvals = { .connector = (char *) connector };
  const GateUsage usage = { .connector = (char *) connector, .account = (char *) account };
  const GateSecretKey secrets = { .resource = connector, .account = account };

  data->connector = g_strdup (connector);
  forget_data_attach (task, data);
  gate_hub_forget_links (self, connector);
  gate_server_memory_forget_lists (self->memory, connector, account);
  gate_pin_forget_async (self->state, connector, account, NULL, NULL, did_forget_pins, begin_one (task));
  gate_usage_forget_async (self->state, &usage, NULL, did_forget_usage, begin_one (task));
  gate_secret_store_clear_async (self->secrets, &secrets, NULL, did_clear_secrets, begin_one (task));
  if (account)
    {
      gate_projects_forget_account_async (self->projects, connector, account, NULL, did_forget_in_projects, begin_one (task));
      return;
    }
  gate_projects_forget_connector_async (self->projects, connector, accounts, NULL, did_forget_in_projects, begin_one (task));
  gate_approval_forget_async (self->state, &approvals, NULL, did_forget_approvals, begin_one (task));
}

/**
 * gate_hub_forget_finish:
 * @self: an open hub
 * @result: the result
 *
 * Ends the forgetting, which does not fail.
 */
void
gate_hub_forget_finish (GateHub      *self,
                        GAsyncResult *result)
{
  g_return_if_fail (g_task_is_valid (result, self));
  g_task_propagate_boolean (G_TASK (result), NULL);
}
