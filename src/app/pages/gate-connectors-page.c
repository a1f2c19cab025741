// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-connectors-page.h"

#include "gate-access.h"
#include "gate-config.h"
#include "gate-connector-row.h"
#include "gate-directory-words.h"
#include "gate-entry-row.h"
#include "gate-focus.h"
#include "gate-narrow.h"
#include "gate-row-feeder.h"
#include "gate-text.h"
#include "gate-words.h"

#include <glib/gi18n.h>
#include <string.h>

/* As many as a screen shows, so that a keystroke costs no more than a screen; each wish for more adds as many. */
#define FOUND_STEP 16

/* How long a frame waits for the answer to what was typed, so that both are in it. The next one would come a sixtieth of a second later. */
#define HOLD_USECS 10000
#define HOLD_NAP_USECS 200

struct _GateConnectorsPage {
  AdwBin               parent_instance;

  GateProjectView     *view;        /* (owned) (nullable) */
  GtkFilterListModel  *mine_shown;  /* (owned) (nullable) */
  GateRowFeeder       *feeder;      /* (owned) (nullable) */
  GListModel          *categories;  /* (owned) (nullable): of GateDirectoryCategory */
  GCancellable        *search;      /* (owned) (nullable): the one under way */
  char                *words;       /* (nullable): what is searched for, folded */
  guint                limit;       /* how many of the directory are shown at most */
  guint                n_found;
  guint                n_total;
  gboolean             searched;    /* the directory answered once */
  gboolean             in_a_hurry;  /* Return was pressed before the search under way ended */
  guint                hold;        /* a source that stands before the drawing of frames */
  gint64               hold_until;
  GtkSearchEntry      *entry;
  GtkStack            *stack;
  GtkAdjustment       *scrolled;
  AdwPreferencesGroup *mine_group;
  GtkListBox          *mine;
  AdwPreferencesGroup *found_group;
  GtkDropDown         *category;
  GtkListBox          *found;
  GtkLabel            *problem;
  GtkButton           *more;
};

G_DEFINE_FINAL_TYPE (GateConnectorsPage, gate_connectors_page, ADW_TYPE_BIN)

static GateDirectory *
directory_of (GateConnectorsPage *self)
{
  return self->view ? gate_hub_get_directory (gate_project_view_get_hub (self->view)) : NULL;
}

static gboolean
is_mine_shown (gpointer item,
               gpointer user_data)
{
  GateConnectorsPage *self = user_data;
  g_autofree char *label = NULL;
  g_autofree char *target = NULL;

  if (!self->words || !*self->words)
    return TRUE;
  label = gate_words_fold (gate_hub_account_get_label (item));
  target = gate_words_fold (gate_hub_connector_get_target (gate_hub_account_get_connector (item)));
  return strstr (label, self->words) || strstr (target, self->words);
}

/* A group without rows says nothing, so it is not there; where both are empty, the page says why. */
static void
choose_content (GateConnectorsPage *self)
{
  guint n_mine = self->mine_shown ? g_list_model_get_n_items (G_LIST_MODEL (self->mine_shown)) : 0;
  gboolean any_category = gtk_drop_down_get_selected (self->category) > 0;
  gboolean searching = self->words && *self->words;
  gboolean directory = self->n_found > 0 || any_category || gtk_widget_get_visible (GTK_WIDGET (self->problem));
  const char *name = "lists";

  gtk_widget_set_visible (GTK_WIDGET (self->mine_group), n_mine > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->found_group), directory);
  gtk_widget_set_visible (GTK_WIDGET (self->found), self->n_found > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->more), self->n_total > self->n_found);
  if (n_mine == 0 && !directory)
    name = searching ? "none" : (self->searched ? "empty" : "loading");
  gtk_stack_set_visible_child_name (self->stack, name);
}

