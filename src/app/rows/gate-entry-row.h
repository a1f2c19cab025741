// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-directory-entry.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define GATE_TYPE_ENTRY_ROW (gate_entry_row_get_type ())

/**
 * GateEntryRow:
 *
 * A service of the directory. The row may be given another entry, so that a search makes no new widgets.
 */
G_DECLARE_FINAL_TYPE (GateEntryRow, gate_entry_row, GATE, ENTRY_ROW, GtkListBoxRow)

GtkWidget          *gate_entry_row_new       (void) G_GNUC_WARN_UNUSED_RESULT;
void                gate_entry_row_set_entry (GateEntryRow       *self,
                                              GateDirectoryEntry *entry);
/* (nullable) */
GateDirectoryEntry *gate_entry_row_get_entry (GateEntryRow       *self);

G_END_DECLS
