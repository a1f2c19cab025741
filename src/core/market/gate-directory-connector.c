// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-directory-connector.h"

#include "gate-directory-address.h"
#include "gate-directory-entry-private.h"
#include "gate-error.h"
#include "gate-i18n.h"
#include "gate-json.h"

static JsonArray *
fields_of (GateDirectoryEntry *self)
{
  return self->record->fields ? json_node_get_array (self->record->fields) : NULL;
}

static JsonObject *
field_at (JsonArray *fields,
          guint      index)
{
  return gate_json_node_object (json_array_get_element (fields, index));
}

static gboolean
is_of_address (JsonObject *field)
{
  const char *place = gate_json_get_string (field, "place");

  return !place || g_str_equal (place, "address");
}

static void
add_options (GateFormField *form_field,
             JsonObject    *field)
{
  JsonArray *options = gate_json_get_array (field, "options");

  for (guint i = 0; options && i < json_array_get_length (options); i++)
    {
      JsonObject *option = gate_json_node_object (json_array_get_element (options, i));
      const char *value = option ? gate_json_get_string (option, "value") : NULL;
      const char *title = option ? gate_json_get_string (option, "title") : NULL;

      if (value)
        gate_form_field_add_option (form_field, value, title ? title : value);
    }
}

/**
 * gate_directory_entry_dup_form:
 * @self: an entry
 *
 * What has to be known before the entry can be added: the parts of its address. What signing in needs beyond that is asked for when
 * connecting.
 *
 * Returns: (transfer full): the form; it has no fields where nothing has to be filled in
 */
GateForm *
gate_directory_entry_dup_form (GateDirectoryEntry *self)
{
  g_return_val_if_fail (GATE_IS_DIRECTORY_ENTRY (self), NULL);

  GateForm *form = gate_form_new ();
  JsonArray *fields = fields_of (self);

  for (guint i = 0; fields && i < json_array_get_length (fields); i++)
    {
      JsonObject *field = field_at (fields, i);

      if (!is_of_address (field))
        continue;

      const char *example = gate_json_get_string (field, "example");
      const char *description = gate_json_get_string (field, "description");
      g_autofree char *help = example ? g_strdup_printf ("%s (%s)", description, example) : g_strdup (description);
      gboolean choice = gate_json_get_array (field, "options") != NULL;
      g_autoptr(GateFormField) form_field = gate_form_field_new (gate_json_get_string (field, "name"),
                                                                 choice ? GATE_FORM_CHOICE : GATE_FORM_TEXT,
                                                                 gate_json_get_string (field, "title"), help, TRUE);
      add_options (form_field, field);
      gate_form_append (form, form_field);
    }
  return form;
}

/* The fields that signing in asks for: those of the entry, else the key of an account in the usual header. */
static JsonArray *
make_sign_in_fields (GateDirectoryEntry *self)
{
  JsonArray *made = json_array_new ();
  JsonArray *fields = fields_of (self);

  for (guint i = 0; fields && i < json_array_get_length (fields); i++)
    {
      JsonObject *field = field_at (fields, i);

      if (is_of_address (field))
        continue;

      g_autoptr(JsonNode) node = gate_json_from_object (field);
      json_array_add_element (made, gate_json_copy (node));
    }
  if (json_array_get_length (made) > 0)
    return made;

  JsonObject *key = json_object_new ();
  g_autofree char *description = g_strdup_printf (_("A key of your account with %s"), self->record->vendor);
  json_object_set_string_member (key, "name", "api-key");
  json_object_set_string_member (key, "title", _("API key"));
  json_object_set_string_member (key, "description", description);
  json_object_set_string_member (key, "place", "header");
  json_object_set_string_member (key, "key", "Authorization");
  json_object_set_string_member (key, "prefix", "Bearer ");
  json_object_set_boolean_member (key, "secret", TRUE);
  json_array_add_object_element (made, key);
  return made;
}

static JsonObject *
make_sign_in (GateDirectoryEntry *self)
{
  const char *kind = self->record->sign_in;
  JsonObject *sign_in = json_object_new ();

  if (g_str_equal (kind, "oauth") || g_str_equal (kind, "none"))
    json_object_set_string_member (sign_in, "kind", kind);
  else if (!g_str_equal (kind, "auto"))
    {
      json_object_set_string_member (sign_in, "kind", "fields");
      json_object_set_array_member (sign_in, "fields", make_sign_in_fields (self));
    }
  if (self->record->read_scopes && self->record->read_scopes[0])
    {
      g_autofree char *scopes = g_strjoinv (" ", self->record->read_scopes);
      json_object_set_string_member (sign_in, "readScopes", scopes);
    }
  return sign_in;
}

/**
 * gate_directory_entry_create_source:
 * @self: an entry
 * @values: (nullable): what was filled in, texts by the names of the form's fields
 * @error: set to %GATE_ERROR_UNSUPPORTED with the way that there is where no address is known, or %GATE_ERROR_INVALID that names
 *   the field
 *
 * Makes the entry for `mcp.json`: the address filled in, the kind of sign-in, and the scopes that suffice for reading, which a
 * read-only sign-in asks for.
 *
 * Returns: (transfer full) (nullable): the entry
 */
JsonNode *
gate_directory_entry_create_source (GateDirectoryEntry  *self,
                                    JsonObject          *values,
                                    GError             **error)
{
  g_return_val_if_fail (GATE_IS_DIRECTORY_ENTRY (self), NULL);

  const GateDirectoryRecord *record = self->record;
  if (!record->address)
    {
      gate_error_set (error, GATE_ERROR_UNSUPPORTED, GATE_LAYER_NONE, record->note,
                      _("No address is known at which %s serves other programs"), record->name);
      return NULL;
    }

  g_autofree char *address = gate_directory_address_fill (record->address, record->fields, values, error);
  if (!address)
    return NULL;

  JsonObject *source = json_object_new ();
  JsonObject *own = json_object_new ();
  JsonObject *sign_in = make_sign_in (self);
  json_object_set_string_member (source, "type", record->transport);
  json_object_set_string_member (source, "url", address);
  json_object_set_string_member (own, "label", record->name);
  json_object_set_string_member (own, "description", record->description);
  if (json_object_get_size (sign_in) > 0)
    json_object_set_object_member (own, "signIn", sign_in);
  else
    json_object_unref (sign_in);
  json_object_set_object_member (source, "gatehouse", own);
  return gate_json_take_object (source);
}

/**
 * gate_directory_entry_create_connector:
 * @self: an entry
 * @values: (nullable): what was filled in, texts by the names of the form's fields
 * @error: as for gate_directory_entry_create_source()
 *
 * Makes a connector of the person's own.
 *
 * Returns: (transfer full) (nullable): the connector
 */
GateConnector *
gate_directory_entry_create_connector (GateDirectoryEntry  *self,
                                       JsonObject          *values,
                                       GError             **error)
{
  g_return_val_if_fail (GATE_IS_DIRECTORY_ENTRY (self), NULL);

  g_autoptr(JsonNode) source = gate_directory_entry_create_source (self, values, error);
  return source ? gate_connector_new_from_json (self->record->id, source, GATE_CONNECTOR_ORIGIN_USER, error) : NULL;
}
