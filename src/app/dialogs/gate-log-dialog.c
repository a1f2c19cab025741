// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-log-dialog.h"

#include "gate-access.h"
#include "gate-config.h"
#include "gate-text.h"
#include "gate-words.h"

#include <string.h>

struct _GateLogDialog {
  AdwWindow       parent_instance;

  char          **lines;        /* (nullable): as they are shown */
  AdwWindowTitle *title;
  GtkSearchBar   *search_bar;
  GtkSearchEntry *search_entry;
  GtkWidget      *nothing;
  GtkWidget      *scrolled;
  GtkTextView    *text;
};

G_DEFINE_FINAL_TYPE (GateLogDialog, gate_log_dialog, ADW_TYPE_WINDOW)

static void
copy (GtkWidget  *widget,
      const char *action,
      GVariant   *parameter)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GATE_LOG_DIALOG (widget)->text);
  GtkTextIter start, end;
  g_autofree char *log = NULL;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  log = gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), log);
}

static void
add_line (GtkTextBuffer *buffer,
          const char    *line,
          gboolean       first)
{
  GtkTextIter end;

  gtk_text_buffer_get_end_iter (buffer, &end);
  if (!first)
    gtk_text_buffer_insert (buffer, &end, "\n", 1);
  gtk_text_buffer_insert (buffer, &end, line, -1);
}

/* Only the lines that hold the words; how many those are. */
static guint
show_lines (GateLogDialog *self,
            const char    *words)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->text);
  g_autofree char *wanted = gate_words_fold (words);
  guint n_found = 0;

  gtk_text_buffer_set_text (buffer, "", 0);
  for (guint i = 0; self->lines && self->lines[i]; i++)
    {
      g_autofree char *folded = *wanted ? gate_words_fold (self->lines[i]) : NULL;

      if (!folded || strstr (folded, wanted))
        add_line (buffer, self->lines[i], n_found++ == 0);
    }
  gtk_widget_set_visible (self->nothing, *wanted && n_found == 0);
  gtk_widget_set_visible (self->scrolled, !*wanted || n_found > 0);
  return n_found;
}

static void
search_changed (GateLogDialog *self)
{
  const char *words = gtk_editable_get_text (GTK_EDITABLE (self->search_entry));

  gate_access_tell_found (GTK_WIDGET (self->search_entry), words, show_lines (self, words));
}

static void
searching_changed (GateLogDialog *self)
{
  if (gtk_search_bar_get_search_mode (self->search_bar))
    return;
  show_lines (self, "");
  gtk_widget_grab_focus (GTK_WIDGET (self->text));
}

static void
search (GtkWidget  *widget,
        const char *action,
        GVariant   *parameter)
{
  GateLogDialog *self = GATE_LOG_DIALOG (widget);

  gtk_search_bar_set_search_mode (self->search_bar, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));
}

static void
gate_log_dialog_dispose (GObject *object)
{
  g_clear_pointer (&GATE_LOG_DIALOG (object)->lines, g_strfreev);
  gtk_widget_dispose_template (GTK_WIDGET (object), GATE_TYPE_LOG_DIALOG);
  G_OBJECT_CLASS (gate_log_dialog_parent_class)->dispose (object);
}

static void
gate_log_dialog_class_init (GateLogDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = gate_log_dialog_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, GATE_RESOURCE_PATH "/gate-log-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, GateLogDialog, title);
  gtk_widget_class_bind_template_child (widget_class, GateLogDialog, search_bar);
  gtk_widget_class_bind_template_child (widget_class, GateLogDialog, search_entry);
  gtk_widget_class_bind_template_child (widget_class, GateLogDialog, nothing);
  gtk_widget_class_bind_template_child (widget_class, GateLogDialog, scrolled);
  gtk_widget_class_bind_template_child (widget_class, GateLogDialog, text);
  gtk_widget_class_bind_template_callback (widget_class, search_changed);
  gtk_widget_class_bind_template_callback (widget_class, searching_changed);
  gtk_widget_class_install_action (widget_class, "log.copy", NULL, copy);
  gtk_widget_class_install_action (widget_class, "log.search", NULL, search);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_f, GDK_CONTROL_MASK, "log.search", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
gate_log_dialog_init (GateLogDialog *self)
{
  gate_access_be_dialog (GTK_WINDOW (self));
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_search_bar_connect_entry (self->search_bar, GTK_EDITABLE (self->search_entry));
  gtk_search_bar_set_key_capture_widget (self->search_bar, GTK_WIDGET (self));
}

/**
 * gate_log_dialog_present:
 * @near: a widget of the window over which to show it
 * @label: what the server is called
 * @log: what it wrote
 *
 * Shows a log.
 */
void
gate_log_dialog_present (GtkWidget  *near,
                         const char *label,
                         const char *log)
{
  GateLogDialog *self = g_object_new (GATE_TYPE_LOG_DIALOG, NULL);
  GtkRoot *root = gtk_widget_get_root (near);
  g_autofree char *shown = gate_text_make_visible (label, GATE_TEXT_LINE);
  g_autofree char *text = gate_text_make_visible (log, GATE_TEXT_BLOCK);

  adw_window_title_set_subtitle (self->title, shown);
  self->lines = g_strsplit (text, "\n", -1);
  show_lines (self, "");
  gtk_window_set_transient_for (GTK_WINDOW (self), GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL);
  gtk_widget_grab_focus (GTK_WIDGET (self->text));
  gtk_window_present (GTK_WINDOW (self));
}
