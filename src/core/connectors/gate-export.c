// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-export.h"

#include "gate-json.h"
#include "gate-mcp-json.h"
#include "gate-secret-scan.h"
#include "gate-template.h"

#include <string.h>

typedef struct {
  GateConnector *connector;
  GPtrArray     *variables;  /* (element-type utf8) (owned) */
} Export;

/* "notion", "Authorization" → NOTION_AUTHORIZATION; "notion", "NOTION_TOKEN" → NOTION_TOKEN */
static char *
make_variable (Export     *self,
               const char *name)
{
  g_autofree char *id = g_ascii_strup (gate_connector_get_id (self->connector), -1);
  g_autofree char *upper = g_ascii_strup (name, -1);

  g_strcanon (id, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", '_');
  g_strcanon (upper, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", '_');

  g_autofree char *both = g_str_has_prefix (upper, id) ? g_strdup (upper) : g_strdup_printf ("%s_%s", id, upper);
  return g_ascii_isdigit (*both) ? g_strconcat ("_", both, NULL) : g_steal_pointer (&both);
}

static void
note_variable (Export     *self,
               const char *variable)
{
  if (!g_ptr_array_find_with_equal_func (self->variables, variable, g_str_equal, NULL))
    g_ptr_array_add (self->variables, g_strdup (variable));
}

static char *
replace_keyring (Export     *self,
                 const char *text)
{
  GString *out = g_string_new (NULL);
  GateTemplatePart part;

  while (gate_template_next (&text, &part))
    if (part.kind == GATE_TEMPLATE_KEYRING)
      {
        g_autofree char *name = g_strndup (part.name, part.name_size);
        g_autofree char *variable = make_variable (self, name);

        note_variable (self, variable);
        g_string_append_printf (out, "${%s}", variable);
      }
    else
      g_string_append_len (out, part.start, (gssize) part.size);
  return g_string_free (out, FALSE);
}

static JsonNode *
replace_in_node (Export   *self,
                 JsonNode *node)
{
  if (gate_json_node_string (node))
    {
      g_autofree char *text = replace_keyring (self, gate_json_node_string (node));
      return json_node_init_string (json_node_alloc (), text);
    }
  if (JSON_NODE_HOLDS_ARRAY (node))
    {
      JsonArray *array = json_node_get_array (node);
      JsonArray *copy = json_array_new ();

      for (guint i = 0; i < json_array_get_length (array); i++)
        json_array_add_element (copy, replace_in_node (self, json_array_get_element (array, i)));
      return gate_json_take_array (copy);
    }
  if (JSON_NODE_HOLDS_OBJECT (node))
    {
      JsonObject *copy = json_object_new ();
      JsonObjectIter iter;
      const char *name;
      JsonNode *value;

      json_object_iter_init_ordered (&iter, json_node_get_object (node));
      while (json_object_iter_next_ordered (&iter, &name, &value))
        json_object_set_member (copy, name, replace_in_node (self, value));
      return gate_json_take_object (copy);
    }
  return gate_json_copy (node);
}

/* Other programs want the type said, and the name that they know. */
static JsonNode *
make_foreign (Export   *self,
              JsonNode *entry)
{
  JsonNode *foreign = replace_in_node (self, entry);
  JsonObject *object = gate_json_node_object (foreign);

  json_object_remove_member (object, "gatehouse");
  if (gate_connector_get_kind (self->connector) != GATE_CONNECTOR_STDIO)
    json_object_set_string_member (object, "type", gate_connector_kind_to_string (gate_connector_get_kind (self->connector)));
  return foreign;
}

/**
 * gate_export_connectors:
 * @connectors: (element-type GateConnector): what to export
 * @style: for whom
 * @variables: (out) (optional) (transfer full): the variables that the other program needs to be given, for
 *   %GATE_EXPORT_VARIABLES
 *
 * Makes an `.mcp.json` document of connectors. Secrets are never in it: also one that stands in an entry in clear is replaced.
 *
 * Returns: (transfer full): the document
 */
JsonNode *
gate_export_connectors (GPtrArray         *connectors,
                        GateExportStyle    style,
                        char            ***variables)
{
  Export self = { NULL, g_ptr_array_new () };
  JsonObject *servers = json_object_new ();
  JsonObject *root = json_object_new ();

  for (guint i = 0; i < connectors->len; i++)
    {
      g_autoptr(GPtrArray) found = NULL;

      self.connector = connectors->pdata[i];
      g_autoptr(JsonNode) clean = gate_secret_scan_entry (gate_connector_get_source (self.connector), &found);
      json_object_set_member (servers, gate_connector_get_name (self.connector),
                              style == GATE_EXPORT_VARIABLES ? make_foreign (&self, clean) : g_steal_pointer (&clean));
    }

  g_ptr_array_add (self.variables, NULL);
  if (variables)
    *variables = (char **) g_ptr_array_free (self.variables, FALSE);
  else
    g_strfreev ((char **) g_ptr_array_free (self.variables, FALSE));
  json_object_set_object_member (root, GATE_MCP_JSON_SERVERS, servers);
  return gate_json_take_object (root);
}
