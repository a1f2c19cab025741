// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-signing-key.h"

G_BEGIN_DECLS

char *gate_dpop_proof (GateSigningKey  *key,
                       const char      *method,
                       GUri            *uri,
                       const char      *nonce,
                       GateSecret      *access_token,
                       GError         **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
