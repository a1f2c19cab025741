// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-json-schema-private.h"

G_BEGIN_DECLS

/* One validation. */
struct _GateSchemaRun {
  GateJsonSchema *schema;
  GPtrArray      *scope; /* (element-type GateSchemaResource): the dynamic scope, outermost first */
  guint           steps;
  guint           depth;
  guint           quiet; /* above 0: a failure decides between alternatives, so it is not told */
  GError         *told;  /* (owned) (nullable): the first failure */
  GError         *fatal; /* (owned) (nullable): the work was too much; every verdict since is void */
};

/* What the rules of one object, and of those that it applies in place, have evaluated of the instance. */
struct _GateSchemaEvaluated {
  gboolean    all_members;
  GHashTable *members; /* (element-type utf8) (nullable), borrowed from the instance */
  gboolean    all_items;
  guint       first_items;
  GHashTable *items;   /* (element-type guint) (nullable) */
};

gboolean  gate_schema_evaluate             (GateSchemaRun         *run,
                                            const GateSubschema   *subschema,
                                            JsonNode              *instance,
                                            const GateSchemaPlace *place,
                                            GateSchemaEvaluated   *outer);
gboolean  gate_schema_evaluate_quietly     (GateSchemaRun         *run,
                                            const GateSubschema   *subschema,
                                            JsonNode              *instance,
                                            const GateSchemaPlace *place,
                                            GateSchemaEvaluated   *outer);
gboolean  gate_schema_spend                (GateSchemaRun         *run,
                                            gsize                  steps);
gboolean  gate_schema_fail                 (GateSchemaRun         *run,
                                            const GateSchemaPlace *place,
                                            const char            *format,
                                            ...) G_GNUC_PRINTF (3, 4);
gboolean  gate_schema_match                (GateSchemaRun         *run,
                                            GateJsonPattern       *pattern,
                                            const char            *text);
char     *gate_schema_show                 (const char            *text) G_GNUC_WARN_UNUSED_RESULT;
void      gate_schema_evaluated_add_member (GateSchemaEvaluated   *self,
                                            const char            *name);
void      gate_schema_evaluated_add_item   (GateSchemaEvaluated   *self,
                                            guint                  index);

/* The rules, by the keywords that they read; gate_schema_keywords[] names them all. */
#define GATE_SCHEMA_RULE(name) \
  gboolean gate_schema_apply_##name (GateSchemaRun         *run, \
                                     const GateSchemaRule  *rule, \
                                     JsonNode              *instance, \
                                     const GateSchemaPlace *place, \
                                     GateSchemaEvaluated   *evaluated);

GATE_SCHEMA_RULE (type)
GATE_SCHEMA_RULE (enum)
GATE_SCHEMA_RULE (const)
GATE_SCHEMA_RULE (minimum)
GATE_SCHEMA_RULE (maximum)
GATE_SCHEMA_RULE (exclusive_minimum)
GATE_SCHEMA_RULE (exclusive_maximum)
GATE_SCHEMA_RULE (multiple_of)
GATE_SCHEMA_RULE (min_length)
GATE_SCHEMA_RULE (max_length)
GATE_SCHEMA_RULE (pattern)
GATE_SCHEMA_RULE (min_items)
GATE_SCHEMA_RULE (max_items)
GATE_SCHEMA_RULE (unique_items)
GATE_SCHEMA_RULE (prefix_items)
GATE_SCHEMA_RULE (items)
GATE_SCHEMA_RULE (additional_items)
GATE_SCHEMA_RULE (contains)
GATE_SCHEMA_RULE (unevaluated_items)
GATE_SCHEMA_RULE (min_properties)
GATE_SCHEMA_RULE (max_properties)
GATE_SCHEMA_RULE (required)
GATE_SCHEMA_RULE (dependent_required)
GATE_SCHEMA_RULE (dependent_schemas)
GATE_SCHEMA_RULE (property_names)
GATE_SCHEMA_RULE (properties)
GATE_SCHEMA_RULE (pattern_properties)
GATE_SCHEMA_RULE (additional_properties)
GATE_SCHEMA_RULE (unevaluated_properties)
GATE_SCHEMA_RULE (ref)
GATE_SCHEMA_RULE (all_of)
GATE_SCHEMA_RULE (any_of)
GATE_SCHEMA_RULE (one_of)
GATE_SCHEMA_RULE (not)
GATE_SCHEMA_RULE (if)

#undef GATE_SCHEMA_RULE

G_END_DECLS
