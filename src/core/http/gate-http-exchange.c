// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-http-exchange.h"

#include "gate-error.h"
#include "gate-http-error.h"
#include "gate-http-guard.h"
#include "gate-http-private.h"
#include "gate-http-trust.h"
#include "gate-i18n.h"
#include "gate-task.h"

#define DEFAULT_LIMIT (4u * 1024 * 1024)
#define DEFAULT_TIMEOUT_MS 60000
#define UNLOCK_TIMEOUT_MS (5u * 60 * 1000)
#define CHUNK_SIZE (64u * 1024)
/* With what the setting holds, and with what a person answers, once more after a mistake. */
#define MAX_SIGN_INS 4

/* One request and its answer, through redirects. */
typedef struct {
  /* what was asked for */
  GateHttp             *http; /* (unowned): the task's source, which the task holds */
  SoupMessage          *message; /* (owned) */
  SoupSession          *session; /* (owned) */
  GTlsCertificate      *certificate; /* (owned) (nullable) */
  gsize                 limit;
  guint                 timeout_ms;
  guint                 redirects_left;
  gboolean              anchored;
  gboolean              whole;

  /* under way */
  GSource              *cancelled; /* (owned) (nullable): of the caller's cancellable */
  GCancellable         *inner; /* (owned): ours, cancelled for any reason */
  GSource              *timeout; /* (owned) (nullable) */
  GInputStream         *stream; /* (owned) (nullable) */
  GByteArray           *body; /* (owned) (nullable) */
  gboolean              got_headers; /* else what answered is the proxy, to the request for a tunnel */
  guint                 sign_ins; /* how often a proxy was signed in to */

  /* why it was stopped */
  gboolean              timed_out;
  GateHttpGuard         guard;
  GTlsCertificate      *refused; /* (owned) (nullable) */
  GTlsCertificateFlags  problems;
} Exchange;

GATE_DEFINE_DATA (Exchange, exchange)

static void
clear_source (GSource **source)
{
  if (*source)
    g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

/* From here on nothing of ours acts on the message, which is the caller's again; the connection is free for others, or closed where
 * the answer was not read to its end. */
static void
settle (Exchange *self)
{
  g_clear_object (&self->stream);
  clear_source (&self->timeout);
  clear_source (&self->cancelled);
  g_signal_handlers_disconnect_by_data (self->message, self);
}

static void
exchange_clear (Exchange *self)
{
  settle (self);
  g_clear_object (&self->message);
  g_clear_object (&self->session);
  g_clear_object (&self->certificate);
  g_clear_object (&self->inner);
  g_clear_pointer (&self->body, g_byte_array_unref);
  g_clear_object (&self->refused);
  gate_http_guard_clear (&self->guard);
}

static const char *
host_of (Exchange *self)
{
  return g_uri_get_host (soup_message_get_uri (self->message));
}

static GError *
error_for_certificate (Exchange *self)
{
  if ((self->problems & G_TLS_CERTIFICATE_BAD_IDENTITY) && self->refused && gate_http_is_behind_portal (self->http))
    {
      g_autofree char *names = gate_http_trust_names (self->refused);
      return gate_http_error_new_portal (names);
    }
  return gate_http_trust_explain (self->refused, self->problems, host_of (self));
}

/* What really went wrong: our own reasons to stop look like a cancellation to libsoup. */
static void
fail (GTask  *task,
      GError *error)
{
  Exchange *self = exchange_of (task);
  g_autoptr(GError) given = error;

  settle (self);
  if (self->certificate && !self->got_headers)
    gate_key_unlock_forget (gate_http_get_key_unlock (self->http));
  if (g_task_return_error_if_cancelled (task))
    return;
  if (self->guard.blocked)
    g_task_return_error (task, gate_http_guard_to_error (&self->guard, host_of (self)));
  else if (self->timed_out)
    {
      g_autoptr(GError) local = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_TIMED_OUT, "timed out");
      g_task_return_error (task, gate_http_error_from_transport (local, host_of (self)));
    }
  else if (gate_key_unlock_was_declined (self->message))
    g_task_return_error (task, gate_error_new (GATE_ERROR_CERTIFICATE, GATE_LAYER_SIGNED_IN, _("Try again, and give the PIN."),
                                               _("“%s” was not reached, since the key of the client certificate was not unlocked"),
                                               host_of (self)));
  else if (self->problems && given->domain == G_TLS_ERROR)
    g_task_return_error (task, error_for_certificate (self));
  else
    g_task_return_error (task, gate_http_error_from_transport (given, host_of (self)));
}

