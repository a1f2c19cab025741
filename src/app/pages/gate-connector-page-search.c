// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-connector-page-private.h"

#include "gate-access.h"
#include "gate-focus.h"

/* Before the search takes the focus. */
static void
remember_focus (GateConnectorPage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (root && !gtk_search_bar_get_search_mode (self->search_bar))
    g_set_weak_pointer (&self->came_from, gtk_root_get_focus (root));
}

static gboolean
key_pressed (GtkEventControllerKey *controller,
             guint                  keyval,
             guint                  keycode,
             GdkModifierType        state,
             GateConnectorPage     *self)
{
  remember_focus (self);
  return GDK_EVENT_PROPAGATE;
}

/* Who ends the search is again where they were, if that is still there. */
static void
give_focus_back (GateConnectorPage *self)
{
  if (gate_focus_is_within (GTK_WIDGET (self->search_bar)) &&
      (!self->came_from || !gtk_widget_get_mapped (self->came_from) || !gtk_widget_grab_focus (self->came_from)))
    gtk_widget_child_focus (self->scrolled, GTK_DIR_TAB_FORWARD);
  g_clear_weak_pointer (&self->came_from);
}

/* Nothing but what is found is in the way of what is found. */
static void
show_found (GateConnectorPage *self,
            const char        *words)
{
  gtk_widget_set_visible (self->above, !*words);
  gtk_widget_set_visible (self->below, !*words);
  gate_access_tell_found (GTK_WIDGET (self->search_entry), words, gate_tools_section_search (self->tools, words));
}

static void
search_changed (GateConnectorPage *self)
{
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scrolled)), 0);
  show_found (self, gtk_editable_get_text (GTK_EDITABLE (self->search_entry)));
}

static void
searching_changed (GateConnectorPage *self)
{
  if (!gtk_search_bar_get_search_mode (self->search_bar))
    {
      show_found (self, "");
      give_focus_back (self);
    }
  g_object_notify (G_OBJECT (self), "searching");
}

void
gate_connector_page_install_search (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, GateConnectorPage, search_bar);
  gtk_widget_class_bind_template_child (widget_class, GateConnectorPage, search_entry);
  gtk_widget_class_bind_template_child (widget_class, GateConnectorPage, scrolled);
  gtk_widget_class_bind_template_child (widget_class, GateConnectorPage, above);
  gtk_widget_class_bind_template_child (widget_class, GateConnectorPage, below);
  gtk_widget_class_bind_template_callback (widget_class, search_changed);
  gtk_widget_class_bind_template_callback (widget_class, searching_changed);
}

void
gate_connector_page_init_search (GateConnectorPage *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_search_bar_connect_entry (self->search_bar, GTK_EDITABLE (self->search_entry));
  gtk_search_bar_set_key_capture_widget (self->search_bar, GTK_WIDGET (self));
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

/**
 * gate_connector_page_search:
 * @self: the page
 *
 * Lets a person search in what it offers.
 */
void
gate_connector_page_search (GateConnectorPage *self)
{
  g_return_if_fail (GATE_IS_CONNECTOR_PAGE (self));
  remember_focus (self);
  gtk_search_bar_set_search_mode (self->search_bar, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));
}
