// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-event-stream.h"

#include "gate-error.h"
#include "gate-i18n.h"
#include "gate-property.h"

#include <string.h>

#define DEFAULT_MAX_EVENT_SIZE (64u * 1024 * 1024)
/* Buffers that one big event made larger than this are given back after it. */
#define KEPT_BUFFER_SIZE (256u * 1024)

struct _GateEventStream {
  GObject  parent_instance;

  gsize    max_event_size;
  GString *line; /* (owned): the line that has begun and not ended yet */
  GString *data; /* (owned): the data of the event so far, each line with its line feed */
  GString *type; /* (owned) */
  GString *id; /* (owned): what the last `id:` line gave, which counts from the end of its event on */
  char    *last_id; /* (owned) (nullable): the id as of the last event that ended */
  int     retry;

  unsigned first_line : 1;
  unsigned after_cr : 1; /* a line feed that comes next belongs to the carriage return */
  unsigned has_data : 1;
  unsigned has_id : 1;
  unsigned failed : 1;
  unsigned feeding : 1;
};

G_DEFINE_FINAL_TYPE (GateEventStream, gate_event_stream, G_TYPE_OBJECT)

static void
gate_event_stream_finalize (GObject *object)
{
  GateEventStream *self = GATE_EVENT_STREAM (object);

  g_string_free (self->line, TRUE);
  g_string_free (self->data, TRUE);
  g_string_free (self->type, TRUE);
  g_string_free (self->id, TRUE);
  g_free (self->last_id);
  G_OBJECT_CLASS (gate_event_stream_parent_class)->finalize (object);
}

static void
gate_event_stream_class_init (GateEventStreamClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = gate_event_stream_finalize;
}

static void
gate_event_stream_init (GateEventStream *self)
{
  self->line = g_string_new (NULL);
  self->data = g_string_new (NULL);
  self->type = g_string_new (NULL);
  self->id = g_string_new (NULL);
  self->retry = -1;
  self->first_line = TRUE;
}

static void
empty_buffer (GString **buffer)
{
  if ((*buffer)->allocated_len > KEPT_BUFFER_SIZE)
    {
      g_string_free (*buffer, TRUE);
      *buffer = g_string_new (NULL);
    }
  else
    g_string_truncate (*buffer, 0);
}

/* What the stream's decoder does in a browser: bytes that are not UTF-8, and NUL, which no C string can hold, become U+FFFD. */
static void
make_valid (GString *text)
{
  if (g_utf8_validate_len (text->str, text->len, NULL))
    return;

  g_autofree char *valid = g_utf8_make_valid (text->str, (gssize) text->len);
  g_string_assign (text, valid);
}

static void
dispatch (GateEventStream *self,
          GateEventFunc    function,
          gpointer         user_data)
{
  if (self->has_id)
    gate_set_str (&self->last_id, self->id->len > 0 ? self->id->str : NULL);
  if (self->has_data || self->has_id)
    {
      if (self->data->len > 0)
        g_string_truncate (self->data, self->data->len - 1);
      make_valid (self->data);
      make_valid (self->type);

      GateEvent event = {
        .type = self->type->len > 0 ? self->type->str : "message",
        .data = self->data->str,
        .id = self->last_id,
      };
      function (&event, user_data);
    }
  empty_buffer (&self->data);
  empty_buffer (&self->type);
  self->has_data = FALSE;
  self->has_id = FALSE;
}

static gboolean
fail_too_large (GateEventStream  *self,
                GError          **error)
{
  g_autofree char *limit = g_format_size (self->max_event_size);

  self->failed = TRUE;
  gate_error_set (error, GATE_ERROR_TOO_LARGE, GATE_LAYER_SERVICE, _("Ask for less at a time, or report it to who runs the service."),
                  _("The server sent an event larger than %s"), limit);
  return FALSE;
}

static gboolean
handle_data (GateEventStream  *self,
             const char       *value,
             gsize             size,
             GError          **error)
{
  if (size >= self->max_event_size - MIN (self->data->len, self->max_event_size))
    return fail_too_large (self, error);
  g_string_append_len (self->data, value, (gssize) size);
  g_string_append_c (self->data, '\n');
  self->has_data = TRUE;
  return TRUE;
}

static gboolean
handle_event (GateEventStream  *self,
              const char       *value,
              gsize             size,
              GError          **error)
{
  g_string_truncate (self->type, 0);
  g_string_append_len (self->type, value, (gssize) size);
  return TRUE;
}

static gboolean
handle_id (GateEventStream  *self,
           const char       *value,
           gsize             size,
           GError          **error)
{
  if (size > 0 && memchr (value, '\0', size))
    return TRUE;
  g_string_truncate (self->id, 0);
  g_string_append_len (self->id, value, (gssize) size);
  make_valid (self->id);
  self->has_id = TRUE;
  return TRUE;
}

static gboolean
handle_retry (GateEventStream  *self,
              const char       *value,
              gsize             size,
              GError          **error)
{
  gint64 retry = 0;

  for (gsize i = 0; i < size; i++)
    {
      if (!g_ascii_isdigit (value[i]))
        return TRUE;
      retry = MIN (retry * 10 + (value[i] - '0'), G_MAXINT);
    }
  if (size > 0)
    self->retry = (int) retry;
  return TRUE;
}

