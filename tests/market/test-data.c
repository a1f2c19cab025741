// SPDX-License-Identifier: GPL-3.0-or-later
// The data of the project: every entry is sound, every service that people expect is there, every sentence is our own.
#include "market-test.h"

#include "gate-address.h"
#include "gate-directory-address.h"
#include "gate-directory-record.h"

#include <string.h>

#define LEAST_ADDRESSES 200
#define SENTENCE_LEAST 12
#define DESCRIPTION_LEAST 60
#define USE_LEAST 13

/* Named in the documents that the project was begun with. */
static const char *const expected[] = {
  "Google Drive", "Google Docs", "Google Sheets", "Gmail", "Google Calendar", "Google Workspace", "Slack", "Jira", "Confluence", "Compass",
  "Atlassian", "Notion", "GitHub", "Microsoft 365", "SharePoint", "OneDrive", "Outlook", "Teams", "Linear", "Asana", "monday.com", "ClickUp",
  "Salesforce", "HubSpot", "Close", "Outreach", "Apollo", "Clay", "ZoomInfo", "Clearbit", "Fireflies", "Gong", "Chorus", "Zoom", "Box",
  "DocuSign", "Figma", "Canva", "BioRender", "zeroheight", "Guru", "Hex", "Snowflake", "Databricks", "BigQuery", "Amplitude", "Pendo",
  "Stripe", "Brex", "FactSet", "LSEG", "Moody's", "Morningstar", "MSCI", "PitchBook", "CB Insights", "Daloopa", "Aiera", "MT Newswires",
  "EdgarTools", "S&P Capital IQ", "Workday", "ServiceNow", "SAP S/4HANA", "Zendesk", "AWS", "AWS Knowledge", "AWS MCP", "Bedrock", "S3",
  "CloudWatch",
};

static GPtrArray *
read_records (void)
{
  g_autofree char *text = NULL;
  gsize size;
  g_autoptr(GError) error = NULL;
  g_assert_true (g_file_get_contents (GATE_TEST_DIRECTORY, &text, &size, &error));
  g_autoptr(JsonNode) root = gate_json_parse (text, (gssize) size, GATE_JSON_DOCUMENT_LIMIT, &error);
  g_assert_no_error (error);
  JsonArray *entries = gate_json_get_array (gate_json_node_object (root), "entries");
  GPtrArray *records = g_ptr_array_new_with_free_func ((GDestroyNotify) gate_directory_record_free);

  for (guint i = 0; i < json_array_get_length (entries); i++)
    {
      GateDirectoryRecord *record = gate_directory_record_new_from_json (json_array_get_element (entries, i), &error);
      g_assert_no_error (error);
      g_ptr_array_add (records, record);
    }
  return records;
}

static void
assert_new (GHashTable *seen,
            char       *text)
{
  if (!g_hash_table_add (seen, text))
    g_error ("“%s” stands twice in the directory", text);
}

static void
test_unique (void)
{
  g_autoptr(GPtrArray) records = read_records ();
  g_autoptr(GHashTable) ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr(GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr(GHashTable) addresses = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr(GHashTable) descriptions = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < records->len; i++)
    {
      const GateDirectoryRecord *record = records->pdata[i];

      assert_new (ids, g_strdup (record->id));
      assert_new (names, g_utf8_casefold (record->name, -1));
      assert_new (descriptions, g_utf8_casefold (record->description, -1));
      if (record->address && !g_str_equal (record->address, "{address}"))
        assert_new (addresses, gate_directory_address_normalize (record->address));
      for (guint j = 0; j < 3; j++)
        for (guint k = 0; k < j; k++)
          g_assert_cmpstr (record->uses[j], !=, record->uses[k]);
    }
  g_assert_cmpuint (g_hash_table_size (addresses), >=, LEAST_ADDRESSES);
}

static void
test_reachable (void)
{
  g_autoptr(GPtrArray) records = read_records ();

  for (guint i = 0; i < records->len; i++)
    {
      const GateDirectoryRecord *record = records->pdata[i];

      if (!record->address)
        {
          g_assert_nonnull (record->note);
          g_assert_false (record->writes);
          continue;
        }
      g_assert_nonnull (record->hosted_by);
      if (gate_directory_address_has_fields (record->address))
        continue;
      g_autoptr(GUri) uri = gate_address_parse (record->address, NULL);
      g_assert_nonnull (uri);
      g_assert_cmpstr (g_uri_get_scheme (uri), ==, "https");
      g_assert_cmpint (gate_address_reach_of_host (g_uri_get_host (uri)), ==, GATE_REACH_PUBLIC);
      g_assert_null (strstr (record->address, "example"));
    }
}

/* Who is to make a client, and where an address is found, is said. */
static void
test_explained (void)
{
  g_autoptr(GPtrArray) records = read_records ();

  for (guint i = 0; i < records->len; i++)
    {
      const GateDirectoryRecord *record = records->pdata[i];
      gboolean needs = g_str_equal (record->effort, "client-needed") || g_str_equal (record->effort, "vendor-only");

      if (needs && !record->note)
        g_error ("%s: it is not said what to ask for", record->id);
      if (g_utf8_strlen (record->description, -1) < DESCRIPTION_LEAST || !g_str_has_suffix (record->description, "."))
        g_error ("%s: the description is no full sentence", record->id);
      for (guint j = 0; record->uses[j]; j++)
        if (g_utf8_strlen (record->uses[j], -1) < USE_LEAST)
          g_error ("%s: the use “%s” says too little", record->id, record->uses[j]);
      if (g_str_equal (record->sign_in, "api-key") && g_str_equal (record->account, "none"))
        g_error ("%s: a key needs an account", record->id);
    }
}

