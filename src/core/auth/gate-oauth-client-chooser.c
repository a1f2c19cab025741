// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-oauth-client-chooser.h"

#include "gate-address.h"
#include "gate-config.h"
#include "gate-error.h"
#include "gate-i18n.h"
#include "gate-json.h"
#include "gate-oauth-error.h"
#include "gate-oauth-register.h"
#include "gate-task.h"

#include <string.h>

#define LOOPBACK "127.0.0.1"
#define LOOPBACK_NAME "localhost"

typedef struct {
  GateServerMetadata   *server;
  GateTokenSet         *previous;
  GateOauthClient      *client;
  GateLoopbackListener *listener;
  gboolean              by_name; /* the redirect address was tried as localhost */
} ChooseData;

GATE_DEFINE_DATA (ChooseData, choose_data)

static void
choose_data_clear (ChooseData *self)
{
  gate_server_metadata_unref (self->server);
  gate_token_set_unref (self->previous);
  gate_oauth_client_unref (self->client);
  g_clear_object (&self->listener);
}

static void start_registration (GTask *task);

static void
finish (GTask           *task,
        GateOauthClient *client)
{
  g_task_return_pointer (task, gate_oauth_client_ref (client), (GDestroyNotify) gate_oauth_client_unref);
}

/* Binds the listener: a registration is made for the very address where we listen. */
static gboolean
bind_listener (GTask       *task,
               const char  *host,
               guint16      port,
               GError     **error)
{
  ChooseData *data = choose_data_of (task);

  g_clear_object (&data->listener);
  data->listener = gate_loopback_listener_new (host, port, error);
  return data->listener != NULL;
}

static const char *
callback_host (GateSignInContext *context)
{
  return context->settings->callback_host ? context->settings->callback_host : LOOPBACK;
}

static void
did_keep (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;

  gate_vault_keep_finish (GATE_VAULT (source), result);
  finish (task, choose_data_of (task)->client);
}

/* client: (transfer full). */
static void
keep_client (GTask           *task,
             GateOauthClient *client)
{
  GateSignInContext *context = g_task_get_source_object (task);
  ChooseData *data = choose_data_of (task);
  GateSecretKey key = gate_sign_in_context_key (context, "client", client->issuer, NULL);
  g_autoptr(GateSecret) record = gate_oauth_client_to_secret (client);
  g_autofree char *label = gate_sign_in_context_dup_label (context, _("client registration"));

  g_clear_pointer (&data->client, gate_oauth_client_unref);
  data->client = client;
  gate_vault_keep_async (context->vault, &key, label, record, did_keep, g_object_ref (task));
}

/* Some servers know localhost but not the number. */
static gboolean
may_try_by_name (GateSignInContext *context,
                 ChooseData        *data,
                 const GError      *error)
{
  return !data->by_name && !context->settings->callback_host
         && (gate_oauth_error_is (error, "invalid_redirect_uri") || gate_oauth_error_is (error, "invalid_client_metadata"));
}

static void
did_register (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GateSignInContext *context = GATE_SIGN_IN_CONTEXT (source);
  ChooseData *data = choose_data_of (task);
  g_autoptr(GError) error = NULL;
  GateOauthClient *client = gate_oauth_register_finish (context, result, &error);

  if (client)
    keep_client (task, client);
  else if (may_try_by_name (context, data, error))
    {
      data->by_name = TRUE;
      g_clear_error (&error);
      if (bind_listener (task, LOOPBACK_NAME, context->settings->callback_port, &error))
        start_registration (task);
      else
        g_task_return_error (task, g_steal_pointer (&error));
    }
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
start_registration (GTask *task)
{
  GateSignInContext *context = g_task_get_source_object (task);
  ChooseData *data = choose_data_of (task);

  gate_oauth_register_async (context, data->server, gate_loopback_listener_get_redirect_uri (data->listener),
                             g_task_get_cancellable (task), did_register, g_object_ref (task));
}

static GError *
client_needed (GTask *task)
{
  ChooseData *data = choose_data_of (task);
  g_autofree char *host = gate_server_metadata_dup_host (data->server);
  g_autofree char *remedy = g_strdup_printf (_("Register a client at %s with the redirect address %s (its port is yours to choose), and "
                                               "give its client id, secret and port for this connector."),
                                             host, gate_loopback_listener_get_redirect_uri (data->listener));

  return gate_error_new (GATE_ERROR_CLIENT_NEEDED, GATE_LAYER_SIGNED_IN, remedy,
                         _("The account server %s registers no clients by itself"), host);
}

static guint16
port_of (const char *address)
{
  g_autoptr(GUri) uri = address ? g_uri_parse (address, G_URI_FLAGS_NONE, NULL) : NULL;
  int port = uri ? g_uri_get_port (uri) : -1;

  return port > 0 ? (guint16) port : 0;
}

static void
take_answer (GTask      *task,
             GateAnswer *answer)
{
  GateSignInContext *context = g_task_get_source_object (task);
  ChooseData *data = choose_data_of (task);
  const char *id = gate_answer_get_string (answer, "client_id");
  const char *text = gate_answer_get_string (answer, "client_secret");
  JsonObject *values = gate_answer_get_values (answer);
  gint64 port = values ? gate_json_get_int (values, "port", 0) : 0;
  g_autoptr(GError) error = NULL;

  if (!id || !*id)
    {
      g_task_return_error (task, client_needed (task));
      return;
    }
  if (port > 0 && port <= G_MAXUINT16 && port != port_of (gate_loopback_listener_get_redirect_uri (data->listener))
      && !bind_listener (task, callback_host (context), (guint16) port, &error))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  g_autoptr(GateSecret) secret = text && *text ? gate_secret_new (text) : NULL;
  GateOauthClient *client = gate_oauth_client_new (data->server->issuer, GATE_OAUTH_CLIENT_GIVEN, id, secret);
  client->redirect_uri = g_strdup (gate_loopback_listener_get_redirect_uri (data->listener));
  keep_client (task, client);
}

static void
got_answer (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GateAnswer) answer = gate_interaction_ask_finish (GATE_INTERACTION (source), result, &error);

  if (answer && gate_answer_is (answer, GATE_CHOICE_ACCEPT))
    take_answer (task, answer);
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_error (task, client_needed (task));
}

