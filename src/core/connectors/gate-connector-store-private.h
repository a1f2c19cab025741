// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-connector-store.h"

G_BEGIN_DECLS

void gate_connector_store_take_root (GateConnectorStore *self,
                                     JsonNode           *root);

G_END_DECLS
