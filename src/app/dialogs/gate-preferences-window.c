// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-preferences-window.h"

#include "gate-access.h"
#include "gate-choice-row.h"
#include "gate-config.h"
#include "gate-text.h"
#include "gate-toast.h"

struct _GatePreferencesWindow {
  AdwWindow        parent_instance;

  GateHub         *hub;
  AdwToastOverlay *toasts;
  GtkListBox      *new_projects;
  GtkListBox      *read_only;
  GtkStack        *new_projects_stack;
  GtkWidget       *read_only_group;
};

/* No AdwPreferencesWindow: that of libadwaita 1.2 keeps its groups for ever. */
G_DEFINE_FINAL_TYPE (GatePreferencesWindow, gate_preferences_window, ADW_TYPE_WINDOW)

static void
tell (GtkWidget  *widget,
      const char *action,
      GVariant   *parameter)
{
  gate_toast_tell (GATE_PREFERENCES_WINDOW (widget)->toasts, g_variant_get_string (parameter, NULL));
}

/* One row a connector; where it has several accounts, they are listed under it. */
static GtkWidget *
create_new_projects_row (gpointer item,
                         gpointer user_data)
{
  GatePreferencesWindow *self = user_data;
  const char * const *accounts = gate_hub_connector_get_accounts (item);
  g_autofree char *label = NULL;
  g_autofree char *title = NULL;
  GtkWidget *expander;

  if (!accounts[1])
    return gate_choice_row_new (self->hub, GATE_HUB_ON_IN_NEW_PROJECTS, item, "");
  label = gate_text_make_visible (gate_hub_connector_get_label (item), GATE_TEXT_LINE);
  title = g_markup_escape_text (label, -1);
  expander = adw_expander_row_new ();
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (expander), title);
  for (guint i = 0; accounts[i]; i++)
    adw_expander_row_add_row (ADW_EXPANDER_ROW (expander), gate_choice_row_new (self->hub, GATE_HUB_ON_IN_NEW_PROJECTS, item, accounts[i]));
  return expander;
}

static GtkWidget *
create_read_only_row (gpointer item,
                      gpointer user_data)
{
  GatePreferencesWindow *self = user_data;

  return gate_choice_row_new (self->hub, GATE_HUB_READ_ONLY, item, "");
}

static void
connectors_changed (GatePreferencesWindow *self)
{
  gboolean any = g_list_model_get_n_items (gate_hub_get_connectors (self->hub)) > 0;

  gtk_stack_set_visible_child_name (self->new_projects_stack, any ? "list" : "none");
  /* That there are none is said once. */
  gtk_widget_set_visible (self->read_only_group, any);
}

static void
gate_preferences_window_dispose (GObject *object)
{
  GatePreferencesWindow *self = GATE_PREFERENCES_WINDOW (object);

  if (self->new_projects)
    gtk_list_box_bind_model (self->new_projects, NULL, NULL, NULL, NULL);
  if (self->read_only)
    gtk_list_box_bind_model (self->read_only, NULL, NULL, NULL, NULL);
  g_clear_object (&self->hub);
  gtk_widget_dispose_template (GTK_WIDGET (self), GATE_TYPE_PREFERENCES_WINDOW);
  G_OBJECT_CLASS (gate_preferences_window_parent_class)->dispose (object);
}

static void
gate_preferences_window_class_init (GatePreferencesWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = gate_preferences_window_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, GATE_RESOURCE_PATH "/gate-preferences-window.ui");
  gtk_widget_class_bind_template_child (widget_class, GatePreferencesWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, GatePreferencesWindow, new_projects);
  gtk_widget_class_bind_template_child (widget_class, GatePreferencesWindow, new_projects_stack);
  gtk_widget_class_bind_template_child (widget_class, GatePreferencesWindow, read_only);
  gtk_widget_class_bind_template_child (widget_class, GatePreferencesWindow, read_only_group);
  gtk_widget_class_install_action (widget_class, "preferences.tell", "s", tell);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
gate_preferences_window_init (GatePreferencesWindow *self)
{
  gate_access_be_dialog (GTK_WINDOW (self));
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * gate_preferences_window_new:
 * @hub: an open hub
 *
 * Returns: the window, not shown yet
 */
GtkWindow *
gate_preferences_window_new (GateHub *hub)
{
  GatePreferencesWindow *self = g_object_new (GATE_TYPE_PREFERENCES_WINDOW, NULL);
  GListModel *connectors = gate_hub_get_connectors (hub);

  self->hub = g_object_ref (hub);
  gtk_list_box_bind_model (self->new_projects, connectors, create_new_projects_row, self, NULL);
  gtk_list_box_bind_model (self->read_only, connectors, create_read_only_row, self, NULL);
  g_signal_connect_object (connectors, "items-changed", G_CALLBACK (connectors_changed), self, G_CONNECT_SWAPPED);
  connectors_changed (self);
  return GTK_WINDOW (self);
}
