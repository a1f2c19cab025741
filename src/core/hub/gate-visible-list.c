// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-visible-list.h"

#include "gate-hub-connector-private.h"
#include "gate-json.h"

#include <string.h>

/* What was hidden, as it was then. */
typedef struct {
  char             *id;
  char             *account; /* (nullable) */
  GateHubConnector *item;
} Hidden;

struct _GateVisibleList {
  GObject     parent_instance;

  GListModel *source;
  GPtrArray  *hidden; /* (element-type Hidden) */
  GHashTable *parts;  /* (element-type GateHubConnector GateHubConnector): those of which an account is hidden, and what is seen of them */
  GPtrArray  *items;  /* (element-type GateHubConnector): those that are seen */
};

static GType    gate_visible_list_get_item_type (GListModel *model);
static guint    gate_visible_list_get_n_items   (GListModel *model);
static gpointer gate_visible_list_get_item      (GListModel *model,
                                                 guint       position);

static void
list_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = gate_visible_list_get_item_type;
  iface->get_n_items = gate_visible_list_get_n_items;
  iface->get_item = gate_visible_list_get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (GateVisibleList, gate_visible_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init))

static GType
gate_visible_list_get_item_type (GListModel *model)
{
  return GATE_TYPE_HUB_CONNECTOR;
}

static guint
gate_visible_list_get_n_items (GListModel *model)
{
  return GATE_VISIBLE_LIST (model)->items->len;
}

static gpointer
gate_visible_list_get_item (GListModel *model,
                            guint       position)
{
  GPtrArray *items = GATE_VISIBLE_LIST (model)->items;

  return position < items->len ? g_object_ref (items->pdata[position]) : NULL;
}

static void
hidden_free (gpointer data)
{
  Hidden *hidden = data;

  g_free (hidden->id);
  g_free (hidden->account);
  g_object_unref (hidden->item);
  g_free (hidden);
}

static Hidden *
find_hidden (GateVisibleList *self,
             const char      *id,
             const char      *account)
{
  for (guint i = 0; i < self->hidden->len; i++)
    {
      Hidden *hidden = self->hidden->pdata[i];

      if (strcmp (hidden->id, id) == 0 && g_strcmp0 (hidden->account, account) == 0)
        return hidden;
    }
  return NULL;
}

static GateHubConnector *
find_item (GateVisibleList *self,
           const char      *id)
{
  for (guint i = 0; i < g_list_model_get_n_items (self->source); i++)
    {
      g_autoptr(GateHubConnector) item = g_list_model_get_item (self->source, i);

      if (strcmp (gate_hub_connector_get_id (item), id) == 0)
        return g_steal_pointer (&item);
    }
  return NULL;
}

static gboolean
has_account (GateHubConnector *item,
             const char       *account)
{
  return g_strv_contains (gate_hub_connector_get_accounts (item), account);
}

/* Another process may have removed it meanwhile, and added one of the same name. */
static gboolean
still_stands (GateVisibleList *self,
              Hidden          *hidden)
{
  g_autoptr(GateHubConnector) now = find_item (self, hidden->id);

  if (!now || now == hidden->item)
    return now != NULL;
  if (hidden->account)
    return has_account (now, hidden->account) && g_strcmp0 (gate_hub_connector_get_account_label (now, hidden->account),
                                                            gate_hub_connector_get_account_label (hidden->item, hidden->account)) == 0;
  return gate_json_equal (gate_connector_get_source (gate_hub_connector_get_connector (now)),
                          gate_connector_get_source (gate_hub_connector_get_connector (hidden->item)));
}

/* (transfer full) (nullable): what is seen of a connector. */
static GateHubConnector *
see (GateVisibleList  *self,
     GateHubConnector *item)
{
  g_autoptr(GPtrArray) accounts = g_ptr_array_new ();
  GateHubConnector *part;

  for (guint i = 0; i < self->hidden->len; i++)
    {
      Hidden *hidden = self->hidden->pdata[i];

      if (strcmp (hidden->id, gate_hub_connector_get_id (item)) != 0)
        continue;
      if (!hidden->account)
        return NULL;
      g_ptr_array_add (accounts, hidden->account);
    }
  if (accounts->len == 0)
    return g_object_ref (item);
  g_ptr_array_add (accounts, NULL);
  part = g_hash_table_lookup (self->parts, item);
  if (!part)
    {
      part = gate_hub_connector_new_without (gate_hub_connector_get_connector (item), (const char * const *) accounts->pdata);
      g_hash_table_insert (self->parts, g_object_ref (item), part);
    }
  return g_object_ref (part);
}

