// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-sign-in-method.h"

G_BEGIN_DECLS

#define GATE_TYPE_CERTIFICATE_SIGN_IN (gate_certificate_sign_in_get_type ())

/**
 * GateCertificateSignIn:
 *
 * Sign-in by a client certificate (mutual TLS), from PEM files, or from a token that PKCS #11 reaches.
 */
G_DECLARE_FINAL_TYPE (GateCertificateSignIn, gate_certificate_sign_in, GATE, CERTIFICATE_SIGN_IN, GateSignInMethod)

GateSignInMethod *gate_certificate_sign_in_new (GateSignInContext *context) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
