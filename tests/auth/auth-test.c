// SPDX-License-Identifier: GPL-3.0-or-later
#include "auth-test.h"

#include "gate-authorizer.h"
#include "gate-json.h"
#include "gate-task.h"

#include <string.h>

/* More than any operation may need: a sign-in that does not bound its attempts fails here. */
#define SENDINGS_MAX 12

/* --- The face --- */

static void auth_test_face_interaction_init (GateInteractionInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (AuthTestFace, auth_test_face, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (GATE_TYPE_INTERACTION, auth_test_face_interaction_init))

static GateInteractionCapabilities
face_get_capabilities (GateInteraction *interaction)
{
  return GATE_INTERACTION_FORMS | GATE_INTERACTION_URLS | GATE_INTERACTION_CHOICES;
}

static void
return_answer (GTask      *task,
               const char *choice,
               JsonObject *values)
{
  g_task_return_pointer (task, gate_answer_new (choice, values), g_object_unref);
}

static void
did_come_back (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr(GBytes) page = soup_session_send_and_read_finish (SOUP_SESSION (source), result, NULL);
}

/* The browser was at the account server, which sends it to the redirect address. */
static void
did_visit (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  AuthTestFace *self = g_task_get_source_object (task);
  SoupMessage *message = soup_session_get_async_result_message (self->session, result);
  g_autoptr(GBytes) page = soup_session_send_and_read_finish (self->session, result, NULL);
  const char *location = soup_message_headers_get_one (soup_message_get_response_headers (message), "Location");
  g_autofree char *redirect = !location ? NULL : self->tamper ? self->tamper (location, self->tamper_data) : g_strdup (location);

  g_free (self->last_redirect);
  self->last_redirect = g_strdup (redirect);
  if (redirect && self->paste)
    {
      g_autoptr(JsonObject) values = json_object_new ();
      json_object_set_string_member (values, "redirect", redirect);
      return_answer (task, GATE_CHOICE_ACCEPT, values);
      return;
    }
  return_answer (task, GATE_CHOICE_ACCEPT, NULL);
  if (redirect && !self->close_browser)
    {
      g_autoptr(SoupMessage) back = soup_message_new (SOUP_METHOD_GET, redirect);
      soup_session_send_and_read_async (self->session, back, G_PRIORITY_DEFAULT, NULL, did_come_back, NULL);
    }
}

static void
log_question (AuthTestFace *self,
              GateQuestion *question)
{
  const char *body = gate_question_get_body (question);

  g_string_append_printf (self->log, "%s\n%s\n", gate_question_get_title (question), body ? body : "");
  for (guint i = 0; i < gate_question_get_n_details (question); i++)
    {
      const char *label, *value;

      gate_question_get_detail (question, i, NULL, &label, &value);
      g_string_append_printf (self->log, "%s: %s\n", label, value);
    }
}

static void
on_question_cancelled (GCancellable *cancellable,
                       gpointer      user_data)
{
  g_task_return_new_error (user_data, G_IO_ERROR, G_IO_ERROR_CANCELLED, "The question was taken back");
}

static void
face_ask_async (GateInteraction     *interaction,
                GateQuestion        *question,
                GCancellable        *cancellable,
                GAsyncReadyCallback  callback,
                gpointer             user_data)
{
  AuthTestFace *self = AUTH_TEST_FACE (interaction);
  g_autoptr(GTask) task = gate_task_new (self, NULL, callback, user_data, face_ask_async);

  log_question (self, question);
  switch (gate_question_get_kind (question))
    {
    case GATE_QUESTION_SIGN_IN:
      self->n_windows++;
      g_free (self->last_url);
      self->last_url = g_strdup (gate_question_get_url (question));
      if (self->ignore)
        g_cancellable_connect (cancellable, G_CALLBACK (on_question_cancelled), g_steal_pointer (&task), g_object_unref);
      else if (self->decline)
        return_answer (task, GATE_CHOICE_DECLINE, NULL);
      else
        {
          g_autoptr(SoupMessage) message = soup_message_new (SOUP_METHOD_GET, self->last_url);
          soup_message_set_flags (message, SOUP_MESSAGE_NO_REDIRECT);
          soup_session_send_and_read_async (self->session, message, G_PRIORITY_DEFAULT, NULL, did_visit, g_steal_pointer (&task));
        }
      break;
    case GATE_QUESTION_FIELDS:
      self->n_fields++;
      return_answer (task, self->decline ? GATE_CHOICE_DECLINE : GATE_CHOICE_ACCEPT, self->values);
      break;
    case GATE_QUESTION_APPROVE_COMMAND:
      self->n_commands++;
      return_answer (task, self->decline ? GATE_CHOICE_DECLINE : GATE_CHOICE_ALWAYS, NULL);
      break;
    case GATE_QUESTION_CONFIRM:
      self->n_confirms++;
      return_answer (task, self->decline_confirm ? GATE_CHOICE_DECLINE : GATE_CHOICE_ACCEPT, NULL);
      break;
    case GATE_QUESTION_ELICIT_FORM:
    case GATE_QUESTION_ELICIT_URL:
    case GATE_QUESTION_SAMPLE:
    case GATE_QUESTION_APPROVE_TOOL:
    default:
      g_assert_not_reached ();
    }
}

static GateAnswer *
face_ask_finish (GateInteraction  *interaction,
                 GAsyncResult     *result,
                 GError          **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
auth_test_face_interaction_init (GateInteractionInterface *iface)
{
  iface->get_capabilities = face_get_capabilities;
  iface->ask_async = face_ask_async;
  iface->ask_finish = face_ask_finish;
}

static void
auth_test_face_finalize (GObject *object)
{
  AuthTestFace *self = AUTH_TEST_FACE (object);

  soup_session_abort (self->session);
  g_clear_object (&self->session);
  g_clear_pointer (&self->values, json_object_unref);
  g_free (self->last_url);
  g_free (self->last_redirect);
  g_string_free (self->log, TRUE);
  G_OBJECT_CLASS (auth_test_face_parent_class)->finalize (object);
}

static void
auth_test_face_class_init (AuthTestFaceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = auth_test_face_finalize;
}

static void
auth_test_face_init (AuthTestFace *self)
{
  self->session = soup_session_new ();
  self->log = g_string_new (NULL);
}

AuthTestFace *
auth_test_face_new (void)
{
  return g_object_new (AUTH_TEST_TYPE_FACE, NULL);
}

/* --- The surroundings --- */

static void
make_sign_in (AuthTest *self,
              gboolean  interactive)
{
  g_clear_object (&self->sign_in);
  g_clear_object (&self->http);
  self->http = gate_http_new ();
  self->sign_in = gate_sign_in_new (self->connector, NULL, self->http, self->secrets, GATE_INTERACTION (self->face));
  gate_sign_in_set_interactive (self->sign_in, interactive);
}

AuthTest *
auth_test_new_entry (AuthTestServer  *server,
                     const char      *entry_members,
                     const char      *address,
                     const char      *sign_in,
                     GateSecretStore *secrets)
{
  AuthTest *self = g_new0 (AuthTest, 1);
  g_autofree char *where = g_str_equal (address, "") ? g_strdup ("\"type\":\"stdio\"") : g_strdup_printf ("\"type\":\"http\",\"url\":\"%s\"", address);
  g_autofree char *text = g_strdup_printf ("{%s%s,\"gatehouse\":{\"label\":\"Test Service\",\"signIn\":{%s}}}",
                                           entry_members, where, sign_in ? sign_in : "");
  g_autoptr(JsonNode) entry = gate_json_parse (text, -1, 65536, NULL);
  g_autoptr(GError) error = NULL;

  self->server = server;
  self->connector = gate_connector_new_from_json ("test", entry, GATE_CONNECTOR_ORIGIN_USER, &error);
  g_assert_no_error (error);
  self->face = auth_test_face_new ();
  self->secrets = secrets ? secrets : gate_secret_store_new_in_memory ();
  make_sign_in (self, TRUE);
  return self;
}

AuthTest *
auth_test_new_for (AuthTestServer  *server,
                   const char      *sign_in,
                   GateSecretStore *secrets)
{
  return auth_test_new_entry (server, "", server->address, sign_in, secrets);
}

AuthTest *
auth_test_new (const char      *sign_in,
               GateSecretStore *secrets)
{
  return auth_test_new_for (auth_test_server_new (), sign_in, secrets);
}

void
auth_test_restart (AuthTest *self,
                   gboolean  interactive)
{
  make_sign_in (self, interactive);
}

void
auth_test_free (AuthTest *self)
{
  gate_test_finalize (self->sign_in);
  g_clear_object (&self->http);
  gate_test_finalize (self->connector);
  gate_test_finalize (self->face);
  g_clear_object (&self->secrets);
  auth_test_server_free (self->server);
  g_free (self);
}

void
auth_test_keep (AuthTest   *self,
                const char *kind,
                const char *name,
                const char *value)
{
  GateSecretKey key = { kind, NULL, "test", NULL, name };
  g_autoptr(GateSecret) secret = gate_secret_new (value);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  gate_secret_store_store_async (self->secrets, &key, "Gatehouse: test", secret, NULL, gate_test_keep_result, &result);
  gate_test_wait (result);
  gate_secret_store_store_finish (self->secrets, result, &error);
  g_assert_no_error (error);
}

/* --- A call --- */

typedef struct {
  AuthTest    *test;
  char        *operation;
  SoupMessage *message;
  guint        sendings;
} CallData;

GATE_DEFINE_DATA (CallData, call_data)

static void
call_data_clear (CallData *self)
{
  g_free (self->operation);
  g_clear_object (&self->message);
}

static void send_call (GTask *task);

static void
did_challenge (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GError) error = NULL;

  if (gate_authorizer_challenge_finish (GATE_AUTHORIZER (source), result, &error))
    send_call (task);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
got_answer (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  CallData *data = call_data_of (task);
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) body = gate_http_send_finish (GATE_HTTP (source), result, &error);
  guint status = soup_message_get_status (data->message);

  if (!body)
    g_task_return_error (task, g_steal_pointer (&error));
  else if (status == SOUP_STATUS_UNAUTHORIZED || status == SOUP_STATUS_FORBIDDEN)
    gate_authorizer_challenge_async (GATE_AUTHORIZER (data->test->sign_in), data->message, data->operation, NULL, did_challenge, g_object_ref (task));
  else
    g_task_return_boolean (task, status == SOUP_STATUS_OK);
}

static void
did_prepare (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  CallData *data = call_data_of (task);
  g_autoptr(GError) error = NULL;

  if (gate_authorizer_prepare_finish (GATE_AUTHORIZER (source), result, &error))
    gate_http_send_async (data->test->http, data->message, NULL, NULL, got_answer, g_object_ref (task));
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
send_call (GTask *task)
{
  CallData *data = call_data_of (task);
  g_autoptr(GBytes) body = g_bytes_new_static ("{}", 2);

  g_assert_cmpuint (data->sendings++, <, SENDINGS_MAX);
  g_clear_object (&data->message);
  data->message = soup_message_new (SOUP_METHOD_POST, data->test->server->address);
  gate_http_set_body (data->message, "application/json", body);
  gate_authorizer_prepare_async (GATE_AUTHORIZER (data->test->sign_in), data->message, body, NULL, did_prepare, g_object_ref (task));
}

void
auth_test_call_async (AuthTest            *self,
                      const char          *operation,
                      GAsyncReadyCallback  callback,
                      gpointer             user_data)
{
  g_autoptr(GTask) task = gate_task_new (NULL, NULL, callback, user_data, auth_test_call_async);
  CallData *data = call_data_new ();

  call_data_attach (task, data);
  data->test = self;
  data->operation = g_strdup (operation);
  send_call (task);
}

gboolean
auth_test_call_finish (GAsyncResult  *result,
                       GError       **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

gboolean
auth_test_call (AuthTest  *self,
                GError   **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  auth_test_call_async (self, "tools/call test", gate_test_keep_result, &result);
  gate_test_wait (result);
  return auth_test_call_finish (result, error);
}
