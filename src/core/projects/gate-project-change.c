// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-project-private.h"

#include "gate-error.h"
#include "gate-i18n.h"
#include "gate-task.h"
#include "gate-text.h"

#include <string.h>

/**
 * gate_project_change_new: (skip)
 *
 * Returns: (transfer full): a change of a key
 */
GateProjectChange *
gate_project_change_new (const char *project,
                         const char *key)
{
  GateProjectChange *self = g_new0 (GateProjectChange, 1);

  self->project = g_strdup (project);
  self->key = g_strdup (key);
  return self;
}

/**
 * gate_project_change_free: (skip)
 *
 * Frees it.
 */
void
gate_project_change_free (GateProjectChange *self)
{
  g_free (self->project);
  g_free (self->key);
  g_strfreev (self->items);
  g_free (self->text);
  g_free (self->folder);
  g_free (self->instructions);
  g_free (self);
}

static gboolean
check_name (const char  *text,
            GError     **error)
{
  g_autofree char *stripped = g_strstrip (g_strdup (text));

  if (*stripped && g_str_equal (stripped, text) && g_utf8_strlen (text, -1) <= GATE_PROJECT_NAME_LIMIT && gate_text_is_plain (text)
      && !strpbrk (text, "\n\r\t"))
    return TRUE;
  gate_error_set (error, GATE_ERROR_INVALID, GATE_LAYER_NONE, _("Give it a name of one line."),
                  _("A project’s name is one line of 1 to %d visible characters"), GATE_PROJECT_NAME_LIMIT);
  return FALSE;
}

/**
 * gate_project_check_text: (skip)
 *
 * Returns: %TRUE when the text may be a project's name, folder or instructions
 */
gboolean
gate_project_check_text (const char  *key,
                         const char  *text,
                         GError     **error)
{
  if (!g_utf8_validate (text, -1, NULL) || strlen (text) > GATE_PROJECT_TEXT_LIMIT)
    {
      gate_error_set (error, GATE_ERROR_INVALID, GATE_LAYER_NONE, NULL,
                      _("What a project keeps of itself (%s) is a text of at most %d bytes"), key, GATE_PROJECT_TEXT_LIMIT);
      return FALSE;
    }
  if (g_str_equal (key, "name"))
    return check_name (text, error);
  if (g_str_equal (key, "folder") && *text && !g_path_is_absolute (text))
    {
      gate_error_set (error, GATE_ERROR_INVALID, GATE_LAYER_NONE, _("Give its full path."),
                      _("A project’s folder is an absolute path"));
      return FALSE;
    }
  return TRUE;
}

/**
 * gate_project_check_choice: (skip)
 *
 * Returns: %TRUE when it is a choice for a tool, or %NULL
 */
gboolean
gate_project_check_choice (const char  *choice,
                           GError     **error)
{
  static const char *const words[] = { "allow", "ask", "block", NULL };

  if (!choice || g_strv_contains (words, choice))
    return TRUE;
  gate_error_set (error, GATE_ERROR_INVALID, GATE_LAYER_NONE, NULL, _("A tool’s choice is “allow”, “ask” or “block”"));
  return FALSE;
}

/**
 * gate_project_change_tool_choices: (skip)
 *
 * Sets or forgets the choices for some tools.
 */
gboolean
gate_project_change_tool_choices (GateSettingsEdit  *edit,
                                  gpointer           data,
                                  GError           **error)
{
  GateProjectChange *change = data;
  g_autoptr(GVariant) old = gate_settings_edit_get (edit, change->project, "tool-choices");
  g_auto(GVariantDict) dict;
  GVariantIter iter;
  const char *name, *choice;
  GVariantBuilder builder;

  g_variant_dict_init (&dict, NULL);
  g_variant_iter_init (&iter, old);
  while (g_variant_iter_next (&iter, "{&s&s}", &name, &choice))
    g_variant_dict_insert (&dict, name, "s", choice);
  for (guint i = 0; change->items[i]; i++)
    if (change->text)
      g_variant_dict_insert (&dict, change->items[i], "s", change->text);
    else
      g_variant_dict_remove (&dict, change->items[i]);

  g_autoptr(GVariant) merged = g_variant_ref_sink (g_variant_dict_end (&dict));
  GVariant *value;
  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a{ss}"));
  g_variant_iter_init (&iter, merged);
  while (g_variant_iter_loop (&iter, "{&sv}", &name, &value))
    g_variant_builder_add (&builder, "{ss}", name, g_variant_get_string (value, NULL));
  return gate_settings_edit_set (edit, change->project, "tool-choices", g_variant_builder_end (&builder), error);
}

