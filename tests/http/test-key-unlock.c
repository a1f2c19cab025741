// SPDX-License-Identifier: GPL-3.0-or-later
#include "http-test-identity.h"
#include "http-test-person.h"
#include "http-test.h"

#include <glib/gstdio.h>
#include <gnutls/x509.h>
#include <stdio.h>
#include <string.h>

#define PIN "567812"

/* A token in software (SoftHSM) that holds the key of a client certificate, and a service that wants one. */
typedef struct {
  Root             root;
  GTlsCertificate *client;
  SoupServer      *server;
  guint            n_requests;
} Fixture;

static void
run (const char *program,
     ...)
{
  g_autoptr(GPtrArray) argv = g_ptr_array_new ();
  g_autoptr(GError) error = NULL;
  g_autofree char *output = NULL;
  int status;
  va_list args;

  g_ptr_array_add (argv, (gpointer) program);
  va_start (args, program);
  for (const char *arg = va_arg (args, const char *); arg; arg = va_arg (args, const char *))
    g_ptr_array_add (argv, (gpointer) arg);
  va_end (args);
  g_ptr_array_add (argv, NULL);
  g_spawn_sync (NULL, (char **) argv->pdata, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &output, NULL, &status, &error);
  g_assert_no_error (error);
  g_spawn_check_wait_status (status, &error);
  g_assert_no_error (error);
}

static void
serve (SoupServer        *server,
       SoupServerMessage *message,
       const char        *path,
       GHashTable        *query,
       gpointer           user_data)
{
  Fixture *self = user_data;

  self->n_requests++;
  soup_server_message_set_status (message, 200, NULL);
  soup_server_message_set_response (message, "text/plain", SOUP_MEMORY_STATIC, "hello", 5);
}

static gboolean
accept_any (SoupServerMessage    *message,
            GTlsCertificate      *certificate,
            GTlsCertificateFlags  problems,
            gpointer              user_data)
{
  return TRUE;
}

static void
on_request_started (SoupServer        *server,
                    SoupServerMessage *message,
                    gpointer           user_data)
{
  g_signal_connect (message, "accept-certificate", G_CALLBACK (accept_any), NULL);
}

static GTlsCertificate *
make_client (Root *root)
{
  const Recipe recipe = { "client.example", -IDENTITY_DAY, IDENTITY_DAY, root->root, GNUTLS_KP_TLS_WWW_CLIENT };
  g_autoptr(Identity) identity = identity_new (&recipe);
  g_autoptr(GTlsCertificate) soft = identity_to_tls (identity);
  g_autofree char *certificate_pem = NULL;
  g_autofree char *key_pem = NULL;
  g_autofree char *file = NULL;
  g_autoptr(GError) error = NULL;

  g_object_get (soft, "certificate-pem", &certificate_pem, "private-key-pem", &key_pem, NULL);
  g_close (g_file_open_tmp ("gate-http-key-XXXXXX.pem", &file, NULL), NULL);
  g_assert_true (g_file_set_contents (file, key_pem, -1, NULL));
  run ("softhsm2-util", "--init-token", "--free", "--label", "gate", "--so-pin", "12345678", "--pin", PIN, NULL);
  run ("softhsm2-util", "--import", file, "--token", "gate", "--label", "key", "--id", "01", "--pin", PIN, NULL);
  g_unlink (file);

  GTlsCertificate *client = g_initable_new (g_tls_backend_get_certificate_type (g_tls_backend_get_default ()), NULL, &error,
                                            "certificate-pem", certificate_pem,
                                            "private-key-pkcs11-uri", "pkcs11:token=gate;object=key;type=private", NULL);
  g_assert_no_error (error);
  return client;
}

static void
set_up (Fixture       *self,
        gconstpointer  user_data)
{
  static GTlsCertificate *client;

  root_init (&self->root);
  if (!client)
    client = make_client (&self->root);
  self->client = client;
  g_autoptr(GTlsCertificate) certificate = root_new_server (&self->root, "localhost");
  self->server = http_test_server_new (certificate, serve, self);
  g_object_set (self->server, "tls-auth-mode", G_TLS_AUTHENTICATION_REQUIRED, NULL);
  g_signal_connect (self->server, "request-started", G_CALLBACK (on_request_started), NULL);
}

static void
tear_down (Fixture       *self,
           gconstpointer  user_data)
{
  soup_server_disconnect (self->server);
  g_object_unref (self->server);
  root_clear (&self->root);
}

