// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-window-private.h"

#include "gate-access.h"
#include "gate-confirm.h"
#include "gate-error.h"
#include "gate-focus.h"
#include "gate-hub-choices.h"
#include "gate-inspector-window.h"
#include "gate-project-dialog.h"
#include "gate-project-row.h"
#include "gate-services-dialog.h"
#include "gate-text.h"
#include "gate-toast.h"

#include <glib/gi18n.h>

static void
project_done (GateWindow     *self,
              GateHubProject *project)
{
  gate_window_select_project (self, project);
}

static void
open_project_dialog (GateWindow     *self,
                     GateHubProject *project)
{
  GateHub *hub = gate_session_get_hub (self->session);
  GtkWindow *dialog;

  if (!hub)
    return;
  dialog = gate_project_dialog_new (hub, project);
  gtk_window_set_transient_for (dialog, GTK_WINDOW (self));
  g_signal_connect_object (dialog, "done", G_CALLBACK (project_done), self, G_CONNECT_SWAPPED);
  gtk_window_present (dialog);
}

static void
new_project (GtkWidget  *widget,
             const char *action,
             GVariant   *parameter)
{
  open_project_dialog (GATE_WINDOW (widget), NULL);
}

static void
edit_project (GtkWidget  *widget,
              const char *action,
              GVariant   *parameter)
{
  GateWindow *self = GATE_WINDOW (widget);

  if (self->project)
    open_project_dialog (self, self->project);
}

/* Said rather than done and then taken back. */
static gboolean
tell_locked (GateWindow *self)
{
  GateHub *hub = gate_session_get_hub (self->session);

  if (!hub || gate_hub_can_change (hub, "projects"))
    return FALSE;
  gtk_widget_activate_action (GTK_WIDGET (self), "win.tell", "s", _("Your organization decides which projects there are"));
  return TRUE;
}

static void
did_delete (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GateWindow) self = user_data;
  g_autoptr(GError) error = NULL;

  /* What another process deleted meanwhile is as it should be. */
  if (!gate_hub_delete_project_finish (GATE_HUB (source), result, &error) && !gate_error_matches (error, GATE_ERROR_NOT_FOUND))
    gate_confirm_tell_error (GTK_WIDGET (self), _("The Project Could Not Be Deleted"), error);
  gate_window_filter_projects (self);
}

static void
take_deletion_back (gpointer user_data)
{
  GateWindow *self = user_data;
  g_autoptr(GateHubProject) project = g_steal_pointer (&self->deleted);

  gate_window_filter_projects (self);
  gate_window_select_project (self, project);
}

static void
make_deletion_final (gpointer user_data)
{
  GateWindow *self = user_data;
  g_autoptr(GateHubProject) project = g_steal_pointer (&self->deleted);

  gate_hub_delete_project_async (gate_session_get_hub (self->session), project, NULL, did_delete, g_object_ref (self));
}

/* Nothing is lost before it cannot be taken back any more: until then the project is only out of sight. */
static void
delete_project (GtkWidget  *widget,
                const char *action,
                GVariant   *parameter)
{
  GateWindow *self = GATE_WINDOW (widget);
  g_autofree char *name = NULL;
  g_autofree char *title = NULL;

  if (!self->project || g_strcmp0 (gate_hub_project_get_id (self->project), "default") == 0 || tell_locked (self))
    return;
  gate_undo_commit (gate_session_get_undo (self->session));
  g_set_object (&self->deleted, self->project);
  name = gate_text_make_visible (gate_hub_project_get_label (self->deleted), GATE_TEXT_LINE);
  /* Translators: the name of a project. */
  title = g_strdup_printf (_("“%s” deleted"), name);
  gate_window_filter_projects (self);
  gate_undo_offer (gate_session_get_undo (self->session), title, take_deletion_back, make_deletion_final, g_object_ref (self),
                   g_object_unref);
}

static void
did_move (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GateWindow) self = user_data;
  g_autoptr(GError) error = NULL;

  if (!gate_hub_order_projects_finish (GATE_HUB (source), result, &error))
    gate_confirm_tell_error (GTK_WIDGET (self), _("The Project Could Not Be Moved"), error);
}

static void
move_project (GtkWidget  *widget,
              const char *action,
              GVariant   *parameter)
{
  GateWindow *self = GATE_WINDOW (widget);
  GateHub *hub = gate_session_get_hub (self->session);
  int step = g_variant_get_int32 (parameter);
  GListModel *all = hub ? gate_hub_get_projects (hub) : NULL;

  if (tell_locked (self))
    return;
  for (guint i = 0; self->project && i < g_list_model_get_n_items (all); i++)
    {
      g_autoptr(GateHubProject) each = g_list_model_get_item (all, i);

      if (each == self->project && (int) i + step >= 0 && i + step < g_list_model_get_n_items (all))
        {
          gate_hub_move_project_async (hub, each, i + step, NULL, did_move, g_object_ref (self));
          return;
        }
    }
}

static void
show_tools (GtkWidget  *widget,
            const char *action,
            GVariant   *parameter)
{
  GateWindow *self = GATE_WINDOW (widget);
  GateProjectView *view = gate_window_get_view (self);

  if (!view)
    return;
  if (!self->tools_page)
    {
      self->tools_page = g_object_new (GATE_TYPE_TOOLS_PAGE, NULL);
      gtk_stack_add_named (self->pages, GTK_WIDGET (self->tools_page), "tools");
    }
  gate_tools_page_set_view (self->tools_page, view);
  gtk_stack_set_visible_child_name (self->pages, "tools");
  adw_leaflet_set_visible_child (self->leaflet, self->content);
  gtk_widget_grab_focus (GTK_WIDGET (self->tools_page));
}

