// SPDX-License-Identifier: GPL-3.0-or-later
#include "http-test.h"

#include <glib/gstdio.h>
#include <gnutls/gnutls.h>
#include <gnutls/x509.h>
#include <string.h>
#include <time.h>

#define DAY (24 * 60 * 60)

/* Certificates are made anew in every run; nothing that could be stolen lies about. */
typedef struct {
  gnutls_x509_privkey_t key;
  gnutls_x509_crt_t     certificate;
} Identity;

typedef struct {
  const char     *name; /* the common name, and the DNS name where it has a dot or is localhost */
  time_t          from; /* in seconds from now */
  time_t          until;
  const Identity *issuer; /* NULL: signs itself */
  const char     *purpose; /* NULL: to sign others */
} Recipe;

static void
must (int result)
{
  if (result < 0)
    g_error ("GnuTLS: %s", gnutls_strerror (result));
}

static Identity *
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

static void
identity_free (Identity *self)
{
  gnutls_x509_crt_deinit (self->certificate);
  gnutls_x509_privkey_deinit (self->key);
  g_free (self);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Identity, identity_free)

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

static GTlsCertificate *
identity_to_tls (const Identity *self)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *pem = identity_to_pem (self, TRUE);
  GTlsCertificate *certificate = g_tls_certificate_new_from_pem (pem, -1, &error);

  g_assert_no_error (error);
  return certificate;
}

/* A private root, in a file as an administrator would give it. */
typedef struct {
  Identity *root;
  char     *file;
} Fixture;

static void
fixture_set_up (Fixture       *self,
                gconstpointer  user_data)
{
  g_autoptr(GError) error = NULL;
  const Recipe recipe = { "Test Root", -DAY, DAY, NULL, NULL };

  self->root = identity_new (&recipe);
  g_autofree char *pem = identity_to_pem (self->root, FALSE);
  int fd = g_file_open_tmp ("gate-http-root-XXXXXX.pem", &self->file, &error);
  g_assert_no_error (error);
  g_close (fd, NULL);
  g_assert_true (g_file_set_contents (self->file, pem, -1, &error));
}

static void
fixture_tear_down (Fixture       *self,
                   gconstpointer  user_data)
{
  g_unlink (self->file);
  g_free (self->file);
  identity_free (self->root);
}

static void
count (SoupServer        *server,
       SoupServerMessage *message,
       const char        *path,
       GHashTable        *query,
       gpointer           user_data)
{
  (*(guint *) user_data)++;
  soup_server_message_set_status (message, 200, NULL);
  soup_server_message_set_response (message, "text/plain", SOUP_MEMORY_STATIC, "hello", 5);
}

static GateHttp *
http_trusting (const char *file)
{
  return g_object_new (GATE_TYPE_HTTP, "trust-file", file, NULL);
}

typedef struct {
  const char *name;
  const char *host;
  time_t      from;
  time_t      until;
  gboolean    own; /* signed by itself, not by the root */
  gboolean    trusted;
  const char *texts[3]; /* what the error says; none: it is accepted */
} ServerCase;

static const ServerCase server_cases[] = {
  { "unknown authority", "localhost", -DAY, DAY, FALSE, FALSE, { "was signed by an authority that this computer does not know", "Test Root" } },
  { "self-signed", "localhost", -DAY, DAY, TRUE, TRUE, { "was signed by an authority that this computer does not know" } },
  { "expired", "localhost", -3 * DAY, -2 * DAY, FALSE, TRUE, { "expired on 2" } },
  { "not yet valid", "localhost", 2 * DAY, 3 * DAY, FALSE, TRUE, { "is not valid before 2" } },
  { "wrong host", "other.example", -DAY, DAY, FALSE, TRUE, { "is for another host (other.example)" } },
  { "wrong host, expired", "other.example", -3 * DAY, -2 * DAY, FALSE, TRUE, { "is for another host (other.example)", "and it expired on 2" } },
  { "right", "localhost", -DAY, DAY, FALSE, TRUE, { NULL } },
};

static void
test_server_certificates (Fixture       *fixture,
                          gconstpointer  user_data)
{
  for (gsize i = 0; i < G_N_ELEMENTS (server_cases); i++)
    {
      const ServerCase *test = &server_cases[i];
      const Recipe recipe = { test->host, test->from, test->until, test->own ? NULL : fixture->root, GNUTLS_KP_TLS_WWW_SERVER };
      g_autoptr(Identity) identity = identity_new (&recipe);
      g_autoptr(GTlsCertificate) certificate = identity_to_tls (identity);
      guint n_requests = 0;
      g_autoptr(SoupServer) server = http_test_server_new (certificate, count, &n_requests);
      g_autofree char *uri = http_test_server_uri (server, "localhost", "/");
      g_autoptr(SoupMessage) message = soup_message_new ("GET", uri);
      g_autoptr(GateHttp) http = http_trusting (test->trusted ? fixture->file : NULL);
      g_autoptr(GError) error = NULL;
      g_autoptr(GBytes) body = http_test_send (http, message, NULL, &error);

      g_test_message ("%s", test->name);
      if (!test->texts[0])
        {
          g_assert_no_error (error);
          g_assert_cmpuint (g_bytes_get_size (body), ==, 5);
          g_assert_cmpuint (n_requests, ==, 1);
          continue;
        }
      for (guint n = 0; test->texts[n]; n++)
        http_test_assert_error (error, GATE_ERROR_CERTIFICATE, test->texts[n]);
      http_test_assert_error (error, GATE_ERROR_CERTIFICATE, "‘localhost’");
      g_assert_cmpuint (n_requests, ==, 0);
    }
}

