// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-hub-account.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define GATE_TYPE_CONNECTOR_ROW (gate_connector_row_get_type ())

/**
 * GateConnectorRow:
 *
 * An account of a connector in the list of what the person has: its name, how it stands, and a way to its page.
 */
G_DECLARE_FINAL_TYPE (GateConnectorRow, gate_connector_row, GATE, CONNECTOR_ROW, AdwActionRow)

GtkWidget      *gate_connector_row_new         (GateHubAccount   *account) G_GNUC_WARN_UNUSED_RESULT;
GateHubAccount *gate_connector_row_get_account (GateConnectorRow *self);

G_END_DECLS
