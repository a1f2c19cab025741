// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-connector-store.h"
#include "gate-error.h"
#include "gate-json.h"
#include "gate-test.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#define N_PROCESSES 20

static char *folder;
static const char *program;

static char *
make_path (void)
{
  static int number;
  g_autofree char *name = g_strdup_printf ("%d", ++number);
  return g_build_filename (folder, name, "mcp.json", NULL);
}

static void
write_file (const char *path,
            const char *text)
{
  g_autofree char *parent = g_path_get_dirname (path);
  g_autoptr(GError) error = NULL;

  g_assert_cmpint (g_mkdir_with_parents (parent, 0700), ==, 0);
  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
}

static char *
read_file (const char *path)
{
  g_autoptr(GError) error = NULL;
  char *text = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  return text;
}

static gboolean
load (GateConnectorStore  *store,
      GError             **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  gate_connector_store_load_async (store, NULL, gate_test_keep_result, &result);
  gate_test_wait (result);
  return gate_connector_store_load_finish (store, result, error);
}

static GateConnector *
put (GateConnectorStore      *store,
     GateConnectorStoreMode   mode,
     const char              *name,
     const char              *text,
     int                      position,
     GError                 **error)
{
  g_autoptr(JsonNode) entry = gate_json_parse (text, -1, GATE_JSON_DOCUMENT_LIMIT, NULL);
  g_autoptr(GAsyncResult) result = NULL;

  gate_connector_store_put_async (store, mode, name, entry, position, NULL, gate_test_keep_result, &result);
  gate_test_wait (result);
  return gate_connector_store_put_finish (store, result, error);
}

static JsonNode *
take_out (GateConnectorStore  *store,
          const char          *id,
          char               **name,
          int                 *position,
          GError             **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  gate_connector_store_remove_async (store, id, NULL, NULL, gate_test_keep_result, &result);
  gate_test_wait (result);
  return gate_connector_store_remove_finish (store, result, name, position, error);
}

static char *
list_ids (GateConnectorStore *store)
{
  GString *ids = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (store)); i++)
    {
      g_autoptr(GateConnector) connector = g_list_model_get_item (G_LIST_MODEL (store), i);
      g_string_append_printf (ids, "%s%s", i > 0 ? " " : "", gate_connector_get_id (connector));
    }
  return g_string_free (ids, FALSE);
}

#define assert_ids(store, expected) \
  G_STMT_START { \
    g_autofree char *assert_ids_found = list_ids (store); \
    g_assert_cmpstr (assert_ids_found, ==, (expected)); \
  } G_STMT_END

static void
test_broken_file (void)
{
  static const struct {
    const char *text;
    const char *names;
  } cases[] = {
    { "{\n  \"mcpServers\": {\n    \"a\": {\"command\": \"x\"},\n  }\n}\n", "line 4, column" },
    { "{", "line 1" },
    { "[]", "must be an object" },
    { "{\"mcpServers\": []}", "“mcpServers” must be an object" },
    { "not json at all", "line 1" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = make_path ();
      g_autoptr(GateConnectorStore) store = gate_connector_store_new (path);
      g_autoptr(GError) error = NULL;
      g_autoptr(GError) put_error = NULL;
      g_autoptr(GateConnector) added = NULL;

      write_file (path, cases[i].text);
      g_assert_false (load (store, &error));
      g_test_message ("%s", error->message);
      g_assert_error (error, GATE_ERROR, GATE_ERROR_INVALID);
      g_assert_nonnull (strstr (error->message, cases[i].names));
      g_assert_nonnull (strstr (error->message, path));
      g_assert_nonnull (gate_error_get_remedy (error));
      g_assert_nonnull (gate_connector_store_get_error (store));

      added = put (store, GATE_CONNECTOR_STORE_PUT, "b", "{\"command\": \"y\"}", -1, &put_error);
      g_assert_null (added);
      g_assert_error (put_error, GATE_ERROR, GATE_ERROR_INVALID);
      g_autofree char *after = read_file (path);
      g_assert_cmpstr (after, ==, cases[i].text);
    }
}

static void
test_wrong_changes (void)
{
  g_autofree char *path = make_path ();
  g_autoptr(GateConnectorStore) store = gate_connector_store_new (path);
  g_autoptr(GError) error = NULL;
  g_autoptr(GateConnector) connector = NULL;

  connector = put (store, GATE_CONNECTOR_STORE_ADD, "a", "{\"command\": 1}", -1, &error);
  g_assert_null (connector);
  g_assert_error (error, GATE_ERROR, GATE_ERROR_INVALID);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  g_clear_error (&error);

  connector = put (store, GATE_CONNECTOR_STORE_REPLACE, "a", "{\"command\": \"x\"}", -1, &error);
  g_assert_null (connector);
  g_assert_error (error, GATE_ERROR, GATE_ERROR_NOT_FOUND);
  g_clear_error (&error);

  g_autoptr(JsonNode) removed = take_out (store, "a", NULL, NULL, &error);
  g_assert_null (removed);
  g_assert_error (error, GATE_ERROR, GATE_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));

  connector = put (store, GATE_CONNECTOR_STORE_ADD, "my server", "{\"command\": \"x\"}", -1, &error);
  g_assert_no_error (error);
  g_clear_object (&connector);
  connector = put (store, GATE_CONNECTOR_STORE_ADD, "my-server", "{\"command\": \"x\"}", -1, &error);
  g_assert_null (connector);
  g_assert_error (error, GATE_ERROR, GATE_ERROR_EXISTS);
  assert_ids (store, "my-server");
}

