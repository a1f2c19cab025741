// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-json-schema-run.h"

#include "gate-i18n.h"

/* The rules on objects. */

static gboolean
evaluate_member (GateSchemaRun         *run,
                 const GateSubschema   *subschema,
                 const char            *name,
                 JsonNode              *value,
                 const GateSchemaPlace *place,
                 GateSchemaEvaluated   *evaluated)
{
  const GateSchemaPlace step = { .up = place, .name = name };

  gate_schema_evaluated_add_member (evaluated, name);
  return gate_schema_evaluate (run, subschema, value, &step, NULL);
}

gboolean
gate_schema_apply_min_properties (GateSchemaRun         *run,
                                  const GateSchemaRule  *rule,
                                  JsonNode              *instance,
                                  const GateSchemaPlace *place,
                                  GateSchemaEvaluated   *evaluated)
{
  JsonObject *object = gate_json_node_object (instance);

  return !object || json_object_get_size (object) >= rule->count
         || gate_schema_fail (run, place, _("{what} must have at least %.0f members"), rule->count);
}

gboolean
gate_schema_apply_max_properties (GateSchemaRun         *run,
                                  const GateSchemaRule  *rule,
                                  JsonNode              *instance,
                                  const GateSchemaPlace *place,
                                  GateSchemaEvaluated   *evaluated)
{
  JsonObject *object = gate_json_node_object (instance);

  return !object || json_object_get_size (object) <= rule->count
         || gate_schema_fail (run, place, _("{what} must have at most %.0f members"), rule->count);
}

static gboolean
require (GateSchemaRun         *run,
         JsonNode              *names,
         JsonObject            *object,
         const GateSchemaPlace *place,
         const char            *because)
{
  JsonArray *array = json_node_get_array (names);
  guint n = json_array_get_length (array);

  if (!gate_schema_spend (run, n))
    return FALSE;
  for (guint i = 0; i < n; i++)
    {
      const char *name = json_array_get_string_element (array, i);

      if (json_object_has_member (object, name))
        continue;
      g_autofree char *shown = gate_schema_show (name);
      g_autofree char *why = because ? gate_schema_show (because) : NULL;
      return gate_schema_fail (run, place, why ? _("{what} must have a member “%s” beside “%s”") : _("{what} must have a member “%s”"), shown, why);
    }
  return TRUE;
}

gboolean
gate_schema_apply_required (GateSchemaRun         *run,
                            const GateSchemaRule  *rule,
                            JsonNode              *instance,
                            const GateSchemaPlace *place,
                            GateSchemaEvaluated   *evaluated)
{
  JsonObject *object = gate_json_node_object (instance);

  return !object || require (run, rule->value, object, place, NULL);
}

gboolean
gate_schema_apply_dependent_required (GateSchemaRun         *run,
                                      const GateSchemaRule  *rule,
                                      JsonNode              *instance,
                                      const GateSchemaPlace *place,
                                      GateSchemaEvaluated   *evaluated)
{
  JsonObject *object = gate_json_node_object (instance);
  JsonObject *wanted = json_node_get_object (rule->value);

  for (guint i = 0; object && i < rule->names->len; i++)
    {
      const char *name = g_ptr_array_index (rule->names, i);

      if (json_object_has_member (object, name) && !require (run, json_object_get_member (wanted, name), object, place, name))
        return FALSE;
    }
  return TRUE;
}

/* Also draft-07's `dependencies`, where a name may have an array of names in place of a schema. */
gboolean
gate_schema_apply_dependent_schemas (GateSchemaRun         *run,
                                     const GateSchemaRule  *rule,
                                     JsonNode              *instance,
                                     const GateSchemaPlace *place,
                                     GateSchemaEvaluated   *evaluated)
{
  JsonObject *object = gate_json_node_object (instance);
  JsonObject *wanted = json_node_get_object (rule->value);

  for (guint i = 0; object && i < rule->names->len; i++)
    {
      const char *name = g_ptr_array_index (rule->names, i);
      const GateSubschema *subschema = g_ptr_array_index (rule->schemas, i);

      if (!json_object_has_member (object, name))
        continue;
      if (subschema ? !gate_schema_evaluate (run, subschema, instance, place, evaluated)
                    : !require (run, json_object_get_member (wanted, name), object, place, name))
        return FALSE;
    }
  return TRUE;
}

