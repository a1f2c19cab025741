// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-sample-stream.h"

#define MAX_KEPT 1000
#define RETRY_MS 500

struct _GateSampleStream {
  GObject        parent_instance;

  guint          number;
  GQueue         events;      /* of char *, the newest last */
  guint          n_events;    /* how many there ever were: the number of the newest */
  guint          n_sent;      /* the number of the last one that went out */
  GateSampleSse *sse;         /* (nullable) */
  gboolean       finished;
};

G_DEFINE_FINAL_TYPE (GateSampleStream, gate_sample_stream, G_TYPE_OBJECT)

static void
detach (GateSampleStream *self)
{
  if (self->sse)
    g_signal_handlers_disconnect_by_data (self->sse, self);
  g_clear_object (&self->sse);
}

static void
gate_sample_stream_dispose (GObject *object)
{
  GateSampleStream *self = GATE_SAMPLE_STREAM (object);

  if (self->sse)
    gate_sample_sse_close (self->sse);
  detach (self);
  g_queue_clear_full (&self->events, g_free);
  G_OBJECT_CLASS (gate_sample_stream_parent_class)->dispose (object);
}

static void
gate_sample_stream_class_init (GateSampleStreamClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = gate_sample_stream_dispose;
}

static void
gate_sample_stream_init (GateSampleStream *self)
{
  g_queue_init (&self->events);
}

/**
 * gate_sample_stream_new:
 * @number: a number that no other stream of the session has
 *
 * Returns: (transfer full): a stream that nothing carries yet
 */
GateSampleStream *
gate_sample_stream_new (guint number)
{
  GateSampleStream *self = g_object_new (GATE_TYPE_SAMPLE_STREAM, NULL);

  self->number = number;
  return self;
}

/**
 * gate_sample_stream_get_number:
 * @self: a stream
 *
 * Returns: its number
 */
guint
gate_sample_stream_get_number (GateSampleStream *self)
{
  return self->number;
}

/**
 * gate_sample_stream_is_attached:
 * @self: a stream
 *
 * Returns: %TRUE while a connection carries it
 */
gboolean
gate_sample_stream_is_attached (GateSampleStream *self)
{
  return self->sse != NULL;
}

/**
 * gate_sample_stream_is_finished:
 * @self: a stream
 *
 * Returns: %TRUE when nothing more will be sent on it
 */
gboolean
gate_sample_stream_is_finished (GateSampleStream *self)
{
  return self->finished;
}

static void
send_event (GateSampleStream *self,
            guint             event,
            const char       *data)
{
  g_autofree char *id = g_strdup_printf ("%u-%u", self->number, event);

  gate_sample_sse_send (self->sse, id, data);
  self->n_sent = event;
}

/**
 * gate_sample_stream_attach:
 * @self: a stream
 * @sse: a connection that is to carry it, in the place of any other
 * @after: the number of the last event that the client has, or %GATE_SAMPLE_STREAM_NEW for what was never sent
 * @prime: whether to begin with an event that only brings an id
 *
 * Sends what the client missed, and what comes from now on.
 */
void
gate_sample_stream_attach (GateSampleStream *self,
                           GateSampleSse    *sse,
                           guint             after,
                           gboolean          prime)
{
  guint from = after == GATE_SAMPLE_STREAM_NEW ? self->n_sent : after;
  guint number = self->n_events - g_queue_get_length (&self->events);
  g_autoptr(GateSampleSse) older = g_steal_pointer (&self->sse);

  if (older)
    {
      g_signal_handlers_disconnect_by_data (older, self);
      gate_sample_sse_close (older);
    }
  self->sse = g_object_ref (sse);
  g_signal_connect_swapped (sse, "closed", G_CALLBACK (detach), self);
  if (prime)
    {
      g_autofree char *id = g_strdup_printf ("%u-%u", self->number, from);
      gate_sample_sse_prime (sse, id, RETRY_MS);
    }
  for (GList *at = self->events.head; at; at = at->next)
    if (++number > from)
      send_event (self, number, at->data);
  if (self->finished)
    gate_sample_sse_close (sse);
}

/**
 * gate_sample_stream_send:
 * @self: a stream
 * @message: a message
 *
 * Sends a message, now or when the client comes back.
 */
void
gate_sample_stream_send (GateSampleStream *self,
                         JsonNode         *message)
{
  char *data = gate_json_to_text (message);

  g_queue_push_tail (&self->events, data);
  self->n_events++;
  if (g_queue_get_length (&self->events) > MAX_KEPT)
    g_free (g_queue_pop_head (&self->events));
  if (self->sse)
    send_event (self, self->n_events, data);
}

/**
 * gate_sample_stream_interrupt:
 * @self: a stream
 *
 * Ends the connection, not the stream: the client has to come back.
 */
void
gate_sample_stream_interrupt (GateSampleStream *self)
{
  if (self->sse)
    gate_sample_sse_close (self->sse);
}

/**
 * gate_sample_stream_finish:
 * @self: a stream
 *
 * Ends the stream once everything is sent.
 */
void
gate_sample_stream_finish (GateSampleStream *self)
{
  self->finished = TRUE;
  gate_sample_stream_interrupt (self);
}

/**
 * gate_sample_stream_parse_id:
 * @id: an event id that a client sent
 * @number: (out): the number of its stream
 * @event: (out): the number of the event
 *
 * Returns: %FALSE when it is no id of ours
 */
gboolean
gate_sample_stream_parse_id (const char *id,
                             guint      *number,
                             guint      *event)
{
  g_auto(GStrv) parts = g_strsplit (id, "-", 3);
  guint64 values[2];

  if (g_strv_length (parts) != 2)
    return FALSE;
  for (int i = 0; i < 2; i++)
    if (!g_ascii_string_to_unsigned (parts[i], 10, 0, G_MAXINT, &values[i], NULL))
      return FALSE;
  *number = (guint) values[0];
  *event = (guint) values[1];
  return TRUE;
}
