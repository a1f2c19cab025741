// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-rpc-peer-private.h"

#include "gate-error.h"
#include "gate-i18n.h"
#include "gate-json.h"
#include "gate-random.h"
#include "gate-task.h"

/* Ids count from a random number, so that an answer that strayed from another conversation matches nothing here. */
#define FIRST_ID_LIMIT (1u << 30)

G_DEFINE_FINAL_TYPE (GateRpcPeer, gate_rpc_peer, G_TYPE_OBJECT)

void
gate_rpc_pending_free (GateRpcPending *self)
{
  if (self->cancel_source)
    {
      g_source_destroy (self->cancel_source);
      g_source_unref (self->cancel_source);
    }
  g_clear_object (&self->options.context);
  g_clear_pointer (&self->id, json_node_unref);
  g_free (self->method);
  g_clear_object (&self->task);
  g_free (self);
}

static gint64
pending_deadline (const GateRpcPending *self)
{
  gint64 soft = self->options.timeout_ms ? self->last_sign + (gint64) self->options.timeout_ms * 1000 : G_MAXINT64;
  gint64 hard = self->options.total_ms ? self->begun + (gint64) self->options.total_ms * 1000 : G_MAXINT64;

  return MIN (soft, hard);
}

/**
 * gate_rpc_peer_get_time:
 * @self: a peer
 *
 * The clock that time limits run on: it stands while the peer is held.
 *
 * Returns: microseconds
 */
gint64
gate_rpc_peer_get_time (GateRpcPeer *self)
{
  gint64 now = self->holds ? self->held_since : g_get_monotonic_time ();

  return now - self->held_in_all;
}

/* Sets the timer to the nearest deadline. */
void
gate_rpc_peer_rearm (GateRpcPeer *self)
{
  gint64 nearest = G_MAXINT64;
  GHashTableIter iter;
  gpointer pending;

  if (!self->timer)
    return;
  g_hash_table_iter_init (&iter, self->pending);
  while (!self->holds && g_hash_table_iter_next (&iter, NULL, &pending))
    nearest = MIN (nearest, pending_deadline (pending));
  g_source_set_ready_time (self->timer, nearest == G_MAXINT64 ? -1 : nearest + self->held_in_all);
}

/* Takes a request out of the table; the caller ends its task. */
GateRpcPending *
gate_rpc_peer_steal (GateRpcPeer *self,
                     const char  *key)
{
  g_autofree char *owned_key = NULL;
  GateRpcPending *pending = NULL;

  g_hash_table_steal_extended (self->pending, key, (gpointer *) &owned_key, (gpointer *) &pending);
  if (pending)
    gate_rpc_peer_rearm (self);
  return pending;
}

static void
abandon (GateRpcPeer *self,
         GateRpcPending     *pending,
         const char  *reason)
{
  if (self->functions.abandon && !self->closed)
    self->functions.abandon (self, pending->id, pending->options.context, reason, self->user_data);
}

static GError *
timeout_error (GateRpcPending *pending,
               gboolean is_total)
{
  guint ms = is_total ? pending->options.total_ms : pending->options.timeout_ms;

  return gate_error_new (GATE_ERROR_TIMED_OUT, GATE_LAYER_SERVICE, _("Try again later; if it stays so, ask who runs the server."),
                         _("The server did not answer “%s” within %.3g seconds."), pending->method, ms / 1000.0);
}

static void
time_out (GateRpcPeer *self,
          const char  *key)
{
  GateRpcPending *pending = gate_rpc_peer_steal (self, key);
  gboolean is_total = pending->options.total_ms
                      && gate_rpc_peer_get_time (self) >= pending->begun + (gint64) pending->options.total_ms * 1000;

  abandon (self, pending, "The time limit was reached");
  g_task_return_error (pending->task, timeout_error (pending, is_total));
  gate_rpc_pending_free (pending);
}

