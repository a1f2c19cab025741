// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-error.h"
#include "gate-json.h"
#include "gate-jwt.h"
#include "gate-random.h"
#include "gate-signing-key.h"

#include "crypto-test-keys.h"
#include "crypto-test-verify.h"

static GateSigningKey *
load (const char *pem)
{
  g_autoptr(GateSecret) secret = gate_secret_new (pem);
  g_autoptr(GError) error = NULL;
  GateSigningKey *key = gate_signing_key_new_from_pem (secret, &error);

  g_assert_no_error (error);
  return key;
}

static void
test_refused (void)
{
  g_autofree char *huge = g_strnfill (200000, 'A');
  const char *cases[] = {
    "", "not a key", huge, p384_key, weak_rsa_key, ed25519_key,
    "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
    "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GateSecret) secret = gate_secret_new (cases[i]);
      g_autoptr(GError) error = NULL;

      g_assert_null (gate_signing_key_new_from_pem (secret, &error));
      g_assert_true (error->domain == GATE_ERROR);
      g_assert_nonnull (gate_error_get_remedy (error));
      g_assert_null (strstr (error->message, "AAAA"));
    }
}

static void
test_ec_jwk (void)
{
  const char *forms[] = { ec_key, ec_key_sec1 };

  for (gsize i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      g_autoptr(GateSigningKey) key = load (forms[i]);
      g_autoptr(JsonNode) jwk = gate_signing_key_dup_public_jwk (key);
      g_autofree char *thumbprint = gate_signing_key_dup_thumbprint (key);
      JsonObject *object = gate_json_node_object (jwk);

      g_assert_cmpint (gate_signing_key_get_algorithm (key), ==, GATE_SIGNING_ES256);
      g_assert_cmpstr (gate_json_get_string (object, "kty"), ==, "EC");
      g_assert_cmpstr (gate_json_get_string (object, "crv"), ==, "P-256");
      g_assert_cmpstr (gate_json_get_string (object, "x"), ==, ec_x);
      g_assert_cmpstr (gate_json_get_string (object, "y"), ==, ec_y);
      g_assert_cmpuint (json_object_get_size (object), ==, 4);
      g_assert_cmpstr (thumbprint, ==, ec_thumbprint);
    }
}

static void
test_rsa_jwk (void)
{
  g_autoptr(GateSigningKey) key = load (rsa_key);
  g_autoptr(JsonNode) jwk = gate_signing_key_dup_public_jwk (key);
  g_autofree char *thumbprint = gate_signing_key_dup_thumbprint (key);
  JsonObject *object = gate_json_node_object (jwk);

  g_assert_cmpint (gate_signing_key_get_algorithm (key), ==, GATE_SIGNING_RS256);
  g_assert_cmpstr (gate_json_get_string (object, "n"), ==, rsa_modulus);
  g_assert_cmpstr (gate_json_get_string (object, "e"), ==, "AQAB");
  g_assert_cmpuint (json_object_get_size (object), ==, 3);
  g_assert_cmpstr (thumbprint, ==, rsa_thumbprint);
}

static void
test_rsa_signature (void)
{
  g_autoptr(GateSigningKey) key = load (rsa_key);
  g_autoptr(GBytes) signature = gate_signing_key_sign (key, "the quick brown fox", 19, NULL);
  g_autofree char *text = gate_base64url_encode (g_bytes_get_data (signature, NULL), g_bytes_get_size (signature));

  g_assert_cmpstr (text, ==, rsa_signature);
}

/* ECDSA is random: many signatures, so that short r and s come up too, each verified by GnuTLS from the published JWK. */
static void
test_ec_signature (void)
{
  g_autoptr(GateSigningKey) key = gate_signing_key_generate (NULL);
  g_autoptr(JsonNode) jwk = gate_signing_key_dup_public_jwk (key);

  for (guint i = 0; i < 300; i++)
    {
      g_autofree char *text = g_strdup_printf ("text %u", i);
      g_autoptr(GBytes) signature = gate_signing_key_sign (key, text, strlen (text), NULL);

      g_assert_cmpuint (g_bytes_get_size (signature), ==, 64);
      g_assert_true (crypto_test_verify_es256 (gate_json_node_object (jwk), text, strlen (text), signature));
      g_assert_false (crypto_test_verify_es256 (gate_json_node_object (jwk), "other", 5, signature));
    }
}

