// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-question-private.h"

#include "gate-error.h"
#include "gate-i18n.h"
#include "gate-json-record.h"

static const char *const kind_names[] = {
  [GATE_QUESTION_SIGN_IN] = "sign-in",
  [GATE_QUESTION_FIELDS] = "fields",
  [GATE_QUESTION_ELICIT_FORM] = "elicit-form",
  [GATE_QUESTION_ELICIT_URL] = "elicit-url",
  [GATE_QUESTION_SAMPLE] = "sample",
  [GATE_QUESTION_APPROVE_COMMAND] = "approve-command",
  [GATE_QUESTION_APPROVE_TOOL] = "approve-tool",
  [GATE_QUESTION_CONFIRM] = "confirm",
};

typedef struct {
  char     *id;
  char     *kind;
  char     *title;
  char     *body;
  char     *connector;
  char     *account;
  char     *client;
  char     *url;
  JsonNode *form;
  gint64    deadline;
  JsonNode *details;
  JsonNode *choices;
} QuestionRecord;

static const GateJsonField question_fields[] = {
  GATE_JSON_FIELD (QuestionRecord, id, "id", STRING, GATE_JSON_REQUIRED),
  GATE_JSON_FIELD (QuestionRecord, kind, "kind", STRING, GATE_JSON_REQUIRED),
  GATE_JSON_FIELD (QuestionRecord, title, "title", STRING, GATE_JSON_REQUIRED),
  GATE_JSON_FIELD (QuestionRecord, body, "body", STRING, GATE_JSON_OPTIONAL),
  GATE_JSON_FIELD (QuestionRecord, connector, "connector", STRING, GATE_JSON_OPTIONAL),
  GATE_JSON_FIELD (QuestionRecord, account, "account", STRING, GATE_JSON_OPTIONAL),
  GATE_JSON_FIELD (QuestionRecord, client, "client", STRING, GATE_JSON_OPTIONAL),
  GATE_JSON_FIELD (QuestionRecord, url, "url", STRING, GATE_JSON_OPTIONAL),
  GATE_JSON_FIELD (QuestionRecord, form, "form", OBJECT, GATE_JSON_OPTIONAL),
  GATE_JSON_FIELD (QuestionRecord, deadline, "deadline", INT, GATE_JSON_OPTIONAL),
  GATE_JSON_FIELD (QuestionRecord, details, "details", ARRAY, GATE_JSON_OPTIONAL),
  GATE_JSON_FIELD (QuestionRecord, choices, "choices", ARRAY, GATE_JSON_OPTIONAL),
  { NULL },
};

static const GateJsonField detail_fields[] = {
  GATE_JSON_FIELD (GateQuestionPair, name, "name", STRING, GATE_JSON_OPTIONAL),
  GATE_JSON_FIELD (GateQuestionPair, first, "label", STRING, GATE_JSON_REQUIRED),
  GATE_JSON_FIELD (GateQuestionPair, second, "value", STRING, GATE_JSON_REQUIRED),
  { NULL },
};

static const GateJsonField choice_fields[] = {
  GATE_JSON_FIELD (GateQuestionPair, first, "id", STRING, GATE_JSON_REQUIRED),
  GATE_JSON_FIELD (GateQuestionPair, second, "label", STRING, GATE_JSON_REQUIRED),
  { NULL },
};

static gboolean
read_pairs (JsonNode             *node,
            const GateJsonField  *fields,
            GArray               *pairs,
            GError              **error)
{
  JsonArray *array = node ? json_node_get_array (node) : NULL;

  for (guint i = 0; array && i < json_array_get_length (array); i++)
    {
      GateQuestionPair pair = { 0 };

      if (!gate_json_record_read (fields, json_array_get_element (array, i), &pair, error))
        return FALSE;
      g_array_append_val (pairs, pair);
    }
  return TRUE;
}

static JsonNode *
write_pairs (GArray              *pairs,
             const GateJsonField *fields)
{
  if (pairs->len == 0)
    return NULL;

  JsonArray *array = json_array_sized_new (pairs->len);
  for (guint i = 0; i < pairs->len; i++)
    json_array_add_element (array, gate_json_record_write (fields, &g_array_index (pairs, GateQuestionPair, i)));
  return gate_json_take_array (array);
}

static gboolean
read_kind (const char        *name,
           GateQuestionKind  *kind,
           GError           **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (kind_names); i++)
    if (g_strcmp0 (kind_names[i], name) == 0)
      {
        *kind = (GateQuestionKind) i;
        return TRUE;
      }
  gate_error_set (error, GATE_ERROR_INVALID, GATE_LAYER_NONE, NULL, _("The kind of the question is unknown"));
  return FALSE;
}

static gboolean
read_record (GateQuestion    *self,
             QuestionRecord  *record,
             GError         **error)
{
  if (!read_kind (record->kind, &self->kind, error)
      || !read_pairs (record->details, detail_fields, self->details, error)
      || !read_pairs (record->choices, choice_fields, self->choices, error))
    return FALSE;
  if (record->form)
    {
      self->form = gate_form_new_from_json (record->form, error);
      if (!self->form)
        return FALSE;
    }
  self->id = g_steal_pointer (&record->id);
  self->title = g_steal_pointer (&record->title);
  self->body = g_steal_pointer (&record->body);
  self->connector = g_steal_pointer (&record->connector);
  self->account = g_steal_pointer (&record->account);
  self->client = g_steal_pointer (&record->client);
  self->url = g_steal_pointer (&record->url);
  self->deadline = record->deadline;
  return TRUE;
}

/**
 * gate_question_new_from_json:
 * @node: (nullable): what gate_question_to_json() wrote
 * @error: set to %GATE_ERROR_INVALID
 *
 * Reads a question that another process asks; it has the same id there and here.
 *
 * Returns: (transfer full): the question
 */
GateQuestion *
gate_question_new_from_json (JsonNode  *node,
                             GError   **error)
{
  QuestionRecord record = { 0 };

  if (!gate_json_record_read (question_fields, node, &record, error))
    return NULL;

  g_autoptr(GateQuestion) self = g_object_new (GATE_TYPE_QUESTION, NULL);
  gboolean valid = read_record (self, &record, error);
  gate_json_record_clear (question_fields, &record);
  return valid ? g_steal_pointer (&self) : NULL;
}

/**
 * gate_question_to_json:
 * @self: a question
 *
 * Writes a question, form included, so that another process can ask it.
 *
 * Returns: (transfer full): an object
 */
JsonNode *
gate_question_to_json (GateQuestion *self)
{
  g_return_val_if_fail (GATE_IS_QUESTION (self), NULL);

  g_autoptr(JsonNode) form = self->form ? gate_form_to_json (self->form) : NULL;
  g_autoptr(JsonNode) details = write_pairs (self->details, detail_fields);
  g_autoptr(JsonNode) choices = write_pairs (self->choices, choice_fields);
  const QuestionRecord record = {
    .id = self->id,
    .kind = (char *) kind_names[self->kind],
    .title = self->title,
    .body = self->body,
    .connector = self->connector,
    .account = self->account,
    .client = self->client,
    .url = self->url,
    .form = form,
    .deadline = self->deadline,
    .details = details,
    .choices = choices,
  };
  return gate_json_record_write (question_fields, &record);
}
