// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define GATE_TYPE_SECRET_WATCH (gate_secret_watch_get_type ())

/**
 * GateSecretWatch:
 *
 * Tells, with the signal `changed`, that some process changed the keyring: one of ours stored or cleared a secret, or somebody
 * locked or unlocked it. What changed has to be looked up; several changes may be told as one.
 */
G_DECLARE_FINAL_TYPE (GateSecretWatch, gate_secret_watch, GATE, SECRET_WATCH, GObject)

GateSecretWatch *gate_secret_watch_new   (void) G_GNUC_WARN_UNUSED_RESULT;
void             gate_secret_watch_touch (void);

G_END_DECLS
