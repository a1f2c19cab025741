// SPDX-License-Identifier: GPL-3.0-or-later
// Searching and looking up, the index in the cache.
#include "market-test.h"

#include <string.h>

static GateDirectory *
make_small (MarketTest *self)
{
  g_autofree char *entries[] = {
    market_test_entry ("in-text", "Zulu", "Nobody", "hr", "https://a.example.org/mcp",
                       "\"description\": \"Something that mentions finance and tandem rides.\", \"signIn\": \"none\", \"effort\": \"at-once\""),
    market_test_entry ("in-category", "Yankee", "Nobody", "finance", "https://b.example.org/mcp", MARKET_TEST_PLAIN),
    market_test_entry ("in-vendor", "Xray", "Finance Works", "hr", "https://c.example.org/mcp", MARKET_TEST_PLAIN),
    market_test_entry ("in-name", "The Finance Box", "Nobody", "hr", "https://d.example.org/mcp", MARKET_TEST_PLAIN),
    market_test_entry ("at-start", "Finance First", "Nobody", "hr", "https://e.example.org/mcp", MARKET_TEST_PLAIN),
    market_test_entry ("accents", "Café Łódź Straße", "Société Générale's", "hr", "https://f.example.org/mcp", MARKET_TEST_PLAIN),
    market_test_entry ("twin-one", "Twin", "One", "data", "https://g.example.org/mcp", MARKET_TEST_PLAIN),
    market_test_entry ("twin-two", "Twin", "Two", "data", "https://h.example.org/mcp/", MARKET_TEST_PLAIN),
    market_test_entry ("tenant", "Tenant", "Two", "data", "https://{site}.example.org/of/{team}/mcp",
                       "\"description\": \"Nothing of note stands in these words.\", \"signIn\": \"none\", \"effort\": \"address-needed\","
                       "\"fields\": [{\"name\": \"site\", \"title\": \"Site\", \"description\": \"The site\", \"form\": \"label\"},"
                       "{\"name\": \"team\", \"title\": \"Team\", \"description\": \"The team\", \"form\": \"segment\"}]"),
    NULL,
  };
  g_autoptr(GBytes) data = market_test_document ((const char * const *) entries, "");
  GateDirectory *directory = gate_directory_new (data, NULL, self->cache);

  for (gsize i = 0; i + 1 < G_N_ELEMENTS (entries); i++)
    g_clear_pointer (&entries[i], g_free);
  return directory;
}

static void
test_ranks (MarketTest    *self,
            gconstpointer  data)
{
  static const struct {
    const char *query;
    const char *category;
    guint       limit;
    const char *ids;
  } cases[] = {
    { "finance", NULL, 0, "at-start in-name in-vendor in-category in-text " },
    { "FINANCE", NULL, 2, "at-start in-name " },
    { "finance", "hr", 0, "at-start in-name in-vendor in-text " },
    { "finance", "nothing", 0, "" },
    { "inanc", NULL, 0, "at-start in-name in-vendor in-category in-text " },
    { "box finance", NULL, 0, "in-name " },
    { "finance nobody", "finance", 0, "in-category " },
    { "  finance,  works! ", NULL, 0, "in-vendor " },
    { "andem", NULL, 0, "in-text " },
    { "cafe", NULL, 0, "accents " },
    { "CAFÉ", NULL, 0, "accents " },
    { "cafe\xcc\x81", NULL, 0, "accents " },
    { "lodz strasse", NULL, 0, "accents " },
    { "societe generales", NULL, 0, "accents " },
    { "twin", NULL, 0, "twin-one twin-two " },
    { "qqq", NULL, 0, "" },
    { "finance qqq", NULL, 0, "" },
    { "%", NULL, 1, "accents " },
    { "' OR 1=1 --", NULL, 0, "" },
    { "\xff\xfe", NULL, 1, "accents " },
    { "|", NULL, 1, "accents " },
    { "", NULL, 3, "accents at-start tenant " },
    { NULL, "data", 0, "tenant twin-one twin-two " },
  };
  g_autoptr(GateDirectory) directory = make_small (self);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *ids = market_test_ids (directory, cases[i].query, cases[i].category, cases[i].limit);

      if (!g_str_equal (ids, cases[i].ids))
        g_error ("“%s” found %sinstead of %s", cases[i].query, ids, cases[i].ids);
    }
}

