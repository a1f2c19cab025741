// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-projects.h"

#include "gate-error.h"
#include "gate-i18n.h"
#include "gate-project-private.h"
#include "gate-projects-private.h"
#include "gate-random.h"
#include "gate-task.h"

#define MAX_PROJECTS 1000
#define SLUG_LIMIT 32
#define SUFFIX_LENGTH 6

static gboolean
fail_not_found (const char  *id,
                GError     **error)
{
  gate_error_set (error, GATE_ERROR_NOT_FOUND, GATE_LAYER_NONE, _("List the projects and choose one."),
                  _("There is no project “%s”"), id);
  return FALSE;
}

static guint
find_position (char       **ids,
               const char  *id)
{
  for (guint i = 0; ids[i]; i++)
    if (g_str_equal (ids[i], id))
      return i;
  return G_MAXUINT;
}

/* The name in what a path may have, and a few random letters: what is remembered about a project that was deleted never comes
 * back with a new one of the same name. */
static char *
make_id (const char *name)
{
  static const char letters[] = "abcdefghijkmnpqrstuvwxyz23456789";
  g_autofree char *ascii = g_str_to_ascii (name, "C");
  g_autoptr(GString) id = g_string_new (NULL);

  for (const char *c = ascii; *c && id->len < SLUG_LIMIT; c++)
    if (g_ascii_isalnum (*c))
      g_string_append_c (id, g_ascii_tolower (*c));
    else if (id->len > 0 && id->str[id->len - 1] != '-' && *c != '?')
      g_string_append_c (id, '-');
  if (id->len == 0)
    g_string_append (id, "project");
  if (id->str[id->len - 1] != '-')
    g_string_append_c (id, '-');
  for (guint i = 0; i < SUFFIX_LENGTH; i++)
    g_string_append_c (id, letters[gate_random_below (sizeof letters - 1)]);
  return g_string_free (g_steal_pointer (&id), FALSE);
}

static gboolean
name_is_taken (GateSettingsEdit *edit,
               char            **ids,
               const char       *name)
{
  g_autofree char *folded = g_utf8_casefold (name, -1);

  for (guint i = 0; ids[i]; i++)
    {
      g_autoptr(GVariant) other = gate_project_id_is_valid (ids[i]) ? gate_settings_edit_get (edit, ids[i], "name") : NULL;
      g_autofree char *other_folded = other ? g_utf8_casefold (g_variant_get_string (other, NULL), -1) : NULL;

      if (g_strcmp0 (folded, other_folded) == 0)
        return TRUE;
    }
  return FALSE;
}

static gboolean
set_if_given (GateSettingsEdit  *edit,
              const char        *project,
              const char        *key,
              const char        *text,
              GError           **error)
{
  return !text || !*text || gate_settings_edit_set (edit, project, key, g_variant_new_string (text), error);
}

static gboolean
create (GateSettingsEdit  *edit,
        gpointer           data,
        GError           **error)
{
  GateProjectChange *change = data;
  g_auto(GStrv) ids = gate_settings_edit_get_strv (edit, NULL, "projects");
  g_auto(GStrv) active = gate_settings_edit_get_strv (edit, NULL, "default-active");

  if (g_strv_length (ids) >= MAX_PROJECTS)
    {
      gate_error_set (error, GATE_ERROR_TOO_LARGE, GATE_LAYER_NONE, _("Delete some."), _("There are %d projects already"), MAX_PROJECTS);
      return FALSE;
    }
  if (name_is_taken (edit, ids, change->text))
    {
      gate_error_set (error, GATE_ERROR_EXISTS, GATE_LAYER_NONE, _("Choose another name."), _("There is a project of this name already"));
      return FALSE;
    }
  if (!gate_settings_edit_is_writable (edit, NULL, "projects"))
    return gate_settings_edit_set_strv (edit, NULL, "projects", (const char * const *) ids, error);

  /* The list last: whoever sees the project sees all of it. */
  return gate_settings_edit_set (edit, change->project, "name", g_variant_new_string (change->text), error)
         && set_if_given (edit, change->project, "folder", change->folder, error)
         && set_if_given (edit, change->project, "instructions", change->instructions, error)
         && (!gate_settings_edit_is_writable (edit, change->project, "active-connectors")
             || gate_settings_edit_set_strv (edit, change->project, "active-connectors", (const char * const *) active, error))
         && gate_settings_edit_set_member (edit, NULL, "projects", change->project, TRUE, error);
}

