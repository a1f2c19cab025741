// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-directory-address.h"

#include "gate-address.h"
#include "gate-error.h"
#include "gate-i18n.h"
#include "gate-json.h"

#include <string.h>

#define VALUE_LIMIT 400
#define FIELD_LIMIT 8

/* The address as a whole is asked for. */
#define WHOLE "{address}"

/* What a value of a form may be made of: its first and last character, and the others. */
static const struct {
  const char *form;
  const char *pattern;
  const char *sample;
  const char *wanted;
} forms[] = {
  { "label", "^[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?$", "sample", N_("letters, digits and “-” only") },
  { "host", "^[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?(\\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)+$", "sample.example.com",
    N_("the name of a machine such as acme.example.com, without https://") },
  { "segment", "^[A-Za-z0-9_.~-]{1,128}$", "sample", N_("letters, digits, “-”, “_” and “.” only") },
  { "address", "^https://.+$", "https://sample.example.com/mcp", N_("an address that begins with https://") },
};

static gboolean
fail (const char  *what,
      const char  *wanted,
      GError     **error)
{
  gate_error_set (error, GATE_ERROR_INVALID, GATE_LAYER_NONE, _("Correct what was given for the address."), "%s: %s", what, wanted);
  return FALSE;
}

static JsonObject *
field_at (JsonNode *fields,
          guint     index)
{
  return gate_json_node_object (json_array_get_element (json_node_get_array (fields), index));
}

static gboolean
is_of_address (JsonObject *field)
{
  const char *place = field ? gate_json_get_string (field, "place") : NULL;

  return field && (!place || g_str_equal (place, "address"));
}

static guint
n_fields (JsonNode *fields)
{
  return fields ? json_array_get_length (json_node_get_array (fields)) : 0;
}

static JsonObject *
find_field (JsonNode   *fields,
            const char *name)
{
  for (guint i = 0; i < n_fields (fields); i++)
    {
      JsonObject *field = field_at (fields, i);

      if (is_of_address (field) && g_strcmp0 (gate_json_get_string (field, "name"), name) == 0)
        return field;
    }
  return NULL;
}

static gsize
find_form (JsonObject *field)
{
  const char *form = gate_json_get_string (field, "form");

  for (gsize i = 0; form && i < G_N_ELEMENTS (forms); i++)
    if (g_str_equal (form, forms[i].form))
      return i;
  return G_N_ELEMENTS (forms);
}

/* The next `{name}` from *at on: the text before it is [*at, start), and *at moves behind it. FALSE at the end. */
static gboolean
next_field (const char **at,
            const char **start,
            char       **name)
{
  const char *open = strchr (*at, '{');
  const char *close = open ? strchr (open, '}') : NULL;

  if (!close)
    return FALSE;
  *start = open;
  *name = g_strndup (open + 1, (gsize) (close - open - 1));
  *at = close + 1;
  return TRUE;
}

/**
 * gate_directory_address_has_fields:
 * @address: an address of the directory
 *
 * Returns: %TRUE when something has to be filled in
 */
gboolean
gate_directory_address_has_fields (const char *address)
{
  return strchr (address, '{') != NULL;
}

static gboolean
is_option (JsonObject *field,
           const char *value)
{
  JsonArray *options = gate_json_get_array (field, "options");

  for (guint i = 0; options && i < json_array_get_length (options); i++)
    {
      JsonObject *option = gate_json_node_object (json_array_get_element (options, i));

      if (option && g_strcmp0 (gate_json_get_string (option, "value"), value) == 0)
        return TRUE;
    }
  return options == NULL;
}

static gboolean
check_value (JsonObject  *field,
             const char  *value,
             GError     **error)
{
  const char *title = gate_json_get_string (field, "title");
  gsize form = find_form (field);

  if (!value || !*value)
    return fail (title, _("it is needed to know the address of your company"), error);
  if (strlen (value) > VALUE_LIMIT || !g_regex_match_simple (forms[form].pattern, value, G_REGEX_DOLLAR_ENDONLY, 0))
    return fail (title, _(forms[form].wanted), error);
  if (!is_option (field, value))
    return fail (title, _("choose one of those that are offered"), error);
  return TRUE;
}

static char *
fill (const char  *address,
      JsonNode    *fields,
      JsonObject  *values,
      GError     **error)
{
  g_autoptr(GString) filled = g_string_new (NULL);
  const char *at = address;
  const char *before = address;
  const char *start;
  char *found;

  while (next_field (&at, &start, &found))
    {
      g_autofree char *name = found;
      JsonObject *field = find_field (fields, name);
      g_autofree char *given = g_strdup (field && values ? gate_json_get_string (values, name) : NULL);

      if (!field || find_form (field) == G_N_ELEMENTS (forms))
        {
          fail (name, _("the address names a field that is not described"), error);
          return NULL;
        }
      if (!check_value (field, given ? g_strstrip (given) : NULL, error))
        return NULL;
      g_string_append_len (filled, before, start - before);
      g_string_append (filled, given);
      before = at;
    }
  g_string_append (filled, before);
  return g_string_free (g_steal_pointer (&filled), FALSE);
}

