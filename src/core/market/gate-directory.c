// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-directory.h"

#include "gate-directory-entry-private.h"
#include "gate-directory-index.h"
#include "gate-directory-query.h"
#include "gate-error.h"
#include "gate-i18n.h"
#include "gate-task.h"
#include "gate-text.h"

struct _GateDirectory {
  GObject     parent_instance;

  GateStore  *store;
  GBytes     *data;         /* (owned) (nullable) */
  char       *managed_path; /* (owned) (nullable) */
  char       *digest;       /* (owned) (nullable): of the data that the index was made of, once open */
  char       *as_of;        /* (owned) (nullable) */
  char       *warning;      /* (owned) (nullable) */
  GHashTable *entries;      /* (element-type utf8 GateDirectoryEntry): those that were handed out */
};

G_DEFINE_FINAL_TYPE (GateDirectory, gate_directory, G_TYPE_OBJECT)

/* What opening needs and brings; in the worker. */
typedef struct {
  GBytes                *data;
  char                  *managed_path;
  GateDirectoryDocument *document;
  char                  *as_of;
  char                  *warning;
  gboolean               current;
} Opening;

GATE_DEFINE_DATA (Opening, opening)

static void
opening_clear (Opening *self)
{
  g_clear_pointer (&self->data, g_bytes_unref);
  g_clear_pointer (&self->document, gate_directory_document_free);
  g_free (self->managed_path);
  g_free (self->as_of);
  g_free (self->warning);
}

/* The task's own data: the question, so that it can be asked again when another process made the index of other data. */
typedef struct {
  GateDirectoryQueryKind  kind;
  char                   *text;
  char                   *category;
  guint                   limit;
  gboolean                again;
  guint                   total;
} Asking;

GATE_DEFINE_DATA (Asking, asking)

static void
asking_clear (Asking *self)
{
  g_free (self->text);
  g_free (self->category);
}

static void
gate_directory_finalize (GObject *object)
{
  GateDirectory *self = GATE_DIRECTORY (object);

  g_clear_object (&self->store);
  g_clear_pointer (&self->data, g_bytes_unref);
  g_clear_pointer (&self->entries, g_hash_table_unref);
  g_free (self->managed_path);
  g_free (self->digest);
  g_free (self->as_of);
  g_free (self->warning);
  G_OBJECT_CLASS (gate_directory_parent_class)->finalize (object);
}

static void
gate_directory_class_init (GateDirectoryClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = gate_directory_finalize;
}

static void
gate_directory_init (GateDirectory *self)
{
  self->entries = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_object_unref);
}

/**
 * gate_directory_new:
 * @data: (nullable): a directory's file instead of the program's own data
 * @managed_path: (nullable) (type filename): the organization's file. It is used where it belongs to root and nobody else may write it;
 *   its entries take the place of those of the same id, or of all with `"only": true`
 * @cache_path: (nullable) (type filename): the database of the index, or %NULL for the one in the cache folder
 *
 * Returns: (transfer full): a directory; nothing is read yet
 */
GateDirectory *
gate_directory_new (GBytes     *data,
                    const char *managed_path,
                    const char *cache_path)
{
  GateDirectory *self = g_object_new (GATE_TYPE_DIRECTORY, NULL);
  g_autofree char *own = gate_directory_index_dup_path ();

  self->data = data ? g_bytes_ref (data) : NULL;
  self->managed_path = g_strdup (managed_path);
  self->store = gate_directory_index_new (cache_path ? cache_path : own);
  return self;
}

static gboolean
look_whether_current (GateStoreHandle  *handle,
                      gpointer          data,
                      GCancellable     *cancellable,
                      GError          **error)
{
  Opening *opening = data;

  opening->document = gate_directory_document_load (opening->data, opening->managed_path, error);
  if (!opening->document || !gate_directory_index_is_current (handle, opening->document->digest, &opening->current, error))
    return FALSE;
  if (opening->current)
    return gate_directory_index_read_facts (handle, &opening->as_of, &opening->warning, error);
  return gate_directory_document_parse (opening->document, error);
}

