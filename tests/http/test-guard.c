// SPDX-License-Identifier: GPL-3.0-or-later
#include "http-test.h"

#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <utime.h>

/* Public addresses are tried for real, in a network of the test's own where they all lead to its loopback interface. */
#define SET_UP \
  "set -e; PATH=$PATH:/usr/sbin:/sbin; ip link set lo up; " \
  "for a in 8.8.8.8/32 10.0.0.5/32 10.0.0.6/32 169.254.169.254/32; do ip addr add $a dev lo; done; " \
  "for a in 2606:4700::1111/128 2002:a00:5::1/128 64:ff9b::a00:5/128 fd00::5/128; do ip -6 addr add $a dev lo nodad; done; " \
  "mount -t tmpfs tmpfs /mnt; " \
  "for f in hosts resolv.conf; do touch /mnt/$f; [ ! -e /etc/$f ] || mount --bind /mnt/$f /etc/$f; done; exec \"$@\""

static const char *const hosts[] = {
  "127.0.0.1 localhost",
  "8.8.8.8 public.example",
  "2606:4700::1111 public6.example",
  "10.0.0.5 rebind.example",
  "10.0.0.6 auth.corp.example",
  "fd00::5 rebind6.example",
  "169.254.169.254 meta.example",
  "127.0.0.1 loop.example",
  "::1 loop6.example",
  "2002:a00:5::1 sixtofour.example",
  "64:ff9b::a00:5 nat.example",
  "10.0.0.5 intranet",
  "10.0.0.5 x.internal",
  "10.0.0.5 mixed.example",
  "8.8.8.8 mixed.example",
};

/* In place, since it is a mount of its own. A newer resolv.conf tells GLib to forget the addresses that it knows. */
static void
write_hosts (const char *more)
{
  static time_t now = 1000000000;
  FILE *file = fopen ("/etc/hosts", "w");

  g_assert_nonnull (file);
  for (gsize i = 0; i < G_N_ELEMENTS (hosts); i++)
    fprintf (file, "%s\n", hosts[i]);
  fprintf (file, "%s\n", more);
  fclose (file);

  now++;
  g_utime ("/etc/resolv.conf", &(struct utimbuf) { now, now });
}

static char *
say_hello (RawServer  *server,
           const char *head,
           gboolean   *close,
           gpointer    user_data)
{
  gboolean once = GPOINTER_TO_INT (user_data);

  if (!*head)
    return NULL;
  *close = once;
  return g_strdup_printf ("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n%s\r\nhello", once ? "Connection: close\r\n" : "");
}

static GBytes *
fetch (GateHttp    *http,
       const char  *scheme,
       const char  *host,
       guint16      port,
       const char  *anchor_text,
       GError     **error)
{
  g_autofree char *uri = g_strdup_printf ("%s://%s:%u/x", scheme, host, port);
  g_autoptr(SoupMessage) message = soup_message_new ("GET", uri);
  g_autoptr(GUri) anchor = anchor_text ? g_uri_parse (anchor_text, G_URI_FLAGS_NONE, NULL) : NULL;
  const GateHttpOptions options = { .anchor = anchor };

  g_assert_nonnull (message);
  return http_test_send (http, message, &options, error);
}

typedef struct {
  const char *anchor;
  const char *hosts[32];
} GuardCase;

#define PUBLIC "https://mcp.example.com/mcp"
#define PRIVATE "http://10.0.0.99/mcp"
#define PRIVATE_NAME "https://mcp/mcp"
#define LOCAL "http://169.254.7.7/mcp"
#define LOOPBACK "http://localhost:1/mcp"

static const GuardCase refused_cases[] = {
  { PUBLIC, { "127.0.0.1", "localhost", "localhost.", "a.localhost", "[::1]", "10.0.0.5", "169.254.169.254", "0.0.0.0", "[::]", "[fd00::5]",
              "[::ffff:10.0.0.5]", "[::ffff:127.0.0.1]", "[2002:a00:5::1]", "[64:ff9b::a00:5]", "intranet", "x.internal",
              "0x7f000001", "2130706433", "127.1", "0177.0.0.1", NULL } },
  { PUBLIC, { "rebind.example", "rebind6.example", "meta.example", "loop.example", "loop6.example", "sixtofour.example", "nat.example", NULL } },
  { PRIVATE, { "127.0.0.1", "localhost", "[::1]", "169.254.169.254", "loop.example", "loop6.example", "meta.example", NULL } },
  { PRIVATE_NAME, { "127.0.0.1", "loop.example", "meta.example", NULL } },
  { LOCAL, { "127.0.0.1", "[::1]", "loop.example", NULL } },
};

