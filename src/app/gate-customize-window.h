// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-session.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define GATE_TYPE_CUSTOMIZE_WINDOW (gate_customize_window_get_type ())

/**
 * GateCustomizeWindow:
 *
 * Plugins & Connectors: what the account has, what there is to choose from, and what is wrong. Its property `project` is the one whose
 * switches and choices it shows.
 */
G_DECLARE_FINAL_TYPE (GateCustomizeWindow, gate_customize_window, GATE, CUSTOMIZE_WINDOW, AdwApplicationWindow)

GateCustomizeWindow *gate_customize_window_new            (GtkApplication      *application,
                                                           GateSession         *session) G_GNUC_WARN_UNUSED_RESULT;
/* (nullable): the project that was last shown. */
void                 gate_customize_window_set_project    (GateCustomizeWindow *self,
                                                           GateHubProject      *project);
GateHubProject      *gate_customize_window_get_project    (GateCustomizeWindow *self);
/* name: "plugins", "connectors", "add", "health". */
void                 gate_customize_window_show_page      (GateCustomizeWindow *self,
                                                           const char          *name);
/* id: a connector's. */
void                 gate_customize_window_show_connector (GateCustomizeWindow *self,
                                                           const char          *id);
/* What it shows, to be shown again another time; a place that is no more is passed over. */
char                *gate_customize_window_dup_place      (GateCustomizeWindow *self) G_GNUC_WARN_UNUSED_RESULT;
void                 gate_customize_window_show_place     (GateCustomizeWindow *self,
                                                           const char          *place);

G_END_DECLS
