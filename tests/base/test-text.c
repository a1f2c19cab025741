// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-text.h"

#include <string.h>

typedef struct {
  const char *text;
  const char *line;
  const char *block;
} Case;

static const Case cases[] = {
  { NULL, "", "" },
  { "", "", "" },
  { "plain", "plain", "plain" },
  { "Gr\u00fc\u00dfe \u4f60\u597d \u0645\u0631\u062d\u0628\u0627", "Gr\u00fc\u00dfe \u4f60\u597d \u0645\u0631\u062d\u0628\u0627",
    "Gr\u00fc\u00dfe \u4f60\u597d \u0645\u0631\u062d\u0628\u0627" },
  { "a\nb\tc", "a b c", "a\nb\tc" },
  { "a\r\nb", "a  b", "a\nb" },
  { "a\rb", "a\\x0db", "a\\x0db" },
  { "\x1b[31mred\x1b]0;t\a", "\\x1b[31mred\\x1b]0;t\\x07", "\\x1b[31mred\\x1b]0;t\\x07" },
  { "\b\x7f", "\\x08\\x7f", "\\x08\\x7f" },
  /* C1: a terminal may take them for control sequences. */
  { "\xc2\x9b" "31m\xc2\x85", "\\u{009B}31m\\u{0085}", "\\u{009B}31m\\u{0085}" },
  /* No UTF-8: a lone byte, overlong, a surrogate, beyond the last character, cut short. */
  { "a\xff", "a\\xff", "a\\xff" },
  { "\xc0\xaf", "\\xc0\\xaf", "\\xc0\\xaf" },
  { "\xed\xa0\x80", "\\xed\\xa0\\x80", "\\xed\\xa0\\x80" },
  { "\xf4\x90\x80\x80", "\\xf4\\x90\\x80\\x80", "\\xf4\\x90\\x80\\x80" },
  { "\xe2\x82", "\\xe2\\x82", "\\xe2\\x82" },
  /* Trojan source, and what reorders. */
  { "a\u202eb\u2066c\u2069", "a\\u{202E}b\\u{2066}c\\u{2069}", "a\\u{202E}b\\u{2066}c\\u{2069}" },
  { "\u200e\u200f\u061c", "\\u{200E}\\u{200F}\\u{061C}", "\\u{200E}\\u{200F}\\u{061C}" },
  { "a\u2028b\u2029", "a\\u{2028}b\\u{2029}", "a\\u{2028}b\\u{2029}" },
  /* What is not seen: zero width, fillers, selectors, soft hyphen, tags, byte order mark, blank Braille. */
  { "a\u200bb\u200cc\u2060", "a\\u{200B}b\\u{200C}c\\u{2060}", "a\\u{200B}b\\u{200C}c\\u{2060}" },
  { "\u115f\u1160\u3164\uffa0\u034f\u2800", "\\u{115F}\\u{1160}\\u{3164}\\u{FFA0}\\u{034F}\\u{2800}",
    "\\u{115F}\\u{1160}\\u{3164}\\u{FFA0}\\u{034F}\\u{2800}" },
  { "\u00ad\ufeff\ufff9", "\\u{00AD}\\u{FEFF}\\u{FFF9}", "\\u{00AD}\\u{FEFF}\\u{FFF9}" },
  { "\U000e0041\U000e007f", "\\u{E0041}\\u{E007F}", "\\u{E0041}\\u{E007F}" },
  { "\ue000\U0010fffd\uffff", "\\u{E000}\\u{10FFFD}\\u{FFFF}", "\\u{E000}\\u{10FFFD}\\u{FFFF}" },
  { "a\ufe00\U000e0100", "a\\u{FE00}\\u{E0100}", "a\\u{FE00}\\u{E0100}" },
  /* Emoji stay whole; their joiner and their selector are shown anywhere else. */
  { "\u2764\ufe0f 1\ufe0f\u20e3", "\u2764\ufe0f 1\ufe0f\u20e3", "\u2764\ufe0f 1\ufe0f\u20e3" },
  { "\U0001f468\u200d\U0001f469\u200d\U0001f467", "\U0001f468\u200d\U0001f469\u200d\U0001f467", "\U0001f468\u200d\U0001f469\u200d\U0001f467" },
  { "\U0001f469\U0001f3fd\u200d\U0001f680", "\U0001f469\U0001f3fd\u200d\U0001f680", "\U0001f469\U0001f3fd\u200d\U0001f680" },
  { "a\u200db\u200d", "a\\u{200D}b\\u{200D}", "a\\u{200D}b\\u{200D}" },
  { "\u200d\U0001f680", "\\u{200D}\U0001f680", "\\u{200D}\U0001f680" },
  { "a\ufe0f", "a\\u{FE0F}", "a\\u{FE0F}" },
  { "\ufe0f\u2764\ufe0f\ufe0f", "\\u{FE0F}\u2764\ufe0f\\u{FE0F}", "\\u{FE0F}\u2764\ufe0f\\u{FE0F}" },
};

