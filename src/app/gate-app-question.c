// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-app-question-private.h"

static guint ended_signal;

G_DEFINE_FINAL_TYPE (GateAppQuestion, gate_app_question, G_TYPE_OBJECT)

static GTask *
end (GateAppQuestion *self)
{
  if (self->watch)
    g_source_destroy (self->watch);
  g_clear_pointer (&self->watch, g_source_unref);
  return g_steal_pointer (&self->task);
}

static void
gate_app_question_dispose (GObject *object)
{
  GateAppQuestion *self = GATE_APP_QUESTION (object);

  /* Nobody waits in vain. */
  gate_app_question_cancel (self);
  g_clear_weak_pointer (&self->before);
  g_clear_object (&self->question);
  G_OBJECT_CLASS (gate_app_question_parent_class)->dispose (object);
}

static void
gate_app_question_class_init (GateAppQuestionClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = gate_app_question_dispose;

  /**
   * GateAppQuestion::ended:
   *
   * It was answered, or taken back.
   */
  ended_signal = g_signal_new ("ended", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
gate_app_question_init (GateAppQuestion *self)
{
}

static gboolean
was_cancelled (GCancellable *cancellable,
               gpointer      user_data)
{
  gate_app_question_cancel (user_data);
  return G_SOURCE_REMOVE;
}

/**
 * gate_app_question_new:
 * @question: a question
 * @task: (transfer full): what waits for its answer
 *
 * Returns: (transfer full): an open question, which ends by itself when the task is cancelled
 */
GateAppQuestion *
gate_app_question_new (GateQuestion *question,
                       GTask        *task)
{
  GateAppQuestion *self = g_object_new (GATE_TYPE_APP_QUESTION, NULL);
  GCancellable *cancellable = g_task_get_cancellable (task);

  self->question = g_object_ref (question);
  self->task = task;
  if (cancellable)
    {
      self->watch = g_cancellable_source_new (cancellable);
      g_source_set_callback (self->watch, G_SOURCE_FUNC (was_cancelled), self, NULL);
      g_source_attach (self->watch, g_main_context_get_thread_default ());
    }
  return self;
}

/**
 * gate_app_question_get_question:
 * @self: an open question
 *
 * Returns: (transfer none): the question itself
 */
GateQuestion *
gate_app_question_get_question (GateAppQuestion *self)
{
  g_return_val_if_fail (GATE_IS_APP_QUESTION (self), NULL);
  return self->question;
}

/**
 * gate_app_question_answer:
 * @self: a question
 * @answer: (transfer none): what the person answered
 *
 * Gives the answer to whom waits for it. A sign-in that the person gave up is cancelled: that needs no error to be told.
 */
void
gate_app_question_answer (GateAppQuestion *self,
                          GateAnswer      *answer)
{
  g_return_if_fail (GATE_IS_APP_QUESTION (self));
  GateQuestionKind kind = gate_question_get_kind (self->question);
  g_autoptr(GTask) task = NULL;

  if (!self->task)
    return;
  if ((kind == GATE_QUESTION_SIGN_IN || kind == GATE_QUESTION_FIELDS) && gate_answer_is (answer, GATE_CHOICE_CANCEL))
    {
      gate_app_question_cancel (self);
      return;
    }
  task = end (self);
  g_task_return_pointer (task, g_object_ref (answer), g_object_unref);
  g_signal_emit (self, ended_signal, 0);
}

/**
 * gate_app_question_cancel:
 * @self: a question
 *
 * Ends it without an answer.
 */
void
gate_app_question_cancel (GateAppQuestion *self)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (GATE_IS_APP_QUESTION (self));
  task = end (self);
  if (!task)
    return;
  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "The question was cancelled");
  g_signal_emit (self, ended_signal, 0);
}