static const GuardCase accepted_cases[] = {
  { PUBLIC, { "8.8.8.8", "[2606:4700::1111]", "public.example", "public6.example", NULL } },
  { PRIVATE, { "10.0.0.5", "8.8.8.8", "public.example", "rebind.example", "[fd00::5]", "intranet", NULL } },
  { PRIVATE_NAME, { "10.0.0.5", "8.8.8.8", "public.example", NULL } },
  { LOCAL, { "169.254.169.254", "10.0.0.5", "8.8.8.8", "meta.example", NULL } },
  { LOOPBACK, { "127.0.0.1", "[::1]", "10.0.0.5", "8.8.8.8", "loop.example", "meta.example", NULL } },
  { NULL, { "127.0.0.1", "10.0.0.5", "8.8.8.8", "loop.example", "rebind.example", "meta.example", NULL } },
};

/* Not a byte, neither of HTTP nor of a TLS hello. */
static void
test_refused (void)
{
  const char *const schemes[] = { "http", "https" };
  g_autoptr(RawServer) canary = raw_server_new ("::", say_hello, GINT_TO_POINTER (FALSE));

  for (gsize i = 0; i < G_N_ELEMENTS (refused_cases); i++)
    for (guint n = 0; refused_cases[i].hosts[n]; n++)
      for (guint s = 0; s < G_N_ELEMENTS (schemes); s++)
        {
          g_autoptr(GateHttp) http = gate_http_new ();
          g_autoptr(GError) error = NULL;

          g_test_message ("%s for %s", refused_cases[i].hosts[n], refused_cases[i].anchor);
          g_assert_null (fetch (http, schemes[s], refused_cases[i].hosts[n], raw_server_get_port (canary), refused_cases[i].anchor, &error));
          http_test_assert_error (error, GATE_ERROR_UNTRUSTED, "nothing was sent");
          g_assert_cmpuint (raw_server_get_n_bytes (canary), ==, 0);
        }
  gate_test_wait_until (raw_server_get_n_open (canary) == 0);
  g_assert_cmpuint (raw_server_get_n_bytes (canary), ==, 0);
}

static void
test_accepted (void)
{
  g_autoptr(RawServer) server = raw_server_new ("::", say_hello, GINT_TO_POINTER (FALSE));

  for (gsize i = 0; i < G_N_ELEMENTS (accepted_cases); i++)
    for (guint n = 0; accepted_cases[i].hosts[n]; n++)
      {
        g_autoptr(GateHttp) http = gate_http_new ();
        g_autoptr(GError) error = NULL;

        g_test_message ("%s for %s", accepted_cases[i].hosts[n], accepted_cases[i].anchor ? accepted_cases[i].anchor : "nobody");
        g_autoptr(GBytes) body = fetch (http, "http", accepted_cases[i].hosts[n], raw_server_get_port (server), accepted_cases[i].anchor, &error);
        g_assert_no_error (error);
      }
}

/* A name with two addresses: the private one never hears anything, whichever is tried first. */
static void
test_mixed (void)
{
  g_autoptr(RawServer) private = raw_server_new ("10.0.0.5", say_hello, GINT_TO_POINTER (FALSE));
  g_autoptr(RawServer) public = raw_server_new_at ("8.8.8.8", raw_server_get_port (private), say_hello, GINT_TO_POINTER (FALSE));

  for (guint i = 0; i < 5; i++)
    {
      g_autoptr(GateHttp) http = gate_http_new ();
      g_autoptr(GError) error = NULL;
      g_autoptr(GBytes) body = fetch (http, "http", "mixed.example", raw_server_get_port (private), PUBLIC, &error);

      g_assert_true (body || gate_error_matches (error, GATE_ERROR_UNTRUSTED));
      g_assert_cmpuint (raw_server_get_n_bytes (private), ==, 0);
    }
}

