// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-hub-item.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define GATE_TYPE_ITEM_ROW (gate_item_row_get_type ())

/**
 * GateItemRow:
 *
 * A tool, resource or prompt: its name, what it is for, and a button that copies the name.
 */
G_DECLARE_FINAL_TYPE (GateItemRow, gate_item_row, GATE, ITEM_ROW, AdwActionRow)

GtkWidget   *gate_item_row_new      (GateHubItem *item) G_GNUC_WARN_UNUSED_RESULT;
GateHubItem *gate_item_row_get_item (GateItemRow *self);

G_END_DECLS
