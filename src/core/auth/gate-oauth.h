// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-sign-in-method.h"

G_BEGIN_DECLS

#define GATE_TYPE_OAUTH (gate_oauth_get_type ())

/**
 * GateOauth:
 *
 * Sign-in by OAuth tokens, however they are come by: by the person in a browser, by client credentials, by the organization's
 * identity provider, or by the identity of a workload.
 */
G_DECLARE_FINAL_TYPE (GateOauth, gate_oauth, GATE, OAUTH, GateSignInMethod)

GateSignInMethod *gate_oauth_new (GateSignInContext *context) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
