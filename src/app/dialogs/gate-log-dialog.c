// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-log-dialog.h"

#include "gate-access.h"
#include "gate-config.h"
#include "gate-text.h"

#include <glib/gi18n.h>

struct _GateLogDialog {
  AdwWindow       parent_instance;

  AdwWindowTitle *title;
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
gate_log_dialog_dispose (GObject *object)
{
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
  gtk_widget_class_bind_template_child (widget_class, GateLogDialog, text);
  gtk_widget_class_install_action (widget_class, "log.copy", NULL, copy);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
gate_log_dialog_init (GateLogDialog *self)
{
  gate_access_be_dialog (GTK_WINDOW (self));
  gtk_widget_init_template (GTK_WIDGET (self));
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
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->text), text, -1);
  gtk_window_set_transient_for (GTK_WINDOW (self), GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL);
  gtk_window_present (GTK_WINDOW (self));
}
