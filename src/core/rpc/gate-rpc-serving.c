// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-rpc-serving.h"


/* A server that asks more at once is a flood, not a conversation. */
#define SERVING_LIMIT 64

struct _GateRpcServing {
  grefcount               ref_count;
  GateRpcServingSendFunc  send;      /* NULL once closed */
  gpointer                user_data;
  const GateRpcMethod    *methods;
  gpointer                methods_data;
  GHashTable             *calls;     /* (element-type utf8 GateRpcCall): weak, by the key of their id */
};

static GateRpcServing *
serving_ref (GateRpcServing *self)
{
  g_ref_count_inc (&self->ref_count);
  return self;
}

static void
serving_unref (GateRpcServing *self)
{
  if (!g_ref_count_dec (&self->ref_count))
    return;
  g_hash_table_unref (self->calls);
  g_free (self);
}

/**
 * gate_rpc_serving_new:
 * @send: where answers go
 * @user_data: its data
 *
 * Returns: (transfer full): an empty table
 */
GateRpcServing *
gate_rpc_serving_new (GateRpcServingSendFunc send,
                      gpointer               user_data)
{
  GateRpcServing *self = g_new0 (GateRpcServing, 1);

  g_ref_count_init (&self->ref_count);
  self->send = send;
  self->user_data = user_data;
  self->calls = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return self;
}

/**
 * gate_rpc_serving_close:
 * @self: (transfer full) (nullable): a table
 *
 * Cancels every call and lets the table go; calls that end later are not answered.
 */
void
gate_rpc_serving_close (GateRpcServing *self)
{
  if (!self)
    return;

  g_autoptr(GPtrArray) calls = g_ptr_array_new_with_free_func (g_object_unref);
  GHashTableIter iter;
  gpointer call;

  self->send = NULL;
  g_hash_table_iter_init (&iter, self->calls);
  while (g_hash_table_iter_next (&iter, NULL, &call))
    g_ptr_array_add (calls, g_object_ref (call));
  g_hash_table_remove_all (self->calls);
  for (guint i = 0; i < calls->len; i++)
    gate_rpc_call_cancel (calls->pdata[i]);
  serving_unref (self);
}

/**
 * gate_rpc_serving_set_methods:
 * @self: a table
 * @methods: (nullable): what may be called; must outlive the table
 * @user_data: handed to each method
 */
void
gate_rpc_serving_set_methods (GateRpcServing      *self,
                              const GateRpcMethod *methods,
                              gpointer             user_data)
{
  self->methods = methods;
  self->methods_data = user_data;
}

static void
on_answer (GateRpcCall    *call,
           GateRpcMessage *answer,
           gboolean        is_last,
           gpointer        user_data)
{
  GateRpcServing *self = user_data;

  if (is_last)
    {
      g_autofree char *key = gate_rpc_id_to_key (gate_rpc_call_get_id (call));

      g_hash_table_remove (self->calls, key);
    }
  if (self->send)
    self->send (answer, self->user_data);
}

static const GateRpcMethod *
find_method (GateRpcServing *self,
             const char     *name)
{
  for (const GateRpcMethod *method = self->methods; method && method->name; method++)
    if (g_str_equal (method->name, name))
      return method;
  return NULL;
}

static void
refuse (GateRpcServing *self,
        GateRpcMessage *request,
        gint64          code,
        const char     *text)
{
  g_autoptr(GateRpcMessage) answer = gate_rpc_message_new_failure (gate_rpc_message_get_id (request), code, text, NULL);

  self->send (answer, self->user_data);
}

/**
 * gate_rpc_serving_begin:
 * @self: a table
 * @request: a request of the other side
 *
 * Hands a request to its method, or refuses it: unknown methods with -32601.
 */
void
gate_rpc_serving_begin (GateRpcServing *self,
                        GateRpcMessage *request)
{
  const GateRpcMethod *method = find_method (self, gate_rpc_message_get_method (request));
  const char *key = gate_rpc_message_get_id_key (request);

  if (!method)
    refuse (self, request, GATE_RPC_METHOD_NOT_FOUND, "Method not found");
  else if (g_hash_table_contains (self->calls, key))
    refuse (self, request, GATE_RPC_INVALID_REQUEST, "A request with this id is already under way");
  else if (g_hash_table_size (self->calls) >= SERVING_LIMIT)
    refuse (self, request, GATE_RPC_INTERNAL_ERROR, "Too many requests at once");
  else
    {
      g_autoptr(GateRpcCall) call = gate_rpc_call_new (request, on_answer, serving_ref (self), (GDestroyNotify) serving_unref);

      g_hash_table_insert (self->calls, g_strdup (key), call);
      method->function (call, self->methods_data);
    }
}

/**
 * gate_rpc_serving_cancel:
 * @self: a table
 * @id: the id of a request of the other side
 *
 * Returns: %TRUE when there was such a request
 */
gboolean
gate_rpc_serving_cancel (GateRpcServing *self,
                         JsonNode       *id)
{
  g_autofree char *key = gate_rpc_id_to_key (id);
  GateRpcCall *found = g_hash_table_lookup (self->calls, key);

  if (!found)
    return FALSE;

  g_autoptr(GateRpcCall) call = g_object_ref (found);
  g_hash_table_remove (self->calls, key);
  gate_rpc_call_cancel (call);
  return TRUE;
}
