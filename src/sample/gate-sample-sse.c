// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-sample-sse.h"

#include <sys/socket.h>

#define KEEP_ALIVE_SECONDS 15

struct _GateSampleSse {
  GObject            parent_instance;

  SoupServerMessage *message;
  GSource           *hang_up;
  guint              keep_alive_id;
  gboolean           closed;
};

enum {
  SIGNAL_CLOSED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (GateSampleSse, gate_sample_sse, G_TYPE_OBJECT)

static void
stop_watching (GateSampleSse *self)
{
  g_clear_handle_id (&self->keep_alive_id, g_source_remove);
  if (self->hang_up)
    {
      g_source_destroy (self->hang_up);
      g_clear_pointer (&self->hang_up, g_source_unref);
    }
}

static void
gate_sample_sse_dispose (GObject *object)
{
  GateSampleSse *self = GATE_SAMPLE_SSE (object);

  stop_watching (self);
  g_clear_object (&self->message);
  G_OBJECT_CLASS (gate_sample_sse_parent_class)->dispose (object);
}

static void
gate_sample_sse_class_init (GateSampleSseClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = gate_sample_sse_dispose;

  signals[SIGNAL_CLOSED] = g_signal_new ("closed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
gate_sample_sse_init (GateSampleSse *self)
{
}

static void
append (GateSampleSse *self,
        const char    *text)
{
  if (self->closed)
    return;
  soup_message_body_append (soup_server_message_get_response_body (self->message), SOUP_MEMORY_COPY, text, strlen (text));
  soup_server_message_unpause (self->message);
}

static gboolean
keep_alive (gpointer user_data)
{
  append (user_data, ": still here\n\n");
  return G_SOURCE_CONTINUE;
}

/* libsoup does not look at a connection on which it has nothing to send: see for ourselves whether the client is still there. */
static gboolean
on_readable (GSocket      *socket,
             GIOCondition  condition,
             gpointer      user_data)
{
  GateSampleSse *self = user_data;
  char byte;

  if (recv (g_socket_get_fd (socket), &byte, 1, MSG_PEEK | MSG_DONTWAIT) > 0)
    {
      /* The next request waits behind this answer: from now on a hang-up shows when something is sent. */
      g_clear_pointer (&self->hang_up, g_source_unref);
      return G_SOURCE_REMOVE;
    }
  gate_sample_sse_close (self);
  return G_SOURCE_REMOVE;
}

static void
on_finished (SoupServerMessage *message,
             GateSampleSse     *self)
{
  g_autoptr(GateSampleSse) alive = g_object_ref (self);

  if (self->closed)
    return;
  self->closed = TRUE;
  stop_watching (self);
  g_signal_emit (self, signals[SIGNAL_CLOSED], 0);
}

/**
 * gate_sample_sse_new:
 * @message: a request that was not answered yet
 *
 * Begins the answer.
 *
 * Returns: (transfer full): the stream
 */
GateSampleSse *
gate_sample_sse_new (SoupServerMessage *message)
{
  GateSampleSse *self = g_object_new (GATE_TYPE_SAMPLE_SSE, NULL);
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);

  self->message = g_object_ref (message);
  soup_server_message_set_status (message, 200, NULL);
  soup_message_headers_set_encoding (headers, SOUP_ENCODING_CHUNKED);
  soup_message_headers_replace (headers, "Content-Type", "text/event-stream");
  soup_message_headers_replace (headers, "Cache-Control", "no-store");
  soup_message_headers_replace (headers, "X-Accel-Buffering", "no");
  soup_message_body_set_accumulate (soup_server_message_get_response_body (message), FALSE);
  g_signal_connect_object (message, "finished", G_CALLBACK (on_finished), self, 0);
  self->keep_alive_id = g_timeout_add_seconds (KEEP_ALIVE_SECONDS, keep_alive, self);
  self->hang_up = g_socket_create_source (soup_server_message_get_socket (message), G_IO_IN, NULL);
  g_source_set_callback (self->hang_up, G_SOURCE_FUNC (on_readable), self, NULL);
  g_source_attach (self->hang_up, g_main_context_get_thread_default ());
  return self;
}

/**
 * gate_sample_sse_send:
 * @self: a stream
 * @id: (nullable): the event's id
 * @data: one line
 *
 * Sends an event; after the end nothing happens.
 */
void
gate_sample_sse_send (GateSampleSse *self,
                      const char    *id,
                      const char    *data)
{
  g_autofree char *id_line = id ? g_strdup_printf ("id: %s\n", id) : NULL;
  g_autofree char *event = g_strdup_printf ("event: message\n%sdata: %s\n\n", id_line ? id_line : "", data);

  append (self, event);
}

/**
 * gate_sample_sse_prime:
 * @self: a stream
 * @id: an event id
 * @retry_ms: after how long to come back when the stream ends early, in milliseconds
 *
 * Sends an event without data, so that the client has an id to come back with (2025-11-25, basic/transports).
 */
void
gate_sample_sse_prime (GateSampleSse *self,
                       const char    *id,
                       guint          retry_ms)
{
  g_autofree char *event = g_strdup_printf ("id: %s\nretry: %u\ndata: \n\n", id, retry_ms);

  append (self, event);
}

/**
 * gate_sample_sse_close:
 * @self: a stream
 *
 * Ends the stream.
 */
void
gate_sample_sse_close (GateSampleSse *self)
{
  g_autoptr(GateSampleSse) alive = g_object_ref (self);

  if (self->closed)
    return;
  self->closed = TRUE;
  stop_watching (self);
  soup_message_body_complete (soup_server_message_get_response_body (self->message));
  soup_server_message_unpause (self->message);
  g_signal_emit (self, signals[SIGNAL_CLOSED], 0);
}
