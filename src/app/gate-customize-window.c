// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-customize-window-private.h"

#include "gate-config.h"
#include "gate-focus.h"
#include "gate-plugins-page.h"
#include "gate-property.h"
#include "gate-text.h"
#include "gate-window-settings.h"

#include <glib/gi18n.h>
#include <string.h>

#define CONNECTOR "connector:"
#define ENTRY "entry:"

enum { PROP_0, PROP_SESSION, PROP_PROJECT, N_PROPS };

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (GateCustomizeWindow, gate_customize_window, ADW_TYPE_APPLICATION_WINDOW)

static gboolean
shows_details (GateCustomizeWindow *self)
{
  return adw_leaflet_get_visible_child (self->leaflet) == self->details;
}

static void
show_title (GateCustomizeWindow *self)
{
  gboolean entry = g_strcmp0 (gtk_stack_get_visible_child_name (self->detail_pages), "entry") == 0;
  g_autofree char *label = NULL;
  g_autofree char *shown = NULL;

  if (entry && gate_entry_page_get_entry (self->entry))
    label = g_strdup (gate_directory_entry_get_name (gate_entry_page_get_entry (self->entry)));
  else
    g_object_get (self->connector, "label", &label, NULL);
  shown = gate_text_make_visible (label ? label : "", GATE_TEXT_LINE);
  adw_window_title_set_title (self->title, shown);
  gtk_window_set_title (GTK_WINDOW (self), shows_details (self) && *shown ? shown : _("Plugins & Connectors"));
}

/* The bar below is for the pages, and the button to refresh is there where it has something to do. */
static void
show_controls (GateCustomizeWindow *self)
{
  const char *page = adw_view_stack_get_visible_child_name (self->pages);
  const char *detail = gtk_stack_get_visible_child_name (self->detail_pages);

  adw_view_switcher_bar_set_reveal (self->bar, !shows_details (self) && adw_view_switcher_title_get_title_visible (self->switcher));
  gtk_widget_set_visible (self->refresh, g_strcmp0 (page, "connectors") == 0 || g_strcmp0 (page, "health") == 0);
  gtk_widget_set_visible (self->detail_refresh, g_strcmp0 (detail, "connector") == 0);
  gtk_widget_set_visible (self->detail_search, g_strcmp0 (detail, "connector") == 0);
}

static gboolean
show_controls_now (gpointer user_data)
{
  GateCustomizeWindow *self = user_data;

  /* It may be closed by now. */
  if (self->bar)
    show_controls (self);
  return G_SOURCE_REMOVE;
}

/* The title becomes visible while the window is laid out, which is too late for a bar below it. */
static void
show_controls_soon (GateCustomizeWindow *self)
{
  g_idle_add_full (G_PRIORITY_HIGH_IDLE, show_controls_now, g_object_ref (self), g_object_unref);
}

/* What is under way in a page that is no longer seen goes on; focus is back where it came from. */
static void
child_changed (GateCustomizeWindow *self)
{
  show_title (self);
  show_controls (self);
  if (shows_details (self))
    return;
  if (self->came_from && gtk_widget_get_mapped (self->came_from))
    gtk_widget_grab_focus (self->came_from);
  else
    gtk_widget_grab_focus (adw_view_stack_get_visible_child (self->pages));
  g_clear_weak_pointer (&self->came_from);
}

/**
 * gate_customize_window_go_back:
 * @self: the window
 *
 * Leaves the page of one thing; where none is shown, closes the window.
 */
void
gate_customize_window_go_back (GateCustomizeWindow *self)
{
  if (shows_details (self))
    adw_leaflet_set_visible_child (self->leaflet, self->overview);
  else
    gtk_window_close (GTK_WINDOW (self));
}

static void
show_details (GateCustomizeWindow *self,
              const char          *page)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));
  GtkWidget *child = NULL;

  /* A window that was just made has its focus on a button of the header bar, from which nobody came. */
  if (!shows_details (self))
    g_set_weak_pointer (&self->came_from, focus && gtk_widget_is_ancestor (focus, GTK_WIDGET (self->pages)) ? focus : NULL);
  gtk_stack_set_visible_child_name (self->detail_pages, page);
  adw_leaflet_set_visible_child (self->leaflet, self->details);
  show_title (self);
  child = gtk_stack_get_visible_child (self->detail_pages);
  /* The page of a connector may know better where it begins. */
  if (child != GTK_WIDGET (self->connector) || !gtk_widget_grab_focus (child))
    gtk_widget_child_focus (child, GTK_DIR_TAB_FORWARD);
}

