// SPDX-License-Identifier: GPL-3.0-or-later
// The organization's own directory: who may bring it, and what a mistake in it does.
#include "market-test.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PLAIN_ENTRY(id, name) \
  "{\"id\": \"" id "\", \"name\": \"" name "\", \"vendor\": \"Acme\", \"category\": \"data\", \"address\": \"https://" id ".example.org/mcp\"," \
  "\"transport\": \"http\", \"account\": \"account\", \"writes\": false, \"signIn\": \"oauth\", \"effort\": \"at-once\"," \
  "\"description\": \"Nothing of note stands in these words.\", \"uses\": [\"Look here\", \"Look there\", \"Look again\"]}"

typedef struct {
  const char *text;
  mode_t      mode;
  const char *ids;     /* what is found by "acme" */
  const char *warning; /* (nullable): a part of it */
} Case;

static const Case cases[] = {
  { "{\"entries\": [" PLAIN_ENTRY ("ours", "Our acme") "]}", 0644, "ours own ", NULL },
  { "{\"entries\": [" PLAIN_ENTRY ("own", "Own acme, changed") "]}", 0644, "own ", NULL },
  { "{\"only\": true, \"entries\": [" PLAIN_ENTRY ("ours", "Our acme") "]}", 0644, "ours ", NULL },
  { "{\"only\": true, \"entries\": [" PLAIN_ENTRY ("ours", "Our acme") "," PLAIN_ENTRY ("ours", "Twice acme") "]}", 0644, "ours ", NULL },
  { "{\"entries\": [{\"id\": \"bad\"}, " PLAIN_ENTRY ("ours", "Our acme") "]}", 0644, "ours own ", "Entry 1 of the organization's" },
  { "{\"entries\": [" PLAIN_ENTRY ("ours", "Our\\u202eacme") "]}", 0644, "own ", "plain text" },
  { "{\"entries\": 7}", 0644, "own ", "not used" },
  { "{\"entries\": [", 0644, "own ", "not used" },
  { "", 0644, "own ", "not used" },
  { "{\"entries\": [" PLAIN_ENTRY ("ours", "Our acme") "]}", 0664, "own ", "others than the administrator" },
  { "{\"entries\": [" PLAIN_ENTRY ("ours", "Our acme") "]}", 0646, "own ", "others than the administrator" },
};

static GBytes *
make_own (void)
{
  static const char *const entries[] = { PLAIN_ENTRY ("own", "Own acme"), NULL };

  return market_test_document (entries, "");
}

static void
check_case (MarketTest *self,
            const Case *one)
{
  g_autofree char *path = g_build_filename (self->folder, "managed.json", NULL);
  g_autoptr(GBytes) own = make_own ();
  g_autoptr(GateDirectory) directory = gate_directory_new (own, path, self->cache);
  gboolean trusted = geteuid () == 0;

  g_assert_true (g_file_set_contents (path, one->text, -1, NULL));
  g_assert_cmpint (chmod (path, one->mode), ==, 0);

  g_autofree char *ids = market_test_ids (directory, "acme", NULL, 0);
  g_assert_cmpstr (ids, ==, trusted ? one->ids : "own ");
  const char *warning = gate_directory_get_warning (directory);
  const char *wanted = trusted ? one->warning : "does not belong";
  if ((warning != NULL) != (wanted != NULL) || (wanted && !strstr (warning, wanted)))
    g_error ("%s: the warning is %s", one->text, warning);

  g_autoptr(GateDirectoryEntry) entry = market_test_find (directory, "ours", FALSE, NULL);
  g_assert_true (!entry || gate_directory_entry_is_managed (entry));
}

static void
test_files (MarketTest    *self,
            gconstpointer  data)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    check_case (self, &cases[i]);
}

static void
test_no_file (MarketTest    *self,
              gconstpointer  data)
{
  g_autofree char *path = g_build_filename (self->folder, "absent", "managed.json", NULL);
  g_autoptr(GBytes) own = make_own ();
  g_autoptr(GateDirectory) absent = gate_directory_new (own, path, self->cache);
  g_autofree char *ids = market_test_ids (absent, "acme", NULL, 0);

  g_assert_cmpstr (ids, ==, "own ");
  g_assert_null (gate_directory_get_warning (absent));

  g_autoptr(GateDirectory) folder = gate_directory_new (own, self->folder, self->cache);
  g_autofree char *again = market_test_ids (folder, "acme", NULL, 0);
  g_assert_cmpstr (again, ==, "own ");
  g_assert_nonnull (strstr (gate_directory_get_warning (folder), "not a file"));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/market/managed/files", MarketTest, NULL, market_test_set_up, test_files, market_test_tear_down);
  g_test_add ("/market/managed/no-file", MarketTest, NULL, market_test_set_up, test_no_file, market_test_tear_down);
  return g_test_run ();
}
