// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-project-view.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define GATE_TYPE_PLUGINS_PANEL (gate_plugins_panel_get_type ())

/**
 * GatePluginsPanel:
 *
 * A switch for everything that can be on or off in a project.
 */
G_DECLARE_FINAL_TYPE (GatePluginsPanel, gate_plugins_panel, GATE, PLUGINS_PANEL, AdwBin)

void gate_plugins_panel_set_view (GatePluginsPanel *self,
                                  GateProjectView  *view);

G_END_DECLS