static void
test_changes (void)
{
  const char *before = "{\"other\": {\"kept\": [1, 2]}, \"mcpServers\": {\"a\": {\"command\": \"x\", \"zz\": 1}, \"bad\": {\"command\": 3},"
                       " \"b c\": {\"type\": \"http\", \"url\": \"https://x.example\"}}, \"last\": null}";
  const char *after = "{\"other\":{\"kept\":[1,2]},\"mcpServers\":{\"a\":{\"command\":\"y\"},\"new\":{\"command\":\"n\"},\"bad\":{\"command\":3},"
                      "\"b c\":{\"type\":\"http\",\"url\":\"https://x.example\"}},\"last\":null}";
  g_autofree char *path = make_path ();
  g_autoptr(GateConnectorStore) store = gate_connector_store_new (path);
  g_autoptr(GError) error = NULL;
  g_autofree char *name = NULL;
  int position;

  write_file (path, before);
  g_assert_true (load (store, &error));
  g_assert_no_error (error);
  assert_ids (store, "a b-c");
  g_assert_cmpuint (gate_connector_store_get_problems (store)->len, ==, 1);
  const GateConnectorProblem *problem = gate_connector_store_get_problems (store)->pdata[0];
  g_assert_cmpstr (problem->name, ==, "bad");
  g_assert_nonnull (strstr (problem->message, "“command” must be a text"));

  g_autoptr(GateConnector) replaced = put (store, GATE_CONNECTOR_STORE_REPLACE, "a", "{\"command\": \"y\"}", -1, &error);
  g_assert_no_error (error);
  g_autoptr(GateConnector) added = put (store, GATE_CONNECTOR_STORE_ADD, "new", "{\"command\": \"n\"}", 1, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (gate_connector_get_id (added), ==, "new");
  assert_ids (store, "a new b-c");

  g_autoptr(JsonNode) removed = take_out (store, "b-c", &name, &position, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (name, ==, "b c");
  g_assert_cmpint (position, ==, 3);
  assert_ids (store, "a new");

  g_autofree char *removed_text = gate_json_to_text (removed);
  g_autoptr(GateConnector) undone = put (store, GATE_CONNECTOR_STORE_ADD, name, removed_text, position, &error);
  g_assert_no_error (error);
  g_autofree char *written = read_file (path);
  g_autoptr(JsonNode) root = gate_json_parse (written, -1, GATE_JSON_DOCUMENT_LIMIT, &error);
  g_assert_no_error (error);
  g_autofree char *compact = gate_json_to_text (root);
  g_assert_cmpstr (compact, ==, after);
  g_assert_true (gate_connector_store_find (store, "b-c") != NULL);
  g_assert_null (gate_connector_store_find (store, "bad"));
}

static void
test_bare_map (void)
{
  g_autofree char *path = make_path ();
  g_autoptr(GateConnectorStore) store = gate_connector_store_new (path);
  g_autoptr(GError) error = NULL;

  write_file (path, "{\"a\": {\"command\": \"x\"}}");
  g_assert_true (load (store, &error));
  assert_ids (store, "a");
  g_autoptr(GateConnector) added = put (store, GATE_CONNECTOR_STORE_ADD, "b", "{\"command\": \"y\"}", -1, &error);
  g_assert_no_error (error);
  g_autofree char *text = read_file (path);
  g_assert_null (strstr (text, "mcpServers"));
  assert_ids (store, "a b");
}

static void
test_accounts (void)
{
  g_autofree char *path = make_path ();
  g_autoptr(GateConnectorStore) store = gate_connector_store_new (path);
  g_autoptr(GateConnector) connector = put (store, GATE_CONNECTOR_STORE_ADD, "a", "{\"command\": \"x\", \"gatehouse\": {\"own\": 1}}", -1, NULL);
  static const char *const expected[] = { "client-a", "client-a-2", NULL };
  g_autoptr(GError) error = NULL;

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr(GAsyncResult) result = NULL;

      gate_connector_store_add_account_async (store, "a", "Client A", NULL, gate_test_keep_result, &result);
      gate_test_wait (result);
      g_autofree char *id = gate_connector_store_add_account_finish (store, result, &error);
      g_assert_no_error (error);
      g_assert_cmpstr (id, ==, expected[i]);
    }
  g_assert_cmpstrv (gate_connector_get_accounts (gate_connector_store_find (store, "a")), expected);

  g_autoptr(GAsyncResult) result = NULL;
  gate_connector_store_remove_account_async (store, "a", "client-a", NULL, gate_test_keep_result, &result);
  gate_test_wait (result);
  g_assert_true (gate_connector_store_remove_account_finish (store, result, &error));
  g_assert_cmpstrv (gate_connector_get_accounts (gate_connector_store_find (store, "a")), expected + 1);

  g_clear_object (&result);
  gate_connector_store_remove_account_async (store, "a", "client-a", NULL, gate_test_keep_result, &result);
  gate_test_wait (result);
  g_assert_false (gate_connector_store_remove_account_finish (store, result, &error));
  g_assert_error (error, GATE_ERROR, GATE_ERROR_NOT_FOUND);
}

static void
test_rename_account (void)
{
  static const struct {
    const char *account;
    const char *label;
    gboolean    found;
  } cases[] = {
    { "gone", "Nobody", FALSE },
    { "", "Home", TRUE },
    { "work", "Client A", TRUE },
  };
  g_autofree char *path = make_path ();
  g_autoptr(GateConnectorStore) store = gate_connector_store_new (path);
  g_autoptr(GateConnector) connector = put (store, GATE_CONNECTOR_STORE_ADD, "a",
                                            "{\"command\": \"x\", \"gatehouse\": {\"accounts\": [{\"id\": \"work\", \"more\": 1}]}}", -1, NULL);

  g_assert_null (gate_connector_get_account_label (connector, NULL));
  g_assert_cmpstr (gate_connector_get_account_label (connector, "work"), ==, "work");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GAsyncResult) result = NULL;
      g_autoptr(GError) error = NULL;

      gate_connector_store_rename_account_async (store, "a", cases[i].account, cases[i].label, NULL, gate_test_keep_result, &result);
      gate_test_wait (result);
      g_assert_true (gate_connector_store_rename_account_finish (store, result, &error) == cases[i].found);
      if (cases[i].found)
        g_assert_cmpstr (gate_connector_get_account_label (gate_connector_store_find (store, "a"), cases[i].account), ==, cases[i].label);
      else
        g_assert_error (error, GATE_ERROR, GATE_ERROR_NOT_FOUND);
    }
  /* What else an account says stays. */
  g_autofree char *text = gate_json_to_text (gate_connector_get_source (gate_connector_store_find (store, "a")));
  g_assert_nonnull (strstr (text, "\"more\":1"));
}

