// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-sample-dialog.h"

#include "gate-text-pane.h"

#include <glib/gi18n.h>

struct _GateSampleDialog {
  GateQuestionDialog  parent_instance;

  GateTextPane      *text;
  GtkWidget          *send;
};

G_DEFINE_FINAL_TYPE (GateSampleDialog, gate_sample_dialog, GATE_TYPE_QUESTION_DIALOG)

static void
text_changed (GateSampleDialog *self,
              GtkTextBuffer    *buffer)
{
  gtk_widget_set_sensitive (self->send, gtk_text_buffer_get_char_count (buffer) > 0);
}

static void
send_text (GateSampleDialog *self)
{
  g_autoptr(JsonObject) values = json_object_new ();
  g_autofree char *text = gate_text_pane_dup_text (self->text);

  json_object_set_string_member (values, "text", text);
  gate_question_dialog_answer (GATE_QUESTION_DIALOG (self), GATE_CHOICE_ACCEPT, values);
}

static void
decline (GateSampleDialog *self)
{
  gate_question_dialog_answer (GATE_QUESTION_DIALOG (self), GATE_CHOICE_DECLINE, NULL);
}

static void
gate_sample_dialog_fill (GateQuestionDialog *dialog,
                         GateQuestion       *question)
{
  GateSampleDialog *self = GATE_SAMPLE_DIALOG (dialog);
  GtkWidget *button;

  self->text = GATE_TEXT_PANE (gate_text_pane_new (_("Your _Answer, Which Is Sent to the Server"), NULL, TRUE, FALSE));
  gate_question_dialog_add (dialog, GTK_WIDGET (self->text));
  self->send = gate_question_dialog_add_button (dialog, _("_Send"), TRUE);
  gtk_widget_set_sensitive (self->send, FALSE);
  g_signal_connect_object (self->send, "clicked", G_CALLBACK (send_text), self, G_CONNECT_SWAPPED);
  button = gate_question_dialog_add_button (dialog, _("_Decline"), FALSE);
  g_signal_connect_object (button, "clicked", G_CALLBACK (decline), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (gate_text_pane_get_buffer (self->text), "changed", G_CALLBACK (text_changed), self, G_CONNECT_SWAPPED);
  gtk_window_set_focus (GTK_WINDOW (self), gate_text_pane_get_view (self->text));
}

static void
gate_sample_dialog_class_init (GateSampleDialogClass *klass)
{
  GATE_QUESTION_DIALOG_CLASS (klass)->fill = gate_sample_dialog_fill;
}

static void
gate_sample_dialog_init (GateSampleDialog *self)
{
}

/**
 * gate_sample_dialog_new:
 * @question: a server's request for a text
 *
 * Returns: (transfer full): the dialog, not shown yet
 */
GateQuestionDialog *
gate_sample_dialog_new (GateQuestion *question)
{
  return g_object_new (GATE_TYPE_SAMPLE_DIALOG, "question", question, NULL);
}