static void
test_make_visible (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *line = gate_text_make_visible (cases[i].text, GATE_TEXT_LINE);
      g_autofree char *block = gate_text_make_visible (cases[i].text, GATE_TEXT_BLOCK);

      g_assert_cmpstr (line, ==, cases[i].line);
      g_assert_cmpstr (block, ==, cases[i].block);
      g_assert_true (g_utf8_validate (line, -1, NULL));
      g_assert_true (gate_text_is_plain (block));
      if (cases[i].text)
        g_assert_cmpint (gate_text_is_plain (cases[i].text), ==, strcmp (block, cases[i].text) == 0);
    }
}

/* Letters and symbols that show nothing: the fillers of Hangul and the empty pattern of Braille. */
static gboolean
is_blank_letter (gunichar c)
{
  return c == 0x115f || c == 0x1160 || c == 0x3164 || c == 0xffa0 || c == 0x2800;
}

/* Every character there is: none that controls, formats or is private comes through. */
static void
test_all_characters (void)
{
  for (gunichar c = 1; c <= 0x10ffff; c++)
    {
      char text[8] = { 0 };

      if (c >= 0xd800 && c <= 0xdfff)
        continue;
      g_unichar_to_utf8 (c, text);
      g_autofree char *shown = gate_text_make_visible (text, GATE_TEXT_LINE);
      GUnicodeType type = g_unichar_type (c);
      gboolean hidden = type == G_UNICODE_CONTROL || type == G_UNICODE_FORMAT || type == G_UNICODE_PRIVATE_USE || type == G_UNICODE_UNASSIGNED;

      if (c == '\n' || c == '\t')
        g_assert_cmpstr (shown, ==, " ");
      else if (hidden || c == 0x2028 || c == 0x2029)
        g_assert_true (*shown == '\\');
      else if (g_unichar_isgraph (c) && !g_unichar_iszerowidth (c) && !is_blank_letter (c))
        g_assert_cmpstr (shown, ==, text);
    }
}

static void
test_shorten (void)
{
  static const struct {
    const char *text;
    gsize       max;
    const char *shortened;
  } table[] = {
    { "", 1, "" }, { "a", 1, "a" }, { "ab", 1, "…" }, { "abc", 3, "abc" }, { "abcd", 3, "ab…" },
    { "\u00e4\u00f6\u00fc\u00df", 3, "\u00e4\u00f6…" }, { "\U0001f680\U0001f680\U0001f680", 2, "\U0001f680…" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autofree char *shortened = gate_text_shorten (table[i].text, table[i].max);
      g_assert_cmpstr (shortened, ==, table[i].shortened);
    }
}

static void
test_is_token (void)
{
  static const char *const bad[] = { NULL, "", " ", "a b", "a:", "a\r\nb", "a\x7f", "a\u00e4", "a/b", "(a)", "a,b", "a=b", "\"a\"", "a\tb", "@" };
  static const char *const good[] = { "a", "X-Api-Key", "!#$%&'*+-.^_`|~", "09AZaz" };

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (gate_text_is_token (bad[i]));
  for (gsize i = 0; i < G_N_ELEMENTS (good); i++)
    g_assert_true (gate_text_is_token (good[i]));
}

static void
test_duration (void)
{
  static const struct {
    guint       seconds;
    const char *text;
  } table[] = {
    { 0, "0 seconds" },
    { 1, "1 second" },
    { 2, "2 seconds" },
    { 119, "119 seconds" },
    { 120, "2 minutes" },
    { 121, "3 minutes" },
    { 7199, "120 minutes" },
    { 7200, "2 hours" },
    { 7201, "3 hours" },
    { 2 * 24 * 3600, "2 days" },
    { G_MAXUINT, "49711 days" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autofree char *text = gate_text_duration (table[i].seconds);
      g_assert_cmpstr (text, ==, table[i].text);
    }
}

static void
test_fill (void)
{
  g_autofree char *first = gate_text_fill ("{what} must be “{what}”", "{what}", "%s");
  g_autofree char *last = gate_text_fill ("This is what “{what}”", "{what}", "must be");

  g_assert_cmpstr (first, ==, "%s must be “{what}”");
  g_assert_cmpstr (last, ==, "This is what “must be”");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/text/make-visible", test_make_visible);
  g_test_add_func ("/base/text/all-characters", test_all_characters);
  g_test_add_func ("/base/text/shorten", test_shorten);
  g_test_add_func ("/base/text/is-token", test_is_token);
  g_test_add_func ("/base/text/duration", test_duration);
  g_test_add_func ("/base/text/fill", test_fill);
  return g_test_run ();
}