/* What is removed is what was there when that was decided, and nothing that was put in its place. */
static void
test_remove_expected (void)
{
  g_autofree char *path = make_path ();
  g_autoptr(GateConnectorStore) store = gate_connector_store_new (path);
  g_autoptr(GateConnector) connector = put (store, GATE_CONNECTOR_STORE_ADD, "a", "{\"command\": \"x\"}", -1, NULL);
  g_autoptr(GateConnector) other = put (store, GATE_CONNECTOR_STORE_REPLACE, "a", "{\"command\": \"y\"}", -1, NULL);

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr(GAsyncResult) result = NULL;
      g_autoptr(GError) error = NULL;

      gate_connector_store_remove_async (store, "a", gate_connector_get_source (i == 0 ? connector : other), NULL, gate_test_keep_result,
                                         &result);
      gate_test_wait (result);
      g_autoptr(JsonNode) removed = gate_connector_store_remove_finish (store, result, NULL, NULL, &error);
      g_assert_true ((removed != NULL) == (i == 1));
      if (i == 0)
        g_assert_error (error, GATE_ERROR, GATE_ERROR_NOT_FOUND);
      assert_ids (store, i == 0 ? "a" : "");
    }
}

static void
on_items_changed (GListModel *model,
                  guint       position,
                  guint       removed,
                  guint       added,
                  GString    *log)
{
  g_string_append_printf (log, "[%u -%u +%u]", position, removed, added);
}

