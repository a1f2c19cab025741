// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-welcome-page.h"

#include "gate-config.h"
#include "gate-focus.h"

struct _GateWelcomePage {
  AdwBin     parent_instance;

  GtkWidget *sample;
};

G_DEFINE_FINAL_TYPE (GateWelcomePage, gate_welcome_page, ADW_TYPE_BIN)

static void
gate_welcome_page_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), GATE_TYPE_WELCOME_PAGE);
  G_OBJECT_CLASS (gate_welcome_page_parent_class)->dispose (object);
}

static gboolean
gate_welcome_page_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GATE_WELCOME_PAGE (widget)->sample);
}

/* A newcomer presses Return. */
static void
gate_welcome_page_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (gate_welcome_page_parent_class)->map (widget);
  gtk_widget_grab_focus (widget);
}

static void
gate_welcome_page_class_init (GateWelcomePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = gate_welcome_page_dispose;
  gate_focus_begin_with (widget_class, gate_welcome_page_grab_focus);
  widget_class->map = gate_welcome_page_map;
  gtk_widget_class_set_template_from_resource (widget_class, GATE_RESOURCE_PATH "/gate-welcome-page.ui");
  gtk_widget_class_bind_template_child (widget_class, GateWelcomePage, sample);
}

static void
gate_welcome_page_init (GateWelcomePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  adw_status_page_set_icon_name (ADW_STATUS_PAGE (adw_bin_get_child (ADW_BIN (self))), GATE_APPLICATION_ID);
}
