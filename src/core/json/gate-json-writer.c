// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-json-number.h"
#include "gate-json.h"

#include <math.h>
#include <string.h>

typedef enum {
  STYLE_COMPACT,
  STYLE_PRETTY,
  STYLE_CANONICAL,
} Style;

typedef struct {
  GString *out;
  Style    style;
  guint    level;
} Writer;

static void write_node (Writer   *self,
                        JsonNode *node);

/* Lines and spaces, where the style has them. */
static void
write_break (Writer *self)
{
  if (self->style != STYLE_PRETTY)
    return;
  g_string_append_c (self->out, '\n');
  for (guint i = 0; i < self->level; i++)
    g_string_append (self->out, "  ");
}

static void
write_escape (GString *out,
              guint8   c)
{
  static const char letters[] = { ['\b'] = 'b', ['\t'] = 't', ['\n'] = 'n', ['\f'] = 'f', ['\r'] = 'r', ['"'] = '"', ['\\'] = '\\' };

  g_string_append_c (out, '\\');
  if (c < sizeof letters && letters[c])
    g_string_append_c (out, letters[c]);
  else
    g_string_append_printf (out, "u%04x", c);
}

/* RFC 8785 §3.2.2.2. A string that is not UTF-8 cannot come from our parser; it is mended rather than written. */
static void
write_string (Writer     *self,
              const char *text)
{
  g_autofree char *mended = g_utf8_validate (text, -1, NULL) ? NULL : g_utf8_make_valid (text, -1);
  const char *from = mended ? mended : text;

  g_string_append_c (self->out, '"');
  for (const char *c = from; *from; from = c)
    {
      while ((guint8) *c >= 0x20 && *c != '"' && *c != '\\')
        c++;
      g_string_append_len (self->out, from, c - from);
      if (*c)
        write_escape (self->out, (guint8) *c++);
    }
  g_string_append_c (self->out, '"');
}

/* A double keeps its point ("2.0") except in canonical form, so that it is read back as a double. */
static void
write_double (Writer *self,
              double  value)
{
  char text[GATE_JSON_NUMBER_SIZE];

  if (!isfinite (value))
    {
      g_string_append (self->out, "null");
      return;
    }
  g_string_append (self->out, gate_json_number_format (value, text));
  if (self->style != STYLE_CANONICAL && !strpbrk (text, ".e"))
    g_string_append (self->out, ".0");
}

/* RFC 8785 knows only doubles: an integer that is one is written as such, and one that is none keeps its digits. */
static void
write_int (Writer *self,
           gint64  value)
{
  double real = (double) value;

  if (self->style == STYLE_CANONICAL && real < 0x1p63 && (gint64) real == value)
    write_double (self, real);
  else
    g_string_append_printf (self->out, "%" G_GINT64_FORMAT, value);
}

static void
write_value (Writer   *self,
             JsonNode *node)
{
  GType type = json_node_get_value_type (node);
  const char *text;

  if (type == G_TYPE_INT64)
    write_int (self, json_node_get_int (node));
  else if (type == G_TYPE_DOUBLE)
    write_double (self, json_node_get_double (node));
  else if (type == G_TYPE_BOOLEAN)
    g_string_append (self->out, json_node_get_boolean (node) ? "true" : "false");
  else if ((text = json_node_get_string (node)))
    write_string (self, text);
  else
    g_string_append (self->out, "null");
}

/* The order of UTF-16 code units (RFC 8785 §3.2.3): that of UTF-8, but for U+E000 to U+FFFF which come after all that follow. */
static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  const guint8 *x = *(const guint8 *const *) a;
  const guint8 *y = *(const guint8 *const *) b;

  while (*x && *x == *y)
    {
      x++;
      y++;
    }
  if (*x >= 0xee && *y >= 0xee && (*x >= 0xf0) != (*y >= 0xf0))
    return *x >= 0xf0 ? -1 : 1;
  return *x - *y;
}

static GPtrArray *
list_names (Writer     *self,
            JsonObject *object)
{
  GPtrArray *names = g_ptr_array_sized_new (json_object_get_size (object));
  JsonObjectIter iter;
  const char *name;

  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &name, NULL))
    g_ptr_array_add (names, (gpointer) name);
  if (self->style == STYLE_CANONICAL)
    g_ptr_array_sort (names, compare_names);
  return names;
}

static void
write_object (Writer     *self,
              JsonObject *object)
{
  g_autoptr(GPtrArray) names = list_names (self, object);

  g_string_append_c (self->out, '{');
  self->level++;
  for (guint i = 0; i < names->len; i++)
    {
      const char *name = g_ptr_array_index (names, i);

      if (i > 0)
        g_string_append_c (self->out, ',');
      write_break (self);
      write_string (self, name);
      g_string_append (self->out, self->style == STYLE_PRETTY ? ": " : ":");
      write_node (self, json_object_get_member (object, name));
    }
  self->level--;
  if (names->len > 0)
    write_break (self);
  g_string_append_c (self->out, '}');
}

static void
write_array (Writer    *self,
             JsonArray *array)
{
  guint n = json_array_get_length (array);

  g_string_append_c (self->out, '[');
  self->level++;
  for (guint i = 0; i < n; i++)
    {
      if (i > 0)
        g_string_append_c (self->out, ',');
      write_break (self);
      write_node (self, json_array_get_element (array, i));
    }
  self->level--;
  if (n > 0)
    write_break (self);
  g_string_append_c (self->out, ']');
}

static void
write_node (Writer   *self,
            JsonNode *node)
{
  switch (json_node_get_node_type (node))
    {
    case JSON_NODE_OBJECT:
      write_object (self, json_node_get_object (node));
      break;
    case JSON_NODE_ARRAY:
      write_array (self, json_node_get_array (node));
      break;
    case JSON_NODE_VALUE:
      write_value (self, node);
      break;
    case JSON_NODE_NULL:
    default:
      g_string_append (self->out, "null");
      break;
    }
}

static char *
write_text (JsonNode *node,
            Style     style)
{
  Writer self = { .out = g_string_new (NULL), .style = style };

  write_node (&self, node);
  return g_string_free (self.out, FALSE);
}

/**
 * gate_json_to_text:
 * @node: a value
 *
 * Writes a value on one line without spaces, members in their order. A line feed never occurs in it, so that it can be a message of
 * its own on a line.
 *
 * Returns: (transfer full): JSON text in UTF-8
 */
char *
gate_json_to_text (JsonNode *node)
{
  g_return_val_if_fail (node != NULL, NULL);

  return write_text (node, STYLE_COMPACT);
}

/**
 * gate_json_to_pretty_text:
 * @node: a value
 *
 * Writes a value for people: one member or element a line, indented by two spaces, without a line feed at the end.
 *
 * Returns: (transfer full): JSON text in UTF-8
 */
char *
gate_json_to_pretty_text (JsonNode *node)
{
  g_return_val_if_fail (node != NULL, NULL);

  return write_text (node, STYLE_PRETTY);
}

/**
 * gate_json_to_canonical:
 * @node: a value
 *
 * Writes a value in the canonical form of RFC 8785, so that equal values have equal texts. An integer that no double holds, which
 * that RFC leaves out, keeps all its digits.
 *
 * Returns: (transfer full): JSON text in UTF-8
 */
char *
gate_json_to_canonical (JsonNode *node)
{
  g_return_val_if_fail (node != NULL, NULL);

  return write_text (node, STYLE_CANONICAL);
}
