// SPDX-License-Identifier: GPL-3.0-or-later

/* Types queries letter by letter into a directory of 5,000 entries and prints how long each keystroke waits for its result, and how
 * long the index takes to make and to open. It decides nothing.
 *   bench-directory-search */

#include "gate-directory.h"
#include "gate-json.h"

#include <glib/gstdio.h>
#include <string.h>

#define N_ENTRIES 5000
#define ROUNDS 5
#define SHOWN 100

static void
keep_result (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static void
wait_for (GAsyncResult **result)
{
  while (!*result)
    g_main_context_iteration (NULL, TRUE);
}

static GListModel *
search (GateDirectory *directory,
        const char    *query,
        guint          limit)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  gate_directory_search_async (directory, query, NULL, limit, NULL, keep_result, &result);
  wait_for (&result);
  GListModel *list = gate_directory_search_finish (directory, result, NULL, &error);
  if (!list)
    g_error ("%s", error->message);
  return list;
}

/* The entries of the project again and again, under other ids and addresses. */
static GBytes *
make_data (GListModel *own)
{
  GString *text = g_string_new ("{\"asOf\": \"2026-01-01\", \"entries\": [");

  for (guint i = 0; i < N_ENTRIES; i++)
    {
      g_autoptr(GateDirectoryEntry) entry = g_list_model_get_item (own, i % g_list_model_get_n_items (own));
      g_autoptr(JsonObject) object = json_object_new ();
      JsonArray *uses = json_array_new ();
      g_autofree char *id = g_strdup_printf ("entry-%u", i);
      g_autofree char *name = g_strdup_printf ("%s %u", gate_directory_entry_get_name (entry), i);
      g_autofree char *address = g_strdup_printf ("https://service%u.example.com/mcp", i);

      json_object_set_string_member (object, "id", id);
      json_object_set_string_member (object, "name", name);
      json_object_set_string_member (object, "vendor", gate_directory_entry_get_vendor (entry));
      json_object_set_string_member (object, "category", gate_directory_entry_get_category (entry));
      json_object_set_string_member (object, "description", gate_directory_entry_get_description (entry));
      json_object_set_string_member (object, "address", address);
      json_object_set_string_member (object, "transport", "http");
      json_object_set_string_member (object, "signIn", "oauth");
      json_object_set_string_member (object, "effort", "at-once");
      json_object_set_string_member (object, "account", "account");
      json_object_set_boolean_member (object, "writes", TRUE);
      for (const char *const *use = gate_directory_entry_get_uses (entry); *use; use++)
        json_array_add_string_element (uses, *use);
      json_object_set_array_member (object, "uses", uses);

      g_autoptr(JsonNode) node = gate_json_from_object (object);
      g_autofree char *line = gate_json_to_text (node);
      g_string_append_printf (text, "%s%s", i ? ",\n" : "", line);
    }
  g_string_append (text, "]}");
  gsize size = text->len;
  return g_bytes_new_take (g_string_free (text, FALSE), size);
}

static double
open_directory (GBytes      *data,
                const char  *cache,
                GateDirectory **directory)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  gint64 start = g_get_monotonic_time ();

  *directory = gate_directory_new (data, NULL, cache);
  gate_directory_open_async (*directory, NULL, keep_result, &result);
  wait_for (&result);
  if (!gate_directory_open_finish (*directory, result, &error))
    g_error ("%s", error->message);
  return (double) (g_get_monotonic_time () - start) / 1000;
}

static int
compare (gconstpointer a,
         gconstpointer b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

static void
type_queries (GateDirectory *directory,
              guint          limit)
{
  static const char *const queries[] = { "google drive", "slack", "customer mail", "finance reports", "zzzz", "a" };
  g_autoptr(GArray) times = g_array_new (FALSE, FALSE, sizeof (double));

  for (guint round = 0; round < ROUNDS; round++)
    for (gsize i = 0; i < G_N_ELEMENTS (queries); i++)
      for (gsize length = 1; length <= strlen (queries[i]); length++)
        {
          g_autofree char *typed = g_strndup (queries[i], length);
          gint64 start = g_get_monotonic_time ();
          g_autoptr(GListModel) list = search (directory, typed, limit);
          double time = (double) (g_get_monotonic_time () - start) / 1000;
          g_array_append_val (times, time);
        }
  g_array_sort (times, compare);
  g_print ("directory search at %d entries, %u shown: median %.1f ms a keystroke, 95 %% within %.1f ms, longest %.1f ms (target 16 ms)\n",
           N_ENTRIES, limit, g_array_index (times, double, times->len / 2), g_array_index (times, double, times->len * 95 / 100),
           g_array_index (times, double, times->len - 1));
}

int
main (int    argc,
      char **argv)
{
  g_autofree char *folder = g_dir_make_tmp ("gate-bench-XXXXXX", NULL);
  g_autofree char *cache = g_build_filename (folder, "directory.db", NULL);
  g_autofree char *own_cache = g_build_filename (folder, "own.db", NULL);
  g_autoptr(GateDirectory) own = gate_directory_new (NULL, NULL, own_cache);
  g_autoptr(GListModel) entries = search (own, NULL, 0);
  g_autoptr(GBytes) data = make_data (entries);
  g_autoptr(GateDirectory) first = NULL;
  g_autoptr(GateDirectory) directory = NULL;
  const char *name;

  double made = open_directory (data, cache, &first);
  double opened = open_directory (data, cache, &directory);
  g_print ("directory index of %d entries: made in %.0f ms, opened in %.0f ms\n", N_ENTRIES, made, opened);
  type_queries (directory, 30);
  type_queries (directory, SHOWN);

  g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);
  while (dir && (name = g_dir_read_name (dir)))
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_unlink (path);
    }
  g_rmdir (folder);
  return 0;
}
