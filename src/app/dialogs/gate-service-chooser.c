// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-service-chooser.h"

#include "gate-access.h"
#include "gate-config.h"
#include "gate-focus.h"
#include "gate-service-row.h"
#include "gate-text.h"
#include "gate-words.h"

#include <glib/gi18n.h>

/* As many as a screen shows; each wish for more adds as many. */
#define STEP 20

struct _GateServiceChooser {
  AdwBin          parent_instance;

  GateDirectory  *directory;  /* (owned) (nullable) */
  GListStore     *all;        /* (element-type GateDirectoryEntry): those that many use, then the rest */
  GListStore     *chosen;     /* (element-type GateDirectoryEntry) */
  GCancellable   *search;     /* (owned) (nullable): the one under way */
  gboolean        in_a_hurry; /* Return was pressed before it ended */
  guint           limit;
  guint           n_shown;
  guint           n_total;
  GtkSearchEntry *entry;
  GtkStack       *stack;
  GtkAdjustment  *scrolled;
  GtkListBox     *list;
  GtkWidget      *more;
  AdwStatusPage  *none;
  GtkLabel       *choice;
};

static guint changed_signal;
static guint accepted_signal;

G_DEFINE_FINAL_TYPE (GateServiceChooser, gate_service_chooser, ADW_TYPE_BIN)

/* What most people at work have, whoever the vendor is; the directory itself takes no side. */
static const char *const popular[] = {
  "google-drive", "gmail", "google-calendar", "slack", "notion", "microsoft-365", "sharepoint-onedrive", "outlook-mail",
  "outlook-calendar", "microsoft-teams", "atlassian", "github", "linear", "asana", "monday", "hubspot", "salesforce", "zoom", "figma",
  "canva", "dropbox", "box", "intercom", "zendesk", "stripe", "airtable", "todoist", "miro", NULL,
};

static guint
position_of (GListStore         *store,
             GateDirectoryEntry *entry)
{
  guint position;

  return g_list_store_find (store, entry, &position) ? position : GTK_INVALID_LIST_POSITION;
}

static void
show_choice (GateServiceChooser *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->chosen));
  g_autoptr(GString) names = g_string_new (NULL);
  g_autofree char *text = NULL;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr(GateDirectoryEntry) entry = g_list_model_get_item (G_LIST_MODEL (self->chosen), i);
      g_autofree char *name = gate_text_make_visible (gate_directory_entry_get_name (entry), GATE_TEXT_LINE);

      g_string_append_printf (names, "%s%s", i > 0 ? ", " : "", name);
    }
  /* Translators: how many, and the names of the services. */
  text = g_strdup_printf (ngettext ("%u chosen: %s", "%u chosen: %s", n), n, names->str);
  gtk_label_set_label (self->choice, n > 0 ? text : _("None chosen yet"));
}

static void
row_toggled (GateServiceChooser *self,
             GateServiceRow     *row)
{
  GateDirectoryEntry *entry = gate_service_row_get_entry (row);
  guint position = position_of (self->chosen, entry);

  if (gate_service_row_get_chosen (row) && position == GTK_INVALID_LIST_POSITION)
    g_list_store_append (self->chosen, entry);
  else if (!gate_service_row_get_chosen (row) && position != GTK_INVALID_LIST_POSITION)
    g_list_store_remove (self->chosen, position);
  /* Who types on looks for the next one. */
  gtk_editable_select_region (GTK_EDITABLE (self->entry), 0, -1);
  show_choice (self);
  g_signal_emit (self, changed_signal, 0);
}

/* Rows are given other entries rather than made anew. */
static void
show_entries (GateServiceChooser *self,
              GListModel         *entries,
              guint               total)
{
  guint n = entries ? MIN (g_list_model_get_n_items (entries), self->limit) : 0;
  GtkListBoxRow *row;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr(GateDirectoryEntry) entry = g_list_model_get_item (entries, i);

      row = gtk_list_box_get_row_at_index (self->list, (int) i);
      if (!row)
        {
          row = GTK_LIST_BOX_ROW (gate_service_row_new ());
          g_signal_connect_object (row, "toggled", G_CALLBACK (row_toggled), self, G_CONNECT_SWAPPED);
          gtk_list_box_append (self->list, GTK_WIDGET (row));
        }
      gate_service_row_set_entry (GATE_SERVICE_ROW (row), entry, position_of (self->chosen, entry) != GTK_INVALID_LIST_POSITION);
      gtk_widget_set_visible (GTK_WIDGET (row), TRUE);
    }
  for (guint i = n; (row = gtk_list_box_get_row_at_index (self->list, (int) i)); i++)
    gtk_widget_set_visible (GTK_WIDGET (row), FALSE);
  self->n_shown = n;
  self->n_total = total;
  gtk_widget_set_visible (self->more, total > n);
  gtk_stack_set_visible_child_name (self->stack, n > 0 ? "list" : "none");
}

