// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-answer.h"
#include "gate-question.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define GATE_TYPE_QUESTION_DIALOG (gate_question_dialog_get_type ())

/**
 * GateQuestionDialog:
 *
 * What the dialogs of all questions have in common: the question, whom it is about, the words of others marked as such, details,
 * Cancel. It knows nothing but the question, and emits `answered` with the [class@Gate.Answer], once. Its property `waiting` tells
 * that nothing is to be decided any more, so that another question may be asked meanwhile.
 */
G_DECLARE_DERIVABLE_TYPE (GateQuestionDialog, gate_question_dialog, GATE, QUESTION_DIALOG, AdwWindow)

struct _GateQuestionDialogClass {
  AdwWindowClass parent_class;

  /* Puts what is special to this kind of question into the dialog. */
  void     (*fill)        (GateQuestionDialog *self,
                           GateQuestion       *question);
  /* Whether a detail has been shown in another way. name: (nullable): one of GATE_DETAIL_… */
  gboolean (*take_detail) (GateQuestionDialog *self,
                           const char         *name,
                           const char         *label,
                           const char         *value);
};

GateQuestion *gate_question_dialog_get_question (GateQuestionDialog *self);
gboolean      gate_question_dialog_get_waiting  (GateQuestionDialog *self);
void          gate_question_dialog_set_waiting  (GateQuestionDialog *self,
                                                 gboolean            waiting);
void          gate_question_dialog_set_n_open   (GateQuestionDialog *self,
                                                 guint               n_open);
void          gate_question_dialog_answer       (GateQuestionDialog *self,
                                                 const char         *choice,
                                                 JsonObject         *values);

/* For the kinds of dialogs. */
void          gate_question_dialog_add          (GateQuestionDialog *self,
                                                 GtkWidget          *child);
void          gate_question_dialog_add_row      (GateQuestionDialog *self,
                                                 const char         *label,
                                                 const char         *value,
                                                 gboolean            strong);
void          gate_question_dialog_fit          (GateQuestionDialog *self);
GtkWidget    *gate_question_dialog_add_button   (GateQuestionDialog *self,
                                                 const char         *label,
                                                 gboolean            suggested);

G_END_DECLS
