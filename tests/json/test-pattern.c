// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-error.h"
#include "gate-json-pattern.h"
#include "gate-test.h"

#include <string.h>

static const struct {
  const char    *pattern;
  const char    *text;
  GateJsonMatch  match;
} matches[] = {
  { "a", "cat", GATE_JSON_MATCH_YES },
  { "^a", "cat", GATE_JSON_MATCH_NO },
  { "", "", GATE_JSON_MATCH_YES },
  { "^é$", "é", GATE_JSON_MATCH_YES },
  { "^.$", "😀", GATE_JSON_MATCH_YES },
  /* ASCII alone, as ECMA-262 says. */
  { "^\\d+$", "123", GATE_JSON_MATCH_YES },
  { "^\\d+$", "١٢٣", GATE_JSON_MATCH_NO },
  { "^[\\d.]+$", "1.2", GATE_JSON_MATCH_YES },
  { "^[\\d]+$", "١", GATE_JSON_MATCH_NO },
  { "^[^\\d]+$", "١", GATE_JSON_MATCH_YES },
  { "^\\D$", "١", GATE_JSON_MATCH_YES },
  { "^[\\D]$", "5", GATE_JSON_MATCH_NO },
  { "^\\w+$", "a_Z9", GATE_JSON_MATCH_YES },
  { "^\\w+$", "é", GATE_JSON_MATCH_NO },
  { "^[\\w-]+$", "a-b", GATE_JSON_MATCH_YES },
  { "^[\\W]$", "é", GATE_JSON_MATCH_YES },
  { "^[\\W]$", "_", GATE_JSON_MATCH_NO },
  { "^\\s$", "\xc2\xa0", GATE_JSON_MATCH_YES },
  { "^\\s$", "\xef\xbb\xbf", GATE_JSON_MATCH_YES },
  { "^\\s$", "\xe2\x80\x8b", GATE_JSON_MATCH_NO },
  { "^[\\S]+$", "a\tb", GATE_JSON_MATCH_NO },
  { "^[\\s\\S]*$", "a\nb", GATE_JSON_MATCH_YES },
  /* Ends and lines. */
  { "^a$", "a\n", GATE_JSON_MATCH_NO },
  { "^a\\Z", "a", GATE_JSON_MATCH_YES },
  { "^.$", "\n", GATE_JSON_MATCH_NO },
  { "^.$", "\r", GATE_JSON_MATCH_NO },
  { "^.$", "\xe2\x80\xa8", GATE_JSON_MATCH_NO },
  { "^[.]$", "a", GATE_JSON_MATCH_NO },
  { "^[^]$", "\n", GATE_JSON_MATCH_YES },
  { "[]", "a", GATE_JSON_MATCH_NO },
  { "^\\v$", "\x0b", GATE_JSON_MATCH_YES },
  { "^\\v$", "\n", GATE_JSON_MATCH_NO },
  { "^\\t\\n\\r\\f$", "\t\n\r\f", GATE_JSON_MATCH_YES },
  { "^[\\b]$", "\b", GATE_JSON_MATCH_YES },
  { "\\bcat\\b", "a cat.", GATE_JSON_MATCH_YES },
  /* Characters. */
  { "^\\u00e9$", "é", GATE_JSON_MATCH_YES },
  { "^\\ud83d\\ude00$", "😀", GATE_JSON_MATCH_YES },
  { "^\\u{1F600}$", "😀", GATE_JSON_MATCH_YES },
  { "^[\\u00e0-\\u00ff]+$", "éà", GATE_JSON_MATCH_YES },
  { "^\\x41\\cJ$", "A\n", GATE_JSON_MATCH_YES },
  { "^\\/\\-\\.\\é$", "/-.é", GATE_JSON_MATCH_YES },
  { "^\\p{L}+$", "éλ", GATE_JSON_MATCH_YES },
  { "^\\p{Letter}+$", "éλ", GATE_JSON_MATCH_YES },
  { "^\\p{Script=Greek}+$", "λ", GATE_JSON_MATCH_YES },
  { "^\\P{gc=Lu}$", "a", GATE_JSON_MATCH_YES },
  { "^[[:alpha:]]$", "p", GATE_JSON_MATCH_NO },
  { "^[[:alpha:]]$", "p]", GATE_JSON_MATCH_YES },
  { "^[a\\]]+$", "a]", GATE_JSON_MATCH_YES },
  { "a{,3}", "a{,3}", GATE_JSON_MATCH_YES },
  /* Groups. */
  { "^(?:a|b)(?=c)", "bc", GATE_JSON_MATCH_YES },
  { "^(?!a)", "a", GATE_JSON_MATCH_NO },
  { "(?<=a)b", "ab", GATE_JSON_MATCH_YES },
  { "(?<!a)b", "ab", GATE_JSON_MATCH_NO },
  { "^(?<x>a|b)\\k<x>$", "bb", GATE_JSON_MATCH_YES },
  { "^(?P<x>a)$", "a", GATE_JSON_MATCH_YES },
  { "^(?i)ABC$", "abc", GATE_JSON_MATCH_YES },
  { "^(a)(b)\\2\\1$", "abba", GATE_JSON_MATCH_YES },
  /* Hard ones. */
  { "^(a+)+$", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab", GATE_JSON_MATCH_HARD },
  { "(x+x+)+y", "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", GATE_JSON_MATCH_NO },
};

static void
test_matches (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (matches); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(GateJsonPattern) pattern = gate_json_pattern_new (matches[i].pattern, &error);

      g_test_message ("%s", matches[i].pattern);
      g_assert_no_error (error);
      g_assert_cmpint (gate_json_pattern_match (pattern, matches[i].text, FALSE), ==, matches[i].match);
      g_assert_cmpint (gate_json_pattern_match (pattern, matches[i].text, TRUE), ==, matches[i].match);
    }
}

