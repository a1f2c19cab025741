// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define GATE_TYPE_ROW_LAYOUT (gate_row_layout_get_type ())

/**
 * GateRowLayout:
 *
 * Lays out what a row holds: its text and the buttons at its end side by side, or, where that would leave little room to the text, the
 * buttons below it.
 */
G_DECLARE_FINAL_TYPE (GateRowLayout, gate_row_layout, GATE, ROW_LAYOUT, GtkLayoutManager)

void gate_row_layout_use (AdwActionRow *row);

G_END_DECLS
