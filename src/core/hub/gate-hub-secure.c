// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-hub-private.h"

#include "gate-hub-connector-private.h"
#include "gate-secret-mover.h"
#include "gate-task.h"

/* The task's data is the connector as it was when the secrets were looked for; its result is where they were. */

typedef struct {
  GateConnector  *connector;
  char          **moved;     /* (nullable) */
} SecureData;

GATE_DEFINE_DATA (SecureData, secure_data)

static void
secure_data_clear (SecureData *self)
{
  g_clear_object (&self->connector);
  g_strfreev (self->moved);
}

static void
did_put (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GateHub *self = g_task_get_source_object (task);
  SecureData *data = secure_data_of (task);
  GError *error = NULL;
  g_autoptr(GateConnector) connector = gate_connector_store_put_finish (GATE_CONNECTOR_STORE (source), result, &error);

  if (!connector)
    {
      g_task_return_error (task, error);
      return;
    }
  gate_hub_forget_links (self, gate_connector_get_id (connector));
  g_task_return_pointer (task, g_steal_pointer (&data->moved), (GDestroyNotify) g_strfreev);
}

static void
did_move (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GateHub *self = g_task_get_source_object (task);
  SecureData *data = secure_data_of (task);
  GError *error = NULL;
  g_autoptr(JsonNode) entry = gate_secret_mover_move_finish (result, &data->moved, &error);

  if (!entry)
    g_task_return_error (task, error);
  else if (!*data->moved)
    g_task_return_pointer (task, g_steal_pointer (&data->moved), (GDestroyNotify) g_strfreev);
  else
    gate_connector_store_put_async (self->connectors, GATE_CONNECTOR_STORE_REPLACE, gate_connector_get_name (data->connector), entry, -1,
                                    g_task_get_cancellable (task), did_put, g_steal_pointer (&task));
}

/**
 * gate_hub_secure_connector_async:
 * @self: an open hub
 * @id: a connector's id
 * @cancellable: (nullable): ends it
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Moves the secrets that stand in a connector's entry in the clear to the keyring, and leaves references to them in their place. The
 * entry is written only when all of them are in the keyring.
 */
void
gate_hub_secure_connector_async (GateHub             *self,
                                 const char          *id,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  g_autoptr(GTask) task = gate_task_new (self, cancellable, callback, user_data, gate_hub_secure_connector_async);
  SecureData *data = secure_data_new ();
  GError *error = NULL;
  GateHubConnector *item = gate_hub_find_connector (self, id, &error);

  secure_data_attach (task, data);
  if (!item)
    {
      g_task_return_error (task, error);
      return;
    }
  data->connector = g_object_ref (gate_hub_connector_get_connector (item));
  gate_secret_mover_move_async (self->secrets, id, gate_connector_get_label (data->connector), gate_connector_get_source (data->connector),
                                cancellable, did_move, g_steal_pointer (&task));
}

/**
 * gate_hub_secure_connector_finish:
 * @self: an open hub
 * @result: the result
 * @error: set to %GATE_ERROR_NOT_INSTALLED, or what the keyring or the file said
 *
 * Returns: (transfer full) (nullable) (array zero-terminated=1): where the secrets were; empty where there were none
 */
char **
gate_hub_secure_connector_finish (GateHub       *self,
                                  GAsyncResult  *result,
                                  GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
did_unlock (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;

  if (gate_secret_store_unlock_finish (GATE_SECRET_STORE (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/**
 * gate_hub_unlock_keyring_async:
 * @self: an open hub
 * @cancellable: (nullable): ends the wait; the prompt stays
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Asks the person to unlock the keyring, by the keyring's own prompt. Nobody is signed in anew by it.
 */
void
gate_hub_unlock_keyring_async (GateHub             *self,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  g_return_if_fail (GATE_IS_HUB (self));

  GTask *task = gate_task_new (self, cancellable, callback, user_data, gate_hub_unlock_keyring_async);
  gate_secret_store_unlock_async (self->secrets, cancellable, did_unlock, task);
}

/**
 * gate_hub_unlock_keyring_finish:
 * @self: an open hub
 * @result: the result
 * @error: set to %GATE_ERROR_KEYRING_DISMISSED when the person closed the prompt, or as for [method@Gate.SecretStore.unlock_finish]
 *
 * Returns: %TRUE when the keyring is unlocked
 */
gboolean
gate_hub_unlock_keyring_finish (GateHub       *self,
                                GAsyncResult  *result,
                                GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}
