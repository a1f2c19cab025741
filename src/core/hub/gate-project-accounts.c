// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-project-accounts.h"

#include "gate-hub-account-private.h"
#include "gate-hub-private.h"

#include <string.h>

/* From how many new ones on all are sorted anew. */
#define SORTED_TOGETHER 8

static int
by_label (gconstpointer a,
          gconstpointer b,
          gpointer      user_data)
{
  g_autofree char *one = g_utf8_casefold (gate_hub_account_get_label ((gpointer) a), -1);
  g_autofree char *other = g_utf8_casefold (gate_hub_account_get_label ((gpointer) b), -1);
  int order = g_utf8_collate (one, other);

  if (order == 0)
    order = strcmp (gate_hub_account_get_id ((gpointer) a), gate_hub_account_get_id ((gpointer) b));
  return order != 0 ? order : strcmp (gate_hub_account_get_account ((gpointer) a), gate_hub_account_get_account ((gpointer) b));
}

/* (element-type utf8 GateHubConnector): the connector of every account that is to be there, by its key. */
static GHashTable *
index_accounts (GListModel *connectors,
                GHashTable *scope)
{
  GHashTable *index = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (connectors); i++)
    {
      g_autoptr(GateHubConnector) connector = g_list_model_get_item (connectors, i);

      for (const char * const *account = gate_hub_connector_get_accounts (connector); *account; account++)
        {
          g_autofree char *key = gate_hub_make_key (gate_hub_connector_get_id (connector), *account);

          if (!scope || g_hash_table_contains (scope, key))
            g_hash_table_insert (index, g_steal_pointer (&key), g_object_ref (connector));
        }
    }
  return index;
}

/* What stays is taken out of the index, what does not out of the list. */
static void
keep_what_stands (GListStore *accounts,
                  GHashTable *index)
{
  for (guint i = g_list_model_get_n_items (G_LIST_MODEL (accounts)); i > 0; i--)
    {
      g_autoptr(GateHubAccount) account = g_list_model_get_item (G_LIST_MODEL (accounts), i - 1);
      g_autofree char *key = gate_hub_make_key (gate_hub_account_get_id (account), gate_hub_account_get_account (account));
      GateHubConnector *connector = g_hash_table_lookup (index, key);

      if (connector)
        gate_hub_account_set_connector (account, connector);
      else
        g_list_store_remove (accounts, i - 1);
      g_hash_table_remove (index, key);
    }
}

/**
 * gate_project_accounts_follow:
 * @accounts: (element-type GateHubAccount): what is shown
 * @connectors: (element-type GateHubConnector): what there is
 * @scope: (nullable) (element-type utf8): only these accounts, as gate_hub_make_key() names them
 *
 * Takes up what was added, lets go what was removed, and keeps the objects of what stayed.
 */
void
gate_project_accounts_follow (GListStore *accounts,
                              GListModel *connectors,
                              GHashTable *scope)
{
  g_autoptr(GHashTable) index = index_accounts (connectors, scope);
  g_autoptr(GPtrArray) added = g_ptr_array_new_with_free_func (g_object_unref);
  guint n_before;
  GHashTableIter iter;
  gpointer key, connector;

  keep_what_stands (accounts, index);
  g_hash_table_iter_init (&iter, index);
  while (g_hash_table_iter_next (&iter, &key, &connector))
    g_ptr_array_add (added, gate_hub_account_new (connector, gate_hub_get_key_account (key)));
  n_before = g_list_model_get_n_items (G_LIST_MODEL (accounts));
  if (n_before > 0 && added->len < SORTED_TOGETHER)
    {
      for (guint i = 0; i < added->len; i++)
        g_list_store_insert_sorted (accounts, added->pdata[i], by_label, NULL);
      return;
    }
  g_list_store_splice (accounts, n_before, 0, added->pdata, added->len);
  g_list_store_sort (accounts, by_label, NULL);
}
