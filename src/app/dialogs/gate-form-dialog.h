// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-question-dialog.h"

G_BEGIN_DECLS

#define GATE_TYPE_FORM_DIALOG (gate_form_dialog_get_type ())

/**
 * GateFormDialog:
 *
 * A form to fill in: what a sign-in needs, or what a server asks for, which may also be declined.
 */
G_DECLARE_FINAL_TYPE (GateFormDialog, gate_form_dialog, GATE, FORM_DIALOG, GateQuestionDialog)

GateQuestionDialog *gate_form_dialog_new (GateQuestion *question) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
