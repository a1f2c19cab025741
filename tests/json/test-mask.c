// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-json-mask.h"
#include "gate-json.h"

#include <string.h>

static char *
masked (GateSecretMask *mask,
        const char     *text)
{
  g_autoptr(GBytes) bytes = g_bytes_new_static (text, strlen (text));
  g_autoptr(GBytes) result = gate_json_mask (bytes, mask);
  gsize size;
  const char *data = g_bytes_get_data (result, &size);

  return g_strndup (data, size);
}

/* However a secret is written, it is gone, and what is left is the same document. */
static void
test_forms (void)
{
  static const struct {
    const char *secret;
    const char *text;
    const char *expected;
  } cases[] = {
    { "token-token", "{\"a\":\"no tok\\u0065n here\"}", "{\"a\":\"no tok\\u0065n here\"}" },
    { "token-token", "{\"a\":\"x token-token y\"}", "{\"a\":\"x ••• y\"}" },
    { "token-token", "{\"token-token\":[\"token-token\",1,null]}", "{\"•••\":[\"•••\",1,null]}" },
    { "token-token", "{\"a\":\"tok\\u0065n-t\\u006Fken\",\"b\":1.50,\"c\":\"\\n\"}", "{\"a\":\"•••\",\"b\":1.5,\"c\":\"\\n\"}" },
    { "token-token", "{\"\\u0074oken-token\":{\"b\":[]}}", "{\"•••\":{\"b\":[]}}" },
    { "to/ken/to/ken", "{\"a\":\"to\\/ken\\/to\\/ken\"}", "{\"a\":\"•••\"}" },
    { "tok\"en\\token", "{\"a\":\"tok\\\"en\\\\token\"}", "{\"a\":\"•••\"}" },
    { "schlüssel-ß", "{\"a\":\"schl\\u00fcssel-\\u00DF\"}", "{\"a\":\"•••\"}" },
    { "1234567890", "{\"a\":1234567890,\"b\":\"1234567890\",\"c\":12345}", "{\"a\":\"•••\",\"b\":\"•••\",\"c\":12345}" },
    { "token-token", "not JSON: token-token", "not JSON: •••" },
    { "token-token", "{\"a\":\"token-token\\", "{\"a\":\"•••\\" },
    { "token-token", "{\"a\":\"tok\\u", "{\"a\":\"tok\\u" },
    { "token-token", "{\"a\":\"\\ud83d\\ude00 tok\\u0065n-token\"}", "{\"a\":\"😀 •••\"}" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GateSecretMask) mask = gate_secret_mask_new ();
      gate_secret_mask_add_text (mask, cases[i].secret);

      g_autofree char *result = masked (mask, cases[i].text);
      g_assert_cmpstr (result, ==, cases[i].expected);
    }
}

/* What has no secret is not copied. */
static void
test_same (void)
{
  g_autoptr(GateSecretMask) mask = gate_secret_mask_new ();
  g_autoptr(GBytes) text = g_bytes_new_static ("{\"a\":\"\\n\"}", 10);
  g_autoptr(GBytes) empty = g_bytes_new_static ("", 0);

  gate_secret_mask_add_text (mask, "token-token");
  g_autoptr(GBytes) without = gate_json_mask (text, NULL);
  g_autoptr(GBytes) with = gate_json_mask (text, mask);
  g_autoptr(GBytes) nothing = gate_json_mask (empty, mask);
  g_assert_true (without == text && with == text && nothing == empty);
}

/* A megabyte takes a moment, hits or not. */
static void
test_large (void)
{
  g_autoptr(GateSecretMask) mask = gate_secret_mask_new ();
  GString *text = g_string_new ("[\"");

  gate_secret_mask_add_text (mask, "aaaaaaaaaaaaaaab");
  for (int i = 0; i < 1000 * 1000; i++)
    g_string_append (text, i % 1000 == 0 ? "\\n" : "aa");
  g_string_append (text, "b\"]");

  g_autofree char *whole = g_string_free (text, FALSE);
  gint64 start = g_get_monotonic_time ();
  g_autofree char *result = masked (mask, whole);
  g_test_message ("%.1f ms", (double) (g_get_monotonic_time () - start) / 1000);
  g_assert_true (g_str_has_suffix (result, "a•••\"]"));
  g_assert_null (strstr (result, "aaaaaaaaaaaaaaab"));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/mask/forms", test_forms);
  g_test_add_func ("/mask/same", test_same);
  g_test_add_func ("/mask/large", test_large);
  return g_test_run ();
}
