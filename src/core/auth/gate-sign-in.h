// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-authorizer.h"
#include "gate-connector.h"
#include "gate-http.h"
#include "gate-interaction.h"
#include "gate-secret-mask.h"
#include "gate-secret-store.h"
#include "gate-sign-in-status.h"

G_BEGIN_DECLS

#define GATE_TYPE_SIGN_IN (gate_sign_in_get_type ())

/**
 * GateSignIn:
 *
 * One sign-in: a connector and one of its accounts. It implements [iface@Gate.Authorizer] for every [enum@Gate.SignInKind]:
 * finds the authorization server, registers, asks, keeps and refreshes tokens (once across all threads and processes: a lock per
 * sign-in, re-read, refresh, store, read back), steps up, revokes. A browser is never opened while a refresh could still work, nor
 * ever unless `interactive` is %TRUE; otherwise a needed sign-in is %GATE_ERROR_SIGN_IN_NEEDED or %GATE_ERROR_SCOPE_NEEDED.
 *
 * Properties: `interactive` (may ask the person; default %FALSE), `read-only` (ask for reading scopes only), `open-browser`
 * (default %TRUE; with %FALSE the question says to open the address by hand and to paste the redirect address), `persisted`
 * (read-only: %FALSE after the tokens had to stay in this process because there is no keyring).
 */
G_DECLARE_FINAL_TYPE (GateSignIn, gate_sign_in, GATE, SIGN_IN, GObject)

GateSignIn       *gate_sign_in_new               (GateConnector        *connector,
                                                  const char           *account,
                                                  GateHttp             *http,
                                                  GateSecretStore      *secrets,
                                                  GateInteraction      *interaction) G_GNUC_WARN_UNUSED_RESULT;
void              gate_sign_in_set_interactive   (GateSignIn           *self,
                                                  gboolean              interactive);
/* Sign in at the next request, although a sign-in still works; it stands until there is a new one. */
void              gate_sign_in_set_again         (GateSignIn           *self,
                                                  gboolean              again);
/* project (nullable): the name of the one that it is turned on in with that; the person who is asked is told. */
void              gate_sign_in_set_project       (GateSignIn           *self,
                                                  const char           *project);
void              gate_sign_in_set_read_only     (GateSignIn           *self,
                                                  gboolean              read_only);
/* FALSE: the question shows the address instead, and takes the redirect address pasted back. */
void              gate_sign_in_set_open_browser  (GateSignIn           *self,
                                                  gboolean              open_browser);
/* How long the person may take, in milliseconds; 5 minutes. */
void              gate_sign_in_set_time_limit    (GateSignIn           *self,
                                                  guint                 milliseconds);
gboolean          gate_sign_in_get_persisted     (GateSignIn           *self);
/* The secrets that it gave out: what comes back is shown without them. */
GateSecretMask   *gate_sign_in_get_mask          (GateSignIn           *self);
/* Why it is not persisted; NULL when it is. */
const GError     *gate_sign_in_get_keyring_error (GateSignIn           *self);
/* The address with its {fields} and ${variables} filled in, for remote connectors; the environment of local ones, "NAME=value". */
void              gate_sign_in_resolve_async     (GateSignIn           *self,
                                                  GCancellable         *cancellable,
                                                  GAsyncReadyCallback   callback,
                                                  gpointer              user_data);
gboolean          gate_sign_in_resolve_finish    (GateSignIn           *self,
                                                  GAsyncResult         *result,
                                                  char                **address,
                                                  char               ***argv,
                                                  char               ***environment,
                                                  GError              **error);
/* Asks for what the kind of sign-in wants up front (fields, a client id); OAuth waits for the server's challenge. */
void              gate_sign_in_begin_async       (GateSignIn           *self,
                                                  GCancellable         *cancellable,
                                                  GAsyncReadyCallback   callback,
                                                  gpointer              user_data);
gboolean          gate_sign_in_begin_finish      (GateSignIn           *self,
                                                  GAsyncResult         *result,
                                                  GError              **error);
void              gate_sign_in_status_async      (GateSignIn           *self,
                                                  GCancellable         *cancellable,
                                                  GAsyncReadyCallback   callback,
                                                  gpointer              user_data);
GateSignInStatus *gate_sign_in_status_finish     (GateSignIn           *self,
                                                  GAsyncResult         *result,
                                                  GError              **error) G_GNUC_WARN_UNUSED_RESULT;
/* Revokes at the server (RFC 7009) where it can, then forgets tokens, fields and registration. revoked says whether the server agreed. */
void              gate_sign_in_disconnect_async  (GateSignIn           *self,
                                                  GCancellable         *cancellable,
                                                  GAsyncReadyCallback   callback,
                                                  gpointer              user_data);
gboolean          gate_sign_in_disconnect_finish (GateSignIn           *self,
                                                  GAsyncResult         *result,
                                                  gboolean             *revoked,
                                                  GError              **error);

G_END_DECLS
