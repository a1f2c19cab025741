// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-directory-index.h"

#include "gate-directory-address.h"
#include "gate-directory-category.h"
#include "gate-directory-fold.h"
#include "gate-directory-record.h"
#include "gate-dirs.h"
#include "gate-i18n.h"

#include <string.h>

#define WORDS_MAX 8
#define COLUMNS_MAX 32

/* The columns of `entry` after the first two are the members of a record, in the order of their table. `place` is the address to
 * compare by. `search` is narrow, so that a keystroke reads little: what is searched, folded, each part with a space before it. */
static const char *const migrations[] = {
  "CREATE TABLE facts (name TEXT NOT NULL PRIMARY KEY, value TEXT) STRICT;"
  "CREATE TABLE entry ("
  "  position INTEGER NOT NULL PRIMARY KEY, place TEXT, id TEXT NOT NULL UNIQUE, name TEXT NOT NULL, vendor TEXT NOT NULL,"
  "  category TEXT NOT NULL, description TEXT NOT NULL, address TEXT, transport TEXT NOT NULL, signIn TEXT NOT NULL,"
  "  effort TEXT NOT NULL, account TEXT NOT NULL, hostedBy TEXT, hostedWhere TEXT, sensitivity TEXT, note TEXT,"
  "  writes INTEGER NOT NULL, managed INTEGER NOT NULL, also TEXT, uses TEXT, readScopes TEXT, fields TEXT) STRICT;"
  "CREATE INDEX entry_by_place ON entry (place);"
  "CREATE TABLE search ("
  "  position INTEGER NOT NULL PRIMARY KEY, category TEXT NOT NULL, name TEXT NOT NULL, vendor TEXT NOT NULL,"
  "  title TEXT NOT NULL, everything TEXT NOT NULL) STRICT;",
  NULL,
};

/**
 * gate_directory_index_dup_path:
 *
 * Returns: (transfer full) (type filename): where the index is in the cache folder. Each language has its own, so that programs in two
 *   languages do not undo each other's.
 */
