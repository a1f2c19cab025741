// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-cli-prompt.h"

#include "gate-secret.h"
#include "gate-task.h"

#include <errno.h>
#include <glib-unix.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#define LINE_LIMIT 65536

typedef struct {
  GString *line;
  gboolean secret;
  GSource *input;
  GSource *cancelled;
} PromptData;

GATE_DEFINE_DATA (PromptData, prompt_data)

static struct termios saved_terminal;
static gboolean terminal_is_changed;

static void
prompt_data_clear (PromptData *self)
{
  gate_secret_wipe (self->line->str);
  g_string_free (self->line, TRUE);
  if (self->input)
    g_source_destroy (self->input);
  g_clear_pointer (&self->input, g_source_unref);
  if (self->cancelled)
    g_source_destroy (self->cancelled);
  g_clear_pointer (&self->cancelled, g_source_unref);
}

/**
 * gate_cli_prompt_reset:
 *
 * Gives the terminal its echo back, if a prompt for a secret took it.
 */
void
gate_cli_prompt_reset (void)
{
  if (terminal_is_changed)
    tcsetattr (STDIN_FILENO, TCSAFLUSH, &saved_terminal);
  terminal_is_changed = FALSE;
}

static void
hide_input (void)
{
  struct termios hidden;

  if (tcgetattr (STDIN_FILENO, &saved_terminal) != 0)
    return;
  hidden = saved_terminal;
  hidden.c_lflag &= ~(tcflag_t) ECHO;
  hidden.c_lflag |= ECHONL;
  terminal_is_changed = tcsetattr (STDIN_FILENO, TCSAFLUSH, &hidden) == 0;
}

static void
end_prompt (GTask *task)
{
  PromptData *data = prompt_data_of (task);

  if (data->secret)
    gate_cli_prompt_reset ();
  g_source_destroy (data->input);
  if (data->cancelled)
    g_source_destroy (data->cancelled);
}

/* One byte at a time, so that nothing of the next line is taken. */
static gboolean
got_input (int          fd,
           GIOCondition condition,
           gpointer     user_data)
{
  g_autoptr(GTask) task = g_object_ref (user_data);
  PromptData *data = prompt_data_of (task);
  char c;
  gssize n = read (fd, &c, 1);

  if (n < 0 && (errno == EINTR || errno == EAGAIN))
    return G_SOURCE_CONTINUE;
  if (n == 1 && c != '\n' && data->line->len < LINE_LIMIT)
    {
      g_string_append_c (data->line, c);
      return G_SOURCE_CONTINUE;
    }

  end_prompt (task);
  if (n == 1 || (n == 0 && data->line->len > 0))
    g_task_return_pointer (task, g_strdup (data->line->str), g_free);
  else
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CLOSED, "The input ended");
  return G_SOURCE_REMOVE;
}

static gboolean
was_cancelled (GCancellable *cancellable,
               gpointer      user_data)
{
  g_autoptr(GTask) task = g_object_ref (user_data);

  end_prompt (task);
  g_printerr ("\n");
  g_task_return_error_if_cancelled (task);
  return G_SOURCE_REMOVE;
}

/**
 * gate_cli_prompt_async:
 * @prompt: what to show before the cursor
 * @secret: whether nothing is shown while typing
 * @cancellable: (nullable): ends the prompt
 * @callback: called with the line
 * @user_data: for @callback
 *
 * Asks for one line on the terminal.
 */
void
gate_cli_prompt_async (const char          *prompt,
                       gboolean             secret,
                       GCancellable        *cancellable,
                       GAsyncReadyCallback  callback,
                       gpointer             user_data)
{
  g_autoptr(GTask) task = gate_task_new (NULL, cancellable, callback, user_data, gate_cli_prompt_async);
  PromptData *data = prompt_data_new ();

  data->line = g_string_new (NULL);
  data->secret = secret;
  prompt_data_attach (task, data);
  g_printerr ("%s", prompt);
  if (secret)
    hide_input ();
  data->input = g_unix_fd_source_new (STDIN_FILENO, G_IO_IN | G_IO_HUP | G_IO_ERR);
  g_source_set_callback (data->input, G_SOURCE_FUNC (got_input), g_object_ref (task), g_object_unref);
  g_source_attach (data->input, NULL);
  if (cancellable)
    {
      data->cancelled = g_cancellable_source_new (cancellable);
      g_source_set_callback (data->cancelled, G_SOURCE_FUNC (was_cancelled), g_object_ref (task), g_object_unref);
      g_source_attach (data->cancelled, NULL);
    }
}

/**
 * gate_cli_prompt_finish:
 * @result: the result
 * @error: set to %G_IO_ERROR_CLOSED at the end of input, or %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable): the line, without its line feed
 */
char *
gate_cli_prompt_finish (GAsyncResult  *result,
                        GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