static void
try (GtkWidget  *widget,
     const char *action,
     GVariant   *parameter)
{
  GateProjectView *view = gate_window_get_view (GATE_WINDOW (widget));

  if (view)
    gate_inspector_window_open (GTK_WINDOW (widget), view, parameter);
}

static void
go_back (GtkWidget  *widget,
         const char *action,
         GVariant   *parameter)
{
  GateWindow *self = GATE_WINDOW (widget);

  if (!self->leaflet)
    return;
  if (g_strcmp0 (gtk_stack_get_visible_child_name (self->pages), "tools") == 0)
    {
      gtk_stack_set_visible_child_name (self->pages, "project");
      /* The stack gives the focus back where it was, if that is still there. */
      if (!gate_focus_is_within (GTK_WIDGET (self->project_page)))
        gtk_widget_child_focus (GTK_WIDGET (self->project_page), GTK_DIR_TAB_FORWARD);
      return;
    }
  adw_leaflet_set_visible_child (self->leaflet, self->sidebar);
  /* None is chosen where a search found none. */
  if (gtk_list_box_get_selected_row (self->projects))
    gtk_widget_grab_focus (GTK_WIDGET (gtk_list_box_get_selected_row (self->projects)));
  else
    gtk_widget_child_focus (self->sidebar, GTK_DIR_TAB_FORWARD);
}

static void
tell (GtkWidget  *widget,
      const char *action,
      GVariant   *parameter)
{
  gate_toast_tell (GATE_WINDOW (widget)->toasts, g_variant_get_string (parameter, NULL));
}

static void
undo (GtkWidget  *widget,
      const char *action,
      GVariant   *parameter)
{
  gate_undo_undo (gate_session_get_undo (GATE_WINDOW (widget)->session));
  gate_access_tell (widget, _("Undone"));
}

static void
refresh (GtkWidget  *widget,
         const char *action,
         GVariant   *parameter)
{
  GateProjectView *view = gate_window_get_view (GATE_WINDOW (widget));

  if (view)
    gate_project_view_refresh (view, NULL);
}

static void
search (GtkWidget  *widget,
        const char *action,
        GVariant   *parameter)
{
  GateWindow *self = GATE_WINDOW (widget);

  if (!self->leaflet)
    return;
  if (g_strcmp0 (gtk_stack_get_visible_child_name (self->pages), "tools") == 0)
    {
      gtk_widget_grab_focus (GTK_WIDGET (self->tools_page));
      return;
    }
  adw_leaflet_set_visible_child (self->leaflet, self->sidebar);
  gtk_search_bar_set_search_mode (self->search_bar, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));
}

static void
choose_services (GtkWidget  *widget,
                 const char *action,
                 GVariant   *parameter)
{
  GateWindow *self = GATE_WINDOW (widget);
  GateHub *hub = gate_session_get_hub (self->session);

  if (hub && self->project)
    gate_services_dialog_present (widget, hub, self->project);
}

static void
palette (GtkWidget  *widget,
         const char *action,
         GVariant   *parameter)
{
  gate_window_open_palette (GATE_WINDOW (widget), NULL);
}

static void
select_project (GtkWidget  *widget,
                const char *action,
                GVariant   *parameter)
{
  GateWindow *self = GATE_WINDOW (widget);
  GateHub *hub = gate_session_get_hub (self->session);
  GateHubProject *project = hub ? gate_hub_find_project (hub, g_variant_get_string (parameter, NULL), NULL) : NULL;

  if (project)
    gate_window_select_project (self, project);
}

void
gate_window_install_actions (GtkWidgetClass *widget_class)
{
  static const struct {
    const char                  *name;
    const char                  *type;
    GtkWidgetActionActivateFunc  activate;
  } actions[] = {
    { "win.new-project", NULL, new_project },
    { "win.edit-project", NULL, edit_project },
    { "win.delete-project", NULL, delete_project },
    { "win.move-project", "i", move_project },
    { "win.choose-services", NULL, choose_services },
    { "win.palette", NULL, palette },
    { "win.select-project", "s", select_project },
    { "win.show-tools", NULL, show_tools },
    { "win.try", "(ssis)", try },
    { "win.back", NULL, go_back },
    { "win.tell", "s", tell },
    { "win.undo", NULL, undo },
    { "win.refresh", NULL, refresh },
    { "win.search", NULL, search },
  };

  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (widget_class, actions[i].name, actions[i].type, actions[i].activate);
  gtk_widget_class_install_property_action (widget_class, "win.panel-shown", "panel-shown");
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Up, GDK_ALT_MASK | GDK_SHIFT_MASK, "win.move-project", "i", -1);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Down, GDK_ALT_MASK | GDK_SHIFT_MASK, "win.move-project", "i", 1);
}

/* Every window that stands shows what can be taken back. */
static void
undo_changed (GateWindow *self)
{
  const char *title = gate_undo_get_title (gate_session_get_undo (self->session));

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.undo", title != NULL);
  gate_toast_offer (self->toasts, title);
}

void
gate_window_follow_undo (GateWindow *self)
{
  g_signal_connect_object (gate_session_get_undo (self->session), "notify::title", G_CALLBACK (undo_changed), self, G_CONNECT_SWAPPED);
  undo_changed (self);
}
