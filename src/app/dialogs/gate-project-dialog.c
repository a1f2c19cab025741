// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-project-dialog.h"

#include "gate-access.h"
#include "gate-config.h"
#include "gate-confirm.h"
#include "gate-hub-choices.h"
#include "gate-lock-image.h"
#include "gate-text.h"

#include <glib/gi18n.h>

struct _GateProjectDialog {
  AdwWindow             parent_instance;

  GateHub              *hub;
  GateHubProject       *project; /* (owned) (nullable): NULL: a new one */
  char                 *folder;  /* (nullable) */
  GtkFileChooserNative *chooser; /* (owned) (nullable) */
  gboolean              busy;
  AdwEntryRow          *name;
  AdwActionRow         *folder_row;
  GtkButton            *accept;
  GtkButton            *clear;
  AdwPreferencesGroup  *instructions_group;
  GtkTextView          *instructions;
};

static guint done_signal;

G_DEFINE_FINAL_TYPE (GateProjectDialog, gate_project_dialog, ADW_TYPE_WINDOW)

static gboolean
can_change (GateProjectDialog *self,
            const char        *key)
{
  return self->project ? gate_hub_project_can_change (self->project, key) : gate_hub_can_change (self->hub, "projects");
}

/* What the administrator decides can be read, and not be changed. */
static void
show_locks (GateProjectDialog *self)
{
  if (!can_change (self, "name"))
    {
      gtk_editable_set_editable (GTK_EDITABLE (self->name), FALSE);
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->name), _("Na_me (decided by your organization)"));
      adw_entry_row_add_suffix (self->name, gate_lock_image_new ());
    }
  if (!can_change (self, "folder"))
    {
      gtk_widget_action_set_enabled (GTK_WIDGET (self), "dialog.choose-folder", FALSE);
      gtk_widget_action_set_enabled (GTK_WIDGET (self), "dialog.clear-folder", FALSE);
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->folder_row), _("_Folder (decided by your organization)"));
      adw_action_row_add_suffix (self->folder_row, gate_lock_image_new ());
    }
  if (!can_change (self, "instructions"))
    {
      gtk_text_view_set_editable (self->instructions, FALSE);
      adw_preferences_group_set_description (self->instructions_group, _("Decided by your organization"));
    }
}

static void
update (GateProjectDialog *self)
{
  g_autofree char *name = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->name))));
  g_autofree char *shown = self->folder ? gate_text_make_visible (self->folder, GATE_TEXT_LINE) : NULL;
  g_autofree char *escaped = g_markup_escape_text (shown ? shown : _("None"), -1);

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "dialog.accept", *name && !self->busy);
  gtk_widget_set_visible (GTK_WIDGET (self->clear), self->folder != NULL);
  adw_action_row_set_subtitle (self->folder_row, escaped);
}

static void
ended (GateProjectDialog *self,
       GateHubProject    *project,
       const GError      *error)
{
  self->busy = FALSE;
  update (self);
  if (error)
    {
      gate_confirm_tell_error (GTK_WIDGET (self), _("The Project Could Not Be Saved"), error);
      return;
    }
  g_signal_emit (self, done_signal, 0, project);
  gtk_window_close (GTK_WINDOW (self));
}

static char *
dup_instructions (GateProjectDialog *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->instructions);
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  return gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
}

static void
did_update (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GateProjectDialog) self = user_data;
  g_autoptr(GError) error = NULL;

  gate_hub_update_project_finish (GATE_HUB (source), result, &error);
  ended (self, self->project, error);
}

static void
did_create (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GateProjectDialog) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autofree char *instructions = dup_instructions (self);
  g_autoptr(GateHubProject) project = gate_hub_create_project_finish (GATE_HUB (source), result, &error);

  if (!project || !*instructions)
    {
      ended (self, project, error);
      return;
    }
  g_set_object (&self->project, project);
  gate_hub_update_project_async (self->hub, project, NULL, NULL, instructions, NULL, did_update, g_object_ref (self));
}

static void
accept (GtkWidget  *widget,
        const char *action,
        GVariant   *parameter)
{
  GateProjectDialog *self = GATE_PROJECT_DIALOG (widget);
  g_autofree char *name = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->name))));
  g_autofree char *instructions = dup_instructions (self);

  self->busy = TRUE;
  update (self);
  /* What the administrator decides stays as it is. */
  if (self->project)
    gate_hub_update_project_async (self->hub, self->project, can_change (self, "name") ? name : NULL,
                                   can_change (self, "folder") ? (self->folder ? self->folder : "") : NULL,
                                   can_change (self, "instructions") ? instructions : NULL, NULL, did_update, g_object_ref (self));
  else
    gate_hub_create_project_async (self->hub, name, self->folder, NULL, did_create, g_object_ref (self));
}