/**
 * gate_customize_window_show_page:
 * @self: the window
 * @name: "plugins", "connectors", "add" or "health"
 *
 * Shows a page and gives it the focus. A name that no page has changes nothing.
 */
void
gate_customize_window_show_page (GateCustomizeWindow *self,
                                 const char          *name)
{
  g_return_if_fail (GATE_IS_CUSTOMIZE_WINDOW (self));
  GtkWidget *page = adw_view_stack_get_child_by_name (self->pages, name);

  if (!page)
    return;
  g_clear_weak_pointer (&self->came_from);
  adw_leaflet_set_visible_child (self->leaflet, self->overview);
  adw_view_stack_set_visible_child (self->pages, page);
  /* Each page knows where it begins. */
  gtk_widget_grab_focus (page);
}

/**
 * gate_customize_window_show_connector:
 * @self: the window
 * @id: a connector's id
 *
 * Shows the page of a connector.
 */
void
gate_customize_window_show_connector (GateCustomizeWindow *self,
                                      const char          *id)
{
  g_return_if_fail (GATE_IS_CUSTOMIZE_WINDOW (self));
  if (!self->view)
    {
      g_free (self->wanted);
      self->wanted = g_strconcat (CONNECTOR, id, NULL);
      return;
    }
  if (!gate_hub_find_connector (gate_session_get_hub (self->session), id, NULL))
    {
      gate_customize_window_show_page (self, "connectors");
      return;
    }
  adw_view_stack_set_visible_child_name (self->pages, "connectors");
  gate_connector_page_show (self->connector, self->view, id);
  show_details (self, "connector");
}

/**
 * gate_customize_window_show_entry:
 * @self: the window
 * @entry: an entry of the directory
 *
 * Shows the page of a service that may be added.
 */
void
gate_customize_window_show_entry (GateCustomizeWindow *self,
                                  GateDirectoryEntry  *entry)
{
  gate_entry_page_show (self->entry, gate_session_get_hub (self->session), entry);
  show_details (self, "entry");
}

/**
 * gate_customize_window_dup_place:
 * @self: the window
 *
 * Returns: (transfer full): what it shows
 */
char *
gate_customize_window_dup_place (GateCustomizeWindow *self)
{
  g_return_val_if_fail (GATE_IS_CUSTOMIZE_WINDOW (self), NULL);
  gboolean entry = g_strcmp0 (gtk_stack_get_visible_child_name (self->detail_pages), "entry") == 0;

  if (!shows_details (self))
    return g_strdup (adw_view_stack_get_visible_child_name (self->pages));
  if (!entry)
    return g_strconcat (CONNECTOR, gate_connector_page_get_id (self->connector), NULL);
  return g_strconcat (ENTRY, gate_directory_entry_get_id (gate_entry_page_get_entry (self->entry)), NULL);
}

/**
 * gate_customize_window_show_place:
 * @self: the window
 * @place: what gate_customize_window_dup_place() gave another time
 *
 * Shows what it showed then, as far as it is still there; anything else changes nothing.
 */
void
gate_customize_window_show_place (GateCustomizeWindow *self,
                                  const char          *place)
{
  g_return_if_fail (GATE_IS_CUSTOMIZE_WINDOW (self));
  if (!self->view)
    gate_set_str (&self->wanted, place);
  else if (g_str_has_prefix (place, CONNECTOR))
    gate_customize_window_show_connector (self, place + strlen (CONNECTOR));
  else if (g_str_has_prefix (place, ENTRY))
    gtk_widget_activate_action (GTK_WIDGET (self), "customize.show-entry", "s", place + strlen (ENTRY));
  else
    gate_customize_window_show_page (self, place);
}

static void
connector_gone (GateCustomizeWindow *self)
{
  gate_connector_page_show (self->connector, NULL, NULL);
  if (shows_details (self) && g_strcmp0 (gtk_stack_get_visible_child_name (self->detail_pages), "connector") == 0)
    gate_customize_window_show_page (self, "connectors");
}

static void
take_view (GateCustomizeWindow *self,
           GateProjectView     *view)
{
  g_autofree char *id = g_strdup (gate_connector_page_get_id (self->connector));

  g_set_object (&self->view, view);
  gate_connectors_page_set_view (self->connectors, view);
  gate_health_page_set_view (self->health, view);
  gate_connector_page_show (self->connector, view, id);
}

