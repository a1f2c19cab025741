// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-http-error.h"
#include "http-test-monitor.h"
#include "http-test.h"

#include <string.h>

static char *
say_answer (RawServer  *server,
            const char *head,
            gboolean   *close,
            gpointer    user_data)
{
  return *head ? g_strdup (user_data) : NULL;
}

/* Sends one request to a server that gives this answer; the server is gone when it is there. */
static SoupMessage *
get (GateHttp    *http,
     const char  *answer,
     GBytes     **body,
     GError     **error)
{
  g_autoptr(RawServer) server = raw_server_new ("127.0.0.1", say_answer, (gpointer) answer);
  g_autofree char *uri = raw_server_uri (server, "/mcp");
  SoupMessage *message = soup_message_new ("GET", uri);

  *body = http_test_send (http, message, NULL, error);
  return message;
}

typedef struct {
  const char *answer;
  GateError   code;
  GateLayer   layer;
  const char *text;
  guint       retry_after;
  const char *detail;
} StatusCase;

#define EMPTY "\r\nContent-Length: 0\r\n\r\n"

static const StatusCase status_cases[] = {
  { "HTTP/1.1 400 Bad" EMPTY, GATE_ERROR_SERVICE, GATE_LAYER_SERVICE, "400", 0, NULL },
  { "HTTP/1.1 401 Unauthorized" EMPTY, GATE_ERROR_SIGN_IN_NEEDED, GATE_LAYER_SIGNED_IN, "wants a sign-in", 0, NULL },
  { "HTTP/1.1 403 Forbidden\r\nContent-Length: 7\r\n\r\nno way!", GATE_ERROR_SERVICE, GATE_LAYER_SERVICE, "not allowed", 0, "no way!" },
  { "HTTP/1.1 404 Not Found" EMPTY, GATE_ERROR_NOT_FOUND, GATE_LAYER_SERVICE, "nothing at this address", 0, NULL },
  { "HTTP/1.1 405 Method" EMPTY, GATE_ERROR_UNSUPPORTED, GATE_LAYER_SERVICE, "405", 0, NULL },
  { "HTTP/1.1 407 Proxy" EMPTY, GATE_ERROR_NETWORK, GATE_LAYER_NETWORK, "proxy", 0, NULL },
  { "HTTP/1.1 408 Timeout" EMPTY, GATE_ERROR_TIMED_OUT, GATE_LAYER_SERVICE, "408", 0, NULL },
  { "HTTP/1.1 410 Gone" EMPTY, GATE_ERROR_NOT_FOUND, GATE_LAYER_SERVICE, "any more", 0, NULL },
  { "HTTP/1.1 413 Large" EMPTY, GATE_ERROR_TOO_LARGE, GATE_LAYER_SERVICE, "larger than", 0, NULL },
  { "HTTP/1.1 415 Type" EMPTY, GATE_ERROR_UNSUPPORTED, GATE_LAYER_SERVICE, "415", 0, NULL },
  { "HTTP/1.1 429 Slow\r\nRetry-After: 17" EMPTY, GATE_ERROR_RATE_LIMITED, GATE_LAYER_SERVICE, "fewer requests", 17, NULL },
  { "HTTP/1.1 429 Slow" EMPTY, GATE_ERROR_RATE_LIMITED, GATE_LAYER_SERVICE, "fewer requests", 0, NULL },
  { "HTTP/1.1 499 Odd" EMPTY, GATE_ERROR_SERVICE, GATE_LAYER_SERVICE, "499", 0, NULL },
  { "HTTP/1.1 500 Oops\r\nRetry-After: 17" EMPTY, GATE_ERROR_SERVICE, GATE_LAYER_SERVICE, "failed", 0, NULL },
  { "HTTP/1.1 502 Gateway" EMPTY, GATE_ERROR_UNAVAILABLE, GATE_LAYER_SERVICE, "down or overloaded", 0, NULL },
  { "HTTP/1.1 503 Down\r\nRetry-After: 3600" EMPTY, GATE_ERROR_UNAVAILABLE, GATE_LAYER_SERVICE, "down or overloaded", 3600, NULL },
  { "HTTP/1.1 504 Gateway" EMPTY, GATE_ERROR_UNAVAILABLE, GATE_LAYER_SERVICE, "504", 0, NULL },
  { "HTTP/1.1 511 Network" EMPTY, GATE_ERROR_NETWORK, GATE_LAYER_NETWORK, "captive portal at 127.0.0.1", 0, NULL },
  { "HTTP/1.1 302 Go\r\nLocation: https://evil.example/x" EMPTY, GATE_ERROR_UNTRUSTED, GATE_LAYER_SERVICE, "https://evil.example", 0, NULL },
  { "HTTP/1.1 302 Go\r\nLocation: /elsewhere" EMPTY, GATE_ERROR_PROTOCOL, GATE_LAYER_SERVICE, "302", 0, NULL },
  { "HTTP/1.1 300 Choices" EMPTY, GATE_ERROR_PROTOCOL, GATE_LAYER_SERVICE, "300", 0, NULL },
  { "HTTP/1.1 999 What" EMPTY, GATE_ERROR_PROTOCOL, GATE_LAYER_SERVICE, "999", 0, NULL },
  { "HTTP/1.1 500 \x1b[31mred\r\nContent-Length: 12\r\n\r\n\x1b[2J\xe2\x80\xae\nx\xff!x", GATE_ERROR_SERVICE, GATE_LAYER_SERVICE, "500", 0,
    "\\x1b[2J\\u{202E}\nx\\xff!x" },
};

