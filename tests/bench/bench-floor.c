// SPDX-License-Identifier: GPL-3.0-or-later

/* The floor of the benchmarks: the least that a program with the same libraries must do. It reads a setting, looks into the keyring, and
 * sends the same requests as Gatehouse does to the same server, with no check, no policy and no state.
 *   bench-floor list ADDRESS        server/discover, then tools/list page by page
 *   bench-floor call ADDRESS COUNT  the same, then COUNT calls; prints the median of a call in microseconds */

#include "gate-config.h"

#include <json-glib/json-glib.h>
#include <libsecret/secret.h>
#include <libsoup/soup.h>
#include <stdlib.h>
#include <string.h>

#define META "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\",\"io.modelcontextprotocol/clientCapabilities\":{}," \
             "\"io.modelcontextprotocol/clientInfo\":{\"name\":\"floor\",\"version\":\"1\"}}"

static const SecretSchema schema = {
  GATE_APPLICATION_ID, SECRET_SCHEMA_NONE, { { "resource", SECRET_SCHEMA_ATTRIBUTE_STRING }, { NULL, 0 } }
};

typedef struct {
  GMainLoop   *loop;
  SoupSession *session;
  const char  *address;
  guint        id;
  GBytes      *body;
} Floor;

static void
got_body (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  Floor *floor_data = user_data;
  g_autoptr(GError) error = NULL;

  floor_data->body = soup_session_send_and_read_finish (SOUP_SESSION (source), result, &error);
  if (error)
    g_error ("%s", error->message);
  g_main_loop_quit (floor_data->loop);
}

static JsonParser *
send (Floor      *floor_data,
      const char *method,
      const char *name,
      const char *params)
{
  g_autoptr(SoupMessage) message = soup_message_new ("POST", floor_data->address);
  g_autofree char *text = g_strdup_printf ("{\"jsonrpc\":\"2.0\",\"id\":%u,\"method\":\"%s\",\"params\":{%s%s" META "}}", ++floor_data->id,
                                           method, params, *params ? "," : "");
  g_autoptr(GBytes) request = g_bytes_new (text, strlen (text));
  SoupMessageHeaders *headers = soup_message_get_request_headers (message);
  JsonParser *parser = json_parser_new ();
  gsize size;

  soup_message_headers_replace (headers, "Accept", "application/json, text/event-stream");
  soup_message_headers_replace (headers, "MCP-Protocol-Version", "2026-07-28");
  soup_message_headers_replace (headers, "Mcp-Method", method);
  if (name)
    soup_message_headers_replace (headers, "Mcp-Name", name);
  soup_message_set_request_body_from_bytes (message, "application/json", request);
  soup_session_send_and_read_async (floor_data->session, message, G_PRIORITY_DEFAULT, NULL, got_body, floor_data);
  g_main_loop_run (floor_data->loop);
  const char *body = g_bytes_get_data (floor_data->body, &size);
  if (!json_parser_load_from_data (parser, body, (gssize) size, NULL))
    g_error ("No JSON");
  g_clear_pointer (&floor_data->body, g_bytes_unref);
  return parser;
}

static void
list_tools (Floor *floor_data)
{
  g_autoptr(JsonParser) discovered = send (floor_data, "server/discover", NULL, "");
  g_autofree char *params = g_strdup ("");
  guint n_tools = 0;

  for (gboolean more = TRUE; more;)
    {
      g_autoptr(JsonParser) page = send (floor_data, "tools/list", NULL, params);
      JsonObject *result = json_object_get_object_member (json_node_get_object (json_parser_get_root (page)), "result");

      n_tools += json_array_get_length (json_object_get_array_member (result, "tools"));
      more = json_object_has_member (result, "nextCursor");
      g_free (params);
      params = more ? g_strdup_printf ("\"cursor\":\"%s\"", json_object_get_string_member (result, "nextCursor")) : g_strdup ("");
    }
  g_print ("%u\n", n_tools);
}

static int
compare (gconstpointer a,
         gconstpointer b)
{
  gint64 x = *(const gint64 *) a, y = *(const gint64 *) b;
  return (x > y) - (x < y);
}

static void
call_tool (Floor *floor_data,
           guint  count)
{
  g_autofree gint64 *times = g_new (gint64, count);

  for (guint i = 0; i < count; i++)
    {
      gint64 start = g_get_monotonic_time ();
      g_autoptr(JsonParser) answer = send (floor_data, "tools/call", "tool_1", "\"name\":\"tool_1\",\"arguments\":{\"text\":\"hello\"}");

      times[i] = g_get_monotonic_time () - start;
    }
  qsort (times, count, sizeof times[0], compare);
  g_print ("%" G_GINT64_FORMAT "\n", times[count / 2]);
}

static void
look_around (void)
{
  g_autoptr(GSettings) settings = g_settings_new (GATE_APPLICATION_ID);
  g_auto(GStrv) projects = g_settings_get_strv (settings, "projects");
  g_autoptr(GError) error = NULL;
  g_autofree char *secret = secret_password_lookup_sync (&schema, NULL, &error, "resource", "bench", NULL);

  if (error)
    g_error ("%s", error->message);
}

int
main (int    argc,
      char **argv)
{
  Floor floor_data = { .address = argc > 2 ? argv[2] : "" };

  if (argc < 3)
    return 2;
  floor_data.loop = g_main_loop_new (NULL, FALSE);
  floor_data.session = soup_session_new ();
  look_around ();
  list_tools (&floor_data);
  if (strcmp (argv[1], "call") == 0 && argc > 3)
    call_tool (&floor_data, (guint) atoi (argv[3]));
  g_object_unref (floor_data.session);
  g_main_loop_unref (floor_data.loop);
  return 0;
}
