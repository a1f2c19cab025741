// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-connector.h"
#include "gate-interaction.h"
#include "gate-sandbox.h"
#include "gate-store.h"

G_BEGIN_DECLS

#define GATE_TYPE_APPROVALS (gate_approvals_get_type ())

/**
 * GateApprovals:
 *
 * What the person approved: exact commands of local servers. Private to the hub.
 */

G_DECLARE_FINAL_TYPE (GateApprovals, gate_approvals, GATE, APPROVALS, GObject)

GateApprovals *gate_approvals_new                    (GateStore            *state,
                                                      GateInteraction      *interaction) G_GNUC_WARN_UNUSED_RESULT;
/* Asks before the first run of a command and whenever it has changed; gives the sandbox to run it in, NULL where there is none. */
void           gate_approvals_approve_command_async  (GateApprovals        *self,
                                                      GateConnector        *connector,
                                                      const char * const   *argv,
                                                      const char           *folder,
                                                      GCancellable         *cancellable,
                                                      GAsyncReadyCallback   callback,
                                                      gpointer              user_data);
gboolean       gate_approvals_approve_command_finish (GateApprovals        *self,
                                                      GAsyncResult         *result,
                                                      GateSandbox         **sandbox,
                                                      GError              **error);
gboolean       gate_approvals_gives_folder           (GateConnector        *connector);

G_END_DECLS