static void
clear_folder (GtkWidget  *widget,
              const char *action,
              GVariant   *parameter)
{
  GateProjectDialog *self = GATE_PROJECT_DIALOG (widget);

  g_clear_pointer (&self->folder, g_free);
  update (self);
}

static void
on_chosen (GtkNativeDialog   *chooser,
           int                response,
           GateProjectDialog *self)
{
  if (self->chooser && response == GTK_RESPONSE_ACCEPT)
    {
      g_autoptr(GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));

      g_free (self->folder);
      self->folder = file ? g_file_get_path (file) : NULL;
      update (self);
    }
  g_clear_object (&self->chooser);
}

static void
choose_folder (GtkWidget  *widget,
               const char *action,
               GVariant   *parameter)
{
  GateProjectDialog *self = GATE_PROJECT_DIALOG (widget);

  g_clear_object (&self->chooser);
  self->chooser = gtk_file_chooser_native_new (_("Choose a Folder"), GTK_WINDOW (self), GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER,
                                               _("_Choose"), NULL);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  /* A portal may keep it for longer than the dialog. */
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (on_chosen), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
gate_project_dialog_dispose (GObject *object)
{
  GateProjectDialog *self = GATE_PROJECT_DIALOG (object);

  g_clear_object (&self->chooser);
  g_clear_object (&self->project);
  g_clear_object (&self->hub);
  g_clear_pointer (&self->folder, g_free);
  gtk_widget_dispose_template (GTK_WIDGET (self), GATE_TYPE_PROJECT_DIALOG);
  G_OBJECT_CLASS (gate_project_dialog_parent_class)->dispose (object);
}

static void
gate_project_dialog_class_init (GateProjectDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = gate_project_dialog_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, GATE_RESOURCE_PATH "/gate-project-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, GateProjectDialog, name);
  gtk_widget_class_bind_template_child (widget_class, GateProjectDialog, folder_row);
  gtk_widget_class_bind_template_child (widget_class, GateProjectDialog, accept);
  gtk_widget_class_bind_template_child (widget_class, GateProjectDialog, clear);
  gtk_widget_class_bind_template_child (widget_class, GateProjectDialog, instructions_group);
  gtk_widget_class_bind_template_child (widget_class, GateProjectDialog, instructions);
  gtk_widget_class_bind_template_callback (widget_class, update);
  gtk_widget_class_install_action (widget_class, "dialog.accept", NULL, accept);
  gtk_widget_class_install_action (widget_class, "dialog.clear-folder", NULL, clear_folder);
  gtk_widget_class_install_action (widget_class, "dialog.choose-folder", NULL, choose_folder);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);

  /**
   * GateProjectDialog::done:
   * @project: the project
   *
   * It was made or changed.
   */
  done_signal = g_signal_new ("done", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                              GATE_TYPE_HUB_PROJECT);
}

static void
gate_project_dialog_init (GateProjectDialog *self)
{
  gate_access_be_dialog (GTK_WINDOW (self));
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * gate_project_dialog_new:
 * @hub: an open hub
 * @project: (nullable): the project to change; %NULL to make one
 *
 * Returns: the dialog, not shown yet
 */
GtkWindow *
gate_project_dialog_new (GateHub        *hub,
                         GateHubProject *project)
{
  GateProjectDialog *self = g_object_new (GATE_TYPE_PROJECT_DIALOG, NULL);

  self->hub = g_object_ref (hub);
  gtk_window_set_title (GTK_WINDOW (self), project ? _("Edit Project") : _("New Project"));
  gtk_button_set_label (self->accept, project ? _("_Save") : _("C_reate"));
  if (project)
    {
      const char *folder = gate_hub_project_get_folder (project);
      const char *instructions = gate_hub_project_get_instructions (project);

      self->project = g_object_ref (project);
      self->folder = folder && *folder ? g_strdup (folder) : NULL;
      gtk_editable_set_text (GTK_EDITABLE (self->name), gate_hub_project_get_name (project));
      gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->instructions), instructions ? instructions : "", -1);
    }
  show_locks (self);
  update (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->name));
  return GTK_WINDOW (self);
}
