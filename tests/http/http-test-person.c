// SPDX-License-Identifier: GPL-3.0-or-later
#include "http-test-person.h"

static GateInteractionCapabilities
test_person_get_capabilities (GateInteraction *interaction)
{
  return GATE_INTERACTION_FORMS;
}

static void
question_cancelled (GCancellable *cancellable,
                    gpointer      user_data)
{
  TestPerson *self = user_data;
  g_autoptr(GTask) task = g_steal_pointer (&self->open);

  g_task_return_error_if_cancelled (task);
}

static GateAnswer *
make_answer (TestPerson *self,
             GateForm   *form)
{
  g_autoptr(JsonObject) values = json_object_new ();

  if (!self->passwords || !*self->passwords)
    return gate_answer_new (GATE_CHOICE_DECLINE, NULL);
  for (guint i = 0; i < gate_form_get_n_fields (form); i++)
    {
      GateFormField *field = gate_form_get_field (form, i);
      gboolean secret = gate_form_field_get_field_type (field) == GATE_FORM_SECRET;

      json_object_set_string_member (values, gate_form_field_get_name (field), secret ? *self->passwords++ : self->user);
    }
  return gate_answer_new (GATE_CHOICE_ACCEPT, values);
}

static void
test_person_ask_async (GateInteraction     *interaction,
                       GateQuestion        *question,
                       GCancellable        *cancellable,
                       GAsyncReadyCallback  callback,
                       gpointer             user_data)
{
  TestPerson *self = TEST_PERSON (interaction);
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_assert_cmpint (gate_question_get_kind (question), ==, GATE_QUESTION_FIELDS);
  g_test_message ("%s: %s", gate_question_get_title (question), gate_question_get_body (question));
  self->n_asked++;
  if (self->silent)
    {
      self->open = g_object_ref (task);
      g_cancellable_connect (cancellable, G_CALLBACK (question_cancelled), self, NULL);
    }
  else
    g_task_return_pointer (task, make_answer (self, gate_question_get_form (question)), g_object_unref);
}

static GateAnswer *
test_person_ask_finish (GateInteraction  *interaction,
                        GAsyncResult     *result,
                        GError          **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
test_person_iface_init (GateInteractionInterface *iface)
{
  iface->get_capabilities = test_person_get_capabilities;
  iface->ask_async = test_person_ask_async;
  iface->ask_finish = test_person_ask_finish;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (TestPerson, test_person, G_TYPE_OBJECT, G_IMPLEMENT_INTERFACE (GATE_TYPE_INTERACTION, test_person_iface_init))

static void
test_person_class_init (TestPersonClass *klass)
{
}

static void
test_person_init (TestPerson *self)
{
}

TestPerson *
test_person_new (const char *user)
{
  TestPerson *self = g_object_new (TEST_TYPE_PERSON, NULL);

  self->user = user;
  return self;
}
