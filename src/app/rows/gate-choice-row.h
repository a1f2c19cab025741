// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-hub-choices.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define GATE_TYPE_CHOICE_ROW (gate_choice_row_get_type ())

/**
 * GateChoiceRow:
 *
 * What is chosen for a connector, or one of its accounts, in all projects at once, as a switch; a lock where the organization decided.
 */
G_DECLARE_FINAL_TYPE (GateChoiceRow, gate_choice_row, GATE, CHOICE_ROW, AdwActionRow)

GtkWidget *gate_choice_row_new (GateHub          *hub,
                                GateHubChoice     choice,
                                GateHubConnector *connector,
                                const char       *account) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
