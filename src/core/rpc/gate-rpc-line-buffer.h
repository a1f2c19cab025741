// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * GateRpcLineBuffer:
 *
 * Bytes in, lines out: what stands between a pipe and the messages of MCP's stdio transport. Linear in time however the bytes are
 * cut, bounded in memory.
 */
typedef struct _GateRpcLineBuffer GateRpcLineBuffer;

GateRpcLineBuffer *gate_rpc_line_buffer_new       (gsize               limit) G_GNUC_WARN_UNUSED_RESULT;
void               gate_rpc_line_buffer_free      (GateRpcLineBuffer  *self);
gboolean           gate_rpc_line_buffer_append    (GateRpcLineBuffer  *self,
                                                   const void         *data,
                                                   gsize               size,
                                                   GError            **error);
GBytes            *gate_rpc_line_buffer_take      (GateRpcLineBuffer  *self,
                                                   GError            **error) G_GNUC_WARN_UNUSED_RESULT;
GBytes            *gate_rpc_line_buffer_take_rest (GateRpcLineBuffer  *self) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GateRpcLineBuffer, gate_rpc_line_buffer_free)

G_END_DECLS
