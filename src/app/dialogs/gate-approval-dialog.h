// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-question-dialog.h"

G_BEGIN_DECLS

#define GATE_TYPE_APPROVAL_DIALOG (gate_approval_dialog_get_type ())

/**
 * GateApprovalDialog:
 *
 * Shows what would happen, and the choices as buttons in the question's order. Nothing is chosen by a key that was meant for
 * something else: no button has the focus, and Return alone chooses nothing.
 */
G_DECLARE_FINAL_TYPE (GateApprovalDialog, gate_approval_dialog, GATE, APPROVAL_DIALOG, GateQuestionDialog)

GateQuestionDialog *gate_approval_dialog_new (GateQuestion *question) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
