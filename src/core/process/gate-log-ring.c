// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-log-ring.h"

#include "gate-secret.h"
#include "gate-text.h"

#include <string.h>

#define MAX_LINES 500
#define MAX_BYTES (64 * 1024)
#define MAX_LINE 4096
#define MAX_LAST_WORDS 300

/* A shorter value is no secret, and would turn up in ordinary words. */
#define MIN_VALUE 8

typedef struct {
  char *value;
  char *shown;
} Hidden;

struct _GateLogRing {
  GQueue     lines;   /* (element-type utf8) (owned) */
  gsize      bytes;
  GString   *partial; /* (owned): the line that is being read */
  gboolean   cut;     /* it is too long: the rest is skipped */
  GPtrArray *hidden;  /* (element-type Hidden) (owned) */
  gsize      longest; /* of the hidden values */
};

static void
hidden_free (Hidden *self)
{
  gate_secret_wipe (self->value);
  g_free (self->value);
  g_free (self->shown);
  g_free (self);
}

/* A value of several lines, as a key in PEM form is, is looked for line by line. Paths and addresses are no secrets, and without
 * them a log says little. */
static void
hide_value (GateLogRing *self,
            const char  *name,
            const char  *value)
{
  g_auto(GStrv) lines = g_strsplit (value, "\n", -1);

  for (guint i = 0; lines[i]; i++)
    {
      if (strlen (lines[i]) >= MIN_VALUE && lines[i][0] != '/' && !(strstr (lines[i], "://") && !strchr (lines[i], '@')))
        {
          Hidden *hidden = g_new0 (Hidden, 1);

          hidden->value = g_strdup (lines[i]);
          hidden->shown = g_strdup_printf ("[%s]", name);
          g_ptr_array_add (self->hidden, hidden);
          self->longest = MAX (self->longest, MIN (strlen (lines[i]), MAX_LINE / 2));
        }
      gate_secret_wipe (lines[i]);
    }
}

static int
compare_longest_first (gconstpointer a,
                       gconstpointer b)
{
  const Hidden *one = *(const Hidden *const *) a, *other = *(const Hidden *const *) b;
  gsize length_one = strlen (one->value), length_other = strlen (other->value);

  return length_one > length_other ? -1 : length_one < length_other;
}

/**
 * gate_log_ring_new:
 * @environment: (nullable): the variables that the program was given, "NAME=value"; their values are never kept
 *
 * Returns: (transfer full): an empty log
 */
GateLogRing *
gate_log_ring_new (const char * const *environment)
{
  GateLogRing *self = g_new0 (GateLogRing, 1);

  g_queue_init (&self->lines);
  self->partial = g_string_new (NULL);
  self->hidden = g_ptr_array_new_with_free_func ((GDestroyNotify) hidden_free);
  for (guint i = 0; environment && environment[i]; i++)
    {
      const char *equals = strchr (environment[i], '=');
      g_autofree char *name = equals ? g_strndup (environment[i], (gsize) (equals - environment[i])) : NULL;

      if (name)
        hide_value (self, name, equals + 1);
    }
  g_ptr_array_sort (self->hidden, compare_longest_first);
  return self;
}

/**
 * gate_log_ring_free:
 * @self: (transfer full) (nullable): a log
 *
 * Frees a log.
 */
void
gate_log_ring_free (GateLogRing *self)
{
  if (!self)
    return;
  g_queue_clear_full (&self->lines, g_free);
  g_string_free (self->partial, TRUE);
  g_ptr_array_unref (self->hidden);
  g_free (self);
}

/* What a terminal would be told (ECMA-48 §5.4, and operating system commands, §8.3.89), not what it would show. */
static void
strip_sequences (GString *line)
{
  gsize to = 0;

  for (gsize from = 0; from < line->len;)
    {
      if (line->str[from] == '\033' && line->str[from + 1] == '[')
        {
          from += 2;
          while (from < line->len && (guchar) line->str[from] >= 0x20 && (guchar) line->str[from] < 0x40)
            from++;
          if (from < line->len)
            from++;
        }
      else if (line->str[from] == '\033' && line->str[from + 1] == ']')
        {
          from += 2;
          while (from < line->len && line->str[from] != '\a' && line->str[from] != '\033')
            from++;
          from += from + 1 < line->len && line->str[from] == '\033' ? 2 : 1;
        }
      else
        line->str[to++] = line->str[from++];
    }
  g_string_truncate (line, to);
}

