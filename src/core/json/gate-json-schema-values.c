// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-json-number.h"
#include "gate-i18n.h"
#include "gate-json-schema-run.h"
#include "gate-text.h"

/* The rules on single values: type, enum, const, numbers, strings. */

static const struct {
  GateSchemaType  type;
  const char     *name;
  const char     *wanted; /* where it is the only one */
} type_names[] = {
  { GATE_SCHEMA_TYPE_NULL, "null", N_("{what} must be null") },
  { GATE_SCHEMA_TYPE_BOOLEAN, "boolean", N_("{what} must be true or false") },
  { GATE_SCHEMA_TYPE_OBJECT, "object", N_("{what} must be an object") },
  { GATE_SCHEMA_TYPE_ARRAY, "array", N_("{what} must be an array") },
  { GATE_SCHEMA_TYPE_NUMBER, "number", N_("{what} must be a number") },
  { GATE_SCHEMA_TYPE_STRING, "string", N_("{what} must be a string") },
  { GATE_SCHEMA_TYPE_INTEGER, "integer", N_("{what} must be a whole number") },
};

static guint
types_of (JsonNode *instance)
{
  GType type = json_node_get_value_type (instance);

  if (JSON_NODE_HOLDS_OBJECT (instance))
    return GATE_SCHEMA_TYPE_OBJECT;
  if (JSON_NODE_HOLDS_ARRAY (instance))
    return GATE_SCHEMA_TYPE_ARRAY;
  if (JSON_NODE_HOLDS_NULL (instance))
    return GATE_SCHEMA_TYPE_NULL;
  if (type == G_TYPE_BOOLEAN)
    return GATE_SCHEMA_TYPE_BOOLEAN;
  if (type == G_TYPE_STRING)
    return GATE_SCHEMA_TYPE_STRING;
  return GATE_SCHEMA_TYPE_NUMBER | (gate_json_node_is_integer (instance) ? GATE_SCHEMA_TYPE_INTEGER : 0);
}

gboolean
gate_schema_apply_type (GateSchemaRun         *run,
                        const GateSchemaRule  *rule,
                        JsonNode              *instance,
                        const GateSchemaPlace *place,
                        GateSchemaEvaluated   *evaluated)
{
  g_autoptr(GString) wanted = NULL;

  if (types_of (instance) & rule->types)
    return TRUE;
  wanted = g_string_new (NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (type_names); i++)
    {
      if ((guint) rule->types == (guint) type_names[i].type)
        return gate_schema_fail (run, place, "%s", _(type_names[i].wanted));
      if (rule->types & type_names[i].type)
        g_string_append_printf (wanted, "%s%s", wanted->len > 0 ? ", " : "", type_names[i].name);
    }
  return gate_schema_fail (run, place, _("{what} must be of one of the types: %s"), wanted->str);
}

gboolean
gate_schema_apply_const (GateSchemaRun         *run,
                         const GateSchemaRule  *rule,
                         JsonNode              *instance,
                         const GateSchemaPlace *place,
                         GateSchemaEvaluated   *evaluated)
{
  if (gate_json_equal (rule->value, instance))
    return TRUE;
  g_autofree char *text = gate_json_to_text (rule->value);
  g_autofree char *shown = gate_schema_show (text);
  return gate_schema_fail (run, place, _("{what} must be %s"), shown);
}

gboolean
gate_schema_apply_enum (GateSchemaRun         *run,
                        const GateSchemaRule  *rule,
                        JsonNode              *instance,
                        const GateSchemaPlace *place,
                        GateSchemaEvaluated   *evaluated)
{
  JsonArray *values = json_node_get_array (rule->value);
  guint n = json_array_get_length (values);

  if (!gate_schema_spend (run, n))
    return FALSE;
  for (guint i = 0; i < n; i++)
    if (gate_json_equal (json_array_get_element (values, i), instance))
      return TRUE;
  if (run->quiet > 0)
    return FALSE;
  g_autofree char *text = gate_json_to_text (rule->value);
  g_autofree char *shown = gate_schema_show (text);
  return gate_schema_fail (run, place, _("{what} must be one of %s"), shown);
}

