// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-oauth-discovery.h"

#include "gate-address.h"
#include "gate-error.h"
#include "gate-i18n.h"
#include "gate-metadata-fetch.h"
#include "gate-task.h"

#include <string.h>

typedef struct {
  char     *issuer;
  gboolean  guess;
} FindData;

GATE_DEFINE_DATA (FindData, find_data)

static void
find_data_clear (FindData *self)
{
  g_free (self->issuer);
}

/* Where a person configured the document's address, the document says who the issuer is, unless that was configured too. */
static const char *
expected_issuer (GateSignInContext *context,
                 FindData          *data)
{
  return context->settings->metadata_url ? context->settings->issuer : data->issuer;
}

/* A server without resource metadata is its own account server (MCP 2025-03-26): its origin, perhaps written with a slash. */
static gboolean
is_origin_of (const char *issuer,
              const char *origin)
{
  gsize length = strlen (origin);
  return strncmp (issuer, origin, length) == 0 && (strcmp (issuer + length, "") == 0 || strcmp (issuer + length, "/") == 0);
}

static GateServerMetadata *
read_document (GateSignInContext  *context,
               FindData           *data,
               GBytes             *document,
               GError            **error)
{
  gsize size;
  const char *text = g_bytes_get_data (document, &size);

  if (!data->guess || context->settings->metadata_url)
    return gate_server_metadata_parse (text, size, expected_issuer (context, data), error);

  g_autoptr(GateServerMetadata) server = gate_server_metadata_parse (text, size, NULL, error);
  if (!server)
    return NULL;
  if (is_origin_of (server->issuer, data->issuer))
    return g_steal_pointer (&server);
  gate_error_set (error, GATE_ERROR_UNTRUSTED, GATE_LAYER_SIGNED_IN, _("Report it to the service."),
                  _("%s says that its account server is another; nothing was sent there"), gate_sign_in_context_get_host (context));
  return NULL;
}

static void
got_document (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GateSignInContext *context = GATE_SIGN_IN_CONTEXT (source);
  FindData *data = find_data_of (task);
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) document = gate_metadata_fetch_finish (context, result, &error);
  GateServerMetadata *server = NULL;

  if (document)
    server = read_document (context, data, document, &error);
  else if (!error && data->guess && !context->settings->metadata_url)
    server = gate_server_metadata_new_guessed (context->address);
  else if (!error)
    error = gate_error_new (GATE_ERROR_PROTOCOL, GATE_LAYER_SIGNED_IN, _("Report it to the service."),
                            _("The account server %s publishes no metadata"), data->issuer);

  if (server)
    g_task_return_pointer (task, server, (GDestroyNotify) gate_server_metadata_unref);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static char **
addresses_of (GateSignInContext  *context,
              FindData           *data,
              GError            **error)
{
  const char *configured[] = { context->settings->metadata_url, NULL };
  g_auto(GStrv) addresses = NULL;

  if (context->settings->metadata_url)
    return g_strdupv ((char **) configured);
  addresses = gate_server_metadata_addresses (data->issuer, error);
  if (addresses && data->guess)
    g_clear_pointer (&addresses[1], g_free);
  return g_steal_pointer (&addresses);
}

/**
 * gate_oauth_find_server_async:
 * @context: the sign-in
 * @issuer: the authorization server's issuer
 * @guess: whether nobody named it: it is the server's own origin, which may have no metadata at all (MCP 2025-03-26)
 * @cancellable: (nullable): ends it
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Gets the metadata of an authorization server (RFC 8414 §3, OpenID Connect Discovery §4), or those of the address that the
 * connector's settings name.
 */
void
gate_oauth_find_server_async (GateSignInContext   *context,
                              const char          *issuer,
                              gboolean             guess,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  g_autoptr(GTask) task = gate_task_new (context, cancellable, callback, user_data, gate_oauth_find_server_async);
  g_autoptr(GError) error = NULL;
  FindData *data = find_data_new ();

  find_data_attach (task, data);
  data->issuer = g_strdup (issuer);
  data->guess = guess;

  g_auto(GStrv) addresses = addresses_of (context, data, &error);
  if (addresses)
    gate_metadata_fetch_async (context, (const char * const *) addresses, FALSE, cancellable, got_document, g_steal_pointer (&task));
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/**
 * gate_oauth_find_server_finish:
 * @context: the sign-in
 * @result: the result
 * @error: set as gate_server_metadata_parse() and gate_metadata_fetch_finish() tell it, or to %GATE_ERROR_PROTOCOL
 *
 * Returns: (transfer full) (nullable): the metadata
 */
GateServerMetadata *
gate_oauth_find_server_finish (GateSignInContext  *context,
                               GAsyncResult       *result,
                               GError            **error)
{
  g_return_val_if_fail (g_task_is_valid (result, context), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
