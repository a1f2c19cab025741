// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-scopes.h"

#include <string.h>

#define SCOPES_LIMIT 8192
#define WORD_LIMIT 32

static const char *const reading_words[] = { "read", "readonly", "view", "viewer", "list", "get", "search", "history", NULL };
static const char *const changing_words[] = {
  "write", "readwrite", "edit", "modify", "manage", "admin", "create", "update", "delete", "send", "upload", "post", "full", "execute", NULL
};
static const char *const identity_names[] = { "openid", "profile", "email", "offline", "offline_access", "address", "phone", NULL };

static char **
split (const char *scopes)
{
  return g_strsplit (scopes ? scopes : "", " ", -1);
}

static char *
join (GPtrArray *names)
{
  if (names->len == 0)
    return NULL;
  g_ptr_array_add (names, NULL);
  return g_strjoinv (" ", (char **) names->pdata);
}

static void
add_new (GPtrArray   *names,
         char       **more)
{
  for (guint i = 0; more[i]; i++)
    if (*more[i] && !g_ptr_array_find_with_equal_func (names, more[i], g_str_equal, NULL))
      g_ptr_array_add (names, more[i]);
}

/**
 * gate_scopes_union:
 * @a: (nullable): scopes
 * @b: (nullable): scopes
 *
 * Returns: (transfer full) (nullable): the scopes of @a in their order, then those of @b that are new
 */
char *
gate_scopes_union (const char *a,
                   const char *b)
{
  g_auto(GStrv) first = split (a);
  g_auto(GStrv) second = split (b);
  g_autoptr(GPtrArray) names = g_ptr_array_new ();

  add_new (names, first);
  add_new (names, second);
  return join (names);
}

/**
 * gate_scopes_from_strv:
 * @names: (nullable): names of scopes
 *
 * Returns: (transfer full) (nullable): them as a list, each once
 */
char *
gate_scopes_from_strv (const char * const *names)
{
  g_autofree char *joined = names ? g_strjoinv (" ", (char **) names) : NULL;
  return gate_scopes_union (joined, NULL);
}

/**
 * gate_scopes_without:
 * @scopes: (nullable): scopes
 * @name: the name of one
 *
 * Returns: (transfer full) (nullable): the others
 */
char *
gate_scopes_without (const char *scopes,
                     const char *name)
{
  g_auto(GStrv) all = split (scopes);
  g_autoptr(GPtrArray) names = g_ptr_array_new ();

  for (guint i = 0; all[i]; i++)
    if (*all[i] && strcmp (all[i], name) != 0)
      g_ptr_array_add (names, all[i]);
  return join (names);
}

/**
 * gate_scopes_contain:
 * @scopes: (nullable): scopes
 * @wanted: (nullable): scopes
 *
 * Returns: %TRUE when every one of @wanted is among @scopes
 */
gboolean
gate_scopes_contain (const char *scopes,
                     const char *wanted)
{
  g_auto(GStrv) have = split (scopes);
  g_auto(GStrv) want = split (wanted);

  for (guint i = 0; want[i]; i++)
    if (*want[i] && !g_strv_contains ((const char * const *) have, want[i]))
      return FALSE;
  return TRUE;
}

/**
 * gate_scopes_are_valid:
 * @scopes: (nullable): what a server gave as scopes
 *
 * Returns: %TRUE when it has only characters that scopes may have (RFC 6749 §3.3), and a sensible length
 */
gboolean
gate_scopes_are_valid (const char *scopes)
{
  if (!scopes)
    return TRUE;
  for (const char *c = scopes; *c; c++)
    if (*c < 0x20 || *c > 0x7e || *c == '"' || *c == '\\')
      return FALSE;
  return strlen (scopes) <= SCOPES_LIMIT;
}

/**
 * gate_scope_get_use:
 * @name: the name of one scope
 *
 * Returns: what its words say that it is for
 */
GateScopeUse
gate_scope_get_use (const char *name)
{
  GateScopeUse use = GATE_SCOPE_OTHER;

  if (g_strv_contains (identity_names, name))
    return GATE_SCOPE_IDENTITY;
  for (const char *at = name; *at;)
    {
      char word[WORD_LIMIT];
      gsize length = 0;

      while (*at && !g_ascii_isalpha (*at))
        at++;
      for (; g_ascii_isalpha (*at); at++)
        if (length < sizeof word - 1)
          word[length++] = g_ascii_tolower (*at);
      word[length] = '\0';
      if (g_strv_contains (changing_words, word))
        return GATE_SCOPE_CHANGES;
      if (g_strv_contains (reading_words, word))
        use = GATE_SCOPE_READS;
    }
  return use;
}

/**
 * gate_scopes_select:
 * @scopes: (nullable): scopes
 * @use: a use
 *
 * Returns: (transfer full) (nullable): those of @scopes that are for @use
 */
char *
gate_scopes_select (const char   *scopes,
                    GateScopeUse  use)
{
  g_auto(GStrv) all = split (scopes);
  g_autoptr(GPtrArray) names = g_ptr_array_new ();

  for (guint i = 0; all[i]; i++)
    if (*all[i] && gate_scope_get_use (all[i]) == use)
      g_ptr_array_add (names, all[i]);
  return join (names);
}

/**
 * gate_scopes_for_reading:
 * @scopes: (nullable): scopes
 *
 * Narrows a list to what only reads and identifies. Where no name says that it reads there is nothing to narrow by.
 *
 * Returns: (transfer full) (nullable): the narrower list, or all of @scopes
 */
char *
gate_scopes_for_reading (const char *scopes)
{
  g_autofree char *reading = gate_scopes_select (scopes, GATE_SCOPE_READS);
  g_autofree char *identity = gate_scopes_select (scopes, GATE_SCOPE_IDENTITY);

  return reading ? gate_scopes_union (reading, identity) : gate_scopes_union (scopes, NULL);
}
