// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-json.h"

G_BEGIN_DECLS

#define GATE_TYPE_JSON_SCHEMA (gate_json_schema_get_type ())
G_DECLARE_FINAL_TYPE (GateJsonSchema, gate_json_schema, GATE, JSON_SCHEMA, GObject)

/* JSON Schema draft-07 and 2020-12, no network: an unknown dialect or an external $ref is refused by gate_json_schema_new(). */
GateJsonSchema *gate_json_schema_new             (JsonNode        *schema,
                                                  GError         **error) G_GNUC_WARN_UNUSED_RESULT;
JsonNode       *gate_json_schema_get_source      (GateJsonSchema  *self);
gboolean        gate_json_schema_validate        (GateJsonSchema  *self,
                                                  JsonNode        *instance,
                                                  GError         **error);
gboolean        gate_json_schema_validate_member (GateJsonSchema  *self,
                                                  const char      *name,
                                                  JsonNode        *instance,
                                                  GError         **error);

G_END_DECLS
