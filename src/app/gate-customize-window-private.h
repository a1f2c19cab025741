// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-add-page.h"
#include "gate-connector-page.h"
#include "gate-connectors-page.h"
#include "gate-customize-window.h"
#include "gate-entry-page.h"
#include "gate-health-page.h"

G_BEGIN_DECLS

struct _GateCustomizeWindow {
  AdwApplicationWindow  parent_instance;

  GateSession          *session;
  GateHubProject       *project;   /* (owned) (nullable): the chosen one */
  GateProjectView      *view;      /* (owned) (nullable): of the chosen project */
  char                 *wanted;    /* (nullable): the place to show once the hub is open */
  GtkWidget            *came_from; /* (weak) (nullable): what had the focus before a page of one thing was shown */
  AdwToastOverlay      *toasts;
  AdwLeaflet           *leaflet;
  GtkWidget            *overview;
  GtkWidget            *details;
  AdwViewSwitcherTitle *switcher;
  AdwViewSwitcherBar   *bar;
  GtkWidget            *refresh;        /* of the overview */
  GtkWidget            *detail_refresh;
  GtkWidget            *detail_search;
  AdwViewStack         *pages;
  AdwWindowTitle       *title;
  GtkStack             *detail_pages;
  GateConnectorsPage   *connectors;
  GateAddPage          *add;
  GateHealthPage       *health;
  GateConnectorPage    *connector;
  GateEntryPage        *entry;
};

/* Installs what the window's pages, buttons and keys ask for. */
void gate_customize_window_install_actions (GtkWidgetClass      *widget_class);
/* The same for what can be taken back. */
void gate_customize_window_install_undo    (GtkWidgetClass      *widget_class);
void gate_customize_window_follow_undo     (GateCustomizeWindow *self);
void gate_customize_window_show_entry      (GateCustomizeWindow *self,
                                            GateDirectoryEntry  *entry);
void gate_customize_window_go_back         (GateCustomizeWindow *self);

G_END_DECLS