static void
test_total (MarketTest    *self,
            gconstpointer  data)
{
  g_autoptr(GateDirectory) directory = make_small (self);
  g_autofree char *many = g_strnfill (100000, 'a');
  guint total = 99;
  g_autoptr(GListModel) first = market_test_search (directory, "finance", NULL, 2, &total);
  g_assert_cmpuint (total, ==, 5);
  g_assert_cmpuint (g_list_model_get_n_items (first), ==, 2);

  /* The same entry is the same object, so that a selection stays. */
  g_autoptr(GListModel) second = market_test_search (directory, "finance", NULL, 0, NULL);
  g_autoptr(GObject) a = g_list_model_get_item (first, 0);
  g_autoptr(GObject) b = g_list_model_get_item (second, 0);
  g_assert_true (a == b);

  g_autoptr(GListModel) none = market_test_search (directory, many, NULL, 0, &total);
  g_assert_cmpuint (total, ==, 0);
  g_assert_cmpstr (gate_directory_get_as_of (directory), ==, "2026-01-31");
}

static void
test_find (MarketTest    *self,
           gconstpointer  data)
{
  static const struct {
    const char *what;
    gboolean    by_address;
    const char *id; /* NULL: not found */
  } cases[] = {
    { "in-name", FALSE, "in-name" },
    { "the finance box", FALSE, "in-name" },
    { "Twin", FALSE, NULL },
    { "nothing", FALSE, NULL },
    { "", FALSE, NULL },
    { "https://d.example.org/mcp", TRUE, "in-name" },
    { "https://D.EXAMPLE.org/mcp/", TRUE, "in-name" },
    { "https://h.example.org/mcp", TRUE, "twin-two" },
    { "https://d.example.org/mcp/other", TRUE, NULL },
    { "https://d.example.org/mcp?x=1", TRUE, NULL },
    { "http://d.example.org/mcp", TRUE, NULL },
    { "https://acme.example.org/of/blue/mcp", TRUE, "tenant" },
    { "https://acme.example.org/of/blue/red/mcp", TRUE, NULL },
    { "https://evil.example/acme.example.org/of/blue/mcp", TRUE, NULL },
    { "no address", TRUE, NULL },
    { "https://{site}.example.org/of/{team}/mcp", TRUE, "tenant" },
  };
  g_autoptr(GateDirectory) directory = make_small (self);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(GateDirectoryEntry) entry = market_test_find (directory, cases[i].what, cases[i].by_address, &error);

      if (g_strcmp0 (entry ? gate_directory_entry_get_id (entry) : NULL, cases[i].id) != 0)
        g_error ("“%s” is %s", cases[i].what, entry ? gate_directory_entry_get_id (entry) : "not found");
      if (!entry)
        g_assert_error (error, GATE_ERROR, GATE_ERROR_NOT_FOUND);
    }
}

static void
test_categories (MarketTest    *self,
                 gconstpointer  data)
{
  g_autoptr(GateDirectory) directory = make_small (self);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(GString) found = g_string_new (NULL);

  gate_directory_list_categories_async (directory, NULL, gate_test_keep_result, &result);
  gate_test_wait (result);
  g_autoptr(GListModel) list = gate_directory_list_categories_finish (directory, result, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < g_list_model_get_n_items (list); i++)
    {
      g_autoptr(GateDirectoryCategory) category = g_list_model_get_item (list, i);
      g_string_append_printf (found, "%s:%u ", gate_directory_category_get_id (category), gate_directory_category_get_count (category));
      g_assert_nonnull (gate_directory_category_get_title (category));
    }
  g_assert_cmpstr (found->str, ==, "finance:1 hr:5 data:3 ");
}

