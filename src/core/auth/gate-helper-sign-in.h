// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-sign-in-method.h"

G_BEGIN_DECLS

#define GATE_TYPE_HELPER_SIGN_IN (gate_helper_sign_in_get_type ())

/**
 * GateHelperSignIn:
 *
 * Sign-in by a program that prints headers. They are kept in this process for their lifetime; one run serves all who wait.
 */
G_DECLARE_FINAL_TYPE (GateHelperSignIn, gate_helper_sign_in, GATE, HELPER_SIGN_IN, GateSignInMethod)

GateSignInMethod *gate_helper_sign_in_new (GateSignInContext *context) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
