// SPDX-License-Identifier: GPL-3.0-or-later
#include "mcp-test-server.h"

#include <string.h>

struct _McpTestServer {
  SoupServer     *soup;
  GateHttp       *http;
  char           *address;
  McpTestHandler  handler;
  gpointer        user_data;
  GPtrArray      *seen;    /* (element-type Seen) */
};

typedef struct {
  char              *what;
  SoupServerMessage *message;
  JsonNode          *body;
} Seen;

static void
seen_free (Seen *self)
{
  g_free (self->what);
  g_object_unref (self->message);
  g_clear_pointer (&self->body, json_node_unref);
  g_free (self);
}

static JsonNode *
read_body (SoupServerMessage *message)
{
  SoupMessageBody *body = soup_server_message_get_request_body (message);
  g_autoptr(GBytes) bytes = soup_message_body_flatten (body);

  return gate_json_parse (g_bytes_get_data (bytes, NULL) ? g_bytes_get_data (bytes, NULL) : "", (gssize) g_bytes_get_size (bytes),
                          GATE_JSON_MESSAGE_LIMIT, NULL);
}

static void
on_request (SoupServer        *soup,
            SoupServerMessage *message,
            const char        *path,
            GHashTable        *query,
            gpointer           user_data)
{
  McpTestServer *self = user_data;
  Seen *seen = g_new0 (Seen, 1);
  McpTestRequest request = { .server = self, .message = message, .verb = soup_server_message_get_method (message) };

  seen->body = read_body (message);
  request.body = gate_json_node_object (seen->body);
  request.id = gate_json_get (request.body, "id");
  request.method = gate_json_get_string (request.body, "method");
  request.params = gate_json_get_object (request.body, "params");
  seen->message = g_object_ref (message);
  seen->what = g_strconcat (request.verb, request.method ? " " : NULL, request.method, NULL);
  g_ptr_array_add (self->seen, seen);
  g_test_message ("%s", seen->what);
  if (!self->handler (&request, self->user_data))
    soup_server_message_set_status (message, 500, "The test has no answer");
  g_main_context_wakeup (NULL);
}

McpTestServer *
mcp_test_server_new (McpTestHandler handler,
                     gpointer       user_data)
{
  McpTestServer *self = g_new0 (McpTestServer, 1);
  g_autoptr(GError) error = NULL;

  self->soup = soup_server_new (NULL, NULL);
  self->http = gate_http_new ();
  self->handler = handler;
  self->user_data = user_data;
  self->seen = g_ptr_array_new_with_free_func ((GDestroyNotify) seen_free);
  soup_server_add_handler (self->soup, NULL, on_request, self, NULL);
  soup_server_listen_local (self->soup, 0, SOUP_SERVER_LISTEN_IPV4_ONLY, &error);
  g_assert_no_error (error);

  GSList *uris = soup_server_get_uris (self->soup);
  self->address = g_strdup_printf ("http://127.0.0.1:%d/mcp", g_uri_get_port (uris->data));
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
  return self;
}

void
mcp_test_server_free (McpTestServer *self)
{
  soup_server_disconnect (self->soup);
  g_ptr_array_unref (self->seen);
  g_object_unref (self->soup);
  g_object_unref (self->http);
  g_free (self->address);
  g_free (self);
}

const char *
mcp_test_server_get_address (McpTestServer *self)
{
  return self->address;
}

GateMcpClient *
mcp_test_server_new_client (McpTestServer   *self,
                            GateInteraction *interaction)
{
  return gate_mcp_client_new_remote (self->http, self->address, GATE_MCP_REMOTE_AUTO, NULL, interaction);
}

guint
mcp_test_server_count (McpTestServer *self,
                       const char    *what)
{
  guint n = 0;

  for (guint i = 0; i < self->seen->len; i++)
    n += g_str_equal (((Seen *) self->seen->pdata[i])->what, what);
  return n;
}

static Seen *
find_last (McpTestServer *self,
           const char    *what)
{
  for (guint i = self->seen->len; i > 0; i--)
    if (g_str_equal (((Seen *) self->seen->pdata[i - 1])->what, what))
      return self->seen->pdata[i - 1];
  g_error ("No request “%s” came", what);
}

const char *
mcp_test_server_header (McpTestServer *self,
                        const char    *what,
                        const char    *name)
{
  return soup_message_headers_get_one (soup_server_message_get_request_headers (find_last (self, what)->message), name);
}

JsonObject *
mcp_test_server_body (McpTestServer *self,
                      const char    *what)
{
  return gate_json_node_object (find_last (self, what)->body);
}

void
mcp_test_reply (McpTestRequest *request,
                guint           status,
                const char     *type,
                const char     *text)
{
  soup_server_message_set_status (request->message, status, NULL);
  if (text)
    soup_server_message_set_response (request->message, type, SOUP_MEMORY_COPY, text, strlen (text));
}