static GPtrArray *
collect (GateVisibleList *self)
{
  GPtrArray *items = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (self->source); i++)
    {
      g_autoptr(GateHubConnector) item = g_list_model_get_item (self->source, i);
      GateHubConnector *seen = see (self, item);

      if (seen)
        g_ptr_array_add (items, seen);
    }
  return items;
}

/* What is the same at the beginning and at the end has not changed. */
static void
update (GateVisibleList *self)
{
  g_autoptr(GPtrArray) old = self->items;
  GPtrArray *items;
  guint begin = 0, end = 0;

  for (guint i = self->hidden->len; i > 0; i--)
    if (!still_stands (self, self->hidden->pdata[i - 1]))
      {
        g_ptr_array_remove_index (self->hidden, i - 1);
        g_hash_table_remove_all (self->parts);
      }
  items = collect (self);

  while (begin < MIN (old->len, items->len) && old->pdata[begin] == items->pdata[begin])
    begin++;
  while (end < MIN (old->len, items->len) - begin && old->pdata[old->len - 1 - end] == items->pdata[items->len - 1 - end])
    end++;
  self->items = items;
  if (old->len != items->len || begin < items->len)
    g_list_model_items_changed (G_LIST_MODEL (self), begin, old->len - begin - end, items->len - begin - end);
}

static void
gate_visible_list_dispose (GObject *object)
{
  GateVisibleList *self = GATE_VISIBLE_LIST (object);

  g_clear_object (&self->source);
  g_clear_pointer (&self->hidden, g_ptr_array_unref);
  g_clear_pointer (&self->parts, g_hash_table_unref);
  g_clear_pointer (&self->items, g_ptr_array_unref);
  G_OBJECT_CLASS (gate_visible_list_parent_class)->dispose (object);
}

static void
gate_visible_list_class_init (GateVisibleListClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = gate_visible_list_dispose;
}

static void
gate_visible_list_init (GateVisibleList *self)
{
  self->hidden = g_ptr_array_new_with_free_func (hidden_free);
  self->parts = g_hash_table_new_full (NULL, NULL, g_object_unref, g_object_unref);
}

/**
 * gate_visible_list_new:
 * @source: (transfer full): all connectors
 *
 * Returns: (transfer full): a list of those that are not hidden
 */
GListModel *
gate_visible_list_new (GListModel *source)
{
  GateVisibleList *self = g_object_new (GATE_TYPE_VISIBLE_LIST, NULL);

  self->source = source;
  self->items = collect (self);
  g_signal_connect_object (source, "items-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  return G_LIST_MODEL (self);
}

/**
 * gate_visible_list_set_hidden:
 * @self: a list
 * @id: a connector's id
 * @account: (nullable): one of its accounts beyond the first; %NULL: all of it
 * @hidden: whether it is out of sight
 */
void
gate_visible_list_set_hidden (GateVisibleList *self,
                              const char      *id,
                              const char      *account,
                              gboolean         hidden)
{
  g_return_if_fail (GATE_IS_VISIBLE_LIST (self));
  Hidden *before = find_hidden (self, id, account);
  g_autoptr(GateHubConnector) item = find_item (self, id);

  if (before)
    g_ptr_array_remove (self->hidden, before);
  if (hidden && item && (!account || has_account (item, account)))
    {
      Hidden *now = g_new0 (Hidden, 1);

      now->id = g_strdup (id);
      now->account = g_strdup (account);
      now->item = g_steal_pointer (&item);
      g_ptr_array_add (self->hidden, now);
    }
  g_hash_table_remove_all (self->parts);
  update (self);
}

/**
 * gate_visible_list_is_hidden:
 * @self: a list
 * @id: a connector's id
 * @account: (nullable): one of its accounts beyond the first; %NULL: all of it
 *
 * Returns: %TRUE when it was hidden, and is still what it was then
 */
gboolean
gate_visible_list_is_hidden (GateVisibleList *self,
                             const char      *id,
                             const char      *account)
{
  g_return_val_if_fail (GATE_IS_VISIBLE_LIST (self), FALSE);
  return find_hidden (self, id, account) != NULL;
}

/**
 * gate_visible_list_get_source:
 * @self: a list
 *
 * Returns: (transfer none): all connectors, also those that are hidden
 */
GListModel *
gate_visible_list_get_source (GateVisibleList *self)
{
  g_return_val_if_fail (GATE_IS_VISIBLE_LIST (self), NULL);
  return self->source;
}
