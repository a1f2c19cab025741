// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-token-exchange.h"

#include "gate-error.h"
#include "gate-i18n.h"
#include "gate-json.h"
#include "gate-jwt.h"
#include "gate-metadata-fetch.h"
#include "gate-oauth-post.h"
#include "gate-task.h"

#include <string.h>

#define EXCHANGE_GRANT "urn:ietf:params:oauth:grant-type:token-exchange"
#define ID_JAG "urn:ietf:params:oauth:token-type:id-jag"
#define ID_TOKEN "urn:ietf:params:oauth:token-type:id_token"

typedef struct {
  GateSecret         *subject;
  char               *audience;
  char               *resource;
  char               *scope;
  GateServerMetadata *provider;
} ExchangeData;

GATE_DEFINE_DATA (ExchangeData, exchange_data)

static void
exchange_data_clear (ExchangeData *self)
{
  g_clear_pointer (&self->subject, gate_secret_unref);
  g_free (self->audience);
  g_free (self->resource);
  g_free (self->scope);
  gate_server_metadata_unref (self->provider);
}

/* --- The subject token --- */

static void
return_subject (GTask      *task,
                GateSecret *token)
{
  gint64 expiry = gate_jwt_peek_expiry (token);

  if (expiry > 0 && expiry <= g_get_real_time () / G_USEC_PER_SEC)
    g_task_return_error (task, gate_error_new (GATE_ERROR_CREDENTIAL_EXPIRED, GATE_LAYER_SIGNED_IN,
                                               _("Sign in to the organization’s identity provider again, or have the platform renew the token."),
                                               _("The identity token for this connector has expired")));
  else
    g_task_return_pointer (task, gate_secret_ref (token), (GDestroyNotify) gate_secret_unref);
}

static void
got_subject (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GateSecret) token = gate_vault_look_finish (GATE_VAULT (source), result, &error);

  if (token)
    return_subject (task, token);
  else if (error)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_error (task, gate_error_new (GATE_ERROR_SIGN_IN_NEEDED, GATE_LAYER_SIGNED_IN,
                                               _("Name the file that the platform keeps it in, or give it when you connect."),
                                               _("There is no identity token for this connector")));
}

/**
 * gate_subject_token_async:
 * @context: the sign-in
 * @cancellable: (nullable): ends it
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Gets the token that says who we are: the platform's file, read anew each time, or what the keyring has.
 */
