// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-rpc-message.h"

#include "gate-error.h"
#include "gate-i18n.h"
#include "gate-json.h"

#include <string.h>

#define PROTOCOL_REMEDY _("Report it to the makers of the server.")

struct _GateRpcMessage {
  gatomicrefcount  ref_count;
  GateRpcKind      kind;
  JsonNode        *id;         /* (nullable): string or integer */
  char            *id_key;     /* (nullable) */
  char            *method;     /* (nullable) */
  JsonObject      *params;     /* (nullable) */
  JsonNode        *result;     /* (nullable) */
  gint64           error_code;
  char            *error_text; /* (nullable) */
  JsonNode        *error_data; /* (nullable) */
  gsize            size;       /* of the text it was read from, or 0 */
};

G_DEFINE_BOXED_TYPE (GateRpcMessage, gate_rpc_message, gate_rpc_message_ref, gate_rpc_message_unref)

static GateRpcMessage *
message_new (GateRpcKind  kind,
             JsonNode    *id)
{
  GateRpcMessage *self = g_new0 (GateRpcMessage, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->kind = kind;
  if (id)
    {
      self->id = json_node_copy (id);
      self->id_key = gate_rpc_id_to_key (id);
    }
  return self;
}

/**
 * gate_rpc_message_new_request:
 * @id: a string or an integer, unique among the requests in flight
 * @method: the method's name
 * @params: (nullable): its parameters, not changed afterwards
 *
 * Returns: (transfer full): a request
 */
GateRpcMessage *
gate_rpc_message_new_request (JsonNode   *id,
                              const char *method,
                              JsonObject *params)
{
  g_return_val_if_fail (id != NULL && method != NULL, NULL);

  GateRpcMessage *self = message_new (GATE_RPC_REQUEST, id);
  self->method = g_strdup (method);
  self->params = params ? json_object_ref (params) : NULL;
  return self;
}

/**
 * gate_rpc_message_new_notification:
 * @method: the method's name
 * @params: (nullable): its parameters, not changed afterwards
 *
 * Returns: (transfer full): a notification
 */
GateRpcMessage *
gate_rpc_message_new_notification (const char *method,
                                   JsonObject *params)
{
  g_return_val_if_fail (method != NULL, NULL);

  GateRpcMessage *self = message_new (GATE_RPC_NOTIFICATION, NULL);
  self->method = g_strdup (method);
  self->params = params ? json_object_ref (params) : NULL;
  return self;
}

/**
 * gate_rpc_message_new_response:
 * @id: the id of the request
 * @result: (transfer full): its result
 *
 * Returns: (transfer full): the answer to a request
 */
GateRpcMessage *
gate_rpc_message_new_response (JsonNode *id,
                               JsonNode *result)
{
  g_return_val_if_fail (id != NULL && result != NULL, NULL);

  GateRpcMessage *self = message_new (GATE_RPC_RESPONSE, id);
  self->result = result;
  return self;
}

/**
 * gate_rpc_message_new_failure:
 * @id: (nullable): the id of the request; %NULL where it could not be read
 * @code: the error's code
 * @text: one sentence
 * @data: (transfer full) (nullable): more about it
 *
 * Returns: (transfer full): the error that answers a request
 */
GateRpcMessage *
gate_rpc_message_new_failure (JsonNode   *id,
                              gint64      code,
                              const char *text,
                              JsonNode   *data)
{
  GateRpcMessage *self = message_new (GATE_RPC_FAILURE, id);

  self->error_code = code;
  self->error_text = g_strdup (text ? text : "");
  self->error_data = data;
  return self;
}

static GateRpcMessage *
refuse (GError     **error,
        const char  *why)
{
  gate_error_set (error, GATE_ERROR_PROTOCOL, GATE_LAYER_SERVICE, PROTOCOL_REMEDY,
                  _("The message is not JSON-RPC 2.0: %s."), why);
  return NULL;
}

static gboolean
is_id (JsonNode *id)
{
  return id && (gate_json_node_is_int64 (id) || gate_json_node_string (id));
}

static GateRpcMessage *
read_method (JsonObject  *object,
             JsonNode    *id,
             const char  *method,
             GError     **error)
{
  JsonNode *params = gate_json_get (object, "params");

  if (params && !gate_json_node_object (params) && !JSON_NODE_HOLDS_NULL (params))
    return refuse (error, _("its params are not an object"));
  if (gate_json_get (object, "result") || gate_json_get (object, "error"))
    return refuse (error, _("it is a request and an answer at once"));
  return id ? gate_rpc_message_new_request (id, method, gate_json_node_object (params))
            : gate_rpc_message_new_notification (method, gate_json_node_object (params));
}

static GateRpcMessage *
read_failure (JsonObject  *object,
              JsonNode    *id,
              GError     **error)
{
  JsonObject *failure = gate_json_get_object (object, "error");
  JsonNode *code = failure ? gate_json_get (failure, "code") : NULL;
  JsonNode *data = failure ? gate_json_get (failure, "data") : NULL;

  if (!code || !gate_json_node_is_int64 (code))
    return refuse (error, _("its error has no code"));
  return gate_rpc_message_new_failure (id, json_node_get_int (code), gate_json_get_string (failure, "message"),
                                       data ? json_node_copy (data) : NULL);
}

/**
 * gate_rpc_message_from_json:
 * @node: one message; a batch is read by gate_rpc_message_list_from_json()
 * @error: return location for an error
 *
 * Reads a message strictly (JSON-RPC 2.0 §4, §5; MCP basic protocol): `jsonrpc` is "2.0", an id is a string or an integer, params
 * are an object, an answer has either a result or an error.
 *
 * Sets %GATE_ERROR_PROTOCOL.
 *
 * Returns: (transfer full): the message
 */
GateRpcMessage *
gate_rpc_message_from_json (JsonNode  *node,
                            GError   **error)
{
  JsonObject *object = gate_json_node_object (node);

  if (!object)
    return refuse (error, _("it is not an object"));
  if (g_strcmp0 (gate_json_get_string (object, "jsonrpc"), "2.0") != 0)
    return refuse (error, _("its version is not “2.0”"));

  JsonNode *id = gate_json_get (object, "id");
  JsonNode *method = gate_json_get (object, "method");
  JsonNode *result = gate_json_get (object, "result");
  gboolean no_id = !id || JSON_NODE_HOLDS_NULL (id);

  if (!no_id && !is_id (id))
    return refuse (error, _("its id is neither a string nor an integer"));
  if (method && !gate_json_node_string (method))
    return refuse (error, _("its method is not a string"));
  if (method && id && no_id)
    return refuse (error, _("the id of a request is null"));
  if (method)
    return read_method (object, id, gate_json_node_string (method), error);
  if (result && gate_json_get (object, "error"))
    return refuse (error, _("it has a result and an error at once"));
  if (result && no_id)
    return refuse (error, _("it is a result without an id"));
  if (result)
    return gate_rpc_message_new_response (id, json_node_copy (result));
  if (gate_json_get (object, "error"))
    return read_failure (object, no_id ? NULL : id, error);
  return refuse (error, _("it has no method, no result and no error"));
}

/**
 * gate_rpc_message_to_json:
 * @self: a message
 *
 * Returns: (transfer full): the message as it goes over the wire
 */
JsonNode *
gate_rpc_message_to_json (GateRpcMessage *self)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "jsonrpc", "2.0");
  if (self->id)
    json_object_set_member (object, "id", json_node_copy (self->id));
  else if (self->kind == GATE_RPC_FAILURE)
    json_object_set_null_member (object, "id");
  if (self->method)
    json_object_set_string_member (object, "method", self->method);
  if (self->params)
    json_object_set_object_member (object, "params", json_object_ref (self->params));
  if (self->result)
    json_object_set_member (object, "result", json_node_copy (self->result));
  if (self->kind == GATE_RPC_FAILURE)
    {
      JsonObject *failure = json_object_new ();

      json_object_set_int_member (failure, "code", self->error_code);
      json_object_set_string_member (failure, "message", self->error_text);
      if (self->error_data)
        json_object_set_member (failure, "data", json_node_copy (self->error_data));
      json_object_set_object_member (object, "error", failure);
    }
  return gate_json_take_object (object);
}