/* Another program with other data uses the same cache: each still finds its own. */
static void
test_other_data (MarketTest    *self,
                 gconstpointer  data)
{
  g_autofree char *entry = market_test_entry ("other", "Other finance", "Nobody", "hr", "https://o.example.org/mcp", MARKET_TEST_PLAIN);
  const char *const entries[] = { entry, NULL };
  g_autoptr(GBytes) other_data = market_test_document (entries, "");
  g_autoptr(GateDirectory) one = make_small (self);
  g_autoptr(GateDirectory) other = gate_directory_new (other_data, NULL, self->cache);

  for (guint i = 0; i < 3; i++)
    {
      g_autofree char *first = market_test_ids (one, "finance", NULL, 1);
      g_autofree char *second = market_test_ids (other, "finance", NULL, 0);
      g_assert_cmpstr (first, ==, "at-start ");
      g_assert_cmpstr (second, ==, "other ");
    }
}

static void
test_damaged (MarketTest    *self,
              gconstpointer  data)
{
  g_autofree char *garbage = g_strnfill (8192, 'x');

  g_assert_true (g_file_set_contents (self->cache, garbage, 8192, NULL));
  g_test_expect_message ("gate-store", G_LOG_LEVEL_MESSAGE, "*damaged*");
  g_autoptr(GateDirectory) directory = make_small (self);
  g_autofree char *ids = market_test_ids (directory, "zulu", NULL, 0);
  g_assert_cmpstr (ids, ==, "in-text ");
}

static void
test_cancelled (MarketTest    *self,
                gconstpointer  data)
{
  g_autoptr(GateDirectory) directory = make_small (self);
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr(GAsyncResult) result = NULL;
      g_autoptr(GError) error = NULL;

      gate_directory_search_async (directory, "finance", NULL, 0, cancellable, gate_test_keep_result, &result);
      g_cancellable_cancel (cancellable);
      gate_test_wait (result);
      g_assert_null (gate_directory_search_finish (directory, result, NULL, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    }
  g_autofree char *ids = market_test_ids (directory, "finance", NULL, 1);
  g_assert_cmpstr (ids, ==, "at-start ");
}

static void
test_cache_refused (MarketTest    *self,
                    gconstpointer  data)
{
  /* A file stands where the folder should be: not even root can write there. */
  g_autofree char *path = g_build_filename (self->cache, "directory.db", NULL);
  g_assert_true (g_file_set_contents (self->cache, "", 0, NULL));
  g_autoptr(GateDirectory) directory = gate_directory_new (NULL, NULL, path);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  gate_directory_search_async (directory, NULL, NULL, 0, NULL, gate_test_keep_result, &result);
  gate_test_wait (result);
  g_assert_null (gate_directory_search_finish (directory, result, NULL, &error));
  g_assert_nonnull (error);
  g_assert_true (error->domain == GATE_ERROR);
}

/* What people type for well-known services. */
static void
test_known (MarketTest    *self,
            gconstpointer  data)
{
  static const struct {
    const char *query;
    const char *first;
  } cases[] = {
    { "jira", "atlassian" }, { "sla", "slack" }, { "notion", "notion" }, { "moodys", "moodys" }, { "moody's", "moodys" },
    { "s&p", "s-p-global" }, { "capital iq", "s-p-global" }, { "monday.com", "monday" }, { "drive google", "google-drive" },
    { "bedrock", "aws-mcp" }, { "sap", "sap-s4hana" }, { "GitHub", "github" }, { "zendesk", "zendesk" }, { "snow", "snowflake" },
  };
  g_autoptr(GateDirectory) directory = gate_directory_new (NULL, NULL, self->cache);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *ids = market_test_ids (directory, cases[i].query, NULL, 1);
      g_autofree char *wanted = g_strconcat (cases[i].first, " ", NULL);
      g_assert_cmpstr (ids, ==, wanted);
    }
}

#define TEST(name, function) \
  g_test_add ("/market/directory/" name, MarketTest, NULL, market_test_set_up, function, market_test_tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  TEST ("ranks", test_ranks);
  TEST ("total", test_total);
  TEST ("find", test_find);
  TEST ("categories", test_categories);
  TEST ("other-data", test_other_data);
  TEST ("damaged", test_damaged);
  TEST ("cancelled", test_cancelled);
  TEST ("cache-refused", test_cache_refused);
  TEST ("known", test_known);
  return g_test_run ();
}
