// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-keyring.h"

G_BEGIN_DECLS

#define GATE_TYPE_KEYRING_SERVICE (gate_keyring_service_get_type ())

/**
 * GateKeyringService:
 *
 * The Secret Service on the session bus (org.freedesktop.secrets): GNOME Keyring, KWallet, KeePassXC and others.
 */
G_DECLARE_FINAL_TYPE (GateKeyringService, gate_keyring_service, GATE, KEYRING_SERVICE, GObject)

GateKeyring *gate_keyring_service_new (void) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
