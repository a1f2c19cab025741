// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-connector.h"
#include "gate-error.h"
#include "gate-json.h"

#include <string.h>

static GateSignInSettings *
read_settings (const char  *text,
               GError     **error)
{
  g_autoptr(GError) local = NULL;
  g_autoptr(JsonNode) entry = gate_json_parse (text, -1, GATE_JSON_DOCUMENT_LIMIT, &local);

  g_assert_no_error (local);
  return gate_sign_in_settings_new_from_json (json_node_get_object (entry), error);
}

static GateSignInSettings *
read_good (const char *text)
{
  g_autoptr(GError) error = NULL;
  GateSignInSettings *settings = read_settings (text, &error);

  g_assert_no_error (error);
  return settings;
}

#define URL "\"type\": \"http\", \"url\": \"https://x.example\""
#define SIGN_IN(members) "{" URL ", \"gatehouse\": {\"signIn\": {" members "}}}"

static const struct {
  const char *entry;
  const char *names;
} refused[] = {
  { "{" URL ", \"oauth\": \"yes\"}", "“oauth” must be an object" },
  { "{" URL ", \"oauth\": {\"clientId\": 1}}", "“oauth.clientId” must be a text" },
  { "{" URL ", \"oauth\": {\"clientId\": \"\"}}", "“oauth.clientId” must not be empty" },
  { "{" URL ", \"oauth\": {\"callbackPort\": 70000}}", "“oauth.callbackPort” must be a whole number from 1 to 65535" },
  { "{" URL ", \"oauth\": {\"callbackPort\": 1.5}}", "“oauth.callbackPort” must be a whole number" },
  { "{" URL ", \"oauth\": {\"callbackHost\": \"0.0.0.0\"}}", "“oauth.callbackHost” must be one of: 127.0.0.1, localhost" },
  { "{" URL ", \"oauth\": {\"scopes\": \"a\\u0007b\"}}", "“oauth.scopes” must be names" },
  { "{" URL ", \"oauth\": {\"authServerMetadataUrl\": \"http://a.example/x\"}}", "“oauth.authServerMetadataUrl” must be an https address" },
  { "{" URL ", \"oauth\": {}, \"headersHelper\": \"/bin/x\"}", "“headersHelper” and “oauth” exclude each other" },
  { "{" URL ", \"headersHelper\": \"get-token | jq .\"}", "“headersHelper” needs a shell" },
  { "{" URL ", \"headersHelper\": \"echo $(whoami)\"}", "“headersHelper” needs a shell" },
  { "{" URL ", \"headersHelper\": \"x ${user_config.k}\"}", "“headersHelper” has “${user_config.k}”" },
  { "{" URL ", \"headersHelper\": \"x 'unclosed\"}", "“headersHelper” is no command" },
  { "{" URL ", \"headersHelper\": []}", "“headersHelper” must name a program" },
  { "{" URL ", \"headersHelper\": 3}", "“headersHelper” must be a list" },
  { SIGN_IN ("\"kind\": \"magic\""), "“gatehouse.signIn.kind” must be one of" },
  { SIGN_IN ("\"kind\": \"helper\""), "“gatehouse.signIn.helper” is missing" },
  { SIGN_IN ("\"kind\": \"certificate\""), "“gatehouse.signIn.certificate” is missing" },
  { SIGN_IN ("\"kind\": \"fields\""), "“gatehouse.signIn.fields” is missing" },
  { SIGN_IN ("\"kind\": \"enterprise\""), "“gatehouse.signIn.idpIssuer” is missing" },
  { SIGN_IN ("\"clientAuth\": \"guess\""), "“gatehouse.signIn.clientAuth” must be one of" },
  { SIGN_IN ("\"signingAlgorithm\": \"none\""), "“gatehouse.signIn.signingAlgorithm” must be one of: ES256, RS256" },
  { SIGN_IN ("\"issuer\": \"http://as.example\""), "“gatehouse.signIn.issuer” must be an https address" },
  { SIGN_IN ("\"allowMissingPkce\": \"yes\""), "“gatehouse.signIn.allowMissingPkce” must be true or false" },
  { SIGN_IN ("\"trustedEndpointOrigins\": [\"nope\"]"), "“gatehouse.signIn.trustedEndpointOrigins” must be a list of https origins" },
  { SIGN_IN ("\"ttl\": 0"), "“gatehouse.signIn.ttl” must be a whole number from 1" },
  { SIGN_IN ("\"fields\": {}"), "“gatehouse.signIn.fields” must be a list" },
  { SIGN_IN ("\"fields\": [1]"), "“gatehouse.signIn.fields[0]” must be an object" },
  { SIGN_IN ("\"fields\": [{}]"), "“gatehouse.signIn.fields[0].name” must be a name" },
  { SIGN_IN ("\"fields\": [{\"name\": \"a b\"}]"), "“gatehouse.signIn.fields[0].name” must be a name" },
  { SIGN_IN ("\"fields\": [{\"name\": \"a\"}, {\"name\": \"a\"}]"), "“gatehouse.signIn.fields[1].name” is the name of another" },
  { SIGN_IN ("\"fields\": [{\"name\": \"a\", \"place\": \"query\"}]"), "“gatehouse.signIn.fields[0].place” must be header" },
  { SIGN_IN ("\"fields\": [{\"name\": \"a\", \"place\": \"aws\", \"key\": \"x\"}]"), "“gatehouse.signIn.fields[0].key” must be access-key-id" },
  { SIGN_IN ("\"fields\": [{\"name\": \"a\", \"place\": \"variable\", \"key\": \"A-B\"}]"), "“gatehouse.signIn.fields[0].key” must be a name" },
  { SIGN_IN ("\"fields\": [{\"name\": \"a\", \"key\": \"A B\"}]"), "“gatehouse.signIn.fields[0].key” must be the name of a header" },
  { SIGN_IN ("\"fields\": [{\"name\": \"a\", \"value\": \"v\"}]"), "“gatehouse.signIn.fields[0].value” must not stand in the file" },
  { SIGN_IN ("\"fields\": [{\"name\": \"a\", \"expires\": \"soon\"}]"), "“gatehouse.signIn.fields[0].expires” must be a date" },
};

