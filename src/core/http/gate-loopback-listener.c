// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-loopback-listener.h"

#include "gate-error.h"
#include "gate-i18n.h"
#include "gate-loopback-request.h"
#include "gate-property.h"
#include "gate-task.h"

#include <string.h>

#define CALLBACK_PATH "/callback"
/* A connection that says nothing is dropped after this; one more than these at once drops the oldest. */
#define CONNECTION_TIMEOUT_MS 10000
#define MAX_CONNECTIONS 32
/* How often to look for a port that is free on both families. */
#define PORT_ATTEMPTS 8

struct _GateLoopbackListener {
  GObject         parent_instance;

  GSocketService *service; /* (owned) (nullable): NULL once it has been closed */
  char           *authority; /* (owned): "127.0.0.1:41234" */
  char           *redirect_uri; /* (owned) */
  char           *state; /* (owned) (nullable): what to wait for */
  GTask          *task; /* (owned) (nullable): the wait */
  GSource        *cancelled; /* (owned) (nullable) */
  GQueue          connections; /* (element-type Connection): those that are not answered yet, each with a reference of ours */
};

/* One browser's connection. It outlives the listener while its answer is on the way. */
typedef struct {
  gatomicrefcount       count;
  GateLoopbackListener *listener; /* (unowned) (nullable): NULL once it is answered or dropped */
  GSocketConnection    *stream; /* (owned) */
  GCancellable         *cancellable; /* (owned) */
  GSource              *timeout; /* (owned) (nullable) */
  GByteArray           *head; /* (owned) */
  char                 *answer; /* (owned) (nullable) */
  GTask                *task; /* (owned) (nullable): the wait that this one ends */
  char                 *target; /* (owned) (nullable): its result */
  guint8                buffer[4096];
} Connection;

G_DEFINE_FINAL_TYPE (GateLoopbackListener, gate_loopback_listener, G_TYPE_OBJECT)

static Connection *
connection_ref (Connection *self)
{
  g_atomic_ref_count_inc (&self->count);
  return self;
}

