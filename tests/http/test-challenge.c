// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-challenge.h"

#include <string.h>

/* What the tests look for in every challenge; a parsed header is written down as "scheme token68 name=value,…;". */
static const char *const names[] = { "realm", "scope", "error", "resource_metadata", "nonce", "title", "type", "a", "b" };

static char *
write_down (GPtrArray *challenges)
{
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; i < challenges->len; i++)
    {
      GateChallenge *challenge = g_ptr_array_index (challenges, i);

      g_string_append (text, gate_challenge_get_scheme (challenge));
      if (gate_challenge_get_token68 (challenge))
        g_string_append_printf (text, " %s", gate_challenge_get_token68 (challenge));
      for (gsize n = 0; n < G_N_ELEMENTS (names); n++)
        if (gate_challenge_get (challenge, names[n]))
          g_string_append_printf (text, " %s=[%s]", names[n], gate_challenge_get (challenge, names[n]));
      g_string_append_c (text, ';');
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

typedef struct {
  const char *value;
  const char *expected;
} ParseCase;

static const ParseCase parse_cases[] = {
  /* nothing to be had */
  { "", "" },
  { " ", "" },
  { ",, ,", "" },
  { "=", "" },
  { "\"Bearer\"", "" },
  { "(Bearer) realm=x", "" },
  /* schemes alone */
  { "Bearer", "Bearer;" },
  { "Bearer ", "Bearer;" },
  { "Bearer,", "Bearer;" },
  { " ,Bearer , Basic,DPoP", "Bearer;Basic;DPoP;" },
  { "Bearer\"x\"", "Bearer;" },
  /* parameters */
  { "Bearer realm=\"a\"", "Bearer realm=[a];" },
  { "bEaReR ReAlM=\"a\"", "bEaReR realm=[a];" },
  { "Bearer realm=a", "Bearer realm=[a];" },
  { "Bearer realm=\"\"", "Bearer realm=[];" },
  { "Bearer realm=\"a\", scope=\"b c\", error=\"insufficient_scope\"", "Bearer realm=[a] scope=[b c] error=[insufficient_scope];" },
  { "Bearer error=x,scope=y,realm=z", "Bearer realm=[z] scope=[y] error=[x];" },
  { "Bearer   realm  =\t\"a\" ,\t, scope=\"b\" ,", "Bearer realm=[a] scope=[b];" },
  { "Bearer\trealm=a", "Bearer realm=[a];" },
  { "Bearer realm=\"a\" scope=\"b\"", "Bearer realm=[a] scope=[b];" },
  { "Bearer realm=\"one\", realm=\"two\", Realm=three", "Bearer realm=[one];" },
  { "Bearer a=\"x, Basic realm=\\\"y\\\"\"", "Bearer a=[x, Basic realm=\"y\"];" },
  { "Bearer a=\"back\\\\slash \\x\"", "Bearer a=[back\\slash x];" },
  { "Bearer resource_metadata=https://h:1/.well-known/x?y=z, scope=q", "Bearer scope=[q] resource_metadata=[https://h:1/.well-known/x?y=z];" },
  { "Bearer realm=\"a\xff\"", "Bearer realm=[a\xef\xbf\xbd];" },
  /* a parameter cannot be told from a token68 where nothing follows */
  { "Bearer realm=", "Bearer realm=;" },
  { "Bearer realm=, scope=b", "Bearer realm=;scope;" },
  { "Bearer scope=b, realm=", "Bearer realm=[] scope=[b];" },
  /* token68 */
  { "Negotiate dGVzdA==", "Negotiate dGVzdA==;" },
  { "Negotiate a-._~+/9, Basic realm=\"x\"", "Negotiate a-._~+/9;Basic realm=[x];" },
  { "Negotiate dGVzdA== , Basic realm=x", "Negotiate dGVzdA==;Basic realm=[x];" },
  /* several */
  { "Negotiate, Basic realm=\"simple\"", "Negotiate;Basic realm=[simple];" },
  { "Newauth realm=\"apps\", type=1, title=\"Login to \\\"apps\\\"\", Basic realm=\"simple\"",
    "Newauth realm=[apps] title=[Login to \"apps\"] type=[1];Basic realm=[simple];" },
  { "Digest realm=a, nonce=\"b==\", Bearer realm=c, DPoP a=1, b=2", "Digest realm=[a] nonce=[b==];Bearer realm=[c];DPoP a=[1] b=[2];" },
  { "Basic realm=\"x\" Bearer realm=\"y\"", "Basic realm=[x];Bearer realm=[y];" },
  { "Basic, Bearer, Basic realm=z", "Basic;Bearer;Basic realm=[z];" },
  /* broken in the middle: what stood before is kept */
  { "Bearer scope=\"a\", realm=\"never closed, Basic realm=b", "Bearer scope=[a];" },
  { "Bearer realm=\"a\\", "Bearer;" },
  { "Bearer scope=a, =b, Basic realm=c", "Bearer scope=[a];" },
  { "Bearer scope=a; realm=b", "Bearer realm=[b] scope=[a;];" },
  { "Basic realm=b, \"oops\"", "Basic realm=[b];" },
};

static void
test_parse (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (parse_cases); i++)
    {
      g_autoptr(GPtrArray) challenges = gate_challenge_parse (parse_cases[i].value);
      g_autofree char *found = write_down (challenges);

      g_autofree char *shown = g_strescape (parse_cases[i].value, NULL);
      g_test_message ("%s", shown);
      g_assert_cmpstr (found, ==, parse_cases[i].expected);
    }
}