/* Why nothing is shown. error: (nullable). */
static void
tell_none (GateServiceChooser *self,
           const GError       *error)
{
  g_autofree char *problem = error ? gate_words_error (error) : NULL;
  g_autofree char *escaped = g_markup_escape_text (problem ? problem : _("Try a different search, or add a custom server."), -1);

  adw_status_page_set_description (self->none, escaped);
}

static void
choose_first (GateServiceChooser *self)
{
  GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->list, 0);

  if (!row || self->n_shown == 0)
    return;
  gate_service_row_toggle (GATE_SERVICE_ROW (row));
  gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
}

static void
did_search (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GateServiceChooser) self = user_data;
  g_autoptr(GError) error = NULL;
  guint total = 0;
  g_autoptr(GListModel) entries = gate_directory_search_finish (GATE_DIRECTORY (source), result, &total, &error);

  /* A later keystroke asked anew, or the window is gone. */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || !self->directory)
    return;
  g_clear_object (&self->search);
  tell_none (self, error);
  show_entries (self, entries, total);
  if (!error)
    gate_access_tell_found (GTK_WIDGET (self->entry), gtk_editable_get_text (GTK_EDITABLE (self->entry)), self->n_total);
  if (self->in_a_hurry)
    choose_first (self);
}

static void
stop_searching (GateServiceChooser *self)
{
  if (self->search)
    g_cancellable_cancel (self->search);
  g_clear_object (&self->search);
  self->in_a_hurry = FALSE;
}

static void
show_found (GateServiceChooser *self)
{
  const char *words = gtk_editable_get_text (GTK_EDITABLE (self->entry));
  guint n_all = g_list_model_get_n_items (G_LIST_MODEL (self->all));

  stop_searching (self);
  if (!self->directory)
    return;
  if (!*words)
    {
      if (n_all > 0)
        show_entries (self, G_LIST_MODEL (self->all), n_all);
      return;
    }
  self->search = g_cancellable_new ();
  gate_directory_search_async (self->directory, words, NULL, self->limit, self->search, did_search, g_object_ref (self));
}

static void
search_changed (GateServiceChooser *self)
{
  self->limit = STEP;
  gtk_adjustment_set_value (self->scrolled, 0);
  show_found (self);
}

static void
more_wanted (GateServiceChooser *self)
{
  guint before = self->n_shown;
  GtkListBoxRow *row;

  self->limit += STEP;
  show_found (self);
  /* Who asked with a key goes on at the first that is new. */
  row = gtk_list_box_get_row_at_index (self->list, (int) before);
  if (row && gtk_widget_get_visible (GTK_WIDGET (row)))
    gtk_widget_grab_focus (GTK_WIDGET (row));
}

/* Return chooses what is found first, which is not what is shown while that is looked for; with nothing to find it goes on. */
static void
entry_activated (GateServiceChooser *self)
{
  if (!*gtk_editable_get_text (GTK_EDITABLE (self->entry)))
    g_signal_emit (self, accepted_signal, 0);
  else if (self->search)
    self->in_a_hurry = TRUE;
  else
    choose_first (self);
}

static void
stop_search (GateServiceChooser *self)
{
  if (*gtk_editable_get_text (GTK_EDITABLE (self->entry)))
    gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
  else
    gtk_widget_activate_action (GTK_WIDGET (self), "window.close", NULL);
}

/* From the search to what it found. */
static gboolean
on_down (GtkWidget *widget,
         GVariant  *parameter,
         gpointer   user_data)
{
  GateServiceChooser *self = GATE_SERVICE_CHOOSER (widget);
  GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->list, 0);

  if (!gate_focus_is_within (GTK_WIDGET (self->entry)) || self->n_shown == 0)
    return FALSE;
  return gtk_widget_grab_focus (GTK_WIDGET (row));
}

static void
append_popular (GateServiceChooser *self,
                GListModel         *entries)
{
  for (guint i = 0; popular[i]; i++)
    for (guint j = 0; j < g_list_model_get_n_items (entries); j++)
      {
        g_autoptr(GateDirectoryEntry) entry = g_list_model_get_item (entries, j);

        if (g_strcmp0 (gate_directory_entry_get_id (entry), popular[i]) == 0)
          g_list_store_append (self->all, entry);
      }
}

