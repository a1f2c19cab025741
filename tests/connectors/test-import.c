// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-error.h"
#include "gate-import.h"
#include "gate-json.h"
#include "gate-test.h"

#include <glib/gstdio.h>
#include <string.h>

/* Each candidate as "id entry"; with what was found, what is asked for, what is wrong. */
static char *
describe (GPtrArray *candidates)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < candidates->len; i++)
    {
      const GateImportCandidate *candidate = candidates->pdata[i];
      g_autofree char *entry = gate_json_to_text (candidate->entry);

      g_string_append_printf (out, "%s %s", candidate->id, entry);
      for (guint j = 0; j < candidate->secrets->len; j++)
        {
          const GateFoundSecret *secret = candidate->secrets->pdata[j];
          g_string_append_printf (out, " secret(%s=%s)", secret->name, gate_secret_peek (secret->value));
        }
      for (guint j = 0; j < candidate->inputs->len; j++)
        {
          const GateImportInput *input = candidate->inputs->pdata[j];
          g_string_append_printf (out, " input(%s, %s, %s, %s)", input->name, input->description ? input->description : "-",
                                  input->secret ? "secret" : "plain", input->fallback ? input->fallback : "-");
        }
      for (guint j = 0; candidate->notes[j]; j++)
        g_string_append (out, " note");
      if (candidate->problem)
        g_string_append_printf (out, " problem(%s)", candidate->problem);
      g_assert_cmpint (candidate->problem == NULL, ==, candidate->connector != NULL);
      g_string_append_c (out, '\n');
    }
  return g_string_free (out, FALSE);
}

static const struct {
  const char *client;
  const char *path;
  const char *text;
  const char *result;
} cases[] = {
  /* .mcp.json, wrapped and bare. */
  { "mcp-json", "/p/.mcp.json", "{\"mcpServers\": {\"a\": {\"type\": \"http\", \"url\": \"https://a.example/mcp\"}, \"b\": {\"command\": \"x\"}}}",
    "a {\"type\":\"http\",\"url\":\"https://a.example/mcp\"}\nb {\"command\":\"x\"}\n" },
  { NULL, "/p/.mcp.json", "{\"a\": {\"command\": \"x\", \"unknown\": [1]}}", "a {\"command\":\"x\",\"unknown\":[1]}\n" },
  { "mcp-json", "/p/.mcp.json", "{\"mcpServers\": {\"a\": {\"url\": \"https://a.example/mcp\"}, \"w\": {\"type\": \"ws\", \"url\": \"wss://a.example\"}, "
    "\"n\": 3}}",
    "a {\"url\":\"https://a.example/mcp\",\"type\":\"http\"} note\n"
    "w {\"type\":\"ws\",\"url\":\"wss://a.example\"} problem(“w”: “type” is ws, which is not supported: use http, sse or stdio)\n"
    "n 3 problem(“n” must be an object)\n" },
  { "mcp-json", "/p/.mcp.json", "{\"mcpServers\": {\"My Server\": {\"command\": \"x\"}, \"my-server\": {\"command\": \"y\"}}}",
    "my-server {\"command\":\"x\",\"gatehouse\":{\"label\":\"My Server\"}}\n"
    "my-server-2 {\"command\":\"y\",\"gatehouse\":{\"label\":\"my-server\"}}\n" },

  /* Claude Desktop. */
  { NULL, "/home/u/.config/Claude/claude_desktop_config.json",
    "{\"globalShortcut\": \"\", \"mcpServers\": {\"github\": {\"command\": \"npx\", \"args\": [\"-y\", \"server-github\"],"
    " \"env\": {\"GITHUB_PERSONAL_ACCESS_TOKEN\": \"ghp_abcdefghijklmnopqrstuvwxyz012345\"}}}}",
    "github {\"command\":\"npx\",\"args\":[\"-y\",\"server-github\"],\"env\":{\"GITHUB_PERSONAL_ACCESS_TOKEN\":\"${keyring:GITHUB_PERSONAL_ACCESS_TOKEN}\"}}"
    " secret(GITHUB_PERSONAL_ACCESS_TOKEN=ghp_abcdefghijklmnopqrstuvwxyz012345)\n" },

  /* Claude Code: for all projects, and of single ones; the same twice counts once. */
  { NULL, "/home/u/.claude.json",
    "{\"numStartups\": 3, \"mcpServers\": {\"a\": {\"type\": \"http\", \"url\": \"https://a.example/mcp\", \"headers\": {\"Authorization\": \"Bearer "
    "t0k3n\"}}},"
    " \"projects\": {\"/home/u/p\": {\"history\": [], \"mcpServers\": {\"a\": {\"type\": \"stdio\", \"command\": \"x\", \"args\": [], \"env\": {}}}},"
    " \"/home/u/q\": {\"mcpServers\": {\"a\": {\"type\": \"stdio\", \"command\": \"x\", \"args\": [], \"env\": {}}}}, \"/home/u/r\": {}}}",
    "a {\"type\":\"http\",\"url\":\"https://a.example/mcp\",\"headers\":{\"Authorization\":\"Bearer ${keyring:Authorization}\"}} secret(Authorization=t0k3n)\n"
    "a-2 {\"type\":\"stdio\",\"command\":\"x\",\"args\":[],\"env\":{},\"gatehouse\":{\"label\":\"a\"}}\n" },

  /* VS Code: comments, trailing commas, values that it asks for, its own references. */
  { "vscode", "/home/u/.config/Code/User/mcp.json",
    "\xef\xbb\xbf// servers\n{\n  \"inputs\": [{\"type\": \"promptString\", \"id\": \"api key\", \"description\": \"The key\", \"password\": true},\n"
    "    {\"id\": \"region\", \"default\": \"eu\",},],\n  /* all of them */ \"servers\": {\n"
    "    \"a\": {\"type\": \"http\", \"url\": \"https://a.example/mcp?r=${input:region}\", \"headers\": {\"X-Key\": \"${input:api key}\", \"X-Other\": "
    "\"${input:gone}\"}},\n"
    "    \"b\": {\"command\": \"${userHome}/bin/x\", \"args\": [\"--home=${env:HOME}\", \"a//b\", \"/* kept */\"], \"envFile\": \"${workspaceFolder}/."
    "env\"},\n  },\n}\n",
    "a {\"type\":\"http\",\"url\":\"https://a.example/mcp?r=${keyring:region}\",\"headers\":{\"X-Key\":\"${keyring:api-key}\",\"X-Other\":\"${keyring:gone}\"}}"
    " input(region, -, plain, eu) input(api-key, The key, secret, -) input(gone, -, secret, -)\n"
    "b {\"command\":\"${HOME}/bin/x\",\"args\":[\"--home=${HOME}\",\"a//b\",\"/* kept */\"],\"envFile\":\"${workspaceFolder}/.env\"} note"
    " problem(It has “${workspaceFolder}”, which only the other program can fill in.)\n" },
  { NULL, "/home/u/.config/Code/User/settings.json", "{\"editor.fontSize\": 12, \"mcp\": {\"servers\": {\"a\": {\"command\": \"x\"}}}}",
    "a {\"command\":\"x\"}\n" },
  { "vscode", "/home/u/.config/Code/User/settings.json", "{\"editor.fontSize\": 12}", "" },
  { "vscode", "/x/.vscode/mcp.json", "{\"servers\": {\"a\": {\"command\": \"${config:x.y}\"}, \"b\": {\"command\": \"${command:z}\"}}}",
    "a {\"command\":\"${config:x.y}\"} problem(It has “${config:x.y}”, which only the other program can fill in.)\n"
    "b {\"command\":\"${command:z}\"} problem(It has “${command:z}”, which only the other program can fill in.)\n" },

  /* Cursor: no type. */
  { NULL, "/home/u/.cursor/mcp.json",
    "{\"mcpServers\": {\"a\": {\"url\": \"https://a.example/mcp\", \"headers\": {\"Authorization\": \"Bearer ${env:TOKEN}\"}, \"disabled\": true}}}",
    "a {\"url\":\"https://a.example/mcp\",\"headers\":{\"Authorization\":\"Bearer ${TOKEN}\"},\"disabled\":true,\"type\":\"http\"} note note\n" },
};

