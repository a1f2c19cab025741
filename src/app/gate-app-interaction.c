// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-app-interaction.h"

#include "gate-app-question-private.h"
#include "gate-approval-dialog.h"
#include "gate-ask-words.h"
#include "gate-form-dialog.h"
#include "gate-sample-dialog.h"
#include "gate-sign-in-dialog.h"
#include "gate-task.h"

struct _GateAppInteraction {
  GObject         parent_instance;

  GtkApplication *application; /* (not owned) (nullable) */
  GPtrArray      *open;        /* (element-type GateAppQuestion): in the order in which they came */
  GtkWindow      *place;       /* (not owned) (nullable): where the person was last, that is no question */
  guint           update_id;   /* an idle */
};

static GateQuestionDialog *(*const creators[]) (GateQuestion *question) = {
  [GATE_QUESTION_SIGN_IN] = gate_sign_in_dialog_new,
  [GATE_QUESTION_FIELDS] = gate_form_dialog_new,
  [GATE_QUESTION_ELICIT_FORM] = gate_form_dialog_new,
  [GATE_QUESTION_ELICIT_URL] = gate_sign_in_dialog_new,
  [GATE_QUESTION_SAMPLE] = gate_sample_dialog_new,
  [GATE_QUESTION_APPROVE_COMMAND] = gate_approval_dialog_new,
  [GATE_QUESTION_APPROVE_TOOL] = gate_approval_dialog_new,
  [GATE_QUESTION_CONFIRM] = gate_approval_dialog_new,
};

static GType
gate_app_interaction_get_item_type (GListModel *model)
{
  return GATE_TYPE_APP_QUESTION;
}

static guint
gate_app_interaction_get_n_items (GListModel *model)
{
  return GATE_APP_INTERACTION (model)->open->len;
}

static gpointer
gate_app_interaction_get_item (GListModel *model,
                               guint       index)
{
  GateAppInteraction *self = GATE_APP_INTERACTION (model);

  return index < self->open->len ? g_object_ref (g_ptr_array_index (self->open, index)) : NULL;
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = gate_app_interaction_get_item_type;
  iface->get_n_items = gate_app_interaction_get_n_items;
  iface->get_item = gate_app_interaction_get_item;
}

static void interaction_iface_init (GateInteractionInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (GateAppInteraction, gate_app_interaction, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init)
                               G_IMPLEMENT_INTERFACE (GATE_TYPE_INTERACTION, interaction_iface_init))

static char *
notification_id (GateAppQuestion *question)
{
  return g_strconcat ("question-", gate_question_get_id (question->question), NULL);
}

static void
notify (GateAppInteraction *self,
        GateAppQuestion    *question)
{
  g_autofree char *heading = gate_ask_words_heading (question->question);
  g_autofree char *source = gate_ask_words_source (question->question);
  g_autofree char *id = notification_id (question);
  g_autoptr(GNotification) notification = NULL;

  if (question->notified)
    return;
  question->notified = TRUE;
  notification = g_notification_new (heading);
  if (source)
    g_notification_set_body (notification, source);
  g_notification_set_priority (notification, G_NOTIFICATION_PRIORITY_HIGH);
  g_notification_set_default_action (notification, "app.show-questions");
  g_application_send_notification (G_APPLICATION (self->application), id, notification);
}

static void
withdraw (GateAppInteraction *self,
          GateAppQuestion    *question)
{
  g_autofree char *id = notification_id (question);

  if (question->notified && self->application)
    g_application_withdraw_notification (G_APPLICATION (self->application), id);
  question->notified = FALSE;
}

/* The window to ask over: not a dialog, which may go before the question is answered. */
static GtkWindow *
find_parent (GateAppInteraction *self)
{
  GtkWindow *window = gtk_application_get_active_window (self->application);

  while (window && gtk_window_get_transient_for (window))
    window = gtk_window_get_transient_for (window);
  if (window && !GATE_IS_QUESTION_DIALOG (window) && gtk_widget_get_visible (GTK_WIDGET (window)))
    return window;
  for (GList *each = gtk_application_get_windows (self->application); each; each = each->next)
    if (!gtk_window_get_transient_for (each->data) && !GATE_IS_QUESTION_DIALOG (each->data) && gtk_widget_get_visible (each->data))
      return each->data;
  return NULL;
}

/* The window that the person is in, be it one of those that are no window of the application's own. */
static GtkWindow *
find_active (void)
{
  GListModel *all = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (all); i++)
    {
      g_autoptr(GtkWindow) window = g_list_model_get_item (all, i);

      if (gtk_window_is_active (window))
        return window; /* it keeps itself */
    }
  return NULL;
}

