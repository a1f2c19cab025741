// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-window-private.h"

#include "gate-config.h"
#include "gate-focus.h"
#include "gate-project-row.h"
#include "gate-property.h"
#include "gate-text.h"
#include "gate-window-settings.h"
#include "gate-words.h"

#include <glib/gi18n.h>
#include <string.h>

/* Who waits less needs no sign of it. */
#define SPINNER_MSECS 500

enum { PROP_0, PROP_SESSION, PROP_PANEL_SHOWN, N_PROPS };

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (GateWindow, gate_window, ADW_TYPE_APPLICATION_WINDOW)

static void
show_title (GateWindow *self)
{
  gboolean tools = g_strcmp0 (gtk_stack_get_visible_child_name (self->pages), "tools") == 0;
  const char *name = self->project ? gate_hub_project_get_label (self->project) : "";
  g_autofree char *shown = gate_text_make_visible (name, GATE_TEXT_LINE);

  adw_window_title_set_title (self->title, tools ? _("My Tools") : shown);
  adw_window_title_set_subtitle (self->title, tools ? shown : "");
  gtk_window_set_title (GTK_WINDOW (self), *shown ? shown : _("Gatehouse"));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.back", tools || adw_leaflet_get_folded (self->leaflet));
}

static void
show_project (GateWindow     *self,
              GateHubProject *project)
{
  GateNotices *notices;

  if (self->project == project)
    return;
  if (self->project)
    g_signal_handlers_disconnect_by_func (self->project, show_title, self);
  g_set_object (&self->project, project);
  g_signal_connect_object (project, "notify::name", G_CALLBACK (show_title), self, G_CONNECT_SWAPPED);
  notices = gate_lookout_show (self->lookout, project);
  gate_project_page_set_notices (self->project_page, notices);
  gate_notice_teller_set_shown (self->teller, notices);
  if (self->tools_page)
    gate_tools_page_set_view (self->tools_page, NULL);
  gtk_stack_set_visible_child_name (self->pages, "project");
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.delete-project",
                                 strcmp (gate_hub_project_get_id (project), "default") != 0);
  show_title (self);
  gate_hub_set_current_project_async (gate_session_get_hub (self->session), project, NULL, NULL, NULL);
}

static void
project_selected (GateWindow    *self,
                  GtkListBoxRow *row)
{
  if (row)
    show_project (self, gate_project_row_get_project (GATE_PROJECT_ROW (row)));
}

static void
project_activated (GateWindow    *self,
                   GtkListBoxRow *row)
{
  project_selected (self, row);
  adw_leaflet_set_visible_child (self->leaflet, self->content);
  gtk_widget_child_focus (GTK_WIDGET (self->project_page), GTK_DIR_TAB_FORWARD);
}

static void
select_project (GateWindow     *self,
                GateHubProject *project)
{
  for (int i = 0; gtk_list_box_get_row_at_index (self->projects, i); i++)
    {
      GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->projects, i);

      if (gate_project_row_get_project (GATE_PROJECT_ROW (row)) != project)
        continue;
      gtk_list_box_select_row (self->projects, row);
      /* Where the focus comes back to chooses; that is not to be the row in which it was last. */
      if (!(gtk_widget_get_state_flags (GTK_WIDGET (self->projects)) & GTK_STATE_FLAG_FOCUS_WITHIN))
        gtk_widget_set_focus_child (GTK_WIDGET (self->projects), GTK_WIDGET (row));
    }
}

static void show_now (GateWindow *self);

/**
 * gate_window_select_project:
 * @self: the window
 * @project: a project
 *
 * Chooses a project in the sidebar and shows it.
 */
void
gate_window_select_project (GateWindow     *self,
                            GateHubProject *project)
{
  g_return_if_fail (GATE_IS_WINDOW (self));
  show_now (self);
  select_project (self, project);
}

