// SPDX-License-Identifier: GPL-3.0-or-later

/* The server of the benchmarks: MCP of both eras over HTTP on loopback, with as many tools in as many pages, and as slow, as it is told.
 *   bench-server TOOLS PAGES DELAY-MS [SERVERS]
 * It prints its address, or a line for each of them, and ends when its standard input does; then it prints how many lists it gave.
 * Every answer is made beforehand, so that it costs next to nothing. */

#include <glib-unix.h>
#include <json-glib/json-glib.h>
#include <libsoup/soup.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef struct {
  char  **pages; /* the members of a tools/list result */
  guint   n_pages;
  guint   delay_ms;
  guint   n_lists;
} Bench;

static char *
make_page (guint first,
           guint n_tools,
           guint page,
           guint n_pages)
{
  g_autoptr(GString) text = g_string_new ("\"tools\":[");

  for (guint i = 0; i < n_tools; i++)
    g_string_append_printf (text, "%s{\"name\":\"tool_%u\",\"description\":\"Does the thing number %u, and says so in a sentence of the usual "
                            "length.\",\"inputSchema\":{\"type\":\"object\",\"properties\":{\"text\":{\"type\":\"string\"},\"count\":"
                            "{\"type\":\"integer\"}},\"required\":[\"text\"]},\"annotations\":{\"readOnlyHint\":true}}",
                            i > 0 ? "," : "", first + i, first + i);
  g_string_append_c (text, ']');
  if (page + 1 < n_pages)
    g_string_append_printf (text, ",\"nextCursor\":\"%u\"", page + 1);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static const char *
member (JsonObject *object,
        const char *name)
{
  JsonNode *node = object ? json_object_get_member (object, name) : NULL;

  return node && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING ? json_node_get_string (node) : NULL;
}

static JsonObject *
object_member (JsonObject *object,
               const char *name)
{
  JsonNode *node = object ? json_object_get_member (object, name) : NULL;

  return node && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

static char *
make_result (Bench      *bench,
             const char *method,
             JsonObject *params)
{
  if (strcmp (method, "server/discover") == 0)
    return g_strdup ("\"supportedVersions\":[\"2026-07-28\"],\"capabilities\":{\"tools\":{}}");
  if (strcmp (method, "initialize") == 0)
    return g_strdup ("\"protocolVersion\":\"2025-11-25\",\"capabilities\":{\"tools\":{}},\"serverInfo\":{\"name\":\"bench\",\"version\":\"1\"}");
  if (strcmp (method, "tools/list") == 0)
    {
      const char *cursor = member (params, "cursor");
      guint64 page = cursor ? g_ascii_strtoull (cursor, NULL, 10) : 0;
      bench->n_lists++;
      return g_strdup (bench->pages[MIN (page, bench->n_pages - 1)]);
    }
  if (strcmp (method, "tools/call") == 0)
    return g_strdup ("\"content\":[{\"type\":\"text\",\"text\":\"done\"}]");
  return g_strdup ("");
}

static gboolean
go_on (gpointer message)
{
  soup_server_message_unpause (message);
  return G_SOURCE_REMOVE;
}

static void
answer (SoupServerMessage *message,
        Bench             *bench,
        JsonObject        *request)
{
  const char *method = member (request, "method");
  JsonNode *id = json_object_get_member (request, "id");

  if (!method || !id)
    {
      soup_server_message_set_status (message, SOUP_STATUS_ACCEPTED, NULL);
      return;
    }

  g_autofree char *id_text = json_to_string (id, FALSE);
  g_autofree char *result = make_result (bench, method, object_member (request, "params"));
  char *text = g_strdup_printf ("{\"jsonrpc\":\"2.0\",\"id\":%s,\"result\":{\"resultType\":\"complete\"%s%s}}", id_text, *result ? "," : "", result);
  soup_server_message_set_status (message, SOUP_STATUS_OK, NULL);
  soup_server_message_set_response (message, "application/json", SOUP_MEMORY_TAKE, text, strlen (text));
  if (bench->delay_ms > 0)
    {
      soup_server_message_pause (message);
      g_timeout_add_full (G_PRIORITY_DEFAULT, bench->delay_ms, go_on, g_object_ref (message), g_object_unref);
    }
}

static void
handle (SoupServer        *server,
        SoupServerMessage *message,
        const char        *path,
        GHashTable        *query,
        gpointer           user_data)
{
  SoupMessageBody *body = soup_server_message_get_request_body (message);
  g_autoptr(JsonParser) parser = json_parser_new ();

  if (strcmp (soup_server_message_get_method (message), "POST") != 0)
    {
      soup_server_message_set_status (message, SOUP_STATUS_METHOD_NOT_ALLOWED, NULL);
      return;
    }
  if (!json_parser_load_from_data (parser, body->data, (gssize) body->length, NULL) || !JSON_NODE_HOLDS_OBJECT (json_parser_get_root (parser)))
    soup_server_message_set_status (message, SOUP_STATUS_BAD_REQUEST, NULL);
  else
    answer (message, user_data, json_node_get_object (json_parser_get_root (parser)));
}

static gboolean
input_ended (int          fd,
             GIOCondition condition,
             gpointer     user_data)
{
  g_main_loop_quit (user_data);
  return G_SOURCE_REMOVE;
}

static SoupServer *
start (Bench *bench)
{
  SoupServer *server = soup_server_new (NULL, NULL);
  g_autoptr(GError) error = NULL;
  GSList *uris;

  soup_server_add_handler (server, "/mcp", handle, bench, NULL);
  if (!soup_server_listen_local (server, 0, SOUP_SERVER_LISTEN_IPV4_ONLY, &error))
    g_error ("%s", error->message);
  uris = soup_server_get_uris (server);
  g_print ("http://127.0.0.1:%d/mcp\n", g_uri_get_port (uris->data));
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
  return server;
}

int
main (int    argc,
      char **argv)
{
  guint n_tools = argc > 1 ? (guint) atoi (argv[1]) : 10, n_servers = argc > 4 ? (guint) atoi (argv[4]) : 1;
  Bench bench = { .n_pages = argc > 2 ? (guint) atoi (argv[2]) : 1, .delay_ms = argc > 3 ? (guint) atoi (argv[3]) : 0 };
  g_autoptr(GPtrArray) servers = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(GMainLoop) loop = g_main_loop_new (NULL, FALSE);

  bench.pages = g_new0 (char *, bench.n_pages + 1);
  for (guint i = 0; i < bench.n_pages; i++)
    bench.pages[i] = make_page (i * n_tools / bench.n_pages, n_tools / bench.n_pages, i, bench.n_pages);
  for (guint i = 0; i < n_servers; i++)
    g_ptr_array_add (servers, start (&bench));
  g_unix_fd_add (STDIN_FILENO, G_IO_HUP | G_IO_IN, input_ended, loop);
  g_main_loop_run (loop);
  g_print ("%u\n", bench.n_lists);
  g_strfreev (bench.pages);
  return 0;
}
