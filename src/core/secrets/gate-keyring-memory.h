// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-keyring.h"

G_BEGIN_DECLS

#define GATE_TYPE_KEYRING_MEMORY (gate_keyring_memory_get_type ())

/**
 * GateKeyringMemory:
 *
 * A keyring of this process alone, wiped at its end.
 */
G_DECLARE_FINAL_TYPE (GateKeyringMemory, gate_keyring_memory, GATE, KEYRING_MEMORY, GObject)

GateKeyring *gate_keyring_memory_new (void) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
