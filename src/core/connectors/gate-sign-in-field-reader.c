// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-json.h"
#include "gate-i18n.h"
#include "gate-sign-in-reader.h"
#include "gate-template.h"
#include "gate-text.h"

#include <string.h>

#define FIELD_LIMIT 32

static const char *const aws_keys[] = { "access-key-id", "secret-access-key", "session-token", "region", "service", NULL };

static GateFieldPlace
read_place (GateEntryReader      *reader,
            const GateEntryPlace *place)
{
  const char *text = gate_entry_reader_string (reader, place, "place");

  for (GateFieldPlace i = GATE_FIELD_HEADER; text && i <= GATE_FIELD_AWS; i++)
    if (g_str_equal (text, gate_field_place_to_string (i)))
      return i;
  if (text)
    gate_entry_reader_fail (reader, place, "place", _("{what} must be header, variable, address or aws"));
  return GATE_FIELD_HEADER;
}

static void
check_key (GateEntryReader       *reader,
           const GateEntryPlace  *place,
           const GateSignInField *field)
{
  if (reader->error)
    return;
  switch (field->place)
    {
    case GATE_FIELD_HEADER:
      if (!gate_text_is_token (field->key))
        gate_entry_reader_fail (reader, place, "key", _("{what} must be the name of a header"));
      break;
    case GATE_FIELD_VARIABLE:
    case GATE_FIELD_ADDRESS:
      if (!gate_template_is_variable_name (field->key, -1))
        gate_entry_reader_fail (reader, place, "key", _("{what} must be a name of letters, digits and “_”"));
      break;
    case GATE_FIELD_AWS:
      if (!g_strv_contains (aws_keys, field->key))
        gate_entry_reader_fail (reader, place, "key", _("{what} must be access-key-id, secret-access-key, session-token, region or service"));
      break;
    default:
      g_assert_not_reached ();
    }
}

/* Seconds since the epoch, or an ISO 8601 date, which is taken as UTC unless it says otherwise. */
static gint64
read_expires (GateEntryReader      *reader,
              const GateEntryPlace *place)
{
  JsonNode *node = place->object ? gate_json_get (place->object, "expires") : NULL;
  const char *text = node ? gate_json_node_string (node) : NULL;

  if (!text)
    return gate_entry_reader_int (reader, place, "expires", 0, G_MAXINT64 / 2, 0);

  g_autoptr(GTimeZone) utc = g_time_zone_new_utc ();
  g_autofree char *with_time = strchr (text, 'T') ? g_strdup (text) : g_strconcat (text, "T23:59:59Z", NULL);
  g_autoptr(GDateTime) date = g_date_time_new_from_iso8601 (with_time, utc);
  if (!date)
    gate_entry_reader_fail (reader, place, "expires", _("{what} must be a date such as 2027-01-31"));
  return date ? g_date_time_to_unix (date) : 0;
}

static GateSignInField *
read_field (GateEntryReader      *reader,
            const GateEntryPlace *place)
{
  g_autoptr(GateSignInField) field = gate_sign_in_field_new ();

  field->name = g_strdup (gate_entry_reader_string (reader, place, "name"));
  if (!field->name || !gate_template_is_keyring_name (field->name, -1))
    gate_entry_reader_fail (reader, place, "name", _("{what} must be a name of 1 to 64 letters, digits, “_”, “-” and “.”"));
  field->title = g_strdup (gate_entry_reader_string (reader, place, "title"));
  if (!field->title)
    field->title = g_strdup (field->name);
  field->description = g_strdup (gate_entry_reader_string (reader, place, "description"));
  field->place = read_place (reader, place);
  field->key = g_strdup (gate_entry_reader_string (reader, place, "key"));
  if (!field->key)
    field->key = g_strdup (field->name);
  check_key (reader, place, field);
  field->prefix = g_strdup (gate_entry_reader_string (reader, place, "prefix"));
  field->secret = gate_entry_reader_boolean (reader, place, "secret", TRUE);
  field->required = gate_entry_reader_boolean (reader, place, "required", TRUE);
  field->value = g_strdup (gate_entry_reader_template (reader, place, "value"));
  if (field->value && field->secret)
    gate_entry_reader_fail (reader, place, "value", _("{what} must not stand in the file for a secret field"));
  field->expires = read_expires (reader, place);
  return reader->error ? NULL : g_steal_pointer (&field);
}

static gboolean
has_field (GPtrArray  *fields,
           const char *name)
{
  for (guint i = 0; i < fields->len; i++)
    if (g_str_equal (((GateSignInField *) fields->pdata[i])->name, name))
      return TRUE;
  return FALSE;
}

/**
 * gate_sign_in_reader_read_fields:
 * @reader: a reader
 * @sign_in: where the member "fields" is
 * @settings: where to add the fields
 *
 * Reads the named fields of a sign-in.
 */
void
gate_sign_in_reader_read_fields (GateEntryReader      *reader,
                                 const GateEntryPlace *sign_in,
                                 GateSignInSettings   *settings)
{
  JsonArray *array = gate_entry_reader_array (reader, sign_in, "fields", FIELD_LIMIT);

  for (guint i = 0; array && i < json_array_get_length (array); i++)
    {
      g_autofree char *path = g_strdup_printf ("%s.fields[%u]", sign_in->path, i);
      const GateEntryPlace place = { gate_json_node_object (json_array_get_element (array, i)), path };
      GateSignInField *field = NULL;

      if (!place.object)
        gate_entry_reader_fail (reader, &place, NULL, _("{what} must be an object"));
      else
        field = read_field (reader, &place);
      if (!field)
        return;
      if (has_field (settings->fields, field->name))
        gate_entry_reader_fail (reader, &place, "name", _("{what} is the name of another field too"));
      g_ptr_array_add (settings->fields, field);
    }
}
