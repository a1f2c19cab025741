// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-sample-headers.h"

#include "gate-sample-message.h"

#define ENCODED_START "=?base64?"
#define ENCODED_END "?="

/**
 * gate_sample_headers_accept:
 * @headers: those of a request
 * @type: a media type
 *
 * Returns: %TRUE when the client takes that type
 */
gboolean
gate_sample_headers_accept (SoupMessageHeaders *headers,
                            const char         *type)
{
  const char *accept = soup_message_headers_get_list (headers, "Accept");
  g_auto(GStrv) ranges = accept ? g_strsplit (accept, ",", 64) : NULL;
  g_autofree char *family = g_strdup_printf ("%.*s*", (int) (strchr (type, '/') - type) + 1, type);

  for (char **range = ranges; range && *range; range++)
    {
      char *parameters = strchr (*range, ';');

      if (parameters)
        *parameters = '\0';
      g_strstrip (*range);
      if (g_ascii_strcasecmp (*range, type) == 0 || g_ascii_strcasecmp (*range, family) == 0 || g_str_equal (*range, "*/*"))
        return TRUE;
    }
  return FALSE;
}

/* GLib's decoder passes over what is no Base64; a value that does not come out as it went in is not one. */
static char *
decode_strictly (const char *encoded)
{
  gsize size = 0;
  g_autofree guchar *decoded = g_base64_decode (encoded, &size);
  g_autofree char *again = g_base64_encode (decoded, size);

  if (!g_str_equal (again, encoded) || !g_utf8_validate ((const char *) decoded, (gssize) size, NULL))
    return NULL;
  return g_strndup ((const char *) decoded, size);
}

/* A value that is not plain ASCII comes in Base64 (2026-07-28, basic/transports/streamable-http). */
static char *
dup_value (SoupMessageHeaders *headers,
           const char         *name)
{
  const char *raw = soup_message_headers_get_one (headers, name);
  g_autofree char *value = g_strstrip (g_strdup (raw ? raw : ""));
  gsize size = strlen (value);

  if (!raw)
    return NULL;
  if (size < strlen (ENCODED_START ENCODED_END) || !g_str_has_prefix (value, ENCODED_START) || !g_str_has_suffix (value, ENCODED_END))
    return g_steal_pointer (&value);

  value[size - strlen (ENCODED_END)] = '\0';
  return decode_strictly (value + strlen (ENCODED_START));
}

/* expected: NULL when the header must not be there. */
static gboolean
is_value (SoupMessageHeaders *headers,
          const char         *name,
          const char         *expected)
{
  g_autofree char *value = dup_value (headers, name);

  if (!expected)
    return !soup_message_headers_get_one (headers, name);
  return g_strcmp0 (value, expected) == 0;
}

/* Which member of the parameters Mcp-Name repeats, where it has to be there. */
static const char *
get_name_member (const char *method)
{
  if (g_str_equal (method, "tools/call") || g_str_equal (method, "prompts/get"))
    return "name";
  return g_str_equal (method, "resources/read") ? "uri" : NULL;
}

static char *
dup_plain (JsonNode *node)
{
  if (gate_json_node_string (node))
    return g_strdup (gate_json_node_string (node));
  if (gate_json_node_is_int64 (node))
    return g_strdup_printf ("%" G_GINT64_FORMAT, json_node_get_int (node));
  if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_BOOLEAN)
    return g_strdup (json_node_get_boolean (node) ? "true" : "false");
  return NULL;
}

/* Properties of the tool's schema that name a header: its value and the argument's have to agree, absent ones included. */
static gboolean
match_arguments (SoupMessageHeaders  *headers,
                 JsonObject          *params,
                 GateSampleWorkspace *workspace)
{
  JsonObject *tool = gate_sample_workspace_find_tool (workspace, gate_json_get_string (params, "name"));
  JsonObject *schema = tool ? gate_json_get_object (tool, "inputSchema") : NULL;
  JsonObject *properties = schema ? gate_json_get_object (schema, "properties") : NULL;
  JsonObject *arguments = gate_json_get_object (params, "arguments");
  g_autoptr(GList) names = properties ? json_object_get_members (properties) : NULL;

  for (GList *at = names; at; at = at->next)
    {
      JsonObject *property = gate_json_get_object (properties, at->data);
      const char *header = property ? gate_json_get_string (property, "x-mcp-header") : NULL;
      JsonNode *argument = arguments ? gate_json_get (arguments, at->data) : NULL;
      g_autofree char *name = header ? g_strconcat ("Mcp-Param-", header, NULL) : NULL;
      g_autofree char *plain = argument ? dup_plain (argument) : NULL;

      if (name && !is_value (headers, name, plain))
        return FALSE;
    }
  return TRUE;
}

/**
 * gate_sample_headers_match:
 * @headers: those of a POST of 2026-07-28
 * @message: its body, a request
 * @workspace: knows the tools' schemas
 *
 * Returns: %TRUE when the headers say what the body says
 */
gboolean
gate_sample_headers_match (SoupMessageHeaders  *headers,
                           JsonObject          *message,
                           GateSampleWorkspace *workspace)
{
  JsonObject *params = gate_json_get_object (message, "params");
  const char *method = gate_json_get_string (message, "method");
  const char *member = get_name_member (method);

  if (!is_value (headers, "MCP-Protocol-Version", gate_json_get_string (gate_sample_message_get_meta (params), GATE_SAMPLE_META_VERSION)))
    return FALSE;
  if (!is_value (headers, "Mcp-Method", method))
    return FALSE;
  if (member && !is_value (headers, "Mcp-Name", gate_json_get_string (params, member)))
    return FALSE;
  return !g_str_equal (method, "tools/call") || match_arguments (headers, params, workspace);
}
