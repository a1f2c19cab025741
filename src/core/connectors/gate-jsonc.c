// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-jsonc.h"

#include "gate-json.h"
#include "gate-secret.h"

#include <string.h>

#define BYTE_ORDER_MARK "\xef\xbb\xbf"

static gsize
string_size (const char *text,
             gsize       size)
{
  for (gsize i = 1; i < size; i++)
    if (text[i] == '\\')
      i++;
    else if (text[i] == '"')
      return i + 1;
  return size;
}

static gsize
comment_size (const char *text,
              gsize       size)
{
  if (size < 2 || text[0] != '/')
    return 0;
  if (text[1] == '/')
    {
      const char *end = memchr (text, '\n', size);
      return end ? (gsize) (end - text) : size;
    }
  if (text[1] == '*')
    {
      const char *end = size > 3 ? g_strstr_len (text + 2, (gssize) size - 2, "*/") : NULL;
      return end ? (gsize) (end + 2 - text) : 0;
    }
  return 0;
}

static void
blank (char  *text,
       gsize  size)
{
  for (gsize i = 0; i < size; i++)
    if (text[i] != '\n')
      text[i] = ' ';
}

/* Line and column of everything that is left stay as they are, so that errors still point to the right place. */
static void
make_strict (char  *text,
             gsize  size)
{
  gsize last = G_MAXSIZE;
  char before = '[';

  for (gsize i = 0; i < size;)
    {
      gsize comment = comment_size (text + i, size - i);

      if (comment > 0)
        blank (text + i, comment);
      else if ((text[i] == '}' || text[i] == ']') && last != G_MAXSIZE && text[last] == ',' && !strchr ("[{,", before))
        text[last] = ' ';
      if (comment == 0 && !g_ascii_isspace (text[i]))
        {
          before = last == G_MAXSIZE ? '[' : text[last];
          last = i;
        }
      i += comment > 0 ? comment : text[i] == '"' ? string_size (text + i, size - i) : 1;
    }
}

/**
 * gate_jsonc_parse:
 * @text: JSON, maybe with comments, trailing commas and a byte order mark
 * @size: its bytes
 * @limit: the most bytes to accept
 * @error: set as for [func@Gate.json_parse], with the line and column in @text
 *
 * Parses what other programs accept in their settings. Everything beside comments, trailing commas and the mark is as strict as ever.
 *
 * Returns: (transfer full) (nullable): the document
 */
JsonNode *
gate_jsonc_parse (const char  *text,
                  gsize        size,
                  gsize        limit,
                  GError     **error)
{
  JsonNode *root = gate_json_parse (text, (gssize) size, limit, NULL);

  if (root || size > limit)
    return root ? root : gate_json_parse (text, (gssize) size, limit, error);

  char *strict = g_strndup (text ? text : "", size);
  gsize length = strlen (strict);
  if (g_str_has_prefix (strict, BYTE_ORDER_MARK))
    blank (strict, strlen (BYTE_ORDER_MARK));
  make_strict (strict, length);
  root = gate_json_parse (strict, (gssize) length, limit, error);
  gate_secret_wipe (strict);
  g_free (strict);
  return root;
}