/* A carriage return starts the line again, as progress displays do; the last one may belong to the line feed. */
static void
keep_last_overwrite (GString *line)
{
  while (line->len > 0 && line->str[line->len - 1] == '\r')
    g_string_truncate (line, line->len - 1);

  const char *last = strrchr (line->str, '\r');
  if (last)
    g_string_erase (line, 0, last - line->str + 1);
}

static char *
clean_line (GateLogRing *self,
            GString     *line)
{
  /* No nul byte shortens a line, and the tail of a cut line may hold the first half of a hidden value. */
  for (gsize i = 0; i < line->len; i++)
    if (line->str[i] == '\0')
      line->str[i] = '\1';
  strip_sequences (line);
  keep_last_overwrite (line);
  for (guint i = 0; i < self->hidden->len; i++)
    {
      Hidden *hidden = g_ptr_array_index (self->hidden, i);
      g_string_replace (line, hidden->value, hidden->shown, 0);
    }
  if (self->cut)
    g_string_truncate (line, line->len > self->longest ? line->len - self->longest : 0);

  char *shown = gate_text_make_visible (line->str, GATE_TEXT_LINE);
  if (!self->cut)
    return shown;
  char *marked = g_strconcat (shown, " …", NULL);
  g_free (shown);
  return marked;
}

static void
finish_line (GateLogRing     *self,
             GateLogRingFunc  func,
             gpointer         user_data)
{
  char *line = clean_line (self, self->partial);

  g_queue_push_tail (&self->lines, line);
  self->bytes += strlen (line) + 1;
  while (self->lines.length > MAX_LINES || (self->bytes > MAX_BYTES && self->lines.length > 1))
    {
      g_autofree char *oldest = g_queue_pop_head (&self->lines);
      self->bytes -= strlen (oldest) + 1;
    }
  g_string_truncate (self->partial, 0);
  self->cut = FALSE;
  if (func)
    {
      g_autofree char *copy = g_strdup (line);
      func (copy, user_data);
    }
}

/**
 * gate_log_ring_feed:
 * @self: a log
 * @data: (array length=size): what was read: any bytes, cut anywhere
 * @size: how many bytes
 * @func: (scope call) (nullable): called for each line that became complete
 * @user_data: for @func
 *
 * Takes what a program wrote. The time is linear in @size whatever is in it, and the memory bounded.
 */
void
gate_log_ring_feed (GateLogRing     *self,
                    const char      *data,
                    gsize            size,
                    GateLogRingFunc  func,
                    gpointer         user_data)
{
  while (size > 0)
    {
      const char *feed = memchr (data, '\n', size);
      gsize length = feed ? (gsize) (feed - data) : size;
      gsize room = MAX_LINE - self->partial->len;

      g_string_append_len (self->partial, data, (gssize) MIN (length, room));
      self->cut |= length > room;
      if (feed)
        {
          finish_line (self, func, user_data);
          length++;
        }
      data += length;
      size -= length;
    }
}

/**
 * gate_log_ring_end:
 * @self: a log
 * @func: (scope call) (nullable): called for a last line without a line feed
 * @user_data: for @func
 *
 * Tells that nothing more will come.
 */
void
gate_log_ring_end (GateLogRing     *self,
                   GateLogRingFunc  func,
                   gpointer         user_data)
{
  if (self->partial->len > 0)
    finish_line (self, func, user_data);
}

/**
 * gate_log_ring_dup_text:
 * @self: a log
 *
 * Returns: (transfer full): the lines that are kept, each with a line feed
 */
char *
gate_log_ring_dup_text (GateLogRing *self)
{
  GString *text = g_string_sized_new (self->bytes + 1);

  for (GList *l = self->lines.head; l; l = l->next)
    {
      g_string_append (text, l->data);
      g_string_append_c (text, '\n');
    }
  return g_string_free (text, FALSE);
}

/**
 * gate_log_ring_dup_last_words:
 * @self: a log
 *
 * The line that most likely says why a program ended: of the last twenty the first that speaks of an error, else the last one that
 * is not blank.
 *
 * Returns: (transfer full) (nullable): a line, shortened
 */
char *
gate_log_ring_dup_last_words (GateLogRing *self)
{
  const char *last = NULL, *telling = NULL;
  guint looked_at = 0;

  for (GList *l = self->lines.tail; l && looked_at < 20; l = l->prev, looked_at++)
    {
      g_autofree char *lower = g_utf8_strdown (l->data, -1);

      if (!last && *g_strstrip (lower))
        last = l->data;
      if (strstr (lower, "error"))
        telling = l->data;
    }
  if (!last)
    return NULL;

  g_autofree char *stripped = g_strstrip (g_strdup (telling ? telling : last));
  return gate_text_shorten (stripped, MAX_LAST_WORDS);
}
