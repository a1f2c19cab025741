// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-hub-account.h"
#include "gate-layers-job.h"

G_BEGIN_DECLS

GateHubAccount *gate_hub_account_new              (GateHubConnector *connector,
                                                   const char       *account) G_GNUC_WARN_UNUSED_RESULT;
void            gate_hub_account_set_connector    (GateHubAccount   *self,
                                                   GateHubConnector *connector);
void            gate_hub_account_set_active       (GateHubAccount   *self,
                                                   gboolean          active,
                                                   gboolean          locked);
void            gate_hub_account_take_layers      (GateHubAccount   *self,
                                                   const GateLayers *layers);
/* As the keyring alone tells it. */
const char     *gate_hub_account_get_kept_sign_in (GateHubAccount   *self);
void            gate_hub_account_set_listing      (GateHubAccount   *self);
/* Its sign-in became another one while it was asked. */
void            gate_hub_account_set_stale        (GateHubAccount   *self);
gboolean        gate_hub_account_take_stale       (GateHubAccount   *self);
/* items: (element-type GateHubItem) (nullable) (not modified); error: (nullable). Both NULL: back to unknown. */
void            gate_hub_account_take_listing     (GateHubAccount   *self,
                                                   GPtrArray        *items,
                                                   const GError     *error);

G_END_DECLS
