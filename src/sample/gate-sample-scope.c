// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-sample-scope.h"

const GateSampleScopeRow gate_sample_scopes[] = {
  { GATE_SAMPLE_SCOPE_NOTES_READ, "notes.read", "Read your notes" },
  { GATE_SAMPLE_SCOPE_NOTES_WRITE, "notes.write", "Write and delete notes" },
  { GATE_SAMPLE_SCOPE_INVOICES_READ, "invoices.read", "Read your invoices" },
  { GATE_SAMPLE_SCOPE_INVOICES_WRITE, "invoices.write", "Change invoices" },
  { GATE_SAMPLE_SCOPE_OFFLINE, "offline_access", "Stay signed in until you disconnect" },
  { GATE_SAMPLE_SCOPE_NONE, NULL, NULL },
};

static guint
scope_of_name (const char *name)
{
  for (const GateSampleScopeRow *row = gate_sample_scopes; row->name; row++)
    if (g_str_equal (row->name, name))
      return row->scope;
  return GATE_SAMPLE_SCOPE_NONE;
}

/**
 * gate_sample_scope_parse:
 * @text: scopes separated by single spaces (RFC 6749 §3.3)
 * @scopes: (out): what they are
 *
 * Returns: %TRUE when every one is known
 */
gboolean
gate_sample_scope_parse (const char *text,
                         guint      *scopes)
{
  g_auto(GStrv) names = g_strsplit (text, " ", 64);

  *scopes = GATE_SAMPLE_SCOPE_NONE;
  for (char **name = names; *name; name++)
    {
      guint scope = scope_of_name (*name);

      if (scope == GATE_SAMPLE_SCOPE_NONE)
        return FALSE;
      *scopes |= scope;
    }
  return *scopes != GATE_SAMPLE_SCOPE_NONE;
}

/**
 * gate_sample_scope_to_text:
 * @scopes: some scopes
 *
 * Returns: (transfer full): their names, separated by spaces
 */
char *
gate_sample_scope_to_text (guint scopes)
{
  GString *text = g_string_new (NULL);

  for (const GateSampleScopeRow *row = gate_sample_scopes; row->name; row++)
    if (scopes & row->scope)
      g_string_append_printf (text, "%s%s", text->len > 0 ? " " : "", row->name);
  return g_string_free (text, FALSE);
}
