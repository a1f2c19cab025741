// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define GATE_TYPE_RPC_LINE_READER (gate_rpc_line_reader_get_type ())

/**
 * GateRpcLineReader:
 *
 * Reads the newline-delimited messages of a stream, one at a time.
 */
G_DECLARE_FINAL_TYPE (GateRpcLineReader, gate_rpc_line_reader, GATE, RPC_LINE_READER, GObject)

GateRpcLineReader *gate_rpc_line_reader_new         (GInputStream         *stream,
                                                     gsize                 limit) G_GNUC_WARN_UNUSED_RESULT;
void               gate_rpc_line_reader_read_async  (GateRpcLineReader    *self,
                                                     GCancellable         *cancellable,
                                                     GAsyncReadyCallback   callback,
                                                     gpointer              user_data);
GBytes            *gate_rpc_line_reader_read_finish (GateRpcLineReader    *self,
                                                     GAsyncResult         *result,
                                                     GError              **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
