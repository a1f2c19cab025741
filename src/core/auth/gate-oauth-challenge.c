// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-oauth-private.h"

#include "gate-challenge.h"
#include "gate-code-flow.h"
#include "gate-error.h"
#include "gate-grant.h"
#include "gate-lock.h"
#include "gate-scopes.h"
#include "gate-task.h"

#include <string.h>

#define WORKLOAD_PAUSE_US (60 * G_USEC_PER_SEC)
/* Beyond the time that a person may take, for whoever else waits for the same sign-in. */
#define ASK_LOCK_EXTRA_MS 60000

/* A challenge, and what is found out while it is answered. */
typedef struct {
  char             *operation;
  gboolean          forbidden; /* 403: the scopes do not suffice */
  gboolean          wants_dpop;
  char             *metadata_address; /* (nullable) */
  char             *scope; /* (nullable): the challenge's */
  char             *wanted_scope; /* (nullable): what to ask for */
  GateSecret       *used; /* (nullable): the token that was refused */
  GateTokenSet     *current; /* (nullable): the tokens that were known when its turn came */
  GateOauthService *service;
  GateLock         *ask_lock;
} ChallengeData;

GATE_DEFINE_DATA (ChallengeData, challenge_data)

static void
challenge_data_clear (ChallengeData *self)
{
  g_free (self->operation);
  g_free (self->metadata_address);
  g_free (self->scope);
  g_free (self->wanted_scope);
  g_clear_pointer (&self->used, gate_secret_unref);
  gate_token_set_unref (self->current);
  gate_oauth_service_unref (self->service);
  gate_lock_release (self->ask_lock);
}

static void answer_next (GateOauth *self);

/* --- Ending --- */

/* What the person, or the account server, said to one is said to all who wait; their own cancellation is not. */
static void
end_with_error (GTask  *task,
                GError *error)
{
  g_autoptr(GateOauth) self = g_object_ref (g_task_get_source_object (task));
  g_autoptr(GError) owned = error;
  gboolean for_all = !g_error_matches (owned, G_IO_ERROR, G_IO_ERROR_CANCELLED);

  g_clear_pointer (&challenge_data_of (task)->ask_lock, gate_lock_release);
  g_queue_pop_head (&self->challenges);
  while (for_all && !g_queue_is_empty (&self->challenges))
    {
      g_autoptr(GTask) other = g_queue_pop_head (&self->challenges);
      g_task_return_error (other, g_error_copy (owned));
    }
  g_task_return_error (task, g_error_copy (owned));
  g_object_unref (task);
  answer_next (self);
}

static void
end_well (GTask *task)
{
  g_autoptr(GateOauth) self = g_object_ref (g_task_get_source_object (task));

  g_clear_pointer (&challenge_data_of (task)->ask_lock, gate_lock_release);
  g_queue_pop_head (&self->challenges);
  g_task_return_boolean (task, TRUE);
  g_object_unref (task);
  answer_next (self);
}

/* --- New tokens --- */

static void
did_keep (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  gate_token_keeper_keep_finish (GATE_TOKEN_KEEPER (source), result, NULL);
  end_well (user_data);
}

static void
keep (GTask        *task,
      GateTokenSet *tokens)
{
  GateOauth *self = g_task_get_source_object (task);

  gate_server_metadata_unref (self->server);
  self->server = gate_server_metadata_ref (challenge_data_of (task)->service->server);
  gate_token_keeper_keep_async (self->keeper, tokens, NULL, did_keep, task);
}

/* The server's own origin was only guessed to be an account server: better say that it is none. */
static GError *
explain (GTask  *task,
         GError *error)
{
  GateOauth *self = g_task_get_source_object (task);

  if (!challenge_data_of (task)->service->server->guessed || !gate_error_matches (error, GATE_ERROR_CLIENT_NEEDED))
    return error;
  g_error_free (error);
  return gate_error_new (GATE_ERROR_UNSUPPORTED, GATE_LAYER_SIGNED_IN,
                         "Give the connector the key or the headers that the service wants; ask who runs it for them.",
                         "%s wants credentials, but names no account server to sign in at",
                         gate_sign_in_context_get_host (self->context));
}

static void
got_code_tokens (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  GTask *task = user_data;
  GError *error = NULL;
  g_autoptr(GateTokenSet) tokens = gate_code_flow_finish (GATE_SIGN_IN_CONTEXT (source), result, &error);

  if (tokens)
    keep (task, tokens);
  else
    end_with_error (task, explain (task, error));
}