static void
test_refused (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(GateSignInSettings) settings = read_settings (refused[i].entry, &error);

      g_test_message ("%s → %s", refused[i].entry, error ? error->message : "accepted");
      g_assert_null (settings);
      g_assert_error (error, GATE_ERROR, GATE_ERROR_INVALID);
      g_assert_nonnull (strstr (error->message, refused[i].names));
    }
}

static const struct {
  const char     *entry;
  GateSignInKind  kind;
} kinds[] = {
  { "{" URL "}", GATE_SIGN_IN_AUTO },
  { "{" URL ", \"headers\": {\"X-Tenant\": \"acme\"}}", GATE_SIGN_IN_AUTO },
  { "{" URL ", \"oauth\": false}", GATE_SIGN_IN_AUTO },
  { "{" URL ", \"oauth\": true}", GATE_SIGN_IN_OAUTH },
  { "{" URL ", \"oauth\": {}}", GATE_SIGN_IN_OAUTH },
  { "{" URL ", \"headers\": {\"Authorization\": \"Bearer ${TOKEN}\"}}", GATE_SIGN_IN_HEADERS },
  { "{" URL ", \"headers\": {\"X-Own\": \"${keyring:own}\"}}", GATE_SIGN_IN_HEADERS },
  { "{" URL ", \"headersHelper\": \"/bin/helper\"}", GATE_SIGN_IN_HELPER },
  { SIGN_IN ("\"certificate\": \"${HOME}/c.pem\""), GATE_SIGN_IN_CERTIFICATE },
  { SIGN_IN ("\"fields\": [{\"name\": \"Authorization\", \"prefix\": \"Bearer \"}]"), GATE_SIGN_IN_FIELDS },
  { SIGN_IN ("\"kind\": \"none\""), GATE_SIGN_IN_NONE },
  { SIGN_IN ("\"kind\": \"client-credentials\", \"clientId\": \"c\""), GATE_SIGN_IN_CLIENT_CREDENTIALS },
  { SIGN_IN ("\"kind\": \"enterprise\", \"idpIssuer\": \"https://idp.example\""), GATE_SIGN_IN_ENTERPRISE },
  { SIGN_IN ("\"kind\": \"workload\", \"subjectTokenFile\": \"/run/token\""), GATE_SIGN_IN_WORKLOAD },
  { "{\"command\": \"x\", \"env\": {\"API_KEY\": \"${keyring:k}\"}}", GATE_SIGN_IN_NONE },
  { "{\"command\": \"x\", \"gatehouse\": {\"signIn\": {\"fields\": [{\"name\": \"K\", \"place\": \"variable\"}]}}}", GATE_SIGN_IN_FIELDS },
};

static void
test_kinds (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autoptr(GateSignInSettings) settings = read_good (kinds[i].entry);
      GateSignInKind kind;

      g_assert_cmpstr (gate_sign_in_kind_to_string (settings->kind), ==, gate_sign_in_kind_to_string (kinds[i].kind));
      g_assert_true (gate_sign_in_kind_from_string (gate_sign_in_kind_to_string (settings->kind), &kind));
      g_assert_cmpint (kind, ==, kinds[i].kind);
    }
}

