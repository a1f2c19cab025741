// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-rpc-message.h"

G_BEGIN_DECLS

GError         *gate_rpc_error_from_failure (GateRpcMessage *failure,
                                             const char     *doing) G_GNUC_WARN_UNUSED_RESULT;
GateRpcMessage *gate_rpc_error_to_failure   (JsonNode       *id,
                                             const GError   *error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
