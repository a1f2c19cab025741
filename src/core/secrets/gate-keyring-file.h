// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-keyring.h"

G_BEGIN_DECLS

#define GATE_TYPE_KEYRING_FILE (gate_keyring_file_get_type ())

/**
 * GateKeyringFile:
 *
 * libsecret's encrypted file, whose key comes from the Secret portal: the keyring of a sandbox that may not talk to the Secret
 * Service.
 */
G_DECLARE_FINAL_TYPE (GateKeyringFile, gate_keyring_file, GATE, KEYRING_FILE, GObject)

GateKeyring *gate_keyring_file_new            (void) G_GNUC_WARN_UNUSED_RESULT;
void         gate_keyring_file_set_time_limit (GateKeyringFile *self,
                                               guint            milliseconds);

G_END_DECLS
