// SPDX-License-Identifier: GPL-3.0-or-later
// The directory as people read it who have it in a language of their own: run in German.
#include "market-test.h"

#include "gate-directory-index.h"
#include "gate-directory-record.h"
#include "gate-i18n.h"

#include <locale.h>

static JsonArray *
read_entries (JsonNode **root)
{
  g_autofree char *text = NULL;
  gsize size;
  g_autoptr(GError) error = NULL;

  g_assert_true (g_file_get_contents (GATE_TEST_DIRECTORY, &text, &size, &error));
  *root = gate_json_parse (text, (gssize) size, GATE_JSON_DOCUMENT_LIMIT, &error);
  g_assert_no_error (error);
  return gate_json_get_array (gate_json_node_object (*root), "entries");
}

static void
assert_translated (const char *english,
                   const char *shown)
{
  g_assert_cmpint (english == NULL, ==, shown == NULL);
  if (english && g_str_equal (english, shown))
    g_error ("“%s” is not translated", english);
}

static void
test_texts (MarketTest    *self,
            gconstpointer  data)
{
  g_autoptr(GateDirectory) directory = gate_directory_new (NULL, NULL, self->cache);
  g_autoptr(JsonNode) root = NULL;
  JsonArray *entries = read_entries (&root);

  for (guint i = 0; i < json_array_get_length (entries); i++)
    {
      g_autoptr(GError) error = NULL;
      JsonObject *read = gate_json_node_object (json_array_get_element (entries, i));
      g_autoptr(GateDirectoryEntry) entry = market_test_find (directory, gate_json_get_string (read, "id"), FALSE, &error);
      JsonArray *uses = gate_json_get_array (read, "uses");
      const char * const *shown;

      g_assert_no_error (error);
      shown = gate_directory_entry_get_uses (entry);
      assert_translated (gate_json_get_string (read, "description"), gate_directory_entry_get_description (entry));
      assert_translated (gate_json_get_string (read, "note"), gate_directory_entry_get_note (entry));
      assert_translated (gate_json_get_string (read, "hostedWhere"), gate_directory_entry_get_hosted_where (entry));
      for (guint j = 0; j < json_array_get_length (uses); j++)
        assert_translated (json_array_get_string_element (uses, j), shown[j]);
      /* What it is called is the same everywhere. */
      g_assert_cmpstr (gate_directory_entry_get_name (entry), ==, gate_json_get_string (read, "name"));
    }
}

/* What is to be filled in is called by its name in this language. */
static void
test_fields (MarketTest    *self,
             gconstpointer  data)
{
  g_autoptr(GateDirectory) directory = gate_directory_new (NULL, NULL, self->cache);
  g_autoptr(GError) error = NULL;
  g_autoptr(GateDirectoryEntry) entry = market_test_find (directory, "activecampaign", FALSE, &error);
  g_assert_no_error (error);
  g_autoptr(GateForm) form = gate_directory_entry_dup_form (entry);
  g_autoptr(GateFormField) field = g_list_model_get_item (G_LIST_MODEL (form), 0);

  g_assert_cmpstr (gate_form_field_get_title (field), ==, "Adresse");
}

/* It is found by words of this language, and by those of the source. */
static void
test_search (MarketTest    *self,
             gconstpointer  data)
{
  static const char *const queries[] = { "stripe abonnements", "stripe subscriptions", "stripe rechnungen", "stripe finanzen" };
  g_autoptr(GateDirectory) directory = gate_directory_new (NULL, NULL, self->cache);

  for (gsize i = 0; i < G_N_ELEMENTS (queries); i++)
    {
      g_autofree char *ids = market_test_ids (directory, queries[i], NULL, 0);
      g_assert_cmpstr (ids, ==, "stripe ");
    }
}

/* Texts of others are theirs. */
static void
test_others (MarketTest    *self,
             gconstpointer  data)
{
  g_autofree char *entry = market_test_entry ("own", "Own", "Nobody", "hr", "https://a.example.org/mcp", MARKET_TEST_PLAIN);
  const char *const entries[] = { entry, NULL };
  g_autoptr(GBytes) document = market_test_document (entries, "");
  g_autoptr(GateDirectory) directory = gate_directory_new (document, NULL, self->cache);
  g_autoptr(GError) error = NULL;
  g_autoptr(GateDirectoryEntry) found = market_test_find (directory, "own", FALSE, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (gate_directory_entry_get_description (found), ==, "Nothing of note stands in these words.");
}

/* Two programs in two languages have each their own index. */
static void
test_path (void)
{
  g_autofree char *path = gate_directory_index_dup_path ();
  g_autofree char *name = g_path_get_basename (path);

  g_assert_cmpstr (name, ==, "directory-de.db");
}

#define TEST(name, function) \
  g_test_add ("/market/translated/" name, MarketTest, NULL, market_test_set_up, function, market_test_tear_down)

int
main (int    argc,
      char **argv)
{
  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, g_getenv ("GATE_LOCALEDIR"));
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  g_test_init (&argc, &argv, NULL);
  TEST ("texts", test_texts);
  TEST ("fields", test_fields);
  TEST ("search", test_search);
  TEST ("others", test_others);
  g_test_add_func ("/market/translated/path", test_path);
  return g_test_run ();
}
