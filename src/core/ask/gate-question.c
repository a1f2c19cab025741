// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-question-private.h"

#include "gate-property.h"
#include "gate-random.h"

#define ID_BYTES 16

G_DEFINE_FINAL_TYPE (GateQuestion, gate_question, G_TYPE_OBJECT)

static void
clear_pair (gpointer data)
{
  GateQuestionPair *pair = data;

  g_free (pair->first);
  g_free (pair->second);
  g_free (pair->name);
}

static void
add_pair (GArray     *pairs,
          const char *name,
          const char *first,
          const char *second)
{
  GateQuestionPair pair = { g_strdup (first), g_strdup (second), g_strdup (name) };

  g_array_append_val (pairs, pair);
}

static void
get_pair (GArray      *pairs,
          guint        index,
          const char **name,
          const char **first,
          const char **second)
{
  g_return_if_fail (index < pairs->len);

  const GateQuestionPair *pair = &g_array_index (pairs, GateQuestionPair, index);
  if (name)
    *name = pair->name;
  if (first)
    *first = pair->first;
  if (second)
    *second = pair->second;
}

static void
gate_question_finalize (GObject *object)
{
  GateQuestion *self = GATE_QUESTION (object);

  g_free (self->id);
  g_free (self->title);
  g_free (self->body);
  g_free (self->connector);
  g_free (self->account);
  g_free (self->client);
  g_free (self->url);
  g_clear_object (&self->form);
  g_array_unref (self->details);
  g_array_unref (self->choices);
  G_OBJECT_CLASS (gate_question_parent_class)->finalize (object);
}

static void
gate_question_class_init (GateQuestionClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = gate_question_finalize;
}

static void
gate_question_init (GateQuestion *self)
{
  self->details = g_array_new (FALSE, FALSE, sizeof (GateQuestionPair));
  self->choices = g_array_new (FALSE, FALSE, sizeof (GateQuestionPair));
  g_array_set_clear_func (self->details, clear_pair);
  g_array_set_clear_func (self->choices, clear_pair);
}

/**
 * gate_question_new:
 * @kind: what is asked
 * @title: the question in one plain sentence
 *
 * Makes a question with a random id.
 *
 * Returns: (transfer full): the question
 */
GateQuestion *
gate_question_new (GateQuestionKind  kind,
                   const char       *title)
{
  GateQuestion *self = g_object_new (GATE_TYPE_QUESTION, NULL);

  self->id = gate_random_token (ID_BYTES);
  self->kind = kind;
  self->title = g_strdup (title ? title : "");
  return self;
}

/**
 * gate_question_get_id:
 * @self: a question
 *
 * Returns: its random id, the same in every process
 */
const char *
gate_question_get_id (GateQuestion *self)
{
  g_return_val_if_fail (GATE_IS_QUESTION (self), NULL);

  return self->id;
}

/**
 * gate_question_get_kind:
 * @self: a question
 *
 * Returns: what is asked
 */
GateQuestionKind
gate_question_get_kind (GateQuestion *self)
{
  g_return_val_if_fail (GATE_IS_QUESTION (self), GATE_QUESTION_CONFIRM);

  return self->kind;
}

/**
 * gate_question_get_title:
 * @self: a question
 *
 * Returns: the question in one sentence
 */
const char *
gate_question_get_title (GateQuestion *self)
{
  g_return_val_if_fail (GATE_IS_QUESTION (self), NULL);

  return self->title;
}

/**
 * gate_question_get_body:
 * @self: a question
 *
 * Returns: (nullable): the text under the title, maybe a server's own
 */
const char *
gate_question_get_body (GateQuestion *self)
{
  g_return_val_if_fail (GATE_IS_QUESTION (self), NULL);

  return self->body;
}

/**
 * gate_question_set_body:
 * @self: a question
 * @body: (nullable): the text under the title, maybe a server's own
 */
void
gate_question_set_body (GateQuestion *self,
                        const char   *body)
{
  g_return_if_fail (GATE_IS_QUESTION (self));

  gate_set_str (&self->body, body);
}

/**
 * gate_question_get_connector:
 * @self: a question
 *
 * Returns: (nullable): the name of the connector that it is about
 */
const char *
gate_question_get_connector (GateQuestion *self)
{
  g_return_val_if_fail (GATE_IS_QUESTION (self), NULL);

  return self->connector;
}

/**
 * gate_question_set_connector:
 * @self: a question
 * @connector: (nullable): the name of the connector that it is about
 */
void
gate_question_set_connector (GateQuestion *self,
                             const char   *connector)
{
  g_return_if_fail (GATE_IS_QUESTION (self));

  gate_set_str (&self->connector, connector);
}

/**
 * gate_question_get_account:
 * @self: a question
 *
 * Returns: (nullable): the label of the account
 */
const char *
gate_question_get_account (GateQuestion *self)
{
  g_return_val_if_fail (GATE_IS_QUESTION (self), NULL);

  return self->account;
}

/**
 * gate_question_set_account:
 * @self: a question
 * @account: (nullable): the label of the account
 */
void
gate_question_set_account (GateQuestion *self,
                           const char   *account)
{
  g_return_if_fail (GATE_IS_QUESTION (self));

  gate_set_str (&self->account, account);
}

