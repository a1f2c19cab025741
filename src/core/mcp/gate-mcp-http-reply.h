// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <libsoup/soup.h>

#include "gate-secret-mask.h"

G_BEGIN_DECLS

/**
 * GateMcpHttpReply:
 * @message: the request and the head of its answer
 * @stream: (nullable): the body, where it is to be read as it comes
 * @body: (nullable): the body, where it was read whole
 * @mask: (nullable): what the server must not repeat; taken out of what is read
 *
 * The answer to one HTTP request. Private to the room.
 */
typedef struct {
  SoupMessage    *message;
  GInputStream   *stream;
  GBytes         *body;
  GateSecretMask *mask;
} GateMcpHttpReply;

void        gate_mcp_http_reply_free        (GateMcpHttpReply     *self);
guint       gate_mcp_http_reply_status      (GateMcpHttpReply     *self);
const char *gate_mcp_http_reply_type        (GateMcpHttpReply     *self);
const char *gate_mcp_http_reply_header      (GateMcpHttpReply     *self,
                                             const char           *name);
void        gate_mcp_http_reply_read_async  (GateMcpHttpReply     *self,
                                             gsize                 limit,
                                             GCancellable         *cancellable,
                                             GAsyncReadyCallback   callback,
                                             gpointer              user_data);
GBytes     *gate_mcp_http_reply_read_finish (GAsyncResult         *result,
                                             GError              **error) G_GNUC_WARN_UNUSED_RESULT;
void        gate_mcp_http_reply_drain       (GateMcpHttpReply     *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GateMcpHttpReply, gate_mcp_http_reply_free)

G_END_DECLS
