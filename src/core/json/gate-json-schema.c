// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-json-schema-run.h"

#include "gate-error.h"

/**
 * GateJsonSchema:
 *
 * A JSON Schema of draft-07 or 2020-12, ready to check values. All of it must be in one document: nothing is fetched. Immutable, so
 * it may be shared between threads.
 */
G_DEFINE_FINAL_TYPE (GateJsonSchema, gate_json_schema, G_TYPE_OBJECT)

static void
gate_json_schema_finalize (GObject *object)
{
  GateJsonSchema *self = GATE_JSON_SCHEMA (object);

  g_ptr_array_unref (self->subschemas);
  g_hash_table_unref (self->by_node);
  g_hash_table_unref (self->resources);
  g_ptr_array_unref (self->documents);
  g_clear_pointer (&self->source, json_node_unref);
  G_OBJECT_CLASS (gate_json_schema_parent_class)->finalize (object);
}

static void
gate_json_schema_class_init (GateJsonSchemaClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = gate_json_schema_finalize;
}

static void
gate_json_schema_init (GateJsonSchema *self)
{
  self->subschemas = g_ptr_array_new_with_free_func (gate_subschema_free);
  self->by_node = g_hash_table_new (NULL, NULL);
  self->resources = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, gate_schema_resource_free);
  self->documents = g_ptr_array_new_with_free_func ((GDestroyNotify) json_node_unref);
}

/**
 * gate_json_schema_new:
 * @schema: a schema: an object, or true or false; parsed by gate_json_parse(), so that its depth is bounded
 * @error: set to %GATE_ERROR_UNSUPPORTED for another dialect, a reference out of the document and a pattern that cannot be used, to
 *   %GATE_ERROR_TOO_LARGE, and to %GATE_ERROR_INVALID, with the place, for what is no schema
 *
 * Reads a schema. Its dialect is that of `$schema`, which is draft-07 or 2020-12, and 2020-12 without one.
 *
 * Returns: (transfer full): the schema
 */
GateJsonSchema *
gate_json_schema_new (JsonNode  *schema,
                      GError   **error)
{
  g_autoptr(GateJsonSchema) self = g_object_new (GATE_TYPE_JSON_SCHEMA, NULL);
  g_autoptr(GError) own_error = NULL;

  g_return_val_if_fail (schema != NULL, NULL);

  self->source = gate_json_keep (schema);
  if (gate_schema_compile (self, &own_error))
    return g_steal_pointer (&self);
  g_propagate_error (error, g_steal_pointer (&own_error));
  return NULL;
}

/**
 * gate_json_schema_get_source:
 * @self: a schema
 *
 * Returns: (transfer none): the schema as it was given, immutable
 */
JsonNode *
gate_json_schema_get_source (GateJsonSchema *self)
{
  g_return_val_if_fail (GATE_IS_JSON_SCHEMA (self), NULL);

  return self->source;
}

static gboolean
validate (GateJsonSchema         *self,
          const GateSubschema    *subschema,
          JsonNode               *instance,
          const GateSchemaPlace  *place,
          GError                **error)
{
  g_autoptr(GPtrArray) scope = g_ptr_array_new ();
  GateSchemaRun run = { .schema = self, .scope = scope };
  gboolean valid;

  g_ptr_array_add (scope, self->root->resource);
  valid = gate_schema_evaluate (&run, subschema, instance, place, NULL);
  if (run.fatal)
    {
      g_clear_error (&run.told);
      g_propagate_error (error, run.fatal);
      return FALSE;
    }
  if (run.told)
    g_propagate_error (error, run.told);
  return valid;
}

/**
 * gate_json_schema_validate:
 * @self: a schema
 * @instance: a value
 * @error: set to %GATE_ERROR_INVALID: one sentence with the JSON pointer of the place and the rule, never the value; or to
 *   %GATE_ERROR_TOO_LARGE when the check takes more than a million steps
 *
 * Checks a value. `format` is not checked: it only says something about the value (2020-12 validation §7.2.1).
 *
 * Returns: %TRUE when the value is valid
 */
gboolean
gate_json_schema_validate (GateJsonSchema  *self,
                           JsonNode        *instance,
                           GError         **error)
{
  g_return_val_if_fail (GATE_IS_JSON_SCHEMA (self), FALSE);
  g_return_val_if_fail (instance != NULL, FALSE);

  return validate (self, self->root, instance, NULL, error);
}

/**
 * gate_json_schema_validate_member:
 * @self: a schema of an object
 * @name: the name of one of its `properties`
 * @instance: a value for that member
 * @error: set as by gate_json_schema_validate()
 *
 * Checks the value of one member alone, where the schema names it; any other member is valid here.
 *
 * Returns: %TRUE when the value is valid
 */
gboolean
gate_json_schema_validate_member (GateJsonSchema  *self,
                                  const char      *name,
                                  JsonNode        *instance,
                                  GError         **error)
{
  const GateSchemaPlace place = { .name = name };
  JsonObject *properties;
  JsonNode *node;
  GateSubschema *subschema;

  g_return_val_if_fail (GATE_IS_JSON_SCHEMA (self), FALSE);
  g_return_val_if_fail (name != NULL && instance != NULL, FALSE);

  properties = gate_json_get_object (gate_json_node_object (self->source), "properties");
  node = gate_json_get (properties, name);
  subschema = node ? g_hash_table_lookup (self->by_node, node) : NULL;
  return !subschema || validate (self, subschema, instance, &place, error);
}
