// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-hub.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define GATE_TYPE_PROJECT_DIALOG (gate_project_dialog_get_type ())

/**
 * GateProjectDialog:
 *
 * Name, folder and instructions of a project: a new one, or one that stands. Emits `done` with the [class@Gate.HubProject].
 */
G_DECLARE_FINAL_TYPE (GateProjectDialog, gate_project_dialog, GATE, PROJECT_DIALOG, AdwWindow)

GtkWindow *gate_project_dialog_new (GateHub        *hub,
                                    GateHubProject *project) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
