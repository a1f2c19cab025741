// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-connector.h"
#include "gate-error.h"
#include "gate-json.h"
#include "gate-test.h"

#include <string.h>

static GateConnector *
read_entry (const char  *name,
            const char  *text,
            GError     **error)
{
  g_autoptr(GError) local = NULL;
  g_autoptr(JsonNode) entry = gate_json_parse (text, -1, GATE_JSON_DOCUMENT_LIMIT, &local);

  g_assert_no_error (local);
  return gate_connector_new_from_json (name, entry, GATE_CONNECTOR_ORIGIN_USER, error);
}

static GateConnector *
read_good (const char *text)
{
  g_autoptr(GError) error = NULL;
  GateConnector *connector = read_entry ("s", text, &error);

  g_assert_no_error (error);
  return connector;
}

/* What is wrong, and what the one sentence about it must name. */
static const struct {
  const char *entry;
  const char *names;
} refused[] = {
  { "[]", "must be an object" },
  { "{}", "neither “url” nor “command”" },
  { "{\"type\": 3}", "“type” must be a text" },
  { "{\"type\": \"ws\", \"url\": \"wss://x.example\"}", "“type” is ws, which is not supported" },
  { "{\"type\": \"sdk\", \"name\": \"x\"}", "“type” is sdk, which is not supported" },
  { "{\"type\": \"carrier-pigeon\", \"url\": \"https://x.example\"}", "“type” must be http, sse or stdio" },
  { "{\"url\": \"https://x.example\", \"command\": \"node\"}", "has both “url” and “command”" },
  { "{\"type\": \"http\"}", "“url” is missing" },
  { "{\"type\": \"http\", \"url\": 1}", "“url” must be a text" },
  { "{\"type\": \"http\", \"url\": \"nope\"}", "“url” is no good" },
  { "{\"type\": \"http\", \"url\": \"file:///etc/passwd\"}", "“url” is no good" },
  { "{\"type\": \"http\", \"url\": \"javascript:alert(1)\"}", "“url” is no good" },
  { "{\"type\": \"http\", \"url\": \"https://user:pw@x.example/mcp\"}", "no user name or password" },
  { "{\"type\": \"http\", \"url\": \"https://x.example/a b\"}", "“url” is no good" },
  { "{\"type\": \"http\", \"url\": \"https://x.example/${user_config.key}\"}", "“url” has “${user_config.key}”" },
  { "{\"type\": \"http\", \"url\": \"https://x.example/${UNFINISHED\"}", "“url” has “${UNFINISHED”" },
  { "{\"type\": \"http\", \"url\": \"https://{tenant}.example/mcp\"}", "“{tenant}”, for which" },
  { "{\"type\": \"http\", \"url\": \"https://x.example\", \"headers\": [\"A\"]}", "“headers” must be an object" },
  { "{\"type\": \"http\", \"url\": \"https://x.example\", \"headers\": {\"A\": 1}}", "“headers.A” must be a text" },
  { "{\"type\": \"http\", \"url\": \"https://x.example\", \"headers\": {\"A B\": \"c\"}}", "“headers.A B” is no name of a header" },
  { "{\"type\": \"http\", \"url\": \"https://x.example\", \"headers\": {\"A\": \"b\\r\\nC: d\"}}", "“headers.A” has a control character" },
  { "{\"type\": \"http\", \"url\": \"https://x.example\", \"headers\": {\"A\": \"b\", \"a\": \"c\"}}", "“headers.a” is there twice" },
  { "{\"type\": \"http\", \"url\": \"http://x.example\", \"headers\": {\"Authorization\": \"Bearer ${T}\"}}", "credentials are never sent" },
  { "{\"type\": \"http\", \"url\": \"http://x.example\", \"headers\": {\"X-Own\": \"${keyring:a}\"}}", "credentials are never sent" },
  { "{\"type\": \"http\", \"url\": \"http://x.example\", \"oauth\": true}", "credentials are never sent" },
  { "{\"type\": \"http\", \"url\": \"https://x.example\", \"timeout\": \"5s\"}", "“timeout” must be a whole number from 100" },
  { "{\"type\": \"http\", \"url\": \"https://x.example\", \"timeout\": -1}", "“timeout” must be a whole number from 100" },
  { "{\"type\": \"http\", \"url\": \"https://x.example\", \"gatehouse\": []}", "“gatehouse” must be an object" },
  { "{\"type\": \"http\", \"url\": \"https://x.example\", \"gatehouse\": {\"label\": 1}}", "“gatehouse.label” must be a text" },
  { "{\"type\": \"http\", \"url\": \"https://x.example\", \"gatehouse\": {\"accounts\": {}}}", "“gatehouse.accounts” must be a list" },
  { "{\"type\": \"http\", \"url\": \"https://x.example\", \"gatehouse\": {\"accounts\": [{\"id\": \"a__b\"}]}}", "“gatehouse.accounts[0].id” must be letters" },
  { "{\"type\": \"http\", \"url\": \"https://x.example\", \"gatehouse\": {\"accounts\": [{\"id\": \"a\"}, {\"id\": \"a\"}]}}",
    "“gatehouse.accounts[1].id” is the id of another" },
  { "{\"type\": \"http\", \"url\": \"https://x.example\", \"gatehouse\": {\"accounts\": [3]}}", "“gatehouse.accounts[0].id” must be letters" },
  { "{\"type\": \"http\", \"url\": \"https://x.example\", \"gatehouse\": {\"limits\": {\"total\": 1}}}", "“gatehouse.limits.total” must be a whole number" },
  { "{\"type\": \"stdio\"}", "“command” is missing" },
  { "{\"command\": \"\"}", "“command” is missing" },
  { "{\"type\": \"http\", \"url\": \"http://x.example\", \"headers\": {\"X-Foo\": \"ghp_CANARYcanaryCANARYcanaryCANARYcana01\"}}", "never sent that way" },
  { "{\"command\": \"node\", \"gatehouse\": {\"sandbox\": \"no\"}}", "“gatehouse.sandbox” must be" },
  { "{\"command\": \"node\", \"gatehouse\": {\"folder\": 1}}", "“gatehouse.folder” must be" },
  { "{\"command\": \"node\", \"gatehouse\": {\"directory\": true}}", "“gatehouse.directory” must be a text" },
  { "{\"type\": \"http\", \"url\": \"https://x.example\", \"gatehouse\": {\"readOnly\": \"true\"}}", "“gatehouse.readOnly” must be" },
  { "{\"type\": \"http\", \"url\": \"https://x.example\", \"gatehouse\": {\"sample\": []}}", "“gatehouse.sample” must be" },
  { "{\"type\": \"http\", \"url\": \"http://x.example\", \"gatehouse\": {\"allowHttp\": 1}}", "“gatehouse.allowHttp” must be" },
  { "{\"type\": \"http\", \"url\": \"https://x.example\", \"gatehouse\": {\"description\": {}}}", "“gatehouse.description” must be a text" },
  { "{\"command\": [\"node\"]}", "“command” must be a text" },
  { "{\"command\": \"node\", \"args\": \"x\"}", "“args” must be a list" },
  { "{\"command\": \"node\", \"args\": [\"x\", 1]}", "“args” must be a list of texts" },
  { "{\"command\": \"node\", \"env\": {\"A\": 1}}", "“env.A” must be a text" },
  { "{\"command\": \"node\", \"env\": {\"A=B\": \"1\"}}", "“env.A=B” is no name of a variable" },
  { "{\"command\": \"node\", \"env\": {\"\": \"1\"}}", "is no name of a variable" },
  { "{\"command\": \"node\", \"args\": [\"${input:key}\"]}", "“args” has “${input:key}”" },
};