static void
got_all (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(GateServiceChooser) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GListModel) entries = gate_directory_search_finish (GATE_DIRECTORY (source), result, NULL, &error);

  if (!self->directory)
    return;
  append_popular (self, entries ? entries : G_LIST_MODEL (self->all));
  for (guint i = 0; entries && i < g_list_model_get_n_items (entries); i++)
    {
      g_autoptr(GateDirectoryEntry) entry = g_list_model_get_item (entries, i);

      if (!g_strv_contains (popular, gate_directory_entry_get_id (entry)))
        g_list_store_append (self->all, entry);
    }
  if (error)
    tell_none (self, error);
  if (!*gtk_editable_get_text (GTK_EDITABLE (self->entry)))
    show_entries (self, G_LIST_MODEL (self->all), g_list_model_get_n_items (G_LIST_MODEL (self->all)));
}

static gboolean
gate_service_chooser_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (GATE_SERVICE_CHOOSER (widget)->entry));
}

static void
gate_service_chooser_dispose (GObject *object)
{
  GateServiceChooser *self = GATE_SERVICE_CHOOSER (object);

  stop_searching (self);
  g_clear_object (&self->directory);
  g_clear_object (&self->all);
  g_clear_object (&self->chosen);
  gtk_widget_dispose_template (GTK_WIDGET (self), GATE_TYPE_SERVICE_CHOOSER);
  G_OBJECT_CLASS (gate_service_chooser_parent_class)->dispose (object);
}

static void
gate_service_chooser_class_init (GateServiceChooserClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = gate_service_chooser_dispose;
  gate_focus_begin_with (widget_class, gate_service_chooser_grab_focus);
  gtk_widget_class_set_template_from_resource (widget_class, GATE_RESOURCE_PATH "/gate-service-chooser.ui");
  gtk_widget_class_bind_template_child (widget_class, GateServiceChooser, entry);
  gtk_widget_class_bind_template_child (widget_class, GateServiceChooser, stack);
  gtk_widget_class_bind_template_child (widget_class, GateServiceChooser, scrolled);
  gtk_widget_class_bind_template_child (widget_class, GateServiceChooser, list);
  gtk_widget_class_bind_template_child (widget_class, GateServiceChooser, more);
  gtk_widget_class_bind_template_child (widget_class, GateServiceChooser, none);
  gtk_widget_class_bind_template_child (widget_class, GateServiceChooser, choice);
  gtk_widget_class_bind_template_callback (widget_class, search_changed);
  gtk_widget_class_bind_template_callback (widget_class, entry_activated);
  gtk_widget_class_bind_template_callback (widget_class, stop_search);
  gtk_widget_class_bind_template_callback (widget_class, more_wanted);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Down, 0, on_down, NULL);

  /**
   * GateServiceChooser::changed:
   *
   * The person chose a service, or no longer does.
   */
  changed_signal = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  /**
   * GateServiceChooser::accepted:
   *
   * The person wants to go on.
   */
  accepted_signal = g_signal_new ("accepted", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
gate_service_chooser_init (GateServiceChooser *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->all = g_list_store_new (GATE_TYPE_DIRECTORY_ENTRY);
  self->chosen = g_list_store_new (GATE_TYPE_DIRECTORY_ENTRY);
  self->limit = STEP;
  gate_focus_type_to_search (self->entry, GTK_WIDGET (self));
  show_choice (self);
}

/**
 * gate_service_chooser_set_directory:
 * @self: a chooser
 * @directory: where services are found
 */
void
gate_service_chooser_set_directory (GateServiceChooser *self,
                                    GateDirectory      *directory)
{
  g_return_if_fail (GATE_IS_SERVICE_CHOOSER (self) && GATE_IS_DIRECTORY (directory));
  g_set_object (&self->directory, directory);
  gate_directory_search_async (directory, NULL, NULL, 0, NULL, got_all, g_object_ref (self));
}

/**
 * gate_service_chooser_get_chosen:
 * @self: a chooser
 *
 * Returns: (transfer none) (element-type GateDirectoryEntry): what is chosen
 */
GListModel *
gate_service_chooser_get_chosen (GateServiceChooser *self)
{
  g_return_val_if_fail (GATE_IS_SERVICE_CHOOSER (self), NULL);
  return G_LIST_MODEL (self->chosen);
}
