// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-json.h"

G_BEGIN_DECLS

#define GATE_SAMPLE_MODERN_VERSION "2026-07-28"
#define GATE_SAMPLE_META_VERSION "io.modelcontextprotocol/protocolVersion"
#define GATE_SAMPLE_META_CAPABILITIES "io.modelcontextprotocol/clientCapabilities"
#define GATE_SAMPLE_META_LOG_LEVEL "io.modelcontextprotocol/logLevel"
#define GATE_SAMPLE_META_SERVER_INFO "io.modelcontextprotocol/serverInfo"
#define GATE_SAMPLE_META_SUBSCRIPTION "io.modelcontextprotocol/subscriptionId"

/**
 * GateSampleCode:
 *
 * JSON-RPC error codes (JSON-RPC 2.0 §5.1, and those of MCP).
 */
typedef enum {
  GATE_SAMPLE_CODE_PARSE = -32700,
  GATE_SAMPLE_CODE_REQUEST = -32600,
  GATE_SAMPLE_CODE_METHOD = -32601,
  GATE_SAMPLE_CODE_PARAMS = -32602,
  GATE_SAMPLE_CODE_INTERNAL = -32603,
  GATE_SAMPLE_CODE_SERVER = -32000,
  GATE_SAMPLE_CODE_NOT_FOUND = -32002,
  GATE_SAMPLE_CODE_HEADERS = -32020,
  GATE_SAMPLE_CODE_CAPABILITY = -32021,
  GATE_SAMPLE_CODE_VERSION = -32022,
  GATE_SAMPLE_CODE_ELICITATION = -32042,
} GateSampleCode;

/**
 * GateSampleKind:
 * @GATE_SAMPLE_KIND_INVALID: no JSON-RPC message
 * @GATE_SAMPLE_KIND_REQUEST: has a method and an id
 * @GATE_SAMPLE_KIND_NOTIFICATION: has a method and no id
 * @GATE_SAMPLE_KIND_RESPONSE: has an id, and a result or an error
 *
 * What a message is.
 */
typedef enum {
  GATE_SAMPLE_KIND_INVALID,
  GATE_SAMPLE_KIND_REQUEST,
  GATE_SAMPLE_KIND_NOTIFICATION,
  GATE_SAMPLE_KIND_RESPONSE,
} GateSampleKind;

extern const char *const gate_sample_legacy_versions[];

GateSampleKind  gate_sample_message_get_kind     (JsonNode    *message);
JsonNode       *gate_sample_message_result       (JsonNode    *id,
                                                  JsonObject  *result) G_GNUC_WARN_UNUSED_RESULT;
JsonNode       *gate_sample_message_error        (JsonNode    *id,
                                                  int          code,
                                                  JsonNode    *data,
                                                  const char  *text) G_GNUC_WARN_UNUSED_RESULT;
JsonNode       *gate_sample_message_request      (gint64       id,
                                                  const char  *method,
                                                  JsonObject  *params) G_GNUC_WARN_UNUSED_RESULT;
JsonNode       *gate_sample_message_notification (const char  *method,
                                                  JsonObject  *params) G_GNUC_WARN_UNUSED_RESULT;
JsonNode       *gate_sample_message_bad_version  (JsonNode    *id,
                                                  const char  *requested) G_GNUC_WARN_UNUSED_RESULT;
char           *gate_sample_message_dup_key      (JsonNode    *id) G_GNUC_WARN_UNUSED_RESULT;
JsonObject     *gate_sample_message_get_meta     (JsonObject  *params);

G_END_DECLS