static void
test_patience (void)
{
  g_autofree char *text = g_strnfill (20000, 'a');
  g_autoptr(GateJsonPattern) pattern = gate_json_pattern_new ("^(a|b)*$", NULL);

  g_assert_cmpint (gate_json_pattern_match (pattern, text, FALSE), ==, GATE_JSON_MATCH_HARD);
  g_assert_cmpint (gate_json_pattern_match (pattern, text, TRUE), ==, GATE_JSON_MATCH_YES);
}

static void
test_refused (void)
{
  g_autofree char *long_pattern = g_strnfill (10000, 'a');
  const char *const patterns[] = {
    "(", ")", "[", "[a", "a\\", "*", "a**", "(?", "(?<", "(?<x", "\\u12", "\\u{110000}", "\\u{}", "\\ud800", "\\udc00x", "\\p", "\\pL",
    "\\p{", "\\p{Nonsense}", "(*UTF)a", "a(*ACCEPT)b", "(*LIMIT_MATCH=1)", "(?R)", "(?1)", "(?-1)", "(?+1)", "(?&x)", "(?P>x)", "(?P=x)",
    "(?C1)", "(?#c)", "(?>a)", "(?|a)", "(?(1)a)", "(?'x'a)", "\\K", "\\Qa\\E", "\\R", "\\X", "\\C", "\\G", "\\N", "\\h", "\\a", "\\e",
    "\\g1", "\\o{1}", "[\\1]", "[\\Z]", "[b-a]", "a{2,1}", "\xff", long_pattern,
  };

  for (gsize i = 0; i < G_N_ELEMENTS (patterns); i++)
    {
      g_autoptr(GError) error = NULL;

      g_test_message ("case %" G_GSIZE_FORMAT, i);
      g_assert_null (gate_json_pattern_new (patterns[i], &error));
      g_assert_error (error, GATE_ERROR, GATE_ERROR_UNSUPPORTED);
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/json/pattern/refused", test_refused);
  g_test_add_func ("/json/pattern/matches", test_matches);
  g_test_add_func ("/json/pattern/patience", test_patience);
  return g_test_run ();
}
