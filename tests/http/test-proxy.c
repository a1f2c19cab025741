// SPDX-License-Identifier: GPL-3.0-or-later
#include "http-test-identity.h"
#include "http-test-person.h"
#include "http-test-proxy.h"
#include "http-test.h"

#include <string.h>

/* What a desktop's proxy setting comes down to for libproxy, which reads it anew for each request. */
static void
set_proxy (TestProxy  *proxy,
           const char *user_info)
{
  g_autofree char *uri = g_strdup_printf ("http://%s127.0.0.1:%u", user_info, test_proxy_get_port (proxy));

  g_setenv ("http_proxy", uri, TRUE);
  g_setenv ("https_proxy", uri, TRUE);
}

#define RIGHT_USER_INFO "ann:p%40ss%20w%3Ard@"

static void
serve_hello (SoupServer        *server,
             SoupServerMessage *message,
             const char        *path,
             GHashTable        *query,
             gpointer           user_data)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);

  /* What is for the proxy never goes through the tunnel. */
  g_assert_null (soup_message_headers_get_one (headers, "Proxy-Authorization"));
  soup_server_message_set_status (message, 200, NULL);
  soup_server_message_set_response (message, "text/plain", SOUP_MEMORY_STATIC, "hello", 5);
}

/* A service behind the tunnel, and its root. */
typedef struct {
  Root        root;
  SoupServer *server;
} Fixture;

static void
fixture_set_up (Fixture       *self,
                gconstpointer  user_data)
{
  root_init (&self->root);
  g_autoptr(GTlsCertificate) certificate = root_new_server (&self->root, "service.test");
  self->server = http_test_server_new (certificate, serve_hello, NULL);
}

static void
fixture_tear_down (Fixture       *self,
                   gconstpointer  user_data)
{
  g_object_unref (self->server);
  root_clear (&self->root);
}

static GateHttp *
http_new (Fixture *fixture)
{
  return g_object_new (GATE_TYPE_HTTP, "trust-file", fixture->root.file, NULL);
}

/* Returns the body, "" for an error. */
static char *
fetch (GateHttp    *http,
       const char  *method,
       const char  *uri,
       GError     **error)
{
  g_autoptr(SoupMessage) message = soup_message_new (method, uri);
  g_autoptr(GBytes) sent = g_bytes_new_static ("{\"a\":1}", 7);

  if (strcmp (method, "POST") == 0)
    gate_http_set_body (message, "application/json", sent);
  g_autoptr(GBytes) body = http_test_send (http, message, NULL, error);
  if (!body)
    return g_strdup ("");
  g_assert_cmpint (soup_message_get_status (message), ==, 200);
  return g_strndup (g_bytes_get_data (body, NULL), g_bytes_get_size (body));
}

typedef struct {
  const char    *name;
  TestProxyKind  kind;
  const char    *user_info;
  const char    *passwords[4]; /* what a person answers */
  gboolean       nobody; /* no person */
  const char    *error; /* NULL: it works */
  guint          n_denied;
  guint          n_asked;
} SignInCase;

static const SignInCase sign_in_cases[] = {
  { "open", TEST_PROXY_OPEN, "", { NULL }, FALSE, NULL, 0, 0 },
  { "open, with user name", TEST_PROXY_OPEN, RIGHT_USER_INFO, { NULL }, FALSE, NULL, 0, 0 },
  { "Basic, nobody to ask", TEST_PROXY_BASIC, "", { NULL }, TRUE, "wants a sign-in", 1, 0 },
  { "Basic, declined", TEST_PROXY_BASIC, "", { NULL }, FALSE, "wants a sign-in", 1, 1 },
  { "Basic, setting wrong, nobody to ask", TEST_PROXY_BASIC, "ann:wrong@", { NULL }, TRUE, "refused the user name and the password", 2, 0 },
  { "Basic, setting right", TEST_PROXY_BASIC, RIGHT_USER_INFO, { NULL }, TRUE, NULL, 1, 0 },
  { "Basic, answered", TEST_PROXY_BASIC, "", { TEST_PROXY_PASSWORD }, FALSE, NULL, 1, 1 },
  { "Basic, answered at the second try", TEST_PROXY_BASIC, "", { "wrong", TEST_PROXY_PASSWORD }, FALSE, NULL, 2, 2 },
  { "Basic, setting wrong, answered", TEST_PROXY_BASIC, "ann:wrong@", { TEST_PROXY_PASSWORD }, FALSE, NULL, 2, 1 },
  { "Digest, setting right", TEST_PROXY_DIGEST, RIGHT_USER_INFO, { NULL }, TRUE, NULL, 1, 0 },
  { "Digest, setting wrong, answered", TEST_PROXY_DIGEST, "ann:wrong@", { TEST_PROXY_PASSWORD }, FALSE, NULL, 2, 1 },
  { "Digest before Basic", TEST_PROXY_BOTH, RIGHT_USER_INFO, { NULL }, TRUE, NULL, 1, 0 },
  { "NTLM", TEST_PROXY_NTLM, RIGHT_USER_INFO, { TEST_PROXY_PASSWORD }, FALSE, "not supported", 1, 0 },
};