/* Rows are given other entries rather than made anew. */
static void
show_found (GateConnectorsPage *self,
            GListModel         *entries)
{
  guint n_entries = entries ? g_list_model_get_n_items (entries) : 0;
  GtkListBoxRow *row;

  for (guint i = 0; i < n_entries; i++)
    {
      g_autoptr(GateDirectoryEntry) entry = g_list_model_get_item (entries, i);

      row = gtk_list_box_get_row_at_index (self->found, (int) i);
      if (!row)
        {
          row = GTK_LIST_BOX_ROW (gate_entry_row_new ());
          gtk_list_box_append (self->found, GTK_WIDGET (row));
        }
      gate_entry_row_set_entry (GATE_ENTRY_ROW (row), entry);
      gtk_widget_set_visible (GTK_WIDGET (row), TRUE);
    }
  for (guint i = n_entries; (row = gtk_list_box_get_row_at_index (self->found, (int) i)); i++)
    gtk_widget_set_visible (GTK_WIDGET (row), FALSE);
  self->n_found = n_entries;
}

static void
show_problem (GateConnectorsPage *self,
              const char         *message)
{
  g_autofree char *shown = gate_text_make_visible (message ? message : "", GATE_TEXT_BLOCK);

  gtk_label_set_label (self->problem, shown);
  gtk_widget_set_visible (GTK_WIDGET (self->problem), message != NULL);
}

static guint
count_found (GateConnectorsPage *self)
{
  return self->n_total + (self->mine_shown ? g_list_model_get_n_items (G_LIST_MODEL (self->mine_shown)) : 0);
}

static gboolean
hold_frame (gpointer user_data)
{
  GateConnectorsPage *self = user_data;

  if (g_get_monotonic_time () < self->hold_until)
    {
      g_usleep (HOLD_NAP_USECS);
      return G_SOURCE_CONTINUE;
    }
  self->hold = 0;
  return G_SOURCE_REMOVE;
}

/* Everything goes on, keys and answers first, but for drawing. */
static void
hold_next_frame (GateConnectorsPage *self)
{
  self->hold_until = g_get_monotonic_time () + HOLD_USECS;
  if (self->hold == 0)
    self->hold = g_idle_add_full (GDK_PRIORITY_REDRAW - 1, hold_frame, self, NULL);
}

static void
open_first_row (GateConnectorsPage *self)
{
  GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->mine, 0);

  if (!row && self->n_found > 0)
    row = gtk_list_box_get_row_at_index (self->found, 0);
  if (row && self->words && *self->words)
    g_signal_emit_by_name (row, "activate");
}

static void
did_search (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GateConnectorsPage) self = user_data;
  GateDirectory *directory = GATE_DIRECTORY (source);
  g_autoptr(GError) error = NULL;
  guint total = 0;
  g_autoptr(GListModel) entries = gate_directory_search_finish (directory, result, &total, &error);

  /* A later keystroke asked anew, or the page is gone. */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || !self->view)
    return;
  g_clear_handle_id (&self->hold, g_source_remove);
  g_clear_object (&self->search);
  self->searched = TRUE;
  self->n_total = total;
  show_found (self, entries);
  show_problem (self, error ? error->message : gate_directory_get_warning (directory));
  choose_content (self);
  if (!error)
    gate_access_tell_found (GTK_WIDGET (self->entry), self->words, count_found (self));
  if (self->in_a_hurry)
    open_first_row (self);
  self->in_a_hurry = FALSE;
}

static const char *
chosen_category (GateConnectorsPage *self)
{
  guint index = gtk_drop_down_get_selected (self->category);
  g_autoptr(GateDirectoryCategory) category = NULL;

  if (!self->categories || index == 0 || index == GTK_INVALID_LIST_POSITION)
    return NULL;
  category = g_list_model_get_item (self->categories, index - 1);
  return category ? gate_directory_category_get_id (category) : NULL; /* the list keeps it */
}

static void
search_directory (GateConnectorsPage *self)
{
  GateDirectory *directory = directory_of (self);

  if (self->search)
    g_cancellable_cancel (self->search);
  g_clear_object (&self->search);
  self->in_a_hurry = FALSE;
  if (!directory)
    return;
  self->search = g_cancellable_new ();
  gate_directory_search_async (directory, gtk_editable_get_text (GTK_EDITABLE (self->entry)), chosen_category (self), self->limit,
                               self->search, did_search, g_object_ref (self));
}

