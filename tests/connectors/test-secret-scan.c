// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-connector.h"
#include "gate-json.h"
#include "gate-secret-scan.h"
#include "gate-secret-words.h"

#include <string.h>

/* An entry, what is left of it, and what was found: "kind name=value (where)", separated by "; ". */
static const struct {
  const char *entry;
  const char *left;
  const char *found;
} cases[] = {
  /* Headers. */
  { "{\"headers\":{\"Authorization\":\"Bearer abc123\"}}", "{\"headers\":{\"Authorization\":\"Bearer ${keyring:Authorization}\"}}",
    "field Authorization=abc123 (header Authorization)" },
  { "{\"headers\":{\"authorization\":\"Basic dXNlcjpwdw==\"}}", "{\"headers\":{\"authorization\":\"Basic ${keyring:authorization}\"}}",
    "field authorization=dXNlcjpwdw== (header authorization)" },
  { "{\"headers\":{\"X-Api-Key\":\"k3y-value\"}}", "{\"headers\":{\"X-Api-Key\":\"${keyring:X-Api-Key}\"}}", "field X-Api-Key=k3y-value (header X-Api-Key)" },
  { "{\"headers\":{\"X-Own\":\"ghp_abcdefghijklmnopqrstuvwxyz012345\"}}", "{\"headers\":{\"X-Own\":\"${keyring:X-Own}\"}}",
    "field X-Own=ghp_abcdefghijklmnopqrstuvwxyz012345 (header X-Own)" },
  { "{\"headers\":{\"X-Tenant-Id\":\"acme\",\"Accept\":\"text/html\"}}", "=", "" },
  { "{\"headers\":{\"Authorization\":\"Bearer ${TOKEN}\"}}", "=", "" },
  { "{\"headers\":{\"Authorization\":\"Bearer ${keyring:own}\"}}", "=", "" },
  { "{\"headers\":{\"Authorization\":\"Bearer <your-token>\"}}", "=", "" },
  { "{\"headers\":{\"Authorization\":\"Bearer ${TOKEN:-sk-abcdefghijklmnopqrstuvwx}\"}}",
    "{\"headers\":{\"Authorization\":\"Bearer ${keyring:Authorization}\"}}",
    "field Authorization=sk-abcdefghijklmnopqrstuvwx (header Authorization)" },
  { "{\"headers\":{\"Authorization\":\"Bearer real1\",\"X-A\":\"${keyring:Authorization}\"}}",
    "{\"headers\":{\"Authorization\":\"Bearer ${keyring:Authorization-2}\",\"X-A\":\"${keyring:Authorization}\"}}",
    "field Authorization-2=real1 (header Authorization)" },

  /* Variables. */
  { "{\"env\":{\"GITHUB_TOKEN\":\"t0k3n\"}}", "{\"env\":{\"GITHUB_TOKEN\":\"${keyring:GITHUB_TOKEN}\"}}", "field GITHUB_TOKEN=t0k3n (variable GITHUB_TOKEN)" },
  { "{\"env\":{\"AWS_SECRET_ACCESS_KEY\":\"wJalrXUtnFEMI/K7MDENG\",\"AWS_REGION\":\"eu-west-1\",\"AWS_ACCESS_KEY_ID\":\"AKIAIOSFODNN7REALKEY\"}}",
    "{\"env\":{\"AWS_SECRET_ACCESS_KEY\":\"${keyring:AWS_SECRET_ACCESS_KEY}\","
    "\"AWS_REGION\":\"eu-west-1\",\"AWS_ACCESS_KEY_ID\":\"${keyring:AWS_ACCESS_KEY_ID}\"}}",
    "field AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG (variable AWS_SECRET_ACCESS_KEY); "
    "field AWS_ACCESS_KEY_ID=AKIAIOSFODNN7REALKEY (variable AWS_ACCESS_KEY_ID)" },
  { "{\"env\":{\"DATABASE_URL\":\"postgres://u:p4ss@db.example/x\"}}", "{\"env\":{\"DATABASE_URL\":\"${keyring:DATABASE_URL}\"}}",
    "field DATABASE_URL=postgres://u:p4ss@db.example/x (variable DATABASE_URL)" },
  { "{\"env\":{\"DATABASE_URL\":\"postgres://db.corp/x\",\"TOKEN_URL\":\"https://as.corp/token\"}}", "=", "" },
  { "{\"env\":{\"API_KEY\":\"\",\"API_TOKEN\":\"YOUR_API_TOKEN\",\"AUTH\":\"true\",\"MAX_TOKENS\":\"4096\",\"KEY_FILE\":\"/etc/key.pem\"}}", "=", "" },
  { "{\"env\":{\"SSH_AUTH_SOCK\":\"/run/ssh\",\"SECRET_PATH\":\"x/y\",\"KEYBOARD\":\"dvorak\",\"API_KEY\":\"${API_KEY}\"}}", "=", "" },
  { "{\"env\":{\"PASSWORD\":\"hunter2\"}}", "{\"env\":{\"PASSWORD\":\"${keyring:PASSWORD}\"}}", "field PASSWORD=hunter2 (variable PASSWORD)" },
  { "{\"env\":{\"SETTING\":\"eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.c2ln\"}}", "{\"env\":{\"SETTING\":\"${keyring:SETTING}\"}}",
    "field SETTING=eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.c2ln (variable SETTING)" },
  { "{\"env\":{\"ID\":\"3f2504e0-4f89-11d3-9a0c-0305e82c3301\",\"NODE_ENV\":\"production\",\"N\":1}}", "=", "" },

  /* Arguments. */
  { "{\"args\":[\"--api-key\",\"v4lue\",\"--verbose\"]}", "{\"args\":[\"--api-key\",\"${keyring:api-key}\",\"--verbose\"]}",
    "field api-key=v4lue (argument after --api-key)" },
  { "{\"args\":[\"--token=v4lue\"]}", "{\"args\":[\"--token=${keyring:token}\"]}", "field token=v4lue (argument --token)" },
  { "{\"args\":[\"mcp-remote\",\"https://x.example/mcp\",\"--header\",\"Authorization: Bearer v4lue\"]}",
    "{\"args\":[\"mcp-remote\",\"https://x.example/mcp\",\"--header\",\"Authorization: Bearer ${keyring:Authorization}\"]}",
    "field Authorization=v4lue (argument with header Authorization)" },
  { "{\"args\":[\"--header\",\"Authorization:${AUTH_HEADER}\"],\"env\":{\"AUTH_HEADER\":\"Bearer v4lue\"}}",
    "{\"args\":[\"--header\",\"Authorization:${AUTH_HEADER}\"],\"env\":{\"AUTH_HEADER\":\"Bearer ${keyring:AUTH_HEADER}\"}}",
    "field AUTH_HEADER=v4lue (variable AUTH_HEADER)" },
  { "{\"args\":[\"run\",\"-e\",\"API_KEY=v4lue\",\"image\"]}", "{\"args\":[\"run\",\"-e\",\"API_KEY=${keyring:API_KEY}\",\"image\"]}",
    "field API_KEY=v4lue (argument API_KEY)" },
  { "{\"args\":[\"run\",\"-e\",\"API_KEY\",\"image\"],\"env\":{\"API_KEY\":\"v4lue\"}}",
    "{\"args\":[\"run\",\"-e\",\"API_KEY\",\"image\"],\"env\":{\"API_KEY\":\"${keyring:API_KEY}\"}}",
    "field API_KEY=v4lue (variable API_KEY)" },
  { "{\"args\":[\"postgresql://u:p4ss@db.example/x\"]}", "{\"args\":[\"${keyring:argument}\"]}", "field argument=postgresql://u:p4ss@db.example/x (argument)" },
  { "{\"args\":[\"xoxb-123456789012-abcdef\"]}", "{\"args\":[\"${keyring:argument}\"]}", "field argument=xoxb-123456789012-abcdef (argument)" },
  { "{\"args\":[\"-y\",\"@modelcontextprotocol/server-filesystem@2025.8.21\",\"/home/u/My Documents\",\"--port=8080\",3]}", "=", "" },
  { "{\"args\":[\"--key-file\",\"/etc/k.pem\",\"--auth\",\"none\",\"--token\"]}", "=", "" },
  { "{\"args\":[\"--token\",\"same1\"],\"env\":{\"TOKEN\":\"same1\"}}",
    "{\"args\":[\"--token\",\"${keyring:TOKEN}\"],\"env\":{\"TOKEN\":\"${keyring:TOKEN}\"}}",
    "field TOKEN=same1 (variable TOKEN)" },

  /* Addresses. */
  { "{\"url\":\"https://x.example/mcp?api_key=v4lue&lang=en#f\"}", "{\"url\":\"https://x.example/mcp?api_key=${keyring:api_key}&lang=en#f\"}",
    "field api_key=v4lue (address)" },
  { "{\"url\":\"https://x.example/s/MmY4ZTk3Yz0xN2Q5Tk1pZ2h0eQ81x/mcp\"}", "{\"url\":\"https://x.example/s/${keyring:address}/mcp\"}",
    "field address=MmY4ZTk3Yz0xN2Q5Tk1pZ2h0eQ81x (address)" },
  { "{\"url\":\"https://x.example/a/3f2504e0-4f89-11d3-9a0c-0305e82c3301/mcp?token=${TOKEN}&workspace=main-workspace\"}", "=", "" },
  { "{\"url\":\"https://agent365.svc.cloud.microsoft/agents/servers/mcp_M365AdminCenter\"}", "=", "" },
  { "{\"url\":\"\"}", "=", "" },

  /* The client's secret. */
  { "{\"oauth\":{\"clientId\":\"c\",\"clientSecret\":\"s\"}}", "{\"oauth\":{\"clientId\":\"c\",\"clientSecret\":\"${keyring:client-secret}\"}}",
    "client-secret =s (oauth.clientSecret)" },
  { "{\"oauth\":{\"clientSecret\":\"${SECRET}\"}}", "=", "" },
  { "{\"oauth\":true,\"headers\":[],\"env\":3,\"args\":\"x\"}", "=", "" },
  { "[1]", "=", "" },
};

