// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-json.h"
#include "gate-random.h"

#include <gnutls/abstract.h>
#include <gnutls/crypto.h>
#include <string.h>

/* Verifies an ES256 signature with the public key of a JWK, by GnuTLS alone. */
static inline gboolean
crypto_test_verify_es256 (JsonObject *jwk,
                          const void *data,
                          gsize       size,
                          GBytes     *signature)
{
  g_autoptr(GBytes) x = gate_base64url_decode (gate_json_get_string (jwk, "x"), NULL);
  g_autoptr(GBytes) y = gate_base64url_decode (gate_json_get_string (jwk, "y"), NULL);
  const guint8 *raw = g_bytes_get_data (signature, NULL);
  gnutls_datum_t x_datum = { (void *) g_bytes_get_data (x, NULL), (unsigned int) g_bytes_get_size (x) };
  gnutls_datum_t y_datum = { (void *) g_bytes_get_data (y, NULL), (unsigned int) g_bytes_get_size (y) };
  gnutls_datum_t r = { (void *) raw, 32 }, s = { (void *) (raw + 32), 32 }, der = { 0 };
  gnutls_datum_t input = { (void *) data, (unsigned int) size };
  gnutls_pubkey_t key;

  g_assert_cmpuint (g_bytes_get_size (x), ==, 32);
  g_assert_cmpuint (g_bytes_get_size (y), ==, 32);
  g_assert_cmpint (gnutls_pubkey_init (&key), ==, 0);
  g_assert_cmpint (gnutls_pubkey_import_ecc_raw (key, GNUTLS_ECC_CURVE_SECP256R1, &x_datum, &y_datum), ==, 0);
  g_assert_cmpint (gnutls_encode_rs_value (&der, &r, &s), ==, 0);
  gboolean good = gnutls_pubkey_verify_data2 (key, GNUTLS_SIGN_ECDSA_SHA256, 0, &input, &der) >= 0;
  gnutls_free (der.data);
  gnutls_pubkey_deinit (key);
  return good;
}

static inline JsonNode *
crypto_test_decode_part (const char *part)
{
  g_autoptr(GBytes) bytes = gate_base64url_decode (part, NULL);
  JsonNode *node = gate_json_parse (g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes), 65536, NULL);

  g_assert_nonnull (node);
  return node;
}

/* Verifies a token signed by ES256 and gives its claims. header: (out) (optional). */
static inline JsonNode *
crypto_test_open_jwt (const char  *token,
                      JsonObject  *jwk,
                      JsonNode   **header)
{
  g_auto(GStrv) parts = g_strsplit (token, ".", -1);
  g_assert_cmpuint (g_strv_length (parts), ==, 3);

  g_autoptr(GBytes) signature = gate_base64url_decode (parts[2], NULL);
  g_assert_true (crypto_test_verify_es256 (jwk, token, strlen (parts[0]) + 1 + strlen (parts[1]), signature));
  if (header)
    *header = crypto_test_decode_part (parts[0]);
  return crypto_test_decode_part (parts[1]);
}
