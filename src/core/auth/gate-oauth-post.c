// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-oauth-post.h"

#include "gate-address.h"
#include "gate-error.h"
#include "gate-i18n.h"
#include "gate-json.h"
#include "gate-jwt.h"
#include "gate-oauth-error.h"
#include "gate-task.h"

#include <string.h>

/* libsoup has no name for it. */
#define TOO_MANY_REQUESTS 429
#define ASSERTION_TYPE "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"

typedef struct {
  GateServerMetadata *server;
  GUri               *endpoint;
  GateOauthClient    *client;
  GateUrlencoded     *form;
  GateDpopSession    *dpop;
  SoupMessage        *message;
  gboolean            unguarded;
  gboolean            retried;
} PostData;

GATE_DEFINE_DATA (PostData, post_data)

static void
post_data_clear (PostData *self)
{
  gate_server_metadata_unref (self->server);
  g_clear_pointer (&self->endpoint, g_uri_unref);
  gate_oauth_client_unref (self->client);
  gate_urlencoded_free (self->form);
  g_clear_object (&self->dpop);
  g_clear_object (&self->message);
}

static void send_post (GTask *task);

/* RFC 6749 §2.3.1: both are form-encoded before they are joined, so that a colon in the id does no harm. */
static void
set_basic (SoupMessage     *message,
           GateOauthClient *client)
{
  g_autofree char *id = gate_urlencode (client->id);
  g_autofree char *secret = gate_urlencode (gate_secret_peek (client->secret));
  g_autofree char *pair = g_strdup_printf ("%s:%s", id, secret);
  g_autofree char *encoded = g_base64_encode ((const guchar *) pair, strlen (pair));
  g_autofree char *value = g_strconcat ("Basic ", encoded, NULL);

  soup_message_headers_replace (soup_message_get_request_headers (message), "Authorization", value);
  gate_secret_wipe (secret);
  gate_secret_wipe (pair);
  gate_secret_wipe (encoded);
  gate_secret_wipe (value);
}

static gboolean
add_assertion (PostData        *data,
               GateUrlencoded  *form,
               GError         **error)
{
  g_autoptr(GateSecret) assertion = gate_jwt_new_assertion (data->client->key, data->client->id, data->server->issuer, error);

  if (!assertion)
    return FALSE;
  gate_urlencoded_add (form, "client_id", data->client->id);
  gate_urlencoded_add (form, "client_assertion_type", ASSERTION_TYPE);
  gate_urlencoded_add_secret (form, "client_assertion", assertion);
  return TRUE;
}

static gboolean
authenticate (PostData        *data,
              SoupMessage     *message,
              GateUrlencoded  *form,
              GError         **error)
{
  const char *method = gate_oauth_client_choose_auth (data->client, data->server);

  if (strcmp (method, "private_key_jwt") == 0)
    return add_assertion (data, form, error);
  if (strcmp (method, "client_secret_basic") == 0)
    {
      set_basic (message, data->client);
      return TRUE;
    }
  gate_urlencoded_add (form, "client_id", data->client->id);
  if (strcmp (method, "client_secret_post") == 0)
    gate_urlencoded_add_secret (form, "client_secret", data->client->secret);
  return TRUE;
}

/* What the server says is shown without what we sent. */
static GError *
error_of_answer (PostData       *data,
                 GateSecretMask *mask,
                 JsonNode       *answer)
{
  JsonObject *object = answer ? gate_json_node_object (answer) : NULL;
  const char *code = object ? gate_json_get_string (object, "error") : NULL;
  const char *description = object ? gate_json_get_string (object, "error_description") : NULL;
  g_autofree char *masked = gate_secret_mask_apply (mask, description);
  const char *host = g_uri_get_host (data->endpoint);
  guint status = soup_message_get_status (data->message);

  if (SOUP_STATUS_IS_REDIRECTION (status))
    return gate_error_new (GATE_ERROR_UNTRUSTED, GATE_LAYER_SIGNED_IN, _("Report it to the service."),
                           _("%s redirects a request that carries credentials; the redirect was not followed"), host);
  if (!code || status == TOO_MANY_REQUESTS)
    return gate_http_error_for (data->message, NULL);
  return gate_oauth_error_new (code, masked ? masked : description, host, status);
}

