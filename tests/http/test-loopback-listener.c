// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-error.h"
#include "gate-loopback-listener.h"
#include "gate-loopback-request.h"
#include "gate-test.h"

#include <gio/gio.h>
#include <string.h>

#define STATE "s7ate-0123456789"

/* One browser: a real connection that says exactly what the test wants. */
typedef struct {
  GSocketConnection *connection;
  GString           *answer;
  gboolean           ended;
  char               buffer[1024];
} Browser;

static void
got_answer (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  Browser *self = user_data;
  gssize size = g_input_stream_read_finish (G_INPUT_STREAM (source), result, NULL);

  if (size <= 0)
    {
      self->ended = TRUE;
      return;
    }
  g_string_append_len (self->answer, self->buffer, size);
  g_input_stream_read_async (G_INPUT_STREAM (source), self->buffer, sizeof self->buffer, G_PRIORITY_DEFAULT, NULL, got_answer, self);
}

static Browser *
browser_new_for (const char *address,
                 guint16     port)
{
  g_autoptr(GSocketClient) client = g_socket_client_new ();
  g_autoptr(GSocketAddress) to = g_inet_socket_address_new_from_string (address, port);
  g_autoptr(GError) error = NULL;
  Browser *self = g_new0 (Browser, 1);

  g_socket_client_set_enable_proxy (client, FALSE);
  self->connection = g_socket_client_connect (client, G_SOCKET_CONNECTABLE (to), NULL, &error);
  g_assert_no_error (error);
  self->answer = g_string_new (NULL);
  g_input_stream_read_async (g_io_stream_get_input_stream (G_IO_STREAM (self->connection)), self->buffer, sizeof self->buffer,
                             G_PRIORITY_DEFAULT, NULL, got_answer, self);
  return self;
}

static void
browser_say (Browser    *self,
             const char *text)
{
  /* An error is that the other side is gone already, which the answer tells better. */
  g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (self->connection)), text, strlen (text), NULL, NULL, NULL);
}

static void
browser_free (Browser *self)
{
  g_socket_shutdown (g_socket_connection_get_socket (self->connection), TRUE, TRUE, NULL);
  gate_test_wait_until (self->ended);
  g_object_unref (self->connection);
  g_string_free (self->answer, TRUE);
  g_free (self);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Browser, browser_free)

static guint16
port_of (GateLoopbackListener *listener)
{
  g_autoptr(GUri) uri = g_uri_parse (gate_loopback_listener_get_redirect_uri (listener), G_URI_FLAGS_NONE, NULL);
  return (guint16) g_uri_get_port (uri);
}

static char *
request_for (GateLoopbackListener *listener,
             const char           *query)
{
  return g_strdup_printf ("GET /callback?%s HTTP/1.1\r\nHost: 127.0.0.1:%u\r\nCookie: a=b\r\n\r\n", query, port_of (listener));
}

static GateLoopbackListener *
listener_new (void)
{
  g_autoptr(GError) error = NULL;
  GateLoopbackListener *listener = gate_loopback_listener_new ("127.0.0.1", 0, &error);

  g_assert_no_error (error);
  return listener;
}

typedef struct {
  const char *name;
  const char *head; /* PORT stands for the port */
  guint       status;
} RequestCase;

#define H "Host: 127.0.0.1:PORT\r\n"
#define T "/callback?code=c&state=" STATE

