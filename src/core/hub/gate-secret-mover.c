// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-secret-mover.h"

#include "gate-i18n.h"
#include "gate-secret-scan.h"
#include "gate-task.h"

typedef struct {
  GateSecretStore *secrets;
  char            *connector;
  char            *label;
  JsonNode        *entry;
  GPtrArray       *found; /* (element-type GateFoundSecret) */
  guint            index;
} MoveData;

GATE_DEFINE_DATA (MoveData, move_data)

static void
move_data_clear (MoveData *self)
{
  g_clear_object (&self->secrets);
  g_free (self->connector);
  g_free (self->label);
  g_clear_pointer (&self->entry, json_node_unref);
  g_clear_pointer (&self->found, g_ptr_array_unref);
}

static void store_next (GTask *task);

static void
did_store (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  GTask *task = user_data;
  GError *error = NULL;

  if (gate_secret_store_store_finish (GATE_SECRET_STORE (source), result, &error))
    {
      move_data_of (task)->index++;
      store_next (task);
      return;
    }
  g_task_return_error (task, error);
  g_object_unref (task);
}

static void
store_next (GTask *task)
{
  MoveData *data = move_data_of (task);

  if (data->index == data->found->len)
    {
      g_task_return_boolean (task, TRUE);
      g_object_unref (task);
      return;
    }

  const GateFoundSecret *found = data->found->pdata[data->index];
  const GateSecretKey key = { .kind = found->kind, .resource = data->connector, .name = found->name };
  g_autofree char *label = g_strdup_printf (_("Gatehouse: %s, %s"), data->label, found->where);
  gate_secret_store_store_async (data->secrets, &key, label, found->value, g_task_get_cancellable (task), did_store, task);
}

/**
 * gate_secret_mover_keep_async:
 * @secrets: the keyring
 * @connector: the connector's id
 * @label: what people call it
 * @found: (element-type GateFoundSecret): the secrets
 * @cancellable: (nullable): ends it
 * @callback: called when all are in the keyring
 * @user_data: for @callback
 *
 * Keeps secrets that were found before.
 */
void
gate_secret_mover_keep_async (GateSecretStore     *secrets,
                              const char          *connector,
                              const char          *label,
                              GPtrArray           *found,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  GTask *task = gate_task_new (NULL, cancellable, callback, user_data, gate_secret_mover_keep_async);
  MoveData *data = move_data_new ();

  data->secrets = g_object_ref (secrets);
  data->connector = g_strdup (connector);
  data->label = g_strdup (label);
  data->found = g_ptr_array_ref (found);
  move_data_attach (task, data);
  store_next (task);
}

/**
 * gate_secret_mover_keep_finish:
 * @result: the result
 * @error: set to what the keyring said
 *
 * Returns: %TRUE when all are in the keyring
 */
gboolean
gate_secret_mover_keep_finish (GAsyncResult  *result,
                               GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * gate_secret_mover_move_async:
 * @secrets: the keyring
 * @connector: the connector's id
 * @label: what people call it
 * @entry: its entry
 * @cancellable: (nullable): ends it
 * @callback: called when all are in the keyring
 * @user_data: for @callback
 *
 * Moves the secrets that stand in an entry to the keyring.
 */
void
gate_secret_mover_move_async (GateSecretStore     *secrets,
                              const char          *connector,
                              const char          *label,
                              JsonNode            *entry,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  GTask *task = gate_task_new (NULL, cancellable, callback, user_data, gate_secret_mover_move_async);
  MoveData *data = move_data_new ();

  data->secrets = g_object_ref (secrets);
  data->connector = g_strdup (connector);
  data->label = g_strdup (label);
  data->entry = gate_secret_scan_entry (entry, &data->found);
  move_data_attach (task, data);
  store_next (task);
}

/**
 * gate_secret_mover_move_finish:
 * @result: the result
 * @moved: (out) (transfer full) (optional) (array zero-terminated=1): where each was, for people
 * @error: set to what the keyring said
 *
 * Returns: (transfer full) (nullable): the entry with references in place of its secrets
 */
JsonNode *
gate_secret_mover_move_finish (GAsyncResult   *result,
                               char         ***moved,
                               GError        **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  MoveData *data = move_data_of (result);
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return NULL;
  for (guint i = 0; i < data->found->len; i++)
    g_strv_builder_add (builder, ((GateFoundSecret *) data->found->pdata[i])->where);
  if (moved)
    *moved = g_strv_builder_end (builder);
  return json_node_ref (data->entry);
}