static JsonNode *
parse_body (GBytes *body)
{
  gsize size;
  const char *text = g_bytes_get_data (body, &size);

  return size > 0 ? gate_json_parse (text, (gssize) size, GATE_JSON_METADATA_LIMIT, NULL) : NULL;
}

static void
got_answer (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  PostData *data = post_data_of (task);
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) body = gate_http_send_finish (GATE_HTTP (source), result, &error);
  if (!body)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  g_autoptr(JsonNode) answer = parse_body (body);
  gboolean new_nonce = data->dpop && gate_dpop_session_learn (data->dpop, GATE_DPOP_SERVER, data->message);
  if (SOUP_STATUS_IS_SUCCESSFUL (soup_message_get_status (data->message)))
    {
      g_task_return_pointer (task, g_steal_pointer (&answer), (GDestroyNotify) json_node_unref);
      return;
    }

  GateSignInContext *context = g_task_get_source_object (task);
  error = error_of_answer (data, context->mask, answer);
  if (new_nonce && !data->retried && gate_oauth_error_is (error, "use_dpop_nonce"))
    {
      data->retried = TRUE;
      send_post (task);
    }
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
send_post (GTask *task)
{
  GateSignInContext *context = g_task_get_source_object (task);
  PostData *data = post_data_of (task);
  g_autoptr(GateUrlencoded) form = gate_urlencoded_copy (data->form);
  g_autoptr(GError) error = NULL;

  g_clear_object (&data->message);
  data->message = soup_message_new_from_uri (SOUP_METHOD_POST, data->endpoint);
  soup_message_headers_replace (soup_message_get_request_headers (data->message), "Accept", "application/json");
  if (!authenticate (data, data->message, form, &error)
      || (data->dpop && !gate_dpop_session_prove (data->dpop, GATE_DPOP_SERVER, data->message, NULL, &error)))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  gate_urlencoded_mask (form, context->mask);
  gate_secret_mask_add (context->mask, data->client->secret);
  g_autoptr(GBytes) body = gate_urlencoded_to_bytes (form);
  GateHttpOptions options = gate_sign_in_context_options (context);
  if (data->unguarded)
    options.anchor = NULL;
  gate_http_set_body (data->message, "application/x-www-form-urlencoded", body);
  gate_http_send_async (context->http, data->message, &options, g_task_get_cancellable (task), got_answer, g_object_ref (task));
}

/**
 * gate_oauth_post_async:
 * @context: the sign-in
 * @post: the request; everything is copied or referenced
 * @cancellable: (nullable): ends it
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Sends a form to an endpoint of an authorization server, with the client's authentication (RFC 6749 §2.3, RFC 7523 §2.2) and a
 * proof of possession, retried once with the server's nonce (RFC 9449 §8). No redirect is followed.
 */
void
gate_oauth_post_async (GateSignInContext   *context,
                       const GateOauthPost *post,
                       GCancellable        *cancellable,
                       GAsyncReadyCallback  callback,
                       gpointer             user_data)
{
  g_autoptr(GTask) task = gate_task_new (context, cancellable, callback, user_data, gate_oauth_post_async);
  g_autoptr(GError) error = NULL;
  PostData *data = post_data_new ();

  post_data_attach (task, data);
  data->server = gate_server_metadata_ref (post->server);
  data->client = gate_oauth_client_ref (post->client);
  data->form = gate_urlencoded_copy (post->form);
  data->dpop = post->dpop ? g_object_ref (post->dpop) : NULL;
  data->unguarded = post->unguarded;
  data->endpoint = gate_address_parse_secure (post->endpoint, _("endpoint of the account server"), &error);
  if (data->endpoint)
    send_post (task);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/**
 * gate_oauth_post_finish:
 * @context: the sign-in
 * @result: the result
 * @error: set as gate_oauth_error_new(), gate_http_error_for() and gate_http_send_finish() tell it
 *
 * Returns: (transfer full) (nullable): the answer, or %NULL without an error when a successful answer is not JSON
 */
JsonNode *
gate_oauth_post_finish (GateSignInContext  *context,
                        GAsyncResult       *result,
                        GError            **error)
{
  g_return_val_if_fail (g_task_is_valid (result, context), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
