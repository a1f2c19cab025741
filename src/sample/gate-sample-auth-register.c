// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-sample-auth-private.h"

#include "gate-sample-parse.h"
#include "gate-sample-respond.h"
#include "gate-text.h"

#define MAX_REDIRECT_URIS 8
#define MAX_NAME_CHARS 80
#define REGISTRATION_LIMIT (16 * 1024)

static JsonNode *
read_metadata (SoupServerMessage *message)
{
  g_autoptr(GBytes) body = soup_message_body_flatten (soup_server_message_get_request_body (message));
  const char *type = soup_message_headers_get_content_type (soup_server_message_get_request_headers (message), NULL);
  g_autoptr(JsonNode) node = NULL;

  if (g_strcmp0 (type, "application/json") == 0)
    node = gate_sample_parse_bytes (body, REGISTRATION_LIMIT, NULL);
  if (node && gate_json_node_object (node))
    return g_steal_pointer (&node);
  gate_sample_respond_error (message, 400, "invalid_client_metadata", "The body has to be a JSON object.");
  return NULL;
}

static gboolean
check_redirect_uris (char **uris)
{
  guint n_uris = uris ? g_strv_length (uris) : 0;

  if (n_uris < 1 || n_uris > MAX_REDIRECT_URIS)
    return FALSE;
  for (char **uri = uris; *uri; uri++)
    if (!gate_sample_app_may_register (*uri))
      return FALSE;
  return TRUE;
}

static JsonArray *
new_list (const char *first,
          const char *second)
{
  JsonArray *list = json_array_new ();

  json_array_add_string_element (list, first);
  if (second)
    json_array_add_string_element (list, second);
  return list;
}

/* RFC 7591 §3.2.1: what was registered, which need not be all that was asked for. */
static void
show_app (SoupServerMessage   *message,
          const GateSampleApp *app)
{
  JsonObject *object = json_object_new ();
  JsonArray *uris = json_array_new ();

  for (char **uri = app->redirect_uris; *uri; uri++)
    json_array_add_string_element (uris, *uri);
  json_object_set_string_member (object, "client_id", app->id);
  json_object_set_int_member (object, "client_id_issued_at", app->registered);
  json_object_set_string_member (object, "client_name", app->name);
  json_object_set_array_member (object, "redirect_uris", uris);
  json_object_set_array_member (object, "grant_types", new_list ("authorization_code", "refresh_token"));
  json_object_set_array_member (object, "response_types", new_list ("code", NULL));
  json_object_set_string_member (object, "token_endpoint_auth_method", "none");
  json_object_set_string_member (object, "application_type", "native");

  g_autoptr(JsonNode) body = gate_json_take_object (object);
  gate_sample_respond_json (message, 201, body);
}

/**
 * gate_sample_auth_register:
 * @message: a request to `/register`
 * @path: its path
 * @user_data: the authorization server
 *
 * Registers an app (RFC 7591). Apps are native ones without a secret: answers go to loopback addresses only (RFC 8252).
 */
void
gate_sample_auth_register (SoupServerMessage *message,
                           const char        *path,
                           gpointer           user_data)
{
  GateSampleAuth *self = user_data;
  g_autoptr(JsonNode) node = NULL;
  g_auto(GStrv) uris = NULL;
  const char *type = NULL, *given = NULL;

  if (!gate_sample_respond_method (message, "POST") || !(node = read_metadata (message)))
    return;
  type = gate_json_get_string (json_node_get_object (node), "application_type");
  given = gate_json_get_string (json_node_get_object (node), "client_name");
  uris = gate_json_get_strv (json_node_get_object (node), "redirect_uris");
  if (type && !g_str_equal (type, "native"))
    {
      gate_sample_respond_error (message, 400, "invalid_client_metadata", "Only native apps can register here.");
      return;
    }
  if (!check_redirect_uris (uris))
    {
      gate_sample_respond_error (message, 400, "invalid_redirect_uri", "The redirect URIs have to be loopback addresses: http://127.0.0.1/….");
      return;
    }

  g_autofree char *visible = gate_text_make_visible (given && *given ? given : "An app without a name", GATE_TEXT_LINE);
  g_autofree char *name = gate_text_shorten (visible, MAX_NAME_CHARS);
  self->tally.registrations++;
  show_app (message, gate_sample_ledger_add_app (self->ledger, name, uris));
}
