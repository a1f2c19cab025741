// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-urlencoded.h"

#include "gate-error.h"
#include "gate-i18n.h"

#include <string.h>

#define QUERY_LIMIT (64 * 1024)

struct _GateUrlencoded {
  GString   *text;
  GPtrArray *secrets; /* (element-type GateSecret): the secret ones among the values, to find them in what a server says */
};

static void
wipe_and_free (gpointer text)
{
  gate_secret_wipe (text);
  g_free (text);
}

/**
 * gate_urlencoded_new:
 *
 * Returns: (transfer full): an empty body
 */
GateUrlencoded *
gate_urlencoded_new (void)
{
  GateUrlencoded *self = g_new0 (GateUrlencoded, 1);

  /* Room enough that it seldom grows: what realloc() leaves behind is not wiped. */
  self->text = g_string_sized_new (16 * 1024);
  self->secrets = g_ptr_array_new_with_free_func ((GDestroyNotify) gate_secret_unref);
  return self;
}

/**
 * gate_urlencoded_copy:
 * @self: a body
 *
 * Returns: (transfer full): one of its own with the same members
 */
GateUrlencoded *
gate_urlencoded_copy (GateUrlencoded *self)
{
  GateUrlencoded *copy = gate_urlencoded_new ();

  g_string_append (copy->text, self->text->str);
  for (guint i = 0; i < self->secrets->len; i++)
    g_ptr_array_add (copy->secrets, gate_secret_ref (g_ptr_array_index (self->secrets, i)));
  return copy;
}

/**
 * gate_urlencoded_free:
 * @self: (transfer full) (nullable): a body
 *
 * Wipes and frees a body.
 */
void
gate_urlencoded_free (GateUrlencoded *self)
{
  if (!self)
    return;
  wipe_and_free (g_string_free (self->text, FALSE));
  g_ptr_array_unref (self->secrets);
  g_free (self);
}

/**
 * gate_urlencode:
 * @text: a text
 *
 * Returns: (transfer full): the text as it stands in such a body: everything but unreserved characters escaped, a space as `+`
 */
char *
gate_urlencode (const char *text)
{
  g_autofree char *escaped = g_uri_escape_string (text, NULL, FALSE);
  g_auto(GStrv) parts = g_strsplit (escaped, "%20", -1);

  gate_secret_wipe (escaped);
  char *joined = g_strjoinv ("+", parts);
  for (guint i = 0; parts[i]; i++)
    gate_secret_wipe (parts[i]);
  return joined;
}

/**
 * gate_urlencoded_add:
 * @self: a body
 * @name: the parameter's name
 * @value: (nullable): its value; %NULL adds nothing
 *
 * Adds a parameter.
 */
void
gate_urlencoded_add (GateUrlencoded *self,
                     const char     *name,
                     const char     *value)
{
  if (!value)
    return;

  char *escaped = gate_urlencode (value);
  if (self->text->len > 0)
    g_string_append_c (self->text, '&');
  g_string_append_printf (self->text, "%s=", name);
  g_string_append (self->text, escaped);
  wipe_and_free (escaped);
}

/**
 * gate_urlencoded_add_secret:
 * @self: a body
 * @name: the parameter's name
 * @value: (nullable): its value; %NULL adds nothing
 *
 * Adds a parameter whose value must never be shown.
 */
void
gate_urlencoded_add_secret (GateUrlencoded *self,
                            const char     *name,
                            GateSecret     *value)
{
  if (!value)
    return;
  gate_urlencoded_add (self, name, gate_secret_peek (value));
  g_ptr_array_add (self->secrets, gate_secret_ref (value));
}

/**
 * gate_urlencoded_peek:
 * @self: a body
 *
 * Returns: (transfer none): its text
 */
const char *
gate_urlencoded_peek (GateUrlencoded *self)
{
  return self->text->str;
}

/**
 * gate_urlencoded_to_bytes:
 * @self: a body
 *
 * Returns: (transfer full): its text for sending, wiped when the last reference goes
 */
GBytes *
gate_urlencoded_to_bytes (GateUrlencoded *self)
{
  char *text = g_strdup (self->text->str);
  return g_bytes_new_with_free_func (text, self->text->len, wipe_and_free, text);
}

/**
 * gate_urlencoded_mask:
 * @self: a body that is sent
 * @mask: what the answer is shown without
 *
 * Adds the secrets of a body to those that are not shown.
 */
void
gate_urlencoded_mask (GateUrlencoded *self,
                      GateSecretMask *mask)
{
  for (guint i = 0; i < self->secrets->len; i++)
    gate_secret_mask_add (mask, g_ptr_array_index (self->secrets, i));
}

static char *
decode (const char *start,
        gsize       length)
{
  g_autofree char *part = g_strndup (start, length);

  g_strdelimit (part, "+", ' ');
  return g_uri_unescape_string (part, NULL);
}

/**
 * gate_urlencoded_parse:
 * @query: a query, without the `?`
 * @error: set to %GATE_ERROR_INVALID
 *
 * Takes a query apart. A parameter that comes twice is an error (RFC 6749 §3.1), so that no two readers see different values.
 *
 * Returns: (transfer full) (nullable) (element-type utf8 utf8): values by name, wiped at the end
 */
GHashTable *
gate_urlencoded_parse (const char  *query,
                       GError     **error)
{
  g_autoptr(GHashTable) values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, wipe_and_free);

  if (strlen (query) > QUERY_LIMIT)
    {
      gate_error_set (error, GATE_ERROR_INVALID, GATE_LAYER_NONE, NULL, _("The address is too long"));
      return NULL;
    }
  for (const char *at = query; *at;)
    {
      gsize length = strcspn (at, "&");
      gsize equals = MIN (strcspn (at, "="), length);
      char *name = decode (at, equals);
      char *value = equals < length ? decode (at + equals + 1, length - equals - 1) : g_strdup ("");

      if (!name || !value || g_hash_table_contains (values, name))
        {
          gate_error_set (error, GATE_ERROR_INVALID, GATE_LAYER_NONE, NULL,
                          name && value ? _("A parameter of the address comes twice") : _("The address is not well-formed"));
          g_free (name);
          g_free (value);
          return NULL;
        }
      g_hash_table_insert (values, name, value);
      at += length + (at[length] == '&');
    }
  return g_steal_pointer (&values);
}
