// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-sample-http-session.h"

#include "gate-random.h"

/* How many streams are kept that have ended, for a client that comes back late. */
#define MAX_ENDED 16

struct _GateSampleHttpSession {
  GObject            parent_instance;

  char              *id;
  char              *principal;
  GateSampleSession *session;
  GPtrArray         *streams;       /* of GateSampleStream, the first one for what belongs to no request */
  guint              last_number;
  gint64             used;
};

G_DEFINE_FINAL_TYPE (GateSampleHttpSession, gate_sample_http_session, G_TYPE_OBJECT)

static void
gate_sample_http_session_dispose (GObject *object)
{
  GateSampleHttpSession *self = GATE_SAMPLE_HTTP_SESSION (object);

  if (self->session)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_clear_object (&self->session);
  g_clear_pointer (&self->streams, g_ptr_array_unref);
  G_OBJECT_CLASS (gate_sample_http_session_parent_class)->dispose (object);
}

static void
gate_sample_http_session_finalize (GObject *object)
{
  GateSampleHttpSession *self = GATE_SAMPLE_HTTP_SESSION (object);

  g_free (self->id);
  g_free (self->principal);
  G_OBJECT_CLASS (gate_sample_http_session_parent_class)->finalize (object);
}

static void
gate_sample_http_session_class_init (GateSampleHttpSessionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = gate_sample_http_session_dispose;
  object_class->finalize = gate_sample_http_session_finalize;
}

static void
on_push (GateSampleSession     *session,
         JsonNode              *message,
         GateSampleHttpSession *self)
{
  gate_sample_stream_send (self->streams->pdata[0], message);
}

static void
gate_sample_http_session_init (GateSampleHttpSession *self)
{
  self->id = gate_random_token (24);
  self->session = gate_sample_session_new ();
  self->streams = g_ptr_array_new_with_free_func (g_object_unref);
  g_ptr_array_add (self->streams, gate_sample_stream_new (0));
  g_signal_connect (self->session, "push", G_CALLBACK (on_push), self);
  gate_sample_http_session_touch (self);
}

/**
 * gate_sample_http_session_new:
 * @principal: who it belongs to; nobody else may use it
 *
 * Returns: (transfer full): a session with an id that cannot be guessed
 */
GateSampleHttpSession *
gate_sample_http_session_new (const char *principal)
{
  GateSampleHttpSession *self = g_object_new (GATE_TYPE_SAMPLE_HTTP_SESSION, NULL);

  self->principal = g_strdup (principal);
  return self;
}

/**
 * gate_sample_http_session_get_id:
 * @self: a session
 *
 * Returns: (transfer none): its id
 */
const char *
gate_sample_http_session_get_id (GateSampleHttpSession *self)
{
  return self->id;
}

/**
 * gate_sample_http_session_get_principal:
 * @self: a session
 *
 * Returns: (transfer none): who it belongs to
 */
const char *
gate_sample_http_session_get_principal (GateSampleHttpSession *self)
{
  return self->principal;
}

/**
 * gate_sample_http_session_get_session:
 * @self: a session
 *
 * Returns: (transfer none): the part of it that knows nothing of HTTP
 */
GateSampleSession *
gate_sample_http_session_get_session (GateSampleHttpSession *self)
{
  return self->session;
}

/**
 * gate_sample_http_session_touch:
 * @self: a session
 *
 * Notes that it is being used.
 */
void
gate_sample_http_session_touch (GateSampleHttpSession *self)
{
  self->used = g_get_monotonic_time ();
}

/**
 * gate_sample_http_session_get_used:
 * @self: a session
 *
 * Returns: when it was last used, in monotonic microseconds; now, while a stream is open
 */
gint64
gate_sample_http_session_get_used (GateSampleHttpSession *self)
{
  for (guint i = 0; i < self->streams->len; i++)
    if (gate_sample_stream_is_attached (self->streams->pdata[i]))
      return g_get_monotonic_time ();
  return self->used;
}

static void
forget_old_streams (GateSampleHttpSession *self)
{
  guint n_ended = 0;

  for (guint i = self->streams->len; i > 1; i--)
    if (gate_sample_stream_is_finished (self->streams->pdata[i - 1]) && ++n_ended > MAX_ENDED)
      g_ptr_array_remove_index (self->streams, i - 1);
}

/**
 * gate_sample_http_session_open_stream:
 * @self: a session
 *
 * Returns: (transfer none): a new stream, for the answer to one request
 */
GateSampleStream *
gate_sample_http_session_open_stream (GateSampleHttpSession *self)
{
  GateSampleStream *stream = gate_sample_stream_new (++self->last_number);

  forget_old_streams (self);
  g_ptr_array_add (self->streams, stream);
  return stream;
}

/**
 * gate_sample_http_session_find_stream:
 * @self: a session
 * @number: a stream's number, 0 for the one that belongs to no request
 *
 * Returns: (transfer none) (nullable): the stream
 */
GateSampleStream *
gate_sample_http_session_find_stream (GateSampleHttpSession *self,
                                      guint                  number)
{
  for (guint i = 0; i < self->streams->len; i++)
    if (gate_sample_stream_get_number (self->streams->pdata[i]) == number)
      return self->streams->pdata[i];
  return NULL;
}

/**
 * gate_sample_http_session_close:
 * @self: a session
 *
 * Cancels what is being served, and ends all streams.
 */
void
gate_sample_http_session_close (GateSampleHttpSession *self)
{
  gate_sample_session_cancel_all (self->session);
  for (guint i = 0; i < self->streams->len; i++)
    gate_sample_stream_finish (self->streams->pdata[i]);
}
