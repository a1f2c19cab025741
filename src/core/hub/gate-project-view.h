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
/* scope: (element-type utf8) (nullable): only these accounts, as gate_hub_make_key() names them. */
GateProjectView *gate_project_view_new_for     (GateHub         *hub,
                                                GateHubProject  *project,
                                                GHashTable      *scope) G_GNUC_WARN_UNUSED_RESULT;
void             gate_project_view_set_scope   (GateProjectView *self,
                                                GHashTable      *scope);
GHashTable      *gate_project_view_get_scope   (GateProjectView *self);
GateHub         *gate_project_view_get_hub     (GateProjectView *self);
GateHubProject  *gate_project_view_get_project (GateProjectView *self);
/* FALSE until the three layers of all are known. */
gboolean         gate_project_view_get_loaded  (GateProjectView *self);
/* TRUE while layers are looked up, or accounts asked. */
gboolean         gate_project_view_get_busy    (GateProjectView *self);
/* (nullable): the account with these ids. (transfer none) */
GateHubAccount  *gate_project_view_find        (GateProjectView *self,
                                                const char      *connector,
                                                const char      *account);
/* Looks at the layers again. */
void             gate_project_view_look        (GateProjectView *self);
/* Asks again what is offered. account NULL: all that are on and signed in. */
void             gate_project_view_refresh     (GateProjectView *self,
                                                GateHubAccount  *account);
/* Asks what was last asked so long ago, unless it is in @asked. */
void             gate_project_view_ask_old     (GateProjectView *self,
                                                guint            seconds,
                                                GHashTable      *asked);

G_END_DECLS
