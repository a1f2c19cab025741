// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-hub-item.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define GATE_TYPE_TOOL_ROW (gate_tool_row_get_type ())

/**
 * GateToolRow:
 *
 * A tool and what the person lets it do. A choice asks for the action `tools.choose` with `(ss)`, the tool's full name and "allow", "ask"
 * or "block"; a tool whose definition changed asks for `tools.review` with its full name.
 */
G_DECLARE_FINAL_TYPE (GateToolRow, gate_tool_row, GATE, TOOL_ROW, AdwActionRow)

GtkWidget   *gate_tool_row_new      (GateHubItem *item,
                                     gboolean     locked) G_GNUC_WARN_UNUSED_RESULT;
GateHubItem *gate_tool_row_get_item (GateToolRow *self);

G_END_DECLS
