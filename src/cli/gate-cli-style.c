// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-cli-style.h"

#include <string.h>

#define EMOJI_SELECTOR 0xfe0f

static const char *const codes[] = {
  [GATE_CLI_PLAIN] = "",
  [GATE_CLI_STRONG] = "\033[1m",
  [GATE_CLI_DIM] = "\033[2m",
  [GATE_CLI_GOOD] = "\033[32m",
  [GATE_CLI_WARNING] = "\033[33m",
  [GATE_CLI_BAD] = "\033[31m",
};

/**
 * gate_cli_use_color:
 * @cli: the command line
 * @is_terminal: whether the stream that is written to is a terminal
 *
 * Returns: %TRUE when colour may be used: a terminal that is not dumb, no `--no-color`, no NO_COLOR
 */
gboolean
gate_cli_use_color (GateCli  *cli,
                    gboolean  is_terminal)
{
  const char *no_color = g_getenv ("NO_COLOR");

  return is_terminal && !cli->no_color && (!no_color || !*no_color) && g_strcmp0 (g_getenv ("TERM"), "dumb") != 0;
}

/**
 * gate_cli_styled:
 * @color: whether colour may be used
 * @style: what the text is
 * @text: a text without control characters
 *
 * Returns: (transfer full): the text, wrapped in escape sequences where colour may be used
 */
char *
gate_cli_styled (gboolean      color,
                 GateCliStyle  style,
                 const char   *text)
{
  if (!color || style == GATE_CLI_PLAIN || !*text)
    return g_strdup (text);
  return g_strconcat (codes[style], text, "\033[0m", NULL);
}

static guint
char_width (gunichar c)
{
  /* What makes an emoji of the character before it makes it wide in most terminals. */
  if (c == EMOJI_SELECTOR)
    return 1;
  if (g_unichar_iszerowidth (c))
    return 0;
  return g_unichar_iswide (c) ? 2 : 1;
}

/**
 * gate_cli_width:
 * @text: valid UTF-8 without control characters
 *
 * Returns: how many columns of a terminal it takes
 */
guint
gate_cli_width (const char *text)
{
  guint width = 0;

  for (const char *at = text; *at; at = g_utf8_next_char (at))
    width += char_width (g_utf8_get_char (at));
  return width;
}

/**
 * gate_cli_fit:
 * @text: valid UTF-8 without control characters
 * @columns: how many columns there are, at least 1
 *
 * Returns: (transfer full): the text, cut with "…" where it is wider
 */
char *
gate_cli_fit (const char *text,
              guint       columns)
{
  if (gate_cli_width (text) <= columns)
    return g_strdup (text);

  guint width = 0;
  const char *at = text;
  while (width + char_width (g_utf8_get_char (at)) < columns)
    {
      width += char_width (g_utf8_get_char (at));
      at = g_utf8_next_char (at);
    }
  return g_strdup_printf ("%.*s…", (int) (at - text), text);
}

static void
append_line (GString    *out,
             const char *line,
             guint       columns,
             guint       indent)
{
  g_auto(GStrv) words = g_strsplit (line, " ", -1);
  guint at = indent;

  for (guint i = 0; words[i]; i++)
    {
      guint width = gate_cli_width (words[i]);

      if (i > 0 && at + 1 + width > columns)
        {
          g_string_append_printf (out, "\n%*s", (int) indent, "");
          at = indent;
        }
      else if (i > 0)
        {
          g_string_append_c (out, ' ');
          at++;
        }
      g_string_append (out, words[i]);
      at += width;
    }
}

/**
 * gate_cli_wrap:
 * @text: valid UTF-8; line feeds are kept
 * @columns: where to break lines
 * @indent: columns before every line but the first
 *
 * Returns: (transfer full): the text broken at spaces
 */
char *
gate_cli_wrap (const char *text,
               guint       columns,
               guint       indent)
{
  g_auto(GStrv) lines = g_strsplit (text, "\n", -1);
  GString *out = g_string_new (NULL);

  for (guint i = 0; lines[i]; i++)
    {
      if (i > 0)
        g_string_append_printf (out, "\n%*s", (int) indent, "");
      append_line (out, lines[i], columns, indent);
    }
  return g_string_free (out, FALSE);
}
