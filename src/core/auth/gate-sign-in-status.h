// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * GateSignInState:
 * @GATE_SIGN_IN_STATE_NOT_NEEDED: this kind of sign-in keeps nothing
 * @GATE_SIGN_IN_STATE_UNKNOWN: nothing is kept, and only the server can say whether it wants a sign-in
 * @GATE_SIGN_IN_STATE_SIGNED_IN: credentials are there and not expired, or can be refreshed
 * @GATE_SIGN_IN_STATE_SIGNED_OUT: none are there
 * @GATE_SIGN_IN_STATE_EXPIRED: expired, and nothing to refresh them with; or a field's date has passed
 * @GATE_SIGN_IN_STATE_KEYRING_LOCKED: cannot be told, the keyring is locked
 * @GATE_SIGN_IN_STATE_KEYRING_ABSENT: cannot be told, there is no keyring
 */
typedef enum {
  GATE_SIGN_IN_STATE_NOT_NEEDED,
  GATE_SIGN_IN_STATE_UNKNOWN,
  GATE_SIGN_IN_STATE_SIGNED_IN,
  GATE_SIGN_IN_STATE_SIGNED_OUT,
  GATE_SIGN_IN_STATE_EXPIRED,
  GATE_SIGN_IN_STATE_KEYRING_LOCKED,
  GATE_SIGN_IN_STATE_KEYRING_ABSENT,
} GateSignInState;

/**
 * GateSignInStatus:
 * @state: whether layer 3 holds, as far as can be told without asking the server
 * @issuer: (nullable): the authorization server
 * @client_id: (nullable): as which client
 * @scopes: (nullable): granted scopes, separated by spaces
 * @expires: when the access token or the first field expires, seconds since the epoch, 0: not known
 * @signed_in_at: when the person signed in, seconds since the epoch, 0: not known
 * @can_refresh: a refresh token is there
 *
 * What can be told of a sign-in. Holds no secret.
 */
typedef struct {
  GateSignInState  state;
  char            *issuer;
  char            *client_id;
  char            *scopes;
  gint64           expires;
  gint64           signed_in_at;
  gboolean         can_refresh;
} GateSignInStatus;

GateSignInStatus *gate_sign_in_status_new       (void) G_GNUC_WARN_UNUSED_RESULT;
void              gate_sign_in_status_free      (GateSignInStatus *self);
const char       *gate_sign_in_state_to_string  (GateSignInState   state);
GateSignInState   gate_sign_in_state_for_error  (const GError     *error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GateSignInStatus, gate_sign_in_status_free)

G_END_DECLS
