// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-entry-reader.h"

#include "gate-error.h"
#include "gate-i18n.h"
#include "gate-json.h"
#include "gate-template.h"
#include "gate-text.h"

#include <stdarg.h>
#include <string.h>

#define LIST_LIMIT 1000
#define REMEDY _("Correct this member of the entry.")
#define TEXT_LIMIT (64 * 1024)

static char *
show (const char *text)
{
  g_autofree char *visible = gate_text_make_visible (text, GATE_TEXT_LINE);
  return gate_text_shorten (visible, 80);
}

/**
 * gate_entry_reader_fail:
 * @self: a reader
 * @place: where the member stands
 * @member: (nullable): the member
 * @format: what is wrong with it: the rest of a sentence that begins with the member's name
 * @...: for @format
 *
 * Notes that something is wrong, unless something else was before: "“slack”: “gatehouse.signIn.ttl” must be …".
 */
void
gate_entry_reader_fail (GateEntryReader      *self,
                        const GateEntryPlace *place,
                        const char           *member,
                        const char           *format,
                        ...)
{
  if (self->error)
    return;

  va_list args;
  va_start (args, format);
  g_autofree char *told = g_strdup_vprintf (format, args);
  va_end (args);

  g_autofree char *path = g_strconcat (place->path ? place->path : "", place->path && member ? "." : "", member ? member : "", NULL);
  g_autofree char *shown = show (path);
  g_autofree char *entry = self->entry ? show (self->entry) : g_strdup (_("The entry"));
  g_autofree char *what = *shown ? g_strdup_printf (_("“%s”: “%s”"), entry, shown) : g_strdup_printf (_("“%s”"), entry);
  g_autofree char *sentence = gate_text_fill (told, "{what}", what);
  self->error = gate_error_new (GATE_ERROR_INVALID, GATE_LAYER_INSTALLED, REMEDY, "%s", sentence);
}

/**
 * gate_entry_reader_clear:
 * @self: a reader
 *
 * Frees what the reader noted.
 */
void
gate_entry_reader_clear (GateEntryReader *self)
{
  g_clear_error (&self->error);
}

static JsonNode *
get (GateEntryReader      *self,
     const GateEntryPlace *place,
     const char           *member)
{
  if (self->error || !place->object)
    return NULL;

  JsonNode *node = gate_json_get (place->object, member);
  return node && !JSON_NODE_HOLDS_NULL (node) ? node : NULL;
}

/**
 * gate_entry_reader_has:
 * @place: where to look
 * @member: a member
 *
 * Returns: %TRUE when the member is there and not null
 */
gboolean
gate_entry_reader_has (const GateEntryPlace *place,
                       const char           *member)
{
  JsonNode *node = place->object ? gate_json_get (place->object, member) : NULL;
  return node && !JSON_NODE_HOLDS_NULL (node);
}

static gboolean
check_text (GateEntryReader      *self,
            const GateEntryPlace *place,
            const char           *member,
            const char           *text)
{
  if (strlen (text) > TEXT_LIMIT)
    gate_entry_reader_fail (self, place, member, _("{what} is longer than %d bytes"), TEXT_LIMIT);
  return !self->error;
}

/**
 * gate_entry_reader_string:
 * @self: a reader
 * @place: where to look
 * @member: a member that must be a text
 *
 * Returns: (nullable): the text; "" counts as one
 */
const char *
gate_entry_reader_string (GateEntryReader      *self,
                          const GateEntryPlace *place,
                          const char           *member)
{
  JsonNode *node = get (self, place, member);
  if (!node)
    return NULL;

  const char *text = gate_json_node_string (node);
  if (!text)
    gate_entry_reader_fail (self, place, member, _("{what} must be a text"));
  return text && check_text (self, place, member, text) ? text : NULL;
}

/**
 * gate_entry_reader_check:
 * @self: a reader
 * @place: where the text stands
 * @member: as what
 * @text: a text that may have references
 *
 * Returns: %TRUE when every `${…}` in it is one that can be expanded
 */
gboolean
gate_entry_reader_check (GateEntryReader      *self,
                         const GateEntryPlace *place,
                         const char           *member,
                         const char           *text)
{
  g_autofree char *broken = NULL;

  if (!self->error && !gate_template_check (text, &broken))
    gate_entry_reader_fail (self, place, member, _("{what} has “%s”, which is neither ${VARIABLE}, ${VARIABLE:-default} nor ${keyring:NAME}"), broken);
  return !self->error;
}

/**
 * gate_entry_reader_template:
 * @self: a reader
 * @place: where to look
 * @member: a member that must be a text, in which references are allowed
 *
 * Returns: (nullable): the text
 */
const char *
gate_entry_reader_template (GateEntryReader      *self,
                            const GateEntryPlace *place,
                            const char           *member)
{
  const char *text = gate_entry_reader_string (self, place, member);
  return text && gate_entry_reader_check (self, place, member, text) ? text : NULL;
}

/**
 * gate_entry_reader_int:
 * @self: a reader
 * @place: where to look
 * @member: a member that must be a whole number
 * @minimum: the least
 * @maximum: the most
 * @fallback: what to give when it is absent
 *
 * Returns: the number
 */
