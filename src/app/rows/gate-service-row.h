// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-directory-entry.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define GATE_TYPE_SERVICE_ROW (gate_service_row_get_type ())

/**
 * GateServiceRow:
 *
 * A service to choose: Return and Space turn its check mark. Emits `toggled` when the person did.
 */
G_DECLARE_FINAL_TYPE (GateServiceRow, gate_service_row, GATE, SERVICE_ROW, AdwActionRow)

GtkWidget          *gate_service_row_new        (void) G_GNUC_WARN_UNUSED_RESULT;
void                gate_service_row_set_entry  (GateServiceRow     *self,
                                                 GateDirectoryEntry *entry,
                                                 gboolean            chosen);
GateDirectoryEntry *gate_service_row_get_entry  (GateServiceRow     *self);
void                gate_service_row_toggle     (GateServiceRow     *self);
gboolean            gate_service_row_get_chosen (GateServiceRow     *self);

G_END_DECLS
