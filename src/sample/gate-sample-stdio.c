// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-sample-stdio.h"

#include "gate-sample-batch.h"
#include "gate-sample-message.h"
#include "gate-sample-scope.h"

#define MAX_LINE GATE_JSON_DOCUMENT_LIMIT
#define MAX_UNREAD (16 * 1024 * 1024)
#define READ_SIZE (64 * 1024)

struct _GateSampleStdio {
  GObject              parent_instance;

  GateSampleWorkspace *workspace;
  GateSampleSession   *session;
  GInputStream        *input;
  GOutputStream       *output;
  GCancellable        *cancellable;

  GByteArray          *line;          /* the beginning of a line that has not ended */
  gboolean             too_long;      /* the rest of the line is thrown away */
  GString             *unsent;
  GString             *sending;       /* (nullable): what is being written */
  gboolean             closing;       /* the client closed its end: what is left is sent */
  gboolean             ended;
};

enum {
  SIGNAL_ENDED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void gate_sample_stdio_channel_init (GateSampleChannelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (GateSampleStdio, gate_sample_stdio, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (GATE_TYPE_SAMPLE_CHANNEL, gate_sample_stdio_channel_init))

static void
gate_sample_stdio_dispose (GObject *object)
{
  GateSampleStdio *self = GATE_SAMPLE_STDIO (object);

  if (self->session)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_clear_object (&self->session);
  g_clear_object (&self->workspace);
  g_clear_object (&self->input);
  g_clear_object (&self->output);
  g_clear_object (&self->cancellable);
  G_OBJECT_CLASS (gate_sample_stdio_parent_class)->dispose (object);
}

static void
gate_sample_stdio_finalize (GObject *object)
{
  GateSampleStdio *self = GATE_SAMPLE_STDIO (object);

  g_byte_array_unref (self->line);
  g_string_free (self->unsent, TRUE);
  G_OBJECT_CLASS (gate_sample_stdio_parent_class)->finalize (object);
}

static void
gate_sample_stdio_class_init (GateSampleStdioClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = gate_sample_stdio_dispose;
  object_class->finalize = gate_sample_stdio_finalize;

  signals[SIGNAL_ENDED] = g_signal_new ("ended", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
end (GateSampleStdio *self)
{
  g_autoptr(GateSampleStdio) alive = g_object_ref (self);

  if (self->ended)
    return;
  self->ended = TRUE;
  gate_sample_session_cancel_all (self->session);
  g_cancellable_cancel (self->cancellable);
  g_signal_emit (self, signals[SIGNAL_ENDED], 0);
}

static void send_more (GateSampleStdio *self);

static void
did_send (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GateSampleStdio) self = user_data;

  g_string_free (g_steal_pointer (&self->sending), TRUE);
  if (!g_output_stream_write_all_finish (G_OUTPUT_STREAM (source), result, NULL, NULL))
    end (self);
  else
    send_more (self);
}

static void
send_more (GateSampleStdio *self)
{
  if (self->sending || self->ended)
    return;
  if (self->unsent->len == 0)
    {
      if (self->closing)
        end (self);
      return;
    }
  self->sending = self->unsent;
  self->unsent = g_string_new (NULL);
  g_output_stream_write_all_async (self->output, self->sending->str, self->sending->len, G_PRIORITY_DEFAULT, self->cancellable,
                                   did_send, g_object_ref (self));
}

static void
write_line (GateSampleStdio *self,
            JsonNode        *message)
{
  g_autofree char *text = gate_json_to_text (message);

  if (self->ended)
    return;
  g_string_append (self->unsent, text);
  g_string_append_c (self->unsent, '\n');
  if (self->unsent->len > MAX_UNREAD)
    end (self);
  else
    send_more (self);
}

static void
gate_sample_stdio_send (GateSampleChannel *channel,
                        JsonNode          *message)
{
  write_line (GATE_SAMPLE_STDIO (channel), message);
}

static void
gate_sample_stdio_answer (GateSampleChannel *channel,
                          JsonNode          *message,
                          guint              status)
{
  write_line (GATE_SAMPLE_STDIO (channel), message);
}

static void
gate_sample_stdio_refuse (GateSampleChannel *channel,
                          JsonNode          *id,
                          guint              scopes)
{
  g_autoptr(JsonNode) message = gate_sample_message_error (id, GATE_SAMPLE_CODE_SERVER, NULL, "That is not allowed");

  write_line (GATE_SAMPLE_STDIO (channel), message);
}

static void
gate_sample_stdio_drop (GateSampleChannel *channel)
{
}

static void
gate_sample_stdio_channel_init (GateSampleChannelInterface *iface)
{
  iface->send = gate_sample_stdio_send;
  iface->answer = gate_sample_stdio_answer;
  iface->refuse = gate_sample_stdio_refuse;
  iface->drop = gate_sample_stdio_drop;
}

static void
on_push (GateSampleSession *session,
         JsonNode          *message,
         GateSampleStdio   *self)
{
  write_line (self, message);
}

static void
gate_sample_stdio_init (GateSampleStdio *self)
{
  self->session = gate_sample_session_new ();
  self->cancellable = g_cancellable_new ();
  self->line = g_byte_array_new ();
  self->unsent = g_string_new (NULL);
  g_signal_connect (self->session, "push", G_CALLBACK (on_push), self);
}

/**
 * gate_sample_stdio_new:
 * @workspace: what is offered
 * @input: where the client writes
 * @output: where it reads
 *
 * Returns: (transfer full): a server that does not read yet
 */
GateSampleStdio *
gate_sample_stdio_new (GateSampleWorkspace *workspace,
                       GInputStream        *input,
                       GOutputStream       *output)
{
  GateSampleStdio *self = g_object_new (GATE_TYPE_SAMPLE_STDIO, NULL);

  self->workspace = g_object_ref (workspace);
  self->input = g_object_ref (input);
  self->output = g_object_ref (output);
  return self;
}

static void
refuse_line (GateSampleStdio *self,
             int              code,
             const char      *text)
{
  g_autoptr(JsonNode) message = gate_sample_message_error (NULL, code, NULL, text);

  write_line (self, message);
}

static void
take_line (GateSampleStdio *self,
           const char      *text,
           gsize            size)
{
  GateSamplePeer peer = {
    .session = self->session,
    .scopes = GATE_SAMPLE_SCOPE_WORK,
    .principal = "stdio",
  };
  g_autoptr(JsonNode) message = NULL;
  g_autoptr(GCancellable) cancellable = NULL;

  if (size > 0 && text[size - 1] == '\r')
    size--;
  if (size == 0)
    return;
  message = gate_json_parse (text, (gssize) size, MAX_LINE, NULL);
  if (!message)
    refuse_line (self, GATE_SAMPLE_CODE_PARSE, "The line is not valid JSON");
  else if (JSON_NODE_HOLDS_OBJECT (message))
    gate_sample_router_take (self->workspace, message, GATE_SAMPLE_CHANNEL (self), &peer, NULL);
  else if (g_strcmp0 (gate_sample_session_get_version (self->session), "2025-03-26") == 0)
    gate_sample_batch_take (self->workspace, json_node_get_array (message), GATE_SAMPLE_CHANNEL (self), &peer, &cancellable);
  else
    refuse_line (self, GATE_SAMPLE_CODE_REQUEST, "This protocol version has no batches");
}

/* What came ends a line, or begins the next one; every byte is looked at once. */
static void
take_bytes (GateSampleStdio *self,
            const char      *data,
            gsize            size)
{
  while (size > 0 && !self->ended)
    {
      const char *newline = memchr (data, '\n', size);
      gsize part = newline ? (gsize) (newline - data) : size;

      if (self->line->len + part > MAX_LINE && !self->too_long)
        {
          self->too_long = TRUE;
          refuse_line (self, GATE_SAMPLE_CODE_PARSE, "The line is too long");
        }
      if (!self->too_long)
        g_byte_array_append (self->line, (const guint8 *) data, (guint) part);
      if (newline)
        {
          if (!self->too_long)
            take_line (self, (const char *) self->line->data, self->line->len);
          g_byte_array_set_size (self->line, 0);
          self->too_long = FALSE;
          part++;
        }
      data += part;
      size -= part;
    }
}

static void
did_read (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GateSampleStdio) self = user_data;
  g_autoptr(GBytes) bytes = g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result, NULL);

  if (!bytes || g_bytes_get_size (bytes) == 0)
    {
      self->closing = TRUE;
      gate_sample_session_cancel_all (self->session);
      send_more (self);
      return;
    }
  take_bytes (self, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  if (!self->ended)
    gate_sample_stdio_start (self);
}

/**
 * gate_sample_stdio_start:
 * @self: a server
 *
 * Begins to read, and keeps the server alive until the client is gone.
 */
void
gate_sample_stdio_start (GateSampleStdio *self)
{
  g_input_stream_read_bytes_async (self->input, READ_SIZE, G_PRIORITY_DEFAULT, self->cancellable, did_read, g_object_ref (self));
}