static void
got_grant_tokens (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  GTask *task = user_data;
  GateOauth *self = g_task_get_source_object (task);
  GError *error = NULL;
  g_autoptr(GateTokenSet) tokens = gate_grant_finish (GATE_SIGN_IN_CONTEXT (source), result, &error);

  if (tokens)
    {
      keep (task, tokens);
      return;
    }
  if (self->context->settings->kind == GATE_SIGN_IN_WORKLOAD)
    {
      g_clear_error (&self->refusal);
      self->refusal = g_error_copy (error);
      self->refused_at = g_get_monotonic_time ();
    }
  end_with_error (task, error);
}

static void
ask_server (GTask *task)
{
  GateOauth *self = g_task_get_source_object (task);
  ChallengeData *data = challenge_data_of (task);
  GateTokenSet *previous = data->current && strcmp (data->current->issuer, data->service->server->issuer) == 0 ? data->current : NULL;
  GateGrant grant = {
    .server = data->service->server, .resource = data->service->resource, .scope = data->wanted_scope, .previous = previous,
    .dpop = data->wants_dpop ? self->dpop : NULL,
  };

  gate_grant_async (self->context, &grant, g_task_get_cancellable (task), got_grant_tokens, task);
}

static void
ask_person (GTask *task)
{
  GateOauth *self = g_task_get_source_object (task);
  ChallengeData *data = challenge_data_of (task);
  GateCodeFlow flow = {
    .service = data->service, .scope = data->wanted_scope, .previous = data->current, .dpop = data->wants_dpop ? self->dpop : NULL,
  };

  gate_code_flow_async (self->context, &flow, g_task_get_cancellable (task), got_code_tokens, task);
}

static void
ask (GTask *task)
{
  GateOauth *self = g_task_get_source_object (task);

  if (gate_oauth_needs_nobody (self))
    ask_server (task);
  else
    ask_person (task);
}

static void
got_dpop (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  GTask *task = user_data;
  GError *error = NULL;

  if (gate_oauth_load_dpop_finish (GATE_OAUTH (source), result, &error))
    ask (task);
  else
    end_with_error (task, error);
}

/* Tokens are bound to a key where both sides say that they can: the account server by its metadata, the resource by its own or by
 * its challenge. */
static void
ask_with_key (GTask *task)
{
  GateOauth *self = g_task_get_source_object (task);
  ChallengeData *data = challenge_data_of (task);
  GateOauthService *service = data->service;

  data->wants_dpop = gate_server_metadata_takes_dpop (service->server)
                     && (data->wants_dpop || gate_resource_metadata_wants_dpop (service->metadata));
  if (data->wants_dpop)
    gate_oauth_load_dpop_async (self, service->server->issuer, TRUE, g_task_get_cancellable (task), got_dpop, task);
  else
    ask (task);
}

/* --- One at a time, in all processes --- */

static gboolean
is_settled (GateOauth     *self,
            ChallengeData *data)
{
  GateTokenSet *tokens = gate_token_keeper_get (self->keeper);

  return tokens && tokens->access_token && !gate_token_set_same_access (tokens, data->current)
         && !(data->used && gate_secret_equal (data->used, tokens->access_token))
         && !gate_token_set_is_due (tokens, g_get_real_time () / G_USEC_PER_SEC)
         && (!data->forbidden || gate_scopes_contain (tokens->scope, data->scope));
}

static void
did_reload (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  GTask *task = user_data;
  GateOauth *self = g_task_get_source_object (task);
  ChallengeData *data = challenge_data_of (task);
  g_autoptr(GError) error = NULL;

  if (!gate_token_keeper_load_finish (GATE_TOKEN_KEEPER (source), result, &error))
    g_debug ("The keyring could not be read again: %s", error->message);
  if (is_settled (self, data))
    end_well (task);
  else
    ask_with_key (task);
}

static void
got_ask_lock (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  GTask *task = user_data;
  GateOauth *self = g_task_get_source_object (task);
  ChallengeData *data = challenge_data_of (task);
  GError *error = NULL;

  data->ask_lock = gate_lock_take_finish (result, &error);
  if (data->ask_lock)
    gate_token_keeper_load_async (self->keeper, GATE_VAULT_FRESH, g_task_get_cancellable (task), did_reload, task);
  else
    end_with_error (task, error);
}

