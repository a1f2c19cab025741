// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-json.h"

G_BEGIN_DECLS

/**
 * GateSampleSeal:
 *
 * Gives state to a client to keep, so that it comes back unchanged, from the same client, for the same request, and in time
 * (the `requestState` of 2026-07-28, basic/patterns/mrtr). The state is signed, not hidden.
 */
typedef struct _GateSampleSeal GateSampleSeal;

GateSampleSeal *gate_sample_seal_new   (void) G_GNUC_WARN_UNUSED_RESULT;
char           *gate_sample_seal_close (GateSampleSeal  *self,
                                        const char      *purpose,
                                        JsonNode        *state) G_GNUC_WARN_UNUSED_RESULT;
JsonNode       *gate_sample_seal_open  (GateSampleSeal  *self,
                                        const char      *purpose,
                                        const char      *sealed,
                                        GError         **error) G_GNUC_WARN_UNUSED_RESULT;
void            gate_sample_seal_free  (GateSampleSeal  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GateSampleSeal, gate_sample_seal_free)

G_END_DECLS
