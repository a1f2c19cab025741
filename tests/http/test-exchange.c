// SPDX-License-Identifier: GPL-3.0-or-later
#include "http-test.h"

#include <string.h>

/* What the raw server of a test says to every request. */
typedef struct {
  const char *answer;
  gboolean    close;
} Canned;

static char *
say_canned (RawServer  *server,
            const char *head,
            gboolean   *close,
            gpointer    user_data)
{
  const Canned *canned = user_data;

  if (!*head)
    return NULL;
  *close = canned->close;
  return g_strdup (canned->answer);
}

static SoupMessage *
message_new (const char *method,
             RawServer  *server,
             const char *path)
{
  g_autofree char *uri = raw_server_uri (server, path);
  return soup_message_new (method, uri);
}

static void
assert_body (GBytes     *body,
             const char *text)
{
  gsize size;

  g_assert_nonnull (body);
  const char *data = g_bytes_get_data (body, &size);
  g_assert_cmpmem (data, size, text, strlen (text));
}

static void
test_plain (void)
{
  Canned canned = { "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nSet-Cookie: a=b\r\nCache-Control: max-age=1000\r\n\r\nhello", FALSE };
  g_autoptr(RawServer) server = raw_server_new ("127.0.0.1", say_canned, &canned);
  GateHttp *http = gate_http_new ();

  for (guint i = 1; i <= 20; i++)
    {
      g_autoptr(SoupMessage) message = message_new (i % 2 ? "GET" : "POST", server, "/x?y=z");
      g_autoptr(GError) error = NULL;
      g_autoptr(GBytes) sent = g_bytes_new_static ("{}", 2);

      if (i % 2 == 0)
        gate_http_set_body (message, "application/json", sent);
      g_autoptr(GBytes) body = http_test_send (http, message, NULL, &error);
      g_assert_no_error (error);
      assert_body (body, "hello");
      g_assert_cmpint (soup_message_get_status (message), ==, 200);
      g_assert_cmpuint (raw_server_get_n_heads (server), ==, i);
      g_assert_nonnull (strstr (raw_server_get_last_head (server), "\r\nUser-Agent: Gatehouse/"));
      g_assert_null (strstr (raw_server_get_last_head (server), "Cookie"));
      g_assert_true (i % 2 || g_str_has_suffix (raw_server_get_last_head (server), "\r\n\r\n{}"));
    }
  /* A POST too goes over the connection that is up. */
  g_assert_cmpuint (raw_server_get_n_connected (server), ==, 1);
  gate_test_finalize (http);
  gate_test_wait_until (raw_server_get_n_open (server) == 0);
}

/* A server that hangs up after each answer without saying so, as those do that wait only so long for the next request. */
static void
test_hang_up (void)
{
  Canned canned = { "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", TRUE };
  g_autoptr(RawServer) server = raw_server_new ("127.0.0.1", say_canned, &canned);
  g_autoptr(GateHttp) http = gate_http_new ();

  for (guint i = 1; i <= 5; i++)
    {
      g_autoptr(SoupMessage) message = message_new ("POST", server, "/");
      g_autoptr(GError) error = NULL;
      g_autoptr(GBytes) sent = g_bytes_new_static ("{}", 2);

      gate_http_set_body (message, "application/json", sent);
      g_autoptr(GBytes) body = http_test_send (http, message, NULL, &error);
      g_assert_no_error (error);
      assert_body (body, "hello");
      gate_test_wait_until (raw_server_get_n_open (server) == 0);
    }
  g_assert_cmpuint (raw_server_get_n_connected (server), ==, 5);
}

/* A 401 is the caller's to answer: it comes once, and what the caller put on the next request is sent as it is. */
static void
test_no_automatic_sign_in (void)
{
  Canned canned = { "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0\r\n\r\n", FALSE };
  g_autoptr(RawServer) server = raw_server_new ("127.0.0.1", say_canned, &canned);
  g_autoptr(GateHttp) http = gate_http_new ();

  for (guint i = 1; i <= 3; i++)
    {
      g_autoptr(SoupMessage) message = message_new ("GET", server, "/");
      g_autoptr(GError) error = NULL;

      soup_message_headers_append (soup_message_get_request_headers (message), "Authorization", "Bearer tok");
      g_autoptr(GBytes) body = http_test_send (http, message, NULL, &error);
      g_assert_no_error (error);
      assert_body (body, "");
      g_assert_cmpint (soup_message_get_status (message), ==, 401);
      g_assert_cmpuint (raw_server_get_n_heads (server), ==, i);
      g_assert_nonnull (strstr (raw_server_get_last_head (server), "\r\nAuthorization: Bearer tok\r\n"));
    }
}