/* The chosen project; where it was deleted, or none was chosen, the one that was last shown. */
static void
follow_project (GateCustomizeWindow *self)
{
  GateHub *hub = gate_session_get_hub (self->session);
  g_autofree char *wanted = NULL;

  if (!hub)
    return;
  if (!self->project || gate_hub_find_project (hub, gate_hub_project_get_id (self->project), NULL) != self->project)
    {
      g_set_object (&self->project, gate_hub_get_current_project (hub));
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_PROJECT]);
    }
  if (!self->view || gate_project_view_get_project (self->view) != self->project)
    {
      g_autoptr(GateProjectView) view = gate_project_view_new (hub, self->project);

      take_view (self, view);
    }
  wanted = g_steal_pointer (&self->wanted);
  if (wanted)
    gate_customize_window_show_place (self, wanted);
}

static void
session_changed (GateCustomizeWindow *self)
{
  GateHub *hub = gate_session_get_hub (self->session);

  if (!hub || self->view)
    return;
  g_signal_connect_object (gate_hub_get_projects (hub), "items-changed", G_CALLBACK (follow_project), self, G_CONNECT_SWAPPED);
  gate_add_page_set_hub (self->add, hub);
  follow_project (self);
}

static void
gate_customize_window_get_property (GObject    *object,
                                    guint       id,
                                    GValue     *value,
                                    GParamSpec *pspec)
{
  GateCustomizeWindow *self = GATE_CUSTOMIZE_WINDOW (object);

  switch (id)
    {
    case PROP_SESSION:
      g_value_set_object (value, self->session);
      break;
    case PROP_PROJECT:
      g_value_set_object (value, self->project);
      break;
    GATE_INVALID_PROPERTY (object, id, pspec);
    }
}

static void
gate_customize_window_set_property (GObject      *object,
                                    guint         id,
                                    const GValue *value,
                                    GParamSpec   *pspec)
{
  GateCustomizeWindow *self = GATE_CUSTOMIZE_WINDOW (object);

  switch (id)
    {
    case PROP_SESSION:
      self->session = g_value_dup_object (value);
      break;
    case PROP_PROJECT:
      gate_customize_window_set_project (self, g_value_get_object (value));
      break;
    GATE_INVALID_PROPERTY (object, id, pspec);
    }
}

/* Who closes it does not want it again at the next start; where the application ends, that says otherwise afterwards. */
static gboolean
gate_customize_window_close_request (GtkWindow *window)
{
  g_autoptr(GSettings) settings = gate_window_settings_new ();
  int width, height;

  gtk_window_get_default_size (window, &width, &height);
  g_settings_set_int (settings, "customize-width", MAX (width, 360));
  g_settings_set_int (settings, "customize-height", MAX (height, 294));
  g_settings_set_string (settings, "customize", "");
  gate_session_set_draft (GATE_CUSTOMIZE_WINDOW (window)->session, gate_add_page_dup_draft (GATE_CUSTOMIZE_WINDOW (window)->add));
  return GTK_WINDOW_CLASS (gate_customize_window_parent_class)->close_request (window);
}

static void
gate_customize_window_constructed (GObject *object)
{
  GateCustomizeWindow *self = GATE_CUSTOMIZE_WINDOW (object);
  g_autoptr(GSettings) settings = gate_window_settings_new ();
  g_autoptr(GHashTable) draft = NULL;

  G_OBJECT_CLASS (gate_customize_window_parent_class)->constructed (object);
  gtk_window_set_default_size (GTK_WINDOW (self), g_settings_get_int (settings, "customize-width"),
                               g_settings_get_int (settings, "customize-height"));
  g_signal_connect_object (self->session, "notify::hub", G_CALLBACK (session_changed), self, G_CONNECT_SWAPPED);
  gate_customize_window_follow_undo (self);
  draft = gate_session_take_draft (self->session);
  if (draft)
    gate_add_page_take_draft (self->add, draft);
  session_changed (self);
}

static void
gate_customize_window_dispose (GObject *object)
{
  GateCustomizeWindow *self = GATE_CUSTOMIZE_WINDOW (object);

  if (self->connectors)
    {
      take_view (self, NULL);
      gate_entry_page_show (self->entry, NULL, NULL);
    }
  g_clear_weak_pointer (&self->came_from);
  g_clear_object (&self->view);
  g_clear_object (&self->project);
  g_clear_object (&self->session);
  g_clear_pointer (&self->wanted, g_free);
  gtk_widget_dispose_template (GTK_WIDGET (self), GATE_TYPE_CUSTOMIZE_WINDOW);
  G_OBJECT_CLASS (gate_customize_window_parent_class)->dispose (object);
}

