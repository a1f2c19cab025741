// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-form-dialog.h"

#include "gate-form-view.h"

#include <glib/gi18n.h>

struct _GateFormDialog {
  GateQuestionDialog  parent_instance;

  GateFormView       *view;
};

G_DEFINE_FINAL_TYPE (GateFormDialog, gate_form_dialog, GATE_TYPE_QUESTION_DIALOG)

static void
send_values (GateFormDialog *self)
{
  g_autoptr(JsonObject) values = gate_form_view_show_faults (self->view) ? gate_form_view_get_values (self->view, NULL) : NULL;

  if (values)
    gate_question_dialog_answer (GATE_QUESTION_DIALOG (self), GATE_CHOICE_ACCEPT, values);
}

static void
decline (GateFormDialog *self)
{
  gate_question_dialog_answer (GATE_QUESTION_DIALOG (self), GATE_CHOICE_DECLINE, NULL);
}

static void
add_warning (GateQuestionDialog *dialog)
{
  GtkWidget *label = gtk_label_new (_("The fields, too, are named by the server. What you fill in is sent to it: give no password."));

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "dim-label");
  gate_question_dialog_add (dialog, label);
}

static void
gate_form_dialog_fill (GateQuestionDialog *dialog,
                       GateQuestion       *question)
{
  GateFormDialog *self = GATE_FORM_DIALOG (dialog);
  gboolean of_server = gate_question_get_kind (question) == GATE_QUESTION_ELICIT_FORM;
  GtkWidget *button;

  if (of_server)
    add_warning (dialog);
  self->view = GATE_FORM_VIEW (gate_form_view_new (gate_question_get_form (question)));
  gate_question_dialog_add (dialog, GTK_WIDGET (self->view));
  button = gate_question_dialog_add_button (dialog, of_server ? _("_Send") : _("C_ontinue"), TRUE);
  gtk_window_set_default_widget (GTK_WINDOW (self), button);
  g_signal_connect_object (button, "clicked", G_CALLBACK (send_values), self, G_CONNECT_SWAPPED);
  if (of_server)
    {
      button = gate_question_dialog_add_button (dialog, _("_Decline"), FALSE);
      g_signal_connect_object (button, "clicked", G_CALLBACK (decline), self, G_CONNECT_SWAPPED);
    }
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

static void
gate_form_dialog_class_init (GateFormDialogClass *klass)
{
  GATE_QUESTION_DIALOG_CLASS (klass)->fill = gate_form_dialog_fill;
}

static void
gate_form_dialog_init (GateFormDialog *self)
{
}

/**
 * gate_form_dialog_new:
 * @question: a question with a form
 *
 * Returns: (transfer full): the dialog, not shown yet
 */
GateQuestionDialog *
gate_form_dialog_new (GateQuestion *question)
{
  return g_object_new (GATE_TYPE_FORM_DIALOG, "question", question, NULL);
}