static const struct {
  const char *name;
  gboolean  (*handle) (GateEventStream  *self,
                       const char       *value,
                       gsize             size,
                       GError          **error);
} fields[] = {
  { "data", handle_data },
  { "event", handle_event },
  { "id", handle_id },
  { "retry", handle_retry },
};

static gboolean
handle_field (GateEventStream  *self,
              const char       *line,
              gsize             size,
              GError          **error)
{
  const char *colon = memchr (line, ':', size);
  gsize name_size = colon ? (gsize) (colon - line) : size;
  const char *value = colon ? colon + 1 : line + size;
  gsize value_size = (gsize) (line + size - value);

  if (value_size > 0 && *value == ' ')
    {
      value++;
      value_size--;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    if (strlen (fields[i].name) == name_size && memcmp (fields[i].name, line, name_size) == 0)
      return fields[i].handle (self, value, value_size, error);
  return TRUE;
}

static gboolean
handle_line (GateEventStream  *self,
             const char       *line,
             gsize             size,
             GateEventFunc     function,
             gpointer          user_data,
             GError          **error)
{
  if (self->first_line && size >= 3 && memcmp (line, "\xef\xbb\xbf", 3) == 0)
    {
      line += 3;
      size -= 3;
    }
  self->first_line = FALSE;

  if (size == 0)
    dispatch (self, function, user_data);
  else if (*line != ':')
    return handle_field (self, line, size, error);
  return TRUE;
}

/* The line that ends where @size bytes of @rest do; what came of it in earlier feeds stands in self->line. */
static gboolean
end_line (GateEventStream  *self,
          const char       *rest,
          gsize             size,
          GateEventFunc     function,
          gpointer          user_data,
          GError          **error)
{
  if (size > self->max_event_size - MIN (self->line->len, self->max_event_size))
    return fail_too_large (self, error);
  if (self->line->len == 0)
    return handle_line (self, rest, size, function, user_data, error);

  g_string_append_len (self->line, rest, (gssize) size);
  gboolean ok = handle_line (self, self->line->str, self->line->len, function, user_data, error);
  empty_buffer (&self->line);
  return ok;
}

static gboolean
feed (GateEventStream  *self,
      const char       *data,
      gsize             size,
      GateEventFunc     function,
      gpointer          user_data,
      GError          **error)
{
  gsize start = 0;

  for (gsize i = 0; i < size; i++)
    {
      if (data[i] == '\n' && self->after_cr)
        start = i + 1;
      else if (data[i] == '\n' || data[i] == '\r')
        {
          if (!end_line (self, data + start, i - start, function, user_data, error))
            return FALSE;
          start = i + 1;
          self->after_cr = data[i] == '\r';
          continue;
        }
      self->after_cr = FALSE;
    }
  if (size - start > self->max_event_size - MIN (self->line->len, self->max_event_size))
    return fail_too_large (self, error);
  g_string_append_len (self->line, data + start, (gssize) (size - start));
  return TRUE;
}

/**
 * gate_event_stream_new:
 * @max_event_size: the most bytes of one event, 0: 64 MiB
 *
 * Returns: (transfer full): a parser at the start of a stream
 */
GateEventStream *
gate_event_stream_new (gsize max_event_size)
{
  GateEventStream *self = g_object_new (GATE_TYPE_EVENT_STREAM, NULL);

  self->max_event_size = max_event_size > 0 ? max_event_size : DEFAULT_MAX_EVENT_SIZE;
  return self;
}

/**
 * gate_event_stream_feed:
 * @self: a parser
 * @data: (array length=size) (element-type guint8) (nullable): the bytes that came, cut anywhere
 * @size: how many
 * @function: (scope call): called for each event that these bytes end; what it is given is valid during the call only
 * @user_data: for @function
 * @error: set to %GATE_ERROR_TOO_LARGE
 *
 * Takes bytes of the stream (WHATWG HTML §9.2.6). An event that the end of the stream leaves unfinished is never reported.
 *
 * Returns: %FALSE when an event exceeds the limit; the parser cannot be fed again then
 */
gboolean
gate_event_stream_feed (GateEventStream  *self,
                        const void       *data,
                        gsize             size,
                        GateEventFunc     function,
                        gpointer          user_data,
                        GError          **error)
{
  g_return_val_if_fail (GATE_IS_EVENT_STREAM (self), FALSE);
  g_return_val_if_fail (!self->feeding, FALSE);

  if (self->failed)
    return fail_too_large (self, error);
  if (size == 0)
    return TRUE;

  g_object_ref (self);
  self->feeding = TRUE;
  gboolean ok = feed (self, data, size, function, user_data, error);
  self->feeding = FALSE;
  g_object_unref (self);
  return ok;
}

/**
 * gate_event_stream_get_last_event_id:
 * @self: a parser
 *
 * Returns: (nullable): the id to give as `Last-Event-ID` when reconnecting, or %NULL where none was given or it was reset
 */
const char *
gate_event_stream_get_last_event_id (GateEventStream *self)
{
  g_return_val_if_fail (GATE_IS_EVENT_STREAM (self), NULL);

  return self->last_id;
}

/**
 * gate_event_stream_get_retry:
 * @self: a parser
 *
 * Returns: milliseconds to wait before reconnecting, of the last `retry:` line, or -1
 */
int
gate_event_stream_get_retry (GateEventStream *self)
{
  g_return_val_if_fail (GATE_IS_EVENT_STREAM (self), -1);

  return self->retry;
}