typedef struct {
  const char *name;
  const char *answer; /* NULL: nothing */
  gboolean    close;
  GateError   code;
  const char *text;
} BrokenCase;

static const BrokenCase broken_cases[] = {
  { "hangs up", NULL, TRUE, GATE_ERROR_NETWORK, "127.0.0.1" },
  { "half a status line", "HTTP/1.1 20", TRUE, GATE_ERROR_PROTOCOL, "was cut off" },
  { "half a head", "HTTP/1.1 200 OK\r\nContent-Le", TRUE, GATE_ERROR_PROTOCOL, "was cut off" },
  { "half a body", "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"jsonrpc\":", TRUE, GATE_ERROR_NETWORK, "in the middle" },
  { "no body of some", "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n", TRUE, GATE_ERROR_NETWORK, "in the middle" },
  { "half a body, close announced", "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 9\r\n\r\nhello", TRUE, GATE_ERROR_NETWORK,
    "in the middle" },
  { "half a chunk", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhe", TRUE, GATE_ERROR_NETWORK, "in the middle" },
  { "not HTTP", "220 smtp.example ESMTP\r\n\r\n", TRUE, GATE_ERROR_PROTOCOL, "not HTTP" },
  { "slow head", NULL, FALSE, GATE_ERROR_TIMED_OUT, "in time" },
  { "half a head, slow", "HTTP/1.1 200 OK\r\nContent-Le", FALSE, GATE_ERROR_TIMED_OUT, "in time" },
  { "slow body", "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhe", FALSE, GATE_ERROR_TIMED_OUT, "in time" },
};

static void
test_broken (void)
{
  const GateHttpOptions hasty = { .timeout_ms = 1000 };

  for (gsize i = 0; i < G_N_ELEMENTS (broken_cases); i++)
    {
      Canned canned = { broken_cases[i].answer, broken_cases[i].close };
      g_autoptr(RawServer) server = raw_server_new ("127.0.0.1", say_canned, &canned);
      g_autoptr(GateHttp) http = gate_http_new ();
      g_autoptr(SoupMessage) message = message_new ("POST", server, "/");
      g_autoptr(GBytes) sent = g_bytes_new_static ("{}", 2);
      g_autoptr(GError) error = NULL;

      g_test_message ("%s", broken_cases[i].name);
      gate_http_set_body (message, "application/json", sent);
      g_assert_null (http_test_send (http, message, broken_cases[i].code == GATE_ERROR_TIMED_OUT ? &hasty : NULL, &error));
      http_test_assert_error (error, broken_cases[i].code, broken_cases[i].text);
      g_assert_cmpuint (raw_server_get_n_heads (server), ==, 1);
      gate_test_wait_until (raw_server_get_n_open (server) == 0);
    }
}

static void
test_nobody_there (void)
{
  Canned canned = { NULL, TRUE };
  RawServer *server = raw_server_new ("127.0.0.1", say_canned, &canned);
  g_autoptr(GateHttp) http = gate_http_new ();
  g_autoptr(SoupMessage) message = message_new ("GET", server, "/");
  g_autoptr(SoupMessage) unknown = soup_message_new ("GET", "http://nobody.invalid/");
  g_autoptr(GError) error = NULL;

  raw_server_free (server);
  g_assert_null (http_test_send (http, message, NULL, &error));
  http_test_assert_error (error, GATE_ERROR_NETWORK, "“127.0.0.1” refuses connections");
  g_assert_cmpint (gate_error_get_layer (error), ==, GATE_LAYER_NETWORK);
  g_clear_error (&error);

  g_assert_null (http_test_send (http, unknown, NULL, &error));
  http_test_assert_error (error, GATE_ERROR_NETWORK, "nobody.invalid");
}

/* Says a body of the size that the path names, in one piece or in chunks, from a block of its own. */
static void
serve_sized (SoupServer        *server,
             SoupServerMessage *message,
             const char        *path,
             GHashTable        *query,
             gpointer           user_data)
{
  static const char block[1024 * 1024];
  gsize size = g_ascii_strtoull (path + strlen ("/chunked/"), NULL, 10);
  SoupMessageBody *body = soup_server_message_get_response_body (message);

  soup_server_message_set_status (message, 200, NULL);
  if (g_str_has_prefix (path, "/chunked/"))
    soup_message_headers_set_encoding (soup_server_message_get_response_headers (message), SOUP_ENCODING_CHUNKED);
  for (gsize at = 0; at < size; at += sizeof block)
    soup_message_body_append (body, SOUP_MEMORY_STATIC, block, MIN (sizeof block, size - at));
  soup_message_body_complete (body);
}

typedef struct {
  const char *path;
  gsize       limit;
  gsize       size; /* 0: too large */
} SizeCase;

static const SizeCase size_cases[] = {
  { "/counted/67108864", 0, 0 },
  { "/chunked/67108864", 0, 0 },
  { "/counted/4194305", 0, 0 },
  { "/chunked/4194305", 0, 0 },
  { "/counted/4194304", 0, 4194304 },
  { "/chunked/4194304", 0, 4194304 },
  { "/counted/101", 100, 0 },
  { "/chunked/101", 100, 0 },
  { "/counted/100", 100, 100 },
  { "/chunked/100", 100, 100 },
  { "/counted/0", 1, 0 },
};

static void
test_limit (void)
{
  g_autoptr(SoupServer) server = http_test_server_new (NULL, serve_sized, NULL);
  g_autoptr(GateHttp) http = gate_http_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (size_cases); i++)
    {
      const GateHttpOptions options = { .limit = size_cases[i].limit };
      g_autofree char *uri = http_test_server_uri (server, "127.0.0.1", size_cases[i].path);
      g_autoptr(SoupMessage) message = soup_message_new ("GET", uri);
      g_autoptr(GError) error = NULL;
      g_autoptr(GBytes) body = http_test_send (http, message, &options, &error);

      g_test_message ("%s", size_cases[i].path);
      if (size_cases[i].size > 0 || g_str_has_suffix (size_cases[i].path, "/0"))
        {
          g_assert_no_error (error);
          g_assert_cmpuint (g_bytes_get_size (body), ==, size_cases[i].size);
        }
      else
        http_test_assert_error (error, GATE_ERROR_TOO_LARGE, "127.0.0.1");
    }
}

