// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-form.h"

G_BEGIN_DECLS

/**
 * GateQuestionKind:
 * @GATE_QUESTION_SIGN_IN: open `url` in a browser and wait; the answer may hold "redirect", the redirect address pasted back.
 *   The asker cancels the question when the browser's answer arrived by itself
 * @GATE_QUESTION_FIELDS: fill in `form` (keys, several fields, a client id, a password of a proxy)
 * @GATE_QUESTION_ELICIT_FORM: a server asks for the values of `form`
 * @GATE_QUESTION_ELICIT_URL: a server asks to visit `url`
 * @GATE_QUESTION_SAMPLE: a server asks for a text ("text" in the answer), which the person writes, pastes or declines
 * @GATE_QUESTION_APPROVE_COMMAND: run this exact command
 * @GATE_QUESTION_APPROVE_TOOL: call this tool with these arguments
 * @GATE_QUESTION_CONFIRM: any other choice
 */
typedef enum {
  GATE_QUESTION_SIGN_IN,
  GATE_QUESTION_FIELDS,
  GATE_QUESTION_ELICIT_FORM,
  GATE_QUESTION_ELICIT_URL,
  GATE_QUESTION_SAMPLE,
  GATE_QUESTION_APPROVE_COMMAND,
  GATE_QUESTION_APPROVE_TOOL,
  GATE_QUESTION_CONFIRM,
} GateQuestionKind;

/* Choices that several questions share. */
#define GATE_CHOICE_ACCEPT "accept"
#define GATE_CHOICE_DECLINE "decline"
#define GATE_CHOICE_CANCEL "cancel"
#define GATE_CHOICE_ONCE "once"
#define GATE_CHOICE_PROJECT "project"
#define GATE_CHOICE_ALWAYS "always"

/* Details that faces show in a way of their own. */
#define GATE_DETAIL_ACCOUNT_SERVER "account-server"
#define GATE_DETAIL_ARGUMENTS "arguments"
#define GATE_DETAIL_CHANGE "change"
#define GATE_DETAIL_COMMAND "command"
#define GATE_DETAIL_REDIRECT "redirect"
#define GATE_DETAIL_SCOPES "scopes"
#define GATE_DETAIL_STAYS "stays-signed-in"

#define GATE_TYPE_QUESTION (gate_question_get_type ())

/**
 * GateQuestion:
 *
 * A question that the core asks and a face answers: serialisable, so that it can travel over D-Bus. All texts are plain; those of
 * others (`connector`, `body`, details) are made visible by the face with gate_text_make_visible().
 */
G_DECLARE_FINAL_TYPE (GateQuestion, gate_question, GATE, QUESTION, GObject)

GateQuestion     *gate_question_new           (GateQuestionKind   kind,
                                               const char        *title) G_GNUC_WARN_UNUSED_RESULT;
GateQuestion     *gate_question_new_from_json (JsonNode          *node,
                                               GError           **error) G_GNUC_WARN_UNUSED_RESULT;
JsonNode         *gate_question_to_json       (GateQuestion      *self) G_GNUC_WARN_UNUSED_RESULT;
const char       *gate_question_get_id        (GateQuestion      *self);
GateQuestionKind  gate_question_get_kind      (GateQuestion      *self);
const char       *gate_question_get_title     (GateQuestion      *self);
const char       *gate_question_get_body      (GateQuestion      *self);
void              gate_question_set_body      (GateQuestion      *self,
                                               const char        *body);
const char       *gate_question_get_connector (GateQuestion      *self);
void              gate_question_set_connector (GateQuestion      *self,
                                               const char        *connector);
const char       *gate_question_get_account   (GateQuestion      *self);
void              gate_question_set_account   (GateQuestion      *self,
                                               const char        *account);
const char       *gate_question_get_client    (GateQuestion      *self);
void              gate_question_set_client    (GateQuestion      *self,
                                               const char        *client);
const char       *gate_question_get_url       (GateQuestion      *self);
void              gate_question_set_url       (GateQuestion      *self,
                                               const char        *url);
GateForm         *gate_question_get_form      (GateQuestion      *self);
void              gate_question_set_form      (GateQuestion      *self,
                                               GateForm          *form);
gint64            gate_question_get_deadline  (GateQuestion      *self);
void              gate_question_set_deadline  (GateQuestion      *self,
                                               gint64             deadline);
/* Lines of "label: value" under the body: the command, the arguments, the scopes. name: (nullable): one of GATE_DETAIL_…, for faces
 * that show it in a way of its own; the label is in the person's language. */
void              gate_question_add_detail    (GateQuestion      *self,
                                               const char        *name,
                                               const char        *label,
                                               const char        *value);
guint             gate_question_get_n_details (GateQuestion      *self);
void              gate_question_get_detail    (GateQuestion      *self,
                                               guint              index,
                                               const char       **name,
                                               const char       **label,
                                               const char       **value);
/* The choices in order; the first is the suggested one. Without any: accept, decline, cancel. */
void              gate_question_add_choice    (GateQuestion      *self,
                                               const char        *id,
                                               const char        *label);
guint             gate_question_get_n_choices (GateQuestion      *self);
void              gate_question_get_choice    (GateQuestion      *self,
                                               guint              index,
                                               const char       **id,
                                               const char       **label);

G_END_DECLS
