// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-address.h"

#include "gate-error.h"

#include <string.h>

static const char *const refused[] = {
  "", "example.com", "/mcp", "mcp", "//example.com/", "http:", "http:/", "http://", "http:///x", "http:example.com", "https://:443/",
  "ftp://example.com/", "file:///etc/passwd", "javascript:alert(1)", "data:text/html,x", "HTTPSS://example.com/", "ws://example.com/",
  "https://user@example.com/", "https://user:pass@example.com/", "https://@example.com/", "https://:@example.com/",
  "https://example.com@evil.example/", "https://example.com:443@evil.example/",
  " https://example.com/", "https://example.com/ ", "https://exa mple.com/", "https://example.com/a b", "https://example.com/a\tb",
  "https://example.com/\n", "https://example.com/\r\nHost: x", "https://example.com/\x01", "https://example.com/\x7f",
  "https://example.com\\@evil.example/", "https://example.com/<x>", "https://example.com/\"", "https://example.com/{x}", "https://example.com/a|b",
  "https://example.com/a^b", "https://example.com/`x`",
  "https://example.com:0/", "https://example.com:65536/", "https://example.com:-1/", "https://example.com:+80/", "https://example.com:80:90/",
  "https://example.com:8x/", "https://[::1/", "https://::1/", "https://[::1]x/", "https://[v1.x]/", "https://[127.0.0.1]/", "https://[::1%eth0]/",
  "https://127%2e0.0.1/", "https://ho%2fst/", "https://host%00x/", "https://host%40x/", "https://host%3a80/", "https://a%zz/", "https://a%20b/",
  "https://a,b/", "https://a;b/", "https://*/", "https://a!b/", "https://(a)/", "https://a..b/", "https://.a/", "https://..", "https://ex\xff.example/",
  /* Numbers that a resolver takes for an address, or that none can take. */
  "http://127.1/", "http://2130706433/", "http://0x7f.1/", "http://0x7f000001/", "http://0177.0.0.1/", "http://127.0.0.01/", "http://1.2.3.4.5/",
  "http://256.1.1.1/", "http://1.2.3/", "http://example.0x10/", "http://example.12/", "http://0x/", "http://127.0.0.1./",
};

static void
test_refused (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(GUri) uri = gate_address_parse (refused[i], &error);

      g_autofree char *shown = g_strescape (refused[i], NULL);
      g_test_message ("%s", shown);
      g_assert_null (uri);
      g_assert_error (error, GATE_ERROR, GATE_ERROR_INVALID);
      g_assert_nonnull (gate_error_get_remedy (error));
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
    }
}

static void
test_too_long (void)
{
  g_autofree char *path = g_strnfill (9000, 'x');
  g_autofree char *long_path = g_strconcat ("https://example.com/", path, NULL);
  g_autofree char *name = g_strnfill (260, 'x');
  g_autofree char *long_name = g_strdup_printf ("https://%s.example/", name);
  g_autoptr(GError) error = NULL;

  g_assert_null (gate_address_parse (long_path, &error));
  g_assert_error (error, GATE_ERROR, GATE_ERROR_INVALID);
  g_assert_cmpuint (strlen (error->message), <, 500);
  g_clear_error (&error);
  g_assert_null (gate_address_parse (long_name, &error));
  g_assert_error (error, GATE_ERROR, GATE_ERROR_INVALID);
}

/* An address and its origin. */
static const char *const accepted[][2] = {
  { "https://example.com", "https://example.com" },
  { "https://example.com/mcp?x=1#y", "https://example.com" },
  { "HTTPS://Example.COM:443/mcp", "https://example.com" },
  { "http://example.com:80/", "http://example.com" },
  { "http://example.com:443/", "http://example.com:443" },
  { "https://example.com:8443/", "https://example.com:8443" },
  { "https://example.com:/", "https://example.com" },
  { "https://example.com./", "https://example.com." },
  { "https://under_score.example/", "https://under_score.example" },
  { "https://1e100.example/", "https://1e100.example" },
  { "http://127.0.0.1:9/", "http://127.0.0.1:9" },
  { "http://localhost/", "http://localhost" },
  { "http://[::1]:9/", "http://[::1]:9" },
  { "http://[::ffff:127.0.0.1]/", "http://[::ffff:127.0.0.1]" },
  { "https://ex%61mple.com/", "https://example.com" },
  { "https://b\303\274cher.example/", "https://xn--bcher-kva.example" },
  { "https://xn--bcher-kva.example/", "https://xn--bcher-kva.example" },
  /* A Cyrillic letter that looks like a Latin one is not shown as one. */
  { "https://\321\200aypal.example/", "https://xn--aypal-uye.example" },
  { "http://\357\275\214\357\275\217\357\275\203\357\275\201\357\275\214\357\275\210\357\275\217\357\275\223\357\275\224/", "http://localhost" },
};

