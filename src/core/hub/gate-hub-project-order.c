// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-hub-private.h"
#include "gate-hub-project-private.h"
#include "gate-task.h"

/**
 * gate_hub_get_current_project:
 * @self: an open hub
 *
 * Returns: (transfer none): the project that was last shown; the project `default` where that one is gone
 */
GateHubProject *
gate_hub_get_current_project (GateHub *self)
{
  GateProject *current;

  g_return_val_if_fail (GATE_IS_HUB (self) && self->projects, NULL);
  current = gate_projects_get_current (self->projects);
  return gate_hub_find_project (self, current ? gate_project_get_id (current) : NULL, NULL);
}

/**
 * gate_hub_set_current_project_async:
 * @self: an open hub
 * @project: a project
 * @cancellable: (nullable): ends the wait
 * @callback: called with the result, for [method@Gate.Hub.order_projects_finish]
 * @user_data: for @callback
 *
 * Remembers which project was last shown.
 */
void
gate_hub_set_current_project_async (GateHub             *self,
                                    GateHubProject      *project,
                                    GCancellable        *cancellable,
                                    GAsyncReadyCallback  callback,
                                    gpointer             user_data)
{
  GTask *task = gate_hub_note_change (self, gate_task_new (self, cancellable, callback, user_data, gate_hub_set_current_project_async));

  gate_projects_set_current_async (self->projects, gate_hub_project_get_id (project), cancellable, gate_hub_did_change_projects, task);
}

/**
 * gate_hub_move_project_async:
 * @self: an open hub
 * @project: a project
 * @position: where it is to stand in the list, from 0
 * @cancellable: (nullable): ends the wait
 * @callback: called with the result, for [method@Gate.Hub.order_projects_finish]
 * @user_data: for @callback
 *
 * Moves a project within the list.
 */
void
gate_hub_move_project_async (GateHub             *self,
                             GateHubProject      *project,
                             guint                position,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  GTask *task = gate_hub_note_change (self, gate_task_new (self, cancellable, callback, user_data, gate_hub_move_project_async));

  gate_projects_move_async (self->projects, gate_hub_project_get_id (project), position, cancellable, gate_hub_did_change_projects, task);
}

/**
 * gate_hub_order_projects_finish:
 * @self: an open hub
 * @result: the result
 * @error: set to %GATE_ERROR_NOT_FOUND or %GATE_ERROR_LOCKED_BY_ADMIN
 *
 * Returns: %TRUE when it is done
 */
gboolean
gate_hub_order_projects_finish (GateHub       *self,
                                GAsyncResult  *result,
                                GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}
