// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-oauth-client.h"
#include "gate-server-metadata.h"

G_BEGIN_DECLS

#define GATE_TYPE_AUTHORIZATION_REQUEST (gate_authorization_request_get_type ())

/**
 * GateAuthorizationRequest:
 *
 * One attempt to have the person sign in: everything that the answer is checked against, made before the browser is opened and
 * good for one answer (RFC 6749 §4.1, RFC 7636, RFC 8707, RFC 9207).
 */
G_DECLARE_FINAL_TYPE (GateAuthorizationRequest, gate_authorization_request, GATE, AUTHORIZATION_REQUEST, GObject)

GateAuthorizationRequest *gate_authorization_request_new              (GateServerMetadata        *server,
                                                                       GateOauthClient           *client,
                                                                       const char                *redirect_uri,
                                                                       const char                *resource,
                                                                       const char                *scope) G_GNUC_WARN_UNUSED_RESULT;
char                     *gate_authorization_request_dup_address      (GateAuthorizationRequest  *self) G_GNUC_WARN_UNUSED_RESULT;
const char               *gate_authorization_request_get_state        (GateAuthorizationRequest  *self);
const char               *gate_authorization_request_get_redirect_uri (GateAuthorizationRequest  *self);
const char               *gate_authorization_request_get_scope        (GateAuthorizationRequest  *self);
GateSecret               *gate_authorization_request_get_verifier     (GateAuthorizationRequest  *self);
GateSecret               *gate_authorization_request_redeem           (GateAuthorizationRequest  *self,
                                                                       const char                *redirect,
                                                                       GError                   **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