static void
test_refused (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(GateConnector) connector = read_entry ("slack", refused[i].entry, &error);

      g_test_message ("%s → %s", refused[i].entry, error ? error->message : "accepted");
      g_assert_null (connector);
      g_assert_error (error, GATE_ERROR, GATE_ERROR_INVALID);
      g_assert_cmpint (gate_error_get_layer (error), ==, GATE_LAYER_INSTALLED);
      g_assert_nonnull (strstr (error->message, refused[i].names));
      g_assert_true (g_str_has_prefix (error->message, "“slack”"));
      g_assert_nonnull (gate_error_get_remedy (error));
    }
}

static void
test_remote (void)
{
  g_autoptr(GateConnector) connector = read_good (
    "{\"type\": \"http\", \"url\": \"https://mcp.example.com/mcp?x=${REGION:-eu}\", \"timeout\": 5000, \"alwaysLoad\": true,"
    " \"headers\": {\"X-Tenant\": \"acme\", \"Authorization\": \"Bearer ${keyring:key}\"},"
    " \"gatehouse\": {\"label\": \"Example \\u202e Search\", \"description\": \"d\", \"limits\": {\"connect\": 2000, \"total\": 90000},"
    " \"accounts\": [{\"id\": \"client-a\", \"label\": \"Client A\"}, {\"id\": \"b\"}]}}");

  g_assert_cmpstr (gate_connector_get_id (connector), ==, "s");
  g_assert_cmpstr (gate_connector_get_label (connector), ==, "Example \\u{202E} Search");
  g_assert_cmpstr (gate_connector_get_description (connector), ==, "d");
  g_assert_cmpint (gate_connector_get_kind (connector), ==, GATE_CONNECTOR_HTTP);
  g_assert_cmpint (gate_connector_get_origin (connector), ==, GATE_CONNECTOR_ORIGIN_USER);
  g_assert_cmpstr (gate_connector_get_address (connector), ==, "https://mcp.example.com/mcp?x=${REGION:-eu}");
  g_assert_true (gate_connector_is_configured (connector));
  g_assert_false (gate_connector_is_clear_text (connector));
  g_assert_cmpstr (gate_connector_get_header (connector, "x-tenant"), ==, "acme");
  g_assert_null (gate_connector_get_header (connector, "X-None"));
  g_assert_cmpuint (g_strv_length ((char **) gate_connector_get_header_names (connector)), ==, 2);
  g_assert_cmpuint (gate_connector_get_timeout (connector), ==, 5000);
  g_assert_cmpuint (gate_connector_get_limit (connector, GATE_CONNECTOR_LIMIT_CONNECT), ==, 2000);
  g_assert_cmpuint (gate_connector_get_limit (connector, GATE_CONNECTOR_LIMIT_TOTAL), ==, 90000);
  g_assert_cmpstr (gate_connector_get_accounts (connector)[0], ==, "client-a");
  g_assert_cmpstr (gate_connector_get_account_label (connector, "client-a"), ==, "Client A");
  g_assert_cmpstr (gate_connector_get_account_label (connector, "b"), ==, "b");
  g_assert_null (gate_connector_get_account_label (connector, NULL));
  g_assert_cmpint (gate_connector_get_sign_in (connector)->kind, ==, GATE_SIGN_IN_HEADERS);
  g_assert_null (gate_connector_get_argv (connector)[0]);
  g_assert_null (gate_connector_get_warnings (connector)[0]);
  gate_test_finalize (connector);
}

