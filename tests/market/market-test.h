// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-directory.h"
#include "gate-error.h"
#include "gate-json.h"
#include "gate-test.h"

G_BEGIN_DECLS

/* A folder of the test's own, with the index in it. */
typedef struct {
  char *folder;
  char *cache;
} MarketTest;

static inline void
market_test_set_up (MarketTest    *self,
                    gconstpointer  data)
{
  self->folder = g_dir_make_tmp ("gate-market-XXXXXX", NULL);
  g_assert_nonnull (self->folder);
  self->cache = g_build_filename (self->folder, "directory.db", NULL);
}

static inline void
market_test_tear_down (MarketTest    *self,
                       gconstpointer  data)
{
  gate_test_remove_folder (self->folder);
  g_free (self->folder);
  g_free (self->cache);
}

static inline GListModel *
market_test_search (GateDirectory *directory,
                    const char    *query,
                    const char    *category,
                    guint          limit,
                    guint         *total)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  gate_directory_search_async (directory, query, category, limit, NULL, gate_test_keep_result, &result);
  gate_test_wait (result);
  GListModel *list = gate_directory_search_finish (directory, result, total, &error);
  g_assert_no_error (error);
  g_assert_nonnull (list);
  return list;
}

/* The ids of what is found, with a space after each. */
static inline char *
market_test_ids (GateDirectory *directory,
                 const char    *query,
                 const char    *category,
                 guint          limit)
{
  g_autoptr(GListModel) list = market_test_search (directory, query, category, limit, NULL);
  GString *ids = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (list); i++)
    {
      g_autoptr(GateDirectoryEntry) entry = g_list_model_get_item (list, i);
      g_string_append_printf (ids, "%s ", gate_directory_entry_get_id (entry));
    }
  return g_string_free (ids, FALSE);
}

static inline GateDirectoryEntry *
market_test_find (GateDirectory  *directory,
                  const char     *id,
                  gboolean        by_address,
                  GError        **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  if (by_address)
    gate_directory_find_by_address_async (directory, id, NULL, gate_test_keep_result, &result);
  else
    gate_directory_find_async (directory, id, NULL, gate_test_keep_result, &result);
  gate_test_wait (result);
  return gate_directory_find_finish (directory, result, error);
}

/* An entry of a directory's file; the rest is a description, uses and so on that are valid. */
static inline char *
market_test_entry (const char *id,
                   const char *name,
                   const char *vendor,
                   const char *category,
                   const char *address,
                   const char *more)
{
  g_autofree char *place = address ? g_strdup_printf ("\"address\": \"%s\",", address) : g_strdup ("");

  return g_strdup_printf ("{\"id\": \"%s\", \"name\": \"%s\", \"vendor\": \"%s\", \"category\": \"%s\", %s"
                          "\"transport\": \"http\", \"account\": \"account\", \"writes\": false,"
                          "\"uses\": [\"Look here\", \"Look there\", \"Look again\"], %s}",
                          id, name, vendor, category, place, more);
}

#define MARKET_TEST_PLAIN "\"description\": \"Nothing of note stands in these words.\", \"signIn\": \"none\", \"effort\": \"at-once\""

static inline GBytes *
market_test_document (const char * const *entries,
                      const char         *more)
{
  g_autofree char *joined = g_strjoinv (",\n", (char **) entries);
  char *text = g_strdup_printf ("{\"asOf\": \"2026-01-31\", %s \"entries\": [%s]}", more, joined);

  return g_bytes_new_take (text, strlen (text));
}

G_END_DECLS
