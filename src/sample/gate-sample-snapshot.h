// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-sample-invoice.h"
#include "gate-sample-note.h"

G_BEGIN_DECLS

/**
 * GateSampleSnapshot:
 * @notes: (element-type GateSampleNote): in the order of their ids
 * @invoices: (element-type GateSampleInvoice): in the order of their numbers
 *
 * The content at one moment.
 */
typedef struct {
  GPtrArray *notes;
  GPtrArray *invoices;
} GateSampleSnapshot;

GateSampleSnapshot *gate_sample_snapshot_load         (const char                *path,
                                                       GError                   **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean            gate_sample_snapshot_save         (const GateSampleSnapshot  *self,
                                                       const char                *path,
                                                       GError                   **error);
GateSampleNote     *gate_sample_snapshot_find_note    (const GateSampleSnapshot  *self,
                                                       const char                *id);
GateSampleInvoice  *gate_sample_snapshot_find_invoice (const GateSampleSnapshot  *self,
                                                       const char                *number);
void                gate_sample_snapshot_free         (GateSampleSnapshot        *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GateSampleSnapshot, gate_sample_snapshot_free)

G_END_DECLS