static void
on_changed (GateConnectorStore *store,
            guint              *count)
{
  (*count)++;
}

/* What another program writes is seen, and told with as few changes of the list as possible. */
static void
test_watch (void)
{
  g_autofree char *path = make_path ();
  GateConnectorStore *store = gate_connector_store_new (path);
  g_autoptr(GError) error = NULL;
  g_autoptr(GString) log = g_string_new (NULL);
  guint count = 0;

  g_signal_connect (store, "items-changed", G_CALLBACK (on_items_changed), log);
  g_signal_connect (store, "changed", G_CALLBACK (on_changed), &count);
  g_assert_true (load (store, &error));
  assert_ids (store, "");
  count = 0;

  write_file (path, "{\"mcpServers\": {\"a\": {\"command\": \"x\"}, \"b\": {\"command\": \"x\"}, \"c\": {\"command\": \"x\"}}}");
  gate_test_wait_until (g_list_model_get_n_items (G_LIST_MODEL (store)) == 3);
  g_assert_cmpstr (log->str, ==, "[0 -0 +3]");
  GateConnector *kept = gate_connector_store_find (store, "c");

  g_string_truncate (log, 0);
  write_file (path, "{\"mcpServers\": {\"a\": {\"command\": \"x\"}, \"b\": {\"command\": \"y\"}, \"c\": {\"command\": \"x\"}}}");
  gate_test_wait_until (log->len > 0);
  g_assert_cmpstr (log->str, ==, "[1 -1 +1]");
  g_assert_true (gate_connector_store_find (store, "c") == kept);

  write_file (path, "{\"mcpServers\": ");
  gate_test_wait_until (gate_connector_store_get_error (store) != NULL);
  assert_ids (store, "a b c");

  write_file (path, "{\"mcpServers\": {\"c\": {\"command\": \"x\"}}}");
  gate_test_wait_until (g_list_model_get_n_items (G_LIST_MODEL (store)) == 1);
  g_assert_null (gate_connector_store_get_error (store));

  g_assert_cmpint (g_unlink (path), ==, 0);
  gate_test_wait_until (g_list_model_get_n_items (G_LIST_MODEL (store)) == 0);
  g_assert_cmpuint (count, >=, 5);
  gate_test_finalize (store);
}