static gboolean
on_timer (gpointer user_data)
{
  g_autoptr(GateRpcPeer) self = g_object_ref (user_data);
  g_autoptr(GPtrArray) late = g_ptr_array_new_with_free_func (g_free);
  gint64 now = gate_rpc_peer_get_time (self);
  GHashTableIter iter;
  gpointer key, pending;

  g_hash_table_iter_init (&iter, self->pending);
  while (g_hash_table_iter_next (&iter, &key, &pending))
    if (!self->holds && pending_deadline (pending) <= now)
      g_ptr_array_add (late, g_strdup (key));
  for (guint i = 0; i < late->len; i++)
    if (g_hash_table_contains (self->pending, late->pdata[i]))
      time_out (self, late->pdata[i]);
  gate_rpc_peer_rearm (self);
  return G_SOURCE_CONTINUE;
}

static gboolean
dispatch_timer (GSource     *source,
                GSourceFunc  callback,
                gpointer     user_data)
{
  g_source_set_ready_time (source, -1);
  return callback (user_data);
}

static GSourceFuncs timer_functions = { .dispatch = dispatch_timer };

static void
gate_rpc_peer_dispose (GObject *object)
{
  GateRpcPeer *self = GATE_RPC_PEER (object);

  if (!self->closed)
    {
      g_autoptr(GError) error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, _("The connection was closed"));

      gate_rpc_peer_close (self, error);
    }
  if (self->timer)
    g_source_destroy (self->timer);
  g_clear_pointer (&self->timer, g_source_unref);
  G_OBJECT_CLASS (gate_rpc_peer_parent_class)->dispose (object);
}

static void
gate_rpc_peer_finalize (GObject *object)
{
  GateRpcPeer *self = GATE_RPC_PEER (object);

  g_clear_pointer (&self->pending, g_hash_table_unref);
  g_clear_error (&self->closed);
  G_OBJECT_CLASS (gate_rpc_peer_parent_class)->finalize (object);
}

static void
gate_rpc_peer_class_init (GateRpcPeerClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = gate_rpc_peer_dispose;
  G_OBJECT_CLASS (klass)->finalize = gate_rpc_peer_finalize;
}

static void
send_answer (GateRpcMessage *message,
             gpointer        user_data)
{
  GateRpcPeer *self = user_data;

  self->functions.send (self, message, NULL, self->user_data);
}

static void
gate_rpc_peer_init (GateRpcPeer *self)
{
  self->pending = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) gate_rpc_pending_free);
  self->serving = gate_rpc_serving_new (send_answer, self);
  self->first_id = self->next_id = 1 + (gint64) gate_random_below (FIRST_ID_LIMIT);
  self->timer = g_source_new (&timer_functions, sizeof (GSource));
  g_source_set_name (self->timer, "gate-rpc-peer");
  g_source_set_callback (self->timer, on_timer, self, NULL);
  g_source_attach (self->timer, g_main_context_get_thread_default ());
}

/**
 * gate_rpc_peer_new:
 * @functions: what the owner does, copied; send is required
 * @user_data: handed to each of them
 *
 * Returns: (transfer full): a peer that answers no method yet
 */
GateRpcPeer *
gate_rpc_peer_new (const GateRpcPeerFunctions *functions,
                   gpointer                    user_data)
{
  g_return_val_if_fail (functions != NULL && functions->send != NULL, NULL);

  GateRpcPeer *self = g_object_new (GATE_TYPE_RPC_PEER, NULL);
  self->functions = *functions;
  self->user_data = user_data;
  return self;
}

/**
 * gate_rpc_peer_set_methods:
 * @self: a peer
 * @methods: (nullable): what the other side may call, a table that outlives the peer; everything else is answered with -32601
 * @user_data: handed to each method
 */
void
gate_rpc_peer_set_methods (GateRpcPeer         *self,
                           const GateRpcMethod *methods,
                           gpointer             user_data)
{
  g_return_if_fail (GATE_IS_RPC_PEER (self));
  if (self->serving)
    gate_rpc_serving_set_methods (self->serving, methods, user_data);
}

static gboolean
on_cancelled (GCancellable *cancellable,
              gpointer      user_data)
{
  GateRpcPending *pending = user_data;
  g_autoptr(GateRpcPeer) self = g_object_ref (pending->peer);
  g_autofree char *key = gate_rpc_id_to_key (pending->id);

  gate_rpc_peer_steal (self, key);
  abandon (self, pending, "The user cancelled it");
  g_task_return_error_if_cancelled (pending->task);
  gate_rpc_pending_free (pending);
  return G_SOURCE_REMOVE;
}