static void
test_pem_round_trip (void)
{
  g_autoptr(GateSigningKey) key = gate_signing_key_generate (NULL);
  g_autoptr(GateSecret) pem = gate_signing_key_dup_pem (key, NULL);
  g_autoptr(GateSigningKey) again = gate_signing_key_new_from_pem (pem, NULL);
  g_autofree char *first = gate_signing_key_dup_thumbprint (key);
  g_autofree char *second = gate_signing_key_dup_thumbprint (again);

  g_assert_true (g_str_has_prefix (gate_secret_peek (pem), "-----BEGIN PRIVATE KEY-----"));
  g_assert_cmpstr (first, ==, second);
}

static void
test_assertion (void)
{
  g_autoptr(GateSigningKey) key = load (ec_key);
  g_autoptr(JsonNode) jwk = gate_signing_key_dup_public_jwk (key);
  g_autoptr(GateSecret) first = gate_jwt_new_assertion (key, "client-1", "https://as.example.com", NULL);
  g_autoptr(GateSecret) second = gate_jwt_new_assertion (key, "client-1", "https://as.example.com", NULL);
  g_autoptr(JsonNode) header = NULL;
  g_autoptr(JsonNode) payload = crypto_test_open_jwt (gate_secret_peek (first), gate_json_node_object (jwk), &header);
  g_autoptr(JsonNode) other = crypto_test_open_jwt (gate_secret_peek (second), gate_json_node_object (jwk), NULL);
  JsonObject *claims = gate_json_node_object (payload);
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;

  g_assert_cmpstr (gate_json_get_string (gate_json_node_object (header), "alg"), ==, "ES256");
  g_assert_cmpstr (gate_json_get_string (claims, "iss"), ==, "client-1");
  g_assert_cmpstr (gate_json_get_string (claims, "sub"), ==, "client-1");
  g_assert_cmpstr (gate_json_get_string (claims, "aud"), ==, "https://as.example.com");
  g_assert_cmpint (gate_json_get_int (claims, "iat", 0), <=, now);
  g_assert_cmpint (gate_json_get_int (claims, "exp", 0), >, now);
  g_assert_cmpint (gate_json_get_int (claims, "exp", 0), <=, now + 600);
  g_assert_cmpstr (gate_json_get_string (claims, "jti"), !=, gate_json_get_string (gate_json_node_object (other), "jti"));
  g_assert_cmpint (gate_jwt_peek_expiry (first), ==, gate_json_get_int (claims, "exp", 0));
}

static void
test_peek_expiry_of_others (void)
{
  const char *cases[] = { "", "opaque", "a.b", "a.b.c", "..", "a.!!!.c", "e30.e30.", "e30.eyJleHAiOiJ4In0.x", "e30.eyJleHAiOi01fQ.x", "e30.W10.x" };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GateSecret) token = gate_secret_new (cases[i]);
      g_assert_cmpint (gate_jwt_peek_expiry (token), ==, 0);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/crypto/signing-key/refused", test_refused);
  g_test_add_func ("/crypto/signing-key/ec-jwk", test_ec_jwk);
  g_test_add_func ("/crypto/signing-key/rsa-jwk", test_rsa_jwk);
  g_test_add_func ("/crypto/signing-key/rsa-signature", test_rsa_signature);
  g_test_add_func ("/crypto/signing-key/ec-signature", test_ec_signature);
  g_test_add_func ("/crypto/signing-key/pem-round-trip", test_pem_round_trip);
  g_test_add_func ("/crypto/jwt/assertion", test_assertion);
  g_test_add_func ("/crypto/jwt/peek-expiry-of-others", test_peek_expiry_of_others);
  return g_test_run ();
}
