// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-field-values.h"
#include "gate-sign-in-method.h"

G_BEGIN_DECLS

#define GATE_TYPE_FIELD_SIGN_IN (gate_field_sign_in_get_type ())

/**
 * GateFieldSignIn:
 *
 * Sign-in by what a person was given: the entry's static headers, fields that go into headers, AWS keys that sign requests.
 */
G_DECLARE_FINAL_TYPE (GateFieldSignIn, gate_field_sign_in, GATE, FIELD_SIGN_IN, GateSignInMethod)

GateSignInMethod *gate_field_sign_in_new           (GateSignInContext    *context,
                                                    GateFieldValues      *values) G_GNUC_WARN_UNUSED_RESULT;
/* The key of a server that wants one but names no account server: sent as a bearer token where nothing else authorizes. */
GateSignInMethod *gate_field_sign_in_new_key       (GateSignInContext    *context) G_GNUC_WARN_UNUSED_RESULT;
void              gate_field_sign_in_ask_key_async (GateFieldSignIn      *self,
                                                    GCancellable         *cancellable,
                                                    GAsyncReadyCallback   callback,
                                                    gpointer              user_data);
gboolean          gate_field_sign_in_ask_key_finish (GateFieldSignIn     *self,
                                                    GAsyncResult         *result,
                                                    GError              **error);

G_END_DECLS