gint64
gate_entry_reader_int (GateEntryReader      *self,
                       const GateEntryPlace *place,
                       const char           *member,
                       gint64                minimum,
                       gint64                maximum,
                       gint64                fallback)
{
  JsonNode *node = get (self, place, member);
  if (!node)
    return fallback;

  gint64 value = gate_json_node_is_integer (node) ? gate_json_get_int (place->object, member, fallback) : minimum - 1;
  if (value >= minimum && value <= maximum)
    return value;
  g_autofree char *least = g_strdup_printf ("%" G_GINT64_FORMAT, minimum);
  g_autofree char *most = g_strdup_printf ("%" G_GINT64_FORMAT, maximum);
  gate_entry_reader_fail (self, place, member, _("{what} must be a whole number from %s to %s"), least, most);
  return fallback;
}

/**
 * gate_entry_reader_boolean:
 * @self: a reader
 * @place: where to look
 * @member: a member that must be true or false
 * @fallback: what to give when it is absent
 *
 * Returns: its value
 */
gboolean
gate_entry_reader_boolean (GateEntryReader      *self,
                           const GateEntryPlace *place,
                           const char           *member,
                           gboolean              fallback)
{
  JsonNode *node = get (self, place, member);
  if (!node)
    return fallback;
  if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_BOOLEAN)
    return json_node_get_boolean (node);
  gate_entry_reader_fail (self, place, member, _("{what} must be true or false"));
  return fallback;
}

/**
 * gate_entry_reader_object:
 * @self: a reader
 * @place: where to look
 * @member: a member that must be an object
 *
 * Returns: (transfer none) (nullable): the object
 */
JsonObject *
gate_entry_reader_object (GateEntryReader      *self,
                          const GateEntryPlace *place,
                          const char           *member)
{
  JsonNode *node = get (self, place, member);
  if (!node)
    return NULL;
  if (!JSON_NODE_HOLDS_OBJECT (node))
    {
      gate_entry_reader_fail (self, place, member, _("{what} must be an object"));
      return NULL;
    }
  return json_node_get_object (node);
}

/**
 * gate_entry_reader_array:
 * @self: a reader
 * @place: where to look
 * @member: a member that must be a list
 * @maximum: the most elements
 *
 * Returns: (transfer none) (nullable): the list
 */
JsonArray *
gate_entry_reader_array (GateEntryReader      *self,
                         const GateEntryPlace *place,
                         const char           *member,
                         guint                 maximum)
{
  JsonNode *node = get (self, place, member);
  if (!node)
    return NULL;
  if (!JSON_NODE_HOLDS_ARRAY (node))
    {
      gate_entry_reader_fail (self, place, member, _("{what} must be a list"));
      return NULL;
    }

  JsonArray *array = json_node_get_array (node);
  if (json_array_get_length (array) <= maximum)
    return array;
  gate_entry_reader_fail (self, place, member, _("{what} has more than %u elements"), maximum);
  return NULL;
}

/**
 * gate_entry_reader_strv:
 * @self: a reader
 * @place: where to look
 * @member: a member that must be a list of texts, in which references are allowed
 *
 * Returns: (transfer full) (nullable): the texts
 */
char **
gate_entry_reader_strv (GateEntryReader      *self,
                        const GateEntryPlace *place,
                        const char           *member)
{
  JsonArray *array = gate_entry_reader_array (self, place, member, LIST_LIMIT);
  if (!array)
    return NULL;

  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      const char *text = gate_json_node_string (json_array_get_element (array, i));

      if (!text)
        gate_entry_reader_fail (self, place, member, _("{what} must be a list of texts"));
      if (!text || !check_text (self, place, member, text) || !gate_entry_reader_check (self, place, member, text))
        return NULL;
      g_strv_builder_add (builder, text);
    }
  return g_strv_builder_end (builder);
}

/**
 * gate_entry_reader_map:
 * @self: a reader
 * @place: where to look
 * @member: a member that must be an object whose members are texts, in which references are allowed
 * @names: (out) (transfer full): their names, in the order of the file
 * @values: (out) (transfer full): their values
 *
 * Returns: %TRUE when there is nothing wrong; absent gives two empty lists
 */
gboolean
gate_entry_reader_map (GateEntryReader      *self,
                       const GateEntryPlace *place,
                       const char           *member,
                       char               ***names,
                       char               ***values)
{
  JsonObject *object = gate_entry_reader_object (self, place, member);
  g_autoptr(GStrvBuilder) name_builder = g_strv_builder_new ();
  g_autoptr(GStrvBuilder) value_builder = g_strv_builder_new ();
  g_autofree char *inside_path = g_strconcat (place->path ? place->path : "", place->path ? "." : "", member, NULL);
  const GateEntryPlace inside = { object, inside_path };
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;

  if (object && json_object_get_size (object) > LIST_LIMIT)
    gate_entry_reader_fail (self, place, member, _("{what} has more than %d members"), LIST_LIMIT);
  if (object)
    json_object_iter_init_ordered (&iter, object);
  while (object && !self->error && json_object_iter_next_ordered (&iter, &name, &value))
    {
      const char *text = gate_json_node_string (value);

      if (!text)
        gate_entry_reader_fail (self, &inside, name, _("{what} must be a text"));
      if (!text || !check_text (self, &inside, name, text) || !gate_entry_reader_check (self, &inside, name, text))
        break;
      g_strv_builder_add (name_builder, name);
      g_strv_builder_add (value_builder, text);
    }
  *names = g_strv_builder_end (name_builder);
  *values = g_strv_builder_end (value_builder);
  return !self->error;
}
