// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-answer.h"

#include "gate-json-record.h"

struct _GateAnswer {
  GObject     parent;

  char       *choice;
  JsonObject *values; /* (owned) */
};

G_DEFINE_FINAL_TYPE (GateAnswer, gate_answer, G_TYPE_OBJECT)

typedef struct {
  char     *choice;
  JsonNode *values;
} AnswerRecord;

static const GateJsonField answer_fields[] = {
  GATE_JSON_FIELD (AnswerRecord, choice, "choice", STRING, GATE_JSON_REQUIRED),
  GATE_JSON_FIELD (AnswerRecord, values, "values", OBJECT, GATE_JSON_OPTIONAL),
  { NULL },
};

static void
gate_answer_finalize (GObject *object)
{
  GateAnswer *self = GATE_ANSWER (object);

  g_free (self->choice);
  json_object_unref (self->values);
  G_OBJECT_CLASS (gate_answer_parent_class)->finalize (object);
}

static void
gate_answer_class_init (GateAnswerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = gate_answer_finalize;
}

static void
gate_answer_init (GateAnswer *self)
{
}

/**
 * gate_answer_new:
 * @choice: the id of a choice
 * @values: (nullable) (transfer none): the values of the form by the names of its fields
 *
 * Returns: (transfer full): an answer
 */
GateAnswer *
gate_answer_new (const char *choice,
                 JsonObject *values)
{
  GateAnswer *self;

  g_return_val_if_fail (choice != NULL, NULL);

  self = g_object_new (GATE_TYPE_ANSWER, NULL);
  self->choice = g_strdup (choice);
  self->values = values ? json_object_ref (values) : json_object_new ();
  return self;
}

/**
 * gate_answer_new_from_json:
 * @node: (nullable): what gate_answer_to_json() wrote
 * @error: set to %GATE_ERROR_INVALID
 *
 * Returns: (transfer full): the answer
 */
GateAnswer *
gate_answer_new_from_json (JsonNode  *node,
                           GError   **error)
{
  AnswerRecord record = { 0 };
  g_autoptr(JsonNode) values = NULL;

  if (!gate_json_record_read (answer_fields, node, &record, error))
    return NULL;
  if (record.values)
    values = gate_json_copy (record.values);

  GateAnswer *self = gate_answer_new (record.choice, gate_json_node_object (values));
  gate_json_record_clear (answer_fields, &record);
  return self;
}

/**
 * gate_answer_to_json:
 * @self: an answer
 *
 * Writes an answer for another process. It holds what the person typed, secrets included: it is for a private connection alone.
 *
 * Returns: (transfer full): an object
 */
JsonNode *
gate_answer_to_json (GateAnswer *self)
{
  g_return_val_if_fail (GATE_IS_ANSWER (self), NULL);

  g_autoptr(JsonNode) values = gate_json_from_object (self->values);
  return gate_json_record_write (answer_fields, &(AnswerRecord) { .choice = self->choice, .values = values });
}

/**
 * gate_answer_get_choice:
 * @self: an answer
 *
 * Returns: the id of the choice
 */
const char *
gate_answer_get_choice (GateAnswer *self)
{
  g_return_val_if_fail (GATE_IS_ANSWER (self), NULL);

  return self->choice;
}

/**
 * gate_answer_is:
 * @self: an answer
 * @choice: the id of a choice
 *
 * Returns: %TRUE when this was chosen
 */
gboolean
gate_answer_is (GateAnswer *self,
                const char *choice)
{
  g_return_val_if_fail (GATE_IS_ANSWER (self), FALSE);

  return g_strcmp0 (self->choice, choice) == 0;
}

/**
 * gate_answer_get_values:
 * @self: an answer
 *
 * Returns: (transfer none): the values of the form, maybe empty
 */
JsonObject *
gate_answer_get_values (GateAnswer *self)
{
  g_return_val_if_fail (GATE_IS_ANSWER (self), NULL);

  return self->values;
}

/**
 * gate_answer_get_string:
 * @self: an answer
 * @name: the name of a field
 *
 * Returns: (nullable): its text, or %NULL when there is none
 */
const char *
gate_answer_get_string (GateAnswer *self,
                        const char *name)
{
  g_return_val_if_fail (GATE_IS_ANSWER (self), NULL);

  return gate_json_get_string (self->values, name);
}