char *
mcp_test_result_text (McpTestRequest *request,
                      const char     *result)
{
  g_autofree char *id = gate_json_to_text (request->id);
  g_autofree char *quoted = mcp_test_quote (result);

  return g_strdup_printf ("{\"jsonrpc\":\"2.0\",\"id\":%s,\"result\":%s}", id, quoted);
}

void
mcp_test_reply_result (McpTestRequest *request,
                       const char     *result)
{
  g_autofree char *text = mcp_test_result_text (request, result);

  mcp_test_reply (request, 200, "application/json", text);
}

void
mcp_test_reply_error (McpTestRequest *request,
                      guint           status,
                      int             code,
                      const char     *message,
                      const char     *data)
{
  g_autofree char *id = request->id ? gate_json_to_text (request->id) : g_strdup ("null");
  g_autofree char *quoted = data ? mcp_test_quote (data) : g_strdup ("null");
  g_autofree char *text = g_strdup_printf ("{\"jsonrpc\":\"2.0\",\"id\":%s,\"error\":{\"code\":%d,\"message\":\"%s\",\"data\":%s}}",
                                           id, code, message, quoted);

  mcp_test_reply (request, status, "application/json", text);
}

SoupServerMessage *
mcp_test_open_stream (McpTestRequest *request)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (request->message);

  soup_server_message_set_status (request->message, 200, NULL);
  soup_message_headers_set_content_type (headers, "text/event-stream", NULL);
  soup_message_headers_set_encoding (headers, SOUP_ENCODING_CHUNKED);
  soup_message_body_set_accumulate (soup_server_message_get_response_body (request->message), FALSE);
  mcp_test_send_event (request->message, ": open\n\n", NULL);
  return g_object_ref (request->message);
}

/* fields: (nullable): other lines, each with its line feed; data: (nullable): ends the event. */
void
mcp_test_send_event (SoupServerMessage *stream,
                     const char        *fields,
                     const char        *data)
{
  g_autofree char *quoted = data ? mcp_test_quote (data) : NULL;
  char *text = g_strdup_printf ("%s%s%s%s", fields ? fields : "", data ? "data: " : "", data ? quoted : "", data ? "\n\n" : "");

  soup_message_body_append_take (soup_server_message_get_response_body (stream), (guchar *) text, strlen (text));
  soup_server_message_unpause (stream);
}

void
mcp_test_close_stream (SoupServerMessage *stream)
{
  soup_message_body_complete (soup_server_message_get_response_body (stream));
  soup_server_message_unpause (stream);
  g_object_unref (stream);
}

/* As if the network had gone. */
void
mcp_test_break_stream (SoupServerMessage *stream)
{
  g_autoptr(GIOStream) connection = soup_server_message_steal_connection (stream);

  g_io_stream_close (connection, NULL, NULL);
  g_object_unref (stream);
}

gboolean
mcp_test_be_legacy (McpTestRequest *request,
                    const char     *capabilities,
                    const char     *session)
{
  if (g_strcmp0 (request->method, "server/discover") == 0)
    mcp_test_reply_error (request, 400, -32000, "Bad Request: Server not initialized", NULL);
  else if (g_strcmp0 (request->method, "initialize") == 0)
    {
      g_autofree char *result
        = g_strdup_printf ("{'protocolVersion':'2025-11-25','capabilities':%s,'serverInfo':{'name':'t','version':'1'}}", capabilities);

      if (session)
        soup_message_headers_replace (soup_server_message_get_response_headers (request->message), "Mcp-Session-Id", session);
      mcp_test_reply_result (request, result);
    }
  else if (g_str_equal (request->verb, "GET"))
    mcp_test_reply (request, 405, NULL, NULL);
  else if (g_str_equal (request->verb, "DELETE"))
    mcp_test_reply (request, 200, NULL, NULL);
  else if (!request->id)
    mcp_test_reply (request, 202, NULL, NULL);
  else
    return FALSE;
  return TRUE;
}

gboolean
mcp_test_be_modern (McpTestRequest *request,
                    const char     *capabilities)
{
  if (!g_str_equal (request->verb, "POST"))
    mcp_test_reply (request, 405, NULL, NULL);
  else if (g_strcmp0 (request->method, "server/discover") == 0)
    {
      g_autofree char *result
        = g_strdup_printf ("{'resultType':'complete','supportedVersions':['2026-07-28'],'capabilities':%s,"
                           "'_meta':{'io.modelcontextprotocol/serverInfo':{'name':'m','version':'1'}}}", capabilities);

      mcp_test_reply_result (request, result);
    }
  else
    return FALSE;
  return TRUE;
}
