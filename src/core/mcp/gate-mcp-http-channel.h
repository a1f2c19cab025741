// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-authorizer.h"
#include "gate-http.h"
#include "gate-mcp-http-reply.h"
#include "gate-secret-mask.h"

G_BEGIN_DECLS

/**
 * GateMcpHttpRequest:
 * @method: the HTTP method
 * @uri: where to
 * @headers: (nullable): name, value, …
 * @body: (nullable): a JSON text
 * @operation: what it is for, "tools/call add_numbers"
 * @timeout_ms: how long to wait: for the head of the answer where @as_stream, else for all of it
 * @as_stream: whether the body of the answer is read as it comes
 * @is_quiet: whether nobody may be asked because of it: a refusal is an answer like any other
 *
 * One HTTP request as often as it takes to be authorized.
 */
typedef struct {
  const char        *method;
  GUri              *uri;
  const char *const *headers;
  GBytes            *body;
  const char        *operation;
  guint              timeout_ms;
  gboolean           as_stream;
  gboolean           is_quiet;
} GateMcpHttpRequest;

#define GATE_TYPE_MCP_HTTP_CHANNEL (gate_mcp_http_channel_get_type ())

/**
 * GateMcpHttpChannel:
 *
 * Sends HTTP requests with the credentials of one connector. Private to the room.
 *
 * Signals: `held (boolean)`: a person may be asked while the authorizer works.
 */
G_DECLARE_FINAL_TYPE (GateMcpHttpChannel, gate_mcp_http_channel, GATE, MCP_HTTP_CHANNEL, GObject)

GateMcpHttpChannel *gate_mcp_http_channel_new         (GateHttp                  *http,
                                                       GateAuthorizer            *authorizer,
                                                       GateSecretMask            *mask) G_GNUC_WARN_UNUSED_RESULT;
GateHttp           *gate_mcp_http_channel_get_http    (GateMcpHttpChannel        *self);
void                gate_mcp_http_channel_send_async  (GateMcpHttpChannel        *self,
                                                       const GateMcpHttpRequest  *request,
                                                       GCancellable              *cancellable,
                                                       GAsyncReadyCallback        callback,
                                                       gpointer                   user_data);
GateMcpHttpReply   *gate_mcp_http_channel_send_finish (GateMcpHttpChannel        *self,
                                                       GAsyncResult              *result,
                                                       GError                   **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
