// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-signing-key.h"

#include "gate-digest.h"
#include "gate-error.h"
#include "gate-i18n.h"
#include "gate-json.h"
#include "gate-random.h"

#include <gnutls/abstract.h>
#include <gnutls/crypto.h>
#include <string.h>

#define PEM_LIMIT (64 * 1024)
#define P256_SIZE 32
#define RSA_MIN_BITS 2048

struct _GateSigningKey {
  GObject               parent_instance;

  gnutls_privkey_t      key;
  GateSigningAlgorithm  algorithm;
  /* The members of the public JWK that RFC 7638 names, in its order, as name and base64url value. */
  char                 *members[4][2];
  guint                 n_members;
};

G_DEFINE_FINAL_TYPE (GateSigningKey, gate_signing_key, G_TYPE_OBJECT)

#define KEY_REMEDY _("Give a private key in PEM form (PKCS #8): P-256, or RSA of at least 2048 bits.")

static void
gate_signing_key_finalize (GObject *object)
{
  GateSigningKey *self = GATE_SIGNING_KEY (object);

  g_clear_pointer (&self->key, gnutls_privkey_deinit);
  for (guint i = 0; i < self->n_members; i++)
    {
      g_free (self->members[i][0]);
      g_free (self->members[i][1]);
    }
  G_OBJECT_CLASS (gate_signing_key_parent_class)->finalize (object);
}

static void
gate_signing_key_class_init (GateSigningKeyClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = gate_signing_key_finalize;
}

static void
gate_signing_key_init (GateSigningKey *self)
{
}

static void
add_member (GateSigningKey *self,
            const char     *name,
            char           *value)
{
  g_assert (self->n_members < G_N_ELEMENTS (self->members));
  self->members[self->n_members][0] = g_strdup (name);
  self->members[self->n_members][1] = value;
  self->n_members++;
}

/* A number of a fixed size (RFC 7518 §6.2.1.2), or of its own size where size is 0; GnuTLS may give a leading zero or too few bytes. */
static char *
encode_number (const gnutls_datum_t *number,
               gsize                 size)
{
  const guint8 *data = number->data;
  gsize length = number->size;

  while (length > 0 && *data == 0)
    {
      data++;
      length--;
    }
  if (size == 0)
    return gate_base64url_encode (data, length);

  g_autofree guint8 *padded = g_malloc0 (size);
  g_return_val_if_fail (length <= size, NULL);
  memcpy (padded + size - length, data, length);
  return gate_base64url_encode (padded, size);
}

static gboolean
describe_ec (GateSigningKey   *self,
             gnutls_pubkey_t   public,
             GError          **error)
{
  gnutls_datum_t x = { 0 }, y = { 0 };
  gnutls_ecc_curve_t curve;

  if (gnutls_pubkey_export_ecc_raw (public, &curve, &x, &y) < 0 || curve != GNUTLS_ECC_CURVE_SECP256R1)
    {
      gnutls_free (x.data);
      gnutls_free (y.data);
      gate_error_set (error, GATE_ERROR_INVALID, GATE_LAYER_NONE, KEY_REMEDY, _("The key is not on the curve P-256"));
      return FALSE;
    }
  self->algorithm = GATE_SIGNING_ES256;
  add_member (self, "crv", g_strdup ("P-256"));
  add_member (self, "kty", g_strdup ("EC"));
  add_member (self, "x", encode_number (&x, P256_SIZE));
  add_member (self, "y", encode_number (&y, P256_SIZE));
  gnutls_free (x.data);
  gnutls_free (y.data);
  return TRUE;
}

static gboolean
describe_rsa (GateSigningKey   *self,
              gnutls_pubkey_t   public,
              guint             bits,
              GError          **error)
{
  gnutls_datum_t modulus = { 0 }, exponent = { 0 };

  if (bits < RSA_MIN_BITS || gnutls_pubkey_export_rsa_raw (public, &modulus, &exponent) < 0)
    {
      gate_error_set (error, GATE_ERROR_INVALID, GATE_LAYER_NONE, KEY_REMEDY, _("The RSA key has only %u bits"), bits);
      return FALSE;
    }
  self->algorithm = GATE_SIGNING_RS256;
  add_member (self, "e", encode_number (&exponent, 0));
  add_member (self, "kty", g_strdup ("RSA"));
  add_member (self, "n", encode_number (&modulus, 0));
  gnutls_free (modulus.data);
  gnutls_free (exponent.data);
  return TRUE;
}