static GError *
sign_in_needed (GTask *task)
{
  GateOauth *self = g_task_get_source_object (task);
  ChallengeData *data = challenge_data_of (task);
  GateTokenSet *current = data->current;
  GError *error = NULL;

  if (self->keyring_error && !current)
    return g_error_copy (self->keyring_error);
  if (data->forbidden)
    {
      g_autofree char *title = gate_sign_in_context_dup_title (self->context);
      g_autofree char *remedy = g_strdup_printf ("Sign in to %s again, with more scopes.", title);
      return gate_error_new (GATE_ERROR_SCOPE_NEEDED, GATE_LAYER_SIGNED_IN, remedy, "The sign-in to %s does not allow this; it needs %s",
                             title, data->scope ? data->scope : "more scopes");
    }
  if (current && data->service && strcmp (current->issuer, data->service->server->issuer) != 0)
    {
      g_autofree char *host = gate_server_metadata_dup_host (data->service->server);
      g_autofree char *why = g_strdup_printf ("The service has moved to another account server, %s; the old sign-in was not sent there", host);
      gate_sign_in_context_set_needed (self->context, &error, why);
    }
  else if (current)
    gate_sign_in_context_set_needed (self->context, &error, current->access_token && !current->refresh_token
                                       ? "The sign-in has expired, and the account server gave nothing to renew it with"
                                       : "The sign-in has expired or was revoked; renewing it was tried");
  else
    gate_sign_in_context_set_needed (self->context, &error, NULL);
  return error;
}

static char *
initial_scope (GateOauth     *self,
               ChallengeData *data)
{
  GateSignInContext *context = self->context;
  GateResourceMetadata *metadata = data->service->metadata;
  g_autofree char *scope = NULL;

  if (context->read_only && context->settings->read_scopes)
    return g_strdup (context->settings->read_scopes);
  if (context->settings->scopes)
    scope = g_strdup (context->settings->scopes);
  else if (data->scope)
    scope = g_strdup (data->scope);
  else if (metadata && metadata->scopes_supported)
    scope = gate_scopes_from_strv ((const char * const *) metadata->scopes_supported);
  if (!gate_scopes_are_valid (scope))
    return NULL;
  return context->read_only ? gate_scopes_for_reading (scope) : g_steal_pointer (&scope);
}

/* The first time what is asked for; later all that was asked for and granted before, and what is missing (step-up). */
static char *
choose_scope (GateOauth     *self,
              ChallengeData *data)
{
  GateTokenSet *current = data->current;
  g_autofree char *had = current ? gate_scopes_union (current->scope, current->requested_scope) : NULL;

  return data->forbidden ? gate_scopes_union (had, data->scope) : initial_scope (self, data);
}

/* The way to new tokens: by the person, or for a kind of sign-in without one by asking the account server. */
static void
authorize (GTask *task)
{
  GateOauth *self = g_task_get_source_object (task);
  ChallengeData *data = challenge_data_of (task);
  gboolean needs_nobody = gate_oauth_needs_nobody (self);
  g_autofree char *lock = gate_sign_in_context_dup_lock (self->context, "sign-in-ask");

  if (self->refusal && g_get_monotonic_time () - self->refused_at < WORKLOAD_PAUSE_US)
    end_with_error (task, g_error_copy (self->refusal));
  else if (!needs_nobody && !gate_sign_in_context_can_ask (self->context, GATE_INTERACTION_URLS))
    end_with_error (task, sign_in_needed (task));
  else if (!gate_attempts_take (self->authorizations, data->operation))
    end_with_error (task, gate_error_new (GATE_ERROR_SCOPE_NEEDED, GATE_LAYER_SIGNED_IN,
                                          "Ask who manages your account at the service which permissions it needs.",
                                          "%s still refuses after several sign-ins", gate_sign_in_context_get_host (self->context)));
  else
    {
      data->wanted_scope = choose_scope (self, data);
      gate_lock_take_async (lock, self->context->time_limit_ms + ASK_LOCK_EXTRA_MS, g_task_get_cancellable (task), got_ask_lock, task);
    }
}

/* --- What to do --- */

static void
take_current (GTask *task)
{
  GateOauth *self = g_task_get_source_object (task);
  ChallengeData *data = challenge_data_of (task);
  GateTokenSet *tokens = gate_token_keeper_get (self->keeper);

  gate_token_set_unref (data->current);
  data->current = tokens ? gate_token_set_ref (tokens) : NULL;
}

