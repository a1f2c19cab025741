// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-palette.h"

#include "gate-access.h"
#include "gate-config.h"
#include "gate-palette-item.h"

#include <glib/gi18n.h>

/* What fits best is among the first; nobody reads on. */
#define ROWS_MAX 50

struct _GatePalette {
  AdwWindow            parent_instance;

  char                *query;  /* folded */
  GtkFilterListModel  *filtered;
  GtkSortListModel    *sorted;
  GListModel          *first;  /* (owned): as many of them as are shown */
  GtkWindow           *from;   /* (nullable) (weak): where the person is again when nothing is chosen */
  GtkSearchEntry      *entry;
  GtkListBox          *list;
};

G_DEFINE_FINAL_TYPE (GatePalette, gate_palette, ADW_TYPE_WINDOW)

static gboolean
fits (gpointer item,
      gpointer user_data)
{
  return gate_palette_item_rate (item, GATE_PALETTE (user_data)->query) > 0;
}

static int
by_rate (gconstpointer a,
         gconstpointer b,
         gpointer      user_data)
{
  GatePalette *self = user_data;
  guint one = gate_palette_item_rate ((gpointer) a, self->query);
  guint other = gate_palette_item_rate ((gpointer) b, self->query);

  if (one != other)
    return one > other ? -1 : 1;
  return 0;
}

static char *
dup_sentence (GatePaletteItem *item)
{
  return g_strdup_printf ("%s, %s", gate_palette_item_get_title (item), gate_palette_item_get_kind (item));
}

/* Who cannot see the list hears what Return would do, while the focus is in the entry. */
static void
tell_choice (GatePalette *self)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->list);
  g_autofree char *sentence = NULL;

  if (row)
    {
      g_autoptr(GatePaletteItem) item = g_list_model_get_item (self->first, (guint) gtk_list_box_row_get_index (row));

      sentence = dup_sentence (item);
    }
  gate_access_tell (GTK_WIDGET (self->entry), sentence ? sentence : _("Nothing Found"));
}

static void
select_row (GatePalette *self,
            int          index)
{
  GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->list, index);

  if (row)
    gtk_list_box_select_row (self->list, row);
  tell_choice (self);
}

static void
search_changed (GatePalette *self)
{
  g_free (self->query);
  self->query = gate_palette_item_fold (gtk_editable_get_text (GTK_EDITABLE (self->entry)));
  gtk_filter_changed (gtk_filter_list_model_get_filter (self->filtered), GTK_FILTER_CHANGE_DIFFERENT);
  gtk_sorter_changed (gtk_sort_list_model_get_sorter (self->sorted), GTK_SORTER_CHANGE_DIFFERENT);
  select_row (self, 0);
}

/* The palette is gone before the action runs, so that what the action opens stands over the window and has the focus. */
static void
row_activated (GatePalette   *self,
               GtkListBoxRow *row)
{
  GtkWindow *window = gtk_window_get_transient_for (GTK_WINDOW (self));
  g_autoptr(GatePaletteItem) item = g_list_model_get_item (self->first, (guint) gtk_list_box_row_get_index (row));

  g_clear_weak_pointer (&self->from);
  gtk_window_close (GTK_WINDOW (self));
  if (window)
    gtk_widget_activate_action_variant (GTK_WIDGET (window), gate_palette_item_get_action (item), gate_palette_item_get_target (item));
}

static void
activated (GatePalette *self)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->list);

  if (row)
    row_activated (self, row);
}

/* The entry keeps Escape for itself. */
static void
stop_search (GatePalette *self)
{
  gtk_window_close (GTK_WINDOW (self));
}

/* The arrows choose while the person goes on typing. */
static gboolean
move (GtkWidget *widget,
      GVariant  *parameter,
      gpointer   user_data)
{
  GatePalette *self = GATE_PALETTE (widget);
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->list);

  select_row (self, (row ? gtk_list_box_row_get_index (row) : -1) + g_variant_get_int32 (parameter));
  return TRUE;
}

static gboolean
gate_palette_close_request (GtkWindow *window)
{
  GatePalette *self = GATE_PALETTE (window);

  if (self->from)
    gtk_window_present (self->from);
  return GTK_WINDOW_CLASS (gate_palette_parent_class)->close_request (window);
}

