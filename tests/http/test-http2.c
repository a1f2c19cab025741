// SPDX-License-Identifier: GPL-3.0-or-later
#include "http-test-identity.h"
#include "http-test.h"

#include <string.h>

/* A service that offers HTTP/2, over which libsoup does not notice a cancellation: it is spoken to in HTTP/1.1. /bytes/N says so many,
 * /echo what it is told, /stream one event and stays open, /silent nothing. */
typedef struct {
  Root               root;
  SoupServer        *server;
  SoupServerMessage *open; /* the last stream that was opened */
  guint              n_requests;
  guint              n_http2;
} Service;

static void
message_finished (SoupServerMessage *message,
                  gpointer           user_data)
{
  Service *self = user_data;

  if (self->open == message)
    g_clear_object (&self->open);
}

static GBytes *
make_bytes (gsize size)
{
  guint8 *data = g_malloc (size + 1);

  for (gsize i = 0; i < size; i++)
    data[i] = (guint8) (i * 31 + i / 251);
  return g_bytes_new_take (data, size);
}

static void
serve (SoupServer        *server,
       SoupServerMessage *message,
       const char        *path,
       GHashTable        *query,
       gpointer           user_data)
{
  Service *self = user_data;
  SoupMessageBody *body = soup_server_message_get_response_body (message);

  self->n_requests++;
  self->n_http2 += soup_server_message_get_http_version (message) == SOUP_HTTP_2_0;
  g_signal_connect (message, "finished", G_CALLBACK (message_finished), self);
  soup_server_message_set_status (message, 200, NULL);
  if (strcmp (path, "/echo") == 0)
    {
      g_autoptr(GBytes) said = soup_message_body_flatten (soup_server_message_get_request_body (message));
      if (g_bytes_get_size (said) > 0)
        soup_message_body_append_bytes (body, said);
    }
  else if (g_str_has_prefix (path, "/bytes/"))
    {
      g_autoptr(GBytes) bytes = make_bytes (g_ascii_strtoull (path + strlen ("/bytes/"), NULL, 10));
      if (g_bytes_get_size (bytes) > 0)
        soup_message_body_append_bytes (body, bytes);
    }
  else if (strcmp (path, "/silent") == 0)
    soup_server_message_pause (message);
  else
    {
      soup_message_headers_set_encoding (soup_server_message_get_response_headers (message), SOUP_ENCODING_CHUNKED);
      soup_message_body_append (body, SOUP_MEMORY_STATIC, "data: 1\n\n", 9);
      g_set_object (&self->open, message);
    }
}

static void
set_up (Service       *self,
        gconstpointer  user_data)
{
  root_init (&self->root);
  g_autoptr(GTlsCertificate) certificate = root_new_server (&self->root, "localhost");
  self->server = http_test_server_new (certificate, serve, self);
}

static void
tear_down (Service       *self,
           gconstpointer  user_data)
{
  g_assert_cmpuint (self->n_requests, >, 0);
  g_assert_cmpuint (self->n_http2, ==, 0);
  soup_server_disconnect (self->server);
  g_object_unref (self->server);
  g_clear_object (&self->open);
  root_clear (&self->root);
}

static GateHttp *
http_new (Service *service)
{
  return g_object_new (GATE_TYPE_HTTP, "trust-file", service->root.file, NULL);
}

static SoupMessage *
message_new (Service    *service,
             const char *path,
             GBytes     *body)
{
  g_autofree char *uri = http_test_server_uri (service->server, "localhost", path);
  SoupMessage *message = soup_message_new (body ? "POST" : "GET", uri);

  if (body)
    gate_http_set_body (message, "application/octet-stream", body);
  return message;
}

static void
check_bytes (Service  *service,
             GateHttp *http,
             gsize     size)
{
  g_autofree char *path = g_strdup_printf ("/bytes/%" G_GSIZE_FORMAT, size);
  g_autoptr(SoupMessage) message = message_new (service, path, NULL);
  g_autoptr(GBytes) wanted = make_bytes (size);
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) heard = http_test_send (http, message, NULL, &error);

  g_assert_no_error (error);
  g_assert_true (g_bytes_equal (wanted, heard));
}

static void
check_echo (Service  *service,
            GateHttp *http)
{
  g_autoptr(GBytes) said = g_bytes_new_static ("{\"a\":1}", 7);
  g_autoptr(SoupMessage) message = message_new (service, "/echo", said);
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) heard = http_test_send (http, message, NULL, &error);

  g_assert_no_error (error);
  g_assert_true (g_bytes_equal (said, heard));
}