static void
test_local (void)
{
  static const char *const argv[] = { "node", "server.js", "two words", NULL };
  static const char *const environment[] = { "A=b=c", "KEY=${keyring:KEY}", NULL };
  g_autoptr(GateConnector) connector = read_good (
    "{\"command\": \"node\", \"args\": [\"server.js\", \"two words\"], \"env\": {\"A\": \"b=c\", \"KEY\": \"${keyring:KEY}\"},"
    " \"cwd\": \"${HOME}/x\"}");
  g_autofree char *target = gate_connector_dup_target (connector);
  g_auto(GStrv) names = gate_connector_dup_keyring_names (connector);

  g_assert_cmpint (gate_connector_get_kind (connector), ==, GATE_CONNECTOR_STDIO);
  g_assert_cmpstrv (gate_connector_get_argv (connector), argv);
  g_assert_cmpstrv (gate_connector_get_environment (connector), environment);
  g_assert_cmpstr (gate_connector_get_directory (connector), ==, "${HOME}/x");
  g_assert_null (gate_connector_get_address (connector));
  g_assert_null (gate_connector_get_header (connector, "A"));
  g_assert_cmpstr (target, ==, "node server.js 'two words'");
  g_assert_cmpuint (g_strv_length (names), ==, 1);
  g_assert_cmpstr (names[0], ==, "KEY");
  g_assert_cmpint (gate_connector_get_sign_in (connector)->kind, ==, GATE_SIGN_IN_NONE);
}

static const struct {
  const char *entry;
  const char *warning;
} odd[] = {
  { "{\"url\": \"https://x.example/mcp\"}", "“type” is missing" },
  { "{\"type\": \"http\", \"url\": \"\"}", "still to be configured" },
  { "{\"type\": \"http\", \"url\": \"http://10.1.2.3/mcp\"}", "not encrypted" },
  { "{\"type\": \"http\", \"url\": \"https://x.example\", \"command\": \"node\"}", "“command” has no effect" },
  { "{\"type\": \"stdio\", \"url\": \"https://x.example\", \"command\": \"node\"}", "“url” has no effect" },
  { "{\"command\": \"node\", \"args\": [\"--key=${keyring:k}\"]}", "A secret stands among the arguments" },
};

