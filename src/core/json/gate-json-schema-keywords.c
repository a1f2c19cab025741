// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-json-schema-run.h"

/*
 * Every keyword that decides anything, in the order in which they are applied: those that look at what others have evaluated come
 * last. The rest (title, description, default, examples, format, content…, $comment, $vocabulary) only say something about the
 * value. `dependencies`, and `items` with several schemas, are draft-07's; they are also read in 2020-12, where schemas of older
 * make have them without saying what they are.
 */
const GateSchemaKeyword gate_schema_keywords[] = {
  { "$defs", GATE_SCHEMA_BOTH, GATE_SCHEMA_FORM_SCHEMA_MAP },
  { "definitions", GATE_SCHEMA_BOTH, GATE_SCHEMA_FORM_SCHEMA_MAP },
  { "$ref", GATE_SCHEMA_BOTH, GATE_SCHEMA_FORM_REF, gate_schema_apply_ref },
  { "$dynamicRef", GATE_SCHEMA_2020_12, GATE_SCHEMA_FORM_REF, gate_schema_apply_ref },
  { "type", GATE_SCHEMA_BOTH, GATE_SCHEMA_FORM_TYPE, gate_schema_apply_type },
  { "const", GATE_SCHEMA_BOTH, GATE_SCHEMA_FORM_ANY, gate_schema_apply_const },
  { "enum", GATE_SCHEMA_BOTH, GATE_SCHEMA_FORM_ARRAY, gate_schema_apply_enum },
  { "minimum", GATE_SCHEMA_BOTH, GATE_SCHEMA_FORM_NUMBER, gate_schema_apply_minimum },
  { "maximum", GATE_SCHEMA_BOTH, GATE_SCHEMA_FORM_NUMBER, gate_schema_apply_maximum },
  { "exclusiveMinimum", GATE_SCHEMA_BOTH, GATE_SCHEMA_FORM_NUMBER, gate_schema_apply_exclusive_minimum },
  { "exclusiveMaximum", GATE_SCHEMA_BOTH, GATE_SCHEMA_FORM_NUMBER, gate_schema_apply_exclusive_maximum },
  { "multipleOf", GATE_SCHEMA_BOTH, GATE_SCHEMA_FORM_POSITIVE, gate_schema_apply_multiple_of },
  { "minLength", GATE_SCHEMA_BOTH, GATE_SCHEMA_FORM_COUNT, gate_schema_apply_min_length },
  { "maxLength", GATE_SCHEMA_BOTH, GATE_SCHEMA_FORM_COUNT, gate_schema_apply_max_length },
  { "pattern", GATE_SCHEMA_BOTH, GATE_SCHEMA_FORM_PATTERN, gate_schema_apply_pattern },
  { "minItems", GATE_SCHEMA_BOTH, GATE_SCHEMA_FORM_COUNT, gate_schema_apply_min_items },
  { "maxItems", GATE_SCHEMA_BOTH, GATE_SCHEMA_FORM_COUNT, gate_schema_apply_max_items },
  { "uniqueItems", GATE_SCHEMA_BOTH, GATE_SCHEMA_FORM_BOOLEAN, gate_schema_apply_unique_items },
  { "minProperties", GATE_SCHEMA_BOTH, GATE_SCHEMA_FORM_COUNT, gate_schema_apply_min_properties },
  { "maxProperties", GATE_SCHEMA_BOTH, GATE_SCHEMA_FORM_COUNT, gate_schema_apply_max_properties },
  { "required", GATE_SCHEMA_BOTH, GATE_SCHEMA_FORM_STRINGS, gate_schema_apply_required },
  { "dependentRequired", GATE_SCHEMA_2020_12, GATE_SCHEMA_FORM_STRINGS_MAP, gate_schema_apply_dependent_required },
  { "propertyNames", GATE_SCHEMA_BOTH, GATE_SCHEMA_FORM_SCHEMA, gate_schema_apply_property_names },
  { "properties", GATE_SCHEMA_BOTH, GATE_SCHEMA_FORM_SCHEMA_MAP, gate_schema_apply_properties },
  { "patternProperties", GATE_SCHEMA_BOTH, GATE_SCHEMA_FORM_PATTERN_MAP, gate_schema_apply_pattern_properties },
  { "additionalProperties", GATE_SCHEMA_BOTH, GATE_SCHEMA_FORM_SCHEMA, gate_schema_apply_additional_properties,
    { "properties", "patternProperties" } },
  { "prefixItems", GATE_SCHEMA_2020_12, GATE_SCHEMA_FORM_SCHEMAS, gate_schema_apply_prefix_items },
  { "items", GATE_SCHEMA_BOTH, GATE_SCHEMA_FORM_ITEMS, gate_schema_apply_items, { "prefixItems" } },
  { "additionalItems", GATE_SCHEMA_BOTH, GATE_SCHEMA_FORM_SCHEMA, gate_schema_apply_additional_items, { "items" } },
  { "minContains", GATE_SCHEMA_2020_12, GATE_SCHEMA_FORM_COUNT },
  { "maxContains", GATE_SCHEMA_2020_12, GATE_SCHEMA_FORM_COUNT },
  { "contains", GATE_SCHEMA_BOTH, GATE_SCHEMA_FORM_SCHEMA, gate_schema_apply_contains, { "minContains", "maxContains" } },
  { "allOf", GATE_SCHEMA_BOTH, GATE_SCHEMA_FORM_SCHEMAS, gate_schema_apply_all_of },
  { "anyOf", GATE_SCHEMA_BOTH, GATE_SCHEMA_FORM_SCHEMAS, gate_schema_apply_any_of },
  { "oneOf", GATE_SCHEMA_BOTH, GATE_SCHEMA_FORM_SCHEMAS, gate_schema_apply_one_of },
  { "not", GATE_SCHEMA_BOTH, GATE_SCHEMA_FORM_SCHEMA, gate_schema_apply_not },
  { "then", GATE_SCHEMA_BOTH, GATE_SCHEMA_FORM_SCHEMA },
  { "else", GATE_SCHEMA_BOTH, GATE_SCHEMA_FORM_SCHEMA },
  { "if", GATE_SCHEMA_BOTH, GATE_SCHEMA_FORM_SCHEMA, gate_schema_apply_if, { "then", "else" } },
  { "dependentSchemas", GATE_SCHEMA_2020_12, GATE_SCHEMA_FORM_SCHEMA_MAP, gate_schema_apply_dependent_schemas },
  { "dependencies", GATE_SCHEMA_BOTH, GATE_SCHEMA_FORM_DEPENDENCIES, gate_schema_apply_dependent_schemas },
  { "unevaluatedItems", GATE_SCHEMA_2020_12, GATE_SCHEMA_FORM_SCHEMA, gate_schema_apply_unevaluated_items },
  { "unevaluatedProperties", GATE_SCHEMA_2020_12, GATE_SCHEMA_FORM_SCHEMA, gate_schema_apply_unevaluated_properties },
  { NULL },
};