static void
clear_source (GSource **source)
{
  if (*source)
    g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

static void
connection_unref (Connection *self)
{
  if (!g_atomic_ref_count_dec (&self->count))
    return;
  g_clear_object (&self->stream);
  g_clear_object (&self->cancellable);
  clear_source (&self->timeout);
  g_byte_array_unref (self->head);
  g_clear_object (&self->task);
  g_free (self->target);
  g_free (self->answer);
  g_free (self);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Connection, connection_unref)

static gboolean
connection_timed_out (gpointer user_data)
{
  Connection *self = user_data;

  g_cancellable_cancel (self->cancellable);
  return G_SOURCE_REMOVE;
}

static Connection *
connection_new (GateLoopbackListener *listener,
                GSocketConnection    *stream)
{
  Connection *self = g_new0 (Connection, 1);

  g_atomic_ref_count_init (&self->count);
  self->listener = listener;
  self->stream = g_object_ref (stream);
  self->cancellable = g_cancellable_new ();
  self->head = g_byte_array_new ();
  self->timeout = g_timeout_source_new (CONNECTION_TIMEOUT_MS);
  g_source_set_callback (self->timeout, connection_timed_out, self, NULL);
  g_source_attach (self->timeout, g_main_context_get_thread_default ());
  return self;
}

/* Takes the connection off the listener's list; what is still under way keeps it alive. */
static void
connection_detach (Connection *self)
{
  if (!self->listener)
    return;
  g_queue_remove (&self->listener->connections, self);
  self->listener = NULL;
  connection_unref (self);
}

static void
connection_drop (Connection *self)
{
  g_cancellable_cancel (self->cancellable);
  connection_detach (self);
}

/* The client closes first: closing with bytes of its own unread would reset the connection and lose the page. */
static void
got_rest (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(Connection) self = user_data;
  gssize size = g_input_stream_read_finish (G_INPUT_STREAM (source), result, NULL);

  if (size <= 0)
    {
      clear_source (&self->timeout);
      g_io_stream_close (G_IO_STREAM (self->stream), NULL, NULL);
      return;
    }
  g_input_stream_read_async (G_INPUT_STREAM (source), self->buffer, sizeof self->buffer, G_PRIORITY_DEFAULT, self->cancellable,
                             got_rest, connection_ref (self));
}

static void
did_answer (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(Connection) self = user_data;
  GInputStream *input = g_io_stream_get_input_stream (G_IO_STREAM (self->stream));

  g_output_stream_write_all_finish (G_OUTPUT_STREAM (source), result, NULL, NULL);
  g_socket_shutdown (g_socket_connection_get_socket (self->stream), FALSE, TRUE, NULL);
  if (self->task)
    g_task_return_pointer (self->task, g_steal_pointer (&self->target), g_free);
  g_clear_object (&self->task);
  g_input_stream_read_async (input, self->buffer, sizeof self->buffer, G_PRIORITY_DEFAULT, self->cancellable,
                             got_rest, connection_ref (self));
}

static const char *
text_of_status (guint status)
{
  switch (status)
    {
    case 200:
      return "OK";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 421:
      return "Misdirected Request";
    case 431:
      return "Request Header Fields Too Large";
    default:
      return "Bad Request";
    }
}

/* Steals nothing; the caller has taken the connection off the list. */
static void
connection_answer (Connection *self,
                   guint       status)
{
  const char *sentence = status == 200 ? _("Gatehouse has received the answer. You can close this page and return to it.")
                                       : _("This is not the request that Gatehouse waits for.");
  g_autofree char *page = g_strdup_printf ("<!DOCTYPE html>\n<html lang=\"%s\"><head><meta charset=\"utf-8\"><title>Gatehouse</title></head>"
                                           "<body><h1>Gatehouse</h1><p>%s</p></body></html>\n",
                                           /* Translators: the code of your language, such as “de” or “pt-BR”. */
                                           C_("language code", "en"), sentence);

  self->answer = g_strdup_printf ("HTTP/1.1 %u %s\r\n"
                                  "Content-Type: text/html; charset=utf-8\r\n"
                                  "Content-Length: %" G_GSIZE_FORMAT "\r\n"
                                  "%s"
                                  "Cache-Control: no-store\r\n"
                                  "Referrer-Policy: no-referrer\r\n"
                                  "Content-Security-Policy: default-src 'none'; frame-ancestors 'none'\r\n"
                                  "X-Content-Type-Options: nosniff\r\n"
                                  "Connection: close\r\n"
                                  "\r\n"
                                  "%s",
                                  status, text_of_status (status), strlen (page), status == 405 ? "Allow: GET\r\n" : "", page);
  g_output_stream_write_all_async (g_io_stream_get_output_stream (G_IO_STREAM (self->stream)), self->answer, strlen (self->answer),
                                   G_PRIORITY_DEFAULT, self->cancellable, did_answer, connection_ref (self));
}

static void
close_listener (GateLoopbackListener *self)
{
  if (self->service)
    {
      g_signal_handlers_disconnect_by_data (self->service, self);
      g_socket_service_stop (self->service);
      g_socket_listener_close (G_SOCKET_LISTENER (self->service));
    }
  g_clear_object (&self->service);
  while (!g_queue_is_empty (&self->connections))
    connection_drop (g_queue_peek_head (&self->connections));
  clear_source (&self->cancelled);
}

static void
judge (Connection *self)
{
  GateLoopbackListener *listener = self->listener;
  g_autofree char *target = NULL;
  guint status = gate_loopback_request_check ((const char *) self->head->data, self->head->len, listener->authority, CALLBACK_PATH,
                                              listener->state, &target);

  connection_detach (self);
  if (status == 200)
    {
      self->task = g_steal_pointer (&listener->task);
      self->target = g_strdup_printf ("http://%s%s", listener->authority, target);
      close_listener (listener);
    }
  connection_answer (self, status);
}

static void
got_bytes (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(Connection) self = user_data;
  gssize size = g_input_stream_read_finish (G_INPUT_STREAM (source), result, NULL);

  if (size <= 0 || !self->listener)
    {
      connection_drop (self);
      return;
    }
  g_byte_array_append (self->head, self->buffer, (guint) size);
  if (gate_loopback_request_is_whole ((const char *) self->head->data, self->head->len))
    judge (self);
  else if (self->head->len > GATE_LOOPBACK_REQUEST_LIMIT)
    {
      connection_detach (self);
      connection_answer (self, 431);
    }
  else
    g_input_stream_read_async (G_INPUT_STREAM (source), self->buffer, sizeof self->buffer, G_PRIORITY_DEFAULT, self->cancellable,
                               got_bytes, connection_ref (self));
}

static gboolean
on_incoming (GSocketService    *service,
             GSocketConnection *stream,
             GObject           *source_object,
             gpointer           user_data)
{
  GateLoopbackListener *self = user_data;

  if (g_queue_get_length (&self->connections) >= MAX_CONNECTIONS)
    connection_drop (g_queue_peek_head (&self->connections));

  Connection *connection = connection_new (self, stream);
  g_queue_push_tail (&self->connections, connection);
  g_input_stream_read_async (g_io_stream_get_input_stream (G_IO_STREAM (stream)), connection->buffer, sizeof connection->buffer,
                             G_PRIORITY_DEFAULT, connection->cancellable, got_bytes, connection_ref (connection));
  return TRUE;
}

static void
gate_loopback_listener_dispose (GObject *object)
{
  GateLoopbackListener *self = GATE_LOOPBACK_LISTENER (object);

  close_listener (self);
  G_OBJECT_CLASS (gate_loopback_listener_parent_class)->dispose (object);
}

static void
gate_loopback_listener_finalize (GObject *object)
{
  GateLoopbackListener *self = GATE_LOOPBACK_LISTENER (object);

  g_free (self->authority);
  g_free (self->redirect_uri);
  g_free (self->state);
  G_OBJECT_CLASS (gate_loopback_listener_parent_class)->finalize (object);
}

static void
gate_loopback_listener_class_init (GateLoopbackListenerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = gate_loopback_listener_dispose;
  object_class->finalize = gate_loopback_listener_finalize;
}

static void
gate_loopback_listener_init (GateLoopbackListener *self)
{
  g_queue_init (&self->connections);
}

static guint16
bind_one (GSocketService  *service,
          const char      *address,
          guint16          port,
          GError         **error)
{
  g_autoptr(GSocketAddress) wanted = g_inet_socket_address_new_from_string (address, port);
  g_autoptr(GSocketAddress) bound = NULL;

  if (!g_socket_listener_add_address (G_SOCKET_LISTENER (service), wanted, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL, &bound,
                                      error))
    return 0;
  return g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound));
}

