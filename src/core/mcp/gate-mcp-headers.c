// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-mcp-headers.h"

#include "gate-error.h"
#include "gate-i18n.h"
#include "gate-json.h"
#include "gate-text.h"

#include <math.h>
#include <string.h>

#define ANNOTATION "x-mcp-header"
#define SENTINEL "=?base64?"

static gboolean
is_plain_value (const char *value)
{
  gsize size = strlen (value);

  if (size > 0 && (value[0] == ' ' || value[size - 1] == ' '))
    return FALSE;
  for (const char *at = value; *at; at++)
    if (*at < 0x20 || *at > 0x7e)
      return FALSE;
  return !(g_str_has_prefix (value, SENTINEL) && g_str_has_suffix (value, "?="));
}

/**
 * gate_mcp_headers_encode:
 * @value: valid UTF-8
 *
 * Writes a value as a header can carry it (2026-07-28, Streamable HTTP, value encoding): as it is where it is printable ASCII
 * without spaces at its edges, else `=?base64?…?=` of its UTF-8.
 *
 * Returns: (transfer full): the header's value
 */
char *
gate_mcp_headers_encode (const char *value)
{
  if (is_plain_value (value))
    return g_strdup (value);

  g_autofree char *encoded = g_base64_encode ((const guchar *) value, strlen (value));
  return g_strconcat (SENTINEL, encoded, "?=", NULL);
}

/* The keywords that hold schemas, and how: none of them but properties leads to a place that can be told from the schema alone. */
typedef enum { HOLDS_SCHEMA, HOLDS_SCHEMAS, HOLDS_NONE } Holds;

static const struct {
  const char *keyword;
  Holds       holds;
} other_keywords[] = {
  { "items", HOLDS_SCHEMA },
  { "additionalItems", HOLDS_SCHEMA },
  { "prefixItems", HOLDS_SCHEMAS },
  { "contains", HOLDS_SCHEMA },
  { "additionalProperties", HOLDS_SCHEMA },
  { "patternProperties", HOLDS_SCHEMAS },
  { "propertyNames", HOLDS_SCHEMA },
  { "unevaluatedItems", HOLDS_SCHEMA },
  { "unevaluatedProperties", HOLDS_SCHEMA },
  { "allOf", HOLDS_SCHEMAS },
  { "anyOf", HOLDS_SCHEMAS },
  { "oneOf", HOLDS_SCHEMAS },
  { "not", HOLDS_SCHEMA },
  { "if", HOLDS_SCHEMA },
  { "then", HOLDS_SCHEMA },
  { "else", HOLDS_SCHEMA },
  { "dependentSchemas", HOLDS_SCHEMAS },
  { "dependencies", HOLDS_SCHEMAS },
  { "$defs", HOLDS_SCHEMAS },
  { "definitions", HOLDS_SCHEMAS },
  { "contentSchema", HOLDS_SCHEMA },
};

static Holds
holds (const char *keyword)
{
  for (guint i = 0; i < G_N_ELEMENTS (other_keywords); i++)
    if (*other_keywords[i].keyword == *keyword && strcmp (other_keywords[i].keyword, keyword) == 0)
      return other_keywords[i].holds;
  return HOLDS_NONE;
}

typedef struct {
  GHashTable *names; /* (element-type utf8 utf8): lower-case, seen so far */
  GError     *error;
} Check;

static void
refuse (Check      *self,
        const char *sentence)
{
  if (!self->error)
    self->error = gate_error_new (GATE_ERROR_PROTOCOL, GATE_LAYER_SERVICE, _("Report it to the makers of the server."),
                                  "%s", sentence);
}

static gboolean
has_simple_type (JsonObject *schema)
{
  static const char *const simple[] = { "string", "integer", "boolean", NULL };
  const char *type = gate_json_get_string (schema, "type");

  return type && g_strv_contains (simple, type);
}

static void
check_annotation (Check      *self,
                  JsonObject *schema,
                  JsonNode   *annotation,
                  gboolean    is_reachable)
{
  const char *name = gate_json_node_string (annotation);

  if (!name || !*name)
    refuse (self, _("Its x-mcp-header is not a text, or empty."));
  else if (!gate_text_is_token (name))
    refuse (self, _("Its x-mcp-header is not a header name."));
  else if (!is_reachable)
    refuse (self, _("Its x-mcp-header stands where the value cannot be found from the schema alone."));
  else if (!has_simple_type (schema))
    refuse (self, _("Its x-mcp-header stands at a property that is no string, integer or boolean."));
  else if (!g_hash_table_add (self->names, g_ascii_strdown (name, -1)))
    refuse (self, _("Its x-mcp-header stands there twice."));
}

static void check_schema (Check    *self,
                          JsonNode *node,
                          gboolean  is_root,
                          gboolean  is_reachable);

static void
check_all (Check    *self,
           JsonNode *node,
           gboolean  is_reachable)
{
  if (JSON_NODE_HOLDS_ARRAY (node))
    {
      JsonArray *array = json_node_get_array (node);

      for (guint i = 0; i < json_array_get_length (array); i++)
        check_schema (self, json_array_get_element (array, i), FALSE, is_reachable);
    }
  else if (JSON_NODE_HOLDS_OBJECT (node))
    {
      JsonObjectIter iter;
      JsonNode *value;

      json_object_iter_init (&iter, json_node_get_object (node));
      while (json_object_iter_next (&iter, NULL, &value))
        check_schema (self, value, FALSE, is_reachable);
    }
}

