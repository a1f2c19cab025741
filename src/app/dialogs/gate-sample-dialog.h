// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-question-dialog.h"

G_BEGIN_DECLS

#define GATE_TYPE_SAMPLE_DIALOG (gate_sample_dialog_get_type ())

/**
 * GateSampleDialog:
 *
 * Shows what a server wants to have written; the person writes or pastes it ("text" in the answer), or declines.
 */
G_DECLARE_FINAL_TYPE (GateSampleDialog, gate_sample_dialog, GATE, SAMPLE_DIALOG, GateQuestionDialog)

GateQuestionDialog *gate_sample_dialog_new (GateQuestion *question) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
