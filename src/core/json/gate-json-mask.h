// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <glib.h>

#include "gate-secret-mask.h"

G_BEGIN_DECLS

GBytes *gate_json_mask (GBytes         *text,
                        GateSecretMask *mask) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
