// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-json-schema-compile.h"

#include "gate-error.h"
#include "gate-i18n.h"

#include <string.h>

/* Where a schema without an `$id` stands, for the relative `$id`s in it. */
#define UNNAMED_URI "gate-schema://unnamed/"

static void
rule_free (gpointer data)
{
  GateSchemaRule *rule = data;

  g_clear_pointer (&rule->pattern, gate_json_pattern_free);
  g_clear_pointer (&rule->names, g_ptr_array_unref);
  g_clear_pointer (&rule->schemas, g_ptr_array_unref);
  g_clear_pointer (&rule->patterns, g_ptr_array_unref);
  g_free (rule);
}

void
gate_subschema_free (gpointer data)
{
  GateSubschema *subschema = data;

  g_clear_pointer (&subschema->rules, g_ptr_array_unref);
  g_free (subschema);
}

void
gate_schema_resource_free (gpointer data)
{
  GateSchemaResource *resource = data;

  g_free (resource->uri);
  g_hash_table_unref (resource->anchors);
  g_hash_table_unref (resource->dynamic_anchors);
  g_free (resource);
}

GateSchemaResource *
gate_schema_add_resource (GateJsonSchema    *self,
                          const char        *uri,
                          GateSchemaDialect  dialect)
{
  GateSchemaResource *resource = g_new0 (GateSchemaResource, 1);

  resource->uri = g_strdup (uri);
  resource->dialect = dialect;
  resource->anchors = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  resource->dynamic_anchors = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_hash_table_insert (self->resources, resource->uri, resource);
  return resource;
}

/* Says what is wrong with the schema itself; always FALSE. */
gboolean
gate_schema_complain (GateSchemaCompiler    *self,
                      const GateSchemaPlace *place,
                      const char            *format,
                      ...)
{
  g_autofree char *pointer = gate_schema_place_print (place);
  va_list args;

  va_start (args, format);
  g_autofree char *what = g_strdup_vprintf (format, args);
  va_end (args);
  if (*pointer)
    gate_error_set (self->error, GATE_ERROR_INVALID, GATE_LAYER_NONE, NULL, _("The schema is not valid at “%s”: %s"), pointer, what);
  else
    gate_error_set (self->error, GATE_ERROR_INVALID, GATE_LAYER_NONE, NULL, _("The schema is not valid: %s"), what);
  return FALSE;
}

static gboolean
add_rule (GateSchemaCompiler      *self,
          GateSubschema           *subschema,
          const GateSchemaKeyword *keyword,
          const GateSchemaPlace   *place)
{
  JsonNode *value = gate_json_get (json_node_get_object (subschema->node), keyword->name);
  const GateSchemaPlace step = { .up = place, .name = keyword->name };
  GateSchemaRule *rule;

  if (!value || !(keyword->dialects & subschema->resource->dialect))
    return TRUE;
  rule = g_new0 (GateSchemaRule, 1);
  rule->keyword = keyword;
  rule->value = value;
  g_ptr_array_add (subschema->rules, rule);
  if (g_str_has_prefix (keyword->name, "unevaluated"))
    self->schema->tracks = TRUE;
  return gate_schema_read_value (self, rule, subschema->resource, &step);
}

static const GateSchemaRule *
find_rule (const GateSubschema *subschema,
           const char          *name)
{
  for (guint i = 0; name && i < subschema->rules->len; i++)
    {
      const GateSchemaRule *rule = g_ptr_array_index (subschema->rules, i);

      if (strcmp (rule->keyword->name, name) == 0)
        return rule;
    }
  return NULL;
}

/* In draft-07 a reference hides the rules beside it; what only holds schemas for others is read all the same. */
static gboolean
read_rules (GateSchemaCompiler    *self,
            GateSubschema         *subschema,
            const GateSchemaPlace *place)
{
  gboolean only_ref = subschema->resource->dialect == GATE_SCHEMA_DRAFT_07
                      && gate_json_get (json_node_get_object (subschema->node), "$ref");

  for (const GateSchemaKeyword *keyword = gate_schema_keywords; keyword->name; keyword++)
    if ((!only_ref || !keyword->apply || strcmp (keyword->name, "$ref") == 0) && !add_rule (self, subschema, keyword, place))
      return FALSE;
  for (guint i = 0; i < subschema->rules->len; i++)
    {
      GateSchemaRule *rule = g_ptr_array_index (subschema->rules, i);

      for (int j = 0; j < GATE_SCHEMA_MAX_SIBLINGS; j++)
        rule->siblings[j] = find_rule (subschema, rule->keyword->siblings[j]);
    }
  return TRUE;
}

/* Reads one schema and all within it; what was read before is only found again. */
GateSubschema *
gate_schema_compile_node (GateSchemaCompiler    *self,
                          JsonNode              *node,
                          GateSchemaResource    *resource,
                          const GateSchemaPlace *place)
{
  GateSubschema *subschema = g_hash_table_lookup (self->schema->by_node, node);
  gboolean is_boolean = json_node_get_value_type (node) == G_TYPE_BOOLEAN;

  if (subschema)
    return subschema;
  if (!is_boolean && !JSON_NODE_HOLDS_OBJECT (node))
    {
      gate_schema_complain (self, place, _("a schema was expected: an object, true or false"));
      return NULL;
    }
  if (self->schema->subschemas->len == GATE_SCHEMA_MAX_SUBSCHEMAS)
    {
      gate_error_set (self->error, GATE_ERROR_TOO_LARGE, GATE_LAYER_NONE, NULL, _("The schema is too large"));
      return NULL;
    }
  subschema = g_new0 (GateSubschema, 1);
  subschema->node = node;
  subschema->resource = resource;
  g_ptr_array_add (self->schema->subschemas, subschema);
  g_hash_table_insert (self->schema->by_node, node, subschema);
  if (!resource->root)
    resource->root = subschema;
  if (is_boolean)
    {
      subschema->kind = json_node_get_boolean (node) ? GATE_SCHEMA_TRUE : GATE_SCHEMA_FALSE;
      return subschema;
    }
  subschema->rules = g_ptr_array_new_with_free_func (rule_free);
  return gate_schema_enter_resource (self, subschema, place) && read_rules (self, subschema, place) ? subschema : NULL;
}

/* Reads a whole document, under the address by which it was asked for. */
GateSubschema *
gate_schema_compile_document (GateSchemaCompiler *self,
                              JsonNode           *node,
                              const char         *uri,
                              GateSchemaDialect   dialect)
{
  JsonObject *object = gate_json_node_object (node);

  if (object && !gate_schema_read_dialect (object, &dialect, self->error))
    return NULL;
  return gate_schema_compile_node (self, node, gate_schema_add_resource (self->schema, uri, dialect), NULL);
}

/* Reads the whole schema, and follows all references; those may bring in more schemas with more references. */
gboolean
gate_schema_compile (GateJsonSchema  *self,
                     GError         **error)
{
  g_autoptr(GPtrArray) pending = g_ptr_array_new_with_free_func (g_free);
  GateSchemaCompiler compiler = { .schema = self, .pending = pending, .error = error };

  self->root = gate_schema_compile_document (&compiler, self->source, UNNAMED_URI, GATE_SCHEMA_2020_12);
  if (!self->root)
    return FALSE;
  for (guint i = 0; i < pending->len; i++)
    if (!gate_schema_resolve (&compiler, g_ptr_array_index (pending, i)))
      return FALSE;
  return TRUE;
}
