// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-connector.h"

#include "gate-connector-private.h"
#include "gate-i18n.h"
#include "gate-json.h"

#include <string.h>

G_DEFINE_FINAL_TYPE (GateConnector, gate_connector, G_TYPE_OBJECT)

static const char *const no_texts[] = { NULL };

static void
gate_connector_finalize (GObject *object)
{
  GateConnector *self = GATE_CONNECTOR (object);

  g_free (self->id);
  g_free (self->name);
  g_free (self->label);
  g_free (self->description);
  g_clear_pointer (&self->source, json_node_unref);
  g_strfreev (self->warnings);
  g_free (self->address);
  g_strfreev (self->header_names);
  g_strfreev (self->header_values);
  g_strfreev (self->argv);
  g_strfreev (self->environment);
  g_free (self->directory);
  g_clear_pointer (&self->sign_in, gate_sign_in_settings_unref);
  g_free (self->account_label);
  g_strfreev (self->account_ids);
  g_strfreev (self->account_labels);
  G_OBJECT_CLASS (gate_connector_parent_class)->finalize (object);
}

static void
gate_connector_class_init (GateConnectorClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = gate_connector_finalize;
}

static void
gate_connector_init (GateConnector *self)
{
}

/**
 * gate_connector_is_valid_id:
 * @id: (nullable): a text
 *
 * Returns: %TRUE when it may be the id of a connector or of an account
 */
gboolean
gate_connector_is_valid_id (const char *id)
{
  if (!id || !g_ascii_isalnum (*id) || strlen (id) > GATE_CONNECTOR_ID_LIMIT || strstr (id, "__"))
    return FALSE;
  for (const char *c = id; *c; c++)
    if (!g_ascii_isalnum (*c) && *c != '_' && *c != '-')
      return FALSE;
  return TRUE;
}

/**
 * gate_connector_id_from_name:
 * @name: a name, as people or other programs write it
 *
 * Makes an id: a valid id stays as it is; else what is not a letter or digit becomes `-`, in lower case. A name without any letter or
 * digit of ASCII becomes "connector-" and a digest of it.
 *
 * Returns: (transfer full): the id
 */
char *
gate_connector_id_from_name (const char *name)
{
  if (gate_connector_is_valid_id (name))
    return g_strdup (name);

  g_autofree char *plain = g_str_to_ascii (name, "C");
  g_autoptr(GString) id = g_string_new (NULL);
  for (const char *c = plain; *c && id->len < GATE_CONNECTOR_ID_LIMIT; c++)
    if (g_ascii_isalnum (*c))
      g_string_append_c (id, g_ascii_tolower (*c));
    else if (id->len > 0 && id->str[id->len - 1] != '-')
      g_string_append_c (id, '-');
  while (id->len > 0 && id->str[id->len - 1] == '-')
    g_string_truncate (id, id->len - 1);

  if (id->len > 0)
    return g_strdup (id->str);
  g_autofree char *digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, name, -1);
  return g_strdup_printf ("connector-%.8s", digest);
}

/**
 * gate_connector_new_from_json:
 * @name: the entry's name in its file
 * @entry: the entry, an object
 * @origin: who brought it
 * @error: set to %GATE_ERROR_INVALID: one sentence that names the entry and the member
 *
 * Reads a server entry in the `.mcp.json` form. A wrong entry concerns only itself. What is odd, but works, is told by
 * [method@Gate.Connector.get_warnings]: "url" without "type", plain http to another machine.
 *
 * Returns: (transfer full) (nullable): the connector
 */
GateConnector *
gate_connector_new_from_json (const char           *name,
                              JsonNode             *entry,
                              GateConnectorOrigin   origin,
                              GError              **error)
{
  g_auto(GateEntryReader) reader = { name, NULL };
  const GateEntryPlace nowhere = { NULL, NULL };
  JsonObject *object = entry ? gate_json_node_object (entry) : NULL;
  g_autoptr(GateConnector) self = g_object_new (GATE_TYPE_CONNECTOR, NULL);

  self->name = g_strdup (name);
  self->id = gate_connector_id_from_name (name);
  self->origin = origin;
  if (!*name)
    gate_entry_reader_fail (&reader, &nowhere, NULL, _("{what} is no name of an entry"));
  if (!object)
    gate_entry_reader_fail (&reader, &nowhere, NULL, _("{what} must be an object"));
  if (!reader.error)
    gate_connector_read (self, &reader, object);
  if (reader.error)
    {
      g_propagate_error (error, g_steal_pointer (&reader.error));
      return NULL;
    }
  self->source = gate_json_keep (entry);
  return g_steal_pointer (&self);
}

/**
 * gate_connector_get_id:
 * @self: a connector
 *
 * Returns: its id, which never changes
 */
const char *
gate_connector_get_id (GateConnector *self)
{
  return self->id;
}

/**
 * gate_connector_get_name:
 * @self: a connector
 *
 * Returns: its name in the file that it comes from
 */
const char *
gate_connector_get_name (GateConnector *self)
{
  return self->name;
}

/**
 * gate_connector_get_label:
 * @self: a connector
 *
 * Returns: what people read, one line, safe to show: "gatehouse.label", else the name
 */
const char *
gate_connector_get_label (GateConnector *self)
{
  return self->label;
}

