// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-hub.h"

G_BEGIN_DECLS

/* Brings a list of (element-type GateHubAccount) in line with the connectors (element-type GateHubConnector).
 * scope: (element-type utf8) (nullable): only these accounts, as gate_hub_make_key() names them. */
void gate_project_accounts_follow (GListStore *accounts,
                                   GListModel *connectors,
                                   GHashTable *scope);

G_END_DECLS
