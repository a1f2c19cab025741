// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-project-view.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define GATE_TYPE_HEALTH_PAGE (gate_health_page_get_type ())

/**
 * GateHealthPage:
 *
 * Finds out which layer of what is on in a project is off, and what to do.
 */
G_DECLARE_FINAL_TYPE (GateHealthPage, gate_health_page, GATE, HEALTH_PAGE, AdwBin)

/* (nullable). The check begins once somebody looks at the page. */
void  gate_health_page_set_view (GateHealthPage  *self,
                                 GateProjectView *view);
/* Checks again. */
void  gate_health_page_refresh  (GateHealthPage  *self);

G_END_DECLS
