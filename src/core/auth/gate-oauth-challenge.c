// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-oauth-challenge-private.h"

#include "gate-challenge.h"
#include "gate-error.h"
#include "gate-grant.h"
#include "gate-i18n.h"
#include "gate-scopes.h"
#include "gate-task.h"

#include <string.h>

GATE_DEFINE_DATA (GateOauthChallenge, challenge_data)

static void
challenge_data_clear (GateOauthChallenge *self)
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

/* The challenge that a task answers. */
GateOauthChallenge *
gate_oauth_challenge_of (GTask *task)
{
  return challenge_data_of (task);
}

static void answer_next (GateOauth *self);

/* --- Ending --- */

/* What the person, or the account server, said to one is said to all who wait; their own cancellation is not. */
void
gate_oauth_challenge_fail (GTask  *task,
                           GError *error)
{
  g_autoptr(GateOauth) self = g_object_ref (g_task_get_source_object (task));
  g_autoptr(GError) owned = error;
  gboolean for_all = !g_error_matches (owned, G_IO_ERROR, G_IO_ERROR_CANCELLED);

  g_clear_pointer (&gate_oauth_challenge_of (task)->ask_lock, gate_lock_release);
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

/* The request is to be sent again. */
void
gate_oauth_challenge_end (GTask *task)
{
  g_autoptr(GateOauth) self = g_object_ref (g_task_get_source_object (task));

  g_clear_pointer (&gate_oauth_challenge_of (task)->ask_lock, gate_lock_release);
  g_queue_pop_head (&self->challenges);
  g_task_return_boolean (task, TRUE);
  g_object_unref (task);
  answer_next (self);
}

/* Another has got tokens that will do, here or in another process. */
gboolean
gate_oauth_challenge_is_settled (GateOauth          *self,
                                 GateOauthChallenge *data)
{
  GateTokenSet *tokens = gate_token_keeper_get (self->keeper);

  return tokens && tokens->access_token && !gate_token_set_same_access (tokens, data->current)
         && !(data->used && gate_secret_equal (data->used, tokens->access_token))
         && !gate_token_set_is_due (tokens, g_get_real_time () / G_USEC_PER_SEC)
         && (!data->forbidden || gate_scopes_contain (tokens->scope, data->scope));
}

/* --- What to do --- */

static void
take_current (GTask *task)
{
  GateOauth *self = g_task_get_source_object (task);
  GateOauthChallenge *data = gate_oauth_challenge_of (task);
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
  GateOauth *self = g_task_get_source_object (task);
  GError *error = NULL;

  if (gate_token_keeper_renew_finish (GATE_TOKEN_KEEPER (source), result, &error))
    gate_oauth_challenge_end (task);
  else if (gate_error_matches (error, GATE_ERROR_SIGN_IN_NEEDED)
           || (gate_error_matches (error, GATE_ERROR_CLIENT_NEEDED) && !self->context->settings->client_id))
    {
      /* A client of the person's own that is refused would be so after the browser, too. */
      g_error_free (error);
      take_current (task);
      gate_oauth_authorize (task);
    }
  else
    gate_oauth_challenge_fail (task, error);
}

/* A server that gave new tokens and then refuses them would be asked for new ones for ever. */
static gboolean
may_renew (GateOauth     *self,
           GateOauthChallenge *data)
{
  GateTokenSet *current = data->current;

  return !data->forbidden && !self->context->again && current && current->access_token && gate_grant_is_possible (self->context, current)
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
  GateOauthChallenge *data = gate_oauth_challenge_of (task);
  GError *error = NULL;

  data->service = gate_oauth_discover_finish (GATE_SIGN_IN_CONTEXT (source), result, &error);
  if (!data->service)
    gate_oauth_challenge_fail (task, error);
  else if (may_renew (self, data))
    gate_token_keeper_renew_async (self->keeper, data->current, g_task_get_cancellable (task), did_renew, task);
  else
    gate_oauth_authorize (task);
}

static void
discover (GTask *task)
{
  GateOauth *self = g_task_get_source_object (task);
  GateOauthChallenge *data = gate_oauth_challenge_of (task);

  gate_oauth_discover_async (self->context, data->metadata_address, data->current ? data->current->issuer : NULL,
                             g_task_get_cancellable (task), got_service, task);
}

/* More scopes cannot help when those that are wanted were granted already; nor are they asked for against the person's wish. */
static gboolean
check_step_up (GTask *task)
{
  GateOauth *self = g_task_get_source_object (task);
  GateOauthChallenge *data = gate_oauth_challenge_of (task);
  const char *host = gate_sign_in_context_get_host (self->context);
  g_autofree char *reading = gate_scopes_for_reading (data->scope);
  GError *error = NULL;

  if (!data->forbidden || !data->scope)
    return TRUE;
  if (data->current && gate_scopes_contain (data->current->scope, data->scope))
    error = gate_error_new (GATE_ERROR_SCOPE_NEEDED, GATE_LAYER_SIGNED_IN,
                            _("Ask who manages your account at the service which permissions it needs."),
                            _("%s wants the scopes %s, which the sign-in has already"), host, data->scope);
  else if (self->context->read_only && (g_strcmp0 (reading, data->scope) != 0 || gate_scope_get_use (data->scope) == GATE_SCOPE_CHANGES))
    error = gate_error_new (GATE_ERROR_SCOPE_NEEDED, GATE_LAYER_SIGNED_IN, _("Sign in again without reading only."),
                            _("%s wants the scopes %s, but the sign-in is for reading only"), host, data->scope);
  if (error)
    gate_oauth_challenge_fail (task, error);
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
      gate_oauth_challenge_fail (task, g_steal_pointer (&error));
      return;
    }

  GateTokenSet *tokens = gate_token_keeper_get (self->keeper);
  if (gate_oauth_challenge_is_settled (self, gate_oauth_challenge_of (task)))
    gate_oauth_challenge_end (task);
  else if (!tokens && !gate_oauth_needs_nobody (self) && !gate_sign_in_context_can_ask (self->context, GATE_INTERACTION_URLS))
    gate_oauth_challenge_fail (task, gate_oauth_sign_in_needed (task));
  else
    consider (task);
}

