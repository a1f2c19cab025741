// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-mcp-frontmatter.h"

#include "gate-error.h"
#include "gate-i18n.h"
#include "gate-json.h"

#include <string.h>
#include <yaml.h>

/* A frontmatter is a screenful; more is an attack on the parser. */
#define TEXT_LIMIT (64u * 1024)
#define DEPTH_LIMIT 32

typedef struct {
  yaml_document_t document;
  GError         *error;
} Reading;

static void
set_malformed (GError     **error,
               const char  *why)
{
  if (error && !*error)
    gate_error_set (error, GATE_ERROR_UNTRUSTED, GATE_LAYER_SERVICE, _("Do not use this skill; report it to who runs the server."),
                    _("The frontmatter of the skill cannot be read: %s."), why);
}

static gboolean
is_plain (const yaml_node_t *node)
{
  return node->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
}

/* Resolves a plain scalar by the core schema of YAML 1.2 (§10.3.2). */
static JsonNode *
read_scalar (const yaml_node_t *node)
{
  const char *text = (const char *) node->data.scalar.value;
  JsonNode *value = json_node_alloc ();
  gint64 integer;
  char *end;

  if (!is_plain (node))
    return json_node_init_string (value, text);
  if (!*text || g_str_equal (text, "~") || g_ascii_strcasecmp (text, "null") == 0)
    return json_node_init_null (value);
  if (g_ascii_strcasecmp (text, "true") == 0 || g_ascii_strcasecmp (text, "false") == 0)
    return json_node_init_boolean (value, g_ascii_strcasecmp (text, "true") == 0);
  if (g_ascii_string_to_signed (text, 10, G_MININT64, G_MAXINT64, &integer, NULL))
    return json_node_init_int (value, integer);
  if (strspn (text, "+-.0123456789eE") == strlen (text) && strpbrk (text, "0123456789"))
    {
      double number = g_ascii_strtod (text, &end);

      if (!*end)
        return json_node_init_double (value, number);
    }
  return json_node_init_string (value, text);
}

static JsonNode *read_node (Reading *self,
                            int      index,
                            guint    depth);

static JsonNode *
read_sequence (Reading           *self,
               const yaml_node_t *node,
               guint              depth)
{
  JsonArray *array = json_array_new ();

  for (yaml_node_item_t *item = node->data.sequence.items.start; item < node->data.sequence.items.top; item++)
    json_array_add_element (array, read_node (self, *item, depth + 1));
  return gate_json_take_array (array);
}

static JsonNode *
read_mapping (Reading           *self,
              const yaml_node_t *node,
              guint              depth)
{
  JsonObject *object = json_object_new ();

  for (yaml_node_pair_t *pair = node->data.mapping.pairs.start; pair < node->data.mapping.pairs.top; pair++)
    {
      yaml_node_t *key = yaml_document_get_node (&self->document, pair->key);
      const char *name = key->type == YAML_SCALAR_NODE ? (const char *) key->data.scalar.value : NULL;

      if (!name || json_object_has_member (object, name))
        {
          set_malformed (&self->error, name ? _("a field stands there twice") : _("a field’s name is not a text"));
          break;
        }
      json_object_set_member (object, name, read_node (self, pair->value, depth + 1));
    }
  return gate_json_take_object (object);
}

static JsonNode *
read_node (Reading *self,
           int      index,
           guint    depth)
{
  yaml_node_t *node = yaml_document_get_node (&self->document, index);

  if (depth > DEPTH_LIMIT)
    set_malformed (&self->error, _("it is nested too deeply"));
  else if (node->type == YAML_SCALAR_NODE)
    return read_scalar (node);
  else if (node->type == YAML_SEQUENCE_NODE)
    return read_sequence (self, node, depth);
  else
    return read_mapping (self, node, depth);
  return json_node_init_null (json_node_alloc ());
}

/* Walks the events first: an alias could make a small text a huge tree, and it is not needed here. */
static gboolean
has_alias (const char *text,
           gsize       size)
{
  yaml_parser_t parser;
  yaml_event_t event;
  gboolean found = FALSE, done = FALSE;

  yaml_parser_initialize (&parser);
  yaml_parser_set_input_string (&parser, (const unsigned char *) text, size);
  while (!found && !done && yaml_parser_parse (&parser, &event))
    {
      found = event.type == YAML_ALIAS_EVENT;
      done = event.type == YAML_STREAM_END_EVENT;
      yaml_event_delete (&event);
    }
  yaml_parser_delete (&parser);
  return found;
}

static JsonNode *
parse_yaml (const char  *text,
            gsize        size,
            GError     **error)
{
  Reading reading = { .error = NULL };
  yaml_parser_t parser;
  JsonNode *result = NULL;

  if (has_alias (text, size))
    {
      set_malformed (error, _("it uses aliases"));
      return NULL;
    }
  yaml_parser_initialize (&parser);
  yaml_parser_set_input_string (&parser, (const unsigned char *) text, size);
  if (!yaml_parser_load (&parser, &reading.document))
    set_malformed (error, _("it is not YAML"));
  else
    {
      yaml_node_t *root = yaml_document_get_root_node (&reading.document);

      if (!root || root->type != YAML_MAPPING_NODE)
        set_malformed (&reading.error, _("it has no fields"));
      else
        result = read_mapping (&reading, root, 0);
      yaml_document_delete (&reading.document);
    }
  yaml_parser_delete (&parser);
  if (reading.error)
    {
      g_clear_pointer (&result, json_node_unref);
      g_propagate_error (error, reading.error);
    }
  return result;
}

/* The end of a line, its line feed included. */
static const char *
next_line (const char *at,
           const char *end)
{
  const char *feed = memchr (at, '\n', (gsize) (end - at));

  return feed ? feed + 1 : end;
}

static gboolean
is_fence (const char *line,
          const char *end)
{
  gsize size = (gsize) (end - line);

  while (size > 3 && g_ascii_isspace (line[size - 1]))
    size--;
  return size == 3 && memcmp (line, "---", 3) == 0;
}

/**
 * gate_mcp_frontmatter_parse:
 * @markdown: a Markdown file that begins with a YAML frontmatter between two lines of `---`
 * @error: return location for an error
 *
 * Reads the frontmatter of a skill, bounded: 64 KiB, 32 levels, no aliases, no field twice.
 *
 * Sets %GATE_ERROR_UNTRUSTED.
 *
 * Returns: (transfer full): an object
 */
JsonNode *
gate_mcp_frontmatter_parse (GBytes  *markdown,
                            GError **error)
{
  gsize size;
  const char *text = g_bytes_get_data (markdown, &size);
  const char *end = text + size;
  const char *begin = text ? next_line (text, end) : NULL;

  if (!text || !is_fence (text, begin))
    {
      set_malformed (error, _("there is none"));
      return NULL;
    }
  for (const char *line = begin; line < end; line = next_line (line, end))
    {
      if ((gsize) (line - begin) > TEXT_LIMIT)
        break;
      if (!is_fence (line, next_line (line, end)))
        continue;
      if (!g_utf8_validate (begin, line - begin, NULL))
        break;
      return parse_yaml (begin, (gsize) (line - begin), error);
    }
  set_malformed (error, _("it has no end, is too long or is not UTF-8"));
  return NULL;
}