static void
fail_too_large (GTask *task)
{
  Exchange *self = exchange_of (task);
  g_autofree char *limit = g_format_size (self->limit);

  fail (task, gate_error_new (GATE_ERROR_TOO_LARGE, GATE_LAYER_SERVICE, _("Ask for less at a time, or report it to who runs the service."),
                              _("The answer of “%s” is larger than %s"), host_of (self), limit));
}

static gboolean
timed_out (gpointer user_data)
{
  Exchange *self = user_data;

  self->timed_out = TRUE;
  g_cancellable_cancel (self->inner);
  return G_SOURCE_REMOVE;
}

static void
start_timeout (Exchange *self,
               guint     milliseconds)
{
  clear_source (&self->timeout);
  self->timeout = g_timeout_source_new (milliseconds);
  g_source_set_callback (self->timeout, timed_out, self, NULL);
  g_source_attach (self->timeout, g_main_context_get_thread_default ());
}

static gboolean
caller_cancelled (GCancellable *cancellable,
                  gpointer      user_data)
{
  Exchange *self = user_data;

  g_cancellable_cancel (self->inner);
  return G_SOURCE_REMOVE;
}

static void
watch_caller (Exchange     *self,
              GCancellable *cancellable)
{
  self->cancelled = g_cancellable_source_new (cancellable);
  g_source_set_callback (self->cancelled, G_SOURCE_FUNC (caller_cancelled), self, NULL);
  g_source_attach (self->cancelled, g_main_context_get_thread_default ());
}

/* libsoup (3.2, and later ones too) does not notice that a request was cancelled while it waits for its head over HTTP/2, and so never
 * tells the service, which for MCP is what cancels a call. Over HTTP/1.1, which every service speaks, the connection is closed. */
static void
offer_http1 (GIOStream *connection)
{
  static const char *const protocols[] = { "http/1.1", NULL };

  if (G_IS_TLS_CONNECTION (connection))
    g_tls_connection_set_advertised_protocols (G_TLS_CONNECTION (connection), protocols);
}

static void
on_network_event (SoupMessage        *message,
                  GSocketClientEvent  event,
                  GIOStream          *connection,
                  gpointer            user_data)
{
  Exchange *self = user_data;

  if (event == G_SOCKET_CLIENT_CONNECTED && !gate_http_guard_check_peer (&self->guard, G_SOCKET_CONNECTION (connection)))
    g_cancellable_cancel (self->inner);
  else if (event == G_SOCKET_CLIENT_TLS_HANDSHAKING)
    offer_http1 (connection);
}

static gboolean
on_accept_certificate (SoupMessage          *message,
                       GTlsCertificate      *certificate,
                       GTlsCertificateFlags  problems,
                       gpointer              user_data)
{
  Exchange *self = user_data;
  GTlsDatabase *extra = gate_http_get_extra_trust (self->http);
  GTlsCertificateFlags by_extra = extra ? gate_http_trust_verify (extra, certificate, host_of (self)) : problems;

  if (by_extra == 0)
    return TRUE;
  /* Where neither knows the authority, what the system store says is said; else what is wrong beside the authority. */
  self->problems = by_extra & G_TLS_CERTIFICATE_UNKNOWN_CA ? problems : by_extra;
  g_set_object (&self->refused, certificate);
  return FALSE;
}

