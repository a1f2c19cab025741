// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-import-dialog.h"

#include "gate-access.h"
#include "gate-config.h"
#include "gate-error.h"
#include "gate-import-job.h"
#include "gate-text.h"
#include "gate-words.h"

#include <glib/gi18n.h>
#include <string.h>

struct _GateImportDialog {
  AdwWindow            parent_instance;

  GateHub             *hub;
  char                *client;      /* (nullable) */
  char                *path;        /* (nullable) */
  char                *text;        /* (nullable) */
  GCancellable        *cancellable;
  GHashTable          *checks;      /* (element-type GtkCheckButton utf8): what stands to choice, with its id */
  GHashTable          *replacing;   /* (element-type utf8): the ids of those that are here already */
  gboolean             looking;     /* what there is is not known yet */
  gboolean             done;
  GtkButton           *close;
  GtkWidget           *accept;
  GtkStack            *stack;
  AdwPreferencesGroup *group;
  AdwStatusPage       *none;
};

G_DEFINE_FINAL_TYPE (GateImportDialog, gate_import_dialog, ADW_TYPE_WINDOW)

static void
update (GateImportDialog *self)
{
  GHashTableIter iter;
  gpointer check;
  gboolean any = FALSE;

  g_hash_table_iter_init (&iter, self->checks);
  while (g_hash_table_iter_next (&iter, &check, NULL))
    any = any || gtk_check_button_get_active (check);
  gtk_widget_set_visible (self->accept, !self->done && g_hash_table_size (self->checks) > 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "dialog.accept", any && !self->done);
  /* Where nothing can be chosen there is nothing to cancel. */
  if (self->done || (!self->looking && g_hash_table_size (self->checks) == 0))
    gtk_button_set_label (self->close, _("_Close"));
}

static const char *
outcome_in_words (const GateImportedEntry *entry,
                  gboolean                 done)
{
  if (strcmp (entry->outcome, "added") == 0)
    return done ? _("Added") : NULL;
  if (strcmp (entry->outcome, "replaced") == 0)
    return done ? _("Replaced") : NULL;
  if (strcmp (entry->outcome, "exists") == 0)
    return done ? _("Here already") : _("In your list already. Select it to take this one instead.");
  return _("Cannot be imported");
}

static char *
describe (const GateImportedEntry *entry,
          gboolean                 done)
{
  guint n_secrets = entry->secrets ? g_strv_length (entry->secrets) : 0;
  const char *outcome = outcome_in_words (entry, done);
  g_autoptr(GString) text = g_string_new (entry->target);

  if (outcome)
    g_string_append_printf (text, "\n%s", outcome);
  if (n_secrets > 0)
    g_string_append_printf (text, "\n%s", done ? _("Secrets were moved to the keyring") : _("Secrets are moved to the keyring"));
  if (entry->problem && strcmp (entry->outcome, "exists") != 0)
    g_string_append_printf (text, "\n%s", entry->problem);
  return gate_text_make_visible (text->str, GATE_TEXT_BLOCK);
}

static void
add_row (GateImportDialog        *self,
         const GateImportedEntry *entry)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *name = gate_text_make_visible (entry->id, GATE_TEXT_LINE);
  g_autofree char *title = g_markup_escape_text (name, -1);
  g_autofree char *description = describe (entry, self->done);
  g_autofree char *subtitle = g_markup_escape_text (description, -1);
  gboolean exists = strcmp (entry->outcome, "exists") == 0;

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  if (!self->done && (exists || strcmp (entry->outcome, "added") == 0))
    {
      GtkWidget *check = gtk_check_button_new ();

      gtk_check_button_set_active (GTK_CHECK_BUTTON (check), !exists);
      if (exists)
        g_hash_table_add (self->replacing, g_strdup (entry->id));
      gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
      gate_access_set_name (check, name);
      adw_action_row_add_prefix (ADW_ACTION_ROW (row), check);
      adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), check);
      g_signal_connect_swapped (check, "toggled", G_CALLBACK (update), self);
      g_hash_table_insert (self->checks, check, g_strdup (entry->id));
    }
  adw_preferences_group_add (self->group, row);
}

static void
show_rows (GateImportDialog *self,
           GateImportJob    *job)
{
  guint n_entries = gate_import_job_get_n_entries (job);

  for (guint i = 0; i < n_entries; i++)
    add_row (self, gate_import_job_get_entry (job, i));
  gtk_stack_set_visible_child_name (self->stack, n_entries > 0 ? "list" : "none");
}

static void
show_error (GateImportDialog *self,
            const GError     *error)
{
  g_autofree char *text = gate_words_error (error);
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  if (!gate_error_matches (error, GATE_ERROR_NOT_FOUND))
    {
      adw_status_page_set_icon_name (self->none, "dialog-warning-symbolic");
      adw_status_page_set_title (self->none, self->text ? _("The Text Could Not Be Read") : _("The File Could Not Be Read"));
    }
  adw_status_page_set_description (self->none, escaped);
  gtk_stack_set_visible_child_name (self->stack, "none");
}

