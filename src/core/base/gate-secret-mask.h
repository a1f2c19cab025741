// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <glib-object.h>

#include "gate-secret.h"

G_BEGIN_DECLS

/* What stands in the place of a secret. */
#define GATE_SECRET_MARK "•••"

#define GATE_TYPE_SECRET_MASK (gate_secret_mask_get_type ())

/**
 * GateSecretMask:
 *
 * The secrets that one connector is given, so that they can be taken out of what comes back from it: a server that repeats its own
 * credentials in an answer, an error or a log does not get them onto a screen, into a file or to a model. The last 32 are known;
 * what is shorter than 8 bytes is no secret, and would turn up in ordinary words. For one thread.
 */
G_DECLARE_FINAL_TYPE (GateSecretMask, gate_secret_mask, GATE, SECRET_MASK, GObject)

GateSecretMask *gate_secret_mask_new         (void) G_GNUC_WARN_UNUSED_RESULT;
void            gate_secret_mask_add         (GateSecretMask   *self,
                                              GateSecret       *secret);
void            gate_secret_mask_add_text    (GateSecretMask   *self,
                                              const char       *text);
gboolean        gate_secret_mask_finds       (GateSecretMask   *self,
                                              const char       *text,
                                              gsize             size);
gboolean        gate_secret_mask_finds_bare  (GateSecretMask   *self,
                                              const char       *text,
                                              gsize             size);
char           *gate_secret_mask_apply       (GateSecretMask   *self,
                                              const char       *text) G_GNUC_WARN_UNUSED_RESULT;
GBytes         *gate_secret_mask_apply_bytes (GateSecretMask   *self,
                                              GBytes           *bytes) G_GNUC_WARN_UNUSED_RESULT;
void            gate_secret_mask_apply_error (GateSecretMask   *self,
                                              GError           *error);

G_END_DECLS