static void
test_sizes (Service       *service,
            gconstpointer  user_data)
{
  const gsize sizes[] = { 0, 1, 16383, 16384, 16385, 65534, 65535, 65536, 1000000 };
  g_autoptr(GateHttp) http = http_new (service);

  for (guint round = 0; round < 2; round++)
    for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
      {
        check_bytes (service, http, sizes[i]);
        check_echo (service, http);
      }
}

static void
test_at_once (Service       *service,
              gconstpointer  user_data)
{
  g_autoptr(GateHttp) http = http_new (service);
  GAsyncResult *results[12] = { NULL };
  g_autoptr(GBytes) wanted = make_bytes (100000);

  for (guint i = 0; i < G_N_ELEMENTS (results); i++)
    {
      g_autoptr(SoupMessage) message = message_new (service, "/bytes/100000", NULL);
      gate_http_send_async (http, message, NULL, NULL, gate_test_keep_result, &results[i]);
    }
  for (guint i = 0; i < G_N_ELEMENTS (results); i++)
    {
      g_autoptr(GError) error = NULL;

      gate_test_wait (results[i]);
      g_autoptr(GBytes) heard = gate_http_send_finish (http, results[i], &error);
      g_assert_no_error (error);
      g_assert_true (g_bytes_equal (wanted, heard));
      g_clear_object (&results[i]);
    }
}

/* A stream that is given up ends at the server, and the others go on. */
static void
test_streams (Service       *service,
              gconstpointer  user_data)
{
  g_autoptr(GateHttp) http = http_new (service);
  GInputStream *streams[5];
  char buffer[64];
  g_autoptr(GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (streams); i++)
    {
      g_autoptr(SoupMessage) message = message_new (service, "/stream", NULL);

      streams[i] = http_test_open (http, message, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpint (g_input_stream_read (streams[i], buffer, sizeof buffer, NULL, &error), ==, 9);
    }
  check_echo (service, http);
  for (guint i = 0; i < G_N_ELEMENTS (streams) - 1; i++)
    g_object_unref (streams[i]);

  g_assert_nonnull (service->open);
  soup_message_body_append (soup_server_message_get_response_body (service->open), SOUP_MEMORY_STATIC, "data: 2\n\n", 9);
  soup_server_message_unpause (service->open);
  g_autoptr(GAsyncResult) result = NULL;
  g_input_stream_read_async (streams[G_N_ELEMENTS (streams) - 1], buffer, sizeof buffer, G_PRIORITY_DEFAULT, NULL, gate_test_keep_result, &result);
  gate_test_wait (result);
  g_assert_cmpint (g_input_stream_read_finish (streams[G_N_ELEMENTS (streams) - 1], result, &error), ==, 9);
  g_object_unref (streams[G_N_ELEMENTS (streams) - 1]);
}

/* After every way of giving up the same object goes on working. */
static void
test_give_up (Service       *service,
              gconstpointer  user_data)
{
  g_autoptr(GateHttp) http = http_new (service);
  const GateHttpOptions hasty = { .timeout_ms = 100 };

  for (guint round = 0; round < 2; round++)
    {
      g_autoptr(SoupMessage) big = message_new (service, "/bytes/8000000", NULL);
      g_autoptr(SoupMessage) silent = message_new (service, "/silent", NULL);
      g_autoptr(SoupMessage) cancelled = message_new (service, "/silent", NULL);
      g_autoptr(GCancellable) cancellable = g_cancellable_new ();
      g_autoptr(GAsyncResult) result = NULL;
      g_autoptr(GError) error = NULL;
      guint n_requests;

      g_assert_null (http_test_send (http, big, NULL, &error));
      http_test_assert_error (error, GATE_ERROR_TOO_LARGE, "localhost");
      g_clear_error (&error);
      check_bytes (service, http, 100000);

      g_assert_null (http_test_send (http, silent, &hasty, &error));
      http_test_assert_error (error, GATE_ERROR_TIMED_OUT, "localhost");
      g_clear_error (&error);
      check_bytes (service, http, 100000);

      n_requests = service->n_requests;
      gate_http_send_async (http, cancelled, NULL, cancellable, gate_test_keep_result, &result);
      gate_test_wait_until (service->n_requests == n_requests + 1);
      g_cancellable_cancel (cancellable);
      gate_test_wait (result);
      g_assert_null (gate_http_send_finish (http, result, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      check_bytes (service, http, 100000);
    }
}

int
main (int   argc,
      char *argv[])
{
  /* The server's side of HTTP/2 is off by default in libsoup 3.2. */
  g_setenv ("SOUP_SERVER_HTTP2", "1", TRUE);
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function) g_test_add (name, Service, NULL, set_up, function, tear_down)
  ADD ("/http2/sizes", test_sizes);
  ADD ("/http2/at-once", test_at_once);
  ADD ("/http2/give-up", test_give_up);
  ADD ("/http2/streams", test_streams);
  return g_test_run ();
}