static const RequestCase request_cases[] = {
  { "favicon", "GET /favicon.ico HTTP/1.1\r\n" H "\r\n", 404 },
  { "root", "GET / HTTP/1.1\r\n" H "\r\n", 404 },
  { "other path, right state", "GET /callback2?state=" STATE " HTTP/1.1\r\n" H "\r\n", 404 },
  { "path below", "GET /callback/?state=" STATE " HTTP/1.1\r\n" H "\r\n", 404 },
  { "path in other case", "GET /Callback?state=" STATE " HTTP/1.1\r\n" H "\r\n", 404 },
  { "escaped path", "GET /%63allback?state=" STATE " HTTP/1.1\r\n" H "\r\n", 404 },
  { "absolute form", "GET http://127.0.0.1:PORT" T " HTTP/1.1\r\n" H "\r\n", 404 },
  { "no query", "GET /callback HTTP/1.1\r\n" H "\r\n", 403 },
  { "no state", "GET /callback?code=c HTTP/1.1\r\n" H "\r\n", 403 },
  { "empty state", "GET /callback?code=c&state= HTTP/1.1\r\n" H "\r\n", 403 },
  { "wrong state", "GET /callback?code=c&state=wrong HTTP/1.1\r\n" H "\r\n", 403 },
  { "longer state", "GET " T "x HTTP/1.1\r\n" H "\r\n", 403 },
  { "shorter state", "GET /callback?code=c&state=s7ate HTTP/1.1\r\n" H "\r\n", 403 },
  { "state in other case", "GET /callback?state=S7ATE-0123456789 HTTP/1.1\r\n" H "\r\n", 403 },
  { "state twice", "GET " T "&state=" STATE " HTTP/1.1\r\n" H "\r\n", 403 },
  { "state twice, right first", "GET " T "&state=x HTTP/1.1\r\n" H "\r\n", 403 },
  { "state with NUL", "GET " T "%00 HTTP/1.1\r\n" H "\r\n", 403 },
  { "badly escaped state", "GET /callback?state=%zz HTTP/1.1\r\n" H "\r\n", 403 },
  { "state by another name", "GET /callback?State=" STATE " HTTP/1.1\r\n" H "\r\n", 403 },
  { "POST", "POST " T " HTTP/1.1\r\n" H "Content-Length: 3\r\n\r\nabc", 405 },
  { "HEAD", "HEAD " T " HTTP/1.1\r\n" H "\r\n", 405 },
  { "OPTIONS", "OPTIONS " T " HTTP/1.1\r\n" H "Access-Control-Request-Method: GET\r\n\r\n", 405 },
  { "lower-case method", "get " T " HTTP/1.1\r\n" H "\r\n", 405 },
  { "no host", "GET " T " HTTP/1.1\r\n\r\n", 421 },
  { "two hosts", "GET " T " HTTP/1.1\r\n" H H "\r\n", 421 },
  { "rebound host", "GET " T " HTTP/1.1\r\nHost: evil.example:PORT\r\n\r\n", 421 },
  { "host without port", "GET " T " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", 421 },
  { "host with other port", "GET " T " HTTP/1.1\r\nHost: 127.0.0.1:1\r\n\r\n", 421 },
  { "other name of the same host", "GET " T " HTTP/1.1\r\nHost: localhost:PORT\r\n\r\n", 421 },
  { "foreign origin", "GET " T " HTTP/1.1\r\n" H "Origin: https://evil.example\r\n\r\n", 403 },
  { "own origin", "GET " T " HTTP/1.1\r\n" H "Origin: http://127.0.0.1:PORT\r\n\r\n", 403 },
  { "two origins", "GET " T " HTTP/1.1\r\n" H "Origin: null\r\nOrigin: null\r\n\r\n", 403 },
  { "HTTP/0.9", "GET " T "\r\n" H "\r\n", 400 },
  { "HTTP/2", "GET " T " HTTP/2\r\n" H "\r\n", 400 },
  { "preface of HTTP/2", "PRI * HTTP/2.0\r\n" H "\r\n", 400 },
  { "four words", "GET " T " x HTTP/1.1\r\n" H "\r\n", 400 },
  { "control character", "GET " T "\x01 HTTP/1.1\r\n" H "\r\n", 400 },
  { "not ASCII", "GET " T "\xc3\xa9 HTTP/1.1\r\n" H "\r\n", 400 },
  { "fragment", "GET " T "#x HTTP/1.1\r\n" H "\r\n", 400 },
  { "folded header", "GET " T " HTTP/1.1\r\n" H "X: a\r\n b\r\n\r\n", 400 },
  { "space before colon", "GET " T " HTTP/1.1\r\n" H "X : a\r\n\r\n", 400 },
  { "no header line", "GET " T " HTTP/1.1\r\n" H "nonsense\r\n\r\n", 400 },
  { "empty request line", "\r\n" H "\r\n", 400 },
  { "TLS hello", "\x16\x03\x01\x02\r\n\r\n", 421 },
};