static JsonObject *
with_progress_token (JsonObject *params,
                     JsonNode   *id)
{
  JsonObject *copy = gate_rpc_copy_object (params);
  JsonObject *meta = gate_rpc_copy_object (gate_json_get_object (copy, "_meta"));

  json_object_set_member (meta, "progressToken", json_node_copy (id));
  json_object_set_object_member (copy, "_meta", meta);
  return copy;
}

static GateRpcPending *
add_pending (GateRpcPeer          *self,
             const char           *method,
             const GateRpcOptions *options,
             GTask                *task)
{
  GateRpcPending *pending = g_new0 (GateRpcPending, 1);
  GCancellable *cancellable = g_task_get_cancellable (task);

  pending->peer = self;
  pending->task = task;
  pending->id = json_node_init_int (json_node_alloc (), self->next_id++);
  pending->method = g_strdup (method);
  if (options)
    pending->options = *options;
  if (pending->options.context)
    g_object_ref (pending->options.context);
  pending->begun = pending->last_sign = gate_rpc_peer_get_time (self);
  if (cancellable)
    {
      pending->cancel_source = g_cancellable_source_new (cancellable);
      g_source_set_callback (pending->cancel_source, G_SOURCE_FUNC (on_cancelled), pending, NULL);
      g_source_attach (pending->cancel_source, g_task_get_context (task));
    }
  g_hash_table_insert (self->pending, gate_rpc_id_to_key (pending->id), pending);
  gate_rpc_peer_rearm (self);
  return pending;
}

/**
 * gate_rpc_peer_request_async:
 * @self: a peer
 * @method: what to call
 * @params: (nullable): its parameters
 * @options: (nullable): time limits, progress, context
 * @cancellable: (nullable): to give the request up
 * @callback: what to call when done
 * @user_data: its data
 *
 * Makes a request. When its time is over, or it is cancelled, the owner is told to abandon it, and an answer that comes later is
 * ignored.
 */
void
gate_rpc_peer_request_async (GateRpcPeer          *self,
                             const char           *method,
                             JsonObject           *params,
                             const GateRpcOptions *options,
                             GCancellable         *cancellable,
                             GAsyncReadyCallback   callback,
                             gpointer              user_data)
{
  g_return_if_fail (GATE_IS_RPC_PEER (self) && method != NULL);

  g_autoptr(GTask) task = gate_task_new (self, cancellable, callback, user_data, gate_rpc_peer_request_async);
  if (g_task_return_error_if_cancelled (task))
    return;
  if (self->closed)
    {
      g_task_return_error (task, g_error_copy (self->closed));
      return;
    }

  GateRpcPending *pending = add_pending (self, method, options, g_steal_pointer (&task));
  g_autoptr(JsonObject) own_params = NULL;
  g_autoptr(GObject) context = pending->options.context ? g_object_ref (pending->options.context) : NULL;
  if (pending->options.ask_progress)
    own_params = with_progress_token (params, pending->id);
  g_autoptr(GateRpcMessage) message = gate_rpc_message_new_request (pending->id, method, own_params ? own_params : params);
  self->functions.send (self, message, context, self->user_data);
}

/**
 * gate_rpc_peer_request_finish:
 * @self: a peer
 * @result: the result given to the callback
 * @error: return location for an error
 *
 * Sets %GATE_ERROR_UNSUPPORTED and %GATE_ERROR_SERVICE for an error of the other side (with its code and data),
 * %GATE_ERROR_TIMED_OUT, and what the owner gave to gate_rpc_peer_fail() or gate_rpc_peer_close().
 *
 * Returns: (transfer full): the result
 */
