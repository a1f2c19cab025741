// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-digest.h"
#include "gate-pkce.h"

#include <string.h>

static void
test_sha256 (void)
{
  static const struct { const char *text; const char *hex; } cases[] = {
    { "", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" },
    { "abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" },
    { "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *hex = gate_sha256_hex (cases[i].text, strlen (cases[i].text));
      g_assert_cmpstr (hex, ==, cases[i].hex);
    }
}

/* RFC 4231 §4.2, §4.3. */
static void
test_hmac (void)
{
  static const guint8 key[20] = { 0x0b, 0x0b, 0x0b, 0x0b, 0x0b, 0x0b, 0x0b, 0x0b, 0x0b, 0x0b,
                                  0x0b, 0x0b, 0x0b, 0x0b, 0x0b, 0x0b, 0x0b, 0x0b, 0x0b, 0x0b };
  guint8 mac[GATE_SHA256_SIZE];

  gate_hmac_sha256 (key, sizeof key, "Hi There", 8, mac);
  g_autofree char *first = gate_hex_encode (mac, sizeof mac);
  g_assert_cmpstr (first, ==, "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");

  gate_hmac_sha256 ("Jefe", 4, "what do ya want for nothing?", 28, mac);
  g_autofree char *second = gate_hex_encode (mac, sizeof mac);
  g_assert_cmpstr (second, ==, "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

/* RFC 7636 appendix B. */
static void
test_pkce_vector (void)
{
  g_autoptr(GateSecret) verifier = gate_secret_new ("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");
  g_autofree char *challenge = gate_pkce_challenge (verifier);

  g_assert_cmpstr (challenge, ==, "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
}

static void
test_pkce_verifier (void)
{
  g_autoptr(GateSecret) a = gate_pkce_new_verifier ();
  g_autoptr(GateSecret) b = gate_pkce_new_verifier ();

  g_assert_cmpuint (gate_secret_get_size (a), ==, 43);
  g_assert_false (gate_secret_equal (a, b));
  g_assert_cmpuint (strspn (gate_secret_peek (a), "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"), ==, 43);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/crypto/sha256", test_sha256);
  g_test_add_func ("/crypto/hmac", test_hmac);
  g_test_add_func ("/crypto/pkce/vector", test_pkce_vector);
  g_test_add_func ("/crypto/pkce/verifier", test_pkce_verifier);
  return g_test_run ();
}
