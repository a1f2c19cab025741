// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-random.h"

#include "gate-error.h"

#include <string.h>

/* RFC 4648 §10, without padding; and the two characters that differ from base64. */
static const char *const pairs[][2] = {
  { "", "" }, { "f", "Zg" }, { "fo", "Zm8" }, { "foo", "Zm9v" }, { "foob", "Zm9vYg" }, { "fooba", "Zm9vYmE" }, { "foobar", "Zm9vYmFy" },
  { "\xfb\xff\xfe", "-__-" },
};

static void
test_base64url (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (pairs); i++)
    {
      g_autofree char *text = gate_base64url_encode (pairs[i][0], strlen (pairs[i][0]));
      g_autoptr(GError) error = NULL;
      g_autoptr(GBytes) bytes = gate_base64url_decode (pairs[i][1], &error);

      g_assert_cmpstr (text, ==, pairs[i][1]);
      g_assert_no_error (error);
      g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), pairs[i][0], strlen (pairs[i][0]));
    }
}

static void
test_base64url_padded (void)
{
  static const char *const good[][2] = { { "Zg==", "f" }, { "Zm8=", "fo" }, { "Zm9v", "foo" } };
  static const char *const bad[] = {
    "Z", "Zm9vY", "Zg=", "Zg===", "Zm8==", "Zm9v=", "=", "==", "Zg==Zg", "Z=g", "Zm+v", "Zm/v", "Zm 9v", "Zm9v\n", "Zm9\x80", "\u00e4", "Zm9v.", "====",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autoptr(GBytes) bytes = gate_base64url_decode (good[i][0], NULL);
      g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), good[i][1], strlen (good[i][1]));
    }
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr(GError) error = NULL;

      g_test_message ("case %" G_GSIZE_FORMAT, i);
      g_assert_null (gate_base64url_decode (bad[i], &error));
      g_assert_error (error, GATE_ERROR, GATE_ERROR_INVALID);
    }
}

static void
test_tokens (void)
{
  g_autoptr(GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (int i = 0; i < 1000; i++)
    {
      char *token = gate_random_token (32);

      g_assert_cmpuint (strlen (token), ==, 43);
      g_assert_cmpuint (strspn (token, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"), ==, 43);
      g_assert_true (g_hash_table_add (seen, token));
    }
}

static void
test_fill (void)
{
  guint8 buffer[4096] = { 0 };
  guint seen[256] = { 0 };

  gate_random_fill (buffer, 0);
  g_assert_cmpuint (buffer[0], ==, 0);
  gate_random_fill (buffer, sizeof buffer);
  for (gsize i = 0; i < sizeof buffer; i++)
    seen[buffer[i]]++;
  /* Sixteen of each are expected; seventy, or a hundred values missing, would not come in the age of the universe. */
  guint missing = 0;
  for (guint i = 0; i < 256; i++)
    {
      g_assert_cmpuint (seen[i], <, 70);
      missing += seen[i] == 0;
    }
  g_assert_cmpuint (missing, <, 100);
}

static void
test_uuid (void)
{
  g_autofree char *one = gate_random_uuid ();
  g_autofree char *other = gate_random_uuid ();

  g_assert_true (g_uuid_string_is_valid (one));
  g_assert_cmpint (one[14], ==, '4');
  g_assert_nonnull (strchr ("89ab", one[19]));
  g_assert_cmpstr (one, !=, other);
}

static void
test_below (void)
{
  guint seen = 0;

  g_assert_cmpuint (gate_random_below (1), ==, 0);
  for (int i = 0; i < 1000; i++)
    {
      guint value = gate_random_below (5);

      g_assert_cmpuint (value, <, 5);
      seen |= 1u << value;
    }
  g_assert_cmpuint (seen, ==, 0x1f);
}

static void
test_constant_time_equal (void)
{
  static const struct {
    const char *a;
    const char *b;
    gboolean    equal;
  } cases[] = {
    { NULL, NULL, FALSE }, { NULL, "", FALSE }, { "", NULL, FALSE }, { "", "a", FALSE }, { "a", "", FALSE }, { "a", "b", FALSE }, { "a", "aa", FALSE },
    { "aa", "a", FALSE }, { "abab", "ab", FALSE }, { "ab", "abab", FALSE }, { "abc", "abd", FALSE }, { "bbc", "abc", FALSE }, { "A", "a", FALSE },
    { "", "", TRUE }, { "a", "a", TRUE }, { "a longer text", "a longer text", TRUE }, { "\xff", "\xff", TRUE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (gate_constant_time_equal (cases[i].a, cases[i].b), ==, cases[i].equal);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/random/base64url", test_base64url);
  g_test_add_func ("/base/random/base64url-padded", test_base64url_padded);
  g_test_add_func ("/base/random/tokens", test_tokens);
  g_test_add_func ("/base/random/fill", test_fill);
  g_test_add_func ("/base/random/uuid", test_uuid);
  g_test_add_func ("/base/random/below", test_below);
  g_test_add_func ("/base/random/constant-time-equal", test_constant_time_equal);
  return g_test_run ();
}
