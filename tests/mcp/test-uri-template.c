// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-error.h"
#include "gate-uri-template.h"
#include "mcp-test.h"

/* RFC 6570 §3.2: the values of its examples. */
static const char values[]
  = "{'count':['one','two','three'],'dom':['example','com'],'dub':'me/too','hello':'Hello World!','half':'50%','var':'value',"
    "'who':'fred','base':'http://example.com/home/','path':'/foo/bar','list':['red','green','blue'],"
    "'keys':{'semi':';','dot':'.','comma':','},'v':'6','x':'1024','y':'768','empty':'','empty_keys':{},'undef':null}";

static const struct {
  const char *uri_template;
  const char *expected;
} cases[] = {
  /* §3.2.1 and §3.2.2: simple */
  { "{count}", "one,two,three" }, { "{count*}", "one,two,three" }, { "{/count}", "/one,two,three" }, { "{/count*}", "/one/two/three" },
  { "{;count}", ";count=one,two,three" }, { "{;count*}", ";count=one;count=two;count=three" }, { "{?count}", "?count=one,two,three" },
  { "{?count*}", "?count=one&count=two&count=three" }, { "{&count*}", "&count=one&count=two&count=three" },
  { "{var}", "value" }, { "{hello}", "Hello%20World%21" }, { "{half}", "50%25" }, { "O{empty}X", "OX" }, { "O{undef}X", "OX" },
  { "{x,y}", "1024,768" }, { "{x,hello,y}", "1024,Hello%20World%21,768" }, { "?{x,empty}", "?1024," }, { "?{x,undef}", "?1024" },
  { "?{undef,y}", "?768" }, { "{var:3}", "val" }, { "{var:30}", "value" }, { "{list}", "red,green,blue" }, { "{list*}", "red,green,blue" },
  { "{keys}", "semi,%3B,dot,.,comma,%2C" }, { "{keys*}", "semi=%3B,dot=.,comma=%2C" },
  /* §3.2.3: reserved */
  { "{+var}", "value" }, { "{+hello}", "Hello%20World!" }, { "{+half}", "50%25" }, { "{base}index", "http%3A%2F%2Fexample.com%2Fhome%2Findex" },
  { "{+base}index", "http://example.com/home/index" }, { "O{+empty}X", "OX" }, { "O{+undef}X", "OX" }, { "{+path}/here", "/foo/bar/here" },
  { "here?ref={+path}", "here?ref=/foo/bar" }, { "up{+path}{var}/here", "up/foo/barvalue/here" }, { "{+x,hello,y}", "1024,Hello%20World!,768" },
  { "{+path,x}/here", "/foo/bar,1024/here" }, { "{+path:6}/here", "/foo/b/here" }, { "{+list}", "red,green,blue" },
  { "{+list*}", "red,green,blue" }, { "{+keys}", "semi,;,dot,.,comma,," }, { "{+keys*}", "semi=;,dot=.,comma=," },
  /* §3.2.4: fragment */
  { "{#var}", "#value" }, { "{#hello}", "#Hello%20World!" }, { "{#half}", "#50%25" }, { "foo{#empty}", "foo#" }, { "foo{#undef}", "foo" },
  { "{#x,hello,y}", "#1024,Hello%20World!,768" }, { "{#path,x}/here", "#/foo/bar,1024/here" }, { "{#path:6}/here", "#/foo/b/here" },
  { "{#list}", "#red,green,blue" }, { "{#keys*}", "#semi=;,dot=.,comma=," },
  /* §3.2.5: label */
  { "{.who}", ".fred" }, { "{.who,who}", ".fred.fred" }, { "{.half,who}", ".50%25.fred" }, { "www{.dom*}", "www.example.com" },
  { "X{.var}", "X.value" }, { "X{.empty}", "X." }, { "X{.undef}", "X" }, { "X{.var:3}", "X.val" }, { "X{.list}", "X.red,green,blue" },
  { "X{.list*}", "X.red.green.blue" }, { "X{.keys}", "X.semi,%3B,dot,.,comma,%2C" }, { "X{.keys*}", "X.semi=%3B.dot=..comma=%2C" },
  { "X{.empty_keys}", "X" }, { "X{.empty_keys*}", "X" },
  /* §3.2.6: path */
  { "{/who}", "/fred" }, { "{/who,who}", "/fred/fred" }, { "{/half,who}", "/50%25/fred" }, { "{/who,dub}", "/fred/me%2Ftoo" },
  { "{/var}", "/value" }, { "{/var,empty}", "/value/" }, { "{/var,undef}", "/value" }, { "{/var,x}/here", "/value/1024/here" },
  { "{/var:1,var}", "/v/value" }, { "{/list}", "/red,green,blue" }, { "{/list*}", "/red/green/blue" },
  { "{/list*,path:4}", "/red/green/blue/%2Ffoo" }, { "{/keys}", "/semi,%3B,dot,.,comma,%2C" }, { "{/keys*}", "/semi=%3B/dot=./comma=%2C" },
  /* §3.2.7: path parameters */
  { "{;who}", ";who=fred" }, { "{;half}", ";half=50%25" }, { "{;empty}", ";empty" }, { "{;v,empty,who}", ";v=6;empty;who=fred" },
  { "{;v,bar,who}", ";v=6;who=fred" }, { "{;x,y}", ";x=1024;y=768" }, { "{;x,y,empty}", ";x=1024;y=768;empty" },
  { "{;x,y,undef}", ";x=1024;y=768" }, { "{;hello:5}", ";hello=Hello" }, { "{;list}", ";list=red,green,blue" },
  { "{;list*}", ";list=red;list=green;list=blue" }, { "{;keys}", ";keys=semi,%3B,dot,.,comma,%2C" },
  { "{;keys*}", ";semi=%3B;dot=.;comma=%2C" },
  /* §3.2.8 and §3.2.9: query */
  { "{?who}", "?who=fred" }, { "{?half}", "?half=50%25" }, { "{?x,y}", "?x=1024&y=768" }, { "{?x,y,empty}", "?x=1024&y=768&empty=" },
  { "{?x,y,undef}", "?x=1024&y=768" }, { "{?var:3}", "?var=val" }, { "{?list}", "?list=red,green,blue" },
  { "{?list*}", "?list=red&list=green&list=blue" }, { "{?keys}", "?keys=semi,%3B,dot,.,comma,%2C" },
  { "{?keys*}", "?semi=%3B&dot=.&comma=%2C" }, { "{&who}", "&who=fred" }, { "?fixed=yes{&x}", "?fixed=yes&x=1024" },
  { "{&x,y,empty}", "&x=1024&y=768&empty=" }, { "{&keys}", "&keys=semi,%3B,dot,.,comma,%2C" },
  /* beside the RFC: literals */
  { "", "" }, { "file:///a b/ä", "file:///a%20b/%C3%A4" }, { "%41{var}", "%41value" },
};

