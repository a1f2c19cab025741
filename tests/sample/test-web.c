// SPDX-License-Identifier: GPL-3.0-or-later
#include "sample-fixture.h"

#include "gate-error.h"
#include "gate-file.h"

#include <glib/gstdio.h>

typedef struct {
  const char *name;
  const char *value;
  guint       status;
} HeaderCase;

static const HeaderCase header_cases[] = {
  { "Host", "evil.example", 403 },
  { "Host", "evil.example:80", 403 },
  { "Host", "127.0.0.1", 403 },
  { "Host", "127.0.0.1:1", 403 },
  { "Host", "127.0.0.1.evil.example", 403 },
  { "Origin", "http://evil.example", 403 },
  { "Origin", "null", 403 },
  { "Origin", "http://127.0.0.1", 403 },
  { "Origin", "https://127.0.0.1:8080", 403 },
  { "Origin", "", 403 },
  { "Accept", "text/html", 200 },
};

static void
test_foreign_names (void)
{
  static const char *const paths[] = { "/", MCP, "/.well-known/oauth-authorization-server", "/authorize", "/terms/x", "/style.css" };
  Fixture fixture = { 0 };

  fixture_start (&fixture, (GateSampleOptions) { 0 });
  for (guint i = 0; i < G_N_ELEMENTS (header_cases); i++)
    for (guint k = 0; k < G_N_ELEMENTS (paths); k++)
      {
        const HeaderCase *c = &header_cases[i];
        g_autoptr(Answer) answer = fixture_send (&fixture, fixture_message (&fixture, "GET", paths[k], NULL, NULL, c->name, c->value, NULL));

        if (c->status == 403)
          g_assert_cmpuint (answer->status, ==, 403);
        else
          g_assert_cmpuint (answer->status, !=, 403);
        g_assert_null (answer_header (answer, "Access-Control-Allow-Origin"));
      }
  fixture_stop (&fixture);
}

static void
test_own_names (void)
{
  Fixture fixture = { 0 };

  fixture_start (&fixture, (GateSampleOptions) { 0 });
  g_autofree char *localhost = g_strdup (strchr (gate_sample_get_origin (fixture.sample), ':') + 3);
  g_autofree char *named = g_strconcat ("localhost", strchr (localhost, ':'), NULL);
  g_autofree char *named_origin = g_strconcat ("http://", named, NULL);
  g_autoptr(Answer) own = fixture_send (&fixture, fixture_message (&fixture, "GET", "/", NULL, NULL,
                                                                   "Origin", gate_sample_get_origin (fixture.sample), NULL));
  g_autoptr(Answer) by_name = fixture_send (&fixture, fixture_message (&fixture, "GET", "/", NULL, NULL, "Host", named,
                                                                       "Origin", named_origin, NULL));

  g_assert_cmpuint (own->status, ==, 200);
  g_assert_cmpuint (by_name->status, ==, 200);
  fixture_stop (&fixture);
}

/* Only the loopback address is listened on: the others of this machine refuse. */
static void
test_bound_to_loopback (void)
{
  Fixture fixture = { 0 };
  g_autoptr(GSocketClient) client = g_socket_client_new ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  fixture_start (&fixture, (GateSampleOptions) { 0 });
  g_autoptr(GUri) uri = g_uri_parse (gate_sample_get_origin (fixture.sample), G_URI_FLAGS_NONE, NULL);
  g_assert_cmpstr (g_uri_get_host (uri), ==, "127.0.0.1");
  g_socket_client_connect_to_host_async (client, "127.0.0.2", (guint16) g_uri_get_port (uri), NULL, gate_test_keep_result, &result);
  gate_test_wait (result);
  g_assert_null (g_socket_client_connect_to_host_finish (client, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED);
  fixture_stop (&fixture);
}

static void
test_nothing_here (void)
{
  static const struct {
    const char *method;
    const char *path;
    guint       status;
  } cases[] = {
    { "GET", "/nothing", 404 },
    { "GET", "/mcp/", 404 },
    { "GET", "/mcp/x", 404 },
    { "GET", "/terms/unknown", 404 },
    { "POST", "/consent/unknown", 403 },
    { "GET", "/.well-known/oauth-protected-resource", 404 },
    { "GET", "/token", 405 },
    { "POST", "/authorize", 405 },
    { "DELETE", "/register", 405 },
    { "OPTIONS", MCP, 401 },
    { "POST", "/", 405 },
    { "GET", "/%2e%2e/etc/passwd", 404 },
  };
  Fixture fixture = { 0 };

  fixture_start (&fixture, (GateSampleOptions) { 0 });
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(Answer) answer = fixture_send (&fixture, fixture_message (&fixture, cases[i].method, cases[i].path, NULL, NULL, NULL));

      g_test_message ("%s %s", cases[i].method, cases[i].path);
      g_assert_cmpuint (answer->status, ==, cases[i].status);
    }
  fixture_stop (&fixture);
}

