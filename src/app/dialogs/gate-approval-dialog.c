// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-approval-dialog.h"

#include "gate-arguments-view.h"
#include "gate-ask-words.h"
#include "gate-text.h"

#include <glib/gi18n.h>
#include <string.h>

#define ID_KEY "gate-choice"
#define CHOICE_CHARS 100

struct _GateApprovalDialog {
  GateQuestionDialog parent_instance;
};

G_DEFINE_FINAL_TYPE (GateApprovalDialog, gate_approval_dialog, GATE_TYPE_QUESTION_DIALOG)

/* The letter that a label has as its mnemonic is taken. */
static void
take_mnemonic (GString    *taken,
               const char *label)
{
  const char *mark = strchr (label, '_');

  if (mark)
    g_string_append_unichar (taken, g_unichar_tolower (g_utf8_get_char (mark + 1)));
}

/* A mnemonic for the first letter that no other button has. */
static char *
add_mnemonic (const char *label,
              GString    *taken)
{
  GString *text = g_string_new (NULL);
  gboolean done = FALSE;

  for (const char *each = label; *each; each = g_utf8_next_char (each))
    {
      gunichar letter = g_unichar_tolower (g_utf8_get_char (each));

      if (*each == '_')
        g_string_append_c (text, '_');
      else if (!done && g_unichar_isalpha (letter) && !g_utf8_strchr (taken->str, -1, letter))
        {
          done = TRUE;
          g_string_append_unichar (taken, letter);
          g_string_append_c (text, '_');
        }
      g_string_append_unichar (text, g_utf8_get_char (each));
    }
  return g_string_free (text, FALSE);
}

static void
chosen (GateApprovalDialog *self,
        GtkWidget          *button)
{
  gate_question_dialog_answer (GATE_QUESTION_DIALOG (self), g_object_get_data (G_OBJECT (button), ID_KEY), NULL);
}

static void
add_choice (GateApprovalDialog *self,
            const char         *id,
            const char         *label,
            gboolean            suggested,
            GString            *taken)
{
  g_autofree char *all = gate_ask_words_label (label);
  g_autofree char *words = gate_text_shorten (all, CHOICE_CHARS);
  g_autofree char *with_mnemonic = add_mnemonic (words, taken);
  GtkWidget *button = gate_question_dialog_add_button (GATE_QUESTION_DIALOG (self), with_mnemonic, suggested);

  g_object_set_data_full (G_OBJECT (button), ID_KEY, g_strdup (id), g_free);
  g_signal_connect_object (button, "clicked", G_CALLBACK (chosen), self, G_CONNECT_SWAPPED);
}

static void
gate_approval_dialog_fill (GateQuestionDialog *dialog,
                           GateQuestion       *question)
{
  GateApprovalDialog *self = GATE_APPROVAL_DIALOG (dialog);
  g_autoptr(GString) taken = g_string_new (NULL);

  /* What is in the dialog beside them: the button in the title bar, and that of the arguments. */
  take_mnemonic (taken, _("_Cancel"));
  take_mnemonic (taken, _("As _JSON"));
  for (guint i = 0; i < gate_question_get_n_choices (question); i++)
    {
      const char *id, *label;

      gate_question_get_choice (question, i, &id, &label);
      /* The title bar has a button for it. */
      if (strcmp (id, GATE_CHOICE_CANCEL) != 0)
        add_choice (self, id, label, i == 0, taken);
    }
  if (gate_question_get_n_choices (question) > 0)
    return;
  add_choice (self, GATE_CHOICE_ACCEPT, _("Allow"), TRUE, taken);
  add_choice (self, GATE_CHOICE_DECLINE, _("Decline"), FALSE, taken);
}

/* What it is called with: to be read by people, not by programs. */
static gboolean
gate_approval_dialog_take_detail (GateQuestionDialog *dialog,
                                  const char         *name,
                                  const char         *label,
                                  const char         *value)
{
  g_autofree char *title = gate_ask_words_label (label);
  GtkWidget *view = g_strcmp0 (name, GATE_DETAIL_ARGUMENTS) == 0 ? gate_arguments_view_new (title, value) : NULL;

  if (view)
    gate_question_dialog_add (dialog, view);
  return view != NULL;
}

static void
gate_approval_dialog_class_init (GateApprovalDialogClass *klass)
{
  GATE_QUESTION_DIALOG_CLASS (klass)->take_detail = gate_approval_dialog_take_detail;
  GATE_QUESTION_DIALOG_CLASS (klass)->fill = gate_approval_dialog_fill;
}

static void
gate_approval_dialog_init (GateApprovalDialog *self)
{
}

/**
 * gate_approval_dialog_new:
 * @question: a question with choices
 *
 * Returns: (transfer full): the dialog, not shown yet
 */
GateQuestionDialog *
gate_approval_dialog_new (GateQuestion *question)
{
  return g_object_new (GATE_TYPE_APPROVAL_DIALOG, "question", question, NULL);
}
