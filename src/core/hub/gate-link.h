// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-approvals.h"
#include "gate-connector.h"
#include "gate-mcp-client.h"
#include "gate-server-memory.h"
#include "gate-sign-in.h"

G_BEGIN_DECLS

#define GATE_TYPE_LINK (gate_link_get_type ())

/**
 * GateLink:
 *
 * One account of one connector with its sign-in and, once it was needed, its connection. Private to the hub. However many jobs need
 * it at once, it connects once. Its signals: `offer-changed` and `lost`, as the server and the connection tell.
 */
G_DECLARE_FINAL_TYPE (GateLink, gate_link, GATE, LINK, GObject)


GateLink      *gate_link_new           (GateConnector        *connector,
                                        const char           *account,
                                        const char           *folder,
                                        GateHttp             *http,
                                        GateSecretStore      *secrets,
                                        GateInteraction      *interaction,
                                        GateApprovals        *approvals,
                                        GateServerMemory     *memory) G_GNUC_WARN_UNUSED_RESULT;
GateConnector *gate_link_get_connector (GateLink             *self);
const char    *gate_link_get_account   (GateLink             *self);
const char    *gate_link_get_folder    (GateLink             *self);
GateSignIn    *gate_link_get_sign_in   (GateLink             *self);
/* NULL: nothing is remembered of its server. */
GateServerMemory *gate_link_get_memory (GateLink             *self);
/* NULL before the first connection. */
GateMcpClient *gate_link_get_client    (GateLink             *self);
/* What the person has just asked for may ask back, until it ends. */
void           gate_link_begin_asking  (GateLink             *self);
void           gate_link_end_asking    (GateLink             *self);
/* Connects if need be. interactive: this face lets all that it does ask the person to sign in. */
void           gate_link_ensure_async  (GateLink             *self,
                                        gboolean              interactive,
                                        GCancellable         *cancellable,
                                        GAsyncReadyCallback   callback,
                                        gpointer              user_data);
GateMcpClient *gate_link_ensure_finish (GateLink             *self,
                                        GAsyncResult         *result,
                                        GError              **error);
void           gate_link_close_async   (GateLink             *self,
                                        GCancellable         *cancellable,
                                        GAsyncReadyCallback   callback,
                                        gpointer              user_data);
gboolean       gate_link_close_finish  (GateLink             *self,
                                        GAsyncResult         *result,
                                        GError              **error);

G_END_DECLS
