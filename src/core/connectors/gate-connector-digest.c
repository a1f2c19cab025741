// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-connector-private.h"

#include "gate-json.h"
#include "gate-template.h"
#include "gate-text.h"

#include <string.h>

#define TARGET_LIMIT 400

static const char *const kind_names[] = {
  [GATE_CONNECTOR_HTTP] = "http",
  [GATE_CONNECTOR_SSE] = "sse",
  [GATE_CONNECTOR_STDIO] = "stdio",
};

static const char *const origin_names[] = {
  [GATE_CONNECTOR_ORIGIN_MANAGED] = "managed",
  [GATE_CONNECTOR_ORIGIN_ORGANIZATION] = "organization",
  [GATE_CONNECTOR_ORIGIN_USER] = "user",
};

/**
 * gate_connector_kind_to_string:
 * @kind: a kind
 *
 * Returns: its name in files: "http", "sse", "stdio"
 */
const char *
gate_connector_kind_to_string (GateConnectorKind kind)
{
  g_return_val_if_fail (kind < G_N_ELEMENTS (kind_names), "http");
  return kind_names[kind];
}

/**
 * gate_connector_origin_to_string:
 * @origin: an origin
 *
 * Returns: its name: "managed", "organization", "user"
 */
const char *
gate_connector_origin_to_string (GateConnectorOrigin origin)
{
  g_return_val_if_fail (origin < G_N_ELEMENTS (origin_names), "user");
  return origin_names[origin];
}

static void
append_quoted (GString    *out,
               const char *argument)
{
  gboolean plain = *argument != '\0';

  for (const char *c = argument; *c; c++)
    plain = plain && (g_ascii_isalnum (*c) || strchr ("@%+=:,./_-{}$", *c));
  if (out->len > 0)
    g_string_append_c (out, ' ');
  if (plain)
    g_string_append (out, argument);
  else
    {
      g_autofree char *quoted = g_shell_quote (argument);
      g_string_append (out, quoted);
    }
}

/**
 * gate_connector_dup_target:
 * @self: a connector
 *
 * What is connected to or run, as one line for people: the address, or the command line, quoted so that its arguments can be told
 * apart. References are not expanded, so no secret of the keyring shows.
 *
 * Returns: (transfer full): the line, safe to show, at most 400 characters
 */
char *
gate_connector_dup_target (GateConnector *self)
{
  g_autoptr(GString) line = g_string_new (self->address);

  for (guint i = 0; self->argv && self->argv[i]; i++)
    append_quoted (line, self->argv[i]);

  g_autofree char *visible = gate_text_make_visible (line->str, GATE_TEXT_LINE);
  return gate_text_shorten (visible, TARGET_LIMIT);
}

static void
add_texts (JsonObject  *object,
           const char  *member,
           char       **texts)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; texts && texts[i]; i++)
    json_array_add_string_element (array, texts[i]);
  json_object_set_array_member (object, member, array);
}

/**
 * gate_connector_dup_fingerprint:
 * @self: a connector
 *
 * The SHA-256 of kind, address, command, arguments, directory, variables, headers and headers helper as they are written, in
 * canonical JSON (RFC 8785). Labels, limits and accounts are not part of it.
 *
 * Returns: (transfer full): 64 hexadecimal digits
 */
char *
gate_connector_dup_fingerprint (GateConnector *self)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "kind", gate_connector_kind_to_string (self->kind));
  json_object_set_string_member (object, "address", self->address ? self->address : "");
  json_object_set_string_member (object, "directory", self->directory ? self->directory : "");
  add_texts (object, "argv", self->argv);
  add_texts (object, "environment", self->environment);
  add_texts (object, "headerNames", self->header_names);
  add_texts (object, "headerValues", self->header_values);
  add_texts (object, "helper", self->sign_in->helper);

  g_autoptr(JsonNode) node = gate_json_take_object (object);
  g_autofree char *text = gate_json_to_canonical (node);
  return g_compute_checksum_for_string (G_CHECKSUM_SHA256, text, -1);
}

static void
collect_names (GHashTable *names,
               const char *text)
{
  GateTemplatePart part;

  while (text && gate_template_next (&text, &part))
    if (part.kind == GATE_TEMPLATE_KEYRING)
      g_hash_table_add (names, g_strndup (part.name, part.name_size));
}

static void
collect_all (GHashTable  *names,
             char       **texts)
{
  for (guint i = 0; texts && texts[i]; i++)
    collect_names (names, texts[i]);
}

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char * const *) a, *(const char * const *) b);
}

/**
 * gate_connector_dup_keyring_names:
 * @self: a connector
 *
 * Returns: (transfer full): the names of all `${keyring:NAME}` in the entry, each once, sorted
 */
char **
gate_connector_dup_keyring_names (GateConnector *self)
{
  g_autoptr(GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr(GPtrArray) sorted = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer name;

  collect_names (names, self->address);
  collect_names (names, self->directory);
  collect_all (names, self->header_values);
  collect_all (names, self->argv);
  collect_all (names, self->environment);
  collect_all (names, self->sign_in->helper);

  g_hash_table_iter_init (&iter, names);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    g_ptr_array_add (sorted, g_strdup (name));
  g_ptr_array_sort (sorted, compare_names);
  g_ptr_array_add (sorted, NULL);
  return (char **) g_ptr_array_free (g_steal_pointer (&sorted), FALSE);
}
