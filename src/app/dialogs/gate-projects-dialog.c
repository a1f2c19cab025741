// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-projects-dialog.h"

#include "gate-access.h"
#include "gate-config.h"
#include "gate-task.h"
#include "gate-text.h"

#include <glib/gi18n.h>

#define PROJECT_KEY "gate-project"

struct _GateProjectsDialog {
  AdwWindow            parent_instance;

  GTask               *task;   /* (owned) (nullable): whoever waits for the answer */
  GPtrArray           *checks; /* (element-type GtkWidget) */
  AdwPreferencesGroup *group;
  GtkLabel            *explanation;
};

G_DEFINE_FINAL_TYPE (GateProjectsDialog, gate_projects_dialog, ADW_TYPE_WINDOW)

static void
accept (GtkWidget  *widget,
        const char *action,
        GVariant   *parameter)
{
  GateProjectsDialog *self = GATE_PROJECTS_DIALOG (widget);
  g_autoptr(GTask) task = g_steal_pointer (&self->task);
  GPtrArray *projects = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < self->checks->len; i++)
    if (gtk_check_button_get_active (self->checks->pdata[i]))
      g_ptr_array_add (projects, g_object_ref (g_object_get_data (self->checks->pdata[i], PROJECT_KEY)));
  gtk_window_close (GTK_WINDOW (self));
  if (task)
    g_task_return_pointer (task, projects, (GDestroyNotify) g_ptr_array_unref);
  else
    g_ptr_array_unref (projects);
}

static gboolean
gate_projects_dialog_close_request (GtkWindow *window)
{
  g_autoptr(GTask) task = g_steal_pointer (&GATE_PROJECTS_DIALOG (window)->task);

  if (task)
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "The person closed the dialog");
  return GTK_WINDOW_CLASS (gate_projects_dialog_parent_class)->close_request (window);
}

static void
gate_projects_dialog_dispose (GObject *object)
{
  GateProjectsDialog *self = GATE_PROJECTS_DIALOG (object);
  g_autoptr(GTask) task = g_steal_pointer (&self->task);

  /* The window that it stood over was closed. */
  if (task)
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "The dialog is gone");
  g_clear_pointer (&self->checks, g_ptr_array_unref);
  gtk_widget_dispose_template (GTK_WIDGET (self), GATE_TYPE_PROJECTS_DIALOG);
  G_OBJECT_CLASS (gate_projects_dialog_parent_class)->dispose (object);
}

static void
gate_projects_dialog_class_init (GateProjectsDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = gate_projects_dialog_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = gate_projects_dialog_close_request;
  gtk_widget_class_set_template_from_resource (widget_class, GATE_RESOURCE_PATH "/gate-projects-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, GateProjectsDialog, group);
  gtk_widget_class_bind_template_child (widget_class, GateProjectsDialog, explanation);
  gtk_widget_class_install_action (widget_class, "dialog.accept", NULL, accept);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
gate_projects_dialog_init (GateProjectsDialog *self)
{
  gate_access_be_dialog (GTK_WINDOW (self));
  gtk_widget_init_template (GTK_WIDGET (self));
  self->checks = g_ptr_array_new ();
}

static void
add_project (GateProjectsDialog *self,
             GateHubProject     *project,
             gboolean            chosen)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *check = gtk_check_button_new ();
  g_autofree char *name = gate_text_make_visible (gate_hub_project_get_label (project), GATE_TEXT_LINE);

  gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (check), chosen);
  gate_access_set_name (check, name);
  g_object_set_data_full (G_OBJECT (check), PROJECT_KEY, g_object_ref (project), g_object_unref);
  g_ptr_array_add (self->checks, check);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), name);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), check);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), check);
  adw_preferences_group_add (self->group, row);
}

static void
did_cancel (GCancellable *cancellable,
            GtkWindow    *window)
{
  gtk_window_close (window);
}

/**
 * gate_projects_dialog_choose_async:
 * @near: a widget of the window over which to ask
 * @hub: an open hub
 * @label: what the connector is called
 * @chosen: (nullable): the project that is marked to begin with
 * @cancellable: (nullable): takes the question back
 * @callback: called with the projects
 * @user_data: for @callback
 *
 * Asks in which projects a connector is to be on.
 */
void
gate_projects_dialog_choose_async (GtkWidget           *near,
                                   GateHub             *hub,
                                   const char          *label,
                                   GateHubProject      *chosen,
                                   GCancellable        *cancellable,
                                   GAsyncReadyCallback  callback,
                                   gpointer             user_data)
{
  GateProjectsDialog *self = g_object_new (GATE_TYPE_PROJECTS_DIALOG, NULL);
  GtkRoot *root = gtk_widget_get_root (near);
  GListModel *projects = gate_hub_get_projects (hub);
  g_autofree char *shown = gate_text_make_visible (label, GATE_TEXT_LINE);
  /* Translators: the name of a connector. */
  g_autofree char *text = g_strdup_printf (_("“%s” is off in every project until you turn it on. In which projects may your assistant use it?"),
                                           shown);

  self->task = gate_task_new (NULL, cancellable, callback, user_data, gate_projects_dialog_choose_async);
  gtk_label_set_label (self->explanation, text);
  for (guint i = 0; i < g_list_model_get_n_items (projects); i++)
    {
      g_autoptr(GateHubProject) project = g_list_model_get_item (projects, i);

      add_project (self, project, project == chosen);
    }
  if (cancellable)
    g_signal_connect_object (cancellable, "cancelled", G_CALLBACK (did_cancel), self, 0);
  gtk_window_set_transient_for (GTK_WINDOW (self), GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL);
  /* Not on Cancel, which comes first in the order. */
  gtk_window_set_focus (GTK_WINDOW (self), gtk_window_get_default_widget (GTK_WINDOW (self)));
  gtk_window_present (GTK_WINDOW (self));
}

/**
 * gate_projects_dialog_choose_finish:
 * @result: the result
 * @error: set to %G_IO_ERROR_CANCELLED when the person did not answer
 *
 * Returns: (transfer full) (nullable) (element-type GateHubProject): the projects; none of them is an answer too
 */
GPtrArray *
gate_projects_dialog_choose_finish (GAsyncResult  *result,
                                    GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
