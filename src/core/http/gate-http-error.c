// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-http-error.h"

#include "gate-error.h"
#include "gate-http.h"
#include "gate-i18n.h"
#include "gate-text.h"

#include <string.h>

#define DETAIL_LIMIT 2000
#define MAX_RETRY_AFTER (7u * 24 * 60 * 60)

typedef struct {
  GQuark    (*domain) (void);
  int         code;
  GateError   gate_code;
  const char *format; /* what happened; the host comes first */
  const char *remedy;
} TransportCase;

#define CHECK_PROXY N_("Check the proxy in the network settings of this computer.")
#define CHECK_PORT N_("Check the address: its port may be one for http. If it is right, ask who runs the service.")
#define TRY_LATER N_("Try again later; if it stays so, ask who runs the service.")

static const TransportCase transport_cases[] = {
  { g_resolver_error_quark, G_RESOLVER_ERROR_NOT_FOUND, GATE_ERROR_NETWORK, N_("There is no host named “%s”"),
    N_("Check the address, and whether this computer is in the network (or the VPN) that knows the name.") },
  { g_resolver_error_quark, G_RESOLVER_ERROR_TEMPORARY_FAILURE, GATE_ERROR_NETWORK, N_("The name “%s” could not be looked up"),
    N_("Check the network connection.") },
  { g_io_error_quark, G_IO_ERROR_CONNECTION_REFUSED, GATE_ERROR_NETWORK, N_("“%s” refuses connections at this port"),
    N_("Check the address and its port, and whether the service is running.") },
  { g_io_error_quark, G_IO_ERROR_HOST_UNREACHABLE, GATE_ERROR_NETWORK, N_("“%s” cannot be reached from this network"),
    N_("Check the network connection, and whether a VPN is needed.") },
  { g_io_error_quark, G_IO_ERROR_NETWORK_UNREACHABLE, GATE_ERROR_NETWORK, N_("“%s” cannot be reached: there is no network"),
    N_("Check the network connection.") },
  { g_io_error_quark, G_IO_ERROR_CONNECTION_CLOSED, GATE_ERROR_NETWORK, N_("“%s” closed the connection before it had answered"), TRY_LATER },
  { g_io_error_quark, G_IO_ERROR_PARTIAL_INPUT, GATE_ERROR_NETWORK, N_("“%s” ended its answer in the middle"), TRY_LATER },
  { g_io_error_quark, G_IO_ERROR_TIMED_OUT, GATE_ERROR_TIMED_OUT, N_("“%s” did not answer in time"), TRY_LATER },
  { g_io_error_quark, G_IO_ERROR_PROXY_FAILED, GATE_ERROR_NETWORK, N_("The proxy did not connect to “%s”"), CHECK_PROXY },
  { g_io_error_quark, G_IO_ERROR_PROXY_AUTH_FAILED, GATE_ERROR_NETWORK, N_("On the way to “%s” the proxy refused the sign-in"), CHECK_PROXY },
  { g_io_error_quark, G_IO_ERROR_PROXY_NEED_AUTH, GATE_ERROR_NETWORK, N_("On the way to “%s” the proxy wants a sign-in"), CHECK_PROXY },
  { g_io_error_quark, G_IO_ERROR_PROXY_NOT_ALLOWED, GATE_ERROR_NETWORK, N_("The proxy does not allow to connect to “%s”"), CHECK_PROXY },
  { g_tls_error_quark, G_TLS_ERROR_UNAVAILABLE, GATE_ERROR_FAILED, N_("“%s” cannot be reached, since this computer has no encryption for GLib"),
    N_("Install the package glib-networking.") },
  { g_tls_error_quark, G_TLS_ERROR_NOT_TLS, GATE_ERROR_NETWORK, N_("“%s” set up no encryption at this port"), CHECK_PORT },
  { g_tls_error_quark, G_TLS_ERROR_MISC, GATE_ERROR_NETWORK, N_("“%s” set up no encryption at this port"), CHECK_PORT },
  { g_tls_error_quark, G_TLS_ERROR_HANDSHAKE, GATE_ERROR_NETWORK, N_("“%s” and this computer agree on no encryption"), TRY_LATER },
  { g_tls_error_quark, G_TLS_ERROR_EOF, GATE_ERROR_NETWORK, N_("“%s” closed the encrypted connection early"), TRY_LATER },
  { g_tls_error_quark, G_TLS_ERROR_CERTIFICATE_REQUIRED, GATE_ERROR_CERTIFICATE, N_("“%s” wants a client certificate"),
    N_("Choose a client certificate for this service.") },
  { soup_session_error_quark, SOUP_SESSION_ERROR_PARSING, GATE_ERROR_PROTOCOL, N_("What “%s” answered is not HTTP, or was cut off"),
    N_("Check the address and its port.") },
  { soup_session_error_quark, SOUP_SESSION_ERROR_ENCODING, GATE_ERROR_PROTOCOL, N_("The answer of “%s” is encoded in an unknown way"),
    N_("Report it to who runs the service.") },
};

