// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-sample-reply.h"

#include "gate-sample-challenge.h"
#include "gate-sample-message.h"
#include "gate-sample-respond.h"

struct _GateSampleReply {
  GObject                parent_instance;

  SoupServerMessage     *message;
  char                  *origin;
  GateSampleHttpSession *session;         /* (nullable): in the newer era there is none */
  GateSampleStream      *stream;          /* (nullable): of the session, once it is needed */
  GateSampleSse         *sse;             /* (nullable): in the newer era, once it is needed */
  GCancellable          *cancellable;     /* (nullable) */
  gboolean               answered;
};

static void gate_sample_reply_channel_init (GateSampleChannelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (GateSampleReply, gate_sample_reply, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (GATE_TYPE_SAMPLE_CHANNEL, gate_sample_reply_channel_init))

static void
gate_sample_reply_dispose (GObject *object)
{
  GateSampleReply *self = GATE_SAMPLE_REPLY (object);

  if (self->sse)
    g_signal_handlers_disconnect_by_data (self->sse, self);
  g_clear_object (&self->sse);
  g_clear_object (&self->stream);
  g_clear_object (&self->session);
  g_clear_object (&self->message);
  g_clear_object (&self->cancellable);
  G_OBJECT_CLASS (gate_sample_reply_parent_class)->dispose (object);
}

static void
gate_sample_reply_finalize (GObject *object)
{
  GateSampleReply *self = GATE_SAMPLE_REPLY (object);

  g_free (self->origin);
  G_OBJECT_CLASS (gate_sample_reply_parent_class)->finalize (object);
}

static void
gate_sample_reply_class_init (GateSampleReplyClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = gate_sample_reply_dispose;
  object_class->finalize = gate_sample_reply_finalize;
}

static void
gate_sample_reply_init (GateSampleReply *self)
{
}

/**
 * gate_sample_reply_new:
 * @message: a POST that was not answered yet
 * @origin: our origin
 * @session: (nullable): the session that it belongs to, in the older era
 *
 * Returns: (transfer full): the way back to the client
 */
GateSampleReply *
gate_sample_reply_new (SoupServerMessage     *message,
                       const char            *origin,
                       GateSampleHttpSession *session)
{
  GateSampleReply *self = g_object_new (GATE_TYPE_SAMPLE_REPLY, NULL);

  self->message = g_object_ref (message);
  self->origin = g_strdup (origin);
  self->session = session ? g_object_ref (session) : NULL;
  return self;
}

static void
on_closed (GateSampleSse   *sse,
           GateSampleReply *self)
{
  g_autoptr(GateSampleReply) alive = g_object_ref (self);

  if (!self->answered && self->cancellable)
    g_cancellable_cancel (self->cancellable);
}

static void
begin_stream (GateSampleReply *self)
{
  g_autoptr(GateSampleSse) sse = NULL;

  if (self->stream || self->sse)
    return;
  sse = gate_sample_sse_new (self->message);
  if (self->session)
    {
      const char *version = gate_sample_session_get_version (gate_sample_http_session_get_session (self->session));

      self->stream = g_object_ref (gate_sample_http_session_open_stream (self->session));
      gate_sample_stream_attach (self->stream, sse, 0, g_strcmp0 (version, "2025-11-25") >= 0);
    }
  else
    {
      g_signal_connect (sse, "closed", G_CALLBACK (on_closed), self);
      self->sse = g_steal_pointer (&sse);
    }
}

static void
write_event (GateSampleReply *self,
             JsonNode        *message)
{
  if (self->stream)
    gate_sample_stream_send (self->stream, message);
  else
    {
      g_autofree char *text = gate_json_to_text (message);
      gate_sample_sse_send (self->sse, NULL, text);
    }
}

static void
end_stream (GateSampleReply *self)
{
  if (self->stream)
    gate_sample_stream_finish (self->stream);
  else
    gate_sample_sse_close (self->sse);
}

static void
gate_sample_reply_send (GateSampleChannel *channel,
                        JsonNode          *message)
{
  GateSampleReply *self = GATE_SAMPLE_REPLY (channel);

  if (self->answered)
    return;
  begin_stream (self);
  write_event (self, message);
}

static void
gate_sample_reply_answer (GateSampleChannel *channel,
                          JsonNode          *message,
                          guint              status)
{
  GateSampleReply *self = GATE_SAMPLE_REPLY (channel);

  if (self->answered)
    return;
  self->answered = TRUE;
  if (!self->stream && !self->sse)
    {
      gate_sample_respond_json (self->message, status, message);
      return;
    }
  write_event (self, message);
  end_stream (self);
}

static void
gate_sample_reply_refuse (GateSampleChannel *channel,
                          JsonNode          *id,
                          guint              scopes)
{
  GateSampleReply *self = GATE_SAMPLE_REPLY (channel);

  if (self->answered)
    return;
  if (self->stream || self->sse)
    {
      g_autoptr(JsonNode) message = gate_sample_message_error (id, GATE_SAMPLE_CODE_SERVER, NULL, "The sign-in does not allow this");
      gate_sample_reply_answer (channel, message, 200);
      return;
    }
  self->answered = TRUE;
  gate_sample_challenge_scopes (self->message, self->origin, scopes);
}

static void
gate_sample_reply_drop (GateSampleChannel *channel)
{
  GateSampleReply *self = GATE_SAMPLE_REPLY (channel);

  if (self->answered)
    return;
  self->answered = TRUE;
  if (self->stream || self->sse)
    end_stream (self);
  else
    soup_server_message_set_status (self->message, 202, NULL);
}

static void
gate_sample_reply_interrupt (GateSampleChannel *channel)
{
  GateSampleReply *self = GATE_SAMPLE_REPLY (channel);

  if (self->stream)
    gate_sample_stream_interrupt (self->stream);
}

static void
gate_sample_reply_channel_init (GateSampleChannelInterface *iface)
{
  iface->send = gate_sample_reply_send;
  iface->answer = gate_sample_reply_answer;
  iface->refuse = gate_sample_reply_refuse;
  iface->drop = gate_sample_reply_drop;
  iface->interrupt = gate_sample_reply_interrupt;
}

/**
 * gate_sample_reply_settle:
 * @self: a reply
 * @cancellable: (nullable): what to cancel when the client goes away; %NULL when nothing is left to do
 *
 * To be called once the request was taken: an answer that is not there yet will come as a stream.
 */
void
gate_sample_reply_settle (GateSampleReply *self,
                          GCancellable    *cancellable)
{
  if (self->answered)
    return;
  if (cancellable && !self->session)
    self->cancellable = g_object_ref (cancellable);
  if (cancellable)
    begin_stream (self);
  else
    {
      self->answered = TRUE;
      soup_server_message_set_status (self->message, 202, NULL);
    }
}