/**
 * gate_connector_get_description:
 * @self: a connector
 *
 * Returns: (nullable): what it is, as its author wrote it; make it visible before showing it
 */
const char *
gate_connector_get_description (GateConnector *self)
{
  return self->description;
}

/**
 * gate_connector_get_kind:
 * @self: a connector
 *
 * Returns: how it is spoken to
 */
GateConnectorKind
gate_connector_get_kind (GateConnector *self)
{
  return self->kind;
}

/**
 * gate_connector_get_origin:
 * @self: a connector
 *
 * Returns: who brought it
 */
GateConnectorOrigin
gate_connector_get_origin (GateConnector *self)
{
  return self->origin;
}

/**
 * gate_connector_get_source:
 * @self: a connector
 *
 * Returns: (transfer none): the entry as it was written, unknown members included; sealed
 */
JsonNode *
gate_connector_get_source (GateConnector *self)
{
  return self->source;
}

/**
 * gate_connector_get_warnings:
 * @self: a connector
 *
 * Returns: (transfer none): what is odd about the entry, one sentence each
 */
const char * const *
gate_connector_get_warnings (GateConnector *self)
{
  return (const char * const *) self->warnings;
}

/**
 * gate_connector_get_address:
 * @self: a connector
 *
 * Returns: (nullable): the address of a remote one, not expanded, "" when it is still to be configured
 */
const char *
gate_connector_get_address (GateConnector *self)
{
  return self->address;
}

/**
 * gate_connector_is_configured:
 * @self: a connector
 *
 * Returns: %FALSE when its address is still to be given
 */
gboolean
gate_connector_is_configured (GateConnector *self)
{
  return !self->address || *self->address;
}

/**
 * gate_connector_is_clear_text:
 * @self: a connector
 *
 * Returns: %TRUE for plain http to another machine, to which no credential may be sent
 */
gboolean
gate_connector_is_clear_text (GateConnector *self)
{
  return self->clear_text;
}

/**
 * gate_connector_get_header_names:
 * @self: a connector
 *
 * Returns: (transfer none): the names of the static headers
 */
const char * const *
gate_connector_get_header_names (GateConnector *self)
{
  return self->header_names ? (const char * const *) self->header_names : no_texts;
}

/**
 * gate_connector_get_header:
 * @self: a connector
 * @name: a header's name, in any case
 *
 * Returns: (nullable): its value, not expanded
 */
const char *
gate_connector_get_header (GateConnector *self,
                           const char    *name)
{
  for (guint i = 0; self->header_names && self->header_names[i]; i++)
    if (g_ascii_strcasecmp (self->header_names[i], name) == 0)
      return self->header_values[i];
  return NULL;
}

/**
 * gate_connector_get_argv:
 * @self: a connector
 *
 * Returns: (transfer none): command and arguments of a local one, not expanded
 */
const char * const *
gate_connector_get_argv (GateConnector *self)
{
  return self->argv ? (const char * const *) self->argv : no_texts;
}

/**
 * gate_connector_get_environment:
 * @self: a connector
 *
 * Returns: (transfer none): "NAME=value" pairs of a local one, the values not expanded
 */
const char * const *
gate_connector_get_environment (GateConnector *self)
{
  return self->environment ? (const char * const *) self->environment : no_texts;
}

/**
 * gate_connector_get_directory:
 * @self: a connector
 *
 * Returns: (nullable): where a local one is run, not expanded
 */
const char *
gate_connector_get_directory (GateConnector *self)
{
  return self->directory;
}

/**
 * gate_connector_get_timeout:
 * @self: a connector
 *
 * Returns: the time limit of one request in milliseconds, 0 for the default
 */
guint
gate_connector_get_timeout (GateConnector *self)
{
  return self->request_limit;
}

/**
 * gate_connector_get_limit:
 * @self: a connector
 * @limit: which time limit
 *
 * Returns: the limit in milliseconds, 0 for the default
 */
guint
gate_connector_get_limit (GateConnector      *self,
                          GateConnectorLimit  limit)
{
  switch (limit)
    {
    case GATE_CONNECTOR_LIMIT_CONNECT:
      return self->connect_limit;
    case GATE_CONNECTOR_LIMIT_REQUEST:
      return self->request_limit;
    case GATE_CONNECTOR_LIMIT_TOTAL:
      return self->total_limit;
    default:
      g_return_val_if_reached (0);
    }
}

/**
 * gate_connector_get_sign_in:
 * @self: a connector
 *
 * Returns: (transfer none): how to sign in
 */
GateSignInSettings *
gate_connector_get_sign_in (GateConnector *self)
{
  return self->sign_in;
}

/**
 * gate_connector_get_accounts:
 * @self: a connector
 *
 * Returns: (transfer none): the ids of the accounts beyond the first
 */
const char * const *
gate_connector_get_accounts (GateConnector *self)
{
  return (const char * const *) self->account_ids;
}

/**
 * gate_connector_get_account_label:
 * @self: a connector
 * @account: (nullable): an account's id
 *
 * Returns: (nullable): its label; %NULL for a first account that was given none, and for one that is not there
 */
const char *
gate_connector_get_account_label (GateConnector *self,
                                  const char    *account)
{
  if (!account || !*account)
    return self->account_label;
  for (guint i = 0; self->account_ids[i]; i++)
    if (g_str_equal (self->account_ids[i], account))
      return self->account_labels[i];
  return NULL;
}
