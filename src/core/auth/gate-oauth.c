// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-oauth-private.h"

#include "gate-error.h"
#include "gate-grant.h"
#include "gate-i18n.h"
#include "gate-oauth-error.h"
#include "gate-task.h"

#include <string.h>

/* For one operation: renewals within a minute; sign-ins within the ten minutes that an operation may take; nonces, of which many
 * requests at once may each need one. For all of them: how often a person may be asked who does not want to. */
#define RENEWALS_MAX 5
#define RENEWALS_SECONDS 60
#define AUTHORIZATIONS_MAX 3
#define AUTHORIZATIONS_SECONDS 600
#define WINDOWS_MAX 6
#define WINDOWS_SECONDS 120
#define NONCES_MAX 100
#define NONCES_SECONDS 10

typedef struct {
  SoupMessage *message;
} PrepareData;

typedef struct {
  GateTokenSet *tokens;
  GError       *error;
} RenewData;

G_DEFINE_FINAL_TYPE (GateOauth, gate_oauth, GATE_TYPE_SIGN_IN_METHOD)
GATE_DEFINE_DATA (PrepareData, prepare_data)
GATE_DEFINE_DATA (RenewData, renew_data)

static void
prepare_data_clear (PrepareData *self)
{
  g_clear_object (&self->message);
}

static void
renew_data_clear (RenewData *self)
{
  gate_token_set_unref (self->tokens);
  g_clear_error (&self->error);
}

/**
 * gate_oauth_needs_nobody:
 * @self: a sign-in by OAuth
 *
 * Returns: %TRUE when the kind of sign-in needs no person, only what was configured
 */
gboolean
gate_oauth_needs_nobody (GateOauth *self)
{
  return gate_grant_is_possible (self->context, NULL);
}

/* --- Renewing, on behalf of the keeper --- */

static void
did_forget_client (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;

  gate_vault_forget_finish (GATE_VAULT (source), result, NULL);
  g_task_return_error (task, g_steal_pointer (&renew_data_of (task)->error));
}

/* A client that the server does not know any more is of no use for the next sign-in either. */
static void
got_grant (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GateSignInContext *context = GATE_SIGN_IN_CONTEXT (source);
  RenewData *data = renew_data_of (task);
  GateTokenSet *tokens = gate_grant_finish (context, result, &data->error);

  if (tokens)
    g_task_return_pointer (task, tokens, (GDestroyNotify) gate_token_set_unref);
  else if (gate_oauth_error_is (data->error, "invalid_client"))
    {
      GateSecretKey key = gate_sign_in_context_key (context, "client", data->tokens->issuer, NULL);
      gate_vault_forget_async (context->vault, &key, NULL, did_forget_client, g_object_ref (task));
    }
  else
    g_task_return_error (task, g_steal_pointer (&data->error));
}

static void
send_grant (GTask *task)
{
  GateOauth *self = g_task_get_source_object (task);
  GateTokenSet *tokens = renew_data_of (task)->tokens;
  GateGrant grant = {
    .server = self->server, .resource = tokens->resource, .scope = tokens->requested_scope, .previous = tokens,
    .dpop = tokens->dpop ? self->dpop : NULL,
  };

  gate_grant_async (self->context, &grant, NULL, got_grant, g_object_ref (task));
}

static void
got_dpop_for_grant (GObject      *source,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GError) error = NULL;

  if (gate_oauth_load_dpop_finish (GATE_OAUTH (source), result, &error))
    send_grant (task);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
got_server (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GateOauth *self = g_task_get_source_object (task);
  GateTokenSet *tokens = renew_data_of (task)->tokens;
  g_autoptr(GError) error = NULL;
  g_autoptr(GateServerMetadata) server = gate_oauth_find_server_finish (GATE_SIGN_IN_CONTEXT (source), result, &error);

  if (!server)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  gate_server_metadata_unref (self->server);
  self->server = g_steal_pointer (&server);
  if (tokens->dpop && !self->dpop)
    gate_oauth_load_dpop_async (self, tokens->issuer, FALSE, NULL, got_dpop_for_grant, g_object_ref (task));
  else
    send_grant (task);
}

/* The server is the one that gave the tokens, whatever the resource may say by now. */
static void
start_renewal (gpointer             owner,
               GateTokenSet        *tokens,
               GAsyncReadyCallback  callback,
               gpointer             user_data)
{
  GateOauth *self = owner;
  g_autoptr(GTask) task = gate_task_new (self, NULL, callback, user_data, start_renewal);
  RenewData *data = renew_data_new ();

  renew_data_attach (task, data);
  data->tokens = gate_token_set_ref (tokens);
  if (!gate_grant_is_possible (self->context, tokens))
    {
      g_autoptr(GError) error = NULL;
      gate_sign_in_context_set_needed (self->context, &error, _("The sign-in has expired, and the account server gave nothing to renew it with"));
      g_task_return_error (task, g_steal_pointer (&error));
    }
  else if (self->server && strcmp (self->server->issuer, tokens->issuer) == 0 && (!tokens->dpop || self->dpop))
    send_grant (task);
  else
    gate_oauth_find_server_async (self->context, tokens->issuer, tokens->guessed, NULL, got_server, g_object_ref (task));
}