/* Where the person goes on after a question: one question may follow another. */
static GtkWindow *
find_place (GateAppInteraction *self)
{
  GtkWindow *active = find_active ();

  if (active && !GATE_IS_QUESTION_DIALOG (active))
    g_set_weak_pointer (&self->place, active);
  return self->place;
}

static guint
count_undecided (GateAppInteraction *self)
{
  guint n = 0;

  for (guint i = 0; i < self->open->len; i++)
    n += !((GateAppQuestion *) g_ptr_array_index (self->open, i))->waiting;
  return n;
}

static void update (GateAppInteraction *self);

static void
answered (GateAppQuestion *question,
          GateAnswer      *answer)
{
  GtkWindow *dialog = GTK_WINDOW (question->dialog);
  /* Who was asked goes on where they were, which need not be the window that the dialog stands over. */
  GtkWindow *next = dialog && gtk_window_is_active (dialog) ? question->before : NULL;

  question->dialog = NULL;
  if (next)
    gtk_window_present (next);
  gate_app_question_answer (question, answer);
}

/* Without an answer: its window was closed. The question stays, and is shown again over the next one. */
static void
dialog_gone (GateAppQuestion *question)
{
  question->dialog = NULL;
}

static void
waiting_changed (GateAppInteraction *self,
                 GParamSpec         *pspec,
                 GateQuestionDialog *dialog)
{
  for (guint i = 0; i < self->open->len; i++)
    {
      GateAppQuestion *question = g_ptr_array_index (self->open, i);

      if (question->dialog == dialog)
        question->waiting = gate_question_dialog_get_waiting (dialog);
    }
  update (self);
}

static void
looked_at (GateAppInteraction *self,
           GParamSpec         *pspec,
           GtkWindow          *dialog)
{
  for (guint i = 0; gtk_window_is_active (dialog) && i < self->open->len; i++)
    if (GTK_WINDOW (((GateAppQuestion *) g_ptr_array_index (self->open, i))->dialog) == dialog)
      withdraw (self, g_ptr_array_index (self->open, i));
}

