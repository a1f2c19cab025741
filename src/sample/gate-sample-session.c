// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-sample-session.h"

#include "gate-error.h"
#include "gate-sample-message.h"
#include "gate-task.h"

#define MAX_RUNNING 64
#define MAX_QUESTIONS 16

struct _GateSampleSession {
  GObject     parent_instance;

  char       *version;
  JsonObject *capabilities;
  char       *log_level;

  GHashTable *running;        /* key of an id → GCancellable */
  GHashTable *questions;      /* number → GTask */
  gint64      last_question;
  GHashTable *subscriptions;
  char       *page;           /* (nullable): the elicitation that the client was sent to by an error */
};

enum {
  SIGNAL_PUSH,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (GateSampleSession, gate_sample_session, G_TYPE_OBJECT)

typedef struct {
  gint64             id;
  GateSampleChannel *channel;
  GCancellable      *cancellable;
  gulong             cancelled_id;
} AskData;

GATE_DEFINE_DATA (AskData, ask_data)

static void
ask_data_clear (AskData *self)
{
  g_clear_object (&self->channel);
  g_clear_object (&self->cancellable);
}

static void
gate_sample_session_dispose (GObject *object)
{
  GateSampleSession *self = GATE_SAMPLE_SESSION (object);

  g_clear_pointer (&self->running, g_hash_table_unref);
  g_clear_pointer (&self->questions, g_hash_table_unref);
  g_clear_pointer (&self->subscriptions, g_hash_table_unref);
  g_clear_pointer (&self->capabilities, json_object_unref);
  G_OBJECT_CLASS (gate_sample_session_parent_class)->dispose (object);
}

static void
gate_sample_session_finalize (GObject *object)
{
  GateSampleSession *self = GATE_SAMPLE_SESSION (object);

  g_free (self->version);
  g_free (self->log_level);
  g_free (self->page);
  G_OBJECT_CLASS (gate_sample_session_parent_class)->finalize (object);
}

static void
gate_sample_session_class_init (GateSampleSessionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = gate_sample_session_dispose;
  object_class->finalize = gate_sample_session_finalize;

  signals[SIGNAL_PUSH] = g_signal_new ("push", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                       G_TYPE_NONE, 1, JSON_TYPE_NODE);
}

static void
gate_sample_session_init (GateSampleSession *self)
{
  self->running = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  self->questions = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, g_object_unref);
  self->subscriptions = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

/**
 * gate_sample_session_new:
 *
 * Returns: (transfer full): a session in which nothing is agreed on yet
 */
GateSampleSession *
gate_sample_session_new (void)
{
  return g_object_new (GATE_TYPE_SAMPLE_SESSION, NULL);
}

/**
 * gate_sample_session_set_up:
 * @self: a session
 * @version: the revision that both sides speak
 * @capabilities: (nullable): what the client can do
 *
 * Keeps what `initialize` agreed on.
 */
void
gate_sample_session_set_up (GateSampleSession *self,
                            const char        *version,
                            JsonObject        *capabilities)
{
  g_free (self->version);
  self->version = g_strdup (version);
  g_clear_pointer (&self->capabilities, json_object_unref);
  self->capabilities = capabilities ? json_object_ref (capabilities) : json_object_new ();
}

/**
 * gate_sample_session_get_version:
 * @self: a session
 *
 * Returns: (transfer none) (nullable): the revision, %NULL before `initialize`
 */
const char *
gate_sample_session_get_version (GateSampleSession *self)
{
  return self->version;
}

/**
 * gate_sample_session_get_capabilities:
 * @self: a session
 *
 * Returns: (transfer none) (nullable): what the client can do
 */
JsonObject *
gate_sample_session_get_capabilities (GateSampleSession *self)
{
  return self->capabilities;
}

/**
 * gate_sample_session_set_log_level:
 * @self: a session
 * @level: the least severe level that the client wants to see
 *
 * Keeps the level.
 */
void
gate_sample_session_set_log_level (GateSampleSession *self,
                                   const char        *level)
{
  g_free (self->log_level);
  self->log_level = g_strdup (level);
}

/**
 * gate_sample_session_get_log_level:
 * @self: a session
 *
 * Returns: (transfer none) (nullable): the level, %NULL when the client did not say
 */
const char *
gate_sample_session_get_log_level (GateSampleSession *self)
{
  return self->log_level;
}

/**
 * gate_sample_session_begin:
 * @self: a session
 * @key: the key of a request's id
 * @cancellable: what to cancel when the client takes the request back
 *
 * Notes that a request is being served.
 *
 * Returns: %FALSE when the id is in use, or too many requests are
 */
gboolean
gate_sample_session_begin (GateSampleSession *self,
                           const char        *key,
                           GCancellable      *cancellable)
{
  if (g_hash_table_contains (self->running, key) || g_hash_table_size (self->running) >= MAX_RUNNING)
    return FALSE;
  g_hash_table_insert (self->running, g_strdup (key), g_object_ref (cancellable));
  return TRUE;
}

/**
 * gate_sample_session_end:
 * @self: a session
 * @key: the key of a request's id
 *
 * Notes that a request is done.
 */
void
gate_sample_session_end (GateSampleSession *self,
                         const char        *key)
{
  if (self->running)
    g_hash_table_remove (self->running, key);
}

/**
 * gate_sample_session_cancel:
 * @self: a session
 * @key: the key of a request's id
 *
 * Cancels a request, where it is still being served.
 */
void
gate_sample_session_cancel (GateSampleSession *self,
                            const char        *key)
{
  GCancellable *found = g_hash_table_lookup (self->running, key);

  if (found)
    {
      g_autoptr(GCancellable) cancellable = g_object_ref (found);
      g_cancellable_cancel (cancellable);
    }
}

/**
 * gate_sample_session_cancel_all:
 * @self: a session
 *
 * Cancels every request that is being served, since the client went away.
 */
void
gate_sample_session_cancel_all (GateSampleSession *self)
{
  GList *all = g_hash_table_get_values (self->running);

  g_list_foreach (all, (GFunc) g_object_ref, NULL);
  for (GList *at = all; at; at = at->next)
    g_cancellable_cancel (at->data);
  g_list_free_full (all, g_object_unref);
}

static GTask *
take_question (GateSampleSession *self,
               gint64             id)
{
  GTask *task = self->questions ? g_hash_table_lookup (self->questions, &id) : NULL;

  if (!task)
    return NULL;

  AskData *data = ask_data_of (task);
  g_object_ref (task);
  g_hash_table_remove (self->questions, &id);
  if (data->cancelled_id != 0)
    g_signal_handler_disconnect (data->cancellable, data->cancelled_id);
  data->cancelled_id = 0;
  return task;
}

/* In the handler itself: the session may be closing, and nothing must be left for later. */
static void
on_question_cancelled (GCancellable *cancellable,
                       gpointer      user_data)
{
  GTask *asked = user_data;
  AskData *data = ask_data_of (asked);
  g_autoptr(GTask) task = take_question (g_task_get_source_object (asked), data->id);
  JsonObject *params = NULL;

  if (!task)
    return;

  params = json_object_new ();
  json_object_set_int_member (params, "requestId", data->id);
  json_object_set_string_member (params, "reason", "The request that asked was cancelled");
  g_autoptr(JsonNode) message = gate_sample_message_notification ("notifications/cancelled", params);
  gate_sample_channel_send (data->channel, message);
  g_task_return_error_if_cancelled (task);
}

/**
 * gate_sample_session_ask_async:
 * @self: a session
 * @channel: the way to the client, that of the request on whose behalf this is asked
 * @method: what to ask, "elicitation/create"
 * @params: (transfer full): the parameters
 * @cancellable: that of the request; takes the question back
 * @callback: called when the client answered
 * @user_data: for @callback
 *
 * Sends a request to the client, as the revisions up to 2025-11-25 have it.
 */
void
gate_sample_session_ask_async (GateSampleSession   *self,
                               GateSampleChannel   *channel,
                               const char          *method,
                               JsonObject          *params,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  g_autoptr(GTask) task = gate_task_new (self, cancellable, callback, user_data, gate_sample_session_ask_async);
  g_autoptr(JsonNode) message = gate_sample_message_request (++self->last_question, method, params);
  AskData *data = ask_data_new ();

  data->id = self->last_question;
  data->channel = g_object_ref (channel);
  data->cancellable = g_object_ref (cancellable);
  ask_data_attach (task, data);
  if (g_hash_table_size (self->questions) >= MAX_QUESTIONS)
    {
      g_task_return_error (task, gate_error_new (GATE_ERROR_TOO_LARGE, GATE_LAYER_SERVICE, NULL,
                                                 "More than %d questions wait for an answer", MAX_QUESTIONS));
      return;
    }
  if (g_task_return_error_if_cancelled (task))
    return;
  data->cancelled_id = g_signal_connect_object (cancellable, "cancelled", G_CALLBACK (on_question_cancelled), task, 0);
  g_hash_table_insert (self->questions, &data->id, g_steal_pointer (&task));
  gate_sample_channel_send (channel, message);
}

/**
 * gate_sample_session_ask_finish:
 * @self: a session
 * @result: the result
 * @error: set to %GATE_ERROR_SERVICE when the client answered with an error
 *
 * Returns: (transfer full) (nullable): the result that the client gave, an object
 */
JsonNode *
gate_sample_session_ask_finish (GateSampleSession  *self,
                                GAsyncResult       *result,
                                GError            **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * gate_sample_session_take_response:
 * @self: a session
 * @message: a response; one that nobody waits for is ignored
 *
 * Gives a response to who asked.
 */
void
gate_sample_session_take_response (GateSampleSession *self,
                                   JsonNode          *message)
{
  JsonObject *object = json_node_get_object (message);
  JsonNode *result = gate_json_get (object, "result");
  g_autoptr(GTask) task = take_question (self, gate_json_get_int (object, "id", -1));

  if (!task)
    return;
  if (result)
    g_task_return_pointer (task, json_node_copy (result), (GDestroyNotify) json_node_unref);
  else
    g_task_return_error (task, gate_error_new (GATE_ERROR_SERVICE, GATE_LAYER_SERVICE, NULL, "The client did not answer the question"));
}

/**
 * gate_sample_session_subscribe:
 * @self: a session
 * @uri: a resource
 *
 * Notes that the client wants to know when a resource changes.
 *
 * Returns: %FALSE when it wants to know of too many
 */
gboolean
gate_sample_session_subscribe (GateSampleSession *self,
                               const char        *uri)
{
  if (g_hash_table_size (self->subscriptions) >= GATE_SAMPLE_MAX_SUBSCRIPTIONS)
    return FALSE;
  g_hash_table_add (self->subscriptions, g_strdup (uri));
  return TRUE;
}

/**
 * gate_sample_session_unsubscribe:
 * @self: a session
 * @uri: a resource
 *
 * Ends a subscription.
 */
void
gate_sample_session_unsubscribe (GateSampleSession *self,
                                 const char        *uri)
{
  g_hash_table_remove (self->subscriptions, uri);
}

/**
 * gate_sample_session_is_subscribed:
 * @self: a session
 * @uri: a resource
 *
 * Returns: %TRUE when the client wants to know
 */
gboolean
gate_sample_session_is_subscribed (GateSampleSession *self,
                                   const char        *uri)
{
  return g_hash_table_contains (self->subscriptions, uri);
}

/**
 * gate_sample_session_await_page:
 * @self: a session
 * @id: the id of an elicitation by address
 *
 * Notes that the client was told to have its person visit a page, and waits to hear that it happened.
 */
void
gate_sample_session_await_page (GateSampleSession *self,
                                const char        *id)
{
  g_free (self->page);
  self->page = g_strdup (id);
}

/**
 * gate_sample_session_take_page:
 * @self: a session
 * @id: the id of an elicitation by address
 *
 * Returns: %TRUE, once, when the client waits to hear of that page
 */
gboolean
gate_sample_session_take_page (GateSampleSession *self,
                               const char        *id)
{
  if (g_strcmp0 (self->page, id) != 0)
    return FALSE;
  g_clear_pointer (&self->page, g_free);
  return TRUE;
}

/**
 * gate_sample_session_push:
 * @self: a session
 * @method: a notification
 * @params: (transfer full) (nullable): its parameters
 *
 * Sends a notification that belongs to no request, once the client has said `initialize`.
 */
void
gate_sample_session_push (GateSampleSession *self,
                          const char        *method,
                          JsonObject        *params)
{
  g_autoptr(JsonNode) message = gate_sample_message_notification (method, params);

  if (self->version)
    g_signal_emit (self, signals[SIGNAL_PUSH], 0, message);
}
