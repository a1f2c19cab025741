// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-error.h"
#include "gate-interaction.h"
#include "gate-json.h"
#include "gate-test.h"

#include <string.h>

static GateQuestion *
make_question (GateQuestionKind kind)
{
  GateQuestion *question = gate_question_new (kind, "May it run?");
  g_autoptr(GateForm) form = gate_form_new ();
  g_autoptr(GateFormField) field = gate_form_field_new ("key", GATE_FORM_SECRET, "API key", NULL, TRUE);

  gate_form_append (form, field);
  gate_question_set_body (question, "A body");
  gate_question_set_connector (question, "notion");
  gate_question_set_account (question, "Work");
  gate_question_set_client (question, "Editor");
  gate_question_set_url (question, "https://example.com/");
  gate_question_set_form (question, form);
  gate_question_set_deadline (question, 1800000000);
  gate_question_add_detail (question, GATE_DETAIL_COMMAND, "Command", "npx");
  gate_question_add_detail (question, NULL, "Argument", "-y");
  gate_question_add_choice (question, GATE_CHOICE_ONCE, "Once");
  gate_question_add_choice (question, GATE_CHOICE_ALWAYS, "Always");
  return question;
}

static void
test_round_trip (void)
{
  for (GateQuestionKind kind = GATE_QUESTION_SIGN_IN; kind <= GATE_QUESTION_CONFIRM; kind++)
    {
      g_autoptr(GateQuestion) question = make_question (kind);
      g_autoptr(JsonNode) node = gate_question_to_json (question);
      g_autoptr(GError) error = NULL;
      g_autoptr(GateQuestion) copy = gate_question_new_from_json (node, &error);
      const char *first;
      const char *second;

      g_assert_no_error (error);
      g_assert_cmpstr (gate_question_get_id (copy), ==, gate_question_get_id (question));
      g_assert_cmpint (gate_question_get_kind (copy), ==, kind);
      g_assert_cmpstr (gate_question_get_title (copy), ==, "May it run?");
      g_assert_cmpstr (gate_question_get_body (copy), ==, "A body");
      g_assert_cmpstr (gate_question_get_connector (copy), ==, "notion");
      g_assert_cmpstr (gate_question_get_account (copy), ==, "Work");
      g_assert_cmpstr (gate_question_get_client (copy), ==, "Editor");
      g_assert_cmpstr (gate_question_get_url (copy), ==, "https://example.com/");
      g_assert_cmpint (gate_question_get_deadline (copy), ==, 1800000000);
      g_assert_cmpuint (gate_form_get_n_fields (gate_question_get_form (copy)), ==, 1);
      g_assert_cmpuint (gate_question_get_n_details (copy), ==, 2);
      gate_question_get_detail (copy, 0, &first, NULL, NULL);
      g_assert_cmpstr (first, ==, GATE_DETAIL_COMMAND);
      gate_question_get_detail (copy, 1, &first, NULL, NULL);
      g_assert_null (first);
      gate_question_get_detail (copy, 1, NULL, &first, &second);
      g_assert_cmpstr (first, ==, "Argument");
      g_assert_cmpstr (second, ==, "-y");
      g_assert_cmpuint (gate_question_get_n_choices (copy), ==, 2);
      gate_question_get_choice (copy, 0, &first, NULL);
      gate_question_get_choice (copy, 0, NULL, &second);
      g_assert_cmpstr (first, ==, GATE_CHOICE_ONCE);
      g_assert_cmpstr (second, ==, "Once");
      g_autoptr(JsonNode) again = gate_question_to_json (copy);
      g_assert_true (gate_json_equal (again, node));
    }
}

static void
test_bare (void)
{
  g_autoptr(GateQuestion) question = gate_question_new (GATE_QUESTION_CONFIRM, "Sure?");
  g_autoptr(GateQuestion) other = gate_question_new (GATE_QUESTION_CONFIRM, "Sure?");
  g_autoptr(JsonNode) node = gate_question_to_json (question);
  g_autofree char *text = gate_json_to_text (node);
  g_autofree char *expected = g_strdup_printf ("{\"id\":\"%s\",\"kind\":\"confirm\",\"title\":\"Sure?\"}", gate_question_get_id (question));

  g_assert_cmpstr (text, ==, expected);
  g_assert_cmpuint (strlen (gate_question_get_id (question)), >=, 20);
  g_assert_cmpstr (gate_question_get_id (question), !=, gate_question_get_id (other));
  g_assert_null (gate_question_get_body (question));
  g_assert_null (gate_question_get_form (question));
  g_assert_cmpuint (gate_question_get_n_choices (question), ==, 0);
  gate_test_finalize (question);
}

