// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <libsoup/soup.h>

#include "gate-signing-key.h"

G_BEGIN_DECLS

#define GATE_TYPE_DPOP_SESSION (gate_dpop_session_get_type ())

/**
 * GateDpopSession:
 *
 * The key that tokens of one sign-in are bound to, and the last nonces of the authorization server and of the resource (RFC 9449).
 */
G_DECLARE_FINAL_TYPE (GateDpopSession, gate_dpop_session, GATE, DPOP_SESSION, GObject)

/**
 * GateDpopPeer:
 * @GATE_DPOP_SERVER: the authorization server
 * @GATE_DPOP_RESOURCE: the MCP server
 *
 * Whom a proof is for; each has nonces of its own (RFC 9449 §8, §9).
 */
typedef enum {
  GATE_DPOP_SERVER,
  GATE_DPOP_RESOURCE,
} GateDpopPeer;

GateDpopSession *gate_dpop_session_new       (GateSigningKey    *key) G_GNUC_WARN_UNUSED_RESULT;
GateSigningKey  *gate_dpop_session_get_key   (GateDpopSession   *self);
gboolean         gate_dpop_session_prove     (GateDpopSession   *self,
                                              GateDpopPeer       peer,
                                              SoupMessage       *message,
                                              GateSecret        *access_token,
                                              GError           **error);
gboolean         gate_dpop_session_learn     (GateDpopSession   *self,
                                              GateDpopPeer       peer,
                                              SoupMessage       *message);

G_END_DECLS
