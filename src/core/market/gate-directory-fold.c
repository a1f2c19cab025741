// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-directory-fold.h"

#define LENGTH_LIMIT 4000

/* Letters that Unicode does not take apart although people type them without their stroke. */
static const struct {
  gunichar    letter;
  const char *plain;
} strokes[] = {
  { 0x00df, "ss" }, { 0x00e6, "ae" }, { 0x00f0, "d" }, { 0x00f8, "o" }, { 0x00fe, "th" },
  { 0x0111, "d" }, { 0x0127, "h" }, { 0x0131, "i" }, { 0x0142, "l" }, { 0x0153, "oe" },
};

static void
append_letter (GString  *folded,
               gunichar  letter)
{
  gunichar lower = g_unichar_tolower (letter);

  for (gsize i = 0; i < G_N_ELEMENTS (strokes); i++)
    if (strokes[i].letter == lower)
      {
        g_string_append (folded, strokes[i].plain);
        return;
      }
  g_string_append_unichar (folded, lower);
}

/**
 * gate_directory_fold:
 * @text: any text
 *
 * Makes texts comparable for a search: lower case, no accents, no apostrophes, and one space for everything that is neither letter
 * nor digit.
 *
 * Returns: (transfer full): the words of the text
 */
char *
gate_directory_fold (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_autofree char *parts = g_utf8_normalize (valid, -1, G_NORMALIZE_ALL);
  g_autoptr(GString) folded = g_string_new (NULL);

  for (const char *at = parts; at && *at && folded->len < LENGTH_LIMIT; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);

      if (g_unichar_ismark (c) || c == '\'' || c == 0x2019)
        continue;
      if (g_unichar_isalnum (c))
        append_letter (folded, c);
      else if (folded->len > 0 && folded->str[folded->len - 1] != ' ')
        g_string_append_c (folded, ' ');
    }
  if (folded->len > 0 && folded->str[folded->len - 1] == ' ')
    g_string_truncate (folded, folded->len - 1);
  return g_string_free (g_steal_pointer (&folded), FALSE);
}

/**
 * gate_directory_fold_words:
 * @text: (nullable): what was typed
 * @most: how many words to keep
 *
 * Returns: (transfer full): its words, folded
 */
char **
gate_directory_fold_words (const char *text,
                           guint       most)
{
  g_autofree char *folded = gate_directory_fold (text ? text : "");
  g_auto(GStrv) words = g_strsplit (folded, " ", -1);
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; words[i] && i < most; i++)
    if (*words[i])
      g_strv_builder_add (builder, words[i]);
  return g_strv_builder_end (builder);
}
