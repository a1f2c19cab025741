// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-hub-private.h"

#include "gate-error.h"
#include "gate-hub-connector-private.h"
#include "gate-task.h"

typedef struct {
  char *connector;
  char *account;   /* (nullable) */
} HiddenData;

GATE_DEFINE_DATA (HiddenData, hidden_data)

static void
hidden_data_clear (HiddenData *self)
{
  g_free (self->connector);
  g_free (self->account);
}

/**
 * gate_hub_set_hidden:
 * @self: an open hub
 * @connector: a connector's id
 * @account: (nullable): the id of one of its accounts, beyond the first; %NULL: the whole connector
 * @hidden: whether it is out of sight
 *
 * Takes a connector, or one of its accounts, out of this process's lists, as if it were removed, or puts it back. Nothing of it is lost:
 * this is for the time in which a removal can be taken back. What another process changes meanwhile, or puts in its place, is seen.
 */
void
gate_hub_set_hidden (GateHub    *self,
                     const char *connector,
                     const char *account,
                     gboolean    hidden)
{
  g_return_if_fail (GATE_IS_HUB (self) && connector && (!account || *account));
  gate_visible_list_set_hidden (GATE_VISIBLE_LIST (self->connector_items), connector, account, hidden);
}

static void
end (GTask   *task,
     GError  *error)
{
  if (error)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
  g_object_unref (task);
}

static void
end_removal (GTask  *task,
             GError *error)
{
  HiddenData *data = hidden_data_of (task);

  gate_hub_set_hidden (g_task_get_source_object (task), data->connector, data->account, FALSE);
  /* Somebody else was quicker, or put another one in its place: that is as it should be. */
  if (gate_error_matches (error, GATE_ERROR_NOT_INSTALLED) || gate_error_matches (error, GATE_ERROR_NOT_FOUND))
    g_clear_error (&error);
  end (task, error);
}

static void
did_remove_connector (GObject      *source,
                      GAsyncResult *result,
                      gpointer      user_data)
{
  GError *error = NULL;
  g_autoptr(JsonNode) entry = gate_hub_remove_connector_finish (GATE_HUB (source), result, &error);

  end_removal (user_data, error);
}

static void
did_remove_account (GObject      *source,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  GError *error = NULL;

  gate_hub_remove_account_finish (GATE_HUB (source), result, &error);
  end_removal (user_data, error);
}

/* What this process saw last may be older than what another one wrote: only now it is certain what is hidden. */
static void
did_load (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  GTask *task = user_data;
  GateHub *self = g_task_get_source_object (task);
  HiddenData *data = hidden_data_of (task);
  GateConnector *connector = gate_connector_store_find (self->connectors, data->connector);
  GError *error = NULL;

  if (!gate_connector_store_load_finish (GATE_CONNECTOR_STORE (source), result, &error))
    end (task, error);
  else if (!connector || !gate_visible_list_is_hidden (GATE_VISIBLE_LIST (self->connector_items), data->connector, data->account))
    end (task, NULL);
  else if (data->account)
    gate_hub_remove_account_async (self, data->connector, data->account, g_task_get_cancellable (task), did_remove_account, task);
  else
    gate_hub_remove_entry_async (self, data->connector, gate_connector_get_source (connector), g_task_get_cancellable (task),
                                 did_remove_connector, task);
}

/**
 * gate_hub_remove_hidden_async:
 * @self: an open hub
 * @connector: the id of a connector that is hidden, or of which an account is
 * @account: (nullable): the account that is hidden; %NULL: the whole connector
 * @cancellable: (nullable): ends it
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Removes what was hidden, once its removal cannot be taken back any more: it is signed out, revoked where the service can, and
 * forgotten. What another process removed, changed or put in its place since it was hidden is left alone.
 */
void
gate_hub_remove_hidden_async (GateHub             *self,
                              const char          *connector,
                              const char          *account,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  GTask *task = gate_task_new (self, cancellable, callback, user_data, gate_hub_remove_hidden_async);
  HiddenData *data = hidden_data_new ();

  data->connector = g_strdup (connector);
  data->account = g_strdup (account);
  hidden_data_attach (task, data);
  gate_hub_note_change (self, task);
  gate_connector_store_load_async (self->connectors, cancellable, did_load, task);
}

/**
 * gate_hub_remove_hidden_finish:
 * @self: an open hub
 * @result: the result
 * @error: set to what the file said
 *
 * Returns: %TRUE when it is gone, or was not ours to remove any more
 */
gboolean
gate_hub_remove_hidden_finish (GateHub       *self,
                               GAsyncResult  *result,
                               GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}
