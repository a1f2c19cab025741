// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-conformance-browser.h"

#include "gate-error.h"
#include "gate-task.h"

#include <libsoup/soup.h>

struct _GateConformanceBrowser {
  GObject      parent_instance;

  SoupSession *session;
};

static void interaction_iface_init (GateInteractionInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (GateConformanceBrowser, gate_conformance_browser, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (GATE_TYPE_INTERACTION, interaction_iface_init))

static void
got_redirect (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) body = soup_session_send_and_read_finish (SOUP_SESSION (source), result, &error);
  SoupMessage *message = soup_session_get_async_result_message (SOUP_SESSION (source), result);
  const char *location = message ? soup_message_headers_get_one (soup_message_get_response_headers (message), "Location") : NULL;

  if (!body)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  if (!location)
    {
      g_task_return_new_error (task, GATE_ERROR, GATE_ERROR_REFUSED, "The authorization page did not redirect");
      return;
    }
  g_autoptr(JsonObject) values = json_object_new ();
  json_object_set_string_member (values, "redirect", location);
  g_task_return_pointer (task, gate_answer_new (GATE_CHOICE_ACCEPT, values), g_object_unref);
}

static void
follow (GateConformanceBrowser *self,
        GTask                  *task,
        const char             *url)
{
  g_autoptr(SoupMessage) message = soup_message_new ("GET", url);

  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT);
  soup_session_send_and_read_async (self->session, message, G_PRIORITY_DEFAULT, g_task_get_cancellable (task), got_redirect, task);
}

static void
browser_ask_async (GateInteraction     *interaction,
                   GateQuestion        *question,
                   GCancellable        *cancellable,
                   GAsyncReadyCallback  callback,
                   gpointer             user_data)
{
  GateConformanceBrowser *self = GATE_CONFORMANCE_BROWSER (interaction);
  g_autoptr(GTask) task = gate_task_new (self, cancellable, callback, user_data, browser_ask_async);
  g_autoptr(JsonObject) values = NULL;

  if (gate_question_get_kind (question) == GATE_QUESTION_SIGN_IN)
    {
      follow (self, g_steal_pointer (&task), gate_question_get_url (question));
      return;
    }
  if (gate_question_get_form (question))
    values = gate_form_fill_defaults (gate_question_get_form (question), NULL);
  g_task_return_pointer (task, gate_answer_new (GATE_CHOICE_ACCEPT, values), g_object_unref);
}

static GateAnswer *
browser_ask_finish (GateInteraction  *interaction,
                    GAsyncResult     *result,
                    GError          **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static GateInteractionCapabilities
browser_get_capabilities (GateInteraction *interaction)
{
  return GATE_INTERACTION_FORMS | GATE_INTERACTION_URLS | GATE_INTERACTION_SAMPLING | GATE_INTERACTION_CHOICES;
}

static void
interaction_iface_init (GateInteractionInterface *iface)
{
  iface->get_capabilities = browser_get_capabilities;
  iface->ask_async = browser_ask_async;
  iface->ask_finish = browser_ask_finish;
}

static void
gate_conformance_browser_dispose (GObject *object)
{
  g_clear_object (&GATE_CONFORMANCE_BROWSER (object)->session);
  G_OBJECT_CLASS (gate_conformance_browser_parent_class)->dispose (object);
}

static void
gate_conformance_browser_class_init (GateConformanceBrowserClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = gate_conformance_browser_dispose;
}

static void
gate_conformance_browser_init (GateConformanceBrowser *self)
{
  self->session = soup_session_new ();
}

/**
 * gate_conformance_browser_new:
 *
 * Returns: (transfer full): a person who agrees to everything
 */
GateInteraction *
gate_conformance_browser_new (void)
{
  return g_object_new (GATE_TYPE_CONFORMANCE_BROWSER, NULL);
}
