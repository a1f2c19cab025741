// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-hub-private.h"

#include "gate-config.h"
#include "gate-error.h"
#include "gate-hub-connector-private.h"
#include "gate-hub-project-private.h"
#include "gate-i18n.h"
#include "gate-mapped-list.h"
#include "gate-roster.h"
#include "gate-state-store.h"
#include "gate-task.h"
#include "gate-tool-finder.h"

#include <string.h>

static guint choices_signal;
static guint offer_signal, connected_signal;

G_DEFINE_FINAL_TYPE (GateHub, gate_hub, G_TYPE_OBJECT)

static void
gate_hub_dispose (GObject *object)
{
  GateHub *self = GATE_HUB (object);

  g_clear_pointer (&self->found, g_hash_table_unref);
  g_clear_pointer (&self->rosters, g_hash_table_unref);
  g_clear_pointer (&self->links, g_hash_table_unref);
  g_clear_pointer (&self->session_yes, g_hash_table_unref);
  g_clear_object (&self->connector_items);
  g_clear_object (&self->project_items);
  g_clear_object (&self->connectors);
  g_clear_object (&self->projects);
  g_clear_object (&self->directory);
  g_clear_object (&self->approvals);
  g_clear_object (&self->memory);
  g_clear_object (&self->cache);
  g_clear_object (&self->usage);
  g_clear_object (&self->state);
  g_clear_object (&self->watch);
  g_clear_pointer (&self->retries, gate_retry_plan_free);
  g_clear_handle_id (&self->telling_pins, g_source_remove);
  g_clear_object (&self->pin_monitor);
  g_clear_object (&self->monitor);
  g_clear_object (&self->secrets);
  g_clear_object (&self->http);
  g_clear_object (&self->interaction);
  G_OBJECT_CLASS (gate_hub_parent_class)->dispose (object);
}