static gboolean
fetch (Fixture   *fixture,
       GateHttp  *http,
       GError   **error)
{
  g_autofree char *uri = http_test_server_uri (fixture->server, "localhost", "/");
  g_autoptr(SoupMessage) message = soup_message_new ("GET", uri);
  const GateHttpOptions options = { .certificate = fixture->client };

  soup_message_headers_append (soup_message_get_request_headers (message), "Connection", "close");
  g_autoptr(GBytes) body = http_test_send (http, message, &options, error);
  return body != NULL;
}

/* The order matters: a token that was unlocked stays so for the process, whatever we know of it. */
static void
test_unlock (Fixture       *fixture,
             gconstpointer  user_data)
{
  const char *const wrong[] = { "000000", NULL };
  const char *const right[] = { PIN, NULL };
  g_autoptr(TestPerson) person = test_person_new ("");
  g_autoptr(GateHttp) http = g_object_new (GATE_TYPE_HTTP, "trust-file", fixture->root.file, NULL);
  g_autoptr(GError) error = NULL;

  /* Nobody to ask. */
  g_assert_false (fetch (fixture, http, &error));
  g_assert_true (error->domain == GATE_ERROR);
  g_test_message ("%s", error->message);
  g_clear_error (&error);

  /* Declined. */
  gate_http_set_interaction (http, GATE_INTERACTION (person));
  g_assert_false (fetch (fixture, http, &error));
  g_assert_true (error->domain == GATE_ERROR);
  g_test_message ("%s", error->message);
  g_assert_cmpuint (person->n_asked, >=, 1);
  g_clear_error (&error);

  /* A wrong PIN is tried once, and not again without asking. */
  person->n_asked = 0;
  person->passwords = wrong;
  g_assert_false (fetch (fixture, http, &error));
  g_assert_true (error->domain == GATE_ERROR);
  g_assert_cmpuint (person->n_asked, >=, 1);
  g_clear_error (&error);
  g_assert_cmpuint (fixture->n_requests, ==, 0);

  /* The right one is asked for once. */
  person->n_asked = 0;
  for (guint i = 1; i <= 3; i++)
    {
      person->passwords = right;
      g_assert_true (fetch (fixture, http, &error));
      g_assert_no_error (error);
      g_assert_cmpuint (fixture->n_requests, ==, i);
    }
  g_assert_cmpuint (person->n_asked, ==, 1);
}

/* Giving up while the question is open ends both at once; the handshake does not hang. */
static void
test_cancel (Fixture       *fixture,
             gconstpointer  user_data)
{
  g_autoptr(TestPerson) person = test_person_new ("");
  GateHttp *http = g_object_new (GATE_TYPE_HTTP, "trust-file", fixture->root.file, NULL);
  g_autofree char *uri = http_test_server_uri (fixture->server, "localhost", "/");
  g_autoptr(SoupMessage) message = soup_message_new ("GET", uri);
  const GateHttpOptions options = { .certificate = fixture->client };
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  person->silent = TRUE;
  gate_http_set_interaction (http, GATE_INTERACTION (person));
  gate_http_send_async (http, message, &options, cancellable, gate_test_keep_result, &result);
  gate_test_wait_until (person->open);
  g_cancellable_cancel (cancellable);
  gate_test_wait (result);
  g_assert_null (gate_http_send_finish (http, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_null (person->open);
  g_clear_object (&result);
  g_assert_finalize_object (http);
}

int
main (int   argc,
      char *argv[])
{
  g_autofree char *tool = g_find_program_in_path ("softhsm2-util");
  g_autofree char *folder = g_dir_make_tmp ("gate-http-token-XXXXXX", NULL);
  g_autofree char *file = g_build_filename (folder, "softhsm2.conf", NULL);
  g_autofree char *text = g_strdup_printf ("directories.tokendir = %s\n", folder);

  if (!tool)
    {
      printf (g_getenv ("CI") ? "Bail out! softhsm2 is not installed, and in CI this may not be left out\n"
                              : "1..0 # SKIP softhsm2 is not installed\n");
      return g_getenv ("CI") ? 1 : 0;
    }
  g_assert_true (g_file_set_contents (file, text, -1, NULL));
  g_setenv ("SOFTHSM2_CONF", file, TRUE);
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function) g_test_add (name, Fixture, NULL, set_up, function, tear_down)
  ADD ("/key-unlock/cancel", test_cancel);
  ADD ("/key-unlock/unlock", test_unlock);
  int status = g_test_run ();
  run ("rm", "-r", folder, NULL);
  return status;
}
