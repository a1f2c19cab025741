// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-argument-lines.h"

#include "gate-json.h"
#include "gate-text.h"

#include <glib/gi18n.h>
#include <string.h>

/* Nobody reads more of them; the JSON has them all. */
#define LINES_MAX 100
/* What stands deeper is shown as JSON, where it stands. */
#define DEPTH_MAX 4
#define NAME_CHARS 100
#define PATH_CHARS 300
/* From where on a text is folded, and how much of it is seen then. */
#define LONG_CHARS 400
#define START_CHARS 240
#define LONG_LINES 8
#define START_LINES 5
/* Short values stand together. */
#define TOGETHER_MAX 20
#define TOGETHER_CHARS 60

typedef struct {
  GPtrArray *lines;
  guint      n_left;
} Lines;

static void
gate_argument_line_free (gpointer data)
{
  GateArgumentLine *line = data;

  g_free (line->name);
  g_free (line->path);
  g_free (line->text);
  g_free (line);
}

static char *
scalar_text (JsonNode *node,
             gboolean *is_word)
{
  const char *string = gate_json_node_string (node);

  *is_word = TRUE;
  if (string && !*string)
    /* Translators: the value of an argument: a text without a character, a list without an element. */
    return g_strdup (_("empty"));
  if (JSON_NODE_HOLDS_NULL (node))
    /* Translators: the value of an argument: null. */
    return g_strdup (_("nothing"));
  if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_BOOLEAN)
    return g_strdup (json_node_get_boolean (node) ? _("yes") : _("no"));
  *is_word = FALSE;
  return string ? gate_text_make_visible (string, GATE_TEXT_BLOCK) : gate_json_to_text (node);
}

/* “• one”, a line each; NULL where they do not fit together. */
static char *
dup_together (JsonArray *array)
{
  g_autoptr(GString) text = g_string_new (NULL);
  guint length = json_array_get_length (array);

  if (length > TOGETHER_MAX)
    return NULL;
  for (guint i = 0; i < length; i++)
    {
      JsonNode *node = json_array_get_element (array, i);
      const char *string = gate_json_node_string (node);
      gboolean is_word;

      if (!JSON_NODE_HOLDS_VALUE (node) || (string && (!*string || strchr (string, '\n') || g_utf8_strlen (string, -1) > TOGETHER_CHARS)))
        return NULL;
      g_autofree char *one = scalar_text (node, &is_word);
      g_string_append_printf (text, "%s• %s", i > 0 ? "\n" : "", one);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* text: (transfer full) */
static GateArgumentLine *
add_line (Lines      *self,
          const char *name,
          const char *path,
          char       *text,
          guint       depth,
          gboolean    is_word)
{
  GateArgumentLine *line = g_new0 (GateArgumentLine, 1);
  g_autofree char *visible = gate_text_make_visible (name, GATE_TEXT_LINE);

  line->name = gate_text_shorten (visible, NAME_CHARS);
  line->path = g_strdup (path);
  line->text = text;
  line->depth = depth;
  line->is_word = is_word;
  g_ptr_array_add (self->lines, line);
  return line;
}

static char *
dup_amount (JsonNode *node)
{
  guint n = JSON_NODE_HOLDS_OBJECT (node) ? json_object_get_size (json_node_get_object (node)) : json_array_get_length (json_node_get_array (node));

  /* Translators: how many values an argument has, which are shown below it. */
  return n == 0 ? g_strdup (_("empty")) : g_strdup_printf (ngettext ("%u value", "%u values", n), n);
}

static void add_members (Lines      *self,
                         JsonNode   *node,
                         const char *path,
                         guint       depth);

static void
add_value (Lines      *self,
           const char *name,
           JsonNode   *node,
           const char *path,
           guint       depth)
{
  gboolean has_members = JSON_NODE_HOLDS_OBJECT (node) || JSON_NODE_HOLDS_ARRAY (node), is_word = FALSE;
  g_autofree char *text = NULL;
  g_autofree char *below = NULL;
  g_autofree char *json = NULL;
  GateArgumentLine *line;

  if (self->lines->len >= LINES_MAX)
    {
      self->n_left++;
      return;
    }
  if (!has_members)
    text = scalar_text (node, &is_word);
  else if (JSON_NODE_HOLDS_ARRAY (node) && json_array_get_length (json_node_get_array (node)) > 0)
    text = dup_together (json_node_get_array (node));
  if (!text && depth >= DEPTH_MAX)
    {
      json = gate_json_to_pretty_text (node);
      text = gate_text_make_visible (json, GATE_TEXT_BLOCK);
    }
  if (text)
    {
      add_line (self, name, path, g_steal_pointer (&text), depth, is_word);
      return;
    }
  line = add_line (self, name, path, dup_amount (node), depth, TRUE);
  below = path ? g_strjoin (" › ", path, line->name, NULL) : g_strdup (line->name);
  g_autofree char *bounded = gate_text_shorten (below, PATH_CHARS);
  add_members (self, node, bounded, depth + 1);
}

static void
add_members (Lines      *self,
             JsonNode   *node,
             const char *path,
             guint       depth)
{
  if (JSON_NODE_HOLDS_ARRAY (node))
    {
      JsonArray *array = json_node_get_array (node);

      for (guint i = 0; i < json_array_get_length (array); i++)
        {
          g_autofree char *number = g_strdup_printf ("%u", i + 1);
          add_value (self, number, json_array_get_element (array, i), path, depth);
        }
    }
  else
    {
      JsonObjectIter iter;
      const char *name;
      JsonNode *value;

      json_object_iter_init_ordered (&iter, json_node_get_object (node));
      while (json_object_iter_next_ordered (&iter, &name, &value))
        add_value (self, name, value, path, depth);
    }
}

/**
 * gate_argument_lines_new:
 * @arguments: what a tool is called with
 * @n_left: (out): how many values are not among the lines, without those that they have themselves
 *
 * Returns: (transfer full) (element-type GateArgumentLine): the values in their order; what a value has itself follows it, one deeper
 */
GPtrArray *
gate_argument_lines_new (JsonObject *arguments,
                         guint      *n_left)
{
  Lines self = { g_ptr_array_new_with_free_func (gate_argument_line_free), 0 };
  g_autoptr(JsonNode) node = gate_json_from_object (arguments);

  add_members (&self, node, NULL, 0);
  *n_left = self.n_left;
  return self.lines;
}

/**
 * gate_argument_line_dup_start:
 * @line: a line
 *
 * Returns: (transfer full) (nullable): with what its text begins, where it is so long that the rest is folded
 */
char *
gate_argument_line_dup_start (const GateArgumentLine *line)
{
  g_autofree char *start = NULL;
  const char *end = line->text;
  guint n_lines = 1;

  for (const char *each = strchr (line->text, '\n'); each; each = strchr (each + 1, '\n'))
    if (n_lines++ == START_LINES)
      end = each;
  if (n_lines <= LONG_LINES && g_utf8_strlen (line->text, -1) <= LONG_CHARS)
    return NULL;
  if (n_lines <= LONG_LINES)
    return gate_text_shorten (line->text, START_CHARS);
  start = g_strndup (line->text, (gsize) (end - line->text));
  if (g_utf8_strlen (start, -1) > START_CHARS)
    return gate_text_shorten (start, START_CHARS);
  return g_strconcat (start, "\n…", NULL);
}
