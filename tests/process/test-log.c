// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-log-ring.h"

#include <string.h>

typedef struct {
  const char *written;
  const char *kept;
} Case;

static const char *const environment[] = {
  "TOKEN=s3cr3t-value-1", "LONGER=s3cr3t-value-1-and-more", "KEY=-----BEGIN KEY-----\nMIIEvQIBADANBg\n-----END KEY-----\n",
  "SHORT=abc", "FOLDER=/srv/some/folder", "BASE=https://service.example", "PROXY=http://user:pass@proxy.example", NULL,
};

static const Case cases[] = {
  { "", "" },
  { "\n", "\n" },
  { "one\ntwo\n", "one\ntwo\n" },
  { "no line feed", "no line feed\n" },
  { "dos\r\nline\r\n", "dos\nline\n" },
  { "10 %\r20 %\r100 %\n", "100 %\n" },
  { "\033[1;31mred\033[0m text\n", "red text\n" },
  { "\033]0;title\arest\n", "rest\n" },
  { "\033]8;;https://x.example\033\\link\n", "link\n" },
  { "cut \033[\n", "cut \n" },
  { "bell\a and \033c\n", "bell\\x07 and \\x1bc\n" },
  { "\xff\xfe\n", "\\xff\\xfe\n" },
  { "bidi \u202e\n", "bidi \\u{202E}\n" },
  { "with s3cr3t-value-1 in it\n", "with [TOKEN] in it\n" },
  { "s3cr3t-value-1-and-more\n", "[LONGER]\n" },
  { "s3cr3t-\033[1mvalue-1\n", "[TOKEN]\n" },
  { "MIIEvQIBADANBg\n", "[KEY]\n" },
  { "abc /srv/some/folder https://service.example\n", "abc /srv/some/folder https://service.example\n" },
  { "via http://user:pass@proxy.example\n", "via [PROXY]\n" },
};

static void
count_line (const char *line,
            gpointer    user_data)
{
  (*(guint *) user_data)++;
}

static void
test_lines (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    for (gsize piece = 1; piece < 4; piece++)
      {
        g_autoptr(GateLogRing) ring = gate_log_ring_new (environment);
        gsize size = strlen (cases[i].written);
        guint n_lines = 0;

        g_test_message ("%s", cases[i].kept);
        for (gsize at = 0; at < size; at += piece)
          gate_log_ring_feed (ring, cases[i].written + at, MIN (piece, size - at), count_line, &n_lines);
        gate_log_ring_end (ring, count_line, &n_lines);

        g_autofree char *text = gate_log_ring_dup_text (ring);
        g_assert_cmpstr (text, ==, cases[i].kept);

        guint expected = 0;
        for (const char *c = cases[i].kept; *c; c++)
          expected += *c == '\n';
        g_assert_cmpuint (n_lines, ==, expected);
      }
}

static void
test_nul_bytes (void)
{
  g_autoptr(GateLogRing) ring = gate_log_ring_new (NULL);

  gate_log_ring_feed (ring, "a\0b\n", 4, NULL, NULL);
  g_autofree char *text = gate_log_ring_dup_text (ring);
  g_assert_cmpstr (text, ==, "a\\x01b\n");
}

static void
test_never_ending_line (void)
{
  g_autoptr(GateLogRing) ring = gate_log_ring_new (NULL);
  g_autofree char *block = g_malloc (1 << 20);

  memset (block, 'x', 1 << 20);
  for (int i = 0; i < 64; i++)
    gate_log_ring_feed (ring, block, 1 << 20, NULL, NULL);
  gate_log_ring_feed (ring, "\nnext\n", 6, NULL, NULL);

  g_autofree char *text = gate_log_ring_dup_text (ring);
  g_assert_cmpuint (strlen (text), <, 5000);
  g_assert_nonnull (strstr (text, "xxxx …\nnext\n"));
}

/* Where a line is cut through a hidden value, its first half goes too. */
static void
test_cut_through_value (void)
{
  for (gsize before = 4075; before < 4100; before++)
    {
      g_autoptr(GateLogRing) ring = gate_log_ring_new (environment);
      g_autofree char *filler = g_strnfill (before, '.');

      gate_log_ring_feed (ring, filler, before, NULL, NULL);
      gate_log_ring_feed (ring, "s3cr3t-value-1 and a long rest of the line\n", 43, NULL, NULL);
      g_autofree char *text = gate_log_ring_dup_text (ring);
      g_assert_null (strstr (text, "s3c"));
    }
}

static void
test_limits (void)
{
  g_autoptr(GateLogRing) ring = gate_log_ring_new (NULL);

  for (int i = 0; i < 2000; i++)
    {
      g_autofree char *line = g_strdup_printf ("line %d\n", i);
      gate_log_ring_feed (ring, line, strlen (line), NULL, NULL);
    }
  g_autofree char *text = gate_log_ring_dup_text (ring);
  g_assert_true (g_str_has_prefix (text, "line 1500\n"));
  g_assert_true (g_str_has_suffix (text, "line 1999\n"));

  g_autofree char *wide = g_strnfill (1000, 'w');
  wide[999] = '\n';
  for (int i = 0; i < 200; i++)
    gate_log_ring_feed (ring, wide, 1000, NULL, NULL);
  g_autofree char *bounded = gate_log_ring_dup_text (ring);
  g_assert_cmpuint (strlen (bounded), <=, 64 * 1024);
  g_assert_cmpuint (strlen (bounded), >, 60 * 1024);
}

static void
test_last_words (void)
{
  static const Case words[] = {
    { "", NULL },
    { "\n \n", NULL },
    { "starting\nlistening\n\n", "listening" },
    { "starting\n  Error: no key\n    at main\nNode.js v24\n", "Error: no key" },
    { "ERROR one\nbye\n", "ERROR one" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    {
      g_autoptr(GateLogRing) ring = gate_log_ring_new (NULL);

      gate_log_ring_feed (ring, words[i].written, strlen (words[i].written), NULL, NULL);
      g_autofree char *last = gate_log_ring_dup_last_words (ring);
      g_assert_cmpstr (last, ==, words[i].kept);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/process/log/lines", test_lines);
  g_test_add_func ("/process/log/nul-bytes", test_nul_bytes);
  g_test_add_func ("/process/log/never-ending-line", test_never_ending_line);
  g_test_add_func ("/process/log/cut-through-value", test_cut_through_value);
  g_test_add_func ("/process/log/limits", test_limits);
  g_test_add_func ("/process/log/last-words", test_last_words);
  return g_test_run ();
}
