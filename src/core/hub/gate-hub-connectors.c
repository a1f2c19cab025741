// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-hub-private.h"

#include "gate-error.h"
#include "gate-hub-connector-private.h"
#include "gate-hub-forgetting.h"
#include "gate-i18n.h"
#include "gate-json.h"
#include "gate-secret-mover.h"
#include "gate-task.h"

#include <string.h>

typedef struct {
  char      *id;
  gboolean   replace;
  char     **moved;   /* (nullable) */
} AddData;

GATE_DEFINE_DATA (AddData, add_data)

static void
add_data_clear (AddData *self)
{
  g_free (self->id);
  g_strfreev (self->moved);
}

static void
fail (GTask  *task,
      GError *error)
{
  g_task_return_error (task, error);
  g_object_unref (task);
}

static void
did_put (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  GTask *task = user_data;
  GateHub *self = g_task_get_source_object (task);
  GError *error = NULL;
  g_autoptr(GateConnector) connector = gate_connector_store_put_finish (GATE_CONNECTOR_STORE (source), result, &error);
  GateHubConnector *item = connector ? gate_hub_find_connector (self, gate_connector_get_id (connector), &error) : NULL;

  if (!item)
    {
      fail (task, error);
      return;
    }
  g_task_return_pointer (task, g_object_ref (item), g_object_unref);
  g_object_unref (task);
}

static void
did_move (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  GTask *task = user_data;
  GateHub *self = g_task_get_source_object (task);
  AddData *data = add_data_of (task);
  GError *error = NULL;
  g_autoptr(JsonNode) entry = gate_secret_mover_move_finish (result, &data->moved, &error);

  if (entry)
    gate_connector_store_put_async (self->connectors, data->replace ? GATE_CONNECTOR_STORE_PUT : GATE_CONNECTOR_STORE_ADD, data->id, entry, -1,
                                    g_task_get_cancellable (task), did_put, task);
  else
    fail (task, error);
}

/* A decision that is only taken knowingly: what is sent to another machine in the clear, anybody on the way reads and changes. */
static gboolean
check_clear_text (GateConnector  *connector,
                  GError        **error)
{
  JsonObject *own = gate_json_get_object (gate_json_node_object (gate_connector_get_source (connector)), "gatehouse");

  if (!gate_connector_is_clear_text (connector) || (own && gate_json_get_boolean (own, "allowHttp", FALSE)))
    return TRUE;

  GError *clear = gate_error_new (GATE_ERROR_INVALID, GATE_LAYER_INSTALLED, _("Use its https:// address."),
                                  _("“%s” is not encrypted (http): others on the way could read and change what is sent"),
                                  gate_connector_get_address (connector));
  gate_error_set_terminal_remedy (clear, _("Use its https:// address. If it has none, --allow-http adds it all the same; no key and no"
                                           " sign-in is ever sent there."));
  g_propagate_error (error, clear);
  return FALSE;
}

/**
 * gate_hub_check_entry:
 * @self: an open hub
 * @id: what the connector is to be called
 * @entry: its entry
 * @replace: whether one of that name may be there
 * @error: set to why it cannot be added
 *
 * Refuses everything that can be refused before a secret is moved.
 *
 * Returns: (transfer full) (nullable): what the entry says
 */
GateConnector *
gate_hub_check_entry (GateHub     *self,
                      const char  *id,
                      JsonNode    *entry,
                      gboolean     replace,
                      GError     **error)
{
  if (!replace && gate_hub_find_any (self, id, NULL))
    {
      GError *taken = gate_error_new (GATE_ERROR_EXISTS, GATE_LAYER_NONE, _("Choose another name."), _("There is a connector “%s” already"), id);
      gate_error_set_terminal_remedy (taken, _("Choose another name, or give --replace."));
      g_propagate_error (error, taken);
      return NULL;
    }

  g_autoptr(GateConnector) connector = gate_connector_new_from_json (id, entry, GATE_CONNECTOR_ORIGIN_USER, error);
  return connector && check_clear_text (connector, error) ? g_steal_pointer (&connector) : NULL;
}

