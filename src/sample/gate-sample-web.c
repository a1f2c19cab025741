// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-sample-web.h"

#include "gate-error.h"
#include "gate-sample-page.h"
#include "gate-sample-reaper.h"
#include "gate-sample-resource-data.h"
#include "gate-sample-respond.h"

/* How much of a body that is too large is read and thrown away, so that the sender sees the refusal. */
#define MAX_DRAINED (16 * 1024 * 1024)

typedef struct {
  char                *path;        /* one that ends with a slash stands for everything below */
  gsize                limit;
  GateSampleRouteFunc  function;
  gpointer             user_data;
} Route;

struct _GateSampleWeb {
  GObject     parent_instance;

  SoupServer *server;
  GPtrArray  *routes;
  guint16     port;
  char       *origin;
  guint       n_open;
  guint       unused_seconds;
  guint       unused_id;
};

enum {
  SIGNAL_UNUSED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (GateSampleWeb, gate_sample_web, G_TYPE_OBJECT)

static void
route_free (Route *self)
{
  g_free (self->path);
  g_free (self);
}

static void
gate_sample_web_dispose (GObject *object)
{
  GateSampleWeb *self = GATE_SAMPLE_WEB (object);

  gate_sample_web_close (self);
  g_clear_pointer (&self->routes, g_ptr_array_unref);
  G_OBJECT_CLASS (gate_sample_web_parent_class)->dispose (object);
}

static void
gate_sample_web_finalize (GObject *object)
{
  GateSampleWeb *self = GATE_SAMPLE_WEB (object);

  g_free (self->origin);
  G_OBJECT_CLASS (gate_sample_web_parent_class)->finalize (object);
}

static void
gate_sample_web_class_init (GateSampleWebClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = gate_sample_web_dispose;
  object_class->finalize = gate_sample_web_finalize;

  signals[SIGNAL_UNUSED] = g_signal_new ("unused", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static gboolean
on_unused (gpointer user_data)
{
  GateSampleWeb *self = user_data;

  self->unused_id = 0;
  g_signal_emit (self, signals[SIGNAL_UNUSED], 0);
  return G_SOURCE_REMOVE;
}

static void
watch_use (GateSampleWeb *self)
{
  g_clear_handle_id (&self->unused_id, g_source_remove);
  if (self->n_open == 0 && self->unused_seconds > 0 && self->server)
    self->unused_id = g_timeout_add_seconds (self->unused_seconds, on_unused, self);
}

static void
on_finished (SoupServerMessage *message,
             GateSampleWeb     *self)
{
  GSocket *socket = soup_server_message_get_socket (message);

  if (socket)
    gate_sample_reaper_watch (socket);
  self->n_open--;
  watch_use (self);
}

/* A page of another site may reach this port by a name of its own (DNS rebinding), or send a form here: neither has our name. */
static gboolean
is_ours (GateSampleWeb     *self,
         SoupServerMessage *message)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  const char *host = soup_message_headers_get_one (headers, "Host");
  const char *origin = soup_message_headers_get_list (headers, "Origin");
  g_autofree char *named = g_strdup_printf ("localhost:%u", self->port);
  g_autofree char *named_origin = g_strconcat ("http://", named, NULL);

  if (g_strcmp0 (host, self->origin + strlen ("http://")) != 0 && g_strcmp0 (host, named) != 0)
    return FALSE;
  return !origin || g_str_equal (origin, self->origin) || g_str_equal (origin, named_origin);
}

static const Route *
find_route (GateSampleWeb *self,
            const char    *path)
{
  for (guint i = 0; i < self->routes->len; i++)
    {
      const Route *route = self->routes->pdata[i];
      gboolean below = route->path[1] && g_str_has_suffix (route->path, "/") && g_str_has_prefix (path, route->path);

      if (below || g_str_equal (path, route->path))
        return route;
    }
  return NULL;
}

static void
refuse_early (SoupServerMessage *message,
              guint              status,
              const char        *text)
{
  soup_message_body_set_accumulate (soup_server_message_get_request_body (message), FALSE);
  soup_message_headers_replace (soup_server_message_get_response_headers (message), "Connection", "close");
  gate_sample_respond_text (message, status, text);
}

typedef struct {
  goffset received;
  goffset limit;
} Intake;

static void
on_got_chunk (SoupServerMessage *message,
              GBytes            *chunk,
              Intake            *intake)
{
  intake->received += (goffset) g_bytes_get_size (chunk);
  if (intake->received <= intake->limit)
    return;
  if (soup_server_message_get_status (message) == 0)
    refuse_early (message, 413, "That is too large.");
  if (intake->received > MAX_DRAINED)
    g_socket_shutdown (soup_server_message_get_socket (message), TRUE, TRUE, NULL);
}

static void
intake_free (gpointer  data,
             GClosure *closure)
{
  g_free (data);
}

static void
on_headers (SoupServer        *server,
            SoupServerMessage *message,
            const char        *path,
            GHashTable        *query,
            gpointer           user_data)
{
  GateSampleWeb *self = user_data;
  const Route *route = find_route (self, path);
  Intake *intake = g_new0 (Intake, 1);

  self->n_open++;
  watch_use (self);
  g_signal_connect_object (message, "finished", G_CALLBACK (on_finished), self, 0);
  intake->limit = route ? (goffset) route->limit : 0;
  g_signal_connect_data (message, "got-chunk", G_CALLBACK (on_got_chunk), intake, intake_free, 0);
  if (!is_ours (self, message))
    refuse_early (message, 403, "This server answers to its own name only.");
  else if (!route)
    refuse_early (message, 404, "There is nothing here.");
  else if (soup_message_headers_get_content_length (soup_server_message_get_request_headers (message)) > intake->limit)
    refuse_early (message, 413, "That is too large.");
}

static void
on_request (SoupServer        *server,
            SoupServerMessage *message,
            const char        *path,
            GHashTable        *query,
            gpointer           user_data)
{
  GateSampleWeb *self = user_data;
  const Route *route = find_route (self, path);

  if (route)
    route->function (message, path, route->user_data);
  else
    gate_sample_respond_text (message, 404, "There is nothing here.");
}

static void
show_style (SoupServerMessage *message,
            const char        *path,
            gpointer           user_data)
{
  g_autofree char *style = gate_sample_resource_dup_text ("style.css");

  if (gate_sample_respond_method (message, "GET"))
    gate_sample_respond_body (message, 200, "text/css; charset=utf-8", style);
}

static void
show_home (SoupServerMessage *message,
           const char        *path,
           gpointer           user_data)
{
  GateSampleWeb *self = user_data;
  g_autofree char *text = g_strdup_printf ("The Sample Workspace runs. MCP clients connect to %s/mcp; there is nothing else to see here.",
                                           self->origin);

  if (gate_sample_respond_method (message, "GET"))
    gate_sample_page_say (message, 200, "Sample Workspace", text);
}

static void
gate_sample_web_init (GateSampleWeb *self)
{
  self->routes = g_ptr_array_new_with_free_func ((GDestroyNotify) route_free);
  self->server = soup_server_new (NULL, NULL);
  soup_server_add_early_handler (self->server, "/", on_headers, self, NULL);
  soup_server_add_handler (self->server, "/", on_request, self, NULL);
  gate_sample_web_add (self, "/", 0, show_home, self);
  gate_sample_web_add (self, "/style.css", 0, show_style, self);
}

/**
 * gate_sample_web_new:
 *
 * Returns: (transfer full): a web server that does not listen yet
 */
GateSampleWeb *
gate_sample_web_new (void)
{
  return g_object_new (GATE_TYPE_SAMPLE_WEB, NULL);
}

/**
 * gate_sample_web_add:
 * @self: a web server
 * @path: an exact path, or everything below it when it ends with a slash
 * @limit: the most bytes of body that are accepted
 * @function: answers the request
 * @user_data: for @function
 *
 * Adds something to be asked for.
 */
void
gate_sample_web_add (GateSampleWeb       *self,
                     const char          *path,
                     gsize                limit,
                     GateSampleRouteFunc  function,
                     gpointer             user_data)
{
  Route *route = g_new0 (Route, 1);

  route->path = g_strdup (path);
  route->limit = limit;
  route->function = function;
  route->user_data = user_data;
  g_ptr_array_add (self->routes, route);
}

/**
 * gate_sample_web_listen:
 * @self: a web server
 * @port: the port, 0 for any
 * @error: set to %GATE_ERROR_EXISTS when the port is taken, else to %GATE_ERROR_FAILED
 *
 * Listens on 127.0.0.1.
 *
 * Returns: %TRUE when it does
 */
gboolean
gate_sample_web_listen (GateSampleWeb  *self,
                        guint16         port,
                        GError        **error)
{
  g_autoptr(GError) own_error = NULL;
  GSList *uris = NULL;

  if (!soup_server_listen_local (self->server, port, SOUP_SERVER_LISTEN_IPV4_ONLY, &own_error))
    {
      gboolean taken = g_error_matches (own_error, G_IO_ERROR, G_IO_ERROR_ADDRESS_IN_USE);

      gate_error_set (error, taken ? GATE_ERROR_EXISTS : GATE_ERROR_FAILED, GATE_LAYER_NETWORK, "Choose another port.",
                      "The Sample Workspace cannot listen on port %u: %s", port, own_error->message);
      return FALSE;
    }
  uris = soup_server_get_uris (self->server);
  self->port = (guint16) g_uri_get_port (uris->data);
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
  g_free (self->origin);
  self->origin = g_strdup_printf ("http://127.0.0.1:%u", self->port);
  return TRUE;
}

/**
 * gate_sample_web_get_port:
 * @self: a web server that listens
 *
 * Returns: its port
 */
guint16
gate_sample_web_get_port (GateSampleWeb *self)
{
  return self->port;
}

/**
 * gate_sample_web_get_origin:
 * @self: a web server that listens
 *
 * Returns: (transfer none): "http://127.0.0.1:PORT"
 */
const char *
gate_sample_web_get_origin (GateSampleWeb *self)
{
  return self->origin;
}

/**
 * gate_sample_web_set_unused_time:
 * @self: a web server
 * @seconds: after how many seconds without use `unused` is to be emitted, 0 for never
 *
 * Begins to watch whether it is used.
 */
void
gate_sample_web_set_unused_time (GateSampleWeb *self,
                                 guint          seconds)
{
  self->unused_seconds = seconds;
  watch_use (self);
}

/**
 * gate_sample_web_close:
 * @self: a web server
 *
 * Stops listening and closes every connection.
 */
void
gate_sample_web_close (GateSampleWeb *self)
{
  g_clear_handle_id (&self->unused_id, g_source_remove);
  if (self->server)
    soup_server_disconnect (self->server);
  g_clear_object (&self->server);
}