static void
did_look (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GateImportDialog) self = user_data;
  g_autoptr(GError) error = NULL;

  self->looking = FALSE;
  if (gate_job_run_finish (GATE_JOB (source), result, &error))
    show_rows (self, GATE_IMPORT_JOB (source));
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    show_error (self, error);
  update (self);
}

static GateJob *
make_job (GateImportDialog   *self,
          const char * const *only,
          gboolean            replace,
          gboolean            dry_run)
{
  if (self->text)
    return gate_import_job_new_for_text (self->hub, self->text, only, replace, dry_run);
  return gate_import_job_new (self->hub, self->client, self->path, only, replace, dry_run);
}

static void
did_import (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GateImportDialog) self = user_data;
  g_autoptr(GError) error = NULL;

  self->done = TRUE;
  g_hash_table_remove_all (self->checks);
  if (gate_job_run_finish (GATE_JOB (source), result, &error))
    {
      AdwPreferencesGroup *old = self->group;
      GtkWidget *page = gtk_widget_get_ancestor (GTK_WIDGET (old), ADW_TYPE_PREFERENCES_PAGE);

      self->group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
      adw_preferences_page_remove (ADW_PREFERENCES_PAGE (page), old);
      adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), self->group);
      show_rows (self, GATE_IMPORT_JOB (source));
    }
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      show_error (self, error);
    }
  update (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->close));
}

static void
accept (GtkWidget  *widget,
        const char *action,
        GVariant   *parameter)
{
  GateImportDialog *self = GATE_IMPORT_DIALOG (widget);
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_auto(GStrv) only = NULL;
  g_autoptr(GateJob) job = NULL;
  GHashTableIter iter;
  gpointer check, id;
  gboolean replace = FALSE;

  g_hash_table_iter_init (&iter, self->checks);
  while (g_hash_table_iter_next (&iter, &check, &id))
    if (gtk_check_button_get_active (check))
      {
        g_strv_builder_add (builder, id);
        replace = replace || g_hash_table_contains (self->replacing, id);
      }
  only = g_strv_builder_end (builder);
  gtk_stack_set_visible_child_name (self->stack, "loading");
  gtk_widget_action_set_enabled (widget, "dialog.accept", FALSE);
  job = make_job (self, (const char * const *) only, replace, FALSE);
  gate_job_run_async (job, self->cancellable, did_import, g_object_ref (self));
}

static gboolean
gate_import_dialog_close_request (GtkWindow *window)
{
  g_cancellable_cancel (GATE_IMPORT_DIALOG (window)->cancellable);
  return GTK_WINDOW_CLASS (gate_import_dialog_parent_class)->close_request (window);
}

static void
gate_import_dialog_dispose (GObject *object)
{
  GateImportDialog *self = GATE_IMPORT_DIALOG (object);

  g_clear_object (&self->hub);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->client, g_free);
  g_clear_pointer (&self->path, g_free);
  g_clear_pointer (&self->text, g_free);
  g_clear_pointer (&self->checks, g_hash_table_unref);
  g_clear_pointer (&self->replacing, g_hash_table_unref);
  gtk_widget_dispose_template (GTK_WIDGET (self), GATE_TYPE_IMPORT_DIALOG);
  G_OBJECT_CLASS (gate_import_dialog_parent_class)->dispose (object);
}

static void
gate_import_dialog_class_init (GateImportDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = gate_import_dialog_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = gate_import_dialog_close_request;
  gtk_widget_class_set_template_from_resource (widget_class, GATE_RESOURCE_PATH "/gate-import-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, GateImportDialog, close);
  gtk_widget_class_bind_template_child (widget_class, GateImportDialog, accept);
  gtk_widget_class_bind_template_child (widget_class, GateImportDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, GateImportDialog, group);
  gtk_widget_class_bind_template_child (widget_class, GateImportDialog, none);
  gtk_widget_class_install_action (widget_class, "dialog.accept", NULL, accept);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
gate_import_dialog_init (GateImportDialog *self)
{
  gate_access_be_dialog (GTK_WINDOW (self));
  gtk_widget_init_template (GTK_WIDGET (self));
  self->cancellable = g_cancellable_new ();
  self->checks = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  self->replacing = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

/**
 * gate_import_dialog_new:
 * @hub: an open hub
 * @client: (nullable): another program: "claude-desktop", "claude-code", "vscode", "cursor"
 * @path: (nullable) (type filename): a file, in its place
 * @text: (nullable): a text that was pasted, in its place
 *
 * Returns: the dialog, which has begun to read
 */
GtkWindow *
gate_import_dialog_new (GateHub    *hub,
                        const char *client,
                        const char *path,
                        const char *text)
{
  GateImportDialog *self = g_object_new (GATE_TYPE_IMPORT_DIALOG, NULL);
  g_autoptr(GateJob) job = NULL;

  self->hub = g_object_ref (hub);
  self->client = g_strdup (client);
  self->path = g_strdup (path);
  self->text = g_strdup (text);
  self->looking = TRUE;
  update (self);
  job = make_job (self, NULL, FALSE, TRUE);
  gate_job_run_async (job, self->cancellable, did_look, g_object_ref (self));
  return GTK_WINDOW (self);
}