static void
test_accepted (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (accepted); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(GUri) uri = gate_address_parse (accepted[i][0], &error);

      g_assert_no_error (error);
      g_autofree char *origin = gate_address_origin (uri);
      g_assert_cmpstr (origin, ==, accepted[i][1]);
    }
}

static void
test_secure (void)
{
  static const struct {
    const char *text;
    int         code; /* -1: accepted */
  } cases[] = {
    { "nonsense", GATE_ERROR_UNTRUSTED },
    { "javascript:alert(1)", GATE_ERROR_UNTRUSTED },
    { "https://example.com/ x", GATE_ERROR_UNTRUSTED },
    { "http://example.com/", GATE_ERROR_UNTRUSTED },
    { "http://localhost.example.com/", GATE_ERROR_UNTRUSTED },
    { "http://127.0.0.1.example.com/", GATE_ERROR_UNTRUSTED },
    { "http://192.168.1.1/", GATE_ERROR_UNTRUSTED },
    { "http://169.254.169.254/", GATE_ERROR_UNTRUSTED },
    { "http://0.0.0.0/", GATE_ERROR_UNTRUSTED },
    { "http://[::]/", GATE_ERROR_UNTRUSTED },
    { "http://printer/", GATE_ERROR_UNTRUSTED },
    { "https://example.com/", -1 },
    { "https://192.168.1.1/", -1 },
    { "http://localhost:1/", -1 },
    { "http://app.localhost/", -1 },
    { "http://127.8.9.10/", -1 },
    { "http://[::1]/", -1 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(GUri) uri = gate_address_parse_secure (cases[i].text, "token endpoint", &error);

      g_test_message ("%s", cases[i].text);
      g_assert_cmpint (uri != NULL, ==, cases[i].code < 0);
      if (!uri)
        {
          g_assert_error (error, GATE_ERROR, cases[i].code);
          g_assert_nonnull (strstr (error->message, "token endpoint"));
        }
    }
}

static void
test_same_origin (void)
{
  static const struct {
    const char *a;
    const char *b;
    gboolean    same;
  } cases[] = {
    { "https://example.com/", "http://example.com/", FALSE },
    { "https://example.com/", "https://example.com:8443/", FALSE },
    { "https://example.com/", "https://www.example.com/", FALSE },
    { "https://example.com/", "https://example.com.evil.example/", FALSE },
    { "https://example.com/", "https://example.com./", FALSE },
    { "http://example.com:443/", "https://example.com/", FALSE },
    { "https://[::1]/", "https://[::2]/", FALSE },
    { "https://example.com/a", "https://example.com/b?c", TRUE },
    { "https://EXAMPLE.com/", "https://example.COM:443/", TRUE },
    { "http://[::1]:80/", "http://[::1]/", TRUE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GUri) a = gate_address_parse (cases[i].a, NULL);
      g_autoptr(GUri) b = gate_address_parse (cases[i].b, NULL);

      g_assert_cmpint (gate_address_same_origin (a, b), ==, cases[i].same);
      g_assert_cmpint (gate_address_same_origin (b, a), ==, cases[i].same);
    }
}

static void
test_covers (void)
{
  static const struct {
    const char *resource;
    const char *uri;
    gboolean    covers;
  } cases[] = {
    { "https://other.example/", "https://example.com/mcp", FALSE },
    { "http://example.com/", "https://example.com/mcp", FALSE },
    { "https://example.com/mc", "https://example.com/mcp", FALSE },
    { "https://example.com/mcp/deeper", "https://example.com/mcp", FALSE },
    { "https://example.com/MCP", "https://example.com/mcp", FALSE },
    { "https://example.com/mcp", "https://example.com/mcp2", FALSE },
    { "https://example.com/mcp", "https://example.com/mcp/../admin", FALSE },
    { "https://example.com/mcp", "https://example.com/mcp/%2e%2E/admin", FALSE },
    { "https://example.com", "https://example.com/mcp", TRUE },
    { "https://example.com/", "https://example.com/mcp", TRUE },
    { "https://example.com/mcp", "https://example.com/mcp", TRUE },
    { "https://example.com/mcp/", "https://example.com/mcp", TRUE },
    { "https://example.com/mcp", "https://example.com/mcp/", TRUE },
    { "https://example.com/mcp", "https://example.com/mcp/deeper?x", TRUE },
    { "https://example.com/mcp", "https://example.com/mcp/..hidden/.x", TRUE },
    { "https://example.com:443/mcp", "https://EXAMPLE.com/mcp", TRUE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GUri) resource = gate_address_parse (cases[i].resource, NULL);
      g_autoptr(GUri) uri = gate_address_parse (cases[i].uri, NULL);

      g_test_message ("%s covers %s", cases[i].resource, cases[i].uri);
      g_assert_cmpint (gate_address_covers (resource, uri), ==, cases[i].covers);
    }
}

typedef struct {
  const char *text;
  GateReach   reach;
} Reach;

static const Reach addresses[] = {
  /* IPv4, each range at its edges. */
  { "0.0.0.0", GATE_REACH_LOCAL }, { "0.255.255.255", GATE_REACH_LOCAL }, { "1.0.0.0", GATE_REACH_PUBLIC },
  { "9.255.255.255", GATE_REACH_PUBLIC }, { "10.0.0.0", GATE_REACH_PRIVATE }, { "10.255.255.255", GATE_REACH_PRIVATE }, { "11.0.0.0", GATE_REACH_PUBLIC },
  { "100.63.255.255", GATE_REACH_PUBLIC }, { "100.64.0.0", GATE_REACH_PRIVATE }, { "100.127.255.255", GATE_REACH_PRIVATE },
  { "100.128.0.0", GATE_REACH_PUBLIC },
  { "126.255.255.255", GATE_REACH_PUBLIC }, { "127.0.0.0", GATE_REACH_LOOPBACK }, { "127.255.255.255", GATE_REACH_LOOPBACK },
  { "128.0.0.0", GATE_REACH_PUBLIC },
  { "169.253.255.255", GATE_REACH_PUBLIC }, { "169.254.0.0", GATE_REACH_LOCAL }, { "169.254.169.254", GATE_REACH_LOCAL }, { "169.255.0.0", GATE_REACH_PUBLIC },
  { "172.15.255.255", GATE_REACH_PUBLIC }, { "172.16.0.0", GATE_REACH_PRIVATE }, { "172.31.255.255", GATE_REACH_PRIVATE }, { "172.32.0.0", GATE_REACH_PUBLIC },
  { "192.0.0.8", GATE_REACH_LOCAL }, { "192.0.1.0", GATE_REACH_PUBLIC }, { "192.0.2.1", GATE_REACH_LOCAL }, { "192.88.99.1", GATE_REACH_LOCAL },
  { "192.167.255.255", GATE_REACH_PUBLIC }, { "192.168.0.0", GATE_REACH_PRIVATE }, { "192.168.255.255", GATE_REACH_PRIVATE },
  { "192.169.0.0", GATE_REACH_PUBLIC },
  { "198.17.255.255", GATE_REACH_PUBLIC }, { "198.18.0.0", GATE_REACH_LOCAL }, { "198.19.255.255", GATE_REACH_LOCAL }, { "198.20.0.0", GATE_REACH_PUBLIC },
  { "198.51.100.1", GATE_REACH_LOCAL }, { "203.0.113.1", GATE_REACH_LOCAL }, { "223.255.255.255", GATE_REACH_PUBLIC }, { "224.0.0.1", GATE_REACH_LOCAL },
  { "239.255.255.250", GATE_REACH_LOCAL }, { "240.0.0.1", GATE_REACH_LOCAL }, { "255.255.255.255", GATE_REACH_LOCAL }, { "168.63.129.16", GATE_REACH_LOCAL },
  { "8.8.8.8", GATE_REACH_PUBLIC },
  /* IPv6. */
  { "::", GATE_REACH_LOCAL }, { "::1", GATE_REACH_LOOPBACK }, { "fe80::1", GATE_REACH_LOCAL }, { "febf::1", GATE_REACH_LOCAL },
  { "fec0::1", GATE_REACH_PRIVATE },
  { "fc00::1", GATE_REACH_PRIVATE }, { "fdff::1", GATE_REACH_PRIVATE }, { "fd00:ec2::254", GATE_REACH_PRIVATE }, { "ff02::1", GATE_REACH_LOCAL },
  { "100::1", GATE_REACH_LOCAL }, { "2001:db8::1", GATE_REACH_LOCAL }, { "3fff::1", GATE_REACH_LOCAL }, { "5f00::1", GATE_REACH_LOCAL },
  { "2001:2::1", GATE_REACH_LOCAL }, { "2001:10::1", GATE_REACH_LOCAL }, { "2001:20::1", GATE_REACH_LOCAL }, { "4000::1", GATE_REACH_LOCAL },
  { "2606:4700::1111", GATE_REACH_PUBLIC }, { "2a00:1450::1", GATE_REACH_PUBLIC }, { "2001:4860::8888", GATE_REACH_PUBLIC },
  /* An IPv4 address inside: mapped, translated, compatible, NAT64, 6to4, Teredo. */
  { "::ffff:127.0.0.1", GATE_REACH_LOOPBACK }, { "::ffff:10.0.0.1", GATE_REACH_PRIVATE }, { "::ffff:169.254.169.254", GATE_REACH_LOCAL },
  { "::ffff:0.0.0.0", GATE_REACH_LOCAL }, { "::ffff:8.8.8.8", GATE_REACH_PUBLIC }, { "::ffff:7f00:1", GATE_REACH_LOOPBACK },
  { "::ffff:0:127.0.0.1", GATE_REACH_LOOPBACK }, { "::ffff:0:8.8.8.8", GATE_REACH_PUBLIC },
  { "::127.0.0.1", GATE_REACH_LOOPBACK }, { "::192.168.0.1", GATE_REACH_PRIVATE }, { "::2", GATE_REACH_LOCAL }, { "::8.8.8.8", GATE_REACH_PUBLIC },
  { "64:ff9b::127.0.0.1", GATE_REACH_LOOPBACK }, { "64:ff9b::10.0.0.1", GATE_REACH_PRIVATE }, { "64:ff9b::8.8.8.8", GATE_REACH_PUBLIC },
  { "64:ff9b:1::10.0.0.1", GATE_REACH_PRIVATE }, { "64:ff9b:1::8.8.8.8", GATE_REACH_PUBLIC }, { "64:ff9b:1:7f00:0:100::", GATE_REACH_LOOPBACK },
  { "64:ff9b:1:0808:8:800::", GATE_REACH_PUBLIC },
  { "2002:7f00:1::", GATE_REACH_LOOPBACK }, { "2002:a00:1::1", GATE_REACH_PRIVATE }, { "2002:a9fe:a9fe::", GATE_REACH_LOCAL },
  { "2002:808:808::", GATE_REACH_PUBLIC },
  { "2001:0:808:808:0:0:80ff:fffe", GATE_REACH_LOOPBACK }, { "2001:0:808:808:0:0:f5ff:fffe", GATE_REACH_PRIVATE },
  { "2001:0:808:808:0:0:f7f7:f7f7", GATE_REACH_PUBLIC },
};

static void
test_reach_of_inet (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (addresses); i++)
    {
      g_autoptr(GInetAddress) address = g_inet_address_new_from_string (addresses[i].text);

      g_test_message ("%s", addresses[i].text);
      g_assert_nonnull (address);
      g_assert_cmpint (gate_address_reach_of_inet (address), ==, addresses[i].reach);
      g_assert_cmpint (gate_address_reach_of_host (addresses[i].text), ==, addresses[i].reach);
    }
}