static GateForm *
make_form (guint16 port)
{
  GateForm *form = gate_form_new ();
  g_autoptr(GateFormField) id = gate_form_field_new ("client_id", GATE_FORM_TEXT, _("Client ID"), NULL, TRUE);
  g_autoptr(GateFormField) secret = gate_form_field_new ("client_secret", GATE_FORM_SECRET, _("Client secret"),
                                                         _("Leave it empty for a public client."), FALSE);
  g_autoptr(GateFormField) port_field = gate_form_field_new ("port", GATE_FORM_INTEGER, _("Port"),
                                                             _("The port of the redirect address that you registered."), FALSE);
  g_autoptr(JsonNode) value = json_node_init_int (json_node_alloc (), port);

  gate_form_field_set_default (port_field, value);
  gate_form_append (form, id);
  gate_form_append (form, secret);
  gate_form_append (form, port_field);
  return form;
}

static void
ask_for_client (GTask *task)
{
  GateSignInContext *context = g_task_get_source_object (task);
  ChooseData *data = choose_data_of (task);
  const char *redirect_uri = gate_loopback_listener_get_redirect_uri (data->listener);
  g_autofree char *host = gate_server_metadata_dup_host (data->server);
  g_autofree char *title = gate_sign_in_context_dup_title (context);
  g_autofree char *heading = g_strdup_printf (_("Client for %s"), title);
  g_autofree char *body = g_strdup_printf (_("%s does not register programs by itself. Register one with it, with exactly this redirect "
                                             "address, and give its client ID here."), host);
  g_autoptr(GateForm) form = make_form (port_of (redirect_uri));

  if (!gate_sign_in_context_can_ask (context, GATE_INTERACTION_FORMS))
    {
      g_task_return_error (task, client_needed (task));
      return;
    }

  g_autoptr(GateQuestion) question = gate_sign_in_context_question (context, GATE_QUESTION_FIELDS, heading);
  gate_question_set_body (question, body);
  gate_question_add_detail (question, GATE_DETAIL_ACCOUNT_SERVER, _("Account server"), host);
  gate_question_add_detail (question, NULL, _("Redirect address"), redirect_uri);
  gate_question_set_form (question, form);
  gate_interaction_ask_async (context->interaction, question, g_task_get_cancellable (task), got_answer, g_object_ref (task));
}

static const char *
document_address (GateSignInContext *context)
{
  const char *address = context->settings->client_metadata_url ? context->settings->client_metadata_url : GATE_CLIENT_METADATA_URL;
  return *address ? address : NULL;
}

/* The order of the specification: pre-registered, metadata document, dynamic registration, the person. */
static void
choose (GTask *task)
{
  ChooseData *data = choose_data_of (task);
  const char *redirect_uri = gate_loopback_listener_get_redirect_uri (data->listener);
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  gboolean usable = data->client && !gate_oauth_client_has_expired (data->client, now);

  if (usable && (data->client->source == GATE_OAUTH_CLIENT_CONFIGURED || data->client->source == GATE_OAUTH_CLIENT_DOCUMENT
                 || g_strcmp0 (data->client->redirect_uri, redirect_uri) == 0))
    finish (task, data->client);
  else if (data->server->registration_endpoint && !(data->client && data->client->source == GATE_OAUTH_CLIENT_GIVEN))
    start_registration (task);
  else
    ask_for_client (task);
}