static gboolean
delete (GateSettingsEdit  *edit,
        gpointer           data,
        GError           **error)
{
  GateProjectChange *change = data;
  g_auto(GStrv) ids = gate_settings_edit_get_strv (edit, NULL, "projects");

  if (find_position (ids, change->project) == G_MAXUINT)
    return fail_not_found (change->project, error);
  if (!gate_settings_edit_set_member (edit, NULL, "projects", change->project, FALSE, error))
    return FALSE;
  gate_settings_edit_reset_project (edit, change->project);
  return TRUE;
}

static gboolean
move (GateSettingsEdit  *edit,
      gpointer           data,
      GError           **error)
{
  GateProjectChange *change = data;
  g_auto(GStrv) ids = gate_settings_edit_get_strv (edit, NULL, "projects");
  g_autoptr(GPtrArray) list = g_ptr_array_new ();
  guint position = find_position (ids, change->project);

  if (position == G_MAXUINT)
    return fail_not_found (change->project, error);
  for (guint i = 0; ids[i]; i++)
    if (i != position)
      g_ptr_array_add (list, ids[i]);
  g_ptr_array_insert (list, (int) MIN (change->position, list->len), ids[position]);
  g_ptr_array_add (list, NULL);
  return gate_settings_edit_set_strv (edit, NULL, "projects", (const char * const *) list->pdata, error);
}

static gboolean
set_current (GateSettingsEdit  *edit,
             gpointer           data,
             GError           **error)
{
  GateProjectChange *change = data;

  return gate_settings_edit_set (edit, NULL, "current-project", g_variant_new_string (change->text), error);
}

static gboolean
set_member (GateSettingsEdit  *edit,
            gpointer           data,
            GError           **error)
{
  GateProjectChange *change = data;

  return gate_settings_edit_set_member (edit, NULL, change->key, change->items[0], change->on, error);
}

/* The first project was never made: without a change of its own it would follow. */
static gboolean
set_default_active (GateSettingsEdit  *edit,
                    gpointer           data,
                    GError           **error)
{
  return (!gate_settings_edit_is_writable (edit, GATE_PROJECT_DEFAULT_ID, "active-connectors")
          || gate_project_keep_active (edit, GATE_PROJECT_DEFAULT_ID, error))
         && set_member (edit, data, error);
}

static void
refresh_all (GateProjects *self)
{
  gate_projects_refresh (self);

  guint n = g_list_model_get_n_items (G_LIST_MODEL (self));
  for (guint i = 0; i < n; i++)
    {
      g_autoptr(GateProject) project = g_list_model_get_item (G_LIST_MODEL (self), i);
      gate_project_refresh (project);
    }
}