/* Its turn: what was answered before may have settled it. Without tokens the keyring is read again, unlocked where that may be
 * asked for: another process may have signed in. */
static void
answer (GTask *task)
{
  GateOauth *self = g_task_get_source_object (task);
  GateOauthChallenge *data = gate_oauth_challenge_of (task);
  GateTokenSet *tokens = gate_token_keeper_get (self->keeper);
  GateVaultFlags flags = GATE_VAULT_FRESH | (self->context->interactive ? GATE_VAULT_UNLOCK : 0);

  if (self->context->again)
    consider (task);
  else if (gate_oauth_challenge_is_settled (self, data))
    gate_oauth_challenge_end (task);
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

/* A parameter of a challenge; one that repeats a secret would carry it on, to a page or another server. */
static const char *
parameter (GateOauth     *self,
           GateChallenge *challenge,
           const char    *name)
{
  const char *value = challenge ? gate_challenge_get (challenge, name) : NULL;

  return value && !gate_secret_mask_finds (self->context->mask, value, strlen (value)) ? value : NULL;
}

static GateOauthChallenge *
read_challenge (GateOauth     *self,
                SoupMessage   *message,
                const char    *operation,
                GateChallenge *challenge)
{
  GateOauthChallenge *data = challenge_data_new ();
  const char *scope = parameter (self, challenge, "scope");

  data->operation = g_strdup (operation ? operation : "");
  data->forbidden = soup_message_get_status (message) == SOUP_STATUS_FORBIDDEN;
  data->used = token_of (message);
  data->wants_dpop = challenge && gate_challenge_is (challenge, "DPoP");
  data->metadata_address = g_strdup (parameter (self, challenge, "resource_metadata"));
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

  challenge_data_attach (task, read_challenge (self, message, operation, challenge));
  g_queue_push_tail (&self->challenges, task);
  if (g_queue_get_length (&self->challenges) == 1)
    answer_next (self);
}
