// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-focus.h"

#define CAME_FROM "gate-focus-came-from"

static void
free_weak_ref (gpointer data)
{
  GWeakRef *ref = data;

  g_weak_ref_clear (ref);
  g_free (ref);
}

static gboolean
give_back (gpointer user_data)
{
  GtkWidget *button = user_data;
  GtkRoot *root = gtk_widget_get_root (button);
  GtkWidget *focus = root ? gtk_root_get_focus (root) : NULL;
  GWeakRef *ref = g_object_get_data (G_OBJECT (button), CAME_FROM);
  g_autoptr(GtkWidget) came_from = ref ? g_weak_ref_get (ref) : NULL;

  /* What was chosen in the menu may have taken the focus elsewhere. */
  if (came_from && (!focus || focus == button || gtk_widget_is_ancestor (focus, button)) && gtk_widget_get_mapped (came_from))
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
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (button));
  GtkWidget *focus = root ? gtk_root_get_focus (root) : NULL;
  GtkPopover *popover = gtk_menu_button_get_popover (button);
  GWeakRef *ref;

  if (!focus || !popover || gtk_widget_is_ancestor (focus, GTK_WIDGET (button)))
    return;
  ref = g_new0 (GWeakRef, 1);
  g_weak_ref_init (ref, focus);
  g_object_set_data_full (G_OBJECT (button), CAME_FROM, ref, free_weak_ref);
  g_signal_handlers_disconnect_by_func (popover, closed, button);
  g_signal_connect_object (popover, "closed", G_CALLBACK (closed), button, G_CONNECT_SWAPPED);
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
