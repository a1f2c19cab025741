// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-mcp-envelope.h"
#include "gate-mcp-era.h"
#include "gate-rpc-message-list.h"

G_BEGIN_DECLS

#define GATE_TYPE_MCP_TRANSPORT (gate_mcp_transport_get_type ())

/**
 * GateMcpTransport:
 *
 * What carries messages to one server and back: a process, Streamable HTTP, or HTTP+SSE. Private to the room.
 *
 * Signals: `message (GateRpcMessage)`; `junk (GError)`: something came that is no message, and nobody can tell which request it was
 * meant for; `lost (GError)`: nothing can be carried any more; `held (boolean)`: a person is being asked, so that no time limit may
 * run; `traffic (outgoing, GBytes)`: the text of each message.
 */
G_DECLARE_INTERFACE (GateMcpTransport, gate_mcp_transport, GATE, MCP_TRANSPORT, GObject)

struct _GateMcpTransportInterface {
  GTypeInterface parent;

  void      (*start_async)  (GateMcpTransport     *self,
                             guint                 timeout_ms,
                             GCancellable         *cancellable,
                             GAsyncReadyCallback   callback,
                             gpointer              user_data);
  void      (*send_async)   (GateMcpTransport     *self,
                             GateRpcMessage       *message,
                             GateMcpEnvelope      *envelope,
                             GAsyncReadyCallback   callback,
                             gpointer              user_data);
  void      (*close_async)  (GateMcpTransport     *self,
                             GCancellable         *cancellable,
                             GAsyncReadyCallback   callback,
                             gpointer              user_data);
  void      (*set_protocol) (GateMcpTransport     *self,
                             GateMcpEra            era,
                             const char           *version);
  void      (*listen)       (GateMcpTransport     *self);
  gboolean  (*is_http)      (GateMcpTransport     *self);
  char     *(*dup_log)      (GateMcpTransport     *self);
};

void      gate_mcp_transport_start_async  (GateMcpTransport     *self,
                                           guint                 timeout_ms,
                                           GCancellable         *cancellable,
                                           GAsyncReadyCallback   callback,
                                           gpointer              user_data);
gboolean  gate_mcp_transport_start_finish (GateMcpTransport     *self,
                                           GAsyncResult         *result,
                                           GError              **error);
void      gate_mcp_transport_send_async   (GateMcpTransport     *self,
                                           GateRpcMessage       *message,
                                           GateMcpEnvelope      *envelope,
                                           GAsyncReadyCallback   callback,
                                           gpointer              user_data);
gboolean  gate_mcp_transport_send_finish  (GateMcpTransport     *self,
                                           GAsyncResult         *result,
                                           GError              **error);
void      gate_mcp_transport_close_async  (GateMcpTransport     *self,
                                           GCancellable         *cancellable,
                                           GAsyncReadyCallback   callback,
                                           gpointer              user_data);
gboolean  gate_mcp_transport_close_finish (GateMcpTransport     *self,
                                           GAsyncResult         *result,
                                           GError              **error);
void      gate_mcp_transport_set_protocol (GateMcpTransport     *self,
                                           GateMcpEra            era,
                                           const char           *version);
void      gate_mcp_transport_listen       (GateMcpTransport     *self);
gboolean  gate_mcp_transport_is_http      (GateMcpTransport     *self);
char     *gate_mcp_transport_dup_log      (GateMcpTransport     *self) G_GNUC_WARN_UNUSED_RESULT;

/* For implementations. */
void      gate_mcp_transport_deliver      (GateMcpTransport     *self,
                                           GPtrArray            *messages);
void      gate_mcp_transport_report_junk  (GateMcpTransport     *self,
                                           const GError         *error);
void      gate_mcp_transport_report_loss  (GateMcpTransport     *self,
                                           const GError         *error);
void      gate_mcp_transport_report_unheard (GateMcpTransport   *self);
void      gate_mcp_transport_report_hold  (GateMcpTransport     *self,
                                           gboolean              held);
void      gate_mcp_transport_show_traffic (GateMcpTransport     *self,
                                           gboolean              outgoing,
                                           GBytes               *text);

G_END_DECLS
