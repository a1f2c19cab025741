// SPDX-License-Identifier: GPL-3.0-or-later
#include "mcp-test.h"

char *
mcp_test_quote (const char *text)
{
  return g_strdelimit (g_strdup (text), "'", '"');
}

JsonNode *
mcp_test_json (const char *text)
{
  g_autofree char *quoted = mcp_test_quote (text);
  g_autoptr(GError) error = NULL;
  JsonNode *node = gate_json_parse_value (quoted, -1, GATE_JSON_MESSAGE_LIMIT, &error);

  g_assert_no_error (error);
  return node;
}

gboolean
mcp_test_connect (GateMcpClient  *client,
                  GError        **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  gate_mcp_client_connect_async (client, NULL, gate_test_keep_result, &result);
  gate_test_wait (result);
  return gate_mcp_client_connect_finish (client, result, error);
}

void
mcp_test_close (GateMcpClient *client)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  gate_mcp_client_close_async (client, NULL, gate_test_keep_result, &result);
  gate_test_wait (result);
  gate_mcp_client_close_finish (client, result, &error);
  g_assert_no_error (error);
}

GPtrArray *
mcp_test_list (GateMcpClient    *client,
               GateMcpListKind   kind,
               gboolean          refresh,
               GError          **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  gate_mcp_client_list_async (client, kind, refresh, NULL, gate_test_keep_result, &result);
  gate_test_wait (result);
  return gate_mcp_client_list_finish (client, result, error);
}

/* Calls a tool by its name, of which nothing but the name is known. arguments: (nullable). */
JsonNode *
mcp_test_call (GateMcpClient  *client,
               const char     *tool,
               const char     *arguments,
               GError        **error)
{
  g_autofree char *text = g_strdup_printf ("{'name':'%s','inputSchema':{'type':'object'}}", tool);
  g_autoptr(JsonNode) node = mcp_test_json (text);
  g_autoptr(GateMcpTool) object = gate_mcp_tool_new_from_json (node, NULL);
  g_autoptr(JsonNode) values = arguments ? mcp_test_json (arguments) : NULL;
  g_autoptr(GAsyncResult) result = NULL;

  gate_mcp_client_call_tool_async (client, object, values ? json_node_get_object (values) : NULL, NULL, NULL, NULL, NULL,
                                   gate_test_keep_result, &result);
  gate_test_wait (result);
  return gate_mcp_client_call_tool_finish (client, result, error);
}

/* The first text of a result; NULL where there is none. */
char *
mcp_test_text (JsonNode *result)
{
  JsonArray *content = gate_json_get_array (gate_json_node_object (result), "content");

  if (!content || json_array_get_length (content) == 0)
    return NULL;
  return g_strdup (gate_json_get_string (json_array_get_object_element (content, 0), "text"));
}

void
mcp_test_drop (GateMcpClient **client)
{
  mcp_test_close (*client);
  gate_test_finalize (*client);
}

void
mcp_test_wait_gone (gpointer object)
{
  gpointer weak = object;

  g_object_add_weak_pointer (object, &weak);
  g_object_unref (object);
  gate_test_wait_until (weak == NULL);
}
