// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-name-dialog.h"

#include "gate-access.h"
#include "gate-config.h"
#include "gate-task.h"

struct _GateNameDialog {
  AdwWindow    parent_instance;

  GTask       *task; /* (owned) (nullable): whoever waits for the answer */
  GtkButton   *accept;
  GtkLabel    *explanation;
  AdwEntryRow *name;
};

G_DEFINE_FINAL_TYPE (GateNameDialog, gate_name_dialog, ADW_TYPE_WINDOW)

static char *
dup_name (GateNameDialog *self)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->name))));
}

static void
changed (GateNameDialog *self)
{
  g_autofree char *name = dup_name (self);

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "dialog.accept", *name != '\0');
}

static void
accept (GtkWidget  *widget,
        const char *action,
        GVariant   *parameter)
{
  GateNameDialog *self = GATE_NAME_DIALOG (widget);
  g_autoptr(GTask) task = g_steal_pointer (&self->task);
  char *name = dup_name (self);

  gtk_window_close (GTK_WINDOW (self));
  if (task)
    g_task_return_pointer (task, name, g_free);
  else
    g_free (name);
}

static gboolean
gate_name_dialog_close_request (GtkWindow *window)
{
  g_autoptr(GTask) task = g_steal_pointer (&GATE_NAME_DIALOG (window)->task);

  if (task)
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "The person closed the dialog");
  return GTK_WINDOW_CLASS (gate_name_dialog_parent_class)->close_request (window);
}

static void
gate_name_dialog_dispose (GObject *object)
{
  GateNameDialog *self = GATE_NAME_DIALOG (object);
  g_autoptr(GTask) task = g_steal_pointer (&self->task);

  /* The window that it stood over was closed. */
  if (task)
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "The dialog is gone");
  gtk_widget_dispose_template (GTK_WIDGET (self), GATE_TYPE_NAME_DIALOG);
  G_OBJECT_CLASS (gate_name_dialog_parent_class)->dispose (object);
}

static void
gate_name_dialog_class_init (GateNameDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = gate_name_dialog_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = gate_name_dialog_close_request;
  gtk_widget_class_set_template_from_resource (widget_class, GATE_RESOURCE_PATH "/gate-name-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, GateNameDialog, accept);
  gtk_widget_class_bind_template_child (widget_class, GateNameDialog, explanation);
  gtk_widget_class_bind_template_child (widget_class, GateNameDialog, name);
  gtk_widget_class_bind_template_callback (widget_class, changed);
  gtk_widget_class_install_action (widget_class, "dialog.accept", NULL, accept);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
gate_name_dialog_init (GateNameDialog *self)
{
  gate_access_be_dialog (GTK_WINDOW (self));
  gtk_widget_init_template (GTK_WIDGET (self));
  changed (self);
}

/**
 * gate_name_dialog_ask_async:
 * @near: a widget of the window over which to ask
 * @title: what is asked for, translated
 * @explanation: why, translated
 * @name: (nullable): the name until now
 * @accept_label: the button that agrees, with a mnemonic
 * @cancellable: (nullable): takes the question back
 * @callback: called with the name
 * @user_data: for @callback
 *
 * Asks for a name.
 */
void
gate_name_dialog_ask_async (GtkWidget           *near,
                            const char          *title,
                            const char          *explanation,
                            const char          *name,
                            const char          *accept_label,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  GateNameDialog *self = g_object_new (GATE_TYPE_NAME_DIALOG, "title", title, NULL);
  GtkRoot *root = gtk_widget_get_root (near);

  self->task = gate_task_new (NULL, cancellable, callback, user_data, gate_name_dialog_ask_async);
  gtk_label_set_label (self->explanation, explanation);
  gtk_button_set_label (self->accept, accept_label);
  gtk_editable_set_text (GTK_EDITABLE (self->name), name ? name : "");
  if (cancellable)
    g_signal_connect_object (cancellable, "cancelled", G_CALLBACK (gtk_window_close), self, G_CONNECT_SWAPPED);
  gtk_window_set_transient_for (GTK_WINDOW (self), GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL);
  gtk_window_present (GTK_WINDOW (self));
  gtk_widget_grab_focus (GTK_WIDGET (self->name));
}

/**
 * gate_name_dialog_ask_finish:
 * @result: the result
 * @error: set to %G_IO_ERROR_CANCELLED when the person did not answer
 *
 * Returns: (transfer full) (nullable): the name, not empty
 */
char *
gate_name_dialog_ask_finish (GAsyncResult  *result,
                             GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