static GateTokenSet *
finish_renewal (gpointer       owner,
                GAsyncResult  *result,
                GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* --- Preparing --- */

static void
on_got_headers (SoupMessage *message,
                gpointer     user_data)
{
  GateOauth *self = user_data;
  GateTokenSet *tokens = gate_token_keeper_get (self->keeper);
  const char *value = soup_message_headers_get_one (soup_message_get_request_headers (message), "Authorization");
  const char *space = value ? strchr (value, ' ') : NULL;

  if (self->dpop)
    gate_dpop_session_learn (self->dpop, GATE_DPOP_RESOURCE, message);
  if (soup_message_get_status (message) != SOUP_STATUS_UNAUTHORIZED && tokens && tokens->access_token && space
      && strcmp (space + 1, gate_secret_peek (tokens->access_token)) == 0)
    gate_token_keeper_note_accepted (self->keeper);
}

static void
apply (GTask *task)
{
  GateOauth *self = g_task_get_source_object (task);
  SoupMessage *message = prepare_data_of (task)->message;
  GateTokenSet *tokens = gate_token_keeper_get (self->keeper);
  g_autoptr(GError) error = NULL;

  if (!gate_sign_in_context_is_home (self->context, message, &error)
      || (tokens->dpop && !gate_dpop_session_prove (self->dpop, GATE_DPOP_RESOURCE, message, tokens->access_token, &error)))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  char *value = g_strconcat (tokens->dpop ? "DPoP " : "Bearer ", gate_secret_peek (tokens->access_token), NULL);
  soup_message_headers_replace (soup_message_get_request_headers (message), "Authorization", value);
  gate_secret_wipe (value);
  g_free (value);
  g_signal_connect_object (message, "got-headers", G_CALLBACK (on_got_headers), self, 0);
  g_task_return_boolean (task, TRUE);
}

static void
got_dpop (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GError) error = NULL;

  if (gate_oauth_load_dpop_finish (GATE_OAUTH (source), result, &error))
    apply (task);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/* Without a token the request goes out as it is: the server may want none, and else its challenge says what it wants. */
static void
use_tokens (GTask *task)
{
  GateOauth *self = g_task_get_source_object (task);
  GateTokenSet *tokens = gate_token_keeper_get (self->keeper);

  if (!tokens || self->context->again || gate_token_set_has_expired (tokens, g_get_real_time () / G_USEC_PER_SEC))
    g_task_return_boolean (task, TRUE);
  else if (tokens->dpop && !self->dpop)
    gate_oauth_load_dpop_async (self, tokens->issuer, FALSE, g_task_get_cancellable (task), got_dpop, g_object_ref (task));
  else
    apply (task);
}

static gboolean
has_working_token (GateOauth *self)
{
  GateTokenSet *tokens = gate_token_keeper_get (self->keeper);
  return tokens && !gate_token_set_has_expired (tokens, g_get_real_time () / G_USEC_PER_SEC);
}

static void
did_renew (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GateOauth *self = g_task_get_source_object (task);
  g_autoptr(GError) error = NULL;

  /* Renewed ahead of time, so a failure does no harm yet; a sign-in that has ended is told by the server's challenge. */
  if (gate_token_keeper_renew_finish (GATE_TOKEN_KEEPER (source), result, &error) || has_working_token (self)
      || gate_error_matches (error, GATE_ERROR_SIGN_IN_NEEDED) || gate_error_matches (error, GATE_ERROR_CLIENT_NEEDED))
    use_tokens (task);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
renew_or_use (GTask *task)
{
  GateOauth *self = g_task_get_source_object (task);
  GateTokenSet *tokens = gate_token_keeper_get (self->keeper);

  if (tokens && tokens->access_token && gate_token_set_is_due (tokens, g_get_real_time () / G_USEC_PER_SEC)
      && gate_grant_is_possible (self->context, tokens))
    gate_token_keeper_renew_async (self->keeper, tokens, g_task_get_cancellable (task), did_renew, g_object_ref (task));
  else
    use_tokens (task);
}

static void
did_load (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GateOauth *self = g_task_get_source_object (task);
  g_autoptr(GError) error = NULL;

  if (!gate_token_keeper_load_finish (GATE_TOKEN_KEEPER (source), result, &error) && !gate_vault_error_is_keyring (error)
      && !self->loaded)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  self->loaded = TRUE;
  g_clear_error (&self->keyring_error);
  self->keyring_error = g_steal_pointer (&error);
  renew_or_use (task);
}

/* Whoever signs out, or signs in as somebody else, in another process, does so for this one, too. */
static gboolean
must_look (GateOauth *self)
{
  return !self->loaded || g_get_monotonic_time () - self->looked_at >= (gint64) self->context->look_again_ms * 1000;
}

static void
gate_oauth_prepare (GateSignInMethod *method,
                    SoupMessage      *message,
                    GBytes           *body,
                    GTask            *task)
{
  GateOauth *self = GATE_OAUTH (method);
  PrepareData *data = prepare_data_new ();

  prepare_data_attach (task, data);
  data->message = g_object_ref (message);
  if (must_look (self))
    {
      self->looked_at = g_get_monotonic_time ();
      gate_token_keeper_load_async (self->keeper, 0, g_task_get_cancellable (task), did_load, task);
    }
  else
    {
      renew_or_use (task);
      g_object_unref (task);
    }
}

/* --- The object --- */

static char *
gate_oauth_dup_context (GateSignInMethod *method)
{
  GateTokenSet *tokens = gate_token_keeper_get (GATE_OAUTH (method)->keeper);
  return tokens && tokens->access_token ? g_strdup_printf ("oauth %s %s %" G_GINT64_FORMAT, tokens->issuer, tokens->resource, tokens->signed_in_at) : NULL;
}

/* What the settings say that the keyring has, so that it can be asked for when it has not. */
static void
add_settings (GateOauth *self)
{
  GateSignInSettings *settings = self->context->settings;
  gboolean by_key = g_strcmp0 (settings->client_auth, "private_key_jwt") == 0;

  if (settings->has_client_secret)
    gate_field_values_add_setting (self->secrets, "client-secret", _("Client secret"), _("The secret of the client that is registered with the service."));
  if (by_key && !settings->signing_key)
    gate_field_values_add_setting (self->secrets, "signing-key", _("Private key"), _("The private key of the client, in PEM form."));
  if ((settings->kind == GATE_SIGN_IN_ENTERPRISE || settings->kind == GATE_SIGN_IN_WORKLOAD) && !settings->subject_token_file)
    gate_field_values_add_setting (self->secrets, "subject-token", _("Identity token"), _("What the identity provider or the platform gave you."));
}

static void
gate_oauth_constructed (GObject *object)
{
  static const GateRenewal renewal = { start_renewal, finish_renewal };
  GateOauth *self = GATE_OAUTH (object);

  G_OBJECT_CLASS (gate_oauth_parent_class)->constructed (object);
  self->context = gate_sign_in_method_get_context (GATE_SIGN_IN_METHOD (self));
  self->keeper = gate_token_keeper_new (self->context, &renewal, self);
  self->secrets = gate_field_values_new_empty (self->context);
  add_settings (self);
}

static void
gate_oauth_dispose (GObject *object)
{
  GateOauth *self = GATE_OAUTH (object);

  g_clear_object (&self->keeper);
  g_clear_object (&self->secrets);
  g_clear_object (&self->dpop);
  g_clear_pointer (&self->server, gate_server_metadata_unref);
  g_clear_error (&self->keyring_error);
  g_clear_error (&self->refusal);
  g_clear_object (&self->renewals);
  g_clear_object (&self->authorizations);
  g_clear_object (&self->windows);
  g_clear_object (&self->nonces);
  G_OBJECT_CLASS (gate_oauth_parent_class)->dispose (object);
}

static void
gate_oauth_class_init (GateOauthClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GateSignInMethodClass *method_class = GATE_SIGN_IN_METHOD_CLASS (klass);

  object_class->constructed = gate_oauth_constructed;
  object_class->dispose = gate_oauth_dispose;
  method_class->prepare = gate_oauth_prepare;
  method_class->challenge = gate_oauth_challenge;
  method_class->begin = gate_oauth_begin;
  method_class->get_status = gate_oauth_get_status;
  method_class->disconnect = gate_oauth_disconnect;
  method_class->dup_context = gate_oauth_dup_context;
}

static void
gate_oauth_init (GateOauth *self)
{
  g_queue_init (&self->challenges);
  self->renewals = gate_attempts_new (RENEWALS_MAX, RENEWALS_SECONDS);
  self->authorizations = gate_attempts_new (AUTHORIZATIONS_MAX, AUTHORIZATIONS_SECONDS);
  self->windows = gate_attempts_new (WINDOWS_MAX, WINDOWS_SECONDS);
  self->nonces = gate_attempts_new (NONCES_MAX, NONCES_SECONDS);
}

/**
 * gate_oauth_new:
 * @context: the sign-in
 *
 * Returns: (transfer full): sign-in by OAuth
 */
GateSignInMethod *
gate_oauth_new (GateSignInContext *context)
{
  return g_object_new (GATE_TYPE_OAUTH, "context", context, NULL);
}
