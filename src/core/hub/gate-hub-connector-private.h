// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-connector.h"
#include "gate-hub-connector.h"

G_BEGIN_DECLS

GateHubConnector *gate_hub_connector_new           (GateConnector    *connector) G_GNUC_WARN_UNUSED_RESULT;
GateConnector    *gate_hub_connector_get_connector (GateHubConnector *self);

G_END_DECLS
