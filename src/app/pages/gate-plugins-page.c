// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-plugins-page.h"

#include "gate-config.h"
#include "gate-focus.h"

struct _GatePluginsPage {
  AdwBin     parent_instance;

  GtkWidget *browse;
};

G_DEFINE_FINAL_TYPE (GatePluginsPage, gate_plugins_page, ADW_TYPE_BIN)

static void
gate_plugins_page_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), GATE_TYPE_PLUGINS_PAGE);
  G_OBJECT_CLASS (gate_plugins_page_parent_class)->dispose (object);
}

static gboolean
gate_plugins_page_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GATE_PLUGINS_PAGE (widget)->browse);
}

static void
gate_plugins_page_class_init (GatePluginsPageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = gate_plugins_page_dispose;
  gtk_widget_class_set_template_from_resource (GTK_WIDGET_CLASS (klass), GATE_RESOURCE_PATH "/gate-plugins-page.ui");
  gtk_widget_class_bind_template_child (GTK_WIDGET_CLASS (klass), GatePluginsPage, browse);
  gate_focus_begin_with (GTK_WIDGET_CLASS (klass), gate_plugins_page_grab_focus);
}

static void
gate_plugins_page_init (GatePluginsPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