/**
 * gate_window_solve:
 * @self: the window
 * @project: the id of a project
 * @kind: what a notice is about
 * @connector: a connector's id
 * @account: one of its accounts, "" for the first
 *
 * Shows the project and does what solves it, as the button of a notice does.
 */
void
gate_window_solve (GateWindow *self,
                   const char *project,
                   const char *kind,
                   const char *connector,
                   const char *account)
{
  g_return_if_fail (GATE_IS_WINDOW (self));
  gtk_widget_activate_action (GTK_WIDGET (self), "win.select-project", "s", project);
  if (self->project && strcmp (gate_hub_project_get_id (self->project), project) == 0)
    gtk_widget_activate_action (GTK_WIDGET (self->project_page), "project.solve", "(sss)", kind, connector, account);
}

/**
 * gate_window_get_project:
 * @self: the window
 *
 * Returns: (transfer none) (nullable): the project that it shows
 */
GateHubProject *
gate_window_get_project (GateWindow *self)
{
  g_return_val_if_fail (GATE_IS_WINDOW (self), NULL);
  return self->project;
}

/**
 * gate_window_get_view:
 * @self: the window
 *
 * Returns: (transfer none) (nullable): the accounts of connectors as the project that it shows sees them
 */
GateProjectView *
gate_window_get_view (GateWindow *self)
{
  return self->project_page ? gate_project_page_get_view (self->project_page) : NULL;
}

static GtkWidget *
create_row (gpointer item,
            gpointer user_data)
{
  return gate_project_row_new (item);
}

static gboolean
is_shown (gpointer item,
          gpointer user_data)
{
  GateWindow *self = user_data;
  g_autofree char *name = NULL;

  if (item == (gpointer) self->deleted)
    return FALSE;
  if (!self->words || !*self->words)
    return TRUE;
  name = gate_words_fold (gate_hub_project_get_label (item));
  return strstr (name, self->words) != NULL;
}

/* What was chosen stays chosen; where it is gone its neighbour is, by whoever took it away. */
static void
choose_again (GateWindow *self)
{
  if (gtk_list_box_get_selected_row (self->projects))
    return;
  if (self->project && self->project != self->deleted)
    gate_window_select_project (self, self->project);
  if (!gtk_list_box_get_selected_row (self->projects) && !(self->words && *self->words))
    gtk_list_box_select_row (self->projects, gtk_list_box_get_row_at_index (self->projects, 0));
}

/**
 * gate_window_filter_projects:
 * @self: the window
 *
 * Looks again which projects are to be in the sidebar.
 */
void
gate_window_filter_projects (GateWindow *self)
{
  gboolean within;

  if (!self->shown)
    return;
  within = gate_focus_is_within (GTK_WIDGET (self->projects));
  gtk_filter_changed (gtk_filter_list_model_get_filter (self->shown), GTK_FILTER_CHANGE_DIFFERENT);
  choose_again (self);
  if (within && gtk_list_box_get_selected_row (self->projects))
    gtk_widget_grab_focus (GTK_WIDGET (gtk_list_box_get_selected_row (self->projects)));
}

static void
search_changed (GateWindow *self)
{
  g_free (self->words);
  self->words = gate_words_fold (gtk_editable_get_text (GTK_EDITABLE (self->search_entry)));
  gate_window_filter_projects (self);
}

/* Return in the search opens what was found first, and the search is over. */
static void
open_first (GateWindow *self)
{
  GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->projects, 0);
  g_autoptr(GateHubProject) project = NULL;

  if (!row || !self->words || !*self->words)
    return;
  project = g_object_ref (gate_project_row_get_project (GATE_PROJECT_ROW (row)));
  gtk_search_bar_set_search_mode (self->search_bar, FALSE);
  gate_window_select_project (self, project);
  if (gtk_list_box_get_selected_row (self->projects))
    project_activated (self, gtk_list_box_get_selected_row (self->projects));
}

