// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-connector.h"
#include "gate-hub-connector.h"

G_BEGIN_DECLS

GateHubConnector *gate_hub_connector_new           (GateConnector    *connector) G_GNUC_WARN_UNUSED_RESULT;
/* accounts: (nullable): those that are not to be seen. */
GateHubConnector *gate_hub_connector_new_without   (GateConnector    *connector,
                                                    const char * const *accounts) G_GNUC_WARN_UNUSED_RESULT;
GateConnector    *gate_hub_connector_get_connector (GateHubConnector *self);
/* It is of no use without a network. */
gboolean          gate_hub_connector_needs_network (GateHubConnector *self);
/* Asking it starts a program on this computer where that does not run. */
gboolean          gate_hub_connector_starts_here   (GateHubConnector *self);

G_END_DECLS
