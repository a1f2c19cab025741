// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-paste.h"

#include "gate-error.h"
#include "gate-i18n.h"
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

/**
 * gate_paste_dup_document:
 * @text: what a person pasted, without white space around it
 * @error: set to %GATE_ERROR_INVALID where it is no JSON at all
 *
 * Instructions often show one server out of a file: `"name": { … },` without the braces around it.
 *
 * Returns: (transfer full) (nullable): the text, as the document that it was cut from
 */
char *
gate_paste_dup_document (const char  *text,
                         GError     **error)
{
  gsize length = strlen (text);

  if (*text == '"')
    {
      while (length > 0 && (text[length - 1] == ',' || g_ascii_isspace (text[length - 1])))
        length--;
      return g_strdup_printf ("{%.*s}", (int) length, text);
    }
  /* A comment may come first. */
  if (*text == '{' || *text == '[' || *text == '/')
    return g_strdup (text);
  gate_error_set (error, GATE_ERROR_INVALID, GATE_LAYER_NONE,
                  _("For a program that runs on this computer, choose that above, and write its command there."),
                  _("This is no “claude mcp add” line, no address and no text of an .mcp.json file"));
  return NULL;
}
