// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-visible-list.h"

#include "gate-hub-connector.h"

struct _GateVisibleList {
  GObject     parent_instance;

  GListModel *source;
  GHashTable *hidden; /* (element-type utf8): ids */
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

static GPtrArray *
collect (GateVisibleList *self)
{
  GPtrArray *items = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (self->source); i++)
    {
      g_autoptr(GateHubConnector) item = g_list_model_get_item (self->source, i);

      if (!g_hash_table_contains (self->hidden, gate_hub_connector_get_id (item)))
        g_ptr_array_add (items, g_steal_pointer (&item));
    }
  return items;
}

/* What is the same at the beginning and at the end has not changed. */
static void
update (GateVisibleList *self)
{
  g_autoptr(GPtrArray) old = self->items;
  GPtrArray *items = collect (self);
  guint begin = 0, end = 0;

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
  g_clear_pointer (&self->hidden, g_hash_table_unref);
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
  self->hidden = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
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
 * @hidden: whether it is out of sight
 */
void
gate_visible_list_set_hidden (GateVisibleList *self,
                              const char      *id,
                              gboolean         hidden)
{
  g_return_if_fail (GATE_IS_VISIBLE_LIST (self));
  if (hidden)
    g_hash_table_add (self->hidden, g_strdup (id));
  else
    g_hash_table_remove (self->hidden, id);
  update (self);
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
