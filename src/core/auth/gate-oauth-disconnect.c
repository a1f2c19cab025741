// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-oauth-private.h"

#include "gate-endpoint-consent.h"
#include "gate-error.h"
#include "gate-lock.h"
#include "gate-oauth-client-chooser.h"
#include "gate-oauth-post.h"
#include "gate-task.h"

#define LOCK_TIMEOUT_MS 120000

static const char *const kinds[] = { "tokens", "client", "dpop-key" };

typedef struct {
  GateLock           *lock;
  GateTokenSet       *tokens;
  GateServerMetadata *server;
  GateOauthClient    *client;
  guint               next_token;
  guint               next_kind;
  gboolean            refused;
  gboolean            revoked;
} DisconnectData;

GATE_DEFINE_DATA (DisconnectData, disconnect_data)

static void
disconnect_data_clear (DisconnectData *self)
{
  gate_lock_release (self->lock);
  gate_token_set_unref (self->tokens);
  gate_server_metadata_unref (self->server);
  gate_oauth_client_unref (self->client);
}

/* --- Forgetting --- */

static void forget_next (GTask *task);

static void
did_forget (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GError) error = NULL;

  if (gate_vault_forget_finish (GATE_VAULT (source), result, &error) || gate_error_matches (error, GATE_ERROR_KEYRING_ABSENT))
    forget_next (task);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
forget_next (GTask *task)
{
  GateOauth *self = g_task_get_source_object (task);
  DisconnectData *data = disconnect_data_of (task);

  if (data->next_kind == G_N_ELEMENTS (kinds))
    {
      gate_token_keeper_drop (self->keeper);
      g_clear_object (&self->dpop);
      /* Whoever signs out and in again, and again, is not the server that is never content. */
      gate_attempts_forget (self->authorizations);
      g_clear_pointer (&data->lock, gate_lock_release);
      g_task_return_boolean (task, data->revoked && !data->refused);
      return;
    }

  GateSecretKey key = gate_sign_in_context_key (self->context, kinds[data->next_kind++], NULL, NULL);
  gate_vault_forget_async (self->context->vault, &key, g_task_get_cancellable (task), did_forget, g_object_ref (task));
}

/* --- Revoking --- */

static void revoke_next (GTask *task);

static void
did_revoke (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  DisconnectData *data = disconnect_data_of (task);
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) answer = gate_oauth_post_finish (GATE_SIGN_IN_CONTEXT (source), result, &error);

  if (error)
    {
      g_debug ("A token could not be revoked: %s", error->message);
      data->refused = TRUE;
    }
  else
    data->revoked = TRUE;
  revoke_next (task);
}

/* RFC 7009 §2.1. The refresh token first: with it most servers revoke the access token too. */
static void
revoke_next (GTask *task)
{
  GateOauth *self = g_task_get_source_object (task);
  DisconnectData *data = disconnect_data_of (task);
  const struct { const char *hint; GateSecret *token; } tokens[] = {
    { "refresh_token", data->tokens->refresh_token },
    { "access_token", data->tokens->access_token },
  };

  while (data->next_token < G_N_ELEMENTS (tokens) && !tokens[data->next_token].token)
    data->next_token++;
  if (data->next_token == G_N_ELEMENTS (tokens))
    {
      forget_next (task);
      return;
    }

  guint index = data->next_token++;
  g_autoptr(GateUrlencoded) form = gate_urlencoded_new ();
  GateOauthPost post = { .server = data->server, .endpoint = data->server->revocation_endpoint, .client = data->client, .form = form };
  gate_urlencoded_add_secret (form, "token", tokens[index].token);
  gate_urlencoded_add (form, "token_type_hint", tokens[index].hint);
  gate_oauth_post_async (self->context, &post, g_task_get_cancellable (task), did_revoke, g_object_ref (task));
}

static void
got_client (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  DisconnectData *data = disconnect_data_of (task);

  data->client = gate_oauth_recall_client_finish (GATE_SIGN_IN_CONTEXT (source), result, NULL);
  if (data->client)
    revoke_next (task);
  else
    forget_next (task);
}

static void
got_consent (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GateOauth *self = g_task_get_source_object (task);
  DisconnectData *data = disconnect_data_of (task);
  g_auto(GStrv) confirmed = gate_endpoint_consent_finish (GATE_SIGN_IN_CONTEXT (source), result, NULL);

  if (confirmed)
    gate_oauth_recall_client_async (self->context, data->tokens->issuer, data->tokens->client_id, g_task_get_cancellable (task),
                                    got_client, g_object_ref (task));
  else
    forget_next (task);
}

/* A server that cannot be reached, or that offers no revocation, keeps nobody from disconnecting. */
static void
got_server (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GateOauth *self = g_task_get_source_object (task);
  DisconnectData *data = disconnect_data_of (task);
  g_autoptr(GError) error = NULL;

  data->server = gate_oauth_find_server_finish (GATE_SIGN_IN_CONTEXT (source), result, &error);
  if (data->server && data->server->revocation_endpoint)
    gate_endpoint_consent_async (self->context, data->server, (const char * const *) data->tokens->confirmed_origins,
                                 g_task_get_cancellable (task), got_consent, g_object_ref (task));
  else
    forget_next (task);
}

static void
did_load (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GateOauth *self = g_task_get_source_object (task);
  DisconnectData *data = disconnect_data_of (task);
  g_autoptr(GError) error = NULL;
  GateTokenSet *tokens;

  if (!gate_token_keeper_load_finish (GATE_TOKEN_KEEPER (source), result, &error) && !gate_error_matches (error, GATE_ERROR_KEYRING_ABSENT))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  tokens = gate_token_keeper_get (self->keeper);
  data->tokens = tokens ? gate_token_set_ref (tokens) : NULL;
  if (tokens && tokens->access_token)
    gate_oauth_find_server_async (self->context, tokens->issuer, tokens->guessed, g_task_get_cancellable (task),
                                  got_server, g_object_ref (task));
  else
    forget_next (task);
}

static void
got_lock (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GateOauth *self = g_task_get_source_object (task);
  GateVaultFlags flags = GATE_VAULT_FRESH | (self->context->interactive ? GATE_VAULT_UNLOCK : 0);
  g_autoptr(GError) error = NULL;

  disconnect_data_of (task)->lock = gate_lock_take_finish (result, &error);
  if (error)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    gate_token_keeper_load_async (self->keeper, flags, g_task_get_cancellable (task), did_load, g_object_ref (task));
}

/**
 * gate_oauth_disconnect:
 * @method: a sign-in by OAuth
 * @task: (transfer full): ends with whether the server revoked the tokens, or with an error
 *
 * Revokes the tokens at the authorization server that gave them (RFC 7009), then forgets them, our registration there and our key.
 */
void
gate_oauth_disconnect (GateSignInMethod *method,
                       GTask            *task)
{
  GateOauth *self = GATE_OAUTH (method);
  g_autofree char *name = gate_sign_in_context_dup_lock (self->context, "sign-in");

  disconnect_data_attach (task, disconnect_data_new ());
  gate_lock_take_async (name, LOCK_TIMEOUT_MS, g_task_get_cancellable (task), got_lock, task);
}