static const Reach hosts[] = {
  { "localhost", GATE_REACH_LOOPBACK }, { "LOCALHOST", GATE_REACH_LOOPBACK }, { "localhost.", GATE_REACH_LOOPBACK }, { "localhost..", GATE_REACH_LOOPBACK },
  { "a.localhost", GATE_REACH_LOOPBACK }, { "a.LocalHost.", GATE_REACH_LOOPBACK }, { "127.0.0.1.", GATE_REACH_LOOPBACK },
  { "\357\275\214ocalhost", GATE_REACH_LOOPBACK }, { "127\343\200\2020\343\200\2020\343\200\2021", GATE_REACH_LOOPBACK },
  { "\342\221\240\342\221\241\342\221\246.0.0.1", GATE_REACH_LOOPBACK },
  { "notlocalhost.example", GATE_REACH_PUBLIC }, { "localhost.example", GATE_REACH_PUBLIC }, { "127.0.0.1.example", GATE_REACH_PUBLIC },
  { "example.com", GATE_REACH_PUBLIC }, { "xn--bcher-kva.example", GATE_REACH_PUBLIC }, { "cafe.de", GATE_REACH_PUBLIC }, { "1e100.net", GATE_REACH_PUBLIC },
  { "printer", GATE_REACH_PRIVATE }, { "printer.", GATE_REACH_PRIVATE }, { "", GATE_REACH_PRIVATE }, { "nas.local", GATE_REACH_PRIVATE },
  { "metadata.google.internal", GATE_REACH_PRIVATE }, { "router.home.arpa", GATE_REACH_PRIVATE }, { "localhost.localdomain", GATE_REACH_PRIVATE },
  /* What the C library takes for an IPv4 address. */
  { "127.1", GATE_REACH_LOOPBACK }, { "127.0.1", GATE_REACH_LOOPBACK }, { "2130706433", GATE_REACH_LOOPBACK }, { "0x7f.1", GATE_REACH_LOOPBACK },
  { "0X7F000001", GATE_REACH_LOOPBACK }, { "0177.0.0.1", GATE_REACH_LOOPBACK }, { "017700000001", GATE_REACH_LOOPBACK },
  { "0x7f.0.0.0x1", GATE_REACH_LOOPBACK },
  { "127.1.", GATE_REACH_LOOPBACK }, { "10.1", GATE_REACH_PRIVATE }, { "0xa9fea9fe", GATE_REACH_LOCAL }, { "0", GATE_REACH_LOCAL },
  { "8.8", GATE_REACH_PUBLIC },
  { "134744072", GATE_REACH_PUBLIC },
  /* Numbers that are none. */
  { "256.256.256.256", GATE_REACH_LOCAL }, { "1.2.3.4.5", GATE_REACH_LOCAL }, { "example.0x7f", GATE_REACH_LOCAL }, { "4294967296", GATE_REACH_LOCAL },
  { "08.0.0.1", GATE_REACH_LOCAL },
  /* With a zone. */
  { "fe80::1%eth0", GATE_REACH_LOCAL }, { "::1%lo", GATE_REACH_LOOPBACK },
};