static void
gate_palette_dispose (GObject *object)
{
  GatePalette *self = GATE_PALETTE (object);

  g_clear_weak_pointer (&self->from);
  if (self->list)
    gtk_list_box_bind_model (self->list, NULL, NULL, NULL, NULL);
  g_clear_object (&self->first);
  g_clear_object (&self->sorted);
  g_clear_object (&self->filtered);
  g_clear_pointer (&self->query, g_free);
  gtk_widget_dispose_template (GTK_WIDGET (self), GATE_TYPE_PALETTE);
  G_OBJECT_CLASS (gate_palette_parent_class)->dispose (object);
}

static void
gate_palette_class_init (GatePaletteClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = gate_palette_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = gate_palette_close_request;
  gtk_widget_class_set_template_from_resource (widget_class, GATE_RESOURCE_PATH "/gate-palette.ui");
  gtk_widget_class_bind_template_child (widget_class, GatePalette, entry);
  gtk_widget_class_bind_template_child (widget_class, GatePalette, list);
  gtk_widget_class_bind_template_callback (widget_class, search_changed);
  gtk_widget_class_bind_template_callback (widget_class, activated);
  gtk_widget_class_bind_template_callback (widget_class, row_activated);
  gtk_widget_class_bind_template_callback (widget_class, stop_search);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
gate_palette_init (GatePalette *self)
{
  GtkEventController *keys = gtk_shortcut_controller_new ();
  static const struct {
    guint key;
    int   step;
  } arrows[] = { { GDK_KEY_Up, -1 }, { GDK_KEY_Down, 1 }, { GDK_KEY_Page_Up, -10 }, { GDK_KEY_Page_Down, 10 } };

  gate_access_be_dialog (GTK_WINDOW (self));
  gtk_widget_init_template (GTK_WIDGET (self));
  self->query = g_strdup ("");
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  for (guint i = 0; i < G_N_ELEMENTS (arrows); i++)
    {
      GtkShortcut *shortcut = gtk_shortcut_new (gtk_keyval_trigger_new (arrows[i].key, 0), gtk_callback_action_new (move, NULL, NULL));

      gtk_shortcut_set_arguments (shortcut, g_variant_new_int32 (arrows[i].step));
      gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (keys), shortcut);
    }
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

static GtkWidget *
create_row (gpointer item,
            gpointer user_data)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *title = gtk_label_new (gate_palette_item_get_title (item));
  GtkWidget *kind = gtk_label_new (gate_palette_item_get_kind (item));
  g_autofree char *sentence = dup_sentence (item);

  gtk_label_set_ellipsize (GTK_LABEL (title), PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_widget_set_hexpand (title, TRUE);
  gtk_widget_add_css_class (kind, "dim-label");
  gtk_box_append (GTK_BOX (box), title);
  gtk_box_append (GTK_BOX (box), kind);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gate_access_set_name (row, sentence);
  return row;
}

/**
 * gate_palette_new:
 * @items: (transfer none): a model of [class@Gate.PaletteItem]
 *
 * Returns: the palette, not shown yet; it needs a window to stand over
 */
GtkWindow *
gate_palette_new (GListModel *items)
{
  GatePalette *self = g_object_new (GATE_TYPE_PALETTE, NULL);

  self->filtered = gtk_filter_list_model_new (g_object_ref (items), GTK_FILTER (gtk_custom_filter_new (fits, self, NULL)));
  self->sorted = gtk_sort_list_model_new (g_object_ref (G_LIST_MODEL (self->filtered)),
                                          GTK_SORTER (gtk_custom_sorter_new (by_rate, self, NULL)));
  self->first = G_LIST_MODEL (gtk_slice_list_model_new (g_object_ref (G_LIST_MODEL (self->sorted)), 0, ROWS_MAX));
  gtk_list_box_bind_model (self->list, self->first, create_row, NULL, NULL);
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
  select_row (self, 0);
  return GTK_WINDOW (self);
}

/**
 * gate_palette_set_from:
 * @self: a palette
 * @from: (nullable): the window in which the person was, where that is not the one over which the palette stands
 *
 * When it is closed and nothing was chosen, the person is there again.
 */
void
gate_palette_set_from (GatePalette *self,
                       GtkWindow   *from)
{
  g_return_if_fail (GATE_IS_PALETTE (self));
  g_set_weak_pointer (&self->from, from);
}