static void
test_oversize (void)
{
  static const struct {
    const char *path;
    gsize       size;
    gboolean    chunked;
    gboolean    refused;
  } cases[] = {
    { MCP, 2 * 1024 * 1024, FALSE, TRUE },
    { MCP, 2 * 1024 * 1024, TRUE, TRUE },
    { MCP, 1000 * 1024, FALSE, FALSE },
    { MCP, 1000 * 1024, TRUE, FALSE },
    { "/token", 33 * 1024, FALSE, TRUE },
    { "/register", 33 * 1024, TRUE, TRUE },
    { "/", 1, FALSE, TRUE },
  };
  Fixture fixture = { 0 };

  fixture_start (&fixture, (GateSampleOptions) { 0 });
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *body = g_strnfill (cases[i].size, 'x');
      SoupMessage *message = fixture_message (&fixture, "POST", cases[i].path, "text/plain", body, NULL);

      if (cases[i].chunked)
        {
          g_autoptr(GInputStream) stream = g_memory_input_stream_new_from_data (body, (gssize) cases[i].size, NULL);
          soup_message_set_request_body (message, "text/plain", stream, -1);
        }
      g_autoptr(Answer) answer = fixture_send (&fixture, message);
      g_test_message ("%s %" G_GSIZE_FORMAT "%s", cases[i].path, cases[i].size, cases[i].chunked ? " chunked" : "");
      if (cases[i].refused)
        g_assert_cmpuint (answer->status, ==, 413);
      else
        g_assert_cmpuint (answer->status, ==, 401);
    }
  fixture_stop (&fixture);
}

/* What is not there to be kept or framed must say so, on every kind of page. */
static void
test_page_headers (void)
{
  Fixture fixture = { 0 };

  fixture_start (&fixture, (GateSampleOptions) { 0 });
  g_autofree char *app = fixture_register (&fixture);
  g_autoptr(Answer) answer = fixture_authorize (&fixture, app, "notes.read");

  g_assert_cmpuint (answer->status, ==, 200);
  g_assert_cmpstr (answer_header (answer, "Cache-Control"), ==, "no-store");
  g_assert_cmpstr (answer_header (answer, "X-Frame-Options"), ==, "DENY");
  g_assert_cmpstr (answer_header (answer, "X-Content-Type-Options"), ==, "nosniff");
  g_assert_cmpstr (answer_header (answer, "Content-Security-Policy"), ==,
                   "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'; form-action 'self' http://127.0.0.1:39999");
  g_assert_null (strstr (answer->body, "<script"));
  g_assert_null (strstr (answer->body, "{{"));
  fixture_stop (&fixture);
}

static void
test_only_one (void)
{
  Fixture fixture = { 0 };
  g_autoptr(GError) error = NULL;

  fixture_start (&fixture, (GateSampleOptions) { 0 });
  GateSampleOptions options = { .folder = fixture.folder };
  GateSample *second = gate_sample_new (&options, &error);
  g_assert_no_error (error);
  g_assert_false (gate_sample_start (second, &error));
  g_assert_true (gate_error_matches (error, GATE_ERROR_EXISTS));
  gate_test_finalize (second);
  fixture_stop (&fixture);
}

static void
test_damaged_files (void)
{
  static const char *const files[] = { "sample-content.json", "sample-sign-ins.json" };
  static const char *const contents[] = { "", "{", "[]", "{\"notes\":[{}],\"grants\":[{}]}" };
  g_autofree char *folder = g_dir_make_tmp ("sample-XXXXXX", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *path = g_build_filename (folder, files[i], NULL);

      for (guint k = 0; k < G_N_ELEMENTS (contents); k++)
        {
          GateSampleOptions options = { .folder = folder };
          g_autoptr(GError) error = NULL;

          g_assert_true (gate_file_write (path, contents[k], -1, NULL));
          g_autoptr(GateSample) sample = gate_sample_new (&options, &error);
          g_assert_null (sample);
          g_assert_true (gate_error_matches (error, GATE_ERROR_INVALID));
          g_assert_nonnull (strstr (error->message, files[i]));
        }
      g_remove (path);
    }
  g_rmdir (folder);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/sample/web/foreign-names", test_foreign_names);
  g_test_add_func ("/sample/web/own-names", test_own_names);
  g_test_add_func ("/sample/web/bound-to-loopback", test_bound_to_loopback);
  g_test_add_func ("/sample/web/nothing-here", test_nothing_here);
  g_test_add_func ("/sample/web/oversize", test_oversize);
  g_test_add_func ("/sample/web/page-headers", test_page_headers);
  g_test_add_func ("/sample/web/only-one", test_only_one);
  g_test_add_func ("/sample/web/damaged-files", test_damaged_files);
  return g_test_run ();
}
