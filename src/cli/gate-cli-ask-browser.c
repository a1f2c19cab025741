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
} BrowserData;

GATE_DEFINE_DATA (BrowserData, browser_data)

static void
browser_data_clear (BrowserData *self)
{
  g_clear_object (&self->question);
}

static void
give (GTask      *task,
      GateAnswer *answer)
{
  g_task_return_pointer (task, answer, g_object_unref);
  g_object_unref (task);
}

static void wait_for_paste (GTask *task);

static void
got_paste (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  GTask *task = user_data;
  g_autoptr(GError) error = NULL;
  g_autofree char *line = gate_cli_prompt_finish (result, &error);

  if (!line && g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CLOSED))
    give (task, gate_answer_new (GATE_CHOICE_CANCEL, NULL));
  else if (!line)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      g_object_unref (task);
    }
  else if (!*g_strstrip (line))
    wait_for_paste (task);
  else if (g_ascii_strcasecmp (line, "c") == 0)
    give (task, gate_answer_new (GATE_CHOICE_CANCEL, NULL));
  else
    {
      g_autoptr(JsonObject) values = json_object_new ();

      json_object_set_string_member (values, "redirect", line);
      give (task, gate_answer_new (GATE_CHOICE_ACCEPT, values));
    }
}

static gboolean
was_cancelled (GCancellable *cancellable,
               gpointer      user_data)
{
  GTask *task = user_data;

  g_task_return_error_if_cancelled (task);
  g_object_unref (task);
  return G_SOURCE_REMOVE;
}

/* The asker cancels the question when the browser's answer arrived by itself. */
static void
wait_for_paste (GTask *task)
{
  BrowserData *data = browser_data_of (task);
  GCancellable *cancellable = g_task_get_cancellable (task);

  if (data->cli->stdin_is_terminal)
    {
      const char *prompt = data->cli->no_browser ? _("Redirect address (c cancels): ")
                                                 : _("Waiting for the browser; c cancels, or paste the redirect address: ");
      gate_cli_prompt_async (prompt, FALSE, cancellable, got_paste, task);
      return;
    }
  if (!cancellable)
    {
      give (task, gate_answer_new (GATE_CHOICE_CANCEL, NULL));
      return;
    }
  g_autoptr(GSource) source = g_cancellable_source_new (cancellable);
  g_source_set_callback (source, G_SOURCE_FUNC (was_cancelled), task, NULL);
  g_source_attach (source, NULL);
}

static void
finish_or_wait (GTask *task)
{
  BrowserData *data = browser_data_of (task);

  if (gate_question_get_kind (data->question) == GATE_QUESTION_SIGN_IN)
    wait_for_paste (task);
  else
    give (task, gate_answer_new (GATE_CHOICE_ACCEPT, NULL));
}

static void
did_open (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  GTask *task = user_data;
  g_autoptr(GError) error = NULL;

  if (!g_app_info_launch_default_for_uri_finish (result, &error))
    g_printerr ("%s\n", _("No browser could be opened. Open the address above by hand, on this computer."));
  finish_or_wait (task);
}

static void
open_browser (GTask *task)
{
  BrowserData *data = browser_data_of (task);

  if (data->cli->no_browser)
    finish_or_wait (task);
  else
    g_app_info_launch_default_for_uri_async (gate_question_get_url (data->question), NULL, NULL, did_open, task);
}

static void
got_consent (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  GTask *task = user_data;
  g_autoptr(GError) error = NULL;
  g_autofree char *line = gate_cli_prompt_finish (result, &error);

  if (!line && g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      g_object_unref (task);
    }
  else if (!line || g_ascii_strcasecmp (g_strstrip (line), "c") == 0)
    give (task, gate_answer_new (GATE_CHOICE_CANCEL, NULL));
  else if (g_ascii_strcasecmp (line, "n") == 0)
    give (task, gate_answer_new (GATE_CHOICE_DECLINE, NULL));
  else
    open_browser (task);
}

static void
show_address (GateCli      *cli,
              GateQuestion *question)
{
  g_autofree char *url = gate_text_make_visible (gate_question_get_url (question), GATE_TEXT_LINE);
  g_autoptr(GUri) uri = g_uri_parse (gate_question_get_url (question), G_URI_FLAGS_ENCODED, NULL);
  g_autofree char *host = gate_text_make_visible (uri ? g_uri_get_host (uri) : "", GATE_TEXT_LINE);
  g_autofree char *strong = gate_cli_styled (gate_cli_use_color (cli, cli->stderr_is_terminal), GATE_CLI_STRONG, host);

  g_printerr ("  %s: %s\n", _("Host"), strong);
  if (g_str_has_prefix (host, "xn--") || strstr (host, ".xn--"))
    g_printerr ("  %s\n", _("Caution: this host’s name is written in other letters than it shows (punycode)."));
  g_printerr ("  %s:\n%s\n", _("Address"), url);
}

/**
 * gate_cli_ask_browser_async:
 * @cli: the command line
 * @question: a question with an address: a sign-in or an elicitation of mode url
 * @cancellable: (nullable): ends it; a sign-in's is cancelled when the browser's answer arrived
 * @callback: called with the answer
 * @user_data: for @callback
 *
 * Shows the whole address with its host, opens it in the person's browser (an elicitation only after consent), and for a sign-in
 * waits, ready to take the redirect address pasted back as "redirect".
 */
void
gate_cli_ask_browser_async (GateCli             *cli,
                            GateQuestion        *question,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  GTask *task = gate_task_new (NULL, cancellable, callback, user_data, gate_cli_ask_browser_async);
  BrowserData *data = browser_data_new ();

  data->cli = cli;
  data->question = g_object_ref (question);
  browser_data_attach (task, data);
  gate_cli_show_question (cli, question);
  show_address (cli, question);
  if (gate_question_get_kind (question) == GATE_QUESTION_SIGN_IN || !cli->stdin_is_terminal)
    open_browser (task);
  else
    gate_cli_prompt_async (_("Open it in your browser? Return opens, n declines, c cancels: "), FALSE, cancellable, got_consent, task);
}

/**
 * gate_cli_ask_browser_finish:
 * @result: the result
 * @error: set to %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable): the answer
 */
GateAnswer *
gate_cli_ask_browser_finish (GAsyncResult  *result,
                             GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