static void
test_reach_of_host (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (hosts); i++)
    {
      g_test_message ("%s", hosts[i].text);
      g_assert_cmpint (gate_address_reach_of_host (hosts[i].text), ==, hosts[i].reach);
    }
}

static void
test_without_fragment (void)
{
  static const char *const cases[][2] = {
    { "", "" }, { "#", "" }, { "https://x/#a#b", "https://x/" }, { "https://x/?a=%23", "https://x/?a=%23" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = gate_address_without_fragment (cases[i][0]);
      g_assert_cmpstr (text, ==, cases[i][1]);
    }
}

static void
test_names (void)
{
  g_assert_cmpstr (gate_reach_to_string (GATE_REACH_PUBLIC), ==, "public");
  g_assert_cmpstr (gate_reach_to_string (GATE_REACH_LOOPBACK), ==, "loopback");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/address/refused", test_refused);
  g_test_add_func ("/base/address/too-long", test_too_long);
  g_test_add_func ("/base/address/accepted", test_accepted);
  g_test_add_func ("/base/address/secure", test_secure);
  g_test_add_func ("/base/address/same-origin", test_same_origin);
  g_test_add_func ("/base/address/covers", test_covers);
  g_test_add_func ("/base/address/reach-of-inet", test_reach_of_inet);
  g_test_add_func ("/base/address/reach-of-host", test_reach_of_host);
  g_test_add_func ("/base/address/without-fragment", test_without_fragment);
  g_test_add_func ("/base/address/names", test_names);
  return g_test_run ();
}
