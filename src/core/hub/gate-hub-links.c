// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-hub-private.h"

#include "gate-error.h"
#include "gate-hub-connector-private.h"
#include "gate-i18n.h"

#include <string.h>

static gboolean
has_account (GateHubConnector *connector,
             const char       *account)
{
  return !account || g_strv_contains (gate_hub_connector_get_accounts (connector), account);
}

static const char *
folder_for (GateHubProject *project)
{
  return project ? gate_hub_project_get_folder (project) : "";
}

/* What calls remember of its tools is not what they are any more. */
static void
offer_changed (GateHub  *self,
               GateLink *link)
{
  gate_hub_forget_tools (self, link);
  gate_hub_tell_offer_changed (self, gate_connector_get_id (gate_link_get_connector (link)), gate_link_get_account (link), FALSE);
}

static void
did_connect (GateHub  *self,
             GateLink *link)
{
  gate_hub_tell_connected (self, gate_connector_get_id (gate_link_get_connector (link)), gate_link_get_account (link));
}

static void
was_lost (GateHub  *self,
          GateLink *link)
{
  gate_hub_tell_offer_changed (self, gate_connector_get_id (gate_link_get_connector (link)), gate_link_get_account (link), TRUE);
}

/**
 * gate_hub_get_link:
 * @self: an open hub
 * @project: (nullable): a project, for its folder
 * @connector: a connector's id
 * @account: (nullable): one of its accounts
 * @error: set to %GATE_ERROR_NOT_INSTALLED or %GATE_ERROR_NOT_FOUND
 *
 * Gives the one link of an account. Projects share it unless the connector is told of the project's folder.
 *
 * Returns: (transfer none) (nullable): the link
 */
