// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-window-private.h"

#include "gate-palette-item.h"
#include "gate-palette.h"
#include "gate-text.h"

#include <glib/gi18n.h>

static void
add (GListStore *items,
     const char *title,
     const char *kind,
     const char *action,
     GVariant   *target)
{
  g_autofree char *shown = gate_text_make_visible (title, GATE_TEXT_LINE);
  g_autoptr(GatePaletteItem) item = gate_palette_item_new (shown, kind, action, target);

  g_list_store_append (items, item);
}

/* A project that is about to be deleted is out of sight. */
static void
add_projects (GListStore     *items,
              GListModel     *projects,
              GateHubProject *deleted)
{
  for (guint i = 0; i < g_list_model_get_n_items (projects); i++)
    {
      g_autoptr(GateHubProject) project = g_list_model_get_item (projects, i);

      if (project == deleted)
        continue;
      add (items, gate_hub_project_get_label (project), _("Project"), "win.select-project",
           g_variant_new_string (gate_hub_project_get_id (project)));
    }
}

static void
add_connectors (GListStore *items,
                GListModel *connectors)
{
  for (guint i = 0; i < g_list_model_get_n_items (connectors); i++)
    {
      g_autoptr(GateHubConnector) connector = g_list_model_get_item (connectors, i);

      add (items, gate_hub_connector_get_label (connector), _("Connector"), "app.show-connector",
           g_variant_new_string (gate_hub_connector_get_id (connector)));
    }
}

static void
add_actions (GListStore *items)
{
  static const struct {
    const char *title;
    const char *action;
    const char *target;
  } actions[] = {
    { N_("New Project"), "win.new-project", NULL },
    { N_("Edit Project"), "win.edit-project", NULL },
    { N_("Delete Project"), "win.delete-project", NULL },
    { N_("Show My Tools"), "win.show-tools", NULL },
    { N_("Plugins in This Project"), "win.panel-shown", NULL },
    { N_("Plugins & Connectors"), "app.customize", NULL },
    { N_("Choose Services"), "win.choose-services", NULL },
    { N_("Add a Connector"), "app.customize-page", "connectors" },
    { N_("Add Custom Server"), "app.customize-page", "add" },
    { N_("Health"), "app.customize-page", "health" },
    { N_("Refresh"), "win.refresh", NULL },
    { N_("Undo"), "win.undo", NULL },
    { N_("Preferences"), "app.preferences", NULL },
    { N_("Keyboard Shortcuts"), "app.show-help-overlay", NULL },
    { N_("About Gatehouse"), "app.about", NULL },
    { N_("Quit"), "app.quit", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    add (items, _(actions[i].title), _("Action"), actions[i].action, actions[i].target ? g_variant_new_string (actions[i].target) : NULL);
}

/**
 * gate_window_open_palette:
 * @self: the window
 * @from: (nullable): another window in which the person asked for it, and is again when nothing is chosen
 *
 * Lets the person go to anything by typing.
 */
void
gate_window_open_palette (GateWindow *self,
                          GtkWindow  *from)
{
  GateHub *hub = gate_session_get_hub (self->session);
  g_autoptr(GListStore) items = g_list_store_new (GATE_TYPE_PALETTE_ITEM);
  GtkWindow *palette;

  if (hub)
    {
      add_projects (items, gate_hub_get_projects (hub), self->deleted);
      add_connectors (items, gate_hub_get_connectors (hub));
    }
  add_actions (items);
  palette = gate_palette_new (G_LIST_MODEL (items));
  gtk_window_set_transient_for (palette, GTK_WINDOW (self));
  gate_palette_set_from (GATE_PALETTE (palette), from);
  gtk_window_present (palette);
}
