// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-command-subject.h"
#include "gate-json.h"

static GateConnector *
make (const char *text)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) entry = gate_json_parse (text, -1, GATE_JSON_DOCUMENT_LIMIT, &error);

  g_assert_no_error (error);
  GateConnector *connector = gate_connector_new_from_json ("s", entry, GATE_CONNECTOR_ORIGIN_USER, &error);
  g_assert_no_error (error);
  return connector;
}

#define ENTRY "{\"command\": \"npx\", \"args\": [\"-y\", \"a b\", \"\", \"$(rm -rf ~)\", \"x\\u202ey\"]," \
              " \"env\": {\"API_KEY\": \"${keyring:k}\", \"NODE_OPTIONS\": \"--require /tmp/x\"}, \"cwd\": \"/srv\"}"

static void
test_text (void)
{
  g_autoptr(GateConnector) connector = make (ENTRY);
  g_autofree char *free_text = gate_command_subject_to_text (connector, GATE_COMMAND_NONE, NULL);
  g_autofree char *confined = gate_command_subject_to_text (connector, GATE_COMMAND_SANDBOXED | GATE_COMMAND_FOLDER_WRITABLE, "/home/u/p");

  g_assert_cmpstr (free_text, ==,
                   "Program: npx\n"
                   "  Argument: -y\n"
                   "  Argument: 'a b'\n"
                   "  Argument: ''\n"
                   "  Argument: '$(rm -rf ~)'\n"
                   "  Argument: x\\u{202E}y\n"
                   "  Variable: API_KEY\n"
                   "  Variable: NODE_OPTIONS=--require /tmp/x\n"
                   "Directory: /srv\n"
                   "Sandbox: none. It can read and change everything that you can.\n");
  g_assert_true (g_str_has_suffix (confined,
                                   "Directory: /srv\n"
                                   "Sandbox: yes, with a home of its own.\n"
                                   "  Network: no\n"
                                   "  Folder, to read and write: /home/u/p\n"));
}

/* Whatever changes what is run, or what it can reach, needs another approval; a new label does not. */
static void
test_digest (void)
{
  static const struct {
    const char       *entry;
    GateCommandFlags  flags;
    const char       *folder;
  } different[] = {
    { "{\"command\": \"npx\", \"args\": [\"a\"], \"env\": {\"K\": \"v\"}}", GATE_COMMAND_SANDBOXED, NULL },
    { "{\"command\": \"npx\", \"args\": [\"b\"], \"env\": {\"K\": \"v\"}}", GATE_COMMAND_SANDBOXED, NULL },
    { "{\"command\": \"npx\", \"args\": [\"a\"], \"env\": {\"K\": \"w\"}}", GATE_COMMAND_SANDBOXED, NULL },
    { "{\"command\": \"npx\", \"args\": [\"a\"], \"env\": {\"L\": \"v\"}}", GATE_COMMAND_SANDBOXED, NULL },
    { "{\"command\": \"npx\", \"args\": [\"a\"], \"env\": {\"K\": \"v\"}, \"cwd\": \"/\"}", GATE_COMMAND_SANDBOXED, NULL },
    { "{\"command\": \"npx\", \"args\": [\"a\"], \"env\": {\"K\": \"v\"}}", GATE_COMMAND_NONE, NULL },
    { "{\"command\": \"npx\", \"args\": [\"a\"], \"env\": {\"K\": \"v\"}}", GATE_COMMAND_SANDBOXED | GATE_COMMAND_NETWORK, NULL },
    { "{\"command\": \"npx\", \"args\": [\"a\"], \"env\": {\"K\": \"v\"}}", GATE_COMMAND_SANDBOXED, "/home/u/p" },
  };
  g_autoptr(GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (different); i++)
    {
      g_autoptr(GateConnector) connector = make (different[i].entry);
      g_assert_true (g_hash_table_add (seen, gate_command_subject_digest (connector, different[i].flags, different[i].folder)));
    }

  g_autoptr(GateConnector) relabelled = make (
    "{\"gatehouse\": {\"label\": \"New\"}, \"timeout\": 500, \"command\": \"npx\", \"args\": [\"a\"], \"env\": {\"K\": \"v\"}}");
  g_autofree char *same = gate_command_subject_digest (relabelled, GATE_COMMAND_SANDBOXED, NULL);
  g_assert_true (g_hash_table_contains (seen, same));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/trust/command-subject/text", test_text);
  g_test_add_func ("/trust/command-subject/digest", test_digest);
  return g_test_run ();
}