static GError *
new_from_case (const TransportCase *found,
               const char          *host)
{
  g_autofree char *sentence = gate_text_fill (_(found->format), "%s", host);

  return gate_error_new (found->gate_code, GATE_LAYER_NETWORK, _(found->remedy), "%s", sentence);
}

/**
 * gate_http_error_from_transport:
 * @error: an error of GIO, TLS or libsoup, or one of ours
 * @host: the host that the request was for
 *
 * Returns: (transfer full): the error in our terms; cancellation and our own errors are only copied
 */
GError *
gate_http_error_from_transport (const GError *error,
                                const char   *host)
{
  g_autofree char *visible = gate_text_make_visible (host, GATE_TEXT_LINE);

  for (gsize i = 0; i < G_N_ELEMENTS (transport_cases); i++)
    if (g_error_matches (error, transport_cases[i].domain (), transport_cases[i].code))
      return new_from_case (&transport_cases[i], visible);

  g_autofree char *what = g_strdup_printf (_("Could not talk to “%s”"), visible);
  return gate_error_from_gio (error, what);
}

/**
 * gate_http_explain:
 * @message: the message whose answer was being read
 * @error: what reading its stream ended with
 *
 * Tells an error of the stream of [method@Gate.Http.open_finish] in our terms, the host named.
 *
 * Returns: (transfer full): the error to propagate
 */
GError *
gate_http_explain (SoupMessage  *message,
                   const GError *error)
{
  g_return_val_if_fail (SOUP_IS_MESSAGE (message), NULL);

  return gate_http_error_from_transport (error, g_uri_get_host (soup_message_get_uri (message)));
}

/**
 * gate_http_error_new_portal:
 * @host: where the network's sign-in page seems to be
 *
 * Returns: (transfer full): the error that says that a captive portal is in the way
 */
GError *
gate_http_error_new_portal (const char *host)
{
  g_autofree char *visible = gate_text_make_visible (host, GATE_TEXT_LINE);

  return gate_error_new (GATE_ERROR_NETWORK, GATE_LAYER_NETWORK, _("Open any page in a web browser, sign in to the network, then try again."),
                         _("A sign-in page of the network answered in place of the service (captive portal at %s)"), visible);
}

/**
 * gate_http_parse_retry_after:
 * @value: (nullable): the value of a `Retry-After` header, seconds or a date (RFC 9110 §10.2.3)
 * @now: the time to count a date from
 *
 * Returns: seconds to wait, at most a week; 0 where the value says nothing
 */
guint
gate_http_parse_retry_after (const char *value,
                             GDateTime  *now)
{
  if (!value)
    return 0;
  if (*value && strspn (value, "0123456789") == strlen (value))
    return (guint) MIN (g_ascii_strtoull (value, NULL, 10), MAX_RETRY_AFTER);

  g_autoptr(GDateTime) date = soup_date_time_new_from_http_string (value);
  if (!date)
    return 0;
  return (guint) CLAMP (g_date_time_difference (date, now) / G_TIME_SPAN_SECOND, 0, MAX_RETRY_AFTER);
}

