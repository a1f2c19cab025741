// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-metadata-fetch.h"

#include "gate-address.h"
#include "gate-error.h"
#include "gate-i18n.h"
#include "gate-json.h"
#include "gate-task.h"

#define PROTOCOL_VERSION "2025-03-26"
#define MAX_REDIRECTS 3

typedef struct {
  char        **addresses;
  gboolean      unguarded;
  guint         index;
  SoupMessage  *message;
} FetchData;

GATE_DEFINE_DATA (FetchData, fetch_data)

static void
fetch_data_clear (FetchData *self)
{
  g_strfreev (self->addresses);
  g_clear_object (&self->message);
}

static void fetch_next (GTask *task);

/* A web site that answers every path with its start page has no metadata there. */
static gboolean
is_web_page (SoupMessage *message)
{
  const char *type = soup_message_headers_get_content_type (soup_message_get_response_headers (message), NULL);
  return g_strcmp0 (type, "text/html") == 0;
}

/* Nothing there: look at the next address. 502 is what a gateway says when it has nothing behind a path. */
static gboolean
is_absent (SoupMessage *message)
{
  guint status = soup_message_get_status (message);
  return SOUP_STATUS_IS_CLIENT_ERROR (status) || status == SOUP_STATUS_BAD_GATEWAY || (status == SOUP_STATUS_OK && is_web_page (message));
}

static void
got_answer (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) body = gate_http_send_finish (GATE_HTTP (source), result, &error);
  SoupMessage *message = fetch_data_of (task)->message;
  const char *host = g_uri_get_host (soup_message_get_uri (message));

  if (!body)
    g_task_return_error (task, g_steal_pointer (&error));
  else if (is_absent (message))
    fetch_next (task);
  else if (SOUP_STATUS_IS_REDIRECTION (soup_message_get_status (message)))
    g_task_return_error (task, gate_error_new (GATE_ERROR_UNTRUSTED, GATE_LAYER_SIGNED_IN, _("Report it to the service."),
                                               _("%s redirects its sign-in metadata elsewhere; the redirect was not followed"), host));
  else if (soup_message_get_status (message) != SOUP_STATUS_OK)
    g_task_return_error (task, gate_http_error_for (message, body));
  else
    g_task_return_pointer (task, g_steal_pointer (&body), (GDestroyNotify) g_bytes_unref);
}

static void
fetch_next (GTask *task)
{
  GateSignInContext *context = g_task_get_source_object (task);
  FetchData *data = fetch_data_of (task);
  const char *address = data->addresses[data->index];
  g_autoptr(GError) error = NULL;

  if (!address)
    {
      g_task_return_pointer (task, NULL, NULL);
      return;
    }
  data->index++;

  g_autoptr(GUri) uri = gate_address_parse_secure (address, _("address of the sign-in metadata"), &error);
  if (!uri)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  g_autoptr(SoupMessage) message = soup_message_new_from_uri (SOUP_METHOD_GET, uri);
  SoupMessageHeaders *headers = soup_message_get_request_headers (message);
  GateHttpOptions options = gate_sign_in_context_options (context);
  soup_message_headers_replace (headers, "Accept", "application/json");
  soup_message_headers_replace (headers, "MCP-Protocol-Version", PROTOCOL_VERSION);
  options.limit = GATE_JSON_METADATA_LIMIT;
  options.max_redirects = MAX_REDIRECTS;
  if (data->unguarded)
    options.anchor = NULL;
  g_set_object (&data->message, message);
  gate_http_send_async (context->http, message, &options, g_task_get_cancellable (task), got_answer, g_object_ref (task));
}

/**
 * gate_metadata_fetch_async:
 * @context: the sign-in
 * @addresses: where to look, in this order
 * @unguarded: whether they come from the configuration, and not from the service, so that they may be nearer than the service is
 * @cancellable: (nullable): ends it
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Gets the first document that is there. Answers 4xx and 502 lead to the next address, all others end the search: an account server
 * that is down must not make us believe another document.
 */
void
gate_metadata_fetch_async (GateSignInContext   *context,
                           const char * const  *addresses,
                           gboolean             unguarded,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  g_autoptr(GTask) task = gate_task_new (context, cancellable, callback, user_data, gate_metadata_fetch_async);
  FetchData *data = fetch_data_new ();

  data->addresses = g_strdupv ((char **) addresses);
  data->unguarded = unguarded;
  fetch_data_attach (task, data);
  fetch_next (task);
}

/**
 * gate_metadata_fetch_finish:
 * @context: the sign-in
 * @result: the result
 * @error: set to %GATE_ERROR_UNTRUSTED, or to what gate_http_send_finish() and gate_http_error_for() tell
 *
 * Returns: (transfer full) (nullable): the document, or %NULL without an error when there is none anywhere
 */
GBytes *
gate_metadata_fetch_finish (GateSignInContext  *context,
                            GAsyncResult       *result,
                            GError            **error)
{
  g_return_val_if_fail (g_task_is_valid (result, context), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
