// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-error.h"
#include "gate-import-command.h"
#include "gate-json.h"

#include <string.h>

static const struct {
  const char *line;
  const char *name;
  const char *entry;
} cases[] = {
  { "claude mcp add --transport http sentry https://mcp.sentry.dev/mcp", "sentry", "{\"type\":\"http\",\"url\":\"https://mcp.sentry.dev/mcp\"}" },
  { "$ claude mcp add sentry https://mcp.sentry.dev/mcp -t http", "sentry", "{\"type\":\"http\",\"url\":\"https://mcp.sentry.dev/mcp\"}" },
  { "claude mcp add --transport http corridor https://app.corridor.dev/api/mcp --header \"Authorization: Bearer t0k3n\"", "corridor",
    "{\"type\":\"http\",\"url\":\"https://app.corridor.dev/api/mcp\",\"headers\":{\"Authorization\":\"Bearer t0k3n\"}}" },
  { "claude mcp add my-server -e API_KEY=xxx -- node ./my-server.js", "my-server",
    "{\"type\":\"stdio\",\"command\":\"node\",\"args\":[\"./my-server.js\"],\"env\":{\"API_KEY\":\"xxx\"}}" },
  { "claude mcp add my-server -- my-command --some-flag arg1", "my-server",
    "{\"type\":\"stdio\",\"command\":\"my-command\",\"args\":[\"--some-flag\",\"arg1\"]}" },
  { "claude mcp add -e A=1 B=2 fs npx -y server-filesystem /home", "fs",
    "{\"type\":\"stdio\",\"command\":\"npx\",\"args\":[\"-y\",\"server-filesystem\",\"/home\"],\"env\":{\"A\":\"1\",\"B\":\"2\"}}" },
  { "claude mcp add --scope user --transport=sse linear https://mcp.linear.app/sse", "linear", "{\"type\":\"sse\",\"url\":\"https://mcp.linear.app/sse\"}" },
  { "claude mcp add -s project -H \"X-A: b c\" \"X-D:e\" h https://h.example/mcp", "h",
    "{\"type\":\"http\",\"url\":\"https://h.example/mcp\",\"headers\":{\"X-A\":\"b c\",\"X-D\":\"e\"}}" },
  { "claude mcp add \\\n  --transport http slack \\\n  https://mcp.slack.com/mcp --client-id 1.2 --callback-port 3118", "slack",
    "{\"type\":\"http\",\"url\":\"https://mcp.slack.com/mcp\",\"oauth\":{\"clientId\":\"1.2\",\"callbackPort\":3118}}" },
  { "claude mcp add-json w '{\"type\":\"http\",\"url\":\"https://w.example\"}'", "w", "{\"type\":\"http\",\"url\":\"https://w.example\"}" },
  { "add x echo", "x", "{\"type\":\"stdio\",\"command\":\"echo\",\"args\":[]}" },

  { "", NULL, "empty" },
  { "claude mcp list", NULL, "“list”" },
  { "rm -rf /", NULL, "“rm”" },
  { "claude mcp add", NULL, "missing" },
  { "claude mcp add name", NULL, "missing" },
  { "claude mcp add --frobnicate name cmd", NULL, "“--frobnicate”: there is no such option" },
  { "claude mcp add name cmd 'unclosed s3cret", NULL, "quotes do not match" },
  { "claude mcp add -t ws name wss://x.example", NULL, "“ws”" },
  { "claude mcp add name https://x.example --transport", NULL, "needs a value" },
  { "claude mcp add name https://x.example --callback-port 99999", NULL, "“99999”" },
  { "claude mcp add name https://x.example -H s3cret", NULL, "“--header”" },
  { "claude mcp add -e s3cret name cmd", NULL, "“--env”" },
  { "claude mcp add-json w '{s3cret'", NULL, "line 1" },
  { "claude mcp add-json w", NULL, "missing" },
  { "claude mcp add-json w '[]'", NULL, "no object" },
};

static void
test_cases (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autofree char *name = NULL;
      g_autoptr(JsonNode) entry = gate_import_parse_command (cases[i].line, &name, NULL, &error);
      g_autofree char *text = entry ? gate_json_to_text (entry) : NULL;

      g_assert_cmpstr (name, ==, cases[i].name);
      if (cases[i].name)
        {
          g_assert_no_error (error);
          g_assert_cmpstr (text, ==, cases[i].entry);
          continue;
        }
      g_assert_null (entry);
      g_test_message ("%s", error->message);
      g_assert_error (error, GATE_ERROR, GATE_ERROR_INVALID);
      g_assert_nonnull (strstr (error->message, cases[i].entry));
      g_assert_null (strstr (error->message, "s3cret"));
    }
}

static void
test_client_secret (void)
{
  g_autofree char *name = NULL;
  gboolean wanted = FALSE;
  g_autoptr(JsonNode) entry = gate_import_parse_command ("claude mcp add --client-secret --client-id c n https://n.example/mcp", &name, &wanted, NULL);

  g_assert_nonnull (entry);
  g_assert_true (wanted);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/connectors/import-command/cases", test_cases);
  g_test_add_func ("/connectors/import-command/client-secret", test_client_secret);
  return g_test_run ();
}