static void
did_renew (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  GTask *task = user_data;
  GError *error = NULL;

  if (gate_token_keeper_renew_finish (GATE_TOKEN_KEEPER (source), result, &error))
    end_well (task);
  else if (gate_error_matches (error, GATE_ERROR_SIGN_IN_NEEDED) || gate_error_matches (error, GATE_ERROR_CLIENT_NEEDED))
    {
      g_error_free (error);
      take_current (task);
      authorize (task);
    }
  else
    end_with_error (task, error);
}

/* A server that gave new tokens and then refuses them would be asked for new ones for ever. */
static gboolean
may_renew (GateOauth     *self,
           ChallengeData *data)
{
  GateTokenSet *current = data->current;

  return !data->forbidden && current && current->access_token && gate_grant_is_possible (self->context, current)
         && !gate_token_keeper_is_doubtful (self->keeper)
         && strcmp (current->issuer, data->service->server->issuer) == 0
         && gate_attempts_take (self->renewals, data->operation);
}

static void
got_service (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  GTask *task = user_data;
  GateOauth *self = g_task_get_source_object (task);
  ChallengeData *data = challenge_data_of (task);
  GError *error = NULL;

  data->service = gate_oauth_discover_finish (GATE_SIGN_IN_CONTEXT (source), result, &error);
  if (!data->service)
    end_with_error (task, error);
  else if (may_renew (self, data))
    gate_token_keeper_renew_async (self->keeper, data->current, g_task_get_cancellable (task), did_renew, task);
  else
    authorize (task);
}

static void
discover (GTask *task)
{
  GateOauth *self = g_task_get_source_object (task);
  ChallengeData *data = challenge_data_of (task);

  gate_oauth_discover_async (self->context, data->metadata_address, data->current ? data->current->issuer : NULL,
                             g_task_get_cancellable (task), got_service, task);
}

/* More scopes cannot help when those that are wanted were granted already; nor are they asked for against the person's wish. */
static gboolean
check_step_up (GTask *task)
{
  GateOauth *self = g_task_get_source_object (task);
  ChallengeData *data = challenge_data_of (task);
  const char *host = gate_sign_in_context_get_host (self->context);
  g_autofree char *reading = gate_scopes_for_reading (data->scope);
  GError *error = NULL;

  if (!data->forbidden || !data->scope)
    return TRUE;
  if (data->current && gate_scopes_contain (data->current->scope, data->scope))
    error = gate_error_new (GATE_ERROR_SCOPE_NEEDED, GATE_LAYER_SIGNED_IN,
                            "Ask who manages your account at the service which permissions it needs.",
                            "%s wants the scopes %s, which the sign-in has already", host, data->scope);
  else if (self->context->read_only && (g_strcmp0 (reading, data->scope) != 0 || gate_scope_get_use (data->scope) == GATE_SCOPE_CHANGES))
    error = gate_error_new (GATE_ERROR_SCOPE_NEEDED, GATE_LAYER_SIGNED_IN, "Sign in again without reading only.",
                            "%s wants the scopes %s, but the sign-in is for reading only", host, data->scope);
  if (error)
    end_with_error (task, error);
  return error == NULL;
}

static void
consider (GTask *task)
{
  take_current (task);
  if (check_step_up (task))
    discover (task);
}

static void
did_look_again (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  GTask *task = user_data;
  GateOauth *self = g_task_get_source_object (task);
  g_autoptr(GError) error = NULL;

  if (gate_token_keeper_load_finish (GATE_TOKEN_KEEPER (source), result, &error))
    g_clear_error (&self->keyring_error);
  else if (!gate_vault_error_is_keyring (error) || (!self->context->interactive && !gate_oauth_needs_nobody (self)))
    {
      end_with_error (task, g_steal_pointer (&error));
      return;
    }

  GateTokenSet *tokens = gate_token_keeper_get (self->keeper);
  if (is_settled (self, challenge_data_of (task)))
    end_well (task);
  else if (!tokens && !gate_oauth_needs_nobody (self) && !gate_sign_in_context_can_ask (self->context, GATE_INTERACTION_URLS))
    end_with_error (task, sign_in_needed (task));
  else
    consider (task);
}

/* Its turn: what was answered before may have settled it. Without tokens the keyring is read again, unlocked where that may be
 * asked for: another process may have signed in. */
