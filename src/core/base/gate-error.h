// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define GATE_ERROR (gate_error_quark ())

/**
 * GateError:
 * @GATE_ERROR_FAILED: something broke that the person cannot mend; report it
 * @GATE_ERROR_USAGE: the command or its arguments are wrong; correct them (exit code 2)
 * @GATE_ERROR_INVALID: input (a file, an address, a value, a schema) is not valid; correct it
 * @GATE_ERROR_NOT_FOUND: no such connector, project, tool, resource, prompt; choose another
 * @GATE_ERROR_EXISTS: the name is taken; choose another
 * @GATE_ERROR_NOT_INSTALLED: layer 1 is off: add or connect it
 * @GATE_ERROR_NOT_ACTIVE: layer 2 is off: turn it on for the project
 * @GATE_ERROR_SIGN_IN_NEEDED: layer 3 is off: sign in (never signed in, revoked, expired for good)
 * @GATE_ERROR_SCOPE_NEEDED: layer 3: signed in, but with too narrow scopes: sign in again
 * @GATE_ERROR_CREDENTIAL_EXPIRED: layer 3: a key or field that the person gave has expired: give a new one
 * @GATE_ERROR_KEYRING_LOCKED: the keyring is locked: unlock it
 * @GATE_ERROR_KEYRING_ABSENT: no Secret Service answers: start or install one
 * @GATE_ERROR_KEYRING_DISMISSED: the person dismissed the keyring's prompt: try again
 * @GATE_ERROR_CLIENT_NEEDED: the authorization server registers no clients: give a client id of one's own
 * @GATE_ERROR_REFUSED: the person (or nobody, where no one can be asked) said no
 * @GATE_ERROR_ASK_NEEDED: a question had to be asked and no face can ask it (exit code 3)
 * @GATE_ERROR_POLICY: blocked by policy, by the administrator or by the person's own choice
 * @GATE_ERROR_CHANGED: a tool's definition or a command changed since it was allowed: review it
 * @GATE_ERROR_UNTRUSTED: refused for safety (foreign address, mismatch of issuer, bad signature); nothing was sent
 * @GATE_ERROR_TOO_LARGE: input exceeds a limit
 * @GATE_ERROR_PROTOCOL: the server broke the protocol; report it to the service
 * @GATE_ERROR_SERVICE: the service itself refused or failed (its own permissions, its own error)
 * @GATE_ERROR_RATE_LIMITED: the service asks to wait
 * @GATE_ERROR_UNAVAILABLE: the service is down or overloaded; try later
 * @GATE_ERROR_UNSUPPORTED: the server lacks what was asked for
 * @GATE_ERROR_NETWORK: the service cannot be reached: network, name, proxy, captive portal
 * @GATE_ERROR_CERTIFICATE: the service's certificate is not trusted
 * @GATE_ERROR_TIMED_OUT: no answer within the time limit
 * @GATE_ERROR_SERVER_EXITED: a local server's process ended or could not be started
 * @GATE_ERROR_LOCKED_BY_ADMIN: the setting is locked by the administrator
 *
 * Everything that can go wrong, by what the person can do about it. Cancellation stays %G_IO_ERROR_CANCELLED.
 */
typedef enum {
  GATE_ERROR_FAILED,
  GATE_ERROR_USAGE,
  GATE_ERROR_INVALID,
  GATE_ERROR_NOT_FOUND,
  GATE_ERROR_EXISTS,
  GATE_ERROR_NOT_INSTALLED,
  GATE_ERROR_NOT_ACTIVE,
  GATE_ERROR_SIGN_IN_NEEDED,
  GATE_ERROR_SCOPE_NEEDED,
  GATE_ERROR_CREDENTIAL_EXPIRED,
  GATE_ERROR_KEYRING_LOCKED,
  GATE_ERROR_KEYRING_ABSENT,
  GATE_ERROR_KEYRING_DISMISSED,
  GATE_ERROR_CLIENT_NEEDED,
  GATE_ERROR_REFUSED,
  GATE_ERROR_ASK_NEEDED,
  GATE_ERROR_POLICY,
  GATE_ERROR_CHANGED,
  GATE_ERROR_UNTRUSTED,
  GATE_ERROR_TOO_LARGE,
  GATE_ERROR_PROTOCOL,
  GATE_ERROR_SERVICE,
  GATE_ERROR_RATE_LIMITED,
  GATE_ERROR_UNAVAILABLE,
  GATE_ERROR_UNSUPPORTED,
  GATE_ERROR_NETWORK,
  GATE_ERROR_CERTIFICATE,
  GATE_ERROR_TIMED_OUT,
  GATE_ERROR_SERVER_EXITED,
  GATE_ERROR_LOCKED_BY_ADMIN,
} GateError;

/**
 * GateLayer:
 * @GATE_LAYER_NONE: none of them: wrong use, or a fault of our own
 * @GATE_LAYER_INSTALLED: layer 1, the account has the connector
 * @GATE_LAYER_ACTIVE: layer 2, it is on in the project
 * @GATE_LAYER_SIGNED_IN: layer 3, credentials that work
 * @GATE_LAYER_POLICY: a rule of the person's or the administrator's
 * @GATE_LAYER_SERVICE: the service
 * @GATE_LAYER_NETWORK: the way to the service
 *
 * Where a failure lies, in the order in which diagnosis walks.
 */
typedef enum {
  GATE_LAYER_NONE,
  GATE_LAYER_INSTALLED,
  GATE_LAYER_ACTIVE,
  GATE_LAYER_SIGNED_IN,
  GATE_LAYER_POLICY,
  GATE_LAYER_SERVICE,
  GATE_LAYER_NETWORK,
} GateLayer;

GQuark      gate_error_quark               (void) G_GNUC_CONST;
GError     *gate_error_new                 (GateError     code,
                                            GateLayer     layer,
                                            const char   *remedy,
                                            const char   *format,
                                            ...) G_GNUC_PRINTF (4, 5) G_GNUC_WARN_UNUSED_RESULT;
void        gate_error_set                 (GError      **error,
                                            GateError     code,
                                            GateLayer     layer,
                                            const char   *remedy,
                                            const char   *format,
                                            ...) G_GNUC_PRINTF (5, 6);
gboolean    gate_error_matches             (const GError *error,
                                            GateError     code);
GateLayer   gate_error_get_layer           (const GError *error);
const char *gate_error_get_remedy          (const GError *error);
void        gate_error_set_remedy          (GError       *error,
                                            const char   *remedy);
/* As a command line says it, with its commands; else the same. */
const char *gate_error_get_terminal_remedy (const GError *error);
void        gate_error_set_terminal_remedy (GError       *error,
                                            const char   *remedy);
void        gate_error_set_service_code    (GError       *error,
                                            gint64        code,
                                            const char   *data);
gint64      gate_error_get_service_code    (const GError *error);
const char *gate_error_get_service_data    (const GError *error);
void        gate_error_set_retry_after     (GError       *error,
                                            guint         seconds);
guint       gate_error_get_retry_after     (const GError *error);
GError     *gate_error_from_gio            (const GError *error,
                                            const char   *what) G_GNUC_WARN_UNUSED_RESULT;
const char *gate_error_code_to_string      (GateError     code);
const char *gate_layer_to_string           (GateLayer     layer);

G_END_DECLS
