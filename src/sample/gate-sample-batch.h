// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-sample-router.h"

G_BEGIN_DECLS

#define GATE_TYPE_SAMPLE_BATCH (gate_sample_batch_get_type ())

/**
 * GateSampleBatch:
 *
 * The way back for several requests that came in one array, as 2025-03-26 has it: their answers leave as one array.
 */
G_DECLARE_FINAL_TYPE (GateSampleBatch, gate_sample_batch, GATE, SAMPLE_BATCH, GObject)

void gate_sample_batch_take (GateSampleWorkspace   *workspace,
                             JsonArray             *messages,
                             GateSampleChannel     *channel,
                             const GateSamplePeer  *peer,
                             GCancellable         **cancellable);

G_END_DECLS
