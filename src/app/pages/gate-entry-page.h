// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-hub.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define GATE_TYPE_ENTRY_PAGE (gate_entry_page_get_type ())

/**
 * GateEntryPage:
 *
 * A service of the directory: what it is for, what signing in takes, who hosts it, and the button that adds it; or why there is none.
 * What was added is shown by the action `app.show-connector` and connected by `customize.connect`.
 */
G_DECLARE_FINAL_TYPE (GateEntryPage, gate_entry_page, GATE, ENTRY_PAGE, AdwBin)

/* entry: (nullable): nothing is shown. */
void                gate_entry_page_show      (GateEntryPage      *self,
                                               GateHub            *hub,
                                               GateDirectoryEntry *entry);
/* (nullable) */
GateDirectoryEntry *gate_entry_page_get_entry (GateEntryPage      *self);

G_END_DECLS
