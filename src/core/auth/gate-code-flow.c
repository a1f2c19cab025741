// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-code-flow.h"

#include "gate-browser-visit.h"
#include "gate-endpoint-consent.h"
#include "gate-error.h"
#include "gate-i18n.h"
#include "gate-oauth-client-chooser.h"
#include "gate-oauth-error.h"
#include "gate-oauth-post.h"
#include "gate-scopes.h"
#include "gate-task.h"

#define OFFLINE_ACCESS "offline_access"

typedef struct {
  GateOauthService          *service;
  char                      *scope;
  GateTokenSet              *previous;
  GateDpopSession           *dpop;
  char                     **confirmed;
  GateOauthClient           *client;
  GateLoopbackListener      *listener;
  GateAuthorizationRequest  *request;
  gboolean                   registered_anew;
  GError                    *error;           /* (nullable): why it ends, once the client is forgotten */
} FlowData;

GATE_DEFINE_DATA (FlowData, flow_data)

static void
flow_data_clear (FlowData *self)
{
  gate_oauth_service_unref (self->service);
  g_free (self->scope);
  gate_token_set_unref (self->previous);
  g_clear_object (&self->dpop);
  g_strfreev (self->confirmed);
  gate_oauth_client_unref (self->client);
  g_clear_object (&self->listener);
  g_clear_object (&self->request);
  g_clear_error (&self->error);
}

static void choose_client (GTask *task);

/* The next attempt begins when this one ends: by then the client has to be gone. */
static void
did_forget_client (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  FlowData *data = flow_data_of (task);

  gate_vault_forget_finish (GATE_VAULT (source), result, NULL);
  if (data->error)
    g_task_return_error (task, g_steal_pointer (&data->error));
  else
    choose_client (task);
}

static gboolean
is_registered (FlowData *data)
{
  return data->client && data->client->source == GATE_OAUTH_CLIENT_REGISTERED;
}

static void
forget_client (GTask *task)
{
  GateSignInContext *context = g_task_get_source_object (task);
  GateSecretKey key = gate_sign_in_context_key (context, "client", flow_data_of (task)->client->issuer, NULL);

  gate_vault_forget_async (context->vault, &key, NULL, did_forget_client, g_object_ref (task));
}

/* A registration that the server has forgotten shows at the token endpoint; in the browser only the person sees it, and then this
 * attempt ends with the time limit. Either way the registration is of no more use. */
static void
fail (GTask  *task,
      GError *error)
{
  FlowData *data = flow_data_of (task);
  gboolean unknown = gate_oauth_error_is (error, "invalid_client") || gate_oauth_error_is (error, "unauthorized_client");
  gboolean has_tokens = data->previous && data->previous->access_token;

  if (is_registered (data) && unknown && !data->registered_anew)
    {
      data->registered_anew = TRUE;
      g_error_free (error);
      forget_client (task);
    }
  /* What the person gave, and perhaps mistyped, is asked for again the next time. */
  else if ((is_registered (data) && !has_tokens && (unknown || gate_error_matches (error, GATE_ERROR_TIMED_OUT)))
           || (unknown && data->client && data->client->source == GATE_OAUTH_CLIENT_GIVEN))
    {
      data->error = error;
      forget_client (task);
    }
  else
    {
      g_task_return_error (task, error);
    }
}

static void
got_tokens (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  FlowData *data = flow_data_of (task);
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) answer = gate_oauth_post_finish (GATE_SIGN_IN_CONTEXT (source), result, &error);
  GateTokenRequest request = {
    .issuer = data->service->server->issuer,
    .resource = data->service->resource,
    .client_id = data->client->id,
    .scope = gate_authorization_request_get_scope (data->request),
    .confirmed_origins = (const char * const *) data->confirmed,
    .guessed = data->service->server->guessed,
  };
  GateTokenSet *tokens = NULL;

  if (answer)
    tokens = gate_token_set_new_from_answer (answer, &request, &error);
  else if (!error)
    error = gate_error_new (GATE_ERROR_PROTOCOL, GATE_LAYER_SIGNED_IN, _("Report it to the service."),
                            _("The account server’s answer is no JSON document"));
  if (tokens)
    g_task_return_pointer (task, tokens, (GDestroyNotify) gate_token_set_unref);
  else
    fail (task, g_steal_pointer (&error));
}