static gboolean
make_index (GateStoreHandle  *handle,
            gpointer          data,
            GCancellable     *cancellable,
            GError          **error)
{
  Opening *opening = data;

  /* Another process may have been faster. */
  if (!gate_directory_index_is_current (handle, opening->document->digest, &opening->current, error))
    return FALSE;
  if (!opening->current && !gate_directory_index_rebuild (handle, opening->document, error))
    return FALSE;
  return gate_directory_index_read_facts (handle, &opening->as_of, &opening->warning, error);
}

static void
is_open (GateDirectory *self,
         Opening       *opening)
{
  if (g_strcmp0 (self->digest, opening->document->digest) != 0)
    g_hash_table_remove_all (self->entries);
  g_free (self->digest);
  g_free (self->as_of);
  g_free (self->warning);
  self->digest = g_strdup (opening->document->digest);
  self->as_of = g_steal_pointer (&opening->as_of);
  self->warning = g_steal_pointer (&opening->warning);
}

static void
did_make_index (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;
  gpointer data;

  if (!gate_store_run_finish (GATE_STORE (source), result, &data, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  is_open (g_task_get_source_object (task), data);
  g_task_return_boolean (task, TRUE);
}

static Opening *
opening_again (Opening *old)
{
  Opening *opening = opening_new ();

  opening->document = g_steal_pointer (&old->document);
  return opening;
}

static void
did_look (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GateDirectory *self = g_task_get_source_object (task);
  GError *error = NULL;
  gpointer data;

  if (!gate_store_run_finish (GATE_STORE (source), result, &data, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  if (((Opening *) data)->current)
    {
      is_open (self, data);
      g_task_return_boolean (task, TRUE);
      return;
    }
  gate_store_run_async (self->store, GATE_STORE_WRITE, make_index, opening_again (data), (GDestroyNotify) opening_free,
                        g_task_get_cancellable (task), did_make_index, g_object_ref (task));
}

/**
 * gate_directory_open_async:
 * @self: a directory
 * @cancellable: (nullable): ends it
 * @callback: called when it is open
 * @user_data: for @callback
 *
 * Reads the data in a worker and makes the index anew where it is of other data.
 */
void
gate_directory_open_async (GateDirectory       *self,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  g_return_if_fail (GATE_IS_DIRECTORY (self));

  GTask *task = gate_task_new (self, cancellable, callback, user_data, gate_directory_open_async);
  Opening *opening = opening_new ();

  opening->data = self->data ? g_bytes_ref (self->data) : NULL;
  opening->managed_path = g_strdup (self->managed_path);
  gate_store_run_async (self->store, GATE_STORE_READ, look_whether_current, opening, (GDestroyNotify) opening_free, cancellable, did_look,
                        task);
}

/**
 * gate_directory_open_finish:
 * @self: a directory
 * @result: the result
 * @error: set when the cache folder cannot be written, as for gate_store_run_finish()
 *
 * Returns: %TRUE when it can be searched
 */
gboolean
gate_directory_open_finish (GateDirectory  *self,
                            GAsyncResult   *result,
                            GError        **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * gate_directory_get_as_of:
 * @self: a directory that is open
 *
 * Returns: (nullable): the date at which the project's data were looked up, such as "2026-02-01"
 */
const char *
gate_directory_get_as_of (GateDirectory *self)
{
  g_return_val_if_fail (GATE_IS_DIRECTORY (self), NULL);
  return self->as_of;
}

/**
 * gate_directory_get_warning:
 * @self: a directory that is open
 *
 * Returns: (nullable): what was wrong with the organization's file, one sentence
 */
const char *
gate_directory_get_warning (GateDirectory *self)
{
  g_return_val_if_fail (GATE_IS_DIRECTORY (self), NULL);
  return self->warning;
}

static GateDirectoryEntry *
take_record (GateDirectory        *self,
             GateDirectoryRecord **record)
{
  GateDirectoryEntry *entry = g_hash_table_lookup (self->entries, (*record)->id);

  if (entry)
    return entry;
  entry = gate_directory_entry_new (g_steal_pointer (record));
  g_hash_table_insert (self->entries, (char *) gate_directory_entry_get_id (entry), entry);
  return entry;
}

static GListModel *
list_entries (GateDirectory *self,
              GPtrArray     *records)
{
  GListStore *list = g_list_store_new (GATE_TYPE_DIRECTORY_ENTRY);
  g_autoptr(GPtrArray) entries = g_ptr_array_new ();

  for (guint i = 0; i < records->len; i++)
    g_ptr_array_add (entries, take_record (self, (GateDirectoryRecord **) &records->pdata[i]));
  g_list_store_splice (list, 0, 0, entries->pdata, entries->len);
  return G_LIST_MODEL (list);
}

static GListModel *
list_counts (GArray *counts)
{
  GListStore *list = g_list_store_new (GATE_TYPE_DIRECTORY_CATEGORY);
  const char *const *ids = gate_directory_category_list_ids ();

  for (guint i = 0; ids[i]; i++)
    for (guint j = 0; j < counts->len; j++)
      if (g_str_equal (ids[i], g_array_index (counts, GateDirectoryCount, j).category))
        {
          g_autoptr(GateDirectoryCategory) category = gate_directory_category_new (ids[i], g_array_index (counts, GateDirectoryCount, j).count);
          g_list_store_append (list, category);
        }
  return G_LIST_MODEL (list);
}

static void
return_found (GTask     *task,
              Asking    *asking,
              GPtrArray *records)
{
  GateDirectory *self = g_task_get_source_object (task);

  if (records->len == 1)
    {
      g_task_return_pointer (task, g_object_ref (take_record (self, (GateDirectoryRecord **) &records->pdata[0])), g_object_unref);
      return;
    }
  g_autofree char *shown = gate_text_make_visible (asking->text, GATE_TEXT_LINE);
  g_autofree char *text = gate_text_shorten (shown, 100);
  if (records->len > 1)
    g_task_return_error (task, gate_error_new (GATE_ERROR_NOT_FOUND, GATE_LAYER_NONE, _("Use the id of the one that is meant."),
                                               _("The directory has several entries named “%s”"), text));
  else
    g_task_return_error (task, gate_error_new (GATE_ERROR_NOT_FOUND, GATE_LAYER_NONE,
                                               _("Search the directory, or add the service by its address."),
                                               _("The directory has no entry “%s”"), text));
}

static void ask_index (GTask *task);

static void
did_open_for_asking (GObject      *source,
                     GAsyncResult *result,
                     gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;

  if (!gate_directory_open_finish (GATE_DIRECTORY (source), result, &error))
    g_task_return_error (task, error);
  else
    ask_index (g_steal_pointer (&task));
}

static void
did_answer (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GateDirectory *self = g_task_get_source_object (task);
  Asking *asking = asking_of (task);
  GError *error = NULL;
  gpointer data;

  if (!gate_store_run_finish (GATE_STORE (source), result, &data, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  if (g_task_return_error_if_cancelled (task))
    return;

  GateDirectoryQuery *query = data;
  if (query->stale && !asking->again)
    {
      asking->again = TRUE;
      gate_directory_open_async (self, g_task_get_cancellable (task), did_open_for_asking, g_object_ref (task));
      return;
    }
  asking->total = query->total;
  if (asking->kind == GATE_DIRECTORY_QUERY_SEARCH)
    g_task_return_pointer (task, list_entries (self, query->records), g_object_unref);
  else if (asking->kind == GATE_DIRECTORY_QUERY_CATEGORIES)
    g_task_return_pointer (task, list_counts (query->counts), g_object_unref);
  else
    return_found (task, asking, query->records);
}

/* Takes the task over. */
static void
ask_index (GTask *task)
{
  GateDirectory *self = g_task_get_source_object (task);
  Asking *asking = asking_of (task);
  GateDirectoryQuery *query = gate_directory_query_new (asking->kind, self->digest, asking->text, asking->category, asking->limit);

  gate_store_run_async (self->store, GATE_STORE_READ, gate_directory_query_answer, query, (GDestroyNotify) gate_directory_query_free,
                        g_task_get_cancellable (task), did_answer, task);
}

static void
start_asking (GateDirectory          *self,
              GTask                  *task,
              GateDirectoryQueryKind  kind,
              const char             *text,
              const char             *category,
              guint                   limit)
{
  Asking *asking = asking_new ();

  asking->kind = kind;
  asking->text = g_strdup (text);
  asking->category = g_strdup (category);
  asking->limit = limit;
  asking_attach (task, asking);
  if (self->digest)
    ask_index (task);
  else
    gate_directory_open_async (self, g_task_get_cancellable (task), did_open_for_asking, task);
}

/**
 * gate_directory_search_async:
 * @self: a directory
 * @query: (nullable): what was typed; all of its words have to be there, in the name, vendor, category or description, as they are or
 *   inside another word; case and accents do not count
 * @category: (nullable): the id of a category
 * @limit: how many entries to list at most, 0: all. A list that grows while it is looked at needs few at first
 * @cancellable: (nullable): ends it, so that a newer search need not wait
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Searches. A name that begins with the query stands first, then a word of the name, the vendor, the category, the description.
 */
void
gate_directory_search_async (GateDirectory       *self,
                             const char          *query,
                             const char          *category,
                             guint                limit,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  g_return_if_fail (GATE_IS_DIRECTORY (self));

  GTask *task = gate_task_new (self, cancellable, callback, user_data, gate_directory_search_async);
  start_asking (self, task, GATE_DIRECTORY_QUERY_SEARCH, query, category, limit);
}

/**
 * gate_directory_search_finish:
 * @self: a directory
 * @result: the result
 * @total: (out) (optional): how many entries match, without the limit
 * @error: set when the index cannot be used, or to %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable): a list of [class@Gate.DirectoryEntry]
 */
GListModel *
gate_directory_search_finish (GateDirectory  *self,
                              GAsyncResult   *result,
                              guint          *total,
                              GError        **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  if (total)
    *total = asking_of (result)->total;
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * gate_directory_list_categories_async:
 * @self: a directory
 * @cancellable: (nullable): ends it
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Lists the categories that have entries.
 */
void
gate_directory_list_categories_async (GateDirectory       *self,
                                      GCancellable        *cancellable,
                                      GAsyncReadyCallback  callback,
                                      gpointer             user_data)
{
  g_return_if_fail (GATE_IS_DIRECTORY (self));

  GTask *task = gate_task_new (self, cancellable, callback, user_data, gate_directory_list_categories_async);
  start_asking (self, task, GATE_DIRECTORY_QUERY_CATEGORIES, NULL, NULL, 0);
}

/**
 * gate_directory_list_categories_finish:
 * @self: a directory
 * @result: the result
 * @error: set when the index cannot be used, or to %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable): a list of [class@Gate.DirectoryCategory]
 */
GListModel *
gate_directory_list_categories_finish (GateDirectory  *self,
                                       GAsyncResult   *result,
                                       GError        **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * gate_directory_find_async:
 * @self: a directory
 * @id: an entry's id, or its name where it is the only one of that name
 * @cancellable: (nullable): ends it
 * @callback: called with the result, for [method@Gate.Directory.find_finish]
 * @user_data: for @callback
 *
 * Looks an entry up.
 */
void
gate_directory_find_async (GateDirectory       *self,
                           const char          *id,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  g_return_if_fail (GATE_IS_DIRECTORY (self) && id != NULL);

  GTask *task = gate_task_new (self, cancellable, callback, user_data, gate_directory_find_async);
  start_asking (self, task, GATE_DIRECTORY_QUERY_ID, id, NULL, 0);
}

/**
 * gate_directory_find_by_address_async:
 * @self: a directory
 * @address: a connector's address
 * @cancellable: (nullable): ends it
 * @callback: called with the result, for [method@Gate.Directory.find_finish]
 * @user_data: for @callback
 *
 * Looks up the entry that a connector came from.
 */
void
gate_directory_find_by_address_async (GateDirectory       *self,
                                      const char          *address,
                                      GCancellable        *cancellable,
                                      GAsyncReadyCallback  callback,
                                      gpointer             user_data)
{
  g_return_if_fail (GATE_IS_DIRECTORY (self) && address != NULL);

  GTask *task = gate_task_new (self, cancellable, callback, user_data, gate_directory_find_by_address_async);
  start_asking (self, task, GATE_DIRECTORY_QUERY_ADDRESS, address, NULL, 0);
}

/**
 * gate_directory_find_finish:
 * @self: a directory
 * @result: the result
 * @error: set to %GATE_ERROR_NOT_FOUND, when the index cannot be used, or to %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable): the entry
 */
GateDirectoryEntry *
gate_directory_find_finish (GateDirectory  *self,
                            GAsyncResult   *result,
                            GError        **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
