// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-keyring.h"

G_BEGIN_DECLS

GateKeyring *gate_keyring_choose (GCancellable *cancellable) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
