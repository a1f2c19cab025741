// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-row-feeder.h"

#include "gate-focus.h"

#define ROWS_FIRST 12
#define ROWS_MORE 4
#define PAGES_AHEAD 1

struct _GateRowFeeder {
  GObject            parent_instance;

  GtkListBox        *list;     /* (owned) (nullable) */
  GListModel        *model;
  GtkSliceListModel *slice;
  GtkAdjustment     *scrolled; /* (owned) (nullable): where the list box is, once it is somewhere */
  guint              idle;     /* makes more rows */
  int                focused;  /* the row that had the focus and is being replaced; -1: none */
};

G_DEFINE_FINAL_TYPE (GateRowFeeder, gate_row_feeder, G_TYPE_OBJECT)

/* What is moved under the scrolled window; the place of the list box in it does not depend on how far it is scrolled. */
static GtkWidget *
find_content (GateRowFeeder *self)
{
  GtkWidget *scrolled = gtk_widget_get_ancestor (GTK_WIDGET (self->list), GTK_TYPE_SCROLLED_WINDOW);
  GtkWidget *child = scrolled ? gtk_scrolled_window_get_child (GTK_SCROLLED_WINDOW (scrolled)) : NULL;

  return GTK_IS_VIEWPORT (child) ? gtk_viewport_get_child (GTK_VIEWPORT (child)) : child;
}

/* Whether there are rows enough for the next screens. Rows that are not laid out yet are taken to be as high as the first. */
static gboolean
is_ahead (GateRowFeeder *self)
{
  GtkWidget *content = find_content (self);
  GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->list, 0);
  graphene_rect_t bounds;
  double bottom;

  if (!content || !self->scrolled || !row)
    return FALSE;
  /* What is not laid out yet will move the adjustment when it is. */
  if (!gtk_widget_get_mapped (GTK_WIDGET (self->list)) || gtk_widget_get_height (GTK_WIDGET (self->list)) == 0 ||
      !gtk_widget_compute_bounds (GTK_WIDGET (self->list), content, &bounds))
    return TRUE;
  bottom = bounds.origin.y + gtk_widget_get_height (GTK_WIDGET (row)) * (double) gtk_slice_list_model_get_size (self->slice);
  return bottom > gtk_adjustment_get_value (self->scrolled) + gtk_adjustment_get_page_size (self->scrolled) * (1 + PAGES_AHEAD);
}

static gboolean
make_more (gpointer user_data)
{
  GateRowFeeder *self = user_data;
  guint size = gtk_slice_list_model_get_size (self->slice);

  if (size >= g_list_model_get_n_items (self->model) || is_ahead (self))
    {
      self->idle = 0;
      return G_SOURCE_REMOVE;
    }
  gtk_slice_list_model_set_size (self->slice, size + ROWS_MORE);
  return G_SOURCE_CONTINUE;
}

static void more_soon (GateRowFeeder *self);

static void
find_scrolled (GateRowFeeder *self)
{
  GtkWidget *scrolled = self->list ? gtk_widget_get_ancestor (GTK_WIDGET (self->list), GTK_TYPE_SCROLLED_WINDOW) : NULL;

  if (!scrolled || self->scrolled)
    return;
  self->scrolled = g_object_ref (gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scrolled)));
  g_signal_connect_object (self->scrolled, "changed", G_CALLBACK (more_soon), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->scrolled, "value-changed", G_CALLBACK (more_soon), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->list, "map", G_CALLBACK (more_soon), self, G_CONNECT_SWAPPED | G_CONNECT_AFTER);
}

static void
more_soon (GateRowFeeder *self)
{
  find_scrolled (self);
  if (self->idle == 0 && self->list && gtk_slice_list_model_get_size (self->slice) < g_list_model_get_n_items (self->model))
    self->idle = g_idle_add_full (G_PRIORITY_LOW, make_more, self, NULL);
}

static void
note_focus (GateRowFeeder *self,
            guint          position,
            guint          removed)
{
  GtkWidget *row = self->list ? gtk_widget_get_focus_child (GTK_WIDGET (self->list)) : NULL;
  int index = GTK_IS_LIST_BOX_ROW (row) && gate_focus_is_within (row) ? gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (row)) : -1;

  self->focused = index >= (int) position && index < (int) (position + removed) ? index : -1;
}

/* Where a list is read anew, what stands in the same place has the focus again: GTK would look for it from the window's beginning. */
static void
give_focus_back (GateRowFeeder *self)
{
  int n = (int) g_list_model_get_n_items (G_LIST_MODEL (self->slice));
  GtkListBoxRow *row = self->focused >= 0 && n > 0 ? gtk_list_box_get_row_at_index (self->list, MIN (self->focused, n - 1)) : NULL;

  self->focused = -1;
  if (row)
    gtk_widget_grab_focus (GTK_WIDGET (row));
}

static void
gate_row_feeder_dispose (GObject *object)
{
  GateRowFeeder *self = GATE_ROW_FEEDER (object);

  gate_row_feeder_stop (self);
  g_clear_object (&self->scrolled);
  g_clear_object (&self->slice);
  g_clear_object (&self->model);
  G_OBJECT_CLASS (gate_row_feeder_parent_class)->dispose (object);
}

static void
gate_row_feeder_class_init (GateRowFeederClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = gate_row_feeder_dispose;
}

static void
gate_row_feeder_init (GateRowFeeder *self)
{
  self->focused = -1;
}

/**
 * gate_row_feeder_new:
 * @list: a list box
 * @model: what to show in it
 * @create: makes a row for an item
 * @user_data: for @create; must outlive the feeder
 *
 * Returns: (transfer full): what keeps the list box filled, until it is stopped or let go
 */
GateRowFeeder *
gate_row_feeder_new (GtkListBox                 *list,
                     GListModel                 *model,
                     GtkListBoxCreateWidgetFunc  create,
                     gpointer                    user_data)
{
  GateRowFeeder *self = g_object_new (GATE_TYPE_ROW_FEEDER, NULL);

  self->list = g_object_ref (list);
  self->model = g_object_ref (model);
  self->slice = gtk_slice_list_model_new (g_object_ref (model), 0, ROWS_FIRST);
  g_signal_connect_object (self->slice, "items-changed", G_CALLBACK (note_focus), self, G_CONNECT_SWAPPED);
  gtk_list_box_bind_model (list, G_LIST_MODEL (self->slice), create, user_data, NULL);
  g_signal_connect_object (self->slice, "items-changed", G_CALLBACK (give_focus_back), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (model, "items-changed", G_CALLBACK (more_soon), self, G_CONNECT_SWAPPED);
  more_soon (self);
  return self;
}

/**
 * gate_row_feeder_stop:
 * @self: a feeder
 *
 * Lets the list box go, empty.
 */
void
gate_row_feeder_stop (GateRowFeeder *self)
{
  g_return_if_fail (GATE_IS_ROW_FEEDER (self));
  g_clear_handle_id (&self->idle, g_source_remove);
  if (self->list)
    gtk_list_box_bind_model (self->list, NULL, NULL, NULL, NULL);
  g_clear_object (&self->list);
}

/**
 * gate_row_feeder_again:
 * @self: a feeder
 *
 * Begins again with few rows, for what is shown is about to be other.
 */
void
gate_row_feeder_again (GateRowFeeder *self)
{
  g_return_if_fail (GATE_IS_ROW_FEEDER (self));
  gtk_slice_list_model_set_size (self->slice, ROWS_FIRST);
  more_soon (self);
}