char *
gate_directory_index_dup_path (void)
{
  static const char member[] = "\nLanguage: ";
  const char *line = strstr (gate_i18n_catalog (), member);
  const char *language = line ? line + strlen (member) : "";
  g_autofree char *code = g_strndup (language, strspn (language, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_@"));
  g_autofree char *name = *code ? g_strdup_printf ("directory-%s.db", code) : g_strdup ("directory.db");

  return gate_dirs_cache (name);
}

/**
 * gate_directory_index_new:
 * @path: (type filename): the database
 *
 * Returns: (transfer full): the store of the index; damaged or lost, it is made anew
 */
GateStore *
gate_directory_index_new (const char *path)
{
  return gate_store_new (path, migrations, GATE_STORE_DISPOSABLE);
}

static gboolean
read_text (GateStoreRow *row,
           gpointer      user_data)
{
  char **text = user_data;

  *text = g_strdup (gate_store_row_text (row, 0));
  return FALSE;
}

static gboolean
read_fact (GateStoreHandle  *handle,
           const char       *name,
           char            **value,
           GError          **error)
{
  return gate_store_handle_query (handle, "SELECT value FROM facts WHERE name = ?1", GATE_VALUES (GATE_TEXT (name)), read_text, value,
                                  error);
}

static gboolean
write_fact (GateStoreHandle  *handle,
            const char       *name,
            const char       *value,
            GError          **error)
{
  return gate_store_handle_exec (handle, "INSERT INTO facts VALUES (?1, ?2)", GATE_VALUES (GATE_TEXT (name), GATE_TEXT (value)), error);
}

/**
 * gate_directory_index_is_current:
 * @handle: a database
 * @digest: of the data as they are now
 * @current: (out): whether the index was made of them
 * @error: as for gate_store_handle_query()
 *
 * Returns: %TRUE when it was found out
 */
gboolean
gate_directory_index_is_current (GateStoreHandle  *handle,
                                 const char       *digest,
                                 gboolean         *current,
                                 GError          **error)
{
  g_autofree char *kept = NULL;

  if (!read_fact (handle, "digest", &kept, error))
    return FALSE;
  *current = g_strcmp0 (kept, digest) == 0;
  return TRUE;
}

/**
 * gate_directory_index_read_facts:
 * @handle: a database
 * @as_of: (out): when the data were looked up
 * @warning: (out) (nullable): what was wrong with the organization's file
 * @error: as for gate_store_handle_query()
 *
 * Returns: %TRUE on success
 */
gboolean
gate_directory_index_read_facts (GateStoreHandle  *handle,
                                 char            **as_of,
                                 char            **warning,
                                 GError          **error)
{
  return read_fact (handle, "as-of", as_of, error) && read_fact (handle, "warning", warning, error);
}

static GateStoreValue
value_of (const GateJsonField       *field,
          const GateDirectoryRecord *record,
          char                     **owned)
{
  gconstpointer place = G_STRUCT_MEMBER_P (record, field->offset);

  switch (field->type)
    {
    case GATE_JSON_STRING:
      return (GateStoreValue) GATE_TEXT (*(char *const *) place);
    case GATE_JSON_BOOLEAN:
      return (GateStoreValue) GATE_INT (*(const gboolean *) place);
    case GATE_JSON_STRV:
      *owned = *(char **const *) place ? g_strjoinv ("\n", *(char **const *) place) : NULL;
      return (GateStoreValue) GATE_TEXT (*owned);
    case GATE_JSON_ARRAY:
      *owned = *(JsonNode *const *) place ? gate_json_to_text (*(JsonNode *const *) place) : NULL;
      return (GateStoreValue) GATE_TEXT (*owned);
    case GATE_JSON_INT:
    case GATE_JSON_DOUBLE:
    case GATE_JSON_OBJECT:
    case GATE_JSON_ANY:
    default:
      g_assert_not_reached ();
    }
}

static void
read_value (const GateJsonField *field,
            GateDirectoryRecord *record,
            GateStoreRow        *row,
            guint                column)
{
  gpointer place = G_STRUCT_MEMBER_P (record, field->offset);
  const char *text = field->type == GATE_JSON_BOOLEAN ? NULL : gate_store_row_text (row, column);

  if (field->type == GATE_JSON_BOOLEAN)
    *(gboolean *) place = gate_store_row_int (row, column) != 0;
  else if (!text || !*text)
    return;
  else if (field->type == GATE_JSON_STRING)
    *(char **) place = g_strdup (text);
  else if (field->type == GATE_JSON_STRV)
    *(char ***) place = g_strsplit (text, "\n", -1);
  else
    *(JsonNode **) place = gate_json_parse (text, -1, GATE_JSON_DOCUMENT_LIMIT, NULL);
}

static gboolean
insert_entry (GateStoreHandle            *handle,
              const char                 *sql,
              const GateDirectoryRecord  *record,
              guint                       position,
              GError                    **error)
{
  char *owned[COLUMNS_MAX] = { NULL };
  GateStoreValue values[COLUMNS_MAX] = { GATE_INT (position), GATE_TEXT (NULL) };
  gsize n = 2;
  gboolean plain = record->address && !gate_directory_address_has_fields (record->address);

  owned[1] = plain ? gate_directory_address_normalize (record->address) : NULL;
  values[1].text = owned[1];
  for (const GateJsonField *field = gate_directory_record_fields; field->name; field++, n++)
    values[n] = value_of (field, record, &owned[n]);

  gboolean done = gate_store_handle_exec (handle, sql, values, n, error);
  for (gsize i = 0; i < G_N_ELEMENTS (owned); i++)
    g_free (owned[i]);
  return done;
}

static char *
fold_part (const char *text)
{
  g_autofree char *folded = gate_directory_fold (text ? text : "");

  return g_strconcat (" ", folded, NULL);
}

static char *
fold_list (char **texts)
{
  g_autofree char *joined = texts ? g_strjoinv (" ", texts) : NULL;

  return fold_part (joined);
}

/* In the person's language, and in the project's: who has no word for it in the one finds it by the other. */
static char *
fold_both (const char *text,
           const char *translated)
{
  g_autofree char *own = fold_part (translated);
  g_autofree char *source = g_strcmp0 (text, translated) == 0 ? NULL : fold_part (text);

  return g_strconcat (own, source, NULL);
}

static gboolean
insert_search (GateStoreHandle            *handle,
               const GateDirectoryRecord  *record,
               guint                       position,
               GError                    **error)
{
  g_autofree char *own_name = fold_part (record->name);
  g_autofree char *also = fold_list (record->also);
  g_autofree char *name = g_strconcat (own_name, also, NULL);
  g_autofree char *vendor = fold_part (record->vendor);
  const char *category = gate_directory_category_title_of (record->category);
  g_autofree char *title = fold_both (category, g_dpgettext2 (GETTEXT_PACKAGE, "directory category", category));
  g_autofree char *description = fold_both (record->description, _(record->description));
  g_autofree char *everything = g_strjoin ("|", name, vendor, title, description, NULL);

  return gate_store_handle_exec (handle, "INSERT INTO search VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                                 GATE_VALUES (GATE_INT (position), GATE_TEXT (record->category), GATE_TEXT (name), GATE_TEXT (vendor),
                                              GATE_TEXT (title), GATE_TEXT (everything)), error);
}

typedef struct {
  const GateDirectoryRecord *record;
  char                      *key;
} Sorted;

static void
sorted_clear (gpointer data)
{
  g_free (((Sorted *) data)->key);
}

static int
compare_sorted (gconstpointer a,
                gconstpointer b)
{
  int by_name = strcmp (((const Sorted *) a)->key, ((const Sorted *) b)->key);

  return by_name ? by_name : strcmp (((const Sorted *) a)->record->id, ((const Sorted *) b)->record->id);
}

/* The position of an entry is its place by name, so that no search has to sort texts. */
static GArray *
sort_by_name (GPtrArray *records)
{
  GArray *sorted = g_array_new (FALSE, FALSE, sizeof (Sorted));

  g_array_set_clear_func (sorted, sorted_clear);
  for (guint i = 0; i < records->len; i++)
    {
      const GateDirectoryRecord *record = records->pdata[i];
      Sorted one = { record, gate_directory_fold (record->name) };
      g_array_append_val (sorted, one);
    }
  g_array_sort (sorted, compare_sorted);
  return sorted;
}

static char *
insert_sql (void)
{
  g_autoptr(GString) sql = g_string_new ("INSERT INTO entry VALUES (?1, ?2");
  guint n = 2;

  for (const GateJsonField *field = gate_directory_record_fields; field->name; field++)
    g_string_append_printf (sql, ", ?%u", ++n);
  g_string_append_c (sql, ')');
  return g_string_free (g_steal_pointer (&sql), FALSE);
}

/**
 * gate_directory_index_rebuild:
 * @handle: a database, in a transaction that writes
 * @document: what the files say, parsed
 * @error: as for gate_store_handle_query()
 *
 * Makes the index anew.
 *
 * Returns: %TRUE on success
 */
gboolean
gate_directory_index_rebuild (GateStoreHandle        *handle,
                              GateDirectoryDocument  *document,
                              GError                **error)
{
  static const char *const emptying[] = { "DELETE FROM facts", "DELETE FROM entry", "DELETE FROM search" };
  g_autoptr(GArray) sorted = sort_by_name (document->records);
  g_autofree char *sql = insert_sql ();

  for (gsize i = 0; i < G_N_ELEMENTS (emptying); i++)
    if (!gate_store_handle_exec (handle, emptying[i], GATE_NO_VALUES, error))
      return FALSE;
  for (guint i = 0; i < sorted->len; i++)
    {
      const GateDirectoryRecord *record = g_array_index (sorted, Sorted, i).record;

      if (!insert_entry (handle, sql, record, i, error) || !insert_search (handle, record, i, error))
        return FALSE;
    }
  return write_fact (handle, "digest", document->digest, error)
         && write_fact (handle, "as-of", document->as_of, error)
         && write_fact (handle, "warning", document->warning, error);
}

typedef struct {
  GPtrArray *records;
  guint      total;
} Reading;

static gboolean
read_record (GateStoreRow *row,
             gpointer      user_data)
{
  Reading *reading = user_data;
  GateDirectoryRecord *record = g_new0 (GateDirectoryRecord, 1);
  guint column = 0;

  for (const GateJsonField *field = gate_directory_record_fields; field->name; field++, column++)
    read_value (field, record, row, column);
  gate_directory_record_translate (record);
  reading->total = (guint) gate_store_row_int (row, column);
  g_ptr_array_add (reading->records, record);
  return TRUE;
}

static void
append_columns (GString *sql)
{
  for (const GateJsonField *field = gate_directory_record_fields; field->name; field++)
    g_string_append_printf (sql, "%sentry.%s", field == gate_directory_record_fields ? "" : ", ", field->name);
}

/* Every word is in the column; the words begin with the value ?4. */
static void
append_words (GString    *sql,
              const char *column,
              guint       n_words)
{
  g_string_append_c (sql, '(');
  for (guint i = 0; i < n_words; i++)
    g_string_append_printf (sql, "%sinstr (%s, ?%u) > 0", i ? " AND " : "", column, i + 4);
  g_string_append_c (sql, ')');
}

/* What is typed is found anywhere; the better it matches the name, the earlier it stands. Made of literals and numbers only. */
static char *
search_sql (guint n_words)
{
  g_autoptr(GString) sql = g_string_new ("SELECT ");

  append_columns (sql);
  g_string_append (sql, ", found.total FROM (SELECT position, count(*) OVER () AS total, ");
  if (n_words > 0)
    {
      g_string_append (sql, "CASE WHEN instr (name, ?1) = 1 THEN 0 WHEN instr (name, ?1) > 0 THEN 1 WHEN ");
      append_words (sql, "name", n_words);
      g_string_append (sql, " THEN 2 WHEN instr (vendor, ?1) > 0 THEN 3 WHEN ");
      append_words (sql, "name || vendor", n_words);
      g_string_append (sql, " THEN 4 WHEN ");
      append_words (sql, "title", n_words);
      g_string_append (sql, " THEN 5 ELSE 6 END AS rank");
    }
  else
    g_string_append (sql, "0 AS rank");
  g_string_append (sql, " FROM search WHERE (?2 = '' OR category = ?2)");
  if (n_words > 0)
    {
      g_string_append (sql, " AND ");
      append_words (sql, "everything", n_words);
    }
  g_string_append (sql, " ORDER BY rank, position LIMIT ?3) AS found JOIN entry USING (position) ORDER BY found.rank, position");
  return g_string_free (g_steal_pointer (&sql), FALSE);
}

/**
 * gate_directory_index_search:
 * @handle: a database
 * @text: (nullable): what was typed
 * @category: (nullable): of which category
 * @limit: how many to read at most, 0: all
 * @records: (element-type GateDirectoryRecord): where to add what is found, the best first
 * @total: (out): how many match
 * @error: as for gate_store_handle_query()
 *
 * Returns: %TRUE also when nothing is found
 */
gboolean
gate_directory_index_search (GateStoreHandle  *handle,
                             const char       *text,
                             const char       *category,
                             guint             limit,
                             GPtrArray        *records,
                             guint            *total,
                             GError          **error)
{
  g_auto(GStrv) words = gate_directory_fold_words (text, WORDS_MAX);
  guint n_words = g_strv_length (words);
  g_autofree char *joined = g_strjoinv (" ", words);
  g_autofree char *phrase = g_strconcat (" ", joined, NULL);
  g_autofree char *sql = search_sql (n_words);
  GateStoreValue values[3 + WORDS_MAX] = { GATE_TEXT (phrase), GATE_TEXT (category ? category : ""), GATE_INT (limit ? (gint64) limit : -1) };
  Reading reading = { records, 0 };

  for (guint i = 0; i < n_words; i++)
    values[3 + i] = (GateStoreValue) GATE_TEXT (words[i]);
  if (!gate_store_handle_query (handle, sql, values, 3 + n_words, read_record, &reading, error))
    return FALSE;
  *total = reading.total;
  return TRUE;
}

static gboolean
read_count (GateStoreRow *row,
            gpointer      user_data)
{
  GateDirectoryCount one = { g_strdup (gate_store_row_text (row, 0)), (guint) gate_store_row_int (row, 1) };

  g_array_append_val ((GArray *) user_data, one);
  return TRUE;
}

/**
 * gate_directory_index_count:
 * @handle: a database
 * @counts: (element-type GateDirectoryCount): where to add the categories that have entries
 * @error: as for gate_store_handle_query()
 *
 * Returns: %TRUE on success
 */
gboolean
gate_directory_index_count (GateStoreHandle  *handle,
                            GArray           *counts,
                            GError          **error)
{
  return gate_store_handle_query (handle, "SELECT category, count(*) FROM search GROUP BY category", GATE_NO_VALUES, read_count, counts,
                                  error);
}

static gboolean
select_entries (GateStoreHandle  *handle,
                const char       *condition,
                const char       *value,
                GPtrArray        *records,
                GError          **error)
{
  g_autoptr(GString) sql = g_string_new ("SELECT ");
  Reading reading = { records, 0 };

  append_columns (sql);
  g_string_append_printf (sql, ", 0 FROM entry WHERE %s ORDER BY position", condition);
  return gate_store_handle_query (handle, sql->str, GATE_VALUES (GATE_TEXT (value)), read_record, &reading, error);
}

/**
 * gate_directory_index_find:
 * @handle: a database
 * @id: an id, or a name
 * @records: (element-type GateDirectoryRecord): where to add the entry of this id, or those of this name
 * @error: as for gate_store_handle_query()
 *
 * Returns: %TRUE also when nothing is found
 */
gboolean
gate_directory_index_find (GateStoreHandle  *handle,
                           const char       *id,
                           GPtrArray        *records,
                           GError          **error)
{
  if (!select_entries (handle, "id = ?1", id, records, error))
    return FALSE;
  return records->len > 0 || select_entries (handle, "name = ?1 COLLATE NOCASE", id, records, error);
}

/**
 * gate_directory_index_find_by_address:
 * @handle: a database
 * @address: a connector's address
 * @records: (element-type GateDirectoryRecord): where to add the entry that it came from
 * @error: as for gate_store_handle_query()
 *
 * Returns: %TRUE also when nothing is found
 */
gboolean
gate_directory_index_find_by_address (GateStoreHandle  *handle,
                                      const char       *address,
                                      GPtrArray        *records,
                                      GError          **error)
{
  g_autofree char *place = gate_directory_address_normalize (address);
  g_autoptr(GPtrArray) templates = g_ptr_array_new_with_free_func ((GDestroyNotify) gate_directory_record_free);

  if (!select_entries (handle, "place = ?1", place, records, error))
    return FALSE;
  if (records->len > 0)
    return TRUE;
  if (!select_entries (handle, "instr (address, ?1) > 0", "{", templates, error))
    return FALSE;
  for (guint i = 0; i < templates->len; i++)
    if (gate_directory_address_covers (((GateDirectoryRecord *) templates->pdata[i])->address, address))
      {
        g_ptr_array_add (records, g_ptr_array_steal_index (templates, i));
        break;
      }
  return TRUE;
}
