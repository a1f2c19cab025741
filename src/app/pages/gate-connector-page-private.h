// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-choices-section.h"
#include "gate-connector-page.h"
#include "gate-tools-section.h"

G_BEGIN_DECLS

struct _GateConnectorPage {
  AdwBin               parent_instance;

  GateProjectView     *view;        /* (owned) (nullable) */
  GateHubConnector    *connector;   /* (owned) (nullable) */
  char                *id;          /* (nullable) */
  GCancellable        *looking_up;  /* (owned) (nullable): what the directory says of it */
  GtkSearchBar        *search_bar;
  GtkSearchEntry      *search_entry;
  GtkWidget           *came_from;   /* (nullable): weak; what had the focus before the search */
  GtkWidget           *scrolled;
  GtkWidget           *above;
  GtkWidget           *below;
  AdwAvatar           *avatar;
  GtkLabel            *name;
  GtkLabel            *description;
  AdwPreferencesGroup *notes;
  AdwActionRow        *exposed;
  AdwActionRow        *odd;
  AdwActionRow        *kind;
  AdwActionRow        *target;
  AdwActionRow        *origin;
  AdwActionRow        *host;
  GtkBox              *accounts;
  GtkWidget           *add_account;
  GtkSwitch           *read_only_switch;
  GtkImage            *read_only_lock;
  AdwComboRow         *chooser;
  AdwActionRow        *log;
  GtkWidget           *remove;
  GtkWidget           *buttons;
  GateToolsSection    *tools;
  GateChoicesSection  *choices;
};

/* What is typed is searched for among what the connector offers. */
void gate_connector_page_install_search (GtkWidgetClass    *widget_class);
void gate_connector_page_init_search    (GateConnectorPage *self);

/* Installs what the page's buttons ask for. */
void gate_connector_page_install_actions (GtkWidgetClass *widget_class);

G_END_DECLS
