// SPDX-License-Identifier: GPL-3.0-or-later
#include "http-test.h"

#include <string.h>

struct _RawServer {
  GSocketService *service;
  RawFunc         function;
  gpointer        user_data;
  GList          *connections;
  char           *address;
  char           *last_head;
  guint16         port;
  guint           n_heads;
  guint           n_connected;
  gsize           n_bytes;
};

typedef struct {
  RawServer         *server; /* NULL once the server is gone */
  GSocketConnection *stream;
  GString           *received;
  GCancellable      *cancellable;
  char              *answer;
  gboolean           close;
  char               buffer[65536];
} RawConnection;

static void read_more (RawConnection *self);

static void
raw_connection_end (RawConnection *self)
{
  if (self->server)
    self->server->connections = g_list_remove (self->server->connections, self);
  g_io_stream_close (G_IO_STREAM (self->stream), NULL, NULL);
  g_object_unref (self->stream);
  g_object_unref (self->cancellable);
  g_string_free (self->received, TRUE);
  g_free (self->answer);
  g_free (self);
}

static void
did_say (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  RawConnection *self = user_data;
  gboolean ok = g_output_stream_write_all_finish (G_OUTPUT_STREAM (source), result, NULL, NULL);

  if (!ok || !self->server || self->close)
    raw_connection_end (self);
  else
    read_more (self);
}

static void
ask_server (RawConnection *self,
            const char    *head)
{
  g_free (self->answer);
  self->answer = self->server->function (self->server, head, &self->close, self->server->user_data);
  if (self->answer)
    g_output_stream_write_all_async (g_io_stream_get_output_stream (G_IO_STREAM (self->stream)), self->answer, strlen (self->answer),
                                     G_PRIORITY_DEFAULT, self->cancellable, did_say, self);
  else if (self->close)
    raw_connection_end (self);
  else
    read_more (self);
}

/* The length of the first request that is whole, its body included; 0 when none is. */
static gsize
first_request (GString *received)
{
  const char *end = strstr (received->str, "\r\n\r\n");
  const char *length = strcasestr (received->str, "\r\ncontent-length:");

  if (!end)
    return 0;
  gsize size = (gsize) (end + 4 - received->str);
  if (length && length < end)
    size += g_ascii_strtoull (length + strlen ("\r\ncontent-length:"), NULL, 10);
  return received->len >= size ? size : 0;
}

static void
got_bytes (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  RawConnection *self = user_data;
  gssize size = g_input_stream_read_finish (G_INPUT_STREAM (source), result, NULL);

  if (size <= 0 || !self->server)
    {
      raw_connection_end (self);
      return;
    }
  self->server->n_bytes += (gsize) size;
  g_string_append_len (self->received, self->buffer, size);
  read_more (self);
}

static void
read_more (RawConnection *self)
{
  gsize size = first_request (self->received);

  if (size > 0)
    {
      g_autofree char *head = g_strndup (self->received->str, size);

      g_string_erase (self->received, 0, (gssize) size);
      self->server->n_heads++;
      g_free (self->server->last_head);
      self->server->last_head = g_strdup (head);
      ask_server (self, head);
      return;
    }
  g_input_stream_read_async (g_io_stream_get_input_stream (G_IO_STREAM (self->stream)), self->buffer, sizeof self->buffer,
                             G_PRIORITY_DEFAULT, self->cancellable, got_bytes, self);
}

static gboolean
on_incoming (GSocketService    *service,
             GSocketConnection *stream,
             GObject           *source_object,
             gpointer           user_data)
{
  RawServer *server = user_data;
  RawConnection *self = g_new0 (RawConnection, 1);

  self->server = server;
  self->stream = g_object_ref (stream);
  self->received = g_string_new (NULL);
  self->cancellable = g_cancellable_new ();
  server->connections = g_list_prepend (server->connections, self);
  server->n_connected++;
  ask_server (self, "");
  return TRUE;
}