/* A list box goes from row to row by Tab, too, and chooses each; who goes on from the chosen project goes on to what is in it. */
static gboolean
leave_projects (GateWindow      *self,
                guint            keyval,
                guint            keycode,
                GdkModifierType  modifiers)
{
  GtkWidget *before = gtk_widget_get_ancestor (GTK_WIDGET (self->projects), GTK_TYPE_SCROLLED_WINDOW);

  if ((keyval == GDK_KEY_Tab || keyval == GDK_KEY_KP_Tab) && !(modifiers & gtk_accelerator_get_default_mod_mask ()))
    return !adw_leaflet_get_folded (self->leaflet) && gtk_widget_child_focus (self->content, GTK_DIR_TAB_FORWARD);
  if (keyval == GDK_KEY_ISO_Left_Tab)
    while ((before = gtk_widget_get_prev_sibling (before)))
      if (gtk_widget_child_focus (before, GTK_DIR_TAB_BACKWARD))
        return TRUE;
  return FALSE;
}

static void
panel_turned (GateWindow *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_PANEL_SHOWN]);
}

/* Once there is no room for the list of projects, the focus is not left in it. */
static void
folded_changed (GateWindow *self)
{
  show_title (self);
  if (adw_leaflet_get_folded (self->leaflet) && adw_leaflet_get_visible_child (self->leaflet) == self->content &&
      gate_focus_is_within (self->sidebar))
    gtk_widget_child_focus (GTK_WIDGET (self->project_page), GTK_DIR_TAB_FORWARD);
}

static void
take_parts (GateWindow *self,
            GtkBuilder *builder)
{
  self->leaflet = ADW_LEAFLET (gtk_builder_get_object (builder, "leaflet"));
  self->sidebar = GTK_WIDGET (gtk_builder_get_object (builder, "sidebar"));
  self->content = GTK_WIDGET (gtk_builder_get_object (builder, "content"));
  self->search_bar = GTK_SEARCH_BAR (gtk_builder_get_object (builder, "search_bar"));
  self->search_entry = GTK_SEARCH_ENTRY (gtk_builder_get_object (builder, "search_entry"));
  self->projects = GTK_LIST_BOX (gtk_builder_get_object (builder, "projects"));
  self->title = ADW_WINDOW_TITLE (gtk_builder_get_object (builder, "title"));
  self->menu_button = GTK_MENU_BUTTON (gtk_builder_get_object (builder, "menu_button"));
  self->pages = GTK_STACK (gtk_builder_get_object (builder, "pages"));
  self->project_page = GATE_PROJECT_PAGE (gtk_builder_get_object (builder, "project_page"));
}

/* Most of the window is not made before its first frame, so that it is there at once. */
static void
build_main (GateWindow *self)
{
  g_autoptr(GtkBuilder) builder = gtk_builder_new ();
  g_autoptr(GSettings) settings = gate_window_settings_new ();
  GtkBuilderScope *scope = gtk_builder_get_scope (builder);
  GtkEventController *keys;
  g_autoptr(GError) error = NULL;

  g_type_ensure (GATE_TYPE_PROJECT_PAGE);
  gtk_builder_cscope_add_callback_symbol (GTK_BUILDER_CSCOPE (scope), "project_activated", G_CALLBACK (project_activated));
  gtk_builder_cscope_add_callback_symbol (GTK_BUILDER_CSCOPE (scope), "project_selected", G_CALLBACK (project_selected));
  gtk_builder_cscope_add_callback_symbol (GTK_BUILDER_CSCOPE (scope), "search_changed", G_CALLBACK (search_changed));
  gtk_builder_cscope_add_callback_symbol (GTK_BUILDER_CSCOPE (scope), "open_first", G_CALLBACK (open_first));
  gtk_builder_set_current_object (builder, G_OBJECT (self));
  if (!gtk_builder_add_from_resource (builder, GATE_RESOURCE_PATH "/gate-window-main.ui", &error))
    g_error ("%s", error->message);
  take_parts (self, builder);
  gtk_stack_add_named (self->stack, GTK_WIDGET (self->leaflet), "main");
  gtk_search_bar_connect_entry (self->search_bar, GTK_EDITABLE (self->search_entry));
  g_object_set (self->project_page, "panel-shown", g_settings_get_boolean (settings, "panel-shown"), NULL);
  g_signal_connect_object (self->project_page, "notify::panel-shown", G_CALLBACK (panel_turned), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->pages, "notify::visible-child", G_CALLBACK (show_title), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->leaflet, "notify::folded", G_CALLBACK (folded_changed), self, G_CONNECT_SWAPPED);
  keys = gtk_event_controller_key_new ();
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (leave_projects), self);
  gtk_widget_add_controller (GTK_WIDGET (self->projects), keys);
  gate_focus_return_from_menu (self->menu_button);
  gate_focus_keep (GTK_WINDOW (self), GTK_WIDGET (self->projects));
  panel_turned (self);
}