/* A person needs more time than a service. */
static gboolean
on_request_password (SoupMessage  *message,
                     GTlsPassword *password,
                     gpointer      user_data)
{
  Exchange *self = user_data;

  start_timeout (self, MAX (self->timeout_ms, UNLOCK_TIMEOUT_MS));
  return gate_key_unlock_answer (gate_http_get_key_unlock (self->http), message, password, self->inner);
}

static void
on_got_headers (SoupMessage *message,
                gpointer     user_data)
{
  Exchange *self = user_data;

  self->got_headers = TRUE;
}

static void send_message (GTask *task);

static void
did_close (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  Exchange *self = exchange_of (task);

  g_input_stream_close_finish (G_INPUT_STREAM (source), result, NULL);
  g_clear_object (&self->stream);
  send_message (g_steal_pointer (&task));
}

/* Gives up the answer that came and sends the message anew; the body has to be one that can be had again. */
static void
send_again (GTask *task)
{
  Exchange *self = exchange_of (task);
  const char *type;
  GBytes *body = gate_http_get_body (self->message, &type);

  if (body)
    soup_message_set_request_body_from_bytes (self->message, type, body);
  g_input_stream_close_async (self->stream, G_PRIORITY_DEFAULT, NULL, did_close, task);
}

static gboolean
can_send_again (Exchange *self)
{
  const char *type;
  SoupMessageHeaders *headers = soup_message_get_request_headers (self->message);

  return gate_http_get_body (self->message, &type)
         || (soup_message_headers_get_content_length (headers) == 0
             && soup_message_headers_get_encoding (headers) != SOUP_ENCODING_CHUNKED);
}

/* Whether the method stays what it is: others than GET and HEAD only with 307 and 308 (RFC 9110 §15.4). */
static gboolean
keeps_method (Exchange *self)
{
  const char *method = soup_message_get_method (self->message);
  guint status = soup_message_get_status (self->message);

  return method == SOUP_METHOD_GET || method == SOUP_METHOD_HEAD || status == 307 || status == 308;
}

/* Takes the task when the answer is a redirect that is dealt with here. */
static gboolean
follow_redirect (GTask *task)
{
  Exchange *self = exchange_of (task);
  g_autoptr(GUri) target = gate_http_redirect_target (self->message);

  if (!target)
    return FALSE;
  if (!gate_address_same_origin (soup_message_get_uri (self->message), target))
    {
      gboolean elsewhere = g_ascii_strcasecmp (host_of (self), g_uri_get_host (target)) != 0;
      gboolean portal = gate_http_is_behind_portal (self->http) || (elsewhere && gate_http_may_be_portal (self->http, self->message));

      if (self->redirects_left == 0 && !portal)
        return FALSE;
      fail (task, portal ? gate_http_error_new_portal (g_uri_get_host (target)) : gate_http_error_for (self->message, NULL));
      g_object_unref (task);
      return TRUE;
    }
  if (self->redirects_left == 0 || !keeps_method (self) || !can_send_again (self))
    return FALSE;
  self->redirects_left--;
  soup_message_set_uri (self->message, target);
  send_again (task);
  return TRUE;
}

/* libsoup takes the end of a connection that was to be closed for the end of the body, whatever length was announced. */
static gboolean
is_complete (Exchange *self)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (self->message);
  SoupMessageMetrics *metrics = soup_message_get_metrics (self->message);
  guint status = soup_message_get_status (self->message);

  if (soup_message_headers_get_encoding (headers) != SOUP_ENCODING_CONTENT_LENGTH || !metrics || status == 204 || status == 304
      || soup_message_get_method (self->message) == SOUP_METHOD_HEAD)
    return TRUE;
  return soup_message_metrics_get_response_body_bytes_received (metrics) >= (guint64) soup_message_headers_get_content_length (headers);
}