static void
test_bad_questions (void)
{
  static const char *const cases[] = {
    "[]", "{}", "{\"id\":\"a\",\"kind\":\"confirm\"}", "{\"kind\":\"confirm\",\"title\":\"t\"}",
    "{\"id\":\"a\",\"kind\":\"shout\",\"title\":\"t\"}", "{\"id\":1,\"kind\":\"confirm\",\"title\":\"t\"}",
    "{\"id\":\"a\",\"kind\":\"confirm\",\"title\":\"t\",\"form\":[]}", "{\"id\":\"a\",\"kind\":\"confirm\",\"title\":\"t\",\"form\":{}}",
    "{\"id\":\"a\",\"kind\":\"confirm\",\"title\":\"t\",\"choices\":[{\"id\":\"a\"}]}",
    "{\"id\":\"a\",\"kind\":\"confirm\",\"title\":\"t\",\"choices\":[1]}",
    "{\"id\":\"a\",\"kind\":\"confirm\",\"title\":\"t\",\"details\":[{\"label\":\"l\",\"value\":\"v\"},{\"label\":2}]}",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(JsonNode) node = gate_json_parse (cases[i], -1, GATE_JSON_DOCUMENT_LIMIT, NULL);
      g_autoptr(GError) error = NULL;

      g_assert_null (gate_question_new_from_json (node, &error));
      g_assert_error (error, GATE_ERROR, GATE_ERROR_INVALID);
    }
}

static void
test_answer (void)
{
  g_autoptr(JsonObject) values = json_object_new ();
  g_autoptr(GateAnswer) empty = gate_answer_new (GATE_CHOICE_DECLINE, NULL);
  g_autoptr(GError) error = NULL;

  json_object_set_string_member (values, "name", "Ada");
  json_object_set_int_member (values, "age", 36);
  g_autoptr(GateAnswer) answer = gate_answer_new (GATE_CHOICE_ACCEPT, values);
  g_autoptr(JsonNode) node = gate_answer_to_json (answer);
  g_autoptr(GateAnswer) copy = gate_answer_new_from_json (node, &error);
  g_assert_no_error (error);
  g_assert_true (gate_answer_is (copy, GATE_CHOICE_ACCEPT));
  g_assert_false (gate_answer_is (copy, GATE_CHOICE_CANCEL));
  g_assert_cmpstr (gate_answer_get_string (copy, "name"), ==, "Ada");
  g_assert_null (gate_answer_get_string (copy, "age"));
  g_assert_null (gate_answer_get_string (copy, "absent"));
  g_assert_cmpint (gate_json_get_int (gate_answer_get_values (copy), "age", 0), ==, 36);
  g_assert_cmpstr (gate_answer_get_choice (empty), ==, GATE_CHOICE_DECLINE);
  g_assert_cmpuint (json_object_get_size (gate_answer_get_values (empty)), ==, 0);
  g_assert_null (gate_answer_new_from_json (NULL, &error));
  g_assert_error (error, GATE_ERROR, GATE_ERROR_INVALID);
}

static void
test_nobody (void)
{
  g_autoptr(GateInteraction) nobody = gate_interaction_new_nobody ();
  g_autoptr(GateQuestion) question = gate_question_new (GATE_QUESTION_APPROVE_COMMAND, "Run “npx\x1b[0m”?");
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_cmpint (gate_interaction_get_capabilities (nobody), ==, GATE_INTERACTION_NONE);
  gate_interaction_ask_async (nobody, question, NULL, gate_test_keep_result, &result);
  g_assert_null (result);
  gate_test_wait (result);
  g_assert_null (gate_interaction_ask_finish (nobody, result, &error));
  g_assert_error (error, GATE_ERROR, GATE_ERROR_ASK_NEEDED);
  g_assert_nonnull (strstr (error->message, "Run “npx\\x1b[0m”?"));
  g_assert_nonnull (gate_error_get_remedy (error));
}

static void
test_nobody_cancelled (void)
{
  g_autoptr(GateInteraction) nobody = gate_interaction_new_nobody ();
  g_autoptr(GateQuestion) question = gate_question_new (GATE_QUESTION_CONFIRM, "Sure?");
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  g_cancellable_cancel (cancellable);
  gate_interaction_ask_async (nobody, question, cancellable, gate_test_keep_result, &result);
  gate_test_wait (result);
  g_assert_null (gate_interaction_ask_finish (nobody, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/ask/question/bad", test_bad_questions);
  g_test_add_func ("/ask/question/round-trip", test_round_trip);
  g_test_add_func ("/ask/question/bare", test_bare);
  g_test_add_func ("/ask/answer", test_answer);
  g_test_add_func ("/ask/nobody", test_nobody);
  g_test_add_func ("/ask/nobody/cancelled", test_nobody_cancelled);
  return g_test_run ();
}
