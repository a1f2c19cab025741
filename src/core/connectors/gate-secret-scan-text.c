// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-secret-scan-private.h"

#include "gate-i18n.h"
#include "gate-secret-words.h"
#include "gate-template.h"
#include "gate-text.h"

#include <string.h>

#define NAME_LIMIT 56

/* What stands before a credential in a header, and is none itself. */
static const char *const schemes[] = { "Bearer ", "Basic ", "Token ", "token ", "bearer ", "ApiKey ", "Api-Key ", "Bot ", "Key ", "SSWS ", "Token token=" };

/* What a variable with a secret's name may say without being one. */
static const char *const plain_words[] = { "true", "false", "none", "null", "yes", "no", "on", "off", "auto", "default", "basic", "oauth", "oauth2", NULL };

static char *
make_name (GateSecretScan *self,
           const char     *wanted)
{
  g_autoptr(GString) base = g_string_new (NULL);

  for (const char *c = wanted; *c && base->len < NAME_LIMIT; c++)
    g_string_append_c (base, g_ascii_isalnum (*c) || strchr ("_-.", *c) ? *c : '-');
  while (base->len > 0 && base->str[0] == '-')
    g_string_erase (base, 0, 1);
  if (base->len == 0)
    g_string_assign (base, "secret");

  char *name = g_strdup (base->str);
  for (guint number = 2; g_hash_table_contains (self->names, name); number++)
    {
      g_free (name);
      name = g_strdup_printf ("%s-%u", base->str, number);
    }
  return name;
}

/* One secret in two places is kept once. */
static const char *
note (GateSecretScan *self,
      const char     *wanted,
      const char     *where,
      const char     *text,
      gsize           size)
{
  g_autoptr(GateSecret) value = gate_secret_new_take (g_strndup (text, size));

  for (guint i = 0; i < self->found->len; i++)
    {
      const GateFoundSecret *known = self->found->pdata[i];

      if (gate_secret_equal (known->value, value) && *known->name)
        return known->name;
    }

  GateFoundSecret *added = g_new0 (GateFoundSecret, 1);
  added->kind = "field";
  added->name = make_name (self, wanted);
  added->value = g_steal_pointer (&value);
  added->where = gate_text_make_visible (where, GATE_TEXT_LINE);
  g_hash_table_add (self->names, g_strdup (added->name));
  g_ptr_array_add (self->found, added);
  return added->name;
}

static gsize
scheme_size (const char *value)
{
  for (guint i = 0; i < G_N_ELEMENTS (schemes); i++)
    if (g_str_has_prefix (value, schemes[i]))
      return strlen (schemes[i]);
  return 0;
}

/* "postgres://user:password@host/…" */
static gboolean
has_password_in_address (const char *value)
{
  const char *authority = strstr (value, "://");
  if (!authority)
    return FALSE;

  gsize size = strcspn (authority + 3, "/?#");
  const char *at = g_strrstr_len (authority + 3, (gssize) size, "@");
  const char *colon = at ? g_strstr_len (authority + 3, at - authority - 3, ":") : NULL;
  return colon && at - colon > 1;
}

static gboolean
is_plain (const char *value)
{
  g_autofree char *lower = g_ascii_strdown (value, -1);
  gboolean number = strlen (value) < 6 && strspn (value, "0123456789") == strlen (value);

  return number || g_strv_contains (plain_words, lower) || *value == '/' || *value == '~' || g_str_has_prefix (value, "./");
}

static gboolean
is_secret (const char *name,
           const char *value)
{
  if (!gate_secret_words_is_filled_in (value))
    return FALSE;
  if (gate_secret_words_in_value (value) || has_password_in_address (value))
    return TRUE;
  return gate_secret_words_in_name (name) && !is_plain (value) && !strstr (value, "://");
}

/* Text beside references is only taken where it is a secret by itself; a default counts like a value. */
static char *
scan_parts (GateSecretScan *self,
            const char     *name,
            const char     *where,
            const char     *value)
{
  g_autoptr(GString) out = g_string_new (NULL);
  GateTemplatePart part;
  gboolean replaced = FALSE;

  while (gate_template_next (&value, &part))
    {
      const char *text = part.kind == GATE_TEMPLATE_TEXT ? part.start : part.fallback;
      gsize size = part.kind == GATE_TEMPLATE_TEXT ? part.size : part.fallback_size;
      g_autofree char *piece = text ? g_strndup (text, size) : NULL;
      gboolean secret = piece && (part.kind == GATE_TEMPLATE_TEXT ? gate_secret_words_in_value (piece) : is_secret (name, piece));

      if (secret)
        g_string_append_printf (out, "${keyring:%s}", note (self, name, where, piece, size));
      else
        g_string_append_len (out, part.start, (gssize) part.size);
      replaced |= secret;
      gate_secret_wipe (piece);
    }
  return replaced ? g_strdup (out->str) : NULL;
}