/* A connection that was opened without an anchor, or for a nearer one, is not lent to a request on behalf of a public server. */
static void
test_reuse (void)
{
  const char *const first[] = { NULL, PRIVATE, LOOPBACK };

  for (guint i = 0; i < G_N_ELEMENTS (first); i++)
    {
      g_autoptr(RawServer) server = raw_server_new ("::", say_hello, GINT_TO_POINTER (FALSE));
      g_autoptr(GateHttp) http = gate_http_new ();
      g_autoptr(GError) error = NULL;
      g_autoptr(GBytes) body = fetch (http, "http", "rebind.example", raw_server_get_port (server), first[i], &error);

      g_assert_no_error (error);
      g_assert_null (fetch (http, "http", "rebind.example", raw_server_get_port (server), PUBLIC, &error));
      http_test_assert_error (error, GATE_ERROR_UNTRUSTED, "nothing was sent");
      g_assert_cmpuint (raw_server_get_n_heads (server), ==, 1);
    }
}

/* A company's own service under a public name: where it answered the person from inside, what it names may be inside too, but not this
 * machine; and no longer once it answers from outside. */
static void
test_inside (void)
{
  g_autoptr(RawServer) server = raw_server_new ("::", say_hello, GINT_TO_POINTER (TRUE));
  guint16 port = raw_server_get_port (server);
  g_autofree char *corp = g_strdup_printf ("http://corp.example:%u/mcp", port);
  g_autofree char *other_port = g_strdup_printf ("http://corp.example:%u/mcp", port == 1 ? 2 : 1);
  g_autoptr(GateHttp) http = gate_http_new ();
  g_autoptr(GError) error = NULL;

  write_hosts ("10.0.0.5 corp.example");
  g_assert_null (fetch (http, "http", "auth.corp.example", port, corp, &error));
  http_test_assert_error (error, GATE_ERROR_UNTRUSTED, "10.0.0.6");
  g_clear_error (&error);

  g_autoptr(GBytes) own = fetch (http, "http", "corp.example", port, NULL, &error);
  g_autoptr(GBytes) inside = fetch (http, "http", "auth.corp.example", port, corp, &error);
  g_assert_no_error (error);
  g_assert_null (fetch (http, "http", "loop.example", port, corp, &error));
  http_test_assert_error (error, GATE_ERROR_UNTRUSTED, "127.0.0.1");
  g_clear_error (&error);
  g_assert_null (fetch (http, "http", "auth.corp.example", port, other_port, &error));
  http_test_assert_error (error, GATE_ERROR_UNTRUSTED, "10.0.0.6");
  g_clear_error (&error);

  write_hosts ("8.8.8.8 corp.example");
  g_autoptr(GBytes) outside = fetch (http, "http", "corp.example", port, NULL, &error);
  g_assert_no_error (error);
  g_assert_null (fetch (http, "http", "auth.corp.example", port, corp, &error));
  http_test_assert_error (error, GATE_ERROR_UNTRUSTED, "10.0.0.6");
}

static gboolean
can_unshare (void)
{
  const char *const argv[] = { "unshare", "-rnm", "sh", "-c", SET_UP, "sh", "true", NULL };
  int status = 0;

  return g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, &status, NULL)
         && g_spawn_check_wait_status (status, NULL);
}

/* Runs this very program again, in a network of its own. Returns only where that is not possible. */
static int
enter (char *argv[])
{
  const char *first[] = { "unshare", "-rnm", "sh", "-c", SET_UP, "sh" };
  g_autoptr(GPtrArray) all = g_ptr_array_new ();

  if (!can_unshare ())
    {
      if (!g_getenv ("CI"))
        {
          printf ("1..0 # SKIP this system lets no one have a network namespace of their own\n");
          return 0;
        }
      printf ("Bail out! unshare -rnm does not work here, and in CI these tests may not be left out\n");
      return 1;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (first); i++)
    g_ptr_array_add (all, (gpointer) first[i]);
  for (guint i = 0; argv[i]; i++)
    g_ptr_array_add (all, argv[i]);
  g_ptr_array_add (all, NULL);
  g_setenv ("GATE_TEST_GUARD_INSIDE", "1", TRUE);
  execvp (first[0], (char **) all->pdata);
  return 1;
}

int
main (int   argc,
      char *argv[])
{
  if (!g_getenv ("GATE_TEST_GUARD_INSIDE"))
    return enter (argv);

  write_hosts ("");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/guard/refused", test_refused);
  g_test_add_func ("/guard/mixed", test_mixed);
  g_test_add_func ("/guard/reuse", test_reuse);
  g_test_add_func ("/guard/inside", test_inside);
  g_test_add_func ("/guard/accepted", test_accepted);
  return g_test_run ();
}
