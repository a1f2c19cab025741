// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-focus.h"

#define FREED "gate-focus-freed"
#define CAME_FROM "gate-focus-came-from"

static GWeakRef *
new_weak_ref (gpointer object)
{
  GWeakRef *ref = g_new0 (GWeakRef, 1);

  g_weak_ref_init (ref, object);
  return ref;
}

static void
free_weak_ref (gpointer data)
{
  GWeakRef *ref = data;

  g_weak_ref_clear (ref);
  g_free (ref);
}

/**
 * gate_focus_get:
 * @widget: any widget
 *
 * Returns: (nullable) (transfer none): what has the focus in its window
 */
GtkWidget *
gate_focus_get (GtkWidget *widget)
{
  g_return_val_if_fail (GTK_IS_WIDGET (widget), NULL);
  GtkRoot *root = gtk_widget_get_root (widget);

  return root ? gtk_root_get_focus (root) : NULL;
}

/**
 * gate_focus_is_within:
 * @widget: any widget
 *
 * Returns: whether it, or something in it, has the focus of its window
 */
gboolean
gate_focus_is_within (GtkWidget *widget)
{
  GtkWidget *focus = gate_focus_get (widget);

  return focus && (focus == widget || gtk_widget_is_ancestor (focus, widget));
}

static gboolean
give_back (gpointer user_data)
{
  GtkWidget *button = user_data;
  GWeakRef *ref = g_object_get_data (G_OBJECT (button), CAME_FROM);
  g_autoptr(GtkWidget) came_from = ref ? g_weak_ref_get (ref) : NULL;

  /* What was chosen in the menu may have taken the focus elsewhere. */
  if (came_from && (!gate_focus_get (button) || gate_focus_is_within (button)) && gtk_widget_get_mapped (came_from))
    gtk_widget_grab_focus (came_from);
  g_object_set_data (G_OBJECT (button), CAME_FROM, NULL);
  return G_SOURCE_REMOVE;
}

static void
closed (GtkMenuButton *button)
{
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, give_back, g_object_ref (button), g_object_unref);
}

/* Runs before the menu is shown and takes the focus. */
static void
opens (GtkMenuButton *button,
       gpointer       user_data)
{
  GtkWidget *focus = gate_focus_get (GTK_WIDGET (button));
  GtkPopover *popover = gtk_menu_button_get_popover (button);

  if (!focus || !popover || gate_focus_is_within (GTK_WIDGET (button)))
    return;
  g_object_set_data_full (G_OBJECT (button), CAME_FROM, new_weak_ref (focus), free_weak_ref);
  g_signal_handlers_disconnect_by_func (popover, closed, button);
  g_signal_connect_object (popover, "closed", G_CALLBACK (closed), button, G_CONNECT_SWAPPED);
}

static gboolean
focus_children (GtkWidget        *widget,
                GtkDirectionType  direction)
{
  gboolean back = direction == GTK_DIR_TAB_BACKWARD;
  GtkWidget *child = gtk_widget_get_focus_child (widget);

  if (!back && direction != GTK_DIR_TAB_FORWARD)
    return GTK_WIDGET_CLASS (g_type_class_peek (GTK_TYPE_WIDGET))->focus (widget, direction);
  if (!child)
    child = back ? gtk_widget_get_last_child (widget) : gtk_widget_get_first_child (widget);
  for (; child; child = back ? gtk_widget_get_prev_sibling (child) : gtk_widget_get_next_sibling (child))
    if (gtk_widget_child_focus (child, direction))
      return TRUE;
  return FALSE;
}

/**
 * gate_focus_begin_with:
 * @widget_class: the class of a widget that holds others, and never has the focus itself
 * @grab: gives the focus to that of them with which one begins
 *
 * What GTK does by itself for such a widget would be a trap: going back by Shift+Tab from the first of its children it asks the widget to
 * take the focus, and so begins anew.
 */
void
gate_focus_begin_with (GtkWidgetClass    *widget_class,
                       GateFocusGrabFunc  grab)
{
  widget_class->grab_focus = grab;
  widget_class->focus = focus_children;
}

/**
 * gate_focus_free_expander:
 * @expander: an expander that came to the screen
 *
 * GTK 4.8 gives the focus to what is in a closed expander, where nothing can be seen and Tab goes no further.
 */
void
gate_focus_free_expander (GtkExpander *expander)
{
  GtkWidget *child = gtk_expander_get_child (expander);

  if (!child || g_object_get_data (G_OBJECT (child), FREED))
    return;
  g_object_set_data (G_OBJECT (child), FREED, GINT_TO_POINTER (TRUE));
  g_object_bind_property (expander, "expanded", child, "visible", G_BINDING_SYNC_CREATE);
}

/**
 * gate_focus_return_from_menu:
 * @button: the button of a menu that a key opens from anywhere
 *
 * When the menu closes the focus is where it was before, not on the button.
 */
void
gate_focus_return_from_menu (GtkMenuButton *button)
{
  g_return_if_fail (GTK_IS_MENU_BUTTON (button));
  gtk_menu_button_set_create_popup_func (button, opens, NULL, NULL);
}

/* What GTK catches for a search it writes there, and leaves the focus where it was: a space would press what has it. */
static void
search_begins (GtkEditable *entry)
{
  if (!*gtk_editable_get_text (entry) || gate_focus_is_within (GTK_WIDGET (entry)) || !gtk_widget_get_mapped (GTK_WIDGET (entry)))
    return;
  gtk_widget_grab_focus (GTK_WIDGET (entry));
  gtk_editable_set_position (entry, -1);
}

/**
 * gate_focus_type_to_search:
 * @entry: a search
 * @page: where it is
 *
 * What is typed anywhere on the page is searched for, and the person goes on in the search.
 */
void
gate_focus_type_to_search (GtkSearchEntry *entry,
                           GtkWidget      *page)
{
  g_return_if_fail (GTK_IS_SEARCH_ENTRY (entry) && GTK_IS_WIDGET (page));
  gtk_search_entry_set_key_capture_widget (entry, page);
  g_signal_connect (entry, "changed", G_CALLBACK (search_begins), NULL);
}

static gboolean
find_again (gpointer user_data)
{
  GWeakRef *ref = user_data;
  g_autoptr(GtkWidget) fallback = g_weak_ref_get (ref);
  GtkRoot *root = fallback ? gtk_widget_get_root (fallback) : NULL;

  if (root && gtk_widget_get_mapped (fallback) && !gtk_root_get_focus (root))
    gtk_widget_child_focus (fallback, GTK_DIR_TAB_FORWARD);
  return G_SOURCE_REMOVE;
}

static void
focus_changed (GtkWindow  *window,
               GParamSpec *pspec,
               GtkWidget  *fallback)
{
  if (!gtk_window_get_focus (window))
    g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, find_again, new_weak_ref (fallback), free_weak_ref);
}

/**
 * gate_focus_keep:
 * @window: a window
 * @fallback: where the focus goes when what had it is gone
 *
 * The keys always go somewhere that can be seen.
 */
void
gate_focus_keep (GtkWindow *window,
                 GtkWidget *fallback)
{
  g_return_if_fail (GTK_IS_WINDOW (window) && GTK_IS_WIDGET (fallback));
  g_signal_connect_object (window, "notify::focus-widget", G_CALLBACK (focus_changed), fallback, 0);
}
