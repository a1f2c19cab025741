// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-mcp-client-private.h"

#include "gate-mcp-catalogue.h"
#include "gate-task.h"

static GPtrArray *
copy_items (GateMcpCatalogue *catalogue)
{
  GPtrArray *items = g_ptr_array_new_full (catalogue->items->len, g_object_unref);

  for (guint i = 0; i < catalogue->items->len; i++)
    g_ptr_array_add (items, g_object_ref (catalogue->items->pdata[i]));
  return items;
}

typedef struct {
  GateMcpListKind  kind;
  char            *context; /* when the list was asked for */
} ListData;

GATE_DEFINE_DATA (ListData, list_data)

static void
list_data_clear (ListData *self)
{
  g_free (self->context);
}

static void
keep (GateMcpClient    *self,
      ListData         *data,
      GateMcpCatalogue *catalogue)
{
  g_autofree char *context = gate_mcp_client_dup_context (self);

  /* Who signed in as another one while the list was on its way must not find it. */
  if (g_str_equal (context, data->context))
    gate_mcp_cache_store (self->cache, gate_mcp_catalogue_get_method (data->kind), catalogue->is_private ? context : NULL,
                          catalogue->ttl_ms, catalogue->size, GATE_TYPE_MCP_CATALOGUE, catalogue);
}

static void
take_excluded (GateMcpClient    *self,
               GateMcpListKind   kind,
               GateMcpCatalogue *catalogue)
{
  if (kind != GATE_MCP_LIST_TOOLS)
    return;
  g_clear_pointer (&self->excluded, g_ptr_array_unref);
  self->excluded = g_ptr_array_ref (catalogue->excluded);
}

static void
did_fetch (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GateMcpClient *self = g_task_get_source_object (task);
  ListData *data = list_data_of (task);
  g_autoptr(GError) error = NULL;
  g_autoptr(GateMcpCatalogue) catalogue = gate_mcp_catalogue_fetch_finish (GATE_MCP_KEEPER (source), result, &error);

  if (!catalogue)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  gate_mcp_subscriptions_wake (self->subscriptions);
  keep (self, data, catalogue);
  take_excluded (self, data->kind, catalogue);
  g_task_return_pointer (task, copy_items (catalogue), (GDestroyNotify) g_ptr_array_unref);
}

/**
 * gate_mcp_client_list_async:
 * @self: a client
 * @kind: which list
 * @refresh: whether to ask the server even where its last answer may still be used
 * @cancellable: (nullable): to give up
 * @callback: what to call when done
 * @user_data: its data
 *
 * Lists what the server offers, all pages. A server that does not have the list has an empty one.
 */
void
gate_mcp_client_list_async (GateMcpClient       *self,
                            GateMcpListKind      kind,
                            gboolean             refresh,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  g_return_if_fail (GATE_IS_MCP_CLIENT (self));

  g_autoptr(GTask) task = gate_task_new (self, cancellable, callback, user_data, gate_mcp_client_list_async);
  ListData *data = list_data_new ();
  GateMcpCatalogue *known;

  data->kind = kind;
  data->context = gate_mcp_client_dup_context (self);
  list_data_attach (task, data);
  known = refresh ? NULL : gate_mcp_cache_lookup (self->cache, gate_mcp_catalogue_get_method (kind), data->context);
  if (known)
    {
      take_excluded (self, kind, known);
      g_task_return_pointer (task, copy_items (known), (GDestroyNotify) g_ptr_array_unref);
    }
  else
    gate_mcp_catalogue_fetch_async (self->keeper, kind, cancellable, did_fetch, g_steal_pointer (&task));
}

/**
 * gate_mcp_client_list_finish:
 * @self: a client
 * @result: the result given to the callback
 * @error: return location for an error
 *
 * Sets %GATE_ERROR_PROTOCOL (pages that lead round in a circle, an answer without a list), %GATE_ERROR_TOO_LARGE, and what the
 * requests end with.
 *
 * Returns: (transfer full) (element-type GObject): the items
 */
GPtrArray *
gate_mcp_client_list_finish (GateMcpClient  *self,
                             GAsyncResult   *result,
                             GError        **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * gate_mcp_client_get_excluded_tools:
 * @self: a client
 *
 * Returns: the tools that were left out of the last list, one sentence each that says why
 */
const char *const *
gate_mcp_client_get_excluded_tools (GateMcpClient *self)
{
  static const char *const none[] = { NULL };

  return self->excluded ? (const char *const *) self->excluded->pdata : none;
}
