// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-hub-private.h"

#include "gate-error.h"
#include "gate-hub-project-private.h"
#include "gate-task.h"

#include <string.h>

typedef struct {
  GateHubProject *project;
  char           *texts[3]; /* (nullable): name, folder, instructions */
  guint           index;
} UpdateData;

GATE_DEFINE_DATA (UpdateData, update_data)

static const char *const text_keys[] = { "name", "folder", "instructions" };

static void
update_data_clear (UpdateData *self)
{
  g_clear_object (&self->project);
  for (guint i = 0; i < G_N_ELEMENTS (self->texts); i++)
    g_free (self->texts[i]);
}

static void
did_create (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GateHub *self = g_task_get_source_object (task);
  GError *error = NULL;
  g_autoptr(GateProject) project = gate_projects_create_finish (GATE_PROJECTS (source), result, &error);
  GateHubProject *item = project ? gate_hub_find_project (self, gate_project_get_id (project), &error) : NULL;

  if (item)
    g_task_return_pointer (task, g_object_ref (item), g_object_unref);
  else
    g_task_return_error (task, error);
}

/**
 * gate_hub_create_project_async:
 * @self: an open hub
 * @name: what people call it
 * @folder: (nullable) (type filename): its folder
 * @cancellable: (nullable): ends it
 * @callback: called with the project
 * @user_data: for @callback
 *
 * Makes a project in which everything is off.
 */
void
gate_hub_create_project_async (GateHub             *self,
                               const char          *name,
                               const char          *folder,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  GTask *task = gate_hub_note_change (self, gate_task_new (self, cancellable, callback, user_data, gate_hub_create_project_async));

  gate_projects_create_async (self->projects, name, folder, NULL, cancellable, did_create, task);
}

/**
 * gate_hub_create_project_finish:
 * @self: an open hub
 * @result: the result
 * @error: set to %GATE_ERROR_INVALID, %GATE_ERROR_EXISTS or %GATE_ERROR_LOCKED_BY_ADMIN
 *
 * Returns: (transfer full) (nullable): the project
 */