static gboolean
is_gone (GateSettingsEdit  *edit,
         const char        *project,
         GError           **error)
{
  g_auto(GStrv) ids = gate_settings_edit_get_strv (edit, NULL, "projects");

  if (g_str_equal (project, GATE_PROJECT_DEFAULT_ID) || g_strv_contains ((const char * const *) ids, project))
    return FALSE;
  gate_error_set (error, GATE_ERROR_NOT_FOUND, GATE_LAYER_NONE, _("Choose another project."),
                  _("The project “%s” was deleted"), project);
  return TRUE;
}

/**
 * gate_project_keep_active:
 * @edit: the settings
 * @project: a project's id
 * @error: set to %GATE_ERROR_LOCKED_BY_ADMIN
 *
 * Makes what is on in a project its own, where it was never changed and so has what is on in new projects.
 *
 * Returns: %TRUE when it is its own
 */
gboolean
gate_project_keep_active (GateSettingsEdit  *edit,
                          const char        *project,
                          GError           **error)
{
  if (gate_settings_edit_is_set (edit, project, "active-connectors"))
    return TRUE;

  g_auto(GStrv) stored = gate_settings_edit_get_strv (edit, project, "active-connectors");
  g_auto(GStrv) for_new = gate_settings_edit_get_strv (edit, NULL, "default-active");
  return stored[0] || gate_settings_edit_set_strv (edit, project, "active-connectors", (const char * const *) for_new, error);
}

static gboolean
change_active (GateSettingsEdit  *edit,
               gpointer           data,
               GError           **error)
{
  GateProjectChange *change = data;
  const char *entry = change->items[0];
  g_auto(GStrv) locked_off = gate_settings_edit_get_strv (edit, NULL, "locked-off-connectors");

  if (is_gone (edit, change->project, error))
    return FALSE;
  if (change->on && gate_project_entry_is_locked ((const char * const *) locked_off, entry))
    {
      gate_error_set (error, GATE_ERROR_LOCKED_BY_ADMIN, GATE_LAYER_ACTIVE, _("Ask the administrator to allow it."),
                      _("“%s” is locked off in every project (locked-off-connectors)"), entry);
      return FALSE;
    }
  if (!gate_project_keep_active (edit, change->project, error))
    return FALSE;
  return gate_settings_edit_set_member (edit, change->project, "active-connectors", entry, change->on, error);
}

static gboolean
change_plugin (GateSettingsEdit  *edit,
               gpointer           data,
               GError           **error)
{
  GateProjectChange *change = data;

  return !is_gone (edit, change->project, error)
         && gate_settings_edit_set_member (edit, change->project, "active-plugins", change->items[0], change->on, error);
}

static gboolean
change_choices (GateSettingsEdit  *edit,
                gpointer           data,
                GError           **error)
{
  GateProjectChange *change = data;

  return !is_gone (edit, change->project, error) && gate_project_change_tool_choices (edit, data, error);
}

static gboolean
change_text (GateSettingsEdit  *edit,
             gpointer           data,
             GError           **error)
{
  GateProjectChange *change = data;

  return !is_gone (edit, change->project, error)
         && gate_settings_edit_set (edit, change->project, change->key, g_variant_new_string (change->text), error);
}