/* Binds 127.0.0.1 and, for `localhost`, ::1 too, where browsers go first and where nobody else may wait for them. */
static GSocketService *
bind_all (gboolean   both,
          guint16    port,
          guint16   *bound,
          GError   **error)
{
  for (guint attempt = 1;; attempt++)
    {
      g_autoptr(GSocketService) service = g_socket_service_new ();
      g_autoptr(GError) local = NULL;

      g_socket_service_stop (service);
      *bound = bind_one (service, "127.0.0.1", port, error);
      if (*bound == 0)
        return NULL;
      if (!both || bind_one (service, "::1", *bound, &local) != 0)
        return g_steal_pointer (&service);
      /* Anything but a taken port means that this machine has no IPv6. */
      if (!g_error_matches (local, G_IO_ERROR, G_IO_ERROR_ADDRESS_IN_USE))
        return g_steal_pointer (&service);
      if (port != 0 || attempt == PORT_ATTEMPTS)
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return NULL;
        }
    }
}

static GError *
explain_bind (const GError *error,
              guint16       port)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_ADDRESS_IN_USE))
    return gate_error_new (GATE_ERROR_EXISTS, GATE_LAYER_NONE,
                           _("Close the program that uses the port, or register another port with the service."),
                           _("Port %u of this machine, where the browser is to bring the answer, is in use by another program"), port);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED))
    return gate_error_new (GATE_ERROR_INVALID, GATE_LAYER_NONE, _("Register a port above 1023 with the service."),
                           _("This system does not let a program of yours wait on port %u"), port);
  return gate_error_new (GATE_ERROR_FAILED, GATE_LAYER_NONE, _("Check that the loopback interface of this machine is up."),
                         _("Could not wait for the browser on this machine’s loopback address: %s"), error->message);
}

