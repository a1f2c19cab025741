// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * GatePinChangeKind:
 * @GATE_PIN_ADDED: was not there before
 * @GATE_PIN_REMOVED: is no longer there
 * @GATE_PIN_CHANGED: is different
 */
typedef enum {
  GATE_PIN_ADDED,
  GATE_PIN_REMOVED,
  GATE_PIN_CHANGED,
} GatePinChangeKind;

/**
 * GatePinChange:
 * @kind: what happened
 * @where: to what: "description", "inputSchema.properties.path.type"
 * @before: (nullable): what it was
 * @after: (nullable): what it is
 *
 * A difference between two definitions of a tool. All texts are safe to show, on one line, and bounded.
 */
typedef struct {
  GatePinChangeKind  kind;
  char              *where;
  char              *before;
  char              *after;
} GatePinChange;

char       *gate_tool_pin_digest        (JsonNode             *source) G_GNUC_WARN_UNUSED_RESULT;
JsonNode   *gate_tool_pin_definition    (JsonNode             *source) G_GNUC_WARN_UNUSED_RESULT;
/* (element-type GatePinChange) */
GPtrArray  *gate_tool_pin_diff          (JsonNode             *before,
                                         JsonNode             *after) G_GNUC_WARN_UNUSED_RESULT;
char       *gate_pin_change_to_line     (const GatePinChange  *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
