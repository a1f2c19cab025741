// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-secret.h"

G_BEGIN_DECLS

GateSecret *gate_pkce_new_verifier (void) G_GNUC_WARN_UNUSED_RESULT;
char       *gate_pkce_challenge    (GateSecret *verifier) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