static void
test_expand (void)
{
  g_autoptr(JsonNode) node = mcp_test_json (values);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autofree char *found = gate_uri_template_expand (cases[i].uri_template, json_node_get_object (node), &error);

      g_assert_no_error (error);
      g_test_message ("%s", cases[i].uri_template);
      g_assert_cmpstr (found, ==, cases[i].expected);
    }
}

static void
test_values (void)
{
  g_autoptr(JsonNode) node = mcp_test_json ("{'n':5,'f':1.5,'b':true,'u':'äöü','l':[1,null,[2],'x']}");
  g_autofree char *found = gate_uri_template_expand ("{n}{/f}{?b}{&u:2}{;l*}", json_node_get_object (node), NULL);

  g_assert_cmpstr (found, ==, "5/1.5?b=true&u=%C3%A4%C3%B6;l=1;l=x");
}

static void
test_malformed (void)
{
  static const char *const malformed[] = {
    "{", "}", "a{b", "a}b", "{}", "{+}", "{a,}", "{,a}", "{a b}", "{a:}", "{a:0}", "{a:-1}", "{a:10000}", "{a:3*}", "{a**}", "{.}", "{a{b}}",
    "{=a}", "{!a}", "{a%}", "{a%4}", "{ä}",
  };
  g_autoptr(JsonObject) none = json_object_new ();

  for (guint i = 0; i < G_N_ELEMENTS (malformed); i++)
    {
      g_autoptr(GError) error = NULL;
      g_auto(GStrv) variables = gate_uri_template_dup_variables (malformed[i]);

      g_test_message ("%s", malformed[i]);
      g_assert_null (gate_uri_template_expand (malformed[i], none, &error));
      g_assert_true (gate_error_matches (error, GATE_ERROR_INVALID));
      g_assert_cmpuint (g_strv_length (variables), <=, 1);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/mcp/uri-template/malformed", test_malformed);
  g_test_add_func ("/mcp/uri-template/expand", test_expand);
  g_test_add_func ("/mcp/uri-template/values", test_values);
  return g_test_run ();
}
