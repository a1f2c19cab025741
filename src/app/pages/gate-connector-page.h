// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-project-view.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define GATE_TYPE_CONNECTOR_PAGE (gate_connector_page_get_type ())

/**
 * GateConnectorPage:
 *
 * One connector: what it is, its accounts, what it may do, and what it offers. The property `label` is what it is called, `searching`
 * whether something is looked for in what it offers; the signal `gone` says that it was removed.
 */
G_DECLARE_FINAL_TYPE (GateConnectorPage, gate_connector_page, GATE, CONNECTOR_PAGE, AdwBin)

/* (nullable): nothing is shown. */
void        gate_connector_page_show     (GateConnectorPage *self,
                                          GateProjectView   *view,
                                          const char        *id);
/* (nullable): the connector's id. */
const char *gate_connector_page_get_id   (GateConnectorPage *self);
/* doing: (nullable): what is being done for an account. */
void        gate_connector_page_set_busy (GateConnectorPage *self,
                                          const char        *account,
                                          const char        *doing);
void        gate_connector_page_refresh  (GateConnectorPage *self);
void        gate_connector_page_search   (GateConnectorPage *self);

G_END_DECLS
