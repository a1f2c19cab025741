// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-project-view.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define GATE_TYPE_TOOLS_PAGE (gate_tools_page_get_type ())

/**
 * GateToolsPage:
 *
 * Every tool, resource and prompt that a project can use, by name, to be searched and copied.
 */
G_DECLARE_FINAL_TYPE (GateToolsPage, gate_tools_page, GATE, TOOLS_PAGE, AdwBin)

void gate_tools_page_set_view (GateToolsPage   *self,
                               GateProjectView *view);

G_END_DECLS
