// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-hub-private.h"

#include "gate-error.h"
#include "gate-hub-connector-private.h"
#include "gate-i18n.h"
#include "gate-json.h"
#include "gate-program.h"
#include "gate-task.h"

#include <string.h>

#define READ_ONLY "readOnly"
#define OWN "gatehouse"

/**
 * gate_hub_is_read_only_entry:
 * @connector: a connector's entry
 *
 * Returns: %TRUE where its entry says that it may only read
 */
gboolean
gate_hub_is_read_only_entry (GateConnector *connector)
{
  JsonObject *own = gate_json_get_object (gate_json_node_object (gate_connector_get_source (connector)), OWN);

  return own && gate_json_get_boolean (own, READ_ONLY, FALSE);
}

/**
 * gate_hub_get_program_override:
 * @self: a hub
 *
 * Whether programs of the person's, local servers and helpers, are out of reach: they are in a Flatpak sandbox that was not given the right.
 *
 * Returns: (nullable): the command that gives the right; %NULL where programs can be started
 */
const char *
gate_hub_get_program_override (GateHub *self)
{
  g_return_val_if_fail (GATE_IS_HUB (self), NULL);
  return gate_program_allowed (NULL) ? NULL : gate_program_override ();
}

/**
 * gate_hub_get_read_only:
 * @self: an open hub
 * @connector: a connector's id
 * @locked: (out) (optional): whether the administrator decides it
 *
 * Returns: %TRUE when tools of the connector that write are blocked, and signing in asks for reading only
 */
gboolean
gate_hub_get_read_only (GateHub    *self,
                        const char *connector,
                        gboolean   *locked)
{
  g_return_val_if_fail (GATE_IS_HUB (self) && connector, FALSE);
  GateConnector *entry = gate_connector_store_find (self->connectors, connector);
  gboolean managed = gate_hub_is_managed_read_only (self, connector);

  if (locked)
    *locked = managed;
  return managed || (entry && gate_hub_is_read_only_entry (entry));
}

static void
did_put (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;
  g_autoptr(GateConnector) connector = gate_connector_store_put_finish (GATE_CONNECTOR_STORE (source), result, &error);

  if (connector)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/**
 * gate_hub_set_read_only_async:
 * @self: an open hub
 * @connector: a connector's id
 * @read_only: whether it may only read
 * @cancellable: (nullable): ends it
 * @callback: called when it is kept
 * @user_data: for @callback
 *
 * Keeps in its entry whether a connector may only read: tools that write are blocked, and the next sign-in asks for reading only.
 */
void
gate_hub_set_read_only_async (GateHub             *self,
                              const char          *connector,
                              gboolean             read_only,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  g_autoptr(GTask) task = gate_hub_note_change (self, gate_task_new (self, cancellable, callback, user_data, gate_hub_set_read_only_async));
  GError *error = NULL;
  GateHubConnector *item = gate_hub_find_connector (self, connector, &error);
  g_autoptr(JsonNode) entry = NULL;
  JsonObject *object, *own;

  if (!item)
    {
      g_task_return_error (task, error);
      return;
    }
  if (gate_hub_is_managed_read_only (self, connector) && !read_only)
    {
      g_task_return_error (task, gate_error_new (GATE_ERROR_LOCKED_BY_ADMIN, GATE_LAYER_POLICY, _("Ask your administrator."),
                                                 _("Your administrator lets %s only read"), connector));
      return;
    }
  entry = gate_json_copy (gate_connector_get_source (gate_hub_connector_get_connector (item)));
  object = gate_json_node_object (entry);
  own = gate_json_get_object (object, OWN);
  if (!own)
    {
      own = json_object_new ();
      json_object_set_object_member (object, OWN, own);
    }
  json_object_set_boolean_member (own, READ_ONLY, read_only);
  gate_connector_store_put_async (self->connectors, GATE_CONNECTOR_STORE_REPLACE,
                                  gate_connector_get_name (gate_hub_connector_get_connector (item)), entry, -1, cancellable, did_put,
                                  g_steal_pointer (&task));
}

/**
 * gate_hub_set_read_only_finish:
 * @self: an open hub
 * @result: the result
 * @error: set to %GATE_ERROR_NOT_INSTALLED, %GATE_ERROR_LOCKED_BY_ADMIN, or what the file said
 *
 * Returns: %TRUE when it is kept
 */
gboolean
gate_hub_set_read_only_finish (GateHub       *self,
                               GAsyncResult  *result,
                               GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * gate_hub_dup_log:
 * @self: an open hub
 * @connector: a connector's id
 * @account: (nullable): one of its accounts
 *
 * Returns: (transfer full) (nullable): the last lines that a local server wrote to its standard error since it was started here; %NULL
 *   where it was not, and of a remote server
 */
char *
gate_hub_dup_log (GateHub    *self,
                  const char *connector,
                  const char *account)
{
  g_return_val_if_fail (GATE_IS_HUB (self) && connector, NULL);
  GHashTableIter iter;
  gpointer link;

  g_hash_table_iter_init (&iter, self->links);
  while (g_hash_table_iter_next (&iter, NULL, &link))
    if (gate_link_get_client (link) && strcmp (gate_connector_get_id (gate_link_get_connector (link)), connector) == 0 &&
        g_strcmp0 (gate_link_get_account (link), account ? account : "") == 0)
      return gate_mcp_client_dup_log (gate_link_get_client (link));
  return NULL;
}