static void
serve_bomb (SoupServer        *server,
            SoupServerMessage *message,
            const char        *path,
            GHashTable        *query,
            gpointer           user_data)
{
  GBytes *bomb = user_data;

  soup_server_message_set_status (message, 200, NULL);
  soup_message_headers_append (soup_server_message_get_response_headers (message), "Content-Encoding", "gzip");
  soup_message_body_append_bytes (soup_server_message_get_response_body (message), bomb);
}

/* 64 MiB of zeros in 64 kB of gzip: it is what comes out that counts. */
static void
test_bomb (void)
{
  g_autoptr(GConverter) compressor = G_CONVERTER (g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, 9));
  g_autoptr(GOutputStream) memory = g_memory_output_stream_new_resizable ();
  g_autoptr(GOutputStream) zip = g_converter_output_stream_new (memory, compressor);
  g_autofree char *zeros = g_malloc0 (1024 * 1024);
  g_autoptr(GError) error = NULL;

  for (guint i = 0; i < 64; i++)
    g_assert_true (g_output_stream_write_all (zip, zeros, 1024 * 1024, NULL, NULL, NULL));
  g_assert_true (g_output_stream_close (zip, NULL, NULL));
  g_autoptr(GBytes) bomb = g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (memory));
  g_assert_cmpuint (g_bytes_get_size (bomb), <, 1024 * 1024);

  g_autoptr(SoupServer) server = http_test_server_new (NULL, serve_bomb, bomb);
  g_autofree char *uri = http_test_server_uri (server, "127.0.0.1", "/");
  g_autoptr(SoupMessage) message = soup_message_new ("GET", uri);
  g_autoptr(GateHttp) http = gate_http_new ();
  g_assert_null (http_test_send (http, message, NULL, &error));
  http_test_assert_error (error, GATE_ERROR_TOO_LARGE, "127.0.0.1");
}

typedef struct {
  const char *name;
  guint       status;
  const char *method;
  const char *location; /* PORT stands for the server's port */
  guint       max_redirects;
  guint       n_requests;
  guint       final_status; /* 0: an error */
  const char *message;
} RedirectCase;

