// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-browser-visit.h"

#include "gate-error.h"
#include "gate-i18n.h"
#include "gate-task.h"
#include "gate-text.h"

#include <string.h>

typedef struct {
  GCancellable *question_cancellable;
  GCancellable *listener_cancellable;
  GSource      *timeout;
  gulong        cancelled_id;
  guint         pending;
  gboolean      decided;
  char         *redirect; /* the outcome: this */
  GError       *error;    /* or this */
} VisitData;

GATE_DEFINE_DATA (VisitData, visit_data)

static void
visit_data_clear (VisitData *self)
{
  g_clear_object (&self->question_cancellable);
  g_clear_object (&self->listener_cancellable);
  g_clear_pointer (&self->timeout, g_source_unref);
  gate_secret_wipe (self->redirect);
  g_free (self->redirect);
  g_clear_error (&self->error);
}

/* The first outcome counts; whatever else is under way is ended, and its end waited for. redirect, error: (transfer full). */
static void
decide (GTask  *task,
        char   *redirect,
        GError *error)
{
  VisitData *data = visit_data_of (task);

  if (data->decided)
    {
      gate_secret_wipe (redirect);
      g_free (redirect);
      g_clear_error (&error);
      return;
    }
  data->decided = TRUE;
  data->redirect = redirect;
  data->error = error;
  g_source_destroy (data->timeout);
  g_cancellable_disconnect (g_task_get_cancellable (task), data->cancelled_id);
  data->cancelled_id = 0;
  g_cancellable_cancel (data->question_cancellable);
  g_cancellable_cancel (data->listener_cancellable);
}

static void
ended (GTask *task)
{
  VisitData *data = visit_data_of (task);

  if (--data->pending > 0)
    return;
  if (data->redirect)
    g_task_return_pointer (task, g_steal_pointer (&data->redirect), g_free);
  else
    g_task_return_error (task, g_steal_pointer (&data->error));
}

static void
got_redirect (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;
  char *redirect = gate_loopback_listener_wait_finish (GATE_LOOPBACK_LISTENER (source), result, &error);

  decide (task, redirect, error);
  ended (task);
}

static GError *
refusal (GateSignInContext *context)
{
  g_autofree char *title = gate_sign_in_context_dup_title (context);
  return gate_error_new (GATE_ERROR_REFUSED, GATE_LAYER_SIGNED_IN, _("Sign in again when you want to."), _("The sign-in to %s was cancelled"), title);
}

/* Accepted without an address: the browser is open and its answer comes to the listener. */
static void
got_answer (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GateSignInContext *context = g_task_get_source_object (task);
  GError *error = NULL;
  g_autoptr(GateAnswer) answer = gate_interaction_ask_finish (GATE_INTERACTION (source), result, &error);
  const char *pasted = answer ? gate_answer_get_string (answer, "redirect") : NULL;

  if (error)
    decide (task, NULL, error);
  else if (!gate_answer_is (answer, GATE_CHOICE_ACCEPT))
    decide (task, NULL, refusal (context));
  else if (pasted && *pasted)
    decide (task, g_strstrip (g_strdup (pasted)), NULL);
  ended (task);
}

static gboolean
timed_out (gpointer user_data)
{
  GTask *task = user_data;
  GateSignInContext *context = g_task_get_source_object (task);
  g_autofree char *title = gate_sign_in_context_dup_title (context);
  g_autofree char *duration = gate_text_duration (context->time_limit_ms / 1000);

  decide (task, NULL, gate_error_new (GATE_ERROR_TIMED_OUT, GATE_LAYER_SIGNED_IN,
                                      _("Sign in again; if the browser showed an error, report it to the service."),
                                      _("Nobody finished the sign-in to %s in %s"), title, duration));
  return G_SOURCE_REMOVE;
}

static gboolean
decide_cancelled (gpointer user_data)
{
  decide (user_data, NULL, g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, _("The sign-in was cancelled")));
  return G_SOURCE_REMOVE;
}

/* Not at once: a handler may not disconnect itself from its cancellable. */
static void
on_cancelled (GCancellable *cancellable,
              gpointer      user_data)
{
  GSource *source = g_idle_source_new ();

  g_source_set_callback (source, decide_cancelled, g_object_ref (user_data), g_object_unref);
  g_source_attach (source, g_task_get_context (G_TASK (user_data)));
  g_source_unref (source);
}

/**
 * gate_browser_visit_async:
 * @context: the sign-in
 * @question: what to ask the person, with the address to open
 * @request: the attempt
 * @listener: bound to the attempt's redirect address
 * @cancellable: (nullable): ends it
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Has the face open the browser and waits for the answer, from the listener or pasted by the person, for as long as the sign-in's
 * time limit says. The question disappears when the answer came by itself. Nothing is checked here: that is the attempt's work.
 */
void
gate_browser_visit_async (GateSignInContext        *context,
                          GateQuestion             *question,
                          GateAuthorizationRequest *request,
                          GateLoopbackListener     *listener,
                          GCancellable             *cancellable,
                          GAsyncReadyCallback       callback,
                          gpointer                  user_data)
{
  g_autoptr(GTask) task = gate_task_new (context, cancellable, callback, user_data, gate_browser_visit_async);
  VisitData *data = visit_data_new ();

  visit_data_attach (task, data);
  g_task_set_check_cancellable (task, FALSE);
  data->question_cancellable = g_cancellable_new ();
  data->listener_cancellable = g_cancellable_new ();
  data->timeout = g_timeout_source_new (context->time_limit_ms);
  g_source_set_callback (data->timeout, timed_out, task, NULL);
  g_source_attach (data->timeout, g_task_get_context (task));
  data->pending = 2;
  if (cancellable)
    data->cancelled_id = g_cancellable_connect (cancellable, G_CALLBACK (on_cancelled), task, NULL);

  gate_loopback_listener_wait_async (listener, gate_authorization_request_get_state (request), data->listener_cancellable,
                                     got_redirect, g_object_ref (task));
  gate_interaction_ask_async (context->interaction, question, data->question_cancellable, got_answer, g_object_ref (task));
}

/**
 * gate_browser_visit_finish:
 * @context: the sign-in
 * @result: the result
 * @error: set to %GATE_ERROR_REFUSED, %GATE_ERROR_TIMED_OUT, %GATE_ERROR_ASK_NEEDED or %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable): the redirect address with the answer
 */
char *
gate_browser_visit_finish (GateSignInContext  *context,
                           GAsyncResult       *result,
                           GError            **error)
{
  g_return_val_if_fail (g_task_is_valid (result, context), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
