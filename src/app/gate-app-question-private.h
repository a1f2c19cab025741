// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-app-question.h"
#include "gate-question-dialog.h"

G_BEGIN_DECLS

struct _GateAppQuestion {
  GObject             parent_instance;

  GateQuestion       *question;
  GTask              *task;     /* (owned) (nullable): NULL: answered or taken back */
  GSource            *watch;    /* (owned) (nullable): of the task's cancellable */
  GateQuestionDialog *dialog;   /* (not owned) (nullable): where it is shown */
  GtkWindow          *before;   /* (not owned) (nullable): where the person was when they were asked */
  gboolean            waiting;  /* a sign-in whose browser was opened */
  gboolean            notified; /* the desktop was told of it */
};

GateAppQuestion *gate_app_question_new    (GateQuestion    *question,
                                           GTask           *task) G_GNUC_WARN_UNUSED_RESULT;
void             gate_app_question_answer (GateAppQuestion *self,
                                           GateAnswer      *answer);
void             gate_app_question_cancel (GateAppQuestion *self);

G_END_DECLS
