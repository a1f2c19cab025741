// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-add-link.h"

#include "gate-error.h"
#include "gate-test.h"

#include <string.h>

#define LINK "gatehouse://add?name=CRM&url=https%3A%2F%2Fmcp.example%2Fmcp"

/* What is refused, and a word of the reason. */
static void
test_refused (void)
{
  static const struct {
    const char *text;
    const char *word;
  } cases[] = {
    { "", "not a link" },
    { "https://mcp.example/", "not a link" },
    { "/etc/passwd", "not a link" },
    { "gatehouse:", "opens only" },
    { "gatehouse:add?id=notion", "opens only" },
    { "gatehouse://add", "opens only" },
    { "gatehouse://run?id=notion", "opens only" },
    { "gatehouse://add/more?id=notion", "opens only" },
    { "gatehouse://me@add?id=notion", "opens only" },
    { "gatehouse://add:80?id=notion", "opens only" },
    { "gatehouse://add?id=notion#x", "opens only" },
    { "gatehouse://add?", "needs" },
    { "gatehouse://add?id=", "nothing" },
    { "gatehouse://add?id=notion&id=slack", "twice" },
    { "gatehouse://add?id=../notion", "no entry" },
    { "gatehouse://add?id=notion%20", "no entry" },
    { "gatehouse://add?id=notion&name=x", "beside" },
    { "gatehouse://add?id=notion&url=https%3A%2F%2Fmcp.example", "beside" },
    { "gatehouse://add?name=CRM", "needs" },
    { "gatehouse://add?url=https%3A%2F%2Fmcp.example", "needs" },
    { LINK "&name=Other", "twice" },
    { LINK "&command=rm", "“command”" },
    { LINK "&args=-rf", "“args”" },
    { LINK "&header=Authorization", "“header”" },
    { LINK "&Name=x", "“Name”" },
    { LINK "&project=default", "“project”" },
    { LINK "&%E2%80%AEx=1", "may ask" },
    { LINK "&x", "well formed" },
    { LINK "%00", "well formed" },
    { "gatehouse://add?name=%20&url=https%3A%2F%2Fmcp.example", "name" },
    { "gatehouse://add?name=a%E2%80%AEb&url=https%3A%2F%2Fmcp.example", "invisible" },
    { "gatehouse://add?name=a%0Ab&url=https%3A%2F%2Fmcp.example", "invisible" },
    { "gatehouse://add?name=CRM&url=http%3A%2F%2Fmcp.example", "https://" },
    { "gatehouse://add?name=CRM&url=mcp.example", "https://" },
    { "gatehouse://add?name=CRM&url=file%3A%2F%2F%2Fetc%2Fpasswd", "https://" },
    { "gatehouse://add?name=CRM&url=https%3A%2F%2Fme%3Apass%40mcp.example", "https://" },
    { "gatehouse://add?name=CRM&url=https%3A%2F%2Fmcp.example%2F%23x", "after #" },
    { "gatehouse://add?name=CRM&url=https%3A%2F%2Flocalhost%2F", "own" },
    { "gatehouse://add?name=CRM&url=https%3A%2F%2F127.0.0.1%2F", "own" },
    { "gatehouse://add?name=CRM&url=https%3A%2F%2F%5B%3A%3A1%5D%2F", "own" },
    { "gatehouse://add?name=CRM&url=https%3A%2F%2F169.254.169.254%2F", "own" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(GateAddLink) link = gate_add_link_parse (cases[i].text, &error);

      g_test_message ("%s", cases[i].text);
      g_assert_null (link);
      g_assert_error (error, GATE_ERROR, GATE_ERROR_INVALID);
      g_assert_nonnull (gate_error_get_remedy (error));
      g_test_message ("%s", error->message);
      g_assert_nonnull (strstr (error->message, cases[i].word));
    }
}

static void
test_too_long (void)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *padding = g_strnfill (5000, 'a');
  g_autofree char *text = g_strconcat ("gatehouse://add?id=", padding, NULL);
  g_autoptr(GateAddLink) link = gate_add_link_parse (text, &error);

  g_assert_null (link);
  g_assert_error (error, GATE_ERROR, GATE_ERROR_INVALID);
}

static void
test_taken (void)
{
  static const struct {
    const char *text;
    const char *id;
    const char *name;
    const char *address;
    gboolean    own_network;
  } cases[] = {
    { "gatehouse://add?id=notion", "notion", NULL, NULL, FALSE },
    { "gatehouse://add/?id=adobe-aem", "adobe-aem", NULL, NULL, FALSE },
    { LINK, NULL, "CRM", "https://mcp.example/mcp", FALSE },
    { "gatehouse://add?url=https%3A%2F%2Fmcp.example%2Fmcp%3Fteam%3D1&name=My+CRM", NULL, "My CRM", "https://mcp.example/mcp?team=1", FALSE },
    { "gatehouse://add?name=B%C3%BCcher&url=https%3A%2F%2Fb%C3%BCcher.example%2F", NULL, "Bücher", "https://xn--bcher-kva.example/", FALSE },
    { "gatehouse://add?name=ERP&url=https%3A%2F%2F10.0.0.7%2Fmcp", NULL, "ERP", "https://10.0.0.7/mcp", TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(GateAddLink) link = gate_add_link_parse (cases[i].text, &error);

      g_test_message ("%s", cases[i].text);
      g_assert_no_error (error);
      g_assert_cmpstr (link->id, ==, cases[i].id);
      g_assert_cmpstr (link->name, ==, cases[i].name);
      g_assert_cmpstr (link->address, ==, cases[i].address);
      g_assert_cmpint (link->own_network, ==, cases[i].own_network);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/add-link/refused", test_refused);
  g_test_add_func ("/add-link/too-long", test_too_long);
  g_test_add_func ("/add-link/taken", test_taken);
  return g_test_run ();
}
