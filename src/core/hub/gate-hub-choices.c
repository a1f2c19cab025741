// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-hub-choices.h"

#include "gate-hub-private.h"
#include "gate-task.h"

/**
 * gate_hub_get_choice:
 * @self: an open hub
 * @choice: which choice
 * @connector: a connector's id
 * @account: (nullable): one of its accounts, %NULL or "" for the first; [enum@Gate.HubChoice] says which choice knows accounts
 *
 * Returns: %TRUE when it is chosen
 */
gboolean
gate_hub_get_choice (GateHub       *self,
                     GateHubChoice  choice,
                     const char    *connector,
                     const char    *account)
{
  g_return_val_if_fail (GATE_IS_HUB (self) && self->projects, FALSE);
  if (choice == GATE_HUB_READ_ONLY)
    return gate_projects_is_read_only (self->projects, connector);
  return gate_projects_is_default_active (self->projects, connector, account);
}

/**
 * gate_hub_can_choose:
 * @self: an open hub
 * @choice: which choice
 *
 * Returns: %FALSE when the administrator decided it for everybody
 */
gboolean
gate_hub_can_choose (GateHub       *self,
                     GateHubChoice  choice)
{
  g_return_val_if_fail (GATE_IS_HUB (self) && self->projects, FALSE);
  return gate_projects_is_writable (self->projects, choice == GATE_HUB_READ_ONLY ? "read-only-connectors" : "default-active");
}

/**
 * gate_hub_can_change:
 * @self: an open hub
 * @key: "projects" or "tool-choices"
 *
 * Returns: %FALSE when the administrator decided for everybody which projects there are, or what tools may do in every project
 */
gboolean
gate_hub_can_change (GateHub    *self,
                     const char *key)
{
  g_return_val_if_fail (GATE_IS_HUB (self) && self->projects, FALSE);
  return gate_projects_is_writable (self->projects, key);
}

/**
 * gate_hub_set_choice_async:
 * @self: an open hub
 * @choice: which choice
 * @connector: a connector's id
 * @account: (nullable): one of its accounts, %NULL or "" for the first
 * @on: what is chosen
 * @cancellable: (nullable): ends the wait
 * @callback: called when it is kept
 * @user_data: for @callback
 *
 * Chooses for all projects at once.
 */
void
gate_hub_set_choice_async (GateHub             *self,
                           GateHubChoice        choice,
                           const char          *connector,
                           const char          *account,
                           gboolean             on,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  GTask *task = gate_hub_note_change (self, gate_task_new (self, cancellable, callback, user_data, gate_hub_set_choice_async));

  if (choice == GATE_HUB_READ_ONLY)
    gate_projects_set_read_only_async (self->projects, connector, on, cancellable, gate_hub_did_change_projects, task);
  else
    gate_projects_set_default_active_async (self->projects, connector, account, on, cancellable, gate_hub_did_change_projects, task);
}

/**
 * gate_hub_set_choice_finish:
 * @self: an open hub
 * @result: the result
 * @error: set to %GATE_ERROR_LOCKED_BY_ADMIN, or to why it could not be kept
 *
 * Returns: %TRUE when it is kept
 */
gboolean
gate_hub_set_choice_finish (GateHub       *self,
                            GAsyncResult  *result,
                            GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

static gboolean
is_tool_of (GateHubConnector *connector,
            const char       *full_name)
{
  const char *id = gate_hub_connector_get_id (connector);

  for (const char * const *account = gate_hub_connector_get_accounts (connector); *account; account++)
    {
      g_autofree char *prefix = g_strconcat (id, **account ? "_" : "", *account, "__", NULL);

      if (g_str_has_prefix (full_name, prefix))
        return TRUE;
    }
  return FALSE;
}

/**
 * gate_hub_dup_tool_choices:
 * @self: an open hub
 * @connector: a connector
 *
 * Gives what the person chose for its tools in every project at once. What a project chose for itself goes before it.
 *
 * Returns: (transfer full): a{ss}: the full names of tools, and "allow", "ask" or "block"
 */
GVariant *
gate_hub_dup_tool_choices (GateHub          *self,
                           GateHubConnector *connector)
{
  g_return_val_if_fail (GATE_IS_HUB (self) && self->projects && GATE_IS_HUB_CONNECTOR (connector), NULL);
  g_autoptr(GVariant) all = g_settings_get_value (gate_settings_get_root (gate_projects_get_settings (self->projects)), "tool-choices");
  GVariantBuilder builder;
  GVariantIter iter;
  const char *name, *choice;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a{ss}"));
  g_variant_iter_init (&iter, all);
  while (g_variant_iter_next (&iter, "{&s&s}", &name, &choice))
    if (is_tool_of (connector, name))
      g_variant_builder_add (&builder, "{ss}", name, choice);
  return g_variant_ref_sink (g_variant_builder_end (&builder));
}
