// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-cli-interaction.h"

#include "gate-cli-ask.h"
#include "gate-error.h"
#include "gate-task.h"

#include <glib/gi18n.h>

struct _GateCliInteraction {
  GObject  parent_instance;

  GateCli *cli;     /* (not owned): outlives us */
  GQueue   waiting; /* (element-type GTask) (owned) */
  GTask   *current; /* (not owned) (nullable) */
};

static void interaction_iface_init (GateInteractionInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (GateCliInteraction, gate_cli_interaction, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (GATE_TYPE_INTERACTION, interaction_iface_init))

typedef void (*AskFunc) (GateCli             *cli,
                         GateQuestion        *question,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data);
typedef GateAnswer *(*AskFinishFunc) (GAsyncResult  *result,
                                      GError       **error);

typedef struct {
  AskFunc       ask;
  AskFinishFunc finish;
} Asker;

static const Asker askers[] = {
  [GATE_QUESTION_SIGN_IN] = { gate_cli_ask_browser_async, gate_cli_ask_browser_finish },
  [GATE_QUESTION_FIELDS] = { gate_cli_ask_form_async, gate_cli_ask_form_finish },
  [GATE_QUESTION_ELICIT_FORM] = { gate_cli_ask_form_async, gate_cli_ask_form_finish },
  [GATE_QUESTION_ELICIT_URL] = { gate_cli_ask_browser_async, gate_cli_ask_browser_finish },
  [GATE_QUESTION_SAMPLE] = { gate_cli_ask_text_async, gate_cli_ask_text_finish },
  [GATE_QUESTION_APPROVE_COMMAND] = { gate_cli_ask_choice_async, gate_cli_ask_choice_finish },
  [GATE_QUESTION_APPROVE_TOOL] = { gate_cli_ask_choice_async, gate_cli_ask_choice_finish },
  [GATE_QUESTION_CONFIRM] = { gate_cli_ask_choice_async, gate_cli_ask_choice_finish },
};

static void ask_next (GateCliInteraction *self);

static void
did_ask (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GateCliInteraction *self = g_task_get_source_object (task);
  GateQuestion *question = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;
  GateAnswer *answer = askers[gate_question_get_kind (question)].finish (result, &error);

  self->current = NULL;
  if (answer)
    g_task_return_pointer (task, answer, g_object_unref);
  else
    g_task_return_error (task, g_steal_pointer (&error));
  ask_next (self);
}

static void
ask_next (GateCliInteraction *self)
{
  while (!self->current && !g_queue_is_empty (&self->waiting))
    {
      g_autoptr(GTask) task = g_queue_pop_head (&self->waiting);
      GateQuestion *question = g_task_get_task_data (task);

      if (g_task_return_error_if_cancelled (task))
        continue;
      self->current = g_steal_pointer (&task);
      askers[gate_question_get_kind (question)].ask (self->cli, question, g_task_get_cancellable (self->current), did_ask, self->current);
    }
}

static void
refuse (GTask        *task,
        GateQuestion *question)
{
  g_task_return_error (task, gate_error_new (GATE_ERROR_ASK_NEEDED, GATE_LAYER_NONE,
                                             _("Run the command in a terminal, or give --yes where you agree beforehand."),
                                             _("A question has to be answered first: %s"), gate_question_get_title (question)));
}

/* What --yes may answer without a terminal (a command's approval also on one): a choice is accepted, a form only where its defaults will do. */
static gboolean
answer_for_script (GTask        *task,
                   GateQuestion *question)
{
  const char *id = GATE_CHOICE_ACCEPT, *label;
  GateForm *form = gate_question_get_form (question);
  g_autoptr(JsonObject) values = NULL;

  switch (gate_question_get_kind (question))
    {
    case GATE_QUESTION_SIGN_IN:
      return FALSE;
    case GATE_QUESTION_APPROVE_TOOL:
      /* The policy took --yes into account: what is still asked needs to be looked at. */
      refuse (task, question);
      return TRUE;
    case GATE_QUESTION_APPROVE_COMMAND:
    case GATE_QUESTION_CONFIRM:
      if (gate_question_get_n_choices (question) > 0)
        gate_question_get_choice (question, 0, &id, &label);
      break;
    case GATE_QUESTION_FIELDS:
    case GATE_QUESTION_ELICIT_FORM:
      values = form ? gate_form_fill_defaults (form, NULL) : NULL;
      if (!form || !gate_form_validate (form, values, NULL))
        {
          refuse (task, question);
          return TRUE;
        }
      break;
    case GATE_QUESTION_ELICIT_URL:
    case GATE_QUESTION_SAMPLE:
    default:
      /* A yes given beforehand is none to an address, or a text, that nobody has seen. */
      id = GATE_CHOICE_DECLINE;
      break;
    }
  g_task_return_pointer (task, gate_answer_new (id, values), g_object_unref);
  return TRUE;
}

static void
gate_cli_interaction_ask_async (GateInteraction     *interaction,
                                GateQuestion        *question,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  GateCliInteraction *self = GATE_CLI_INTERACTION (interaction);
  g_autoptr(GTask) task = gate_task_new (self, cancellable, callback, user_data, gate_cli_interaction_ask_async);

  gboolean agreed = self->cli->yes && gate_question_get_kind (question) == GATE_QUESTION_APPROVE_COMMAND;

  g_task_set_task_data (task, g_object_ref (question), g_object_unref);
  if (!self->cli->stdin_is_terminal && !self->cli->yes)
    {
      refuse (task, question);
      return;
    }
  if ((!self->cli->stdin_is_terminal || agreed) && answer_for_script (task, question))
    return;
  g_queue_push_tail (&self->waiting, g_steal_pointer (&task));
  ask_next (self);
}

static GateAnswer *
gate_cli_interaction_ask_finish (GateInteraction  *interaction,
                                 GAsyncResult     *result,
                                 GError          **error)
{
  g_return_val_if_fail (g_task_is_valid (result, interaction), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

static GateInteractionCapabilities
gate_cli_interaction_get_capabilities (GateInteraction *interaction)
{
  GateCliInteraction *self = GATE_CLI_INTERACTION (interaction);

  if (self->cli->stdin_is_terminal)
    return GATE_INTERACTION_FORMS | GATE_INTERACTION_URLS | GATE_INTERACTION_SAMPLING | GATE_INTERACTION_CHOICES;
  return self->cli->yes ? GATE_INTERACTION_FORMS | GATE_INTERACTION_URLS : GATE_INTERACTION_NONE;
}

static void
interaction_iface_init (GateInteractionInterface *iface)
{
  iface->get_capabilities = gate_cli_interaction_get_capabilities;
  iface->ask_async = gate_cli_interaction_ask_async;
  iface->ask_finish = gate_cli_interaction_ask_finish;
}

static void
gate_cli_interaction_dispose (GObject *object)
{
  g_queue_clear_full (&GATE_CLI_INTERACTION (object)->waiting, g_object_unref);
  G_OBJECT_CLASS (gate_cli_interaction_parent_class)->dispose (object);
}

static void
gate_cli_interaction_class_init (GateCliInteractionClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = gate_cli_interaction_dispose;
}

static void
gate_cli_interaction_init (GateCliInteraction *self)
{
  g_queue_init (&self->waiting);
}

/**
 * gate_cli_interaction_new:
 * @cli: the command line, which must outlive it
 *
 * Returns: (transfer full): the terminal as one that can be asked
 */
GateInteraction *
gate_cli_interaction_new (GateCli *cli)
{
  GateCliInteraction *self = g_object_new (GATE_TYPE_CLI_INTERACTION, NULL);

  self->cli = cli;
  return GATE_INTERACTION (self);
}

/**
 * gate_cli_interaction_is_asking:
 * @interaction: (nullable): the terminal
 *
 * Returns: %TRUE while a question is open, so that nothing else may draw on the terminal
 */
gboolean
gate_cli_interaction_is_asking (GateInteraction *interaction)
{
  return interaction && GATE_CLI_INTERACTION (interaction)->current != NULL;
}
