// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-tools-page.h"

#include "gate-access.h"
#include "gate-config.h"
#include "gate-focus.h"
#include "gate-item-row.h"
#include "gate-row-feeder.h"
#include "gate-words.h"

struct _GateToolsPage {
  AdwBin              parent_instance;

  GtkFlattenListModel *items;    /* (owned) (nullable) */
  GtkFilterListModel  *filtered; /* (owned) (nullable) */
  GateRowFeeder       *feeder;   /* (owned) (nullable) */
  char                *words;    /* (nullable): folded */
  GtkSearchEntry      *search;
  GtkStack            *stack;
  GtkListBox          *list;
};

G_DEFINE_FINAL_TYPE (GateToolsPage, gate_tools_page, ADW_TYPE_BIN)

static void
let_go (GateToolsPage *self)
{
  if (self->feeder)
    gate_row_feeder_stop (self->feeder);
  if (self->filtered)
    g_signal_handlers_disconnect_by_data (self->filtered, self);
  g_clear_object (&self->feeder);
  g_clear_object (&self->filtered);
  g_clear_object (&self->items);
}

static void
gate_tools_page_dispose (GObject *object)
{
  let_go (GATE_TOOLS_PAGE (object));
  gtk_widget_dispose_template (GTK_WIDGET (object), GATE_TYPE_TOOLS_PAGE);
  G_OBJECT_CLASS (gate_tools_page_parent_class)->dispose (object);
}

static void
gate_tools_page_finalize (GObject *object)
{
  g_free (GATE_TOOLS_PAGE (object)->words);
  G_OBJECT_CLASS (gate_tools_page_parent_class)->finalize (object);
}

static gboolean
matches (gpointer item,
         gpointer user_data)
{
  return gate_words_item_matches (item, GATE_TOOLS_PAGE (user_data)->words);
}

static void
update (GateToolsPage *self)
{
  guint shown = g_list_model_get_n_items (G_LIST_MODEL (self->filtered));
  guint all = g_list_model_get_n_items (G_LIST_MODEL (self->items));

  gtk_stack_set_visible_child_name (self->stack, shown > 0 ? "list" : (all > 0 ? "none" : "empty"));
}

static void
search_changed (GateToolsPage *self)
{
  g_free (self->words);
  self->words = gate_words_fold (gtk_editable_get_text (GTK_EDITABLE (self->search)));
  if (!self->filtered)
    return;
  gate_row_feeder_again (self->feeder);
  gtk_filter_changed (gtk_filter_list_model_get_filter (self->filtered), GTK_FILTER_CHANGE_DIFFERENT);
  update (self);
  gate_access_tell_found (GTK_WIDGET (self), self->words, g_list_model_get_n_items (G_LIST_MODEL (self->filtered)));
}

static void
stop_search (GateToolsPage *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  gtk_widget_activate_action (GTK_WIDGET (self), "win.back", NULL);
}

static gboolean
gate_tools_page_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (GATE_TOOLS_PAGE (widget)->search));
}

static void
gate_tools_page_class_init (GateToolsPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = gate_tools_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = gate_tools_page_finalize;
  gate_focus_begin_with (widget_class, gate_tools_page_grab_focus);
  gtk_widget_class_set_template_from_resource (widget_class, GATE_RESOURCE_PATH "/gate-tools-page.ui");
  gtk_widget_class_bind_template_child (widget_class, GateToolsPage, search);
  gtk_widget_class_bind_template_child (widget_class, GateToolsPage, stack);
  gtk_widget_class_bind_template_child (widget_class, GateToolsPage, list);
  gtk_widget_class_bind_template_callback (widget_class, search_changed);
  gtk_widget_class_bind_template_callback (widget_class, stop_search);
}

static void
gate_tools_page_init (GateToolsPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gate_focus_type_to_search (self->search, GTK_WIDGET (self));
}

static GtkWidget *
create_row (gpointer item,
            gpointer user_data)
{
  return gate_item_row_new (item);
}

static gboolean
is_on (gpointer item,
       gpointer user_data)
{
  return gate_hub_account_get_active (item);
}

static gpointer
items_of (gpointer item,
          gpointer user_data)
{
  GListModel *items = g_object_ref (gate_hub_account_get_items (item));

  g_object_unref (item);
  return items;
}

/**
 * gate_tools_page_set_view:
 * @self: the page
 * @view: (nullable): a project's view
 *
 * Shows what the accounts that are on in a project offer.
 */
void
gate_tools_page_set_view (GateToolsPage   *self,
                          GateProjectView *view)
{
  g_return_if_fail (GATE_IS_TOOLS_PAGE (self));
  let_go (self);
  if (!view)
    return;

  GtkFilter *on = GTK_FILTER (gtk_custom_filter_new (is_on, NULL, NULL));
  GListModel *active = G_LIST_MODEL (gtk_filter_list_model_new (g_object_ref (G_LIST_MODEL (view)), on));
  GListModel *lists = G_LIST_MODEL (gtk_map_list_model_new (active, items_of, NULL, NULL));

  self->items = gtk_flatten_list_model_new (lists);
  self->filtered = gtk_filter_list_model_new (g_object_ref (G_LIST_MODEL (self->items)),
                                              GTK_FILTER (gtk_custom_filter_new (matches, self, NULL)));
  g_signal_connect_swapped (self->filtered, "items-changed", G_CALLBACK (update), self);
  self->feeder = gate_row_feeder_new (self->list, G_LIST_MODEL (self->filtered), create_row, NULL);
  update (self);
}