/**
 * gate_question_get_client:
 * @self: a question
 *
 * Returns: (nullable): the program for which it is asked, where that is not the person at this face
 */
const char *
gate_question_get_client (GateQuestion *self)
{
  g_return_val_if_fail (GATE_IS_QUESTION (self), NULL);

  return self->client;
}

/**
 * gate_question_set_client:
 * @self: a question
 * @client: (nullable): the program for which it is asked, where that is not the person at this face
 */
void
gate_question_set_client (GateQuestion *self,
                          const char   *client)
{
  g_return_if_fail (GATE_IS_QUESTION (self));

  gate_set_str (&self->client, client);
}

/**
 * gate_question_get_url:
 * @self: a question
 *
 * Returns: (nullable): the address to open
 */
const char *
gate_question_get_url (GateQuestion *self)
{
  g_return_val_if_fail (GATE_IS_QUESTION (self), NULL);

  return self->url;
}

/**
 * gate_question_set_url:
 * @self: a question
 * @url: (nullable): the address to open
 */
void
gate_question_set_url (GateQuestion *self,
                       const char   *url)
{
  g_return_if_fail (GATE_IS_QUESTION (self));

  gate_set_str (&self->url, url);
}

/**
 * gate_question_get_form:
 * @self: a question
 *
 * Returns: (transfer none) (nullable): what is to be filled in
 */
GateForm *
gate_question_get_form (GateQuestion *self)
{
  g_return_val_if_fail (GATE_IS_QUESTION (self), NULL);

  return self->form;
}

/**
 * gate_question_set_form:
 * @self: a question
 * @form: (nullable) (transfer none): what is to be filled in
 */
void
gate_question_set_form (GateQuestion *self,
                        GateForm     *form)
{
  g_return_if_fail (GATE_IS_QUESTION (self));
  g_return_if_fail (form == NULL || GATE_IS_FORM (form));

  g_set_object (&self->form, form);
}

/**
 * gate_question_get_deadline:
 * @self: a question
 *
 * Returns: when the asker stops waiting, in seconds since 1970, or 0 for never
 */
gint64
gate_question_get_deadline (GateQuestion *self)
{
  g_return_val_if_fail (GATE_IS_QUESTION (self), 0);

  return self->deadline;
}

/**
 * gate_question_set_deadline:
 * @self: a question
 * @deadline: when the asker stops waiting, in seconds since 1970, or 0 for never
 */
void
gate_question_set_deadline (GateQuestion *self,
                            gint64        deadline)
{
  g_return_if_fail (GATE_IS_QUESTION (self));

  self->deadline = deadline;
}

/**
 * gate_question_add_detail:
 * @self: a question
 * @name: (nullable): one of GATE_DETAIL_…, by which faces know it
 * @label: what it is, in the person's language
 * @value: the thing itself, maybe a foreign text
 *
 * Adds a line to show under the body: the command, an argument, a scope.
 */
void
gate_question_add_detail (GateQuestion *self,
                          const char   *name,
                          const char   *label,
                          const char   *value)
{
  g_return_if_fail (GATE_IS_QUESTION (self));
  g_return_if_fail (label != NULL && value != NULL);

  add_pair (self->details, name, label, value);
}

/**
 * gate_question_get_n_details:
 * @self: a question
 *
 * Returns: how many details there are
 */
guint
gate_question_get_n_details (GateQuestion *self)
{
  g_return_val_if_fail (GATE_IS_QUESTION (self), 0);

  return self->details->len;
}

/**
 * gate_question_get_detail:
 * @self: a question
 * @index: which, from 0
 * @name: (out) (optional) (nullable) (transfer none): by which faces know it
 * @label: (out) (optional) (transfer none): what it is, in the person's language
 * @value: (out) (optional) (transfer none): the thing itself
 */
void
gate_question_get_detail (GateQuestion  *self,
                          guint          index,
                          const char   **name,
                          const char   **label,
                          const char   **value)
{
  g_return_if_fail (GATE_IS_QUESTION (self));

  get_pair (self->details, index, name, label, value);
}

/**
 * gate_question_add_choice:
 * @self: a question
 * @id: what the answer says
 * @label: what is shown
 *
 * Adds a choice; the first is the suggested one.
 */
void
gate_question_add_choice (GateQuestion *self,
                          const char   *id,
                          const char   *label)
{
  g_return_if_fail (GATE_IS_QUESTION (self));
  g_return_if_fail (id != NULL && label != NULL);

  add_pair (self->choices, NULL, id, label);
}

/**
 * gate_question_get_n_choices:
 * @self: a question
 *
 * Returns: how many choices were added; without any a face offers to accept, to decline and to cancel
 */
guint
gate_question_get_n_choices (GateQuestion *self)
{
  g_return_val_if_fail (GATE_IS_QUESTION (self), 0);

  return self->choices->len;
}

/**
 * gate_question_get_choice:
 * @self: a question
 * @index: which, from 0
 * @id: (out) (optional) (transfer none): what the answer says
 * @label: (out) (optional) (transfer none): what is shown
 */
void
gate_question_get_choice (GateQuestion  *self,
                          guint          index,
                          const char   **id,
                          const char   **label)
{
  g_return_if_fail (GATE_IS_QUESTION (self));

  get_pair (self->choices, index, NULL, id, label);
}
