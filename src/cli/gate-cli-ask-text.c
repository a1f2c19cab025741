// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-cli-ask.h"

#include "gate-cli-prompt.h"
#include "gate-task.h"

#include <glib/gi18n.h>
#include <string.h>

#define TEXT_LIMIT (1024 * 1024)

static void
got_line (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GString *text = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;
  g_autofree char *line = gate_cli_prompt_finish (result, &error);

  if (!line && g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  if (line && strcmp (line, ".") != 0 && text->len + strlen (line) < TEXT_LIMIT)
    {
      g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "", line);
      gate_cli_prompt_async ("", FALSE, g_task_get_cancellable (task), got_line, g_object_ref (task));
      return;
    }
  if (text->len == 0)
    {
      g_task_return_pointer (task, gate_answer_new (GATE_CHOICE_DECLINE, NULL), g_object_unref);
      return;
    }

  g_autoptr(JsonObject) values = json_object_new ();
  json_object_set_string_member (values, "text", text->str);
  g_task_return_pointer (task, gate_answer_new (GATE_CHOICE_ACCEPT, values), g_object_unref);
}

static void
free_text (gpointer data)
{
  g_string_free (data, TRUE);
}

/**
 * gate_cli_ask_text_async:
 * @cli: the command line
 * @question: a request for sampling
 * @cancellable: (nullable): ends it
 * @callback: called with the answer
 * @user_data: for @callback
 *
 * Asks the person to write or paste a text, ended by a line with a single dot. No text at all declines.
 */
void
gate_cli_ask_text_async (GateCli             *cli,
                         GateQuestion        *question,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  GTask *task = gate_task_new (NULL, cancellable, callback, user_data, gate_cli_ask_text_async);

  g_task_set_task_data (task, g_string_new (NULL), free_text);
  gate_cli_show_question (cli, question);
  gate_cli_prompt_async (_("Write the answer; end it with a line that holds a single dot. A dot alone declines.\n"), FALSE,
                         cancellable, got_line, task);
}

/**
 * gate_cli_ask_text_finish:
 * @result: the result
 * @error: set to %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable): the answer, with "text"
 */
GateAnswer *
gate_cli_ask_text_finish (GAsyncResult  *result,
                          GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