GateLink *
gate_hub_get_link (GateHub         *self,
                   GateHubProject  *project,
                   const char      *connector,
                   const char      *account,
                   GError         **error)
{
  GateHubConnector *item = gate_hub_find_any (self, connector, error);

  if (!item)
    return NULL;
  if (!has_account (item, account))
    {
      GError *unknown = gate_error_new (GATE_ERROR_NOT_FOUND, GATE_LAYER_INSTALLED, _("Look at its accounts, or add one."),
                                        _("%s has no account “%s”"), connector, account);
      gate_error_set_terminal_remedy (unknown, _("See its accounts with gatehousectl connector show, or add one with connect --new-account."));
      g_propagate_error (error, unknown);
      return NULL;
    }

  g_autofree char *key = g_strjoin ("\n", connector, account ? account : "", folder_for (project), NULL);
  GateLink *link = g_hash_table_lookup (self->links, key);
  if (link)
    return link;
  link = gate_link_new (gate_hub_connector_get_connector (item), account, folder_for (project), self->http, self->secrets, self->interaction,
                        self->approvals, self->memory);
  gate_sign_in_set_read_only (gate_link_get_sign_in (link), gate_hub_get_read_only (self, connector, NULL));
  g_object_set (gate_link_get_sign_in (link), "open-browser", (self->flags & GATE_HUB_NO_BROWSER) == 0, NULL);
  g_signal_connect_object (link, "connected", G_CALLBACK (did_connect), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (link, "offer-changed", G_CALLBACK (offer_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (link, "lost", G_CALLBACK (was_lost), self, G_CONNECT_SWAPPED);
  g_hash_table_insert (self->links, g_steal_pointer (&key), link);
  return link;
}

/**
 * gate_hub_new_trial_link:
 * @self: an open hub
 * @connector: what an entry says that is not added
 *
 * Returns: (transfer full): a link of its own
 */
GateLink *
gate_hub_new_trial_link (GateHub       *self,
                         GateConnector *connector)
{
  return gate_link_new (connector, "", NULL, self->http, self->secrets, self->interaction, self->approvals, NULL);
}

/**
 * gate_hub_check_active:
 * @self: an open hub
 * @project: a project
 * @connector: a connector's id
 * @account: (nullable): one of its accounts
 * @error: set to %GATE_ERROR_NOT_ACTIVE, layer 2, or %GATE_ERROR_LOCKED_BY_ADMIN
 *
 * Returns: %TRUE when layer 2 holds
 */
gboolean
gate_hub_check_active (GateHub         *self,
                       GateHubProject  *project,
                       const char      *connector,
                       const char      *account,
                       GError         **error)
{
  if (gate_hub_is_locked_off (self, connector))
    {
      gate_error_set (error, GATE_ERROR_LOCKED_BY_ADMIN, GATE_LAYER_ACTIVE, _("Ask your administrator."),
                      _("Your administrator keeps %s off"), connector);
      return FALSE;
    }
  if (gate_hub_project_is_active (project, connector, account))
    return TRUE;

  const char *id = gate_hub_project_get_id (project);
  gboolean elsewhere = strcmp (id, "default") != 0;
  g_autofree char *command = g_strconcat ("gatehousectl activate ", connector, account && *account ? " --account " : "", account ? account : "",
                                          elsewhere ? " --project " : "", elsewhere ? id : "", NULL);
  g_autofree char *remedy = g_strdup_printf (_("Turn it on: %s"), command);
  GError *off = gate_error_new (GATE_ERROR_NOT_ACTIVE, GATE_LAYER_ACTIVE, _("Turn it on."), _("%s is off in the project %s"), connector,
                                gate_hub_project_get_name (project));
  gate_error_set_terminal_remedy (off, remedy);
  g_propagate_error (error, off);
  return FALSE;
}

static gboolean
add_link (GateHub         *self,
          GateHubProject  *project,
          GPtrArray       *links,
          const char      *connector,
          const char      *account,
          GError         **error)
{
  GateLink *link = gate_hub_get_link (self, project, connector, account, error);

  if (link)
    g_ptr_array_add (links, g_object_ref (link));
  return link != NULL;
}

/* What is on but no longer installed is skipped: doctor tells of it. */
static void
add_active_links (GateHub        *self,
                  GateHubProject *project,
                  GPtrArray      *links)
{
  g_auto(GStrv) entries = gate_hub_project_dup_active (project);

  for (guint i = 0; entries[i]; i++)
    {
      const char *slash = strchr (entries[i], '/');
      g_autofree char *connector = slash ? g_strndup (entries[i], (gsize) (slash - entries[i])) : g_strdup (entries[i]);

      if (gate_hub_project_is_active (project, connector, slash ? slash + 1 : NULL))
        add_link (self, project, links, connector, slash ? slash + 1 : "", NULL);
    }
}

/**
 * gate_hub_dup_links:
 * @self: an open hub
 * @project: a project
 * @connector: (nullable): only this one, whether it is on or not
 * @account: (nullable): only this one of its accounts
 * @error: set to %GATE_ERROR_NOT_INSTALLED or %GATE_ERROR_NOT_FOUND
 *
 * Returns: (transfer full) (nullable) (element-type GateLink): the links
 */
GPtrArray *
gate_hub_dup_links (GateHub         *self,
                    GateHubProject  *project,
                    const char      *connector,
                    const char      *account,
                    GError         **error)
{
  g_autoptr(GPtrArray) links = g_ptr_array_new_with_free_func (g_object_unref);

  if (!connector)
    {
      add_active_links (self, project, links);
      return g_steal_pointer (&links);
    }

  GateHubConnector *item = gate_hub_find_connector (self, connector, error);
  if (!item)
    return NULL;
  if (account)
    return add_link (self, project, links, connector, account, error) ? g_steal_pointer (&links) : NULL;
  for (const char * const *one = gate_hub_connector_get_accounts (item); *one; one++)
    if (!add_link (self, project, links, connector, *one, error))
      return NULL;
  return g_steal_pointer (&links);
}

/**
 * gate_hub_forget_links:
 * @self: an open hub
 * @connector: a connector's id
 *
 * Drops the links of a connector, so that the next need makes new ones.
 */
void
gate_hub_forget_links (GateHub    *self,
                       const char *connector)
{
  GHashTableIter iter;
  gpointer link;

  g_hash_table_iter_init (&iter, self->links);
  while (g_hash_table_iter_next (&iter, NULL, &link))
    if (strcmp (gate_connector_get_id (gate_link_get_connector (link)), connector) == 0)
      {
        gate_hub_forget_tools (self, link);
        g_hash_table_iter_remove (&iter);
      }
}
