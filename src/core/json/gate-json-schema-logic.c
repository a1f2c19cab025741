// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-json-schema-run.h"

#include "gate-i18n.h"

/* The rules that apply other schemas in place. A verdict after the work became too much is no verdict: `not` must not turn it. */

/* 2020-12 core §8.2.3.2: the outermost resource of the dynamic scope that has the anchor. */
static const GateSubschema *
resolve_dynamically (GateSchemaRun        *run,
                     const GateSchemaRule *rule)
{
  for (guint i = 0; i < run->scope->len; i++)
    {
      GateSchemaResource *resource = g_ptr_array_index (run->scope, i);
      GateSubschema *found = g_hash_table_lookup (resource->dynamic_anchors, rule->dynamic_name);

      if (found)
        return found;
    }
  return rule->target;
}

gboolean
gate_schema_apply_ref (GateSchemaRun         *run,
                       const GateSchemaRule  *rule,
                       JsonNode              *instance,
                       const GateSchemaPlace *place,
                       GateSchemaEvaluated   *evaluated)
{
  const GateSubschema *target = rule->dynamic_name ? resolve_dynamically (run, rule) : rule->target;

  return gate_schema_evaluate (run, target, instance, place, evaluated);
}

gboolean
gate_schema_apply_all_of (GateSchemaRun         *run,
                          const GateSchemaRule  *rule,
                          JsonNode              *instance,
                          const GateSchemaPlace *place,
                          GateSchemaEvaluated   *evaluated)
{
  for (guint i = 0; i < rule->schemas->len; i++)
    if (!gate_schema_evaluate (run, g_ptr_array_index (rule->schemas, i), instance, place, evaluated))
      return FALSE;
  return TRUE;
}

/* How many alternatives hold. Where nothing has to be known of what they evaluate, it stops at @enough. */
static guint
count_valid (GateSchemaRun         *run,
             const GateSchemaRule  *rule,
             JsonNode              *instance,
             const GateSchemaPlace *place,
             GateSchemaEvaluated   *evaluated,
             guint                  enough)
{
  guint n = 0;

  for (guint i = 0; i < rule->schemas->len && (n < enough || evaluated) && !run->fatal; i++)
    if (gate_schema_evaluate_quietly (run, g_ptr_array_index (rule->schemas, i), instance, place, evaluated))
      n++;
  return n;
}

gboolean
gate_schema_apply_any_of (GateSchemaRun         *run,
                          const GateSchemaRule  *rule,
                          JsonNode              *instance,
                          const GateSchemaPlace *place,
                          GateSchemaEvaluated   *evaluated)
{
  guint n = count_valid (run, rule, instance, place, evaluated, 1);

  return n > 0 || gate_schema_fail (run, place, _("{what} is none of the alternatives that are allowed"));
}

gboolean
gate_schema_apply_one_of (GateSchemaRun         *run,
                          const GateSchemaRule  *rule,
                          JsonNode              *instance,
                          const GateSchemaPlace *place,
                          GateSchemaEvaluated   *evaluated)
{
  guint n = count_valid (run, rule, instance, place, evaluated, 2);

  if (n == 0)
    return gate_schema_fail (run, place, _("{what} is none of the alternatives that are allowed"));
  return n == 1 || gate_schema_fail (run, place, _("{what} is several of the alternatives of which only one is allowed"));
}

gboolean
gate_schema_apply_not (GateSchemaRun         *run,
                       const GateSchemaRule  *rule,
                       JsonNode              *instance,
                       const GateSchemaPlace *place,
                       GateSchemaEvaluated   *evaluated)
{
  if (gate_schema_evaluate_quietly (run, g_ptr_array_index (rule->schemas, 0), instance, place, NULL))
    return gate_schema_fail (run, place, _("{what} is what is not allowed here"));
  return !run->fatal;
}

gboolean
gate_schema_apply_if (GateSchemaRun         *run,
                      const GateSchemaRule  *rule,
                      JsonNode              *instance,
                      const GateSchemaPlace *place,
                      GateSchemaEvaluated   *evaluated)
{
  gboolean holds = gate_schema_evaluate_quietly (run, g_ptr_array_index (rule->schemas, 0), instance, place, evaluated);
  const GateSchemaRule *branch = rule->siblings[holds ? 0 : 1];

  if (run->fatal)
    return FALSE;
  return !branch || gate_schema_evaluate (run, g_ptr_array_index (branch->schemas, 0), instance, place, evaluated);
}
