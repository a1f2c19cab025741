// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * GateRpcKind:
 * @GATE_RPC_REQUEST: a method, an id, an answer is awaited
 * @GATE_RPC_NOTIFICATION: a method without an id
 * @GATE_RPC_RESPONSE: the result of a request
 * @GATE_RPC_FAILURE: the error of a request; its id may be missing
 *
 * The four kinds of message of JSON-RPC 2.0.
 */
typedef enum {
  GATE_RPC_REQUEST,
  GATE_RPC_NOTIFICATION,
  GATE_RPC_RESPONSE,
  GATE_RPC_FAILURE,
} GateRpcKind;

/* The error codes of JSON-RPC 2.0 §5.1. */
#define GATE_RPC_PARSE_ERROR (-32700)
#define GATE_RPC_INVALID_REQUEST (-32600)
#define GATE_RPC_METHOD_NOT_FOUND (-32601)
#define GATE_RPC_INVALID_PARAMS (-32602)
#define GATE_RPC_INTERNAL_ERROR (-32603)

#define GATE_TYPE_RPC_MESSAGE (gate_rpc_message_get_type ())

/**
 * GateRpcMessage:
 *
 * One message of JSON-RPC 2.0. Immutable and counted.
 */
typedef struct _GateRpcMessage GateRpcMessage;

GType           gate_rpc_message_get_type         (void) G_GNUC_CONST;
GateRpcMessage *gate_rpc_message_new_request      (JsonNode        *id,
                                                   const char      *method,
                                                   JsonObject      *params) G_GNUC_WARN_UNUSED_RESULT;
GateRpcMessage *gate_rpc_message_new_notification (const char      *method,
                                                   JsonObject      *params) G_GNUC_WARN_UNUSED_RESULT;
GateRpcMessage *gate_rpc_message_new_response     (JsonNode        *id,
                                                   JsonNode        *result) G_GNUC_WARN_UNUSED_RESULT;
GateRpcMessage *gate_rpc_message_new_failure      (JsonNode        *id,
                                                   gint64           code,
                                                   const char      *text,
                                                   JsonNode        *data) G_GNUC_WARN_UNUSED_RESULT;
GateRpcMessage *gate_rpc_message_from_json        (JsonNode        *node,
                                                   GError         **error) G_GNUC_WARN_UNUSED_RESULT;
JsonNode       *gate_rpc_message_to_json          (GateRpcMessage  *self) G_GNUC_WARN_UNUSED_RESULT;
GBytes         *gate_rpc_message_to_bytes         (GateRpcMessage  *self) G_GNUC_WARN_UNUSED_RESULT;
GateRpcMessage *gate_rpc_message_ref              (GateRpcMessage  *self);
void            gate_rpc_message_unref            (GateRpcMessage  *self);

GateRpcKind     gate_rpc_message_get_kind         (GateRpcMessage  *self);
gboolean        gate_rpc_message_is_answer        (GateRpcMessage  *self);
JsonNode       *gate_rpc_message_get_id           (GateRpcMessage  *self);
const char     *gate_rpc_message_get_id_key       (GateRpcMessage  *self);
const char     *gate_rpc_message_get_method       (GateRpcMessage  *self);
JsonObject     *gate_rpc_message_get_params       (GateRpcMessage  *self);
JsonNode       *gate_rpc_message_get_result       (GateRpcMessage  *self);
gint64          gate_rpc_message_get_error_code   (GateRpcMessage  *self);
const char     *gate_rpc_message_get_error_text   (GateRpcMessage  *self);
JsonNode       *gate_rpc_message_get_error_data   (GateRpcMessage  *self);
gsize           gate_rpc_message_get_size         (GateRpcMessage  *self);
void            gate_rpc_message_set_size         (GateRpcMessage  *self,
                                                   gsize            size);

/* Ids and parameters. */
char           *gate_rpc_id_to_key                (JsonNode        *id) G_GNUC_WARN_UNUSED_RESULT;
JsonObject     *gate_rpc_copy_object              (JsonObject      *object) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GateRpcMessage, gate_rpc_message_unref)

G_END_DECLS