static const RedirectCase redirect_cases[] = {
  { "same origin, absolute", 302, "GET", "http://127.0.0.1:PORT/end", 1, 2, 200, NULL },
  { "same origin, path", 301, "GET", "/end", 1, 2, 200, NULL },
  { "same origin, relative", 307, "GET", "end", 1, 2, 200, NULL },
  { "same origin, network path", 308, "GET", "//127.0.0.1:PORT/end", 1, 2, 200, NULL },
  { "not allowed", 302, "GET", "/end", 0, 1, 302, NULL },
  { "a loop", 302, "GET", "/start", 3, 4, 302, NULL },
  { "POST with 301", 301, "POST", "/end", 5, 1, 301, NULL },
  { "POST with 302", 302, "POST", "/end", 5, 1, 302, NULL },
  { "POST with 303", 303, "POST", "/end", 5, 1, 303, NULL },
  { "POST with 307", 307, "POST", "/end", 5, 2, 200, NULL },
  { "POST with 308", 308, "POST", "/end", 5, 2, 200, NULL },
  { "HEAD", 302, "HEAD", "/end", 1, 2, 200, NULL },
  { "other host", 302, "GET", "http://localhost:PORT/end", 5, 1, 0, "http://localhost:" },
  { "other port", 307, "GET", "http://127.0.0.1:1/end", 5, 1, 0, "http://127.0.0.1:1" },
  { "other scheme", 307, "POST", "https://127.0.0.1:PORT/end", 5, 1, 0, "https://127.0.0.1:" },
  { "other host by network path", 301, "GET", "//evil.example/end", 5, 1, 0, "http://evil.example" },
  { "other host, none allowed", 301, "GET", "http://evil.example/end", 0, 1, 301, NULL },
  { "user info", 301, "GET", "http://a:b@127.0.0.1:PORT/end", 5, 1, 301, NULL },
  { "file", 301, "GET", "file:///etc/passwd", 5, 1, 301, NULL },
  { "nonsense", 301, "GET", "http://[", 5, 1, 301, NULL },
  { "no location", 301, "GET", NULL, 5, 1, 301, NULL },
  { "not modified", 304, "GET", "/end", 5, 1, 304, NULL },
};

