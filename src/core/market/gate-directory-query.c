// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-directory-query.h"

#include "gate-directory-entry-private.h"
#include "gate-directory-index.h"

static void
count_clear (gpointer data)
{
  g_free (((GateDirectoryCount *) data)->category);
}

/**
 * gate_directory_query_new:
 * @kind: what is asked for
 * @digest: of the data that are meant
 * @text: (nullable): what was typed, an id, or an address
 * @category: (nullable): the id of a category
 * @limit: how many entries at most, 0: all
 *
 * Returns: (transfer full): a question that is not answered
 */
GateDirectoryQuery *
gate_directory_query_new (GateDirectoryQueryKind  kind,
                          const char             *digest,
                          const char             *text,
                          const char             *category,
                          guint                   limit)
{
  GateDirectoryQuery *self = g_new0 (GateDirectoryQuery, 1);

  self->kind = kind;
  self->digest = g_strdup (digest);
  self->text = g_strdup (text);
  self->category = g_strdup (category);
  self->limit = limit;
  self->records = g_ptr_array_new_with_free_func ((GDestroyNotify) gate_directory_record_free);
  self->counts = g_array_new (FALSE, FALSE, sizeof (GateDirectoryCount));
  g_array_set_clear_func (self->counts, count_clear);
  return self;
}

/**
 * gate_directory_query_free:
 * @self: a question
 *
 * Frees it with its answer.
 */
void
gate_directory_query_free (GateDirectoryQuery *self)
{
  g_free (self->digest);
  g_free (self->text);
  g_free (self->category);
  g_ptr_array_unref (self->records);
  g_array_unref (self->counts);
  g_free (self);
}

/**
 * gate_directory_query_answer:
 * @handle: the index
 * @data: a [struct@Gate.DirectoryQuery]
 * @cancellable: (nullable): ends it
 * @error: set when the index cannot be used
 *
 * Answers a question in the worker, where the index is still of the data that were meant.
 *
 * Returns: %TRUE when it is answered, or stale
 */
gboolean
gate_directory_query_answer (GateStoreHandle  *handle,
                             gpointer          data,
                             GCancellable     *cancellable,
                             GError          **error)
{
  GateDirectoryQuery *self = data;
  gboolean current = FALSE;

  if (!gate_directory_index_is_current (handle, self->digest, &current, error))
    return FALSE;
  self->stale = !current;
  if (self->stale)
    return TRUE;
  switch (self->kind)
    {
    case GATE_DIRECTORY_QUERY_SEARCH:
      return gate_directory_index_search (handle, self->text, self->category, self->limit, self->records, &self->total, error);
    case GATE_DIRECTORY_QUERY_CATEGORIES:
      return gate_directory_index_count (handle, self->counts, error);
    case GATE_DIRECTORY_QUERY_ID:
      return gate_directory_index_find (handle, self->text, self->records, error);
    case GATE_DIRECTORY_QUERY_ADDRESS:
    default:
      return gate_directory_index_find_by_address (handle, self->text, self->records, error);
    }
}
