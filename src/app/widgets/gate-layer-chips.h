// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-hub-account.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define GATE_TYPE_LAYER_CHIPS (gate_layer_chips_get_type ())

/**
 * GateLayerChips:
 *
 * The three layers of an account, each with a mark and in words.
 */
G_DECLARE_FINAL_TYPE (GateLayerChips, gate_layer_chips, GATE, LAYER_CHIPS, GtkWidget)

void gate_layer_chips_show (GateLayerChips *self,
                            GateHubAccount *account);

G_END_DECLS
