// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-lookout.h"
#include "gate-notice-teller.h"
#include "gate-project-page.h"
#include "gate-tools-page.h"
#include "gate-window.h"

G_BEGIN_DECLS

struct _GateWindow {
  AdwApplicationWindow  parent_instance;

  GateSession          *session;
  GateLookout          *lookout;  /* (owned) (nullable): what is worth telling of all projects, with their views */
  GateNoticeTeller     *teller;   /* (owned) */
  GtkFilterListModel   *shown;    /* (owned) (nullable): the projects in the sidebar */
  GateHubProject       *project;  /* (owned) (nullable): the chosen one */
  GateHubProject       *deleted;  /* (owned) (nullable): is deleted when that cannot be taken back any more */
  char                 *words;    /* (nullable): what is searched for, folded */
  gboolean              to_tools; /* the list of tools is to be shown once the hub is open */
  AdwToastOverlay      *toasts;
  GtkStack             *stack;
  GtkWidget            *spinner;
  guint                 wait;     /* shows the spinner */
  AdwStatusPage        *failure;  /* (nullable): until it is needed */
  gboolean              painted;  /* its first frame */
  guint                 idle;     /* shows more than that frame */
  AdwLeaflet           *leaflet;  /* (nullable): it and what is in it, until there is something to show */
  GtkWidget            *sidebar;
  GtkWidget            *content;
  GtkSearchBar         *search_bar;
  GtkSearchEntry       *search_entry;
  GtkListBox           *projects;
  AdwWindowTitle       *title;
  GtkMenuButton        *menu_button;
  GtkStack             *pages;
  GateProjectPage      *project_page;
  GateToolsPage        *tools_page; /* (nullable): until it is asked for */
};

/* Installs what the window's menus, buttons and keys ask for. */
void             gate_window_install_actions (GtkWidgetClass *widget_class);
void             gate_window_follow_undo     (GateWindow     *self);
void             gate_window_filter_projects (GateWindow     *self);
GateProjectView *gate_window_get_view        (GateWindow     *self);

G_END_DECLS
