// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-grant.h"

#include "gate-endpoint-consent.h"
#include "gate-error.h"
#include "gate-i18n.h"
#include "gate-oauth-client-chooser.h"
#include "gate-oauth-post.h"
#include "gate-task.h"
#include "gate-token-exchange.h"

#define JWT_BEARER_GRANT "urn:ietf:params:oauth:grant-type:jwt-bearer"

typedef struct {
  GateServerMetadata  *server;
  char                *resource;
  char                *scope;
  GateTokenSet        *previous;
  GateDpopSession     *dpop;
  GateOauthClient     *client;
  char               **confirmed;
} GrantData;

GATE_DEFINE_DATA (GrantData, grant_data)

static void
grant_data_clear (GrantData *self)
{
  gate_server_metadata_unref (self->server);
  g_free (self->resource);
  g_free (self->scope);
  gate_token_set_unref (self->previous);
  g_clear_object (&self->dpop);
  gate_oauth_client_unref (self->client);
  g_strfreev (self->confirmed);
}

static void
got_tokens (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GrantData *data = grant_data_of (task);
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) answer = gate_oauth_post_finish (GATE_SIGN_IN_CONTEXT (source), result, &error);
  GateTokenRequest request = {
    .issuer = data->server->issuer,
    .resource = data->resource,
    .client_id = data->client->id,
    .scope = data->scope,
    .confirmed_origins = (const char * const *) data->confirmed,
    .guessed = data->server->guessed,
    .previous = data->previous,
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
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
send_form (GTask          *task,
           GateUrlencoded *form)
{
  GateSignInContext *context = g_task_get_source_object (task);
  GrantData *data = grant_data_of (task);
  GateOauthPost post = {
    .server = data->server, .endpoint = data->server->token_endpoint, .client = data->client, .form = form, .dpop = data->dpop,
  };

  gate_urlencoded_add (form, "resource", data->resource);
  gate_urlencoded_add (form, "scope", data->scope);
  gate_oauth_post_async (context, &post, g_task_get_cancellable (task), got_tokens, g_object_ref (task));
}

/* --- The grants --- */

static void
start_refresh (GTask *task)
{
  GrantData *data = grant_data_of (task);
  g_autoptr(GateUrlencoded) form = gate_urlencoded_new ();

  /* Without "scope": the same as before (RFC 6749 §6). */
  g_clear_pointer (&data->scope, g_free);
  gate_urlencoded_add (form, "grant_type", "refresh_token");
  gate_urlencoded_add_secret (form, "refresh_token", data->previous->refresh_token);
  send_form (task, form);
}

static void
start_client_credentials (GTask *task)
{
  g_autoptr(GateUrlencoded) form = gate_urlencoded_new ();

  gate_urlencoded_add (form, "grant_type", "client_credentials");
  send_form (task, form);
}

static void
send_assertion (GTask      *task,
                GateSecret *assertion)
{
  g_autoptr(GateUrlencoded) form = gate_urlencoded_new ();

  gate_urlencoded_add (form, "grant_type", JWT_BEARER_GRANT);
  gate_urlencoded_add_secret (form, "assertion", assertion);
  send_form (task, form);
}

static void
got_exchanged (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GateSecret) assertion = gate_token_exchange_finish (GATE_SIGN_IN_CONTEXT (source), result, &error);

  if (assertion)
    send_assertion (task, assertion);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
got_subject (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GateSignInContext *context = GATE_SIGN_IN_CONTEXT (source);
  GrantData *data = grant_data_of (task);
  g_autoptr(GError) error = NULL;
  g_autoptr(GateSecret) subject = gate_subject_token_finish (context, result, &error);

  if (!subject)
    g_task_return_error (task, g_steal_pointer (&error));
  else if (context->settings->kind == GATE_SIGN_IN_ENTERPRISE)
    gate_token_exchange_async (context, subject, data->server->issuer, data->resource, data->scope, g_task_get_cancellable (task),
                               got_exchanged, g_object_ref (task));
  else
    send_assertion (task, subject);
}

static void
start_with_subject (GTask *task)
{
  gate_subject_token_async (g_task_get_source_object (task), g_task_get_cancellable (task), got_subject, g_object_ref (task));
}

typedef void (*StartFunc) (GTask *task);

static StartFunc
grant_of (GateSignInContext *context,
          GateTokenSet      *previous)
{
  static const struct { GateSignInKind kind; StartFunc start; } grants[] = {
    { GATE_SIGN_IN_CLIENT_CREDENTIALS, start_client_credentials },
    { GATE_SIGN_IN_ENTERPRISE, start_with_subject },
    { GATE_SIGN_IN_WORKLOAD, start_with_subject },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (grants); i++)
    if (grants[i].kind == context->settings->kind)
      return grants[i].start;
  return previous && previous->refresh_token ? start_refresh : NULL;
}

/* --- What all of them need --- */

static GError *
client_missing (GateSignInContext *context,
                GrantData         *data)
{
  g_autofree char *host = gate_server_metadata_dup_host (data->server);

  if (grant_of (context, data->previous) == start_refresh)
    return gate_error_new (GATE_ERROR_SIGN_IN_NEEDED, GATE_LAYER_SIGNED_IN, _("Sign in again."),
                           _("The client that the sign-in at %s was made with is not known any more"), host);
  return gate_error_new (GATE_ERROR_CLIENT_NEEDED, GATE_LAYER_SIGNED_IN, _("Give a client id for the connector."),
                         _("The connector has no client id for the account server %s"), host);
}

static void
got_client (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GateSignInContext *context = GATE_SIGN_IN_CONTEXT (source);
  GrantData *data = grant_data_of (task);
  g_autoptr(GError) error = NULL;

  data->client = gate_oauth_recall_client_finish (context, result, &error);
  if (!data->client && !error)
    error = client_missing (context, data);
  if (error)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    grant_of (context, data->previous) (task);
}

static void
got_consent (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GateSignInContext *context = GATE_SIGN_IN_CONTEXT (source);
  GrantData *data = grant_data_of (task);
  const char *client_id = data->previous ? data->previous->client_id : NULL;
  g_autoptr(GError) error = NULL;

  data->confirmed = gate_endpoint_consent_finish (context, result, &error);
  if (data->confirmed)
    gate_oauth_recall_client_async (context, data->server->issuer, client_id, g_task_get_cancellable (task), got_client, g_object_ref (task));
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/**
 * gate_grant_is_possible:
 * @context: the sign-in
 * @previous: (nullable): the sign-in as it is
 *
 * Returns: %TRUE when tokens can be had without the person: by a refresh token, or because the kind of sign-in needs nobody
 */
gboolean
gate_grant_is_possible (GateSignInContext *context,
                        GateTokenSet      *previous)
{
  return grant_of (context, previous) != NULL;
}

/**
 * gate_grant_async:
 * @context: the sign-in, for which a grant is possible
 * @grant: what to get; everything is copied or referenced
 * @cancellable: (nullable): ends it
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Gets tokens without the person: refresh (RFC 6749 §6), client credentials (§4.4), enterprise-managed authorization, or workload
 * identity (RFC 7523 §2.1). One request to the token endpoint, never a second kind of grant.
 */
void
gate_grant_async (GateSignInContext   *context,
                  const GateGrant     *grant,
                  GCancellable        *cancellable,
                  GAsyncReadyCallback  callback,
                  gpointer             user_data)
{
  g_autoptr(GTask) task = gate_task_new (context, cancellable, callback, user_data, gate_grant_async);
  GrantData *data = grant_data_new ();

  g_return_if_fail (gate_grant_is_possible (context, grant->previous));

  grant_data_attach (task, data);
  data->server = gate_server_metadata_ref (grant->server);
  data->resource = g_strdup (grant->resource);
  data->scope = g_strdup (grant->scope);
  data->previous = grant->previous ? gate_token_set_ref (grant->previous) : NULL;
  data->dpop = grant->dpop ? g_object_ref (grant->dpop) : NULL;
  gate_endpoint_consent_async (context, grant->server, grant->previous ? (const char * const *) grant->previous->confirmed_origins : NULL,
                               cancellable, got_consent, g_steal_pointer (&task));
}

/**
 * gate_grant_finish:
 * @context: the sign-in
 * @result: the result
 * @error: set as gate_oauth_error_new() tells it, to %GATE_ERROR_UNTRUSTED, %GATE_ERROR_CLIENT_NEEDED, or as the parts tell it
 *
 * Returns: (transfer full) (nullable): the tokens, not yet kept
 */
GateTokenSet *
gate_grant_finish (GateSignInContext  *context,
                   GAsyncResult       *result,
                   GError            **error)
{
  g_return_val_if_fail (g_task_is_valid (result, context), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
