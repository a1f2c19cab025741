// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <libsecret/secret.h>

#include "gate-secret-store.h"

G_BEGIN_DECLS

/* The members of a GateSecretKey, in their order. */
#define GATE_SECRET_KEY_N_MEMBERS 5

const SecretSchema *gate_secret_schema_get         (void);
GHashTable         *gate_secret_schema_attributes  (const GateSecretKey  *key,
                                                    gboolean              exact) G_GNUC_WARN_UNUSED_RESULT;
void                gate_secret_key_get_members    (const GateSecretKey  *key,
                                                    const char          **members);
GateSecretKey       gate_secret_key_from_members   (const char * const   *members);
gboolean            gate_secret_key_check          (const GateSecretKey  *key,
                                                    GError              **error);

G_END_DECLS