static void
test_oauth (void)
{
  g_autoptr(GateSignInSettings) settings = read_good (
    "{" URL ", \"oauth\": {\"clientId\": \"c\", \"clientSecret\": \"${keyring:client-secret}\", \"callbackPort\": 3118, \"scopes\": \"a b\","
    " \"authServerMetadataUrl\": \"https://as.example/m\", \"zz\": 1},"
    " \"gatehouse\": {\"signIn\": {\"scopes\": \"c\", \"readScopes\": \"c.read\", \"issuer\": \"https://as.example\","
    " \"trustedEndpointOrigins\": [\"https://Login.example/path\"], \"allowMissingPkce\": true, \"callbackHost\": \"localhost\"}}}");

  g_assert_cmpstr (settings->client_id, ==, "c");
  g_assert_true (settings->has_client_secret);
  g_assert_cmpuint (settings->callback_port, ==, 3118);
  g_assert_cmpstr (settings->callback_host, ==, "localhost");
  g_assert_cmpstr (settings->scopes, ==, "c");
  g_assert_cmpstr (settings->read_scopes, ==, "c.read");
  g_assert_cmpstr (settings->metadata_url, ==, "https://as.example/m");
  g_assert_cmpstr (settings->issuer, ==, "https://as.example");
  g_assert_cmpstr (settings->trusted_endpoint_origins[0], ==, "https://login.example");
  g_assert_true (settings->allow_missing_pkce);
  g_assert_cmpuint (settings->helper_ttl, ==, 300);
  g_assert_cmpuint (settings->helper_refresh_buffer, ==, 60);
}

static void
test_helper (void)
{
  static const char *const argv[] = { "/usr/local/bin/token", "--for", "a b", NULL };
  g_autoptr(GateSignInSettings) line = read_good (
    "{" URL ", \"headersHelper\": \"/usr/local/bin/token --for 'a b'\", \"headersHelperTtlSec\": 900}");
  g_autoptr(GateSignInSettings) list = read_good (
    SIGN_IN ("\"helper\": [\"/usr/local/bin/token\", \"--for\", \"a b\"], \"ttl\": 10, \"refreshBuffer\": 0"));

  g_assert_cmpstrv (line->helper, argv);
  g_assert_cmpuint (line->helper_ttl, ==, 900);
  g_assert_cmpstrv (list->helper, argv);
  g_assert_cmpuint (list->helper_ttl, ==, 10);
  g_assert_cmpuint (list->helper_refresh_buffer, ==, 0);
}

static void
test_fields (void)
{
  g_autoptr(GateSignInSettings) settings = read_good (SIGN_IN (
    "\"fields\": ["
    "{\"name\": \"id\", \"title\": \"Access key\", \"place\": \"aws\", \"key\": \"access-key-id\", \"secret\": false, \"value\": \"AK\"},"
    "{\"name\": \"secret\", \"place\": \"aws\", \"key\": \"secret-access-key\", \"expires\": \"2027-01-31\"},"
    "{\"name\": \"tenant\", \"place\": \"address\", \"secret\": false, \"required\": false, \"description\": \"d\"},"
    "{\"name\": \"X-Key\", \"prefix\": \"Token \", \"expires\": 1800000000}]"));
  const GateSignInField *id = settings->fields->pdata[0], *secret = settings->fields->pdata[1];
  const GateSignInField *tenant = settings->fields->pdata[2], *header = settings->fields->pdata[3];

  g_assert_cmpuint (settings->fields->len, ==, 4);
  g_assert_cmpstr (id->title, ==, "Access key");
  g_assert_cmpstr (id->value, ==, "AK");
  g_assert_false (id->secret);
  g_assert_true (id->required);
  g_assert_true (secret->secret);
  g_assert_cmpint (secret->expires, ==, G_GINT64_CONSTANT (1801439999));
  g_assert_cmpstr (tenant->key, ==, "tenant");
  g_assert_cmpint (tenant->place, ==, GATE_FIELD_ADDRESS);
  g_assert_false (tenant->required);
  g_assert_cmpstr (header->prefix, ==, "Token ");
  g_assert_cmpstr (header->title, ==, "X-Key");
  g_assert_cmpint (header->expires, ==, 1800000000);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/connectors/sign-in-settings/refused", test_refused);
  g_test_add_func ("/connectors/sign-in-settings/kinds", test_kinds);
  g_test_add_func ("/connectors/sign-in-settings/oauth", test_oauth);
  g_test_add_func ("/connectors/sign-in-settings/helper", test_helper);
  g_test_add_func ("/connectors/sign-in-settings/fields", test_fields);
  return g_test_run ();
}