static void
did_change (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;

  if (!gate_settings_change_finish (GATE_SETTINGS (source), result, NULL, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  /* The signals of GSettings come too, later. */
  gate_project_refresh (g_task_get_source_object (task));
  g_task_return_boolean (task, TRUE);
}

static void
start (GTask             *task,
       GateSettingsFunc   func,
       GateProjectChange *change)
{
  GateProject *self = g_task_get_source_object (task);

  gate_settings_change_async (gate_project_get_settings (self), func, change, (GDestroyNotify) gate_project_change_free,
                              g_task_get_cancellable (task), did_change, g_object_ref (task));
}

static gboolean
finish (GateProject   *self,
        GAsyncResult  *result,
        GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * gate_project_set_active_async:
 * @self: a project
 * @connector: a connector's id
 * @account: (nullable): an account's id, %NULL or "" for the first
 * @active: whether it is to be on
 * @cancellable: (nullable): ends the wait
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Turns a connector on or off in this project.
 */
void
gate_project_set_active_async (GateProject         *self,
                               const char          *connector,
                               const char          *account,
                               gboolean             active,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  g_autoptr(GTask) task = gate_task_new (self, cancellable, callback, user_data, gate_project_set_active_async);
  GateProjectChange *change = gate_project_change_new (gate_project_get_id (self), NULL);

  change->items = g_new0 (char *, 2);
  change->items[0] = gate_project_make_entry (connector, account);
  change->on = active;
  start (task, change_active, change);
}

/**
 * gate_project_set_active_finish:
 * @self: a project
 * @result: the result
 * @error: set to %GATE_ERROR_LOCKED_BY_ADMIN, %GATE_ERROR_NOT_FOUND (the project was deleted), %GATE_ERROR_TIMED_OUT,
 *   %GATE_ERROR_FAILED or %G_IO_ERROR_CANCELLED
 *
 * Returns: %TRUE when it is so, and kept
 */
gboolean
gate_project_set_active_finish (GateProject   *self,
                                GAsyncResult  *result,
                                GError       **error)
{
  return finish (self, result, error);
}

/**
 * gate_project_set_plugin_active_async:
 * @self: a project
 * @plugin: a plugin's id
 * @active: whether it is to be on
 * @cancellable: (nullable): ends the wait
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Turns a plugin on or off in this project.
 */
void
gate_project_set_plugin_active_async (GateProject         *self,
                                      const char          *plugin,
                                      gboolean             active,
                                      GCancellable        *cancellable,
                                      GAsyncReadyCallback  callback,
                                      gpointer             user_data)
{
  g_autoptr(GTask) task = gate_task_new (self, cancellable, callback, user_data, gate_project_set_plugin_active_async);
  GateProjectChange *change = gate_project_change_new (gate_project_get_id (self), NULL);

  change->items = g_new0 (char *, 2);
  change->items[0] = g_strdup (plugin);
  change->on = active;
  start (task, change_plugin, change);
}

/**
 * gate_project_set_plugin_active_finish:
 * @self: a project
 * @result: the result
 * @error: as for [method@Gate.Project.set_active_finish]
 *
 * Returns: %TRUE when it is so, and kept
 */
gboolean
gate_project_set_plugin_active_finish (GateProject   *self,
                                       GAsyncResult  *result,
                                       GError       **error)
{
  return finish (self, result, error);
}

/**
 * gate_project_set_tool_choices_async:
 * @self: a project
 * @full_names: (array zero-terminated=1): the tools' full names
 * @choice: (nullable): "allow", "ask" or "block", or %NULL to forget what was chosen
 * @cancellable: (nullable): ends the wait
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Chooses for some tools at once.
 */
void
gate_project_set_tool_choices_async (GateProject         *self,
                                     const char * const  *full_names,
                                     const char          *choice,
                                     GCancellable        *cancellable,
                                     GAsyncReadyCallback  callback,
                                     gpointer             user_data)
{
  g_autoptr(GTask) task = gate_task_new (self, cancellable, callback, user_data, gate_project_set_tool_choices_async);
  GError *error = NULL;

  if (!gate_project_check_choice (choice, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  GateProjectChange *change = gate_project_change_new (gate_project_get_id (self), NULL);
  change->items = g_strdupv ((char **) full_names);
  change->text = g_strdup (choice);
  start (task, change_choices, change);
}

/**
 * gate_project_set_tool_choices_finish:
 * @self: a project
 * @result: the result
 * @error: set to %GATE_ERROR_INVALID, or as for [method@Gate.Project.set_active_finish]
 *
 * Returns: %TRUE when it is so, and kept
 */
gboolean
gate_project_set_tool_choices_finish (GateProject   *self,
                                      GAsyncResult  *result,
                                      GError       **error)
{
  return finish (self, result, error);
}

/**
 * gate_project_set_text_async:
 * @self: a project
 * @key: "name", "folder" or "instructions"
 * @text: its new value
 * @cancellable: (nullable): ends the wait
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Sets a text of the project.
 */
void
gate_project_set_text_async (GateProject         *self,
                             const char          *key,
                             const char          *text,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  static const char *const keys[] = { "name", "folder", "instructions", NULL };

  g_return_if_fail (g_strv_contains (keys, key));

  g_autoptr(GTask) task = gate_task_new (self, cancellable, callback, user_data, gate_project_set_text_async);
  GError *error = NULL;
  if (!gate_project_check_text (key, text, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  GateProjectChange *change = gate_project_change_new (gate_project_get_id (self), key);
  change->text = g_strdup (text);
  start (task, change_text, change);
}

/**
 * gate_project_set_text_finish:
 * @self: a project
 * @result: the result
 * @error: set to %GATE_ERROR_INVALID, or as for [method@Gate.Project.set_active_finish]
 *
 * Returns: %TRUE when it is so, and kept
 */
gboolean
gate_project_set_text_finish (GateProject   *self,
                              GAsyncResult  *result,
                              GError       **error)
{
  return finish (self, result, error);
}
