// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-oauth-challenge-private.h"

#include "gate-code-flow.h"
#include "gate-error.h"
#include "gate-grant.h"
#include "gate-i18n.h"
#include "gate-scopes.h"

#include <string.h>

#define WORKLOAD_PAUSE_US (60 * G_USEC_PER_SEC)
/* Beyond the time that a person may take, for whoever else waits for the same sign-in. */
#define ASK_LOCK_EXTRA_MS 60000

/* --- New tokens --- */

static void
did_keep (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  GateOauth *self = g_task_get_source_object (user_data);

  gate_token_keeper_keep_finish (GATE_TOKEN_KEEPER (source), result, NULL);
  self->context->again = FALSE;
  gate_oauth_challenge_end (user_data);
}

static void
keep (GTask        *task,
      GateTokenSet *tokens)
{
  GateOauth *self = g_task_get_source_object (task);

  gate_server_metadata_unref (self->server);
  self->server = gate_server_metadata_ref (gate_oauth_challenge_of (task)->service->server);
  gate_token_keeper_keep_async (self->keeper, tokens, NULL, did_keep, task);
}

/* The server's own origin was only guessed to be an account server: better say that it is none. */
static GError *
explain (GTask  *task,
         GError *error)
{
  GateOauth *self = g_task_get_source_object (task);

  if (!gate_oauth_challenge_of (task)->service->server->guessed || !gate_error_matches (error, GATE_ERROR_CLIENT_NEEDED))
    return error;
  g_error_free (error);
  return gate_error_new (GATE_ERROR_UNSUPPORTED, GATE_LAYER_SIGNED_IN,
                         _("Give the connector the key or the headers that the service wants; ask who runs it for them."),
                         _("%s wants credentials, but names no account server to sign in at"),
                         gate_sign_in_context_get_host (self->context));
}

/* What was not finished, or not begun, is no refusal of the server's. */
static void
give_back_attempt (GTask *task)
{
  GateOauth *self = g_task_get_source_object (task);

  gate_attempts_give_back (self->authorizations, gate_oauth_challenge_of (task)->operation);
}

static void
got_code_tokens (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  GTask *task = user_data;
  GError *error = NULL;
  g_autoptr(GateTokenSet) tokens = gate_code_flow_finish (GATE_SIGN_IN_CONTEXT (source), result, &error);
  GateOauth *self = g_task_get_source_object (task);

  if (tokens)
    {
      gate_attempts_give_back (self->windows, "");
      keep (task, tokens);
      return;
    }
  give_back_attempt (task);
  gate_oauth_challenge_fail (task, explain (task, error));
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
  give_back_attempt (task);
  if (self->context->settings->kind == GATE_SIGN_IN_WORKLOAD)
    {
      g_clear_error (&self->refusal);
      self->refusal = g_error_copy (error);
      self->refused_at = g_get_monotonic_time ();
    }
  gate_oauth_challenge_fail (task, error);
}

static void
ask_server (GTask *task)
{
  GateOauth *self = g_task_get_source_object (task);
  GateOauthChallenge *data = gate_oauth_challenge_of (task);
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
  GateOauthChallenge *data = gate_oauth_challenge_of (task);
  GateCodeFlow flow = {
    .service = data->service, .scope = data->wanted_scope, .previous = data->current, .dpop = data->wants_dpop ? self->dpop : NULL,
  };

  if (gate_attempts_take (self->windows, ""))
    {
      gate_code_flow_async (self->context, &flow, g_task_get_cancellable (task), got_code_tokens, task);
      return;
    }
  give_back_attempt (task);
  gate_oauth_challenge_fail (task, gate_error_new (GATE_ERROR_REFUSED, GATE_LAYER_SIGNED_IN, _("Wait two minutes, then sign in again."),
                                                   _("The sign-in to %s was begun several times and not finished"),
                                                   gate_sign_in_context_get_host (self->context)));
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
    {
      give_back_attempt (task);
      gate_oauth_challenge_fail (task, error);
    }
}

/* Tokens are bound to a key where both sides say that they can: the account server by its metadata, the resource by its own or by
 * its challenge. */
static void
ask_with_key (GTask *task)
{
  GateOauth *self = g_task_get_source_object (task);
  GateOauthChallenge *data = gate_oauth_challenge_of (task);
  GateOauthService *service = data->service;

  data->wants_dpop = gate_server_metadata_takes_dpop (service->server)
                     && (data->wants_dpop || gate_resource_metadata_wants_dpop (service->metadata));
  if (data->wants_dpop)
    gate_oauth_load_dpop_async (self, service->server->issuer, TRUE, g_task_get_cancellable (task), got_dpop, task);
  else
    ask (task);
}

/* --- One at a time, in all processes --- */

static void
did_reload (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  GTask *task = user_data;
  GateOauth *self = g_task_get_source_object (task);
  GateOauthChallenge *data = gate_oauth_challenge_of (task);
  g_autoptr(GError) error = NULL;

  if (!gate_token_keeper_load_finish (GATE_TOKEN_KEEPER (source), result, &error))
    g_debug ("The keyring could not be read again: %s", error->message);
  if (!gate_oauth_challenge_is_settled (self, data))
    {
      ask_with_key (task);
      return;
    }
  give_back_attempt (task);
  gate_oauth_challenge_end (task);
}