static char *
fill_in (const char *head,
         guint16     port)
{
  g_autoptr(GString) text = g_string_new (head);
  g_autofree char *number = g_strdup_printf ("%u", port);

  g_string_replace (text, "PORT", number, 0);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* Every wrong request over real connections, to one listener that waits on; then the right one still works. */
static void
test_wrong_requests (void)
{
  g_autoptr(GateLoopbackListener) listener = listener_new ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  gate_loopback_listener_wait_async (listener, STATE, NULL, gate_test_keep_result, &result);
  for (gsize i = 0; i < G_N_ELEMENTS (request_cases); i++)
    {
      g_autoptr(Browser) browser = browser_new_for ("127.0.0.1", port_of (listener));
      g_autofree char *text = fill_in (request_cases[i].head, port_of (listener));
      g_autofree char *expected = g_strdup_printf ("HTTP/1.1 %u ", request_cases[i].status);

      g_test_message ("%s", request_cases[i].name);
      browser_say (browser, text);
      gate_test_wait_until (browser->ended);
      g_assert_true (g_str_has_prefix (browser->answer->str, expected));
      g_assert_null (strstr (browser->answer->str, STATE));
      g_assert_null (result);
    }

  g_autoptr(Browser) browser = browser_new_for ("127.0.0.1", port_of (listener));
  g_autofree char *right = request_for (listener, "code=right&state=" STATE);
  browser_say (browser, right);
  gate_test_wait (result);
  g_autofree char *address = gate_loopback_listener_wait_finish (listener, result, &error);
  g_autofree char *wanted = g_strdup_printf ("%s?code=right&state=" STATE, gate_loopback_listener_get_redirect_uri (listener));
  g_assert_no_error (error);
  g_assert_cmpstr (address, ==, wanted);
}

static const char *const right_queries[] = {
  "code=c&state=" STATE,
  "state=" STATE,
  "error=access_denied&state=" STATE "&iss=https%3A%2F%2Fas.example",
  "state=s7ate%2D0123456789&code=a%20b",
};

/* The right request: the page names the program, the listener is closed, so a second and a replayed callback reach nobody. */
static void
test_right_requests (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (right_queries); i++)
    {
      g_autoptr(GateLoopbackListener) listener = listener_new ();
      g_autoptr(GAsyncResult) result = NULL;
      g_autoptr(GError) error = NULL;
      g_autofree char *request = request_for (listener, right_queries[i]);
      g_autofree char *wanted = g_strdup_printf ("%s?%s", gate_loopback_listener_get_redirect_uri (listener), right_queries[i]);
      g_autoptr(Browser) browser = browser_new_for ("127.0.0.1", port_of (listener));

      /* It may come before anybody waits. */
      browser_say (browser, request);
      gate_loopback_listener_wait_async (listener, STATE, NULL, gate_test_keep_result, &result);
      gate_test_wait (result);
      g_autofree char *address = gate_loopback_listener_wait_finish (listener, result, &error);
      g_assert_no_error (error);
      g_assert_cmpstr (address, ==, wanted);

      gate_test_wait_until (browser->ended);
      g_assert_true (g_str_has_prefix (browser->answer->str, "HTTP/1.1 200 "));
      g_assert_nonnull (strstr (browser->answer->str, "Gatehouse"));
      g_assert_nonnull (strstr (browser->answer->str, "Cache-Control: no-store"));
      g_assert_null (strstr (browser->answer->str, STATE));

      g_autoptr(GSocketClient) client = g_socket_client_new ();
      g_socket_client_set_enable_proxy (client, FALSE);
      g_assert_null (g_socket_client_connect_to_host (client, "127.0.0.1", port_of (listener), NULL, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED);
    }
}

/* Two right requests at once: the one that is read first is the answer, the other one gets none. */
static void
test_second_callback (void)
{
  g_autoptr(GateLoopbackListener) listener = listener_new ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *first = request_for (listener, "code=first&state=" STATE);
  g_autofree char *second = request_for (listener, "code=second&state=" STATE);
  g_autoptr(Browser) a = browser_new_for ("127.0.0.1", port_of (listener));
  g_autoptr(Browser) b = browser_new_for ("127.0.0.1", port_of (listener));

  browser_say (a, first);
  browser_say (b, second);
  gate_loopback_listener_wait_async (listener, STATE, NULL, gate_test_keep_result, &result);
  gate_test_wait (result);
  g_autofree char *address = gate_loopback_listener_wait_finish (listener, result, &error);
  g_assert_no_error (error);
  gate_test_wait_until (a->ended && b->ended);
  Browser *winner = strstr (address, "code=first") ? a : b;
  Browser *loser = winner == a ? b : a;
  g_assert_true (g_str_has_prefix (winner->answer->str, "HTTP/1.1 200 "));
  g_assert_cmpstr (loser->answer->str, ==, "");
}

/* Connections that say nothing, or half of something, more of them than are kept: the right one gets through. */
static void
test_slow_loris (void)
{
  g_autoptr(GateLoopbackListener) listener = listener_new ();
  g_autoptr(GPtrArray) slow = g_ptr_array_new_with_free_func ((GDestroyNotify) browser_free);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  gate_loopback_listener_wait_async (listener, STATE, NULL, gate_test_keep_result, &result);
  for (guint i = 0; i < 64; i++)
    {
      g_ptr_array_add (slow, browser_new_for ("127.0.0.1", port_of (listener)));
      browser_say (g_ptr_array_index (slow, i), "GET /callback?code=c&sta");
      g_main_context_iteration (NULL, FALSE);
    }
  g_autoptr(Browser) browser = browser_new_for ("127.0.0.1", port_of (listener));
  g_autofree char *right = request_for (listener, "code=right&state=" STATE);
  browser_say (browser, right);
  gate_test_wait (result);
  g_autofree char *address = gate_loopback_listener_wait_finish (listener, result, &error);
  g_assert_no_error (error);
  g_assert_nonnull (strstr (address, "code=right"));
}

static void
test_oversize (void)
{
  g_autoptr(GateLoopbackListener) listener = listener_new ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GError) error = NULL;
  g_autoptr(Browser) browser = browser_new_for ("127.0.0.1", port_of (listener));
  g_autofree char *filler = g_strnfill (GATE_LOOPBACK_REQUEST_LIMIT, 'x');

  gate_loopback_listener_wait_async (listener, STATE, cancellable, gate_test_keep_result, &result);
  browser_say (browser, "GET /callback?code=c&state=" STATE " HTTP/1.1\r\nX: ");
  browser_say (browser, filler);
  gate_test_wait_until (browser->ended);
  g_assert_true (g_str_has_prefix (browser->answer->str, "HTTP/1.1 431 "));
  g_assert_null (result);

  g_cancellable_cancel (cancellable);
  gate_test_wait (result);
  g_assert_null (gate_loopback_listener_wait_finish (listener, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_cancel (void)
{
  GateLoopbackListener *listener = listener_new ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GError) error = NULL;
  guint16 port = port_of (listener);

  g_cancellable_cancel (cancellable);
  gate_loopback_listener_wait_async (listener, STATE, cancellable, gate_test_keep_result, &result);
  gate_test_wait (result);
  g_assert_null (gate_loopback_listener_wait_finish (listener, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);

  g_clear_object (&result);
  gate_test_finalize (listener);
  g_autoptr(GateLoopbackListener) again = gate_loopback_listener_new ("127.0.0.1", port, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (port_of (again), ==, port);
}

static void
test_port_taken (void)
{
  g_autoptr(GateLoopbackListener) first = listener_new ();
  g_autoptr(GError) error = NULL;
  g_autofree char *number = g_strdup_printf ("Port %u ", port_of (first));

  g_assert_null (gate_loopback_listener_new ("127.0.0.1", port_of (first), &error));
  g_assert_true (gate_error_matches (error, GATE_ERROR_EXISTS));
  g_assert_nonnull (strstr (error->message, number));
  g_assert_nonnull (strstr (error->message, "in use"));
  g_assert_nonnull (gate_error_get_remedy (error));
  g_clear_error (&error);

  g_assert_null (gate_loopback_listener_new ("localhost", port_of (first), &error));
  g_assert_true (gate_error_matches (error, GATE_ERROR_EXISTS));
}

static gboolean
has_ipv6 (void)
{
  g_autoptr(GSocket) socket = g_socket_new (G_SOCKET_FAMILY_IPV6, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL);
  g_autoptr(GSocketAddress) address = g_inet_socket_address_new_from_string ("::1", 0);

  return socket && g_socket_bind (socket, address, FALSE, NULL);
}

/* As `localhost` both families are ours; as 127.0.0.1 nothing else is bound. */
static void
test_families (void)
{
  g_autoptr(GError) error = NULL;

  if (!has_ipv6 ())
    {
      g_test_skip ("no IPv6 on the loopback interface");
      return;
    }

  g_autoptr(GateLoopbackListener) listener = gate_loopback_listener_new ("localhost", 0, &error);
  g_assert_no_error (error);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(Browser) browser = browser_new_for ("::1", port_of (listener));
  g_autofree char *request = g_strdup_printf ("GET /callback?code=c&state=" STATE " HTTP/1.1\r\nHost: LOCALHOST:%u\r\n\r\n", port_of (listener));
  browser_say (browser, request);
  gate_loopback_listener_wait_async (listener, STATE, NULL, gate_test_keep_result, &result);
  gate_test_wait (result);
  g_autofree char *address = gate_loopback_listener_wait_finish (listener, result, &error);
  g_assert_no_error (error);
  g_assert_true (g_str_has_prefix (address, "http://localhost:"));

  g_autoptr(GateLoopbackListener) narrow = listener_new ();
  g_autoptr(GSocketClient) client = g_socket_client_new ();
  g_socket_client_set_enable_proxy (client, FALSE);
  g_assert_null (g_socket_client_connect_to_host (client, "::1", port_of (narrow), NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/loopback-listener/wrong-requests", test_wrong_requests);
  g_test_add_func ("/loopback-listener/right-requests", test_right_requests);
  g_test_add_func ("/loopback-listener/second-callback", test_second_callback);
  g_test_add_func ("/loopback-listener/slow-loris", test_slow_loris);
  g_test_add_func ("/loopback-listener/oversize", test_oversize);
  g_test_add_func ("/loopback-listener/cancel", test_cancel);
  g_test_add_func ("/loopback-listener/port-taken", test_port_taken);
  g_test_add_func ("/loopback-listener/families", test_families);
  return g_test_run ();
}
