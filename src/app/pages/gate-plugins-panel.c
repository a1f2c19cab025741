// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-plugins-panel.h"

#include "gate-config.h"
#include "gate-switch-row.h"

struct _GatePluginsPanel {
  AdwBin           parent_instance;

  GateProjectView *view; /* (owned) (nullable) */
  GtkListBox      *list;
  GtkWidget       *none;
};

G_DEFINE_FINAL_TYPE (GatePluginsPanel, gate_plugins_panel, ADW_TYPE_BIN)

static void
let_go (GatePluginsPanel *self)
{
  if (self->view)
    g_signal_handlers_disconnect_by_data (self->view, self);
  if (self->list)
    gtk_list_box_bind_model (self->list, NULL, NULL, NULL, NULL);
  g_clear_object (&self->view);
}

static void
gate_plugins_panel_dispose (GObject *object)
{
  let_go (GATE_PLUGINS_PANEL (object));
  gtk_widget_dispose_template (GTK_WIDGET (object), GATE_TYPE_PLUGINS_PANEL);
  G_OBJECT_CLASS (gate_plugins_panel_parent_class)->dispose (object);
}

static void
update (GatePluginsPanel *self)
{
  gboolean any = self->view && g_list_model_get_n_items (G_LIST_MODEL (self->view)) > 0;

  gtk_widget_set_visible (GTK_WIDGET (self->list), any);
  gtk_widget_set_visible (self->none, !any);
}

static GtkWidget *
create_row (gpointer item,
            gpointer user_data)
{
  return gate_switch_row_new (item);
}

/* Rows are made only once somebody looks at them. */
static void
gate_plugins_panel_map (GtkWidget *widget)
{
  GatePluginsPanel *self = GATE_PLUGINS_PANEL (widget);

  if (self->view)
    gtk_list_box_bind_model (self->list, G_LIST_MODEL (self->view), create_row, NULL, NULL);
  update (self);
  GTK_WIDGET_CLASS (gate_plugins_panel_parent_class)->map (widget);
}

static void
gate_plugins_panel_class_init (GatePluginsPanelClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = gate_plugins_panel_dispose;
  widget_class->map = gate_plugins_panel_map;
  gtk_widget_class_set_template_from_resource (widget_class, GATE_RESOURCE_PATH "/gate-plugins-panel.ui");
  gtk_widget_class_bind_template_child (widget_class, GatePluginsPanel, list);
  gtk_widget_class_bind_template_child (widget_class, GatePluginsPanel, none);
}

static void
gate_plugins_panel_init (GatePluginsPanel *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * gate_plugins_panel_set_view:
 * @self: the panel
 * @view: (nullable): a project's view
 *
 * Shows the switches of a project.
 */
void
gate_plugins_panel_set_view (GatePluginsPanel *self,
                             GateProjectView  *view)
{
  g_return_if_fail (GATE_IS_PLUGINS_PANEL (self));
  let_go (self);
  if (view)
    {
      self->view = g_object_ref (view);
      g_signal_connect_swapped (view, "items-changed", G_CALLBACK (update), self);
      if (gtk_widget_get_mapped (GTK_WIDGET (self)))
        gtk_list_box_bind_model (self->list, G_LIST_MODEL (view), create_row, NULL, NULL);
    }
  update (self);
}
