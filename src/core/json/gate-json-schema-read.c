// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-json-schema-compile.h"

#include "gate-i18n.h"

#include <string.h>

/* Reads the value of a keyword by its form, and compiles the schemas in it. */

static const struct {
  const char     *name;
  GateSchemaType  type;
} type_names[] = {
  { "null", GATE_SCHEMA_TYPE_NULL }, { "boolean", GATE_SCHEMA_TYPE_BOOLEAN }, { "object", GATE_SCHEMA_TYPE_OBJECT },
  { "array", GATE_SCHEMA_TYPE_ARRAY }, { "number", GATE_SCHEMA_TYPE_NUMBER }, { "string", GATE_SCHEMA_TYPE_STRING },
  { "integer", GATE_SCHEMA_TYPE_INTEGER },
};

static gboolean
add_type (JsonNode *node,
          guint    *types)
{
  const char *name = gate_json_node_string (node);

  for (gsize i = 0; i < G_N_ELEMENTS (type_names); i++)
    if (g_strcmp0 (type_names[i].name, name) == 0)
      {
        *types |= type_names[i].type;
        return TRUE;
      }
  return FALSE;
}

static gboolean
read_type (GateSchemaCompiler    *self,
           GateSchemaRule        *rule,
           GateSchemaResource    *resource,
           const GateSchemaPlace *place)
{
  JsonArray *array = JSON_NODE_HOLDS_ARRAY (rule->value) ? json_node_get_array (rule->value) : NULL;
  gboolean valid = array ? json_array_get_length (array) > 0 : add_type (rule->value, &rule->types);

  for (guint i = 0; array && valid && i < json_array_get_length (array); i++)
    valid = add_type (json_array_get_element (array, i), &rule->types);
  return valid || gate_schema_complain (self, place, _("the name of a type, or a list of them, was expected"));
}

static gboolean
read_any (GateSchemaCompiler    *self,
          GateSchemaRule        *rule,
          GateSchemaResource    *resource,
          const GateSchemaPlace *place)
{
  return TRUE;
}

static gboolean
read_array (GateSchemaCompiler    *self,
            GateSchemaRule        *rule,
            GateSchemaResource    *resource,
            const GateSchemaPlace *place)
{
  return JSON_NODE_HOLDS_ARRAY (rule->value) || gate_schema_complain (self, place, _("an array was expected"));
}

static gboolean
read_number (GateSchemaCompiler    *self,
             GateSchemaRule        *rule,
             GateSchemaResource    *resource,
             const GateSchemaPlace *place)
{
  return gate_json_node_is_number (rule->value) || gate_schema_complain (self, place, _("a number was expected"));
}

static gboolean
read_positive (GateSchemaCompiler    *self,
               GateSchemaRule        *rule,
               GateSchemaResource    *resource,
               const GateSchemaPlace *place)
{
  return (gate_json_node_is_number (rule->value) && json_node_get_double (rule->value) > 0)
         || gate_schema_complain (self, place, _("a number above 0 was expected"));
}

static gboolean
read_count (GateSchemaCompiler    *self,
            GateSchemaRule        *rule,
            GateSchemaResource    *resource,
            const GateSchemaPlace *place)
{
  if (!gate_json_node_is_integer (rule->value) || json_node_get_double (rule->value) < 0)
    return gate_schema_complain (self, place, _("a whole number of at least 0 was expected"));
  rule->count = json_node_get_double (rule->value);
  return TRUE;
}

static gboolean
read_boolean (GateSchemaCompiler    *self,
              GateSchemaRule        *rule,
              GateSchemaResource    *resource,
              const GateSchemaPlace *place)
{
  return json_node_get_value_type (rule->value) == G_TYPE_BOOLEAN
         || gate_schema_complain (self, place, _("true or false was expected"));
}

static gboolean
is_strings (JsonNode *node)
{
  JsonArray *array = JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  for (guint i = 0; array && i < json_array_get_length (array); i++)
    if (!gate_json_node_string (json_array_get_element (array, i)))
      return FALSE;
  return array != NULL;
}

static gboolean
read_strings (GateSchemaCompiler    *self,
              GateSchemaRule        *rule,
              GateSchemaResource    *resource,
              const GateSchemaPlace *place)
{
  return is_strings (rule->value) || gate_schema_complain (self, place, _("an array of strings was expected"));
}

static gboolean
read_pattern (GateSchemaCompiler    *self,
              GateSchemaRule        *rule,
              GateSchemaResource    *resource,
              const GateSchemaPlace *place)
{
  const char *text = gate_json_node_string (rule->value);

  if (!text)
    return gate_schema_complain (self, place, _("a pattern was expected"));
  rule->pattern = gate_json_pattern_new (text, self->error);
  return rule->pattern != NULL;
}

static gboolean
read_ref (GateSchemaCompiler    *self,
          GateSchemaRule        *rule,
          GateSchemaResource    *resource,
          const GateSchemaPlace *place)
{
  GateSchemaPending *pending;

  if (!gate_json_node_string (rule->value))
    return gate_schema_complain (self, place, _("a reference was expected"));
  pending = g_new0 (GateSchemaPending, 1);
  pending->rule = rule;
  pending->resource = resource;
  g_ptr_array_add (self->pending, pending);
  return TRUE;
}