RawServer *
raw_server_new_at (const char *address,
                   guint16     port,
                   RawFunc     function,
                   gpointer    user_data)
{
  g_autoptr(GSocketAddress) wanted = g_inet_socket_address_new_from_string (address, port);
  g_autoptr(GSocketAddress) bound = NULL;
  g_autoptr(GError) error = NULL;
  RawServer *self = g_new0 (RawServer, 1);

  self->service = g_socket_service_new ();
  self->function = function;
  self->user_data = user_data;
  self->address = g_strdup (address);
  g_socket_listener_add_address (G_SOCKET_LISTENER (self->service), wanted, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL, &bound,
                                 &error);
  g_assert_no_error (error);
  self->port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound));
  g_signal_connect (self->service, "incoming", G_CALLBACK (on_incoming), self);
  g_socket_service_start (self->service);
  return self;
}

RawServer *
raw_server_new (const char *address,
                RawFunc     function,
                gpointer    user_data)
{
  return raw_server_new_at (address, 0, function, user_data);
}

void
raw_server_free (RawServer *self)
{
  g_signal_handlers_disconnect_by_data (self->service, self);
  g_socket_service_stop (self->service);
  g_socket_listener_close (G_SOCKET_LISTENER (self->service));
  g_object_unref (self->service);
  for (GList *l = self->connections; l; l = l->next)
    {
      RawConnection *connection = l->data;

      connection->server = NULL;
      g_cancellable_cancel (connection->cancellable);
    }
  g_list_free (self->connections);
  /* What was cancelled ends in the main loop. */
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_free (self->address);
  g_free (self->last_head);
  g_free (self);
}

guint16
raw_server_get_port (RawServer *self)
{
  return self->port;
}

guint
raw_server_get_n_heads (RawServer *self)
{
  return self->n_heads;
}

guint
raw_server_get_n_connected (RawServer *self)
{
  return self->n_connected;
}

guint
raw_server_get_n_open (RawServer *self)
{
  return g_list_length (self->connections);
}

gsize
raw_server_get_n_bytes (RawServer *self)
{
  return self->n_bytes;
}

const char *
raw_server_get_last_head (RawServer *self)
{
  return self->last_head ? self->last_head : "";
}

char *
raw_server_uri (RawServer  *self,
                const char *path)
{
  gboolean v6 = strchr (self->address, ':') != NULL;
  return g_strdup_printf ("http://%s%s%s:%u%s", v6 ? "[" : "", self->address, v6 ? "]" : "", self->port, path);
}

GBytes *
http_test_send (GateHttp               *http,
                SoupMessage            *message,
                const GateHttpOptions  *options,
                GError                **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  gate_http_send_async (http, message, options, NULL, gate_test_keep_result, &result);
  gate_test_wait (result);
  return gate_http_send_finish (http, result, error);
}

GInputStream *
http_test_open (GateHttp               *http,
                SoupMessage            *message,
                const GateHttpOptions  *options,
                GError                **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  gate_http_open_async (http, message, options, NULL, gate_test_keep_result, &result);
  gate_test_wait (result);
  return gate_http_open_finish (http, result, error);
}

SoupServer *
http_test_server_new (GTlsCertificate    *certificate,
                      SoupServerCallback  callback,
                      gpointer            user_data)
{
  g_autoptr(GError) error = NULL;
  SoupServer *server = soup_server_new ("server-header", "test ", NULL);

  if (certificate)
    soup_server_set_tls_certificate (server, certificate);
  soup_server_add_handler (server, NULL, callback, user_data, NULL);
  soup_server_listen_local (server, 0, (certificate ? SOUP_SERVER_LISTEN_HTTPS : 0) | SOUP_SERVER_LISTEN_IPV4_ONLY, &error);
  g_assert_no_error (error);
  return server;
}

guint16
http_test_server_get_port (SoupServer *server)
{
  GSList *uris = soup_server_get_uris (server);
  guint16 port = (guint16) g_uri_get_port (uris->data);

  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
  return port;
}

char *
http_test_server_uri (SoupServer *server,
                      const char *host,
                      const char *path)
{
  return g_strdup_printf ("%s://%s:%u%s", soup_server_is_https (server) ? "https" : "http", host, http_test_server_get_port (server), path);
}