/* The environment names the root for every program of ours that is run under it. */
static void
test_environment (Fixture       *fixture,
                  gconstpointer  user_data)
{
  const Recipe recipe = { "localhost", -DAY, DAY, fixture->root, GNUTLS_KP_TLS_WWW_SERVER };
  g_autoptr(Identity) identity = identity_new (&recipe);
  g_autoptr(GTlsCertificate) certificate = identity_to_tls (identity);
  guint n_requests = 0;
  g_autoptr(SoupServer) server = http_test_server_new (certificate, count, &n_requests);
  g_autofree char *uri = http_test_server_uri (server, "localhost", "/");
  g_autoptr(SoupMessage) message = soup_message_new ("GET", uri);
  g_autoptr(GError) error = NULL;

  g_setenv ("GATE_EXTRA_TRUST_FILE", fixture->file, TRUE);
  g_autoptr(GateHttp) http = gate_http_new ();
  g_unsetenv ("GATE_EXTRA_TRUST_FILE");
  g_autoptr(GBytes) body = http_test_send (http, message, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (body);
}

static gboolean
accept_if_signed (SoupServerMessage    *message,
                  GTlsCertificate      *certificate,
                  GTlsCertificateFlags  problems,
                  gpointer              user_data)
{
  g_autoptr(GTlsCertificate) root = g_tls_certificate_new_from_file (user_data, NULL);
  return g_tls_certificate_verify (certificate, NULL, root) == 0;
}

static void
on_request_started (SoupServer        *server,
                    SoupServerMessage *message,
                    gpointer           user_data)
{
  g_signal_connect (message, "accept-certificate", G_CALLBACK (accept_if_signed), user_data);
}

/* mTLS: without a certificate, or with another's, the service is not reached; connections that showed one are not lent to requests
 * without. */
static void
test_client_certificate (Fixture       *fixture,
                         gconstpointer  user_data)
{
  const Recipe server_recipe = { "localhost", -DAY, DAY, fixture->root, GNUTLS_KP_TLS_WWW_SERVER };
  const Recipe client_recipe = { "client.example", -DAY, DAY, fixture->root, GNUTLS_KP_TLS_WWW_CLIENT };
  const Recipe foreign_recipe = { "client.example", -DAY, DAY, NULL, GNUTLS_KP_TLS_WWW_CLIENT };
  g_autoptr(Identity) server_identity = identity_new (&server_recipe);
  g_autoptr(Identity) client_identity = identity_new (&client_recipe);
  g_autoptr(Identity) foreign_identity = identity_new (&foreign_recipe);
  g_autoptr(GTlsCertificate) server_certificate = identity_to_tls (server_identity);
  g_autoptr(GTlsCertificate) client_certificate = identity_to_tls (client_identity);
  g_autoptr(GTlsCertificate) foreign_certificate = identity_to_tls (foreign_identity);
  GTlsCertificate *const offers[] = { NULL, foreign_certificate, client_certificate, NULL, foreign_certificate, client_certificate };
  guint n_requests = 0;
  g_autoptr(SoupServer) server = http_test_server_new (server_certificate, count, &n_requests);
  g_autofree char *uri = http_test_server_uri (server, "localhost", "/");
  g_autoptr(GateHttp) http = http_trusting (fixture->file);

  g_object_set (server, "tls-auth-mode", G_TLS_AUTHENTICATION_REQUIRED, NULL);
  g_signal_connect (server, "request-started", G_CALLBACK (on_request_started), fixture->file);
  for (guint i = 0; i < G_N_ELEMENTS (offers); i++)
    {
      const GateHttpOptions options = { .certificate = offers[i] };
      g_autoptr(SoupMessage) message = soup_message_new ("GET", uri);
      g_autoptr(GError) error = NULL;
      guint n_before = n_requests;
      g_autoptr(GBytes) body = http_test_send (http, message, &options, &error);

      g_test_message ("offer %u", i);
      if (offers[i] == client_certificate)
        {
          g_assert_no_error (error);
          g_assert_cmpuint (n_requests, ==, n_before + 1);
          continue;
        }
      g_assert_null (body);
      g_assert_true (error->domain == GATE_ERROR);
      g_assert_nonnull (strstr (error->message, "localhost"));
      g_assert_cmpuint (n_requests, ==, n_before);
      if (!offers[i])
        http_test_assert_error (error, GATE_ERROR_CERTIFICATE, "wants a client certificate");
    }
}

static char *
say_plain (RawServer  *server,
           const char *head,
           gboolean   *close,
           gpointer    user_data)
{
  *close = TRUE;
  return g_strdup ("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
}

static void
test_not_tls (Fixture       *fixture,
              gconstpointer  user_data)
{
  g_autoptr(RawServer) server = raw_server_new ("127.0.0.1", say_plain, NULL);
  g_autofree char *uri = g_strdup_printf ("https://localhost:%u/", raw_server_get_port (server));
  g_autoptr(SoupMessage) message = soup_message_new ("GET", uri);
  g_autoptr(GateHttp) http = http_trusting (fixture->file);
  g_autoptr(GError) error = NULL;

  g_assert_null (http_test_send (http, message, NULL, &error));
  http_test_assert_error (error, GATE_ERROR_NETWORK, "‘localhost’ set up no encryption at this port");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function) g_test_add (name, Fixture, NULL, fixture_set_up, function, fixture_tear_down)
  ADD ("/tls/server-certificates", test_server_certificates);
  ADD ("/tls/environment", test_environment);
  ADD ("/tls/client-certificate", test_client_certificate);
  ADD ("/tls/not-tls", test_not_tls);
  return g_test_run ();
}
