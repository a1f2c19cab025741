// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-digest.h"

#include "gate-random.h"

#include <gnutls/crypto.h>
#include <string.h>

/**
 * gate_sha256:
 * @data: (array length=size): the bytes
 * @size: how many
 * @digest: (out caller-allocates): %GATE_SHA256_SIZE bytes
 *
 * SHA-256 (FIPS 180-4).
 */
void
gate_sha256 (const void *data,
             gsize       size,
             guint8     *digest)
{
  if (gnutls_hash_fast (GNUTLS_DIG_SHA256, size > 0 ? data : "", size, digest) < 0)
    g_error ("SHA-256 is not available");
}

/**
 * gate_hex_encode:
 * @data: (array length=size): the bytes
 * @size: how many
 *
 * Returns: (transfer full): lower-case hexadecimal digits
 */
char *
gate_hex_encode (const void *data,
                 gsize       size)
{
  static const char digits[] = "0123456789abcdef";
  const guint8 *bytes = data;
  char *text = g_malloc (2 * size + 1);

  for (gsize i = 0; i < size; i++)
    {
      text[2 * i] = digits[bytes[i] >> 4];
      text[2 * i + 1] = digits[bytes[i] & 15];
    }
  text[2 * size] = '\0';
  return text;
}

/**
 * gate_sha256_hex:
 * @data: (array length=size): the bytes
 * @size: how many
 *
 * Returns: (transfer full): their SHA-256 in lower-case hexadecimal
 */
char *
gate_sha256_hex (const void *data,
                 gsize       size)
{
  guint8 digest[GATE_SHA256_SIZE];

  gate_sha256 (data, size, digest);
  return gate_hex_encode (digest, sizeof digest);
}

/**
 * gate_sha256_base64url:
 * @text: a text
 *
 * Returns: (transfer full): the SHA-256 of its bytes in base64url without padding, as PKCE and DPoP write digests
 */
char *
gate_sha256_base64url (const char *text)
{
  guint8 digest[GATE_SHA256_SIZE];

  gate_sha256 (text, strlen (text), digest);
  return gate_base64url_encode (digest, sizeof digest);
}

/**
 * gate_hmac_sha256:
 * @key: (array length=key_size): the key
 * @key_size: its size in bytes
 * @data: (array length=size): the bytes
 * @size: how many
 * @mac: (out caller-allocates): %GATE_SHA256_SIZE bytes
 *
 * HMAC with SHA-256 (RFC 2104).
 */
void
gate_hmac_sha256 (const void *key,
                  gsize       key_size,
                  const void *data,
                  gsize       size,
                  guint8     *mac)
{
  if (gnutls_hmac_fast (GNUTLS_MAC_SHA256, key_size > 0 ? key : "", key_size, size > 0 ? data : "", size, mac) < 0)
    g_error ("HMAC-SHA-256 is not available");
}