/**
 * gate_rpc_message_to_bytes:
 * @self: a message
 *
 * Returns: (transfer full): the message as one line of JSON, without a line feed
 */
GBytes *
gate_rpc_message_to_bytes (GateRpcMessage *self)
{
  g_autoptr(JsonNode) node = gate_rpc_message_to_json (self);
  char *text = gate_json_to_text (node);

  return g_bytes_new_take (text, strlen (text));
}

/**
 * gate_rpc_message_ref:
 * @self: a message
 *
 * Returns: (transfer full): the same, counted once more
 */
GateRpcMessage *
gate_rpc_message_ref (GateRpcMessage *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * gate_rpc_message_unref:
 * @self: (transfer full) (nullable): a message
 */
void
gate_rpc_message_unref (GateRpcMessage *self)
{
  if (!self || !g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_clear_pointer (&self->id, json_node_unref);
  g_free (self->id_key);
  g_free (self->method);
  g_clear_pointer (&self->params, json_object_unref);
  g_clear_pointer (&self->result, json_node_unref);
  g_free (self->error_text);
  g_clear_pointer (&self->error_data, json_node_unref);
  g_free (self);
}

/**
 * gate_rpc_message_get_kind:
 * @self: a message
 *
 * Returns: which of the four it is
 */
GateRpcKind
gate_rpc_message_get_kind (GateRpcMessage *self)
{
  return self->kind;
}

/**
 * gate_rpc_message_is_answer:
 * @self: a message
 *
 * Returns: %TRUE for a response and a failure
 */
gboolean
gate_rpc_message_is_answer (GateRpcMessage *self)
{
  return self->kind == GATE_RPC_RESPONSE || self->kind == GATE_RPC_FAILURE;
}

/**
 * gate_rpc_message_get_id:
 * @self: a message
 *
 * Returns: (transfer none) (nullable): its id, a string or an integer
 */
JsonNode *
gate_rpc_message_get_id (GateRpcMessage *self)
{
  return self->id;
}

/**
 * gate_rpc_message_get_id_key:
 * @self: a message
 *
 * Returns: (nullable): its id as a text that tells `1` from `"1"`
 */
const char *
gate_rpc_message_get_id_key (GateRpcMessage *self)
{
  return self->id_key;
}

/**
 * gate_rpc_message_get_method:
 * @self: a message
 *
 * Returns: (nullable): the method of a request or notification
 */
const char *
gate_rpc_message_get_method (GateRpcMessage *self)
{
  return self->method;
}

/**
 * gate_rpc_message_get_params:
 * @self: a message
 *
 * Returns: (transfer none) (nullable): the parameters of a request or notification
 */
JsonObject *
gate_rpc_message_get_params (GateRpcMessage *self)
{
  return self->params;
}

/**
 * gate_rpc_message_get_result:
 * @self: a message
 *
 * Returns: (transfer none) (nullable): the result of a response
 */
JsonNode *
gate_rpc_message_get_result (GateRpcMessage *self)
{
  return self->result;
}

/**
 * gate_rpc_message_get_error_code:
 * @self: a message
 *
 * Returns: the code of a failure, or 0
 */
gint64
gate_rpc_message_get_error_code (GateRpcMessage *self)
{
  return self->error_code;
}

/**
 * gate_rpc_message_get_error_text:
 * @self: a message
 *
 * Returns: (nullable): the text of a failure, as the other side wrote it
 */
const char *
gate_rpc_message_get_error_text (GateRpcMessage *self)
{
  return self->error_text;
}

/**
 * gate_rpc_message_get_error_data:
 * @self: a message
 *
 * Returns: (transfer none) (nullable): the data of a failure
 */
JsonNode *
gate_rpc_message_get_error_data (GateRpcMessage *self)
{
  return self->error_data;
}

/**
 * gate_rpc_message_get_size:
 * @self: a message
 *
 * Returns: the bytes of the text it was read from, or 0 for one that was made here
 */
gsize
gate_rpc_message_get_size (GateRpcMessage *self)
{
  return self->size;
}

/**
 * gate_rpc_message_set_size:
 * @self: a message that nobody else has yet
 * @size: the bytes of the text it was read from
 */
void
gate_rpc_message_set_size (GateRpcMessage *self,
                           gsize           size)
{
  self->size = size;
}

/**
 * gate_rpc_id_to_key:
 * @id: a string or an integer
 *
 * Returns: (transfer full): a text that differs between different ids: `5` for 5, `"5"` for "5"
 */
char *
gate_rpc_id_to_key (JsonNode *id)
{
  const char *text = gate_json_node_string (id);

  return text ? g_strdup_printf ("\"%s\"", text) : g_strdup_printf ("%" G_GINT64_FORMAT, json_node_get_int (id));
}

/**
 * gate_rpc_copy_object:
 * @object: (nullable): an object
 *
 * Copies one level of an object, so that members can be added without changing the original.
 *
 * Returns: (transfer full): a new object with the same members, empty for %NULL
 */
JsonObject *
gate_rpc_copy_object (JsonObject *object)
{
  JsonObject *copy = json_object_new ();
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;

  if (!object)
    return copy;
  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &name, &value))
    json_object_set_member (copy, name, json_node_copy (value));
  return copy;
}
