// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-error.h"
#include "gate-mcp-frontmatter.h"
#include "gate-mcp-skill.h"
#include "mcp-test.h"

#include <string.h>

#define SKILL_URI "skill://pdf/SKILL.md"
#define BODY "---\nname: pdf\ndescription: Fill forms\n---\n\nBody.\n"

static GBytes *
bytes_of (const char *text)
{
  return g_bytes_new (text, strlen (text));
}

static void
test_frontmatter_refused (void)
{
  g_autofree char *deep = g_strnfill (200, '[');
  g_autofree char *nested = g_strdup_printf ("---\na: %s\n---\n", deep);
  g_autofree char *filler = g_strnfill (70000, 'x');
  g_autofree char *large = g_strdup_printf ("---\na: %s\n---\n", filler);
  GString *levels = g_string_new ("---\n");
  const char *cases[] = {
    "", "text", "---", "---\n", "---\na: b\n", "name: x\n---\n", "---\n- a\n- b\n---\n", "---\ntext\n---\n", "---\na: [\n---\n",
    "---\na: &x 1\nb: *x\n---\n", "---\na: 1\na: 2\n---\n", "---\n[1, 2]: b\n---\n", "---\na: \xff\n---\n", nested, large, levels->str,
  };

  for (guint i = 0; i < 40; i++)
    g_string_append_printf (levels, "%*sa:\n", (int) i, "");
  g_string_append (levels, "---\n");
  cases[G_N_ELEMENTS (cases) - 1] = levels->str;
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GBytes) bytes = bytes_of (cases[i]);
      g_autoptr(GError) error = NULL;

      g_test_message ("case %u", i);
      g_assert_null (gate_mcp_frontmatter_parse (bytes, &error));
      g_assert_true (gate_error_matches (error, GATE_ERROR_UNTRUSTED));
    }
  g_string_free (levels, TRUE);
}

static void
test_frontmatter_values (void)
{
  g_autoptr(GBytes) bytes = bytes_of ("---\r\nname: pdf\nempty:\nnull: ~\nyes: true\nno: False\nint: -5\nfloat: 1.5e1\nstr: '5'\nquoted: \"true\"\n"
                                      "list: [a, 2]\nmap: {x: y}\nfolded: >\n  a\n  b\nversion: 1.2.3\n---\nBody: --- no\n");
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) found = gate_mcp_frontmatter_parse (bytes, &error);
  g_autoptr(JsonNode) expected
    = mcp_test_json ("{'name':'pdf','empty':null,'null':null,'yes':true,'no':false,'int':-5,'float':15.0,'str':'5','quoted':'true',"
                     "'list':['a',2],'map':{'x':'y'},'folded':'a b\\n','version':'1.2.3'}");

  g_assert_no_error (error);
  g_assert_true (gate_json_equal (found, expected));
}

static GateMcpSkill *
skill_for (const char *frontmatter)
{
  g_autoptr(GBytes) body = bytes_of (BODY);
  g_autofree char *digest = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, body);
  g_autofree char *text = g_strdup_printf ("{'uri':'" SKILL_URI "','frontmatter':%s,'resources':[{'uri':'" SKILL_URI "','digest':'sha256:%s',"
                                           "'size':%d}]}", frontmatter, digest, (int) strlen (BODY));
  g_autoptr(JsonNode) node = mcp_test_json (text);
  g_autoptr(GError) error = NULL;
  GateMcpSkill *skill = gate_mcp_skill_new_from_json (node, &error);

  g_assert_no_error (error);
  return skill;
}

static void
test_verify (void)
{
  static const struct {
    const char *frontmatter;
    const char *uri;
    const char *content;
    const char *why; /* (nullable): %NULL: it is right */
  } cases[] = {
    { "{'name':'pdf','description':'Fill forms'}", SKILL_URI, BODY, NULL },
    { "{'name':'pdf','description':'Fill forms'}", SKILL_URI, BODY "more", "size" },
    { "{'name':'pdf','description':'Fill forms'}", SKILL_URI, "---\nname: pdf\ndescription: Fill forms\n---\n\nEvil.\n", "digest" },
    { "{'name':'pdf','description':'Steal'}", SKILL_URI, BODY, "frontmatter" },
    { "{'name':'pdf'}", SKILL_URI, BODY, "frontmatter" },
    { "{'name':'pdf','description':'Fill forms','license':'x'}", SKILL_URI, BODY, "frontmatter" },
    { "{'name':'pdf','description':'Fill forms'}", "skill://pdf/OTHER.md", BODY, "list" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GateMcpSkill) skill = skill_for (cases[i].frontmatter);
      g_autoptr(GBytes) content = bytes_of (cases[i].content);
      g_autoptr(GError) error = NULL;

      g_assert_cmpint (gate_mcp_skill_verify (skill, cases[i].uri, content, &error), ==, !cases[i].why);
      if (!cases[i].why)
        continue;
      g_assert_true (gate_error_matches (error, GATE_ERROR_UNTRUSTED));
      g_assert_nonnull (strstr (error->message, cases[i].why));
    }
}

static void
test_entries (void)
{
  static const struct {
    const char *text;
    gboolean    is_right;
  } cases[] = {
    { "{'uri':'u','resources':'dynamic'}", FALSE },
    { "{'uri':'u','frontmatter':{'description':'d'},'resources':'dynamic'}", FALSE },
    { "{'uri':'u','frontmatter':{'name':'n'}}", FALSE },
    { "{'uri':'u','frontmatter':{'name':'n'},'resources':'all'}", FALSE },
    { "{'uri':'u','frontmatter':{'name':'n'},'resources':[{}]}", FALSE },
    { "{'uri':'u','frontmatter':{'name':'n'},'resources':[{'uri':'u','digest':'md5:00','size':1}]}", FALSE },
    { "{'uri':'u','frontmatter':{'name':'n'},'resources':[{'uri':'u','digest':'sha256:00','size':1}]}", FALSE },
    { "{'frontmatter':{'name':'n'},'resources':'dynamic'}", FALSE },
    { "{'uri':'u','frontmatter':{'name':'n'},'resources':'dynamic'}", TRUE },
    { "{'uri':'u','frontmatter':{'name':'n'},'resources':[]}", TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(JsonNode) node = mcp_test_json (cases[i].text);
      g_autoptr(GError) error = NULL;
      g_autoptr(GateMcpSkill) skill = gate_mcp_skill_new_from_json (node, &error);

      g_test_message ("%s", cases[i].text);
      g_assert_cmpint (skill != NULL, ==, cases[i].is_right);
    }

  g_autoptr(JsonNode) node = mcp_test_json (cases[8].text);
  g_autoptr(GateMcpSkill) dynamic = gate_mcp_skill_new_from_json (node, NULL);
  g_autoptr(GBytes) content = bytes_of (BODY);
  g_assert_null (gate_mcp_skill_get_files (dynamic));
  g_assert_false (gate_mcp_skill_verify (dynamic, "u", content, NULL));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/mcp/skill/frontmatter-refused", test_frontmatter_refused);
  g_test_add_func ("/mcp/skill/entries", test_entries);
  g_test_add_func ("/mcp/skill/verify", test_verify);
  g_test_add_func ("/mcp/skill/frontmatter-values", test_frontmatter_values);
  return g_test_run ();
}
