// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-rpc-peer-private.h"

#include "gate-json.h"
#include "gate-rpc-error.h"

#include <math.h>

static void
end_pending (GateRpcPending        *pending,
             GateRpcMessage *answer)
{
  if (gate_rpc_message_get_kind (answer) == GATE_RPC_RESPONSE)
    g_task_return_pointer (pending->task, json_node_copy (gate_rpc_message_get_result (answer)), (GDestroyNotify) json_node_unref);
  else
    g_task_return_error (pending->task, gate_rpc_error_from_failure (answer, pending->method));
  gate_rpc_pending_free (pending);
}

/* Whether an id was given out earlier: its answer is late, not wrong. */
static gboolean
was_used (GateRpcPeer *self,
          JsonNode    *id)
{
  return gate_json_node_is_int64 (id) && json_node_get_int (id) >= self->first_id && json_node_get_int (id) < self->next_id;
}

static gboolean
receive_answer (GateRpcPeer    *self,
                GateRpcMessage *answer)
{
  JsonNode *id = gate_rpc_message_get_id (answer);
  const char *key = gate_rpc_message_get_id_key (answer);
  GateRpcPending *only = id ? NULL : gate_rpc_peer_find (self);
  g_autofree char *only_key = only ? gate_rpc_id_to_key (only->id) : NULL;
  GateRpcPending *pending = key || only_key ? gate_rpc_peer_steal (self, key ? key : only_key) : NULL;

  if (pending)
    {
      if (self->functions.answered)
        self->functions.answered (self, answer, pending->options.context, self->user_data);
      end_pending (pending, answer);
    }
  else
    g_debug ("An answer to %s, which nobody waits for, was ignored", key ? key : "no request");
  return pending || (id && was_used (self, id));
}

/* FALSE when it is of no request that waits: of a task that one has become, or late. */
static gboolean
receive_progress (GateRpcPeer *self,
                  JsonObject  *params)
{
  JsonNode *token = params ? gate_json_get (params, "progressToken") : NULL;
  gboolean is_token = token && (gate_json_node_is_int64 (token) || gate_json_node_string (token));
  g_autofree char *key = is_token ? gate_rpc_id_to_key (token) : NULL;
  GateRpcPending *pending = key ? g_hash_table_lookup (self->pending, key) : NULL;

  if (!pending || !pending->options.ask_progress)
    return FALSE;
  pending->last_sign = gate_rpc_peer_get_time (self);
  gate_rpc_peer_rearm (self);
  if (pending->options.progress)
    pending->options.progress (gate_json_get_double (params, "progress", 0), gate_json_get_double (params, "total", NAN),
                               gate_json_get_string (params, "message"), pending->options.progress_data);
  return TRUE;
}

static void
receive_notification (GateRpcPeer    *self,
                      GateRpcMessage *message)
{
  const char *method = gate_rpc_message_get_method (message);
  JsonObject *params = gate_rpc_message_get_params (message);

  if (g_str_equal (method, "notifications/progress") && receive_progress (self, params))
    return;
  if (g_str_equal (method, "notifications/cancelled"))
    {
      JsonNode *id = params ? gate_json_get (params, "requestId") : NULL;

      if (id && (gate_json_node_is_int64 (id) || gate_json_node_string (id)) && gate_rpc_serving_cancel (self->serving, id))
        return;
    }
  if (self->functions.notified)
    self->functions.notified (self, method, params, self->user_data);
}

/**
 * gate_rpc_peer_receive:
 * @self: a peer
 * @message: what the other side sent
 *
 * Takes a message in. Late answers are ignored.
 *
 * Returns: %FALSE when it answers a request that was never made
 */
gboolean
gate_rpc_peer_receive (GateRpcPeer    *self,
                       GateRpcMessage *message)
{
  g_return_val_if_fail (GATE_IS_RPC_PEER (self), FALSE);

  g_autoptr(GateRpcPeer) kept = g_object_ref (self);
  if (self->closed)
    return TRUE;
  if (gate_rpc_message_is_answer (message))
    return receive_answer (self, message);
  if (gate_rpc_message_get_kind (message) == GATE_RPC_REQUEST)
    gate_rpc_serving_begin (self->serving, message);
  else
    receive_notification (self, message);
  return TRUE;
}
