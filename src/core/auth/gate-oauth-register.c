// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-oauth-register.h"

#include "gate-address.h"
#include "gate-error.h"
#include "gate-i18n.h"
#include "gate-json.h"
#include "gate-oauth-error.h"
#include "gate-task.h"

/* libsoup has no name for it. */
#define TOO_MANY_REQUESTS 429
#define CLIENT_NAME "Gatehouse"

typedef struct {
  GateServerMetadata *server;
  char               *redirect_uri;
  SoupMessage        *message;
} RegisterData;

GATE_DEFINE_DATA (RegisterData, register_data)

static void
register_data_clear (RegisterData *self)
{
  gate_server_metadata_unref (self->server);
  g_free (self->redirect_uri);
  g_clear_object (&self->message);
}

static void
set_strings (JsonObject         *object,
             const char         *name,
             const char * const *values)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; values[i]; i++)
    json_array_add_string_element (array, values[i]);
  json_object_set_array_member (object, name, array);
}

/* A public client where the server takes such, for an application on a person's machine can keep no secret from that person. */
static const char *
choose_method (GateServerMetadata *server)
{
  static const char *const methods[] = { "none", "client_secret_basic", "client_secret_post" };

  for (gsize i = 0; i < G_N_ELEMENTS (methods); i++)
    if (gate_server_metadata_takes_auth (server, methods[i]))
      return methods[i];
  return methods[0];
}

/* No "scope": a client that is registered with scopes could never ask for more of them later. */
static GBytes *
make_body (RegisterData *data)
{
  static const char *const grants[] = { "authorization_code", "refresh_token", NULL };
  static const char *const responses[] = { "code", NULL };
  const char *redirects[] = { data->redirect_uri, NULL };
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "client_name", CLIENT_NAME);
  json_object_set_string_member (object, "application_type", "native");
  json_object_set_string_member (object, "token_endpoint_auth_method", choose_method (data->server));
  set_strings (object, "redirect_uris", redirects);
  set_strings (object, "grant_types", grants);
  set_strings (object, "response_types", responses);

  g_autoptr(JsonNode) node = gate_json_take_object (object);
  char *text = gate_json_to_text (node);
  return g_bytes_new_take (text, strlen (text));
}

static GError *
error_of_answer (RegisterData *data,
                 JsonNode     *answer)
{
  JsonObject *object = answer ? gate_json_node_object (answer) : NULL;
  const char *code = object ? gate_json_get_string (object, "error") : NULL;
  const char *host = g_uri_get_host (soup_message_get_uri (data->message));
  guint status = soup_message_get_status (data->message);

  if (code)
    return gate_oauth_error_new (code, gate_json_get_string (object, "error_description"), host, status);
  if (SOUP_STATUS_IS_SERVER_ERROR (status) || status == TOO_MANY_REQUESTS)
    return gate_http_error_for (data->message, NULL);
  return gate_error_new (GATE_ERROR_CLIENT_NEEDED, GATE_LAYER_SIGNED_IN,
                         _("Register a client with the service yourself and give its id."),
                         _("The account server %s does not register our client (HTTP %u)"), host, status);
}

static void
got_answer (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  RegisterData *data = register_data_of (task);
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) body = gate_http_send_finish (GATE_HTTP (source), result, &error);
  GateOauthClient *client = NULL;

  if (body)
    {
      gsize size;
      const char *text = g_bytes_get_data (body, &size);
      g_autoptr(JsonNode) answer = size > 0 ? gate_json_parse (text, (gssize) size, GATE_JSON_METADATA_LIMIT, NULL) : NULL;
      gboolean good = SOUP_STATUS_IS_SUCCESSFUL (soup_message_get_status (data->message)) && answer;

      if (good)
        client = gate_oauth_client_new_from_answer (answer, data->server->issuer, data->redirect_uri, &error);
      else
        error = error_of_answer (data, answer);
    }
  if (client)
    g_task_return_pointer (task, client, (GDestroyNotify) gate_oauth_client_unref);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/**
 * gate_oauth_register_async:
 * @context: the sign-in
 * @server: the authorization server, which has a registration endpoint
 * @redirect_uri: the redirect address to register; a listener is bound to it already
 * @cancellable: (nullable): ends it
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Registers a client (RFC 7591 §3.1).
 */
void
gate_oauth_register_async (GateSignInContext   *context,
                           GateServerMetadata  *server,
                           const char          *redirect_uri,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  g_autoptr(GTask) task = gate_task_new (context, cancellable, callback, user_data, gate_oauth_register_async);
  g_autoptr(GError) error = NULL;
  g_autoptr(GUri) endpoint = gate_address_parse_secure (server->registration_endpoint, _("registration endpoint"), &error);
  RegisterData *data = register_data_new ();

  register_data_attach (task, data);
  data->server = gate_server_metadata_ref (server);
  data->redirect_uri = g_strdup (redirect_uri);
  if (!endpoint)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  g_autoptr(GBytes) body = make_body (data);
  GateHttpOptions options = gate_sign_in_context_options (context);
  data->message = soup_message_new_from_uri (SOUP_METHOD_POST, endpoint);
  soup_message_headers_replace (soup_message_get_request_headers (data->message), "Accept", "application/json");
  gate_http_set_body (data->message, "application/json", body);
  gate_http_send_async (context->http, data->message, &options, cancellable, got_answer, g_steal_pointer (&task));
}

/**
 * gate_oauth_register_finish:
 * @context: the sign-in
 * @result: the result
 * @error: set as gate_oauth_error_new() and gate_http_error_for() tell it, or to %GATE_ERROR_CLIENT_NEEDED, %GATE_ERROR_PROTOCOL
 *
 * Returns: (transfer full) (nullable): the client
 */
GateOauthClient *
gate_oauth_register_finish (GateSignInContext  *context,
                            GAsyncResult       *result,
                            GError            **error)
{
  g_return_val_if_fail (g_task_is_valid (result, context), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