JsonNode *
gate_rpc_peer_request_finish (GateRpcPeer   *self,
                              GAsyncResult  *result,
                              GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * gate_rpc_peer_notify:
 * @self: a peer
 * @method: what happened
 * @params: (nullable): more about it
 *
 * Sends a notification.
 */
void
gate_rpc_peer_notify (GateRpcPeer *self,
                      const char  *method,
                      JsonObject  *params)
{
  g_return_if_fail (GATE_IS_RPC_PEER (self));
  if (self->closed)
    return;

  g_autoptr(GateRpcMessage) message = gate_rpc_message_new_notification (method, params);
  self->functions.send (self, message, NULL, self->user_data);
}

/* The one request that waits, where there is just one. */
GateRpcPending *
gate_rpc_peer_find (GateRpcPeer *self)
{
  GHashTableIter iter;
  gpointer pending = NULL;

  if (g_hash_table_size (self->pending) != 1)
    return NULL;
  g_hash_table_iter_init (&iter, self->pending);
  g_hash_table_iter_next (&iter, NULL, &pending);
  return pending;
}

/**
 * gate_rpc_peer_is_pending:
 * @self: a peer
 * @id: the id of a request of ours
 *
 * Returns: %TRUE while the request waits for its answer
 */
gboolean
gate_rpc_peer_is_pending (GateRpcPeer *self,
                          JsonNode    *id)
{
  g_autofree char *key = gate_rpc_id_to_key (id);

  return g_hash_table_contains (self->pending, key);
}

/**
 * gate_rpc_peer_fail:
 * @self: a peer
 * @id: the id of a request of ours
 * @error: why no answer can come
 *
 * Ends a request without an answer; nothing happens when it has ended already.
 */
void
gate_rpc_peer_fail (GateRpcPeer  *self,
                    JsonNode     *id,
                    const GError *error)
{
  g_autofree char *key = gate_rpc_id_to_key (id);
  GateRpcPending *pending = gate_rpc_peer_steal (self, key);

  if (!pending)
    return;
  g_task_return_error (pending->task, g_error_copy (error));
  gate_rpc_pending_free (pending);
}

/**
 * gate_rpc_peer_fail_only:
 * @self: a peer
 * @error: what was wrong with an answer whose id cannot be read or trusted
 *
 * Ends the one request that such an answer can have been meant for.
 *
 * Returns: %FALSE when none or several are waiting, which nothing happens to
 */
gboolean
gate_rpc_peer_fail_only (GateRpcPeer  *self,
                         const GError *error)
{
  GateRpcPending *pending = gate_rpc_peer_find (self);

  if (!pending)
    return FALSE;

  g_autoptr(JsonNode) id = json_node_copy (pending->id);
  gate_rpc_peer_fail (self, id, error);
  return TRUE;
}

/**
 * gate_rpc_peer_close:
 * @self: a peer
 * @error: why
 *
 * Ends every request, in both directions, and all that come later.
 */
void
gate_rpc_peer_close (GateRpcPeer  *self,
                     const GError *error)
{
  g_autoptr(GateRpcPeer) kept = g_object_ref (self);
  g_autoptr(GPtrArray) ended = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer key, pending;

  if (self->closed)
    return;
  self->closed = g_error_copy (error);
  g_clear_pointer (&self->serving, gate_rpc_serving_close);
  g_hash_table_iter_init (&iter, self->pending);
  while (g_hash_table_iter_next (&iter, &key, &pending))
    {
      g_hash_table_iter_steal (&iter);
      g_free (key);
      g_ptr_array_add (ended, pending);
    }
  for (guint i = 0; i < ended->len; i++)
    {
      GateRpcPending *one = ended->pdata[i];

      g_task_return_error (one->task, g_error_copy (error));
      gate_rpc_pending_free (one);
    }
  gate_rpc_peer_rearm (self);
}

/**
 * gate_rpc_peer_hold:
 * @self: a peer
 *
 * Stops the clock of all time limits, while a person is being asked. Counted.
 */
void
gate_rpc_peer_hold (GateRpcPeer *self)
{
  if (self->holds++ == 0)
    self->held_since = g_get_monotonic_time ();
  gate_rpc_peer_rearm (self);
}

/**
 * gate_rpc_peer_release:
 * @self: a peer that is held
 *
 * Lets the clock run on.
 */
void
gate_rpc_peer_release (GateRpcPeer *self)
{
  g_return_if_fail (self->holds > 0);
  if (--self->holds == 0)
    self->held_in_all += g_get_monotonic_time () - self->held_since;
  gate_rpc_peer_rearm (self);
}
