// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-dpop.h"

#include "crypto-test-verify.h"

typedef struct {
  const char *address;
  const char *target;
} Case;

static void
test_target (void)
{
  static const Case cases[] = {
    { "https://server.example.com/token", "https://server.example.com/token" },
    { "https://server.example.com/token?a=b#c", "https://server.example.com/token" },
    { "http://localhost:4111/mcp?x", "http://localhost:4111/mcp" },
    { "https://server.example.com/a%20b/", "https://server.example.com/a%20b/" },
  };
  g_autoptr(GateSigningKey) key = gate_signing_key_generate (NULL);
  g_autoptr(JsonNode) jwk = gate_signing_key_dup_public_jwk (key);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GUri) uri = g_uri_parse (cases[i].address, G_URI_FLAGS_ENCODED, NULL);
      g_autofree char *proof = gate_dpop_proof (key, "POST", uri, NULL, NULL, NULL);
      g_autoptr(JsonNode) claims = crypto_test_open_jwt (proof, gate_json_node_object (jwk), NULL);

      g_assert_cmpstr (gate_json_get_string (gate_json_node_object (claims), "htu"), ==, cases[i].target);
    }
}

/* RFC 9449 §4.1, §7.1: members, the published key, the digest of the token in that section's example. */
static void
test_members (void)
{
  g_autoptr(GateSigningKey) key = gate_signing_key_generate (NULL);
  g_autoptr(JsonNode) jwk = gate_signing_key_dup_public_jwk (key);
  g_autoptr(GUri) uri = g_uri_parse ("https://resource.example.org/protectedresource", G_URI_FLAGS_ENCODED, NULL);
  g_autoptr(GateSecret) token = gate_secret_new ("Kz~8mXK1EalYznwH-LC-1fBAo.4Ljp~zsPE_NeO.gxU");
  g_autofree char *proof = gate_dpop_proof (key, "GET", uri, "nonce-1", token, NULL);
  g_autoptr(JsonNode) header_node = NULL;
  g_autoptr(JsonNode) claims_node = crypto_test_open_jwt (proof, gate_json_node_object (jwk), &header_node);
  JsonObject *header = gate_json_node_object (header_node), *claims = gate_json_node_object (claims_node);

  g_assert_cmpstr (gate_json_get_string (header, "typ"), ==, "dpop+jwt");
  g_assert_cmpstr (gate_json_get_string (header, "alg"), ==, "ES256");
  g_assert_true (gate_json_equal (gate_json_get (header, "jwk"), jwk));
  g_assert_null (gate_json_get (gate_json_get_object (header, "jwk"), "d"));
  g_assert_cmpstr (gate_json_get_string (claims, "htm"), ==, "GET");
  g_assert_cmpstr (gate_json_get_string (claims, "nonce"), ==, "nonce-1");
  g_assert_cmpstr (gate_json_get_string (claims, "ath"), ==, "fUHyO2r2Z3DZ53EsNrWBb0xWXoaNy59IiKCAqksmQEo");
  g_assert_cmpint (ABS (gate_json_get_int (claims, "iat", 0) - g_get_real_time () / G_USEC_PER_SEC), <=, 5);
}

static void
test_never_reused (void)
{
  g_autoptr(GateSigningKey) key = gate_signing_key_generate (NULL);
  g_autoptr(JsonNode) jwk = gate_signing_key_dup_public_jwk (key);
  g_autoptr(GUri) uri = g_uri_parse ("https://as.example.com/token", G_URI_FLAGS_ENCODED, NULL);
  g_autoptr(GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < 50; i++)
    {
      g_autofree char *proof = gate_dpop_proof (key, "POST", uri, NULL, NULL, NULL);
      g_autoptr(JsonNode) claims = crypto_test_open_jwt (proof, gate_json_node_object (jwk), NULL);

      g_assert_null (gate_json_get (gate_json_node_object (claims), "nonce"));
      g_assert_null (gate_json_get (gate_json_node_object (claims), "ath"));
      g_assert_true (g_hash_table_add (seen, g_strdup (gate_json_get_string (gate_json_node_object (claims), "jti"))));
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/crypto/dpop/target", test_target);
  g_test_add_func ("/crypto/dpop/members", test_members);
  g_test_add_func ("/crypto/dpop/never-reused", test_never_reused);
  return g_test_run ();
}