/* A number compared with the rule's: less than, equal to, greater than 0; other values pass. */
static gboolean
check_limit (GateSchemaRun         *run,
             const GateSchemaRule  *rule,
             JsonNode              *instance,
             const GateSchemaPlace *place,
             int                    sign,
             int                    least,
             const char            *wanted)
{
  if (!gate_json_node_is_number (instance) || sign * gate_json_number_compare (instance, rule->value) >= least)
    return TRUE;
  g_autofree char *limit = gate_json_to_canonical (rule->value);
  g_autofree char *told = gate_text_fill (wanted, "{limit}", limit);
  return gate_schema_fail (run, place, "%s", told);
}

gboolean
gate_schema_apply_minimum (GateSchemaRun         *run,
                           const GateSchemaRule  *rule,
                           JsonNode              *instance,
                           const GateSchemaPlace *place,
                           GateSchemaEvaluated   *evaluated)
{
  return check_limit (run, rule, instance, place, 1, 0, _("{what} must be at least {limit}"));
}

gboolean
gate_schema_apply_maximum (GateSchemaRun         *run,
                           const GateSchemaRule  *rule,
                           JsonNode              *instance,
                           const GateSchemaPlace *place,
                           GateSchemaEvaluated   *evaluated)
{
  return check_limit (run, rule, instance, place, -1, 0, _("{what} must be at most {limit}"));
}

gboolean
gate_schema_apply_exclusive_minimum (GateSchemaRun         *run,
                                     const GateSchemaRule  *rule,
                                     JsonNode              *instance,
                                     const GateSchemaPlace *place,
                                     GateSchemaEvaluated   *evaluated)
{
  return check_limit (run, rule, instance, place, 1, 1, _("{what} must be more than {limit}"));
}

gboolean
gate_schema_apply_exclusive_maximum (GateSchemaRun         *run,
                                     const GateSchemaRule  *rule,
                                     JsonNode              *instance,
                                     const GateSchemaPlace *place,
                                     GateSchemaEvaluated   *evaluated)
{
  return check_limit (run, rule, instance, place, -1, 1, _("{what} must be less than {limit}"));
}

gboolean
gate_schema_apply_multiple_of (GateSchemaRun         *run,
                               const GateSchemaRule  *rule,
                               JsonNode              *instance,
                               const GateSchemaPlace *place,
                               GateSchemaEvaluated   *evaluated)
{
  if (!gate_json_node_is_number (instance) || gate_json_number_is_multiple (instance, rule->value))
    return TRUE;
  g_autofree char *divisor = gate_json_to_canonical (rule->value);
  return gate_schema_fail (run, place, _("{what} must be a multiple of %s"), divisor);
}

gboolean
gate_schema_apply_min_length (GateSchemaRun         *run,
                              const GateSchemaRule  *rule,
                              JsonNode              *instance,
                              const GateSchemaPlace *place,
                              GateSchemaEvaluated   *evaluated)
{
  const char *text = gate_json_node_string (instance);

  return !text || (double) g_utf8_strlen (text, -1) >= rule->count
         || gate_schema_fail (run, place, _("{what} must have at least %.0f characters"), rule->count);
}

gboolean
gate_schema_apply_max_length (GateSchemaRun         *run,
                              const GateSchemaRule  *rule,
                              JsonNode              *instance,
                              const GateSchemaPlace *place,
                              GateSchemaEvaluated   *evaluated)
{
  const char *text = gate_json_node_string (instance);

  return !text || (double) g_utf8_strlen (text, -1) <= rule->count
         || gate_schema_fail (run, place, _("{what} must have at most %.0f characters"), rule->count);
}

gboolean
gate_schema_apply_pattern (GateSchemaRun         *run,
                           const GateSchemaRule  *rule,
                           JsonNode              *instance,
                           const GateSchemaPlace *place,
                           GateSchemaEvaluated   *evaluated)
{
  const char *text = gate_json_node_string (instance);

  if (!text || gate_schema_match (run, rule->pattern, text))
    return TRUE;
  g_autofree char *shown = gate_schema_show (json_node_get_string (rule->value));
  return gate_schema_fail (run, place, _("{what} must match the pattern “%s”"), shown);
}