GateHubProject *
gate_hub_create_project_finish (GateHub       *self,
                                GAsyncResult  *result,
                                GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void update_next (GTask *task);

static void
did_set_text (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  GTask *task = user_data;
  GError *error = NULL;

  if (gate_project_set_text_finish (GATE_PROJECT (source), result, &error))
    {
      update_data_of (task)->index++;
      update_next (task);
      return;
    }
  g_task_return_error (task, error);
  g_object_unref (task);
}

static void
update_next (GTask *task)
{
  UpdateData *data = update_data_of (task);

  while (data->index < G_N_ELEMENTS (text_keys) && !data->texts[data->index])
    data->index++;
  if (data->index < G_N_ELEMENTS (text_keys))
    {
      gate_project_set_text_async (gate_hub_project_get_project (data->project), text_keys[data->index], data->texts[data->index],
                                   g_task_get_cancellable (task), did_set_text, task);
      return;
    }
  g_task_return_boolean (task, TRUE);
  g_object_unref (task);
}

/**
 * gate_hub_update_project_async:
 * @self: an open hub
 * @project: a project
 * @name: (nullable): its new name
 * @folder: (nullable) (type filename): its new folder, "" for none
 * @instructions: (nullable): its new instructions
 * @cancellable: (nullable): ends it
 * @callback: called when it is changed
 * @user_data: for @callback
 *
 * Changes what is not %NULL.
 */
void
gate_hub_update_project_async (GateHub             *self,
                               GateHubProject      *project,
                               const char          *name,
                               const char          *folder,
                               const char          *instructions,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  GTask *task = gate_hub_note_change (self, gate_task_new (self, cancellable, callback, user_data, gate_hub_update_project_async));
  UpdateData *data = update_data_new ();

  data->project = g_object_ref (project);
  data->texts[0] = g_strdup (name);
  data->texts[1] = g_strdup (folder);
  data->texts[2] = g_strdup (instructions);
  update_data_attach (task, data);
  update_next (task);
}

/**
 * gate_hub_update_project_finish:
 * @self: an open hub
 * @result: the result
 * @error: set to %GATE_ERROR_INVALID or %GATE_ERROR_LOCKED_BY_ADMIN
 *
 * Returns: %TRUE when it is changed
 */
gboolean
gate_hub_update_project_finish (GateHub       *self,
                                GAsyncResult  *result,
                                GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * gate_hub_did_change_projects:
 * @source: the projects
 * @result: the result
 * @user_data: (transfer full): the task
 *
 * Ends a task with the outcome of a change to the projects.
 */
void
gate_hub_did_change_projects (GObject      *source,
                              GAsyncResult *result,
                              gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;

  if (gate_projects_change_finish (GATE_PROJECTS (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/**
 * gate_hub_delete_project_async:
 * @self: an open hub
 * @project: a project other than the default one
 * @cancellable: (nullable): ends it
 * @callback: called when it is gone
 * @user_data: for @callback
 *
 * Deletes a project; its folder is left alone.
 */
void
gate_hub_delete_project_async (GateHub             *self,
                               GateHubProject      *project,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  GTask *task = gate_task_new (self, cancellable, callback, user_data, gate_hub_delete_project_async);

  gate_hub_note_change (self, task);
  gate_projects_delete_async (self->projects, gate_hub_project_get_id (project), cancellable, gate_hub_did_change_projects, task);
}

/**
 * gate_hub_delete_project_finish:
 * @self: an open hub
 * @result: the result
 * @error: set to %GATE_ERROR_INVALID for the default project, %GATE_ERROR_NOT_FOUND where it is gone already, or
 *   %GATE_ERROR_LOCKED_BY_ADMIN
 *
 * Returns: %TRUE when it is gone
 */
gboolean
gate_hub_delete_project_finish (GateHub       *self,
                                GAsyncResult  *result,
                                GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
did_set_active (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;

  if (gate_project_set_active_finish (GATE_PROJECT (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/**
 * gate_hub_set_active_async:
 * @self: an open hub
 * @project: a project
 * @connector: a connector's id
 * @account: (nullable): one of its accounts
 * @active: on or off
 * @cancellable: (nullable): ends it
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Turns layer 2 on or off.
 */
void
gate_hub_set_active_async (GateHub             *self,
                           GateHubProject      *project,
                           const char          *connector,
                           const char          *account,
                           gboolean             active,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  g_autoptr(GTask) task = gate_hub_note_change (self, gate_task_new (self, cancellable, callback, user_data, gate_hub_set_active_async));
  GError *error = NULL;

  /* The account has to exist; a connector that is gone may still be turned off. */
  if (active && !gate_hub_get_link (self, project, connector, account, &error))
    g_task_return_error (task, error);
  else
    gate_project_set_active_async (gate_hub_project_get_project (project), connector, account && *account ? account : NULL, active, cancellable,
                                   did_set_active, g_steal_pointer (&task));
}

/**
 * gate_hub_set_active_finish:
 * @self: an open hub
 * @result: the result
 * @error: set to %GATE_ERROR_NOT_INSTALLED or %GATE_ERROR_LOCKED_BY_ADMIN
 *
 * Returns: %TRUE when it is done
 */
gboolean
gate_hub_set_active_finish (GateHub       *self,
                            GAsyncResult  *result,
                            GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
did_set_choices (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;

  if (gate_project_set_tool_choices_finish (GATE_PROJECT (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/**
 * gate_hub_set_tool_choice_async:
 * @self: an open hub
 * @project: (nullable): a project; %NULL: every project that has no choice of its own
 * @full_name: a tool's full name
 * @choice: (nullable): "allow", "ask" or "block"; %NULL: back to the default
 * @cancellable: (nullable): ends it
 * @callback: called when it is kept
 * @user_data: for @callback
 *
 * Keeps what the person chose for a tool.
 */
void
gate_hub_set_tool_choice_async (GateHub             *self,
                                GateHubProject      *project,
                                const char          *full_name,
                                const char          *choice,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  GTask *task = gate_hub_note_change (self, gate_task_new (self, cancellable, callback, user_data, gate_hub_set_tool_choice_async));
  const char *names[] = { full_name, NULL };

  if (project)
    gate_project_set_tool_choices_async (gate_hub_project_get_project (project), names, choice, cancellable, did_set_choices, task);
  else
    gate_projects_set_tool_choices_async (self->projects, names, choice, cancellable, gate_hub_did_change_projects, task);
}

/**
 * gate_hub_set_tool_choice_finish:
 * @self: an open hub
 * @result: the result
 * @error: set to %GATE_ERROR_INVALID or %GATE_ERROR_LOCKED_BY_ADMIN
 *
 * Returns: %TRUE when it is kept
 */
gboolean
gate_hub_set_tool_choice_finish (GateHub       *self,
                                 GAsyncResult  *result,
                                 GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}
