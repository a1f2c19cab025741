// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <libsoup/soup.h>

#include "gate-interaction.h"

G_BEGIN_DECLS

#define GATE_TYPE_KEY_UNLOCK (gate_key_unlock_get_type ())

/**
 * GateKeyUnlock:
 *
 * Asks for the PIN of a smart card or another PKCS #11 token that holds the key of a client certificate. A PIN that worked is kept for
 * this process only; one is never tried twice without asking, since tokens lock themselves.
 */
G_DECLARE_FINAL_TYPE (GateKeyUnlock, gate_key_unlock, GATE, KEY_UNLOCK, GObject)

GateKeyUnlock *gate_key_unlock_new             (void) G_GNUC_WARN_UNUSED_RESULT;
void           gate_key_unlock_set_interaction (GateKeyUnlock    *self,
                                                GateInteraction  *interaction);
/* The handler of SoupMessage::request-certificate-password. cancellable: the exchange's. */
gboolean       gate_key_unlock_answer          (GateKeyUnlock    *self,
                                                SoupMessage      *message,
                                                GTlsPassword     *password,
                                                GCancellable     *cancellable);
gboolean       gate_key_unlock_was_declined    (SoupMessage      *message);
/* What is kept is not right, maybe. */
void           gate_key_unlock_forget          (GateKeyUnlock    *self);

G_END_DECLS