static void
test_status (void)
{
  g_autoptr(GateHttp) http = gate_http_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (status_cases); i++)
    {
      const StatusCase *test = &status_cases[i];
      g_autoptr(GError) transport = NULL;
      g_autoptr(GBytes) body = NULL;
      g_autoptr(SoupMessage) message = get (http, test->answer, &body, &transport);

      g_assert_no_error (transport);
      g_autoptr(GError) error = gate_http_error_for (message, body);
      http_test_assert_error (error, test->code, test->text);
      g_assert_nonnull (strstr (error->message, test->layer == GATE_LAYER_NETWORK ? "" : "127.0.0.1"));
      g_assert_cmpint (gate_error_get_layer (error), ==, test->layer);
      g_assert_cmpuint (gate_error_get_retry_after (error), ==, test->retry_after);
      g_assert_cmpint (gate_error_get_service_code (error), ==, soup_message_get_status (message));
      g_assert_cmpstr (gate_error_get_service_data (error), ==, test->detail);
    }
}

/* What a body says is kept, but not without bound. */
static void
test_detail_bound (void)
{
  g_autoptr(GateHttp) http = gate_http_new ();
  g_autofree char *filler = g_strnfill (100000, 'x');
  g_autofree char *answer = g_strdup_printf ("HTTP/1.1 500 Oops\r\nContent-Length: 100000\r\n\r\n%s", filler);
  g_autoptr(GError) transport = NULL;
  g_autoptr(GBytes) body = NULL;
  g_autoptr(SoupMessage) message = get (http, answer, &body, &transport);

  g_assert_no_error (transport);
  g_autoptr(GError) error = gate_http_error_for (message, body);
  g_assert_cmpint (g_utf8_strlen (gate_error_get_service_data (error), -1), ==, 2000);
}

typedef struct {
  const char *value;
  guint       seconds;
} RetryCase;

/* At Sun, 06 Nov 1994 08:49:37 GMT. */
static const RetryCase retry_cases[] = {
  { NULL, 0 },
  { "", 0 },
  { "0", 0 },
  { "120", 120 },
  { "604800", 604800 },
  { "604801", 604800 },
  { "99999999999999999999", 604800 },
  { "-5", 0 },
  { "5s", 0 },
  { "1.5", 0 },
  { "soon", 0 },
  { "Sun, 06 Nov 1994 08:50:37 GMT", 60 },
  { "Sun, 06 Nov 1994 08:49:37 GMT", 0 },
  { "Sun, 06 Nov 1994 08:48:37 GMT", 0 },
  { "Sunday, 06-Nov-94 08:50:07 GMT", 30 },
  { "Sun Nov  6 08:50:07 1994", 30 },
  { "Tue, 06 Nov 2094 08:49:37 GMT", 604800 },
};

