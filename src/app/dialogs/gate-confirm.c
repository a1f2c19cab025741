// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-confirm.h"

#include "gate-task.h"
#include "gate-words.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <string.h>

#define ACCEPT "accept"
#define CANCEL "cancel"

static GtkWindow *
window_of (GtkWidget *near)
{
  GtkRoot *root = near ? gtk_widget_get_root (near) : NULL;

  return GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL;
}

static void
on_response (AdwMessageDialog *dialog,
             const char       *response,
             gpointer          user_data)
{
  g_autoptr(GTask) task = user_data;

  if (!g_task_return_error_if_cancelled (task))
    g_task_return_boolean (task, strcmp (response, ACCEPT) == 0);
}

/**
 * gate_confirm_async:
 * @near: a widget of the window over which to ask
 * @heading: the question, translated
 * @body: what it means, translated
 * @accept_label: the button that agrees, with a mnemonic
 * @destructive: whether something is lost by it
 * @cancellable: (nullable): takes the question back
 * @callback: called with the answer
 * @user_data: for @callback
 *
 * Asks a question with two answers.
 */
void
gate_confirm_async (GtkWidget           *near,
                    const char          *heading,
                    const char          *body,
                    const char          *accept_label,
                    gboolean             destructive,
                    GCancellable        *cancellable,
                    GAsyncReadyCallback  callback,
                    gpointer             user_data)
{
  GTask *task = gate_task_new (NULL, cancellable, callback, user_data, gate_confirm_async);
  GtkWidget *dialog = adw_message_dialog_new (window_of (near), heading, body);
  AdwMessageDialog *message = ADW_MESSAGE_DIALOG (dialog);

  adw_message_dialog_add_response (message, CANCEL, _("_Cancel"));
  adw_message_dialog_add_response (message, ACCEPT, accept_label);
  adw_message_dialog_set_response_appearance (message, ACCEPT,
                                              destructive ? ADW_RESPONSE_DESTRUCTIVE : ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (message, destructive ? CANCEL : ACCEPT);
  adw_message_dialog_set_close_response (message, CANCEL);
  g_signal_connect (dialog, "response", G_CALLBACK (on_response), task);
  if (cancellable)
    g_signal_connect_object (cancellable, "cancelled", G_CALLBACK (gtk_window_close), dialog, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

/**
 * gate_confirm_finish:
 * @result: the result
 * @error: set when the question was taken back
 *
 * Returns: %TRUE when the person agreed
 */
gboolean
gate_confirm_finish (GAsyncResult  *result,
                     GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * gate_confirm_tell_error:
 * @near: a widget of the window over which to tell it
 * @heading: what did not work, translated
 * @error: why
 *
 * Says what happened and what to do about it.
 */
void
gate_confirm_tell_error (GtkWidget    *near,
                         const char   *heading,
                         const GError *error)
{
  g_autofree char *body = NULL;
  GtkWidget *dialog;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  body = gate_words_error (error);
  dialog = adw_message_dialog_new (window_of (near), heading, body);
  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), CANCEL, _("_Close"));
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), CANCEL);
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), CANCEL);
  gtk_window_present (GTK_WINDOW (dialog));
}
