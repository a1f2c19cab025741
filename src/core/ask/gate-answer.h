// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

#define GATE_TYPE_ANSWER (gate_answer_get_type ())

/**
 * GateAnswer:
 *
 * What a person answered: the id of a choice, and the values of the form.
 */
G_DECLARE_FINAL_TYPE (GateAnswer, gate_answer, GATE, ANSWER, GObject)

GateAnswer *gate_answer_new           (const char  *choice,
                                       JsonObject  *values) G_GNUC_WARN_UNUSED_RESULT;
GateAnswer *gate_answer_new_from_json (JsonNode    *node,
                                       GError     **error) G_GNUC_WARN_UNUSED_RESULT;
JsonNode   *gate_answer_to_json       (GateAnswer  *self) G_GNUC_WARN_UNUSED_RESULT;
const char *gate_answer_get_choice    (GateAnswer  *self);
gboolean    gate_answer_is            (GateAnswer  *self,
                                       const char  *choice);
JsonObject *gate_answer_get_values    (GateAnswer  *self);
const char *gate_answer_get_string    (GateAnswer  *self,
                                       const char  *name);

G_END_DECLS