static void
exchange (GTask      *task,
          GateSecret *code)
{
  GateSignInContext *context = g_task_get_source_object (task);
  FlowData *data = flow_data_of (task);
  g_autoptr(GateUrlencoded) form = gate_urlencoded_new ();
  GateOauthPost post = {
    .server = data->service->server,
    .endpoint = data->service->server->token_endpoint,
    .client = data->client,
    .form = form,
    .dpop = data->dpop,
  };

  gate_urlencoded_add (form, "grant_type", "authorization_code");
  gate_urlencoded_add_secret (form, "code", code);
  gate_urlencoded_add_secret (form, "code_verifier", gate_authorization_request_get_verifier (data->request));
  gate_urlencoded_add (form, "redirect_uri", gate_authorization_request_get_redirect_uri (data->request));
  gate_urlencoded_add (form, "resource", data->service->resource);
  gate_oauth_post_async (context, &post, g_task_get_cancellable (task), got_tokens, g_object_ref (task));
}

static void
got_redirect (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  FlowData *data = flow_data_of (task);
  g_autoptr(GError) error = NULL;
  char *redirect = gate_browser_visit_finish (GATE_SIGN_IN_CONTEXT (source), result, &error);
  g_autoptr(GateSecret) code = redirect ? gate_authorization_request_redeem (data->request, redirect, &error) : NULL;

  gate_secret_wipe (redirect);
  g_free (redirect);
  g_clear_object (&data->listener);
  if (code)
    exchange (task, code);
  else
    fail (task, g_steal_pointer (&error));
}

static void
add_scopes (GateQuestion *question,
            const char   *scope)
{
  static const struct { GateScopeUse use; const char *label; } uses[] = {
    { GATE_SCOPE_READS, N_("Asks to read") },
    { GATE_SCOPE_CHANGES, N_("Asks to change") },
    { GATE_SCOPE_OTHER, N_("Asks for") },
    { GATE_SCOPE_IDENTITY, N_("Asks who you are") },
  };

  gboolean stays = scope && gate_scopes_contain (scope, OFFLINE_ACCESS);
  g_autofree char *others = stays ? gate_scopes_without (scope, OFFLINE_ACCESS) : g_strdup (scope);

  for (gsize i = 0; i < G_N_ELEMENTS (uses); i++)
    {
      g_autofree char *names = gate_scopes_select (others, uses[i].use);
      if (names)
        gate_question_add_detail (question, GATE_DETAIL_SCOPES, _(uses[i].label), names);
    }
  if (stays)
    gate_question_add_detail (question, GATE_DETAIL_STAYS, _("Asks to stay signed in"), OFFLINE_ACCESS);
  if (!scope)
    gate_question_add_detail (question, NULL, _("Asks for"), _("what the service gives without being asked for more"));
}

static GateQuestion *
make_question (GTask *task)
{
  GateSignInContext *context = g_task_get_source_object (task);
  FlowData *data = flow_data_of (task);
  g_autofree char *title = gate_sign_in_context_dup_title (context);
  g_autofree char *host = gate_server_metadata_dup_host (data->service->server);
  g_autofree char *heading = g_strdup_printf (_("Sign in to %s"), title);
  g_autofree char *address = gate_authorization_request_dup_address (data->request);
  GateQuestion *question = gate_sign_in_context_question (context, GATE_QUESTION_SIGN_IN, heading);

  gate_question_set_body (question, context->open_browser
                            ? _("Your browser opens the account server’s page; come back here when you have signed in.")
                            : _("Open this address in a browser, on any computer, and sign in. If the page that comes last cannot be shown, "
                                "paste its address here."));
  gate_question_set_url (question, address);
  gate_question_add_detail (question, NULL, _("Service"), gate_sign_in_context_get_host (context));
  gate_question_add_detail (question, GATE_DETAIL_ACCOUNT_SERVER, _("Account server"), host);
  for (guint i = 0; data->confirmed && data->confirmed[i]; i++)
    gate_question_add_detail (question, NULL, _("Also sends to"), data->confirmed[i]);
  add_scopes (question, gate_authorization_request_get_scope (data->request));
  gate_sign_in_context_tell_project (context, question);
  gate_question_add_detail (question, GATE_DETAIL_REDIRECT, _("Answer comes to"), gate_authorization_request_get_redirect_uri (data->request));
  return question;
}