static gboolean
describe_public (GateSigningKey  *self,
                 GError         **error)
{
  gnutls_pubkey_t public = NULL;
  unsigned int bits = 0;
  gboolean ok = FALSE;

  if (gnutls_pubkey_init (&public) < 0 || gnutls_pubkey_import_privkey (public, self->key, 0, 0) < 0)
    gate_error_set (error, GATE_ERROR_INVALID, GATE_LAYER_NONE, KEY_REMEDY, _("The key has no public part"));
  else
    {
      int kind = gnutls_pubkey_get_pk_algorithm (public, &bits);

      if (kind == GNUTLS_PK_ECDSA)
        ok = describe_ec (self, public, error);
      else if (kind == GNUTLS_PK_RSA)
        ok = describe_rsa (self, public, bits, error);
      else
        gate_error_set (error, GATE_ERROR_INVALID, GATE_LAYER_NONE, KEY_REMEDY, _("The key is of a kind that cannot be used here"));
    }
  g_clear_pointer (&public, gnutls_pubkey_deinit);
  return ok;
}

/**
 * gate_signing_key_generate:
 * @error: set to %GATE_ERROR_FAILED
 *
 * Makes a new P-256 key, for DPoP.
 *
 * Returns: (transfer full) (nullable): the key
 */
GateSigningKey *
gate_signing_key_generate (GError **error)
{
  g_autoptr(GateSigningKey) self = g_object_new (GATE_TYPE_SIGNING_KEY, NULL);
  int rc = gnutls_privkey_init (&self->key);

  if (rc >= 0)
    rc = gnutls_privkey_generate (self->key, GNUTLS_PK_ECDSA, GNUTLS_CURVE_TO_BITS (GNUTLS_ECC_CURVE_SECP256R1), 0);
  if (rc < 0)
    {
      gate_error_set (error, GATE_ERROR_FAILED, GATE_LAYER_NONE, NULL, _("Could not make a key: %s"), gnutls_strerror (rc));
      return NULL;
    }
  return describe_public (self, error) ? g_steal_pointer (&self) : NULL;
}

/**
 * gate_signing_key_new_from_pem:
 * @pem: a private key in PEM form, PKCS #8 or the older forms, without a pass phrase
 * @error: set to %GATE_ERROR_INVALID
 *
 * Returns: (transfer full) (nullable): the key
 */
GateSigningKey *
gate_signing_key_new_from_pem (GateSecret  *pem,
                               GError     **error)
{
  g_autoptr(GateSigningKey) self = g_object_new (GATE_TYPE_SIGNING_KEY, NULL);
  gnutls_datum_t datum = { (unsigned char *) gate_secret_peek (pem), (unsigned int) MIN (gate_secret_get_size (pem), PEM_LIMIT + 1) };

  if (datum.size > PEM_LIMIT)
    {
      gate_error_set (error, GATE_ERROR_TOO_LARGE, GATE_LAYER_NONE, KEY_REMEDY, _("The key is larger than %d bytes"), PEM_LIMIT);
      return NULL;
    }

  int rc = gnutls_privkey_init (&self->key);
  if (rc >= 0)
    rc = gnutls_privkey_import_x509_raw (self->key, &datum, GNUTLS_X509_FMT_PEM, NULL, 0);
  if (rc < 0)
    {
      gate_error_set (error, GATE_ERROR_INVALID, GATE_LAYER_NONE, KEY_REMEDY, _("Not a private key: %s"), gnutls_strerror (rc));
      return NULL;
    }
  return describe_public (self, error) ? g_steal_pointer (&self) : NULL;
}

/**
 * gate_signing_key_dup_pem:
 * @self: a key
 * @error: set to %GATE_ERROR_FAILED
 *
 * Returns: (transfer full) (nullable): the private key in PEM form, PKCS #8, not encrypted: it goes into the keyring and nowhere else
 */
GateSecret *
gate_signing_key_dup_pem (GateSigningKey  *self,
                          GError         **error)
{
  gnutls_x509_privkey_t plain = NULL;
  gnutls_datum_t pem = { 0 };
  GateSecret *secret = NULL;
  int rc = gnutls_privkey_export_x509 (self->key, &plain);

  if (rc >= 0)
    rc = gnutls_x509_privkey_export2_pkcs8 (plain, GNUTLS_X509_FMT_PEM, NULL, GNUTLS_PKCS_PLAIN, &pem);
  if (rc < 0)
    gate_error_set (error, GATE_ERROR_FAILED, GATE_LAYER_NONE, NULL, _("Could not write the key: %s"), gnutls_strerror (rc));
  else
    secret = gate_secret_new_take (g_strndup ((const char *) pem.data, pem.size));

  if (pem.data)
    gnutls_memset (pem.data, 0, pem.size);
  gnutls_free (pem.data);
  g_clear_pointer (&plain, gnutls_x509_privkey_deinit);
  return secret;
}