static void
got_ask_lock (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  GTask *task = user_data;
  GateOauth *self = g_task_get_source_object (task);
  GateOauthChallenge *data = gate_oauth_challenge_of (task);
  GError *error = NULL;

  data->ask_lock = gate_lock_take_finish (result, &error);
  if (data->ask_lock)
    gate_token_keeper_load_async (self->keeper, GATE_VAULT_FRESH, g_task_get_cancellable (task), did_reload, task);
  else
    {
      give_back_attempt (task);
      gate_oauth_challenge_fail (task, error);
    }
}

/* Why the person has to sign in, as far as is known: never, ended, with too few scopes, moved, or the keyring does not say. */
GError *
gate_oauth_sign_in_needed (GTask *task)
{
  GateOauth *self = g_task_get_source_object (task);
  GateOauthChallenge *data = gate_oauth_challenge_of (task);
  GateTokenSet *current = data->current;
  GError *error = NULL;

  if (self->keyring_error && !current)
    return g_error_copy (self->keyring_error);
  if (data->forbidden)
    {
      g_autofree char *title = gate_sign_in_context_dup_title (self->context);
      g_autofree char *remedy = g_strdup_printf (_("Sign in to %s again, with more scopes."), title);
      return gate_error_new (GATE_ERROR_SCOPE_NEEDED, GATE_LAYER_SIGNED_IN, remedy,
                             data->scope ? _("The sign-in to %s does not allow this; it needs %s") : _("The sign-in to %s does not allow this"),
                             title, data->scope);
    }
  if (current && data->service && strcmp (current->issuer, data->service->server->issuer) != 0)
    {
      g_autofree char *host = gate_server_metadata_dup_host (data->service->server);
      g_autofree char *why = g_strdup_printf (_("The service has moved to another account server, %s; the old sign-in was not sent there"), host);
      gate_sign_in_context_set_needed (self->context, &error, why);
    }
  else if (current)
    gate_sign_in_context_set_needed (self->context, &error, current->access_token && !current->refresh_token
                                       ? _("The sign-in has expired, and the account server gave nothing to renew it with")
                                       : _("The sign-in has expired or was revoked; renewing it was tried"));
  else
    gate_sign_in_context_set_needed (self->context, &error, NULL);
  return error;
}

static char *
initial_scope (GateOauth     *self,
               GateOauthChallenge *data)
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
              GateOauthChallenge *data)
{
  GateTokenSet *current = data->current;
  g_autofree char *had = current ? gate_scopes_union (current->scope, current->requested_scope) : NULL;

  return data->forbidden ? gate_scopes_union (had, data->scope) : initial_scope (self, data);
}

/* Nobody can be asked here. But the person may have signed in elsewhere, in the window, since our tokens were read. */
static void
did_look_elsewhere (GObject      *source,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  GTask *task = user_data;
  GateOauth *self = g_task_get_source_object (task);
  g_autoptr(GError) error = NULL;

  if (!gate_token_keeper_load_finish (GATE_TOKEN_KEEPER (source), result, &error))
    g_debug ("The keyring could not be read again: %s", error->message);
  if (gate_oauth_challenge_is_settled (self, gate_oauth_challenge_of (task)))
    gate_oauth_challenge_end (task);
  else
    gate_oauth_challenge_fail (task, gate_oauth_sign_in_needed (task));
}

/* The way to new tokens: by the person, or for a kind of sign-in without one by asking the account server. */
void
gate_oauth_authorize (GTask *task)
{
  GateOauth *self = g_task_get_source_object (task);
  GateOauthChallenge *data = gate_oauth_challenge_of (task);
  gboolean needs_nobody = gate_oauth_needs_nobody (self);
  g_autofree char *lock = gate_sign_in_context_dup_lock (self->context, "sign-in-ask");

  if (self->refusal && g_get_monotonic_time () - self->refused_at < WORKLOAD_PAUSE_US)
    gate_oauth_challenge_fail (task, g_error_copy (self->refusal));
  else if (!needs_nobody && !gate_sign_in_context_can_ask (self->context, GATE_INTERACTION_URLS))
    gate_token_keeper_load_async (self->keeper, GATE_VAULT_FRESH, g_task_get_cancellable (task), did_look_elsewhere, task);
  else if (!gate_attempts_take (self->authorizations, data->operation))
    gate_oauth_challenge_fail (task, gate_error_new (GATE_ERROR_SCOPE_NEEDED, GATE_LAYER_SIGNED_IN,
                                          _("Ask who manages your account at the service which permissions it needs."),
                                          _("%s still refuses after several sign-ins"), gate_sign_in_context_get_host (self->context)));
  else
    {
      data->wanted_scope = choose_scope (self, data);
      gate_lock_take_async (lock, self->context->time_limit_ms + ASK_LOCK_EXTRA_MS, g_task_get_cancellable (task), got_ask_lock, task);
    }
}