/**
 * gate_hub_add_connector_async:
 * @self: an open hub
 * @id: the name in `mcp.json`, of which the id is made
 * @entry: the entry in the `.mcp.json` form
 * @replace: whether an entry of that name is replaced
 * @cancellable: (nullable): ends it
 * @callback: called with the connector
 * @user_data: for @callback
 *
 * Adds a connector. Secrets in the entry go to the keyring first; nothing is run and nothing is turned on.
 */
void
gate_hub_add_connector_async (GateHub             *self,
                              const char          *id,
                              JsonNode            *entry,
                              gboolean             replace,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  GTask *task = gate_hub_note_change (self, gate_task_new (self, cancellable, callback, user_data, gate_hub_add_connector_async));
  AddData *data = add_data_new ();
  GError *error = NULL;
  g_autoptr(GateConnector) connector = gate_hub_check_entry (self, id, entry, replace, &error);

  data->id = g_strdup (id);
  data->replace = replace;
  add_data_attach (task, data);
  if (connector)
    gate_secret_mover_move_async (self->secrets, gate_connector_get_id (connector), gate_connector_get_label (connector), entry, cancellable,
                                  did_move, task);
  else
    fail (task, error);
}

/**
 * gate_hub_add_connector_finish:
 * @self: an open hub
 * @result: the result
 * @moved: (out) (transfer full) (optional) (array zero-terminated=1): where secrets were that are in the keyring now
 * @error: set to %GATE_ERROR_INVALID, %GATE_ERROR_EXISTS, or what the keyring or the file said
 *
 * Returns: (transfer full) (nullable): the connector
 */
GateHubConnector *
gate_hub_add_connector_finish (GateHub        *self,
                               GAsyncResult   *result,
                               char         ***moved,
                               GError        **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  GateHubConnector *connector = g_task_propagate_pointer (G_TASK (result), error);

  if (moved)
    *moved = connector ? g_steal_pointer (&add_data_of (result)->moved) : NULL;
  return connector;
}

typedef struct {
  char      *id;
  char     **accounts;
  JsonNode  *expected; /* (nullable) */
  JsonNode  *entry;    /* (nullable) */
  guint      n_signed_out;
} RemoveData;

GATE_DEFINE_DATA (RemoveData, remove_data)

static void
remove_data_clear (RemoveData *self)
{
  g_free (self->id);
  g_strfreev (self->accounts);
  g_clear_pointer (&self->expected, json_node_unref);
  g_clear_pointer (&self->entry, json_node_unref);
}

static void
did_forget (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;

  gate_hub_forget_finish (GATE_HUB (source), result);
  g_task_return_pointer (task, g_steal_pointer (&remove_data_of (task)->entry), (GDestroyNotify) json_node_unref);
}

static void
did_remove (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  GTask *task = user_data;
  GateHub *self = g_task_get_source_object (task);
  RemoveData *data = remove_data_of (task);
  GError *error = NULL;

  data->entry = gate_connector_store_remove_finish (GATE_CONNECTOR_STORE (source), result, NULL, NULL, &error);
  gate_hub_set_hidden (self, data->id, NULL, FALSE);
  if (data->entry)
    gate_hub_forget_async (self, data->id, NULL, (const char * const *) data->accounts, did_forget, task);
  else
    fail (task, error);
}

static void
remove_entry (GTask *task)
{
  GateHub *self = g_task_get_source_object (task);

  gate_connector_store_remove_async (self->connectors, remove_data_of (task)->id, remove_data_of (task)->expected,
                                     g_task_get_cancellable (task), did_remove, task);
}

static void sign_out_next (GTask *task);

static void
did_sign_out (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  GTask *task = user_data;
  g_autoptr(GError) error = NULL;

  if (!gate_sign_in_disconnect_finish (GATE_SIGN_IN (source), result, NULL, &error))
    g_warning ("A sign-in could not be ended: %s", error->message);
  sign_out_next (task);
}