static void
test_cases (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(GPtrArray) candidates = gate_import_parse (cases[i].client, cases[i].path, cases[i].text, -1, &error);

      g_test_message ("case %u", i);
      g_assert_no_error (error);
      g_autofree char *result = describe (candidates);
      g_assert_cmpstr (result, ==, cases[i].result);
    }
}

static void
test_refused (void)
{
  static const struct {
    const char *client;
    const char *text;
    GateError   code;
    const char *names;
  } wrong[] = {
    { "emacs", "{}", GATE_ERROR_USAGE, "“emacs”" },
    { "mcp-json", "", GATE_ERROR_INVALID, "/p/file.json" },
    { "mcp-json", "{", GATE_ERROR_INVALID, "line 1" },
    { "vscode", "{\n// c\n  \"servers\": {,}\n}", GATE_ERROR_INVALID, "line 3, column 15" },
    { "vscode", "{ /* never closed", GATE_ERROR_INVALID, "line 1" },
    { "vscode", "{}", GATE_ERROR_NOT_FOUND, "“servers”" },
    { "claude-desktop", "{\"mcpServers\": 3}", GATE_ERROR_NOT_FOUND, "“mcpServers”" },
    { "claude-code", "{\"theme\": \"dark\"}", GATE_ERROR_NOT_FOUND, "“mcpServers”" },
    { "cursor", "{}", GATE_ERROR_NOT_FOUND, "“mcpServers”" },
    { NULL, "{\"a\": 1}", GATE_ERROR_NOT_FOUND, "/p/file.json" },
    { NULL, "[]", GATE_ERROR_NOT_FOUND, "“mcpServers”" },
    { "mcp-json", "{\"mcpServers\": []}", GATE_ERROR_INVALID, "must be an object" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(GPtrArray) candidates = gate_import_parse (wrong[i].client, "/p/file.json", wrong[i].text, -1, &error);

      g_assert_null (candidates);
      g_test_message ("%s", error->message);
      g_assert_error (error, GATE_ERROR, (int) wrong[i].code);
      g_assert_nonnull (strstr (error->message, wrong[i].names));
    }
}

static GPtrArray *
read_files (const char  *client,
            const char  *path,
            GError     **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  gate_import_read_async (client, path, NULL, gate_test_keep_result, &result);
  gate_test_wait (result);
  return gate_import_read_finish (result, error);
}

static void
write_below_home (const char *name,
                  const char *text)
{
  g_autofree char *path = g_build_filename (g_get_home_dir (), name, NULL);
  g_autofree char *parent = g_path_get_dirname (path);
  g_autoptr(GError) error = NULL;

  g_assert_cmpint (g_mkdir_with_parents (parent, 0700), ==, 0);
  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
}

/* Every client's own places, with files in them and without. */
static void
test_places (void)
{
  static const struct {
    const char *client;
    const char *file;
    const char *text;
  } files[] = {
    { "claude-desktop", ".config/Claude/claude_desktop_config.json", "{\"mcpServers\": {\"a\": {\"command\": \"x\"}}}" },
    { "claude-code", ".claude.json", "{\"mcpServers\": {\"a\": {\"command\": \"x\"}}}" },
    { "cursor", ".cursor/mcp.json", "{\"mcpServers\": {\"a\": {\"command\": \"x\"}}}" },
    { "vscode", ".config/Code/User/mcp.json", "{\"servers\": {\"a\": {\"command\": \"x\"}}}" },
  };
  g_autoptr(GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autoptr(GPtrArray) none = read_files (files[i].client, NULL, &error);
      g_assert_null (none);
      g_test_message ("%s", error->message);
      g_assert_error (error, GATE_ERROR, GATE_ERROR_NOT_FOUND);
      g_assert_nonnull (strstr (error->message, gate_import_get_title (files[i].client)));
      g_assert_nonnull (strstr (error->message, files[i].file));
      g_clear_error (&error);

      write_below_home (files[i].file, files[i].text);
      g_autoptr(GPtrArray) found = read_files (files[i].client, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (found->len, ==, 1);
      const GateImportCandidate *candidate = found->pdata[0];
      g_assert_true (g_str_has_suffix (candidate->source, files[i].file));
    }

  write_below_home (".config/Code/User/settings.json", "{\"mcp\": {\"servers\": {\"a\": {\"command\": \"y\"}, \"b\": {\"command\": \"z\"}}}}");
  g_autoptr(GPtrArray) both = read_files ("vscode", NULL, &error);
  g_assert_no_error (error);
  g_autofree char *result = describe (both);
  g_assert_cmpstr (result, ==, "a {\"command\":\"x\"}\na-2 {\"command\":\"y\",\"gatehouse\":{\"label\":\"a\"}}\nb {\"command\":\"z\"}\n");
}

static void
test_read_errors (void)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *missing = g_build_filename (g_get_home_dir (), "missing.json", NULL);

  g_assert_null (read_files (NULL, missing, &error));
  g_assert_error (error, GATE_ERROR, GATE_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_null (read_files (NULL, g_get_home_dir (), &error));
  g_assert_error (error, GATE_ERROR, GATE_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_null (read_files ("emacs", NULL, &error));
  g_assert_error (error, GATE_ERROR, GATE_ERROR_USAGE);
  g_clear_error (&error);
  g_assert_null (read_files (NULL, NULL, &error));
  g_assert_error (error, GATE_ERROR, GATE_ERROR_USAGE);
}

static void
test_clients (void)
{
  const char *const *clients = gate_import_get_clients ();

  for (guint i = 0; clients[i]; i++)
    {
      g_auto(GStrv) paths = gate_import_dup_paths (clients[i]);

      g_assert_nonnull (gate_import_get_title (clients[i]));
      g_assert_cmpuint (g_strv_length (paths), >, 0);
    }
  g_assert_null (gate_import_get_title ("emacs"));
  g_assert_null (gate_import_dup_paths ("emacs"));
}

int
main (int    argc,
      char **argv)
{
  g_autofree char *home = g_dir_make_tmp ("gate-import-XXXXXX", NULL);
  g_autofree char *config = g_build_filename (home, ".config", NULL);

  g_setenv ("HOME", home, TRUE);
  g_setenv ("XDG_CONFIG_HOME", config, TRUE);
  g_unsetenv ("CLAUDE_CONFIG_DIR");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/connectors/import/cases", test_cases);
  g_test_add_func ("/connectors/import/refused", test_refused);
  g_test_add_func ("/connectors/import/places", test_places);
  g_test_add_func ("/connectors/import/read-errors", test_read_errors);
  g_test_add_func ("/connectors/import/clients", test_clients);
  int status = g_test_run ();
  gate_test_remove_folder (home);
  return status;
}
