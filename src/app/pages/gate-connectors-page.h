// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-project-view.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define GATE_TYPE_CONNECTORS_PAGE (gate_connectors_page_get_type ())

/**
 * GateConnectorsPage:
 *
 * What the account has, and the directory to choose more from; one search finds in both. What is chosen is asked for with the actions
 * `app.show-connector` and `customize.show-entry`.
 */
G_DECLARE_FINAL_TYPE (GateConnectorsPage, gate_connectors_page, GATE, CONNECTORS_PAGE, AdwBin)

/* (nullable) */
void  gate_connectors_page_set_view (GateConnectorsPage *self,
                                     GateProjectView    *view);
void  gate_connectors_page_refresh  (GateConnectorsPage *self);

G_END_DECLS