/* Each case over http and through a tunnel; what worked works at once the next time. */
static void
test_sign_in (Fixture       *fixture,
              gconstpointer  user_data)
{
  const char *const uris[] = { "http://service.test/", "https://service.test/" };
  const char *const bodies[] = { "proxy", "hello" };

  for (gsize i = 0; i < G_N_ELEMENTS (sign_in_cases); i++)
    for (guint tls = 0; tls < 2; tls++)
      {
        const SignInCase *test = &sign_in_cases[i];
        g_autoptr(TestProxy) proxy = test_proxy_new (test->kind, http_test_server_get_port (fixture->server));
        g_autoptr(TestPerson) person = test_person_new (TEST_PROXY_USER);
        g_autoptr(GateHttp) http = http_new (fixture);
        g_autoptr(GError) error = NULL;

        g_test_message ("%s, %s", test->name, uris[tls]);
        set_proxy (proxy, test->user_info);
        person->passwords = test->passwords;
        if (!test->nobody)
          gate_http_set_interaction (http, GATE_INTERACTION (person));
        g_autofree char *body = fetch (http, "POST", uris[tls], &error);
        g_assert_cmpuint (test_proxy_get_n_denied (proxy), ==, test->n_denied);
        g_assert_cmpuint (person->n_asked, ==, test->n_asked);
        if (test->error)
          {
            http_test_assert_error (error, GATE_ERROR_NETWORK, test->error);
            http_test_assert_error (error, GATE_ERROR_NETWORK, "127.0.0.1");
            continue;
          }
        g_assert_no_error (error);
        g_assert_cmpstr (body, ==, bodies[tls]);
        g_assert_false (test_proxy_has_seen (proxy, "p%40ss"));

        guint n_heads = test_proxy_get_n_heads (proxy);
        g_autofree char *again = fetch (http, "GET", uris[tls], &error);
        g_autofree char *other = fetch (http, "GET", tls ? "https://service.test:444/" : "http://other.test/", &error);
        g_assert_no_error (error);
        g_assert_cmpstr (again, ==, bodies[tls]);
        g_assert_cmpstr (other, ==, bodies[tls]);
        g_assert_cmpuint (test_proxy_get_n_denied (proxy), ==, test->n_denied);
        g_assert_cmpuint (test_proxy_get_n_heads (proxy), ==, n_heads + (tls ? 1 : 2));
      }
}

/* A nonce that has run out is no wrong password. */
static void
test_stale (Fixture       *fixture,
            gconstpointer  user_data)
{
  g_autoptr(TestProxy) proxy = test_proxy_new (TEST_PROXY_DIGEST, 0);
  g_autoptr(GateHttp) http = http_new (fixture);
  g_autoptr(GError) error = NULL;

  set_proxy (proxy, RIGHT_USER_INFO);
  for (guint i = 1; i <= 3; i++)
    {
      g_autofree char *body = fetch (http, "POST", "http://service.test/", &error);

      g_assert_no_error (error);
      g_assert_cmpstr (body, ==, "proxy");
      g_assert_cmpuint (test_proxy_get_n_denied (proxy), ==, i);
      test_proxy_renew_nonce (proxy);
    }
}

/* Many requests at once: one question. */
static void
test_one_question (Fixture       *fixture,
                   gconstpointer  user_data)
{
  const char *const passwords[] = { TEST_PROXY_PASSWORD, NULL };
  g_autoptr(TestProxy) proxy = test_proxy_new (TEST_PROXY_BASIC, http_test_server_get_port (fixture->server));
  g_autoptr(TestPerson) person = test_person_new (TEST_PROXY_USER);
  g_autoptr(GateHttp) http = http_new (fixture);
  GAsyncResult *results[12] = { NULL };

  set_proxy (proxy, "");
  person->passwords = passwords;
  gate_http_set_interaction (http, GATE_INTERACTION (person));
  for (guint i = 0; i < G_N_ELEMENTS (results); i++)
    {
      g_autofree char *uri = g_strdup_printf ("https://service.test:%u/", 1000 + i);
      g_autoptr(SoupMessage) message = soup_message_new ("GET", uri);
      gate_http_send_async (http, message, NULL, NULL, gate_test_keep_result, &results[i]);
    }
  for (guint i = 0; i < G_N_ELEMENTS (results); i++)
    {
      g_autoptr(GError) error = NULL;

      gate_test_wait (results[i]);
      g_autoptr(GBytes) body = gate_http_send_finish (http, results[i], &error);
      g_assert_no_error (error);
      g_clear_object (&results[i]);
    }
  g_assert_cmpuint (person->n_asked, ==, 1);
}

