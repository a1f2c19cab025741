// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-notices.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define GATE_TYPE_PROJECT_PAGE (gate_project_page_get_type ())

/**
 * GateProjectPage:
 *
 * What the assistant can use in a project: every account with its three layers and the remedy for the first that is off, and the
 * panel of switches beside it (`panel-shown`).
 */
G_DECLARE_FINAL_TYPE (GateProjectPage, gate_project_page, GATE, PROJECT_PAGE, AdwBin)

void             gate_project_page_set_notices (GateProjectPage *self,
                                                GateNotices     *notices);
GateProjectView *gate_project_page_get_view    (GateProjectPage *self);

G_END_DECLS
