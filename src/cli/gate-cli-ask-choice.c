// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-cli-ask.h"

#include "gate-cli-prompt.h"
#include "gate-cli-style.h"
#include "gate-task.h"
#include "gate-text.h"

#include <glib/gi18n.h>

typedef struct {
  GateCli      *cli;
  GateQuestion *question;
} ChoiceData;

GATE_DEFINE_DATA (ChoiceData, choice_data)

static void
choice_data_clear (ChoiceData *self)
{
  g_clear_object (&self->question);
}

static void
show_line (const char *label,
           const char *value)
{
  g_autofree char *shown_label = gate_text_make_visible (label, GATE_TEXT_LINE);
  g_autofree char *shown_value = gate_text_make_visible (value, GATE_TEXT_BLOCK);
  g_autofree char *wrapped = gate_cli_wrap (shown_value, 100, 4);

  if (g_utf8_strlen (shown_value, -1) > 60 || strchr (shown_value, '\n'))
    g_printerr ("  %s:\n    %s\n", shown_label, wrapped);
  else
    g_printerr ("  %s: %s\n", shown_label, shown_value);
}

/**
 * gate_cli_show_question:
 * @cli: the command line
 * @question: a question
 *
 * Shows title, who asks, body and details on standard error, foreign text made visible.
 */
void
gate_cli_show_question (GateCli      *cli,
                        GateQuestion *question)
{
  gboolean color = gate_cli_use_color (cli, cli->stderr_is_terminal);
  g_autofree char *title = gate_text_make_visible (gate_question_get_title (question), GATE_TEXT_LINE);
  g_autofree char *strong = gate_cli_styled (color, GATE_CLI_STRONG, title);

  g_printerr ("\n%s\n", strong);
  if (gate_question_get_connector (question))
    show_line (_("Connector"), gate_question_get_connector (question));
  if (gate_question_get_account (question) && *gate_question_get_account (question))
    show_line (_("Account"), gate_question_get_account (question));
  if (gate_question_get_client (question))
    show_line (_("Asked by"), gate_question_get_client (question));
  for (guint i = 0; i < gate_question_get_n_details (question); i++)
    {
      const char *label, *value;

      gate_question_get_detail (question, i, NULL, &label, &value);
      show_line (label, value);
    }
  if (gate_question_get_body (question))
    {
      g_autofree char *body = gate_text_make_visible (gate_question_get_body (question), GATE_TEXT_BLOCK);
      g_autofree char *wrapped = gate_cli_wrap (body, gate_cli_get_columns (cli), 0);
      g_printerr ("%s\n", wrapped);
    }
}

static void ask_number (GTask *task);

static void
got_number (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GError) error = NULL;
  ChoiceData *data = choice_data_of (task);
  g_autofree char *line = gate_cli_prompt_finish (result, &error);

  if (!line && g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CLOSED))
    {
      g_task_return_pointer (task, gate_answer_new (GATE_CHOICE_CANCEL, NULL), g_object_unref);
      return;
    }
  if (!line)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  guint64 number;
  const char *id, *label;
  if (g_ascii_string_to_unsigned (g_strstrip (line), 10, 1, gate_question_get_n_choices (data->question), &number, NULL))
    {
      gate_question_get_choice (data->question, (guint) number - 1, &id, &label);
      g_task_return_pointer (task, gate_answer_new (id, NULL), g_object_unref);
      return;
    }
  g_printerr ("%s\n", _("Type the number of one of the choices."));
  ask_number (g_steal_pointer (&task));
}

static void
ask_number (GTask *task)
{
  ChoiceData *data = choice_data_of (task);

  for (guint i = 0; i < gate_question_get_n_choices (data->question); i++)
    {
      const char *id, *label;

      gate_question_get_choice (data->question, i, &id, &label);
      g_printerr ("  %u  %s\n", i + 1, label);
    }
  gate_cli_prompt_async (_("Your choice: "), FALSE, g_task_get_cancellable (task), got_number, task);
}

/**
 * gate_cli_ask_choice_async:
 * @cli: the command line
 * @question: a question with choices
 * @cancellable: (nullable): ends it
 * @callback: called with the answer
 * @user_data: for @callback
 *
 * Shows the choices with numbers and asks for one. There is no default: Return alone chooses nothing.
 */
void
gate_cli_ask_choice_async (GateCli             *cli,
                           GateQuestion        *question,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  GTask *task = gate_task_new (NULL, cancellable, callback, user_data, gate_cli_ask_choice_async);
  ChoiceData *data = choice_data_new ();

  data->cli = cli;
  data->question = g_object_ref (question);
  choice_data_attach (task, data);
  gate_cli_show_question (cli, question);
  ask_number (task);
}

/**
 * gate_cli_ask_choice_finish:
 * @result: the result
 * @error: set to %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable): the answer
 */
GateAnswer *
gate_cli_ask_choice_finish (GAsyncResult  *result,
                            GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
