// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-json.h"

G_BEGIN_DECLS

/**
 * GateJsonType:
 *
 * What a field of a record holds. In the struct: `char *`, `gint64`, `double`, `gboolean`, `char **`, `JsonNode *`
 * (object, array or any value; a private immutable copy).
 */
typedef enum {
  GATE_JSON_STRING,
  GATE_JSON_INT,
  GATE_JSON_DOUBLE,
  GATE_JSON_BOOLEAN,
  GATE_JSON_STRV,
  GATE_JSON_OBJECT,
  GATE_JSON_ARRAY,
  GATE_JSON_ANY,
} GateJsonType;

/**
 * GateJsonFlags:
 * @GATE_JSON_OPTIONAL: may be absent or null
 * @GATE_JSON_REQUIRED: must be there
 * @GATE_JSON_LENIENT: a value of the wrong type counts as absent, rather than as an error
 */
typedef enum {
  GATE_JSON_OPTIONAL = 0,
  GATE_JSON_REQUIRED = 1 << 0,
  GATE_JSON_LENIENT = 1 << 1,
} GateJsonFlags;

/**
 * GateJsonField:
 * @name: the member's name
 * @type: what it holds
 * @offset: where it stands in the struct, G_STRUCT_OFFSET()
 * @flags: how strict to be
 *
 * One row of a record's table; the table ends with a row whose name is %NULL.
 */
typedef struct {
  const char    *name;
  GateJsonType   type;
  gsize          offset;
  GateJsonFlags  flags;
} GateJsonField;

#define GATE_JSON_FIELD(Struct, member, json_name, json_type, json_flags) \
  { (json_name), GATE_JSON_##json_type, G_STRUCT_OFFSET (Struct, member), (json_flags) }

gboolean  gate_json_record_read  (const GateJsonField  *fields,
                                  JsonNode             *node,
                                  gpointer              record,
                                  GError              **error);
JsonNode *gate_json_record_write (const GateJsonField  *fields,
                                  gconstpointer         record) G_GNUC_WARN_UNUSED_RESULT;
void      gate_json_record_clear (const GateJsonField  *fields,
                                  gpointer              record);

G_END_DECLS