static char *
say_redirect (RawServer  *server,
              const char *head,
              gboolean   *close,
              gpointer    user_data)
{
  const RedirectCase *test = user_data;
  g_autoptr(GString) text = NULL;
  g_autofree char *port = g_strdup_printf ("%u", raw_server_get_port (server));

  if (!*head)
    return NULL;
  if (strstr (head, " /end "))
    return g_strdup ("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
  text = g_string_new (NULL);
  g_string_append_printf (text, "HTTP/1.1 %u Go\r\n", test->status);
  if (test->location)
    g_string_append_printf (text, "Location: %s\r\n", test->location);
  g_string_append (text, test->status == 304 || g_str_has_prefix (head, "HEAD") ? "\r\n" : "Content-Length: 4\r\n\r\ngone");
  g_string_replace (text, "PORT", port, 0);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
test_redirects (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (redirect_cases); i++)
    {
      const RedirectCase *test = &redirect_cases[i];
      const GateHttpOptions options = { .max_redirects = test->max_redirects };
      g_autoptr(RawServer) server = raw_server_new ("127.0.0.1", say_redirect, (gpointer) test);
      g_autoptr(GateHttp) http = gate_http_new ();
      g_autoptr(SoupMessage) message = message_new (test->method, server, "/start");
      g_autoptr(GBytes) sent = g_bytes_new_static ("{\"a\":1}", 7);
      g_autoptr(GError) error = NULL;

      g_test_message ("%s", test->name);
      soup_message_headers_append (soup_message_get_request_headers (message), "Authorization", "Bearer tok");
      if (strcmp (test->method, "POST") == 0)
        gate_http_set_body (message, "application/json", sent);
      g_autoptr(GBytes) body = http_test_send (http, message, &options, &error);
      g_assert_cmpuint (raw_server_get_n_heads (server), ==, test->n_requests);
      if (test->final_status == 0)
        {
          http_test_assert_error (error, GATE_ERROR_UNTRUSTED, test->message);
          continue;
        }
      g_assert_no_error (error);
      g_assert_cmpuint (soup_message_get_status (message), ==, test->final_status);
      if (strcmp (test->method, "POST") == 0 && test->n_requests == 2)
        g_assert_true (g_str_has_suffix (raw_server_get_last_head (server), "\r\n\r\n{\"a\":1}"));
    }
}

static gboolean
keep_ticking (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

/* Streams that are open take nothing from exchanges, and closing one closes its connection. */
static void
test_streams (void)
{
  Canned canned = { "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n", FALSE };
  g_autoptr(RawServer) server = raw_server_new ("127.0.0.1", say_canned, &canned);
  g_autoptr(GateHttp) http = gate_http_new ();
  g_autoptr(GPtrArray) streams = g_ptr_array_new_with_free_func (g_object_unref);
  const GateHttpOptions options = { .timeout_ms = 1000 };
  gint64 opened = 0;

  for (guint i = 0; i < 12; i++)
    {
      g_autoptr(SoupMessage) message = message_new ("POST", server, "/");
      g_autoptr(GError) error = NULL;
      GInputStream *stream = http_test_open (http, message, &options, &error);

      g_assert_no_error (error);
      g_ptr_array_add (streams, stream);
      opened = g_get_monotonic_time ();
    }
  g_assert_cmpuint (raw_server_get_n_open (server), ==, 12);

  /* The time limit was for the head: well past it all streams can be read. */
  guint tick = g_timeout_add (100, keep_ticking, NULL);
  while (g_get_monotonic_time () < opened + 1300 * G_TIME_SPAN_MILLISECOND)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (tick);
  for (guint i = 0; i < streams->len; i++)
    {
      char buffer[16];

      g_assert_cmpint (g_input_stream_read (g_ptr_array_index (streams, i), buffer, sizeof buffer, NULL, NULL), ==, 5);
    }

  Canned whole = { "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", FALSE };
  memcpy (&canned, &whole, sizeof canned);
  g_autoptr(SoupMessage) message = message_new ("GET", server, "/");
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) body = http_test_send (http, message, NULL, &error);
  g_assert_no_error (error);
  assert_body (body, "ok");

  g_ptr_array_set_size (streams, 0);
  gate_test_wait_until (raw_server_get_n_open (server) == 1);
}

/* At least eight at once to a host. */
static void
test_at_once (void)
{
  Canned canned = { NULL, FALSE };
  g_autoptr(RawServer) server = raw_server_new ("127.0.0.1", say_canned, &canned);
  g_autoptr(GateHttp) http = gate_http_new ();
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  GAsyncResult *results[40] = { NULL };

  for (guint i = 0; i < G_N_ELEMENTS (results); i++)
    {
      g_autoptr(SoupMessage) message = message_new ("POST", server, "/");
      gate_http_send_async (http, message, NULL, cancellable, gate_test_keep_result, &results[i]);
    }
  gate_test_wait_until (raw_server_get_n_heads (server) >= 8);

  /* Those that are sent and those that still wait for a connection all end at once. */
  g_cancellable_cancel (cancellable);
  for (guint i = 0; i < G_N_ELEMENTS (results); i++)
    {
      g_autoptr(GError) error = NULL;

      gate_test_wait (results[i]);
      g_assert_null (gate_http_send_finish (http, results[i], &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_clear_object (&results[i]);
    }
  gate_test_wait_until (raw_server_get_n_open (server) == 0);
}

static gboolean
cancel_soon (gpointer user_data)
{
  g_cancellable_cancel (user_data);
  return G_SOURCE_REMOVE;
}

/* Before anything, while the head is awaited, and in the middle of the body. */
static void
test_cancel (void)
{
  const char *answers[] = { NULL, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhe" };

  for (guint i = 0; i < 3; i++)
    {
      Canned canned = { answers[MAX (i, 1) - 1], FALSE };
      g_autoptr(RawServer) server = raw_server_new ("127.0.0.1", say_canned, &canned);
      g_autoptr(GateHttp) http = gate_http_new ();
      g_autoptr(SoupMessage) message = message_new ("GET", server, "/");
      g_autoptr(GCancellable) cancellable = g_cancellable_new ();
      g_autoptr(GAsyncResult) result = NULL;
      g_autoptr(GError) error = NULL;

      if (i == 0)
        g_cancellable_cancel (cancellable);
      gate_http_send_async (http, message, NULL, cancellable, gate_test_keep_result, &result);
      if (i > 0)
        {
          gate_test_wait_until (raw_server_get_n_heads (server) == 1);
          g_idle_add (cancel_soon, cancellable);
        }
      gate_test_wait (result);
      g_assert_null (gate_http_send_finish (http, result, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      gate_test_wait_until (raw_server_get_n_open (server) == 0);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/exchange/broken", test_broken);
  g_test_add_func ("/exchange/nobody-there", test_nobody_there);
  g_test_add_func ("/exchange/no-automatic-sign-in", test_no_automatic_sign_in);
  g_test_add_func ("/exchange/hang-up", test_hang_up);
  g_test_add_func ("/exchange/limit", test_limit);
  g_test_add_func ("/exchange/bomb", test_bomb);
  g_test_add_func ("/exchange/redirects", test_redirects);
  g_test_add_func ("/exchange/cancel", test_cancel);
  g_test_add_func ("/exchange/at-once", test_at_once);
  g_test_add_func ("/exchange/streams", test_streams);
  g_test_add_func ("/exchange/plain", test_plain);
  return g_test_run ();
}
