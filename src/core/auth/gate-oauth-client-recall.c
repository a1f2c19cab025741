// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-oauth-client-chooser.h"

#include "gate-config.h"
#include "gate-error.h"
#include "gate-i18n.h"
#include "gate-task.h"

typedef struct {
  char            *issuer;
  char            *client_id;
  GateOauthClient *client; /* in the making */
} RecallData;

GATE_DEFINE_DATA (RecallData, recall_data)

static void
recall_data_clear (RecallData *self)
{
  g_free (self->issuer);
  g_free (self->client_id);
  gate_oauth_client_unref (self->client);
}

static void
return_client (GTask           *task,
               GateOauthClient *client)
{
  g_task_return_pointer (task, gate_oauth_client_ref (client), (GDestroyNotify) gate_oauth_client_unref);
}

/**
 * gate_oauth_client_is_document:
 * @context: the sign-in
 * @client_id: a client's id
 *
 * Returns: %TRUE when it is the address of our Client ID Metadata Document, which is the same everywhere
 */
gboolean
gate_oauth_client_is_document (GateSignInContext *context,
                               const char        *client_id)
{
  return g_strcmp0 (client_id, context->settings->client_metadata_url) == 0
         || (*GATE_CLIENT_METADATA_URL && g_strcmp0 (client_id, GATE_CLIENT_METADATA_URL) == 0);
}

static gboolean
take_key (GTask       *task,
          GateSecret  *pem,
          GError     **error)
{
  GateSignInContext *context = g_task_get_source_object (task);
  const char *wanted = context->settings->signing_algorithm;
  g_autoptr(GateSigningKey) key = gate_signing_key_new_from_pem (pem, error);

  if (!key)
    return FALSE;
  if (wanted && g_strcmp0 (gate_signing_algorithm_to_string (gate_signing_key_get_algorithm (key)), wanted) != 0)
    {
      gate_error_set (error, GATE_ERROR_INVALID, GATE_LAYER_SIGNED_IN, _("Give another key, or correct the algorithm."),
                      _("The client’s private key is not one for %s"), wanted);
      return FALSE;
    }
  recall_data_of (task)->client->key = g_steal_pointer (&key);
  return TRUE;
}

static void
got_signing_key (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  RecallData *data = recall_data_of (task);
  g_autoptr(GError) error = NULL;
  g_autoptr(GateSecret) pem = gate_vault_look_finish (GATE_VAULT (source), result, &error);

  if (!pem && !error)
    error = gate_error_new (GATE_ERROR_CLIENT_NEEDED, GATE_LAYER_SIGNED_IN, _("Give the client’s private key for the connector."),
                            _("The private key of the client “%s” is missing"), data->client->id);
  if (pem && take_key (task, pem, &error))
    return_client (task, data->client);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/* A key in a file of the person's own is tiny, and read without a thread. */
static void
find_signing_key (GTask *task)
{
  GateSignInContext *context = g_task_get_source_object (task);
  RecallData *data = recall_data_of (task);
  const char *path = context->settings->signing_key;
  GateSecretKey key = gate_sign_in_context_setting_key (context, "signing-key");
  g_autoptr(GError) error = NULL;

  if (!path)
    {
      gate_vault_look_async (context->vault, &key, GATE_VAULT_EXACT, g_task_get_cancellable (task), got_signing_key, g_object_ref (task));
      return;
    }

  g_autoptr(GateSecret) pem = gate_sign_in_context_read_file (context, path, _("Private key of the client"), &error);
  if (pem && take_key (task, pem, &error))
    return_client (task, data->client);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
got_client_secret (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  RecallData *data = recall_data_of (task);
  g_autoptr(GError) error = NULL;

  data->client->secret = gate_vault_look_finish (GATE_VAULT (source), result, &error);
  if (!data->client->secret && !error)
    error = gate_error_new (GATE_ERROR_CLIENT_NEEDED, GATE_LAYER_SIGNED_IN, _("Give the client secret for the connector."),
                            _("The secret of the client “%s” is missing"), data->client->id);
  if (error)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    return_client (task, data->client);
}

static void
recall_configured (GTask *task)
{
  GateSignInContext *context = g_task_get_source_object (task);
  RecallData *data = recall_data_of (task);
  GateSignInSettings *settings = context->settings;
  GateSecretKey key = gate_sign_in_context_setting_key (context, "client-secret");
  gboolean has_key = settings->signing_key || g_strcmp0 (settings->client_auth, "private_key_jwt") == 0;

  data->client = gate_oauth_client_new (data->issuer, GATE_OAUTH_CLIENT_CONFIGURED, settings->client_id, NULL);
  data->client->auth_method = g_strdup (settings->client_auth);
  if (has_key)
    find_signing_key (task);
  else if (settings->has_client_secret)
    gate_vault_look_async (context->vault, &key, GATE_VAULT_EXACT, g_task_get_cancellable (task), got_client_secret, g_object_ref (task));
  else
    return_client (task, data->client);
}

static void
got_record (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  RecallData *data = recall_data_of (task);
  g_autoptr(GError) error = NULL;
  g_autoptr(GateSecret) record = gate_vault_look_finish (GATE_VAULT (source), result, &error);
  g_autoptr(GateOauthClient) client = record ? gate_oauth_client_new_from_secret (record) : NULL;
  gboolean fits = client && g_strcmp0 (client->issuer, data->issuer) == 0
                  && (!data->client_id || g_strcmp0 (client->id, data->client_id) == 0);

  if (fits)
    return_client (task, client);
  else if (error)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_pointer (task, NULL, NULL);
}

/**
 * gate_oauth_recall_client_async:
 * @context: the sign-in
 * @issuer: the authorization server
 * @client_id: (nullable): the client that is meant; %NULL is whichever there is
 * @cancellable: (nullable): ends it
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Finds the client that we have at an authorization server: the configured one with its secret or key, our metadata document, or
 * what the keyring has for this issuer.
 */
void
gate_oauth_recall_client_async (GateSignInContext   *context,
                                const char          *issuer,
                                const char          *client_id,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  g_autoptr(GTask) task = gate_task_new (context, cancellable, callback, user_data, gate_oauth_recall_client_async);
  GateSecretKey key = gate_sign_in_context_key (context, "client", issuer, NULL);
  const char *configured = context->settings->client_id;
  RecallData *data = recall_data_new ();

  recall_data_attach (task, data);
  data->issuer = g_strdup (issuer);
  data->client_id = g_strdup (client_id);
  if (configured && (!client_id || g_strcmp0 (client_id, configured) == 0))
    recall_configured (task);
  else if (client_id && gate_oauth_client_is_document (context, client_id))
    g_task_return_pointer (task, gate_oauth_client_new (issuer, GATE_OAUTH_CLIENT_DOCUMENT, client_id, NULL),
                           (GDestroyNotify) gate_oauth_client_unref);
  else
    gate_vault_look_async (context->vault, &key, GATE_VAULT_EXACT, cancellable, got_record, g_object_ref (task));
}

/**
 * gate_oauth_recall_client_finish:
 * @context: the sign-in
 * @result: the result
 * @error: set to %GATE_ERROR_CLIENT_NEEDED when the configured client lacks its secret or key, or as the keyring tells it
 *
 * Returns: (transfer full) (nullable): the client, or %NULL without an error when there is none
 */
GateOauthClient *
gate_oauth_recall_client_finish (GateSignInContext  *context,
                                 GAsyncResult       *result,
                                 GError            **error)
{
  g_return_val_if_fail (g_task_is_valid (result, context), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
