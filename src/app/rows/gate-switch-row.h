// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-hub-account.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define GATE_TYPE_SWITCH_ROW (gate_switch_row_get_type ())

/**
 * GateSwitchRow:
 *
 * Whether an account is on in a project, as a switch. Turning it asks for the action `project.set-active` with `(ssb)`.
 */
G_DECLARE_FINAL_TYPE (GateSwitchRow, gate_switch_row, GATE, SWITCH_ROW, AdwActionRow)

GtkWidget *gate_switch_row_new (GateHubAccount *account) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
