// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-tool-pin.h"

#include "gate-i18n.h"
#include "gate-json.h"
#include "gate-text.h"

#include <string.h>

#define CHANGE_LIMIT 100
#define VALUE_LIMIT 2000
#define PATH_LIMIT 200

/* What a model is told of a tool, and so what may be turned against the person. */
static const char *const pinned_members[] = { "name", "title", "description", "inputSchema", "outputSchema", "annotations" };

/**
 * gate_tool_pin_definition:
 * @source: a tool as its server sent it
 *
 * Takes of a tool what its pin covers: name, title, description, input and output schema, annotations. To be kept with the pin, so
 * that a change can be shown.
 *
 * Returns: (transfer full): the definition
 */
JsonNode *
gate_tool_pin_definition (JsonNode *source)
{
  JsonObject *object = gate_json_node_object (source);
  JsonObject *definition = json_object_new ();

  for (guint i = 0; object && i < G_N_ELEMENTS (pinned_members); i++)
    {
      JsonNode *member = gate_json_get (object, pinned_members[i]);

      if (member && !JSON_NODE_HOLDS_NULL (member))
        json_object_set_member (definition, pinned_members[i], gate_json_copy (member));
    }
  return gate_json_take_object (definition);
}

/**
 * gate_tool_pin_digest:
 * @source: a tool as its server sent it, or its definition
 *
 * The SHA-256 of the definition in canonical JSON (RFC 8785): the order of members, white space, icons and metadata make no
 * difference.
 *
 * Returns: (transfer full): 64 hexadecimal digits
 */
char *
gate_tool_pin_digest (JsonNode *source)
{
  g_autoptr(JsonNode) definition = gate_tool_pin_definition (source);
  g_autofree char *canonical = gate_json_to_canonical (definition);

  return g_compute_checksum_for_string (G_CHECKSUM_SHA256, canonical, -1);
}

static void
pin_change_free (GatePinChange *self)
{
  g_free (self->where);
  g_free (self->before);
  g_free (self->after);
  g_free (self);
}

static char *
show (const char *text,
      gsize       limit)
{
  g_autofree char *visible = gate_text_make_visible (text, GATE_TEXT_LINE);
  return gate_text_shorten (visible, limit);
}

static char *
show_value (JsonNode *node)
{
  if (!node)
    return NULL;

  const char *string = gate_json_node_string (node);
  g_autofree char *text = string ? g_strdup (string) : gate_json_to_text (node);
  return show (text, VALUE_LIMIT);
}

static void
add_change (GPtrArray  *changes,
            const char *path,
            JsonNode   *before,
            JsonNode   *after)
{
  if (changes->len >= CHANGE_LIMIT)
    return;

  GatePinChange *change = g_new0 (GatePinChange, 1);
  change->kind = !before ? GATE_PIN_ADDED : !after ? GATE_PIN_REMOVED : GATE_PIN_CHANGED;
  change->where = show (path, PATH_LIMIT);
  change->before = show_value (before);
  change->after = show_value (after);
  g_ptr_array_add (changes, change);
}

static void compare (GPtrArray  *changes,
                     const char *path,
                     JsonNode   *before,
                     JsonNode   *after);

static void
compare_member (GPtrArray  *changes,
                const char *path,
                const char *name,
                JsonObject *before,
                JsonObject *after)
{
  g_autofree char *inner = g_strconcat (path, *path ? "." : "", name, NULL);

  compare (changes, inner, gate_json_get (before, name), gate_json_get (after, name));
}

/* Members in the order of the new one, then those that are gone. */
static void
compare_objects (GPtrArray  *changes,
                 const char *path,
                 JsonObject *before,
                 JsonObject *after)
{
  JsonObjectIter iter;
  const char *name;

  json_object_iter_init_ordered (&iter, after);
  while (json_object_iter_next_ordered (&iter, &name, NULL))
    compare_member (changes, path, name, before, after);
  json_object_iter_init_ordered (&iter, before);
  while (json_object_iter_next_ordered (&iter, &name, NULL))
    if (!json_object_has_member (after, name))
      compare_member (changes, path, name, before, after);
}

static void
compare (GPtrArray  *changes,
         const char *path,
         JsonNode   *before,
         JsonNode   *after)
{
  JsonObject *old_object = before ? gate_json_node_object (before) : NULL;
  JsonObject *new_object = after ? gate_json_node_object (after) : NULL;

  if (changes->len >= CHANGE_LIMIT || (before && after && gate_json_equal (before, after)))
    return;
  if (old_object && new_object)
    compare_objects (changes, path, old_object, new_object);
  else
    add_change (changes, path, before, after);
}

/**
 * gate_tool_pin_diff:
 * @before: the definition that was kept with the pin
 * @after: the tool as its server sends it now
 *
 * Compares two definitions, member by member into the schemas. At most 100 differences are told.
 *
 * Returns: (transfer container) (element-type GatePinChange): the differences; empty when the digests are equal
 */
GPtrArray *
gate_tool_pin_diff (JsonNode *before,
                    JsonNode *after)
{
  g_autoptr(JsonNode) old_definition = gate_tool_pin_definition (before);
  g_autoptr(JsonNode) new_definition = gate_tool_pin_definition (after);
  GPtrArray *changes = g_ptr_array_new_with_free_func ((GDestroyNotify) pin_change_free);

  compare (changes, "", old_definition, new_definition);
  return changes;
}

/**
 * gate_pin_change_to_line:
 * @self: a difference
 *
 * Returns: (transfer full): it as one line for people, safe to show: "description: was “…”, is “…”"
 */
char *
gate_pin_change_to_line (const GatePinChange *self)
{
  switch (self->kind)
    {
    case GATE_PIN_ADDED:
      return g_strdup_printf (_("%s: new, “%s”"), self->where, self->after);
    case GATE_PIN_REMOVED:
      return g_strdup_printf (_("%s: removed, was “%s”"), self->where, self->before);
    case GATE_PIN_CHANGED:
      return g_strdup_printf (_("%s: was “%s”, is “%s”"), self->where, self->before, self->after);
    default:
      g_return_val_if_reached (NULL);
    }
}
