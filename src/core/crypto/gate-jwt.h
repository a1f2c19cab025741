// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-signing-key.h"

G_BEGIN_DECLS

/* header: (nullable): members beside "alg". */
GateSecret *gate_jwt_sign          (GateSigningKey  *key,
                                    JsonObject      *header,
                                    JsonObject      *claims,
                                    GError         **error) G_GNUC_WARN_UNUSED_RESULT;
GateSecret *gate_jwt_new_assertion (GateSigningKey  *key,
                                    const char      *client_id,
                                    const char      *audience,
                                    GError         **error) G_GNUC_WARN_UNUSED_RESULT;
gint64      gate_jwt_peek_expiry   (GateSecret      *token);

G_END_DECLS
