// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-sample-message.h"

const char *const gate_sample_legacy_versions[] = { "2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05", NULL };

static gboolean
is_id (JsonNode *node)
{
  return node && (gate_json_node_string (node) != NULL || gate_json_node_is_int64 (node));
}

/**
 * gate_sample_message_get_kind:
 * @message: any JSON
 *
 * Returns: what it is
 */
GateSampleKind
gate_sample_message_get_kind (JsonNode *message)
{
  JsonObject *object = gate_json_node_object (message);
  JsonNode *params = object ? gate_json_get (object, "params") : NULL;

  if (!object || g_strcmp0 (gate_json_get_string (object, "jsonrpc"), "2.0") != 0 || (params && !gate_json_node_object (params)))
    return GATE_SAMPLE_KIND_INVALID;

  JsonNode *id = json_object_get_member (object, "id");
  if (gate_json_get_string (object, "method"))
    return !id ? GATE_SAMPLE_KIND_NOTIFICATION : is_id (id) ? GATE_SAMPLE_KIND_REQUEST : GATE_SAMPLE_KIND_INVALID;
  return is_id (id) && (gate_json_get_object (object, "result") || gate_json_get_object (object, "error"))
           ? GATE_SAMPLE_KIND_RESPONSE : GATE_SAMPLE_KIND_INVALID;
}

static JsonObject *
new_message (JsonNode *id)
{
  JsonObject *message = json_object_new ();

  json_object_set_string_member (message, "jsonrpc", "2.0");
  if (id)
    json_object_set_member (message, "id", json_node_copy (id));
  return message;
}

/**
 * gate_sample_message_result:
 * @id: the request's id
 * @result: (transfer full): the result
 *
 * Returns: (transfer full): the answer
 */
JsonNode *
gate_sample_message_result (JsonNode   *id,
                            JsonObject *result)
{
  JsonObject *message = new_message (id);

  json_object_set_object_member (message, "result", result);
  return gate_json_take_object (message);
}

/**
 * gate_sample_message_error:
 * @id: (nullable): the request's id, %NULL when it could not be read
 * @code: a JSON-RPC error code
 * @data: (transfer full) (nullable): more about it
 * @text: one sentence
 *
 * Returns: (transfer full): the answer
 */
JsonNode *
gate_sample_message_error (JsonNode   *id,
                           int         code,
                           JsonNode   *data,
                           const char *text)
{
  JsonObject *message = new_message (id);
  JsonObject *error = json_object_new ();

  if (!id)
    json_object_set_null_member (message, "id");
  json_object_set_int_member (error, "code", code);
  json_object_set_string_member (error, "message", text);
  if (data)
    json_object_set_member (error, "data", data);
  json_object_set_object_member (message, "error", error);
  return gate_json_take_object (message);
}

/**
 * gate_sample_message_request:
 * @id: a number that this server has not used before
 * @method: the method
 * @params: (transfer full): its parameters
 *
 * Returns: (transfer full): a request to the client
 */
JsonNode *
gate_sample_message_request (gint64      id,
                             const char *method,
                             JsonObject *params)
{
  JsonObject *message = new_message (NULL);

  json_object_set_int_member (message, "id", id);
  json_object_set_string_member (message, "method", method);
  json_object_set_object_member (message, "params", params);
  return gate_json_take_object (message);
}

/**
 * gate_sample_message_notification:
 * @method: the method
 * @params: (transfer full) (nullable): its parameters
 *
 * Returns: (transfer full): a notification
 */
JsonNode *
gate_sample_message_notification (const char *method,
                                  JsonObject *params)
{
  JsonObject *message = new_message (NULL);

  json_object_set_string_member (message, "method", method);
  if (params)
    json_object_set_object_member (message, "params", params);
  return gate_json_take_object (message);
}

/**
 * gate_sample_message_bad_version:
 * @id: (nullable): the request's id
 * @requested: the revision that was asked for
 *
 * Names the stateless revisions only: the others are chosen by `initialize`.
 *
 * Returns: (transfer full): UnsupportedProtocolVersionError (2026-07-28, basic/versioning)
 */
JsonNode *
gate_sample_message_bad_version (JsonNode   *id,
                                 const char *requested)
{
  JsonObject *data = json_object_new ();
  JsonArray *supported = json_array_new ();

  json_array_add_string_element (supported, GATE_SAMPLE_MODERN_VERSION);
  json_object_set_array_member (data, "supported", supported);
  json_object_set_string_member (data, "requested", requested);
  return gate_sample_message_error (id, GATE_SAMPLE_CODE_VERSION, gate_json_take_object (data), "Unsupported protocol version");
}

/**
 * gate_sample_message_dup_key:
 * @id: a request's id
 *
 * Returns: (transfer full): a text that differs for the ids 1 and "1"
 */
char *
gate_sample_message_dup_key (JsonNode *id)
{
  const char *text = gate_json_node_string (id);

  return text ? g_strconcat ("s", text, NULL) : g_strdup_printf ("i%" G_GINT64_FORMAT, json_node_get_int (id));
}

/**
 * gate_sample_message_get_meta:
 * @params: (nullable): the parameters of a request
 *
 * Returns: (transfer none) (nullable): their `_meta`
 */
JsonObject *
gate_sample_message_get_meta (JsonObject *params)
{
  return params ? gate_json_get_object (params, "_meta") : NULL;
}