/* What a schema has is looked at, not what it might have: a list has thousands of schemas, most of two or three members. */
static void
check_schema (Check    *self,
              JsonNode *node,
              gboolean  is_root,
              gboolean  is_reachable)
{
  JsonObject *schema = gate_json_node_object (node);
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;

  if (!schema)
    {
      /* `items` of draft-07 may be a list of schemas. */
      if (JSON_NODE_HOLDS_ARRAY (node))
        check_all (self, node, FALSE);
      return;
    }
  json_object_iter_init (&iter, schema);
  while (json_object_iter_next (&iter, &name, &value))
    if (strcmp (name, ANNOTATION) == 0)
      check_annotation (self, schema, value, is_reachable && !is_root);
    else if (strcmp (name, "properties") == 0)
      check_all (self, value, is_reachable);
    else if (holds (name) == HOLDS_SCHEMA)
      check_schema (self, value, FALSE, FALSE);
    else if (holds (name) == HOLDS_SCHEMAS)
      check_all (self, value, FALSE);
}

/**
 * gate_mcp_headers_check_tool:
 * @input_schema: the schema of a tool's arguments
 * @error: return location for an error
 *
 * Checks the `x-mcp-header` annotations of a tool (2026-07-28, Streamable HTTP): a header name, each once whatever its case, at a
 * string, integer or boolean that is reached through `properties` alone. A tool that fails must be left out.
 *
 * Sets %GATE_ERROR_PROTOCOL.
 *
 * Returns: %TRUE when the tool may be offered
 */
gboolean
gate_mcp_headers_check_tool (JsonNode  *input_schema,
                             GError   **error)
{
  g_autoptr(GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Check check = { .names = names };

  check_schema (&check, input_schema, TRUE, TRUE);
  if (check.error)
    g_propagate_error (error, check.error);
  return !check.error;
}

static char *
value_text (JsonNode *value)
{
  if (gate_json_node_string (value))
    return gate_mcp_headers_encode (gate_json_node_string (value));
  if (!JSON_NODE_HOLDS_VALUE (value))
    return NULL;
  if (json_node_get_value_type (value) == G_TYPE_BOOLEAN)
    return g_strdup (json_node_get_boolean (value) ? "true" : "false");
  if (gate_json_node_is_int64 (value))
    return g_strdup_printf ("%" G_GINT64_FORMAT, json_node_get_int (value));
  if (gate_json_node_is_integer (value))
    return g_strdup_printf ("%.0f", json_node_get_double (value));
  return NULL;
}

static void
collect (GPtrArray  *headers,
         JsonObject *schema,
         JsonObject *arguments)
{
  JsonObject *properties = schema ? gate_json_get_object (schema, "properties") : NULL;
  JsonObjectIter iter;
  const char *member;
  JsonNode *node;

  if (!properties || !arguments)
    return;
  json_object_iter_init_ordered (&iter, properties);
  while (json_object_iter_next_ordered (&iter, &member, &node))
    {
      JsonObject *property = gate_json_node_object (node);
      JsonNode *value = gate_json_get (arguments, member);
      const char *name = property ? gate_json_get_string (property, ANNOTATION) : NULL;
      char *text = name && value ? value_text (value) : NULL;

      if (text)
        {
          g_ptr_array_add (headers, g_strconcat ("Mcp-Param-", name, NULL));
          g_ptr_array_add (headers, text);
        }
      collect (headers, property, value ? gate_json_node_object (value) : NULL);
    }
}

/**
 * gate_mcp_headers_for_call:
 * @input_schema: the schema of a tool's arguments, checked with gate_mcp_headers_check_tool()
 * @arguments: (nullable): what it is called with
 *
 * Returns: (transfer full): the `Mcp-Param-…` headers of the call: name, value, name, value, …
 */
char **
gate_mcp_headers_for_call (JsonNode   *input_schema,
                           JsonObject *arguments)
{
  GPtrArray *headers = g_ptr_array_new ();

  collect (headers, gate_json_node_object (input_schema), arguments);
  g_ptr_array_add (headers, NULL);
  return (char **) g_ptr_array_free (headers, FALSE);
}

/**
 * gate_mcp_headers_find_name:
 * @method: a method
 * @params: (nullable): its parameters
 *
 * Returns: (nullable): what `Mcp-Name` repeats: the tool's or prompt's name, the resource's address, the task's id
 */
const char *
gate_mcp_headers_find_name (const char *method,
                            JsonObject *params)
{
  static const struct {
    const char *method;
    const char *member;
  } names[] = {
    { "tools/call", "name" }, { "prompts/get", "name" }, { "resources/read", "uri" },
    { "tasks/get", "taskId" }, { "tasks/update", "taskId" }, { "tasks/cancel", "taskId" },
  };

  for (guint i = 0; params && i < G_N_ELEMENTS (names); i++)
    if (g_str_equal (method, names[i].method))
      return gate_json_get_string (params, names[i].member);
  return NULL;
}