static void
bind_and_choose (GTask *task)
{
  GateSignInContext *context = g_task_get_source_object (task);
  ChooseData *data = choose_data_of (task);
  guint16 fixed = context->settings->callback_port;
  guint16 known = data->client ? port_of (data->client->redirect_uri) : 0;
  gboolean given = data->client && data->client->source == GATE_OAUTH_CLIENT_GIVEN;
  gboolean by_name = known > 0 && !context->settings->callback_host && strstr (data->client->redirect_uri, "//" LOOPBACK_NAME ":");
  const char *host = by_name ? LOOPBACK_NAME : callback_host (context);
  g_autoptr(GError) error = NULL;

  /* The port of the last registration, so that it fits also where the server compares ports; a taken one costs a registration. */
  if (!bind_listener (task, host, fixed > 0 ? fixed : known, &error) && fixed == 0 && known > 0 && !given)
    {
      g_clear_error (&error);
      bind_listener (task, host, 0, &error);
    }
  if (data->listener)
    choose (task);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
got_client (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GateSignInContext *context = GATE_SIGN_IN_CONTEXT (source);
  ChooseData *data = choose_data_of (task);
  const char *document = document_address (context);
  g_autoptr(GError) error = NULL;

  data->client = gate_oauth_recall_client_finish (context, result, &error);
  if (error && !gate_vault_error_is_keyring (error))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  if (!context->settings->client_id && document && data->server->client_documents_supported)
    {
      g_clear_pointer (&data->client, gate_oauth_client_unref);
      data->client = gate_oauth_client_new (data->server->issuer, GATE_OAUTH_CLIENT_DOCUMENT, document, NULL);
    }
  bind_and_choose (task);
}

/* A client that was pre-registered at one account server is not shown to another (MCP authorization). */
static gboolean
check_issuer (GateSignInContext   *context,
              GateServerMetadata  *server,
              GateTokenSet        *previous,
              GError             **error)
{
  GateSignInSettings *settings = context->settings;
  gboolean configured_elsewhere = settings->issuer && strcmp (settings->issuer, server->issuer) != 0;
  gboolean used_elsewhere = previous && g_strcmp0 (previous->client_id, settings->client_id) == 0
                            && strcmp (previous->issuer, server->issuer) != 0;

  if (!settings->client_id || (!configured_elsewhere && !used_elsewhere))
    return TRUE;
  gate_error_set (error, GATE_ERROR_UNTRUSTED, GATE_LAYER_SIGNED_IN,
                  _("If the move is known to you, register a client with the new account server and give its id for the connector."),
                  _("The client “%s” belongs to the account server %s, but the service now uses %s; nothing was sent there"),
                  settings->client_id, configured_elsewhere ? settings->issuer : previous->issuer, server->issuer);
  return FALSE;
}

/**
 * gate_oauth_choose_client_async:
 * @context: the sign-in
 * @server: the authorization server
 * @previous: (nullable): the sign-in as it was
 * @cancellable: (nullable): ends it
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Gets a client for the authorization server, and a listener bound to its redirect address: pre-registered, by metadata document,
 * registered now, or given by the person. Everything is bound to the issuer.
 */
void
gate_oauth_choose_client_async (GateSignInContext   *context,
                                GateServerMetadata  *server,
                                GateTokenSet        *previous,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  g_autoptr(GTask) task = gate_task_new (context, cancellable, callback, user_data, gate_oauth_choose_client_async);
  g_autoptr(GError) error = NULL;
  ChooseData *data = choose_data_new ();

  choose_data_attach (task, data);
  data->server = gate_server_metadata_ref (server);
  data->previous = previous ? gate_token_set_ref (previous) : NULL;
  if (check_issuer (context, server, previous, &error))
    gate_oauth_recall_client_async (context, server->issuer, NULL, cancellable, got_client, g_steal_pointer (&task));
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/**
 * gate_oauth_choose_client_finish:
 * @context: the sign-in
 * @result: the result
 * @listener: (out) (transfer full): where the answer will come
 * @error: set to %GATE_ERROR_CLIENT_NEEDED, %GATE_ERROR_UNTRUSTED, or as the parts tell it
 *
 * Returns: (transfer full) (nullable): the client
 */
GateOauthClient *
gate_oauth_choose_client_finish (GateSignInContext     *context,
                                 GAsyncResult          *result,
                                 GateLoopbackListener **listener,
                                 GError               **error)
{
  g_return_val_if_fail (g_task_is_valid (result, context), NULL);

  GateOauthClient *client = g_task_propagate_pointer (G_TASK (result), error);
  *listener = client ? g_steal_pointer (&choose_data_of (result)->listener) : NULL;
  return client;
}
