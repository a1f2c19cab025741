// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-hub-private.h"

#include "gate-error.h"
#include "gate-hub-forgetting.h"
#include "gate-i18n.h"
#include "gate-task.h"

typedef struct {
  char *connector;
  char *account;
} AccountData;

GATE_DEFINE_DATA (AccountData, account_data)

static void
account_data_clear (AccountData *self)
{
  g_free (self->connector);
  g_free (self->account);
}

static void
did_add (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;
  char *account = gate_connector_store_add_account_finish (GATE_CONNECTOR_STORE (source), result, &error);

  if (account)
    g_task_return_pointer (task, account, g_free);
  else
    g_task_return_error (task, error);
}

/**
 * gate_hub_add_account_async:
 * @self: an open hub
 * @connector: a connector's id
 * @label: what people call the account
 * @cancellable: (nullable): ends it
 * @callback: called with the account's id
 * @user_data: for @callback
 *
 * Adds an account to a connector.
 */
void
gate_hub_add_account_async (GateHub             *self,
                            const char          *connector,
                            const char          *label,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  GTask *task = gate_hub_note_change (self, gate_task_new (self, cancellable, callback, user_data, gate_hub_add_account_async));

  gate_connector_store_add_account_async (self->connectors, connector, label, cancellable, did_add, task);
}

/**
 * gate_hub_add_account_finish:
 * @self: an open hub
 * @result: the result
 * @error: set to %GATE_ERROR_NOT_FOUND, %GATE_ERROR_EXISTS or %GATE_ERROR_INVALID
 *
 * Returns: (transfer full) (nullable): the account's id
 */
char *
gate_hub_add_account_finish (GateHub       *self,
                             GAsyncResult  *result,
                             GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
did_rename (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;

  if (gate_connector_store_rename_account_finish (GATE_CONNECTOR_STORE (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/**
 * gate_hub_rename_account_async:
 * @self: an open hub
 * @connector: a connector's id
 * @account: the id of one of its accounts, "" for the first
 * @label: what people call it from now on
 * @cancellable: (nullable): ends it
 * @callback: called when it is kept
 * @user_data: for @callback
 *
 * Gives an account another label. Its id stays, and with it its sign-in, its choices and the names of its tools.
 */
void
gate_hub_rename_account_async (GateHub             *self,
                               const char          *connector,
                               const char          *account,
                               const char          *label,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  GTask *task = gate_hub_note_change (self, gate_task_new (self, cancellable, callback, user_data, gate_hub_rename_account_async));

  gate_connector_store_rename_account_async (self->connectors, connector, account, label, cancellable, did_rename, task);
}

/**
 * gate_hub_rename_account_finish:
 * @self: an open hub
 * @result: the result
 * @error: set to %GATE_ERROR_NOT_FOUND, or what the file said
 *
 * Returns: %TRUE when it is so called
 */
gboolean
gate_hub_rename_account_finish (GateHub       *self,
                                GAsyncResult  *result,
                                GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
did_forget (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;

  gate_hub_forget_finish (GATE_HUB (source), result);
  g_task_return_boolean (task, TRUE);
}

static void
did_remove (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  GTask *task = user_data;
  AccountData *data = account_data_of (task);
  GError *error = NULL;

  if (gate_connector_store_remove_account_finish (GATE_CONNECTOR_STORE (source), result, &error))
    {
      gate_hub_forget_async (g_task_get_source_object (task), data->connector, data->account, NULL, did_forget, task);
      return;
    }
  g_task_return_error (task, error);
  g_object_unref (task);
}

static void
did_sign_out (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  GTask *task = user_data;
  GateHub *self = g_task_get_source_object (task);
  AccountData *data = account_data_of (task);
  g_autoptr(GError) error = NULL;

  if (!gate_sign_in_disconnect_finish (GATE_SIGN_IN (source), result, NULL, &error))
    g_warning ("A sign-in could not be ended: %s", error->message);
  gate_connector_store_remove_account_async (self->connectors, data->connector, data->account, g_task_get_cancellable (task), did_remove,
                                             task);
}

/**
 * gate_hub_remove_account_async:
 * @self: an open hub
 * @connector: a connector's id
 * @account: the id of one of its accounts, beyond the first
 * @cancellable: (nullable): ends it
 * @callback: called when it is gone
 * @user_data: for @callback
 *
 * Ends the account's sign-in, revoked where the service can, takes it out of the connector's entry, and forgets where it was on and what
 * was chosen for its tools. The other accounts of the connector stay as they are.
 */
void
gate_hub_remove_account_async (GateHub             *self,
                               const char          *connector,
                               const char          *account,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  GTask *task = gate_task_new (self, cancellable, callback, user_data, gate_hub_remove_account_async);
  AccountData *data = account_data_new ();
  GError *error = NULL;
  GateLink *link = NULL;

  data->connector = g_strdup (connector);
  data->account = g_strdup (account);
  account_data_attach (task, data);
  gate_hub_note_change (self, task);
  if (!account || !*account)
    gate_error_set (&error, GATE_ERROR_INVALID, GATE_LAYER_NONE, _("Disconnect it, or remove the connector."),
                    _("The first account of a connector goes with it"));
  else
    link = gate_hub_get_link (self, NULL, connector, account, &error);
  if (link)
    gate_sign_in_disconnect_async (gate_link_get_sign_in (link), cancellable, did_sign_out, task);
  else
    {
      g_task_return_error (task, error);
      g_object_unref (task);
    }
}

/**
 * gate_hub_remove_account_finish:
 * @self: an open hub
 * @result: the result
 * @error: set to %GATE_ERROR_INVALID, %GATE_ERROR_NOT_INSTALLED, %GATE_ERROR_NOT_FOUND, or what the file said
 *
 * Returns: %TRUE when it is gone
 */
gboolean
gate_hub_remove_account_finish (GateHub       *self,
                                GAsyncResult  *result,
                                GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}