/* Account by account, then the entry itself. n_signed_out counts those that are, or are being. */
static void
sign_out_next (GTask *task)
{
  GateHub *self = g_task_get_source_object (task);
  RemoveData *data = remove_data_of (task);
  const char *account = data->accounts[data->n_signed_out];
  GateLink *link = account ? gate_hub_get_link (self, NULL, data->id, account, NULL) : NULL;

  if (!link)
    {
      remove_entry (task);
      return;
    }
  data->n_signed_out++;
  gate_sign_in_disconnect_async (gate_link_get_sign_in (link), g_task_get_cancellable (task), did_sign_out, task);
}

/**
 * gate_hub_remove_entry_async:
 * @self: an open hub
 * @id: a connector's id
 * @expected: (nullable): its entry as it was when its removal was decided; one that is another is not removed
 * @cancellable: (nullable): ends it
 * @callback: called with the entry, for gate_hub_remove_connector_finish()
 * @user_data: for @callback
 *
 * Ends its sign-ins (revoked where the service can), then removes the entry and what was remembered of it: approvals, pins, choices,
 * and where it was on.
 */
void
gate_hub_remove_entry_async (GateHub             *self,
                             const char          *id,
                             JsonNode            *expected,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  GTask *task = gate_task_new (self, cancellable, callback, user_data, gate_hub_remove_connector_async);
  GError *error = NULL;
  GateHubConnector *item = gate_hub_find_any (self, id, &error);
  RemoveData *data = remove_data_new ();

  gate_hub_note_change (self, task);
  remove_data_attach (task, data);
  if (!item)
    {
      fail (task, error);
      return;
    }
  data->id = g_strdup (id);
  data->expected = expected ? json_node_ref (expected) : NULL;
  data->accounts = g_strdupv ((char **) gate_hub_connector_get_accounts (item));
  sign_out_next (task);
}

/**
 * gate_hub_remove_connector_async:
 * @self: an open hub
 * @id: a connector's id
 * @cancellable: (nullable): ends it
 * @callback: called with the entry
 * @user_data: for @callback
 *
 * Ends its sign-ins (revoked where the service can), then removes the entry and what was remembered of it: approvals, pins, choices,
 * and where it was on.
 */
void
gate_hub_remove_connector_async (GateHub             *self,
                                 const char          *id,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  gate_hub_remove_entry_async (self, id, NULL, cancellable, callback, user_data);
}

/**
 * gate_hub_remove_connector_finish:
 * @self: an open hub
 * @result: the result
 * @error: set to %GATE_ERROR_NOT_INSTALLED, or what the file said
 *
 * Returns: (transfer full) (nullable): the entry that was removed
 */
JsonNode *
gate_hub_remove_connector_finish (GateHub       *self,
                                  GAsyncResult  *result,
                                  GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
export_one (JsonObject       *servers,
            GateHubConnector *connector)
{
  json_object_set_member (servers, gate_connector_get_name (gate_hub_connector_get_connector (connector)),
                          json_node_copy (gate_hub_connector_get_source (connector)));
}

/**
 * gate_hub_export:
 * @self: an open hub
 * @ids: (nullable) (array zero-terminated=1): connectors' ids; %NULL: all of the user's
 * @error: set to %GATE_ERROR_NOT_INSTALLED
 *
 * Returns: (transfer full) (nullable): a document in the `.mcp.json` form, secrets as `${keyring:…}`
 */
JsonNode *
gate_hub_export (GateHub             *self,
                 const char * const  *ids,
                 GError             **error)
{
  g_return_val_if_fail (GATE_IS_HUB (self), NULL);
  g_autoptr(JsonObject) document = json_object_new ();
  JsonObject *servers = json_object_new ();

  json_object_set_object_member (document, "mcpServers", servers);
  for (guint i = 0; !ids && i < g_list_model_get_n_items (self->connector_items); i++)
    {
      g_autoptr(GateHubConnector) connector = g_list_model_get_item (self->connector_items, i);
      export_one (servers, connector);
    }
  for (guint i = 0; ids && ids[i]; i++)
    {
      GateHubConnector *connector = gate_hub_find_connector (self, ids[i], error);

      if (!connector)
        return NULL;
      export_one (servers, connector);
    }
  return gate_json_from_object (document);
}