gboolean
gate_schema_apply_property_names (GateSchemaRun         *run,
                                  const GateSchemaRule  *rule,
                                  JsonNode              *instance,
                                  const GateSchemaPlace *place,
                                  GateSchemaEvaluated   *evaluated)
{
  JsonObject *object = gate_json_node_object (instance);
  JsonObjectIter iter;
  const char *name;

  if (!object)
    return TRUE;
  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &name, NULL))
    {
      g_autoptr(JsonNode) node = json_node_init_string (json_node_alloc (), name);

      if (!gate_schema_evaluate_quietly (run, g_ptr_array_index (rule->schemas, 0), node, place, NULL))
        {
          g_autofree char *shown = gate_schema_show (name);
          return gate_schema_fail (run, place, _("{what} must not have a member with the name “%s”"), shown);
        }
    }
  return TRUE;
}

gboolean
gate_schema_apply_properties (GateSchemaRun         *run,
                              const GateSchemaRule  *rule,
                              JsonNode              *instance,
                              const GateSchemaPlace *place,
                              GateSchemaEvaluated   *evaluated)
{
  JsonObject *object = gate_json_node_object (instance);

  for (guint i = 0; object && i < rule->names->len; i++)
    {
      const char *name = g_ptr_array_index (rule->names, i);
      JsonNode *value = json_object_get_member (object, name);

      if (value && !evaluate_member (run, g_ptr_array_index (rule->schemas, i), name, value, place, evaluated))
        return FALSE;
    }
  return !object || gate_schema_spend (run, rule->names->len / 8);
}

gboolean
gate_schema_apply_pattern_properties (GateSchemaRun         *run,
                                      const GateSchemaRule  *rule,
                                      JsonNode              *instance,
                                      const GateSchemaPlace *place,
                                      GateSchemaEvaluated   *evaluated)
{
  JsonObject *object = gate_json_node_object (instance);
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;

  if (!object)
    return TRUE;
  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &name, &value))
    for (guint i = 0; i < rule->patterns->len; i++)
      if (gate_schema_match (run, g_ptr_array_index (rule->patterns, i), name)
          && !evaluate_member (run, g_ptr_array_index (rule->schemas, i), name, value, place, evaluated))
        return FALSE;
  return !run->fatal;
}

static gboolean
is_named (GateSchemaRun        *run,
          const GateSchemaRule *properties,
          const GateSchemaRule *patterns,
          const char           *name)
{
  if (properties && json_object_has_member (json_node_get_object (properties->value), name))
    return TRUE;
  for (guint i = 0; patterns && i < patterns->patterns->len; i++)
    if (gate_schema_match (run, g_ptr_array_index (patterns->patterns, i), name))
      return TRUE;
  return FALSE;
}

/* A member that no rule allows is told as the object's fault, with the name. */
static gboolean
evaluate_other_member (GateSchemaRun         *run,
                       const GateSubschema   *subschema,
                       const char            *name,
                       JsonNode              *value,
                       const GateSchemaPlace *place,
                       GateSchemaEvaluated   *evaluated)
{
  if (subschema->kind != GATE_SCHEMA_FALSE)
    return evaluate_member (run, subschema, name, value, place, evaluated);
  g_autofree char *shown = gate_schema_show (name);
  return gate_schema_fail (run, place, _("{what} must not have a member “%s”"), shown);
}

gboolean
gate_schema_apply_additional_properties (GateSchemaRun         *run,
                                         const GateSchemaRule  *rule,
                                         JsonNode              *instance,
                                         const GateSchemaPlace *place,
                                         GateSchemaEvaluated   *evaluated)
{
  JsonObject *object = gate_json_node_object (instance);
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;

  if (!object)
    return TRUE;
  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &name, &value))
    if (!is_named (run, rule->siblings[0], rule->siblings[1], name)
        && !evaluate_other_member (run, g_ptr_array_index (rule->schemas, 0), name, value, place, evaluated))
      return FALSE;
  return !run->fatal;
}

gboolean
gate_schema_apply_unevaluated_properties (GateSchemaRun         *run,
                                          const GateSchemaRule  *rule,
                                          JsonNode              *instance,
                                          const GateSchemaPlace *place,
                                          GateSchemaEvaluated   *evaluated)
{
  JsonObject *object = gate_json_node_object (instance);
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;

  if (!object || evaluated->all_members)
    return TRUE;
  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &name, &value))
    if (!(evaluated->members && g_hash_table_contains (evaluated->members, name))
        && !evaluate_other_member (run, g_ptr_array_index (rule->schemas, 0), name, value, place, NULL))
      return FALSE;
  evaluated->all_members = TRUE;
  return TRUE;
}
