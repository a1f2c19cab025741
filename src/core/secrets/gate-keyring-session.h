// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <libsecret/secret.h>

G_BEGIN_DECLS

#define GATE_SECRET_SERVICE_NAME "org.freedesktop.secrets"

/**
 * GateKeyringSession:
 *
 * A session with the Secret Service, counted: requests of several threads share one.
 */
typedef struct _GateKeyringSession GateKeyringSession;

GateKeyringSession *gate_keyring_session_open         (GCancellable        *cancellable,
                                                       GError             **error) G_GNUC_WARN_UNUSED_RESULT;
GateKeyringSession *gate_keyring_session_ref          (GateKeyringSession  *self);
void                gate_keyring_session_unref        (GateKeyringSession  *self);
SecretService      *gate_keyring_session_get_service  (GateKeyringSession  *self);

/* Whether a Secret Service runs, or can be started. */
gboolean            gate_keyring_session_is_possible  (GCancellable        *cancellable);
/* An error of the service in our terms. */
void                gate_keyring_session_tell         (GError             **error,
                                                       const GError        *cause);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GateKeyringSession, gate_keyring_session_unref)

G_END_DECLS