static void
test_link (void)
{
  g_autofree char *path = make_path ();
  g_autofree char *target = make_path ();
  g_autofree char *parent = g_path_get_dirname (path);
  g_autoptr(GateConnectorStore) store = gate_connector_store_new (path);
  g_autoptr(GError) error = NULL;

  write_file (target, "{\"mcpServers\": {\"a\": {\"command\": \"x\"}}}");
  g_assert_cmpint (g_mkdir_with_parents (parent, 0700), ==, 0);
  g_assert_cmpint (symlink (target, path), ==, 0);
  g_assert_true (load (store, &error));
  g_autoptr(GateConnector) added = put (store, GATE_CONNECTOR_STORE_ADD, "b", "{\"command\": \"y\"}", -1, &error);
  g_assert_no_error (error);
  g_assert_true (g_file_test (path, G_FILE_TEST_IS_SYMLINK));
  g_autofree char *text = read_file (target);
  g_assert_nonnull (strstr (text, "\"b\""));

  write_file (target, "{\"mcpServers\": {}}");
  gate_test_wait_until (g_list_model_get_n_items (G_LIST_MODEL (store)) == 0);
}

static void
did_wait (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  guint *running = user_data;
  g_autoptr(GError) error = NULL;

  g_subprocess_wait_check_finish (G_SUBPROCESS (source), result, &error);
  g_assert_no_error (error);
  (*running)--;
}

/* Each of many processes adds an entry at the same moment; one that is open all the time sees them all. */
static void
test_many_processes (void)
{
  g_autofree char *path = make_path ();
  g_autoptr(GateConnectorStore) store = gate_connector_store_new (path);
  g_autoptr(GPtrArray) processes = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(GError) error = NULL;
  guint running = 0;

  g_assert_true (load (store, &error));
  for (guint i = 0; i < N_PROCESSES; i++)
    {
      g_autofree char *name = g_strdup_printf ("server-%u", i);
      GSubprocess *process = g_subprocess_new (G_SUBPROCESS_FLAGS_NONE, &error, program, "--add", path, name, NULL);

      g_assert_no_error (error);
      g_ptr_array_add (processes, process);
      running++;
      g_subprocess_wait_check_async (process, NULL, did_wait, &running);
    }
  gate_test_wait_until (running == 0);
  gate_test_wait_until (g_list_model_get_n_items (G_LIST_MODEL (store)) == N_PROCESSES);

  g_autoptr(GateConnectorStore) fresh = gate_connector_store_new (path);
  g_assert_true (load (fresh, &error));
  for (guint i = 0; i < N_PROCESSES; i++)
    {
      g_autofree char *name = g_strdup_printf ("server-%u", i);
      g_assert_nonnull (gate_connector_store_find (fresh, name));
    }
}

static int
add_one (const char *path,
         const char *name)
{
  g_autoptr(GateConnectorStore) store = gate_connector_store_new (path);
  g_autoptr(GError) error = NULL;
  g_autoptr(GateConnector) added = put (store, GATE_CONNECTOR_STORE_ADD, name, "{\"command\": \"x\", \"args\": [\"y\"]}", -1, &error);

  if (!added)
    g_printerr ("%s\n", error->message);
  return added ? 0 : 1;
}

int
main (int    argc,
      char **argv)
{
  if (argc == 4 && g_str_equal (argv[1], "--add"))
    return add_one (argv[2], argv[3]);

  folder = g_dir_make_tmp ("gate-connectors-XXXXXX", NULL);
  g_assert_nonnull (folder);
  g_setenv ("XDG_STATE_HOME", folder, TRUE);
  g_setenv ("XDG_CONFIG_HOME", folder, TRUE);
  program = argv[0];

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/connectors/store/broken-file", test_broken_file);
  g_test_add_func ("/connectors/store/wrong-changes", test_wrong_changes);
  g_test_add_func ("/connectors/store/changes", test_changes);
  g_test_add_func ("/connectors/store/bare-map", test_bare_map);
  g_test_add_func ("/connectors/store/accounts", test_accounts);
  g_test_add_func ("/connectors/store/rename-account", test_rename_account);
  g_test_add_func ("/connectors/store/remove-expected", test_remove_expected);
  g_test_add_func ("/connectors/store/watch", test_watch);
  g_test_add_func ("/connectors/store/link", test_link);
  g_test_add_func ("/connectors/store/many-processes", test_many_processes);
  int status = g_test_run ();
  gate_test_remove_folder (folder);
  g_free (folder);
  return status;
}