/**
 * gate_loopback_listener_new:
 * @host: "127.0.0.1" or "localhost", as it stands in the redirect address
 * @port: the port that was registered, or 0 for any free one
 * @error: set to %GATE_ERROR_EXISTS where another program has the port, %GATE_ERROR_INVALID, %GATE_ERROR_FAILED
 *
 * Binds the listener. What a browser brings before [method@Gate.LoopbackListener.wait_async] waits in the kernel.
 *
 * Returns: (transfer full) (nullable): the listener
 */
GateLoopbackListener *
gate_loopback_listener_new (const char  *host,
                            guint16      port,
                            GError     **error)
{
  g_autoptr(GError) local = NULL;
  guint16 bound = 0;

  g_return_val_if_fail (g_str_equal (host, "127.0.0.1") || g_str_equal (host, "localhost"), NULL);

  g_autoptr(GSocketService) service = bind_all (g_str_equal (host, "localhost"), port, &bound, &local);
  if (!service)
    {
      g_propagate_error (error, explain_bind (local, port));
      return NULL;
    }

  GateLoopbackListener *self = g_object_new (GATE_TYPE_LOOPBACK_LISTENER, NULL);
  self->service = g_steal_pointer (&service);
  g_signal_connect (self->service, "incoming", G_CALLBACK (on_incoming), self);
  self->authority = g_strdup_printf ("%s:%u", host, bound);
  self->redirect_uri = g_strdup_printf ("http://%s" CALLBACK_PATH, self->authority);
  return self;
}

/**
 * gate_loopback_listener_get_redirect_uri:
 * @self: a listener
 *
 * Returns: the redirect address to send with the authorization request: "http://127.0.0.1:41234/callback"
 */
const char *
gate_loopback_listener_get_redirect_uri (GateLoopbackListener *self)
{
  g_return_val_if_fail (GATE_IS_LOOPBACK_LISTENER (self), NULL);

  return self->redirect_uri;
}

static gboolean
wait_cancelled (GCancellable *cancellable,
                gpointer      user_data)
{
  GateLoopbackListener *self = user_data;
  g_autoptr(GTask) task = g_steal_pointer (&self->task);

  close_listener (self);
  g_task_return_error_if_cancelled (task);
  return G_SOURCE_REMOVE;
}

/**
 * gate_loopback_listener_wait_async:
 * @self: a listener that has not been waited for before
 * @state: the `state` of the authorization request
 * @cancellable: (nullable): to give up, which closes the listener
 * @callback: (scope async): called when the browser brought the answer
 * @user_data: for @callback
 *
 * Waits for the one right request. The listener keeps itself alive until then, and is closed after it.
 */
void
gate_loopback_listener_wait_async (GateLoopbackListener *self,
                                   const char           *state,
                                   GCancellable         *cancellable,
                                   GAsyncReadyCallback   callback,
                                   gpointer              user_data)
{
  g_return_if_fail (GATE_IS_LOOPBACK_LISTENER (self));
  g_return_if_fail (state != NULL && *state != '\0');
  g_return_if_fail (self->service != NULL && self->task == NULL);

  self->task = gate_task_new (self, cancellable, callback, user_data, gate_loopback_listener_wait_async);
  gate_set_str (&self->state, state);
  if (cancellable)
    {
      self->cancelled = g_cancellable_source_new (cancellable);
      g_source_set_callback (self->cancelled, G_SOURCE_FUNC (wait_cancelled), self, NULL);
      g_source_attach (self->cancelled, g_main_context_get_thread_default ());
    }
  g_socket_service_start (self->service);
}

/**
 * gate_loopback_listener_wait_finish:
 * @self: a listener
 * @result: what the callback was given
 * @error: set to %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable): the whole redirect address as the browser requested it; its `state` has been checked, nothing
 *   else
 */
char *
gate_loopback_listener_wait_finish (GateLoopbackListener  *self,
                                    GAsyncResult          *result,
                                    GError               **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