/* Cut short anywhere, it is never read past its end, which a sanitizer sees, and what was whole already is found as before. */
static void
test_cut (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (parse_cases); i++)
    {
      g_autoptr(GPtrArray) whole = gate_challenge_parse (parse_cases[i].value);
      const char *scheme = whole->len > 0 ? gate_challenge_get_scheme (g_ptr_array_index (whole, 0)) : "";

      for (gsize size = 0; size < strlen (parse_cases[i].value); size++)
        {
          g_autofree char *cut = g_strndup (parse_cases[i].value, size);
          g_autoptr(GPtrArray) challenges = gate_challenge_parse (cut);

          g_assert_true (challenges->len == 0
                         || g_str_has_prefix (scheme, gate_challenge_get_scheme (g_ptr_array_index (challenges, 0))));
        }
    }
}

static void
test_headers (void)
{
  SoupMessageHeaders *headers = soup_message_headers_new (SOUP_MESSAGE_HEADERS_RESPONSE);

  soup_message_headers_append (headers, "www-authenticate", "Basic realm=\"never closed");
  soup_message_headers_append (headers, "Content-Type", "text/plain");
  soup_message_headers_append (headers, "WWW-Authenticate", "Bearer realm=\"a\", DPoP a=b");
  soup_message_headers_append (headers, "Proxy-Authenticate", "Basic realm=\"p\"");

  g_autoptr(GPtrArray) server = gate_challenge_parse_headers (headers, "WWW-Authenticate");
  g_autoptr(GPtrArray) proxy = gate_challenge_parse_headers (headers, "Proxy-Authenticate");
  g_autoptr(GPtrArray) none = gate_challenge_parse_headers (headers, "X-Authenticate");
  g_autofree char *server_text = write_down (server);
  g_autofree char *proxy_text = write_down (proxy);

  g_assert_cmpstr (server_text, ==, "Basic;Bearer realm=[a];DPoP a=[b];");
  g_assert_cmpstr (proxy_text, ==, "Basic realm=[p];");
  g_assert_cmpuint (none->len, ==, 0);
  g_assert_true (gate_challenge_is (g_ptr_array_index (server, 1), "BEARER"));
  g_assert_false (gate_challenge_is (g_ptr_array_index (server, 1), "Bear"));
  soup_message_headers_unref (headers);
}

/* Much of everything: bounded in number and time. */
static void
test_bounds (void)
{
  g_autoptr(GString) many = g_string_new (NULL);

  for (guint i = 0; i < 100000; i++)
    g_string_append_printf (many, "S%u, ", i);
  g_autoptr(GPtrArray) schemes = gate_challenge_parse (many->str);
  g_assert_cmpuint (schemes->len, ==, 32);

  g_string_assign (many, "Bearer ");
  for (guint i = 0; i < 1000; i++)
    g_string_append_printf (many, "p%u=1, ", i);
  g_autoptr(GPtrArray) params = gate_challenge_parse (many->str);
  g_assert_cmpuint (params->len, ==, 1);
  g_assert_cmpstr (gate_challenge_get (g_ptr_array_index (params, 0), "p63"), ==, "1");
  g_assert_null (gate_challenge_get (g_ptr_array_index (params, 0), "p64"));

  g_string_assign (many, "Bearer realm=\"");
  for (guint i = 0; i < 1000000; i++)
    g_string_append (many, "\\\\");
  g_autoptr(GPtrArray) quoted = gate_challenge_parse (many->str);
  g_assert_cmpuint (quoted->len, ==, 1);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/challenge/parse", test_parse);
  g_test_add_func ("/challenge/cut", test_cut);
  g_test_add_func ("/challenge/headers", test_headers);
  g_test_add_func ("/challenge/bounds", test_bounds);
  return g_test_run ();
}