/**
 * gate_signing_key_get_algorithm:
 * @self: a key
 *
 * Returns: the algorithm that this kind of key signs with
 */
GateSigningAlgorithm
gate_signing_key_get_algorithm (GateSigningKey *self)
{
  return self->algorithm;
}

/**
 * gate_signing_key_dup_public_jwk:
 * @self: a key
 *
 * Returns: (transfer full): its public part as a JSON Web Key (RFC 7517), only the members that define it
 */
JsonNode *
gate_signing_key_dup_public_jwk (GateSigningKey *self)
{
  JsonObject *object = json_object_new ();

  for (guint i = 0; i < self->n_members; i++)
    json_object_set_string_member (object, self->members[i][0], self->members[i][1]);
  return gate_json_take_object (object);
}

/**
 * gate_signing_key_dup_thumbprint:
 * @self: a key
 *
 * Returns: (transfer full): the SHA-256 thumbprint of the public key (RFC 7638), base64url
 */
char *
gate_signing_key_dup_thumbprint (GateSigningKey *self)
{
  g_autoptr(GString) text = g_string_new ("{");

  for (guint i = 0; i < self->n_members; i++)
    g_string_append_printf (text, "%s\"%s\":\"%s\"", i > 0 ? "," : "", self->members[i][0], self->members[i][1]);
  g_string_append_c (text, '}');
  return gate_sha256_base64url (text->str);
}

/* JWS wants r and s side by side, each of 32 bytes (RFC 7518 §3.4), where GnuTLS gives DER. */
static GBytes *
ecdsa_from_der (const gnutls_datum_t *der)
{
  gnutls_datum_t numbers[2] = { 0 };
  guint8 *raw = g_malloc0 (2 * P256_SIZE);
  gboolean ok = gnutls_decode_rs_value (der, &numbers[0], &numbers[1]) >= 0;

  for (guint i = 0; ok && i < 2; i++)
    {
      gsize skip = numbers[i].size > P256_SIZE ? numbers[i].size - P256_SIZE : 0;
      gsize length = numbers[i].size - skip;

      memcpy (raw + (i + 1) * P256_SIZE - length, numbers[i].data + skip, length);
    }
  gnutls_free (numbers[0].data);
  gnutls_free (numbers[1].data);
  if (ok)
    return g_bytes_new_take (raw, 2 * P256_SIZE);
  g_free (raw);
  return NULL;
}

/**
 * gate_signing_key_sign:
 * @self: a key
 * @data: (array length=size): what to sign
 * @size: how many bytes
 * @error: set to %GATE_ERROR_FAILED
 *
 * Signs with the key's own algorithm.
 *
 * Returns: (transfer full) (nullable): the signature as JSON Web Signatures have it (RFC 7518 §3.3, §3.4)
 */
GBytes *
gate_signing_key_sign (GateSigningKey  *self,
                       const void      *data,
                       gsize            size,
                       GError         **error)
{
  gboolean ec = self->algorithm == GATE_SIGNING_ES256;
  gnutls_datum_t input = { (unsigned char *) data, (unsigned int) size }, output = { 0 };
  g_autoptr(GBytes) signature = NULL;
  int rc = gnutls_privkey_sign_data2 (self->key, ec ? GNUTLS_SIGN_ECDSA_SHA256 : GNUTLS_SIGN_RSA_SHA256, 0, &input, &output);

  if (rc >= 0)
    signature = ec ? ecdsa_from_der (&output) : g_bytes_new (output.data, output.size);
  gnutls_free (output.data);
  if (!signature)
    gate_error_set (error, GATE_ERROR_FAILED, GATE_LAYER_NONE, NULL, _("Could not sign: %s"), gnutls_strerror (rc));
  return g_steal_pointer (&signature);
}

/**
 * gate_signing_algorithm_to_string:
 * @algorithm: an algorithm
 *
 * Returns: its name in JSON Web Algorithms, "ES256"
 */
const char *
gate_signing_algorithm_to_string (GateSigningAlgorithm algorithm)
{
  return algorithm == GATE_SIGNING_RS256 ? "RS256" : "ES256";
}
