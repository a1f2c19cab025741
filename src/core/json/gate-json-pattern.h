// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * GateJsonPattern:
 *
 * A regular expression of a schema (ECMA-262, as JSON Schema asks), whose search always ends soon. Immutable.
 */
typedef struct _GateJsonPattern GateJsonPattern;

/**
 * GateJsonMatch:
 * @GATE_JSON_MATCH_NO: the text does not match
 * @GATE_JSON_MATCH_YES: the text matches
 * @GATE_JSON_MATCH_HARD: the search was given up
 *
 * What a search found.
 */
typedef enum {
  GATE_JSON_MATCH_NO,
  GATE_JSON_MATCH_YES,
  GATE_JSON_MATCH_HARD,
} GateJsonMatch;

GateJsonPattern *gate_json_pattern_new   (const char       *text,
                                          GError          **error) G_GNUC_WARN_UNUSED_RESULT;
void             gate_json_pattern_free  (GateJsonPattern  *self);
GateJsonMatch    gate_json_pattern_match (GateJsonPattern  *self,
                                          const char       *text,
                                          gboolean          patiently);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GateJsonPattern, gate_json_pattern_free)

G_END_DECLS
