// SPDX-License-Identifier: GPL-3.0-or-later
#include "http-test-identity.h"

#include <glib/gstdio.h>
#include <gnutls/gnutls.h>
#include <gnutls/x509.h>
#include <string.h>

struct _Identity {
  gnutls_x509_privkey_t key;
  gnutls_x509_crt_t     certificate;
};

static void
must (int result)
{
  if (result < 0)
    g_error ("GnuTLS: %s", gnutls_strerror (result));
}

Identity *
identity_new (const Recipe *recipe)
{
  static guint8 serial = 1;
  Identity *self = g_new0 (Identity, 1);
  time_t now = time (NULL);

  must (gnutls_x509_privkey_init (&self->key));
  must (gnutls_x509_privkey_generate (self->key, GNUTLS_PK_ECDSA, GNUTLS_CURVE_TO_BITS (GNUTLS_ECC_CURVE_SECP256R1), 0));
  must (gnutls_x509_crt_init (&self->certificate));
  must (gnutls_x509_crt_set_version (self->certificate, 3));
  serial++;
  must (gnutls_x509_crt_set_serial (self->certificate, &serial, 1));
  must (gnutls_x509_crt_set_dn_by_oid (self->certificate, GNUTLS_OID_X520_COMMON_NAME, 0, recipe->name, (unsigned) strlen (recipe->name)));
  must (gnutls_x509_crt_set_activation_time (self->certificate, now + recipe->from));
  must (gnutls_x509_crt_set_expiration_time (self->certificate, now + recipe->until));
  must (gnutls_x509_crt_set_key (self->certificate, self->key));
  if (recipe->purpose)
    {
      must (gnutls_x509_crt_set_subject_alt_name (self->certificate, GNUTLS_SAN_DNSNAME, recipe->name, (unsigned) strlen (recipe->name), 0));
      must (gnutls_x509_crt_set_key_purpose_oid (self->certificate, recipe->purpose, 0));
      must (gnutls_x509_crt_set_key_usage (self->certificate, GNUTLS_KEY_DIGITAL_SIGNATURE));
    }
  else
    {
      must (gnutls_x509_crt_set_ca_status (self->certificate, 1));
      must (gnutls_x509_crt_set_key_usage (self->certificate, GNUTLS_KEY_KEY_CERT_SIGN));
    }
  must (gnutls_x509_crt_sign2 (self->certificate, recipe->issuer ? recipe->issuer->certificate : self->certificate,
                               recipe->issuer ? recipe->issuer->key : self->key, GNUTLS_DIG_SHA256, 0));
  return self;
}

void
identity_free (Identity *self)
{
  gnutls_x509_crt_deinit (self->certificate);
  gnutls_x509_privkey_deinit (self->key);
  g_free (self);
}

static char *
identity_to_pem (const Identity *self,
                 gboolean        with_key)
{
  gnutls_datum_t certificate, key;

  must (gnutls_x509_crt_export2 (self->certificate, GNUTLS_X509_FMT_PEM, &certificate));
  must (gnutls_x509_privkey_export2_pkcs8 (self->key, GNUTLS_X509_FMT_PEM, NULL, GNUTLS_PKCS_PLAIN, &key));
  char *pem = g_strdup_printf ("%s%s", certificate.data, with_key ? (const char *) key.data : "");
  gnutls_free (certificate.data);
  gnutls_free (key.data);
  return pem;
}

GTlsCertificate *
identity_to_tls (const Identity *self)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *pem = identity_to_pem (self, TRUE);
  GTlsCertificate *certificate = g_tls_certificate_new_from_pem (pem, -1, &error);

  g_assert_no_error (error);
  return certificate;
}

void
root_init (Root *self)
{
  g_autoptr(GError) error = NULL;
  const Recipe recipe = { "Test Root", -IDENTITY_DAY, IDENTITY_DAY, NULL, NULL };

  self->root = identity_new (&recipe);
  g_autofree char *pem = identity_to_pem (self->root, FALSE);
  int fd = g_file_open_tmp ("gate-http-root-XXXXXX.pem", &self->file, &error);
  g_assert_no_error (error);
  g_close (fd, NULL);
  g_assert_true (g_file_set_contents (self->file, pem, -1, &error));
}

void
root_clear (Root *self)
{
  g_unlink (self->file);
  g_free (self->file);
  identity_free (self->root);
}

GTlsCertificate *
root_new_server (Root       *self,
                 const char *host)
{
  const Recipe recipe = { host, -IDENTITY_DAY, IDENTITY_DAY, self->root, GNUTLS_KP_TLS_WWW_SERVER };
  g_autoptr(Identity) identity = identity_new (&recipe);

  return identity_to_tls (identity);
}