static void
test_cases (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(JsonNode) entry = gate_json_parse (cases[i].entry, -1, GATE_JSON_DOCUMENT_LIMIT, NULL);
      g_autoptr(GPtrArray) found = NULL;
      g_autoptr(JsonNode) left = gate_secret_scan_entry (entry, &found);
      g_autofree char *text = gate_json_to_text (left);
      g_autoptr(GString) list = g_string_new (NULL);

      for (guint j = 0; j < found->len; j++)
        {
          const GateFoundSecret *secret = found->pdata[j];
          g_string_append_printf (list, "%s%s %s=%s (%s)", j > 0 ? "; " : "", secret->kind, secret->name, gate_secret_peek (secret->value), secret->where);
        }
      g_test_message ("case %u", i);
      g_assert_cmpstr (list->str, ==, cases[i].found);
      g_assert_cmpstr (text, ==, g_str_equal (cases[i].left, "=") ? cases[i].entry : cases[i].left);
    }
}

/* What was taken out is again nothing to take out, and is what the connector asks the keyring for. */
static void
test_again (void)
{
  g_autoptr(JsonNode) entry = gate_json_parse (
    "{\"command\": \"x\", \"args\": [\"--token\", \"t0k3n-value\"], \"env\": {\"API_KEY\": \"k3y-value\", \"PLAIN\": \"1\"}}", -1, GATE_JSON_DOCUMENT_LIMIT,
    NULL);
  g_autoptr(GPtrArray) found = NULL;
  g_autoptr(GPtrArray) found_again = NULL;
  g_autoptr(JsonNode) left = gate_secret_scan_entry (entry, &found);
  g_autoptr(JsonNode) again = gate_secret_scan_entry (left, &found_again);
  g_autoptr(GateConnector) connector = gate_connector_new_from_json ("s", left, GATE_CONNECTOR_ORIGIN_USER, NULL);
  g_auto(GStrv) names = gate_connector_dup_keyring_names (connector);
  static const char *const expected[] = { "API_KEY", "token", NULL };

  g_assert_cmpuint (found->len, ==, 2);
  g_assert_cmpuint (found_again->len, ==, 0);
  g_assert_true (gate_json_equal (left, again));
  g_assert_cmpstrv (names, expected);
}

