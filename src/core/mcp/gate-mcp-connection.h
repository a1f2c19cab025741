// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-mcp-host.h"
#include "gate-mcp-limits.h"
#include "gate-mcp-target.h"
#include "gate-rpc-peer.h"

G_BEGIN_DECLS

#define GATE_TYPE_MCP_CONNECTION (gate_mcp_connection_get_type ())

/**
 * GateMcpConnection:
 *
 * One live connection: a transport, the conversation over it, and what the server said of itself when it was opened. It is never
 * opened again once lost. Private to the room.
 *
 * Signals: `notification (method, params)`, `lost (GError)`, `traffic (outgoing, GBytes)`.
 */
G_DECLARE_FINAL_TYPE (GateMcpConnection, gate_mcp_connection, GATE, MCP_CONNECTION, GObject)

/**
 * GateMcpRequest:
 * @method: what to call
 * @params: (nullable): its parameters, without `_meta` of ours
 * @envelope: (nullable): what goes beside it
 * @timeout_ms: how long to wait without progress; 0: for ever
 * @total_ms: how long to wait in all; 0: for ever
 * @ask_progress: whether to ask for progress
 * @progress: (nullable): who is told of it
 * @progress_data: its data
 *
 * One request to the server.
 */
typedef struct {
  const char          *method;
  JsonObject          *params;
  GateMcpEnvelope     *envelope;
  guint                timeout_ms;
  guint                total_ms;
  gboolean             ask_progress;
  GateRpcProgressFunc  progress;
  gpointer             progress_data;
} GateMcpRequest;

GateMcpConnection *gate_mcp_connection_new                (GateMcpTarget         *target,
                                                           GateMcpHost           *host,
                                                           const GateMcpLimits   *limits) G_GNUC_WARN_UNUSED_RESULT;
void               gate_mcp_connection_request_async      (GateMcpConnection     *self,
                                                           const GateMcpRequest  *request,
                                                           GCancellable          *cancellable,
                                                           GAsyncReadyCallback    callback,
                                                           gpointer               user_data);
JsonNode          *gate_mcp_connection_request_finish     (GateMcpConnection     *self,
                                                           GAsyncResult          *result,
                                                           GError               **error) G_GNUC_WARN_UNUSED_RESULT;
void               gate_mcp_connection_notify             (GateMcpConnection     *self,
                                                           const char            *method,
                                                           JsonObject            *params);
void               gate_mcp_connection_close_async        (GateMcpConnection     *self,
                                                           GCancellable          *cancellable,
                                                           GAsyncReadyCallback    callback,
                                                           gpointer               user_data);
gboolean           gate_mcp_connection_close_finish       (GateMcpConnection     *self,
                                                           GAsyncResult          *result,
                                                           GError               **error);
void               gate_mcp_connection_listen             (GateMcpConnection     *self);

GateMcpTarget     *gate_mcp_connection_get_target         (GateMcpConnection     *self);
GateMcpTransport  *gate_mcp_connection_get_transport      (GateMcpConnection     *self);
const GateMcpLimits *gate_mcp_connection_get_limits       (GateMcpConnection     *self);
gboolean           gate_mcp_connection_is_lost            (GateMcpConnection     *self);
gboolean           gate_mcp_connection_is_http            (GateMcpConnection     *self);
GateMcpEra         gate_mcp_connection_get_era            (GateMcpConnection     *self);
const char        *gate_mcp_connection_get_version        (GateMcpConnection     *self);
JsonObject        *gate_mcp_connection_get_server_info    (GateMcpConnection     *self);
JsonObject        *gate_mcp_connection_get_capabilities   (GateMcpConnection     *self);
const char        *gate_mcp_connection_get_instructions   (GateMcpConnection     *self);
gint64             gate_mcp_connection_get_time           (GateMcpConnection     *self);
void               gate_mcp_connection_set_log_level      (GateMcpConnection     *self,
                                                           const char            *level);

/* For opening. */
void               gate_mcp_connection_attach             (GateMcpConnection     *self,
                                                           GateMcpTransport      *transport);
void               gate_mcp_connection_set_protocol       (GateMcpConnection     *self,
                                                           GateMcpEra             era,
                                                           const char            *version);
void               gate_mcp_connection_take_facts         (GateMcpConnection     *self,
                                                           JsonObject            *result);
gboolean           gate_mcp_connection_set_open           (GateMcpConnection     *self,
                                                           GError               **error);
gboolean           gate_mcp_connection_is_broken          (GateMcpConnection     *self);
JsonObject        *gate_mcp_connection_dup_client_info    (GateMcpConnection     *self) G_GNUC_WARN_UNUSED_RESULT;
JsonObject        *gate_mcp_connection_dup_declaration    (GateMcpConnection     *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
