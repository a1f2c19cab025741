// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

#define GATE_TYPE_CHALLENGE (gate_challenge_get_type ())

/**
 * GateChallenge:
 *
 * One challenge of a `WWW-Authenticate` or `Proxy-Authenticate` header (RFC 9110 §11.3): a scheme, and parameters or a token68.
 */
G_DECLARE_FINAL_TYPE (GateChallenge, gate_challenge, GATE, CHALLENGE, GObject)

/* Arrays of GateChallenge, in the order of the headers; never NULL. */
GPtrArray  *gate_challenge_parse         (const char          *value) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray  *gate_challenge_parse_headers (SoupMessageHeaders  *headers,
                                          const char          *name) G_GNUC_WARN_UNUSED_RESULT;
const char *gate_challenge_get_scheme    (GateChallenge       *self);
gboolean    gate_challenge_is            (GateChallenge       *self,
                                          const char          *scheme);
const char *gate_challenge_get_token68   (GateChallenge       *self);
/* The value of a parameter, unquoted; NULL when absent. */
const char *gate_challenge_get           (GateChallenge       *self,
                                          const char          *param);

G_END_DECLS