static void
did_change (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GateProjectChange *change;
  GError *error = NULL;

  if (!gate_settings_change_finish (GATE_SETTINGS (source), result, (gpointer *) &change, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  refresh_all (g_task_get_source_object (task));
  g_task_return_pointer (task, g_strdup (change->project), g_free);
}

static void
start (GTask             *task,
       GateSettingsFunc   func,
       GateProjectChange *change)
{
  GateProjects *self = g_task_get_source_object (task);

  gate_settings_change_async (gate_projects_get_settings (self), func, change, (GDestroyNotify) gate_project_change_free,
                              g_task_get_cancellable (task), did_change, g_object_ref (task));
}

/**
 * gate_projects_create_async:
 * @self: the projects
 * @name: its name, which no other project has
 * @folder: (nullable): the absolute path of its folder
 * @instructions: (nullable): its instructions
 * @cancellable: (nullable): ends the wait
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Makes a project, at the end of the list. Everything is off in it except what "default-active" names.
 */
void
gate_projects_create_async (GateProjects        *self,
                            const char          *name,
                            const char          *folder,
                            const char          *instructions,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  g_autoptr(GTask) task = gate_task_new (self, cancellable, callback, user_data, gate_projects_create_async);
  GError *error = NULL;

  if (!gate_project_check_text ("name", name, &error)
      || (folder && !gate_project_check_text ("folder", folder, &error))
      || (instructions && !gate_project_check_text ("instructions", instructions, &error)))
    {
      g_task_return_error (task, error);
      return;
    }

  g_autofree char *id = make_id (name);
  GateProjectChange *change = gate_project_change_new (id, NULL);
  change->text = g_strdup (name);
  change->folder = g_strdup (folder);
  change->instructions = g_strdup (instructions);
  start (task, create, change);
}

/**
 * gate_projects_create_finish:
 * @self: the projects
 * @result: the result
 * @error: set to %GATE_ERROR_INVALID, %GATE_ERROR_EXISTS, %GATE_ERROR_TOO_LARGE, %GATE_ERROR_LOCKED_BY_ADMIN,
 *   %GATE_ERROR_TIMED_OUT, %GATE_ERROR_FAILED or %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable): the project, which is in the list now
 */
GateProject *
gate_projects_create_finish (GateProjects  *self,
                             GAsyncResult  *result,
                             GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  g_autofree char *id = g_task_propagate_pointer (G_TASK (result), error);
  if (!id)
    return NULL;

  GateProject *project = gate_projects_lookup (self, id);
  if (!project)
    fail_not_found (id, error);
  return project ? g_object_ref (project) : NULL;
}

/**
 * gate_projects_delete_async:
 * @self: the projects
 * @id: the id of any project but the default one
 * @cancellable: (nullable): ends the wait
 * @callback: called with the result, for [method@Gate.Projects.change_finish]
 * @user_data: for @callback
 *
 * Deletes a project and everything that is set for it. Its folder is not touched.
 */
void
gate_projects_delete_async (GateProjects        *self,
                            const char          *id,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  g_autoptr(GTask) task = gate_task_new (self, cancellable, callback, user_data, gate_projects_delete_async);

  if (g_str_equal (id, GATE_PROJECT_DEFAULT_ID) || !gate_project_id_is_valid (id))
    {
      g_task_return_error (task, gate_error_new (GATE_ERROR_INVALID, GATE_LAYER_NONE, _("Turn off what is on in it instead."),
                                                 _("The default project cannot be deleted")));
      return;
    }
  start (task, delete, gate_project_change_new (id, NULL));
}

/**
 * gate_projects_move_async:
 * @self: the projects
 * @id: a project's id
 * @position: where it is to stand, from 0
 * @cancellable: (nullable): ends the wait
 * @callback: called with the result, for [method@Gate.Projects.change_finish]
 * @user_data: for @callback
 *
 * Moves a project within the list.
 */
void
gate_projects_move_async (GateProjects        *self,
                          const char          *id,
                          guint                position,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  g_autoptr(GTask) task = gate_task_new (self, cancellable, callback, user_data, gate_projects_move_async);
  GateProjectChange *change = gate_project_change_new (id, NULL);

  change->position = position;
  start (task, move, change);
}

/**
 * gate_projects_set_current_async:
 * @self: the projects
 * @id: a project's id
 * @cancellable: (nullable): ends the wait
 * @callback: called with the result, for [method@Gate.Projects.change_finish]
 * @user_data: for @callback
 *
 * Remembers which project was last shown.
 */
void
gate_projects_set_current_async (GateProjects        *self,
                                 const char          *id,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  g_autoptr(GTask) task = gate_task_new (self, cancellable, callback, user_data, gate_projects_set_current_async);

  if (!gate_projects_lookup (self, id))
    {
      GError *error = NULL;

      fail_not_found (id, &error);
      g_task_return_error (task, error);
      return;
    }

  GateProjectChange *change = gate_project_change_new (NULL, NULL);
  change->text = g_strdup (id);
  start (task, set_current, change);
}

static void
start_set_member (GTask             *task,
                  GateSettingsFunc   set,
                  const char        *key,
                  const char        *connector,
                  const char        *account,
                  gboolean           on)
{
  GateProjectChange *change = gate_project_change_new (NULL, key);

  change->items = g_new0 (char *, 2);
  change->items[0] = gate_project_make_entry (connector, account);
  change->on = on;
  start (task, set, change);
}

/**
 * gate_projects_set_default_active_async:
 * @self: the projects
 * @connector: a connector's id
 * @account: (nullable): an account's id, %NULL or "" for the first
 * @active: whether it is to be on in new projects
 * @cancellable: (nullable): ends the wait
 * @callback: called with the result, for [method@Gate.Projects.change_finish]
 * @user_data: for @callback
 *
 * Sets whether a connector is on in new projects. Those that exist stay as they are.
 */
void
gate_projects_set_default_active_async (GateProjects        *self,
                                        const char          *connector,
                                        const char          *account,
                                        gboolean             active,
                                        GCancellable        *cancellable,
                                        GAsyncReadyCallback  callback,
                                        gpointer             user_data)
{
  g_autoptr(GTask) task = gate_task_new (self, cancellable, callback, user_data, gate_projects_set_default_active_async);

  start_set_member (task, set_default_active, "default-active", connector, account, active);
}

/**
 * gate_projects_set_read_only_async:
 * @self: the projects
 * @connector: a connector's id
 * @read_only: whether only those of its tools that only read may be used
 * @cancellable: (nullable): ends the wait
 * @callback: called with the result, for [method@Gate.Projects.change_finish]
 * @user_data: for @callback
 *
 * Sets whether a connector may only read.
 */
void
gate_projects_set_read_only_async (GateProjects        *self,
                                   const char          *connector,
                                   gboolean             read_only,
                                   GCancellable        *cancellable,
                                   GAsyncReadyCallback  callback,
                                   gpointer             user_data)
{
  g_autoptr(GTask) task = gate_task_new (self, cancellable, callback, user_data, gate_projects_set_read_only_async);

  start_set_member (task, set_member, "read-only-connectors", connector, NULL, read_only);
}

/**
 * gate_projects_set_tool_choices_async:
 * @self: the projects
 * @full_names: (array zero-terminated=1): the tools' full names
 * @choice: (nullable): "allow", "ask" or "block", or %NULL to forget what was chosen
 * @cancellable: (nullable): ends the wait
 * @callback: called with the result, for [method@Gate.Projects.change_finish]
 * @user_data: for @callback
 *
 * Chooses for some tools in all projects. A project's own choice goes before it.
 */
void
gate_projects_set_tool_choices_async (GateProjects        *self,
                                      const char * const  *full_names,
                                      const char          *choice,
                                      GCancellable        *cancellable,
                                      GAsyncReadyCallback  callback,
                                      gpointer             user_data)
{
  g_autoptr(GTask) task = gate_task_new (self, cancellable, callback, user_data, gate_projects_set_tool_choices_async);
  GError *error = NULL;

  if (!gate_project_check_choice (choice, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  GateProjectChange *change = gate_project_change_new (NULL, NULL);
  change->items = g_strdupv ((char **) full_names);
  change->text = g_strdup (choice);
  start (task, gate_project_change_tool_choices, change);
}

/**
 * gate_projects_forget_connector_async:
 * @self: the projects
 * @connector: the id of a connector that was removed
 * @accounts: (nullable) (array zero-terminated=1): its accounts beyond the first
 * @cancellable: (nullable): ends the wait
 * @callback: called with the result, for [method@Gate.Projects.change_finish]
 * @user_data: for @callback
 *
 * Takes a connector out of all lists and forgets the choices for its tools: a new connector of the same id must not find itself
 * on, or its tools allowed. What the administrator locked stays.
 */
void
gate_projects_forget_connector_async (GateProjects        *self,
                                      const char          *connector,
                                      const char * const  *accounts,
                                      GCancellable        *cancellable,
                                      GAsyncReadyCallback  callback,
                                      gpointer             user_data)
{
  g_autoptr(GTask) task = gate_task_new (self, cancellable, callback, user_data, gate_projects_forget_connector_async);
  GateProjectChange *change = gate_project_change_new (NULL, NULL);
  g_autoptr(GPtrArray) prefixes = g_ptr_array_new ();

  g_ptr_array_add (prefixes, g_strdup_printf ("%s__", connector));
  for (guint i = 0; accounts && accounts[i]; i++)
    g_ptr_array_add (prefixes, g_strdup_printf ("%s_%s__", connector, accounts[i]));
  g_ptr_array_add (prefixes, NULL);
  change->items = (char **) g_ptr_array_steal (prefixes, NULL);
  change->text = g_strdup (connector);
  start (task, gate_projects_forget, change);
}

/**
 * gate_projects_forget_account_async:
 * @self: the projects
 * @connector: a connector's id
 * @account: the id of one of its accounts, beyond the first, that was removed
 * @cancellable: (nullable): ends the wait
 * @callback: called with the result, for [method@Gate.Projects.change_finish]
 * @user_data: for @callback
 *
 * Takes an account out of all lists and forgets the choices for its tools. What the administrator locked stays.
 */
void
gate_projects_forget_account_async (GateProjects        *self,
                                    const char          *connector,
                                    const char          *account,
                                    GCancellable        *cancellable,
                                    GAsyncReadyCallback  callback,
                                    gpointer             user_data)
{
  g_autoptr(GTask) task = gate_task_new (self, cancellable, callback, user_data, gate_projects_forget_account_async);
  GateProjectChange *change = gate_project_change_new (NULL, NULL);

  change->items = g_new0 (char *, 2);
  change->items[0] = g_strdup_printf ("%s_%s__", connector, account);
  change->text = gate_project_make_entry (connector, account);
  start (task, gate_projects_forget, change);
}

/**
 * gate_projects_change_finish:
 * @self: the projects
 * @result: the result
 * @error: set to %GATE_ERROR_NOT_FOUND, %GATE_ERROR_INVALID, %GATE_ERROR_LOCKED_BY_ADMIN, %GATE_ERROR_TIMED_OUT,
 *   %GATE_ERROR_FAILED or %G_IO_ERROR_CANCELLED
 *
 * Returns: %TRUE when the change is made and kept
 */
gboolean
gate_projects_change_finish (GateProjects  *self,
                             GAsyncResult  *result,
                             GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  if (g_task_had_error (G_TASK (result)))
    {
      g_task_propagate_pointer (G_TASK (result), error);
      return FALSE;
    }
  g_autofree char *id = g_task_propagate_pointer (G_TASK (result), NULL);
  return TRUE;
}