static void
return_body (GTask *task)
{
  Exchange *self = exchange_of (task);

  if (!is_complete (self))
    {
      fail (task, g_error_new_literal (G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT, "too short"));
      return;
    }
  settle (self);
  g_task_return_pointer (task, g_byte_array_free_to_bytes (g_steal_pointer (&self->body)), (GDestroyNotify) g_bytes_unref);
}

static void
did_sign_in (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  Exchange *self = exchange_of (task);
  g_autoptr(GError) error = NULL;

  if (!gate_proxy_sign_in_answer_finish (GATE_PROXY_SIGN_IN (source), result, &error))
    {
      fail (task, g_steal_pointer (&error));
      return;
    }
  start_timeout (self, self->timeout_ms);
  send_again (g_steal_pointer (&task));
}

static GError *
error_for_proxy (Exchange   *self,
                 const char *proxy)
{
  guint status = soup_message_get_status (self->message);

  if (status == SOUP_STATUS_PROXY_AUTHENTICATION_REQUIRED)
    return gate_error_new (GATE_ERROR_NETWORK, GATE_LAYER_NETWORK, _("Try again."), _("The proxy %s wants a sign-in before it takes the request"),
                           proxy);
  return gate_error_new (GATE_ERROR_NETWORK, GATE_LAYER_NETWORK, _("Ask the administrator of the proxy, or check the address."),
                         _("The proxy %s did not connect to “%s” (%u)"), proxy, host_of (self), status);
}

/* Takes the task when the answer is not the service's but a proxy's. A person is given all the time that is needed to sign in. */
static gboolean
answer_proxy (GTask *task)
{
  Exchange *self = exchange_of (task);
  gboolean wants_sign_in = soup_message_get_status (self->message) == SOUP_STATUS_PROXY_AUTHENTICATION_REQUIRED;
  g_autofree char *proxy = !self->got_headers || wants_sign_in ? gate_proxy_sign_in_dup_proxy (self->message) : NULL;

  if (!proxy)
    return FALSE;
  /* A request for a tunnel that was refused has cost nothing of the body. */
  if (wants_sign_in && self->sign_ins++ < MAX_SIGN_INS && (!self->got_headers || can_send_again (self)))
    {
      clear_source (&self->timeout);
      gate_proxy_sign_in_answer_async (gate_http_get_proxy_sign_in (self->http), proxy, self->inner, did_sign_in, task);
      return TRUE;
    }
  fail (task, error_for_proxy (self, proxy));
  g_object_unref (task);
  return TRUE;
}

static void
got_chunk (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  Exchange *self = exchange_of (task);
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) chunk = g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result, &error);

  if (!chunk)
    {
      fail (task, g_steal_pointer (&error));
      return;
    }
  if (g_bytes_get_size (chunk) == 0)
    {
      return_body (task);
      return;
    }
  if (g_bytes_get_size (chunk) > self->limit - self->body->len)
    {
      fail_too_large (task);
      return;
    }
  g_byte_array_append (self->body, g_bytes_get_data (chunk, NULL), (guint) g_bytes_get_size (chunk));
  g_input_stream_read_bytes_async (self->stream, CHUNK_SIZE, G_PRIORITY_DEFAULT, self->inner, got_chunk, g_steal_pointer (&task));
}

static void
got_answer (GTask *task)
{
  g_autoptr(GTask) owned = task;
  Exchange *self = exchange_of (task);
  SoupMessageHeaders *headers = soup_message_get_response_headers (self->message);

  if (!self->whole)
    {
      GInputStream *stream = g_steal_pointer (&self->stream);

      settle (self);
      g_task_return_pointer (task, stream, g_object_unref);
      return;
    }
  if (soup_message_headers_get_encoding (headers) == SOUP_ENCODING_CONTENT_LENGTH
      && soup_message_headers_get_content_length (headers) > (goffset) self->limit)
    {
      fail_too_large (task);
      return;
    }
  self->body = g_byte_array_new ();
  g_input_stream_read_bytes_async (self->stream, CHUNK_SIZE, G_PRIORITY_DEFAULT, self->inner, got_chunk, g_steal_pointer (&owned));
}

