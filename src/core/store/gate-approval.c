// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-approval.h"

#include "gate-table.h"
#include "gate-task.h"

static const GateColumn columns[] = {
  GATE_COLUMN (GateApproval, kind, TEXT),
  GATE_COLUMN (GateApproval, connector, TEXT),
  GATE_COLUMN (GateApproval, fingerprint, TEXT),
  GATE_COLUMN (GateApproval, project, TEXT),
  GATE_COLUMN (GateApproval, choice, TEXT),
  GATE_COLUMN (GateApproval, at, INT),
};

static void
free_record (gpointer record)
{
  gate_approval_free (record);
}

static const GateTable table = {
  .name = "approvals",
  .record_size = sizeof (GateApproval),
  .free_record = free_record,
  .columns = columns,
  .n_columns = G_N_ELEMENTS (columns),
  .n_key_columns = 4,
};

/**
 * gate_approval_copy:
 * @self: an approval
 *
 * Returns: (transfer full): a copy
 */
GateApproval *
gate_approval_copy (const GateApproval *self)
{
  return gate_table_record_copy (&table, self);
}

/**
 * gate_approval_free:
 * @self: (transfer full) (nullable): an approval
 *
 * Frees it.
 */
void
gate_approval_free (GateApproval *self)
{
  gate_table_record_free (&table, self);
}

typedef struct {
  GateApproval  match;
  GateApproval *found; /* (owned) (nullable) */
} ApprovalLookup;

GATE_DEFINE_DATA (ApprovalLookup, approval_lookup)

static void
approval_lookup_clear (ApprovalLookup *self)
{
  g_free (self->match.kind);
  g_free (self->match.connector);
  g_free (self->match.fingerprint);
  g_free (self->match.project);
  gate_approval_free (self->found);
}

static gboolean
lookup_work (GateStoreHandle  *handle,
             gpointer          data,
             GCancellable     *cancellable,
             GError          **error)
{
  ApprovalLookup *lookup = data;
  g_autoptr(GPtrArray) records = g_ptr_array_new_with_free_func (table.free_record);

  if (!gate_table_find (&table, handle, &lookup->match, records, error))
    return FALSE;
  if (records->len == 0)
    {
      GateApproval for_all = lookup->match;
      char nothing[] = "";

      for_all.project = nothing;
      if (!gate_table_find (&table, handle, &for_all, records, error))
        return FALSE;
    }
  if (records->len > 0)
    lookup->found = g_ptr_array_steal_index (records, 0);
  return TRUE;
}

/**
 * gate_approval_lookup_async:
 * @state: the store of gate_state_store_new()
 * @kind: what kind of subject
 * @connector: the connector's id
 * @fingerprint: what exactly
 * @project: (nullable): the project's id
 * @cancellable: (nullable): ends it
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Looks up what the person answered: for this project, else for all.
 */
void
gate_approval_lookup_async (GateStore           *state,
                            const char          *kind,
                            const char          *connector,
                            const char          *fingerprint,
                            const char          *project,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  ApprovalLookup *lookup = approval_lookup_new ();

  lookup->match.kind = g_strdup (kind);
  lookup->match.connector = g_strdup (connector);
  lookup->match.fingerprint = g_strdup (fingerprint);
  lookup->match.project = g_strdup (project ? project : "");
  gate_store_run_async (state, GATE_STORE_READ, lookup_work, lookup, (GDestroyNotify) approval_lookup_free, cancellable, callback,
                        user_data);
}

/**
 * gate_approval_lookup_finish:
 * @state: the store
 * @result: the result
 * @error: as for [method@Gate.Store.run_finish]
 *
 * Returns: (transfer full) (nullable): the answer, or %NULL without an error when there never was one
 */
GateApproval *
gate_approval_lookup_finish (GateStore     *state,
                             GAsyncResult  *result,
                             GError       **error)
{
  gpointer data;

  if (!gate_store_run_finish (state, result, &data, error))
    return NULL;
  return g_steal_pointer (&((ApprovalLookup *) data)->found);
}

/**
 * gate_approval_list_async:
 * @state: the store of gate_state_store_new()
 * @match: members of the key that are %NULL may be anything
 * @cancellable: (nullable): ends it
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Finds all approvals that match.
 */
void
gate_approval_list_async (GateStore           *state,
                          const GateApproval  *match,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  gate_table_find_async (&table, state, match, cancellable, callback, user_data);
}

/**
 * gate_approval_list_finish:
 * @state: the store
 * @result: the result
 * @error: as for [method@Gate.Store.run_finish]
 *
 * Returns: (transfer full) (nullable) (element-type GateApproval): the approvals
 */
GPtrArray *
gate_approval_list_finish (GateStore     *state,
                           GAsyncResult  *result,
                           GError       **error)
{
  return gate_table_find_finish (state, result, error);
}

/**
 * gate_approval_save_async:
 * @state: the store of gate_state_store_new()
 * @approval: what to remember; `at` 0 is now
 * @cancellable: (nullable): ends it
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Remembers an answer, in the place of an earlier one about the same.
 */
void
gate_approval_save_async (GateStore           *state,
                          const GateApproval  *approval,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  GPtrArray *records = g_ptr_array_new_with_free_func (table.free_record);
  GateApproval *copy = gate_approval_copy (approval);

  if (copy->at == 0)
    copy->at = g_get_real_time ();
  g_ptr_array_add (records, copy);
  gate_table_save_async (&table, state, records, cancellable, callback, user_data);
}

/**
 * gate_approval_save_finish:
 * @state: the store
 * @result: the result
 * @error: as for [method@Gate.Store.run_finish]
 *
 * Returns: %TRUE when it is remembered
 */
gboolean
gate_approval_save_finish (GateStore     *state,
                           GAsyncResult  *result,
                           GError       **error)
{
  return gate_store_run_finish (state, result, NULL, error);
}

/**
 * gate_approval_forget_async:
 * @state: the store of gate_state_store_new()
 * @match: members of the key that are %NULL may be anything
 * @cancellable: (nullable): ends it
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Forgets all approvals that match.
 */
void
gate_approval_forget_async (GateStore           *state,
                            const GateApproval  *match,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  gate_table_remove_async (&table, state, match, cancellable, callback, user_data);
}

/**
 * gate_approval_forget_finish:
 * @state: the store
 * @result: the result
 * @error: as for [method@Gate.Store.run_finish]
 *
 * Returns: %TRUE when none that match are left
 */
gboolean
gate_approval_forget_finish (GateStore     *state,
                             GAsyncResult  *result,
                             GError       **error)
{
  return gate_store_run_finish (state, result, NULL, error);
}
