// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-question-dialog.h"

G_BEGIN_DECLS

#define GATE_TYPE_SIGN_IN_DIALOG (gate_sign_in_dialog_get_type ())

/**
 * GateSignInDialog:
 *
 * Asks before it opens an address in the person's own browser. A sign-in then waits for the browser's answer, or takes the redirect
 * address pasted back as "redirect"; a page that a server asks to visit is accepted as soon as it is open.
 */
G_DECLARE_FINAL_TYPE (GateSignInDialog, gate_sign_in_dialog, GATE, SIGN_IN_DIALOG, GateQuestionDialog)

GateQuestionDialog *gate_sign_in_dialog_new (GateQuestion *question) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
