// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-endpoint-consent.h"

#include "gate-error.h"
#include "gate-i18n.h"
#include "gate-task.h"

typedef struct {
  GateServerMetadata  *server;
  char               **confirmed;
  char               **foreign;
} ConsentData;

GATE_DEFINE_DATA (ConsentData, consent_data)

static void
consent_data_clear (ConsentData *self)
{
  gate_server_metadata_unref (self->server);
  g_strfreev (self->confirmed);
  g_strfreev (self->foreign);
}

static char **
join (char **a,
      char **b)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();

  if (a)
    g_strv_builder_addv (builder, (const char **) a);
  if (b)
    g_strv_builder_addv (builder, (const char **) b);
  return g_strv_builder_end (builder);
}

static GError *
refusal (ConsentData *data)
{
  g_autofree char *host = gate_server_metadata_dup_host (data->server);
  g_autofree char *origins = g_strjoinv (", ", data->foreign);
  g_autofree char *remedy = g_strdup_printf (_("If you know that %s belongs to it, trust it for this connector (trustedEndpointOrigins); "
                                               "else report it to the service."), origins);

  return gate_error_new (GATE_ERROR_UNTRUSTED, GATE_LAYER_SIGNED_IN, remedy,
                         _("The account server %s has endpoints elsewhere, on %s; nothing was sent there"), host, origins);
}

static void
got_answer (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  ConsentData *data = consent_data_of (task);
  g_autoptr(GError) error = NULL;
  g_autoptr(GateAnswer) answer = gate_interaction_ask_finish (GATE_INTERACTION (source), result, &error);

  if (answer && gate_answer_is (answer, GATE_CHOICE_ACCEPT))
    g_task_return_pointer (task, join (data->confirmed, data->foreign), (GDestroyNotify) g_strfreev);
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_error (task, refusal (data));
}

static void
ask (GTask *task)
{
  GateSignInContext *context = g_task_get_source_object (task);
  ConsentData *data = consent_data_of (task);
  g_autofree char *title = gate_sign_in_context_dup_title (context);
  g_autofree char *host = gate_server_metadata_dup_host (data->server);
  g_autofree char *heading = g_strdup_printf (_("Sign in to %s through another host?"), title);
  g_autofree char *body = g_strdup_printf (_("%s says that part of its sign-in is elsewhere. What is sent there lets its owner act in your "
                                             "name. Some services do this for good reasons; continue only if you know the host."), host);
  g_autoptr(GateQuestion) question = gate_sign_in_context_question (context, GATE_QUESTION_CONFIRM, heading);

  gate_question_set_body (question, body);
  gate_question_add_detail (question, GATE_DETAIL_ACCOUNT_SERVER, _("Account server"), data->server->issuer);
  for (guint i = 0; data->foreign[i]; i++)
    gate_question_add_detail (question, NULL, _("Elsewhere"), data->foreign[i]);
  gate_question_add_choice (question, GATE_CHOICE_DECLINE, _("Do Not Sign In"));
  gate_question_add_choice (question, GATE_CHOICE_ACCEPT, _("Trust This Host"));
  gate_interaction_ask_async (context->interaction, question, g_task_get_cancellable (task), got_answer, g_object_ref (task));
}

/**
 * gate_endpoint_consent_async:
 * @context: the sign-in
 * @server: the authorization server
 * @confirmed: (nullable): origins that the person confirmed before
 * @cancellable: (nullable): ends it
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Makes sure that codes and tokens go only where they may: to the issuer's own origin, to origins that the connector's settings
 * trust, and to those that the person confirms, who is asked where that is possible.
 */
void
gate_endpoint_consent_async (GateSignInContext   *context,
                             GateServerMetadata  *server,
                             const char * const  *confirmed,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  g_autoptr(GTask) task = gate_task_new (context, cancellable, callback, user_data, gate_endpoint_consent_async);
  ConsentData *data = consent_data_new ();

  consent_data_attach (task, data);
  data->server = gate_server_metadata_ref (server);
  data->confirmed = g_strdupv ((char **) confirmed);

  g_auto(GStrv) trusted = join (context->settings->trusted_endpoint_origins, data->confirmed);
  data->foreign = gate_server_metadata_foreign_origins (server, (const char * const *) trusted);
  if (!*data->foreign)
    g_task_return_pointer (task, join (data->confirmed, NULL), (GDestroyNotify) g_strfreev);
  else if (gate_sign_in_context_can_ask (context, GATE_INTERACTION_CHOICES))
    ask (task);
  else
    g_task_return_error (task, refusal (data));
}

/**
 * gate_endpoint_consent_finish:
 * @context: the sign-in
 * @result: the result
 * @error: set to %GATE_ERROR_UNTRUSTED
 *
 * Returns: (transfer full) (nullable): the origins that the person has confirmed, now and before; to be kept with the sign-in
 */
char **
gate_endpoint_consent_finish (GateSignInContext  *context,
                              GAsyncResult       *result,
                              GError            **error)
{
  g_return_val_if_fail (g_task_is_valid (result, context), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