static void
gate_customize_window_class_init (GateCustomizeWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = gate_customize_window_get_property;
  object_class->set_property = gate_customize_window_set_property;
  object_class->constructed = gate_customize_window_constructed;
  object_class->dispose = gate_customize_window_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = gate_customize_window_close_request;
  props[PROP_SESSION] = g_param_spec_object ("session", NULL, NULL, GATE_TYPE_SESSION, GATE_PARAM_CONSTRUCT_ONLY);
  props[PROP_PROJECT] = g_param_spec_object ("project", NULL, NULL, GATE_TYPE_HUB_PROJECT, GATE_PARAM_READWRITE);
  g_object_class_install_properties (object_class, N_PROPS, props);
  g_type_ensure (GATE_TYPE_PLUGINS_PAGE);
  g_type_ensure (GATE_TYPE_ADD_PAGE);
  g_type_ensure (GATE_TYPE_CONNECTORS_PAGE);
  g_type_ensure (GATE_TYPE_CONNECTOR_PAGE);
  g_type_ensure (GATE_TYPE_ENTRY_PAGE);
  g_type_ensure (GATE_TYPE_HEALTH_PAGE);
  gtk_widget_class_set_template_from_resource (widget_class, GATE_RESOURCE_PATH "/gate-customize-window.ui");
  gtk_widget_class_bind_template_child (widget_class, GateCustomizeWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, GateCustomizeWindow, leaflet);
  gtk_widget_class_bind_template_child (widget_class, GateCustomizeWindow, overview);
  gtk_widget_class_bind_template_child (widget_class, GateCustomizeWindow, details);
  gtk_widget_class_bind_template_child (widget_class, GateCustomizeWindow, switcher);
  gtk_widget_class_bind_template_child (widget_class, GateCustomizeWindow, bar);
  gtk_widget_class_bind_template_child (widget_class, GateCustomizeWindow, refresh);
  gtk_widget_class_bind_template_child (widget_class, GateCustomizeWindow, detail_refresh);
  gtk_widget_class_bind_template_child (widget_class, GateCustomizeWindow, detail_search);
  gtk_widget_class_bind_template_child (widget_class, GateCustomizeWindow, pages);
  gtk_widget_class_bind_template_child (widget_class, GateCustomizeWindow, title);
  gtk_widget_class_bind_template_child (widget_class, GateCustomizeWindow, detail_pages);
  gtk_widget_class_bind_template_child (widget_class, GateCustomizeWindow, connectors);
  gtk_widget_class_bind_template_child (widget_class, GateCustomizeWindow, health);
  gtk_widget_class_bind_template_child (widget_class, GateCustomizeWindow, add);
  gtk_widget_class_bind_template_child (widget_class, GateCustomizeWindow, connector);
  gtk_widget_class_bind_template_child (widget_class, GateCustomizeWindow, entry);
  gate_customize_window_install_actions (widget_class);
  gate_customize_window_install_undo (widget_class);
}

static void
gate_customize_window_init (GateCustomizeWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gate_focus_keep (GTK_WINDOW (self), GTK_WIDGET (self->leaflet));
  adw_view_stack_set_visible_child_name (self->pages, "connectors");
  g_signal_connect_object (self->leaflet, "notify::visible-child", G_CALLBACK (child_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->pages, "notify::visible-child", G_CALLBACK (show_controls), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->detail_pages, "notify::visible-child", G_CALLBACK (show_controls), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->switcher, "notify::title-visible", G_CALLBACK (show_controls_soon), self, G_CONNECT_SWAPPED);
  show_controls (self);
  g_signal_connect_object (self->connector, "notify::label", G_CALLBACK (show_title), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->connector, "gone", G_CALLBACK (connector_gone), self, G_CONNECT_SWAPPED);
}

/**
 * gate_customize_window_new:
 * @application: the application
 * @session: what all windows share
 *
 * Returns: (transfer none): the window
 */
GateCustomizeWindow *
gate_customize_window_new (GtkApplication *application,
                           GateSession    *session)
{
  return g_object_new (GATE_TYPE_CUSTOMIZE_WINDOW, "application", application, "session", session, NULL);
}

/**
 * gate_customize_window_set_project:
 * @self: the window
 * @project: (nullable): a project; %NULL: the one that was last shown
 *
 * Chooses the project whose switches and choices are shown.
 */
void
gate_customize_window_set_project (GateCustomizeWindow *self,
                                   GateHubProject      *project)
{
  g_return_if_fail (GATE_IS_CUSTOMIZE_WINDOW (self));
  if (project && g_set_object (&self->project, project))
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_PROJECT]);
  follow_project (self);
}

/**
 * gate_customize_window_get_project:
 * @self: the window
 *
 * Returns: (transfer none) (nullable): the chosen project
 */
GateHubProject *
gate_customize_window_get_project (GateCustomizeWindow *self)
{
  g_return_val_if_fail (GATE_IS_CUSTOMIZE_WINDOW (self), NULL);
  return self->project;
}
