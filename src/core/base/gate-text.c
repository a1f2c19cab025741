// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-text.h"

#include "gate-i18n.h"

#include <string.h>

/* Invisible, reordering or unassigned: control (Cc), format (Cf: bidi, zero width, tags), private (Co), surrogate, unassigned. */
static gboolean
is_hidden (gunichar c)
{
  GUnicodeType type = g_unichar_type (c);

  return type == G_UNICODE_CONTROL || type == G_UNICODE_FORMAT || type == G_UNICODE_PRIVATE_USE || type == G_UNICODE_SURROGATE
         || type == G_UNICODE_UNASSIGNED || type == G_UNICODE_LINE_SEPARATOR || type == G_UNICODE_PARAGRAPH_SEPARATOR
         || (c >= 0xfe00 && c <= 0xfe0f) || (c >= 0xe0100 && c <= 0xe01ef) || c == 0x115f || c == 0x1160 || c == 0x3164
         || c == 0xffa0 || c == 0x034f || c == 0x2800;
}

/* U+FE0F asks for the coloured form of the symbol before it; anywhere else it is a hidden mark. */
static gboolean
is_emoji_selector (const char *start,
                   const char *at)
{
  if (g_utf8_get_char (at) != 0xfe0f || at == start)
    return FALSE;

  gunichar before = g_utf8_get_char (g_utf8_prev_char (at));
  GUnicodeType type = g_unichar_type (before);
  return type == G_UNICODE_OTHER_SYMBOL || type == G_UNICODE_MATH_SYMBOL || type == G_UNICODE_OTHER_PUNCTUATION
         || type == G_UNICODE_DASH_PUNCTUATION || (before >= '0' && before <= '9') || before == 0x2139;
}

/* U+200D joins emoji: shown as it is only where both neighbours are symbols, where it hides nothing. */
static gboolean
is_emoji_joiner (const char *start,
                 const char *at)
{
  if (g_utf8_get_char (at) != 0x200d || at == start)
    return FALSE;

  gunichar before = g_utf8_get_char (g_utf8_prev_char (at));
  gunichar after = g_utf8_get_char (g_utf8_next_char (at));
  gboolean before_ok = before == 0xfe0f || (before >= 0x1f3fb && before <= 0x1f3ff) || g_unichar_type (before) == G_UNICODE_OTHER_SYMBOL;
  return before_ok && g_unichar_type (after) == G_UNICODE_OTHER_SYMBOL;
}

/**
 * gate_text_make_visible:
 * @text: (nullable): a text from a server, a plugin, a file: any bytes
 * @flags: one line or several
 *
 * Makes a foreign text safe to show on a terminal or in a label: bytes that are not UTF-8 and characters that control, reorder or
 * hide text (escape sequences, bidi controls, zero-width characters, tag characters) are written `\x1b` or `\u{202E}`.
 *
 * Returns: (transfer full): valid UTF-8, "" for %NULL
 */
char *
gate_text_make_visible (const char    *text,
                        GateTextFlags  flags)
{
  if (!text)
    return g_strdup ("");

  /* Most texts are plain: printable ASCII shows as it is. */
  const char *end = text;
  while (*end >= 0x20 && *end < 0x7f)
    end++;
  if (!*end)
    return g_strdup (text);

  GString *out = g_string_sized_new (strlen (text));
  for (const char *at = text; *at;)
    {
      gunichar c = g_utf8_get_char_validated (at, -1);

      if (c == (gunichar) -1 || c == (gunichar) -2)
        {
          g_string_append_printf (out, "\\x%02x", (guint8) *at++);
          continue;
        }
      if (c == '\n' || c == '\t')
        g_string_append_c (out, flags == GATE_TEXT_BLOCK ? (char) c : ' ');
      else if (c == '\r' && at[1] == '\n')
        g_string_append (out, flags == GATE_TEXT_BLOCK ? "" : " ");
      else if (c < 0x20 || c == 0x7f)
        g_string_append_printf (out, "\\x%02x", c);
      else if (is_hidden (c) && !is_emoji_selector (text, at) && !is_emoji_joiner (text, at))
        g_string_append_printf (out, "\\u{%04X}", c);
      else
        g_string_append_unichar (out, c);
      at = g_utf8_next_char (at);
    }
  return g_string_free (out, FALSE);
}

/**
 * gate_text_is_plain:
 * @text: a text
 *
 * Returns: %TRUE when the text is valid UTF-8 and hides nothing, so that it shows as it is
 */
gboolean
gate_text_is_plain (const char *text)
{
  const char *end = text;

  while ((*end >= 0x20 && *end < 0x7f) || *end == '\n' || *end == '\t')
    end++;
  if (!*end)
    return TRUE;

  g_autofree char *shown = gate_text_make_visible (text, GATE_TEXT_BLOCK);
  return strcmp (shown, text) == 0;
}

/**
 * gate_text_shorten:
 * @text: valid UTF-8
 * @max_chars: the most characters, at least 1
 *
 * Returns: (transfer full): the text, cut with "…" where it is longer
 */
char *
gate_text_shorten (const char *text,
                   gsize       max_chars)
{
  if ((gsize) g_utf8_strlen (text, -1) <= max_chars)
    return g_strdup (text);

  const char *end = g_utf8_offset_to_pointer (text, (long) max_chars - 1);
  return g_strdup_printf ("%.*s…", (int) (end - text), text);
}

/**
 * gate_text_is_token:
 * @text: (nullable): a text
 *
 * Returns: %TRUE when @text is a `token` of RFC 9110 §5.6.2, as header names are
 */
gboolean
gate_text_is_token (const char *text)
{
  if (!text || !*text)
    return FALSE;
  for (const char *c = text; *c; c++)
    if (!g_ascii_isalnum (*c) && !strchr ("!#$%&'*+-.^_`|~", *c))
      return FALSE;
  return TRUE;
}

/**
 * gate_text_fill:
 * @text: a sentence of ours with a mark in it
 * @mark: the mark: "{what}"
 * @value: what it stands for
 *
 * Puts a value into a sentence, where its first mark is. So a sentence that others have part in stays a whole one, which can be
 * translated.
 *
 * Returns: (transfer full): the sentence
 */
char *
gate_text_fill (const char *text,
                const char *mark,
                const char *value)
{
  const char *place = strstr (text, mark);

  g_return_val_if_fail (place != NULL, g_strdup (text));
  return g_strdup_printf ("%.*s%s%s", (int) (place - text), text, value, place + strlen (mark));
}

/**
 * gate_text_duration:
 * @seconds: how long
 *
 * Returns: (transfer full): that time in the unit that people would take, rounded up: "1 second", "2 minutes", "3 hours", "2 days"
 */
char *
gate_text_duration (guint seconds)
{
  static const struct {
    guint       from;
    guint       unit;
  } units[] = {
    { 2 * 24 * 3600, 24 * 3600 },
    { 2 * 3600, 3600 },
    { 2 * 60, 60 },
    { 0, 1 },
  };
  guint i = 0;

  while (seconds < units[i].from)
    i++;
  guint n = (guint) (((guint64) seconds + units[i].unit - 1) / units[i].unit);
  switch (units[i].unit)
    {
    case 24 * 3600:
      return g_strdup_printf (ngettext ("%u day", "%u days", n), n);
    case 3600:
      return g_strdup_printf (ngettext ("%u hour", "%u hours", n), n);
    case 60:
      return g_strdup_printf (ngettext ("%u minute", "%u minutes", n), n);
    default:
      return g_strdup_printf (ngettext ("%u second", "%u seconds", n), n);
    }
}