static void
got_client (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GateSignInContext *context = GATE_SIGN_IN_CONTEXT (source);
  FlowData *data = flow_data_of (task);
  g_autoptr(GError) error = NULL;

  data->client = gate_oauth_choose_client_finish (context, result, &data->listener, &error);
  if (!data->client)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  g_clear_object (&data->request);
  data->request = gate_authorization_request_new (data->service->server, data->client,
                                                  gate_loopback_listener_get_redirect_uri (data->listener),
                                                  data->service->resource, data->scope);
  g_autoptr(GateQuestion) question = make_question (task);
  gate_browser_visit_async (context, question, data->request, data->listener, g_task_get_cancellable (task),
                            got_redirect, g_object_ref (task));
}

static void
choose_client (GTask *task)
{
  GateSignInContext *context = g_task_get_source_object (task);
  FlowData *data = flow_data_of (task);

  g_clear_pointer (&data->client, gate_oauth_client_unref);
  g_clear_object (&data->listener);
  gate_oauth_choose_client_async (context, data->service->server, data->previous, g_task_get_cancellable (task),
                                  got_client, g_object_ref (task));
}

static void
got_consent (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  FlowData *data = flow_data_of (task);
  g_autoptr(GError) error = NULL;

  g_strfreev (data->confirmed);
  data->confirmed = gate_endpoint_consent_finish (GATE_SIGN_IN_CONTEXT (source), result, &error);
  if (data->confirmed)
    choose_client (task);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/* A refresh token is asked for by scope only where the server lists that scope; elsewhere it is an unknown one. Where no scopes are
 * asked for the server gives its usual ones, and a lone offline_access would take their place. */
static char *
complete_scope (GateServerMetadata *server,
                const char         *scope)
{
  if (!scope)
    return NULL;
  return gate_server_metadata_offers_scope (server, OFFLINE_ACCESS) ? gate_scopes_union (scope, OFFLINE_ACCESS)
                                                                    : gate_scopes_without (scope, OFFLINE_ACCESS);
}

/**
 * gate_code_flow_async:
 * @context: the sign-in; the person can be asked
 * @flow: what it is about; everything is copied or referenced
 * @cancellable: (nullable): ends it
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Has the person sign in (RFC 6749 §4.1 with RFC 7636, 8252, 8707, 9207): checks the server, gets a client, waits for the browser's
 * answer, exchanges the code. One attempt; when the server has forgotten our registration, a second one with a new registration.
 */
void
gate_code_flow_async (GateSignInContext   *context,
                      const GateCodeFlow  *flow,
                      GCancellable        *cancellable,
                      GAsyncReadyCallback  callback,
                      gpointer             user_data)
{
  g_autoptr(GTask) task = gate_task_new (context, cancellable, callback, user_data, gate_code_flow_async);
  GateServerMetadata *server = flow->service->server;
  gboolean same_server = flow->previous && g_strcmp0 (flow->previous->issuer, server->issuer) == 0;
  g_autoptr(GError) error = NULL;
  FlowData *data = flow_data_new ();

  flow_data_attach (task, data);
  data->service = gate_oauth_service_ref (flow->service);
  data->scope = complete_scope (server, flow->scope);
  data->previous = flow->previous ? gate_token_set_ref (flow->previous) : NULL;
  data->dpop = flow->dpop ? g_object_ref (flow->dpop) : NULL;
  if (!gate_server_metadata_check_code_flow (server, context->address, context->settings->allow_missing_pkce, &error))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  gate_endpoint_consent_async (context, server, same_server ? (const char * const *) flow->previous->confirmed_origins : NULL,
                               cancellable, got_consent, g_steal_pointer (&task));
}

/**
 * gate_code_flow_finish:
 * @context: the sign-in
 * @result: the result
 * @error: set to %GATE_ERROR_UNTRUSTED, %GATE_ERROR_REFUSED, %GATE_ERROR_TIMED_OUT, %GATE_ERROR_CLIENT_NEEDED, or as the parts tell it
 *
 * Returns: (transfer full) (nullable): the tokens, not yet kept
 */
GateTokenSet *
gate_code_flow_finish (GateSignInContext  *context,
                       GAsyncResult       *result,
                       GError            **error)
{
  g_return_val_if_fail (g_task_is_valid (result, context), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