static void
test_odd (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (odd); i++)
    {
      g_autoptr(GateConnector) connector = read_good (odd[i].entry);
      const char *const *warnings = gate_connector_get_warnings (connector);

      g_assert_nonnull (warnings[0]);
      g_test_message ("%s", warnings[0]);
      g_assert_nonnull (strstr (warnings[0], odd[i].warning));
      g_assert_null (warnings[1]);
    }
}

static void
test_addresses (void)
{
  static const struct {
    const char *url;
    gboolean    clear_text;
  } cases[] = {
    { "http://127.0.0.1:8080/mcp", FALSE },
    { "http://localhost/mcp", FALSE },
    { "http://[::1]/mcp", FALSE },
    { "https://10.0.0.1/mcp", FALSE },
    { "http://10.0.0.1/mcp", TRUE },
    { "http://intranet/mcp", TRUE },
    { "${SERVER}/mcp", FALSE },
    { "${SERVER:-http://elsewhere.example}/mcp", TRUE },
    { "https://${HOST_NAME}/mcp", FALSE },
    { "", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = g_strdup_printf ("{\"type\": \"http\", \"url\": \"%s\"}", cases[i].url);
      g_autoptr(GateConnector) connector = read_good (text);

      g_assert_cmpint (gate_connector_is_clear_text (connector), ==, cases[i].clear_text);
      g_assert_cmpint (gate_connector_is_configured (connector), ==, *cases[i].url != '\0');
    }
}

static void
test_unknown_members_are_kept (void)
{
  const char *text = "{\"zz\":{\"deep\":[1,2.5,null]},\"type\":\"http\",\"url\":\"https://x.example\",\"gatehouse\":{\"own\":1,\"label\":\"L\"},\"aa\":true}";
  g_autoptr(GateConnector) connector = read_good (text);
  g_autofree char *kept = gate_json_to_text (gate_connector_get_source (connector));

  g_assert_cmpstr (kept, ==, text);
}

static void
test_ids (void)
{
  static const struct {
    const char *name;
    const char *id;
  } cases[] = {
    { "slack", "slack" },
    { "Slack_2-x", "Slack_2-x" },
    { "google calendar", "google-calendar" },
    { "a__b", "a-b" },
    { "_hidden", "hidden" },
    { "  Ünï  ", "uni" },
    { "../../etc/passwd", "etc-passwd" },
    { "io.github.user/server", "io-github-user-server" },
    { "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *id = gate_connector_id_from_name (cases[i].name);

      g_assert_cmpstr (id, ==, cases[i].id);
      g_assert_true (gate_connector_is_valid_id (id));
    }

  g_autofree char *digest = gate_connector_id_from_name ("日本");
  g_autofree char *marks = gate_connector_id_from_name ("!!!");
  g_assert_true (gate_connector_is_valid_id (digest));
  g_assert_true (gate_connector_is_valid_id (marks));
  g_assert_cmpstr (digest, !=, marks);
  g_assert_false (gate_connector_is_valid_id (NULL));
  g_assert_false (gate_connector_is_valid_id (""));
  g_assert_false (gate_connector_is_valid_id ("-a"));

  g_autoptr(GError) error = NULL;
  g_autoptr(GateConnector) nameless = read_entry ("", "{\"command\": \"x\"}", &error);
  g_assert_null (nameless);
  g_assert_error (error, GATE_ERROR, GATE_ERROR_INVALID);
}

static char *
fingerprint_of (const char *text)
{
  g_autoptr(GateConnector) connector = read_good (text);
  return gate_connector_dup_fingerprint (connector);
}

static void
test_fingerprint (void)
{
  static const char *const different[] = {
    "{\"command\": \"node\", \"args\": [\"a\", \"b\"], \"env\": {\"K\": \"v\"}}",
    "{\"command\": \"node\", \"args\": [\"a b\"], \"env\": {\"K\": \"v\"}}",
    "{\"command\": \"node\", \"args\": [\"a\", \"b\"], \"env\": {\"K\": \"w\"}}",
    "{\"command\": \"node\", \"args\": [\"a\", \"b\"]}",
    "{\"command\": \"nodejs\", \"args\": [\"a\", \"b\"], \"env\": {\"K\": \"v\"}}",
    "{\"command\": \"node\", \"args\": [\"a\", \"b\"], \"env\": {\"K\": \"v\"}, \"cwd\": \"/tmp\"}",
    "{\"type\": \"http\", \"url\": \"https://x.example\"}",
    "{\"type\": \"sse\", \"url\": \"https://x.example\"}",
    "{\"type\": \"http\", \"url\": \"https://y.example\"}",
    "{\"type\": \"http\", \"url\": \"https://x.example\", \"headers\": {\"A\": \"b\"}}",
    "{\"type\": \"http\", \"url\": \"https://x.example\", \"headersHelper\": \"/bin/helper\"}",
  };
  g_autoptr(GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (different); i++)
    g_assert_true (g_hash_table_add (seen, fingerprint_of (different[i])));

  g_autofree char *labelled = fingerprint_of (
    "{\"gatehouse\": {\"label\": \"L\"}, \"args\": [\"a\", \"b\"], \"command\": \"node\", \"timeout\": 900, \"env\": {\"K\": \"v\"}}");
  g_assert_true (g_hash_table_contains (seen, labelled));
}

static char *
give_secret (const char *name,
             gpointer    user_data)
{
  return g_str_equal (name, "known") ? g_strdup ("s3cret${HOME}") : NULL;
}

static const struct {
  const char *text;
  const char *expanded;
  GateError   error;
} expansions[] = {
  { "plain $HOME {x} }", "plain $HOME {x} }", 0 },
  { "", "", 0 },
  { "a${GATE_TEST_SET}b", "avalueb", 0 },
  { "${GATE_TEST_SET:-other}", "value", 0 },
  { "${GATE_TEST_UNSET:-other}", "other", 0 },
  { "${GATE_TEST_UNSET:-}", "", 0 },
  { "${GATE_TEST_EMPTY}", "", 0 },
  { "${GATE_TEST_EMPTY:-other}", "other", 0 },
  { "${GATE_TEST_UNSET:-http://a:1/b}", "http://a:1/b", 0 },
  { "Bearer ${keyring:known}!", "Bearer s3cret${HOME}!", 0 },
  { "${GATE_TEST_UNSET}", NULL, GATE_ERROR_INVALID },
  { "${keyring:unknown}", NULL, GATE_ERROR_SIGN_IN_NEEDED },
  { "${keyring:}", NULL, GATE_ERROR_INVALID },
  { "${keyring:a b}", NULL, GATE_ERROR_INVALID },
  { "${GATE_TEST_SET", NULL, GATE_ERROR_INVALID },
  { "${}", NULL, GATE_ERROR_INVALID },
  { "${1X}", NULL, GATE_ERROR_INVALID },
  { "${env:HOME}", NULL, GATE_ERROR_INVALID },
};

static void
test_expand (void)
{
  g_setenv ("GATE_TEST_SET", "value", TRUE);
  g_setenv ("GATE_TEST_EMPTY", "", TRUE);
  g_unsetenv ("GATE_TEST_UNSET");
  for (guint i = 0; i < G_N_ELEMENTS (expansions); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autofree char *expanded = gate_connector_expand (expansions[i].text, give_secret, NULL, &error);

      g_assert_cmpstr (expanded, ==, expansions[i].expanded);
      if (!expansions[i].expanded)
        g_assert_error (error, GATE_ERROR, (int) expansions[i].error);
    }

  g_autoptr(GError) error = NULL;
  g_autofree char *missing = gate_connector_expand ("${GATE_TEST_UNSET}", NULL, NULL, &error);
  g_assert_null (missing);
  g_assert_nonnull (strstr (error->message, "GATE_TEST_UNSET"));
  g_clear_error (&error);
  g_autofree char *forbidden = gate_connector_expand ("${keyring:known}", NULL, NULL, &error);
  g_assert_null (forbidden);
  g_assert_error (error, GATE_ERROR, GATE_ERROR_INVALID);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/connectors/connector/refused", test_refused);
  g_test_add_func ("/connectors/connector/remote", test_remote);
  g_test_add_func ("/connectors/connector/local", test_local);
  g_test_add_func ("/connectors/connector/odd", test_odd);
  g_test_add_func ("/connectors/connector/addresses", test_addresses);
  g_test_add_func ("/connectors/connector/unknown-members-are-kept", test_unknown_members_are_kept);
  g_test_add_func ("/connectors/connector/ids", test_ids);
  g_test_add_func ("/connectors/connector/fingerprint", test_fingerprint);
  g_test_add_func ("/connectors/connector/expand", test_expand);
  return g_test_run ();
}