static void
test_retry_after (void)
{
  g_autoptr(GDateTime) now = g_date_time_new_utc (1994, 11, 6, 8, 49, 37);

  for (gsize i = 0; i < G_N_ELEMENTS (retry_cases); i++)
    {
      g_test_message ("%s", retry_cases[i].value ? retry_cases[i].value : "none");
      g_assert_cmpuint (gate_http_parse_retry_after (retry_cases[i].value, now), ==, retry_cases[i].seconds);
    }
}

typedef struct {
  const char *type;
  gboolean    portal;
  gboolean    ok;
  GateError   code;
  const char *text;
} ContentCase;

static const ContentCase content_cases[] = {
  { "Content-Type: application/json\r\n", FALSE, TRUE, 0, NULL },
  { "Content-Type: APPLICATION/JSON; charset=utf-8\r\n", FALSE, TRUE, 0, NULL },
  { "Content-Type: text/event-stream;charset=utf-8\r\n", TRUE, TRUE, 0, NULL },
  { "Content-Type: text/html\r\n", FALSE, FALSE, GATE_ERROR_PROTOCOL, "web page" },
  { "Content-Type: text/html; charset=utf-8\r\n", TRUE, FALSE, GATE_ERROR_NETWORK, "captive portal at 127.0.0.1" },
  { "Content-Type: application/xhtml+xml\r\n", TRUE, FALSE, GATE_ERROR_NETWORK, "captive portal at 127.0.0.1" },
  { "Content-Type: application/json-seq\r\n", TRUE, FALSE, GATE_ERROR_PROTOCOL, "application/json-seq" },
  { "Content-Type: json\r\n", FALSE, FALSE, GATE_ERROR_PROTOCOL, "expected" },
  { "", FALSE, FALSE, GATE_ERROR_PROTOCOL, "did not say what kind of answer it gave" },
};

static void
test_content (void)
{
  g_autoptr(GateHttp) free = gate_http_new ();
  g_autoptr(GateHttp) caught = http_test_new_behind_portal (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (content_cases); i++)
    {
      const ContentCase *test = &content_cases[i];
      GateHttp *http = test->portal ? caught : free;
      g_autofree char *answer = g_strdup_printf ("HTTP/1.1 200 OK\r\n%sContent-Length: 2\r\n\r\n{}", test->type);
      g_autoptr(GError) error = NULL;
      g_autoptr(GBytes) body = NULL;
      g_autoptr(SoupMessage) message = get (http, answer, &body, &error);

      g_test_message ("%" G_GSIZE_FORMAT, i);
      g_assert_no_error (error);
      g_assert_cmpint (gate_http_check_content (http, message, "application/json, text/event-stream", &error), ==, test->ok);
      if (test->ok)
        g_assert_no_error (error);
      else
        http_test_assert_error (error, test->code, test->text);
    }
}

/* A captive portal sends everybody to its own page. */
static void
test_portal_redirect (void)
{
  const char *answer = "HTTP/1.1 302 Found\r\nLocation: http://login.hotel.example/welcome" EMPTY;
  g_autoptr(GateHttp) free = gate_http_new ();
  g_autoptr(GateHttp) caught = http_test_new_behind_portal (NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) body = NULL;
  g_autoptr(GBytes) none = NULL;
  g_autoptr(SoupMessage) usual = get (free, answer, &body, &error);

  g_assert_no_error (error);
  g_assert_cmpint (soup_message_get_status (usual), ==, 302);
  g_autoptr(SoupMessage) message = get (caught, answer, &none, &error);
  http_test_assert_error (error, GATE_ERROR_NETWORK, "A sign-in page of the network answered in place of the service (captive portal at login.hotel.example)");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/answers/status", test_status);
  g_test_add_func ("/answers/detail-bound", test_detail_bound);
  g_test_add_func ("/answers/retry-after", test_retry_after);
  g_test_add_func ("/answers/content", test_content);
  g_test_add_func ("/answers/portal-redirect", test_portal_redirect);
  return g_test_run ();
}