static void
list_projects (GateWindow *self)
{
  GateHub *hub = gate_session_get_hub (self->session);

  self->shown = gtk_filter_list_model_new (g_object_ref (gate_hub_get_projects (hub)),
                                           GTK_FILTER (gtk_custom_filter_new (is_shown, self, NULL)));
  gtk_list_box_bind_model (self->projects, G_LIST_MODEL (self->shown), create_row, NULL, NULL);
  self->lookout = gate_lookout_new (hub);
  g_signal_connect_object (self->lookout, "added", G_CALLBACK (gate_notice_teller_follow), self->teller, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->lookout, "removed", G_CALLBACK (gate_notice_teller_unfollow), self->teller, G_CONNECT_SWAPPED);
}

static void
show_current (GateWindow *self)
{
  /* Where there is room for one of both only, what one works with. The focus would go along, so it comes to its place afterwards. */
  adw_leaflet_set_visible_child (self->leaflet, self->content);
  select_project (self, gate_hub_get_current_project (gate_session_get_hub (self->session)));
  choose_again (self);
  /* Not before: what another process changes meanwhile would choose the first project. */
  g_signal_connect_object (self->shown, "items-changed", G_CALLBACK (choose_again), self, G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  if (self->to_tools)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.show-tools", NULL);
}

/* Each step is short enough for keys and pointer not to be kept waiting. Returns whether there is another. */
static gboolean
show_step (GateWindow *self)
{
  if (!self->leaflet)
    {
      build_main (self);
      return TRUE;
    }
  if (!gate_session_get_hub (self->session))
    return FALSE;
  if (!self->shown)
    {
      list_projects (self);
      return TRUE;
    }
  if (!self->project)
    show_current (self);
  gtk_stack_set_visible_child_name (self->stack, "main");
  if (!gtk_window_get_focus (GTK_WINDOW (self)))
    gtk_widget_child_focus (GTK_WIDGET (self->projects), GTK_DIR_TAB_FORWARD);
  return FALSE;
}

/* What there is to show is shown, also where the first frame is not painted yet. */
static void
show_now (GateWindow *self)
{
  while (show_step (self))
    ;
}

static gboolean
on_idle (gpointer user_data)
{
  GateWindow *self = user_data;

  if (show_step (self))
    return G_SOURCE_CONTINUE;
  self->idle = 0;
  return G_SOURCE_REMOVE;
}

static void
show_soon (GateWindow *self)
{
  if (self->idle == 0)
    self->idle = g_idle_add_full (G_PRIORITY_DEFAULT, on_idle, self, NULL);
}

static void
build_failure (GateWindow *self)
{
  g_autoptr(GtkBuilder) builder = gtk_builder_new_from_resource (GATE_RESOURCE_PATH "/gate-window-failure.ui");

  self->failure = ADW_STATUS_PAGE (gtk_builder_get_object (builder, "status"));
  gtk_stack_add_named (self->stack, GTK_WIDGET (gtk_builder_get_object (builder, "page")), "failure");
}

static void
session_changed (GateWindow *self)
{
  const char *message = gate_session_get_error_message (self->session);

  if (gate_session_get_hub (self->session))
    {
      if (self->painted)
        show_soon (self);
    }
  else if (message)
    {
      const char *remedy = gate_session_get_error_remedy (self->session);
      g_autofree char *ended = gate_words_end (message);
      g_autofree char *text = g_strjoin ("\n", ended, remedy, NULL);
      g_autofree char *escaped = g_markup_escape_text (text, -1);

      if (!self->failure)
        build_failure (self);
      adw_status_page_set_description (self->failure, escaped);
      gtk_stack_set_visible_child_name (self->stack, "failure");
      if (!gtk_window_get_focus (GTK_WINDOW (self)))
        gtk_widget_child_focus (GTK_WIDGET (self->failure), GTK_DIR_TAB_FORWARD);
    }
  else
    {
      gtk_stack_set_visible_child_name (self->stack, "loading");
    }
}

static gboolean
show_spinner (gpointer user_data)
{
  GateWindow *self = user_data;

  self->wait = 0;
  gtk_widget_set_visible (self->spinner, TRUE);
  return G_SOURCE_REMOVE;
}

/* What opens the hub works in threads of its own, which would take turns with the first frame. */
static void
did_paint (GdkFrameClock *clock,
           GateWindow    *self)
{
  g_signal_handlers_disconnect_by_func (clock, did_paint, self);
  gate_session_open (self->session);
  if (!gate_session_get_hub (self->session))
    self->wait = g_timeout_add (SPINNER_MSECS, show_spinner, self);
  self->painted = TRUE;
  show_soon (self);
}

static void
active_changed (GateWindow *self)
{
  if (self->lookout && gtk_window_is_active (GTK_WINDOW (self)))
    gate_lookout_wake (self->lookout);
}

static void
gate_window_map (GtkWidget *widget)
{
  GateWindow *self = GATE_WINDOW (widget);

  GTK_WIDGET_CLASS (gate_window_parent_class)->map (widget);
  if (!self->painted)
    g_signal_connect_object (gtk_widget_get_frame_clock (widget), "after-paint", G_CALLBACK (did_paint), self, 0);
}

static void
gate_window_get_property (GObject    *object,
                          guint       id,
                          GValue     *value,
                          GParamSpec *pspec)
{
  GateWindow *self = GATE_WINDOW (object);

  switch (id)
    {
    case PROP_SESSION:
      g_value_set_object (value, self->session);
      break;
    case PROP_PANEL_SHOWN:
      /* The action of the same name asks also while the window is being taken down. */
      if (self->project_page)
        g_object_get_property (G_OBJECT (self->project_page), "panel-shown", value);
      break;
    GATE_INVALID_PROPERTY (object, id, pspec);
    }
}

static void
gate_window_set_property (GObject      *object,
                          guint         id,
                          const GValue *value,
                          GParamSpec   *pspec)
{
  GateWindow *self = GATE_WINDOW (object);

  switch (id)
    {
    case PROP_SESSION:
      self->session = g_value_dup_object (value);
      break;
    case PROP_PANEL_SHOWN:
      if (self->project_page)
        g_object_set_property (G_OBJECT (self->project_page), "panel-shown", value);
      break;
    GATE_INVALID_PROPERTY (object, id, pspec);
    }
}

static void
restore_state (GateWindow *self)
{
  g_autoptr(GSettings) settings = gate_window_settings_new ();
  g_autofree char *page = g_settings_get_string (settings, "page");

  self->to_tools = strcmp (page, "tools") == 0;
  gtk_window_set_default_size (GTK_WINDOW (self), g_settings_get_int (settings, "width"), g_settings_get_int (settings, "height"));
  if (g_settings_get_boolean (settings, "maximized"))
    gtk_window_maximize (GTK_WINDOW (self));
}

static gboolean
gate_window_close_request (GtkWindow *window)
{
  GateWindow *self = GATE_WINDOW (window);
  g_autoptr(GSettings) settings = gate_window_settings_new ();
  gboolean panel_shown;
  int width, height;

  gtk_window_get_default_size (window, &width, &height);
  g_settings_set_int (settings, "width", MAX (width, 360));
  g_settings_set_int (settings, "height", MAX (height, 294));
  g_settings_set_boolean (settings, "maximized", gtk_window_is_maximized (window));
  if (self->leaflet)
    {
      g_object_get (self->project_page, "panel-shown", &panel_shown, NULL);
      g_settings_set_boolean (settings, "panel-shown", panel_shown);
      g_settings_set_string (settings, "page", gtk_stack_get_visible_child_name (self->pages));
    }
  gate_undo_commit (gate_session_get_undo (self->session));
  return GTK_WINDOW_CLASS (gate_window_parent_class)->close_request (window);
}

static void
gate_window_constructed (GObject *object)
{
  GateWindow *self = GATE_WINDOW (object);

  G_OBJECT_CLASS (gate_window_parent_class)->constructed (object);
  restore_state (self);
  g_signal_connect_object (self->session, "notify", G_CALLBACK (session_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect (self, "notify::is-active", G_CALLBACK (active_changed), NULL);
  gate_window_follow_undo (self);
  session_changed (self);
}

static void
gate_window_dispose (GObject *object)
{
  GateWindow *self = GATE_WINDOW (object);

  g_clear_handle_id (&self->idle, g_source_remove);
  g_clear_handle_id (&self->wait, g_source_remove);
  if (self->leaflet)
    {
      g_signal_handlers_disconnect_by_data (self->pages, self);
      g_signal_handlers_disconnect_by_data (self->leaflet, self);
      g_signal_handlers_disconnect_by_data (self->project_page, self);
      gtk_list_box_bind_model (self->projects, NULL, NULL, NULL, NULL);
      gate_project_page_set_notices (self->project_page, NULL);
      /* They go with the window's content. */
      self->leaflet = NULL;
      self->project_page = NULL;
    }
  g_clear_object (&self->teller);
  g_clear_object (&self->shown);
  g_clear_object (&self->deleted);
  g_clear_object (&self->project);
  g_clear_object (&self->lookout);
  g_clear_object (&self->session);
  g_clear_pointer (&self->words, g_free);
  gtk_widget_dispose_template (GTK_WIDGET (self), GATE_TYPE_WINDOW);
  G_OBJECT_CLASS (gate_window_parent_class)->dispose (object);
}

static void
gate_window_class_init (GateWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = gate_window_get_property;
  object_class->set_property = gate_window_set_property;
  object_class->constructed = gate_window_constructed;
  object_class->dispose = gate_window_dispose;
  widget_class->map = gate_window_map;
  GTK_WINDOW_CLASS (klass)->close_request = gate_window_close_request;
  props[PROP_SESSION] = g_param_spec_object ("session", NULL, NULL, GATE_TYPE_SESSION, GATE_PARAM_CONSTRUCT_ONLY);
  props[PROP_PANEL_SHOWN] = g_param_spec_boolean ("panel-shown", NULL, NULL, FALSE, GATE_PARAM_READWRITE);
  g_object_class_install_properties (object_class, N_PROPS, props);

  gtk_widget_class_set_template_from_resource (widget_class, GATE_RESOURCE_PATH "/gate-window.ui");
  gtk_widget_class_bind_template_child (widget_class, GateWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, GateWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, GateWindow, spinner);
  gate_window_install_actions (widget_class);
}

static void
gate_window_init (GateWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->teller = gate_notice_teller_new (GTK_WINDOW (self));
}

/**
 * gate_window_new:
 * @application: the application
 * @session: what all windows share
 *
 * Returns: (transfer none): the main window
 */
GateWindow *
gate_window_new (GtkApplication *application,
                 GateSession    *session)
{
  return g_object_new (GATE_TYPE_WINDOW, "application", application, "session", session, NULL);
}
