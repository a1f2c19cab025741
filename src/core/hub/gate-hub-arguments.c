// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-hub-arguments.h"

#include "gate-error.h"
#include "gate-i18n.h"
#include "gate-json.h"

#include <string.h>

/**
 * gate_hub_parse_object:
 * @text: what a person typed, or a file holds
 * @size: its size in bytes, or -1 when it is nul-terminated
 * @error: set to %GATE_ERROR_INVALID or %GATE_ERROR_TOO_LARGE
 *
 * Returns: (transfer full) (nullable): the JSON object
 */
JsonNode *
gate_hub_parse_object (const char  *text,
                       gssize       size,
                       GError     **error)
{
  g_autoptr(JsonNode) node = gate_json_parse (text, size, GATE_JSON_DOCUMENT_LIMIT, error);

  if (node && !JSON_NODE_HOLDS_OBJECT (node))
    {
      gate_error_set (error, GATE_ERROR_INVALID, GATE_LAYER_NONE, _("Put the members between { and }."), _("A JSON object is needed here"));
      return NULL;
    }
  return g_steal_pointer (&node);
}

static gboolean
add_word (JsonObject   *arguments,
          GateForm     *form,
          const char   *word,
          GError      **error)
{
  const char *equals = strchr (word, '=');

  if (!equals || equals == word || (equals == word + 1 && word[0] == ':'))
    {
      gate_error_set (error, GATE_ERROR_USAGE, GATE_LAYER_NONE, _("Give arguments as key=value, or key:=JSON."), _("“%s” is not an argument"), word);
      return FALSE;
    }

  gboolean as_json = equals[-1] == ':';
  g_autofree char *name = g_strndup (word, (gsize) (equals - word) - (as_json ? 1 : 0));
  JsonNode *value = NULL;
  if (as_json)
    value = gate_json_parse_value (equals + 1, -1, GATE_JSON_DOCUMENT_LIMIT, error);
  else if (form && gate_form_find_field (form, name))
    value = gate_form_parse_value (form, name, equals + 1, error);
  else
    {
      value = json_node_new (JSON_NODE_VALUE);
      json_node_set_string (value, equals + 1);
    }
  if (!value)
    {
      g_prefix_error (error, _("The argument “%s”: "), name);
      return FALSE;
    }
  json_object_set_member (arguments, name, value);
  return TRUE;
}

/**
 * gate_hub_parse_arguments:
 * @item: (nullable): the tool or prompt whose form gives the types; %NULL: all are texts
 * @words: (array zero-terminated=1): "key=value", "key:=JSON", or a single JSON object
 * @error: set to %GATE_ERROR_USAGE or %GATE_ERROR_INVALID, naming the argument
 *
 * Returns: (transfer full) (nullable): the arguments, not yet checked against the schema
 */
JsonObject *
gate_hub_parse_arguments (GateHubItem         *item,
                          const char * const  *words,
                          GError             **error)
{
  if (words[0] && !words[1] && words[0][0] == '{')
    {
      g_autoptr(JsonNode) node = gate_hub_parse_object (words[0], -1, error);
      return node ? json_object_ref (json_node_get_object (node)) : NULL;
    }

  /* A schema that no form can be made of still takes words: as texts, and as JSON. */
  g_autoptr(GateForm) form = item ? gate_hub_item_dup_form (item, NULL) : NULL;
  g_autoptr(JsonObject) arguments = json_object_new ();
  for (guint i = 0; words[i]; i++)
    if (!add_word (arguments, form, words[i], error))
      return NULL;
  return g_steal_pointer (&arguments);
}
