// SPDX-License-Identifier: GPL-3.0-or-later
#include "http-test.h"
#include "http-test-identity.h"
#include "http-test-monitor.h"

#include <gnutls/x509.h>
#include <string.h>

#define DAY IDENTITY_DAY

static void
fixture_set_up (Root          *self,
                gconstpointer  user_data)
{
  root_init (self);
}

static void
fixture_tear_down (Root          *self,
                   gconstpointer  user_data)
{
  root_clear (self);
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
  { "wrong host, expired", "other.example", -3 * DAY, -2 * DAY, FALSE, TRUE, { "is for another host (other.example)", "; it expired on 2" } },
  { "right", "localhost", -DAY, DAY, FALSE, TRUE, { NULL } },
};

static void
test_server_certificates (Root          *fixture,
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
      http_test_assert_error (error, GATE_ERROR_CERTIFICATE, "“localhost”");
      g_assert_cmpuint (n_requests, ==, 0);
    }
}

/* A captive portal shows its own certificate for every host; only when the system says that it is one, is it taken for one. */
static void
test_portal (Root          *fixture,
             gconstpointer  user_data)
{
  g_autoptr(GTlsCertificate) certificate = root_new_server (fixture, "login.hotel.example");
  guint n_requests = 0;
  g_autoptr(SoupServer) server = http_test_server_new (certificate, count, &n_requests);
  g_autofree char *uri = http_test_server_uri (server, "localhost", "/");
  g_autoptr(SoupMessage) message = soup_message_new ("GET", uri);
  g_autoptr(GateHttp) http = http_test_new_behind_portal (fixture->file);
  g_autoptr(GError) error = NULL;

  g_assert_null (http_test_send (http, message, NULL, &error));
  http_test_assert_error (error, GATE_ERROR_NETWORK, "captive portal at login.hotel.example");
  g_assert_cmpuint (n_requests, ==, 0);
}

/* The environment names the root for every program of ours that is run under it. */
static void
test_environment (Root          *fixture,
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

/* libsoup 3.2 forgets a reference to what a client showed to its server: found by what is left when the server is gone. */
static GTlsCertificate *shown[8];
static guint n_shown;

static void
on_request_read (SoupServer        *server,
                 SoupServerMessage *message,
                 gpointer           user_data)
{
  g_assert_cmpuint (n_shown, <, G_N_ELEMENTS (shown));
  g_set_weak_pointer (&shown[n_shown], soup_server_message_get_tls_peer_certificate (message));
  n_shown++;
}

static void
drop_shown (void)
{
  for (guint i = 0; i < n_shown; i++)
    if (shown[i])
      g_object_unref (shown[i]);
}

/* mTLS: without a certificate, or with another's, the service is not reached; connections that showed one are not lent to requests
 * without. */
static void
test_client_certificate (Root          *fixture,
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
  SoupServer *server = http_test_server_new (server_certificate, count, &n_requests);
  g_autofree char *uri = http_test_server_uri (server, "localhost", "/");
  GateHttp *http = http_trusting (fixture->file);

  g_signal_connect (server, "request-read", G_CALLBACK (on_request_read), NULL);
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
  gate_test_finalize (http);
  soup_server_disconnect (server);
  g_object_unref (server);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  drop_shown ();
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
test_not_tls (Root          *fixture,
              gconstpointer  user_data)
{
  g_autoptr(RawServer) server = raw_server_new ("127.0.0.1", say_plain, NULL);
  g_autofree char *uri = g_strdup_printf ("https://localhost:%u/", raw_server_get_port (server));
  g_autoptr(SoupMessage) message = soup_message_new ("GET", uri);
  g_autoptr(GateHttp) http = http_trusting (fixture->file);
  g_autoptr(GError) error = NULL;

  g_assert_null (http_test_send (http, message, NULL, &error));
  http_test_assert_error (error, GATE_ERROR_NETWORK, "“localhost” set up no encryption at this port");
}

static char *
say_nothing (RawServer  *server,
             const char *head,
             gboolean   *close,
             gpointer    user_data)
{
  return NULL;
}

/* A peer that never gets on with the handshake. */
static void
test_silent (Root          *fixture,
             gconstpointer  user_data)
{
  g_autoptr(RawServer) server = raw_server_new ("127.0.0.1", say_nothing, NULL);
  g_autofree char *uri = g_strdup_printf ("https://localhost:%u/", raw_server_get_port (server));
  g_autoptr(GateHttp) http = http_trusting (fixture->file);
  GateHttpOptions hasty = { .timeout_ms = 1000 };

  /* A busy machine may not come to the handshake in the time that it has at first. */
  for (; raw_server_get_n_bytes (server) == 0 && hasty.timeout_ms <= 16000; hasty.timeout_ms *= 2)
    {
      g_autoptr(SoupMessage) message = soup_message_new ("GET", uri);
      g_autoptr(GError) error = NULL;

      g_assert_null (http_test_send (http, message, &hasty, &error));
      http_test_assert_error (error, GATE_ERROR_TIMED_OUT, "“localhost”");
    }
  g_assert_cmpuint (raw_server_get_n_bytes (server), >, 0);
  gate_test_wait_until (raw_server_get_n_open (server) == 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function) g_test_add (name, Root, NULL, fixture_set_up, function, fixture_tear_down)
  ADD ("/tls/server-certificates", test_server_certificates);
  ADD ("/tls/portal", test_portal);
  ADD ("/tls/environment", test_environment);
  ADD ("/tls/client-certificate", test_client_certificate);
  ADD ("/tls/not-tls", test_not_tls);
  ADD ("/tls/silent", test_silent);
  return g_test_run ();
}