static void
got_head (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  Exchange *self = exchange_of (task);
  g_autoptr(GError) error = NULL;

  self->stream = soup_session_send_finish (SOUP_SESSION (source), result, &error);
  if (!self->stream)
    {
      fail (task, g_steal_pointer (&error));
      return;
    }
  /* A peer that was blocked after another attempt had already connected. */
  if (self->guard.blocked || g_cancellable_is_cancelled (self->inner))
    {
      fail (task, g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "stopped"));
      return;
    }
  if (!self->anchored)
    gate_http_note_peer (self->http, self->message);
  if (answer_proxy (task) || follow_redirect (task))
    {
      (void) g_steal_pointer (&task);
      return;
    }
  got_answer (g_steal_pointer (&task));
}

static void
send_message (GTask *task)
{
  Exchange *self = exchange_of (task);

  self->got_headers = FALSE;
  if (!gate_http_guard_check_host (&self->guard, host_of (self)))
    {
      fail (task, NULL);
      g_object_unref (task);
      return;
    }
  if (self->certificate)
    soup_message_set_tls_client_certificate (self->message, self->certificate);
  soup_session_send_async (self->session, self->message, G_PRIORITY_DEFAULT, self->inner, got_head, task);
}

static Exchange *
exchange_new_for (GateHttp              *http,
                  SoupMessage           *message,
                  const GateHttpOptions *options,
                  gboolean               whole,
                  GCancellable          *cancellable)
{
  static const GateHttpOptions usual = { 0 };
  const GateHttpOptions *given = options ? options : &usual;
  Exchange *self = exchange_new ();

  self->http = http;
  self->message = g_object_ref (message);
  GTlsCertificate *certificate = given->certificate ? given->certificate : gate_http_get_certificate (message);
  g_set_object (&self->certificate, certificate);
  self->limit = given->limit ? given->limit : DEFAULT_LIMIT;
  self->timeout_ms = given->timeout_ms ? given->timeout_ms : DEFAULT_TIMEOUT_MS;
  self->redirects_left = given->max_redirects;
  self->guard.allowed = gate_http_get_allowed_reach (http, given->anchor);
  self->anchored = given->anchor != NULL;
  self->whole = whole;
  self->session = g_object_ref (gate_http_get_session (http, self->guard.allowed, !whole, self->certificate));
  self->inner = g_cancellable_new ();
  if (cancellable)
    watch_caller (self, cancellable);
  return self;
}

/**
 * gate_http_exchange_run:
 * @task: (transfer full): what to return from; its source is a [class@Gate.Http]
 * @message: the request; it is the caller's again when the task returns
 * @options: (nullable): how to send it
 * @whole: whether to read the body and return a [struct@GLib.Bytes], else its [class@Gio.InputStream] is returned
 *
 * Runs one request. libsoup lends a POST a used connection only when the message is flagged as idempotent; it still never sends one
 * twice by itself, since that it does by the method.
 */
void
gate_http_exchange_run (GTask                 *task,
                        SoupMessage           *message,
                        const GateHttpOptions *options,
                        gboolean               whole)
{
  Exchange *self = exchange_new_for (g_task_get_source_object (task), message, options, whole, g_task_get_cancellable (task));

  exchange_attach (task, self);
  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT | SOUP_MESSAGE_IDEMPOTENT | SOUP_MESSAGE_COLLECT_METRICS);
  g_signal_connect (message, "network-event", G_CALLBACK (on_network_event), self);
  g_signal_connect (message, "got-headers", G_CALLBACK (on_got_headers), self);
  g_signal_connect (message, "accept-certificate", G_CALLBACK (on_accept_certificate), self);
  g_signal_connect (message, "request-certificate-password", G_CALLBACK (on_request_password), self);
  start_timeout (self, self->timeout_ms);
  send_message (task);
}