/**
 * gate_http_redirect_target:
 * @message: an answered message
 *
 * Returns: (transfer full) (nullable): where its answer redirects to, or %NULL where it does not, or not to an http address
 */
GUri *
gate_http_redirect_target (SoupMessage *message)
{
  const char *location = soup_message_headers_get_one (soup_message_get_response_headers (message), "Location");

  guint status = soup_message_get_status (message);

  if (!location || !((status >= 301 && status <= 303) || status == 307 || status == 308))
    return NULL;

  g_autoptr(GUri) target = g_uri_parse_relative (soup_message_get_uri (message), location, G_URI_FLAGS_ENCODED, NULL);
  g_autofree char *text = target ? g_uri_to_string (target) : NULL;
  return text ? gate_address_parse (text, NULL) : NULL;
}

typedef struct {
  guint       from;
  guint       to;
  GateError   code;
  GateLayer   layer;
  const char *format; /* the host comes first, then the status */
  const char *remedy;
} StatusCase;

#define ASK_SERVICE N_("Ask who runs the service.")

/* The first that fits. */
static const StatusCase status_cases[] = {
  { 401, 401, GATE_ERROR_SIGN_IN_NEEDED, GATE_LAYER_SIGNED_IN, N_("“%s” wants a sign-in (%u)"), N_("Sign in, then try again.") },
  { 403, 403, GATE_ERROR_SERVICE, GATE_LAYER_SERVICE, N_("“%s” says that this is not allowed (%u)"), N_("Ask who runs the service for access.") },
  { 404, 404, GATE_ERROR_NOT_FOUND, GATE_LAYER_SERVICE, N_("“%s” has nothing at this address (%u)"), N_("Check the address.") },
  { 407, 407, GATE_ERROR_NETWORK, GATE_LAYER_NETWORK, N_("On the way to “%s” the proxy wants a sign-in (%u)"), CHECK_PROXY },
  { 408, 408, GATE_ERROR_TIMED_OUT, GATE_LAYER_SERVICE, N_("“%s” waited too long for the request (%u)"), N_("Try again.") },
  { 410, 410, GATE_ERROR_NOT_FOUND, GATE_LAYER_SERVICE, N_("“%s” has nothing at this address any more (%u)"), N_("Check the address.") },
  { 413, 413, GATE_ERROR_TOO_LARGE, GATE_LAYER_SERVICE, N_("The request is larger than “%s” accepts (%u)"), N_("Send less at a time.") },
  { 405, 406, GATE_ERROR_UNSUPPORTED, GATE_LAYER_SERVICE, N_("“%s” does not offer this (%u)"), ASK_SERVICE },
  { 415, 415, GATE_ERROR_UNSUPPORTED, GATE_LAYER_SERVICE, N_("“%s” does not take requests of this kind (%u)"), ASK_SERVICE },
  { 429, 429, GATE_ERROR_RATE_LIMITED, GATE_LAYER_SERVICE, N_("“%s” asks to send fewer requests (%u)"), N_("Wait, then try again.") },
  { 400, 499, GATE_ERROR_SERVICE, GATE_LAYER_SERVICE, N_("“%s” refused the request (%u)"), ASK_SERVICE },
  { 502, 504, GATE_ERROR_UNAVAILABLE, GATE_LAYER_SERVICE, N_("“%s” is down or overloaded (%u)"), TRY_LATER },
  { 500, 599, GATE_ERROR_SERVICE, GATE_LAYER_SERVICE, N_("“%s” failed at the request (%u)"), TRY_LATER },
  { 0, G_MAXUINT, GATE_ERROR_PROTOCOL, GATE_LAYER_SERVICE, N_("“%s” answered in a way that makes no sense here (%u)"),
    N_("Report it to who runs the service.") },
};