static void
search_anew (GateConnectorsPage *self)
{
  self->limit = FOUND_STEP;
  gtk_adjustment_set_value (self->scrolled, 0);
  search_directory (self);
}

static void
search_changed (GateConnectorsPage *self)
{
  g_free (self->words);
  self->words = gate_words_fold (gtk_editable_get_text (GTK_EDITABLE (self->entry)));
  if (self->mine_shown)
    gtk_filter_changed (gtk_filter_list_model_get_filter (self->mine_shown), GTK_FILTER_CHANGE_DIFFERENT);
  if (self->feeder)
    gate_row_feeder_again (self->feeder);
  search_anew (self);
  hold_next_frame (self);
  choose_content (self);
}

static void
stop_search (GateConnectorsPage *self)
{
  if (*gtk_editable_get_text (GTK_EDITABLE (self->entry)))
    gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
  else
    gtk_widget_activate_action (GTK_WIDGET (self), "win.back", NULL);
}

/* Return in the search opens what is found first, which is not what is shown while that is looked for. */
static void
open_first (GateConnectorsPage *self)
{
  if (self->search)
    self->in_a_hurry = TRUE;
  else
    open_first_row (self);
}

static void
more_wanted (GateConnectorsPage *self)
{
  self->limit += FOUND_STEP;
  search_directory (self);
}

static void
edge_reached (GateConnectorsPage *self,
              GtkPositionType     edge)
{
  if (edge == GTK_POS_BOTTOM && self->n_total > self->n_found)
    more_wanted (self);
}

static void
show_categories (GateConnectorsPage *self,
                 GListModel         *categories)
{
  g_autoptr(GtkStringList) titles = gtk_string_list_new (NULL);

  gtk_string_list_append (titles, _("All Categories"));
  for (guint i = 0; i < g_list_model_get_n_items (categories); i++)
    {
      g_autoptr(GateDirectoryCategory) category = g_list_model_get_item (categories, i);

      gtk_string_list_append (titles, gate_directory_words_category (gate_directory_category_get_title (category)));
    }
  g_set_object (&self->categories, categories);
  gtk_drop_down_set_model (self->category, G_LIST_MODEL (titles));
}

static void
got_categories (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr(GateConnectorsPage) self = user_data;
  g_autoptr(GListModel) categories = gate_directory_list_categories_finish (GATE_DIRECTORY (source), result, NULL);

  /* Why there are none the search tells. */
  if (categories && self->view)
    show_categories (self, categories);
}

static void
mine_activated (GateConnectorsPage *self,
                GateConnectorRow   *row)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "app.show-connector", "s",
                              gate_hub_account_get_id (gate_connector_row_get_account (row)));
}

static void
found_activated (GateConnectorsPage *self,
                 GateEntryRow       *row)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "customize.show-entry", "s",
                              gate_directory_entry_get_id (gate_entry_row_get_entry (row)));
}

static void
let_go (GateConnectorsPage *self)
{
  g_clear_handle_id (&self->hold, g_source_remove);
  if (self->search)
    g_cancellable_cancel (self->search);
  g_clear_object (&self->search);
  if (self->feeder)
    gate_row_feeder_stop (self->feeder);
  g_clear_object (&self->feeder);
  g_clear_object (&self->mine_shown);
  if (self->view)
    g_signal_handlers_disconnect_by_data (gate_project_view_get_project (self->view), self);
  g_clear_object (&self->view);
}

static void
gate_connectors_page_dispose (GObject *object)
{
  GateConnectorsPage *self = GATE_CONNECTORS_PAGE (object);

  let_go (self);
  g_clear_object (&self->categories);
  g_clear_pointer (&self->words, g_free);
  gtk_widget_dispose_template (GTK_WIDGET (self), GATE_TYPE_CONNECTORS_PAGE);
  G_OBJECT_CLASS (gate_connectors_page_parent_class)->dispose (object);
}

static gboolean
gate_connectors_page_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (GATE_CONNECTORS_PAGE (widget)->entry));
}