void
gate_subject_token_async (GateSignInContext   *context,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  g_autoptr(GTask) task = gate_task_new (context, cancellable, callback, user_data, gate_subject_token_async);
  const char *path = context->settings->subject_token_file;
  GateSecretKey key = gate_sign_in_context_setting_key (context, "subject-token");
  g_autoptr(GError) error = NULL;

  if (!path)
    {
      gate_vault_look_async (context->vault, &key, GATE_VAULT_EXACT, cancellable, got_subject, g_steal_pointer (&task));
      return;
    }

  g_autoptr(GateSecret) token = gate_sign_in_context_read_file (context, path, _("Identity token"), &error);
  if (token)
    return_subject (task, token);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/**
 * gate_subject_token_finish:
 * @context: the sign-in
 * @result: the result
 * @error: set to %GATE_ERROR_CREDENTIAL_EXPIRED or %GATE_ERROR_SIGN_IN_NEEDED, or as the file and the keyring tell it
 *
 * Returns: (transfer full) (nullable): the token
 */
GateSecret *
gate_subject_token_finish (GateSignInContext  *context,
                           GAsyncResult       *result,
                           GError            **error)
{
  g_return_val_if_fail (g_task_is_valid (result, context), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* --- The exchange --- */

static void
got_grant (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) answer = gate_oauth_post_finish (GATE_SIGN_IN_CONTEXT (source), result, &error);
  JsonObject *object = answer ? gate_json_node_object (answer) : NULL;
  const char *type = object ? gate_json_get_string (object, "issued_token_type") : NULL;
  const char *token = object ? gate_json_get_string (object, "access_token") : NULL;

  if (error)
    g_task_return_error (task, g_steal_pointer (&error));
  else if (!token || !*token || g_strcmp0 (type, ID_JAG) != 0)
    g_task_return_error (task, gate_error_new (GATE_ERROR_PROTOCOL, GATE_LAYER_SIGNED_IN, _("Report it to the identity provider’s administrator."),
                                               _("The identity provider’s answer holds no grant for the service")));
  else
    g_task_return_pointer (task, gate_secret_new (token), (GDestroyNotify) gate_secret_unref);
}

static void
send_exchange (GTask      *task,
               GateSecret *client_secret)
{
  GateSignInContext *context = g_task_get_source_object (task);
  ExchangeData *data = exchange_data_of (task);
  const char *id = context->settings->idp_client_id;
  g_autoptr(GateOauthClient) client = gate_oauth_client_new (data->provider->issuer, GATE_OAUTH_CLIENT_CONFIGURED, id ? id : "", client_secret);
  g_autoptr(GateUrlencoded) form = gate_urlencoded_new ();
  GateOauthPost post = {
    .server = data->provider, .endpoint = data->provider->token_endpoint, .client = client, .form = form, .unguarded = TRUE,
  };

  gate_urlencoded_add (form, "grant_type", EXCHANGE_GRANT);
  gate_urlencoded_add (form, "requested_token_type", ID_JAG);
  gate_urlencoded_add (form, "audience", data->audience);
  gate_urlencoded_add (form, "resource", data->resource);
  gate_urlencoded_add (form, "scope", data->scope);
  gate_urlencoded_add_secret (form, "subject_token", data->subject);
  gate_urlencoded_add (form, "subject_token_type", ID_TOKEN);
  gate_oauth_post_async (context, &post, g_task_get_cancellable (task), got_grant, g_object_ref (task));
}

static void
got_client_secret (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GateSecret) secret = gate_vault_look_finish (GATE_VAULT (source), result, NULL);

  send_exchange (task, secret);
}

static void
find_client_secret (GTask *task)
{
  GateSignInContext *context = g_task_get_source_object (task);
  GateSecretKey key = gate_sign_in_context_setting_key (context, "idp-client-secret");

  gate_vault_look_async (context->vault, &key, GATE_VAULT_EXACT, g_task_get_cancellable (task), got_client_secret, g_object_ref (task));
}

static void
got_provider (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GateSignInContext *context = GATE_SIGN_IN_CONTEXT (source);
  ExchangeData *data = exchange_data_of (task);
  const char *issuer = context->settings->idp_issuer;
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) document = gate_metadata_fetch_finish (context, result, &error);

  if (document)
    data->provider = gate_server_metadata_parse (g_bytes_get_data (document, NULL), g_bytes_get_size (document), issuer, &error);
  else if (!error)
    error = gate_error_new (GATE_ERROR_PROTOCOL, GATE_LAYER_SIGNED_IN, _("Name its token endpoint for the connector."),
                            _("The identity provider %s publishes no metadata"), issuer);
  if (data->provider)
    find_client_secret (task);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/**
 * gate_token_exchange_async:
 * @context: the sign-in
 * @subject: the identity token
 * @audience: the issuer of the MCP server's authorization server
 * @resource: the MCP server's resource
 * @scope: (nullable): scopes
 * @cancellable: (nullable): ends it
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Exchanges an identity token at the organization's identity provider for a grant that the MCP server's authorization server takes
 * (enterprise-managed authorization: RFC 8693, Identity Assertion JWT Authorization Grant).
 */
void
gate_token_exchange_async (GateSignInContext   *context,
                           GateSecret          *subject,
                           const char          *audience,
                           const char          *resource,
                           const char          *scope,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  g_autoptr(GTask) task = gate_task_new (context, cancellable, callback, user_data, gate_token_exchange_async);
  GateSignInSettings *settings = context->settings;
  g_autoptr(GError) error = NULL;
  ExchangeData *data = exchange_data_new ();

  exchange_data_attach (task, data);
  data->subject = gate_secret_ref (subject);
  data->audience = g_strdup (audience);
  data->resource = g_strdup (resource);
  data->scope = g_strdup (scope);
  if (settings->idp_token_endpoint)
    {
      data->provider = gate_server_metadata_new_configured (settings->idp_issuer, settings->idp_token_endpoint);
      find_client_secret (task);
      return;
    }

  g_auto(GStrv) addresses = gate_server_metadata_addresses (settings->idp_issuer, &error);
  if (addresses)
    gate_metadata_fetch_async (context, (const char * const *) addresses, TRUE, cancellable, got_provider, g_steal_pointer (&task));
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/**
 * gate_token_exchange_finish:
 * @context: the sign-in
 * @result: the result
 * @error: set to %GATE_ERROR_PROTOCOL, or as the parts tell it
 *
 * Returns: (transfer full) (nullable): the grant
 */
GateSecret *
gate_token_exchange_finish (GateSignInContext  *context,
                            GAsyncResult       *result,
                            GError            **error)
{
  g_return_val_if_fail (g_task_is_valid (result, context), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
