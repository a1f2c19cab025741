// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-hub.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define GATE_TYPE_PROJECTS_DIALOG (gate_projects_dialog_get_type ())

/**
 * GateProjectsDialog:
 *
 * Asks in which projects a connector is to be on.
 */
G_DECLARE_FINAL_TYPE (GateProjectsDialog, gate_projects_dialog, GATE, PROJECTS_DIALOG, AdwWindow)

/* chosen: (nullable): the project that is marked to begin with. */
void       gate_projects_dialog_choose_async  (GtkWidget            *near,
                                               GateHub              *hub,
                                               const char           *label,
                                               GateHubProject       *chosen,
                                               GCancellable         *cancellable,
                                               GAsyncReadyCallback   callback,
                                               gpointer              user_data);
/* (element-type GateHubProject): may be empty. */
GPtrArray *gate_projects_dialog_choose_finish (GAsyncResult         *result,
                                               GError              **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
