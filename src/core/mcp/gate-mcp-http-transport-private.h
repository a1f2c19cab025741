// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-mcp-http-channel.h"
#include "gate-mcp-http-transport.h"

G_BEGIN_DECLS

/* What the exchanges and the listener of a transport share. */
GateMcpHttpChannel *gate_mcp_http_transport_get_channel  (GateMcpHttpTransport *self);
GUri               *gate_mcp_http_transport_get_uri      (GateMcpHttpTransport *self);
GateMcpEra          gate_mcp_http_transport_get_era      (GateMcpHttpTransport *self);
guint               gate_mcp_http_transport_get_total_ms (GateMcpHttpTransport *self);
gboolean            gate_mcp_http_transport_is_closed    (GateMcpHttpTransport *self);
char              **gate_mcp_http_transport_dup_headers  (GateMcpHttpTransport *self,
                                                          GateRpcMessage       *message,
                                                          GateMcpEnvelope      *envelope,
                                                          const char           *last_event_id) G_GNUC_WARN_UNUSED_RESULT;
void                gate_mcp_http_transport_take_session (GateMcpHttpTransport *self,
                                                          GateMcpHttpReply     *reply);
gboolean            gate_mcp_http_transport_lost_session (GateMcpHttpTransport *self,
                                                          guint                 status,
                                                          GBytes               *body);
GError             *gate_mcp_http_transport_forget       (GateMcpHttpTransport *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
