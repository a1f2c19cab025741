// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-json-schema-run.h"

#include "gate-i18n.h"

/* The rules on arrays. */

static JsonArray *
array_of (JsonNode *instance)
{
  return JSON_NODE_HOLDS_ARRAY (instance) ? json_node_get_array (instance) : NULL;
}

static gboolean
evaluate_item (GateSchemaRun         *run,
               const GateSubschema   *subschema,
               JsonArray             *array,
               guint                  index,
               const GateSchemaPlace *place)
{
  const GateSchemaPlace step = { .up = place, .index = index };

  return gate_schema_evaluate (run, subschema, json_array_get_element (array, index), &step, NULL);
}

/* Items from an index on, all by one schema. */
static gboolean
evaluate_rest (GateSchemaRun         *run,
               const GateSubschema   *subschema,
               JsonArray             *array,
               guint                  from,
               const GateSchemaPlace *place,
               GateSchemaEvaluated   *evaluated)
{
  guint n = json_array_get_length (array);

  for (guint i = from; i < n; i++)
    if (!evaluate_item (run, subschema, array, i, place))
      return FALSE;
  if (evaluated)
    evaluated->all_items = TRUE;
  return TRUE;
}

gboolean
gate_schema_apply_min_items (GateSchemaRun         *run,
                             const GateSchemaRule  *rule,
                             JsonNode              *instance,
                             const GateSchemaPlace *place,
                             GateSchemaEvaluated   *evaluated)
{
  JsonArray *array = array_of (instance);

  return !array || json_array_get_length (array) >= rule->count
         || gate_schema_fail (run, place, _("{what} must have at least %.0f items"), rule->count);
}

gboolean
gate_schema_apply_max_items (GateSchemaRun         *run,
                             const GateSchemaRule  *rule,
                             JsonNode              *instance,
                             const GateSchemaPlace *place,
                             GateSchemaEvaluated   *evaluated)
{
  JsonArray *array = array_of (instance);

  return !array || json_array_get_length (array) <= rule->count
         || gate_schema_fail (run, place, _("{what} must have at most %.0f items"), rule->count);
}

/* Equal values have equal canonical texts; the other way round is only almost true, so those are compared. */
gboolean
gate_schema_apply_unique_items (GateSchemaRun         *run,
                                const GateSchemaRule  *rule,
                                JsonNode              *instance,
                                const GateSchemaPlace *place,
                                GateSchemaEvaluated   *evaluated)
{
  JsonArray *array = array_of (instance);
  guint n = array ? json_array_get_length (array) : 0;
  g_autoptr(GHashTable) seen = NULL;

  if (n < 2 || !json_node_get_boolean (rule->value))
    return TRUE;
  seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < n; i++)
    {
      JsonNode *item = json_array_get_element (array, i);
      char *text = gate_json_to_canonical (item);
      JsonNode *same = g_hash_table_lookup (seen, text);

      if (same && gate_json_equal (same, item))
        {
          g_free (text);
          return gate_schema_fail (run, place, _("{what} must not have the same item twice"));
        }
      g_hash_table_insert (seen, text, item);
      if (!gate_schema_spend (run, 1))
        return FALSE;
    }
  return TRUE;
}

gboolean
gate_schema_apply_prefix_items (GateSchemaRun         *run,
                                const GateSchemaRule  *rule,
                                JsonNode              *instance,
                                const GateSchemaPlace *place,
                                GateSchemaEvaluated   *evaluated)
{
  JsonArray *array = array_of (instance);
  guint n = array ? MIN (json_array_get_length (array), rule->schemas->len) : 0;

  for (guint i = 0; i < n; i++)
    if (!evaluate_item (run, g_ptr_array_index (rule->schemas, i), array, i, place))
      return FALSE;
  if (evaluated)
    evaluated->first_items = MAX (evaluated->first_items, n);
  return TRUE;
}

gboolean
gate_schema_apply_items (GateSchemaRun         *run,
                         const GateSchemaRule  *rule,
                         JsonNode              *instance,
                         const GateSchemaPlace *place,
                         GateSchemaEvaluated   *evaluated)
{
  const GateSchemaRule *prefix = rule->siblings[0];
  JsonArray *array = array_of (instance);

  if (!array)
    return TRUE;
  if (JSON_NODE_HOLDS_ARRAY (rule->value))
    return gate_schema_apply_prefix_items (run, rule, instance, place, evaluated);
  return evaluate_rest (run, g_ptr_array_index (rule->schemas, 0), array, prefix ? prefix->schemas->len : 0, place, evaluated);
}

gboolean
gate_schema_apply_additional_items (GateSchemaRun         *run,
                                    const GateSchemaRule  *rule,
                                    JsonNode              *instance,
                                    const GateSchemaPlace *place,
                                    GateSchemaEvaluated   *evaluated)
{
  const GateSchemaRule *items = rule->siblings[0];
  JsonArray *array = array_of (instance);

  if (!array || !items || !JSON_NODE_HOLDS_ARRAY (items->value))
    return TRUE;
  return evaluate_rest (run, g_ptr_array_index (rule->schemas, 0), array, items->schemas->len, place, evaluated);
}

gboolean
gate_schema_apply_contains (GateSchemaRun         *run,
                            const GateSchemaRule  *rule,
                            JsonNode              *instance,
                            const GateSchemaPlace *place,
                            GateSchemaEvaluated   *evaluated)
{
  JsonArray *array = array_of (instance);
  double least = rule->siblings[0] ? rule->siblings[0]->count : 1;
  double most = rule->siblings[1] ? rule->siblings[1]->count : G_MAXUINT;
  guint found = 0;

  if (!array)
    return TRUE;
  run->quiet++;
  for (guint i = 0; i < json_array_get_length (array); i++)
    if (evaluate_item (run, g_ptr_array_index (rule->schemas, 0), array, i, place))
      {
        found++;
        gate_schema_evaluated_add_item (evaluated, i);
      }
  run->quiet--;
  if (found < least)
    return gate_schema_fail (run, place, _("{what} must have at least %.0f items of a certain kind"), least);
  return found <= most || gate_schema_fail (run, place, _("{what} must have at most %.0f items of a certain kind"), most);
}

gboolean
gate_schema_apply_unevaluated_items (GateSchemaRun         *run,
                                     const GateSchemaRule  *rule,
                                     JsonNode              *instance,
                                     const GateSchemaPlace *place,
                                     GateSchemaEvaluated   *evaluated)
{
  JsonArray *array = array_of (instance);

  if (!array || evaluated->all_items)
    return TRUE;
  for (guint i = evaluated->first_items; i < json_array_get_length (array); i++)
    if (!(evaluated->items && g_hash_table_contains (evaluated->items, GUINT_TO_POINTER (i)))
        && !evaluate_item (run, g_ptr_array_index (rule->schemas, 0), array, i, place))
      return FALSE;
  evaluated->all_items = TRUE;
  return TRUE;
}
