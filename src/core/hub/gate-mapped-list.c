// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-mapped-list.h"

struct _GateMappedList {
  GObject      parent_instance;

  GListModel  *source;
  GType        item_type;
  GateMapFunc  map;
  gpointer     user_data;
  GPtrArray   *sources; /* (element-type GObject): what each stands for */
  GPtrArray   *items;   /* (element-type GObject) */
};

static void list_model_iface_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (GateMappedList, gate_mapped_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init))

static GType
gate_mapped_list_get_item_type (GListModel *model)
{
  return GATE_MAPPED_LIST (model)->item_type;
}

static guint
gate_mapped_list_get_n_items (GListModel *model)
{
  return GATE_MAPPED_LIST (model)->items->len;
}

static gpointer
gate_mapped_list_get_item (GListModel *model,
                           guint       position)
{
  GPtrArray *items = GATE_MAPPED_LIST (model)->items;

  return position < items->len ? g_object_ref (items->pdata[position]) : NULL;
}

static void
list_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = gate_mapped_list_get_item_type;
  iface->get_n_items = gate_mapped_list_get_n_items;
  iface->get_item = gate_mapped_list_get_item;
}

/* kept: (element-type GObject GObject) (nullable): by what they stand for, those that there were before. */
static void
insert (GateMappedList *self,
        guint           position,
        guint           added,
        GHashTable     *kept)
{
  for (guint i = 0; i < added; i++)
    {
      GObject *source = g_list_model_get_item (self->source, position + i);
      GObject *item = kept ? g_hash_table_lookup (kept, source) : NULL;

      g_ptr_array_insert (self->sources, (int) (position + i), source);
      g_ptr_array_insert (self->items, (int) (position + i), item ? g_object_ref (item) : self->map (source, self->user_data));
    }
}

/* What only stands elsewhere now is still the same: who looks at it goes on looking at it. */
static void
items_changed (GListModel *source,
               guint       position,
               guint       removed,
               guint       added,
               gpointer    user_data)
{
  GateMappedList *self = GATE_MAPPED_LIST (user_data);
  g_autoptr(GHashTable) kept = g_hash_table_new_full (NULL, NULL, g_object_unref, g_object_unref);

  for (guint i = position; i < position + removed; i++)
    g_hash_table_insert (kept, g_object_ref (self->sources->pdata[i]), g_object_ref (self->items->pdata[i]));
  if (removed > 0)
    {
      g_ptr_array_remove_range (self->sources, position, removed);
      g_ptr_array_remove_range (self->items, position, removed);
    }
  insert (self, position, added, kept);
  g_list_model_items_changed (G_LIST_MODEL (self), position, removed, added);
}

static void
gate_mapped_list_dispose (GObject *object)
{
  GateMappedList *self = GATE_MAPPED_LIST (object);

  g_clear_object (&self->source);
  g_clear_pointer (&self->sources, g_ptr_array_unref);
  g_clear_pointer (&self->items, g_ptr_array_unref);
  G_OBJECT_CLASS (gate_mapped_list_parent_class)->dispose (object);
}

static void
gate_mapped_list_class_init (GateMappedListClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = gate_mapped_list_dispose;
}

static void
gate_mapped_list_init (GateMappedList *self)
{
  self->sources = g_ptr_array_new_with_free_func (g_object_unref);
  self->items = g_ptr_array_new_with_free_func (g_object_unref);
}

/**
 * gate_mapped_list_new:
 * @source: the list to follow
 * @item_type: the type of the items that @map makes
 * @map: makes the object that stands for an item
 * @user_data: for @map; must outlive the list
 *
 * An item that only moved keeps the object that stands for it.
 *
 * Returns: (transfer full): the list
 */
GListModel *
gate_mapped_list_new (GListModel  *source,
                      GType        item_type,
                      GateMapFunc  map,
                      gpointer     user_data)
{
  GateMappedList *self = g_object_new (GATE_TYPE_MAPPED_LIST, NULL);

  self->source = g_object_ref (source);
  self->item_type = item_type;
  self->map = map;
  self->user_data = user_data;
  insert (self, 0, g_list_model_get_n_items (source), NULL);
  g_signal_connect_object (source, "items-changed", G_CALLBACK (items_changed), self, 0);
  return G_LIST_MODEL (self);
}