/**
 * gate_secret_scan_value:
 * @self: a search
 * @name: the name of the value: a header, a variable, an option
 * @where: where it is, for people
 * @value: the value
 *
 * Returns: (transfer full) (nullable): the value with a reference in the place of a secret
 */
char *
gate_secret_scan_value (GateSecretScan *self,
                        const char     *name,
                        const char     *where,
                        const char     *value)
{
  gsize skip = scheme_size (value);
  gboolean bearer = skip > 0 && g_ascii_strncasecmp (value, "Bearer ", skip) == 0 && gate_secret_words_is_filled_in (value + skip);

  if (gate_template_has_references (value))
    return scan_parts (self, name, where, value);
  if (!bearer && !is_secret (name, value + skip))
    return NULL;

  const char *keyring = note (self, name, where, value + skip, strlen (value + skip));
  return g_strdup_printf ("%.*s${keyring:%s}", (int) skip, value, keyring);
}

static void
append_piece (GateSecretScan *self,
              GString        *out,
              const char     *name,
              const char     *where,
              const char     *text,
              gsize           size,
              gboolean       *replaced)
{
  g_autofree char *piece = g_strndup (text, size);

  if (gate_template_has_references (piece) || !is_secret (name, piece))
    g_string_append (out, piece);
  else
    {
      g_string_append_printf (out, "${keyring:%s}", note (self, *name ? name : "address", where, text, size));
      *replaced = TRUE;
    }
  gate_secret_wipe (piece);
}

/**
 * gate_secret_scan_address:
 * @self: a search
 * @where: where it is, for people
 * @address: an address
 *
 * Looks at the parameters of an address by their names and values, and at the parts of its path by their look.
 *
 * Returns: (transfer full) (nullable): the address with references in the place of secrets
 */
char *
gate_secret_scan_address (GateSecretScan *self,
                          const char     *where,
                          const char     *address)
{
  const char *authority = strstr (address, "://");
  if (!authority)
    return NULL;

  const char *at = authority + 3 + strcspn (authority + 3, "/?#");
  g_autoptr(GString) out = g_string_new_len (address, at - address);
  gboolean query = FALSE, replaced = FALSE;

  while (*at)
    {
      query = query || *at == '?';
      g_string_append_c (out, *at++);

      gsize size = strcspn (at, query ? "&#" : "/?#");
      const char *equals = query ? memchr (at, '=', size) : NULL;
      gsize name_size = equals ? (gsize) (equals - at) : 0;
      g_autofree char *name = g_strndup (at, name_size);
      gsize before = equals ? name_size + 1 : 0;

      g_string_append_len (out, at, (gssize) before);
      append_piece (self, out, name, where, at + before, size - before, &replaced);
      at += size;
    }
  return replaced ? g_strdup (out->str) : NULL;
}

/* "Name: value" as a header option has it. */
static char *
scan_header_line (GateSecretScan *self,
                  const char     *line)
{
  const char *colon = strchr (line, ':');
  if (!colon)
    return NULL;

  const char *value = colon + 1 + strspn (colon + 1, " ");
  g_autofree char *name = g_strndup (line, (gsize) (colon - line));
  g_autofree char *where = g_strdup_printf (_("argument with header %s"), name);
  g_autofree char *replaced = gate_secret_scan_value (self, name, where, value);
  return replaced ? g_strdup_printf ("%.*s%s", (int) (value - line), line, replaced) : NULL;
}

/* "--option=value" and "NAME=value" */
static char *
scan_assignment (GateSecretScan *self,
                 const char     *argument)
{
  const char *equals = strchr (argument, '=');
  g_autofree char *name = g_strndup (argument, (gsize) (equals - argument));
  g_autofree char *where = g_strdup_printf (_("argument %s"), name);
  g_autofree char *replaced = gate_secret_scan_value (self, name, where, equals + 1);

  return replaced ? g_strdup_printf ("%s=%s", name, replaced) : NULL;
}

/**
 * gate_secret_scan_argument:
 * @self: a search
 * @option: (nullable): the option before it, which may say what it is
 * @argument: an argument of a command
 *
 * Returns: (transfer full) (nullable): the argument with references in the place of secrets
 */
char *
gate_secret_scan_argument (GateSecretScan *self,
                           const char     *option,
                           const char     *argument)
{
  const char *equals = strchr (argument, '=');
  const char *end = argument + strspn (argument, "-");

  if (option && (g_str_equal (option, "--header") || g_str_equal (option, "-H")))
    return scan_header_line (self, argument);
  if (equals && gate_template_is_variable_name (end, strcspn (end, "=-")) && equals > end && !memchr (argument, ':', (gsize) (equals - argument)))
    return scan_assignment (self, argument);
  if (strstr (argument, "://") && !has_password_in_address (argument))
    return gate_secret_scan_address (self, _("address among the arguments"), argument);
  if (*argument == '-')
    return NULL;

  g_autofree char *where = option ? g_strdup_printf (_("argument after %s"), option) : g_strdup (_("argument"));
  return gate_secret_scan_value (self, option ? option : "argument", where, argument);
}