/* When all that wait for the answer give up, the question goes away; while one is left, it stays. */
static void
test_cancel (Fixture       *fixture,
             gconstpointer  user_data)
{
  g_autoptr(TestProxy) proxy = test_proxy_new (TEST_PROXY_BASIC, 0);
  g_autoptr(TestPerson) person = test_person_new (TEST_PROXY_USER);
  g_autoptr(GateHttp) http = http_new (fixture);
  GCancellable *cancellables[2];
  GAsyncResult *results[2] = { NULL };

  set_proxy (proxy, "");
  person->silent = TRUE;
  gate_http_set_interaction (http, GATE_INTERACTION (person));
  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *uri = g_strdup_printf ("http://service%u.test/", i);
      g_autoptr(SoupMessage) message = soup_message_new ("GET", uri);

      cancellables[i] = g_cancellable_new ();
      gate_http_send_async (http, message, NULL, cancellables[i], gate_test_keep_result, &results[i]);
      gate_test_wait_until (test_proxy_get_n_denied (proxy) == i + 1 && person->open);
    }
  for (int i = 1; i >= 0; i--)
    {
      g_autoptr(GError) error = NULL;

      g_assert_nonnull (person->open);
      g_cancellable_cancel (cancellables[i]);
      gate_test_wait (results[i]);
      g_assert_null (gate_http_send_finish (http, results[i], &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_clear_object (&results[i]);
      g_object_unref (cancellables[i]);
    }
  g_assert_null (person->open);
  g_assert_cmpuint (person->n_asked, ==, 1);
}

/* What one proxy was given never goes to another. */
static void
test_two_proxies (Fixture       *fixture,
                  gconstpointer  user_data)
{
  g_autoptr(TestProxy) first = test_proxy_new (TEST_PROXY_BASIC, http_test_server_get_port (fixture->server));
  g_autoptr(TestProxy) second = test_proxy_new (TEST_PROXY_BASIC, http_test_server_get_port (fixture->server));
  g_autoptr(GateHttp) http = http_new (fixture);
  g_autoptr(GError) error = NULL;

  set_proxy (first, RIGHT_USER_INFO);
  g_autofree char *one = fetch (http, "GET", "http://a.test/", &error);
  g_autofree char *two = fetch (http, "GET", "https://service.test/", &error);
  g_assert_no_error (error);
  set_proxy (second, "");
  g_autofree char *three = fetch (http, "GET", "http://b.test/", &error);
  http_test_assert_error (error, GATE_ERROR_NETWORK, "wants a sign-in");
  g_clear_error (&error);
  g_autofree char *four = fetch (http, "GET", "https://service.test:445/", &error);
  http_test_assert_error (error, GATE_ERROR_NETWORK, "wants a sign-in");
  g_assert_false (test_proxy_has_seen (second, "Proxy-Authorization"));
  g_assert_true (test_proxy_has_seen (first, "Proxy-Authorization"));
}

static void
test_trouble (Fixture       *fixture,
              gconstpointer  user_data)
{
  TestProxy *forbids = test_proxy_new (TEST_PROXY_FORBIDS, 0);
  g_autoptr(TestProxy) broken = test_proxy_new (TEST_PROXY_OPEN, 1);
  g_autoptr(GateHttp) http = http_new (fixture);
  g_autoptr(GError) error = NULL;

  set_proxy (forbids, "");
  g_autofree char *one = fetch (http, "GET", "https://service.test/", &error);
  http_test_assert_error (error, GATE_ERROR_NETWORK, "did not connect to “service.test” (403)");
  g_clear_error (&error);

  set_proxy (broken, "");
  g_autofree char *two = fetch (http, "GET", "https://service.test/", &error);
  http_test_assert_error (error, GATE_ERROR_NETWORK, "did not connect to “service.test” (502)");
  g_clear_error (&error);

  set_proxy (forbids, "");
  test_proxy_free (forbids);
  g_autofree char *three = fetch (http, "GET", "https://service.test/", &error);
  http_test_assert_error (error, GATE_ERROR_NETWORK, "service.test");
  g_clear_error (&error);
}

/* A proxy that takes requests and says nothing. */
static void
test_silent (Fixture       *fixture,
             gconstpointer  user_data)
{
  const char *const uris[] = { "http://service.test/", "https://service.test/" };
  g_autoptr(TestProxy) proxy = test_proxy_new (TEST_PROXY_SILENT, 0);
  g_autoptr(GateHttp) http = http_new (fixture);
  const GateHttpOptions hasty = { .timeout_ms = 100 };

  set_proxy (proxy, "");
  for (guint i = 0; i < G_N_ELEMENTS (uris); i++)
    {
      g_autoptr(SoupMessage) message = soup_message_new ("GET", uris[i]);
      g_autoptr(GError) error = NULL;

      g_assert_null (http_test_send (http, message, &hasty, &error));
      http_test_assert_error (error, GATE_ERROR_TIMED_OUT, "service.test");
    }
}

/* This machine is not looked for behind a proxy. */
static void
test_loopback (Fixture       *fixture,
               gconstpointer  user_data)
{
  g_autoptr(TestProxy) proxy = test_proxy_new (TEST_PROXY_OPEN, 0);
  g_autoptr(SoupServer) server = http_test_server_new (NULL, serve_hello, NULL);
  g_autofree char *by_number = http_test_server_uri (server, "127.0.0.1", "/");
  g_autofree char *by_name = http_test_server_uri (server, "localhost", "/");
  g_autoptr(GateHttp) http = http_new (fixture);
  g_autoptr(GError) error = NULL;

  set_proxy (proxy, "");
  g_autofree char *one = fetch (http, "GET", by_number, &error);
  g_autofree char *two = fetch (http, "GET", by_name, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (one, ==, "hello");
  g_assert_cmpstr (two, ==, "hello");
  g_assert_cmpuint (test_proxy_get_n_heads (proxy), ==, 0);
}

/* Behind a proxy names and numbers are what can be checked, and they are. */
static void
test_guard (Fixture       *fixture,
            gconstpointer  user_data)
{
  const char *const refused[] = {
    "http://10.0.0.5/", "http://169.254.169.254/latest/meta-data/", "http://[::ffff:10.0.0.5]/", "http://intranet/", "http://x.internal/",
    "http://0x7f.1/", "http://2130706433/", "http://127.1/", "http://localhost/",
  };
  g_autoptr(TestProxy) proxy = test_proxy_new (TEST_PROXY_OPEN, 0);
  g_autoptr(GateHttp) http = http_new (fixture);
  g_autoptr(GUri) anchor = g_uri_parse ("https://mcp.example.com/mcp", G_URI_FLAGS_NONE, NULL);
  const GateHttpOptions options = { .anchor = anchor };

  set_proxy (proxy, "");
  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autoptr(SoupMessage) message = soup_message_new ("GET", refused[i]);
      g_autoptr(GError) error = NULL;

      g_test_message ("%s", refused[i]);
      g_assert_null (http_test_send (http, message, &options, &error));
      http_test_assert_error (error, GATE_ERROR_UNTRUSTED, "nothing was sent");
    }
  g_assert_cmpuint (test_proxy_get_n_heads (proxy), ==, 0);

  g_autoptr(SoupMessage) message = soup_message_new ("GET", "http://other.example.com/");
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) body = http_test_send (http, message, &options, &error);
  g_assert_no_error (error);
  g_assert_nonnull (body);
}

int
main (int   argc,
      char *argv[])
{
  /* The real resolver, and only what the tests say about proxies. */
  g_setenv ("GIO_USE_PROXY_RESOLVER", "libproxy", TRUE);
  g_unsetenv ("no_proxy");
  g_unsetenv ("NO_PROXY");
  g_unsetenv ("HTTP_PROXY");
  g_unsetenv ("HTTPS_PROXY");
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function) g_test_add (name, Fixture, NULL, fixture_set_up, function, fixture_tear_down)
  ADD ("/proxy/trouble", test_trouble);
  ADD ("/proxy/silent", test_silent);
  ADD ("/proxy/guard", test_guard);
  ADD ("/proxy/two-proxies", test_two_proxies);
  ADD ("/proxy/sign-in", test_sign_in);
  ADD ("/proxy/stale", test_stale);
  ADD ("/proxy/one-question", test_one_question);
  ADD ("/proxy/cancel", test_cancel);
  ADD ("/proxy/loopback", test_loopback);
  return g_test_run ();
}
