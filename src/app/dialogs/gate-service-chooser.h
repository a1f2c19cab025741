// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-directory.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define GATE_TYPE_SERVICE_CHOOSER (gate_service_chooser_get_type ())

/**
 * GateServiceChooser:
 *
 * The services of the directory, those that many use first, each with a check mark; typing finds others. Emits `changed` when the choice
 * did, and `accepted` when the person presses Return with nothing to find.
 */
G_DECLARE_FINAL_TYPE (GateServiceChooser, gate_service_chooser, GATE, SERVICE_CHOOSER, AdwBin)

void        gate_service_chooser_set_directory (GateServiceChooser *self,
                                                GateDirectory      *directory);
/* Of GateDirectoryEntry, in the order in which they were chosen. */
GListModel *gate_service_chooser_get_chosen    (GateServiceChooser *self);

G_END_DECLS