static gboolean
is_named (const GateDirectoryRecord *record,
          const char                *name)
{
  g_autofree char *lower = g_utf8_strdown (record->name, -1);
  g_autofree char *wanted = g_utf8_strdown (name, -1);

  if (strstr (lower, wanted))
    return TRUE;
  for (guint i = 0; record->also && record->also[i]; i++)
    if (g_ascii_strcasecmp (record->also[i], name) == 0)
      return TRUE;
  return FALSE;
}

static void
test_expected (void)
{
  g_autoptr(GPtrArray) records = read_records ();

  for (gsize i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      gboolean found = FALSE;

      for (guint j = 0; j < records->len && !found; j++)
        found = is_named (records->pdata[j], expected[i]);
      if (!found)
        g_error ("The directory lacks %s", expected[i]);
    }
}

static void
add_sentences (GHashTable *set,
               const char *text)
{
  g_auto(GStrv) sentences = g_regex_split_simple ("(?<=[.!?])\\s+|\\n", text, 0, 0);

  for (guint i = 0; sentences[i]; i++)
    {
      g_autofree char *stripped = g_strdup (g_strstrip (sentences[i]));

      while (g_str_has_suffix (stripped, ".") || g_str_has_suffix (stripped, "?"))
        stripped[strlen (stripped) - 1] = '\0';
      /* Names and single words belong to nobody. */
      if (strlen (stripped) >= SENTENCE_LEAST && strchr (stripped, ' '))
        g_hash_table_add (set, g_utf8_casefold (stripped, -1));
    }
}

static void
add_strings (GHashTable *set,
             JsonNode   *node)
{
  if (JSON_NODE_HOLDS_OBJECT (node))
    {
      JsonObjectIter iter;
      const char *name;
      JsonNode *member;

      json_object_iter_init (&iter, json_node_get_object (node));
      while (json_object_iter_next (&iter, &name, &member))
        if (!g_str_equal (name, "name") && !g_str_equal (name, "title") && !g_str_equal (name, "vendor"))
          add_strings (set, member);
    }
  else if (JSON_NODE_HOLDS_ARRAY (node))
    for (guint i = 0; i < json_array_get_length (json_node_get_array (node)); i++)
      add_strings (set, json_array_get_element (json_node_get_array (node), i));
  else if (gate_json_node_string (node))
    add_sentences (set, gate_json_node_string (node));
}

static void
assert_own (GHashTable                *theirs,
            const GateDirectoryRecord *record,
            const char                *text)
{
  g_autoptr(GHashTable) ours = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GHashTableIter iter;
  gpointer sentence;

  add_sentences (ours, text);
  g_hash_table_iter_init (&iter, ours);
  while (g_hash_table_iter_next (&iter, &sentence, NULL))
    if (g_hash_table_contains (theirs, sentence))
      g_error ("%s: this sentence is somebody else's: %s", record->id, (char *) sentence);
}

static void
test_own_words (void)
{
  static const char *const files[] = { "connectors.json", "docker-mcp-registry.json", "ibm-mcp-catalog.json", "registry-v0-servers.json" };
  const char *shared = g_getenv ("GATE_SHARED_DATA");
  g_autoptr(GHashTable) theirs = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr(GPtrArray) records = read_records ();

  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *path = shared ? g_build_filename (shared, "connectors", files[i], NULL) : NULL;
      g_autofree char *text = NULL;
      gsize size;

      if (!path || !g_file_get_contents (path, &text, &size, NULL))
        {
          g_test_skip ("The shared data are not here");
          return;
        }
      g_autoptr(JsonNode) root = gate_json_parse (text, (gssize) size, GATE_JSON_DOCUMENT_LIMIT, NULL);
      g_assert_nonnull (root);
      add_strings (theirs, root);
    }
  g_assert_cmpuint (g_hash_table_size (theirs), >, 300);
  for (guint i = 0; i < records->len; i++)
    {
      const GateDirectoryRecord *record = records->pdata[i];

      assert_own (theirs, record, record->description);
      if (record->note)
        assert_own (theirs, record, record->note);
      for (guint j = 0; record->uses[j]; j++)
        assert_own (theirs, record, record->uses[j]);
    }
}

/* What is a part of the program is what stands in the source, and nothing of it is left out. */
static void
test_complete (MarketTest    *self,
               gconstpointer  data)
{
  g_autoptr(GPtrArray) records = read_records ();
  g_autoptr(GateDirectory) directory = gate_directory_new (NULL, NULL, self->cache);
  guint total = 0;
  g_autoptr(GListModel) list = market_test_search (directory, NULL, NULL, 0, &total);

  g_assert_cmpuint (total, ==, records->len);
  g_assert_cmpuint (g_list_model_get_n_items (list), ==, records->len);
  g_assert_null (gate_directory_get_warning (directory));
  g_assert_cmpuint (strlen (gate_directory_get_as_of (directory)), ==, strlen ("2026-01-31"));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/market/data/unique", test_unique);
  g_test_add_func ("/market/data/reachable", test_reachable);
  g_test_add_func ("/market/data/explained", test_explained);
  g_test_add_func ("/market/data/expected", test_expected);
  g_test_add_func ("/market/data/own-words", test_own_words);
  g_test_add ("/market/data/complete", MarketTest, NULL, market_test_set_up, test_complete, market_test_tear_down);
  return g_test_run ();
}
