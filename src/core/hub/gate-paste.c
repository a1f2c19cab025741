// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-paste.h"

#include "gate-import-command.h"

#include <string.h>

/**
 * gate_paste_is_command:
 * @text: what a person pasted
 *
 * Returns: %TRUE when it begins like `claude mcp add …`
 */
gboolean
gate_paste_is_command (const char *text)
{
  g_autofree char *start = NULL;

  while (g_ascii_isspace (*text) || *text == '$')
    text++;
  start = g_strndup (text, strcspn (text, " \t\n"));
  return strcmp (start, "claude") == 0;
}

/**
 * gate_paste_read_command:
 * @text: a line as instructions of services give it: `claude mcp add …` or `claude mcp add-json …`
 * @name: (out) (transfer full): the entry's name
 * @error: set to %GATE_ERROR_INVALID
 *
 * Reads such a line without running anything.
 *
 * Returns: (transfer full) (nullable): the entry, secrets still in it
 */
JsonNode *
gate_paste_read_command (const char  *text,
                         char       **name,
                         GError     **error)
{
  while (g_ascii_isspace (*text) || *text == '$')
    text++;
  return gate_import_parse_command (text, name, NULL, error);
}