static void
gate_hub_class_init (GateHubClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = gate_hub_dispose;

  /**
   * GateHub::choices-changed:
   *
   * What is chosen for all projects changed, or whether it can be.
   */
  choices_signal = g_signal_new ("choices-changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  /**
   * GateHub::offer-changed:
   * @self: a hub
   * @connector: a connector's id
   * @account: the account's id, "" for the first
   * @lost: its connection was lost
   *
   * What an account offers may be another than when it was asked, or what the person allowed of it.
   */
  offer_signal = g_signal_new ("offer-changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 3,
                               G_TYPE_STRING, G_TYPE_STRING, G_TYPE_BOOLEAN);

  /**
   * GateHub::connected:
   * @self: a hub
   * @connector: a connector's id
   * @account: the account's id, "" for the first
   *
   * Its server answers: a program on this computer was started, or the network brought it.
   */
  connected_signal = g_signal_new ("connected", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2,
                                   G_TYPE_STRING, G_TYPE_STRING);

  /**
   * GateHub::try-again:
   * @self: a hub
   * @connector: a connector's id
   * @account: the account's id, "" for the first
   *
   * It is time to ask again what failed.
   */
  g_signal_new ("try-again", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_STRING,
                G_TYPE_STRING);

  /**
   * GateHub::pins-changed:
   * @self: a hub
   *
   * What is kept of tools, so that a change shows, is another than before.
   */
  g_signal_new ("pins-changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  /**
   * GateHub::network-changed:
   * @self: a hub
   * @available: there is one now
   *
   * The network went, or came back.
   */
  g_signal_new ("network-changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
}

/**
 * gate_hub_tell_offer_changed:
 * @self: a hub
 * @connector: a connector's id
 * @account: the account's id, "" for the first
 * @lost: its connection was lost
 *
 * Tells all views that an account has to be asked again.
 */
void
gate_hub_tell_offer_changed (GateHub    *self,
                             const char *connector,
                             const char *account,
                             gboolean    lost)
{
  g_signal_emit (self, offer_signal, 0, connector, account, lost);
}

/**
 * gate_hub_tell_connected:
 * @self: a hub
 * @connector: a connector's id
 * @account: (nullable): the account's id
 *
 * Tells all views that the server of an account answers.
 */
void
gate_hub_tell_connected (GateHub    *self,
                         const char *connector,
                         const char *account)
{
  g_signal_emit (self, connected_signal, 0, connector, account ? account : "");
}

static void
choices_changed (GateHub *self)
{
  g_signal_emit (self, choices_signal, 0);
}

static void
gate_hub_init (GateHub *self)
{
  self->links = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  self->rosters = g_hash_table_new_full (NULL, NULL, g_object_unref, (GDestroyNotify) gate_roster_unref);
  self->found = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) gate_found_tool_free);
  self->session_yes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

/**
 * gate_hub_new:
 * @interaction: whom to ask
 * @flags: what jobs may do
 *
 * Returns: (transfer full): a hub that is not open yet
 */
GateHub *
gate_hub_new (GateInteraction *interaction,
              GateHubFlags     flags)
{
  GateHub *self = g_object_new (GATE_TYPE_HUB, NULL);

  self->interaction = g_object_ref (interaction);
  self->flags = flags;
  self->http = gate_http_new ();
  gate_http_set_interaction (self->http, interaction);
  self->secrets = gate_secret_store_new ();
  self->state = gate_state_store_new (NULL);
  self->cache = gate_cache_store_new (NULL);
  self->memory = gate_server_memory_new (self->state, self->cache);
  self->usage = gate_usage_log_new (self->state);
  self->approvals = gate_approvals_new (self->state, interaction);
  self->connectors = gate_connector_store_new (NULL);
  return self;
}

static GObject *
map_project (GObject  *item,
             gpointer  user_data)
{
  return G_OBJECT (gate_hub_project_new (GATE_PROJECT (item)));
}

static GObject *
map_connector (GObject  *item,
               gpointer  user_data)
{
  return G_OBJECT (gate_hub_connector_new (GATE_CONNECTOR (item)));
}

/* An entry that another process changed is another server: what was connected under the old one is not used any more. */
static void
connectors_changed (GListModel *connectors,
                    guint       position,
                    guint       removed,
                    guint       added,
                    gpointer    user_data)
{
  GateHub *self = user_data;
  GHashTableIter iter;
  gpointer link;

  g_hash_table_iter_init (&iter, self->links);
  while (g_hash_table_iter_next (&iter, NULL, &link))
    {
      GateConnector *old = gate_link_get_connector (link);

      if (gate_connector_store_find (self->connectors, gate_connector_get_id (old)) == old)
        continue;
      gate_hub_forget_tools (self, link);
      g_hash_table_iter_remove (&iter);
    }
}

static void
did_load (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GateHub *self = g_task_get_source_object (task);
  GError *error = NULL;

  if (!gate_connector_store_load_finish (GATE_CONNECTOR_STORE (source), result, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  self->connector_items = gate_visible_list_new (gate_mapped_list_new (G_LIST_MODEL (self->connectors), GATE_TYPE_HUB_CONNECTOR,
                                                                       map_connector, NULL));
  self->project_items = gate_mapped_list_new (G_LIST_MODEL (self->projects), GATE_TYPE_HUB_PROJECT, map_project, NULL);
  g_signal_connect_object (self->connectors, "items-changed", G_CALLBACK (connectors_changed), self, 0);
  g_signal_connect_object (self->projects, "changed", G_CALLBACK (choices_changed), self, G_CONNECT_SWAPPED);
  g_task_return_boolean (task, TRUE);
}

static void
did_close_store (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  guint pending = GPOINTER_TO_UINT (g_task_get_task_data (task)) - 1;

  gate_store_close_finish (GATE_STORE (source), result, NULL);
  g_task_set_task_data (task, GUINT_TO_POINTER (pending), NULL);
  if (pending == 0)
    g_task_return_boolean (task, TRUE);
}

/* The task's data is the number of parts that are still closing, counted from one. All of them may write: the stores come last. */
static void
closed_one (GTask *task)
{
  GateHub *self = g_task_get_source_object (task);
  guint pending = GPOINTER_TO_UINT (g_task_get_task_data (task)) - 1;

  g_task_set_task_data (task, GUINT_TO_POINTER (pending), NULL);
  if (pending > 0)
    return;
  g_task_set_task_data (task, GUINT_TO_POINTER (2), NULL);
  gate_store_close_async (self->state, NULL, did_close_store, g_object_ref (task));
  gate_store_close_async (self->cache, NULL, did_close_store, g_object_ref (task));
}

static void
change_ended (GateHub *self)
{
  g_autoptr(GTask) closing = NULL;

  if (--self->n_changes > 0)
    return;
  closing = g_steal_pointer (&self->after_changes);
  if (closing)
    closed_one (closing);
}

/**
 * gate_hub_note_change:
 * @self: an open hub
 * @change: what a person wants to be changed, and that begins
 *
 * What is closed meanwhile waits for its end: no change is lost, a sign-in that is being revoked is not left behind, nor a project half
 * deleted.
 *
 * Returns: (transfer none): the same
 */
GTask *
gate_hub_note_change (GateHub *self,
                      GTask   *change)
{
  self->n_changes++;
  g_signal_connect_object (change, "notify::completed", G_CALLBACK (change_ended), self, G_CONNECT_SWAPPED);
  return change;
}

/* What failed here fails again where the keyring is needed, and is told there. */
static void
did_open_keyring (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr(GateHub) self = user_data;
  g_autoptr(GTask) closing = g_steal_pointer (&self->closing);

  gate_secret_store_open_finish (GATE_SECRET_STORE (source), result, NULL);
  g_clear_object (&self->opening);
  if (closing)
    closed_one (closing);
}

/**
 * gate_hub_open_async:
 * @self: a hub
 * @cancellable: (nullable): ends it
 * @callback: called when it is open
 * @user_data: for @callback
 *
 * Reads projects and connectors, and follows them from then on.
 */
void
gate_hub_open_async (GateHub             *self,
                     GCancellable        *cancellable,
                     GAsyncReadyCallback  callback,
                     gpointer             user_data)
{
  g_autoptr(GTask) task = gate_task_new (self, cancellable, callback, user_data, gate_hub_open_async);
  GError *error = NULL;

  if (self->flags & GATE_HUB_CONNECTS)
    {
      self->opening = g_cancellable_new ();
      gate_secret_store_open_async (self->secrets, self->opening, did_open_keyring, g_object_ref (self));
    }
  self->projects = gate_projects_new (&error);
  if (!self->projects)
    g_task_return_error (task, error);
  else
    gate_connector_store_load_async (self->connectors, cancellable, did_load, g_steal_pointer (&task));
}

/**
 * gate_hub_open_finish:
 * @self: a hub
 * @result: the result
 * @error: set when settings or connectors cannot be read, with the remedy
 *
 * Returns: %TRUE when it is open
 */
gboolean
gate_hub_open_finish (GateHub       *self,
                      GAsyncResult  *result,
                      GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * gate_hub_get_directory:
 * @self: a hub
 *
 * The directory of known remote connectors: the project's own, and the organization's in the system's configuration folder. It reads
 * nothing before it is asked.
 *
 * Returns: (transfer none): the directory
 */
GateDirectory *
gate_hub_get_directory (GateHub *self)
{
  g_return_val_if_fail (GATE_IS_HUB (self), NULL);

  if (!self->directory)
    self->directory = gate_directory_new (NULL, GATE_SYSCONFDIR "/gatehouse/directory.json", NULL);
  return self->directory;
}

/**
 * gate_hub_get_watch:
 * @self: a hub
 *
 * Returns: (transfer none): what tells that the keyring may hold something else than before
 */
GateSecretWatch *
gate_hub_get_watch (GateHub *self)
{
  if (!self->watch)
    self->watch = gate_secret_watch_new ();
  return self->watch;
}

static void
did_close (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;

  gate_link_close_finish (GATE_LINK (source), result, NULL);
  closed_one (task);
}

static void
did_flush_memory (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;

  gate_server_memory_flush_finish (GATE_SERVER_MEMORY (source), result, NULL);
  closed_one (task);
}

static void
did_flush (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;

  gate_usage_log_flush_finish (GATE_USAGE_LOG (source), result, NULL);
  closed_one (task);
}

/**
 * gate_hub_close_async:
 * @self: a hub
 * @cancellable: (nullable): ends the wait, not the closing
 * @callback: called when all is closed
 * @user_data: for @callback
 *
 * Ends every session and local server in good order, all at once.
 */
void
gate_hub_close_async (GateHub             *self,
                      GCancellable        *cancellable,
                      GAsyncReadyCallback  callback,
                      gpointer             user_data)
{
  g_autoptr(GTask) task = gate_task_new (self, cancellable, callback, user_data, gate_hub_close_async);
  g_autoptr(GList) links = g_hash_table_get_values (self->links);

  g_task_set_task_data (task, GUINT_TO_POINTER (3 + (self->opening ? 1 : 0) + (self->n_changes > 0 ? 1 : 0) +
                                                 g_list_length (links)), NULL);
  if (self->n_changes > 0)
    g_set_object (&self->after_changes, task);
  if (self->opening)
    {
      g_set_object (&self->closing, task);
      g_cancellable_cancel (self->opening);
    }
  if (self->projects)
    gate_settings_flush (gate_projects_get_settings (self->projects));
  gate_usage_log_flush_async (self->usage, did_flush, g_object_ref (task));
  gate_server_memory_flush_async (self->memory, did_flush_memory, g_object_ref (task));
  for (GList *at = links; at; at = at->next)
    gate_link_close_async (at->data, cancellable, did_close, g_object_ref (task));
  gate_hub_forget_tools (self, NULL);
  closed_one (task);
}

/**
 * gate_hub_close_finish:
 * @self: a hub
 * @result: the result
 * @error: set to %G_IO_ERROR_CANCELLED
 *
 * Returns: %TRUE when all is closed
 */
gboolean
gate_hub_close_finish (GateHub       *self,
                       GAsyncResult  *result,
                       GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * gate_hub_get_projects:
 * @self: an open hub
 *
 * Returns: (transfer none): the [class@Gate.HubProject]s, in the person's order
 */
GListModel *
gate_hub_get_projects (GateHub *self)
{
  g_return_val_if_fail (GATE_IS_HUB (self), NULL);
  return self->project_items;
}

/**
 * gate_hub_get_connectors:
 * @self: an open hub
 *
 * Returns: (transfer none): the [class@Gate.HubConnector]s
 */
GListModel *
gate_hub_get_connectors (GateHub *self)
{
  g_return_val_if_fail (GATE_IS_HUB (self), NULL);
  return self->connector_items;
}

/**
 * gate_hub_find_project:
 * @self: an open hub
 * @id_or_name: (nullable): a project's id or name; %NULL or "": the project `default`
 * @error: set to %GATE_ERROR_NOT_FOUND
 *
 * Returns: (transfer none) (nullable): the project
 */
GateHubProject *
gate_hub_find_project (GateHub     *self,
                       const char  *id_or_name,
                       GError     **error)
{
  g_return_val_if_fail (GATE_IS_HUB (self), NULL);
  const char *wanted = id_or_name && *id_or_name ? id_or_name : GATE_PROJECT_DEFAULT_ID;
  GateProject *project = gate_projects_find (self->projects, wanted, error);

  if (!project)
    return NULL;
  for (guint i = 0; i < g_list_model_get_n_items (self->project_items); i++)
    {
      g_autoptr(GateHubProject) item = g_list_model_get_item (self->project_items, i);

      if (gate_hub_project_get_project (item) == project)
        return item;
    }
  g_return_val_if_reached (NULL);
}

static GateHubConnector *
find_in (GListModel  *connectors,
         const char  *id,
         GError     **error)
{
  for (guint i = 0; i < g_list_model_get_n_items (connectors); i++)
    {
      g_autoptr(GateHubConnector) item = g_list_model_get_item (connectors, i);

      if (strcmp (gate_hub_connector_get_id (item), id) == 0)
        return item;
    }

  GError *unknown = gate_error_new (GATE_ERROR_NOT_INSTALLED, GATE_LAYER_INSTALLED,
                                    _("Add it, import it from another client, or ask your administrator."),
                                    _("There is no connector “%s” in your list"), id);
  gate_error_set_terminal_remedy (unknown, _("Add it (gatehousectl connector add), import it from another client (gatehousectl import), or ask"
                                             " your administrator."));
  g_propagate_error (error, unknown);
  return NULL;
}

/**
 * gate_hub_find_connector:
 * @self: an open hub
 * @id: a connector's id
 * @error: set to %GATE_ERROR_NOT_INSTALLED, layer 1
 *
 * Returns: (transfer none) (nullable): the connector
 */
GateHubConnector *
gate_hub_find_connector (GateHub     *self,
                         const char  *id,
                         GError     **error)
{
  g_return_val_if_fail (GATE_IS_HUB (self), NULL);
  return find_in (self->connector_items, id, error);
}

/**
 * gate_hub_find_any:
 * @self: an open hub
 * @id: a connector's id
 * @error: set to %GATE_ERROR_NOT_INSTALLED, layer 1
 *
 * Returns: (transfer none) (nullable): the connector, also one that is hidden because it is about to be removed
 */
GateHubConnector *
gate_hub_find_any (GateHub     *self,
                   const char  *id,
                   GError     **error)
{
  return find_in (gate_visible_list_get_source (GATE_VISIBLE_LIST (self->connector_items)), id, error);
}

/**
 * gate_hub_is_locked_off:
 * @self: an open hub
 * @connector: a connector's id
 *
 * Returns: %TRUE when the administrator keeps it off everywhere
 */
gboolean
gate_hub_is_locked_off (GateHub    *self,
                        const char *connector)
{
  return gate_projects_is_locked_off (self->projects, connector, NULL);
}

/**
 * gate_hub_is_managed_read_only:
 * @self: an open hub
 * @connector: a connector's id
 *
 * Returns: %TRUE when it may only read
 */
gboolean
gate_hub_is_managed_read_only (GateHub    *self,
                               const char *connector)
{
  return gate_projects_is_read_only (self->projects, connector);
}

/**
 * gate_hub_get_tool_choice:
 * @self: an open hub
 * @project: a project
 * @full_name: a tool's full name
 *
 * Returns: what the person chose for it
 */
GateToolChoice
gate_hub_get_tool_choice (GateHub        *self,
                          GateHubProject *project,
                          const char     *full_name)
{
  const char *text = gate_project_get_tool_choice (gate_hub_project_get_project (project), full_name);
  GateToolChoice choice = GATE_TOOL_CHOICE_NONE;

  if (text && !gate_tool_choice_from_string (text, &choice))
    return GATE_TOOL_CHOICE_ASK;
  return choice;
}

/**
 * gate_hub_forget_tools:
 * @self: a hub
 * @link: (nullable): a link; %NULL: all of them
 *
 * What was listed is not used for calls any more.
 */
void
gate_hub_forget_tools (GateHub  *self,
                       GateLink *link)
{
  g_hash_table_remove_all (self->found);
  if (link)
    g_hash_table_remove (self->rosters, link);
  else
    g_hash_table_remove_all (self->rosters);
}

/**
 * gate_hub_is_interactive:
 * @self: a hub
 *
 * Returns: %TRUE when jobs other than connect may ask the person to sign in
 */
gboolean
gate_hub_is_interactive (GateHub *self)
{
  return (self->flags & GATE_HUB_SIGN_IN_HERE) != 0;
}
