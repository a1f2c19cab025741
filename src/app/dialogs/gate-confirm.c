// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-confirm.h"

#include "gate-task.h"
#include "gate-text-pane.h"
#include "gate-words.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <string.h>

#define ACCEPT "accept"
#define CANCEL "cancel"
#define TASK_KEY "gate-task"
/* In libadwaita 1.2 the body does not scroll: a long one would push the buttons off the screen. */
#define BODY_CHARS 600
#define BODY_LINES 12

/* The window of a widget; where that is closed already another one of the application, %NULL where there is none. */
static GtkWindow *
window_of (GtkWidget *near)
{
  GListModel *windows = gtk_window_get_toplevels ();
  GtkRoot *root = gtk_widget_get_root (near);
  GtkWindow *other = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr(GtkWindow) window = g_list_model_get_item (windows, i);

      if (GTK_ROOT (window) == root)
        return window; /* the list keeps it */
      if (!other && GTK_IS_APPLICATION_WINDOW (window) && gtk_widget_get_visible (GTK_WIDGET (window)))
        other = window;
    }
  return other;
}

static gboolean
is_long (const char *body)
{
  guint n_lines = 1;

  for (const char *c = body; *c; c++)
    n_lines += *c == '\n';
  return n_lines > BODY_LINES || g_utf8_strlen (body, -1) > BODY_CHARS;
}

/* Of a long body the first paragraph stands above, and the rest in a view of its own. */
static AdwMessageDialog *
create_dialog (GtkWindow  *parent,
               const char *heading,
               const char *body)
{
  gboolean scrolls = is_long (body);
  g_auto(GStrv) parts = g_strsplit (body, "\n\n", 2);
  gboolean split = scrolls && parts[0] && parts[1] && !is_long (parts[0]);
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (adw_message_dialog_new (parent, heading, split ? parts[0] : scrolls ? "" : body));

  if (scrolls)
    adw_message_dialog_set_extra_child (dialog, gate_text_pane_new (_("Details"), split ? parts[1] : body, FALSE, FALSE));
  return dialog;
}

static void
on_response (AdwMessageDialog *dialog,
             const char       *response)
{
  g_autoptr(GTask) task = g_object_steal_data (G_OBJECT (dialog), TASK_KEY);

  if (task && !g_task_return_error_if_cancelled (task))
    g_task_return_boolean (task, strcmp (response, ACCEPT) == 0);
}

/* The window that it stood over was closed: that is no answer, and nobody waits for one any more. */
static void
on_destroy (AdwMessageDialog *dialog)
{
  g_autoptr(GTask) task = g_object_steal_data (G_OBJECT (dialog), TASK_KEY);

  if (task)
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "The dialog is gone");
}

static void
ask (GtkWidget             *near,
     const char            *heading,
     const char            *body,
     const char            *accept_label,
     AdwResponseAppearance  appearance,
     const char            *by_default,
     GTask                 *task)
{
  GtkWindow *parent = window_of (near);
  GCancellable *cancellable = g_task_get_cancellable (task);
  AdwMessageDialog *message;

  if (!parent)
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "There is no window to ask over");
      return;
    }
  message = create_dialog (parent, heading, body);
  adw_message_dialog_add_response (message, CANCEL, _("_Cancel"));
  adw_message_dialog_add_response (message, ACCEPT, accept_label);
  adw_message_dialog_set_response_appearance (message, ACCEPT, appearance);
  adw_message_dialog_set_default_response (message, by_default);
  adw_message_dialog_set_close_response (message, CANCEL);
  g_object_set_data (G_OBJECT (message), TASK_KEY, g_object_ref (task));
  g_signal_connect (message, "response", G_CALLBACK (on_response), NULL);
  g_signal_connect (message, "destroy", G_CALLBACK (on_destroy), NULL);
  if (cancellable)
    g_signal_connect_object (cancellable, "cancelled", G_CALLBACK (gtk_window_close), message, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (message));
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
  g_autoptr(GTask) task = gate_task_new (NULL, cancellable, callback, user_data, gate_confirm_async);

  ask (near, heading, body, accept_label, destructive ? ADW_RESPONSE_DESTRUCTIVE : ADW_RESPONSE_SUGGESTED, destructive ? CANCEL : ACCEPT,
       task);
}

/**
 * gate_confirm_unasked_async:
 * @near: a widget of the window over which to ask
 * @heading: the question, translated
 * @body: what it means, translated
 * @accept_label: the button that agrees, with a mnemonic
 * @cancellable: (nullable): takes the question back
 * @callback: called with the answer, for gate_confirm_finish()
 * @user_data: for @callback
 *
 * Asks about something that the person did not begin here. It comes from nowhere, perhaps under a key that was meant for something else:
 * Return does nothing.
 */
void
gate_confirm_unasked_async (GtkWidget           *near,
                            const char          *heading,
                            const char          *body,
                            const char          *accept_label,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  g_autoptr(GTask) task = gate_task_new (NULL, cancellable, callback, user_data, gate_confirm_async);

  ask (near, heading, body, accept_label, ADW_RESPONSE_DEFAULT, CANCEL, task);
}

/**
 * gate_confirm_finish:
 * @result: the result
 * @error: set to %G_IO_ERROR_CANCELLED when the question was taken back, or its window closed
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
 * Says what happened and what to do about it. Where all windows are closed nobody is there to be told.
 *
 * Returns: (nullable) (transfer none): the dialog that says it
 */
GtkWindow *
gate_confirm_tell_error (GtkWidget    *near,
                         const char   *heading,
                         const GError *error)
{
  GtkWindow *parent = window_of (near);
  g_autofree char *body = NULL;
  AdwMessageDialog *dialog;

  if (!parent || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return NULL;
  body = gate_words_error (error);
  dialog = create_dialog (parent, heading, body);
  adw_message_dialog_add_response (dialog, CANCEL, _("_Close"));
  adw_message_dialog_set_default_response (dialog, CANCEL);
  adw_message_dialog_set_close_response (dialog, CANCEL);
  gtk_window_present (GTK_WINDOW (dialog));
  return GTK_WINDOW (dialog);
}
