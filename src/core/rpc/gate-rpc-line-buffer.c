// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-rpc-line-buffer.h"

#include "gate-error.h"
#include "gate-i18n.h"

#include <string.h>

/* An empty buffer that grew beyond this is given back. */
#define KEEP_SIZE (256u * 1024)

struct _GateRpcLineBuffer {
  GByteArray *bytes;
  gsize       start;   /* where the line that is being read begins */
  gsize       scanned; /* up to where it is known to hold no line feed */
  gsize       limit;
};

/**
 * gate_rpc_line_buffer_new:
 * @limit: the most bytes of one line, without its line feed
 *
 * Returns: (transfer full): an empty buffer
 */
GateRpcLineBuffer *
gate_rpc_line_buffer_new (gsize limit)
{
  GateRpcLineBuffer *self = g_new0 (GateRpcLineBuffer, 1);

  self->bytes = g_byte_array_new ();
  self->limit = limit;
  return self;
}

/**
 * gate_rpc_line_buffer_free:
 * @self: (transfer full) (nullable): a buffer
 */
void
gate_rpc_line_buffer_free (GateRpcLineBuffer *self)
{
  if (!self)
    return;
  g_byte_array_unref (self->bytes);
  g_free (self);
}

/* Forgets the lines that were taken; what is left of a started line moves to the front, once per append. */
static void
compact (GateRpcLineBuffer *self)
{
  gsize rest = self->bytes->len - self->start;

  if (self->start == 0)
    return;
  if (rest == 0 && self->bytes->len > KEEP_SIZE)
    {
      g_byte_array_unref (self->bytes);
      self->bytes = g_byte_array_new ();
    }
  else
    {
      memmove (self->bytes->data, self->bytes->data + self->start, rest);
      g_byte_array_set_size (self->bytes, (guint) rest);
    }
  self->scanned -= self->start;
  self->start = 0;
}

static gboolean
too_large (GateRpcLineBuffer  *self,
           GError            **error)
{
  g_autofree char *limit = g_strdup_printf ("%" G_GSIZE_FORMAT, self->limit);

  gate_error_set (error, GATE_ERROR_TOO_LARGE, GATE_LAYER_SERVICE, _("Report it to the makers of the server."),
                  _("The server sent a message of more than %s bytes."), limit);
  return FALSE;
}

/**
 * gate_rpc_line_buffer_append:
 * @self: a buffer from which every whole line was taken
 * @data: what was read
 * @size: its bytes
 * @error: return location for an error
 *
 * Sets %GATE_ERROR_TOO_LARGE where a line grows beyond the limit; the buffer cannot be used any more then.
 *
 * Returns: %TRUE when the bytes were added
 */
gboolean
gate_rpc_line_buffer_append (GateRpcLineBuffer  *self,
                             const void         *data,
                             gsize               size,
                             GError            **error)
{
  compact (self);
  /* The started line may hold the limit and a carriage return; bytes behind its line feed belong to others. */
  if (self->bytes->len > self->limit + 1 || size > G_MAXUINT - self->bytes->len)
    return too_large (self, error);
  g_byte_array_append (self->bytes, data, (guint) size);
  return TRUE;
}

static GBytes *
cut (GateRpcLineBuffer *self,
     gsize              end)
{
  const guint8 *line = self->bytes->data + self->start;
  gsize size = end - self->start;

  if (size > 0 && line[size - 1] == '\r')
    size--;
  return g_bytes_new (line, size);
}

/**
 * gate_rpc_line_buffer_take:
 * @self: a buffer
 * @error: return location for an error
 *
 * Takes the next whole line out, without its LF or CR LF. Empty lines are passed over.
 *
 * Sets %GATE_ERROR_TOO_LARGE where the line is longer than the limit.
 *
 * Returns: (transfer full) (nullable): a line of at least one byte; %NULL without an error when more bytes are needed
 */
GBytes *
gate_rpc_line_buffer_take (GateRpcLineBuffer  *self,
                           GError            **error)
{
  for (;;)
    {
      gsize unseen = self->bytes->len - self->scanned;
      const guint8 *from = self->bytes->data + self->scanned;
      const guint8 *feed = unseen > 0 ? memchr (from, '\n', unseen) : NULL;

      if (!feed)
        {
          self->scanned = self->bytes->len;
          if (self->scanned - self->start > self->limit + 1)
            too_large (self, error);
          return NULL;
        }

      gsize end = (gsize) (feed - self->bytes->data);
      g_autoptr(GBytes) line = cut (self, end);
      self->start = self->scanned = end + 1;
      if (g_bytes_get_size (line) > self->limit)
        {
          too_large (self, error);
          return NULL;
        }
      if (g_bytes_get_size (line) > 0)
        return g_steal_pointer (&line);
    }
}

/**
 * gate_rpc_line_buffer_take_rest:
 * @self: a buffer
 *
 * Takes what stands behind the last line feed, when the stream has ended.
 *
 * Returns: (transfer full) (nullable): at least one byte
 */
GBytes *
gate_rpc_line_buffer_take_rest (GateRpcLineBuffer *self)
{
  g_autoptr(GBytes) line = cut (self, self->bytes->len);

  self->start = self->scanned = self->bytes->len;
  return g_bytes_get_size (line) > 0 ? g_steal_pointer (&line) : NULL;
}