static void
show_dialog (GateAppInteraction *self,
             GateAppQuestion    *question,
             GtkWindow          *parent)
{
  GateQuestionDialog *dialog = creators[gate_question_get_kind (question->question)](question->question);

  question->dialog = dialog;
  g_set_weak_pointer (&question->before, find_place (self));
  gtk_window_set_transient_for (GTK_WINDOW (dialog), parent);
  gtk_window_set_destroy_with_parent (GTK_WINDOW (dialog), TRUE);
  g_signal_connect_object (dialog, "answered", G_CALLBACK (answered), question, G_CONNECT_SWAPPED);
  g_signal_connect_object (dialog, "destroy", G_CALLBACK (dialog_gone), question, G_CONNECT_SWAPPED);
  gate_question_dialog_set_waiting (dialog, question->waiting);
  g_signal_connect_object (dialog, "notify::waiting", G_CALLBACK (waiting_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (dialog, "notify::is-active", G_CALLBACK (looked_at), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
update (GateAppInteraction *self)
{
  GtkWindow *parent = self->application ? find_parent (self) : NULL;
  guint n_undecided = count_undecided (self);
  gboolean asked = FALSE;

  for (guint i = 0; self->application && i < self->open->len; i++)
    {
      GateAppQuestion *question = g_ptr_array_index (self->open, i);
      gboolean turn = question->waiting || !asked;

      asked = asked || !question->waiting;
      if (turn && parent && !question->dialog)
        show_dialog (self, question, parent);
      if (turn && question->dialog)
        gate_question_dialog_set_n_open (question->dialog, question->waiting ? 0 : n_undecided);
      if (!question->waiting && !find_active ())
        notify (self, question);
    }
}

static gboolean
update_now (gpointer user_data)
{
  GateAppInteraction *self = user_data;

  self->update_id = 0;
  update (self);
  return G_SOURCE_REMOVE;
}

/* Windows come and go within functions of GTK: what follows from it is done when that is over. */
static void
update_soon (GateAppInteraction *self)
{
  if (!self->update_id)
    self->update_id = g_idle_add (update_now, self);
}

static void
ended (GateAppInteraction *self,
       GateAppQuestion    *question)
{
  guint index;

  if (!g_ptr_array_find (self->open, question, &index))
    return;
  g_signal_handlers_disconnect_by_data (question, self);
  g_object_ref (question);
  withdraw (self, question);
  if (question->dialog)
    {
      GtkWindow *dialog = GTK_WINDOW (question->dialog);
      GtkWindow *parent = gtk_window_get_transient_for (dialog);

      question->dialog = NULL;
      /* The browser is done: the person goes on here. */
      if (question->waiting && (question->before || parent))
        gtk_window_present (question->before ? question->before : parent);
      gtk_window_destroy (dialog);
    }
  g_ptr_array_remove_index (self->open, index);
  g_list_model_items_changed (G_LIST_MODEL (self), index, 1, 0);
  if (self->application)
    g_application_release (G_APPLICATION (self->application));
  g_object_unref (question);
  update_soon (self);
}

static GateInteractionCapabilities
gate_app_interaction_get_capabilities (GateInteraction *interaction)
{
  return GATE_INTERACTION_FORMS | GATE_INTERACTION_URLS | GATE_INTERACTION_SAMPLING | GATE_INTERACTION_CHOICES;
}

static void
gate_app_interaction_ask_async (GateInteraction     *interaction,
                                GateQuestion        *question,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  GateAppInteraction *self = GATE_APP_INTERACTION (interaction);
  g_autoptr(GTask) task = gate_task_new (self, cancellable, callback, user_data, gate_app_interaction_ask_async);
  GateAppQuestion *open;

  if (g_task_return_error_if_cancelled (task))
    return;
  if (!self->application)
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "The application has ended");
      return;
    }
  open = gate_app_question_new (question, g_steal_pointer (&task));
  g_signal_connect_object (open, "ended", G_CALLBACK (ended), self, G_CONNECT_SWAPPED);
  g_ptr_array_add (self->open, open);
  g_application_hold (G_APPLICATION (self->application));
  g_list_model_items_changed (G_LIST_MODEL (self), self->open->len - 1, 0, 1);
  update_soon (self);
}

static GateAnswer *
gate_app_interaction_ask_finish (GateInteraction  *interaction,
                                 GAsyncResult     *result,
                                 GError          **error)
{
  g_return_val_if_fail (g_task_is_valid (result, interaction), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
interaction_iface_init (GateInteractionInterface *iface)
{
  iface->get_capabilities = gate_app_interaction_get_capabilities;
  iface->ask_async = gate_app_interaction_ask_async;
  iface->ask_finish = gate_app_interaction_ask_finish;
}

static void
gate_app_interaction_dispose (GObject *object)
{
  GateAppInteraction *self = GATE_APP_INTERACTION (object);

  gate_app_interaction_cancel_all (self);
  g_clear_handle_id (&self->update_id, g_source_remove);
  g_clear_weak_pointer (&self->application);
  g_clear_weak_pointer (&self->place);
  G_OBJECT_CLASS (gate_app_interaction_parent_class)->dispose (object);
}

static void
gate_app_interaction_finalize (GObject *object)
{
  g_ptr_array_unref (GATE_APP_INTERACTION (object)->open);
  G_OBJECT_CLASS (gate_app_interaction_parent_class)->finalize (object);
}

static void
gate_app_interaction_class_init (GateAppInteractionClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = gate_app_interaction_dispose;
  G_OBJECT_CLASS (klass)->finalize = gate_app_interaction_finalize;
}

static void
gate_app_interaction_init (GateAppInteraction *self)
{
  self->open = g_ptr_array_new_with_free_func (g_object_unref);
}

/**
 * gate_app_interaction_new:
 * @application: the application, whose windows are asked over; it is not kept alive
 *
 * Returns: (transfer full): the application as one that can be asked
 */
GateAppInteraction *
gate_app_interaction_new (GtkApplication *application)
{
  GateAppInteraction *self = g_object_new (GATE_TYPE_APP_INTERACTION, NULL);

  g_set_weak_pointer (&self->application, application);
  g_signal_connect_object (application, "window-added", G_CALLBACK (update_soon), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (application, "window-removed", G_CALLBACK (update_soon), self, G_CONNECT_SWAPPED);
  return self;
}

/**
 * gate_app_interaction_show:
 * @self: the application as one that can be asked
 *
 * Brings the question that is to be decided to the front, over a window that is there.
 */
void
gate_app_interaction_show (GateAppInteraction *self)
{
  g_return_if_fail (GATE_IS_APP_INTERACTION (self));
  update (self);
  for (guint i = 0; i < self->open->len; i++)
    {
      GateAppQuestion *question = g_ptr_array_index (self->open, i);

      if (question->dialog && !question->waiting)
        gtk_window_present (GTK_WINDOW (question->dialog));
    }
}

/**
 * gate_app_interaction_cancel_all:
 * @self: the application as one that can be asked
 *
 * Ends all questions without an answer, because the application ends.
 */
void
gate_app_interaction_cancel_all (GateAppInteraction *self)
{
  g_return_if_fail (GATE_IS_APP_INTERACTION (self));
  while (self->open->len > 0)
    gate_app_question_cancel (g_ptr_array_index (self->open, self->open->len - 1));
}
