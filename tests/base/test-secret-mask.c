// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-error.h"
#include "gate-secret-mask.h"

#include <string.h>

static void
assert_masked (GateSecretMask *mask,
               const char     *text,
               const char     *expected)
{
  g_autofree char *masked = gate_secret_mask_apply (mask, text);
  g_assert_cmpstr (masked, ==, expected);
  g_assert_true (gate_secret_mask_finds (mask, text, strlen (text)) == (expected != NULL));
}

/* What is too short, or nothing, hides nothing. */
static void
test_nothing (void)
{
  g_autoptr(GateSecretMask) mask = gate_secret_mask_new ();

  gate_secret_mask_add (mask, NULL);
  gate_secret_mask_add_text (mask, NULL);
  gate_secret_mask_add_text (mask, "");
  gate_secret_mask_add_text (mask, "seven77");
  gate_secret_mask_add_text (mask, "a b\nc d\n");
  assert_masked (mask, "seven77 a b c d", NULL);
  assert_masked (mask, "", NULL);
  g_assert_null (gate_secret_mask_apply (mask, NULL));
  g_assert_null (gate_secret_mask_apply (NULL, "text"));
  g_assert_false (gate_secret_mask_finds (NULL, "text", 4));
  gate_secret_mask_apply_error (mask, NULL);
}

static void
test_forms (void)
{
  static const struct {
    const char *secret;
    const char *text;
    const char *expected;
  } cases[] = {
    { "eight888", "eight888", "•••" },
    { "eight888", "eight88", NULL },
    { "eight888", "Eight888", NULL },
    { "eight888", "eight888eight888 and eight888.", "•••••• and •••." },
    { "Bearer token-token", "no Bearer token-token, no token-token", "no •••, no •••" },
    { "-----BEGIN KEY-----\nabcdefgh\nijklmnop\n", "abcdefgh ijklmnop", "••• •••" },
    { "key/with+signs=", "?key=key%2Fwith%2Bsigns%3D", "?key=•••" },
    { "pass phrase of words", "pass phrase of words; phrase of words", "•••; phrase of words" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GateSecretMask) mask = gate_secret_mask_new ();

      gate_secret_mask_add_text (mask, cases[i].secret);
      assert_masked (mask, cases[i].text, cases[i].expected);
    }
}

/* Nothing of the longer one stays behind, in whichever order they came. */
static void
test_longest_first (void)
{
  g_autoptr(GateSecretMask) mask = gate_secret_mask_new ();

  gate_secret_mask_add_text (mask, "abcdefgh");
  gate_secret_mask_add_text (mask, "abcdefghijkl");
  gate_secret_mask_add_text (mask, "abcdefghij");
  assert_masked (mask, "abcdefghijkl abcdefghij abcdefgh abcdefg", "••• ••• ••• abcdefg");
}

static void
test_bytes (void)
{
  static const char raw[] = "a\0secret-secret\0b";
  g_autoptr(GateSecretMask) mask = gate_secret_mask_new ();
  g_autoptr(GBytes) bytes = g_bytes_new_static (raw, sizeof raw - 1);
  g_autoptr(GBytes) same = gate_secret_mask_apply_bytes (mask, bytes);

  g_assert_true (same == bytes);
  gate_secret_mask_add_text (mask, "secret-secret");
  g_autoptr(GBytes) masked = gate_secret_mask_apply_bytes (mask, bytes);
  gsize size;
  const char *data = g_bytes_get_data (masked, &size);
  g_assert_cmpmem (data, size, "a\0•••\0b", sizeof "a\0•••\0b" - 1);
}

/* The oldest goes when there are too many; what is used stays. */
static void
test_many (void)
{
  g_autoptr(GateSecretMask) mask = gate_secret_mask_new ();

  gate_secret_mask_add_text (mask, "key-that-stays");
  gate_secret_mask_add_text (mask, "key-that-goes");
  for (int i = 0; i < 31; i++)
    {
      g_autofree char *text = g_strdup_printf ("rotated-token-%02d", i);

      gate_secret_mask_add_text (mask, "key-that-stays");
      gate_secret_mask_add_text (mask, text);
    }
  assert_masked (mask, "key-that-stays", "•••");
  assert_masked (mask, "key-that-goes", NULL);
  assert_masked (mask, "rotated-token-00 rotated-token-30", "••• •••");
}

static void
test_error (void)
{
  g_autoptr(GateSecretMask) mask = gate_secret_mask_new ();
  g_autoptr(GError) error = gate_error_new (GATE_ERROR_SERVICE, GATE_LAYER_SERVICE, "Do not send abcdefgh.", "It said: abcdefgh");

  gate_secret_mask_add_text (mask, "abcdefgh");
  gate_error_set_service_code (error, -32000, "{\"said\":\"abcdefgh\"}");
  gate_secret_mask_apply_error (mask, error);
  g_assert_error (error, GATE_ERROR, GATE_ERROR_SERVICE);
  g_assert_cmpstr (error->message, ==, "It said: •••");
  g_assert_cmpstr (gate_error_get_remedy (error), ==, "Do not send •••.");
  g_assert_cmpstr (gate_error_get_service_data (error), ==, "{\"said\":\"•••\"}");
  g_assert_cmpint (gate_error_get_service_code (error), ==, -32000);
  g_assert_cmpint (gate_error_get_layer (error), ==, GATE_LAYER_SERVICE);

  g_autoptr(GError) foreign = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED, "abcdefgh");
  gate_secret_mask_apply_error (mask, foreign);
  g_assert_error (foreign, G_IO_ERROR, G_IO_ERROR_FAILED);
  g_assert_cmpstr (foreign->message, ==, "•••");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/secret-mask/nothing", test_nothing);
  g_test_add_func ("/secret-mask/forms", test_forms);
  g_test_add_func ("/secret-mask/longest-first", test_longest_first);
  g_test_add_func ("/secret-mask/bytes", test_bytes);
  g_test_add_func ("/secret-mask/many", test_many);
  g_test_add_func ("/secret-mask/error", test_error);
  return g_test_run ();
}