static void
test_words (void)
{
  static const char *const secret_names[] = { "Authorization", "X-API-Key", "apiKey", "GITHUB_PERSONAL_ACCESS_TOKEN", "client_secret", "DB_PASSWORD",
    "Cookie", "--api-key" };
  static const char *const plain_names[] = { "", "Accept", "TOKEN_URL", "KEY_FILE", "MAX_TOKENS", "monkey", "client_id", "AUTH_METHOD", "PUBLIC_KEY",
    "X-Tenant" };
  static const char *const secret_values[] = { "sk-proj-abcdefghijklmnop", "github_pat_11ABCDEFG0123456789", "xoxp-1-2-3-abcdef", "AKIAIOSFODNN7REALKEY",
                                               "AIzaSyA1234567890abcdefghijklmnopqrstu", "-----BEGIN PRIVATE KEY-----MIIE", "q7Xk2Lr9Vt4Bn8Wz1Ys6Pd3Fh" };
  static const char *const plain_values[] = { "", "sk-", "production", "https://example.com/a/b", "AKIA", "3f2504e0-4f89-11d3-9a0c-0305e82c3301",
                                              "a-quite-long-name-with-many-words-2025", "/usr/lib/x86_64-linux-gnu/libfoo.so.1.2.3",
                                              "sk-xxxxxxxxxxxxxxxxxxxxxxxx" };

  for (guint i = 0; i < G_N_ELEMENTS (secret_names); i++)
    g_assert_true (gate_secret_words_in_name (secret_names[i]));
  for (guint i = 0; i < G_N_ELEMENTS (plain_names); i++)
    g_assert_false (gate_secret_words_in_name (plain_names[i]));
  for (guint i = 0; i < G_N_ELEMENTS (secret_values); i++)
    g_assert_true (gate_secret_words_in_value (secret_values[i]));
  for (guint i = 0; i < G_N_ELEMENTS (plain_values); i++)
    g_assert_false (gate_secret_words_in_value (plain_values[i]));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/connectors/secret-scan/cases", test_cases);
  g_test_add_func ("/connectors/secret-scan/again", test_again);
  g_test_add_func ("/connectors/secret-scan/words", test_words);
  return g_test_run ();
}