static GError *
error_for_redirect (SoupMessage *message,
                    GUri        *target)
{
  GUri *uri = soup_message_get_uri (message);
  g_autofree char *origin = gate_address_origin (target);

  if (gate_address_same_origin (uri, target))
    return gate_error_new (GATE_ERROR_PROTOCOL, GATE_LAYER_SERVICE, _("Check the address."),
                           _("“%s” redirects where it should not (%u)"), g_uri_get_host (uri), soup_message_get_status (message));
  return gate_error_new (GATE_ERROR_UNTRUSTED, GATE_LAYER_SERVICE, _("If you trust that address, use it instead."),
                         _("“%s” redirects to another place, %s, and that is not followed"), g_uri_get_host (uri), origin);
}

static GError *
error_for_status (SoupMessage *message,
                  guint        status)
{
  g_autofree char *host = gate_text_make_visible (g_uri_get_host (soup_message_get_uri (message)), GATE_TEXT_LINE);
  g_autofree char *number = g_strdup_printf ("%u", status);
  const StatusCase *found = status_cases;

  while (status < found->from || status > found->to)
    found++;

  g_autofree char *numbered = gate_text_fill (_(found->format), "%u", number);
  g_autofree char *sentence = gate_text_fill (numbered, "%s", host);
  return gate_error_new (found->code, found->layer, _(found->remedy), "%s", sentence);
}

static char *
detail_from_body (GBytes *body)
{
  gsize size = 0;
  const char *data = body ? g_bytes_get_data (body, &size) : NULL;

  if (size == 0)
    return NULL;

  /* Four bytes are the most that a character takes. */
  g_autofree char *text = g_strndup (data, MIN (size, DETAIL_LIMIT * 4));
  g_autofree char *visible = gate_text_make_visible (text, GATE_TEXT_BLOCK);
  return gate_text_shorten (visible, DETAIL_LIMIT);
}

/* When, in words and as a time of day, which is what people look at. */
static void
tell_when (GError    *error,
           guint      seconds,
           GDateTime *now)
{
  gate_error_set_retry_after (error, seconds);
  if (seconds == 0)
    return;

  g_autofree char *duration = gate_text_duration (seconds);
  g_autoptr(GDateTime) local = g_date_time_to_local (now);
  g_autoptr(GDateTime) then = g_date_time_add_seconds (local, seconds);
  g_autofree char *clock = g_date_time_format (then, seconds < 24 * 3600 ? "%H:%M:%S" : "%Y-%m-%d %H:%M");
  g_autofree char *remedy = g_strdup_printf (_("Try again in %s, at %s."), duration, clock);
  gate_error_set_remedy (error, remedy);
}

/**
 * gate_http_error_for:
 * @message: an answered message whose status is no success
 * @body: (nullable): the answer's body
 *
 * Makes the error of an answer: by its status, with `Retry-After`, the status as service code and the text of the body, bounded and
 * made visible, as service data.
 *
 * Returns: (transfer full): the error
 */
GError *
gate_http_error_for (SoupMessage *message,
                     GBytes      *body)
{
  g_return_val_if_fail (SOUP_IS_MESSAGE (message), NULL);

  guint status = soup_message_get_status (message);
  SoupMessageHeaders *headers = soup_message_get_response_headers (message);
  g_autoptr(GUri) target = gate_http_redirect_target (message);
  g_autoptr(GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *detail = detail_from_body (body);
  GError *error;

  if (status == 511)
    error = gate_http_error_new_portal (g_uri_get_host (soup_message_get_uri (message)));
  else if (target)
    error = error_for_redirect (message, target);
  else
    error = error_for_status (message, status);
  gate_error_set_service_code (error, status, detail);
  if (status == 429 || status == 503)
    tell_when (error, gate_http_parse_retry_after (soup_message_headers_get_one (headers, "Retry-After"), now), now);
  return error;
}
