// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-hub.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define GATE_TYPE_SERVICES_DIALOG (gate_services_dialog_get_type ())

/**
 * GateServicesDialog:
 *
 * “Which services do you use?”: the person chooses some, sees what each takes, and they are connected in turn and turned on in one
 * project.
 */
G_DECLARE_FINAL_TYPE (GateServicesDialog, gate_services_dialog, GATE, SERVICES_DIALOG, AdwWindow)

void gate_services_dialog_present (GtkWidget      *near,
                                   GateHub        *hub,
                                   GateHubProject *project);

G_END_DECLS
