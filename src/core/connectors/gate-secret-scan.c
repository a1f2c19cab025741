// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-secret-scan.h"

#include "gate-json.h"
#include "gate-secret-scan-private.h"
#include "gate-secret-words.h"
#include "gate-template.h"

/**
 * gate_found_secret_free:
 * @self: (nullable) (transfer full): a found secret
 *
 * Frees it; the value is wiped.
 */
void
gate_found_secret_free (GateFoundSecret *self)
{
  if (!self)
    return;
  g_free (self->name);
  gate_secret_unref (self->value);
  g_free (self->where);
  g_free (self);
}

static void
scan_map (GateSecretScan *scan,
          JsonObject     *entry,
          const char     *member,
          const char     *what)
{
  JsonObject *map = gate_json_get_object (entry, member);
  g_autoptr(GList) names = map ? json_object_get_members (map) : NULL;

  for (GList *item = names; item; item = item->next)
    {
      const char *name = item->data;
      const char *value = gate_json_get_string (map, name);
      g_autofree char *where = g_strdup_printf ("%s %s", what, name);
      g_autofree char *replaced = value ? gate_secret_scan_value (scan, name, where, value) : NULL;

      if (replaced)
        json_object_set_string_member (map, name, replaced);
    }
}

static void
scan_arguments (GateSecretScan *scan,
                JsonObject     *entry)
{
  JsonArray *args = gate_json_get_array (entry, "args");
  const char *option = NULL;

  if (!args)
    return;

  JsonArray *scanned = json_array_new ();
  for (guint i = 0; i < json_array_get_length (args); i++)
    {
      JsonNode *node = json_array_get_element (args, i);
      const char *argument = gate_json_node_string (node);
      g_autofree char *replaced = argument ? gate_secret_scan_argument (scan, option, argument) : NULL;

      if (replaced)
        json_array_add_string_element (scanned, replaced);
      else
        json_array_add_element (scanned, gate_json_copy (node));
      option = argument && *argument == '-' ? argument : NULL;
    }
  json_object_set_array_member (entry, "args", scanned);
}

static void
scan_client_secret (GateSecretScan *scan,
                    JsonObject     *entry)
{
  JsonObject *oauth = gate_json_get_object (entry, "oauth");
  const char *value = oauth ? gate_json_get_string (oauth, "clientSecret") : NULL;

  if (!value || !*value || gate_template_has_references (value))
    return;

  GateFoundSecret *found = g_new0 (GateFoundSecret, 1);
  found->kind = "client-secret";
  found->name = g_strdup ("");
  found->value = gate_secret_new (value);
  found->where = g_strdup ("oauth.clientSecret");
  g_ptr_array_add (scan->found, found);
  json_object_set_string_member (oauth, "clientSecret", "${keyring:client-secret}");
}

static void
note_taken_names (GateSecretScan *scan,
                  JsonNode       *entry)
{
  g_autofree char *text = gate_json_to_text (entry);
  const char *at = text;
  GateTemplatePart part;

  while (gate_template_next (&at, &part))
    if (part.kind == GATE_TEMPLATE_KEYRING)
      g_hash_table_add (scan->names, g_strndup (part.name, part.name_size));
  gate_secret_wipe (text);
}

/**
 * gate_secret_scan_entry:
 * @entry: a server entry
 * @found: (out) (transfer container) (element-type GateFoundSecret): the secrets that were in it
 *
 * Looks through headers, variables, arguments, address and the OAuth client's secret for what must not stand in a file: values whose
 * name says so (Authorization, API_KEY, …) and values that look like it (known beginnings of tokens, long random words, addresses
 * with a password). What only refers to a secret (`${VAR}`) stays, and so does what is still to be filled in ("<your-key>").
 *
 * Returns: (transfer full): a copy of the entry with `${keyring:NAME}` in the place of each secret
 */
JsonNode *
gate_secret_scan_entry (JsonNode   *entry,
                        GPtrArray **found)
{
  g_autoptr(GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GateSecretScan scan = { g_ptr_array_new_with_free_func ((GDestroyNotify) gate_found_secret_free), names };
  JsonNode *copy = gate_json_copy (entry);
  JsonObject *object = gate_json_node_object (copy);

  *found = scan.found;
  if (!object)
    return copy;

  note_taken_names (&scan, entry);
  scan_map (&scan, object, "headers", "header");
  scan_map (&scan, object, "env", "variable");
  scan_arguments (&scan, object);
  scan_client_secret (&scan, object);

  const char *url = gate_json_get_string (object, "url");
  g_autofree char *replaced = url ? gate_secret_scan_address (&scan, "address", url) : NULL;
  if (replaced)
    json_object_set_string_member (object, "url", replaced);
  return copy;
}

/**
 * gate_secret_scan_conceal:
 * @connector: a server entry
 *
 * Returns: (transfer full): the entry as it may be shown and passed on, with references in the place of secrets that were written into
 *   it; @connector itself where there are none
 */
GateConnector *
gate_secret_scan_conceal (GateConnector *connector)
{
  g_autoptr(GPtrArray) found = NULL;
  g_autoptr(JsonNode) entry = gate_secret_scan_entry (gate_connector_get_source (connector), &found);
  g_autoptr(GError) error = NULL;

  if (found->len == 0)
    return g_object_ref (connector);

  GateConnector *concealed = gate_connector_new_from_json (gate_connector_get_name (connector), entry, gate_connector_get_origin (connector), &error);
  if (concealed)
    return concealed;

  /* Nothing of an entry that makes no sense without its secrets is shown. */
  g_autoptr(JsonObject) object = json_object_new ();
  json_object_set_string_member (object, "command", "…");
  g_autoptr(JsonNode) empty = gate_json_from_object (object);
  return gate_connector_new_from_json (gate_connector_get_name (connector), empty, gate_connector_get_origin (connector), NULL);
}