static void
answer (GTask *task)
{
  GateOauth *self = g_task_get_source_object (task);
  ChallengeData *data = challenge_data_of (task);
  GateTokenSet *tokens = gate_token_keeper_get (self->keeper);
  GateVaultFlags flags = GATE_VAULT_FRESH | (self->context->interactive ? GATE_VAULT_UNLOCK : 0);

  if (is_settled (self, data))
    end_well (task);
  else if (!tokens || !tokens->access_token)
    gate_token_keeper_load_async (self->keeper, flags, g_task_get_cancellable (task), did_look_again, task);
  else
    consider (task);
}

static void
answer_next (GateOauth *self)
{
  GTask *task = g_queue_peek_head (&self->challenges);

  if (task)
    answer (task);
}

/* --- The challenge --- */

/* The one to answer: ours by scheme; a DPoP challenge before one for Bearer, and one that says something before an empty one. */
static GateChallenge *
choose_challenge (GPtrArray *challenges)
{
  GateChallenge *chosen = NULL;

  for (guint i = 0; i < challenges->len; i++)
    {
      GateChallenge *challenge = g_ptr_array_index (challenges, i);
      gboolean dpop = gate_challenge_is (challenge, "DPoP");

      if (!dpop && !gate_challenge_is (challenge, "Bearer"))
        continue;
      if (!chosen || (dpop && !gate_challenge_is (chosen, "DPoP"))
          || (!gate_challenge_get (chosen, "error") && gate_challenge_get (challenge, "error")))
        chosen = challenge;
    }
  return chosen;
}

static GateSecret *
token_of (SoupMessage *message)
{
  const char *value = soup_message_headers_get_one (soup_message_get_request_headers (message), "Authorization");
  const char *space = value ? strchr (value, ' ') : NULL;

  return space && space[1] ? gate_secret_new (space + 1) : NULL;
}

static ChallengeData *
read_challenge (SoupMessage   *message,
                const char    *operation,
                GateChallenge *challenge)
{
  ChallengeData *data = challenge_data_new ();
  const char *scope = challenge ? gate_challenge_get (challenge, "scope") : NULL;

  data->operation = g_strdup (operation ? operation : "");
  data->forbidden = soup_message_get_status (message) == SOUP_STATUS_FORBIDDEN;
  data->used = token_of (message);
  data->wants_dpop = challenge && gate_challenge_is (challenge, "DPoP");
  data->metadata_address = g_strdup (challenge ? gate_challenge_get (challenge, "resource_metadata") : NULL);
  data->scope = scope && *scope && gate_scopes_are_valid (scope) ? gate_scopes_union (scope, NULL) : NULL;
  return data;
}

/**
 * gate_oauth_challenge:
 * @method: a sign-in by OAuth
 * @message: a request that was answered with 401 or 403
 * @operation: what it was for
 * @task: (transfer full): ends with %TRUE to send it again, or with an error
 *
 * Answers a challenge (RFC 6750 §3, RFC 9449 §7.1, RFC 9728 §5.1, MCP authorization): uses what another has renewed meanwhile, renews,
 * or signs in; steps up when the scopes do not suffice. One challenge is answered at a time, the others then mostly find it done.
 */
void
gate_oauth_challenge (GateSignInMethod *method,
                      SoupMessage      *message,
                      const char       *operation,
                      GTask            *task)
{
  GateOauth *self = GATE_OAUTH (method);
  g_autoptr(GPtrArray) challenges = gate_challenge_parse_headers (soup_message_get_response_headers (message), "WWW-Authenticate");
  GateChallenge *challenge = choose_challenge (challenges);
  const char *code = challenge ? gate_challenge_get (challenge, "error") : NULL;
  guint status = soup_message_get_status (message);

  if (status == SOUP_STATUS_FORBIDDEN && g_strcmp0 (code, "insufficient_scope") != 0)
    {
      GATE_SIGN_IN_METHOD_CLASS (g_type_class_peek (GATE_TYPE_SIGN_IN_METHOD))->challenge (method, message, operation, task);
      return;
    }
  if (self->dpop && g_strcmp0 (code, "use_dpop_nonce") == 0 && gate_attempts_take (self->nonces, operation ? operation : ""))
    {
      g_task_return_boolean (task, TRUE);
      g_object_unref (task);
      return;
    }

  challenge_data_attach (task, read_challenge (message, operation, challenge));
  g_queue_push_tail (&self->challenges, task);
  if (g_queue_get_length (&self->challenges) == 1)
    answer_next (self);
}