static gboolean
add_schema (GateSchemaCompiler    *self,
            GateSchemaRule        *rule,
            JsonNode              *node,
            GateSchemaResource    *resource,
            const GateSchemaPlace *place)
{
  GateSubschema *subschema = gate_schema_compile_node (self, node, resource, place);

  if (!subschema)
    return FALSE;
  g_ptr_array_add (rule->schemas, subschema);
  return TRUE;
}

static gboolean
read_schema (GateSchemaCompiler    *self,
             GateSchemaRule        *rule,
             GateSchemaResource    *resource,
             const GateSchemaPlace *place)
{
  rule->schemas = g_ptr_array_new ();
  return add_schema (self, rule, rule->value, resource, place);
}

static gboolean
read_schemas (GateSchemaCompiler    *self,
              GateSchemaRule        *rule,
              GateSchemaResource    *resource,
              const GateSchemaPlace *place)
{
  JsonArray *array = JSON_NODE_HOLDS_ARRAY (rule->value) ? json_node_get_array (rule->value) : NULL;

  rule->schemas = g_ptr_array_new ();
  if (!array)
    return gate_schema_complain (self, place, _("an array of schemas was expected"));
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      const GateSchemaPlace step = { .up = place, .index = i };

      if (!add_schema (self, rule, json_array_get_element (array, i), resource, &step))
        return FALSE;
    }
  return TRUE;
}

static gboolean
read_items (GateSchemaCompiler    *self,
            GateSchemaRule        *rule,
            GateSchemaResource    *resource,
            const GateSchemaPlace *place)
{
  return JSON_NODE_HOLDS_ARRAY (rule->value) ? read_schemas (self, rule, resource, place)
                                             : read_schema (self, rule, resource, place);
}

/* One member of a map: a schema, or an array of names where the form has those. */
static gboolean
read_entry (GateSchemaCompiler    *self,
            GateSchemaRule        *rule,
            JsonNode              *node,
            GateSchemaResource    *resource,
            const GateSchemaPlace *place)
{
  GateSchemaForm form = rule->keyword->form;

  if (form == GATE_SCHEMA_FORM_STRINGS_MAP && !is_strings (node))
    return gate_schema_complain (self, place, _("an array of strings was expected"));
  if (form == GATE_SCHEMA_FORM_STRINGS_MAP || (form == GATE_SCHEMA_FORM_DEPENDENCIES && is_strings (node)))
    {
      g_ptr_array_add (rule->schemas, NULL);
      return TRUE;
    }
  if (form == GATE_SCHEMA_FORM_PATTERN_MAP)
    {
      GateJsonPattern *pattern = gate_json_pattern_new (place->name, self->error);

      if (!pattern)
        return FALSE;
      g_ptr_array_add (rule->patterns, pattern);
    }
  return add_schema (self, rule, node, resource, place);
}

static gboolean
read_map (GateSchemaCompiler    *self,
          GateSchemaRule        *rule,
          GateSchemaResource    *resource,
          const GateSchemaPlace *place)
{
  JsonObject *object = gate_json_node_object (rule->value);
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  rule->names = g_ptr_array_new ();
  rule->schemas = g_ptr_array_new ();
  rule->patterns = g_ptr_array_new_with_free_func ((GDestroyNotify) gate_json_pattern_free);
  if (!object)
    return gate_schema_complain (self, place, _("an object was expected"));
  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &name, &node))
    {
      const GateSchemaPlace step = { .up = place, .name = name };

      g_ptr_array_add (rule->names, (gpointer) name);
      if (!read_entry (self, rule, node, resource, &step))
        return FALSE;
    }
  return TRUE;
}

static gboolean (*const readers[]) (GateSchemaCompiler    *self,
                                    GateSchemaRule        *rule,
                                    GateSchemaResource    *resource,
                                    const GateSchemaPlace *place) = {
  [GATE_SCHEMA_FORM_ANY] = read_any,
  [GATE_SCHEMA_FORM_TYPE] = read_type,
  [GATE_SCHEMA_FORM_ARRAY] = read_array,
  [GATE_SCHEMA_FORM_NUMBER] = read_number,
  [GATE_SCHEMA_FORM_POSITIVE] = read_positive,
  [GATE_SCHEMA_FORM_COUNT] = read_count,
  [GATE_SCHEMA_FORM_BOOLEAN] = read_boolean,
  [GATE_SCHEMA_FORM_STRINGS] = read_strings,
  [GATE_SCHEMA_FORM_STRINGS_MAP] = read_map,
  [GATE_SCHEMA_FORM_PATTERN] = read_pattern,
  [GATE_SCHEMA_FORM_REF] = read_ref,
  [GATE_SCHEMA_FORM_SCHEMA] = read_schema,
  [GATE_SCHEMA_FORM_SCHEMAS] = read_schemas,
  [GATE_SCHEMA_FORM_SCHEMA_MAP] = read_map,
  [GATE_SCHEMA_FORM_PATTERN_MAP] = read_map,
  [GATE_SCHEMA_FORM_ITEMS] = read_items,
  [GATE_SCHEMA_FORM_DEPENDENCIES] = read_map,
};

gboolean
gate_schema_read_value (GateSchemaCompiler    *self,
                        GateSchemaRule        *rule,
                        GateSchemaResource    *resource,
                        const GateSchemaPlace *place)
{
  return readers[rule->keyword->form](self, rule, resource, place);
}
