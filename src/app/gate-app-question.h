// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-answer.h"
#include "gate-question.h"

G_BEGIN_DECLS

#define GATE_TYPE_APP_QUESTION (gate_app_question_get_type ())

/**
 * GateAppQuestion:
 *
 * A question that waits for its answer, and the task that waits for it. Emits `ended` when it was answered, or taken back.
 */
G_DECLARE_FINAL_TYPE (GateAppQuestion, gate_app_question, GATE, APP_QUESTION, GObject)

GateQuestion *gate_app_question_get_question (GateAppQuestion *self);

G_END_DECLS