static void
gate_connectors_page_class_init (GateConnectorsPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = gate_connectors_page_dispose;
  gate_focus_begin_with (widget_class, gate_connectors_page_grab_focus);
  gtk_widget_class_set_template_from_resource (widget_class, GATE_RESOURCE_PATH "/gate-connectors-page.ui");
  gtk_widget_class_bind_template_child (widget_class, GateConnectorsPage, entry);
  gtk_widget_class_bind_template_child (widget_class, GateConnectorsPage, stack);
  gtk_widget_class_bind_template_child (widget_class, GateConnectorsPage, scrolled);
  gtk_widget_class_bind_template_child (widget_class, GateConnectorsPage, mine_group);
  gtk_widget_class_bind_template_child (widget_class, GateConnectorsPage, mine);
  gtk_widget_class_bind_template_child (widget_class, GateConnectorsPage, found_group);
  gtk_widget_class_bind_template_child (widget_class, GateConnectorsPage, category);
  gtk_widget_class_bind_template_child (widget_class, GateConnectorsPage, found);
  gtk_widget_class_bind_template_child (widget_class, GateConnectorsPage, problem);
  gtk_widget_class_bind_template_child (widget_class, GateConnectorsPage, more);
  gtk_widget_class_bind_template_callback (widget_class, search_changed);
  gtk_widget_class_bind_template_callback (widget_class, search_anew);
  gtk_widget_class_bind_template_callback (widget_class, stop_search);
  gtk_widget_class_bind_template_callback (widget_class, open_first);
  gtk_widget_class_bind_template_callback (widget_class, more_wanted);
  gtk_widget_class_bind_template_callback (widget_class, edge_reached);
  gtk_widget_class_bind_template_callback (widget_class, mine_activated);
  gtk_widget_class_bind_template_callback (widget_class, found_activated);
}

static void
gate_connectors_page_init (GateConnectorsPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gate_narrow_let_shrink (GTK_WIDGET (self->category));
  gate_access_set_name (GTK_WIDGET (self->category), _("Category"));
  self->limit = FOUND_STEP;
  gate_focus_type_to_search (self->entry, GTK_WIDGET (self));
}

static GtkWidget *
create_row (gpointer item,
            gpointer user_data)
{
  return gate_connector_row_new (item);
}

static void
show_project (GateConnectorsPage *self)
{
  GateHubProject *project = gate_project_view_get_project (self->view);
  g_autofree char *name = gate_text_make_visible (gate_hub_project_get_label (project), GATE_TEXT_LINE);
  g_autofree char *escaped = g_markup_escape_text (name, -1);
  /* Translators: the name of a project. */
  g_autofree char *text = g_strdup_printf (_("As they stand in the project “%s”"), escaped);

  adw_preferences_group_set_description (self->mine_group, text);
}

/**
 * gate_connectors_page_set_view:
 * @self: the page
 * @view: (nullable): the accounts as a project sees them
 *
 * Shows what there is.
 */
void
gate_connectors_page_set_view (GateConnectorsPage *self,
                               GateProjectView    *view)
{
  g_return_if_fail (GATE_IS_CONNECTORS_PAGE (self));
  let_go (self);
  if (!view)
    return;
  self->view = g_object_ref (view);
  self->mine_shown = gtk_filter_list_model_new (g_object_ref (G_LIST_MODEL (view)),
                                                GTK_FILTER (gtk_custom_filter_new (is_mine_shown, self, NULL)));
  self->feeder = gate_row_feeder_new (self->mine, G_LIST_MODEL (self->mine_shown), create_row, NULL);
  g_signal_connect_object (self->mine_shown, "items-changed", G_CALLBACK (choose_content), self, G_CONNECT_SWAPPED);
  g_signal_connect_swapped (gate_project_view_get_project (view), "notify::name", G_CALLBACK (show_project), self);
  show_project (self);
  if (!self->categories)
    gate_directory_list_categories_async (directory_of (self), NULL, got_categories, g_object_ref (self));
  search_directory (self);
  choose_content (self);
}

/**
 * gate_connectors_page_refresh:
 * @self: the page
 *
 * Asks what is on and signed in again what it offers.
 */
void
gate_connectors_page_refresh (GateConnectorsPage *self)
{
  g_return_if_fail (GATE_IS_CONNECTORS_PAGE (self));
  if (self->view)
    gate_project_view_refresh (self->view, NULL);
}
