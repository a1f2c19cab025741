// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-finding.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define GATE_TYPE_FINDING_ROW (gate_finding_row_get_type ())

/**
 * GateFindingRow:
 *
 * One step of a diagnosis, with the button that mends it where one can. The button asks for an action of the window.
 */
G_DECLARE_FINAL_TYPE (GateFindingRow, gate_finding_row, GATE, FINDING_ROW, AdwActionRow)

GtkWidget  *gate_finding_row_new        (GateFinding      *finding) G_GNUC_WARN_UNUSED_RESULT;
/* What a state is called, and how it looks. */
const char *gate_finding_row_state_word (GateFindingState  state);
void        gate_finding_row_show_state (GtkImage         *image,
                                         GateFindingState  state);

G_END_DECLS
