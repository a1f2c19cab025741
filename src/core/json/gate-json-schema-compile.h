// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-json-schema-private.h"

G_BEGIN_DECLS

/* The work of reading a schema, shared by the reader of keywords and the resolver of references. */
typedef struct {
  GateJsonSchema  *schema;
  GPtrArray       *pending; /* (element-type GateSchemaPending): references that are not resolved yet */
  GError         **error;
} GateSchemaCompiler;

typedef struct {
  GateSchemaRule     *rule;
  GateSchemaResource *resource; /* where the reference stands */
} GateSchemaPending;

GateSubschema *gate_schema_compile_node     (GateSchemaCompiler    *self,
                                             JsonNode              *node,
                                             GateSchemaResource    *resource,
                                             const GateSchemaPlace *place);
gboolean       gate_schema_read_value       (GateSchemaCompiler    *self,
                                             GateSchemaRule        *rule,
                                             GateSchemaResource    *resource,
                                             const GateSchemaPlace *place);
gboolean       gate_schema_enter_resource   (GateSchemaCompiler    *self,
                                             GateSubschema         *subschema,
                                             const GateSchemaPlace *place);
gboolean       gate_schema_resolve          (GateSchemaCompiler    *self,
                                             GateSchemaPending     *pending);
gboolean       gate_schema_read_dialect     (JsonObject            *object,
                                             GateSchemaDialect     *dialect,
                                             GError               **error);
GateSubschema *gate_schema_compile_document (GateSchemaCompiler    *self,
                                             JsonNode              *node,
                                             const char            *uri,
                                             GateSchemaDialect      dialect);
GateSubschema *gate_schema_find_by_pointer  (GateSchemaCompiler    *self,
                                             GateSchemaResource    *resource,
                                             const char            *pointer);
gboolean       gate_schema_complain         (GateSchemaCompiler    *self,
                                             const GateSchemaPlace *place,
                                             const char            *format,
                                             ...) G_GNUC_PRINTF (3, 4);

G_END_DECLS