/**
 * gate_directory_address_fill:
 * @address: an address of the directory
 * @fields: (nullable): its fields
 * @values: (nullable): their values, texts by name
 * @error: set to %GATE_ERROR_INVALID that names the field
 *
 * Fills in the fields. What is filled in can never lead to another machine than the address was meant for.
 *
 * Returns: (transfer full) (nullable): the address
 */
char *
gate_directory_address_fill (const char  *address,
                             JsonNode    *fields,
                             JsonObject  *values,
                             GError     **error)
{
  g_autofree char *filled = fill (address, fields, values, error);

  if (!filled)
    return NULL;

  g_autoptr(GUri) uri = gate_address_parse_secure (filled, "address", NULL);
  if (!uri)
    {
      fail (_("Address"), _("it must be https, with a host, and without user name and password"), error);
      return NULL;
    }
  return g_steal_pointer (&filled);
}

static JsonObject *
make_samples (JsonNode *fields)
{
  JsonObject *samples = json_object_new ();

  for (guint i = 0; i < n_fields (fields); i++)
    {
      JsonObject *field = field_at (fields, i);
      JsonArray *options = is_of_address (field) ? gate_json_get_array (field, "options") : NULL;
      JsonObject *option = options && json_array_get_length (options) ? gate_json_node_object (json_array_get_element (options, 0)) : NULL;
      const char *value = option ? gate_json_get_string (option, "value") : NULL;

      if (is_of_address (field) && find_form (field) < G_N_ELEMENTS (forms) && gate_json_get_string (field, "name"))
        json_object_set_string_member (samples, gate_json_get_string (field, "name"), value ? value : forms[find_form (field)].sample);
    }
  return samples;
}

static gboolean
check_fields (const char  *address,
              JsonNode    *fields,
              GError     **error)
{
  if (n_fields (fields) > FIELD_LIMIT)
    return fail ("fields", _("there are too many"), error);
  for (guint i = 0; i < n_fields (fields); i++)
    {
      JsonObject *field = field_at (fields, i);
      const char *name = field ? gate_json_get_string (field, "name") : NULL;
      g_autofree char *reference = g_strdup_printf ("{%s}", name ? name : "");

      if (!name || !gate_json_get_string (field, "title") || !gate_json_get_string (field, "description"))
        return fail ("fields", _("each needs a name, a title and a description"), error);
      if (is_of_address (field) && (!strstr (address, reference) || find_form (field) == G_N_ELEMENTS (forms)))
        return fail (name, _("its form is not known, or the address has no such field"), error);
      if (is_of_address (field) && g_strcmp0 (gate_json_get_string (field, "form"), "address") == 0 && !g_str_equal (address, WHOLE))
        return fail (name, _("a whole address cannot be a part of one"), error);
    }
  return TRUE;
}

/**
 * gate_directory_address_check:
 * @address: an address of the directory
 * @fields: (nullable): its fields
 * @error: set to %GATE_ERROR_INVALID
 *
 * Returns: %TRUE when the address is https, and each of its fields is described
 */
gboolean
gate_directory_address_check (const char  *address,
                              JsonNode    *fields,
                              GError     **error)
{
  g_autoptr(JsonObject) samples = make_samples (fields);
  g_autofree char *filled = check_fields (address, fields, error) ? gate_directory_address_fill (address, fields, samples, error) : NULL;

  return filled != NULL;
}

/**
 * gate_directory_address_normalize:
 * @address: an address
 *
 * Returns: (transfer full): the address to compare by: the host in lower case, no `/` at its end; an address that is none as it is
 */
char *
gate_directory_address_normalize (const char *address)
{
  g_autoptr(GUri) uri = g_uri_parse (address, G_URI_FLAGS_ENCODED, NULL);

  if (!uri || !g_uri_get_host (uri))
    return g_strdup (address);

  g_autofree char *host = g_ascii_strdown (g_uri_get_host (uri), -1);
  g_autofree char *path = g_strdup (g_uri_get_path (uri));
  g_autofree char *port = g_uri_get_port (uri) > 0 ? g_strdup_printf (":%d", g_uri_get_port (uri)) : g_strdup ("");
  const char *query = g_uri_get_query (uri);

  while (g_str_has_suffix (path, "/"))
    path[strlen (path) - 1] = '\0';
  return g_strconcat (g_uri_get_scheme (uri), "://", host, port, path, query ? "?" : NULL, query, NULL);
}

/**
 * gate_directory_address_covers:
 * @address: an address of the directory
 * @filled: a connector's address
 *
 * Returns: %TRUE when @filled is @address with its fields filled in
 */
gboolean
gate_directory_address_covers (const char *address,
                               const char *filled)
{
  g_autoptr(GString) pattern = g_string_new ("^");
  const char *at = address;
  const char *before = address;
  const char *start;
  char *found;

  if (g_str_equal (address, WHOLE))
    return FALSE;
  while (next_field (&at, &start, &found))
    {
      g_autofree char *name = found;
      g_autofree char *literal = g_regex_escape_string (before, (int) (start - before));

      g_string_append_printf (pattern, "%s[^/?#]+", literal);
      before = at;
    }
  g_autofree char *rest = g_regex_escape_string (before, -1);
  g_string_append_printf (pattern, "%s/?$", rest);
  return g_regex_match_simple (pattern->str, filled, G_REGEX_CASELESS | G_REGEX_DOLLAR_ENDONLY, 0);
}
