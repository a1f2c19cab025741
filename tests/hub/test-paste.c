// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-paste.h"

#include "gate-error.h"
#include "gate-test.h"

/* What is no document, nor cut from one. */
static void
test_refused (void)
{
  static const char *const cases[] = { "", "npx -y server-memory", "mcp.example", "rm -rf ~; claude mcp add x https://a.example", "\177ELF" };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autofree char *document = gate_paste_dup_document (cases[i], &error);

      g_assert_null (document);
      g_assert_error (error, GATE_ERROR, GATE_ERROR_INVALID);
      g_assert_nonnull (gate_error_get_remedy (error));
    }
}

/* A fragment gets the braces that it was cut from; what has them is left as it is, whatever is wrong with it. */
static void
test_documents (void)
{
  static const struct {
    const char *text;
    const char *document;
  } cases[] = {
    { "\"a\": {\"url\": 1}", "{\"a\": {\"url\": 1}}" },
    { "\"a\": {\"url\": 1} ,\n", "{\"a\": {\"url\": 1}}" },
    { "\"a\": {}, \"b\": {},", "{\"a\": {}, \"b\": {}}" },
    { "{\"a\": {}}", "{\"a\": {}}" },
    { "// servers\n{}", "// servers\n{}" },
    { "{\"a\": {", "{\"a\": {" },
    { "[1]", "[1]" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autofree char *document = gate_paste_dup_document (cases[i].text, &error);

      g_assert_no_error (error);
      g_assert_cmpstr (document, ==, cases[i].document);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/hub/paste/refused", test_refused);
  g_test_add_func ("/hub/paste/documents", test_documents);
  return g_test_run ();
}
