// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-sample-batch.h"

#include "gate-sample-message.h"

#define MAX_MESSAGES 32

struct _GateSampleBatch {
  GObject            parent_instance;

  GateSampleChannel *channel;
  JsonArray         *answers;
  guint              n_awaited;
};

static void gate_sample_batch_channel_init (GateSampleChannelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (GateSampleBatch, gate_sample_batch, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (GATE_TYPE_SAMPLE_CHANNEL, gate_sample_batch_channel_init))

static void
gate_sample_batch_finalize (GObject *object)
{
  GateSampleBatch *self = GATE_SAMPLE_BATCH (object);

  g_object_unref (self->channel);
  json_array_unref (self->answers);
  G_OBJECT_CLASS (gate_sample_batch_parent_class)->finalize (object);
}

static void
gate_sample_batch_class_init (GateSampleBatchClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = gate_sample_batch_finalize;
}

static void
gate_sample_batch_init (GateSampleBatch *self)
{
  self->answers = json_array_new ();
}

static void
count_down (GateSampleBatch *self)
{
  if (--self->n_awaited > 0)
    return;
  if (json_array_get_length (self->answers) == 0)
    {
      gate_sample_channel_drop (self->channel);
      return;
    }

  g_autoptr(JsonNode) node = gate_json_take_array (json_array_ref (self->answers));
  gate_sample_channel_answer (self->channel, node, 200);
}

static void
gate_sample_batch_send (GateSampleChannel *channel,
                        JsonNode          *message)
{
  gate_sample_channel_send (GATE_SAMPLE_BATCH (channel)->channel, message);
}

static void
gate_sample_batch_answer (GateSampleChannel *channel,
                          JsonNode          *message,
                          guint              status)
{
  GateSampleBatch *self = GATE_SAMPLE_BATCH (channel);

  json_array_add_element (self->answers, json_node_copy (message));
  count_down (self);
}

static void
gate_sample_batch_refuse (GateSampleChannel *channel,
                          JsonNode          *id,
                          guint              scopes)
{
  g_autoptr(JsonNode) message = gate_sample_message_error (id, GATE_SAMPLE_CODE_SERVER, NULL, "The sign-in does not allow this");

  gate_sample_batch_answer (channel, message, 200);
}

static void
gate_sample_batch_drop (GateSampleChannel *channel)
{
  count_down (GATE_SAMPLE_BATCH (channel));
}

static void
gate_sample_batch_channel_init (GateSampleChannelInterface *iface)
{
  iface->send = gate_sample_batch_send;
  iface->answer = gate_sample_batch_answer;
  iface->refuse = gate_sample_batch_refuse;
  iface->drop = gate_sample_batch_drop;
}

static gboolean
wants_answer (JsonNode *message)
{
  GateSampleKind kind = gate_sample_message_get_kind (message);

  return kind == GATE_SAMPLE_KIND_REQUEST || kind == GATE_SAMPLE_KIND_INVALID;
}

/**
 * gate_sample_batch_take:
 * @workspace: what is offered
 * @messages: what came in one array
 * @channel: the way back
 * @peer: who sent it, with a session
 * @cancellable: (out) (nullable) (transfer full): %NULL when nothing is left to do; cancelling it does nothing, the session cancels
 *
 * Serves every message of a batch.
 */
void
gate_sample_batch_take (GateSampleWorkspace   *workspace,
                        JsonArray             *messages,
                        GateSampleChannel     *channel,
                        const GateSamplePeer  *peer,
                        GCancellable         **cancellable)
{
  g_autoptr(GateSampleBatch) self = g_object_new (GATE_TYPE_SAMPLE_BATCH, NULL);
  guint n_messages = json_array_get_length (messages);

  *cancellable = NULL;
  self->channel = g_object_ref (channel);
  if (n_messages == 0 || n_messages > MAX_MESSAGES)
    {
      g_autoptr(JsonNode) answer = gate_sample_message_error (NULL, GATE_SAMPLE_CODE_REQUEST, NULL,
                                                              "A batch has to have some messages, but not too many");
      gate_sample_channel_answer (channel, answer, 400);
      return;
    }
  for (guint i = 0; i < n_messages; i++)
    self->n_awaited += wants_answer (json_array_get_element (messages, i)) ? 1 : 0;
  for (guint i = 0; i < n_messages; i++)
    gate_sample_router_take (workspace, json_array_get_element (messages, i), GATE_SAMPLE_CHANNEL (self), peer, NULL);
  if (self->n_awaited > 0)
    *cancellable = g_cancellable_new ();
}
