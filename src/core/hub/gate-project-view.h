// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-hub-account.h"
#include "gate-hub.h"

G_BEGIN_DECLS

#define GATE_TYPE_PROJECT_VIEW (gate_project_view_get_type ())

/**
 * GateProjectView:
 *
 * A [iface@Gio.ListModel] of [class@Gate.HubAccount]: every account of every connector, seen from one project, ordered by label. It
 * follows what any process changes: entries, what is on, and sign-ins. What is on and signed in is asked what it offers, a few at a
 * time; a local server only once it was asked for with [method@Gate.ProjectView.refresh], since asking it starts it.
 */
G_DECLARE_FINAL_TYPE (GateProjectView, gate_project_view, GATE, PROJECT_VIEW, GObject)

GateProjectView *gate_project_view_new         (GateHub         *hub,
                                                GateHubProject  *project) G_GNUC_WARN_UNUSED_RESULT;
GateHub         *gate_project_view_get_hub     (GateProjectView *self);
GateHubProject  *gate_project_view_get_project (GateProjectView *self);
/* FALSE until the three layers of all are known. */
gboolean         gate_project_view_get_loaded  (GateProjectView *self);
/* (nullable): the account with these ids. (transfer none) */
GateHubAccount  *gate_project_view_find        (GateProjectView *self,
                                                const char      *connector,
                                                const char      *account);
/* Looks at the layers again. */
void             gate_project_view_look        (GateProjectView *self);
/* Asks again what is offered. account NULL: all that are on and signed in. */
void             gate_project_view_refresh     (GateProjectView *self,
                                                GateHubAccount  *account);

G_END_DECLS
