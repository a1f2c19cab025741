// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-rpc-call.h"

#include "gate-json.h"
#include "gate-rpc-error.h"

#include <math.h>

struct _GateRpcCall {
  GObject            parent_instance;

  GateRpcMessage    *request;
  GCancellable      *cancellable;
  GateRpcAnswerFunc  answer; /* NULL once answered or cancelled */
  gpointer           user_data;
  GDestroyNotify     destroy;
};

G_DEFINE_FINAL_TYPE (GateRpcCall, gate_rpc_call, G_TYPE_OBJECT)

static void
gate_rpc_call_dispose (GObject *object)
{
  GateRpcCall *self = GATE_RPC_CALL (object);

  if (self->answer)
    gate_rpc_call_fail (self, GATE_RPC_INTERNAL_ERROR, "The request was not answered.", NULL);
  if (self->destroy)
    g_clear_pointer (&self->user_data, self->destroy);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->request, gate_rpc_message_unref);
  G_OBJECT_CLASS (gate_rpc_call_parent_class)->dispose (object);
}

static void
gate_rpc_call_class_init (GateRpcCallClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = gate_rpc_call_dispose;
}

static void
gate_rpc_call_init (GateRpcCall *self)
{
  self->cancellable = g_cancellable_new ();
}

/**
 * gate_rpc_call_new:
 * @request: a message of kind %GATE_RPC_REQUEST
 * @answer: where the answer goes
 * @user_data: its data
 * @destroy: (nullable): how to free the data
 *
 * Returns: (transfer full): a call
 */
GateRpcCall *
gate_rpc_call_new (GateRpcMessage    *request,
                   GateRpcAnswerFunc  answer,
                   gpointer           user_data,
                   GDestroyNotify     destroy)
{
  g_return_val_if_fail (gate_rpc_message_get_kind (request) == GATE_RPC_REQUEST, NULL);

  GateRpcCall *self = g_object_new (GATE_TYPE_RPC_CALL, NULL);
  self->request = gate_rpc_message_ref (request);
  self->answer = answer;
  self->user_data = user_data;
  self->destroy = destroy;
  return self;
}

/**
 * gate_rpc_call_get_method:
 * @self: a call
 *
 * Returns: the method that is called
 */
const char *
gate_rpc_call_get_method (GateRpcCall *self)
{
  return gate_rpc_message_get_method (self->request);
}

/**
 * gate_rpc_call_get_id:
 * @self: a call
 *
 * Returns: (transfer none): the id that the other side gave
 */
JsonNode *
gate_rpc_call_get_id (GateRpcCall *self)
{
  return gate_rpc_message_get_id (self->request);
}

/**
 * gate_rpc_call_get_params:
 * @self: a call
 *
 * Returns: (transfer none) (nullable): the parameters
 */
JsonObject *
gate_rpc_call_get_params (GateRpcCall *self)
{
  return gate_rpc_message_get_params (self->request);
}

/**
 * gate_rpc_call_get_cancellable:
 * @self: a call
 *
 * Returns: (transfer none): cancelled when the other side does not want the answer any more, or is gone
 */
GCancellable *
gate_rpc_call_get_cancellable (GateRpcCall *self)
{
  return self->cancellable;
}

/**
 * gate_rpc_call_cancel:
 * @self: a call
 *
 * The other side does not want the answer any more: what works on it is cancelled, and no answer is sent.
 */
void
gate_rpc_call_cancel (GateRpcCall *self)
{
  self->answer = NULL;
  g_cancellable_cancel (self->cancellable);
}

static void
send_answer (GateRpcCall    *self,
             GateRpcMessage *answer)
{
  GateRpcAnswerFunc function = g_steal_pointer (&self->answer);

  if (function)
    function (self, answer, TRUE, self->user_data);
}

/**
 * gate_rpc_call_return:
 * @self: a call
 * @result: (transfer full): its result
 *
 * Answers the call.
 */
void
gate_rpc_call_return (GateRpcCall *self,
                      JsonNode    *result)
{
  g_autoptr(GateRpcMessage) answer = gate_rpc_message_new_response (gate_rpc_call_get_id (self), result);

  send_answer (self, answer);
}

/**
 * gate_rpc_call_fail:
 * @self: a call
 * @code: the error's code
 * @text: one sentence
 * @data: (transfer full) (nullable): more about it
 *
 * Answers the call with an error.
 */
void
gate_rpc_call_fail (GateRpcCall *self,
                    gint64       code,
                    const char  *text,
                    JsonNode    *data)
{
  g_autoptr(GateRpcMessage) answer = gate_rpc_message_new_failure (gate_rpc_call_get_id (self), code, text, data);

  send_answer (self, answer);
}

/**
 * gate_rpc_call_fail_with:
 * @self: a call
 * @error: why it failed; a negative service code becomes the code
 *
 * Answers the call with an error of ours.
 */
void
gate_rpc_call_fail_with (GateRpcCall  *self,
                         const GError *error)
{
  g_autoptr(GateRpcMessage) answer = gate_rpc_error_to_failure (gate_rpc_call_get_id (self), error);

  send_answer (self, answer);
}

/**
 * gate_rpc_call_progress:
 * @self: a call that is not yet answered
 * @progress: how far, growing
 * @total: of how much, or NaN
 * @message: (nullable): what is being done
 *
 * Tells how far the work is, where the caller asked for it with a progress token.
 */
void
gate_rpc_call_progress (GateRpcCall *self,
                        double       progress,
                        double       total,
                        const char  *message)
{
  JsonObject *params = gate_rpc_call_get_params (self);
  JsonObject *meta = params ? gate_json_get_object (params, "_meta") : NULL;
  JsonNode *token = meta ? gate_json_get (meta, "progressToken") : NULL;

  if (!self->answer || !token)
    return;

  g_autoptr(JsonObject) body = json_object_new ();
  json_object_set_member (body, "progressToken", json_node_copy (token));
  json_object_set_double_member (body, "progress", progress);
  if (!isnan (total))
    json_object_set_double_member (body, "total", total);
  if (message)
    json_object_set_string_member (body, "message", message);

  g_autoptr(GateRpcMessage) notification = gate_rpc_message_new_notification ("notifications/progress", body);
  self->answer (self, notification, FALSE, self->user_data);
}
